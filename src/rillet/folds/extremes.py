"""Folds that keep one or some of the items: the smallest, the largest, the first, the last.

The state of one item is `(key, item)`, or `(item,)` without a key function, or `()` before it.
"""

from __future__ import annotations

from operator import itemgetter

from rillet.arguments import at_least, optional_callable
from rillet.folds.ready import Bare, Keyed, held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar, TypeAlias, TypeVar

    from rillet.operations.order import Comparable

    State: TypeAlias = tuple[Any, ...]
else:
    from rillet.untyped import TypeVar

A = TypeVar("A")
C = TypeVar("C", bound="Comparable")
A_contra = TypeVar("A_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")
U = TypeVar("U")
_key_of = itemgetter(0)


class _Extreme(Keyed[A, R_co]):
    """What `Min`, `Max` and `MinMax` have in common: a key function and a default."""

    __slots__ = ()
    _options = (("key", None),)
    _name = ""
    _of: Any = None
    """The builtin that finds it among several items."""

    def __init__(self, *, key: Callable[[Any], Comparable] | None = None) -> None:
        optional_callable("key", key)
        self.key = key

    def init(self) -> State:
        return ()

    def _steps(self, state: Any, items: list[Any], /) -> Any:
        if self.key is not None:
            return self._through(state, [items].pop)
        return (self._of((*state, *items)),) if items else state

    def finish(self, state: State, /) -> Any:
        return held(state, self._name)


class Min(_Extreme[A, A]):
    """Gives the smallest item, the first of several; with `key`, by their keys.

    >>> from rillet import Stream
    >>> from rillet.folds import Min
    >>> Stream(["bb", "c"]).aggregate(Min(), Min(key=len))
    ('bb', 'c')

    Without items it is an `EmptyStreamError`; see `OrElse`.
    Parts merge as the whole where `<` orders all items, which it does not with NaN.
    """

    __slots__ = ()
    _name = "min"
    _of = min

    def step(self, state: State, item: Any, /) -> State:
        key = self.key
        k = item if key is None else key(item)
        if state and not k < state[0]:
            return state
        return (item,) if key is None else (k, item)

    def _through(self, state: State, items: Callable[[], Iterable[Any]], /) -> State:
        key: Any = self.key
        for item in items():
            k = key(item)
            if not state or k < state[0]:
                state = k, item
        return state

    def merge(self, a: State, b: State, /) -> State:
        return _smaller(a, b)


class Max(_Extreme[A, A]):
    """Gives the largest item, the first of several; with `key`, by their keys.

    >>> from rillet import Stream
    >>> from rillet.folds import Max
    >>> Stream(["bb", "c"]).aggregate(Max(), Max(key=len))
    ('c', 'bb')

    Without items it is an `EmptyStreamError`; see `OrElse`.
    Parts merge as the whole where `<` orders all items, which it does not with NaN.
    """

    __slots__ = ()
    _name = "max"
    _of = max

    def step(self, state: State, item: Any, /) -> State:
        key = self.key
        k = item if key is None else key(item)
        if state and not k > state[0]:
            return state
        return (item,) if key is None else (k, item)

    def _through(self, state: State, items: Callable[[], Iterable[Any]], /) -> State:
        key: Any = self.key
        for item in items():
            k = key(item)
            if not state or k > state[0]:
                state = k, item
        return state

    def merge(self, a: State, b: State, /) -> State:
        return _larger(a, b)


class MinMax(_Extreme[A, "tuple[A, A]"]):
    """Gives the pair of what `Min` and `Max` give.

    >>> from rillet import Stream
    >>> from rillet.folds import MinMax
    >>> Stream([3, 1, 2]).into(MinMax())
    (1, 3)

    Without items it is an `EmptyStreamError`; see `OrElse`.
    Parts merge as the whole where `<` orders all items, which it does not with NaN.
    """

    __slots__ = ()
    _name = "minmax"

    def init(self) -> tuple[State, State]:
        return (), ()

    def _steps(self, state: tuple[State, State], items: list[Any], /) -> tuple[State, State]:
        if self.key is not None:
            return self._through(state, [items].pop)
        low, high = state
        return ((min((*low, *items)),), (max((*high, *items)),)) if items else state

    def _through(
        self, state: tuple[State, State], items: Callable[[], Iterable[Any]], /
    ) -> tuple[State, State]:
        low, high = state
        key: Any = self.key
        for item in items():
            k = key(item)
            if not low:
                low = high = k, item
            elif k < low[0]:
                low = k, item
            elif k > high[0]:
                high = k, item
        return low, high

    def merge(self, a: tuple[State, State], b: tuple[State, State], /) -> tuple[State, State]:
        return _smaller(a[0], b[0]), _larger(a[1], b[1])

    def finish(self, state: tuple[State, State], /) -> Any:
        low, high = state
        return held(((low[-1], high[-1]),) if low else (), self._name)


