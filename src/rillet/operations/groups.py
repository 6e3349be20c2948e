"""Operations that cut the stream into groups of neighbours."""

from __future__ import annotations

from rillet.arguments import (
    MISSING,
    at_least,
    brief,
    call_text,
    check_callable,
    optional_callable,
    positive,
)
from rillet.operations.operation import (
    Family,
    Generated,
    Operation,
    T_co,
)
from rillet.plan import divided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

K = TypeVar("K")


class Groups(Family[T_co]):
    """The methods that cut the stream into groups of neighbours."""

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

    def run_length(self) -> Stream[tuple[T_co, int]]:
        """Give every run of equal items as `(item, length)`, with the first item of the run.

        >>> from rillet import Stream
        >>> Stream("aaabcc").run_length().to_list()
        [('a', 3), ('b', 1), ('c', 2)]

        `starmap(itertools.repeat).flatten()` makes the items of it again.

        Laziness: +1; holds one item of a run, and reads the item after it.
        """
        return self._then(RunLength, None)

    def batched_by(
        self,
        max_size: float,
        /,
        *,
        weight: Callable[[T_co], float],
        max_count: int | None = None,
    ) -> Stream[tuple[T_co, ...]]:
        """Give the items in tuples that weigh at most `max_size` together, as full as they can be.

        >>> from rillet import Stream
        >>> words = Stream(["one", "two", "three", "four", "five"])
        >>> words.batched_by(8, weight=len).to_list()
        [('one', 'two'), ('three',), ('four', 'five')]

        With `max_count` a tuple has at most so many items.

        >>> words.batched_by(8, weight=len, max_count=1).count()
        5

        `weight` gives a number from 0 to `max_size`. For an item that fits into no tuple the pass
        ends in a `ValueError` that names it; what was held before it is given out first.

        >>> Stream(["one", "seventeen", "two"]).batched_by(8, weight=len).for_each(print)
        Traceback (most recent call last):
            ...
        ValueError: weight must be from 0 to 8, got 9 for 'seventeen'

        Laziness: n; holds one tuple, and reads the item after it unless `max_count` has ended it.
        An exception of `weight` ends the pass.
        """
        check_callable("weight", weight)
        limit = positive("max_size", max_size)
        if max_count is None:
            return self._then(BatchedBy, (limit, weight, None))
        return self._then(BatchedByCount, (limit, weight, at_least(1, "max_count", max_count)))


class Cuts(Operation):
    """The facts of an operation that puts every item into a group, and makes no empty one."""

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None, /) -> Bounds:
        return min(low, 1), high


class GroupAdjacent(Cuts, Generated):
    name = "group_adjacent"
    laziness = "run"

    @staticmethod
    def generate(key: Any, items: Any) -> Any:
        items = items()
        try:
            first: Any = next(items)
            current, group = key(first), [first]
            try:
                for item in items:
                    k = key(item)
                    if k is current or k == current:
                        group.append(item)
                    else:
                        yield current, group
                        current, group = k, [item]
            except StopIteration:
                pass
        except StopIteration:
            return
        finally:
            del items  # a traceback that keeps this frame must not keep the source
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
        items, nothing = items(), object()
        try:
            current: Any = next(items, nothing)
            if current is nothing:
                return
            group = [current]
            try:
                for item in items:
                    if item is current or item == current:
                        group.append(item)
                    else:
                        yield current, group
                        current, group = item, [item]
            except StopIteration:
                pass
        finally:
            del items
        yield current, group


class RunLength(Cuts, Generated):
    name = "run_length"
    laziness = "+1"

    @staticmethod
    def generate(argument: None, items: Any) -> Any:
        items, length = items(), 1
        current: Any = (nothing := object())
        try:
            current = next(items, nothing)
            if current is nothing:
                return
            for item in items:
                if item is current or item == current:
                    length += 1
                else:
                    yield current, length
                    current = item
                    length = 1
        except StopIteration:
            pass
        finally:
            del items  # a traceback that keeps this frame must not keep the source
        yield current, length

    @staticmethod
    def push(argument: None, emit: Emit, opened: list[Any], /) -> Stage:
        current: Any = object()
        length = 0

        def step(item: Any) -> object:
            nonlocal current, length
            try:
                if item is current or (length and item == current):
                    length += 1
                    return None
            except StopIteration:
                return True
            ended = current, length
            current, length = item, 1
            if not (ended[1] and emit(ended)):
                return None
            length = 0
            return True

        def finish() -> None:
            if length:
                emit((current, length))

        return step, finish, None


class BatchedBy(Cuts, Generated):
    """Its argument is `(max_size, weight, max_count)`, of which the last is None."""

    name = "batched_by"
    laziness = "n"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        max_size, weight, _ = argument
        held: list[Any] = []
        total: Any = 0
        try:
            for item in items():
                own = weight(item)
                total += own
                if own >= 0 and total <= max_size:
                    held.append(item)
                    continue
                if held:
                    yield tuple(held)
                if not 0 <= own <= max_size:
                    raise _does_not_fit(max_size, own, item)
                held = [item]
                total = own
        except StopIteration:
            pass
        if held:
            yield tuple(held)

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        max_size, weight, max_count = argument
        held: list[Any] = []
        total: Any = 0

        def step(item: Any) -> object:
            nonlocal held, total
            try:
                own = weight(item)
                fits = 0 <= own <= max_size
                is_over = fits and total + own > max_size
            except StopIteration:
                return True
            if not fits:
                ended, held = tuple(held), []
                if ended and emit(ended):
                    return True
                raise _does_not_fit(max_size, own, item)
            if is_over:
                ended, held, total = tuple(held), [item], own
            else:
                held.append(item)
                total += own
                if len(held) != max_count:
                    return None
                ended, held, total = tuple(held), [], 0
            if not emit(ended):
                return None
            held = []
            return True

        def finish() -> None:
            if held:
                emit(tuple(held))

        return step, finish, None

    @classmethod
    def text(cls, argument: Any, level: int, /) -> str:
        max_size, weight, max_count = argument
        return call_text(
            cls.name,
            max_size,
            level=level,
            weight=weight,
            max_count=MISSING if max_count is None else max_count,
        )


class BatchedByCount(BatchedBy):
    """`batched_by` with a `max_count`, which takes a third more time."""

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        max_size, weight, max_count = argument
        held: list[Any] = []
        total: Any = 0
        try:
            for item in items():
                own = weight(item)
                total += own
                if own >= 0 and total <= max_size:
                    held.append(item)
                    if len(held) == max_count:
                        yield tuple(held)
                        held = []
                        total = 0
                    continue
                if held:
                    yield tuple(held)
                if not 0 <= own <= max_size:
                    raise _does_not_fit(max_size, own, item)
                held = [item]
                total = own
        except StopIteration:
            pass
        if held:
            yield tuple(held)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None, /) -> Bounds:
        _, _, max_count = argument
        return divided(low, max_count), high


def _does_not_fit(max_size: Any, weight: Any, item: Any) -> ValueError:
    return ValueError(
        f"weight must be from 0 to {brief(max_size)}, got {brief(weight)} for {brief(item)}"
    )
