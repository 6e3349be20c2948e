"""The traps that others fell into: a test for each that stands nowhere else.

Tested elsewhere are: arguments that fail late (test_arguments); sources that are asked for more
than their iterator, one-shot arguments, `zip(s, s)`, two children of one parent (test_sources);
what is closed and what is left open, also by interruptions (test_ends); drains that Ctrl-C does
not end (test_interrupt); nests that overflow the C stack and chains of chains (test_depth);
windows that hold too much (test_memory); every operation over None, NaN and their kin, equal
references, laziness and the state after an exception (test_laws).
"""

from __future__ import annotations

import collections
import functools
import itertools
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from calls import CALLING_LAZY, CALLING_TERMINALS, LAZY, TERMINALS

import rillet
from rillet import InfiniteStreamError, Stream, op
from rillet.arguments import MISSING

ODD_VALUES = [None, math.nan, "", Ellipsis, NotImplemented, ValueError("a value"), (), MISSING, 0]
"""`MISSING` is the library's own, but even that passes through what is lazy."""


def same_objects(one: Any, other: Any) -> bool:
    one, other = list(one), list(other)
    return len(one) == len(other) and all(a is b for a, b in zip(one, other))


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.filter(lambda _: True),
        lambda s: s.filterfalse(lambda _: False),
        lambda s: s.take(99),
        lambda s: s.drop(0),
        lambda s: s.takewhile(lambda _: True),
        lambda s: s.dropwhile(lambda _: False),
        lambda s: s.takewhile_inclusive(lambda _: True),
        lambda s: s.of_type(object),
        lambda s: s.of_type((str, object)),
        lambda s: s.chain([1, 2]).drop_last(2),
        lambda s: s.cycle(2).duplicates(id),
        lambda s: s.without([1]),
        lambda s: s.without([1], key=id),
        lambda s: s.intersection(ODD_VALUES),
        lambda s: s.intersection(ODD_VALUES, key=id),
        lambda s: s.split_head(0)[1],
        lambda s: Stream(s.peekable()),
        lambda s: s.tap(id),
        lambda s: s.tail(99),
        lambda s: s.unique(id),
        lambda s: s.dedupe(id),
        lambda s: s.batched(2).flatten(),
        lambda s: s.windowed(1).flatten(),
        lambda s: s.windowed(3, step=3, partial=True).flatten(),
        lambda s: s.group_adjacent(id).flat_map(lambda group: group[1]),
        lambda s: s.lag().map(lambda pair: pair[1]),
        lambda s: s.lead(MISSING).map(lambda pair: pair[0]),
        lambda s: s.mark_ends().map(lambda marked: marked[2]),
        lambda s: s.split_when(lambda a, b: True).flatten(),
        lambda s: s.split_at(lambda _: False).flatten(),
        lambda s: s.split_before(lambda _: True).flatten(),
        lambda s: s.split_after(lambda _: True).flatten(),
        lambda s: s.run_length().map(lambda pair: pair[0]),
        lambda s: s.batched_by(3, weight=lambda _: 1).flatten(),
        lambda s: s.shuffle().sorted(key=lambda item: [*map(id, ODD_VALUES)].index(id(item))),
        lambda s: s.cycle(1),
        lambda s: s.map_accumulate(lambda state, item: (state, item), MISSING),
        lambda s: s.zip().pluck(0),
        lambda s: s.enumerate().swap().pluck(0),
        lambda s: s.enumerate().map_keys(abs).pluck(1),
        lambda s: s.zip("b" * 9).map_values(len).pluck(0),
        lambda s: s.repeat_each(1),
        lambda s: s.intersperse(MISSING)[::2],
        lambda s: s.padded(3, MISSING),
        lambda s: s.or_else(1),
        lambda s: Stream(()).or_else_from(s),
        lambda s: s.chain(()),
        lambda s: s.prepend(),
        lambda s: s.zip().flatten(),
        lambda s: s.zip_longest(()).map(lambda pair: pair[0]),
        lambda s: s.interleave(range(99))[::2],
        lambda s: s.roundrobin(()),
        lambda s: Stream(()).roundrobin(s, ()),
        lambda s: s.merge_sorted(key=id),
        lambda s: s.merge_sorted([], [], key=lambda _: 0),
        lambda s: s.join([MISSING], lambda _: 0).map(lambda pair: pair[0]),
        lambda s: s.join([MISSING], id, how="left").map(lambda pair: pair[0]),
        lambda s: Stream(()).join(ODD_VALUES, id, how="full").map(lambda pair: pair[1]),
        lambda s: s.join(ODD_VALUES, id, how="semi"),
        lambda s: s.join([], id, how="anti"),
        lambda s: s.tee(3)[2],
        lambda s: s.accumulate(lambda _, item: item),
        lambda s: s.accumulate(lambda _, item: item, initial=MISSING),
        lambda s: s.product().flatten(),
        lambda s: s.reversed().reversed(),
        lambda s: s[:],
        lambda s: s.chain([1, 2])[:-2],
        lambda s: s[-99:],
        lambda s: s[::-1][::-1],
        lambda s: s.sorted(key=lambda _: 0),
        lambda s: s.cache(),
        lambda s: s.enumerate().map(lambda pair: pair[1]),
        lambda s: s.pairwise().map(lambda pair: pair[1]).prepend(ODD_VALUES[0]),
    ],
)
def test_no_value_of_the_user_is_taken_for_a_mark_of_the_library(
    call: Callable[[Stream[Any]], Stream[Any]],
) -> None:
    assert same_objects(call(Stream(ODD_VALUES)), ODD_VALUES)
    assert same_objects(call(Stream(iter(ODD_VALUES))), ODD_VALUES)
    assert same_objects(call(Stream(ODD_VALUES)).to_list(), ODD_VALUES)


