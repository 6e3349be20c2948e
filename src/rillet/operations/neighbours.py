"""Operations on items that stand beside each other."""

from __future__ import annotations

import itertools
import sys

from rillet.arguments import MISSING, at_least, call_text, flag
from rillet.compiled import deque, partial
from rillet.operations.operation import (
    GENERATOR,
    Family,
    Generated,
    Operation,
    T_co,
    deferred,
    ending_for_good,
    upstream,
)
from rillet.plan import divided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final, Literal, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

U = TypeVar("U")


class Neighbours(Family[T_co]):
    """The methods on items that stand beside each other."""

    __slots__ = ()

    def batched(self, n: int, /, *, strict: bool = False) -> Stream[tuple[T_co, ...]]:
        """Give the items in tuples of `n`; only the last may be shorter.

        >>> from rillet import Stream
        >>> Stream("abcde").batched(2).to_list()
        [('a', 'b'), ('c', 'd'), ('e',)]

        With `strict` a shorter last batch is a `ValueError`.

        Laziness: n.
        """
        n = at_least(1, "n", n)
        return self._then(StrictBatched if flag("strict", strict) else Batched, n)

    @overload
    def windowed(
        self, size: Literal[1], /, *, step: int = 1, partial: Literal[False] = False
    ) -> Stream[tuple[T_co]]: ...
    @overload
    def windowed(
        self, size: Literal[2], /, *, step: int = 1, partial: Literal[False] = False
    ) -> Stream[tuple[T_co, T_co]]: ...
    @overload
    def windowed(
        self, size: Literal[3], /, *, step: int = 1, partial: Literal[False] = False
    ) -> Stream[tuple[T_co, T_co, T_co]]: ...
    @overload
    def windowed(
        self, size: int, /, *, step: int = 1, partial: bool = False
    ) -> Stream[tuple[T_co, ...]]: ...
    def windowed(
        self, size: int, /, *, step: int = 1, partial: bool = False
    ) -> Stream[tuple[T_co, ...]]:
        """Give tuples of `size` items, each window `step` items after the one before it.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3, 4]).windowed(3).to_list()
        [(1, 2, 3), (2, 3, 4)]
        >>> Stream([1, 2, 3, 4, 5, 6]).windowed(2, step=3).to_list()
        [(1, 2), (4, 5)]

        Items that no full window shows are left out. With `partial` they come in one last,
        shorter window, at the place where the next one would have begun.

        >>> Stream([1, 2]).windowed(3).to_list()
        []
        >>> Stream([1, 2]).windowed(3, partial=True).to_list()
        [(1, 2)]

        Laziness: n; holds `size` items.
        """
        argument = at_least(1, "size", size), at_least(1, "step", step)
        return self._then(PartialWindowed if flag("partial", partial) else Windowed, argument)

    def pairwise(self) -> Stream[tuple[T_co, T_co]]:
        """Pair every item with the one after it.

        >>> from rillet import Stream
        >>> Stream("abc").pairwise().to_list()
        [('a', 'b'), ('b', 'c')]

        Laziness: 1:1; holds one item.
        """
        return self._then(Pairwise, None)

    @overload
    def lag(self, fill: None = None) -> Stream[tuple[T_co | None, T_co]]: ...
    @overload
    def lag(self, fill: U) -> Stream[tuple[T_co | U, T_co]]: ...
    def lag(self, fill: Any = None) -> Stream[tuple[Any, T_co]]:
        """Pair every item with the one before it, as `(before, item)`.

        >>> from rillet import Stream
        >>> Stream([3, 5, 4]).lag().to_list()
        [(None, 3), (3, 5), (5, 4)]

        `fill` stands before the first item.

        >>> Stream([3, 5, 4]).lag(0).starmap(lambda before, n: n - before).to_list()
        [3, 2, -1]

        Laziness: 1:1; holds one item.
        """
        return self._then(Lag, fill)

    @overload
    def lead(self, fill: None = None) -> Stream[tuple[T_co, T_co | None]]: ...
    @overload
    def lead(self, fill: U) -> Stream[tuple[T_co, T_co | U]]: ...
    def lead(self, fill: Any = None) -> Stream[tuple[T_co, Any]]:
        """Pair every item with the one after it, as `(item, after)`.

        >>> from rillet import Stream
        >>> Stream([3, 5, 4]).lead().to_list()
        [(3, 5), (5, 4), (4, None)]

        `fill` stands after the last item.

        >>> Stream("ab").lead("").map("".join).to_list()
        ['ab', 'b']

        Laziness: +1; gives an item when it has read the next, or the end.
        """
        return self._then(Lead, fill)

    def mark_ends(self) -> Stream[tuple[bool, bool, T_co]]:
        """Tell of every item whether it is the first and the last: `(is_first, is_last, item)`.

        >>> from rillet import Stream
        >>> Stream("abc").mark_ends().to_list()
        [(True, False, 'a'), (False, False, 'b'), (False, True, 'c')]

        The only item of a stream is both.

        >>> Stream("a").mark_ends().to_list()
        [(True, True, 'a')]

        Laziness: +1; gives an item when it has read the next, or the end.
        """
        return self._then(MarkEnds, None)


