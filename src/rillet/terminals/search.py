"""Terminals that look for an item, and stop as soon as they know."""

from __future__ import annotations

from itertools import chain, groupby, islice

from rillet.arguments import MISSING, at_least, brief, check_callable, flag, optional_callable
from rillet.beat import mark
from rillet.compiled import deque, operator
from rillet.errors import EmptyStreamError, TooManyItemsError
from rillet.operations.operation import Family, T_co
from rillet.terminals.reduce import present

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from typing import Any, Final, TypeVar, overload

    from typing_extensions import TypeIs

    from rillet.operations.order import Comparable
else:
    from rillet.untyped import TypeVar, overload

U = TypeVar("U")


class Search(Family[T_co]):
    """The terminals that look for an item."""

    __slots__ = ()

    @overload
    def first(self) -> T_co: ...
    @overload
    def first(self, *, default: U) -> T_co | U: ...
    def first(self, *, default: Any = MISSING) -> Any:
        """Give the first item.

        >>> from rillet import Stream
        >>> Stream("abc").first()
        'a'

        An empty stream gives `default`, or else is an `EmptyStreamError`.

        Terminal: stops early.
        """
        item: Any = next(self._items(), MISSING)
        return present(default, "first") if item is MISSING else item

    @overload
    def last(self) -> T_co: ...
    @overload
    def last(self, *, default: U) -> T_co | U: ...
    def last(self, *, default: Any = MISSING) -> Any:
        """Give the last item.

        >>> from rillet import Stream
        >>> Stream("abc").last()
        'c'

        An empty stream gives `default`, or else is an `EmptyStreamError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        if self._operation is None and type(self._before) in _BY_PLACE:
            held = self._before[-1:]
        else:
            held = deque(self._every_item("last"), maxlen=1)
        return held[0] if held else present(default, "last")

    @overload
    def nth(self, n: int, /) -> T_co: ...
    @overload
    def nth(self, n: int, /, *, default: U) -> T_co | U: ...
    def nth(self, n: int, /, *, default: Any = MISSING) -> Any:
        """Give the item at place `n`, counted from 0.

        >>> from rillet import Stream
        >>> Stream("abc").nth(1)
        'b'

        A stream without that place gives `default`, or else is an `EmptyStreamError`.

        Terminal: stops early.
        """
        n = at_least(0, "n", n)
        item: Any = next(islice(self._items(), n, None), MISSING)
        if item is not MISSING:
            return item
        if default is MISSING:
            raise EmptyStreamError(f"the stream has no item at place {n}")
        return default

    def one(self) -> T_co:
        """Give the only item.

        >>> from rillet import Stream
        >>> Stream([3, 8, 4]).filter(lambda n: n > 5).one()
        8

        An empty stream is an `EmptyStreamError`, and a second item a `TooManyItemsError`.

        Terminal: stops early, at a second item.
        """
        items = self._at_most_one("one")
        return items[0] if items else present(MISSING, "one")

    @overload
    def only(self) -> T_co | None: ...
    @overload
    def only(self, *, default: U) -> T_co | U: ...
    def only(self, *, default: Any = None) -> Any:
        """Give the only item, or `default` if there is none.

        >>> from rillet import Stream
        >>> Stream([3, 8]).filter(lambda n: n > 5).only()
        8
        >>> Stream([]).only(default=0)
        0

        A second item is a `TooManyItemsError`.

        Terminal: stops early, at a second item.
        """
        items = self._at_most_one("only")
        return items[0] if items else default

    def _at_most_one(self, terminal: str) -> list[T_co]:
        items = list(islice(self._items(), 2))
        if len(items) > 1:
            raise TooManyItemsError(
                f"{terminal} needs a single item, and the stream begins with "
                f"{brief(items[0])}, {brief(items[1])}"
            )
        return items

    @overload
    def find(self, p: Callable[[T_co], TypeIs[U]], /) -> U | None: ...
    @overload
    def find(self, p: Callable[[T_co], object], /) -> T_co | None: ...
    @overload
    def find(self, p: Callable[[T_co], object], /, *, default: U) -> T_co | U: ...
    def find(self, p: Callable[[Any], object], /, *, default: Any = None) -> Any:
        """Give the first item for which `p` is true, or `default`.

        >>> from rillet import Stream
        >>> Stream([1, 8, 9]).find(lambda n: n > 5)
        8

        Terminal: stops early.
        """
        check_callable("p", p)
        for item in self._items():
            if p(item):
                return item
        return default

    @overload
    def index(self, value: object, /) -> int: ...
    @overload
    def index(self, value: object, /, *, default: U) -> int | U: ...
    def index(self, value: object, /, *, default: Any = MISSING) -> Any:
        """Give the place, counted from 0, of the first item that is or equals `value`.

        >>> from rillet import Stream
        >>> Stream("abc").index("b")
        1

        A stream without it gives `default`, or else is a `ValueError`, as for a list.

        Terminal: stops early.
        """
        at_end: list[bool] = []
        place = operator.indexOf(chain(self._items(), mark(at_end), (value,)), value)
        if not at_end:
            return place
        if default is MISSING:
            raise ValueError(f"value must be in the stream, got {brief(value)}")
        return default

    def any(self, p: Callable[[T_co], object] | None = None, /) -> bool:
        """Tell whether `p`, or the item itself, is true for any item.

        >>> from rillet import Stream
        >>> Stream([0, 3]).any()
        True

        Terminal: stops early.
        """
        optional_callable("p", p)
        if p is None:
            return any(self._items())
        for item in self._items():  # noqa: SIM110  # any() would swallow a StopIteration of p
            if p(item):
                return True
        return False

    def all(self, p: Callable[[T_co], object] | None = None, /) -> bool:
        """Tell whether `p`, or the item itself, is true for all items.

        >>> from rillet import Stream
        >>> Stream([2, 3]).all(lambda n: n > 2)
        False

        Terminal: stops early.
        """
        optional_callable("p", p)
        if p is None:
            return all(self._items())
        for item in self._items():  # noqa: SIM110  # all() would swallow a StopIteration of p
            if not p(item):
                return False
        return True

    def none(self, p: Callable[[T_co], object] | None = None, /) -> bool:
        """Tell whether `p`, or the item itself, is true for no item.

        >>> from rillet import Stream
        >>> Stream([0, 0]).none()
        True

        Terminal: stops early.
        """
        optional_callable("p", p)
        return not Search.any(self, p)  # which notes nothing of its own

    def is_empty(self) -> bool:
        """Tell whether there is no item.

        >>> from rillet import Stream
        >>> Stream([]).is_empty(), Stream([0]).is_empty()
        (True, False)

        The first item is pulled to know it, and a one-shot stream is then read.

        Terminal: stops early.
        """
        return next(self._items(), MISSING) is MISSING

    def all_equal(self, key: Callable[[T_co], object] | None = None) -> bool:
        """Tell whether every item is or equals the first; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream([1, 1.0, True]).all_equal()
        True
        >>> Stream(["a", "bb"]).all_equal(len)
        False

        It is true of a stream without items.

        Terminal: stops early.
        """
        optional_callable("key", key)
        if key is None:
            return len(list(islice(groupby(self._items()), 2))) < 2
        return _all_equal_by(key, self._items())

    def all_unique(self, key: Callable[[T_co], Hashable] | None = None) -> bool:
        """Tell whether no item, which must be hashable, comes twice; with `key`, no key.

        >>> from rillet import Stream
        >>> Stream("abca").all_unique()
        False
        >>> Stream(["a", "bb"]).all_unique(len)
        True

        Terminal: stops early, holds every item it has seen, or its key.
        """
        optional_callable("key", key)
        seen: set[Any] = set()
        add = seen.add
        if key is None:
            for item in self._items():
                if item in seen:
                    return False
                add(item)
            return True
        for item in self._items():
            k = key(item)
            if k in seen:
                return False
            add(k)
        return True

    @overload
    def is_sorted(
        self: Family[Comparable],
        key: None = None,
        *,
        strict: bool = False,
        reverse: bool = False,
    ) -> bool: ...
    @overload
    def is_sorted(
        self, key: Callable[[T_co], Comparable], *, strict: bool = False, reverse: bool = False
    ) -> bool: ...
    def is_sorted(
        self: Family[Any],
        key: Callable[[Any], Any] | None = None,
        *,
        strict: bool = False,
        reverse: bool = False,
    ) -> bool:
        """Tell whether no item is less than the one before; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream([1, 2, 2]).is_sorted()
        True

        With `strict`, every item must be greater than the one before.

        >>> Stream([1, 2, 2]).is_sorted(strict=True)
        False

        With `reverse`, it is told of the order from the largest to the smallest.

        >>> Stream(["ccc", "bb", "a"]).is_sorted(len, reverse=True)
        True

        Items are compared with `<` alone, as `sorted` does. It is true of a stream without items.

        Terminal: stops early.
        """
        optional_callable("key", key)
        flag("strict", strict)
        flag("reverse", reverse)
        if key is not None:
            return _is_in_order_by(key, self._items(), strict=strict, reverse=reverse)
        return _is_in_order(self._items(), strict=strict, reverse=reverse)

    def __contains__(self, value: object, /) -> bool:
        """Tell whether any item is or equals `value`.

        >>> from rillet import Stream
        >>> 3 in Stream.count_from()
        True

        Terminal: stops early.
        """
        if self._operation is None and type(self._before) in _BY_PLACE and self._ends_soon():
            return value in self._before
        return value in self._items()  # type: ignore[operator]  # an iterator will do


_BY_PLACE: Final = frozenset({list, tuple})
"""The collections that know their last item, and find a value as an iterator does, but quicker."""


def _is_in_order(items: Iterator[Any], *, strict: bool, reverse: bool) -> bool:
    # Of neighbours a, b: strict, a < b; else not b < a. In reverse a and b change places.
    # Each has a loop of its own: to ask in one loop which it is takes half the time again.
    try:
        before: Any = next(items, MISSING)
        if before is MISSING:
            return True
        if strict and reverse:
            for item in items:
                if not item < before:
                    return False
                before = item
        elif strict:
            for item in items:
                if not before < item:
                    return False
                before = item
        elif reverse:
            for item in items:
                if before < item:
                    return False
                before = item
        else:
            for item in items:
                if item < before:
                    return False
                before = item
    finally:
        del items
    return True


def _is_in_order_by(
    key: Callable[[Any], Any], items: Iterator[Any], *, strict: bool, reverse: bool
) -> bool:
    try:
        first: Any = next(items, MISSING)
        if first is MISSING:
            return True
        before = key(first)
        if strict and reverse:
            for item in items:
                k = key(item)
                if not k < before:
                    return False
                before = k
        elif strict:
            for item in items:
                k = key(item)
                if not before < k:
                    return False
                before = k
        elif reverse:
            for item in items:
                k = key(item)
                if before < k:
                    return False
                before = k
        else:
            for item in items:
                k = key(item)
                if k < before:
                    return False
                before = k
    finally:
        del items
    return True


def _all_equal_by(key: Callable[[Any], Any], items: Iterator[Any]) -> bool:
    try:
        item: Any = next(items, MISSING)
        if item is MISSING:
            return True
        first = key(item)
        for item in items:
            k = key(item)
            if not (k is first or k == first):
                return False
    finally:
        del items
    return True
