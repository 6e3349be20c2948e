"""Terminals that look for an item, and stop as soon as they know."""

from __future__ import annotations

from collections import deque
from itertools import islice

from rillet.arguments import MISSING, at_least, brief, check_callable, optional_callable
from rillet.errors import EmptyStreamError
from rillet.operations.operation import Family, T_co
from rillet.terminals.reduce import present

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, overload

    from typing_extensions import TypeIs
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
        for place, item in enumerate(self._items()):
            if item is value or item == value:
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

    def __contains__(self, value: object, /) -> bool:
        """Tell whether any item is or equals `value`.

        >>> from rillet import Stream
        >>> 3 in Stream.count_from()
        True

        Terminal: stops early.
        """
        return value in self._items()  # type: ignore[operator]  # an iterator will do
