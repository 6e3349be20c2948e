"""The pull engine: a plan laid over its source, as one nest of C iterators."""

from __future__ import annotations

from rillet.beat import beating
from rillet.operations.operation import bare
from rillet.plan import bounds_of, is_reiterable, runs_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

    from rillet.operations.operation import Operation

MODEST: Final = 2**20


def interruptible(
    source: Any, operations: tuple[tuple[type[Operation], Any], ...]
) -> Iterator[Any]:
    """One pass of a plan for a terminal, which Ctrl-C ends also inside a loop in C.

    A source of at most `MODEST` items is soon read. Any other that runs in C is given a beat.
    """
    low, high = bounds_of(source)
    asked = bool(operations) and operations[0][0].asks and is_reiterable(source)
    items: Any = source
    if not (asked or _is_modest(high) or runs_python(source)):
        items = beating(iter(source))
    if not operations:
        return bare(items)
    for operation, argument in operations:
        items = operation.pull(argument, items)
        low, high = operation.bounds(argument, low, high)
        if (operation.expands or operation.asks) and not _is_modest(high):
            items = beating(items)
    return items  # type: ignore[no-any-return]


def _is_modest(high: float | None) -> bool:
    return high is not None and high <= MODEST
