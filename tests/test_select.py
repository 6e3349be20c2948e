"""What is peculiar to the operations that keep some items and drop the others."""

from __future__ import annotations

import abc
import collections.abc
import enum
import itertools
import typing
from typing import Any

import pytest
import typing_extensions
from hypothesis import given
from hypothesis import strategies as st
from strategies import values

from rillet import DeepStreamError, InfiniteStreamError, Stream, op
from rillet.plan import DEEPEST, bounds_of

T = typing.TypeVar("T")


class Colour(enum.Enum):
    RED = 1


class Held(typing.Generic[T]):
    pass


class Shape(typing.Protocol):
    def area(self) -> float: ...


@typing.runtime_checkable
class Sized(typing.Protocol):
    def __len__(self) -> int: ...


class Row(typing.TypedDict):
    name: str


class Never(type):
    def __instancecheck__(cls, item: object) -> bool:
        return False


class Nobody(metaclass=Never):
    pass


class Defines:
    """A class with a method of its own of that name."""

    def __instancecheck__(self, item: object) -> bool:
        raise AssertionError("it is no metaclass")


class Doubts(abc.ABC):  # noqa: B024  # it is no base class
    """An abstract class in name only, whose hook denies what is plain."""

    @classmethod
    def __subclasshook__(cls, other: type) -> bool:
        return False


class Lies:
    """Says that it is an int."""

    @property  # type: ignore[misc]  # it is what a mock does
    def __class__(self) -> type:
        return int


class Registered:
    pass


class Open(abc.ABC):
    @abc.abstractmethod
    def opened(self) -> bool: ...


Open.register(Registered)

ITEMS: list[Any] = [
    *(0, True, "a", None, 2.5, [], {}, (), len, int, object(), Exception(), Colour.RED),
    *(Held(), Nobody(), Defines(), Doubts(), Lies(), Registered(), Never, range(2)),
]
TAKEN: list[Any] = [
    *(int, bool, object, type, type(None), Colour, Held, Never, Nobody, Defines, Doubts, Lies),
    *(Open, Registered, abc.ABC, enum.EnumMeta, collections.abc.Hashable, collections.abc.Callable),
    *(Sized, typing.List, typing.Sequence, typing.Callable),  # noqa: UP006
    *((), (int, str), (int, (str, Sized)), int | str, int | None, (int | str, list)),
    *(typing.Optional[int], typing.Union[int, str]),  # noqa: UP007, UP045
]
REFUSED: list[Any] = [
    *(list[int], dict[str, int], typing.List[int], Held[int], type[int]),  # noqa: UP006
    *(typing.Any, typing_extensions.Any, typing.Literal[1], typing.NewType("Id", int), T),
    *(Shape, Row, typing.Callable[[int], int], collections.abc.Callable[[int], int]),
    *((int, list[int]), (int, (str, list[int])), int | list[int], list[int] | None),
    *(typing.Optional[list[int]], [int], {int}, "int", len),  # noqa: UP045
    *((collections.abc.Hashable, list[int]), (object, 5)),
]


@pytest.mark.parametrize("kind", TAKEN, ids=repr)
def test_of_type_keeps_what_isinstance_says(kind: Any) -> None:
    kept = [item for item in ITEMS if isinstance(item, kind)]
    for items in (Stream(ITEMS).of_type(kind), ITEMS | op.of_type(kind)):
        given_out = items.to_list()
        assert len(given_out) == len(kept)
        assert all(a is b for a, b in zip(given_out, kept))
    pushed: list[Any] = []
    Stream(ITEMS).into(op.of_type(kind).push(pushed.append))
    assert len(pushed) == len(kept)


@pytest.mark.parametrize("kind", REFUSED, ids=repr)
def test_of_type_refuses_at_the_call_what_isinstance_would_refuse_later(kind: Any) -> None:
    message = "^cls must be a class that isinstance takes, or a tuple or a union of them, got "
    with pytest.raises(TypeError, match=message):
        Stream(ITEMS).of_type(kind)
    with pytest.raises(TypeError, match=message):
        op.of_type(kind)


def test_the_refusal_of_a_parameter_says_why() -> None:
    with pytest.raises(TypeError, match=r"got list\[int\]; an instance does not know what it hold"):
        Stream([]).of_type(list[int])


def test_a_check_of_the_users_own_is_not_called_before_the_first_pull() -> None:
    class Asks(type):
        def __instancecheck__(cls, item: object) -> bool:
            raise LookupError

    class Asked(metaclass=Asks):
        pass

    stream = Stream([1]).of_type((Asked, str))
    with pytest.raises(LookupError):
        stream.to_list()


def test_a_check_that_stops_ends_the_stream() -> None:
    class Stops(type):
        def __instancecheck__(cls, item: object) -> bool:
            raise StopIteration

    class Stopped(metaclass=Stops):
        pass

    assert Stream([1, 2]).of_type(Stopped).to_list() == []


def test_a_class_is_asked_in_c() -> None:
    assert type(iter(Stream([1]).of_type(int))) is filter
    assert type(iter(Stream([1]).of_type(Open))) is filter


