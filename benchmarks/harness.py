"""Time the contenders of a row, in rounds in which they take turns.

Each round times every contender once, and divides by what the first one took in that round.
So what the machine does meanwhile meets all of them, and the median of the ratios is what counts.
The clock is the CPU time of this process, which stands still while others have the processor.
The order moves on with each round and is turned about in every second one. The collector of
garbage is off while a contender runs and has run before it. The cost of calling a function that
does nothing is taken off.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from statistics import median, quantiles
from time import process_time_ns
from typing import TYPE_CHECKING, Any

from benchmarks.agreement import disagreements, second_pass
from benchmarks.row import STREAM, Contenders, Row, is_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BLOCK = 1_000_000
"""About so many ns of a contender are timed at once: short, so that most are undisturbed."""
_BUDGET = 2_500_000_000
"""About so many ns are spent on a row."""
_MOST_ROUNDS = 301


@dataclass(frozen=True)
class Timed:
    """One contender: ns for each item, or stream, and its ratio to the first contender."""

    name: str
    cost: float
    low: float
    ratio: float
    high: float
    again: str = ""

    def beats(self, other: Timed) -> bool:
        """Whether it is faster beyond the spread of both, and by more than a fiftieth."""
        return self.high < other.low and self.ratio < 0.98 * other.ratio


@dataclass(frozen=True)
class Outcome:
    """What came out of a row."""

    row: Row
    size: int
    rounds: int
    timed: list[Timed]
    excluded: dict[str, str]

    @property
    def ours(self) -> Timed | None:
        """Rillet, in the first of its spellings that was timed."""
        return next((timed for timed in self.timed if is_ours(timed.name)), None)

    @property
    def ahead_of_us(self) -> list[Timed]:
        """The contenders that rillet loses to, beyond the spread."""
        ours = self.ours
        if ours is None:
            return []
        return [t for t in self.timed if not is_ours(t.name) and t.beats(ours)]

    @property
    def keeps_its_limit(self) -> bool:
        """Whether rillet is where the row says it must be."""
        return self.row.limit is None or (
            self.ours is not None and self.ours.ratio <= self.row.limit
        )


def run(row: Row, *, quick: bool = False, budget: int = _BUDGET) -> Outcome:
    """Compare the contenders of a row, and time those that agree."""
    size = max(10, row.size // 10) if quick and row.kind is not STREAM else row.size
    contenders = row.make(size)
    excluded = disagreements(row, contenders)
    fair = {name: make for name, make in contenders.items() if name not in excluded}
    again = {name: second_pass(make) if row.kind is STREAM else "" for name, make in fair.items()}
    with _quiet_collector():
        times = _rounds(row, fair, quick=quick, budget=budget)
    units = 1 if row.kind is STREAM else size
    timed = [_timed(name, times, next(iter(fair)), units, again[name]) for name in fair]
    rounds = len(next(iter(times.values())))
    return Outcome(row, size, rounds, timed, excluded)


def _timed(name: str, times: dict[str, list[float]], first: str, units: int, again: str) -> Timed:
    ratios = [own / reference for own, reference in zip(times[name], times[first])]
    low, ratio, high = quantiles(ratios, n=4, method="inclusive")
    return Timed(name, median(times[name]) / units, low, ratio, high, again)


def _rounds(
    row: Row, contenders: Contenders, *, quick: bool, budget: int
) -> dict[str, list[float]]:
    """By name, the ns that one call took in each round."""
    finish = row.kind.finish
    calls = {name: _calls(make, finish) for name, make in contenders.items()}
    spent = sum(n * _block(contenders[name], finish, n) for name, n in calls.items())
    fitting = min(max(row.rounds, round(budget / (1.25 * spent))), _MOST_ROUNDS)
    rounds = 3 if quick else fitting
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        nothing = _call_of_nothing(max(100, *calls.values()))
        for name in _turn(list(contenders), number):
            gc.collect()
            _block(contenders[name], finish, calls[name] // 4)  # warms the caches up again
            cost = _block(contenders[name], finish, calls[name]) - nothing
            times[name].append(max(1.0, cost))
    return times


def _calls(make: Callable[[], Any], finish: Callable[[Any], Any]) -> int:
    """How many calls of a contender, once it is warm, take about as long as a block."""
    cold = _block(make, finish, 1)
    warm = _block(make, finish, 50) if cold < _BLOCK / 10 else cold
    return max(1, round(_BLOCK / max(warm, 1)))


def _turn(names: list[str], number: int) -> list[str]:
    """The order of one round."""
    start = number // 2 % len(names)
    order = names[start:] + names[:start]
    return order[::-1] if number % 2 else order


def _block(make: Callable[[], Any], finish: Callable[[Any], Any], calls: int) -> float:
    """The mean ns of one call, in a row of them."""
    begin = process_time_ns()
    for _ in repeat(None, calls):
        finish(make())
    return (process_time_ns() - begin) / max(1, calls)


def _call_of_nothing(calls: int) -> float:
    """The mean ns of calling a function that does nothing."""
    begin = process_time_ns()
    for _ in repeat(None, calls):
        _nothing()
    return (process_time_ns() - begin) / calls


def _nothing() -> None:
    return None


@contextmanager
def _quiet_collector() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
