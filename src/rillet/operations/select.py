"""Operations that keep some items and drop the others."""

from __future__ import annotations

import itertools
from abc import ABCMeta

from rillet.arguments import at_least, check_callable, optional_callable, what_isinstance_takes
from rillet.compiled import deque, operator, partial
from rillet.operations.operation import (
    GENERATOR,
    NOTHING_WANTED,
    AtEnd,
    Drops,
    Family,
    Generated,
    Operation,
    Stops,
    T_co,
    at_end,
    deferred,
    new,
)
from rillet.plan import DEEPEST, bounds_of, readable, shortest, too_deep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import UnionType
    from typing import Any, TypeGuard, TypeVar, overload

    from typing_extensions import TypeIs

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
U = TypeVar("U")


class Select(Family[T_co]):
    """The methods that keep some items and drop the others."""

    __slots__ = ()

    @overload
    def filter(self: Family[U | None], p: None = None, /) -> Stream[U]: ...
    @overload
    def filter(self, p: Callable[[T_co], TypeIs[U]], /) -> Stream[U]: ...
    @overload
    def filter(self, p: Callable[[T_co], TypeGuard[U]], /) -> Stream[U]: ...
    @overload
    def filter(self, p: Callable[[T_co], object], /) -> Stream[T_co]: ...
    def filter(self, p: Callable[[Any], object] | None = None, /) -> Stream[Any]:
        """Keep the items for which `p` is true; without `p`, the items that are true themselves.

        >>> from rillet import Stream
        >>> Stream(["a", "1", "b"]).filter(str.isalpha).to_list()
        ['a', 'b']
        >>> Stream([0, 1, None, 2]).filter().to_list()
        [1, 2]

        Laziness: 1:1. After an exception of `p` the next item follows.
        """
        if p is not None and not callable(p):
            optional_callable("p", p)
        stream: Any = new(type(self))  # see map
        stream._before = self
        stream._operation = Filter
        stream._argument = p
        stream._depth = depth = self._depth + 1
        if depth > DEEPEST:
            raise too_deep(depth)
        return stream  # type: ignore[no-any-return]

    def filterfalse(self, p: Callable[[T_co], object] | None = None, /) -> Stream[T_co]:
        """Keep the items for which `p` is false; without `p`, the items that are false themselves.

        >>> from rillet import Stream
        >>> Stream(["a", "1", "b"]).filterfalse(str.isalpha).to_list()
        ['1']

        Laziness: 1:1. After an exception of `p` the next item follows.
        """
        optional_callable("p", p)
        return self._then(Filterfalse, p)

    def not_none(self: Family[U | None]) -> Stream[U]:
        """Keep the items that are not None.

        >>> from rillet import Stream
        >>> Stream([0, None, ""]).not_none().to_list()
        [0, '']

        Laziness: 1:1.
        """
        return self._then(NotNone, None)

    @overload
    def of_type(self, cls: type[U], /) -> Stream[U]: ...
    @overload
    def of_type(self, cls: tuple[type[A], type[B]], /) -> Stream[A | B]: ...
    @overload
    def of_type(self, cls: tuple[type[U], ...], /) -> Stream[U]: ...
    @overload
    def of_type(self, cls: type[Any] | UnionType | tuple[Any, ...], /) -> Stream[T_co]: ...
    def of_type(self, cls: Any, /) -> Stream[Any]:
        """Keep the items that are instances of `cls`.

        >>> from rillet import Stream
        >>> Stream([1, "a", 2.5, True]).of_type(int).to_list()
        [1, True]

        `cls` is what `isinstance` takes: a class, a tuple of them or a union.

        >>> Stream([1, "a", 2.5]).of_type(int | float).to_list()
        [1, 2.5]

        What a class holds cannot be asked of an instance, so `list[int]` is refused.

        Laziness: 1:1. An exception of a check of your own ends the pass.
        """
        return self._then(OfType, what_isinstance_takes("cls", cls))

    def take(self, n: int, /) -> Stream[T_co]:
        """Give the first `n` items, and never pull the one after them.

        >>> from rillet import Stream
        >>> Stream.count_from(1).take(3).to_list()
        [1, 2, 3]

        Laziness: 1:1.
        """
        return self._then(Take, at_least(0, "n", n))

    def drop(self, n: int, /) -> Stream[T_co]:
        """Leave out the first `n` items.

        >>> from rillet import Stream
        >>> Stream("abcd").drop(2).to_list()
        ['c', 'd']

        Laziness: 1:1.
        """
        return self._then(Drop, at_least(0, "n", n))

    def takewhile(self, p: Callable[[T_co], object], /) -> Stream[T_co]:
        """Give the items up to the first for which `p` is false. That item is pulled and lost.

        >>> from rillet import Stream
        >>> Stream([1, 2, 9, 1]).takewhile(lambda n: n < 5).to_list()
        [1, 2]

        Laziness: 1:1.
        """
        check_callable("p", p)
        return self._then(Takewhile, p)

    def takewhile_inclusive(self, p: Callable[[T_co], object], /) -> Stream[T_co]:
        """Give the items up to the first for which `p` is false, and that item as the last.

        >>> from rillet import Stream
        >>> Stream([1, 2, 9, 1]).takewhile_inclusive(lambda n: n < 5).to_list()
        [1, 2, 9]

        Laziness: 1:1. An exception of `p` ends the pass.
        """
        check_callable("p", p)
        return self._then(TakewhileInclusive, p)

    def dropwhile(self, p: Callable[[T_co], object], /) -> Stream[T_co]:
        """Leave out the items up to the first for which `p` is false, and give all from there.

        >>> from rillet import Stream
        >>> Stream([1, 2, 9, 1]).dropwhile(lambda n: n < 5).to_list()
        [9, 1]

        Laziness: 1:1.
        """
        check_callable("p", p)
        return self._then(Dropwhile, p)

    def tail(self, n: int, /) -> Stream[T_co]:
        """Give the last `n` items.

        >>> from rillet import Stream
        >>> Stream("abcd").tail(2).to_list()
        ['c', 'd']

        Laziness: end; holds at most `n` items. Endless streams are refused.
        """
        return self._then_at_end(Tail, at_least(0, "n", n))

    def drop_last(self, n: int = 1, /) -> Stream[T_co]:
        """Leave out the last `n` items.

        >>> from rillet import Stream
        >>> Stream("abcd").drop_last().to_list()
        ['a', 'b', 'c']
        >>> Stream("abcd").drop_last(3).to_list()
        ['a']

        An item is given when `n` more have been read, so an endless stream can be read too.

        Laziness: n; holds `n` items, for they may be the last.
        """
        return self._then(DropLast, at_least(0, "n", n))

    def compress(self, selectors: Iterable[object], /) -> Stream[T_co]:
        """Keep the items whose partner in `selectors` is true; the shorter of the two ends it.

        >>> from rillet import Stream
        >>> Stream("abcd").compress([1, 0, 1]).to_list()
        ['a', 'c']

        Laziness: 1:1.
        """
        return self._then(Compress, readable("selectors", selectors))

    def locate(self, p: Callable[[T_co], object], /) -> Stream[int]:
        """Give the places, counted from 0, of the items for which `p` is true.

        >>> from rillet import Stream
        >>> Stream("abca").locate("a".__eq__).to_list()
        [0, 3]

        Laziness: 1:1.
        """
        check_callable("p", p)
        return self._then(Locate, p)


