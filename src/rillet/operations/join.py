"""The relational joins of two streams."""

from __future__ import annotations

import itertools

from rillet.arguments import MISSING, call_text, check_callable, one_of, optional_callable
from rillet.compiled import defaultdict
from rillet.errors import InfiniteStreamError
from rillet.operations.distinct import to_hold
from rillet.operations.operation import Family, Generated, T_co, upstream
from rillet.plan import ENDLESS, bounds_of, opened, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, ClassVar, Final, Literal, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

U = TypeVar("U")


class Join(Family[T_co]):
    """The method that pairs the items of two streams by their keys."""

    __slots__ = ()

    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co | U], object],
        other_on: None = None,
        *,
        how: Literal["inner"] = "inner",
    ) -> Stream[tuple[T_co, U]]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co], object],
        other_on: Callable[[U], object],
        *,
        how: Literal["inner"] = "inner",
    ) -> Stream[tuple[T_co, U]]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co | U], object],
        other_on: None = None,
        *,
        how: Literal["left"],
    ) -> Stream[tuple[T_co, U | None]]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co], object],
        other_on: Callable[[U], object],
        *,
        how: Literal["left"],
    ) -> Stream[tuple[T_co, U | None]]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co | U], object],
        other_on: None = None,
        *,
        how: Literal["full"],
    ) -> Stream[tuple[T_co | None, U | None]]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co], object],
        other_on: Callable[[U], object],
        *,
        how: Literal["full"],
    ) -> Stream[tuple[T_co | None, U | None]]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co | U], object],
        other_on: None = None,
        *,
        how: Literal["semi", "anti"],
    ) -> Stream[T_co]: ...
    @overload
    def join(
        self,
        other: Iterable[U],
        /,
        on: Callable[[T_co], object],
        other_on: Callable[[U], object],
        *,
        how: Literal["semi", "anti"],
    ) -> Stream[T_co]: ...
    def join(
        self,
        other: Iterable[Any],
        /,
        on: Callable[[Any], object],
        other_on: Callable[[Any], object] | None = None,
        *,
        how: Literal["inner", "left", "full", "semi", "anti"] = "inner",
    ) -> Stream[Any]:
        """Pair every item with each item of `other` that has the same key.

        >>> from rillet import Stream
        >>> orders = Stream([("ada", "tea"), ("bob", "jam"), ("ada", "rye")])
        >>> towns = [("ada", "Rome"), ("eve", "Oslo")]
        >>> name = lambda row: row[0]
        >>> orders.join(towns, name).to_list()
        [(('ada', 'tea'), ('ada', 'Rome')), (('ada', 'rye'), ('ada', 'Rome'))]

        `on` gives the key of an item, and `other_on` that of an item of `other`; without it `on`
        gives both. The pairs come in the order of the stream, and for each of its items in that of
        `other`. Keys are looked up as in a dict, so they must be hashable, None is a key like any
        other (in SQL NULL equals nothing), and a NaN is found only where it is the same object.

        With `how="left"` an item without a partner comes with None; with `how="full"` those of
        `other` that had none come too, at the end.

        >>> Stream([1, 2]).join([2, 3], abs, how="left").to_list()
        [(1, None), (2, 2)]
        >>> Stream([1, 2]).join([2, 3], abs, how="full").to_list()
        [(1, None), (2, 2), (None, 3)]

        With `how="semi"` the items that have a partner come themselves, each once, and with
        `how="anti"` those that have none.

        >>> Stream([1, 2]).join([2, 3, 2], abs, how="semi").to_list()
        [2]
        >>> Stream([1, 2]).join([2, 3, 2], abs, how="anti").to_list()
        [1]

        Laziness: 1:1; holds all of `other` (for semi and anti its keys alone), which is read at
        the first pull. An endless `other` is refused. An exception of a key ends the pass.
        """
        items = readable("other", other)
        check_callable("on", on)
        optional_callable("other_on", other_on)
        one_of("how", how, *_JOINS)
        if bounds_of(items)[1] == ENDLESS:
            raise InfiniteStreamError("other must end, for a join holds all its items")
        return self._then(_JOINS[how], (items, on, on if other_on is None else other_on))


