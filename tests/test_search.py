"""The terminals that look for an item, where they are not like any other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import EmptyStreamError, Stream, TooManyItemsError

numbers = st.lists(st.integers(-3, 3), max_size=6)


@pytest.mark.parametrize("terminal", ["one", "only"])
def test_a_second_item_is_an_error_that_shows_the_first_two(terminal: str) -> None:
    message = rf"^{terminal} needs a single item, and the stream begins with 'a', 'b'$"
    with pytest.raises(TooManyItemsError, match=message) as raised:
        getattr(Stream("abc"), terminal)()
    assert isinstance(raised.value, ValueError)
    with pytest.raises(TooManyItemsError) as raised:
        getattr(Stream([list(range(10**5)), "x" * 10**5]), terminal)()
    assert len(str(raised.value)) < 150


def test_one_of_nothing_is_an_empty_stream_error() -> None:
    with pytest.raises(EmptyStreamError, match="^one needs an item, and the stream is empty$"):
        Stream([]).one()


def test_a_single_item_is_found_in_a_stream_that_has_it_once() -> None:
    assert Stream.count_from().takewhile(lambda n: n < 9).filter(lambda n: n > 7).one() == 8


@given(items=numbers)
def test_all_equal_means_as_good_as_one_after_dedupe(items: list[int]) -> None:
    assert Stream(items).all_equal() is (Stream(items).dedupe().count() < 2)


@given(items=numbers)
def test_all_unique_means_that_unique_leaves_nothing_out(items: list[int]) -> None:
    assert Stream(items).all_unique() is (Stream(items).unique().to_list() == items)


@given(items=numbers)
def test_what_is_sorted_is_what_sorting_does_not_change(items: list[int]) -> None:
    for reverse in (False, True):
        ordered = sorted(items, reverse=reverse)
        s = Stream(items)
        assert s.is_sorted(reverse=reverse) is (items == ordered)
        strictly = items == ordered and s.all_unique()
        assert s.is_sorted(strict=True, reverse=reverse) is strictly
        assert Stream(ordered).is_sorted(reverse=reverse)


class Least:
    """Has `<` alone."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __lt__(self, other: Least) -> bool:
        return self.value < other.value


@pytest.mark.parametrize("kind", [int, Least])
@pytest.mark.parametrize("key", [None, lambda item: item])
def test_an_order_is_told_by_less_than_alone(kind: Any, key: Any) -> None:
    def told(*values: int, **options: bool) -> bool:
        return Stream(values).map(kind).is_sorted(key, **options)

    assert told(1, 2, 2, 3)
    assert not told(1, 3, 2)
    assert told(3, 2, 2, 1, reverse=True)
    assert not told(3, 1, 2, reverse=True)
    assert told(1, 2, 3, strict=True)
    assert not told(1, 2, 2, strict=True)
    assert told(3, 2, 1, strict=True, reverse=True)
    assert not told(3, 2, 2, strict=True, reverse=True)


def test_what_cannot_be_ordered_is_not_strictly_in_order() -> None:
    nan = float("nan")
    for key in (None, abs):
        assert Stream([1.0, nan]).is_sorted(key)
        assert not Stream([1.0, nan]).is_sorted(key, strict=True)
        assert not Stream([1.0, nan]).is_sorted(key, strict=True, reverse=True)


def test_to_ask_whether_a_stream_is_empty_pulls_one_item() -> None:
    pulled: list[int] = []
    assert not Stream([1, 2]).tap(pulled.append).is_empty()
    assert pulled == [1]
    assert Stream.count_from().filter(lambda n: n > 5).is_empty() is False


@pytest.mark.parametrize("source", ["abc", {"abc": 1}, {"abc"}, b"abc", ["abc"], ("abc",)])
@pytest.mark.parametrize("value", ["ab", "abc", "a", b"ab", 97, []])
def test_a_value_is_looked_for_among_the_items_whatever_the_source_says(
    source: Any, value: Any
) -> None:
    assert (value in Stream(source)) is (value in list(source))


@pytest.mark.parametrize("source", [[1, 2], (1, 2), {1: 0, 2: 0}, range(1, 3), iter([1, 2])])
def test_the_last_item_is_that_of_a_pass(source: Any) -> None:
    assert Stream(source).last() == 2
    assert Stream([]).last(default=3) == 3


def test_an_error_of_a_comparison_is_no_missing_value() -> None:
    class Refuses:
        def __eq__(self, other: object) -> bool:
            raise ValueError("refused")

        __hash__ = None  # type: ignore[assignment]

    with pytest.raises(ValueError, match="^refused$"):
        Stream([Refuses()]).index(1, default=None)