class Filter(Drops):
    name = "filter"
    laziness = "1:1"
    survives = True
    pull = filter

    inline = "if not argument(item): return None"

    @staticmethod
    def inlined(p: Any) -> Any:
        return operator.truth if p is None else p


class Filterfalse(Drops):
    name = "filterfalse"
    laziness = "1:1"
    survives = True
    pull = itertools.filterfalse

    inline = "if argument(item): return None"

    @staticmethod
    def inlined(p: Any) -> Any:
        return operator.truth if p is None else p


class NotNone(Drops, Generated):
    name = "not_none"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        for item in items():
            if item is not None:
                yield item

    inline = "if item is None: return None"


class OfType(Drops, Generated):
    name = "of_type"
    laziness = "1:1"

    @classmethod
    def pull(cls, kind: Any, items: Iterable[Any]) -> Iterator[Any]:
        if not cls.generates(kind):
            meta: Any = type(kind)
            return filter(meta.__instancecheck__.__get__(kind), items)
        return super().pull(kind, items)

    @classmethod
    def generates(cls, kind: Any, /) -> bool:
        return not _its_check_is_isinstance(kind)

    @staticmethod
    def generate(kind: Any, items: Any) -> Any:
        try:
            for item in items():
                if isinstance(item, kind):
                    yield item
        except StopIteration:
            return

    inline = "if not isinstance(item, argument): return None"


def _its_check_is_isinstance(kind: Any) -> bool:
    """Whether the method that `isinstance(item, kind)` calls answers as that does, for any item.

    It is not called for an item whose class is `kind` itself, and may think otherwise of it.
    An abstract class has no such item.
    """
    check: Any = getattr(type(kind), "__instancecheck__", None)
    if check is ABCMeta.__instancecheck__:
        return bool(kind.__abstractmethods__)
    return check is type.__instancecheck__


