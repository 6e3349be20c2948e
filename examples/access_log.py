"""A report on the access logs of a web server, by streams.

    python examples/access_log.py [--json] [PATH ...]

The questions are asked in `ask`, each by a chain of its own, of a batch of lines at a time. So a
log is parsed only once, and no more of it is held than a batch.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import TextIOWrapper
from operator import add, attrgetter, itemgetter
from typing import Final

from access_log_answers import GAP, SHOWN, Answers, Report, keep_largest, least_kept
from access_log_line import Row, match, seconds
from access_log_sample import Sample, Truth, differences
from access_log_text import BLOCKS, PLAIN_BLOCKS, text_of

from rillet import Stream

BATCH: Final = 512
"""So many lines are held at a time: few enough for the cache of a processor."""
ERRORS: Final = frozenset(map(str, range(400, 1000)))

understood = itemgetter(0)
hour_of = itemgetter(1)
url_of = itemgetter(3)


def is_not_found(row: Row) -> bool:
    """Whether a request was for what is not there."""
    return row[4] == "404"  # type: ignore[no-any-return]


def report(lines: Iterable[str]) -> Report:
    """The answers to all questions, in one pass over the lines."""
    answers = Answers()
    rows = Stream(lines).map(match).map(re.Match.groups)
    rows.batched(BATCH).for_each(partial(ask, answers))
    return answers.report()


def ask(answers: Answers, rows: Sequence[Row]) -> None:
    """Ask a batch of lines all questions."""
    requests = Stream(rows).filter(understood).to_tuple()
    if len(requests) < len(rows):
        count_not_understood(answers, Stream(rows).filterfalse(understood).map(itemgetter(-1)))
    if not requests:
        return
    host, hour, rest, url, status, size, took, _ = zip(*requests)

    answers.hosts.update(host)
    answers.urls.update(url)
    answers.status.update(status)
    failed = Stream(Stream(requests).compress(Stream(status).map(ERRORS.__contains__)).to_tuple())
    answers.errors.update(failed.map(hour_of))
    answers.not_found.update(failed.filter(is_not_found).map(url_of))

    sizes = Stream(Stream(size).filter().map(int).to_tuple())
    answers.bytes += sizes.sum()
    least = least_kept(answers.largest)
    if sizes.max(default=0) >= least:
        sent = Stream(url).compress(size).zip(sizes)
        keep_largest(answers.largest, sent.compress(sizes.map(least.__le__)))

    answers.odd_ends += took.count(None)
    answers.times.update(Stream(took).filter().map(seconds))

    start = Stream(hour).map(answers.hour_starts.__getitem__)
    moment = start.map(add, Stream(rest).map(answers.seconds_into.__getitem__))
    visits = Stream(host).zip(moment)
    answers.sessions += visits.pipe(new_sessions, answers.last_seen).count()


def count_not_understood(answers: Answers, lines: Stream[str]) -> None:
    """Count the lines, and keep the first few of the log."""
    answers.not_understood += lines.count()
    answers.not_understood_lines += lines.take(SHOWN - len(answers.not_understood_lines))


def new_sessions(visits: Iterable[tuple[str, int]], last_seen: dict[str, int]) -> Iterator[str]:
    """The host of each visit that begins a session.

    A server writes a line when the request has ended, with the time when it began: lines may be out
    of order. A visit within the gap before the latest one of its host belongs to the same session.
    """
    for host, now in visits:
        before = last_seen.get(host)
        if before is None or not -GAP <= now - before <= GAP:
            last_seen[host] = now
            yield host
        elif now > before:
            last_seen[host] = now


def lines_of(path: str) -> Stream[str]:
    """The lines of a log; bytes that are not UTF-8 become `\\xNN`, as servers write them."""
    if path == "-":
        file = TextIOWrapper(sys.stdin.buffer, "utf-8", errors="backslashreplace", newline="\n")
        return Stream(file).map(without_line_end)
    return Stream.lines(path, errors="backslashreplace")


def without_line_end(line: str) -> str:
    """The line as `Stream.lines` gives it."""
    return line.removesuffix("\n").removesuffix("\r")


DESCRIPTION: Final = """\
Reports on access logs in the combined format of Apache and nginx, plain or packed by gzip, bzip2 or
xz. Several files are read as one log, - is the standard input. Without a PATH it makes a log of
100,000 lines, and checks its answers against what it put there.
"""
DETAILS: Final = """\
A line may end with the time that its request took: with a point it is in seconds ($request_time of
nginx), a whole number is in microseconds (%D of Apache). Percentiles are of times in three digits.
URLs are compared as they were logged, with their query. Hours are those of the log's own clock.
The largest responses are those of ten URLs. A session is what a host asks for without a gap of more
than 30 minutes; lines that are out of order by less are taken into the session around them. A line
that is whole up to its size is counted, if it ends oddly or is cut after that; it is said how many.
"""
DAMAGED: Final = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What a file raises that is missing, or packed and broken."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report, and give the exit status."""
    parser = argparse.ArgumentParser(description=DESCRIPTION, epilog=DETAILS)
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a log, plain or packed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        if not options.paths:
            return report_on_sample(options.json)
        show(report(Stream(options.paths).flat_map(lines_of)), options.json)
    except DAMAGED as error:
        print(f"{parser.prog}: {reason(error, options.paths)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def reason(error: Exception, paths: Sequence[str]) -> str:
    """Why a log cannot be read, in a line."""
    path = getattr(error, "filename", None) or ", ".join(paths)
    return f"cannot read {path}: {getattr(error, 'strerror', None) or error}"


def report_on_sample(as_json: bool) -> int:
    """Report on a log that is made here, and hold the answers against the truth."""
    truth = Truth()
    found = report(Stream(Sample()).tap(truth.add).map(attrgetter("line")))
    show(found, as_json)
    wrong = differences(found, truth.report())
    if wrong:
        Stream(wrong).prepend("the check against the sample FAILED:").print(file=sys.stderr)
        return 1
    print("the check held: the answers are those that the sample was made with", file=sys.stderr)
    return 0


def show(found: Report, as_json: bool) -> None:
    """Print the report; quietly stop when nobody reads it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if as_json:
        Stream.of(json.dumps(found, indent=2)).print()
    else:
        width = min(max(shutil.get_terminal_size().columns, 60), 120)
        Stream(text_of(found, width, blocks_for(getattr(sys.stdout, "encoding", None)))).print()


def blocks_for(encoding: str | None) -> str:
    """The bars that can be printed in `encoding`."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN_BLOCKS
    return BLOCKS


if __name__ == "__main__":
    sys.exit(main())
