"""A place for Ctrl-C inside a loop that runs in C.

CPython looks for signals between lines of Python. `max(itertools.count())` has none, so nothing
but a kill ends it, and no other thread runs beside it. A beat is one such line, now and then.
"""

from __future__ import annotations

from itertools import chain, islice
from types import FunctionType, GeneratorType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final

BEAT: Final = 2**16
"""So many items lie between two beats: a few milliseconds."""


def beating(items: Iterator[Any]) -> Iterator[Any]:
    """`items`, with a line of Python after every `BEAT` of them."""
    return items if steps_in_python(items) else chain.from_iterable(_beats(items))


def steps_in_python(items: Any) -> bool:
    """Whether every item of the iterator `items` takes a line of Python as it is."""
    step = getattr(type(items), "__next__", None)
    return isinstance(items, GeneratorType) or isinstance(step, FunctionType)


def is_beat(items: object) -> bool:
    """Whether `items` is what `beating` lays between."""
    return isinstance(items, GeneratorType) and items.gi_code is _beats.__code__


def _beats(items: Iterator[Any]) -> Iterator[Iterable[Any]]:
    at_end: list[bool] = []
    marked = chain(items, mark(at_end))  # what has ended is not asked again
    try:
        del items  # a traceback keeps this frame, and must not keep the source open
        while not at_end:
            yield islice(marked, BEAT)
    finally:
        del marked


def mark(at_end: list[bool]) -> Iterator[Any]:
    """No items; that its end was asked for is written into `at_end`."""
    at_end.append(True)
    yield from ()
