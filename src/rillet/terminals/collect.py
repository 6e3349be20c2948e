"""Terminals that put all items into one collection."""

from __future__ import annotations

from itertools import islice

from rillet.arguments import brief, check_callable, one_of, optional_callable, text
from rillet.compiled import defaultdict
from rillet.errors import DuplicateKeyError
from rillet.operations.operation import Family, T_co, ending_for_good, upstream
from rillet.terminals.raised import LettingGo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, Final, Literal, TypeAlias, TypeVar, overload

    OnDuplicate: TypeAlias = Literal["last", "first", "raise"]
else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
K = TypeVar("K")
R = TypeVar("R")
V = TypeVar("V")


class Collect(Family[T_co]):
    """The terminals that put all items into one collection."""

    __slots__ = ()

    def to_list(self) -> list[T_co]:
        """Put all items into a list.

        >>> from rillet import Stream
        >>> Stream("abc").to_list()
        ['a', 'b', 'c']

        Terminal: reads to the end. Endless streams are refused.
        """
        return list(self._whole("to_list"))

    def to_tuple(self) -> tuple[T_co, ...]:
        """Put all items into a tuple.

        >>> from rillet import Stream
        >>> Stream("abc").to_tuple()
        ('a', 'b', 'c')

        Terminal: reads to the end. Endless streams are refused.
        """
        return tuple(self._whole("to_tuple"))

    def to_set(self) -> set[T_co]:
        """Put all items, which must be hashable, into a set.

        >>> from rillet import Stream
        >>> sorted(Stream("abca").to_set())
        ['a', 'b', 'c']

        Terminal: reads to the end. Endless streams are refused.
        """
        return set(self._whole("to_set"))

    def collect(self, into: Callable[[Iterator[T_co]], R], /) -> R:
        """Give all items, as one iterator, to `into`.

        >>> from collections import deque
        >>> from rillet import Stream
        >>> Stream("abc").collect(deque)
        deque(['a', 'b', 'c'])

        Terminal: reads as far as `into` does. Endless streams are refused; `pipe` takes them.
        """
        check_callable("into", into)
        return into(self._every_item("collect"))

    @overload
    def to_dict(self: Family[tuple[K, V]], *, on_duplicate: OnDuplicate = "last") -> dict[K, V]: ...
    @overload
    def to_dict(
        self, key: Callable[[T_co], K], *, on_duplicate: OnDuplicate = "last"
    ) -> dict[K, T_co]: ...
    @overload
    def to_dict(
        self,
        key: Callable[[T_co], K],
        value: Callable[[T_co], V],
        *,
        on_duplicate: OnDuplicate = "last",
    ) -> dict[K, V]: ...
    def to_dict(
        self: Family[Any],
        key: Callable[[Any], Any] | None = None,
        value: Callable[[Any], Any] | None = None,
        *,
        on_duplicate: OnDuplicate = "last",
    ) -> dict[Any, Any]:
        """Put all items, which are pairs, into a dict; or the items by `key`, or their `value`.

        >>> from rillet import Stream
        >>> Stream([("a", 1), ("b", 2)]).to_dict()
        {'a': 1, 'b': 2}
        >>> Stream(["a", "bb"]).to_dict(len)
        {1: 'a', 2: 'bb'}
        >>> Stream(["a", "bb"]).to_dict(len, str.upper)
        {1: 'A', 2: 'BB'}

        Of several items with the same key the last one counts; `on_duplicate="first"` keeps the
        first, and `"raise"` is a `DuplicateKeyError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        optional_callable("key", key)
        optional_callable("value", value)
        if key is None and value is not None:
            raise TypeError("value needs a key: without one, the items are the pairs themselves")
        one_of("on_duplicate", on_duplicate, "last", "first", "raise")
        if on_duplicate != "last":
            return _dict_of_different(self._every_item("to_dict"), key, value, on_duplicate)
        if key is None:
            return dict(self._every_item("to_dict"))
        made = {}
        if value is None:
            for item in self._every_item("to_dict"):
                made[key(item)] = item
        else:
            for item in self._every_item("to_dict"):
                kept = value(item)
                made[key(item)] = kept
        return made

    def join_str(self: Family[str], sep: str = "") -> str:
        """Join the items, which are strings, with `sep` between them.

        >>> from rillet import Stream
        >>> Stream("abc").join_str("-")
        'a-b-c'

        Terminal: reads to the end. Endless streams are refused.
        """
        return text("sep", sep).join(self._whole("join_str"))

    @overload
    def group_by(self, key: Callable[[T_co], K]) -> dict[K, list[T_co]]: ...
    @overload
    def group_by(
        self, key: Callable[[T_co], K], value: Callable[[T_co], V]
    ) -> dict[K, list[V]]: ...
    def group_by(
        self, key: Callable[[T_co], Any], value: Callable[[T_co], Any] | None = None
    ) -> dict[Any, list[Any]]:
        """Put the items into a dict of lists by `key`, which gives something hashable.

        >>> from rillet import Stream
        >>> Stream(["a", "bb", "c"]).group_by(len)
        {1: ['a', 'c'], 2: ['bb']}

        `value` makes what the lists hold of the items.

        >>> Stream(["a", "bb", "c"]).group_by(len, str.upper)
        {1: ['A', 'C'], 2: ['BB']}

        Terminal: reads to the end. Endless streams are refused.
        """
        check_callable("key", key)
        optional_callable("value", value)
        groups: defaultdict[Any, list[Any]] = defaultdict(list)
        if value is None:
            for item in self._every_item("group_by"):
                groups[key(item)].append(item)
        else:
            for item in self._every_item("group_by"):
                group = groups[key(item)]
                group.append(value(item))
        return dict(groups)

    @overload
    def count_by(self) -> Counter[T_co]: ...
    @overload
    def count_by(self, key: None) -> Counter[T_co]: ...
    @overload
    def count_by(self, key: Callable[[T_co], K]) -> Counter[K]: ...
    def count_by(self, key: Callable[[T_co], Any] | None = None) -> Counter[Any]:
        """Count the items by `key`; without it, each different item.

        >>> from rillet import Stream
        >>> Stream(["a", "bb", "c"]).count_by(len)
        Counter({1: 2, 2: 1})
        >>> Stream("aba").count_by()
        Counter({'a': 2, 'b': 1})

        Terminal: reads to the end. Endless streams are refused.
        """
        import collections

        optional_callable("key", key)
        if key is None:
            with LettingGo():
                return collections.Counter(self._every_item("count_by"))
        stopped: list[StopIteration] = []
        with LettingGo():
            counts = collections.Counter(
                _keys_until(stopped, key, upstream(self._every_item("count_by")))
            )
        if stopped:
            raise stopped.pop()
        return counts

    @overload
    def unzip(self: Family[tuple[A]]) -> tuple[list[A]] | tuple[()]: ...
    @overload
    def unzip(self: Family[tuple[A, B]]) -> tuple[list[A], list[B]] | tuple[()]: ...
    @overload
    def unzip(self: Family[tuple[A, B, C]]) -> tuple[list[A], list[B], list[C]] | tuple[()]: ...
    @overload
    def unzip(
        self: Family[tuple[A, B, C, D]],
    ) -> tuple[list[A], list[B], list[C], list[D]] | tuple[()]: ...
    @overload
    def unzip(
        self: Family[tuple[A, B, C, D, E]],
    ) -> tuple[list[A], list[B], list[C], list[D], list[E]] | tuple[()]: ...
    @overload
    def unzip(self: Family[Sequence[A]]) -> tuple[list[A], ...]: ...
    def unzip(self: Family[Sequence[Any]]) -> tuple[list[Any], ...]:
        """Put the items, which are tuples of one length, into a list for each of their places.

        >>> from rillet import Stream
        >>> Stream([("a", 1), ("b", 2)]).unzip()
        (['a', 'b'], [1, 2])

        A stream without items gives an empty tuple, for nobody knows how many lists there are;
        where it must be two of them, say so.

        >>> names, ages = Stream([]).unzip() or ([], [])

        An item of another length than the first is a `ValueError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        return _columns(ending_for_good(self._every_item("unzip")))

    def partition(self, p: Callable[[T_co], object], /) -> tuple[list[T_co], list[T_co]]:
        """Put the items for which `p` is true into one list, and the others into another.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3]).partition(lambda n: n > 1)
        ([2, 3], [1])

        Terminal: reads to the end. Endless streams are refused.
        """
        check_callable("p", p)
        yes: list[T_co] = []
        no: list[T_co] = []
        take, leave = yes.append, no.append
        for item in self._every_item("partition"):
            if p(item):
                take(item)
            else:
                leave(item)
        return yes, no


def _keys_until(
    stopped: list[StopIteration], key: Callable[[Any], Any], items: Callable[[], Iterator[Any]]
) -> Iterator[Any]:
    """The keys of the items; a StopIteration of the key ends them, and is put into `stopped`."""
    try:
        for item in items():
            yield key(item)
    except StopIteration as error:
        stopped.append(error)


def comes_twice(k: Any, first: Any, again: Any) -> DuplicateKeyError:
    """The error for a key that must come once, and comes with two items."""
    return DuplicateKeyError(
        f"each key must come once, {brief(k)} came with {brief(first)} "
        f"and again with {brief(again)}"
    )


def _dict_of_different(
    items: Iterator[Any],
    key: Callable[[Any], Any] | None,
    value: Callable[[Any], Any] | None,
    on_duplicate: OnDuplicate,
) -> dict[Any, Any]:
    """A dict in which the first item of a key counts, or must be the only one."""
    made: dict[Any, Any] = {}
    try:
        for item in items:
            if key is None:
                k, v = item
            else:
                k, v = key(item), item if value is None else value(item)
            if k not in made:
                made[k] = v
            elif on_duplicate == "raise":
                raise comes_twice(k, made[k], v)
    finally:
        del items
    return made


_ROWS: Final = 1000
"""So many items are turned at a time: they stay in the cache of the processor."""


def _columns(items: Iterator[Any]) -> tuple[list[Any], ...]:
    columns: tuple[list[Any], ...] = ()
    first: Any = None
    place = 0
    try:
        while rows := list(islice(items, _ROWS)):
            if not place:
                first = rows[0]
            try:
                parts = zip(*rows, strict=True)
                if not place:
                    columns = tuple(map(list, parts))
                else:
                    for column, more in zip(columns, parts, strict=True):
                        column.extend(more)
            except ValueError as error:
                _refuse_unequal(rows, first, place, error)
                raise
            place += len(rows)
    finally:
        del items
    return columns


def _refuse_unequal(rows: list[Any], first: Any, place: int, error: ValueError) -> None:
    for at, row in enumerate(rows, place):
        if len(row) != len(first):
            raise ValueError(
                f"each item must have {len(first)} parts, as the first one has, "
                f"and item {at} is {brief(row)}"
            ) from error
