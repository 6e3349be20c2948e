"""What is the own of the operations that cut the stream into lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import always, is_short, length, never, remainder, without_address
from test_groups import stops_at_three
from test_laws import ANY_ITEMS, agree

from rillet import Stream, op
from rillet.plan import bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = st.text("a,", max_size=8)


def is_comma(letter: str) -> bool:
    return letter == ","


@given(line=LINES)
def test_to_split_at_an_item_is_to_split_a_string_at_a_letter(line: str) -> None:
    split = Stream(line).split_at(is_comma).map("".join)
    assert split.to_list() == line.split(",")


@given(line=LINES)
def test_there_is_one_list_more_than_there_are_separators(line: str) -> None:
    assert Stream(line).split_at(is_comma).count() == line.count(",") + 1


@given(line=LINES)
def test_filter_leaves_the_empty_lists_out(line: str) -> None:
    parts = Stream(line).split_at(is_comma).filter().map("".join)
    assert parts.to_list() == [part for part in line.split(",") if part]


SPLITS: dict[str, Callable[[Stream[Any]], Stream[list[Any]]]] = {
    "split_when": lambda s: s.split_when(lambda before, item: length(before) < length(item)),
    "split_before": lambda s: s.split_before(is_short),
    "split_after": lambda s: s.split_after(is_short),
}


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
@given(items=ANY_ITEMS)
def test_what_is_split_flattens_to_what_it_was_and_no_list_is_empty(
    split: Callable[[Stream[Any]], Stream[list[Any]]], items: list[Any]
) -> None:
    agree(split(Stream(items)).flatten(), Stream(items))
    assert split(Stream(items)).all(len)


@given(items=ANY_ITEMS)
def test_to_split_before_or_after_is_to_look_at_one_of_two_neighbours(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.split_before(remainder), s.split_when(lambda before, item: remainder(item)))
    agree(s.split_after(remainder), s.split_when(lambda before, item: remainder(before)))


def test_a_cut_everywhere_and_a_cut_nowhere() -> None:
    s = Stream("abc")
    assert s.split_before(always).to_list() == s.split_after(always).to_list() == [*map(list, s)]
    assert s.split_before(never).to_list() == s.split_after(never).to_list() == [["a", "b", "c"]]
    assert s.split_at(always).to_list() == [[], [], [], []]
    assert s.split_at(never).to_list() == [["a", "b", "c"]]


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_a_list_may_be_changed_while_the_pass_goes_on(
    split: Callable[[Stream[Any]], Stream[list[Any]]],
) -> None:
    items = [0, 111, 2, 333, 4]
    sizes_of_lists = [len(group) for group in split(Stream(items))]
    changed = []
    for group in split(Stream(items)):
        changed.append(len(group))
        group.clear()
    assert changed == sizes_of_lists


def test_split_at_that_is_full_gives_no_last_list() -> None:
    lists: list[list[str]] = []
    sink = (op.split_at(is_comma) | op.take(1)).push(lists.append)
    assert [sink.send(letter) for letter in "a,"] == [True, False]
    sink.close()
    assert lists == [["a"]]


@pytest.mark.parametrize(
    ("operation", "known"),
    [
        (op.split_when(stops_at_three), [[1, 2]]),
        (op.split_at(stops_at_three), [[], [2]]),
        (op.split_before(stops_at_three), [[1, 2]]),
        (op.split_after(stops_at_three), [[1], [2]]),
    ],
    ids=repr,
)
def test_stop_iteration_of_a_predicate_ends_the_lists_with_what_was_held(
    operation: Any, known: list[Any]
) -> None:
    assert ([1, 2, 3, 4] | operation).to_list() == known
    lists: list[Any] = []
    Stream([1, 2, 3, 4]).into(operation.push(lists.append))
    assert lists == known


class NoMore:
    """An answer whose truth says that there is no more."""

    def __bool__(self) -> bool:
        raise StopIteration


@pytest.mark.parametrize("name", ["split_when", "split_at", "split_before", "split_after"])
def test_stop_iteration_of_an_answer_ends_the_lists_as_one_of_the_function_does(name: str) -> None:
    operation = getattr(op, name)(lambda *items: NoMore() if items[-1] == 3 else False)
    lists: list[Any] = []
    Stream([1, 2, 3, 4]).into(operation.push(lists.append))
    assert lists == ([1, 2, 3, 4] | operation).to_list() == [[1, 2]]


@pytest.mark.parametrize(
    ("stream", "bounds"),
    [
        (Stream("abc").split_when(max), (1, 3)),
        (Stream("abc").split_at(len), (1, 4)),
        (Stream("").split_at(len), (1, 1)),
        (Stream(iter("")).split_at(len), (1, None)),
        (Stream("abc").split_before(len), (1, 3)),
        (Stream("abc").split_after(len), (1, 3)),
    ],
    ids=without_address,
)
def test_the_number_of_lists_is_known_as_far_as_it_can_be(stream: Stream[Any], bounds: Any) -> None:
    assert bounds_of(stream) == bounds
