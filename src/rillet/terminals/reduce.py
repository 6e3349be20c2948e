"""Terminals that make one value of all items."""

from __future__ import annotations

import itertools
import math
import sys
from types import GenericAlias

from rillet.arguments import (
    MISSING,
    at_least,
    brief,
    check_callable,
    optional_callable,
    with_method,
)
from rillet.compiled import operator, reduce
from rillet.errors import EmptyStreamError
from rillet.operations.operation import Family, T_co, ending_for_good
from rillet.plan import known_length
from rillet.terminals.raised import LettingGo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import (
        Any,
        Final,
        Generic,
        Protocol,
        SupportsFloat,
        SupportsIndex,
        TypeVar,
        final,
        overload,
    )

    from rillet.operations.order import Comparable

    class Addable(Protocol):
        """What `sum` takes: a number, or anything else that adds to a number."""

        def __add__(self, other: Any, /) -> Any: ...
        def __radd__(self, other: Any, /) -> Any: ...

    class Multipliable(Protocol):
        """What `prod` takes."""

        def __mul__(self, other: Any, /) -> Any: ...
        def __rmul__(self, other: Any, /) -> Any: ...

    class Randomness(Protocol):
        """What `sample` draws from: a `random.Random`, or anything else with its `random`."""

        def random(self) -> float:
            """Give a number from 0 up to 1, without 1."""
            ...

else:
    from rillet.untyped import Generic, TypeVar, final, overload


R_co = TypeVar("R_co", covariant=True)
S = TypeVar("S")
U = TypeVar("U")


_first = operator.itemgetter(0)


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
                return reduce(f, items, first)
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

    def fold_while(self, initial: U, f: Callable[[U, T_co], U | Done[U]], /) -> U:
        """Do what `fold` does, until `f` gives `Done(x)`: then the answer is `x`.

        >>> from rillet import Done, Stream
        >>> def add(total, item):
        ...     return Done(total) if item < 0 else total + item
        >>> Stream([1, 2, -1, 3]).fold_while(0, add)
        3

        Terminal: stops early. An endless stream is read until `f` gives `Done`.
        """
        check_callable("f", f)
        total = initial
        for item in self._items():
            made = f(total, item)
            if isinstance(made, Done):
                return made.value
            total = made
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
        if length := known_length(self):
            return math.fsum(self._every_item("mean")) / length
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
            items = self._every_item("minmax")
            try:
                least = most = next(items, MISSING)
                for item in () if least is MISSING else items:
                    if item < least:
                        least = item
                    elif item > most:
                        most = item
            finally:
                del items
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
        import heapq

        with LettingGo():
            return heapq.nlargest(k, ending_for_good(self._every_item("nlargest")), key)

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
        import heapq

        with LettingGo():
            return heapq.nsmallest(k, ending_for_good(self._every_item("nsmallest")), key)

    def top(self, k: int, /) -> list[tuple[T_co, int]]:
        """Give the `k` most frequent items with their counts, the first seen of equal ones first.

        >>> from rillet import Stream
        >>> Stream("abracadabra").top(2)
        [('a', 5), ('b', 2)]

        Terminal: reads to the end, holds every different item. Endless streams are refused.
        """
        import collections

        k = at_least(0, "k", k)
        with LettingGo():
            return collections.Counter(self._every_item("top")).most_common(k)

    def sample(self, k: int, /, *, rng: Randomness | None = None) -> list[T_co]:
        """Give `k` of the items, chosen at random, in the order of the stream.

        >>> from random import Random
        >>> from rillet import Stream
        >>> Stream.range(1000).sample(3, rng=Random(7))
        [161, 323, 496]

        Any `k` places are as likely as any others. A stream of fewer items gives all of them.

        `rng` is a `random.Random`, or anything else whose method `random` gives numbers from 0
        up to 1. Without it, the numbers are those of the module `random`.

        Terminal: reads to the end, holds `k` items. Endless streams are refused.
        """
        k = at_least(0, "k", k)
        random = _random_of(rng)
        return _sampled(self._every_item("sample"), k, random)


@final
class Done(Generic[R_co]):
    """What the function of `fold_while` gives to stop: `value` is then the answer.

    >>> from rillet import Done
    >>> Done(3)
    Done(3)
    >>> Done(3).value
    3
    """

    __match_args__ = ("value",)
    __slots__ = ("value",)

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    value: R_co

    def __init__(self, value: R_co, /) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Done({brief(self.value)})"


def _random_of(rng: Randomness | None) -> Callable[[], float]:
    if rng is None:
        import random  # it costs more than all the rest of the package

        return random.random
    return with_method("rng", rng, "random").random  # type: ignore[no-any-return]


_RARE: Final = 37 / sys.maxsize
"""A chance that no skip of a fair number is too long for: no logarithm is less than -37."""


def _sampled(items: Iterator[Any], k: int, random: Callable[[], float]) -> list[Any]:
    """Algorithm L: Kim-Hung Li, Reservoir-sampling algorithms, ACM TOMS 20 (1994), 481-493.

    If a number below 1 were drawn for each item, the `k` items of the least would be held, and
    `worst` is the greatest of those. How many come before the next item below it is drawn at once.
    """
    log, log1p, islice, rare = math.log, math.log1p, itertools.islice, _RARE
    worst = 1.0
    try:
        held = list(islice(items, k))
        if len(held) < k or k == 0:
            return held
        places = list(range(k))
        place, root = k, 1 / k
        while True:
            worst *= (1 - random()) ** root
            if rare < worst < 1:
                skipped = int(log(1 - random()) / log1p(-worst))
            else:
                skipped = _skipped(worst, random)
            item: Any = next(islice(items, skipped, None), MISSING)
            if item is MISSING:
                break
            place += skipped
            slot = int(k * random())
            held[slot] = item
            places[slot] = place
            place += 1
    finally:
        del items
    return [held[slot] for slot in sorted(range(k), key=places.__getitem__)]


def _skipped(chance: float, random: Callable[[], float]) -> int:
    """How many items come before one of a `chance` that may be beyond what floats tell apart."""
    if chance == 1:
        return 0
    return int(min(math.log(1 - random()) / math.log1p(-max(chance, 1e-300)), sys.maxsize))


def present(default: Any, terminal: str) -> Any:
    """The `default` that an empty stream has, if one was given."""
    if default is MISSING:
        raise EmptyStreamError(f"{terminal} needs an item, and the stream is empty")
    return default
