"""Folds that make a number of the items."""

from __future__ import annotations

from functools import reduce
from itertools import accumulate
from math import isfinite, nan
from operator import add

from rillet.arguments import brief, flag, optional_callable
from rillet.errors import EmptyStreamError
from rillet.folds import exact as floats
from rillet.folds.ready import Bare, ReadyMade

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, SupportsFloat, SupportsIndex, TypeAlias, TypeVar

    Number: TypeAlias = SupportsFloat | SupportsIndex
else:
    from rillet.untyped import TypeVar

A = TypeVar("A")


class Count(ReadyMade[A, int]):
    """Counts the items; with `p`, those for which it is true.

    >>> from rillet import Stream
    >>> from rillet.folds import Count
    >>> Stream([1, 2, 3]).aggregate(n=Count(), odd=Count(lambda n: n % 2))
    Results(n=3, odd=2)
    """

    __slots__ = ("p",)
    _given = ("p",)

    def __init__(self, p: Callable[[A], object] | None = None, /) -> None:
        optional_callable("p", p)
        self.p: Callable[[Any], object] | None = p

    def init(self) -> int:
        return 0

    @property
    def _calls(self) -> bool:
        return self.p is not None

    def step(self, n: int, item: Any, /) -> int:
        p = self.p
        return n + 1 if p is None or p(item) else n

    def _steps(self, n: int, items: list[Any], /) -> int:
        return n + len(items) if self.p is None else self._through(n, [items].pop)

    def _through(self, n: int, items: Callable[[], Iterable[Any]], /) -> int:
        p: Any = self.p
        for item in items():
            if p(item):
                n += 1
        return n

    def merge(self, a: int, b: int, /) -> int:
        return a + b

    finish: Any = None


class Sum(ReadyMade[A, "A | int"]):
    """Adds all items, and `start`, as `Stream.sum` does.

    >>> from datetime import timedelta
    >>> from rillet import Stream
    >>> from rillet.folds import Sum
    >>> Stream([1, 2, 3]).into(Sum())
    6
    >>> Stream([timedelta(1), timedelta(2)]).into(Sum(timedelta()))
    datetime.timedelta(days=3)

    `start` is added to the sum of all items, at the end.

    With `exact=True` floats are added without loss, and their sum is rounded once, as by
    `math.fsum`. So their order changes nothing, and parts merge to the sum of the whole.

    >>> Stream([0.1] * 10).into(Sum(exact=True))
    1.0

    Without it a float is rounded at each addition, so the sum of merged parts may differ from
    that of the whole in its last digits.
    """

    __slots__ = ("exact", "start")
    _given = ("start",)
    _options = (("exact", False),)

    def __init__(self, start: Any = None, /, *, exact: bool = False) -> None:
        if isinstance(start, (str, bytes, bytearray)):
            raise TypeError(f"start must not be a string, got {brief(start)}")
        self.start: Any = start
        self.exact: bool = flag("exact", exact)

    def init(self) -> tuple[Any, ...]:
        return ((), 0, floats.NOTHING) if self.exact else ()

    def step(self, state: tuple[Any, ...], item: Any, /) -> tuple[Any, ...]:
        if self.exact or isinstance(item, float):
            return self._steps(state, [item])
        return (state[0] + item, state[1]) if state else (item, 0.0)

    def _steps(self, state: tuple[Any, ...], items: list[Any], /) -> tuple[Any, ...]:
        if not self.exact:
            return _sum_of(state, items)
        rest, n, total = state
        kinds = set(map(type, items))
        if kinds == {float}:
            return rest, n + len(items), floats.added(total, items)
        if kinds <= {int, bool}:
            return _sum_of(rest, items), n, total
        numbers = [item for item in items if isinstance(item, float)]
        others = [item for item in items if not isinstance(item, float)]
        return _sum_of(rest, others), n + len(numbers), floats.added(total, numbers)

    def merge(self, a: tuple[Any, ...], b: tuple[Any, ...], /) -> tuple[Any, ...]:
        if not self.exact:
            return _sum_of_both(a, b)
        return _sum_of_both(a[0], b[0]), a[1] + b[1], floats.merged(a[2], b[2])

    def finish(self, state: tuple[Any, ...], /) -> Any:
        if not self.exact:
            return self._started(state)
        rest, n, total = state
        rest = self._started(rest)
        return floats.rounded(total, rest) if n else rest

    def _started(self, state: tuple[Any, ...]) -> Any:
        start = 0 if self.start is None else self.start
        if not state:
            return start
        total, lost = state
        return start + (total + lost if lost and isfinite(lost) else total)


def _sum_of(state: tuple[Any, ...], items: list[Any]) -> tuple[Any, ...]:
    """The sum so far, with what its rounding has lost, and all of `items`."""
    if not items:
        return state
    total, lost = state or (items[0], 0.0)
    rest = items if state else items[1:]
    return _ADDING(total, lost, rest)


def _sum_of_both(a: tuple[Any, ...], b: tuple[Any, ...]) -> tuple[Any, ...]:
    if not (a and b):
        return a or b
    total, lost = _sum_of(a, [b[0]])
    return total, lost + b[1]


def _adding(total: Any, lost: float, items: list[Any]) -> tuple[Any, float]:
    """What the builtin `sum` does before Python 3.12."""
    return sum(items, total), lost