@given(items=st.lists(values, max_size=6), n=st.integers(0, 7))
def test_what_is_dropped_last_is_the_tail(items: list[Any], n: int) -> None:
    stream = Stream(items)
    assert repr(stream.drop_last(n).chain(stream.tail(n)).to_list()) == repr(items)
    assert n == 0 or repr(stream.drop_last(n).to_list()) == repr(stream[:-n].to_list())


def test_an_endless_stream_can_drop_its_last_items() -> None:
    assert Stream.count_from().drop_last(3).take(2).to_list() == [0, 1]


def test_a_tee_of_the_user_is_left_where_it_was_read() -> None:
    one, other = itertools.tee("abcd")
    assert [*Stream(one).drop_last(1).take(2)] == ["a", "b"]
    assert [*one] == ["d"]
    assert [*other] == ["a", "b", "c", "d"]


def test_the_item_that_ends_it_is_given_and_the_next_is_not_pulled() -> None:
    pulled: list[int] = []
    items = Stream(range(9)).tap(pulled.append).takewhile_inclusive(lambda n: n < 2)
    assert items.to_list() == [0, 1, 2] == pulled


def test_the_last_item_is_given_once_though_it_fails_further_down() -> None:
    sink = (op.takewhile_inclusive(bool) | op.map(lambda n: 1 / n)).push(lambda item: None)
    with pytest.raises(ZeroDivisionError):
        sink.send(0)
    assert sink.send(1) is False


LENGTHS: list[Any] = [
    lambda s: s.take(3),
    lambda s: s.drop(3),
    lambda s: s.drop_last(3),
    lambda s: s.tail(3),
    lambda s: s[1:4],
    lambda s: s[:-2],
    lambda s: s[1:-1:2],
    lambda s: s[-3:],
    lambda s: s[-3:4],
    lambda s: s[-4:-1:2],
    lambda s: s[::-1],
    lambda s: s[4:1:-2],
    lambda s: s[-1:-9:-3],
]


@pytest.mark.parametrize("length", range(7))
@pytest.mark.parametrize("call", LENGTHS)
def test_what_is_exact_knows_how_many_items_it_gives(call: Any, length: int) -> None:
    stream = call(Stream(range(length)))
    assert stream._operations[-1][0].exact
    assert bounds_of(stream) == (stream.count(),) * 2
    at_most = call(Stream(range(length)).filter())
    low, high = bounds_of(at_most)
    assert low <= at_most.count() <= high


def test_the_length_of_a_slice_of_what_is_huge_is_known() -> None:
    low, high = bounds_of(Stream(range(10**30))[::-3])
    assert low == high == -(-(10**30) // 3)


def test_bounds_of_what_gives_at_least_one() -> None:
    assert bounds_of(Stream("abc").takewhile_inclusive(bool)) == (1, 3)
    assert bounds_of(Stream(()).takewhile_inclusive(bool)) == (0, 0)
    assert bounds_of(Stream.count_from().takewhile_inclusive(bool)) == (1, None)
    assert bounds_of(Stream("abc").of_type(str)) == (0, 3)


def test_one_item_is_dropped_where_no_number_is_given() -> None:
    assert Stream([1, 2, 3]).drop_last().to_list() == [1, 2]


@pytest.mark.parametrize("length", range(5))
@pytest.mark.parametrize("step", [None, 1, 2, 3, -1, -2])
def test_the_length_of_a_slice_of_a_known_length_is_known(length: int, step: int | None) -> None:
    places = [None, *range(-5, 6)]
    for start, stop in itertools.product(places, repeat=2):
        wanted = slice(start, stop, step)
        known = len(range(length)[wanted])
        assert bounds_of(Stream([0] * length)[wanted]) == (known, known)


@pytest.mark.parametrize(("items", "selectors"), [("abc", [1]), ("a", [1, 1])])
def test_a_compress_gives_no_more_than_either_has(items: str, selectors: list[int]) -> None:
    assert bounds_of(Stream(items).compress(selectors)) == (0, 1)


@pytest.mark.parametrize("place", [3, -4])
def test_a_place_beyond_the_end_is_named(place: int) -> None:
    with pytest.raises(IndexError, match=f"^the stream has no item at place {place}$"):
        Stream("abc")[place]


def test_filters_are_counted_one_by_one_as_maps_are() -> None:
    filters: Stream[int] = Stream([1])
    maps = Stream([1])
    for _ in range(DEEPEST - 1):
        filters, maps = filters.filter(), maps.map(abs)
    assert filters.to_list() == maps.to_list()
    with pytest.raises(DeepStreamError) as of_maps:
        maps.map(abs)
    with pytest.raises(DeepStreamError) as of_filters:
        filters.filter()
    assert str(of_filters.value) == str(of_maps.value)


def test_what_counts_from_the_end_is_named_where_there_is_none() -> None:
    with pytest.raises(InfiniteStreamError, match=r"^stream\[-n\] needs the end of the stream"):
        Stream.count_from()[-2]
