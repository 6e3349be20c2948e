"""Bytes sent and pages not found in a small log: by a loop, by generators and by a stream.

All three give the same. For a whole report see `access_log.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from operator import itemgetter

from rillet import Stream

LOG = """\
192.0.2.7 - - [01/Mar/2024:10:00:01 +0000] "GET / HTTP/1.1" 200 5120
192.0.2.7 - - [01/Mar/2024:10:00:02 +0000] "GET /style.css HTTP/1.1" 304 -
2001:db8::9 - - [01/Mar/2024:10:00:04 +0000] "GET /old HTTP/1.1" 404 512
198.51.100.3 - - [01/Mar/2024:10:00:09 +0000] "GET /favicon.ico HTTP/1.1" 404 512
198.51.100.3 - - [01/Mar/2024:10:00:10 +0000] "GET /talk.pdf HTTP/1.1" 200 1048576
192.0.2.7 - - [01/Mar/2024:10:00:12 +0000] "GET /old HTTP/1.1" 404 512
""".splitlines()

Answer = tuple[int, dict[str, int]]
"""The bytes sent, and how often each URL was not found."""


def fields(line: str) -> tuple[str, str, str]:
    """The URL, the status and the size."""
    *_, url, _, status, size = line.split()
    return url, status, size


def by_loop(lines: Sequence[str]) -> Answer:
    """One pass, in which everything happens at once."""
    sent = 0
    not_found: dict[str, int] = {}
    for line in lines:
        url, status, size = fields(line)
        if size != "-":
            sent += int(size)
        if status == "404":
            not_found[url] = not_found.get(url, 0) + 1
    return sent, not_found


def by_generators(lines: Sequence[str]) -> Answer:
    """A pass for each question, over generators made anew: a spent one is silently empty."""
    sizes = (size for _, _, size in map(fields, lines))
    sent = sum(int(size) for size in sizes if size != "-")
    gone = (url for url, status, _ in map(fields, lines) if status == "404")
    return sent, dict(Counter(gone))


def by_stream(lines: Sequence[str]) -> Answer:
    """A pass for each question, over one stream that can be read as often as the lines can."""
    rows = Stream(lines).map(fields)
    sent = rows.map(itemgetter(2)).filter("-".__ne__).map(int).sum()
    not_found = rows.filter(lambda row: row[1] == "404").count_by(itemgetter(0))
    return sent, dict(not_found)


STYLES: tuple[Callable[[Sequence[str]], Answer], ...] = (by_loop, by_generators, by_stream)


def main() -> None:
    for style in STYLES:
        sent, not_found = style(LOG)
        print(f"{style.__name__:13}  {sent:,} bytes, not found: {not_found}")


if __name__ == "__main__":
    main()
