"""How many choices there are is known wherever it can be told, and told at once."""

from __future__ import annotations

import itertools
import math
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import InfiniteStreamError, Stream
from rillet.plan import bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable

CHOICES: dict[str, Callable[[Any, int], Stream[Any]]] = {
    "product": lambda s, r: s.product(repeat=r),
    "product, others": lambda s, r: s.product("ab", range(r)),
    "product, of both": lambda s, r: s.product("ab", repeat=min(r, 2)),
    "permutations": lambda s, r: s.permutations(r),
    "permutations, of all": lambda s, r: s.permutations(),
    "combinations": lambda s, r: s.combinations(r),
    "combinations_with_replacement": lambda s, r: s.combinations_with_replacement(r),
    "powerset": lambda s, r: s.powerset(),
}
each = pytest.mark.parametrize("choose", CHOICES.values(), ids=CHOICES)


@each
@given(n=st.integers(0, 5), r=st.integers(0, 6))
def test_as_many_come_as_is_known(choose: Any, n: int, r: int) -> None:
    stream = choose(Stream(range(n)), min(r, 4))
    count = sum(1 for _ in stream)
    assert bounds_of(stream) == (count, count)


@each
@given(items=st.lists(st.booleans(), max_size=4), r=st.integers(0, 5))
def test_no_fewer_and_no_more_come_than_is_known(choose: Any, items: list[bool], r: int) -> None:
    for source in (Stream(items).filter(), Stream(item for item in items)):
        stream = choose(source, min(r, 3))
        low, high = bounds_of(stream)
        count = sum(1 for _ in stream)
        assert low <= count
        assert high is None or count <= high


def test_there_is_one_way_to_choose_nothing_from_whatever_there_is() -> None:
    unknown = Stream(iter("abc"))
    for stream in (
        unknown.product(repeat=0),
        unknown.permutations(0),
        unknown.combinations(0),
        unknown.combinations_with_replacement(0),
    ):
        assert bounds_of(stream) == (1, 1)
    assert bounds_of(unknown.product("")) == (0, 0)
    assert bounds_of(unknown.powerset()) == (1, None)
    assert bounds_of(unknown.product("ab")) == (0, None)


def test_numbers_that_no_pass_could_reach_are_told_too() -> None:
    cards = Stream(range(52))
    assert bounds_of(cards.permutations()) == (math.factorial(52),) * 2
    assert bounds_of(cards.combinations(5)) == (2598960, 2598960)
    assert bounds_of(cards.combinations(50)) == (1326, 1326)
    assert bounds_of(cards.powerset()) == (2**52, 2**52)


@pytest.mark.parametrize(
    "stream",
    [
        Stream.range(10**6).permutations(),
        Stream.range(10**6).permutations(10**5),
        Stream.range(10**6).combinations(5 * 10**5),
        Stream.range(10**6).combinations_with_replacement(10**6),
        Stream.range(10**6).powerset(),
        Stream.range(10**6).product(repeat=10**6),
        Stream.range(10**30).product(),
        Stream.range(10**30).combinations(1),
        Stream("a").combinations_with_replacement(10**15),
    ],
    ids=repr,
)
def test_a_number_that_takes_long_to_compute_is_not_computed(stream: Stream[Any]) -> None:
    started = time.process_time()
    assert bounds_of(stream) == (0, None)
    assert bounds_of(stream.chain(Stream.count_from())) == (math.inf, math.inf)
    assert time.process_time() - started < 0.1


def test_no_room_is_made_for_a_choice_of_more_than_there_are() -> None:
    for many in (10**6, 2**60):
        assert Stream("ab").permutations(many).to_list() == []
        assert Stream("ab").combinations(many).to_list() == []
    assert Stream("ab").permutations(2).to_list() == list(itertools.permutations("ab", 2))


def test_what_never_ends_has_endless_bounds_where_nobody_has_refused_it() -> None:
    operation, argument = Stream("a").product("b")._operations[0]
    assert operation.bounds(argument, math.inf, math.inf) == (0, math.inf)
    for choose in (Stream("a").permutations(2), Stream("a").powerset()):
        operation, argument = choose._operations[0]
        assert operation.bounds(argument, math.inf, math.inf) == (0, math.inf)


def test_an_endless_other_is_refused_when_a_product_is_made() -> None:
    message = "^others must end, for a product holds all their items$"
    with pytest.raises(InfiniteStreamError, match=message):
        Stream("ab").product(Stream.count_from())
