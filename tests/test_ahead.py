"""What reads the beginning of a stream and hands out what goes on: `split_head` and `peekable`."""

from __future__ import annotations

import gc
import itertools
import pickle
import re
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import references
from hypothesis import given
from hypothesis import strategies as st
from strategies import SOURCES, Plan, counts, plans, values
from test_ends import ERRORS, Door, Own, failing
from test_laws import AskedOnce, Counted, Trouble, alike, pulled, same_error

from rillet import (
    DeepStreamError,
    EmptyStreamError,
    InfiniteStreamError,
    Peekable,
    Stream,
    StreamConsumedError,
    op,
)
from rillet.plan import bounds_of

ITEMS = st.lists(values, max_size=7)
each_source = pytest.mark.parametrize("source", SOURCES)
ONE_SHOT = {"iterator", "generator"}


def rows() -> Iterator[str]:
    yield from ["name", "ada", "alan"]


@each_source
@given(items=ITEMS, n=counts)
def test_a_head_and_its_rest_are_the_stream(source: str, items: list[Any], n: int) -> None:
    head, rest = SOURCES[source](items).split_head(n)
    known = references.split_head(items, n)
    assert alike((head, rest.to_list()), known.value)


@given(plan=plans(longest=3), n=counts)
def test_the_head_of_any_chain_pulls_what_its_items_need(plan: Plan, n: int) -> None:
    trace = plan.reference()
    try:
        head, rest = plan.stream().split_head(n)
    except Exception as error:
        assert same_error(error, trace.error)
        assert n > len(trace.outputs)
        return
    assert alike(head, trace.outputs[:n])
    outputs, error = pulled(rest)
    assert alike(outputs, trace.outputs[n:])
    assert same_error(error, trace.error)


@given(items=ITEMS, n=counts)
def test_a_head_is_read_when_it_is_asked_for_and_no_further(items: list[Any], n: int) -> None:
    source = Counted(items)
    _, rest = Stream(source).split_head(n)
    after = references.split_head(items, n).after
    assert source.pulled == after
    iter(rest.map(str))
    assert source.pulled == after


@given(items=ITEMS, n=counts)
def test_the_end_is_asked_for_only_once(items: list[Any], n: int) -> None:
    head, rest = Stream(AskedOnce(items)).split_head(n)
    assert alike(head + rest.to_list(), items)


@each_source
def test_the_rest_can_be_read_again_exactly_when_the_stream_can(source: str) -> None:
    _, rest = SOURCES[source]([1, 2, 3]).split_head(1)
    assert rest.to_list() == [2, 3]
    if source in ONE_SHOT:
        with pytest.raises(StreamConsumedError):
            rest.to_list()
    else:
        assert rest.to_list() == [2, 3]


def test_the_head_of_what_can_be_read_again_leaves_nothing_open() -> None:
    door = Door()
    head, rest = door.stream().split_head(2)
    assert head == [0, 1]
    door.assert_closed_once()
    assert rest.to_list() == [2, 3, 4, 5]
    assert door.closings == [1, 1]
    assert repr(rest).endswith(".drop(2)")


def test_a_second_pass_over_a_rest_names_what_it_is_and_where_it_was_read() -> None:
    stream = Stream(rows())
    _, rest = stream.split_head(1)
    assert rest.to_list() == ["ada", "alan"]
    name = r"Stream\(<generator object rows at 0x\w+>\)\.split_head\(1\)\[1\]"
    message = f"^this stream reads from {name}, which can be read only once and was read at "
    with pytest.raises(StreamConsumedError, match=rf"{message}.*test_ahead\.py:\d+; keep the"):
        rest.to_list()
    with pytest.raises(StreamConsumedError, match=r"reads from <generator .*test_ahead\.py:"):
        stream.to_list()


def test_all_streams_that_grow_from_a_rest_share_its_one_pass() -> None:
    _, rest = Stream(rows()).split_head(1)
    assert rest.map(str.upper).first() == "ADA"
    with pytest.raises(StreamConsumedError):
        rest.count()


def test_a_rest_shows_the_call_that_made_it() -> None:
    _, rest = Stream(rows()).map(str.upper).split_head(1)
    assert re.fullmatch(r"Stream\(<.*>\)\.map\(str\.upper\)\.split_head\(1\)\[1\]", repr(rest))
    _, rest = rest.split_head(1)
    assert repr(rest).endswith(".map(str.upper).split_head(2)[1]")
    _, rest = rest.filter().split_head(1)
    assert repr(rest).endswith(".split_head(2)[1].filter().split_head(1)[1]")


