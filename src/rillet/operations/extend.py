"""Operations that give more than the stream has."""

from __future__ import annotations

import itertools

from rillet.arguments import at_least, call_text
from rillet.compiled import operator
from rillet.operations.operation import (
    NOTHING_WANTED,
    Family,
    Generated,
    Operation,
    T_co,
    upstream,
)
from rillet.operations.transform import flattening
from rillet.plan import ENDLESS, bounds_of, is_reiterable, opened, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

U = TypeVar("U")


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

    def repeat_each(self, n: int, /) -> Stream[T_co]:
        """Give every item `n` times before the next one.

        >>> from rillet import Stream
        >>> Stream("ab").repeat_each(3).join_str()
        'aaabbb'

        Nothing is pulled where `n` is 0.

        Laziness: 1:1.
        """
        return self._then(RepeatEach, at_least(0, "n", n))

    def intersperse(self, sep: U, /) -> Stream[T_co | U]:
        """Give `sep` between every two items.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3]).intersperse(0).to_list()
        [1, 0, 2, 0, 3]

        Laziness: +1; for `sep` the item after it is pulled, for there must be one.
        """
        return self._then(Intersperse, sep)

    @overload
    def padded(self, n: int, /) -> Stream[T_co | None]: ...
    @overload
    def padded(self, n: int, /, fill: U) -> Stream[T_co | U]: ...
    def padded(self, n: int, /, fill: Any = None) -> Stream[Any]:
        """Give the items, and `fill` after them until there are `n`; more items pass as they are.

        >>> from rillet import Stream
        >>> Stream("ab").padded(4).to_list()
        ['a', 'b', None, None]
        >>> Stream("ab").padded(4, "-").join_str()
        'ab--'
        >>> Stream("ab").padded(1, "-").join_str()
        'ab'

        Laziness: 1:1.
        """
        return self._then(Padded, (at_least(0, "n", n), fill))

    def or_else(self, *items: U) -> Stream[T_co | U]:
        """Give the items of the stream, or `items` if it has none.

        >>> from rillet import Stream
        >>> Stream([1, 2]).filter(lambda n: n > 5).or_else(0).to_list()
        [0]
        >>> Stream([1, 9]).filter(lambda n: n > 5).or_else(0).to_list()
        [9]

        Laziness: 1:1.
        """
        return self._then(OrElse, items)

    def or_else_from(self, other: Iterable[U], /) -> Stream[T_co | U]:
        """Give the items of the stream, or those of `other` if it has none.

        >>> from rillet import Stream
        >>> Stream("").or_else_from("default").take(3).to_list()
        ['d', 'e', 'f']

        Nothing is pulled from `other`, and a stream opens nothing, unless it is needed.
        An iterator can be read once, so it makes the stream one-shot.

        Laziness: 1:1.
        """
        return self._then(OrElseFrom, readable("other", other))


class Cycle(Operation):
    name = "cycle"
    laziness = "1:1"
    expands = True
    asks = True
    exact = True
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
    one_pass: Any = None
    try:
        for _ in itertools.repeat(None) if times is None else itertools.repeat(None, times):
            one_pass = iter(items)
            for first in one_pass:
                yield (first,)
                break
            else:
                return
            yield one_pass
    finally:
        del one_pass  # a traceback that keeps this frame must not keep what the pass has opened


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


class RepeatEach(Operation):
    name = "repeat_each"
    laziness = "1:1"
    expands = True
    exact = True
    weight = 8

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        if n == 0:
            return itertools.islice(items, 0)
        if n <= _A_TUPLE:
            copies: Iterator[Any] = map(operator.mul, zip(items), itertools.repeat(n))
        else:
            copies = map(itertools.repeat, items, itertools.repeat(n))
        return itertools.chain.from_iterable(copies)

    @staticmethod
    def push(n: int, emit: Emit, opened: list[Any], /) -> Stage:
        if n == 0:
            return NOTHING_WANTED
        return flattening(lambda item: itertools.repeat(item, n), emit, opened)

    @staticmethod
    def bounds(n: int, low: float, high: float | None) -> Bounds:
        if n == 0:
            return 0, 0
        return low * n, None if high is None else high * n


_A_TUPLE: Final = 16
"""Up to so many copies are a tuple, which is sooner made than an `itertools.repeat`."""