class Take(Operation):
    name = "take"
    laziness = "1:1"
    exact = True

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.islice(items, n)

    @staticmethod
    def push(n: int, emit: Emit, opened: list[Any], /) -> Stage:
        left = n

        def step(item: Any) -> object:
            nonlocal left
            if not left:  # the last one had an error further down
                return True
            left -= 1
            return emit(item) or not left

        return (step, None, None) if n else NOTHING_WANTED

    @staticmethod
    def bounds(n: int, low: float, high: float | None) -> Bounds:
        return min(low, n), n if high is None else min(high, n)


class Drop(Operation):
    name = "drop"
    laziness = "1:1"
    exact = True

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.islice(items, n, None)

    @staticmethod
    def push(n: int, emit: Emit, opened: list[Any], /) -> Stage:
        left = n

        def step(item: Any) -> object:
            nonlocal left
            if left:
                left -= 1
                return None
            return emit(item)

        return step, None, None

    @staticmethod
    def bounds(n: int, low: float, high: float | None) -> Bounds:
        return max(low - n, 0), None if high is None else max(high - n, 0)


class Takewhile(Stops):
    name = "takewhile"
    laziness = "1:1"
    pull = itertools.takewhile

    inline = "if not argument(item): return True"


class TakewhileInclusive(Stops, Generated):
    name = "takewhile_inclusive"
    laziness = "1:1"

    @staticmethod
    def generate(p: Any, items: Any) -> Any:
        try:
            for item in items():
                if p(item):
                    yield item
                else:
                    yield item
                    return
        except StopIteration:
            return

    @staticmethod
    def push(p: Any, emit: Emit, opened: list[Any], /) -> Stage:
        ended = False

        def step(item: Any) -> object:
            nonlocal ended
            if ended:  # the last one had an error further down
                return True
            try:
                ended = not p(item)
            except StopIteration:
                return True
            return emit(item) or ended

        return step, None, None

    @staticmethod
    def bounds(p: Any, low: float, high: float | None) -> Bounds:
        return min(low, 1), Stops.bounds(p, low, high)[1]


class Dropwhile(Drops):
    name = "dropwhile"
    laziness = "1:1"
    pull = itertools.dropwhile

    begin = "dropping = True"
    inline = """
if dropping:
    if argument(item):
        return None
    dropping = False
"""


class Tail(AtEnd):
    name = "tail"
    exact = True
    weight = 5

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, partial(deque, maxlen=n))

    @classmethod
    def push(cls, n: int, emit: Emit, opened: list[Any], /) -> Stage:
        return at_end(deque(maxlen=n), iter, emit)

    @classmethod
    def room(cls, n: int) -> int:
        return n

    @staticmethod
    def bounds(n: int, low: float, high: float | None) -> Bounds:
        return Take.bounds(n, low, high)


class DropLast(Operation):
    name = "drop_last"
    laziness = "n"
    exact = True
    weight = GENERATOR

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        items = iter(items)
        if type(items) is _TEE:  # a tee of one is its copy, and would leave it where it stands
            items = itertools.islice(items, None)
        behind, ahead = itertools.tee(items)
        # zip makes of every item ahead a tuple, which is true
        return itertools.compress(behind, zip(itertools.islice(ahead, n, None)))

    @staticmethod
    def push(n: int, emit: Emit, opened: list[Any], /) -> Stage:
        held: deque[Any] = deque()

        def step(item: Any) -> object:
            held.append(item)
            return emit(held.popleft()) if len(held) > n else None

        return step, None, None

    @staticmethod
    def bounds(n: int, low: float, high: float | None) -> Bounds:
        return Drop.bounds(n, low, high)


_TEE: type = type(itertools.tee(())[0])


class Compress(Operation):
    name = "compress"
    beside = True
    laziness = "1:1"

    @staticmethod
    def pull(selectors: Iterable[Any], items: Iterable[Any]) -> Iterator[Any]:
        return itertools.compress(items, selectors)

    @staticmethod
    def push(selectors: Any, emit: Emit, opened: list[Any], /) -> Stage:
        opened[:] = [iter(other) for other in opened]

        def step(item: Any) -> object:
            try:
                if not next(opened[0]):
                    return None
            except StopIteration:
                return True
            return emit(item)

        return step, None, None

    @staticmethod
    def bounds(selectors: Any, low: float, high: float | None) -> Bounds:
        return 0, shortest((low, high), bounds_of(selectors))[1]

    @staticmethod
    def operands(selectors: Any) -> tuple[Any, ...]:
        return (selectors,)


class Locate(Drops):
    name = "locate"
    laziness = "1:1"
    survives = False
    weight = 2

    @staticmethod
    def pull(p: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.compress(itertools.count(), map(p, items))

    @staticmethod
    def push(p: Any, emit: Emit, opened: list[Any], /) -> Stage:
        numbers = itertools.count()

        def step(item: Any) -> object:
            number = next(numbers)
            try:
                if not p(item):
                    return None
            except StopIteration:
                return True
            return emit(number)

        return step, None, None