def test_a_rest_is_split_again_and_again_and_nests_nothing() -> None:
    for rest in (Stream(itertools.count()), Stream(itertools.count()).map(abs)):
        for n in range(3000):
            head, rest = rest.split_head(1)
            assert head == [n]
        assert rest.first() == 3000
        assert rest._depth <= 2
        assert len(repr(rest)) < 100


def test_a_rest_that_is_laid_over_by_hand_is_counted() -> None:
    rest = Stream(itertools.count())
    with pytest.raises(DeepStreamError):
        for _ in range(2000):
            _, rest = Stream(iter(rest.map(abs))).map(abs).split_head(0)


@pytest.mark.parametrize("n", [0, 2, 9])
def test_the_length_of_a_rest_is_known_where_that_of_the_stream_is(n: int) -> None:
    for stream in (Stream(itertools.repeat(1, 5)), Stream("abcde").zip(itertools.repeat(1, 7))):
        _, rest = stream.split_head(n)
        assert bounds_of(rest) == (max(5 - n, 0), max(5 - n, 0))
        assert rest.count() == max(5 - n, 0)
    assert bounds_of(Stream(rows()).split_head(n)[1]) == (0, None)


def test_a_rest_without_an_end_is_refused_where_the_end_is_needed() -> None:
    _, rest = Stream(itertools.count()).map(abs).split_head(3)
    with pytest.raises(InfiniteStreamError, match=r"count\(\d*\)\)\.map\(abs\)\.split_head\(3\)"):
        rest.to_list()
    assert rest.take(2).to_list() == [3, 4]


def test_a_rest_over_an_iterator_that_pickles_does_so_too() -> None:
    _, rest = Stream(iter([1, 2, 3])).split_head(1)
    copy = pickle.loads(pickle.dumps(rest))
    assert copy.to_list() == rest.to_list() == [2, 3]


def of_one_pass(door: Door) -> Stream[Any]:
    """A stream over what the library opens, that can be read only once."""
    return door.stream().zip(iter(range(9)))


@pytest.mark.parametrize("pulled_of_rest", [0, 1, 4])
def test_what_was_opened_is_closed_when_the_rest_is_let_go_of(pulled_of_rest: int) -> None:
    door = Door()
    head, rest = of_one_pass(door).split_head(2)
    assert len(head) == 2
    assert door.closings == [0]
    items = iter(rest)
    for _ in itertools.islice(items, pulled_of_rest):
        pass
    assert door.closings == [0]
    del items, rest
    door.assert_closed_once()


def test_what_was_opened_is_closed_when_the_loop_over_the_rest_is_left() -> None:
    door = Door()
    _, rest = of_one_pass(door).split_head(2)
    for _ in rest:
        break
    door.assert_closed_once()
    assert repr(rest)


def test_what_was_opened_is_closed_when_the_head_was_all() -> None:
    door = Door()
    head, rest = of_one_pass(door).split_head(9)
    assert len(head) == 6
    door.assert_closed_once()
    assert rest.to_list() == []


@pytest.mark.parametrize("error", ERRORS)
def test_what_was_opened_is_closed_while_the_error_of_a_head_is_handled(
    error: type[BaseException],
) -> None:
    door = Door()
    try:
        of_one_pass(door).starmap(max).map(failing(error)).split_head(5)
    except error:
        door.assert_closed_once()
    else:
        pytest.fail("the error was lost")


def test_a_rest_goes_on_after_what_an_operation_remembers() -> None:
    head, rest = Stream(iter("abacab")).unique().split_head(2)
    assert (head, rest.to_list()) == (["a", "b"], ["c"])


@each_source
@given(items=ITEMS)
def test_a_peekable_is_the_items_of_the_stream(source: str, items: list[Any]) -> None:
    assert alike([*SOURCES[source](items).peekable()], items)


Step = Callable[["Peekable[Any]", list[Any]], tuple[Any, Any]]
STEPS: dict[str, Step] = {
    "next": lambda ahead, left: (next(ahead, "end"), left.pop(0) if left else "end"),
    "peek": lambda ahead, left: (ahead.peek(default="end"), left[0] if left else "end"),
    "truth": lambda ahead, left: (bool(ahead), bool(left)),
}


@given(items=ITEMS, steps=st.lists(st.sampled_from([*STEPS]), max_size=12))
def test_a_peekable_is_a_list_that_is_taken_from_the_front(
    items: list[Any], steps: list[str]
) -> None:
    ahead, left = Stream(AskedOnce(items)).peekable(), list(items)
    for step in steps:
        given_by_it, known = STEPS[step](ahead, left)
        assert alike(given_by_it, known)
    assert alike([*ahead], left)
    assert not ahead
    assert next(ahead, "end") == "end"


