"""Folds that put the items into one collection."""

from __future__ import annotations

from collections import Counter

from rillet.arguments import at_least, brief, optional_callable
from rillet.errors import DuplicateKeyError
from rillet.folds.ready import Keyed, ReadyMade

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Generic, TypeVar, overload

    from rillet.terminals.collect import OnDuplicate
else:
    from rillet.untyped import Generic, TypeVar, overload

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)
K = TypeVar("K")
T = TypeVar("T")
V = TypeVar("V")


class List(ReadyMade[A, "list[A]"]):
    """Puts all items into a list.

    >>> from rillet import Stream
    >>> from rillet.folds import Group, List
    >>> Stream(["a", "bb", "c"]).into(Group(len, List()))
    {1: ['a', 'c'], 2: ['bb']}
    """

    __slots__ = ()

    def init(self) -> list[Any]:
        return []

    def step(self, state: list[Any], item: Any, /) -> list[Any]:
        state.append(item)
        return state

    def _steps(self, state: list[Any], items: list[Any]) -> list[Any]:
        state += items
        return state

    merge = _steps
    finish: Any = None


class Set(ReadyMade[A, "set[A]"]):
    """Puts all items, which must be hashable, into a set.

    >>> from rillet import Stream
    >>> from rillet.folds import Set
    >>> sorted(Stream("abca").into(Set()))
    ['a', 'b', 'c']
    """

    __slots__ = ()

    def init(self) -> set[Any]:
        return set()

    def step(self, state: set[Any], item: Any, /) -> set[Any]:
        state.add(item)
        return state

    def _steps(self, state: set[Any], items: Any) -> set[Any]:
        state.update(items)
        return state

    merge = _steps
    finish: Any = None


class Dict(Keyed[A_contra, "dict[K, V]"], Generic[A_contra, K, V]):
    """Puts all items, which are pairs, into a dict; or the items by `key`, or their `value`.

    >>> from rillet import Stream
    >>> from rillet.folds import Dict
    >>> Stream(["a", "bb"]).into(Dict(len, str.upper))
    {1: 'A', 2: 'BB'}

    Of several items with the same key the last one counts; `on_duplicate="first"` keeps the
    first, and `"raise"` is a `DuplicateKeyError`.
    """

    __slots__ = ("on_duplicate", "value")
    _given = ("key", "value")
    _options = (("on_duplicate", "last"),)

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, on_duplicate: OnDuplicate = "last") -> Dict[tuple[K, V], K, V]: ...

        @overload
        def __new__(
            cls, key: Callable[[T], K], *, on_duplicate: OnDuplicate = "last"
        ) -> Dict[T, K, T]: ...

        @overload
        def __new__(
            cls,
            key: Callable[[T], K],
            value: Callable[[T], V],
            *,
            on_duplicate: OnDuplicate = "last",
        ) -> Dict[T, K, V]: ...
        def __new__(cls, *given: Any, **options: Any) -> Any:
            """Make the fold."""
            ...

    def __init__(
        self,
        key: Callable[[Any], Any] | None = None,
        value: Callable[[Any], Any] | None = None,
        *,
        on_duplicate: OnDuplicate = "last",
    ) -> None:
        optional_callable("key", key)
        optional_callable("value", value)
        if key is None and value is not None:
            raise TypeError("value needs a key: without one, the items are the pairs themselves")
        if on_duplicate not in ("last", "first", "raise"):
            raise ValueError(
                f"on_duplicate must be 'last', 'first' or 'raise', got {brief(on_duplicate)}"
            )
        self.key = key
        self.value = value
        self.on_duplicate = on_duplicate

    def init(self) -> dict[Any, Any]:
        return {}

    def _steps(self, state: dict[Any, Any], items: list[Any]) -> dict[Any, Any]:
        if self.key is not None:
            return self._through(state, [items].pop)
        if self.on_duplicate == "last":
            state.update(items)
        else:
            for k, v in items:
                self._put(state, k, v)
        return state

    def _through(self, state: dict[Any, Any], items: Callable[[], Iterable[Any]]) -> dict[Any, Any]:
        key: Any = self.key
        value = self.value
        put = self._put if self.on_duplicate != "last" else dict.__setitem__
        for item in items():
            put(state, key(item), item if value is None else value(item))
        return state

    def merge(self, a: dict[Any, Any], b: dict[Any, Any], /) -> dict[Any, Any]:
        if self.on_duplicate == "last":
            a.update(b)
        else:
            for k, v in b.items():
                self._put(a, k, v)
        return a

    def _put(self, made: dict[Any, Any], k: Any, v: Any) -> None:
        if k not in made:
            made[k] = v
        elif self.on_duplicate == "raise":
            raise DuplicateKeyError(
                f"each key must come once, {brief(k)} came with {brief(made[k])} "
                f"and again with {brief(v)}"
            )

    finish: Any = None


