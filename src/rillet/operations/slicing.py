"""Items and slices by their place: `stream[i]` and `stream[start:stop:step]`."""

from __future__ import annotations

import sys
from itertools import compress, count, islice, tee

from rillet.arguments import MISSING, at_least
from rillet.compiled import deque, operator, partial
from rillet.operations.operation import (
    NOTHING_WANTED,
    AtEnd,
    Family,
    Operation,
    T_co,
    at_end,
    deferred,
)
from rillet.plan import ENDLESS, divided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import overload


class Slicing(Family[T_co]):
    """The one method that Python itself names."""

    __slots__ = ()

    @overload
    def __getitem__(self, place: int, /) -> T_co: ...
    @overload
    def __getitem__(self, place: slice, /) -> Stream[T_co]: ...
    def __getitem__(self, place: int | slice, /) -> Any:
        """Give the item at `place`, or a stream of the items in a slice.

        >>> from rillet import Stream
        >>> Stream("abcde")[1]
        'b'
        >>> Stream("abcde")[1:4].to_list()
        ['b', 'c', 'd']

        A negative place counts from the end, and so holds as many items as it counts.

        >>> Stream("abcde")[-2]
        'd'
        >>> Stream("abcde")[:-3].to_list()
        ['a', 'b']

        A place beyond the end is an `IndexError`, as for a list.

        Laziness: 1:1 for bounds and a step that are not negative; n for a negative stop;
        end for a negative start, or a negative step, which holds all items.
        """
        if not isinstance(place, slice):
            return self._item(at_least(-sys.maxsize, "place", place))
        start, stop, step = _bound("start", place.start), _bound("stop", place.stop), 1
        if place.step is not None and (step := _bound("step", place.step) or 0) == 0:
            raise ValueError("step must not be 0")
        if step > 0 and (start or 0) >= 0 and (stop is None or stop >= 0):
            return self._then(Slice, (start or 0, stop, step))
        if step > 0 and (start or 0) >= 0:
            return self._then(SliceBeforeEnd, (start or 0, stop, step))
        if step > 0:
            return self._then_at_end(SliceOfTail, (start, stop, step))
        return self._then_at_end(SliceBackwards, (start, stop, step))

    def _item(self, place: int) -> Any:
        item: Any
        if place >= 0:
            item = next(islice(self._items(), place, None), MISSING)
        else:
            last = deque(self._every_item("stream[-n]"), maxlen=-place)
            item = last[0] if len(last) == -place else MISSING
        if item is MISSING:
            raise IndexError(f"the stream has no item at place {place}")
        return item


def _bound(name: str, value: Any) -> int | None:
    if value is None:
        return None
    return at_least(-sys.maxsize, name, value)


class Slice(Operation):
    """A slice without negative parts; its argument, like that of its kin, is the slice's parts."""

    name = "[]"
    laziness = "1:1"
    exact = True

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        return islice(items, *argument)

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        start, stop, stride = argument
        last = None if stop is None else max(start, stop)
        place, wanted = 0, start

        def step(item: Any) -> object:
            nonlocal place, wanted
            if place == last:  # the last one had an error further down
                return True
            place += 1
            if place <= wanted or (stop is not None and wanted >= stop):
                return place == last
            wanted += stride
            return emit(item) or place == last

        return NOTHING_WANTED if last == 0 else (step, None, None)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        start, stop, step = argument
        if stop is None:
            return divided(low - start, step), None if high is None else divided(high - start, step)
        return (
            divided(min(low, stop) - start, step),
            divided((stop if high is None else min(high, stop)) - start, step),
        )

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        start, stop, step = ("" if part is None else str(part) for part in argument)
        start = "" if start == "0" and argument[2] > 0 else start
        return f"[{start}:{stop}]" if step == "1" else f"[{start}:{stop}:{step}]"


class SliceBeforeEnd(Slice):
    """A slice whose stop counts from the end: it stays that many items behind."""

    laziness = "n"
    weight = 6

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        start, stop, step = argument
        behind, ahead = tee(islice(items, start, None))
        # zip makes of every item ahead a tuple, which is true
        kept = compress(behind, zip(islice(ahead, -stop, None)))
        return kept if step == 1 else islice(kept, 0, None, step)

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        start, stop, stride = argument
        kept_back: deque[Any] = deque()
        before_first, skip = start, 0

        def step(item: Any) -> object:
            nonlocal before_first, skip
            if before_first:
                before_first -= 1
                return None
            kept_back.append(item)
            if len(kept_back) <= -stop:
                return None
            first = kept_back.popleft()
            if skip:
                skip -= 1
                return None
            skip = stride - 1
            return emit(first)

        return step, None, None

    @classmethod
    def room(cls, argument: Any) -> int | None:
        return -argument[1]  # type: ignore[no-any-return]

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        start, stop, step = argument
        return (
            divided(low - start + stop, step),
            None if high is None else divided(high - start + stop, step),
        )


class SliceOfTail(Slice):
    """A slice whose start counts from the end: it holds that many items."""

    laziness = "end"
    weight = 11

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        start, stop, step = argument
        last: Any = partial(deque, maxlen=-start)
        if stop is None or stop < 0:
            return deferred(items, last, list, operator.itemgetter(slice(None, stop, step)))
        return deferred(items, enumerate, last, partial(_from_counted, argument))

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        numbers = count()
        last: deque[Any] = deque(maxlen=-argument[0])

        def step(item: Any) -> object:
            last.append((next(numbers), item))
            return None

        _, finish, *_ = at_end(last, partial(_from_counted, argument), emit)
        return step, finish, None

    @classmethod
    def room(cls, argument: Any) -> int | None:
        return -argument[0]  # type: ignore[no-any-return]

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        if low != high or high == ENDLESS:
            return 0, high
        kept = range(int(low))[slice(*argument)]
        length = max(0, -((kept.start - kept.stop) // kept.step))
        return length, length


def _from_counted(argument: Any, counted: deque[tuple[int, Any]]) -> list[Any]:
    """The slice of a stream of which the last items are known, with their places."""
    if not counted:
        return []
    first, length = counted[0][0], counted[-1][0] + 1
    wanted = range(length)[slice(*argument)]
    return [counted[place - first][1] for place in wanted]


class SliceBackwards(AtEnd, SliceOfTail):
    """A slice with a negative step: it holds all items."""

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, list, operator.itemgetter(slice(*argument)))

    @classmethod
    def room(cls, argument: Any) -> None:
        return None