@pytest.mark.parametrize("value", [v for v in ODD_VALUES if v is not MISSING], ids=repr)
def test_no_terminal_takes_a_value_of_the_user_for_nothing(value: Any) -> None:
    alone = Stream([value])
    assert alone.first() is alone.last() is alone.nth(0) is alone[0] is alone[-1] is value
    assert alone.find(lambda _: True, default=1) is value
    assert alone.min() is alone.max() is alone.reduce(max) is value
    assert same_objects(alone.minmax(), (value, value))
    assert Stream([1, value]).index(value) == 1
    assert value in alone
    assert alone.count() == 1
    assert alone.peekable().peek() is alone.split_head(1)[0][0] is value
    assert alone.peekable()
    assert alone.one() is alone.only(default=1) is alone.sample(1)[0] is value
    assert not alone.is_empty()
    assert alone.all_equal()
    assert alone.all_equal(lambda _: value)
    assert alone.all_unique()
    assert Stream([value, value]).all_equal()
    assert Stream(()).only(default=value) is value
    assert same_objects(Stream([(value, 1)]).unzip()[0], [value])
    assert Stream(()).first(default=value) is value
    assert Stream(()).min(default=value) is value


def stops(_: Any) -> Any:
    raise StopIteration("mine")


@pytest.mark.parametrize("name", [name for name in CALLING_LAZY if "sorted" not in name])
def test_a_stop_iteration_of_a_function_ends_a_lazy_operation(name: str) -> None:
    def f(n: int) -> int:
        if n == 3:
            raise StopIteration
        return n

    if name == "flatten, generators":  # the function runs in a generator of the user
        with pytest.raises(RuntimeError, match="StopIteration"):
            CALLING_LAZY[name](Stream(range(6)), f).to_list()
        return
    items = CALLING_LAZY[name](Stream(range(6)), f)
    assert isinstance(list(items), list)


def until_three(n: int) -> int:
    if n == 3:
        raise StopIteration
    return n


ENDED: list[Callable[[Stream[int]], Stream[int]]] = [
    lambda s: s.map(until_three),
    lambda s: s.zip().starmap(until_three),
    lambda s: s.filter(lambda n: until_three(n) is not None),
    lambda s: s.filterfalse(lambda n: until_three(n) is None),
    lambda s: s.map(until_three).enumerate().pluck(1),
    lambda s: s.map(until_three).zip().pluck(0),
    lambda s: s.map(until_three).takewhile(lambda _: True),
    lambda s: s.map(until_three).dropwhile(lambda _: False),
    lambda s: s.map(until_three).compress(itertools.repeat(1)),
    lambda s: s.map(until_three).accumulate(lambda _, n: n),
]
"""Streams that a StopIteration ends; asked again, each would go on."""


