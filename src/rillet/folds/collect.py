"""Folds that put the items into one collection."""

from __future__ import annotations

from collections import Counter

from rillet.arguments import at_least, one_of, optional_callable
from rillet.folds.ready import Bare, Keyed, ReadyMade
from rillet.terminals.collect import comes_twice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Generic, TypeVar

    from rillet.terminals.collect import OnDuplicate
else:
    from rillet.untyped import Generic, TypeVar

A = TypeVar("A")
K = TypeVar("K")
R_co = TypeVar("R_co", covariant=True)
V = TypeVar("V")


class List(Bare[A, "list[A]"]):
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

    def _steps(self, state: list[Any], items: list[Any], /) -> list[Any]:
        state += items
        return state

    merge = _steps
    finish: Any = None


class Set(Bare[A, "set[A]"]):
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

    def _steps(self, state: set[Any], items: Any, /) -> set[Any]:
        state.update(items)
        return state

    merge = _steps
    finish: Any = None


class Dict(ReadyMade["tuple[K, V]", "dict[K, V]"], Generic[K, V]):
    """Puts all items, which are pairs, into a dict.

    >>> from rillet import Stream
    >>> from rillet.folds import Dict
    >>> Stream([("a", 1), ("b", 2)]).into(Dict())
    {'a': 1, 'b': 2}

    Of several items with the same key the last one counts; `on_duplicate="first"` keeps the
    first, and `"raise"` is a `DuplicateKeyError`.
    """

    __slots__ = ("on_duplicate",)
    _options = (("on_duplicate", "last"),)

    def __init__(self, *, on_duplicate: OnDuplicate = "last") -> None:
        one_of("on_duplicate", on_duplicate, "last", "first", "raise")
        self.on_duplicate: OnDuplicate = on_duplicate

    def init(self) -> dict[Any, Any]:
        return {}

    def _steps(self, state: dict[Any, Any], items: list[Any], /) -> dict[Any, Any]:
        if self.on_duplicate == "last":
            state.update(items)
        else:
            for k, v in items:
                self._put(state, k, v)
        return state

    def merge(self, a: dict[Any, Any], b: dict[Any, Any], /) -> dict[Any, Any]:
        return self._steps(a, list(b.items()))

    def _put(self, made: dict[Any, Any], k: Any, v: Any) -> None:
        if k not in made:
            made[k] = v
        elif self.on_duplicate == "raise":
            raise comes_twice(k, made[k], v)

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

    def __init__(self, key: Callable[[A], object] | None = None) -> None:
        optional_callable("key", key)
        self.key = key

    def init(self) -> dict[Any, Any]:
        return {}

    def _steps(self, state: dict[Any, Any], items: list[Any], /) -> dict[Any, Any]:
        if self.key is not None:
            return self._through(state, [items].pop)
        state |= dict.fromkeys(items)  # in which the first of equal keys stays
        return state

    def _through(
        self, state: dict[Any, Any], items: Callable[[], Iterable[Any]], /
    ) -> dict[Any, Any]:
        key: Any = self.key
        for item in items():
            k = key(item)
            if k not in state:
                state[k] = item
        return state

    def merge(self, a: dict[Any, Any], b: dict[Any, Any], /) -> dict[Any, Any]:
        for k, item in b.items():
            a.setdefault(k, item)
        return a

    def finish(self, state: dict[Any, Any], /) -> list[Any]:
        return list(state if self.key is None else state.values())


class CountDistinct(Keyed[A, int]):
    """Counts the different items; with `key`, the different keys.

    >>> from rillet import Stream
    >>> from rillet.folds import CountDistinct
    >>> Stream(["b", "a", "b", "cc"]).aggregate(CountDistinct(), CountDistinct(len))
    (3, 2)

    It holds every different item, or key, which must be hashable.
    """

    __slots__ = ()
    _given = ("key",)

    def __init__(self, key: Callable[[A], object] | None = None) -> None:
        optional_callable("key", key)
        self.key = key

    def init(self) -> set[Any]:
        return set()

    def _steps(self, state: set[Any], items: list[Any], /) -> set[Any]:
        if self.key is not None:
            return self._through(state, [items].pop)
        state.update(items)
        return state

    def _through(self, state: set[Any], items: Callable[[], Iterable[Any]], /) -> set[Any]:
        key: Any = self.key
        for item in items():
            state.add(key(item))
        return state

    def merge(self, a: set[Any], b: set[Any], /) -> set[Any]:
        a |= b
        return a

    def finish(self, state: set[Any], /) -> int:
        return len(state)


class _Counts(ReadyMade[A, R_co]):
    """What `Frequencies` and `Top` have in common: every different item is counted."""

    __slots__ = ()

    def init(self) -> Counter[Any]:
        return Counter()

    def _steps(self, state: Counter[Any], items: list[Any], /) -> Counter[Any]:
        state.update(items)
        return state

    def merge(self, a: Counter[Any], b: Counter[Any], /) -> Counter[Any]:
        a.update(b)
        return a


class Frequencies(_Counts[A, "Counter[A]"]):
    """Counts each different item, as `Stream.count_by` does.

    >>> from rillet import Stream
    >>> from rillet.folds import Frequencies, Mapped
    >>> words = Stream(["a", "bb", "a"])
    >>> words.aggregate(Frequencies(), Mapped(len, Frequencies()))
    (Counter({'a': 2, 'bb': 1}), Counter({1: 2, 2: 1}))
    """

    __slots__ = ()

    def __init__(self) -> None:
        """Take no arguments."""

    finish: Any = None


class Top(_Counts[A, "list[tuple[A, int]]"]):
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
        self.k: int = at_least(0, "k", k)

    def finish(self, state: Counter[Any], /) -> list[tuple[Any, int]]:
        return state.most_common(self.k)
