"""Folds that are made of folds: several at once, one for each group, one of some of the items."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, tee

from rillet.arguments import at_least_one, check_callable
from rillet.errors import EmptyStreamError
from rillet.fold import CHUNK, check_fold, finished
from rillet.folds.ready import ReadyMade
from rillet.folds.results import Results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Final, Generic, TypeVar, overload

    from rillet.fold import Fold
else:
    from rillet.untyped import Generic, TypeVar, overload

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)
B = TypeVar("B")
K = TypeVar("K")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
V = TypeVar("V")
R1 = TypeVar("R1")
R2 = TypeVar("R2")
R3 = TypeVar("R3")
R4 = TypeVar("R4")
R5 = TypeVar("R5")

_MANY: Final = 8 * CHUNK
"""So many items are read before those of each key are given to its fold."""
_LARGE: Final = 4
"""From so many items on, a part of them is quicker than they are one by one."""


class Together(ReadyMade[A, R_co]):
    """Runs several folds at once: those given by place make a tuple, those by name `Results`.

    >>> from rillet import Stream
    >>> from rillet.folds import Count, Group, Max, Together
    >>> Stream(["a", "bb", "bc"]).into(Group(len, Together(n=Count(), last=Max())))
    {1: Results(n=1, last='a'), 2: Results(n=2, last='bc')}
    >>> Stream(["a", "bb", "bc"]).into(Together(Count(), Max()))
    (3, 'bc')
    """

    __slots__ = ("folds", "names")

    if TYPE_CHECKING:

        @overload
        def __new__(cls, a: Fold[Any, R1], /) -> Together[Any, tuple[R1]]: ...
        @overload
        def __new__(cls, a: Fold[Any, R1], b: Fold[Any, R2], /) -> Together[Any, tuple[R1, R2]]: ...
        @overload
        def __new__(
            cls, a: Fold[Any, R1], b: Fold[Any, R2], c: Fold[Any, R3], /
        ) -> Together[Any, tuple[R1, R2, R3]]: ...
        @overload
        def __new__(
            cls, a: Fold[Any, R1], b: Fold[Any, R2], c: Fold[Any, R3], d: Fold[Any, R4], /
        ) -> Together[Any, tuple[R1, R2, R3, R4]]: ...
        @overload
        def __new__(
            cls,
            a: Fold[Any, R1],
            b: Fold[Any, R2],
            c: Fold[Any, R3],
            d: Fold[Any, R4],
            e: Fold[Any, R5],
            /,
        ) -> Together[Any, tuple[R1, R2, R3, R4, R5]]: ...
        @overload
        def __new__(
            cls,
            a: Fold[Any, Any],
            b: Fold[Any, Any],
            c: Fold[Any, Any],
            d: Fold[Any, Any],
            e: Fold[Any, Any],
            f: Fold[Any, Any],
            /,
            *folds: Fold[Any, Any],
        ) -> Together[Any, tuple[Any, ...]]: ...
        @overload
        def __new__(cls, /, **named: Fold[Any, Any]) -> Together[Any, Results]: ...
        def __new__(cls, /, *folds: Any, **named: Any) -> Any:
            """Make the fold."""
            ...

        folds: tuple[Fold[Any, Any], ...]
        names: tuple[str, ...]
    else:

        def __init__(self, /, *folds, **named):
            if folds and named:
                raise TypeError("folds must be given all by place or all by name, got both")
            self.folds = at_least_one("folds", folds or tuple(named.values()))
            self.names = tuple(named)
            for name, fold in named.items():
                check_fold(name, fold)
                if name.startswith("_"):
                    raise ValueError(f"the name of a fold must not begin with _, got {name}")
            for fold in folds:
                check_fold("folds", fold)
            self.merge = self._merge if all(fold.merge for fold in self.folds) else None

    def arguments(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if self.names:
            return (), dict(zip(self.names, self.folds))
        return self.folds, {}

    def init(self) -> list[Any]:
        return [fold.init() for fold in self.folds]

    @property
    def _calls(self) -> bool:
        return any(fold._calls for fold in self.folds)

    def step(self, states: list[Any], item: Any, /) -> list[Any]:
        for place, fold in enumerate(self.folds):
            states[place] = fold.step(states[place], item)
        return states

    def _steps(self, states: list[Any], items: list[Any], /) -> list[Any]:
        if self._calls:
            return self._through(states, [items].pop)
        for place, fold in enumerate(self.folds):
            states[place] = fold._steps(states[place], items)
        return states

    def _through(self, states: list[Any], items: Callable[[], Iterable[Any]], /) -> list[Any]:
        """Give each item to the folds that call something; to the others, many at once."""
        calling = [place for place, fold in enumerate(self.folds) if fold._calls]
        through = self._through_one if len(calling) == 1 else self._through_several
        rest = iter(items())
        try:
            while True:
                chunk = through(states, calling, rest)
                for place, fold in enumerate(self.folds):
                    if place not in calling:
                        states[place] = fold._steps(states[place], chunk)
                if len(chunk) < CHUNK:
                    return states
        finally:
            del rest

    def _through_one(
        self, states: list[Any], calling: list[int], items: Iterator[Any]
    ) -> list[Any]:
        """The next items, after the only fold that calls something has had them."""
        read, again = tee(islice(items, CHUNK))
        try:
            (place,) = calling
            hand_out = [read].pop
            del read, items
            states[place] = self.folds[place]._through(states[place], hand_out)
            return list(again)
        finally:
            del again

    def _through_several(
        self, states: list[Any], calling: list[int], items: Iterator[Any]
    ) -> list[Any]:
        """The next items, after each of the folds that call something has had each of them."""
        chunk: list[Any] = []
        steps = [(place, self.folds[place].step) for place in calling]
        try:
            for item in islice(items, CHUNK):
                for place, step in steps:
                    states[place] = step(states[place], item)
                chunk.append(item)
        finally:
            del items
        return chunk

    def _merge(self, a: list[Any], b: list[Any], /) -> list[Any]:
        for place, fold in enumerate(self.folds):
            merge: Any = fold.merge
            a[place] = merge(a[place], b[place])
        return a

    def finish(self, states: list[Any], /) -> Any:
        answers = [finished(fold, state) for fold, state in zip(self.folds, states)]
        return Results(**dict(zip(self.names, answers))) if self.names else tuple(answers)


class _Around(ReadyMade[A, R_co]):
    """What `Group`, `Mapped` and `Filtered` have in common: a function and the fold inside."""

    __slots__ = ("fold",)

    def _hold(self, fold: Fold[Any, Any]) -> None:
        check_fold("fold", fold)
        self.fold: Fold[Any, Any] = fold
        self.merge: Any = self._merge if fold.merge else None

    @property
    def _calls(self) -> bool:
        return True

    def _steps(self, state: Any, items: list[Any], /) -> Any:
        return self._through(state, [items].pop)

    def init(self) -> Any:
        return self.fold.init()

    def _merge(self, a: Any, b: Any, /) -> Any:
        merge: Any = self.fold.merge
        return merge(a, b)

    def finish(self, state: Any, /) -> Any:
        return finished(self.fold, state)


class Group(_Around[A, "dict[K, R]"], Generic[A, K, R]):
    """Gives a dict of what `fold` makes of the items of each `key`.

    >>> from rillet import Stream
    >>> from rillet.folds import Count, Group, List
    >>> Stream(["a", "bb", "c"]).aggregate(Group(len, List()), Group(len, Count()))
    ({1: ['a', 'c'], 2: ['bb']}, {1: 2, 2: 1})

    `key` gives something hashable. The groups come in the order of their first items.
    """

    __slots__ = ("key",)
    _given = ("key", "fold")

    def __init__(self, key: Callable[[A], K], fold: Fold[A, R], /) -> None:
        check_callable("key", key)
        self.key: Callable[[Any], Any] = key
        self._hold(fold)

    def init(self) -> dict[Any, Any]:
        return {}

    def step(self, states: dict[Any, Any], item: Any, /) -> dict[Any, Any]:
        k = self.key(item)
        fold = self.fold
        states[k] = fold.step(states[k] if k in states else fold.init(), item)
        return states

    def _through(
        self, states: dict[Any, Any], items: Callable[[], Iterable[Any]], /
    ) -> dict[Any, Any]:
        walk = self._one_by_one if self.fold._calls else self._in_parts
        return walk(states, items)

    def _one_by_one(
        self, states: dict[Any, Any], items: Callable[[], Iterable[Any]]
    ) -> dict[Any, Any]:
        key, step, init = self.key, self.fold.step, self.fold.init
        for item in items():
            k = key(item)
            states[k] = step(states[k] if k in states else init(), item)
        return states

    def _in_parts(
        self, states: dict[Any, Any], items: Callable[[], Iterable[Any]]
    ) -> dict[Any, Any]:
        """Read many items by their keys, and give the fold of each its part, if parts are large."""
        key = self.key
        rest = iter(items())
        try:
            while True:
                parts: defaultdict[Any, list[Any]] = defaultdict(list)
                for item in islice(rest, _MANY):
                    parts[key(item)].append(item)
                self._give(states, parts)
                if sum(map(len, parts.values())) < _MANY:
                    return states
                if len(parts) > _MANY // _LARGE:
                    return self._one_by_one(states, [rest].pop)
        finally:
            del rest

    def _give(self, states: dict[Any, Any], parts: dict[Any, list[Any]]) -> None:
        steps, init = self.fold._steps, self.fold.init
        for k, part in parts.items():
            states[k] = steps(states[k] if k in states else init(), part)

    def _merge(self, a: dict[Any, Any], b: dict[Any, Any], /) -> dict[Any, Any]:
        merge: Any = self.fold.merge
        for k, state in b.items():
            a[k] = merge(a[k], state) if k in a else state
        return a

    def finish(self, states: dict[Any, Any], /) -> dict[Any, Any]:
        finish = self.fold.finish
        return states if finish is None else {k: finish(each) for k, each in states.items()}


class Mapped(_Around[A, R_co]):
    """Gives what `fold` makes of `f(item)` for all items.

    >>> from rillet import Stream
    >>> from rillet.folds import Mapped, Mean
    >>> Stream(["a", "bbb"]).into(Mapped(len, Mean()))
    2.0
    """

    __slots__ = ("f",)
    _given = ("f", "fold")

    def __init__(self, f: Callable[[A], B], fold: Fold[B, R_co], /) -> None:
        check_callable("f", f)
        self.f: Callable[[Any], Any] = f
        self._hold(fold)

    def step(self, state: Any, item: Any, /) -> Any:
        return self.fold.step(state, self.f(item))

    def _through(self, state: Any, items: Callable[[], Iterable[Any]], /) -> Any:
        if not self.fold._calls:
            return self._in_chunks(state, items)
        f, step = self.f, self.fold.step
        for item in items():
            state = step(state, f(item))
        return state

    def _in_chunks(self, state: Any, items: Callable[[], Iterable[Any]]) -> Any:
        f, steps = self.f, self.fold._steps
        rest = iter(items())
        try:
            n = CHUNK
            while n == CHUNK:
                n = 0
                made: list[Any] = []
                for n, item in enumerate(islice(rest, CHUNK), 1):  # noqa: B007  # the last counts
                    made.append(f(item))
                state = steps(state, made)
        finally:
            del rest
        return state


class Filtered(_Around[A, R_co]):
    """Gives what `fold` makes of the items for which `p` is true.

    >>> from rillet import Stream
    >>> from rillet.folds import Filtered, Max
    >>> Stream(["a", "b", "C"]).aggregate(small=Filtered(str.islower, Max()), any=Max())
    Results(small='b', any='b')
    """

    __slots__ = ("p",)
    _given = ("p", "fold")

    def __init__(self, p: Callable[[A], object], fold: Fold[A, R_co], /) -> None:
        check_callable("p", p)
        self.p: Callable[[Any], object] = p
        self._hold(fold)

    def step(self, state: Any, item: Any, /) -> Any:
        return self.fold.step(state, item) if self.p(item) else state

    def _through(self, state: Any, items: Callable[[], Iterable[Any]], /) -> Any:
        if not self.fold._calls:
            return self._in_chunks(state, items)
        p, step = self.p, self.fold.step
        for item in items():
            if p(item):
                state = step(state, item)
        return state

    def _in_chunks(self, state: Any, items: Callable[[], Iterable[Any]]) -> Any:
        p, steps = self.p, self.fold._steps
        rest = iter(items())
        try:
            n = CHUNK
            while n == CHUNK:
                n = 0
                made: list[Any] = []
                for n, item in enumerate(islice(rest, CHUNK), 1):  # noqa: B007  # the last counts
                    if p(item):
                        made.append(item)
                state = steps(state, made)
        finally:
            del rest
        return state


class OrElse(_Around[A, "R | V"], Generic[A, R, V]):
    """Gives what `fold` makes of the items, or `value` where it has no answer without one.

    >>> from rillet import Stream
    >>> from rillet.folds import Filtered, Max, OrElse
    >>> Stream([1, 2]).aggregate(largest=Max(), negative=Filtered((0).__gt__, OrElse(Max(), None)))
    Results(largest=2, negative=None)
    """

    __slots__ = ("value",)
    _given = ("fold", "value")

    def __init__(self, fold: Fold[A, R], value: V, /) -> None:
        self.value: V = value
        self._hold(fold)

    @property
    def _calls(self) -> bool:
        return self.fold._calls

    def arguments(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (self.fold, self.value), {}

    def step(self, state: Any, item: Any, /) -> Any:
        return self.fold.step(state, item)

    def _steps(self, state: Any, items: list[Any], /) -> Any:
        return self.fold._steps(state, items)

    def _through(self, state: Any, items: Callable[[], Iterable[Any]], /) -> Any:
        return self.fold._through(state, items)

    def finish(self, state: Any, /) -> Any:
        try:
            return finished(self.fold, state)
        except EmptyStreamError:
            return self.value