class Batched(Operation):
    name = "batched"
    laziness = "n"
    exact = True
    weight = 9

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        return _batched(items, n)

    @classmethod
    def push(cls, n: int, emit: Emit, opened: list[Any], /) -> Stage:
        held: list[Any] = []

        def step(item: Any) -> object:
            held.append(item)
            if len(held) < n:
                return None
            batch = tuple(held)
            held.clear()
            return emit(batch)

        def finish() -> None:
            if held:
                emit(cls.last(n, tuple(held)))

        return step, finish, None

    @staticmethod
    def last(n: int, batch: tuple[Any, ...]) -> tuple[Any, ...]:
        """The last batch, which may be short."""
        return batch

    @staticmethod
    def bounds(n: int, low: float, high: float | None) -> Bounds:
        return divided(low, n), None if high is None else divided(high, n)


_MANY = 2**16
"""From here on a batch is built as it comes: `itertools.batched` makes room for all of it."""


def _batched(items: Iterable[Any], n: int) -> Iterator[tuple[Any, ...]]:
    items = ending_for_good(items)
    if sys.version_info >= (3, 12):
        if n < _MANY:
            return itertools.batched(items, n)
    if sys.version_info < (3, 12):
        if n < _ROWS:
            padding = object()
            ended = items if type(items) in _STAY_ENDED else itertools.chain(items)
            rows = itertools.zip_longest(*[ended] * n, fillvalue=padding)
            return _without(padding, upstream(rows))  # type: ignore[no-any-return]
    slices = map(itertools.islice, itertools.repeat(items), itertools.repeat(n))
    return itertools.takewhile(len, map(tuple, slices))


_ROWS: Final = 1000
"""Below this size a batch is a row of `zip_longest`, which is filled up by a padding."""
_STAY_ENDED: Final = frozenset({itertools.chain, *map(type, map(iter, ([], (), range(0))))})
"""The iterators that can be asked on after their end, as `zip_longest` asks for a whole row."""


if sys.version_info < (3, 12):

    def _without(padding: object, rows: Any) -> Any:
        for row in rows():
            if row[-1] is padding:
                yield tuple(item for item in row if item is not padding)
            else:
                yield row


