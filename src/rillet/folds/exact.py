"""Sums of floats without loss: integers that count the smallest float there is.

The exact sum does not depend on the order of the items, so parts merge to the very same state.
That is a tuple: the units, and how many items were NaN, inf and -inf.
"""

from __future__ import annotations

from itertools import chain
from math import fsum, inf, isfinite, isqrt, ldexp, nan
from operator import mul

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final, TypeAlias

    Floats: TypeAlias = tuple[int, int, int, int]

SMALLEST: Final = 1074
"""Every float is a multiple of 2 ** -1074."""
NOTHING: Final = (0, 0, 0, 0)
"""The state before the first item."""
_TAKEN: Final = frozenset({float, int, bool})


def as_floats(items: list[Any]) -> list[Any]:
    """The items as numbers that `fsum` takes as they are; what is none is refused."""
    if _TAKEN.issuperset(map(type, items)):
        return items
    return [ldexp(item, 0) for item in items]


def added(state: Floats, numbers: list[Any]) -> Floats:
    """The state after all of `numbers`."""
    total, nans, above, below = state
    try:
        return total + _units_of_all(numbers), nans, above, below
    except (OverflowError, ValueError):  # some are not finite, or a sum on the way is not
        return _added_one_by_one(state, numbers)


def _units_of_all(numbers: list[Any]) -> int:
    """The exact sum: what `fsum` has rounded away is the sum of the rest, and so on."""
    total = 0
    taken: list[float] = []
    while part := fsum(chain(numbers, taken)):
        total += _units(part)
        taken.append(-part)
    return total


def _units(number: float) -> int:
    numerator, denominator = number.as_integer_ratio()
    return numerator << (SMALLEST + 1 - denominator.bit_length())


def _added_one_by_one(state: Floats, numbers: list[Any]) -> Floats:
    total, nans, above, below = state
    for number in map(float, numbers):
        if isfinite(number):
            total += _units(number)
        nans += number != number
        above += number == inf
        below += number == -inf
    return total, nans, above, below


def merged(a: Floats, b: Floats) -> Floats:
    """The state of both."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]


def rounded(state: Floats, rest: Any = 0) -> Any:
    """The sum of the floats and of a `rest` of any type, rounded once where that is a number."""
    total, nans, above, below = state
    if above and below:
        raise ValueError("-inf + inf in an exact sum")
    if nans or above or below:
        return (nan if nans else inf if above else -inf) + rest
    numerator, denominator = _ratio(rest)
    if not denominator:
        return total / (1 << SMALLEST) + rest
    return (total * denominator + (numerator << SMALLEST)) / (denominator << SMALLEST)


def _ratio(number: Any) -> tuple[int, int]:
    """A number as a fraction; one that is none has the denominator 0."""
    if isinstance(number, float):
        return number.as_integer_ratio() if isfinite(number) else (0, 0)
    return getattr(number, "numerator", 0), getattr(number, "denominator", 0)


def squares(numbers: Iterable[float]) -> int:
    """The exact sum of the squares of finite floats, in units of 2 ** -2148."""
    ratios = [number.as_integer_ratio() for number in numbers]
    scale = max([denominator for _, denominator in ratios], default=1)
    whole = [numerator * (scale // denominator) for numerator, denominator in ratios]
    total: int = sum(map(mul, whole, whole))
    return total << 2 * (SMALLEST + 1 - scale.bit_length())


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
