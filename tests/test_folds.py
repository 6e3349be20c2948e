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
from itertools import pairwise
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
    OrElse,
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
from rillet.folds.combine import _MANY as MANY

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
    "Distinct": (Distinct(), hashables),
    "Distinct, key": (Distinct(text_of), hashables),
    "CountDistinct": (CountDistinct(), hashables),
    "CountDistinct, key": (CountDistinct(text_of), hashables),
    "Frequencies": (Frequencies(), hashables),
    "Top": (Top(2), hashables),
    "Histogram": (Histogram([-1, 0, Fraction(1, 2), 3.5]), rationals),
    "Quantiles": (Quantiles(3), small),
    "Group": (Group(parity, List()), hashables),
    "Group, fold": (Group(parity, Last()), hashables),
    "Group, own fold": (Group(parity, own), hashables),
    "Group, of groups": (Group(parity, Group(text_of, Count())), hashables),
    "Together": (Together(Count(), List(), own), hashables),
    "Together, named": (Together(n=Count(), last=Last(), groups=Group(parity, List())), hashables),
    "Mapped": (Mapped(text_of, Max()), hashables),
    "Filtered": (Filtered(parity, List()), hashables),
    "OrElse": (OrElse(Last(), None), hashables),
    "OrElse, of what calls": (OrElse(Max(key=text_of), None), hashables),
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


def kept_first(items: list[Any], key: Callable[[Any], Any] = lambda item: item) -> list[Any]:
    seen: dict[Any, Any] = {}
    for item in items:
        if key(item) not in seen:
            seen[key(item)] = item
    return list(seen.values())


def counted(items: list[Any], key: Callable[[Any], Any] = lambda item: item) -> Counter[Any]:
    counts: dict[Any, int] = {}
    for item in items:
        counts[key(item)] = counts.get(key(item), 0) + 1
    return Counter(counts)


