"""Terminals that make one value of all items."""

from __future__ import annotations

import functools
import heapq
import itertools
import math
from collections import Counter
from operator import itemgetter

from rillet.arguments import MISSING, at_least, brief, check_callable, optional_callable
from rillet.errors import EmptyStreamError
from rillet.operations.operation import Family, T_co
from rillet.plan import known_length
from rillet.terminals.frames import LettingGo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol, SupportsFloat, SupportsIndex, TypeVar, overload

    from rillet.operations.order import Comparable

    class Addable(Protocol):
        """What `sum` takes: a number, or anything else that adds to a number."""

        def __add__(self, other: Any, /) -> Any: ...
        def __radd__(self, other: Any, /) -> Any: ...

    class Multipliable(Protocol):
        """What `prod` takes."""

        def __mul__(self, other: Any, /) -> Any: ...
        def __rmul__(self, other: Any, /) -> Any: ...

else:
    from rillet.untyped import TypeVar, overload


S = TypeVar("S")
U = TypeVar("U")


_first = itemgetter(0)


class Reduce(Family[T_co]):
    """The terminals that make one value of all items."""

    __slots__ = ()

    @overload
    def reduce(self, f: Callable[[T_co, T_co], T_co], /) -> T_co: ...
    @overload
    def reduce(self, f: Callable[[T_co, T_co], T_co], /, *, default: U) -> T_co | U: ...
    def reduce(self, f: Callable[[Any, Any], Any], /, *, default: Any = MISSING) -> Any:
        """Make one value of all items: `f(f(first, second), third)` and so on.

        >>> from operator import mul
        >>> from rillet import Stream
        >>> Stream([2, 3, 4]).reduce(mul)
        24

        An empty stream gives `default`, or else is an `EmptyStreamError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        check_callable("f", f)
        items = self._every_item("reduce")
        try:
            first: Any = next(items, MISSING)
            if first is not MISSING:
                return functools.reduce(f, items, first)
        finally:
            del items
        return present(default, "reduce")

    def fold(self, initial: U, f: Callable[[U, T_co], U], /) -> U:
        """Make one value of `initial` and all items: `f(f(initial, first), second)` and so on.

        >>> from rillet import Stream
        >>> Stream("abc").fold("", lambda total, item: item + total)
        'cba'

        Terminal: reads to the end. Endless streams are refused.
        """
        check_callable("f", f)
        total = initial
        for item in self._every_item("fold"):
            total = f(total, item)
        return total

    @overload
    def sum(self: Family[int]) -> int: ...
    @overload
    def sum(self: Family[Addable]) -> T_co | int: ...
    @overload
    def sum(self: Family[Addable], start: S) -> S | Any: ...
    def sum(self: Family[Any], start: Any = 0) -> Any:
        """Add all items to `start`, as the builtin `sum` does.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3]).sum()
        6

        Since Python 3.12 floats are added without loss of the small ones.

        Terminal: reads to the end. Endless streams are refused.
        """
        if isinstance(start, (str, bytes, bytearray)):
            raise TypeError(f"start must not be a string, got {brief(start)}")
        return sum(self._every_item("sum"), start)

    @overload
    def prod(self: Family[int]) -> int: ...
    @overload
    def prod(self: Family[Multipliable]) -> T_co | int: ...
    @overload
    def prod(self: Family[Multipliable], start: S) -> S | Any: ...
    def prod(self: Family[Any], start: Any = 1) -> Any:
        """Multiply all items with `start`.

        >>> from rillet import Stream
        >>> Stream([2, 3, 4]).prod()
        24

        Terminal: reads to the end. Endless streams are refused.
        """
        return math.prod(self._every_item("prod"), start=start)

    def mean(self: Family[SupportsFloat | SupportsIndex]) -> float:
        """Give the arithmetic mean of the items, as a float, from their exact sum.

        >>> from rillet import Stream
        >>> Stream([1, 2, 6]).mean()
        3.0

        An empty stream is an `EmptyStreamError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        counter = itertools.count()
        total = math.fsum(map(_first, zip(self._every_item("mean"), counter)))
        length = next(counter)
        return total / length if length else present(MISSING, "mean")

    @overload
    def min(self: Family[Comparable]) -> T_co: ...
    @overload
    def min(self: Family[Comparable], *, default: U) -> T_co | U: ...
    @overload
    def min(self, *, key: Callable[[T_co], Comparable]) -> T_co: ...
    @overload
    def min(self, *, key: Callable[[T_co], Comparable], default: U) -> T_co | U: ...
    def min(
        self: Family[Any], *, key: Callable[[Any], Any] | None = None, default: Any = MISSING
    ) -> Any:
        """Give the smallest item, the first of several; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream(["bb", "a"]).min(key=len)
        'a'

        An empty stream gives `default`, or else is an `EmptyStreamError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        optional_callable("key", key)
        least: Any = min(self._every_item("min"), key=key, default=MISSING)
        return present(default, "min") if least is MISSING else least

    @overload
    def max(self: Family[Comparable]) -> T_co: ...
    @overload
    def max(self: Family[Comparable], *, default: U) -> T_co | U: ...
    @overload
    def max(self, *, key: Callable[[T_co], Comparable]) -> T_co: ...
    @overload
    def max(self, *, key: Callable[[T_co], Comparable], default: U) -> T_co | U: ...
    def max(
        self: Family[Any], *, key: Callable[[Any], Any] | None = None, default: Any = MISSING
    ) -> Any:
        """Give the largest item, the first of several; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream(["bb", "a"]).max(key=len)
        'bb'

        An empty stream gives `default`, or else is an `EmptyStreamError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        optional_callable("key", key)
        most: Any = max(self._every_item("max"), key=key, default=MISSING)
        return present(default, "max") if most is MISSING else most

    @overload
    def minmax(self: Family[Comparable]) -> tuple[T_co, T_co]: ...
    @overload
    def minmax(self: Family[Comparable], *, default: U) -> tuple[T_co, T_co] | U: ...
    @overload
    def minmax(self, *, key: Callable[[T_co], Comparable]) -> tuple[T_co, T_co]: ...
    @overload
    def minmax(self, *, key: Callable[[T_co], Comparable], default: U) -> tuple[T_co, T_co] | U: ...
    def minmax(
        self: Family[Any], *, key: Callable[[Any], Any] | None = None, default: Any = MISSING
    ) -> Any:
        """Give the pair of what `min` and `max` give, in one pass.

        >>> from rillet import Stream
        >>> Stream([3, 1, 2]).minmax()
        (1, 3)

        An empty stream gives `default`, or else is an `EmptyStreamError`.

        Terminal: reads to the end. Endless streams are refused.
        """
        optional_callable("key", key)
        least: Any = MISSING
        most = least_key = most_key = least
        if key is None:
            for item in self._every_item("minmax"):
                if least is MISSING:
                    least = most = item
                elif item < least:
                    least = item
                elif item > most:
                    most = item
        else:
            for item in self._every_item("minmax"):
                k = key(item)
                if least is MISSING:
                    least, least_key = most, most_key = item, k
                elif k < least_key:
                    least, least_key = item, k
                elif k > most_key:
                    most, most_key = item, k
        return present(default, "minmax") if least is MISSING else (least, most)

    def count(self, p: Callable[[T_co], object] | None = None, /) -> int:
        """Count the items; with `p`, those for which it is true.

        >>> from rillet import Stream
        >>> Stream("abc").count()
        3
        >>> Stream("abca").count("a".__eq__)
        2

        Where the length is sure beforehand, as that of a list in batches, nothing is read.

        >>> Stream.range(10**18).drop(1).batched(1000).count()
        1000000000000000

        Terminal: reads to the end. Endless streams are refused.
        """
        optional_callable("p", p)
        if p is None:
            if (length := known_length(self)) is not None:
                return length
            return sum(itertools.compress(itertools.repeat(1), zip(self._every_item("count"))))
        n = 0
        for item in self._every_item("count"):
            if p(item):
                n += 1
        return n

    @overload
    def nlargest(self: Family[Comparable], k: int, /) -> list[T_co]: ...
    @overload
    def nlargest(self, k: int, /, *, key: Callable[[T_co], Comparable]) -> list[T_co]: ...
    def nlargest(
        self: Family[Any], k: int, /, *, key: Callable[[Any], Any] | None = None
    ) -> list[Any]:
        """Give the `k` largest items, the largest first; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream([3, 1, 4, 1, 5]).nlargest(2)
        [5, 4]

        Terminal: reads to the end, holds `k` items. Endless streams are refused.
        """
        optional_callable("key", key)
        k = at_least(0, "k", k)
        with LettingGo():
            return heapq.nlargest(k, self._every_item("nlargest"), key)

    @overload
    def nsmallest(self: Family[Comparable], k: int, /) -> list[T_co]: ...
    @overload
    def nsmallest(self, k: int, /, *, key: Callable[[T_co], Comparable]) -> list[T_co]: ...
    def nsmallest(
        self: Family[Any], k: int, /, *, key: Callable[[Any], Any] | None = None
    ) -> list[Any]:
        """Give the `k` smallest items, the smallest first; with `key`, by their keys.

        >>> from rillet import Stream
        >>> Stream([3, 1, 4, 1, 5]).nsmallest(2)
        [1, 1]

        Terminal: reads to the end, holds `k` items. Endless streams are refused.
        """
        optional_callable("key", key)
        k = at_least(0, "k", k)
        with LettingGo():
            return heapq.nsmallest(k, self._every_item("nsmallest"), key)

    def top(self, k: int, /) -> list[tuple[T_co, int]]:
        """Give the `k` most frequent items with their counts, the first seen of equal ones first.

        >>> from rillet import Stream
        >>> Stream("abracadabra").top(2)
        [('a', 5), ('b', 2)]

        Terminal: reads to the end, holds every different item. Endless streams are refused.
        """
        k = at_least(0, "k", k)
        with LettingGo():
            return Counter(self._every_item("top")).most_common(k)


def present(default: Any, terminal: str) -> Any:
    """The `default` that an empty stream has, if one was given."""
    if default is MISSING:
        raise EmptyStreamError(f"{terminal} needs an item, and the stream is empty")
    return default
