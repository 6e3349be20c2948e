"""Sums of floats without loss.

The exact sum does not depend on the order of the items, so parts merge to the very same state.
That is a tuple: a numerator and the exponent of its denominator, a power of two, in lowest terms;
and how many items were NaN, inf and -inf.
"""

from __future__ import annotations

from itertools import chain
from math import frexp, fsum, inf, isfinite, isqrt, ldexp, nan
from operator import mul

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, TypeAlias

    Exact: TypeAlias = tuple[int, int]
    Floats: TypeAlias = tuple[int, int, int, int, int]

ZERO: Final = (0, 0)
NOTHING: Final = (0, 0, 0, 0, 0)
"""The state before the first item."""
_TAKEN: Final = frozenset({float, int, bool})
_WHOLE: Final = frozenset({int, bool})
_DIGITS: Final = 53
_MOST: Final = 2**_DIGITS
"""Up to here every integer is a float."""


def as_floats(items: list[Any]) -> list[Any]:
    """The items as numbers that `fsum` takes as they are; what is none is refused."""
    if _TAKEN.issuperset(map(type, items)):
        return items
    return [ldexp(item, 0) for item in items]


def added(state: Floats, numbers: list[Any]) -> Floats:
    """The state after all of `numbers`."""
    numerator, exponent, nans, above, below = state
    if are_whole(numbers):
        return numerator + (sum(numbers) << exponent), exponent, nans, above, below
    try:
        return *plus((numerator, exponent), _sum(numbers)), nans, above, below
    except (OverflowError, ValueError):  # some are not finite, or a sum on the way is not
        return _added_one_by_one(state, numbers)


def _sum(numbers: list[Any]) -> Exact:
    total: Exact = ZERO
    taken: list[float] = []
    # What fsum has rounded away is the sum of the rest, and so on.
    while part := fsum(chain(numbers, taken)):
        total = plus(total, exactly(part))
        taken.append(-part)
    return total


def are_whole(numbers: list[Any]) -> bool:
    """Whether all are integers, and the same as floats."""
    if not _WHOLE.issuperset(map(type, numbers)):
        return False
    return not numbers or (min(numbers) >= -_MOST and max(numbers) <= _MOST)


def exactly(number: float) -> Exact:
    """A finite number as a fraction."""
    numerator, denominator = number.as_integer_ratio()
    return numerator, denominator.bit_length() - 1


def plus(a: Exact, b: Exact) -> Exact:
    """The sum of two fractions, in lowest terms."""
    exponent = max(a[1], b[1])
    return lowest((a[0] << exponent - a[1]) + (b[0] << exponent - b[1]), exponent)


def lowest(numerator: int, exponent: int) -> Exact:
    """The fraction in lowest terms."""
    if not numerator:
        return ZERO
    twos = min(exponent, (numerator & -numerator).bit_length() - 1)
    return numerator >> twos, exponent - twos


def _added_one_by_one(state: Floats, numbers: list[Any]) -> Floats:
    numerator, exponent, nans, above, below = state
    for number in map(float, numbers):
        if isfinite(number):
            numerator, exponent = plus((numerator, exponent), exactly(number))
        nans += number != number
        above += number == inf
        below += number == -inf
    return numerator, exponent, nans, above, below


def merged(a: Floats, b: Floats) -> Floats:
    """The state of both."""
    return *plus(a[:2], b[:2]), a[2] + b[2], a[3] + b[3], a[4] + b[4]


def rounded(state: Floats, rest: Any = 0) -> Any:
    """The sum of the floats and of a `rest` of any type, rounded once where that is a number."""
    numerator, exponent, nans, above, below = state
    if above and below:
        raise ValueError("-inf + inf in an exact sum")
    if nans or above or below:
        return (nan if nans else inf if above else -inf) + rest
    more, denominator = _ratio(rest)
    if not denominator:
        return numerator / (1 << exponent) + rest
    return (numerator * denominator + (more << exponent)) / (denominator << exponent)


def _ratio(number: Any) -> tuple[int, int]:
    """A number as a fraction; one that is none has the denominator 0."""
    if isinstance(number, float):
        return number.as_integer_ratio() if isfinite(number) else (0, 0)
    return getattr(number, "numerator", 0), getattr(number, "denominator", 0)


def squares(numbers: list[Any]) -> Exact:
    """The exact sum of the squares of finite numbers, in lowest terms."""
    if are_whole(numbers):
        return sum(map(mul, numbers, numbers)), 0
    floats = list(map(float, numbers))
    exponent = _scale(floats)
    try:
        scale = 2.0**exponent
        whole = list(map(int, [number * scale for number in floats]))
    except OverflowError:  # too wide apart
        ratios = [number.as_integer_ratio() for number in floats]
        denominator = max([denominator for _, denominator in ratios])
        exponent = denominator.bit_length() - 1
        whole = [numerator * (denominator // divisor) for numerator, divisor in ratios]
    return lowest(sum(map(mul, whole, whole)), 2 * exponent)


def _scale(numbers: list[float]) -> int:
    """A power of two that makes integers of all the numbers, which are not all integers."""
    least = min(filter(None, map(abs, numbers)), default=1.0)
    return max(0, _DIGITS - frexp(least)[1])


def root(numerator: int, denominator: int) -> float:
    """The float that is nearest to the square root of a fraction.

    The root is taken to 64 bits at least; its last bit says whether anything is left.
    """
    shift = max(0, 130 + denominator.bit_length() - numerator.bit_length()) // 2
    scaled = numerator << 2 * shift
    whole = isqrt(scaled // denominator)
    if whole * whole * denominator != scaled:
        whole |= 1
    return whole / (1 << shift)
