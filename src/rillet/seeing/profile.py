"""What `profile` answers: how many items each operation took and gave, and its time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import repeat
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any, Final

from rillet.plan import source_text
from rillet.seeing.parts import one_line
from rillet.seeing.table import Row, as_html, as_text
from rillet.seeing.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rillet.operations.operation import Family

HEAD: Final = ("step", "items in", "items out", "seconds", "share")
TURNS: Final = 7
PULLS: Final = 1000


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One step of a profile: the source, or an operation."""

    step: str
    """The call that made it."""
    items_in: int | None
    """How many items it took; None for the source."""
    items_out: int
    """How many items it gave."""
    seconds: float
    """The time that it spent itself, without that of the steps before it."""
    share: float
    """That time as a part of the whole: 0.5 is half of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """What a pass did, step by step. Printed, it is a table; in a notebook too."""

    rows: tuple[ProfileRow, ...]
    """The steps, from the source on."""
    measuring: float
    """The seconds that the measuring cost, which no row counts."""

    @property
    def seconds(self) -> float:
        """The time of all steps."""
        return sum(row.seconds for row in self.rows)

    def __str__(self) -> str:
        return f"{as_text(HEAD, self._table(), right=True)}\n{self._measured}"

    __repr__ = __str__

    @property
    def _measured(self) -> str:
        return f"measuring took {self.measuring:.6f} s more, which is not in the table"

    def _table(self) -> list[Row]:
        rows = [Row(row.step, _cells(row)) for row in self.rows]
        return [*rows, Row("all", ("", "", f"{self.seconds:.6f}", ""))]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        html = as_html(self._measured, HEAD, self._table(), right=True)
        return {"text/plain": str(self), "text/html": html}


def _cells(row: ProfileRow) -> tuple[str, ...]:
    taken = "" if row.items_in is None else str(row.items_in)
    return taken, str(row.items_out), f"{row.seconds:.6f}", f"{row.share:.0%}"


class _Tally:
    """What a step has done so far: nanoseconds inside it, the pulls, and the items given."""

    __slots__ = ("given", "pulls", "spent")

    def __init__(self) -> None:
        self.spent = self.pulls = self.given = 0


class _Timed:
    """The iterator of a step, with a clock that runs while it is asked for an item."""

    __slots__ = ("items", "tally")

    def __init__(self, items: Iterator[Any], tally: _Tally) -> None:
        self.items: Iterator[Any] = items
        self.tally: _Tally = tally

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        tally = self.tally
        tally.pulls += 1
        started = perf_counter_ns()
        try:
            item = next(self.items)
        except BaseException:
            tally.spent += perf_counter_ns() - started
            del self  # a traceback keeps this frame, and must not keep the source open
            raise
        tally.spent += perf_counter_ns() - started
        tally.given += 1
        return item


def profiled(stream: Family[Any]) -> Profile:
    """The profile of one pass, whose items are let go."""
    operations = stream._operations
    tallies = [_Tally() for _ in range(1 + len(operations))]
    with Watched(stream, "profile", lambda place, items: _Timed(items, tallies[place])) as items:
        deque(items, maxlen=0)
        del items
    steps = [source_text(stream._source, 0)]
    steps += [operation.text(argument, 0) for operation, argument in operations]
    return _profile([one_line(step) for step in steps], tallies, *_cost())


def _profile(steps: list[str], tallies: list[_Tally], inside: float, around: float) -> Profile:
    """The profile, where a measured pull costs so many nanoseconds inside and around its clock.

    The time inside a step is its own, that of the step before it, and what measuring cost both:
    own(i) = spent(i) - inside * pulls(i) - spent(i-1) - around * pulls(i-1)
    """
    own: list[float] = []
    before = 0.0
    for tally in tallies:
        own.append(max(0.0, tally.spent - inside * tally.pulls - before) / 1e9)
        before = tally.spent + around * tally.pulls
    whole = sum(own) or 1.0
    taken = [None, *(tally.given for tally in tallies)]
    rows = [
        ProfileRow(step, items_in, tally.given, seconds, seconds / whole)
        for step, items_in, tally, seconds in zip(steps, taken, tallies, own)
    ]
    measuring = sum(tally.pulls for tally in tallies) * (inside + around) / 1e9
    return Profile(tuple(rows), measuring)


def _cost() -> tuple[float, float]:
    """What a measured pull costs inside and around its clock, in nanoseconds: the least of some."""
    return tuple(map(min, zip(*(_one_cost() for _ in range(TURNS)))))


def _one_cost() -> tuple[float, float]:
    bare = _time_of(repeat(None, PULLS))
    tally = _Tally()
    whole = _time_of(_Timed(repeat(None, PULLS), tally))
    return max(0.0, (tally.spent - bare) / PULLS), max(0.0, (whole - tally.spent) / PULLS)


def _time_of(items: Iterator[Any]) -> int:
    started = perf_counter_ns()
    deque(items, maxlen=0)
    return perf_counter_ns() - started
