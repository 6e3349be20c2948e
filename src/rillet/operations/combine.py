"""Operations that take other iterables beside the stream, or the stream beside itself."""

from __future__ import annotations

import itertools

from rillet.arguments import MISSING, call_text, flag, optional_callable
from rillet.compiled import deque
from rillet.merging import dealing, in_turn, merged, merging, taking_turns
from rillet.operations.operation import (
    GENERATOR,
    NOTHING_WANTED,
    Family,
    Operation,
    T_co,
)
from rillet.plan import (
    BESIDE,
    DEEPEST,
    ENDLESS,
    bounds_of,
    depth_of,
    opened,
    readable,
    shortest,
    too_deep,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.operations.order import Comparable
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
U = TypeVar("U")


class Combine(Family[T_co]):
    """The methods that take other iterables beside the stream, or the stream beside itself."""

    __slots__ = ()

    @overload
    def zip(self, *, strict: bool = False) -> Stream[tuple[T_co]]: ...
    @overload
    def zip(self, a: Iterable[A], /, *, strict: bool = False) -> Stream[tuple[T_co, A]]: ...
    @overload
    def zip(
        self, a: Iterable[A], b: Iterable[B], /, *, strict: bool = False
    ) -> Stream[tuple[T_co, A, B]]: ...
    @overload
    def zip(
        self, a: Iterable[A], b: Iterable[B], c: Iterable[C], /, *, strict: bool = False
    ) -> Stream[tuple[T_co, A, B, C]]: ...
    @overload
    def zip(
        self,
        a: Iterable[A],
        b: Iterable[B],
        c: Iterable[C],
        d: Iterable[D],
        /,
        *,
        strict: bool = False,
    ) -> Stream[tuple[T_co, A, B, C, D]]: ...
    @overload
    def zip(
        self,
        a: Iterable[Any],
        b: Iterable[Any],
        c: Iterable[Any],
        d: Iterable[Any],
        e: Iterable[Any],
        /,
        *others: Iterable[Any],
        strict: bool = False,
    ) -> Stream[tuple[Any, ...]]: ...
    def zip(self, *others: Iterable[Any], strict: bool = False) -> Stream[tuple[Any, ...]]:
        """Give tuples of an item of the stream and one of each other, until the shortest ends.

        >>> from rillet import Stream
        >>> Stream("abc").zip([1, 2, 3]).to_list()
        [('a', 1), ('b', 2), ('c', 3)]

        With `strict` a difference in length is a `ValueError`, at the end.

        Laziness: 1:1.
        """
        argument = tuple(readable("others", other) for other in others)
        return self._then(StrictZip if flag("strict", strict) else Zip, argument)

    @overload
    def zip_longest(self) -> Stream[tuple[T_co]]: ...
    @overload
    def zip_longest(self, a: Iterable[A], /) -> Stream[tuple[T_co | None, A | None]]: ...
    @overload
    def zip_longest(self, a: Iterable[A], /, *, fillvalue: U) -> Stream[tuple[T_co | U, A | U]]: ...
    @overload
    def zip_longest(
        self, a: Iterable[A], b: Iterable[B], /
    ) -> Stream[tuple[T_co | None, A | None, B | None]]: ...
    @overload
    def zip_longest(
        self, a: Iterable[A], b: Iterable[B], /, *, fillvalue: U
    ) -> Stream[tuple[T_co | U, A | U, B | U]]: ...
    @overload
    def zip_longest(
        self, a: Iterable[A], b: Iterable[B], c: Iterable[C], /
    ) -> Stream[tuple[T_co | None, A | None, B | None, C | None]]: ...
    @overload
    def zip_longest(
        self, a: Iterable[A], b: Iterable[B], c: Iterable[C], /, *, fillvalue: U
    ) -> Stream[tuple[T_co | U, A | U, B | U, C | U]]: ...
    @overload
    def zip_longest(
        self, a: Iterable[A], b: Iterable[B], c: Iterable[C], d: Iterable[D], /
    ) -> Stream[tuple[T_co | None, A | None, B | None, C | None, D | None]]: ...
    @overload
    def zip_longest(
        self, a: Iterable[A], b: Iterable[B], c: Iterable[C], d: Iterable[D], /, *, fillvalue: U
    ) -> Stream[tuple[T_co | U, A | U, B | U, C | U, D | U]]: ...
    @overload
    def zip_longest(
        self, *others: Iterable[Any], fillvalue: Any = None
    ) -> Stream[tuple[Any, ...]]: ...
    def zip_longest(self, *others: Iterable[Any], fillvalue: Any = None) -> Stream[tuple[Any, ...]]:
        """Give tuples of an item of the stream and one of each other, until the longest ends.

        >>> from rillet import Stream
        >>> Stream("ab").zip_longest([1], fillvalue=0).to_list()
        [('a', 1), ('b', 0)]

        `fillvalue` stands for the items of those that have ended.

        Laziness: 1:1.
        """
        argument = (fillvalue, *(readable("others", other) for other in others))
        return self._then(ZipLongest, argument)

    def chain(self, *others: Iterable[U]) -> Stream[T_co | U]:
        """Give the items of the stream, and then those of every other.

        >>> from rillet import Stream
        >>> Stream("ab").chain([1], "c").to_list()
        ['a', 'b', 1, 'c']

        `stream + other` is the same.

        Laziness: 1:1.
        """
        parts = [part for other in others for part in _parts(other)]
        beside = max(map(_depth_beside, others), default=0)
        if self._operation is Chain:
            stream: Stream[Any] = self._before._then(Chain, ())
            stream._argument = (*self._argument, *parts)
            stream._depth = max(self._depth, Chain.weight + beside)
        else:
            stream = self._then(Chain, ())
            stream._argument = tuple(parts)
            stream._depth = max(stream._depth, Chain.weight + beside)
        if stream._depth > DEEPEST:
            raise too_deep(stream._depth)
        return stream

    def __add__(self, other: Iterable[U], /) -> Stream[T_co | U]:
        """Give the items of the stream, and then those of `other`.

        >>> from rillet import Stream
        >>> (Stream("ab") + [1]).to_list()
        ['a', 'b', 1]

        Laziness: 1:1.
        """
        return self.chain(readable("other", other))

    def prepend(self, *items: U) -> Stream[T_co | U]:
        """Give `items`, and then those of the stream.

        >>> from rillet import Stream
        >>> Stream("ab").prepend(1, 2).to_list()
        [1, 2, 'a', 'b']

        Laziness: 1:1.
        """
        return self._then(Prepend, items)

    def append(self, *items: U) -> Stream[T_co | U]:
        """Give the items of the stream, and then `items`.

        >>> from rillet import Stream
        >>> Stream("ab").append(1, 2).to_list()
        ['a', 'b', 1, 2]

        Laziness: 1:1.
        """
        if self._operation is Append:
            return self._before._then(Append, self._argument + items)  # type: ignore[no-any-return]
        return self._then(Append, items)

    def interleave(self, *others: Iterable[U]) -> Stream[T_co | U]:
        """Give an item of the stream and one of each other, again and again, in whole rounds.

        >>> from rillet import Stream
        >>> Stream("abc").interleave([1, 2, 3]).to_list()
        ['a', 1, 'b', 2, 'c', 3]

        The first that has ended ends them all, and of a round that is not whole nothing is given:
        what was pulled for it is lost. To go on with those that are left, see `roundrobin`.

        >>> Stream("abc").interleave([1, 2, 3], [True]).to_list()
        ['a', 1, True]

        Laziness: 1:1; holds one round, which is pulled before its first item is given.
        """
        return self._then(Interleave, tuple(readable("others", other) for other in others))

    def roundrobin(self, *others: Iterable[U]) -> Stream[T_co | U]:
        """Give an item of the stream and one of each other in turn, until all have ended.

        >>> from rillet import Stream
        >>> Stream("abc").roundrobin([1], "xy").to_list()
        ['a', 1, 'x', 'b', 'y', 'c']

        What has ended is left out. To stop there, see `interleave`.

        Laziness: 1:1.
        """
        return self._then(RoundRobin, tuple(readable("others", other) for other in others))

    @overload
    def merge_sorted(
        self: Family[Comparable],
        *others: Iterable[U],
        key: None = None,
        reverse: bool = False,
    ) -> Stream[T_co | U]: ...
    @overload
    def merge_sorted(
        self,
        *others: Iterable[U],
        key: Callable[[T_co | U], Comparable],
        reverse: bool = False,
    ) -> Stream[T_co | U]: ...
    def merge_sorted(
        self: Family[Any],
        *others: Iterable[Any],
        key: Callable[[Any], Any] | None = None,
        reverse: bool = False,
    ) -> Stream[Any]:
        """Merge the stream and the others, each in ascending order, into one that is so too.

        >>> from rillet import Stream
        >>> Stream([1, 4, 5]).merge_sorted([2, 3], [0, 9]).to_list()
        [0, 1, 2, 3, 4, 5, 9]

        Of equal items those of the stream come first, and then those of each other in turn.
        Nothing is checked: what is not in order comes out in none.

        `key` gives what is compared, and is called once for each item; with `reverse` all must
        be in descending order.

        >>> Stream(["a", "ccc"]).merge_sorted(["bb", "dd"], key=len).to_list()
        ['a', 'bb', 'dd', 'ccc']
        >>> Stream([5, 1]).merge_sorted([4, 2], reverse=True).to_list()
        [5, 4, 2, 1]

        Laziness: +1; reads one ahead, of the stream and of each other. An exception of `key`
        ends the pass.
        """
        optional_callable("key", key)
        parts = (readable("others", other) for other in others)
        stream = self._then(MergeSorted, (key, flag("reverse", reverse), *parts))
        stream._depth += GENERATOR * (len(others).bit_length() + (key is not None))
        if stream._depth > DEEPEST:
            raise too_deep(stream._depth)
        return stream


def _parts(other: Any) -> tuple[Any, ...]:
    """What a chain of `other` reads: a chain in it is taken apart, so that none is nested."""
    if isinstance(other, Family) and other._operation is Chain:
        return readable("others", other._before), *other._argument
    return (readable("others", other),)


def _depth_beside(other: Any) -> int:
    """The depth of the deepest of those parts, without a look at each of them."""
    if isinstance(other, Family) and other._operation is Chain:
        before: int = other._before._depth
        return max(before + BESIDE, other._depth - Chain.weight)
    return depth_of(other) + BESIDE


class Zip(Operation):
    """Its argument is the other iterables, as that of all operations below with others."""

    name = "zip"
    beside = True
    exact = True
    laziness = "1:1"

    @staticmethod
    def pull(others: Any, items: Iterable[Any]) -> Iterator[Any]:
        return zip(items, *others)

    @staticmethod
    def parts(others: Any, /) -> int | None:
        return 1 + len(others)

    @staticmethod
    def push(others: Any, emit: Emit, opened: list[Any], /) -> Stage:
        opened[:] = [iter(other) for other in opened]

        def step(item: Any) -> object:
            beside = tuple(map(next, opened))
            return True if len(beside) < len(others) else emit((item, *beside))

        return step, None, None

    @staticmethod
    def bounds(others: Any, low: float, high: float | None) -> Bounds:
        return shortest((low, high), *map(bounds_of, others))

    @staticmethod
    def operands(others: Any) -> tuple[Any, ...]:
        return others  # type: ignore[no-any-return]

    @classmethod
    def text(cls, others: Any, level: int) -> str:
        return call_text(cls.name, *others, level=level)


class StrictZip(Zip):
    exact = False  # it refuses what is longer than the others

    @staticmethod
    def pull(others: Any, items: Iterable[Any]) -> Iterator[Any]:
        return zip(items, *others, strict=True)

    @staticmethod
    def push(others: Any, emit: Emit, opened: list[Any], /) -> Stage:
        opened[:] = [iter(other) for other in opened]
        full: object = False

        def step(item: Any) -> object:
            nonlocal full
            beside = tuple(map(next, opened))
            if len(beside) < len(others):
                _zip_of_lengths([1] * (1 + len(beside)) + [0])
            full = emit((item, *beside))
            return full

        def finish() -> None:
            if full:
                return
            for place in range(len(opened)):
                for _ in opened[place]:
                    _zip_of_lengths([0] * (place + 1) + [1])

        return step, finish, None

    @classmethod
    def text(cls, others: Any, level: int) -> str:
        return call_text(cls.name, *others, level=level, strict=True)


def _zip_of_lengths(lengths: list[int]) -> None:
    """Raise what the builtin raises for iterables of such lengths."""
    deque(zip(*map(range, lengths), strict=True), maxlen=0)


class ZipLongest(Operation):
    """Its argument is `(fillvalue, *others)`."""

    name = "zip_longest"
    beside = True
    exact = True
    laziness = "1:1"
    expands = True
    weight = 6

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        fillvalue, *others = argument
        return itertools.zip_longest(items, *others, fillvalue=fillvalue)

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        fillvalue = argument[0]
        opened[:] = [iter(other) for other in opened]
        full: object = False

        def step(item: Any) -> object:
            nonlocal full
            row = [item]
            for place in range(len(opened)):
                try:
                    row.append(next(opened[place]))
                except StopIteration:
                    opened[place] = iter(())  # it is not asked again
                    row.append(fillvalue)
            full = emit(tuple(row))
            return full

        def finish() -> None:
            if full:
                return
            for row in itertools.zip_longest((), *opened, fillvalue=fillvalue):
                if emit(row):
                    return

        return step, finish, None

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        lows, highs = zip((low, high), *map(bounds_of, argument[1:]))
        return max(lows), _total(highs, max)

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        return argument[1:]  # type: ignore[no-any-return]

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        fillvalue, *others = argument
        given = MISSING if fillvalue is None else fillvalue
        return call_text(cls.name, *others, level=level, fillvalue=given)


def _total(highs: Any, total: Any) -> Any:
    """The `total` of upper bounds: endless if one is, else unknown if one is."""
    known = [high for high in highs if high is not None]
    if len(known) < len(highs) and ENDLESS not in known:
        return None
    return total(known)


class Chain(Operation):
    name = "chain"
    beside = True
    exact = True
    laziness = "1:1"
    survives = True
    expands = True
    weight = 6

    @staticmethod
    def pull(others: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.chain(iter(items), *map(opened, others))

    @staticmethod
    def push(others: Any, emit: Emit, opened: list[Any], /) -> Stage:
        full: object = False

        def step(item: Any) -> object:
            nonlocal full
            full = emit(item)
            return full

        def finish() -> None:
            while opened and not full:
                for item in opened[0]:
                    if emit(item):
                        return
                del opened[0]

        return step, finish, None

    @staticmethod
    def bounds(others: Any, low: float, high: float | None) -> Bounds:
        lows, highs = zip((low, high), *map(bounds_of, others))
        return sum(lows), _total(highs, sum)

    @staticmethod
    def operands(others: Any) -> tuple[Any, ...]:
        return others  # type: ignore[no-any-return]

    @classmethod
    def text(cls, others: Any, level: int) -> str:
        return call_text(cls.name, *others, level=level)


class Prepend(Operation):
    name = "prepend"
    laziness = "1:1"
    exact = True
    survives = True

    @staticmethod
    def pull(first: Any, items: Iterable[Any], /) -> Iterator[Any]:
        return itertools.chain(first, iter(items))

    @staticmethod
    def push(first: Any, emit: Emit, opened: list[Any], /) -> Stage:
        for item in first:
            if emit(item):
                return NOTHING_WANTED
        return emit, None, None

    @staticmethod
    def bounds(first: Any, low: float, high: float | None) -> Bounds:
        return low + len(first), None if high is None else high + len(first)

    @classmethod
    def text(cls, first: Any, level: int) -> str:
        return call_text(cls.name, *first, level=level)


class Append(Prepend):
    name = "append"

    @staticmethod
    def pull(last: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.chain(iter(items), last)

    @staticmethod
    def push(last: Any, emit: Emit, opened: list[Any], /) -> Stage:
        opened[:] = [last]
        return Chain.push((), emit, opened)


class Interleave(Zip):
    name = "interleave"
    expands = True
    weight = 7

    @staticmethod
    def pull(others: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.chain.from_iterable(zip(items, *others))

    @staticmethod
    def parts(others: Any, /) -> None:
        """What is dealt out is an item, and no tuple of them."""

    @staticmethod
    def push(others: Any, emit: Emit, opened: list[Any], /) -> Stage:
        return dealing(emit, opened)

    @staticmethod
    def bounds(others: Any, low: float, high: float | None) -> Bounds:
        low, high = Zip.bounds(others, low, high)
        size = len(others) + 1
        return low * size, None if high is None else high * size


class RoundRobin(Chain):
    name = "roundrobin"
    survives = False
    weight = 9

    @staticmethod
    def pull(others: Any, items: Iterable[Any]) -> Iterator[Any]:
        return in_turn([iter(part) for part in (items, *others)])

    @staticmethod
    def push(others: Any, emit: Emit, opened: list[Any], /) -> Stage:
        return taking_turns(emit, opened)


class MergeSorted(Operation):
    """Its argument is `(key, reverse, *others)`."""

    name = "merge_sorted"
    beside = True
    expands = True
    laziness = "+1"
    weight = GENERATOR

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        key, reverse, *others = argument
        return merged(key, reverse, (items, *others))

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        key, reverse, *_ = argument
        return merging(key, reverse, emit, opened)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return Chain.bounds(argument[2:], low, high)

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        return argument[2:]  # type: ignore[no-any-return]

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        key, reverse, *others = argument
        given = MISSING if key is None else key
        return call_text(cls.name, *others, level=level, key=given, reverse=reverse or MISSING)
