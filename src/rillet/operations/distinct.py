"""Operations that tell items apart by what they equal."""

from __future__ import annotations

from itertools import chain, filterfalse

from rillet.arguments import MISSING, call_text, optional_callable
from rillet.beat import BEAT, beating, mark
from rillet.compiled import operator
from rillet.errors import InfiniteStreamError
from rillet.operations.operation import (
    Drops,
    Family,
    Generated,
    T_co,
)
from rillet.plan import ENDLESS, SIZED, bounds_of, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

U = TypeVar("U")


class Distinct(Family[T_co]):
    """The methods that tell items apart by what they equal."""

    __slots__ = ()

    def unique(self, key: Callable[[T_co], object] | None = None) -> Stream[T_co]:
        """Give every item once, at its first place; with `key`, one item for each key.

        >>> from rillet import Stream
        >>> Stream("abracadabra").unique().to_list()
        ['a', 'b', 'r', 'c', 'd']
        >>> Stream(["a", "B", "A"]).unique(str.lower).to_list()
        ['a', 'B']

        Items, or their keys, must be hashable.

        Laziness: all; holds every different key it has seen. An exception of `key` ends the pass.
        """
        optional_callable("key", key)
        return self._then(Unique, key)

    def dedupe(self, key: Callable[[T_co], object] | None = None) -> Stream[T_co]:
        """Leave out every item that is, or equals, the one before it; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream("aabbba").dedupe().to_list()
        ['a', 'b', 'a']

        Laziness: 1:1. An exception of `key` ends the pass.
        """
        optional_callable("key", key)
        return self._then(Dedupe, key)

    def duplicates(self, key: Callable[[T_co], object] | None = None) -> Stream[T_co]:
        """Give every item that is repeated once, at its second place; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream("abracadabra").duplicates().to_list()
        ['a', 'b', 'r']
        >>> Stream(["a", "B", "A", "a"]).duplicates(str.lower).to_list()
        ['A']

        Items, or their keys, must be hashable.

        Laziness: all; holds every different key it has seen. An exception of `key` ends the pass.
        """
        optional_callable("key", key)
        return self._then(Duplicates, key)

    @overload
    def without(self, other: Iterable[object], /, *, key: None = None) -> Stream[T_co]: ...
    @overload
    def without(
        self, other: Iterable[U], /, *, key: Callable[[T_co | U], object]
    ) -> Stream[T_co]: ...
    def without(self, other: Iterable[Any], /, *, key: Any = None) -> Stream[T_co]:
        """Leave out every item that is in `other`, and keep the rest in its order.

        >>> from rillet import Stream
        >>> Stream("abracadabra").without("abc").to_list()
        ['r', 'd', 'r']

        With `key` an item is left out when its key is that of an item of `other`.

        >>> Stream(["a", "B", "C"]).without(["b"], key=str.lower).to_list()
        ['a', 'C']

        Items, or their keys, must be hashable. `other` must end.

        Laziness: 1:1; holds every different key of `other`, which is read at the first pull.
        An exception of `key` ends the pass.
        """
        return self._then(Without, _others(other, key))

    @overload
    def intersection(self, other: Iterable[object], /, *, key: None = None) -> Stream[T_co]: ...
    @overload
    def intersection(
        self, other: Iterable[U], /, *, key: Callable[[T_co | U], object]
    ) -> Stream[T_co]: ...
    def intersection(self, other: Iterable[Any], /, *, key: Any = None) -> Stream[T_co]:
        """Keep the items that are in `other` too, as often as the stream has them.

        >>> from rillet import Stream
        >>> Stream("abracadabra").intersection("bcd").to_list()
        ['b', 'c', 'd', 'b']

        With `key` an item is kept when its key is that of an item of `other`.

        >>> Stream(["a", "B", "C"]).intersection(["b"], key=str.lower).to_list()
        ['B']

        Items, or their keys, must be hashable. `other` must end.

        Laziness: 1:1; holds every different key of `other`, which is read at the first pull.
        An exception of `key` ends the pass.
        """
        return self._then(Intersection, _others(other, key))


def _others(other: Any, key: Any) -> tuple[Any, Any]:
    optional_callable("key", key)
    items = readable("other", other)
    if bounds_of(items)[1] == ENDLESS:
        raise InfiniteStreamError("other must end, for all its items are held")
    return items, key


class Unique(Drops, Generated):
    name = "unique"
    laziness = "all"

    @staticmethod
    def generate(key: Any, items: Any) -> Any:
        seen: set[Any] = set()
        see = seen.add
        try:
            if key is None:
                for item in items():
                    if item not in seen:
                        see(item)
                        yield item
                return
            for item in items():
                if (k := key(item)) not in seen:
                    see(k)
                    yield item
        except StopIteration:
            return

    @staticmethod
    def push(key: Any, emit: Emit, opened: list[Any], /) -> Stage:
        seen: set[Any] = set()

        def step(item: Any) -> object:
            try:
                k = item if key is None else key(item)
                if k in seen:
                    return None
                seen.add(k)
            except StopIteration:
                return True
            return emit(item)

        return step, None, None

    @staticmethod
    def bounds(key: Any, low: float, high: float | None) -> Bounds:
        return min(low, 1), high


