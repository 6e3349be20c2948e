"""What is the own of the operations that cut the stream into groups of neighbours."""

from __future__ import annotations

import itertools
import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import length, sizes
from test_laws import ANY_ITEMS, agree

from rillet import Stream, op
from rillet.plan import ENDLESS, bounds_of


@given(items=ANY_ITEMS)
def test_adjacent_groups_are_split_where_the_key_changes(items: list[Any]) -> None:
    s = Stream(items)
    groups = s.group_adjacent(length).starmap(lambda key, group: group)
    agree(groups, s.split_when(lambda before, item: length(before) != length(item)))


@given(items=ANY_ITEMS)
def test_lengths_expand_to_the_items_and_are_those_of_the_groups(items: list[Any]) -> None:
    runs = Stream(items).map(length).run_length()
    agree(runs.starmap(itertools.repeat).flatten(), Stream(items).map(length))
    groups = Stream(items).map(length).group_adjacent()
    agree(runs, groups.starmap(lambda key, group: (key, len(group))))


class Near:
    """Equal to what is not further away than 1."""

    def __init__(self, place: int) -> None:
        self.place = place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and abs(self.place - other.place) <= 1

    __hash__ = None  # type: ignore[assignment]  # nobody asks


def test_a_run_is_of_what_equals_its_first_item() -> None:
    near = [*map(Near, range(5))]
    runs = [(near[0], 2), (near[2], 2), (near[4], 1)]
    given_out = Stream(near).run_length().to_list()
    assert [(item.place, n) for item, n in given_out] == [(item.place, n) for item, n in runs]
    assert [type(item) for item, _ in Stream([True, 1, 1.0]).run_length()] == [bool]


class Stops:
    """Something whose comparison says that there is no more."""

    def __eq__(self, other: object) -> bool:
        raise StopIteration

    __hash__ = None  # type: ignore[assignment]  # nobody asks


def test_stop_iteration_of_a_comparison_ends_the_runs() -> None:
    items = [1, Stops(), 2]
    assert Stream(items).run_length().to_list() == [(1, 1)]
    assert Stream(items).group_adjacent().to_list() == [(1, [1])]
    for operation in (op.run_length(), op.group_adjacent()):
        runs: list[Any] = []
        Stream(items).into(operation.push(runs.append))
        assert runs == (items | operation).to_list()


def stops_at_three(*items: int) -> bool:
    if items[-1] == 3:
        raise StopIteration
    return items[-1] == 1


@pytest.mark.parametrize(
    ("operation", "known"),
    [
        (op.group_adjacent(stops_at_three), [(True, [1]), (False, [2])]),
        (op.batched_by(9, weight=stops_at_three), [(1, 2)]),
        (op.batched_by(9, weight=stops_at_three, max_count=5), [(1, 2)]),
    ],
    ids=repr,
)
def test_stop_iteration_of_a_function_ends_the_groups_with_what_was_held(
    operation: Any, known: list[Any]
) -> None:
    assert ([1, 2, 3, 4] | operation).to_list() == known
    groups: list[Any] = []
    Stream([1, 2, 3, 4]).into(operation.push(groups.append))
    assert groups == known


def ways(operation: Any, items: list[Any]) -> tuple[list[list[Any]], list[BaseException]]:
    """What comes out of `operation`, pulled and pushed, and what ends it."""
    outputs: list[list[Any]] = [[], []]
    errors = []
    for run in (
        lambda: (items | operation).for_each(outputs[0].append),
        lambda: Stream(items).into(operation.push(outputs[1].append)),
    ):
        with pytest.raises(ValueError, match="weight") as raised:
            run()
        errors.append(raised.value)
    return outputs, errors


def test_what_was_held_is_given_out_before_an_item_that_fits_into_no_batch_is_refused() -> None:
    outputs, errors = ways(op.batched_by(5, weight=len), ["ab", "c", "abcdef", "d"])
    assert outputs == [[("ab", "c")]] * 2
    for error in errors:
        assert str(error) == "weight must be from 0 to 5, got 6 for 'abcdef'"


