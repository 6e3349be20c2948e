"""What a stream reads from: read again when it can be, and never half or in silence when not."""

from __future__ import annotations

import enum
import itertools
import operator
import pickle
import re
import threading
from collections import deque
from collections.abc import Callable, ItemsView, Iterator, KeysView
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import calls
import pytest
from calls import LAZY, TERMINALS

from rillet import EmptyStreamError, InfiniteStreamError, Stream, StreamConsumedError, op
from rillet.beat import BEAT


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Places:
    """Something with the old protocol of sequences alone."""

    def __getitem__(self, place: int) -> int:
        if place == 3:
            raise IndexError
        return place * 10


class Anew:
    """An iterable of a user."""

    def __iter__(self) -> Iterator[int]:
        return iter((1, 2, 3))


def three() -> Iterator[int]:
    yield from (1, 2, 3)


REITERABLE = [
    [3, 1, 2],
    (3, 1, 2),
    range(5),
    range(0),
    range(9, 0, -2),
    {"a": 1, "b": 2},
    {"a": 1}.items(),
    "text",
    b"text",
    bytearray(b"ab"),
    {1, 2},
    frozenset({1}),
    deque([1, 2]),
    Colour,
    Places(),
    Anew(),
    memoryview(b"ab"),
    [],
]
ONE_SHOT: dict[str, Callable[[], Iterator[int]]] = {
    "generator": three,
    "list iterator": lambda: iter([1, 2, 3]),
    "map": lambda: map(abs, [1, 2, 3]),
    "islice": lambda: itertools.islice([1, 2, 3], None),
    "iterator of a stream": lambda: iter(Stream([1, 2, 3]).map(abs)),
    "reversed": lambda: reversed([3, 2, 1]),
    "iterator of a user": lambda: UsersIterator(),
    "callable iterator": lambda: iter([1, 2, 3].__iter__().__next__, 4),
}


class UsersIterator:
    def __init__(self) -> None:
        self.left = [3, 2, 1]

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if not self.left:
            raise StopIteration
        return self.left.pop()


@pytest.mark.parametrize("source", REITERABLE, ids=lambda s: type(s).__name__)
def test_a_stream_can_be_read_again_when_its_source_can(source: Any) -> None:
    stream = Stream(source)
    assert list(stream) == list(stream) == stream.to_list() == list(source)
    assert stream.map(str).to_list() == stream.map(str).to_list() == list(map(str, source))


@pytest.mark.parametrize("make", ONE_SHOT.values(), ids=ONE_SHOT)
class TestAOneShotSource:
    def test_can_be_read_once_and_then_says_so(self, make: Callable[[], Iterator[int]]) -> None:
        stream = Stream(make())
        assert stream.to_list() == [1, 2, 3]
        with pytest.raises(StreamConsumedError, match="can be read only once"):
            iter(stream)

    def test_is_consumed_for_all_streams_that_grow_from_it(
        self, make: Callable[[], Iterator[int]]
    ) -> None:
        parent = Stream(make())
        children = [parent.map(abs), parent.filter(), parent, Stream(parent), parent.take(1)]
        assert children[0].first() == 1
        for child in children:
            with pytest.raises(StreamConsumedError):
                iter(child)

    def test_is_consumed_even_when_it_was_only_begun(
        self, make: Callable[[], Iterator[int]]
    ) -> None:
        stream = Stream(make())
        iter(stream)
        with pytest.raises(StreamConsumedError):
            iter(stream)

    def test_can_be_kept_by_a_cache(self, make: Callable[[], Iterator[int]]) -> None:
        kept = Stream(make()).cache()
        assert kept.to_list() == kept.to_list() == [1, 2, 3]

    def test_is_not_read_by_a_repr(self, make: Callable[[], Iterator[int]]) -> None:
        stream = Stream(make())
        repr(stream.map(abs).zip(stream))
        assert stream.to_list() == [1, 2, 3]

    @pytest.mark.parametrize("name", LAZY)
    def test_makes_every_operation_one_shot(
        self, make: Callable[[], Iterator[int]], name: str
    ) -> None:
        stream = LAZY[name](Stream(make()))
        if name in ("zip, strict", "chain, with itself"):
            with pytest.raises(StreamConsumedError):
                stream.to_list()
            return
        expected = LAZY[name](Stream([1, 2, 3])).to_list()
        assert stream.to_list() == expected
        with pytest.raises(StreamConsumedError):
            iter(stream)
        with pytest.raises(StreamConsumedError):
            stream.to_list()