class Dedupe(Unique):
    name = "dedupe"
    laziness = "1:1"

    @staticmethod
    def generate(key: Any, items: Any) -> Any:
        items = items()
        before: Any = (nothing := object())
        try:
            first: Any = next(items, nothing)
            if first is nothing:
                return
            before = first if key is None else key(first)
            yield first
            del first
            if key is None:
                for item in items:
                    if not (item is before or item == before):
                        yield item
                    before = item
                return
            for item in items:
                k = key(item)
                if not (k is before or k == before):
                    yield item
                before = k
        except StopIteration:
            return
        finally:
            del items  # a traceback that keeps this frame must not keep the source

    @staticmethod
    def push(key: Any, emit: Emit, opened: list[Any], /) -> Stage:
        before: Any = (nothing := object())

        def step(item: Any) -> object:
            nonlocal before
            try:
                k = item if key is None else key(item)
                repeated = before is not nothing and (k is before or k == before)
            except StopIteration:
                return True
            before = k
            return None if repeated else emit(item)

        return step, None, None


class Duplicates(Drops, Generated):
    name = "duplicates"
    laziness = "all"

    @staticmethod
    def generate(key: Any, items: Any) -> Any:
        seen: set[Any] = set()
        repeated: set[Any] = set()
        see, repeat = seen.add, repeated.add
        try:
            if key is None:
                for item in items():
                    if item not in seen:
                        see(item)
                    elif item not in repeated:
                        repeat(item)
                        yield item
                return
            for item in items():
                if (k := key(item)) not in seen:
                    see(k)
                elif k not in repeated:
                    repeat(k)
                    yield item
        except StopIteration:
            return

    @staticmethod
    def push(key: Any, emit: Emit, opened: list[Any], /) -> Stage:
        seen: set[Any] = set()
        repeated: set[Any] = set()

        def step(item: Any) -> object:
            try:
                k = item if key is None else key(item)
                if k not in seen:
                    seen.add(k)
                    return None
                if k in repeated:
                    return None
                repeated.add(k)
            except StopIteration:
                return True
            return emit(item)

        return step, None, None

    @staticmethod
    def bounds(key: Any, low: float, high: float | None) -> Bounds:
        return 0, high if high is None or high == ENDLESS else high // 2


class Without(Drops, Generated):
    """Its argument is `(other, key)`, as that of `Intersection`."""

    name = "without"
    beside = True
    keeps = True
    laziness = "1:1"
    weight = 8
    chosen: Any = filterfalse
    wanted = False

    @classmethod
    def pull(cls, argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        other, key = argument
        items = iter(items)
        others = to_hold(other)
        if cls.generates(argument):
            return super().pull((key, [others].pop), items)
        # no frame between, for a traceback to keep
        tests = map(operator.attrgetter("__contains__"), map(set, (others,)))
        chosen: Iterator[Iterator[Any]] = map(cls.chosen, tests, (items,))
        return chain.from_iterable(chosen)

    @classmethod
    def generates(cls, argument: Any, /) -> bool:
        return argument[1] is not None

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        key, others = argument
        at_end: list[bool] = []
        held = set(map(key, chain(others(), mark(at_end))))
        if not at_end:  # a StopIteration of the key ends the map, and so the stream
            return
        try:
            for item in items():
                if key(item) not in held:
                    yield item
        except StopIteration:
            return

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        key, wanted = argument[1], cls.wanted
        held: set[Any] = set()

        def read() -> None:
            while opened:
                for item in to_hold(opened.pop()):
                    held.add(item if key is None else key(item))

        def step(item: Any) -> object:
            try:
                if opened:
                    read()
                k = item if key is None else key(item)
                if (k in held) is not wanted:
                    return None
            except StopIteration:
                return True
            return emit(item)

        def finish() -> None:
            try:
                read()
            except StopIteration:
                return

        return step, finish, None

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        return argument[:1]  # type: ignore[no-any-return]

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        other, key = argument
        return call_text(cls.name, other, level=level, key=MISSING if key is None else key)


class Intersection(Without):
    name = "intersection"
    chosen = filter
    wanted = True

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        key, others = argument
        at_end: list[bool] = []
        held = set(map(key, chain(others(), mark(at_end))))
        if not at_end:  # a StopIteration of the key ends the map, and so the stream
            return
        try:
            for item in items():
                if key(item) in held:
                    yield item
        except StopIteration:
            return


def to_hold(other: Any) -> Any:
    """`other` as a set can read it: where it may be long, with a place for Ctrl-C."""
    if isinstance(other, Family):
        return other._items()
    return other if type(other) in SIZED and len(other) <= BEAT else beating(iter(other))