@given(items=ITEMS, steps=st.lists(st.sampled_from([*STEPS]), max_size=12))
def test_a_peekable_pulls_what_is_asked_of_it_and_one_for_a_look(
    items: list[Any], steps: list[str]
) -> None:
    source = Counted(items)
    ahead = Stream(source).peekable()
    taken = looked = 0
    for step in steps:
        assert source.pulled == min(max(taken, looked), len(items) + 1)
        STEPS[step](ahead, [])
        taken += step == "next"
        looked = max(looked, min(taken, len(items)) + (step != "next"))


def test_a_peekable_is_an_iterator_and_begins_its_pass_when_it_is_made() -> None:
    stream = Stream(rows())
    ahead = stream.peekable()
    assert iter(ahead) is ahead
    assert isinstance(ahead, Iterator)
    with pytest.raises(StreamConsumedError, match=r"was read at .*test_ahead\.py:"):
        stream.to_list()
    assert [*Stream(ahead).map(str.upper)] == ["NAME", "ADA", "ALAN"]
    assert Peekable[int]


def test_a_look_at_the_end_is_an_error_that_ends_no_generator() -> None:
    ahead = Stream(()).peekable()
    for _ in range(2):
        with pytest.raises(
            EmptyStreamError, match="^peek needs an item, and the stream has ended$"
        ):
            ahead.peek()
    assert not issubclass(EmptyStreamError, StopIteration)
    assert ahead.peek(default=None) is None
    assert ahead.peek(None) is None


def test_an_error_arrives_when_its_item_is_looked_at_and_the_pass_goes_on_as_it_would() -> None:
    looks: list[Callable[[Peekable[Any]], Any]] = [next, bool, Peekable.peek]
    for look in looks:
        ahead = Stream([1, 0, 2]).map(lambda n: 6 // n).peekable()
        assert next(ahead) == 6
        with pytest.raises(ZeroDivisionError):
            look(ahead)
        assert ahead.peek() == 3


@pytest.mark.parametrize("look", [next, bool, Peekable.peek])
@pytest.mark.parametrize("error", ERRORS)
def test_what_was_opened_is_closed_while_an_error_is_handled(
    look: Callable[[Any], Any], error: type[BaseException]
) -> None:
    door = Door()
    try:
        look(door.stream().map(failing(error, 0)).peekable())
    except error:
        door.assert_closed_once()
    else:
        pytest.fail("the error was lost")


@pytest.mark.parametrize("look", [next, bool, Peekable.peek])
def test_what_was_opened_is_closed_at_the_end_and_when_a_peekable_is_let_go_of(
    look: Callable[[Any], Any],
) -> None:
    door = Door()
    ahead = door.stream().takewhile((2).__gt__).peekable()
    assert not door.closings
    assert look(ahead) in (0, True)
    assert door.closings == [0]
    for _ in ahead:
        pass
    door.assert_closed_once()
    ahead = door.stream().filter().peekable()
    assert look(ahead) in (1, True)
    del ahead
    assert door.closings == [1, 1]


def test_a_generator_of_the_user_is_left_where_it_was_looked_at() -> None:
    own = Own()
    ahead = Stream(own.iterator).peekable()
    assert (next(ahead), ahead.peek()) == (0, 1)
    del ahead
    gc.collect()
    assert not own.is_closed
    assert next(own.iterator) == 2


def test_a_peekable_of_an_iterator_that_pickles_does_so_too() -> None:
    ahead = Stream(iter([1, 2, 3])).map(abs).peekable()
    ahead.peek()
    if sys.version_info < (3, 14):
        assert [*pickle.loads(pickle.dumps(Stream([1, 2]).peekable()))] == [1, 2]
    assert [*ahead] == [1, 2, 3]


def test_neither_is_an_operation_without_a_source() -> None:
    assert not hasattr(op, "split_head")
    assert not hasattr(op, "peekable")


def test_a_rest_is_read_by_one_of_two_threads() -> None:
    for _ in range(20):
        _, rest = Stream(iter(range(9))).split_head(1)
        answers: list[Any] = []

        def read(rest: Stream[int] = rest, answers: list[Any] = answers) -> None:
            try:
                answers.append(rest.to_list())
            except StreamConsumedError as error:
                answers.append(type(error))

        threads = [threading.Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, answers)) == sorted(
            map(str, [[1, 2, 3, 4, 5, 6, 7, 8], StreamConsumedError])
        )


@given(place=counts, n=counts)
def test_an_error_of_the_source_arrives_in_its_part(place: int, n: int) -> None:
    error = Trouble()
    stream = Stream(Counted([*range(place)], error))
    if n > place:
        with pytest.raises(Trouble):
            stream.split_head(n)
        return
    head, rest = stream.split_head(n)
    assert head == [*range(n)]
    assert pulled(rest) == ([*range(n, place)], error)