class Intersperse(Generated):
    name = "intersperse"
    laziness = "+1"
    exact = True

    @staticmethod
    def generate(sep: Any, items: Any) -> Any:
        items = items()
        try:
            for item in items:
                yield item
                break
            else:
                return
            for item in items:
                yield sep
                yield item
        finally:
            del items  # see `Generated`: a traceback that keeps this frame must not keep the source

    @staticmethod
    def push(sep: Any, emit: Emit, opened: list[Any], /) -> Stage:
        begun = False

        def resume() -> object:
            return bool(opened) and emit(opened.pop())

        def step(item: Any) -> object:
            nonlocal begun
            if not begun:
                begun = True
                return emit(item)
            opened.append(item)
            if emit(sep):
                opened.clear()
                return True
            return emit(opened.pop())

        return step, None, None, resume

    @staticmethod
    def bounds(sep: Any, low: float, high: float | None) -> Bounds:
        return max(2 * low - 1, 0), None if high is None else max(2 * high - 1, 0)

    @classmethod
    def text(cls, sep: Any, level: int) -> str:
        return call_text(cls.name, sep, level=level)


class Padded(Operation):
    """Its argument is `(n, fill)`."""

    name = "padded"
    laziness = "1:1"
    expands = True
    exact = True
    weight = 13

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        n, fill = argument
        return itertools.chain.from_iterable(_padded(n, fill, iter(items)))

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        missing, fill = argument
        full: object = False

        def step(item: Any) -> object:
            nonlocal missing, full
            missing -= 1
            full = emit(item)
            return full

        def finish() -> None:
            for item in itertools.repeat(fill, 0 if full else missing):
                if emit(item):
                    return

        return step, finish, None

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        n, _ = argument
        return max(low, n), None if high is None else max(high, n)

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        n, fill = argument
        return call_text(cls.name, n, *([] if fill is None else [fill]), level=level)


def _padded(n: int, fill: Any, items: Iterator[Any]) -> Iterator[Iterator[Any]]:
    """The first `n`, and then the others, unless some of the first were missing.

    Nothing fails in this frame, which a traceback would keep.
    """
    fills = itertools.repeat(fill, n)
    yield itertools.islice(itertools.chain(items, fills), n)
    if operator.length_hint(fills) == n:
        yield items


class OrElse(Operation):
    """Its argument is a tuple of the other items."""

    name = "or_else"
    laziness = "1:1"
    exact = True
    weight = 8

    @staticmethod
    def pull(other: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.chain.from_iterable(_or_instead(other, iter(items)))

    @staticmethod
    def push(other: Any, emit: Emit, opened: list[Any], /) -> Stage:
        opened[:] = opened or [other]
        empty = True

        def step(item: Any) -> object:
            nonlocal empty
            empty = False
            return emit(item)

        def finish() -> None:
            for item in opened[0] if empty else ():
                if emit(item):
                    return

        return step, finish, None

    @staticmethod
    def bounds(other: Any, low: float, high: float | None) -> Bounds:
        if low or high == ENDLESS:
            return low, high
        least, most = bounds_of(other)
        if high == 0:
            return least, most
        known = high is not None and most is not None and most < ENDLESS
        return min(least, 1), max(high or 0, most or 0) if known else None

    @classmethod
    def text(cls, other: Any, level: int) -> str:
        return call_text(cls.name, *other, level=level)


class OrElseFrom(OrElse):
    """Its argument is the other iterable."""

    name = "or_else_from"
    beside = True
    expands = True

    @staticmethod
    def pull(other: Any, items: Iterable[Any]) -> Iterator[Any]:
        return OrElse.pull(opened(other), items)

    @staticmethod
    def operands(other: Any) -> tuple[Any, ...]:
        return (other,)

    @classmethod
    def text(cls, other: Any, level: int) -> str:
        return call_text(cls.name, other, level=level)


def _or_instead(other: Iterable[Any], items: Iterator[Any]) -> Iterator[Iterable[Any]]:
    """The items, or `other` if there are none.

    The first of them is pulled in C, and what it leaves of a `repeat` tells whether it was there:
    nothing fails in this frame, which a traceback would keep.
    """
    one = itertools.repeat(True, 1)
    yield itertools.compress(itertools.islice(items, 1), one)
    yield other if operator.length_hint(one) else items