def test_the_error_names_the_source_the_place_and_the_way_out() -> None:
    stream = Stream(three())
    stream.first()
    with pytest.raises(StreamConsumedError) as raised:
        stream.first()
    line = test_the_error_names_the_source_the_place_and_the_way_out.__code__.co_firstlineno + 2
    assert re.fullmatch(
        r"this stream reads from <generator object three at 0x[0-9a-f]+>, which can be read only "
        rf"once and was read at {re.escape(__file__)}:{line}; keep the items with \.cache\(\), or "
        r"pass a function that opens the source to Stream\.using",
        str(raised.value),
    )


@pytest.mark.parametrize("name", TERMINALS)
def test_every_terminal_reads_a_one_shot_source_once(name: str) -> None:
    stream = Stream(iter(range(6)))
    assert TERMINALS[name](stream) == TERMINALS[name](Stream(range(6)))
    where = re.escape(f"was read at {calls.__file__}:")
    with pytest.raises(StreamConsumedError, match=where):
        TERMINALS[name](stream)


BESIDE: dict[str, Callable[[Stream[Any], Any], Stream[Any]]] = {
    "map": lambda s, other: s.map(max, other),
    "zip": lambda s, other: s.zip(other),
    "zip, strict": lambda s, other: s.zip(other, strict=True),
    "zip_longest": lambda s, other: s.zip_longest(other),
    "chain": lambda s, other: s.chain(other),
    "chain, twice": lambda s, other: s.chain("").chain(other),
    "+": lambda s, other: s + other,
    "compress": lambda s, other: s.compress(other),
    "or_else_from": lambda s, other: s.or_else_from(other),
    "or_else_from, of none": lambda s, other: s.drop(3).or_else_from(other),
    "product": lambda s, other: s.product(other),
    "interleave": lambda s, other: s.interleave(other),
    "roundrobin": lambda s, other: s.roundrobin(other),
    "merge_sorted": lambda s, other: s.merge_sorted(other),
    "merge_sorted, key": lambda s, other: s.merge_sorted(other, [2], key=abs),
    "join": lambda s, other: s.join(other, (2).__rmod__),
    "join, left": lambda s, other: s.join(other, (2).__rmod__, how="left"),
    "join, full": lambda s, other: s.join(other, abs, how="full"),
    "join, semi": lambda s, other: s.join(other, (2).__rmod__, how="semi"),
    "join, anti": lambda s, other: s.join(other, abs, how="anti"),
    "join, in a stream": lambda s, other: s.join(Stream(other).map(abs), (2).__rmod__),
    "zip, in a stream": lambda s, other: s.zip(Stream(other).map(abs)),
    "chain, in a stream": lambda s, other: s.chain(Stream(other).map(abs)),
    "product, in a stream": lambda s, other: s.product(Stream(other).map(abs)),
    "zip, two deep": lambda s, other: s.zip(Stream([1, 2, 3]).zip(other)),
    "chain, in a chain": lambda s, other: s.chain(Stream("").chain(other)),
    "before an operation": lambda s, other: s.zip(other).take(2).reversed(),
}


@pytest.mark.parametrize("call", BESIDE.values(), ids=BESIDE)
class TestAOneShotArgument:
    def test_gives_what_a_list_gives(self, call: Callable[..., Stream[Any]]) -> None:
        expected = call(Stream([4, 5, 6]), [1, 2, 3]).to_list()
        assert call(Stream([4, 5, 6]), iter([1, 2, 3])).to_list() == expected

    def test_makes_the_second_pass_an_error_at_its_start(
        self, call: Callable[..., Stream[Any]]
    ) -> None:
        pulled: list[int] = []
        stream = call(Stream([4, 5, 6]).tap(pulled.append), iter([1, 2, 3]))
        stream.to_list()
        pulled.clear()
        with pytest.raises(StreamConsumedError):
            iter(stream)
        assert not pulled

    def test_is_not_read_by_building_or_printing(self, call: Callable[..., Stream[Any]]) -> None:
        other = iter([1, 2, 3])
        repr(call(Stream([4, 5, 6]), other))
        assert list(other) == [1, 2, 3]


def test_a_re_iterable_stream_may_be_zipped_with_itself() -> None:
    numbers = Stream([1, 2, 3])
    assert numbers.zip(numbers, numbers.drop(1)).to_list() == [(1, 1, 2), (2, 2, 3)]
    assert numbers.product(numbers).count() == 9


def test_a_one_shot_stream_refuses_to_be_zipped_with_itself() -> None:
    numbers = Stream(iter([1, 2, 3]))
    with pytest.raises(StreamConsumedError):
        numbers.zip(numbers).to_list()


