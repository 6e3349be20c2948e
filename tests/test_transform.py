"""What is the own of operations that make something else of every item."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import Stream, op
from rillet.plan import ENDLESS, bounds_of

numbers = st.lists(st.integers())


def total_and_itself(total: int, n: int) -> tuple[int, int]:
    return total + n, total + n


def number_and_item(number: int, item: Any) -> tuple[int, tuple[int, Any]]:
    return number + 1, (number, item)


@given(items=numbers, start=st.integers())
def test_an_accumulation_is_a_state_that_is_given_out(items: list[int], start: int) -> None:
    totals = Stream(items).accumulate(initial=start).drop(1)
    assert Stream(items).map_accumulate(total_and_itself, start).to_list() == totals.to_list()


@given(items=numbers, start=st.integers())
def test_to_enumerate_is_to_keep_a_number(items: list[int], start: int) -> None:
    numbered = Stream(items).map_accumulate(number_and_item, start)
    assert numbered.to_list() == Stream(items).enumerate(start).to_list()


def test_every_pass_begins_with_the_first_state() -> None:
    totals = Stream([1, 2]).map_accumulate(total_and_itself, 10)
    assert totals.to_list() == totals.to_list() == [11, 13]
    pipeline = op.map_accumulate(total_and_itself, 10)
    for _ in range(2):
        seen: list[int] = []
        Stream([1, 2]).into(pipeline.push(seen.append))
        assert seen == [11, 13]


@pytest.mark.parametrize("answer", [1, (1,), (1, 2, 3), None])
def test_an_answer_that_is_no_pair_of_a_state_and_an_item_is_refused_as_by_plain_unpacking(
    answer: Any,
) -> None:
    with pytest.raises((TypeError, ValueError)) as plain:
        _, _ = answer
    broken = op.map_accumulate(lambda _state, item: (0, item) if item else answer, 0)
    for run in (lambda: [1, 0] | broken | list, lambda: Stream([1, 0]).into(broken.push(print))):
        with pytest.raises(plain.type) as raised:
            run()
        assert str(raised.value) == str(plain.value)


@pytest.mark.parametrize(
    ("stream", "bounds"),
    [
        (Stream("abc").map(max, "ab", "abc"), (2, 2)),
        (Stream("abc").map(max, "abc", "ab"), (2, 2)),
        (Stream("abc").map(max, "a", "ab"), (1, 1)),
        (Stream("ab").accumulate(), (2, 2)),
        (Stream("ab").accumulate(initial=""), (3, 3)),
        (Stream("ab").filter().accumulate(max, initial=""), (1, 3)),
        (Stream("").flatten(), (0, 0)),
        (Stream("ab").flatten(), (0, None)),
        (Stream.repeat("a").flatten(), (0, ENDLESS)),
    ],
    ids=repr,
)
def test_how_many_items_come_out_is_known_as_far_as_it_can_be(
    stream: Stream[Any], bounds: Any
) -> None:
    assert bounds_of(stream) == bounds
