"""The terminals that make a collection, where they are not like any other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import Stream


@given(width=st.integers(1, 4), data=st.data())
def test_unzip_takes_apart_what_zip_put_together(width: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*[st.integers()] * width), min_size=1))
    columns = Stream(rows).unzip()
    assert columns == tuple(map(list, zip(*rows)))
    assert Stream(columns[0]).zip(*columns[1:]).to_list() == rows


@pytest.mark.parametrize("length", [1, 999, 1000, 1001, 3000])
def test_long_streams_are_unzipped_whole(length: int) -> None:
    pairs = Stream.range(length).map(lambda n: (n, str(n)))
    assert pairs.unzip() == ([*range(length)], [*map(str, range(length))])


def test_of_no_items_nobody_knows_how_many_lists_there_are() -> None:
    nothing: list[tuple[int, str]] = []
    assert Stream(nothing).unzip() == ()
    assert (Stream(nothing).unzip() or ([], [])) == ([], [])
    assert Stream([(), ()]).unzip() == ()


@pytest.mark.parametrize("at", [1, 2, 999, 1000, 1001, 2500])
@pytest.mark.parametrize("other", [(), (1,), (1, 2, 3)])
def test_an_item_of_another_length_is_named_and_nothing_is_lost(at: int, other: Any) -> None:
    rows: list[Any] = [(1, 2)] * 3000
    rows[at] = other
    message = rf"^each item must have 2 parts, as the first one has, and item {at} is \("
    with pytest.raises(ValueError, match=message):
        Stream(rows).unzip()


def test_a_value_error_of_an_item_is_not_taken_for_another_length() -> None:
    class Row:
        def __len__(self) -> int:
            return 2

        def __iter__(self) -> Any:
            raise ValueError("mine")

    with pytest.raises(ValueError, match="^mine$"):
        Stream([Row(), Row()]).unzip()  # type: ignore[misc]


def test_items_that_are_no_tuples_are_refused_by_python() -> None:
    with pytest.raises(TypeError, match="int"):
        Stream([1, 2]).unzip()  # type: ignore[misc]