def test_of_two_threads_that_race_for_a_one_shot_source_one_wins() -> None:
    for _ in range(200):
        stream = Stream(iter(range(10)))
        start = threading.Barrier(3)
        answers: list[Any] = []

        def race(stream: Stream[int] = stream, start: Any = start, answers: Any = answers) -> None:
            start.wait()
            try:
                answers.append(stream.to_list())
            except StreamConsumedError as error:
                answers.append(error)

        threads = [threading.Thread(target=race) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.count(list(range(10))) == 1
        assert sum(isinstance(answer, StreamConsumedError) for answer in answers) == 2


def test_one_stream_may_be_read_by_several_threads() -> None:
    stream = Stream(range(2000)).map(str).filter().batched(7).flatten()
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(list(stream))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [list(map(str, range(2000)))] * 4


def test_a_huge_range_is_never_counted_through() -> None:
    huge = Stream(range(10**30))
    assert repr(huge.map(abs)) == f"Stream(range(0, {10**30})).map(abs)"
    assert huge.take(2).to_list() == [0, 1]
    assert huge[5] == 5
    assert huge.first() == 0
    assert 7 in huge
    with pytest.raises(InfiniteStreamError):
        huge.cycle().sorted()


class Backwards:
    """Something that can be read backwards, and not forwards."""

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("it was read forwards")

    def __reversed__(self) -> Iterator[int]:
        return iter((3, 2, 1))


@pytest.mark.parametrize("read", [list, Stream.to_list, Stream.to_tuple, Stream.count, Stream.sum])
def test_a_source_that_can_be_read_backwards_is_not_held_to_be_reversed(
    read: Callable[[Stream[int]], Any],
) -> None:
    assert read(Stream(Backwards()).reversed()) == read(Stream([1, 2, 3]).reversed())


class Hostile:
    """Answers nothing but `iter`."""

    def refuse(self, *_: object) -> Any:
        raise AssertionError("it was asked")

    __len__ = __bool__ = __eq__ = __contains__ = __length_hint__ = refuse
    __getitem__ = __hash__ = refuse  # type: ignore[assignment]  # nobody may ask

    def __iter__(self) -> Iterator[int]:
        return HostileIterator()


class HostileIterator(Hostile):
    def __init__(self) -> None:
        self.items = iter([1, 2, 3, 4, 5, 6])

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        return next(self.items)


@pytest.mark.parametrize("make", [Hostile, HostileIterator])
@pytest.mark.parametrize("name", [name for name in LAZY if "itself" not in name])
def test_a_source_is_asked_for_its_iterator_and_for_nothing_else(
    make: Callable[[], Any], name: str
) -> None:
    if name == "zip, strict":
        return
    stream = LAZY[name](Stream(make()))
    repr(stream)
    gone_through = [item for item in stream]  # noqa: C416  # list() asks for the length
    assert gone_through == LAZY[name](Stream([1, 2, 3, 4, 5, 6])).to_list()


@pytest.mark.parametrize("call", BESIDE.values(), ids=BESIDE)
def test_an_argument_is_asked_for_its_iterator_and_for_nothing_else(
    call: Callable[..., Stream[Any]],
) -> None:
    stream = call(Stream([6, 5, 4, 3, 2, 1]), Hostile())
    repr(stream)
    assert [item for item in stream] == [  # noqa: C416  # list() asks for the length
        *call(Stream([6, 5, 4, 3, 2, 1]), [1, 2, 3, 4, 5, 6])
    ]


@pytest.mark.parametrize("name", TERMINALS)
def test_a_terminal_asks_a_source_for_its_iterator_and_for_nothing_else(name: str) -> None:
    assert TERMINALS[name](Stream(Hostile())) == TERMINALS[name](Stream([1, 2, 3, 4, 5, 6]))


def test_a_source_whose_repr_fails_can_be_printed() -> None:
    class Shy(Anew):
        def __repr__(self) -> str:
            raise RuntimeError("not me")

    text = repr(Stream(Shy()).take(1))
    assert re.fullmatch(r"Stream\(<.*Shy object at 0x[0-9a-f]+>\)\.take\(1\)", text)


class Raises:
    def __iter__(self) -> Iterator[int]:
        raise ConnectionError("refused")


class NotAnIterator:
    def __iter__(self) -> Any:
        return 5


@pytest.mark.parametrize("name", LAZY)
def test_a_source_that_raises_when_it_is_asked_raises_at_the_start_of_a_pass(name: str) -> None:
    stream = LAZY[name](Stream(Raises()))
    repr(stream)
    for _ in range(2):
        with pytest.raises(ConnectionError, match="^refused$"):
            stream.to_list()


@pytest.mark.parametrize("name", LAZY)
def test_a_source_that_gives_no_iterator_is_a_type_error(name: str) -> None:
    with pytest.raises(TypeError, match="iter"):
        LAZY[name](Stream(NotAnIterator())).to_list()


def test_a_source_that_raises_midway_gives_what_came_before() -> None:
    def breaks() -> Iterator[int]:
        yield from (1, 2)
        raise ConnectionError("cut off")

    seen: list[int] = []
    with pytest.raises(ConnectionError, match="^cut off$"):
        Stream(breaks()).map(abs).for_each(seen.append)
    assert seen == [1, 2]


class NeverIterable:
    """It has the methods of something iterable, and says that it is not."""

    __iter__ = None

    def __getitem__(self, place: int) -> int:
        return place


class Restless:
    """Gives items again after its end."""

    def __init__(self) -> None:
        self.calls = 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        self.calls += 1
        if self.calls % 3 == 0:
            raise StopIteration
        return self.calls


@pytest.mark.parametrize("name", [name for name in LAZY if "itself" not in name])
def test_a_source_that_goes_on_after_its_end_has_ended_for_a_pass(name: str) -> None:
    if name == "zip, strict":
        return
    expected = LAZY[name](Stream([1, 2])).to_list()
    assert LAZY[name](Stream(Restless())).to_list() == expected


def restless_in_c() -> Iterator[int]:
    """The same items, and no line of Python between those that read it and the end."""
    return itertools.starmap(next, itertools.repeat((Restless(),)))


@pytest.mark.parametrize("name", [name for name in LAZY if "itself" not in name])
def test_a_source_in_c_that_goes_on_after_its_end_has_ended_for_a_terminal(name: str) -> None:
    if name == "zip, strict":
        return
    expected = LAZY[name](Stream([1, 2])).to_list()
    assert LAZY[name](Stream(restless_in_c())).to_list() == expected
    assert Stream([0]).product(LAZY[name](Stream(restless_in_c()))).count() == len(expected)


@pytest.mark.parametrize("name", TERMINALS)
def test_a_terminal_reads_no_further_than_the_end(name: str) -> None:
    def answer(source: Any) -> Any:
        try:
            return TERMINALS[name](Stream(source))
        except (EmptyStreamError, IndexError) as error:
            return type(error)

    assert answer(restless_in_c()) == answer([1, 2])


@pytest.mark.parametrize("length", [0, 1, BEAT - 1, BEAT, BEAT + 1, 2 * BEAT])
def test_a_pass_with_beats_leaves_the_iterators_of_the_user_where_zip_leaves_them(
    length: int,
) -> None:
    left, right = itertools.repeat("a", 3 * BEAT), itertools.repeat("b", length)
    assert Stream(zip(left, right)).count() == length
    assert operator.length_hint(left) == 3 * BEAT - length - 1


def test_stop_iteration_of_the_function_that_opens_ends_the_stream() -> None:
    opened = iter([nullcontext("ab")])
    stream = Stream.using(lambda: next(opened))
    assert [stream.to_list(), stream.to_list()] == [["a", "b"], []]


def test_a_generator_that_has_ended_is_not_read_as_an_empty_one() -> None:
    letters = (letter for letter in "ab")
    other = Stream(letters)
    assert Stream(letters).to_list() == ["a", "b"]
    with pytest.raises(StreamConsumedError, match="was read to its end before; keep the items"):
        other.to_list()


@pytest.mark.parametrize("value", [re.match("a", "a"), NeverIterable()])
def test_what_only_looks_iterable_is_refused(value: Any) -> None:
    for take in (Stream, Stream("a").chain, Stream("a").zip, Stream("a").compress):
        with pytest.raises(TypeError, match="must be iterable, got "):
            take(value)


def test_a_file_of_the_user_is_a_one_shot_source(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a\nb\n")
    with path.open() as file:
        lines = Stream(file).map(str.strip)
        assert lines.to_list() == ["a", "b"]
        with pytest.raises(StreamConsumedError):
            lines.to_list()


@pytest.mark.parametrize(
    ("given", "first"),
    [((), [0, 1, 2]), ((5,), [5, 6, 7]), ((1, -2), [1, -1, -3]), ((0.5, 0.25), [0.5, 0.75, 1.0])],
)
def test_count_from_counts_anew_in_each_pass(given: Any, first: list[Any]) -> None:
    numbers = Stream.count_from(*given).take(3)
    assert numbers.to_list() == numbers.to_list() == first


def test_count_from_may_begin_beyond_the_numbers_of_the_machine() -> None:
    assert Stream.count_from(10**30, 10**29).nth(1) == 11 * 10**29


def test_repeat_gives_one_object_again_and_again() -> None:
    value: list[int] = []
    assert all(item is value for item in Stream.repeat(value, 5))
    assert Stream.repeat(value, 5).count() == Stream.repeat(None).take(5).count() == 5
    assert Stream.repeat(value, 0).to_list() == []


def test_iterate_never_calls_its_function_early() -> None:
    calls: list[int] = []

    def double(n: int) -> int:
        calls.append(n)
        return 2 * n

    numbers = Stream.iterate(double, 1)
    items = iter(numbers)
    assert (next(items), calls) == (1, [])
    assert (next(items), calls) == (2, [1])
    assert numbers.take(3).to_list() == [1, 2, 4]
    assert calls == [1, 1, 2]


def test_iterate_ends_when_its_function_stops_the_iteration() -> None:
    places = iter([7, 8])
    assert Stream.iterate(lambda _: next(places), 0).take(9).to_list() == [0, 7, 8]


def test_using_opens_at_the_first_pull_and_anew_for_each_pass() -> None:
    events: list[str] = []

    @contextmanager
    def opening() -> Iterator[list[int]]:
        events.append("open")
        yield [1, 2]
        events.append("close")

    stream = Stream.using(opening)
    repr(stream)
    items = iter(stream.map(abs))
    assert events == []
    assert next(items) == 1
    assert events == ["open"]
    assert list(items) == [2]
    assert events == ["open", "close"]
    assert stream.to_list() == [1, 2]
    assert events == ["open", "close"] * 2


@pytest.mark.parametrize("opened", [5, None])
def test_using_says_when_what_was_opened_is_not_iterable(opened: Any) -> None:
    with pytest.raises(TypeError, match="iterable"):
        Stream.using(lambda: nullcontext(opened)).to_list()


def test_a_cache_pulls_each_item_once_and_no_earlier_than_it_is_asked_for() -> None:
    pulled: list[int] = []
    kept = Stream(iter(range(5))).tap(pulled.append).cache()
    assert kept.take(2).to_list() == [0, 1]
    assert pulled == [0, 1]
    assert kept.first() == 0
    one, other = iter(kept), iter(kept)
    assert [next(one), next(other), next(one)] == [0, 0, 1]
    assert pulled == [0, 1]
    assert kept.to_list() == list(range(5))
    assert list(one) == [2, 3, 4]
    assert pulled == list(range(5))


def test_a_cache_is_shared_by_threads_that_all_see_every_item() -> None:
    pulled: list[int] = []
    kept = Stream(iter(range(3000))).tap(pulled.append).cache()
    answers: list[list[int]] = []
    threads = [threading.Thread(target=lambda: answers.append(list(kept))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [list(range(3000))] * 4
    assert pulled == list(range(3000))


def test_a_cache_remembers_the_error_that_ended_it() -> None:
    calls: list[int] = []

    def f(n: int) -> int:
        calls.append(n)
        return 6 // (2 - n)

    kept = Stream(iter(range(5))).map(f).cache()
    for _ in range(3):
        seen: list[int] = []
        with pytest.raises(ZeroDivisionError):
            kept.for_each(seen.append)
        assert seen == [3, 6]
    assert calls == [0, 1, 2]


def test_a_cache_pickles_with_what_it_holds() -> None:
    kept = Stream([1, 2, 3]).map(abs).cache()
    for pulled in range(4):
        assert kept.take(pulled).count() == pulled
        assert pickle.loads(pickle.dumps(Stream(kept.to_list()))).to_list() == [1, 2, 3]
    assert pickle.loads(pickle.dumps(kept)).to_list() == [1, 2, 3]


def test_a_cache_within_its_own_filling_is_an_error_and_not_a_deadlock() -> None:
    kept: Stream[Any] = Stream(())

    def again() -> Iterator[int]:
        yield from kept

    kept = Stream(again()).cache()
    with pytest.raises((RuntimeError, ValueError), match="already executing|itself"):
        kept.to_list()


def test_a_stream_of_a_stream_reads_the_same_source() -> None:
    stream = Stream([1, 2]).map(abs)
    assert Stream(stream).to_list() == [1, 2]
    assert repr(Stream(stream)) == repr(stream)
    assert Stream(Stream([1, 2])).to_list() == [1, 2]


def test_a_pipeline_reads_any_source() -> None:
    for source in REITERABLE:
        assert list(op.drop(0)(source)) == list(source)
        if not isinstance(source, (type, KeysView, ItemsView)):  # these take every | for their own
            assert (source | op.drop(0)).to_list() == list(source)
