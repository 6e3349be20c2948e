"""Operations that give more than the stream has."""

from __future__ import annotations

import itertools

from rillet.arguments import at_least
from rillet.operations.operation import (
    NOTHING_WANTED,
    Family,
    Operation,
    T_co,
    upstream,
)
from rillet.plan import ENDLESS, is_reiterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    pass


class Extend(Family[T_co]):
    """The methods that give more than the stream has."""

    __slots__ = ()

    def cycle(self, times: int | None = None) -> Stream[T_co]:
        """Give all items again and again: `times` rounds, or without end.

        >>> from rillet import Stream
        >>> Stream("ab").cycle(2).join_str()
        'abab'
        >>> Stream("ab").cycle().take(5).join_str()
        'ababa'

        Laziness: 1:1. A re-iterable source itself is read anew in each round; after an
        operation, or from a one-shot source, all items are held.
        """
        return self._then(Cycle, None if times is None else at_least(0, "times", times))


class Cycle(Operation):
    name = "cycle"
    laziness = "1:1"
    expands = True
    asks = True
    weight = 8

    @staticmethod
    def pull(times: int | None, items: Any) -> Iterator[Any]:
        if type(items) in _FIXED:
            rounds = itertools.repeat(items) if times is None else itertools.repeat(items, times)
            return itertools.chain.from_iterable(rounds if items else ())
        if is_reiterable(items):
            return itertools.chain.from_iterable(_rounds(items, times))
        if times is None:
            return itertools.cycle(items)
        if times == 1:
            return iter(items)
        return itertools.chain.from_iterable(_held_rounds(iter(items), times))

    @staticmethod
    def push(times: int | None, emit: Emit, opened: list[Any], /) -> Stage:
        held: list[Any] = []
        full: object = False

        def step(item: Any) -> object:
            nonlocal full
            held.append(item)
            full = emit(item)
            return full

        def finish() -> None:
            rounds = itertools.repeat(held) if times is None else itertools.repeat(held, times - 1)
            for item in itertools.chain.from_iterable(rounds if held and not full else ()):
                if emit(item):
                    return

        if times == 0:
            return NOTHING_WANTED
        return (emit, None, None) if times == 1 else (step, finish, None)

    @classmethod
    def room(cls, times: int | None) -> int | None:
        return 1 if times in (0, 1) else None

    @staticmethod
    def bounds(times: int | None, low: float, high: float | None) -> Bounds:
        if times == 0 or high == 0:
            return 0, 0
        if times is None:
            return (ENDLESS, ENDLESS) if low else (0, high if high == ENDLESS else None)
        return low * times, None if high is None else high * times


_FIXED = frozenset({tuple, str, bytes, range, frozenset})
"""The sources that cannot become empty between two rounds."""


def _rounds(items: Iterable[Any], times: int | None) -> Iterator[Iterable[Any]]:
    """A pass over `items` for each round, until one is empty."""
    for _ in itertools.repeat(None) if times is None else itertools.repeat(None, times):
        one_pass = iter(items)
        for first in one_pass:
            yield (first,)
            break
        else:
            return
        yield one_pass


def _held_rounds(items: Iterator[Any], times: int) -> Iterator[Iterable[Any]]:
    """The first round as it is pulled, and then what was held of it."""
    held: list[Any] = []
    if times:
        yield _holding(held, upstream(items))
    for _ in range(times - 1):
        yield held


def _holding(held: list[Any], items: Any) -> Any:
    for item in items():
        held.append(item)
        yield item