def test_an_item_that_fits_into_no_batch_and_is_not_asked_for_is_not_refused() -> None:
    first = op.batched_by(5, weight=len) | op.take(1)
    items = ["ab", "abcdef"]
    batches: list[Any] = []
    Stream(items).into(first.push(batches.append))
    assert batches == (items | first).to_list() == [("ab",)]


@pytest.mark.parametrize("weight", [-1, -0.5, math.nan, math.inf])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    outputs, errors = ways(op.batched_by(5, weight=lambda _: weight), ["a"])
    assert outputs == [[], []]
    for error in errors:
        assert re.fullmatch(rf"weight must be from 0 to 5, got {weight} for 'a'", str(error))


@pytest.mark.parametrize("limit", [math.nan, Decimal(0), Fraction(-1, 2)])
def test_a_limit_that_nothing_fits_into_is_refused_at_the_call(limit: Any) -> None:
    with pytest.raises(ValueError, match=r"^max_size must be greater than 0, got "):
        Stream("ab").batched_by(limit, weight=len)


@pytest.mark.parametrize("kind", [int, float, Decimal, Fraction])
def test_weights_may_be_numbers_of_any_kind(kind: Any) -> None:
    batches = Stream([1, 2, 3, 1, 1]).batched_by(kind(3), weight=kind).to_list()
    assert batches == [(1, 2), (3,), (1, 1)]


def test_what_weighs_nothing_joins_a_batch_that_is_full() -> None:
    assert Stream([3, 0, 0, 1]).batched_by(3, weight=int).to_list() == [(3, 0, 0), (1,)]
    batches = Stream([3, 0, 0, 1]).batched_by(3, weight=int, max_count=2)
    assert batches.to_list() == [(3, 0), (0, 1)]


def test_a_limit_may_be_infinite_where_the_number_is_not() -> None:
    batches = Stream("abcde").batched_by(math.inf, weight=ord, max_count=2)
    agree(batches, Stream("abcde").batched(2))


@given(items=ANY_ITEMS, n=sizes)
def test_batches_by_number_are_batches_by_a_weight_of_one(items: list[Any], n: int) -> None:
    s = Stream(items)
    agree(s.batched(n), s.batched_by(n, weight=lambda _: 1))
    agree(s.batched(n), s.batched_by(99, weight=lambda _: 1, max_count=n))


@given(
    weights=st.lists(st.integers(0, 9)),
    limit=st.integers(9, 20),
    most=st.none() | st.integers(1, 5),
)
def test_no_batch_is_too_heavy_and_none_could_take_the_item_after_it(
    weights: list[int], limit: int, most: int | None
) -> None:
    batched = Stream(weights).batched_by(limit, weight=int, max_count=most)
    agree(batched.flatten(), Stream(weights))
    for batch, after in batched.lead():
        assert sum(batch) <= limit
        assert most is None or len(batch) <= most
        assert after is None or sum(batch) + after[0] > limit or len(batch) == most


@pytest.mark.parametrize(
    ("stream", "bounds"),
    [
        (Stream([]).group_adjacent(), (0, 0)),
        (Stream("abc").group_adjacent(), (1, 3)),
        (Stream("abc").run_length(), (1, 3)),
        (Stream("abc").batched_by(2, weight=len), (1, 3)),
        (Stream("abc").batched_by(2, weight=len, max_count=2), (2, 3)),
        (Stream.count_from().batched_by(2, weight=abs, max_count=2), (ENDLESS, ENDLESS)),
    ],
    ids=repr,
)
def test_the_number_of_groups_is_known_as_far_as_it_can_be(
    stream: Stream[Any], bounds: Any
) -> None:
    assert bounds_of(stream) == bounds


@pytest.mark.parametrize("max_count", [None, 3])
def test_what_fits_into_no_batch_is_named_with_its_weight(max_count: int | None) -> None:
    batches = op.batched_by(2, weight=len, max_count=max_count)
    for run in (lambda s: (s | batches).to_list(), lambda s: s.into(batches.push([].append))):
        with pytest.raises(ValueError, match="^weight must be from 0 to 2, got 3 for 'abc'$"):
            run(Stream(["", "a", "abc"]))
