"""A log as a source: every record of `logging` is pushed into two pipelines at once.

One gives the warnings, each run of equal ones once. The other counts the records of each logger.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from operator import attrgetter

from rillet import Fold, Pipeline, Sink, op
from rillet.push import LogHandler


def is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def counted(counts: Counter[str], name: str) -> Counter[str]:
    counts[name] += 1
    return counts


text = logging.Formatter("{levelname:8} {name:8} {message}", style="{").format
WARNINGS: Pipeline[logging.LogRecord, str] = op.filter(is_warning) | op.map(text) | op.dedupe()
NAMES: Pipeline[logging.LogRecord, str] = op.map(attrgetter("name"))


def warnings_and_counts(
    give: Callable[[str], object],
) -> Sink[logging.LogRecord, tuple[None, Counter[str]]]:
    """Give each warning, and at the end how many records there were of each logger."""
    return Pipeline[logging.LogRecord, logging.LogRecord]().push(
        WARNINGS.push(give), NAMES.push(Fold(Counter, counted))
    )


def sell_all(kitchen: logging.Logger, counter: logging.Logger) -> None:
    """What a café logs until its shelves are empty."""
    for left in (3, 2, 1, 0):
        counter.info("one coffee, please")
        kitchen.debug("%d cups left", left)
        if left < 3:
            kitchen.warning("few cups left")
    counter.error("no cups")


def main() -> None:
    cafe = logging.getLogger("cafe")
    cafe.setLevel(logging.DEBUG)
    handler = LogHandler(warnings_and_counts(print))
    cafe.addHandler(handler)
    sell_all(cafe.getChild("kitchen"), cafe.getChild("counter"))
    cafe.removeHandler(handler)
    handler.close()
    _, counts = handler.sink.close()
    for name, n in counts.items():
        print(f"{n} records of {name}")


if __name__ == "__main__":
    main()
