"""What is peculiar to the operations that tell items apart by what they equal."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import hashables, length
from test_laws import alike

from rillet import InfiniteStreamError, Stream, StreamConsumedError, op
from rillet.plan import bounds_of

ITEMS = st.lists(hashables, max_size=8)
each_key = pytest.mark.parametrize("key", [None, length])
each_choice = pytest.mark.parametrize("name", ["without", "intersection"])


def agree(one: Stream[Any], other: Stream[Any]) -> None:
    assert alike(one.to_list(), other.to_list())


@each_key
@given(items=ITEMS)
def test_what_is_repeated_is_given_once(key: Any, items: list[Any]) -> None:
    repeated = Stream(items).duplicates(key)
    agree(repeated.unique(key), repeated)
    agree(repeated.duplicates(key), Stream(()))


@each_key
@given(items=ITEMS)
def test_a_stream_of_different_items_repeats_none(key: Any, items: list[Any]) -> None:
    assert Stream(items).unique(key).duplicates(key).count() == 0


@each_key
@given(items=ITEMS, other=ITEMS)
def test_without_and_intersection_share_the_items_out(
    key: Any, items: list[Any], other: list[Any]
) -> None:
    stream = Stream(items)
    left, kept = stream.without(other, key=key), stream.intersection(other, key=key)
    assert left.count() + kept.count() == len(items)
    agree(left.without(other, key=key), left)
    agree(kept.intersection(other, key=key), kept)
    agree(left.intersection(other, key=key), Stream(()))


@each_key
@given(items=ITEMS)
def test_nothing_is_left_of_a_stream_without_itself(key: Any, items: list[Any]) -> None:
    stream = Stream(items)
    agree(stream.without(stream, key=key), Stream(()))
    agree(stream.intersection(stream, key=key), stream)


def test_what_is_repeated_comes_with_its_second_place() -> None:
    pairs = Stream("abcba").enumerate().duplicates(lambda pair: pair[1])
    assert pairs.to_list() == [(3, "b"), (4, "a")]


@each_choice
@pytest.mark.parametrize(
    "other",
    [itertools.count(), itertools.repeat(1), Stream.count_from(), Stream("ab").cycle().filter()],
)
def test_an_other_without_an_end_is_refused_at_the_call(name: str, other: Any) -> None:
    for on in (Stream("ab"), op):
        with pytest.raises(InfiniteStreamError, match="^other must end, for all its items are "):
            getattr(on, name)(other)


@each_choice
@each_key
def test_other_is_read_when_the_first_item_is_pulled_and_no_sooner(name: str, key: Any) -> None:
    read: list[str] = []
    stream = getattr(Stream("abc"), name)(Stream("cb").tap(read.append), key=key)
    items = iter(stream)
    assert read == []
    next(items, None)
    assert read == ["c", "b"]
    stream.to_list()
    assert read == ["c", "b"] * 2


@each_choice
@each_key
def test_pushed_other_is_read_once_with_the_first_item_or_at_the_end(name: str, key: Any) -> None:
    read: list[str] = []
    pipeline = getattr(op, name)(Stream("cb").tap(read.append), key=key)
    sink = pipeline.push(lambda item: None)
    assert read == []
    sink.send("a")
    sink.send("b")
    assert read == ["c", "b"]
    sink.close()
    pipeline.push(lambda item: None).close()
    assert read == ["c", "b"] * 2


@each_choice
@each_key
def test_an_other_that_is_read_once_makes_the_stream_so(name: str, key: Any) -> None:
    stream = getattr(Stream("abc"), name)(iter("ab"), key=key)
    stream.to_list()
    with pytest.raises(StreamConsumedError, match=r"test_distinct\.py"):
        iter(stream)


@each_choice
def test_a_stream_that_was_read_leaves_other_unread(name: str) -> None:
    source = Stream(iter("ab"))
    source.to_list()
    other = Stream(iter("a"))
    with pytest.raises(StreamConsumedError):
        iter(getattr(source, name)(other))
    assert other.to_list() == ["a"]


@each_choice
@pytest.mark.parametrize("ends_at", ["a", "c"])
def test_a_key_that_stops_ends_the_stream_and_holds_no_half_of_other(
    name: str, ends_at: str
) -> None:
    def key(item: str) -> str:
        if item == ends_at:
            raise StopIteration
        return item

    stream = getattr(Stream("bd"), name)("xab" if ends_at == "a" else "x", key=key)
    expected = Stream("bd").without("x").to_list() if ends_at == "c" else []
    assert stream.to_list() == (expected if name == "without" else [])
    pushed: list[str] = []
    Stream("bd").into(
        getattr(op, name)("xab" if ends_at == "a" else "x", key=key).push(pushed.append)
    )
    assert pushed == stream.to_list()


class Stops:
    """Something whose comparison and whose hash say that there is no more."""

    def __eq__(self, other: object) -> bool:
        raise StopIteration

    def __hash__(self) -> int:
        raise StopIteration


@pytest.mark.parametrize("key", [None, lambda item: item])
@pytest.mark.parametrize("name", ["unique", "dedupe", "duplicates", "without", "intersection"])
def test_what_stops_when_it_is_compared_ends_the_stream(name: str, key: Any) -> None:
    others, options = ([[2]], {"key": key}) if name in ("without", "intersection") else ([key], {})
    items = [1, 2, 2, Stops(), 3, 2]
    held: list[Any] = []
    sink = getattr(op, name)(*others, **options).push(held.append)
    wanted = [sink.send(item) for item in items[:4]]
    assert wanted == [True, True, True, False]
    assert held == getattr(Stream(items), name)(*others, **options).to_list()
    assert held == getattr(Stream([1, 2, 2]), name)(*others, **options).to_list()


def test_a_key_that_stops_ends_what_is_repeated() -> None:
    def key(item: str) -> str:
        if item == "c":
            raise StopIteration
        return item

    pushed: list[str] = []
    Stream("aabcbb").into(op.duplicates(key).push(pushed.append))
    assert pushed == Stream("aabcbb").duplicates(key).to_list() == ["a"]


@each_choice
def test_a_key_that_stops_at_the_end_of_a_push_is_an_end(name: str) -> None:
    def stops(item: str) -> str:
        raise StopIteration

    sink = getattr(op, name)("ab", key=stops).push(lambda item: None)
    assert sink.close() is None


@each_choice
def test_an_item_that_cannot_be_hashed_is_an_error(name: str) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        getattr(Stream(["a", [1]]), name)(["b"]).to_list()
    with pytest.raises(TypeError, match="unhashable"):
        getattr(Stream("a"), name)([[1]]).to_list()


@each_choice
def test_a_long_other_is_read_whole(name: str) -> None:
    many = [*range(200_000)]
    kept = getattr(Stream([-1, 0, 199_999]), name)(many).to_list()
    assert kept == ([-1] if name == "without" else [0, 199_999])


def test_no_more_than_half_of_the_items_are_second_ones() -> None:
    assert bounds_of(Stream("abcde").duplicates()) == (0, 2)
    assert bounds_of(Stream.count_from().duplicates()) == (0, float("inf"))
    assert bounds_of(Stream(iter("ab")).duplicates()) == (0, None)
    assert bounds_of(Stream("abc").without("a")) == (0, 3)


def test_other_may_be_changed_before_the_pass() -> None:
    other = {"a"}
    stream = Stream("ab").without(other)
    assert stream.to_list() == ["b"]
    other.add("b")
    assert stream.to_list() == []


class ByNext:
    """An iterable of the user with a length that must not be asked."""

    def __iter__(self) -> Iterator[str]:
        return iter("ab")

    def __len__(self) -> int:
        raise AssertionError("it was measured")


@each_choice
def test_other_is_asked_for_its_items_alone(name: str) -> None:
    assert getattr(Stream("abc"), name)(ByNext()).count() == (1 if name == "without" else 2)
