"""Operations that tell items apart by what they equal."""

from __future__ import annotations

from rillet.arguments import optional_callable
from rillet.operations.operation import (
    Drops,
    Family,
    Generated,
    T_co,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    pass


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


class Unique(Drops, Generated):
    name = "unique"
    laziness = "all"

    @staticmethod
    def generate(key: Any, items: Any) -> Any:
        seen: set[Any] = set()
        see = seen.add
        if key is None:
            for item in items():
                if item not in seen:
                    see(item)
                    yield item
            return
        try:
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
            except StopIteration:
                return True
            if k in seen:
                return None
            seen.add(k)
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
        before: Any = (nothing := object())
        if key is None:
            for item in items():
                if before is nothing or not (item is before or item == before):
                    yield item
                before = item
            return
        try:
            for item in items():
                k = key(item)
                if before is nothing or not (k is before or k == before):
                    yield item
                before = k
        except StopIteration:
            return

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
