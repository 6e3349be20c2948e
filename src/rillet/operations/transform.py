"""Operations that make something else of every item."""

from __future__ import annotations

import itertools
from types import FunctionType

from rillet.arguments import (
    MISSING,
    call_text,
    check_callable,
    integer,
    not_callable,
    optional_callable,
)
from rillet.compiled import operator
from rillet.errors import noting
from rillet.operations.combine import Prepend, Zip
from rillet.operations.operation import (
    NOTHING_WANTED,
    Drops,
    Family,
    Generated,
    Operation,
    T_co,
    new,
)
from rillet.plan import DEEPEST, ENDLESS, Once, bounds_of, readable, shortest, too_deep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from typing import Any, TypeVar, overload

    from typing_extensions import TypeVarTuple

    from rillet.fold import Fold
    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.sink import Sink
    from rillet.stream import Stream
    from rillet.targets import Target

    Ts = TypeVarTuple("Ts")
else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
U = TypeVar("U")


class Transform(Family[T_co]):
    """The methods that make something else of every item."""

    __slots__ = ()

    @overload
    def map(self, f: Callable[[T_co], U], /) -> Stream[U]: ...
    @overload
    def map(self, f: Callable[[T_co, A], U], a: Iterable[A], /) -> Stream[U]: ...
    @overload
    def map(self, f: Callable[[T_co, A, B], U], a: Iterable[A], b: Iterable[B], /) -> Stream[U]: ...
    @overload
    def map(
        self,
        f: Callable[[T_co, A, B, C], U],
        a: Iterable[A],
        b: Iterable[B],
        c: Iterable[C],
        /,
    ) -> Stream[U]: ...
    @overload
    def map(
        self,
        f: Callable[..., U],
        a: Iterable[Any],
        b: Iterable[Any],
        c: Iterable[Any],
        d: Iterable[Any],
        /,
        *others: Iterable[Any],
    ) -> Stream[U]: ...
    def map(self, f: Callable[..., Any], /, *others: Iterable[Any]) -> Stream[Any]:
        """Call `f` with every item, and give what it returns.

        >>> from rillet import Stream
        >>> Stream(["a", "b"]).map(str.upper).to_list()
        ['A', 'B']

        With other iterables `f` gets an item of each, as the builtin `map` does;
        the shortest ends the stream.

        >>> from operator import truediv
        >>> from itertools import count
        >>> Stream([10, 20, 60]).accumulate().map(truediv, count(1)).to_list()
        [10.0, 15.0, 30.0]

        Laziness: 1:1. After an exception of `f` the next item follows, if there are no others.
        """
        if not callable(f):
            raise not_callable("f", f)
        if others:
            return self._then(MapTogether, (f, *(readable("others", other) for other in others)))
        stream: Any = new(type(self))  # what _then does, here and in filter written out:
        stream._before = self  # without the call ten elements through three of them cost 7 % less
        stream._operation = Map
        stream._argument = f
        stream._depth = depth = self._depth + 1
        if depth > DEEPEST:
            raise too_deep(depth)
        return stream  # type: ignore[no-any-return]

    def starmap(self: Family[tuple[*Ts]], f: Callable[[*Ts], U], /) -> Stream[U]:
        """Call `f` with the parts of every item as its arguments.

        >>> from rillet import Stream
        >>> Stream([(2, 5), (3, 2)]).starmap(pow).to_list()
        [32, 9]

        Laziness: 1:1. After an exception of `f` the next item follows.
        """
        check_callable("f", f)
        return self._then(Starmap, f)

    def enumerate(self, start: int = 0) -> Stream[tuple[int, T_co]]:
        """Pair every item with its number, counted from `start`.

        >>> from rillet import Stream
        >>> Stream("ab").enumerate(1).to_list()
        [(1, 'a'), (2, 'b')]

        Laziness: 1:1.
        """
        return self._then(Enumerate, integer("start", start))

    @overload
    def accumulate(self, /) -> Stream[T_co]: ...
    @overload
    def accumulate(self, f: Callable[[T_co, T_co], T_co], /) -> Stream[T_co]: ...
    @overload
    def accumulate(self, f: Callable[[U, T_co], U], /, *, initial: U) -> Stream[U]: ...
    @overload
    def accumulate(self, f: None = None, /, *, initial: U) -> Stream[T_co | U]: ...
    def accumulate(
        self, f: Callable[[Any, Any], Any] | None = None, /, *, initial: Any = MISSING
    ) -> Stream[Any]:
        """Give every total so far: the sums, or what `f(total, item)` makes.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3, 4]).accumulate().to_list()
        [1, 3, 6, 10]
        >>> from operator import mul
        >>> Stream([1, 2, 3, 4]).accumulate(mul).to_list()
        [1, 2, 6, 24]

        `initial` is the total before the first item, and is given first.

        >>> Stream([1, 2]).accumulate(initial=100).to_list()
        [100, 101, 103]

        Laziness: 1:1. After an exception of `f` the next item is added to the same total.
        """
        optional_callable("f", f)
        if initial is MISSING:
            return self._then(Accumulate, f)
        return self._then(AccumulateFrom, (f, initial))

    def flat_map(self, f: Callable[[T_co], Iterable[U]], /) -> Stream[U]:
        """Give the items of all the iterables that `f` makes of the items, one after another.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3]).flat_map(range).to_list()
        [0, 0, 1, 0, 1, 2]

        Laziness: 1:1. An exception of `f` ends the pass.
        """
        check_callable("f", f)
        return self._then(FlatMap, f)

    def flatten(self: Family[Iterable[U]]) -> Stream[U]:
        """Give the items of all the iterables in the stream: one level, strings to characters.

        >>> from rillet import Stream
        >>> Stream([[1, 2], [], [3]]).flatten().to_list()
        [1, 2, 3]

        An item that is an iterator can be read once, so only the first pass sees into it.

        Laziness: 1:1.
        """
        return self._then(Flatten, None)

    def filter_map(self, f: Callable[[T_co], U | None], /) -> Stream[U]:
        """Call `f` with every item, and give what it returns where that is not None.

        >>> from rillet import Stream
        >>> Stream(["a1", "b", "c3"]).filter_map({"a1": 1, "c3": 3}.get).to_list()
        [1, 3]

        Laziness: 1:1. An exception of `f` ends the pass.
        """
        check_callable("f", f)
        return self._then(FilterMap, f)

    def map_accumulate(self, f: Callable[[U, T_co], tuple[U, A]], state: U, /) -> Stream[A]:
        """Call `f(state, item)` for the next state and what is given out, from `state` on.

        >>> from rillet import Stream
        >>> def change(before, price):
        ...     return price, price - before
        >>> Stream([10, 12, 9]).map_accumulate(change, 10).to_list()
        [0, 2, -3]

        Each pass begins with `state` itself, so it must not be changed by `f`. An answer of `f`
        that is no pair raises what plain unpacking raises.

        Laziness: 1:1. An exception of `f` ends the pass.
        """
        check_callable("f", f)
        return self._then(MapAccumulate, (f, state))

    def tap(self, f: Callable[[T_co], object], /) -> Stream[T_co]:
        """Call `f` with every item, and pass the item on.

        >>> from rillet import Stream
        >>> Stream([1, 2]).tap(print).map(abs).to_list()
        1
        2
        [1, 2]

        Laziness: 1:1. An exception of `f` ends the pass.
        """
        check_callable("f", f)
        return self._then(Tap, f)

    def tee_to(
        self,
        target: Sink[T_co, Any]
        | Fold[T_co, Any]
        | Generator[Any, T_co, Any]
        | Callable[[T_co], object],
        /,
    ) -> Stream[T_co]:
        """Send every item into `target` too, and pass it on.

        >>> from rillet import Stream, op
        >>> seen = []
        >>> Stream("abc").tee_to(op.map(str.upper).push(seen.append)).take(2).to_list()
        ['a', 'b']
        >>> seen
        ['A', 'B']

        A target is a callable, a `Sink`, a generator that receives, or a `Fold`; see `into`.
        It is closed when the pass ends: at the end, on an error, or on an early stop. A sink can
        be closed only once, so it makes the stream one-shot. A target that wants no more is left
        out. A stream of which nothing is pulled sends nothing, and closes nothing.

        Laziness: 1:1. An exception of `target` ends the pass.
        """
        import rillet.targets

        (target,) = rillet.targets.check_targets("target", (target,))
        is_once = rillet.targets.is_used_up_by_one_pass(target)
        return self._then(TeeTo, Once(target) if is_once else target)