def answer(call: Callable[[Stream[int]], Any], stream: Stream[int]) -> list[Any]:
    made = call(stream)
    parts = made if isinstance(made, tuple) else [made]
    return [list(each) if isinstance(each, Stream) else each for each in parts]


def assert_asked_no_more(
    call: Callable[[Stream[int]], Any], ended: Callable[[Stream[int]], Stream[int]], kind: Any
) -> None:
    before = [1, 0, 2, 1, 0]
    given = answer(call, ended(Stream(kind([*before, 3, 5, 4, 0, -1, 9]))))
    assert given == answer(call, Stream(kind(before)))


NOT_COMPARED = ("shuffle", "profile")
"""The order is drawn anew; the steps are others."""


@pytest.mark.parametrize(
    "name", [name for name in {**LAZY, **TERMINALS} if not name.startswith(NOT_COMPARED)]
)
def test_what_a_stop_iteration_has_ended_is_asked_no_more(name: str) -> None:
    assert_asked_no_more({**LAZY, **TERMINALS}[name], ENDED[0], list)


@pytest.mark.parametrize("ended", ENDED)
@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.batched(2),
        lambda s: s.batched(2**16),
        lambda s: s.nlargest(9),
        lambda s: s.nsmallest(9),
        lambda s: s.zip().unzip(),
        lambda s: s.tee(),
    ],
)
def test_nor_is_any_other_stream_that_would_go_on(call: Any, ended: Any) -> None:
    assert_asked_no_more(call, ended, iter)


def test_what_a_shorter_argument_has_ended_is_pulled_no_more() -> None:
    pulled: list[int] = []
    numbers = Stream([1, 2, 3, 4, 5]).tap(pulled.append).map(max, [5])
    assert numbers.batched(4).to_list() == [(5,)]
    assert pulled == [1, 2]  # the second is pulled before the shorter argument is seen to end


@pytest.mark.parametrize("name", CALLING_TERMINALS)
def test_a_stop_iteration_of_a_function_of_a_terminal_arrives(name: str) -> None:
    with pytest.raises(StopIteration) as raised:
        CALLING_TERMINALS[name](Stream(range(6)), stops)
    assert str(raised.value) == "mine"


def test_groups_stay_whole_after_the_stream_has_moved_on() -> None:
    groups = list(Stream([1, 1, 2, 3, 3]).group_adjacent())
    assert groups == [(1, [1, 1]), (2, [2]), (3, [3, 3])]


@pytest.mark.parametrize("name", LAZY)
def test_nothing_is_pulled_or_called_while_a_chain_is_laid(name: str) -> None:
    def untouched() -> Iterator[int]:
        raise AssertionError("it was pulled")
        yield

    if name in ("zip, strict", "chain, with itself"):
        source = Stream.using(untouched)  # type: ignore[arg-type]  # it is never opened
    else:
        source = Stream(untouched())
    iter(LAZY[name](source))


def test_no_method_is_named_keys_or_else_dict_would_take_a_stream_for_a_mapping() -> None:
    assert not hasattr(Stream, "keys")
    assert dict(Stream([("a", 1)])) == {"a": 1}


def test_list_of_a_stream_asks_for_no_length() -> None:
    pulled: list[int] = []
    stream = Stream(iter(range(3))).tap(pulled.append)
    assert list(stream) == [0, 1, 2]
    assert pulled == [0, 1, 2]
    assert not hasattr(Stream, "__len__")
    assert not hasattr(Stream, "__length_hint__")


def test_zip_goes_no_further_after_an_error_of_a_terminal_and_can_be_read_anew() -> None:
    failing = Stream([1, 0, 2]).map(lambda n: 1 / n)
    pairs = Stream("abc").zip(failing)
    for _ in range(2):
        seen: list[Any] = []
        with pytest.raises(ZeroDivisionError):
            pairs.for_each(seen.append)
        assert seen == [("a", 1.0)]


class Looked:
    """An item whose part and whose attribute are what a function makes of a number."""

    def __init__(self, n: int) -> None:
        self.n = n

    def to(self, f: Callable[[int], int]) -> Looked:
        self.f = f
        return self

    def __getitem__(self, key: object) -> int:
        return self.f(self.n)

    up = property(lambda self: self.f(self.n))