def _smaller(a: State, b: State) -> State:
    return b if not a or (b and b[0] < a[0]) else a


def _larger(a: State, b: State) -> State:
    return b if not a or (b and b[0] > a[0]) else a


class First(Bare[A, A]):
    """Gives the first item.

    >>> from rillet import Stream
    >>> from rillet.folds import First, Last
    >>> Stream("abc").aggregate(First(), Last())
    ('a', 'c')

    Without items it is an `EmptyStreamError`; see `OrElse`.
    It does not stop the pass, as `Stream.first` does.
    """

    __slots__ = ()

    def init(self) -> State:
        return ()

    def _steps(self, state: State, items: list[Any], /) -> State:
        return state or tuple(items[:1])

    def merge(self, a: State, b: State, /) -> State:
        return a or b

    def finish(self, state: State, /) -> Any:
        return held(state, "first")


class Last(Bare[A, A]):
    """Gives the last item.

    >>> from rillet import Stream
    >>> from rillet.folds import Group, Last
    >>> Stream(["a1", "b1", "a2"]).into(Group(lambda text: text[0], Last()))
    {'a': 'a2', 'b': 'b1'}

    Without items it is an `EmptyStreamError`; see `OrElse`.
    """

    __slots__ = ()

    def init(self) -> State:
        return ()

    def _steps(self, state: State, items: list[Any], /) -> State:
        return tuple(items[-1:]) or state

    def merge(self, a: State, b: State, /) -> State:
        return b or a

    def finish(self, state: State, /) -> Any:
        return held(state, "last")


class _Best(Keyed[A, "list[A]"]):
    """What `NLargest` and `NSmallest` have in common: the state is the best so far, in order."""

    __slots__ = ("k",)
    _given = ("k",)
    _options = (("key", None),)
    _largest: ClassVar[bool]

    def __init__(self, k: int, /, *, key: Callable[[Any], Comparable] | None = None) -> None:
        self.k: int = at_least(0, "k", k)
        optional_callable("key", key)
        self.key = key

    def init(self) -> list[Any]:
        return []

    def _steps(self, state: list[Any], items: list[Any], /) -> list[Any]:
        if self.key is not None:
            stepped: list[Any] = self._through(state, [items].pop)
            return stepped
        better: list[Any] = self.merge(state, items)
        return better

    def step(self, state: list[Any], item: Any, /) -> list[Any]:
        key = self.key
        better: list[Any] = self.merge(state, [item if key is None else (key(item), item)])
        return better

    def merge(self, a: list[Any], b: list[Any], /) -> list[Any]:
        if a and len(a) == self.k:
            b = self._better(a[-1], b)
            if not b:
                return a
        together = a + b
        together.sort(key=None if self.key is None else _key_of, reverse=self._largest)
        del together[self.k :]
        return together

    def _better(self, worst: Any, items: list[Any]) -> list[Any]:
        """Those of `items` that are better than the worst, of which there are so many already."""
        raise NotImplementedError

    def finish(self, state: list[Any], /) -> list[Any]:
        return state if self.key is None else [item for _, item in state]


class NLargest(_Best[A]):
    """Gives the `k` largest items, the largest first; with `key`, by their keys.

    >>> from rillet import Stream
    >>> from rillet.folds import NLargest
    >>> Stream([3, 1, 4, 1, 5]).into(NLargest(2))
    [5, 4]

    It holds `k` items. Parts merge as the whole where `<` orders all items, which it does not with
    NaN.
    """

    __slots__ = ()
    _largest = True

    def _better(self, worst: Any, items: list[Any]) -> list[Any]:
        if self.key is None:
            return [item for item in items if item > worst]
        least = worst[0]
        return [pair for pair in items if pair[0] > least]


class NSmallest(_Best[A]):
    """Gives the `k` smallest items, the smallest first; with `key`, by their keys.

    >>> from rillet import Stream
    >>> from rillet.folds import NSmallest
    >>> Stream([3, 1, 4, 1, 5]).into(NSmallest(2))
    [1, 1]

    It holds `k` items. Parts merge as the whole where `<` orders all items, which it does not with
    NaN.
    """

    __slots__ = ()
    _largest = False

    def _better(self, worst: Any, items: list[Any]) -> list[Any]:
        if self.key is None:
            return [item for item in items if item < worst]
        most = worst[0]
        return [pair for pair in items if pair[0] < most]
