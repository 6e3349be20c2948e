"""Contenders are compared before they are timed: a wrong answer is not fast."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.row import Contenders, Row

_ABSENT = object()


def disagreements(row: Row, contenders: Contenders) -> dict[str, str]:
    """By name, what is wrong with each contender whose result is not that of the first."""
    (_, reference), *_ = contenders.items()
    expected = row.canonical(row.kind.see(reference()))
    found = {
        name: _difference(row, make, expected, type_of(reference) if row.same_type else None)
        for name, make in contenders.items()
    }
    return {name: difference for name, difference in found.items() if difference}


def _difference(row: Row, make: Callable[[], Any], expected: Any, kind: type | None) -> str:
    try:
        result = row.canonical(row.kind.see(make()))
    except Exception as error:  # whatever a peer raises, the others can still be timed
        return f"raised {type(error).__name__}: {error}"
    if kind is not None and type_of(make) is not kind:
        return f"hands out a {type_of(make).__name__} where a {kind.__name__} was written by hand"
    return "" if result == expected else _first_difference(result, expected)


def type_of(make: Callable[[], Any]) -> type:
    """The type of what a `for` loop over the contender's iterable would run."""
    return type(iter(make()))


def _first_difference(result: Any, expected: Any) -> str:
    if not (isinstance(result, list) and isinstance(expected, list)):
        return f"gave {_short(result)}, not {_short(expected)}"
    pairs = enumerate(zip_longest(result, expected, fillvalue=_ABSENT))
    for place, (ours, theirs) in pairs:
        if ours is _ABSENT or theirs is _ABSENT:
            return f"gave {len(result)} items, not {len(expected)}"
        if ours != theirs:
            return f"gave {_short(ours)} at place {place}, not {_short(theirs)}"
    return "gave an equal list that does not compare equal"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def second_pass(make: Callable[[], Any]) -> str:
    """What a contender's iterable does when it is read again: the same, a refusal, or silence."""
    made = make()
    first = list(made)
    try:
        return "the same" if list(made) == first else "silently not"
    except Exception as error:  # each peer has a word of its own for it
        return f"refused ({type(error).__name__})"