@pytest.mark.parametrize(
    "call",
    [
        lambda s, f: s.map(f),
        lambda s, f: s.filter(f),
        lambda s, f: s.filterfalse(lambda n: f(n) > 9),
        lambda s, f: s.zip().starmap(f),
        lambda s, f: s.accumulate(lambda total, n: f(n)),
        lambda s, f: s.map(Looked).map(lambda looked: looked.to(f)).pluck(0),
        lambda s, f: s.map(Looked).map(lambda looked: looked.to(f)).attr("up"),
    ],
)
def test_what_survives_an_exception_goes_on_with_the_next_item(call: Callable[..., Any]) -> None:
    def f(n: int) -> int:
        if n == 2:
            raise ValueError("two")
        return n

    stream = call(Stream([1, 2, 3, 4]), f)
    assert stream._operations[-1][0].survives
    items = iter(stream)
    expected = list(call(Stream([1, 3, 4]), f))
    seen = [next(items)]
    with pytest.raises(ValueError, match="^two$"):
        while True:
            seen.append(next(items))
    assert [*seen, *items] == expected


def test_threads_that_share_a_stream_have_each_their_own_pass() -> None:
    stream = Stream(range(500)).batched(3).flat_map(list)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(stream.sum())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [sum(range(500))] * 5


@pytest.mark.parametrize("name", TERMINALS)
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_base_exception_arrives_as_it_was_raised(name: str, error: type[BaseException]) -> None:
    raised = error("mine")

    def fails(_: int) -> int:
        raise raised

    with pytest.raises(error) as arrived:
        TERMINALS[name](Stream([1, 2]).map(fails))
    assert arrived.value is raised


def test_an_import_of_the_package_does_not_import_typing_or_what_is_heavy() -> None:
    heavy = [
        "typing",
        "dataclasses",
        "inspect",
        "asyncio",
        "re",
        "concurrent.futures",
        "gzip",
        "bz2",
        "lzma",
        "random",
        "collections",
        "functools",
        "heapq",
        "operator",
        "rillet.elsewhere",
        "rillet.notes",
        "rillet.op",
        "rillet.targets",
    ]
    program = f"import sys, rillet; print([name for name in {heavy} if name in sys.modules])"
    command = [sys.executable, "-S", "-c", program]
    environment = {"PYTHONPATH": str(Path(rillet.__file__).parent.parent)}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert answer.stdout == "[]\n"


def test_what_is_about_pipelines_is_imported_when_it_is_asked_for() -> None:
    program = (
        "import sys, rillet; assert {*rillet.__all__} <= {*dir(rillet)} > {*vars(rillet)}; "
        "assert all(hasattr(rillet, name) for name in rillet.__all__); "
        "print(rillet.op is sys.modules['rillet.op'], rillet.Program.__name__)"
    )
    command = [sys.executable, "-c", program]
    environment = {"PYTHONPATH": str(Path(rillet.__file__).parent.parent)}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert answer.stdout == "True Program\n"
    assert {*rillet.__all__} <= {*dir(rillet)}
    with pytest.raises(AttributeError, match="^module 'rillet' has no attribute 'pipelines'$"):
        rillet.pipelines  # type: ignore[attr-defined]  # noqa: B018


def test_strict_zip_finds_a_difference_and_no_pair_is_lost_before_it() -> None:
    pairs = iter(Stream("abc").zip([1, 2], strict=True))
    assert list(itertools.islice(pairs, 2)) == [("a", 1), ("b", 2)]
    with pytest.raises(ValueError, match="shorter"):
        next(pairs)


@pytest.mark.parametrize("key", [None, lambda _: ANY])
def test_the_first_item_of_dedupe_is_compared_with_nothing(key: Any) -> None:
    assert same_objects(Stream([ANY]).dedupe(key), [ANY])
    assert same_objects(Stream([ANY]).group_adjacent(key).flat_map(lambda group: group[1]), [ANY])


READERS = [
    *(list, tuple, set, frozenset, bytes, bytearray, sum, sorted, min, max, math.prod, math.fsum),
    *(collections.deque, collections.Counter, functools.partial(functools.reduce, max)),
    *(functools.partial(max, default=0), functools.partial(functools.partial(sorted), key=abs)),
]


