"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from access_log_answers import Report

from rillet import Stream

BLOCKS: Final = " ▁▂▃▄▅▆▇█"
PLAIN_BLOCKS: Final = " .:-=+*#@"
"""For a terminal that has no blocks. Like those, from none to all."""
DAYS: Final = 14
"""So many days of errors are drawn, the last ones."""


def text_of(report: Report, width: int, blocks: str = BLOCKS) -> Iterator[str]:
    """The lines of the report, none wider than `width`."""
    yield from summary(report)
    yield from table("Requests by status", list(report["status"].items()), width)
    yield from table("Top hosts", report["top_hosts"], width)
    yield from table("Top URLs", report["top_urls"], width)
    title = f"URLs not found: {report['not_found']:,} different ones"
    yield from table(title, report["top_not_found"], width)
    yield from table("Largest responses, by URL", report["largest"], width, size_text)
    yield from error_chart(report["errors_per_hour"], blocks)
    yield from latencies(report)
    yield from not_understood(report, width)


def summary(report: Report) -> Iterator[str]:
    """The single numbers."""
    yield "Access log"
    if report["first_hour"] and report["last_hour"]:
        yield f"  from {clock_text(report['first_hour'])} to {clock_text(report['last_hour'])}"
    yield ""
    numbers = {
        "requests": f"{report['requests']:,}",
        "lines not understood": f"{report['not_understood']:,}",
        "hosts": f"{report['hosts']:,}",
        "sessions": f"{report['sessions']:,}",
        "bytes sent": f"{report['bytes']:,}",
    }
    wide = max(map(len, numbers.values()))
    for name, number in numbers.items():
        yield f"  {number:>{wide}}  {name}"
    if report["odd_ends"]:
        yield f"  {report['odd_ends']:>{wide},}  odd or cut ends of lines"


def table(
    title: str,
    rows: list[tuple[str, int]],
    width: int,
    text: Callable[[int], str] = "{:,}".format,
) -> Iterator[str]:
    """A title, and under it a number and a name in each row."""
    if not rows:
        return
    yield from ("", title)
    wide = max(len(text(number)) for _, number in rows)
    for name, number in rows:
        yield f"  {text(number):>{wide}}  {shortened(name, width - wide - 4)}"


def error_chart(errors: dict[str, int], blocks: str) -> Iterator[str]:
    """A row of bars for each day, a bar for each hour."""
    if not errors:
        return
    most = max(errors.values())
    days = Stream(errors).map(lambda hour: hour[:10]).dedupe().to_list()
    yield from ("", f"Errors per hour (status 400 and above; the highest bar is {most:,})")
    if len(days) > DAYS:
        yield f"  the last {DAYS} of {len(days)} days with errors"
    yield f"  {'':10}   0     6     12    18"
    for day in days[-DAYS:]:
        numbers = [errors.get(f"{day}T{hour:02}", 0) for hour in range(24)]
        bars = Stream(numbers).map(lambda n: bar(n, most, blocks)).join_str()
        yield f"  {day}  |{bars}| {sum(numbers):,}"


def bar(number: int, most: int, blocks: str) -> str:
    """The block for `number`; only none has the empty one."""
    return blocks[-(-number * (len(blocks) - 1) // most)]


def latencies(report: Report) -> Iterator[str]:
    """The percentiles of the request times."""
    if report["timed"]:
        yield from ("", f"Request times ({report['timed']:,} requests with one)")
        for name, seconds in report["seconds"].items():
            yield f"  {name:>4}  {seconds:>8,.6g} s"


def not_understood(report: Report, width: int) -> Iterator[str]:
    """The first lines that were not understood, and how many more there are."""
    if not report["not_understood"]:
        return
    shown = report["not_understood_lines"]
    yield from ("", f"Lines not understood: the first {len(shown)} of {report['not_understood']:,}")
    for line in shown:
        yield f"  {shortened(line, width - 2) if line.strip() else '(a blank line)'}"


def clock_text(hour: str) -> str:
    """`2015-05-17T10` as it reads best."""
    return f"{hour.replace('T', ', ')} h"


def size_text(size: int) -> str:
    """A number of bytes in the unit that reads best."""
    for power, unit in ((4, "TB"), (3, "GB"), (2, "MB"), (1, "kB")):
        if size >= 1000**power:
            return f"{size / 1000**power:,.1f} {unit}"
    return f"{size} B"


def shortened(text: str, width: int) -> str:
    """The text in at most `width` characters, without those that would move the cursor."""
    safe = text if text.isprintable() else Stream(text).map(printable).join_str()
    return safe if len(safe) <= width else f"{safe[: max(0, width - 3)]}..."


def printable(character: str) -> str:
    """The character, or what Python would write for it."""
    return character if character.isprintable() else repr(character)[1:-1]