class Map(Operation):
    name = "map"
    laziness = "1:1"
    survives = True
    pull = map

    inline = "item = argument(item)"


class MapTogether(Operation):
    """`map` with other iterables: its argument is `(f, *others)`."""

    name = "map"
    beside = True
    laziness = "1:1"

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        f, *others = argument
        return map(f, items, *others)

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        f, *others = argument
        opened[:] = [iter(other) for other in opened]

        def step(item: Any) -> object:
            beside = tuple(map(next, opened))
            if len(beside) < len(others):
                return True
            try:
                made = f(item, *beside)
            except StopIteration:
                return True
            return emit(made)

        return step, None, None

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return shortest((low, high), *map(bounds_of, argument[1:]))

    @staticmethod
    def pieces(argument: Any) -> Any:
        f, *others = argument
        return (Zip, tuple(others)), (Starmap, f)

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        return argument[1:]  # type: ignore[no-any-return]

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        return call_text(cls.name, *argument, level=level)


class Starmap(Operation):
    name = "starmap"
    laziness = "1:1"
    survives = True
    pull = itertools.starmap

    inline = "item = argument(*item)"


class Enumerate(Operation):
    name = "enumerate"
    laziness = "1:1"
    survives = True
    exact = True

    @staticmethod
    def pull(start: int, items: Iterable[Any]) -> Iterator[Any]:
        return enumerate(items, start)

    begin = "number = argument - 1"
    inline = "number += 1\nitem = number, item"

    @staticmethod
    def parts(start: int) -> int:
        return 2

    @classmethod
    def text(cls, start: int, level: int) -> str:
        return call_text(cls.name, *([start] if start else []))


