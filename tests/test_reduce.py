"""The terminals that make one value, where they are not like any other."""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rillet.terminals.reduce
from rillet import Done, Stream


def test_fold_while_stops_at_the_item_that_is_done() -> None:
    pulled: list[int] = []

    def until_ten(total: int, n: int) -> Any:
        return Done("enough") if total + n > 10 else total + n

    assert Stream.count_from().tap(pulled.append).fold_while(0, until_ten) == "enough"
    assert pulled == [0, 1, 2, 3, 4, 5]


@given(items=st.lists(st.integers()), stop=st.integers(0, 9))
def test_fold_while_is_a_fold_of_what_comes_before(items: list[int], stop: int) -> None:
    seen = itertools.count()

    def add(total: int, n: int) -> int | Done[int]:
        return Done(total) if next(seen) == stop else total + n

    assert Stream(items).fold_while(0, add) == Stream(items).take(stop).sum()


def test_done_shows_its_value_and_can_be_matched() -> None:
    assert repr(Done([1] * 99)) == "Done([1, 1, 1, 1, 1, 1, ...])"
    assert repr(Done[int]) == "rillet.terminals.reduce.Done[int]"
    match Done(3):
        case Done(value):
            assert value == 3


ONE_IN_A_MILLION = {9: 44.9, 19: 62.5, 99: 179.0}
"""What chi square of so many degrees of freedom exceeds once in a million, rounded up.

The seeds are fixed: a test that holds now holds for ever, and a sample that is not uniform by a
tenth is far beyond.
"""


def chi_square(counts: list[int]) -> float:
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def test_every_subset_is_as_likely_as_any_other() -> None:
    rng = random.Random(1994)
    subsets = Counter(tuple(Stream.range(6).sample(3, rng=rng)) for _ in range(20_000))
    assert set(subsets) == set(itertools.combinations(range(6), 3))
    assert chi_square([*subsets.values()]) < ONE_IN_A_MILLION[19]


@pytest.mark.parametrize(("k", "length"), [(1, 10), (1, 100), (5, 100), (50, 100)])
def test_every_item_is_as_likely_as_any_other(k: int, length: int) -> None:
    rng = random.Random(k)
    counts = Counter(n for _ in range(4000) for n in Stream.range(length).sample(k, rng=rng))
    # The items of one sample differ, so the counts vary less than independent ones would.
    spread = (length - k) / (length - 1)
    given_counts = [counts[n] for n in range(length)]
    assert chi_square(given_counts) / spread < ONE_IN_A_MILLION[length - 1]


@given(items=st.lists(st.integers(), unique=True), k=st.integers(0, 9), seed=st.integers(0, 99))
def test_a_sample_stands_in_the_order_of_the_stream(items: list[int], k: int, seed: int) -> None:
    chosen = Stream(items).sample(k, rng=random.Random(seed))
    assert len(chosen) == min(k, len(items))
    assert chosen == [item for item in items if item in chosen]


def test_the_same_numbers_give_the_same_sample() -> None:
    random.seed(7)
    known = Stream.range(1000).sample(5)
    assert known == Stream.range(1000).sample(5, rng=random.Random(7))
    assert known != Stream.range(1000).sample(5, rng=random.Random(8))


def test_anything_with_a_method_random_is_chance() -> None:
    for rng in (random, random.SystemRandom()):
        assert len(Stream.range(100).sample(5, rng=rng)) == 5


class Dice:
    """Gives numbers in turn, or raises."""

    def __init__(self, *numbers: Any) -> None:
        self.numbers = itertools.cycle(numbers)

    def random(self) -> float:
        number: Any = next(self.numbers)
        if isinstance(number, BaseException):
            raise number
        return number  # type: ignore[no-any-return]


@pytest.mark.parametrize("least", [0.0, 5e-324, 2**-53])
@pytest.mark.parametrize("most", [1 - 2**-53, 0.5, 0.0])
def test_numbers_at_the_ends_of_the_range_are_numbers_too(least: float, most: float) -> None:
    for numbers in ((least, most), (most, least), (least, most, most), (least, least, most)):
        for k in (1, 2, 50):
            assert len(Stream.range(100).sample(k, rng=Dice(*numbers))) == k


def test_a_skip_that_no_stream_is_long_enough_for_ends_the_sample_at_the_end() -> None:
    pulled: list[int] = []
    tiny = Dice(1 - 2**-53, 0.0, 0.0, 1 - 2**-53, 0.5)
    assert Stream.range(9).tap(pulled.append).sample(1, rng=tiny) == [1]
    assert pulled == [*range(9)]


@pytest.mark.parametrize("error", [ZeroDivisionError("mine"), StopIteration("mine")])
def test_an_error_of_chance_arrives_and_holds_no_source(error: Exception) -> None:
    closed: list[bool] = []

    def items() -> Any:
        try:
            yield from range(9)
        finally:
            closed.append(True)

    try:
        Stream.using(lambda: closing(items())).sample(2, rng=Dice(error))
    except type(error) as raised:
        assert raised is error
        assert closed
    else:
        pytest.fail("the error was lost")


def test_a_sample_of_a_long_stream_draws_few_numbers() -> None:
    calls = 0

    class Counting:
        def random(self) -> float:
            nonlocal calls
            calls += 1
            return random.random()

    Stream.range(1_000_000).sample(10, rng=Counting())
    # By Li, three for each of 10 * ln(100,000) = 115 items that are let in, and not a million.
    assert calls < 3 * 115 * 3


def test_random_is_imported_where_it_is_used() -> None:
    assert not hasattr(rillet.terminals.reduce, "random")
    assert "random" in sys.modules


def test_minmax_asks_no_more_after_the_end() -> None:
    class Asked:
        times = 0

        def __iter__(self) -> Asked:
            return self

        def __next__(self) -> int:
            self.times += 1
            raise StopIteration

    source = Asked()
    assert Stream(source).map(abs).minmax(default=None) is None
    assert source.times == 1