class StrictBatched(Batched):
    exact = False
    weight = 10

    @staticmethod
    def pull(n: int, items: Iterable[Any]) -> Iterator[Any]:
        return map(partial(StrictBatched.last, n), _batched(items, n))

    @staticmethod
    def last(n: int, batch: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(batch) < n:
            raise ValueError(
                f"the last batch must have {n} items (strict=True), it has {len(batch)}"
            )
        return batch

    @classmethod
    def text(cls, n: int, level: int) -> str:
        return call_text(cls.name, n, strict=True)


class Windowed(Operation):
    """Its argument is `(size, step)`."""

    name = "windowed"
    laziness = "n"
    exact = True
    weight = GENERATOR

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Any:
        size, step = argument
        if size * step > (_LARGE if step == 1 else _STEPPING):
            return _windows_in_steps((size, step, False), upstream(items))
        if size == 2:
            windows: Iterator[Any] = itertools.pairwise(items)
        else:
            windows = deferred(items, partial(_windows, size))
        return windows if step == 1 else itertools.islice(windows, 0, None, step)

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        size, stride = argument
        held: deque[Any] = deque(maxlen=size)
        skip = 0

        def step(item: Any) -> object:
            nonlocal skip
            held.append(item)
            if len(held) < size:
                return None
            if skip:
                skip -= 1
                return None
            skip = stride - 1
            return emit(tuple(held))

        return step, None, None

    @classmethod
    def room(cls, argument: Any) -> int:
        size: int = argument[0]
        return size

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        size, step = argument
        most = None if high is None else divided(high - size + 1, step)
        return divided(low - size + 1, step), most

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        size, step = argument
        return call_text(cls.name, size, step=step if step > 1 else MISSING)


class PartialWindowed(Windowed):
    """The windows, and one shorter at the end for the items that no window has shown."""

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Any:
        return _windows_in_steps((*argument, True), upstream(items))

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        size, stride = argument
        held: deque[Any] = deque(maxlen=size)
        fresh = skip = 0

        def step(item: Any) -> object:
            nonlocal fresh, skip
            if skip:
                skip -= 1
                return None
            held.append(item)
            fresh += 1
            if len(held) < size:
                return None
            window = tuple(held)
            fresh = 0
            skip = max(0, stride - size)
            for _ in range(min(stride, size)):
                held.popleft()
            return emit(window)

        def finish() -> None:
            if fresh:
                emit(tuple(held))

        return step, finish, None

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return _with_rest(argument, low), None if high is None else _with_rest(argument, high)

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        size, step = argument
        return call_text(cls.name, size, step=step if step > 1 else MISSING, partial=True)


def _with_rest(argument: Any, length: float) -> float:
    """How many windows a `length` makes, the last one not full."""
    size, step = argument
    overlap = max(size - step, 0)
    return divided(max(length - overlap, min(length, 1)), step)


_LARGE: Final = 1000
"""Up to this size windows are zipped from tees: ten times slower to begin than a deque is, and
then quicker."""
_STEPPING: Final = 100
"""Up to this size times step, all windows in C cost less than some of them in Python."""


def _windows(size: int, items: Iterator[Any]) -> Iterator[Any]:
    """A zip of as many tees, each one item further than the one before it."""
    tees = [items]
    del items  # see `deferred`: a traceback that keeps this frame must not keep the source
    end = object()
    try:
        for _ in range(size - 1):
            tees += itertools.tee(tees.pop())
            if next(tees[-1], end) is end:
                return iter(())
        return zip(*tees)
    finally:
        del tees


def _windows_in_steps(argument: Any, items: Any) -> Any:
    """The windows from a deque, which takes in all the items of a step at once."""
    size, step, with_rest = argument
    held: deque[Any] = deque(maxlen=size)
    skip, end = step - size, object()
    items = items()
    try:
        wanted = size
        fresh = tuple(itertools.islice(items, wanted))
        while len(fresh) == wanted:
            held.extend(fresh)
            yield tuple(held)
            if skip > 0 and next(itertools.islice(items, skip - 1, None), end) is end:
                return
            wanted = min(size, step)
            fresh = tuple(itertools.islice(items, wanted))
        if with_rest and fresh:
            yield (*tuple(held)[step:], *fresh)
    finally:
        del items  # for a traceback, as above


class Pairwise(Operation):
    name = "pairwise"
    laziness = "1:1"
    exact = True

    @staticmethod
    def pull(argument: None, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.pairwise(items)

    begin = "before = None\nbegun = False"
    inline = """
last = before
before = item
if not begun:
    begun = True
    return None
item = last, before
"""

    @staticmethod
    def parts(argument: None) -> int:
        return 2

    @staticmethod
    def bounds(argument: None, low: float, high: float | None) -> Bounds:
        return max(low - 1, 0), None if high is None else max(high - 1, 0)


class Lag(Operation):
    """Its argument is what stands before the first item."""

    name = "lag"
    laziness = "1:1"
    exact = True
    weight = 2

    @staticmethod
    def pull(fill: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.pairwise(itertools.chain((fill,), iter(items)))

    begin = "before = argument"
    inline = "last = before\nbefore = item\nitem = last, before"

    @staticmethod
    def parts(fill: Any) -> int:
        return 2


class Lead(Operation):
    """Its argument is what stands after the last item."""

    name = "lead"
    laziness = "+1"
    exact = True
    weight = 2

    @staticmethod
    def pull(fill: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.pairwise(itertools.chain(iter(items), (fill,)))

    @staticmethod
    def push(fill: Any, emit: Emit, opened: list[Any], /) -> Stage:
        held: Any = (nothing := object())

        def step(item: Any) -> object:
            nonlocal held
            pair = held, item
            held = item
            if pair[0] is nothing or not emit(pair):
                return None
            held = nothing
            return True

        def finish() -> None:
            if held is not nothing:
                emit((held, fill))

        return step, finish, None


class MarkEnds(Generated):
    name = "mark_ends"
    laziness = "+1"
    exact = True

    @staticmethod
    def generate(argument: None, items: Any) -> Any:
        items, nothing = items(), object()
        try:
            held = next(items, nothing)
            if held is nothing:
                return
            is_first = True
            for item in items:
                yield is_first, False, held
                is_first = False
                held = item
            yield is_first, True, held
        finally:
            del items  # for a traceback, as above

    @staticmethod
    def push(argument: None, emit: Emit, opened: list[Any], /) -> Stage:
        held: Any = (nothing := object())
        is_first = True

        def step(item: Any) -> object:
            nonlocal held, is_first
            before, held = held, item
            if before is nothing:
                return None
            marked = is_first, False, before
            is_first = False
            if not emit(marked):
                return None
            held = nothing
            return True

        def finish() -> None:
            if held is not nothing:
                emit((is_first, True, held))

        return step, finish, None
