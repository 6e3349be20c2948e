"""Operations that cut the stream into lists of neighbours."""

from __future__ import annotations

from rillet.arguments import MISSING, optional_callable
from rillet.operations.operation import (
    Drops,
    Family,
    Generated,
    T_co,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

K = TypeVar("K")


class Groups(Family[T_co]):
    """The methods that cut the stream into lists of neighbours."""

    __slots__ = ()

    @overload
    def group_adjacent(self) -> Stream[tuple[T_co, list[T_co]]]: ...
    @overload
    def group_adjacent(self, key: Callable[[T_co], K]) -> Stream[tuple[K, list[T_co]]]: ...
    @overload
    def group_adjacent(self, key: None) -> Stream[tuple[T_co, list[T_co]]]: ...
    def group_adjacent(
        self, key: Callable[[T_co], Any] | None = None
    ) -> Stream[tuple[Any, list[T_co]]]:
        """Give every run of items with equal keys, as `(key, list)`.

        >>> from rillet import Stream
        >>> Stream([1, 3, 2, 4, 5]).group_adjacent(lambda n: n % 2).to_list()
        [(1, [1, 3]), (0, [2, 4]), (1, [5])]

        Unlike those of `itertools.groupby`, the groups are lists, safe to keep.
        To group all items with equal keys, wherever they stand, see `group_by`.

        Laziness: run; holds one run. An exception of `key` ends the pass.
        """
        optional_callable("key", key)
        return self._then(GroupEqual if key is None else GroupAdjacent, key)


class GroupAdjacent(Drops, Generated):
    name = "group_adjacent"
    laziness = "run"

    @staticmethod
    def generate(key: Any, items: Any) -> Any:
        group: list[Any] = []
        current: Any = MISSING
        try:
            for item in items():
                k = key(item)
                if k is current or (group and k == current):
                    group.append(item)
                    continue
                if group:
                    yield current, group
                current, group = k, [item]
        except StopIteration:
            pass
        if group:
            yield current, group

    @staticmethod
    def push(key: Any, emit: Emit, opened: list[Any], /) -> Stage:
        group: list[Any] = []
        current: Any = MISSING

        def step(item: Any) -> object:
            nonlocal current, group
            try:
                k = item if key is None else key(item)
                if k is current or (group and k == current):
                    group.append(item)
                    return None
            except StopIteration:
                return True
            ended = current, group
            current, group = k, [item]
            if ended[1] and emit(ended):
                group = []
                return True
            return None

        def finish() -> None:
            if group:
                emit((current, group))

        return step, finish, None


class GroupEqual(GroupAdjacent):
    """`group_adjacent` without a key: the items are their own."""

    @staticmethod
    def generate(key: None, items: Any) -> Any:
        group: list[Any] = []
        current: Any = MISSING
        for item in items():
            if item is current or (group and item == current):
                group.append(item)
                continue
            if group:
                yield current, group
            current, group = item, [item]
        if group:
            yield current, group