class Accumulate(Operation):
    name = "accumulate"
    laziness = "1:1"
    survives = True

    @staticmethod
    def pull(f: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.accumulate(items, f)

    begin = "begun = False\ntotal = None"
    inline = """
if begun:
    total = argument(total, item)
else:
    begun = True
    total = item
item = total
"""

    @staticmethod
    def inlined(f: Any) -> Any:
        return operator.add if f is None else f


class AccumulateFrom(Operation):
    """`accumulate` with `initial`: its argument is `(f, initial)`."""

    name = "accumulate"
    laziness = "1:1"
    survives = True

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        f, initial = argument
        if initial is None:  # which itertools takes for "not given"
            return itertools.accumulate(itertools.chain((None,), iter(items)), f)
        return itertools.accumulate(items, f, initial=initial)

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        f, total = argument
        add = operator.add if f is None else f

        def step(item: Any) -> object:
            nonlocal total
            try:
                total = add(total, item)
            except StopIteration:
                return True
            return emit(total)

        return NOTHING_WANTED if emit(total) else (step, None, None)

    @staticmethod
    def pieces(argument: Any) -> Any:
        f, initial = argument
        return (Prepend, (initial,)), (Accumulate, f)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return low + 1, None if high is None else high + 1

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        f, initial = argument
        given = [] if f is None else [f]
        return call_text(cls.name, *given, level=level, initial=initial)


class Flatten(Operation):
    name = "flatten"
    laziness = "1:1"
    expands = True
    nests = True
    weight = 6

    @staticmethod
    def pull(argument: Any, items: Iterable[Any], /) -> Iterator[Any]:
        return itertools.chain.from_iterable(items)

    @staticmethod
    def push(argument: None, emit: Emit, opened: list[Any], /) -> Stage:
        return flattening(iter, emit, opened)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return 0, high if high in (0, ENDLESS) else None


class FlatMap(Flatten):
    name = "flat_map"
    weight = 7
    nests = False

    @staticmethod
    def pull(f: Any, items: Iterable[Any]) -> Iterator[Any]:
        return itertools.chain.from_iterable(map(f, items))

    @staticmethod
    def pieces(f: Any) -> Any:
        return (Map, f), (Flatten, None)

    @staticmethod
    def push(f: Any, emit: Emit, opened: list[Any], /) -> Stage:
        return flattening(lambda item: iter(f(item)), emit, opened)


def flattening(parts: Callable[[Any], Iterator[Any]], emit: Emit, opened: list[Any], /) -> Stage:
    """The stage that gives out the items of the iterator that `parts` makes of every item."""

    def resume() -> bool:
        for made in opened[0] if opened else ():
            if emit(made):
                opened.clear()
                return True
        opened.clear()
        return False

    def step(item: Any) -> bool:
        try:
            opened.append(parts(item))
        except StopIteration:
            return True
        return resume()

    return step, None, None, resume


class FilterMap(Drops, Generated):
    name = "filter_map"
    laziness = "1:1"

    @staticmethod
    def generate(f: Any, items: Any) -> Any:
        try:
            for item in items():
                if (made := f(item)) is not None:
                    yield made
        except StopIteration:
            return

    inline = "item = argument(item)\nif item is None: return None"


class MapAccumulate(Generated):
    """Its argument is `(f, state)`."""

    name = "map_accumulate"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        f, state = argument
        try:
            for item in items():
                state, made = f(state, item)
                yield made
        except StopIteration:
            return

    begin = "state = argument[1]"
    inline = "state, item = argument[0](state, item)"

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        return call_text(cls.name, *argument, level=level)


class Tap(Generated):
    name = "tap"
    laziness = "1:1"

    @staticmethod
    def generate(f: Any, items: Any) -> Any:
        try:
            for item in items():
                f(item)
                yield item
        except StopIteration:
            return

    inline = "argument(item)"


class TeeTo(Generated):
    """`tee_to`: its argument is a target, in a `Once` if it can be closed only once."""

    name = "tee_to"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        side = _side(argument)
        wanted = not side.wants_nothing
        left_early = False
        try:
            for item in items():
                wanted = wanted and not side.step(item)
                try:
                    yield item
                except GeneratorExit:
                    left_early = True
                    raise
        except StopIteration:
            pass
        except BaseException as error:
            if not left_early:
                noting(error, side.throw, error)
                raise
        side.close()

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        side = _side(argument)
        _set_apart(side.step)
        wanted = not side.wants_nothing

        def step(item: Any) -> object:
            nonlocal wanted
            try:
                wanted = wanted and not side.step(item)
            except StopIteration:
                return True
            return emit(item)

        def fail(error: BaseException) -> None:
            if isinstance(error, GeneratorExit):
                side.close()
            else:
                side.throw(error)

        return step, side.close, fail


def _set_apart(step: Emit) -> None:
    """Give `step` a code of its own, which in a traceback is not that of the chain's target."""
    if isinstance(step, FunctionType):
        step.__code__ = step.__code__.replace()


def _side(argument: Any) -> Target:
    import rillet.targets

    return rillet.targets.target_of(argument.taken() if isinstance(argument, Once) else argument)
