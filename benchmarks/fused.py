"""What is fused beside what it is measured by: `python -m benchmarks --fused`, or `--by-hand`.

With `--fused` that is every row of ten thousand items or more, unfused. A contender of ours is
called as it stands, once with streams of the class `Stream` and once with streams that are fused
from the start, pushed ones too. Both find the same `Stream.__new__`, so neither pays for the other.
What is asked is only whether fusing is ever slower.

With `--by-hand` it is what is fused by hand, alone with ours, so that no other contender stands
between the two.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from benchmarks.harness import Outcome, run
from benchmarks.row import Contenders, Kind, Row, is_ours
from rillet import Stream
from rillet.engines.fusing.stream import FusedStream
from rillet.engines.push import _Chain
from rillet.operations.fuse import Fuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 1.05
"""Of the unfused."""
LIMIT_BY_HAND = 1.10
FEWEST = 10_000
_AGAIN = 1.03
"""What is above it at a first look is measured as long as any row."""
_FIRST_LOOK = 300_000_000

_class: type[Stream[Any]] = Stream


def _new(cls: type[Stream[Any]], *args: object, **kwargs: object) -> Stream[Any]:
    return object.__new__(_class if cls is Stream else cls)


@contextmanager
def both_classes() -> Iterator[None]:
    """Let a new stream be of either class, and a pushed pipeline be fused with it."""
    init = _Chain.__init__

    def pushed(self: Any, operations: Any, *args: Any, **kwargs: Any) -> None:
        more = ((Fuse, None),) if _class is FusedStream else ()
        init(self, (*operations, *more), *args, **kwargs)

    Stream.__new__ = _new  # type: ignore[method-assign, assignment]
    _Chain.__init__ = pushed  # type: ignore[method-assign]
    try:
        yield
    finally:
        del Stream.__new__
        _Chain.__init__ = init  # type: ignore[method-assign]


def outcomes(rows: list[Row]) -> Iterator[Outcome]:
    """What came out of each contender of ours, unfused and then fused."""
    with both_classes():
        for row in rows:
            for name in _names(row):
                yield _measured(_compared(row, name))


def outcomes_by_hand(rows: list[Row], *, quick: bool = False) -> Iterator[Outcome]:
    """What came out of each row with code by hand: of that, and of ours."""
    names = "fused by hand", "rillet, fused"
    for row in rows:
        if {*names} <= row.make(FEWEST).keys():
            yield run(_with_contenders(row, names), quick=quick)


def _with_contenders(row: Row, names: tuple[str, ...]) -> Row:
    def make(n: int) -> Contenders:
        contenders = row.make(n)
        return {name: contenders[name] for name in names}

    return replace(row, make=make, limit=None)


def _names(row: Row) -> list[str]:
    """The contenders of ours that are not fused as they stand."""
    if row.size < FEWEST:
        return []
    return [name for name in row.make(FEWEST) if is_ours(name) and "fused" not in name]


def _measured(row: Row) -> Outcome:
    seen = run(row, budget=_FIRST_LOOK)
    return run(row) if slowdown(seen) > _AGAIN else seen


def slowdown(outcome: Outcome) -> float:
    """How many times as long ours takes, fused; endless where the result is another one."""
    return float("inf") if outcome.excluded else outcome.timed[1].ratio


def _compared(row: Row, name: str) -> Row:
    """The row with one contender alone, which is given either class."""

    def make(n: int) -> Contenders:
        pulled = fused = row.make(n)[name]
        if _holds_a_stream(pulled):
            fused = _with(FusedStream, lambda: row.make(n)[name])
        return {"rillet": _pair(Stream, pulled), "rillet, fused": _pair(FusedStream, fused)}

    kind = Kind(_inside(row.kind.finish), _inside(row.kind.see), row.kind.unit)
    return replace(
        row, name=f"{row.name}: {name}", make=make, kind=kind, limit=None, same_type=False
    )


def _holds_a_stream(made: Any) -> bool:
    """Whether a stream was made before; otherwise both read the very same items."""
    cells = getattr(made, "__closure__", None) or ()
    return isinstance(made, Stream) or any(_holds_a_stream(cell.cell_contents) for cell in cells)


def _pair(cls: type[Stream[Any]], make: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: (cls, make)


def _inside(finish: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What makes and finishes a contender while new streams are of its class."""

    def finished(pair: tuple[type[Stream[Any]], Callable[[], Any]]) -> Any:
        cls, make = pair
        return _with(cls, lambda: finish(make()))

    return finished


def _with(cls: type[Stream[Any]], do: Callable[[], Any]) -> Any:
    global _class
    before, _class = _class, cls
    try:
        return do()
    finally:
        _class = before


def line(outcome: Outcome, limit: float) -> str:
    """What is said of one contender."""
    if outcome.excluded:
        return f"!! {outcome.row.name}: it {next(iter(outcome.excluded.values()))}"
    timed = outcome.timed[1]
    mark = ">" if timed.ratio > limit else " "
    spread = f"{timed.low:.2f}..{timed.high:.2f}"
    return f"{mark} {timed.ratio:5.2f}  {spread:<11} {outcome.row.name}  ({outcome.row.title})"
