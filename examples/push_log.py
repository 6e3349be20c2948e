"""Pages not found and bytes sent, by coroutines at the end of pushed pipelines, in one pass.

The log is a sample that knows the true answers. A pulled stream that is broadcast to folds must
come to the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable
from operator import add, itemgetter
from typing import Any, NamedTuple

from access_log_line import Row, match
from access_log_sample import Sample, Truth

from rillet import Fold, Pipeline, Stream, consumer, op

LINES = 20_000

understood = itemgetter(0)
status = itemgetter(4)
url_of = itemgetter(3)
size_of = itemgetter(5)

REQUESTS: Pipeline[str, Row] = op.map(match) | op.map(re.Match.groups) | op.filter(understood)
URLS_NOT_FOUND: Pipeline[Row, str] = (
    op.filter(lambda row: status(row) == "404") | op.map(url_of) | op.not_none()
)
SIZES: Pipeline[Row, int] = op.map(size_of) | op.not_none() | op.map(int)


class Answers(NamedTuple):
    not_found: Counter[str]
    bytes: int


@consumer
def find_404() -> Generator[None, str, Counter[str]]:
    """How often each URL was not found, said when the coroutine is closed."""
    urls: Counter[str] = Counter()
    try:
        while True:
            urls[(yield)] += 1
    except GeneratorExit:
        return urls


@consumer
def bytes_transferred() -> Generator[None, int, int]:
    """How many bytes were sent in all, said when the coroutine is closed."""
    total = 0
    try:
        while True:
            total += yield
    except GeneratorExit:
        return total


def pushed(lines: Iterable[str]) -> Answers:
    """Each line is sent by hand, as something would that does not wait to be asked."""
    branches = URLS_NOT_FOUND.push(find_404()), SIZES.push(bytes_transferred())
    with REQUESTS.push(*branches) as sink:
        for line in lines:
            sink.send(line)
    return Answers(*sink.close())


def counted(counts: Counter[str], url: str) -> Counter[str]:
    counts[url] += 1
    return counts


def pulled(lines: Iterable[str]) -> Answers:
    """A stream that is read once for both answers."""
    branches = URLS_NOT_FOUND.push(Fold(Counter, counted)), SIZES.push(Fold(int, add))
    return Answers(*(lines | REQUESTS).broadcast(*branches))


def true(sample: Iterable[Any]) -> Answers:
    """What the sample was made with."""
    truth = Truth()
    Stream(sample).for_each(truth.add)
    return Answers(+truth.gone, truth.bytes)


def main() -> None:
    sample = Sample(LINES)
    lines = [choice.line for choice in sample]
    answers = pushed(lines)
    for url, n in answers.not_found.most_common(5):
        print(f"{n:6}  {url}")
    print(f"{answers.bytes:,} bytes in {LINES:,} lines")
    assert answers == pulled(lines) == true(sample)
    print("the same by coroutines, by folds and in truth")


if __name__ == "__main__":
    main()