class InnerJoin(Generated):
    """Its argument is `(other, on, other_on)`, as that of all joins."""

    name = "join"
    beside = True
    keeps = True
    laziness = "1:1"
    how: ClassVar[str] = "inner"

    @classmethod
    def pull(cls, argument: Any, items: Iterable[Any], /) -> Iterator[Any]:
        other, on, other_on = argument
        return cls.generate((on, other_on, [opened(other)].pop), upstream(items))  # type: ignore[no-any-return]

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        on, *others = argument
        try:
            get = _by_key(*others).get
            for item in items():
                for other in get(on(item), ()):
                    yield item, other
        except StopIteration:
            return

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        _, on, other_on = argument
        begun = full = False
        partners: Any = None
        unmatched: Any = tuple
        pairs: Iterable[Any] = ()

        def begin() -> None:
            nonlocal begun, partners, unmatched
            if not begun:
                begun = True
                partners, unmatched = cls.lookup(other_on, opened.pop)

        def resume() -> bool:
            nonlocal full
            for pair in () if full else pairs:
                if emit(pair):
                    full = True
                    break
            return full

        def step(item: Any) -> bool:
            nonlocal pairs
            try:
                begin()
                pairs = zip(itertools.repeat(item), partners(on(item)))
            except StopIteration:
                return True
            return resume()

        def finish() -> None:
            nonlocal pairs
            try:
                begin()
            except StopIteration:
                return
            pairs = unmatched()
            resume()

        return step, finish, None, resume

    @staticmethod
    def lookup(on: Any, others: Any) -> tuple[Any, Any]:
        """What gives the partners for a key, and what gives the pairs at the end."""
        groups = _by_key(on, others)

        def partners(k: Any) -> Any:
            return groups.get(k, ())

        return partners, tuple

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return 0, _times(high, bounds_of(argument[0])[1])

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        return argument[:1]  # type: ignore[no-any-return]

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        other, on, other_on = argument
        given = (other, on) if other_on is on else argument
        how = MISSING if cls.how == "inner" else cls.how
        return call_text(cls.name, *given, level=level, how=how)


class LeftJoin(InnerJoin):
    how = "left"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        on, *others = argument
        try:
            get = _by_key(*others).get
            for item in items():
                for other in get(on(item), _NOBODY):
                    yield item, other
        except StopIteration:
            return

    @staticmethod
    def lookup(on: Any, others: Any) -> tuple[Any, Any]:
        groups = _by_key(on, others)

        def partners(k: Any) -> Any:
            return groups.get(k, _NOBODY)

        return partners, tuple

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        most = bounds_of(argument[0])[1]
        return low, _times(high, None if most is None else max(most, 1))


class FullJoin(InnerJoin):
    how = "full"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        on, *others = argument
        try:
            keyed = _with_keys(*others)
        except StopIteration:
            return
        groups, met = _grouped(keyed), set()
        try:
            for item in items():
                k = on(item)
                if k not in groups:
                    yield item, None
                    continue
                met.add(k)
                for other in groups[k]:
                    yield item, other
        except StopIteration:
            pass
        for k, other in keyed:
            if k not in met:
                yield None, other

    @staticmethod
    def lookup(on: Any, others: Any) -> tuple[Any, Any]:
        keyed = _with_keys(on, others)
        groups, met = _grouped(keyed), set()

        def partners(k: Any) -> Any:
            if k not in groups:
                return _NOBODY
            met.add(k)
            return groups[k]

        return partners, lambda: [(None, other) for k, other in keyed if k not in met]

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        least, most = bounds_of(argument[0])
        if high == ENDLESS:
            return max(low, least), ENDLESS
        pairs = _times(high, most)
        alone = None if high is None or most is None else high + most
        return max(low, least), None if pairs is None or alone is None else max(pairs, alone)


class SemiJoin(InnerJoin):
    how = "semi"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        on, *others = argument
        try:
            keys = _keys(*others)
            for item in items():
                if on(item) in keys:
                    yield item
        except StopIteration:
            return

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        _, on, other_on = argument
        wanted = cls is SemiJoin
        begun = False
        keys: Any = ()

        def begin() -> None:
            nonlocal begun, keys
            if not begun:
                begun = True
                keys = _keys(other_on, opened.pop)

        def step(item: Any) -> object:
            try:
                begin()
                if (on(item) in keys) is not wanted:
                    return None
            except StopIteration:
                return True
            return emit(item)

        def finish() -> None:
            try:
                begin()
            except StopIteration:
                return

        return step, finish, None

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        empty = bounds_of(argument[0])[1] == 0 and high != ENDLESS
        return 0, 0 if empty else high


class AntiJoin(SemiJoin):
    how = "anti"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        on, *others = argument
        try:
            keys = _keys(*others)
            for item in items():
                if on(item) not in keys:
                    yield item
        except StopIteration:
            return

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return low if bounds_of(argument[0])[1] == 0 else 0, high


_NOBODY: Final = (None,)
"""The partners of an item that has none."""
_JOINS: Final = {join.how: join for join in (InnerJoin, LeftJoin, FullJoin, SemiJoin, AntiJoin)}


def _by_key(on: Any, others: Any) -> dict[Any, list[Any]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for other in to_hold(others()):
        groups[on(other)].append(other)
    return groups


def _with_keys(on: Any, others: Any) -> list[tuple[Any, Any]]:
    keyed = []
    for other in to_hold(others()):
        keyed.append((on(other), other))  # noqa: PERF401  # the frame of one keeps what it reads
    return keyed


def _grouped(keyed: list[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for k, other in keyed:
        groups.setdefault(k, []).append(other)
    return groups


def _keys(on: Any, others: Any) -> dict[Any, None]:
    """The keys; in a dict, for a set would look for a set in it, which is not hashable."""
    keys: dict[Any, None] = {}
    for other in to_hold(others()):
        keys[on(other)] = None
    return keys


def _times(high: float | None, most: float | None) -> float | None:
    """The most pairs of so many items and so many partners."""
    if high == ENDLESS:
        return ENDLESS
    if 0 in (high, most):
        return 0
    return None if high is None or most is None else high * most