class Distinct(Keyed[A, "list[A]"]):
    """Gives a list of the different items, as `Stream.unique` does; with `key`, by their keys.

    >>> from rillet import Stream
    >>> from rillet.folds import Distinct
    >>> Stream(["b", "a", "b", "cc"]).aggregate(Distinct(), Distinct(len))
    (['b', 'a', 'cc'], ['b', 'cc'])

    The items, or their keys, must be hashable; the first of equal ones is kept.
    """

    __slots__ = ()
    _given = ("key",)

    if TYPE_CHECKING:

        def __new__(cls, key: Callable[[A], object] | None = None) -> Distinct[A]: ...

    def __init__(self, key: Callable[[Any], Any] | None = None) -> None:
        optional_callable("key", key)
        self.key = key

    def init(self) -> dict[Any, Any]:
        return {}

    def _steps(self, state: dict[Any, Any], items: list[Any]) -> dict[Any, Any]:
        return self._through(state, [items].pop)

    def _through(self, state: dict[Any, Any], items: Callable[[], Iterable[Any]]) -> dict[Any, Any]:
        key = self.key
        for item in items():
            k = item if key is None else key(item)
            if k not in state:
                state[k] = item
        return state

    def merge(self, a: dict[Any, Any], b: dict[Any, Any], /) -> dict[Any, Any]:
        for k, item in b.items():
            a.setdefault(k, item)
        return a

    def finish(self, state: dict[Any, Any], /) -> list[Any]:
        return list(state.values())


class CountDistinct(Keyed[A_contra, int]):
    """Counts the different items; with `key`, the different keys.

    >>> from rillet import Stream
    >>> from rillet.folds import CountDistinct
    >>> Stream(["b", "a", "b", "cc"]).aggregate(CountDistinct(), CountDistinct(len))
    (3, 2)

    It holds every different item, or key, which must be hashable.
    """

    __slots__ = ()
    _given = ("key",)

    if TYPE_CHECKING:

        @overload
        def __new__(cls, key: None = None) -> CountDistinct[Any]: ...

        @overload
        def __new__(cls, key: Callable[[T], object]) -> CountDistinct[T]: ...
        def __new__(cls, *given: Any, **options: Any) -> Any:
            """Make the fold."""
            ...

    def __init__(self, key: Callable[[Any], Any] | None = None) -> None:
        optional_callable("key", key)
        self.key = key

    def init(self) -> set[Any]:
        return set()

    def _steps(self, state: set[Any], items: list[Any]) -> set[Any]:
        if self.key is not None:
            return self._through(state, [items].pop)
        state.update(items)
        return state

    def _through(self, state: set[Any], items: Callable[[], Iterable[Any]]) -> set[Any]:
        key: Any = self.key
        for item in items():
            state.add(key(item))
        return state

    def merge(self, a: set[Any], b: set[Any], /) -> set[Any]:
        a |= b
        return a

    def finish(self, state: set[Any], /) -> int:
        return len(state)


class Frequencies(Keyed[A_contra, "Counter[K]"], Generic[A_contra, K]):
    """Counts the items by `key`; without it, each different item: see `Stream.count_by`.

    >>> from rillet import Stream
    >>> from rillet.folds import Frequencies
    >>> Stream(["a", "bb", "a"]).aggregate(Frequencies(), Frequencies(len))
    (Counter({'a': 2, 'bb': 1}), Counter({1: 2, 2: 1}))
    """

    __slots__ = ()
    _given = ("key",)

    if TYPE_CHECKING:

        @overload
        def __new__(cls, key: None = None) -> Frequencies[T, T]: ...

        @overload
        def __new__(cls, key: Callable[[T], K]) -> Frequencies[T, K]: ...
        def __new__(cls, *given: Any, **options: Any) -> Any:
            """Make the fold."""
            ...

    def __init__(self, key: Callable[[Any], Any] | None = None) -> None:
        optional_callable("key", key)
        self.key = key

    def init(self) -> Counter[Any]:
        return Counter()

    def _steps(self, state: Counter[Any], items: list[Any]) -> Counter[Any]:
        if self.key is not None:
            return self._through(state, [items].pop)
        state.update(items)
        return state

    def _through(self, state: Counter[Any], items: Callable[[], Iterable[Any]]) -> Counter[Any]:
        key: Any = self.key
        seen = state.get
        for item in items():
            k = key(item)
            state[k] = seen(k, 0) + 1
        return state

    def merge(self, a: Counter[Any], b: Counter[Any], /) -> Counter[Any]:
        a.update(b)
        return a

    finish: Any = None


class Top(ReadyMade[A, "list[tuple[A, int]]"]):
    """Gives the `k` most frequent items with their counts, the first seen of equal ones first.

    >>> from rillet import Stream
    >>> from rillet.folds import Top
    >>> Stream("abracadabra").into(Top(2))
    [('a', 5), ('b', 2)]

    It holds every different item, and so is exact, also merged.
    """

    __slots__ = ("k",)
    _given = ("k",)

    def __init__(self, k: int, /) -> None:
        self.k = at_least(0, "k", k)

    def init(self) -> Counter[Any]:
        return Counter()

    def _steps(self, state: Counter[Any], items: list[Any]) -> Counter[Any]:
        state.update(items)
        return state

    def merge(self, a: Counter[Any], b: Counter[Any], /) -> Counter[Any]:
        a.update(b)
        return a

    def finish(self, state: Counter[Any], /) -> list[tuple[Any, int]]:
        return state.most_common(self.k)
