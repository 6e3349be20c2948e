"""What is the own of operations that give more than the stream has, and of their bounds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import without_address

from rillet import Stream, StreamConsumedError, op
from rillet.operations import extend
from rillet.plan import ENDLESS, bounds_of

ANY_ITEMS = st.lists(st.integers(), max_size=8)
counts = st.integers(0, 10)


@given(items=ANY_ITEMS, n=st.integers(0, 2 * extend._A_TUPLE))
def test_each_item_is_repeated_as_itertools_repeats_it(items: list[int], n: int) -> None:
    copies = Stream(items).flat_map(lambda item: itertools.repeat(item, n))
    assert Stream(items).repeat_each(n).to_list() == copies.to_list()


@pytest.mark.parametrize("n", [1, 2, extend._A_TUPLE, extend._A_TUPLE + 1, 10**18])
def test_copies_are_the_item_itself_and_the_next_one_waits(n: int) -> None:
    items = [object(), object()]
    pulled: list[object] = []
    copies = iter(Stream(items).tap(pulled.append).repeat_each(n))
    for copy in itertools.islice(copies, min(n, 99)):
        assert copy is items[0]
    assert pulled == items[:1]


def test_to_repeat_no_item_pulls_none() -> None:
    assert Stream.count_from().tap(print).repeat_each(0).to_list() == []
    assert op.repeat_each(0).push(print).done


@given(words=st.lists(st.text(max_size=3)), sep=st.text(max_size=2))
def test_interspersed_words_are_joined_as_str_joins_them(words: list[str], sep: str) -> None:
    assert Stream(words).intersperse(sep).join_str() == sep.join(words)


@given(items=ANY_ITEMS)
def test_what_stands_between_is_every_other_item(items: list[int]) -> None:
    between = Stream(items).intersperse(None)
    assert between[::2].to_list() == items
    assert between[1::2].to_list() == [None] * (len(items) - 1)


def test_a_separator_is_given_only_when_its_next_item_is_there() -> None:
    pulled: list[int] = []
    items = iter(Stream([1, 2]).tap(pulled.append).intersperse(0))
    seen = [(next(items), len(pulled)) for _ in range(3)]
    assert seen == [(1, 1), (0, 2), (2, 2)]
    assert next(items, "no more") == "no more"


def test_an_error_over_a_separator_does_not_lose_the_item_after_it() -> None:
    seen: list[float] = []
    sink = (op.intersperse(0) | op.map(lambda n: 6 / n)).push(seen.append)
    assert sink.send(1)
    for item in (2, 3):
        with pytest.raises(ZeroDivisionError):
            sink.send(item)
    sink.close()
    assert seen == [6, 3, 2]


@given(items=ANY_ITEMS, n=counts)
def test_padded_to_n_is_n_items_or_more(items: list[int], n: int) -> None:
    padded = Stream(items).padded(n, "-").to_list()
    assert padded == items + ["-"] * (n - len(items))
    assert len(padded) == max(n, len(items))
    assert padded == Stream(items).padded(n, "-").padded(n).to_list()


@given(items=ANY_ITEMS, others=ANY_ITEMS)
def test_one_of_two_is_given_and_never_both(items: list[int], others: list[int]) -> None:
    expected = items or others
    assert Stream(items).or_else(*others).to_list() == expected
    assert Stream(items).or_else_from(others).to_list() == expected
    assert Stream(items).or_else_from(Stream(others)).to_list() == expected


class Door:
    """Opens three letters, and counts how often."""

    def __init__(self) -> None:
        self.opened = 0

    @contextmanager
    def __call__(self) -> Iterator[str]:
        self.opened += 1
        yield "abc"


@pytest.mark.parametrize("pushed", [False, True])
def test_the_other_is_opened_only_where_it_is_needed(pushed: bool) -> None:
    def run(items: list[int]) -> list[Any]:
        seen: list[Any] = []
        pipeline = op.or_else_from(Stream.using(door))
        Stream(items).into(pipeline.push(seen.append) if pushed else seen.append)
        return seen if pushed else (Stream(items) | pipeline).to_list()

    door = Door()
    assert run([1, 2]) == [1, 2]
    assert door.opened == 0
    assert run([]) == ["a", "b", "c"]
    assert door.opened == 1


def test_an_iterator_that_was_not_needed_is_whole_and_yet_its_one_pass_is_over() -> None:
    letters = iter("abc")
    stream = Stream([1]).or_else_from(letters)
    assert stream.to_list() == [1]
    with pytest.raises(StreamConsumedError):
        stream.to_list()
    assert [*letters] == ["a", "b", "c"]


UNSURE = Stream([1, 2]).filter()


@pytest.mark.parametrize(
    ("stream", "bounds"),
    [
        (Stream("ab").repeat_each(3), (6, 6)),
        (Stream.count_from().repeat_each(0), (0, 0)),
        (Stream.count_from().repeat_each(2), (ENDLESS, ENDLESS)),
        (Stream(iter("ab")).repeat_each(2), (0, None)),
        (Stream("").intersperse(0), (0, 0)),
        (Stream("a").intersperse(0), (1, 1)),
        (Stream("abc").intersperse(0), (5, 5)),
        (Stream(iter("abc")).intersperse(0), (0, None)),
        (Stream.count_from().intersperse(0), (ENDLESS, ENDLESS)),
        (Stream("abc").padded(5), (5, 5)),
        (Stream("abc").padded(2), (3, 3)),
        (Stream(iter("abc")).padded(2), (2, None)),
        (Stream("").or_else(1, 2), (2, 2)),
        (Stream("a").or_else(1, 2), (1, 1)),
        (UNSURE.or_else(), (0, 2)),
        (UNSURE.or_else(1), (1, 2)),
        (UNSURE.or_else(1, 2, 3), (1, 3)),
        (Stream("").or_else_from(Stream.count_from()), (ENDLESS, ENDLESS)),
        (UNSURE.or_else_from(Stream.count_from()), (1, None)),
        (UNSURE.or_else_from(iter("a")), (0, None)),
        (Stream(iter("a")).or_else_from("a"), (1, None)),
        (Stream.count_from().filter().or_else_from("a"), (0, ENDLESS)),
    ],
    ids=without_address,
)
def test_the_bounds_are_as_close_as_can_be_known(stream: Stream[Any], bounds: Any) -> None:
    assert bounds_of(stream) == bounds


def test_what_may_or_may_not_be_endless_is_not_refused() -> None:
    assert UNSURE.or_else_from(Stream.count_from()).to_list() == [1, 2]


@pytest.mark.parametrize(
    ("stream", "bounds"),
    [
        (Stream("").cycle(), (0, 0)),
        (Stream.count_from().cycle(0), (0, 0)),
        (Stream("a").filter().cycle(), (0, None)),
        (Stream.count_from().filter().cycle(), (0, ENDLESS)),
        (Stream("").or_else(), (0, 0)),
        (Stream("").or_else(1, 2), (2, 2)),
        (Stream("abc").or_else(), (3, 3)),
        (Stream("abc").filter().or_else(1), (1, 3)),
    ],
    ids=repr,
)
def test_how_many_rounds_and_replacements_there_are_is_known_as_far_as_it_can_be(
    stream: Stream[Any], bounds: Any
) -> None:
    assert bounds_of(stream) == bounds