def grouped(items: list[Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(parity(item), []).append(item)
    return groups


def ranked(items: list[Any], k: int, *, reverse: bool, key: Any = None) -> list[Any]:
    return sorted(items, key=key, reverse=reverse)[:k]


def binned(items: list[Any], edges: list[Any]) -> list[int]:
    below = sum(item < edges[0] for item in items)
    inside = [sum(low <= item < high for item in items) for low, high in pairwise(edges)]
    return [below, *inside, sum(edges[-1] <= item for item in items)]


def exact_sum(items: list[Any]) -> Any:
    total = sum(map(Fraction, items))
    return float(total) if any(type(item) is float for item in items) else sum(items)


def as_floats(items: list[Any]) -> list[Fraction]:
    return [Fraction(float(item)) for item in items]


def spread(items: list[Any]) -> Fraction:
    numbers = as_floats(items)
    mean = sum(numbers) / len(numbers)
    return sum((number - mean) ** 2 for number in numbers)


REFERENCES: dict[str, tuple[Fold[Any, Any], st.SearchStrategy[Any], Callable[[Any], Any]]] = {
    "Count": (Count(), hashables, len),
    "Count, p": (Count(parity), hashables, lambda xs: len([x for x in xs if parity(x)])),
    "Sum": (Sum(), whole, sum),
    "Sum, start": (Sum(Fraction(1, 2)), whole, lambda xs: sum(xs, Fraction(1, 2))),
    "Sum, exact": (Sum(exact=True), rationals, exact_sum),
    "Sum, of floats": (Sum(exact=True), floats, lambda xs: math.fsum(xs) if xs else 0),
    "Mean": (Mean(), rationals, lambda xs: math.fsum(xs) / len(xs)),
    "Variance": (Variance(), small, lambda xs: float(spread(xs) / (len(xs) - 1))),
    "Variance, wide": (Variance(), floats, lambda xs: float(spread(xs) / (len(xs) - 1))),
    "Variance, population": (
        Variance(population=True), small, lambda xs: float(spread(xs) / len(xs))
    ),
    "StandardDeviation": (StandardDeviation(), small.map(float), statistics.stdev),
    "StandardDeviation, population": (
        StandardDeviation(population=True), small.map(float), statistics.pstdev
    ),
    "Min": (Min(), rationals, min),
    "Min, key": (Min(key=text_of), hashables, lambda xs: min(xs, key=text_of)),
    "Max": (Max(), rationals, max),
    "Max, key": (Max(key=text_of), hashables, lambda xs: max(xs, key=text_of)),
    "MinMax": (MinMax(), rationals, lambda xs: (min(xs), max(xs))),
    "MinMax, key": (
        MinMax(key=text_of), hashables, lambda xs: (min(xs, key=text_of), max(xs, key=text_of))
    ),
    "First": (First(), hashables, lambda xs: xs[0]),
    "Last": (Last(), hashables, lambda xs: xs[-1]),
    "NLargest": (NLargest(3), small, lambda xs: ranked(xs, 3, reverse=True)),
    "NLargest, key": (
        NLargest(2, key=text_of), hashables, lambda xs: ranked(xs, 2, reverse=True, key=text_of)
    ),
    "NSmallest": (NSmallest(3), small, lambda xs: ranked(xs, 3, reverse=False)),
    "NSmallest, key": (
        NSmallest(2, key=text_of), hashables, lambda xs: ranked(xs, 2, reverse=False, key=text_of)
    ),
    "List": (List(), hashables, list),
    "Set": (Set(), hashables, set),
    "Dict": (Dict(), pairs, dict),
    "Dict, first": (
        Dict(on_duplicate="first"), pairs, lambda xs: dict(kept_first(xs, lambda pair: pair[0]))
    ),
    "Distinct": (Distinct(), hashables, kept_first),
    "Distinct, key": (Distinct(text_of), hashables, lambda xs: kept_first(xs, text_of)),
    "CountDistinct": (CountDistinct(), hashables, lambda xs: len(set(xs))),
    "CountDistinct, key": (
        CountDistinct(text_of), hashables, lambda xs: len(set(map(text_of, xs)))
    ),
    "Frequencies": (Frequencies(), hashables, counted),
    "Top": (Top(2), hashables, lambda xs: counted(xs).most_common(2)),
    "Histogram": (Histogram([-1, 0, 2.5]), rationals, lambda xs: binned(xs, [-1, 0, 2.5])),
    "Quantiles": (Quantiles(), small, lambda xs: statistics.quantiles(xs) if xs[1:] else [*xs] * 3),
    "Quantiles, inclusive": (
        Quantiles(7, method="inclusive"),
        small,
        lambda xs: statistics.quantiles(xs, n=7, method="inclusive") if xs[1:] else [*xs] * 6,
    ),
    "Group": (Group(parity, List()), hashables, grouped),
    "Group, fold": (
        Group(parity, Count()), hashables, lambda xs: {k: len(g) for k, g in grouped(xs).items()}
    ),
    "Together": (Together(Count(), List()), hashables, lambda xs: (len(xs), xs)),
    "Together, named": (
        Together(n=Count(), own=own), hashables, lambda xs: Results(n=len(xs), own=len(xs))
    ),
    "OrElse": (OrElse(Last(), 5), hashables, lambda xs: xs[-1] if xs else 5),
    "Mapped": (Mapped(text_of, List()), hashables, lambda xs: [text_of(x) for x in xs]),
    "Mapped, own": (Mapped(text_of, own), hashables, len),
    "Filtered": (Filtered(parity, List()), hashables, lambda xs: [x for x in xs if parity(x)]),
    "Filtered, own": (
        Filtered(parity, own), hashables, lambda xs: len([x for x in xs if parity(x)])
    ),
}  # fmt: skip
NEEDED = {"Mean", "Min", "Max", "MinMax", "First", "Last", "Quantiles"}


def needed(name: str) -> int:
    """How many items the fold must have for an answer."""
    if name.startswith(("Variance", "Standard")):
        return 1 if "population" in name else 2
    return int(name.split(",")[0] in NEEDED)


@pytest.mark.parametrize("name", REFERENCES)
@given(data=st.data())
def test_a_fold_gives_what_a_loop_gives(name: str, data: st.DataObject) -> None:
    fold, items, reference = REFERENCES[name]
    drawn = data.draw(st.lists(items, min_size=needed(name), max_size=7))
    try:
        expected = reference(drawn)
    except OverflowError:
        return
    for answer in (
        run(fold, iter(drawn)),
        Stream(drawn).into(fold),
        Stream(drawn).aggregate(Count(), fold)[1],
        op.tap(id).push(fold),
    ):
        if not isinstance(answer, tuple) and hasattr(answer, "send"):
            for item in drawn:
                answer.send(item)
            answer = answer.close()
        assert alike(answer, expected)


@pytest.mark.parametrize("name", [name for name in REFERENCES if needed(name)])
def test_a_fold_of_too_few_items_is_an_empty_stream_error(name: str) -> None:
    fold = REFERENCES[name][0]
    for n in range(needed(name)):
        with pytest.raises(EmptyStreamError, match=r" needs .* the stream (is empty|has one)$"):
            Stream([1] * n).into(fold)


def test_or_else_stands_for_the_answer_that_is_not_there() -> None:
    for fold in (Min(), Max(key=abs), MinMax(), First(), Last(), Mean(), Variance(), Quantiles()):
        assert Stream(()).into(OrElse(fold, None)) is None
        assert Stream([1, 1]).into(OrElse(fold, None)) == Stream([1, 1]).into(fold)
    assert repr(OrElse(Max(key=len), None)) == "OrElse(Max(key=len), None)"


TERMINALS: dict[str, tuple[Fold[Any, Any], Callable[[Stream[Any]], Any]]] = {
    "count": (Count(), lambda s: s.count()),
    "count, p": (Count(bool), lambda s: s.count(bool)),
    "sum": (Sum(), lambda s: s.sum()),
    "mean": (Mean(), lambda s: s.mean()),
    "min": (Min(), lambda s: s.min()),
    "max": (Max(key=abs), lambda s: s.max(key=abs)),
    "minmax": (MinMax(), lambda s: s.minmax()),
    "minmax, key": (MinMax(key=abs), lambda s: s.minmax(key=abs)),
    "first": (First(), lambda s: s.first()),
    "last": (Last(), lambda s: s.last()),
    "nlargest": (NLargest(3), lambda s: s.nlargest(3)),
    "nlargest, key": (NLargest(3, key=abs), lambda s: s.nlargest(3, key=abs)),
    "nsmallest": (NSmallest(3), lambda s: s.nsmallest(3)),
    "top": (Top(2), lambda s: s.top(2)),
    "count_by": (Frequencies(), lambda s: s.count_by()),
    "count_by, key": (Mapped(bool, Frequencies()), lambda s: s.count_by(bool)),
    "to_list": (List(), lambda s: s.to_list()),
    "to_set": (Set(), lambda s: s.to_set()),
    "group_by": (Group(bool, List()), lambda s: s.group_by(bool)),
    "unique": (Distinct(), lambda s: s.unique().to_list()),
}


@pytest.mark.parametrize("name", TERMINALS)
@given(st.lists(st.one_of(st.integers(-9, 9), st.booleans(), st.floats(-9, 9))))
def test_a_fold_gives_what_the_terminal_gives_also_its_type(name: str, items: list[Any]) -> None:
    fold, terminal = TERMINALS[name]
    try:
        expected = terminal(Stream(items))
    except EmptyStreamError as error:
        with pytest.raises(EmptyStreamError, match=f"^{error}$"):
            Stream(items).into(fold)
        return
    (answer,) = Stream(items).aggregate(fold)
    assert alike(answer, expected)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_no_item_is_lost_where_a_chunk_ends(size: int) -> None:
    stream = Stream(range(size)).map(float)
    expected = list(map(float, range(size)))
    assert stream.aggregate(List(), Count()) == (expected, size)
    assert stream.aggregate(List(), Mapped(float, List())) == (expected, expected)
    assert stream.aggregate(own, List(), own) == (size, expected, size)
    assert stream.aggregate(Filtered(float.is_integer, List())) == (expected,)
    assert stream.aggregate(Sum(), Sum(exact=True)) == (sum(expected), sum(expected))
    assert stream.aggregate(NLargest(3)) == (expected[::-1][:3],)
    assert len(stream.into(Sample(5, rng=Random(1)))) == min(5, size)


@pytest.mark.parametrize("size", [0, 1, MANY - 1, MANY, MANY + 1, 3 * MANY + 7])
@pytest.mark.parametrize("keys", [7, MANY // 4, MANY // 4 + 1, 4 * MANY])
def test_no_item_is_lost_where_its_key_is_read(size: int, keys: int) -> None:
    groups: dict[int, list[int]] = {}
    for item in range(size):
        groups.setdefault(item % keys, []).append(item)
    stream = Stream(range(size))
    assert stream.aggregate_by(lambda x: x % keys, List()) == groups
    sums = stream.aggregate_by(lambda x: x % keys, Sum())
    assert [*sums.items()] == [(key, sum(group)) for key, group in groups.items()]


class TestExactSums:
    def test_order_changes_nothing(self) -> None:
        items = [1e100, 1.0, -1e100, 1e-320, 0.1] * 3
        assert Stream(items).into(Sum(exact=True)) == math.fsum(items)
        assert Stream(items[::-1]).into(Sum(exact=True)) == math.fsum(items)

    def test_a_sum_on_the_way_may_be_too_large(self) -> None:
        assert Stream([1e308, 1e308, -1e308]).into(Sum(exact=True)) == 1e308
        with pytest.raises(OverflowError):
            Stream([1e308, 1e308]).into(Sum(exact=True))

    @pytest.mark.parametrize("infinite", [math.inf, -math.inf])
    def test_what_is_not_finite_is_the_sum(self, infinite: float) -> None:
        assert Stream([1.0, infinite, 1e308, 2]).into(Sum(exact=True)) == infinite
        assert Stream([1.0, infinite]).into(Mean()) == infinite
        assert math.isnan(Stream([infinite, nan]).into(Sum(exact=True)))
        assert math.isnan(Stream([1.0, infinite]).into(Variance()))
        assert math.isnan(Stream([1.0, nan]).into(StandardDeviation()))
        with pytest.raises(ValueError, match="inf"):
            Stream([infinite, -infinite]).into(Sum(exact=True))

    def test_a_rest_that_is_no_number_is_added_as_it_is(self) -> None:
        assert Stream([0.5, 1j]).into(Sum(exact=True)) == 0.5 + 1j
        assert Stream([0.5]).into(Sum(math.inf, exact=True)) == math.inf

    def test_a_mean_takes_what_is_a_float_and_nothing_else(self) -> None:
        assert Stream([Fraction(1, 2), 1]).into(Mean()) == 0.75
        with pytest.raises(TypeError, match="real number, not str"):
            Stream(["1"]).into(Mean())

    def test_integers_that_are_no_floats_are_rounded_before_as_by_the_terminal(self) -> None:
        items = [2**53 + 1, 2**60 + 1]
        assert Stream(items).into(Mean()) == Stream(items).mean()
        assert Stream(items).into(Variance()) == float(spread(items))

    @given(st.lists(floats, min_size=2, max_size=5))
    def test_the_variance_is_that_of_statistics(self, items: list[float]) -> None:
        try:
            expected = statistics.variance(items), statistics.stdev(items)
        except OverflowError:
            return
        assert Stream(items).aggregate(Variance(), StandardDeviation()) == expected


@given(st.lists(st.one_of(st.integers(-9, 9), floats, st.floats(-9, 9)), min_size=1))
def test_a_compensated_sum_goes_on_over_chunks(items: list[Any]) -> None:
    from rillet.folds import numbers

    whole = numbers._adding_compensated(items[0], 0.0, items[1:])
    apart: tuple[Any, float] = items[0], 0.0
    for item in items[1:]:
        apart = numbers._adding_compensated(*apart, [item])
    assert alike(whole, apart)
    total, lost = whole
    if numbers._ADDING is numbers._adding_compensated:
        assert (total + lost if lost and math.isfinite(lost) else total) == sum(items)
    elif all(type(item) is int for item in items):
        assert total == sum(items)


def test_a_compensated_sum_keeps_what_is_lost() -> None:
    from rillet.folds import numbers

    assert numbers._adding_compensated(1.0, 0.0, [1e100, 1.0, -1e100]) == (0.0, 2.0)
    assert numbers._adding_compensated(1, 0.0, [0.5, 1e100, 1.0, -1e100]) == (0.0, 2.5)
    assert Sum().finish((0.0, 2.0)) == 2.0


class TestASample:
    def test_is_the_same_with_the_same_numbers(self) -> None:
        once, again = (Stream(range(5000)).into(Sample(9, rng=Random(7))) for _ in "ab")
        assert once == again
        assert len(set(once)) == 9
        assert once != sorted(once)

    def test_is_the_same_one_by_one(self) -> None:
        one, other = Sample(4, rng=Random(3)), Sample(4, rng=Random(3))
        items = list(range(500))
        assert one.finish(reduce(one.step, items, one.init())) == Stream(items).into(other)

    def test_of_few_items_is_all_of_them(self) -> None:
        assert sorted(Stream("abc").into(Sample(5))) == ["a", "b", "c"]
        assert Stream("abc").into(Sample(0)) == []
        assert Stream("").into(Sample(5)) == []

    def test_merges_with_nothing_to_itself(self) -> None:
        fold = Sample(3, rng=Random(1))
        state = after(fold, list(range(99)))
        before = copy.deepcopy(state)
        assert fold.merge(fold.init(), state) == fold.merge(state, fold.init()) == before

    @pytest.mark.parametrize("split", [None, 0, 1, 3, 5, 7, 11, 12])
    def test_has_each_set_of_items_as_often_as_any_other(self, split: int | None) -> None:
        # 66 pairs of 12 items: the 99.9th percentile of chi-square with 65 degrees is 105.99.
        fold, times = Sample(2, rng=Random(20)), 6600
        items = list(range(12))
        seen: Counter[frozenset[int]] = Counter()
        for _ in range(times):
            if split is None:
                state = after(fold, items)
            else:
                state = fold.merge(after(fold, items[:split]), after(fold, items[split:]))
            seen[frozenset(fold.finish(state))] += 1
        expected = times / 66
        assert len(seen) == 66
        assert sum((n - expected) ** 2 / expected for n in seen.values()) < 105.99

    def test_goes_on_after_it_was_merged(self) -> None:
        # 45 pairs of 10 items: the 99.9th percentile of chi-square with 44 degrees is 78.75.
        fold, times = Sample(2, rng=Random(21)), 4500
        seen: Counter[frozenset[int]] = Counter()
        for _ in range(times):
            state = fold.merge(after(fold, [0, 1, 2]), after(fold, [3, 4, 5, 6]))
            seen[frozenset(fold.finish(fold._steps(state, [7, 8, 9])))] += 1
        assert sum((n - 100) ** 2 / 100 for n in seen.values()) + (45 - len(seen)) * 100 < 78.75

    def test_is_in_random_order(self) -> None:
        # 6 orders of 3 items: the 99.9th percentile of chi-square with 5 degrees is 20.52.
        fold = Sample(3, rng=Random(22))
        seen = Counter(tuple(Stream("abc").into(fold)) for _ in range(600))
        assert sum((n - 100) ** 2 / 100 for n in seen.values()) < 20.52

    def test_passes_all_that_can_be_below_nothing(self) -> None:
        class Zero:
            def random(self) -> float:
                return 0.0

        assert Stream(range(9)).into(Sample(1, rng=Zero())) == [0]  # type: ignore[arg-type]


def test_edges_belong_to_what_follows_and_nothing_is_lost() -> None:
    assert Stream([-1, 0, 1, 2, 3]).into(Histogram([0, 2])) == [1, 2, 2]
    assert Stream([-math.inf, math.inf]).into(Histogram(iter([0]))) == [1, 1]
    assert Stream("abz").into(Histogram("bm")) == [1, 1, 1]


@pytest.mark.parametrize(
    ("fold", "whose"), [(Histogram([0, 1]), "a histogram"), (Quantiles(), "quantiles")], ids=repr
)
def test_nan_has_no_place_in_an_order(fold: Fold[Any, Any], whose: str) -> None:
    known = f"the items of {whose} must have no NaN among them, got one"
    with pytest.raises(ValueError, match=known) as raised:
        Stream([1.0, nan]).into(fold)
    assert str(raised.value) == known


def test_a_key_that_comes_again_may_be_refused_also_when_parts_are_merged() -> None:
    fold = Dict(on_duplicate="raise")
    message = "^each key must come once, 1 came with 'a' and again with 'b'$"
    with pytest.raises(DuplicateKeyError, match=message):
        Stream([(1, "a"), (1, "b")]).into(fold)
    with pytest.raises(DuplicateKeyError, match=message):
        fold.merge({1: "a"}, {1: "b"})
    assert fold.merge({1: "a"}, {2: "b"}) == {1: "a", 2: "b"}


class Failing:
    """A function that fails at an item, and knows which it has seen."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.seen: list[int] = []
        self.error = ZeroDivisionError("mine")

    def __call__(self, item: int) -> int:
        self.seen.append(item)
        if item == self.at:
            raise self.error
        return item

    def fold(self) -> Fold[int, int]:
        return Fold(int, lambda total, item: self(item))


CALLING: dict[str, Callable[[Failing], Fold[Any, Any]]] = {
    "Count": Count,
    "Min": lambda f: Min(key=f),
    "MinMax": lambda f: MinMax(key=f),
    "NLargest": lambda f: NLargest(2, key=f),
    "Distinct": Distinct,
    "CountDistinct": CountDistinct,
    "Group": lambda f: Group(f, List()),
    "Group, own": lambda f: Group(str, f.fold()),
    "Mapped": lambda f: Mapped(f, Sum()),
    "Mapped, twice": lambda f: Mapped(int, Mapped(f, Sum())),
    "Filtered": lambda f: Filtered(f, Sum()),
    "own": Failing.fold,
    "OrElse": lambda f: OrElse(Min(key=f), None),
    "Together": lambda f: Together(Sum(), Max(key=f), List()),
    "Together, of several": lambda f: Together(Sum(), Count(abs), List(), f.fold()),
}


@pytest.mark.parametrize("make", CALLING.values(), ids=CALLING)
@pytest.mark.parametrize("at", [0, 5, CHUNK + 5])
def test_the_error_of_a_function_arrives_at_its_item_and_nothing_more_is_read(
    make: Callable[[Failing], Fold[Any, Any]], at: int
) -> None:
    for run_it in (
        lambda stream, fold: stream.into(fold),
        lambda stream, fold: stream.aggregate(Count(), fold),
        lambda stream, fold: stream.aggregate(n=Count(bool), fold=fold),
        lambda stream, fold: stream.aggregate_by(bool, fold),
    ):
        failing = Failing(at)
        source = iter(range(2 * CHUNK))
        with pytest.raises(ZeroDivisionError) as raised:
            run_it(Stream(source), make(failing))
        assert raised.value is failing.error
        assert raised.value.__context__ is None
        assert failing.seen[-1] == at
        assert next(source) == at + 1


@pytest.mark.parametrize("make", CALLING.values(), ids=CALLING)
@pytest.mark.parametrize("at", [0, 5, CHUNK + 5])
def test_what_comes_before_an_error_of_the_source_has_been_seen(
    make: Callable[[Failing], Fold[Any, Any]], at: int
) -> None:
    error = ValueError("the source")

    def source() -> Any:
        yield from range(at)
        raise error

    for run_it in (
        lambda stream, fold: stream.into(fold),
        lambda stream, fold: stream.aggregate(Count(), fold),
    ):
        seeing = Failing(-1)
        with pytest.raises(ValueError, match="^the source$") as raised:
            run_it(Stream(source()), make(seeing))
        assert raised.value is error
        assert seeing.seen == list(range(at))


def test_the_error_of_the_source_arrives_from_folds_that_call_nothing() -> None:
    error = ValueError("the source")

    def source() -> Any:
        yield from range(CHUNK + 5)
        raise error

    with pytest.raises(ValueError, match="^the source$") as raised:
        Stream(source()).aggregate(Sum(), List())
    assert raised.value is error
    assert raised.value.__context__ is None


def test_the_error_of_an_item_comes_before_a_later_one_of_the_source() -> None:
    def source() -> Any:
        yield 1
        yield "a"
        raise ValueError("later")

    with pytest.raises(TypeError, match="int") as raised:
        Stream(source()).aggregate(Sum())
    assert raised.value.__context__ is None


def test_several_folds_that_call_something_see_each_item_in_turn() -> None:
    seen: list[str] = []
    folds = [Count(lambda item, name=name: seen.append(f"{name}{item}")) for name in "ab"]
    assert Stream(range(2)).aggregate(*folds, List()) == (0, 0, [0, 1])
    assert seen == ["a0", "b0", "a1", "b1"]


def test_a_state_is_never_shared() -> None:
    for fold, _ in LAWFUL.values():
        assert fold.init() == fold.init()
        if isinstance(fold.init(), (list, dict, set)):
            assert fold.init() is not fold.init()
    folds = List(), List()
    assert Stream("ab").aggregate(*folds, *folds[:1]) == (["a", "b"],) * 3
    groups = Stream("ab").aggregate_by(str, List())
    assert groups == {"a": ["a"], "b": ["b"]}


class TestResults:
    results = Stream([1, 2, 3]).aggregate(n=Count(), items=List(), self=Sum())

    def test_are_attributes(self) -> None:
        assert self.results.n == 3
        assert self.results.items == [1, 2, 3]
        assert self.results.self == 6
        with pytest.raises(AttributeError, match="mean"):
            self.results.mean  # noqa: B018  # it raises

    def test_print_as_they_are_made(self) -> None:
        assert repr(self.results) == "Results(n=3, items=[1, 2, 3], self=6)"
        assert eval(repr(self.results)) == self.results

    def test_are_equal_with_equal_names_and_answers(self) -> None:
        assert self.results == Results(n=3, items=[1, 2, 3], self=6)
        assert self.results != Results(n=3, items=[1, 2, 3])
        assert self.results != (3, [1, 2, 3], 6)
        assert hash(Results(a=1, b=2)) == hash(Results(b=2, a=1))

    def test_are_unpacked_in_order(self) -> None:
        n, items, total = self.results
        assert (n, items, total) == (3, [1, 2, 3], 6)
        assert vars(self.results) == {"n": 3, "items": [1, 2, 3], "self": 6}

    def test_can_be_copied_and_pickled(self) -> None:
        for again in (
            pickle.loads(pickle.dumps(self.results)),
            copy.copy(self.results),
            copy.deepcopy(self.results),
        ):
            assert again == self.results
            assert list(again) == list(self.results)

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(AttributeError, match="^results cannot be changed, got n$"):
            self.results.n = 4
        with pytest.raises(AttributeError, match="^results cannot be changed, got n$"):
            del self.results.n

    def test_have_no_names_but_those_of_the_folds(self) -> None:
        assert [name for name in dir(Results) if not name.startswith("_")] == []
        with pytest.raises(ValueError, match="^the name of a fold must not begin with _, got _n$"):
            Stream(()).aggregate(_n=Count())


def test_folds_are_given_all_by_place_or_all_by_name() -> None:
    with pytest.raises(
        TypeError, match="^folds must be given all by place or all by name, got both$"
    ):
        Stream(()).aggregate(Count(), n=Count())
    with pytest.raises(TypeError, match="^folds must be at least one, got none$"):
        Stream(()).aggregate()
    assert Stream("ab").aggregate(Count()) == (2,)


def test_a_fold_around_one_that_cannot_be_merged_cannot_be_merged() -> None:
    alone = Fold(int, max)
    for fold in (
        Together(Count(), alone),
        Group(abs, alone),
        Mapped(abs, alone),
        Filtered(abs, alone),
    ):
        assert fold.merge is None
        assert Stream([1]).into(fold) == Stream([1]).into(pickle.loads(pickle.dumps(fold)))


@pytest.mark.parametrize(
    ("fold", "text"),
    [
        (Count(), "Count()"),
        (Count(len), "Count(len)"),
        (Sum(), "Sum()"),
        (Sum(0.5, exact=True), "Sum(0.5, exact=True)"),
        (Variance(population=True), "Variance(population=True)"),
        (Max(key=len), "Max(key=len)"),
        (MinMax(key=len), "MinMax(key=len)"),
        (NLargest(3, key=len), "NLargest(3, key=len)"),
        (Dict(on_duplicate="first"), "Dict(on_duplicate='first')"),
        (Histogram([0, 1]), "Histogram((0, 1))"),
        (Quantiles(method="inclusive"), "Quantiles(4, method='inclusive')"),
        (Sample(3), "Sample(3)"),
        (Together(Count(), Group(len, Mean())), "Together(Count(), Group(len, Mean()))"),
        (Together(n=Count(), last=Last()), "Together(n=Count(), last=Last())"),
        (Mapped(len, Filtered(bool, Top(3))), "Mapped(len, Filtered(bool, Top(3)))"),
    ],
)
def test_a_fold_prints_as_the_call_that_makes_it(fold: Fold[Any, Any], text: str) -> None:
    assert repr(fold) == text
    assert repr(pickle.loads(pickle.dumps(fold))) == text


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Count(5), TypeError, "p must be callable or None, got 5"),
        (lambda: Sum("a"), TypeError, "start must not be a string, got 'a'"),
        (lambda: Sum(exact=1), TypeError, "exact must be True or False, got 1"),
        (lambda: Variance(population=2), TypeError, "population must be True or False, got 2"),
        (lambda: Min(key=5), TypeError, "key must be callable or None, got 5"),
        (lambda: NLargest(-1), ValueError, "k must be at least 0, got -1"),
        (lambda: NSmallest(1, key=5), TypeError, "key must be callable or None, got 5"),
        (lambda: Dict(on_duplicate="a"), ValueError, "on_duplicate must be 'last', .* got 'a'"),
        (lambda: Distinct(5), TypeError, "key must be callable or None, got 5"),
        (lambda: CountDistinct(5), TypeError, "key must be callable or None, got 5"),
        (lambda: Top("a"), TypeError, "k must be an integer, got 'a'"),
        (lambda: Histogram(5), TypeError, "edges must be iterable, got 5"),
        (lambda: Histogram([]), ValueError, "edges must be at least one, got none"),
        (lambda: Histogram([nan]), ValueError, "edges must have no NaN among them, got one"),
        (lambda: Histogram([0, nan]), ValueError, r"edges must each be larger .* got \(0, nan\)"),
        (lambda: Histogram([1, 1]), ValueError, r"edges must each be larger .* got \(1, 1\)"),
        (lambda: Quantiles(0), ValueError, "n must be at least 1, got 0"),
        (lambda: Quantiles(method="a"), ValueError, "method must be 'exclusive' or .* got 'a'"),
        (lambda: Sample(3, rng=5), TypeError, "rng must have a method random, got 5"),
        (lambda: Group(5, List()), TypeError, "key must be callable, got 5"),
        (lambda: Group(len, 5), TypeError, "fold must be a Fold, got 5"),
        (lambda: Mapped(5, Count()), TypeError, "f must be callable, got 5"),
        (lambda: Mapped(len, 5), TypeError, "fold must be a Fold, got 5"),
        (lambda: Filtered(5, Count()), TypeError, "p must be callable, got 5"),
        (lambda: Together(5), TypeError, "folds must be a Fold, got 5"),
        (lambda: Together(n=5), TypeError, "n must be a Fold, got 5"),
        (
            lambda: Together(n=Count), TypeError,
            r"n must be a Fold, got Count; a fold is made by a call, Count\(…\)",
        ),
    ],
)  # fmt: skip
def test_a_fold_refuses_a_wrong_argument_when_it_is_made(
    make: Callable[[], Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{message}$"):
        make()


@pytest.mark.parametrize("name", rillet.folds.__all__)
def test_a_public_fold_has_a_docstring_with_an_example(name: str) -> None:
    doc = getattr(rillet.folds, name).__doc__
    assert doc.splitlines()[0].endswith(".")
    assert ">>> " in doc


def test_each_ready_made_fold_has_its_laws_and_its_reference() -> None:
    folds = {*rillet.folds.__all__} - {"Results", "Sample"}
    assert folds - {name.split(",")[0] for name in LAWFUL} == set()
    assert folds - {name.split(",")[0] for name in REFERENCES} == set()