@pytest.mark.parametrize("reader", READERS, ids=rillet.arguments.brief)
def test_a_pipe_that_ends_in_a_builtin_refuses_what_is_endless(reader: Any) -> None:
    with pytest.raises(
        InfiniteStreamError, match=r" needs the end of the stream, and Stream\.count"
    ):
        Stream.count_from() | reader
    with pytest.raises(InfiniteStreamError):
        Stream.count_from().pipe(reader)
    assert Stream([1, 2]) | reader == reader([1, 2])


def test_a_pipeline_is_piped_by_either_name() -> None:
    piped = Stream([1, 2]).pipe(op.map(str))
    assert repr(piped) == repr(Stream([1, 2]) | op.map(str)) == "Stream([1, 2]).map(str)"
    assert piped.to_list() == piped.to_list() == ["1", "2"]


def test_cycle_for_one_round_holds_nothing() -> None:
    seen = []
    items = iter(Stream(iter("ab")).tap(seen.append).cycle(1))
    assert type(items) is type(iter(Stream("ab").tap(seen.append)))
    assert list(items) == seen == ["a", "b"]


def test_op_keeps_nothing_of_one_pass_for_the_next() -> None:
    pipeline = op.unique() | op.windowed(2) | op.cycle(2)
    assert list(pipeline("abca")) == list(pipeline("abca")) == [("a", "b"), ("b", "c")] * 2


def test_a_window_asks_a_stream_that_has_ended_no_more() -> None:
    pulled: list[int] = []
    Stream([1, 2, 3, 4, 5]).tap(pulled.append).map(max, [5]).windowed(4).to_list()
    assert pulled == [1, 2]  # the second is pulled before the shorter argument is seen to end


def test_room_is_made_for_the_items_of_a_window_and_not_for_its_size() -> None:
    for step in (1, 2, 2**40):
        assert Stream("abc").windowed(2**40, step=step).to_list() == []
        partial = Stream("abc").windowed(2**40, step=step, partial=True)
        assert partial.to_list() == [("a", "b", "c")]
    assert Stream("abc").windowed(1, step=2**40).to_list() == [("a",)]


@pytest.mark.parametrize("size", [1, 2, 3, 10, 100, 999, 1000, 1001])
@pytest.mark.parametrize("step", [1, 2, 33, 34, 50, 51, 100, 101, 1000, 3000])
@pytest.mark.parametrize("partial", [False, True])
def test_windows_of_every_size_and_step_pull_as_much_as_they_show(
    size: int, step: int, partial: bool
) -> None:
    for length in (0, size - 1, size, size + step - 1, size + step, size + 3 * step + 1):
        numbers = Counting(length)
        windows = iter(Stream(numbers).windowed(size, step=step, partial=partial))
        assert numbers.pulled == 0
        begin = 0
        while begin + size <= length:
            assert next(windows) == tuple(range(begin, begin + size))
            assert numbers.pulled == begin + size
            begin += step
        shown = begin - step + size if begin else 0
        if partial and max(begin, shown) < length:
            assert next(windows) == tuple(range(begin, length))
        assert next(windows, None) is None
        assert numbers.pulled == length + 1


class Counting:
    """The numbers from 0 up to a length, once; at the end it must not be asked again."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.pulled = 0

    def __iter__(self) -> Counting:
        return self

    def __next__(self) -> int:
        self.pulled += 1
        assert self.pulled <= self.length + 1, "asked again after the end"
        if self.pulled > self.length:
            raise StopIteration
        return self.pulled - 1


def test_windows_take_no_more_steps_than_there_are_items_to_show() -> None:
    many = 100_000
    before = time.process_time()
    assert Stream.range(many + 5).windowed(many).first() == tuple(range(many))
    assert Stream.range(many).windowed(many // 10, step=many // 10).count() == 10
    assert Stream.range(many).windowed(2, step=many).count() == 1
    # All three show 200,002 items, in a hundredth of a second. To advance each of as many tees on
    # its own takes the sum of 1 to 100,000 steps, and all the windows 10,000 for each item: half a
    # minute together.
    assert time.process_time() - before < 2


@pytest.mark.parametrize("strict", [False, True])
def test_room_is_made_for_the_items_of_a_batch_and_not_for_its_size(strict: bool) -> None:
    batches = Stream([1, 2]).batched(2**40, strict=strict)
    if strict:
        with pytest.raises(ValueError, match="it has 2$"):
            batches.to_list()
    else:
        assert batches.to_list() == [(1, 2)]
