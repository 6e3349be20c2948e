"""The ready-made folds: their laws, and that each is what a loop of plain Python makes."""

from __future__ import annotations

import copy
import math
import pickle
import statistics
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rillet.folds
from rillet import DuplicateKeyError, EmptyStreamError, Fold, Stream, op
from rillet.arguments import MISSING
from rillet.fold import CHUNK, run
from rillet.folds import (
    Count,
    CountDistinct,
    Dict,
    Distinct,
    Filtered,
    First,
    Frequencies,
    Group,
    Histogram,
    Last,
    List,
    Mapped,
    Max,
    Mean,
    Min,
    MinMax,
    NLargest,
    NSmallest,
    Quantiles,
    Results,
    Sample,
    Set,
    StandardDeviation,
    Sum,
    Together,
    Top,
    Variance,
)

ints = st.integers(-(2**70), 2**70)
floats = st.floats(allow_nan=False, allow_infinity=False)
fractions = st.fractions()
nan = math.nan
odd = st.sampled_from([None, nan, "", ..., (), 0, MISSING, ValueError])
hashables = st.one_of(ints, floats, st.text(max_size=2), odd)
special = st.floats(allow_nan=True, allow_infinity=True)
whole = st.one_of(ints, fractions)
rationals = st.one_of(ints, floats, fractions)
small = st.one_of(st.integers(-5, 5), st.floats(-5, 5), st.fractions(-5, 5))
pairs = st.tuples(st.integers(0, 3), odd)


def parity(item: Any) -> int:
    return hash(item) % 3


def text_of(item: Any) -> str:
    return f"{item}"[:2]


def add(a: Any, b: Any) -> Any:
    return a + b


def appended(state: tuple[Any, ...], item: Any) -> tuple[Any, ...]:
    return (*state, item)


own: Fold[Any, Any] = Fold(tuple, appended, add, len)

LAWFUL: dict[str, tuple[Fold[Any, Any], st.SearchStrategy[Any]]] = {
    "Count": (Count(), hashables),
    "Count, p": (Count(parity), hashables),
    "Sum": (Sum(), whole),
    "Sum, of texts": (Sum(()), st.tuples(ints)),
    "Sum, exact": (Sum(exact=True), st.one_of(rationals, st.floats())),
    "Sum, exact from": (Sum(0.25, exact=True), rationals),
    "Mean": (Mean(), st.one_of(rationals, st.floats())),
    "Variance": (Variance(), st.one_of(rationals, st.floats())),
    "Variance, population": (Variance(population=True), rationals),
    "StandardDeviation": (StandardDeviation(), rationals),
    "Min": (Min(), rationals),
    "Min, key": (Min(key=text_of), hashables),
    "Max": (Max(), rationals),
    "Max, key": (Max(key=text_of), hashables),
    "MinMax": (MinMax(), rationals),
    "MinMax, key": (MinMax(key=text_of), hashables),
    "First": (First(), hashables),
    "Last": (Last(), hashables),
    "NLargest": (NLargest(3), small),
    "NLargest, key": (NLargest(2, key=text_of), hashables),
    "NLargest, none": (NLargest(0), small),
    "NSmallest": (NSmallest(3), small),
    "NSmallest, key": (NSmallest(2, key=text_of), hashables),
    "List": (List(), hashables),
    "Set": (Set(), hashables),
    "Dict": (Dict(), pairs),
    "Dict, first": (Dict(on_duplicate="first"), pairs),
    "Dict, key": (Dict(parity), hashables),
    "Dict, key and value": (Dict(parity, text_of), hashables),
    "Dict, first by key": (Dict(parity, text_of, on_duplicate="first"), hashables),
    "Dict, raise": (Dict(id, text_of, on_duplicate="first"), hashables),
    "Distinct": (Distinct(), hashables),
    "Distinct, key": (Distinct(text_of), hashables),
    "CountDistinct": (CountDistinct(), hashables),
    "CountDistinct, key": (CountDistinct(text_of), hashables),
    "Frequencies": (Frequencies(), hashables),
    "Frequencies, key": (Frequencies(text_of), hashables),
    "Top": (Top(2), hashables),
    "Histogram": (Histogram([-1, 0, Fraction(1, 2), 3.5]), rationals),
    "Quantiles": (Quantiles(3), small),
    "Group": (Group(parity), hashables),
    "Group, fold": (Group(parity, Last()), hashables),
    "Group, own fold": (Group(parity, own), hashables),
    "Group, of groups": (Group(parity, Group(text_of, Count())), hashables),
    "Together": (Together(Count(), List(), own), hashables),
    "Together, named": (Together(n=Count(), last=Last(), groups=Group(parity)), hashables),
    "Mapped": (Mapped(text_of, Max()), hashables),
    "Filtered": (Filtered(parity, List()), hashables),
    "own": (own, hashables),
}
each_law = pytest.mark.parametrize("name", LAWFUL)
cuts = st.lists(st.integers(0, 12), max_size=2)


def after(fold: Fold[Any, Any], items: list[Any]) -> Any:
    """The state, which is never one that another call has."""
    return fold._steps(fold.init(), items)


def answer(fold: Fold[Any, Any], state: Any) -> Any:
    """The answer, or the kind of the error that is in place of it."""
    try:
        return state if fold.finish is None else fold.finish(state)
    except (EmptyStreamError, ValueError, OverflowError) as error:
        return type(error)


def alike(a: Any, b: Any) -> bool:
    """Equal, of the same type, and NaN where the other is; also inside."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b or (a != a and b != b)
    if isinstance(a, Results):
        return alike(vars(a), vars(b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    return bool(a == b)


@each_law
@given(data=st.data())
def test_parts_merge_to_the_whole_exactly(name: str, data: st.DataObject) -> None:
    fold, items = LAWFUL[name]
    a, b = (data.draw(st.lists(items, max_size=6)) for _ in "ab")
    merged = fold.merge(after(fold, a), after(fold, b))
    assert merged == after(fold, a + b)
    assert alike(answer(fold, merged), answer(fold, after(fold, a + b)))
    if isinstance(merged, dict):
        assert list(fold.merge(after(fold, a), after(fold, b))) == list(after(fold, a + b))


@each_law
@given(data=st.data())
def test_the_first_state_changes_nothing(name: str, data: st.DataObject) -> None:
    fold, items = LAWFUL[name]
    drawn = data.draw(st.lists(items, max_size=6))
    assert fold.merge(fold.init(), after(fold, drawn)) == after(fold, drawn)
    assert fold.merge(after(fold, drawn), fold.init()) == after(fold, drawn)


@each_law
@given(data=st.data())
def test_items_one_by_one_are_items_at_once(name: str, data: st.DataObject) -> None:
    fold, items = LAWFUL[name]
    drawn = data.draw(st.lists(items, max_size=6))
    assert reduce(fold.step, drawn, fold.init()) == after(fold, drawn)
    unpickled = pickle.loads(pickle.dumps(fold))
    assert repr(unpickled) == repr(fold)
    assert after(unpickled, drawn) == after(fold, drawn)
