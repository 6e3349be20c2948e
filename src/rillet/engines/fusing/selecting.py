"""The first or the last of the sorted items, without sorting all of them where that is the same.

A sort is told by its comparisons where these are the user's, or contradict each other: `nan`, sets,
numbers among texts. So the items, or the keys, are looked at first: only numbers without a `nan`,
or only texts, or only bytes, of exactly these classes, are chosen from. All others are sorted.
Nor is anything chosen from items that stand in order for a while, for these are soon sorted.
"""

from __future__ import annotations

import operator
from functools import partial
from math import isqrt
from types import MethodType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rillet.operations.operation import AtEnd, deferred
from rillet.operations.order import Sorted
from rillet.operations.select import Take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from rillet.plan import Bounds

    Path: TypeAlias = tuple[Any, ...]

FEWEST: Final = 1000
"""From so few items on it pays to choose."""
SHARE: Final = 16
"""So many times more they must be than those that are wanted."""
WINDOW: Final = 32
"""So many neighbours are looked at, in `WINDOWS` places."""
WINDOWS: Final = 5

_COMPARABLE: Final = (
    frozenset({int, float, bool}),
    frozenset({str}),
    frozenset({bytes}),
)
"""Classes whose items compare with each other, by no code of the user's, in one order."""
_INDEXED: Final = frozenset({tuple, list})
_PLAIN: Final = frozenset({int, str})


class Wanted(NamedTuple):
    """How the items are sorted, and how many are wanted: from the start, or from the end."""

    key: Callable[[Any], Any] | None
    path: Path
    """What `key` looks up in an item, one in what the other gives."""
    reverse: bool
    n: int
    at_end: bool


class Selected(AtEnd):
    """Some of the sorted items; its argument is a `Wanted`."""

    name = "sorted"
    weight = 6

    @staticmethod
    def pull(wanted: Wanted, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, list, partial(_selected, wanted))

    @staticmethod
    def bounds(wanted: Wanted, low: float, high: float | None) -> Bounds:
        return Take.bounds(wanted.n, low, high)

    @classmethod
    def text(cls, wanted: Wanted, level: int) -> str:
        whole = Sorted.text((wanted.key, wanted.reverse), level)[:-1]
        comma = "" if whole.endswith("(") else ", "
        return f"{whole}{comma}{'last' if wanted.at_end else 'first'}={wanted.n})"


def _selected(wanted: Wanted, held: list[Any]) -> list[Any]:
    """Those of the items that are wanted, in order."""
    key = wanted.key
    pays = len(held) >= max(FEWEST, SHARE * wanted.n) and _is_in_disorder(held, wanted.path)
    if key is not None and pays:
        keys = [*map(key, held)]
        if len(keys) < len(held):  # a StopIteration of the user's, which ends the stream
            return []
        held = _by_keys(wanted, held, keys)
    else:
        if pays:
            held = _candidates(wanted, held)
        held.sort(key=key, reverse=wanted.reverse)
    return held[-wanted.n :] if wanted.at_end else held[: wanted.n]


def _is_in_disorder(held: list[Any], path: Path) -> bool:
    """Whether there are places where neighbours, of classes that may be chosen from, are mixed.

    What is looked at here is looked up in builtin collections alone, so nobody can tell.
    """
    step = (len(held) - WINDOW) // (WINDOWS - 1)
    for start in range(0, WINDOWS * step, step):
        window = held[start : start + WINDOW]
        for part in path:
            if not all(_has(item, part) for item in window):
                return False
            window = [item[part] for item in window]
        if not _are_comparable(window) or _is_monotone(window):
            return False
    return True


def _has(item: Any, part: Any) -> bool:
    kind = type(item)
    if kind in _INDEXED:
        return type(part) is int and -len(item) <= part < len(item)
    return kind is dict and _PLAIN.issuperset(map(type, item)) and part in item


def _are_comparable(values: list[Any]) -> bool:
    kinds = {*map(type, values)}
    return any(kinds <= group for group in _COMPARABLE)


def _is_monotone(window: list[Any]) -> bool:
    rest = window[1:]
    return all(map(operator.le, window, rest)) or all(map(operator.gt, window, rest))


def _candidates(wanted: Wanted, held: list[Any]) -> list[Any]:
    """The items, as they stand, without some that are not wanted: with all, if in doubt."""
    if not _are_comparable(held):
        return held
    end = _end(wanted, held)
    if _from_the_smallest(wanted):
        chosen = [item for item in held if not item > end]
    else:
        chosen = [item for item in held if not item < end]
    return held if _has_nan(chosen) else chosen


def _by_keys(wanted: Wanted, held: list[Any], keys: list[Any]) -> list[Any]:
    """The items in the order of their keys, without some that are not wanted."""
    if _are_comparable(keys):
        end = _end(wanted, keys)
        if _from_the_smallest(wanted):
            pairs = [(key, item) for key, item in zip(keys, held) if not key > end]
        else:
            pairs = [(key, item) for key, item in zip(keys, held) if not key < end]
        chosen = [key for key, _ in pairs]
        if not _has_nan(chosen):
            keys, held = chosen, [item for _, item in pairs]
    # The keys are known, and are asked for in their order: next(keys, item).
    held.sort(key=MethodType(next, iter(keys)), reverse=wanted.reverse)
    return held


def _from_the_smallest(wanted: Wanted) -> bool:
    return wanted.reverse == wanted.at_end


def _end(wanted: Wanted, values: list[Any]) -> Any:
    """A value beyond which none is wanted: where so many of some of them are, more of all are."""
    some = values[:: isqrt(len(values) // wanted.n) | 1]
    some.sort(reverse=not _from_the_smallest(wanted))
    return some[wanted.n - 1]


def _has_nan(values: list[Any]) -> bool:
    """Whether one of them is no number, which is beyond nothing, and so among what is left."""
    return any(map(operator.ne, values, values))