def _adding_compensated(total: Any, lost: float, items: list[Any]) -> tuple[Any, float]:
    """What the builtin `sum` does since Python 3.12: it keeps apart what a float loses."""
    if type(total) is not float:
        added = sum(items, total)
        if type(added) is not float:
            return added, lost
    if type(total) is float and set(map(type, items)) == {float}:
        sums = list(accumulate(items, initial=total))
        rounded = map(_rounded_away, sums, items, sums[1:])
        return sums[-1], reduce(add, rounded, lost)
    for item in items:
        if type(total) is type(item) is float:
            lost += _rounded_away(total, item, total + item)
        total = total + item
    return total, lost


def _rounded_away(a: float, b: float, rounded: float) -> float:
    """The sum of two floats, less what it was rounded to."""
    large, small = (a, b) if abs(a) >= abs(b) else (b, a)
    return (large - rounded) + small


_ADDING = _adding_compensated if sum([1.0, 1e100, 1.0, -1e100]) == 2.0 else _adding


class Mean(Bare["Number", float]):
    """Gives the arithmetic mean, as a float, from the exact sum, as `Stream.mean` does.

    >>> from rillet import Stream
    >>> from rillet.folds import Mean
    >>> Stream([1, 2, 6]).into(Mean())
    3.0

    Without items it is an `EmptyStreamError`; see `OrElse`.
    """

    __slots__ = ()

    def init(self) -> tuple[int, Any]:
        return 0, floats.NOTHING

    def _steps(self, state: tuple[int, Any], items: list[Any], /) -> tuple[int, Any]:
        n, total = state
        return n + len(items), floats.added(total, floats.as_floats(items))

    def merge(self, a: tuple[int, Any], b: tuple[int, Any], /) -> tuple[int, Any]:
        return a[0] + b[0], floats.merged(a[1], b[1])

    def finish(self, state: tuple[int, Any], /) -> float:
        n, total = state
        if not n:
            raise EmptyStreamError("mean needs an item, and the stream is empty")
        total_as_float: float = floats.rounded(total)
        return total_as_float / n


class _Spread(ReadyMade["Number", float]):
    """What the variance and its root have in common: the exact sums of items and of squares."""

    __slots__ = ("population",)
    _options = (("population", False),)
    _name = "variance"

    def __init__(self, *, population: bool = False) -> None:
        self.population: bool = flag("population", population)

    def init(self) -> tuple[int, Any, Any]:
        return 0, floats.NOTHING, floats.ZERO

    def _steps(self, state: tuple[int, Any, Any], items: list[Any], /) -> tuple[int, Any, Any]:
        n, total, squares = state
        numbers = floats.as_floats(items)
        after = floats.added(total, numbers)
        if after[2:] != total[2:]:
            numbers = list(filter(isfinite, numbers))
        return n + len(items), after, floats.plus(squares, floats.squares(numbers))

    def merge(self, a: Any, b: Any, /) -> tuple[int, Any, Any]:
        return a[0] + b[0], floats.merged(a[1], b[1]), floats.plus(a[2], b[2])

    def _fraction(self, state: tuple[int, Any, Any]) -> tuple[int, int] | None:
        """The variance, as a fraction; None if an item was not finite."""
        n, (numerator, exponent, *special), (squares, twice) = state
        least = 1 if self.population else 2
        if n < least:
            has = "is empty" if n == 0 else "has one"
            needs = "an item" if least == 1 else "two items"
            raise EmptyStreamError(f"{self._name} needs {needs}, and the stream {has}")
        if any(special):
            return None
        bits = max(twice, 2 * exponent)
        divisor = n if self.population else n - 1
        whole = (n * squares << bits - twice) - (numerator**2 << bits - 2 * exponent)
        return whole, n * divisor << bits


class Variance(_Spread):
    """Gives the variance of a sample, as a float that is rounded once; of floats, as it takes all.

    >>> from rillet import Stream
    >>> from rillet.folds import Variance
    >>> Stream([2, 4, 9]).into(Variance())
    13.0

    That is `statistics.variance`; with `population=True` it is `statistics.pvariance`, of a
    whole population.

    >>> Stream([2, 4]).into(Variance(population=True))
    1.0

    With fewer than two items, or than one of a population, it is an `EmptyStreamError`.
    An infinite item or NaN makes it NaN.
    """

    __slots__ = ()

    def finish(self, state: Any, /) -> float:
        fraction = self._fraction(state)
        return nan if fraction is None else fraction[0] / fraction[1]


class StandardDeviation(_Spread):
    """Gives the standard deviation of a sample, as a float that is rounded once.

    >>> from rillet import Stream
    >>> from rillet.folds import StandardDeviation
    >>> Stream([2, 4, 6]).into(StandardDeviation())
    2.0

    That is `statistics.stdev`; with `population=True` it is `statistics.pstdev`.

    >>> Stream([2, 4]).into(StandardDeviation(population=True))
    1.0

    With fewer than two items, or than one of a population, it is an `EmptyStreamError`.
    An infinite item or NaN makes it NaN.
    """

    __slots__ = ()
    _name = "standard deviation"

    def finish(self, state: Any, /) -> float:
        fraction = self._fraction(state)
        return nan if fraction is None else floats.root(*fraction)
