"""A fused stream as its user meets it: forms of functions, limits, errors, what is kept."""

# Functions are written in every way here, and some have parameters that nobody gives.
# ruff: noqa: B023, E731

from __future__ import annotations

import functools
import gc
import importlib.util
import inspect
import itertools
import linecache
import operator
import re
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter, itemgetter, methodcaller
from pathlib import Path
from types import FunctionType, GeneratorType, MethodType, ModuleType
from typing import Any

import pytest

from rillet import InfiniteStreamError, Operation, Stream, op
from rillet.engines.fusing import bodies, codes, ends, passes, rewriting
from rillet.engines.fusing.in_loops import InLoops
from rillet.engines.fusing.stream import FusedStream
from rillet.operations.fuse import Fuse
from rillet.plan import FUSED

SCALE = 3


def outcome(read: Callable[[], Any]) -> tuple[Any, ...]:
    """What comes of it: a value, or an error with its words."""
    try:
        return ("gave", read())
    except Exception as error:
        return type(error), str(error)


def source_of(stream: Stream[Any]) -> str:
    """The source of the loops, in which names have no numbers."""
    return re.sub(r"\b(value|part)_\d+", r"\1", stream.fuse().explain().source)


def outcomes(stream: Stream[Any]) -> tuple[Any, ...]:
    """What comes of it pulled, and of it fused, which must be the same."""
    pulled = outcome(stream.to_list)
    assert outcome(lambda: list(stream.fuse())) == pulled
    assert outcome(stream.fuse().to_list) == pulled
    return pulled


def with_more(stream: Stream[Any]) -> Stream[Any]:
    """The stream and one more operation, beside which it gains to stand in a loop."""
    return stream.map(lambda last: [last, 1])


def other_module(path: Path, text: str, name: str = "other") -> ModuleType:
    file = path / f"{name}.py"
    file.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


# The forms of functions


def minus(x: Any, y: Any = 10, *, by: Any = 1) -> Any:
    return (x - y) * by


def in_steps(x: Any) -> Any:
    x += 0
    return x


class Account:
    rate = 2

    def __init__(self, held: Any) -> None:
        self.held = held

    def plus(self, x: int) -> int:
        return self.held + x

    @classmethod
    def times(cls, x: int) -> int:
        return cls.rate * x

    @staticmethod
    def halved(x: int) -> float:
        return x / 2

    def __call__(self, x: int) -> int:
        return self.held * x


class Taxed(Account):
    rate = 5


WRITTEN: dict[str, tuple[Callable[[Stream[Any]], Stream[Any]], str]] = {
    "a lambda": (lambda s: s.map(lambda x: -x), "-item"),
    "a function": (lambda s: s.map(minus), "(item - "),
    "a method": (lambda s: s.map(Account(3).plus), ".held + item"),
    "a method of a class": (lambda s: s.map(Taxed.times), ".rate * item"),
    "a static method": (lambda s: s.map(Account.halved), "item / 2"),
    "a function made a method": (lambda s: s.map(MethodType(minus, 7)), "value - item"),
    "a partial by place": (lambda s: s.map(partial(minus, 7)), "value - item"),
    "a partial by name": (lambda s: s.map(partial(minus, y=7)), "item - value"),
    "a partial of what is only named": (lambda s: s.map(partial(minus, by=7)), "* value"),
    "a partial of both": (lambda s: s.map(partial(minus, 5, by=2)), "value - item"),
    "a partial of a partial": (lambda s: s.map(partial(partial(minus, by=2), 5)), "value - item"),
    "a partial of a method": (lambda s: s.map(partial(Account(3).plus)), ".held + item"),
    "a closure": (lambda s: s.map((lambda k: lambda x: x * k)(4)), "item * k"),
    "a function of operator": (lambda s: s.map(operator.neg), "[-item, 1]"),
    "a function of two of operator": (
        lambda s: s.enumerate().starmap(operator.mul),
        " * ",
    ),
    "truth": (lambda s: s.map(operator.truth), "not not item"),
    "what an operator contains": (
        lambda s: s.map(lambda x: ([1, 2], x)).starmap(operator.contains),
        " in ",
    ),
    "what an operator gets": (
        lambda s: s.map(lambda x: ([1, 2, 3, 4], x)).starmap(operator.getitem),
        "[part",
    ),
    "an itemgetter": (
        lambda s: s.map(lambda x: (x, 0)).filter(lambda x: x).map(itemgetter(0)),
        "[value]",
    ),
    "an itemgetter of several": (
        lambda s: s.map(lambda x: (x, 0)).filter(lambda x: x).map(itemgetter(1, 0)),
        "(item[value], item[value])",
    ),
    "an attrgetter": (lambda s: s.map(attrgetter("real")), "item.real"),
    "an attrgetter of a path": (lambda s: s.map(attrgetter("real.imag")), "item.real.imag"),
    "an attrgetter of several": (
        lambda s: s.map(attrgetter("real", "imag")),
        "(item.real, item.imag)",
    ),
    "a function of a map together with others": (
        lambda s: s.map(lambda x, y: x - y, [4, 5, 6]),
        "- part, 1]",
    ),
    "a function of an accumulation with a start": (
        lambda s: s.accumulate(lambda total, x: total * x + 1, initial=5),
        " * item + 1",
    ),
    "a function whose items are flattened": (
        lambda s: s.flat_map(lambda x: [x, -x]),
        " = -item\n",
    ),
    "a methodcaller": (lambda s: s.map(methodcaller("bit_length")), "item.bit_length()"),
    "a methodcaller with arguments": (
        lambda s: s.map(methodcaller("to_bytes", 2, byteorder="big")),
        "item.to_bytes(value, byteorder=value)",
    ),
}


@pytest.mark.parametrize(("make", "text"), WRITTEN.values(), ids=WRITTEN)
def test_a_function_of_one_expression_is_written_in(
    make: Callable[[Stream[Any]], Stream[Any]], text: str
) -> None:
    stream = with_more(make(Stream([1, 2, 3]).filter(lambda x: x)))
    assert text in source_of(stream)
    assert outcomes(stream)[0] == "gave"


def with_defaults(function: Any, by_place: Any, by_name: Any = None) -> Any:
    function.__defaults__, function.__kwdefaults__ = by_place, by_name
    return function


CALLED: dict[str, Callable[[Stream[Any]], Stream[Any]]] = {
    "an object": lambda s: s.map(Account(3)),
    "a class": lambda s: s.map(Account).map(lambda account: account.held),
    "a function in C": lambda s: s.map(str),
    "a method in C": lambda s: s.map([7, 8, 9, 10].__getitem__),
    "a partial of a function in C": lambda s: s.map(partial(max, 2)),
    "a partial of an object": lambda s: s.map(partial(Account(3))),
    "a method of what is no function": lambda s: s.map(MethodType(partial(minus), 3)),
    "several statements": lambda s: s.map(in_steps),
    "what takes one argument less": lambda s: s.map(lambda: 1),
    "what takes one argument more": lambda s: s.map(lambda x, y: 1),
    "what must be named": lambda s: s.map(lambda x, *, y: 1),
    "a partial of too many": lambda s: s.map(partial(minus, 1, 2)),
    "a partial of an unknown name": lambda s: s.map(partial(minus, z=1)),
    "a partial that names what is given by place": lambda s: s.map(partial(minus, x=1)),
    "a partial that gives one twice": lambda s: s.map(partial(minus, 1, x=1)),
    "a partial that names what has no name": lambda s: s.map(partial(lambda x, y, /: x - y, y=1)),
    "an operator of two": lambda s: s.map(operator.add),
    "more defaults than parameters": lambda s: s.map(with_defaults(lambda x, y: (x, y), (7, 8, 9))),
    "a default by the name of a global": lambda s: s.map(
        with_defaults(lambda x: x + SCALE, None, {"SCALE": 100})
    ),
    "a named default of what is not only named": lambda s: s.map(
        with_defaults(lambda x, y: x + y, None, {"y": 100})
    ),
}


@pytest.mark.parametrize("make", CALLED.values(), ids=CALLED)
def test_any_other_function_is_called_with_the_same_result(
    make: Callable[[Stream[Any]], Stream[Any]],
) -> None:
    stream = with_more(make(Stream([1, 2, 3]))).map(lambda x: x)
    outcomes(stream)
    assert "(item)" in source_of(with_more(make(Stream([1, 2, 3]).map(lambda x: +x))))


@pytest.mark.skipif(sys.version_info < (3, 14), reason="a partial has no holes yet")
def test_a_partial_with_a_hole_is_called() -> None:
    hole = functools.Placeholder  # type: ignore[attr-defined]
    stream = with_more(Stream([1, 2]).map(partial(minus, hole, 5)))
    assert outcomes(stream) == ("gave", [[-4, 1], [-3, 1]])


def test_an_object_that_is_called_is_asked_for_nothing_else() -> None:
    class Spied:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"it was asked for {name}")

        def __call__(self, x: int) -> int:
            return x * 2

    spied = Spied()
    assert with_more(Stream([1]).map(spied)).fuse().to_list() == [[2, 1]]
    assert Stream([1]).map(lambda x: x + 1).fuse().fold(spied, lambda total, x: x) == 2


def test_a_function_of_another_module_or_file_is_called(tmp_path: Path) -> None:
    other = other_module(tmp_path, "SCALE = 7\nf = lambda x: x * SCALE\n")
    stream = Stream([1]).map(lambda x: x + SCALE).map(other.f).map(lambda x: x - SCALE)
    assert outcomes(stream) == ("gave", [25])
    reason = "it is of another module, or cell, than the others in the loop"
    assert reason in str(stream.fuse().explain())
    assert "item + SCALE" in source_of(stream)


def test_a_loop_is_of_the_module_that_most_of_its_functions_are_of(tmp_path: Path) -> None:
    other = other_module(tmp_path, "SCALE = 7\nf = lambda x: x * SCALE\ng = lambda x: x - SCALE\n")
    stream = Stream([1]).map(other.f).map(lambda x: x + SCALE).map(other.g)
    assert outcomes(stream) == ("gave", [3])
    assert "* SCALE" in source_of(stream)


# What changes between passes, and during one


def test_another_default_is_seen_by_the_next_pass() -> None:
    def plus(x: int, y: int = 1, *, z: int = 0) -> int:
        return x + y + z

    stream = Stream([1, 2]).map(plus).fuse()
    answers = [stream.to_list()]
    plus.__defaults__ = (10,)
    answers.append(stream.to_list())
    plus.__kwdefaults__ = {"z": 100}
    answers.append(stream.to_list())
    plus.__defaults__ = (1, 10)
    answers.append(stream.to_list())
    assert answers == [[2, 3], [11, 12], [111, 112], [111, 112]]
    plus.__defaults__ = None
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'y'"):
        stream.to_list()


def test_another_code_is_seen_by_the_next_pass() -> None:
    f: Any = lambda x: x + 1
    stream = Stream([1, 2]).map(f).map(lambda x: [x]).fuse()
    items = iter(stream)
    seen = [next(items)]
    f.__code__ = (lambda x: x * 10).__code__
    assert [*seen, *items] == [[2], [3]]
    assert stream.to_list() == [[10], [20]]
    f.__code__ = in_steps.__code__
    assert stream.to_list() == [[1], [2]]


def test_an_argument_of_a_partial_that_changes_is_seen_by_the_next_pass() -> None:
    f = partial(minus, y=1)
    stream = Stream([1, 2]).map(f).map(lambda x: x + 0).fuse()
    answers = [stream.to_list()]
    f.keywords["y"] = 2
    answers.append(stream.to_list())
    f.keywords["by"] = 10
    answers.append(stream.to_list())
    del f.keywords["y"]
    answers.append(stream.to_list())
    assert answers == [[0, 1], [-1, 0], [-10, 0], [-90, -80]]


def test_a_variable_of_a_closure_that_changes_is_seen_at_once() -> None:
    k = 1
    items = iter(Stream([1, 1, 1]).map(lambda x: x + k).map(lambda x: [x]).fuse())
    seen = [next(items)]
    k = 5
    seen.append(next(items))
    assert seen == [[2], [6]]


def replaced(x: int) -> int:
    return x + 1


def test_a_function_replaced_in_a_global_during_a_pass_is_called_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stream in (
        (chain := Stream([1, 1]).map(lambda x: replaced(x)).map(lambda x: [x])),
        (chain.fuse()),
    ):
        items = iter(stream)
        seen = [next(items)]
        monkeypatch.setitem(globals(), "replaced", lambda x: x * 100)
        seen += items
        assert seen == [[2], [100]]
        monkeypatch.undo()


# The same code, of other functions


def test_functions_of_the_same_code_have_each_their_own_cells_defaults_and_globals() -> None:
    def made(k: int, d: int) -> Any:
        return lambda x, d=d: x + k * d + SCALE

    def elsewhere(function: Any) -> Any:
        names = {**globals(), "SCALE": 1000}
        return FunctionType(
            function.__code__, names, "f", function.__defaults__, function.__closure__
        )

    one, two = made(1, 2), made(10, 3)
    chains = [[one], [two], [one, one], [one, two], [two, one], [elsewhere(one), one], [one, two]]
    chains += [[elsewhere(two)], [elsewhere(one), elsewhere(one)]]
    for functions in chains:
        stream = Stream([1, 2])
        for each in functions:
            stream = stream.map(each)
        outcomes(stream)


def test_plans_are_compiled_once_however_often_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def plan(k: int) -> list[int]:
        return Stream([1, 2]).map(lambda x: x * k).filter(lambda x: x % 7).fuse().to_list()

    assert plan(1) == [1, 2]
    monkeypatch.setattr(codes.Code, "compile", None)
    assert [plan(k) for k in range(2, 5)] == [[2, 4], [3, 6], [4, 8]]


@pytest.mark.parametrize(
    "read",
    [
        lambda s: list(s),
        lambda s: s.to_tuple(),
        lambda s: s.sum(),
        lambda s: s.max(default=0),
        lambda s: s.count(),
        lambda s: s.to_list(),
        lambda s: list(s.filter().map(str)),
        lambda s: s.filter().map(str).to_tuple(),
        lambda s: s.filter().map(str).to_list(),
        lambda s: s.filter().count(None),
        lambda s: s.map(lambda x: x + 1).to_tuple(),
        lambda s: s.map(lambda x: x + 1).collect(list),
        lambda s: s.batched(2).map(lambda pair: sum(pair)).to_tuple(),
        lambda s: s.batched(2).map(lambda pair: sum(pair)).collect(iter).__next__(),
        lambda s: s.map(lambda x: x + 1).max(key=lambda x: -x),
    ],
)
def test_what_is_laid_for_such_a_stream_is_found_without_a_plan(
    read: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pulled, fused = read(Stream([3, 0, 1])), read(Stream([3, 0, 1]).fuse())
    monkeypatch.setattr(passes, "planned", None)
    monkeypatch.setattr(passes, "may_gain", None)
    assert read(Stream([3, 0, 1]).fuse()) == fused == pulled


@pytest.mark.parametrize("read", [list, Stream.to_tuple, Stream.sum])
def test_a_stream_on_which_nothing_is_laid_is_its_source(
    read: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "read", None)
    assert read(Stream([3, 0, 1]).fuse()) == read(Stream([3, 0, 1]))


def test_the_function_of_a_terminal_is_written_in_where_nothing_else_is() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        Stream([1, 0]).fuse().max(key=lambda x: 1 // x)
    assert [frame.name for frame in caught.traceback][-1] == FUSED


SOURCES: list[Callable[[], Iterable[int]]] = [lambda: [2, 0, 1, 0, 3], lambda: iter([2, 0, 1, 0])]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "chain",
    [
        lambda s: s.map(lambda x: 6 // x),
        lambda s: s.batched(1).map(lambda only: 6 // only[0]),
    ],
)
def test_only_who_is_given_the_items_may_read_on_after_an_error(
    source: Callable[[], Iterable[int]], chain: Callable[[Any], Any]
) -> None:
    def reads_on(items: Iterable[int]) -> list[Any]:
        items = iter(items)
        made: list[Any] = []
        while len(made) < 9:
            try:
                made.append(next(items))
            except ZeroDivisionError:
                made.append("an error")
            except StopIteration:
                break
        return made

    pulled = chain(Stream(source())).collect(reads_on)
    assert chain(Stream(source())).fuse().collect(reads_on) == pulled
    assert pulled.count("an error") == 2
    stream = chain(Stream(source())).fuse()
    assert type(stream._every_item("to_tuple")) is GeneratorType


@pytest.mark.parametrize("read", [Stream.to_tuple, Stream.sum, lambda s: s.collect(list)])
def test_a_fused_stream_without_an_end_is_refused_by_what_needs_it(
    read: Callable[[Any], Any],
) -> None:
    for stream in (Stream.count_from(), Stream.count_from().map(lambda x: x + 1)):
        with pytest.raises(InfiniteStreamError):
            read(stream.fuse())


class InTuples(Operation):
    """An operation of a user's own, which knows how long its tuples are."""

    @staticmethod
    def pull(argument: str, items: Any) -> Iterator[Any]:
        return ((item,) * len(argument) for item in items)

    @staticmethod
    def parts(argument: str) -> int:
        return len(argument)


def test_what_an_argument_of_ones_own_tells_is_asked_of_each() -> None:
    f: Any = lambda a, b: a + b
    for text in ("ab", "abc", "ab"):
        stream = Stream([1, 2]).then(InTuples(text)).starmap(f)
        assert outcomes(stream)[0] == ("gave" if len(text) == 2 else TypeError)


def typed(text: str, name: str) -> Any:
    """A function as it is made in a cell of a notebook."""
    linecache.cache[name] = len(text), None, [f"f = {text}\n"], name
    namespace: dict[str, Any] = {}
    exec(compile(f"f = {text}\n", name, "exec"), namespace)
    return namespace["f"]


def test_what_is_kept_of_plans_and_functions_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (codes.KEPT, bodies.KEPT_ANSWERS) == (256, 1_024)
    monkeypatch.setattr(codes, "KEPT", 4)
    monkeypatch.setattr(bodies, "KEPT_ANSWERS", 6)
    alive = []
    for n in range(12):
        f = typed(f"lambda x: x + {n}", f"<cell {n}>")
        alive.append(weakref.ref(f.__code__))
        stream = Stream([1]).map(f).map(f).fuse()
        assert (stream.to_list(), list(stream)) == ([1 + 2 * n], [1 + 2 * n])
    del f, stream
    gc.collect()
    assert sum(each() is not None for each in alive) <= 6
    for n in range(12):
        del linecache.cache[f"<cell {n}>"]


def test_the_first_fuse_of_all_finds_the_engine_and_keeps_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Fuse, "runs", None)
    assert type(Stream([1]).fuse()) is FusedStream
    assert Fuse.runs is FusedStream


# Limits


@pytest.mark.parametrize("length", [1, 99, 100, 101, 250])
def test_a_long_chain_is_laid_in_loops_of_a_hundred(length: int) -> None:
    stream = Stream([1, 2, 3])
    for n in range(length):
        stream = stream.map(lambda x: x + n).filter(lambda x: x != n) if n % 9 else stream.map(abs)
    assert outcomes(stream)[0] == "gave"


def test_a_chain_of_a_thousand_is_run() -> None:
    stream = Stream([1, 2, 3])
    for _ in range(990):
        stream = stream.map(lambda x: x + 1)
    assert outcomes(stream) == ("gave", [991, 992, 993])
    assert source_of(stream).count("for item in items") == 10


@pytest.mark.parametrize("body", ["(" * 44 + "x" + "+1)" * 44, "-(" * 40 + "x" + ")" * 40])
def test_deep_bodies_are_not_written_into_one_another_without_end(
    tmp_path: Path, body: str
) -> None:
    deep = other_module(tmp_path, f"f = lambda x: {body}\ng = lambda x: x.missing\n")
    stream = Stream([1])
    for _ in range(30):
        stream = stream.map(deep.f)
    assert outcomes(stream)[0] == "gave"
    assert source_of(stream)
    with pytest.raises(AttributeError) as raised:
        stream.map(deep.g).fuse().to_list()
    assert "raised in map(<lambda>), operation 31 of 32" in raised.value.__notes__[0]


def test_loops_in_loops_are_as_deep_as_they_are_written() -> None:
    stream: Stream[Any] = Stream([1, 2])
    for _ in range(12):
        stream = stream.flat_map(lambda x: [x, x + 1][: x % 3]).map(lambda x: x + 1)
    assert outcomes(stream)[0] == "gave"


def test_a_recursive_function_calls_itself() -> None:
    factorial: Any = lambda n: 1 if n < 2 else n * factorial(n - 1)
    stream = Stream(range(6)).map(factorial).map(lambda n: -n)
    assert outcomes(stream) == ("gave", [-1, -1, -2, -6, -24, -120])


def test_a_body_may_run_another_pass_of_the_same_stream() -> None:
    inner = Stream([1, 2]).map(lambda x: x + 1).filter(lambda x: x).fuse()
    outer = Stream([1, 2]).map(lambda x: (x, inner.to_list(), [*inner])).filter(lambda x: x)
    assert outcomes(outer) == ("gave", [(1, [2, 3], [2, 3]), (2, [2, 3], [2, 3])])


# Errors, and what comes after them


def raised_at_two(x: int, error: BaseException) -> int:
    if x == 2:
        raise error
    return x


class Reading:
    """A source that tells how it was read, and when it was let go of."""

    def __init__(self, items: list[int]) -> None:
        self.asked = 0
        self._items = items

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        self.asked += 1
        if self.asked > len(self._items):
            raise StopIteration
        return self._items[self.asked - 1]


GOES_ON: dict[str, Callable[[Stream[int], Any], Stream[Any]]] = {
    "map": lambda s, f: s.map(lambda x: f(x) + 1).map(lambda x: [x]),
    "filter": lambda s, f: s.filter(lambda x: f(x)).map(lambda x: [x]),
    "enumerate": lambda s, f: s.map(lambda x: f(x)).enumerate(5).starmap(lambda n, x: (x, n)),
    "enumerate before": lambda s, f: s.enumerate().starmap(lambda n, x: (n, f(x))),
    "accumulate": lambda s, f: s.accumulate(lambda total, x: total + f(x)).map(lambda x: [x]),
    "below what ends": lambda s, f: (
        s.takewhile(lambda x: x).filter_map(lambda x: x + 1 or None).map(lambda x: f(x - 1))
    ),
}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, GeneratorExit, SystemExit])
@pytest.mark.parametrize("make", GOES_ON.values(), ids=GOES_ON)
def test_a_fused_pass_goes_on_after_an_exception_where_a_pulled_one_does(
    make: Callable[[Stream[int], Any], Stream[Any]], error: type[BaseException]
) -> None:
    def read(fused: bool) -> tuple[list[Any], int]:
        source, seen = Reading([1, 2, 3, 4]), list[Any]()
        stream = make(Stream(source), lambda x: raised_at_two(x, error("two")))
        items = iter(stream.fuse() if fused else stream)
        for _ in range(5):
            try:
                seen.append(next(items, "end"))
            except error as raised:
                seen.append(str(raised))
        return seen, source.asked

    assert read(fused=True) == read(fused=False)


def test_a_fused_pass_that_ends_with_an_exception_asks_its_source_no_more() -> None:
    source = Reading([1, 2, 3])
    stream = Stream(source).map(lambda x: raised_at_two(x, ValueError())).takewhile(lambda x: x)
    items = iter(stream.fuse())
    assert next(items) == 1
    with pytest.raises(ValueError):
        next(items)
    assert [*items] == []
    assert source.asked == 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_base_exception_in_a_body_arrives_as_it_was_raised(error: type[BaseException]) -> None:
    whole = error("two")
    stream = Stream([1, 2, 3]).map(lambda x: raised_at_two(x, whole)).map(lambda x: [x]).fuse()
    for read in (stream.to_list, stream.count, stream.last, lambda: stream.fold(0, lambda t, x: x)):
        with pytest.raises(error) as raised:
            read()
        assert raised.value is whole


def stop() -> Any:
    raise StopIteration


STOPS: dict[str, Callable[[Stream[int]], Stream[Any]]] = {
    "map": lambda s: s.map(lambda x: x if x < 3 else stop()).map(lambda x: [x]),
    "filter": lambda s: s.filter(lambda x: x < 3 or stop()).map(lambda x: [x]),
    "tap": lambda s: s.tap(lambda x: x < 3 or stop()).map(lambda x: [x]),
    "takewhile": lambda s: s.takewhile(lambda x: x < 3 or stop()).map(lambda x: [x]),
    "starmap": lambda s: s.enumerate().starmap(lambda n, x: n if x < 3 else stop()),
    "accumulate": lambda s: s.accumulate(lambda t, x: t if x < 3 else stop()).map(lambda x: [x]),
    "flat_map": lambda s: s.flat_map(lambda x: [x] if x < 3 else stop()).map(lambda x: [x]),
    "a truth": lambda s: s.map(lambda x: Stopping(x)).filter(lambda x: x).map(lambda x: x.n),
    "a called function": lambda s: s.map(lambda x: x).map(stops_at_three).map(lambda x: [x]),
}


class Stopping:
    def __init__(self, n: int) -> None:
        self.n = n

    def __bool__(self) -> bool:
        return True if self.n < 3 else stop()


def stops_at_three(x: int) -> int:
    if x == 3:
        raise StopIteration
    return x


@pytest.mark.parametrize("make", STOPS.values(), ids=STOPS)
def test_a_stop_iteration_in_a_body_ends_the_stream_and_nothing_is_asked_after_it(
    make: Callable[[Stream[int]], Stream[Any]],
) -> None:
    for read in (list, lambda s: s.to_list(), lambda s: s.fold([], lambda held, x: [*held, x])):
        source = Reading([1, 2, 3, 4])
        stream = make(Stream(source))
        assert read(stream.fuse()) == make(Stream([1, 2, 3, 4])).to_list()
        assert source.asked == 3
    items = iter(make(Stream([1, 2, 3, 4])).fuse())
    assert len([*items]) == 2
    assert [*items] == []


TERMINALS: dict[str, Callable[[Stream[int]], Any]] = {
    "fold": lambda s: s.fold(0, lambda t, x: stop() if x == 3 else x),
    "reduce": lambda s: s.reduce(lambda t, x: stop() if x == 3 else x),
    "for_each": lambda s: s.for_each(lambda x: stop() if x == 3 else x),
    "count": lambda s: s.count(lambda x: stop() if x == 3 else x),
    "min": lambda s: s.min(key=lambda x: stop() if x == 3 else x),
    "max": lambda s: s.max(key=lambda x: stop() if x == 3 else x),
    "find": lambda s: s.find(lambda x: stop() if x == 3 else False),
    "any": lambda s: s.any(lambda x: stop() if x == 3 else False),
    "group_by": lambda s: s.group_by(lambda x: stop() if x == 3 else x),
    "count_by": lambda s: s.count_by(lambda x: stop() if x == 3 else x),
    "partition": lambda s: s.partition(lambda x: stop() if x == 3 else x),
}


@pytest.mark.parametrize("call", TERMINALS.values(), ids=TERMINALS)
@pytest.mark.parametrize("nested", [False, True])
def test_a_stop_iteration_of_a_terminal_is_no_end_of_the_stream(
    call: Callable[[Stream[int]], Any], nested: bool
) -> None:
    stream = Stream([1, 2, 3]).map(lambda x: x + 0).filter(lambda x: x)
    if nested:
        stream = stream.flat_map(lambda x: [x])
    with pytest.raises(StopIteration):
        call(stream)
    with pytest.raises(StopIteration):
        call(stream.fuse())


def test_a_function_that_asks_its_own_pass_for_an_item_is_told_so() -> None:
    def again(x: int) -> int:
        return next(items) if x == 2 else x

    stream = Stream([1, 2, 3]).map(lambda x: again(x)).filter(lambda x: x).fuse()
    items = iter(stream)
    assert next(items) == 1
    with pytest.raises(ValueError, match="^generator already executing$"):
        next(items)
    assert [*items] == [3]


# What is let go of


class Noticed:
    """Something of the user's; when nobody holds it any more, it is no longer there."""

    def __mul__(self, other: object) -> int:
        return 1


KEEPS: dict[str, Callable[[Any], Any]] = {
    "a closure": lambda it: (
        Stream([1]).map(lambda x: (x, it)[0]).map(lambda x: [x]).fuse().to_list()
    ),
    "a default": lambda it: Stream([1]).map(lambda x, k=it: x).map(lambda x: [x]).fuse().to_list(),
    "a partial": lambda it: (
        Stream([1]).map(partial(lambda k, x: x, it)).map(lambda x: [x]).fuse().to_list()
    ),
    "an argument of a methodcaller": lambda it: (
        Stream([1]).map(methodcaller("__eq__", it)).map(lambda x: [x]).fuse().to_list()
    ),
    "a named argument of a methodcaller": lambda it: (
        Stream([Account(1)])
        .map(methodcaller("__init__", held=it))
        .map(lambda x: [x])
        .fuse()
        .to_list()
    ),
    "a key of an itemgetter": lambda it: (
        Stream([{it: 1}]).map(itemgetter(it)).map(lambda x: [x, x]).fuse().to_list()
    ),
    "an object that is called": lambda it: (
        Stream([1]).map(Account(it)).map(lambda x: [x]).fuse().count()
    ),
    "a method in C": lambda it: Stream([0]).map([it].__getitem__).map(lambda x: [x]).fuse().count(),
    "an item": lambda it: Stream([it]).map(lambda x: [x]).filter(lambda x: x).fuse().to_list(),
    "a start": lambda it: Stream([1]).map(lambda x: x + 1).fuse().fold(it, lambda t, x: t),
    "a pass that is left": lambda it: next(
        iter(Stream([it, it]).map(lambda x: x).map(lambda x: [x]).fuse())
    ),
    "a step that is pushed to": lambda it: (
        (op.map(lambda x: (x, it)[0]) | op.filter(lambda x: x) | op.fuse()).push(id).send(1)
    ),
}


@pytest.mark.parametrize("run", KEEPS.values(), ids=KEEPS)
def test_nothing_of_the_users_is_kept_after_a_pass(run: Callable[[Any], Any]) -> None:
    rewriting._RECIPES._answers.clear()  # what is kept is of the first pass
    noticed = Noticed()
    known = weakref.ref(noticed)
    run(noticed)
    del noticed
    gc.collect()
    assert known() is None


def test_a_pass_leaves_nothing_for_the_collector() -> None:
    def fails() -> None:
        with pytest.raises(ZeroDivisionError):
            Stream([1, 0]).map(lambda x: 1 / x).filter(lambda x: x).fuse().to_list()

    def goes_on() -> None:
        items = iter(Stream([0, 1]).map(lambda x: 1 / x).map(lambda x: [x]).fuse())
        assert outcome(lambda: next(items))[0] is ZeroDivisionError
        assert [*items] == [[1.0]]

    runs: list[Callable[[], Any]] = [
        lambda: list(Stream([1, 2]).map(lambda x: x + 1).filter(lambda x: x).fuse()),
        lambda: list(Stream([1, 2]).map(lambda x: x + 1).takewhile(lambda x: x).fuse()),
        lambda: Stream([1, 2]).map(lambda x: x + 1).fuse().fold(0, lambda t, x: t + x),
        lambda: next(iter(Stream([1, 2]).map(lambda x: x + 1).filter(lambda x: x).fuse())),
        lambda: (op.map(lambda x: x + 1) | op.fuse()).push(id).send(1),
        goes_on,
    ]
    for run in runs:
        run()
        gc.collect()
        gc.disable()
        try:
            run()
            assert gc.collect() == 0
        finally:
            gc.enable()
    fails()


@pytest.mark.parametrize("ends", [False, True])
def test_a_source_is_let_go_of_while_a_traceback_is_kept(ends: bool) -> None:
    def source() -> Iterator[int]:
        yield 0
        yield 1

    opened = source()
    known = weakref.ref(opened)
    stream = Stream(opened).map(lambda x: 1 / x).filter(lambda x: x)
    stream = stream.takewhile(lambda x: x).fuse() if ends else stream.fuse()
    del opened
    kept: list[Exception] = []
    try:
        for _ in stream:
            pass
    except ZeroDivisionError as error:
        kept.append(error)
    del stream
    assert kept[0].__traceback__ is not None
    assert known() is None


def test_an_early_stop_takes_no_more_from_the_source_than_was_wanted() -> None:
    for read in (lambda s: s.first(), lambda s: s.any(), lambda s: s.find(lambda x: x == [2])):
        source = Reading([1, 2, 3])
        read(Stream(source).map(lambda x: x + 1).map(lambda x: [x]).fuse())
        assert source.asked == 1
    source = Reading([1, 2, 3])
    for _ in Stream(source).map(lambda x: x + 1).filter(lambda x: x).fuse():
        break
    assert source.asked == 1


# Terminals for which a loop stands


IN_LOOPS: dict[str, Callable[[Any, Any], Any]] = {
    "to_list": lambda terminals, s: terminals.to_list(s),
    "to_set": lambda terminals, s: terminals.to_set(s),
    "count": lambda terminals, s: terminals.count(s),
    "count of some": lambda terminals, s: terminals.count(s, lambda x: x % 2),
    "count_by": lambda terminals, s: terminals.count_by(s, lambda x: x % 2),
    "min": lambda terminals, s: terminals.min(s, key=lambda x: (x % 4, x)),
    "max": lambda terminals, s: terminals.max(s, key=lambda x: (x % 3, -x)),
    "min of none": lambda terminals, s: terminals.min(s.take(0), key=abs),
    "max of none": lambda terminals, s: terminals.max(s.take(0), key=abs),
    "min or another": lambda terminals, s: terminals.min(s.take(0), key=abs, default=5),
    "max or another": lambda terminals, s: terminals.max(s.take(0), key=abs, default=None),
    "consume": lambda terminals, s: terminals.consume(s),
    "count of many": lambda terminals, s: terminals.count(s.chain(x for x in range(9))),
    "count of some of many": lambda terminals, s: terminals.count(
        s.chain(x for x in range(9)), lambda x: x % 2
    ),
    "a key that is none": lambda terminals, s: terminals.min(s, key=5),
    "a predicate that is none": lambda terminals, s: terminals.count(s, 5),
}


@pytest.mark.parametrize("call", IN_LOOPS.values(), ids=IN_LOOPS)
def test_the_loop_that_stands_for_a_terminal_does_the_same(call: Callable[[Any, Any], Any]) -> None:
    stream = Stream([3, 1, 4, 1, 5, 9, 2, 6]).filter(lambda x: x < 9)
    expected = outcome(lambda: call(Stream, stream))
    assert outcome(lambda: call(InLoops, stream)) == expected
    assert outcome(lambda: call(FusedStream, stream.fuse())) == expected


def test_what_has_a_length_is_not_run_to_be_counted() -> None:
    assert InLoops.count(Stream([1, 2, 3])) == 3


def test_an_end_leaves_all_the_loops_of_a_terminal() -> None:
    source = Reading([1, 2, 3, 4])
    stream = Stream(source).flat_map(lambda x: [x, x]).takewhile(lambda x: x < 3).fuse()
    assert stream.to_list() == [1, 1, 2, 2]
    assert source.asked == 3


@pytest.mark.parametrize("lines", [[], ["def fold(:\n"], ["def other(self): ...\n"]])
def test_without_the_source_of_the_library_terminals_answer_as_well(
    lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = linecache.getlines
    ours = str(Path(ends.__file__).parents[2])
    monkeypatch.setattr(
        linecache,
        "getlines",
        lambda file, names=None: lines if file.startswith(ours) else known(file, names),
    )
    ends.terminal_of.cache_clear()
    try:
        stream = Stream([1, 2]).map(lambda x: x + 1).filter(lambda x: x).fuse()
        assert stream.to_list() == [2, 3]
        assert stream.fold(0, lambda total, x: total + x) == 5
    finally:
        ends.terminal_of.cache_clear()


# What else may be written


class Beside(Operation):
    """An operation of a user's own, in the short form."""

    begin = "seen = 0"
    inline = "a, b = item\nseen += 1\nitem = (a, seen, item)"

    @staticmethod
    def pull(argument: Any, items: Any) -> Iterator[Any]:
        return ((item[0], n, item) for n, item in enumerate(items, 1))


def test_an_operation_of_ones_own_stands_in_the_loop() -> None:
    stream = Stream([1, 2]).map(lambda x: (x, -x)).then(Beside()).map(lambda made: [made])
    assert outcomes(stream) == ("gave", [[(1, 1, (1, -1))], [(2, 2, (2, -2))]])
    assert "[(a, seen, item)]" in source_of(stream)


class Turning(Operation):
    """An operation whose flag changes with every item."""

    @staticmethod
    def pull(argument: None, items: Any) -> Iterator[Any]:
        return (item if n % 2 == 0 else -item for n, item in enumerate(items))

    begin = "odd = False"
    inline = "if odd:\n    odd = False\n    item = -item\nelse:\n    odd = True"


class Steady(Operation):
    """An operation whose flag does not change."""

    @staticmethod
    def pull(argument: None, items: Any) -> Iterator[Any]:
        return iter(items)

    begin = "changed = False"
    inline = "if changed: item = None"


class FirstAlone(Operation):
    """An operation with two flags, which change with the first item."""

    @staticmethod
    def pull(argument: None, items: Any) -> Iterator[Any]:
        return ((True, False, item) for item in items)

    begin = "first = True\nseen = False"
    inline = "if first:\n    seen = True\n    first = False\nitem = (seen, first, item)"


@pytest.mark.parametrize(
    ("operation", "loops"), [(Turning, 1), (Steady, 1), (FirstAlone, 2)], ids=str
)
@pytest.mark.parametrize("items", [[], [5], [5, 6, 7]], ids=len)
def test_only_a_flag_that_changes_once_makes_a_loop_of_its_own(
    operation: type[Operation], loops: int, items: list[int]
) -> None:
    stream = with_more(Stream(items).map(lambda x: x + 1).then(operation()))
    assert source_of(stream).count("for item in") == loops
    outcomes(stream)


@pytest.mark.parametrize("items", [[], [1], [1, 2, 3, 4]], ids=len)
def test_items_of_items_are_all_given_out_for_the_first_item_too(items: list[int]) -> None:
    stream = Stream(items).accumulate(lambda a, b: a + b).flat_map(lambda x: [x, 7, x])
    assert outcomes(stream.filter(lambda x: x % 2)) == (
        "gave",
        [each for total in itertools.accumulate(items) for each in (total, 7, total) if each % 2],
    )


def test_a_function_in_c_makes_the_items_of_items_before_a_loop_takes_them() -> None:
    stream = Stream([12, 3]).map(lambda x: x + 1).flat_map(str).map(lambda c: c + "!")
    assert outcomes(stream) == ("gave", ["1!", "3!", "4!"])


def test_the_loop_of_a_terminal_has_the_items_of_items_in_a_loop_inside() -> None:
    stream = Stream([1, 0]).flat_map(lambda x: [1 // x]).map(lambda x: x + 1).fuse()
    with pytest.raises(ZeroDivisionError) as caught:
        stream.to_list()
    fused = [entry for entry in caught.traceback if entry.frame.code.raw.co_name == FUSED]
    assert len(fused) == 1


FOLDED: dict[str, Callable[[Any], Any]] = {
    "it is first": lambda s: s.fold(0, lambda a, b: b - a),
    "a variable is before it": lambda s: s.fold(0, lambda a, b: a - b),
    "its sign is changed": lambda s: s.fold(0, lambda a, b: -b),
    "of its attribute": lambda s: s.fold(0, lambda a, b: b.real),
    "of its item": lambda s: s.map(lambda x: [x]).fold(0, lambda a, b: b[0]),
    "in a list of another": lambda s: s.fold(0, lambda a, b: [4, 5, 6, 7][b % 4] + a),
    "after a call": lambda s: s.fold(0, lambda a, b: abs(a) + b),
    "in a branch": lambda s: s.fold(0, lambda a, b: a if b > 2 else -1),
    "beside an inner function": lambda s: s.fold(0, lambda a, b: b - sum([c + 1 for c in (1, 2)])),
    "in a test": lambda s: s.count(lambda b: b > 2),
    "in a call": lambda s: s.count([True, False].__contains__),
}


@pytest.mark.parametrize("fold", FOLDED.values(), ids=FOLDED)
def test_the_item_of_a_terminal_is_evaluated_as_often_and_as_early(
    fold: Callable[[Any], Any],
) -> None:
    asked: list[int] = []
    stream = Stream([1, 2, 3, 1]).map(lambda x: asked.append(x) or x + 1)
    known = fold(stream), [*asked]
    asked.clear()
    assert (fold(stream.fuse()), asked) == known


def stopped(at: int, x: int) -> int:
    return x if x != at else stop()


@pytest.mark.parametrize("at", range(5))
def test_a_stop_iteration_is_that_of_the_operation_or_of_the_terminal(at: int) -> None:
    stream = Stream([1, 2, 3]).map(lambda x: stopped(at, x) + 0)
    assert outcome(lambda: stream.fuse().fold(0, lambda a, b: a + b)) == outcome(
        lambda: stream.fold(0, lambda a, b: a + b)
    )
    whole = Stream([1, 2, 3]).map(lambda x: x + 0)
    assert outcome(lambda: whole.fuse().fold(0, lambda a, b: stopped(at, b) + a)) == outcome(
        lambda: whole.fold(0, lambda a, b: stopped(at, b) + a)
    )


def test_a_parameter_may_have_the_name_of_a_global_of_another_function() -> None:
    stream = Stream([1, 2]).map(lambda x: x + SCALE).map(lambda SCALE: [SCALE for _ in "ab"])  # noqa: N803
    assert outcomes(stream) == ("gave", [[4, 4], [5, 5]])


def test_a_function_of_yours_may_have_the_name_of_a_loop() -> None:
    class Row:
        def __getitem__(self, place: int) -> float:
            return 1 / place

    Row.__getitem__.__code__ = Row.__getitem__.__code__.replace(co_name="<fused>")
    for stream in (chain := Stream([Row()]).map(itemgetter(0)).map(lambda x: x)), chain.fuse():
        with pytest.raises(ZeroDivisionError, match="^division by zero"):
            stream.to_list()


# Names, constants and truths that a body could take for others


i = 10
held: dict[str, Any] = {}
KEYWORDS = {"__debug__": 1, "a": 2}


def closures_with_the_same_name() -> Stream[Any]:
    def plus(y: int) -> Any:
        return lambda x: x + y

    def inner(y: int) -> Any:
        return lambda x: (lambda: (lambda: (y := 1))() + y)() + x  # noqa: F841  # another y

    return Stream([1, 2]).map(plus(100)).map(inner(1000))


def compared_with_a_constant() -> Stream[Any]:
    missing = "<missing>"
    got = Stream([{"a": 1}, {}]).map(lambda d: d.get("a", "<missing>"))
    return got.filter(lambda value: value is not missing)


def pair(x: object) -> Any:
    return (1, 2)


TAKEN_FOR_OTHERS: dict[str, tuple[Callable[[], Stream[Any]], list[Any]]] = {
    "an item that a comprehension sets": (
        lambda: (
            Stream([[0, 0]])
            .map(lambda a, i=1: [0 for a[i] in (7, 8)] and a)
            .map(lambda x: [x[1], i])
        ),
        [[8, 10]],
    ),
    "a key that a comprehension sets": (
        lambda: (
            Stream(map(dict, [[("b", 1)]]))
            .map(lambda held: [0 for held["a"] in (1, 2)] and held)
            .map(lambda made: [*made.items(), len(held)])
        ),
        [[("b", 1), ("a", 2), 0]],
    ),
    "an attribute and parts that a comprehension sets": (
        lambda: Stream([Box()]).map(lambda i: [i.n for (i.n, *_) in ((1, 2), (3, 4))]),
        [[1, 3]],
    ),
    "a variable that a lambda in a lambda sets": (closures_with_the_same_name, [1102, 1103]),
    "a constant that is held elsewhere": (compared_with_a_constant, [1]),
    "a constant of its own": (
        lambda: Stream([1]).map(pair).filter(lambda made: made is pair(0)),
        [(1, 2)],
    ),
    "a keyword that no call is written with": (
        lambda: Stream([Box()]).map(lambda x: x).map(methodcaller("names", **KEYWORDS)),
        [["__debug__", "a"]],
    ),
    "functions that look at their frame": (
        lambda: Stream([1]).map(lambda x: inspect.stack()[0].function).map(lambda x: x),
        ["<lambda>"],
    ),
}


class Box:
    n = 0

    def names(self, **named: int) -> list[str]:
        return sorted(named)


@pytest.mark.parametrize("name", TAKEN_FOR_OTHERS)
def test_nothing_in_a_body_is_taken_for_something_else(name: str) -> None:
    make, expected = TAKEN_FOR_OTHERS[name]
    assert make().to_list() == expected
    assert make().fuse().to_list() == expected
    assert [*make().fuse()] == expected
    pushed: list[Any] = []
    make().fuse().into(pushed.append)
    assert pushed == expected


class Stops:
    """Its truth raises an error, which may be what ends a pass if a function raises it."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __bool__(self) -> bool:
        raise self.error

    def __repr__(self) -> str:
        return "Stops"


WAYS_TO_THE_SAME: dict[str, Callable[[Any], Any]] = {
    "itself": lambda x: x,
    "of a list": lambda x: [x][0],
    "of a condition": lambda x: x if x is not None else 0,
    "asked": lambda x: x or x,
    "turned": lambda x: not x,
}
ASKING: dict[str, Callable[[Stream[Any]], Any]] = {
    "any": lambda s: s.any(),
    "any, p": lambda s: s.any(lambda y: y),
    "all, p": lambda s: s.all(lambda y: y),
    "all, not p": lambda s: s.all(lambda y: not y),
    "count, p": lambda s: s.count(lambda y: y),
    "filter": lambda s: s.filter(lambda y: y).to_list(),
    "map, if": lambda s: s.map(lambda y: 1 if y else 2).to_list(),
    "map, and": lambda s: s.map(lambda y: y and 1).to_list(),
    "map, not, count": lambda s: s.map(lambda y: not y).count(lambda t: t),
}


@pytest.mark.parametrize("error", [StopIteration, ZeroDivisionError])
@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("way", WAYS_TO_THE_SAME.values(), ids=WAYS_TO_THE_SAME)
def test_a_truth_is_asked_by_whom_it_is_asked_when_pulled(
    way: Callable[[Any], Any], ask: Callable[[Stream[Any]], Any], error: type[Exception]
) -> None:
    stream = Stream([Stops(error)]).map(way)
    notes = []
    gave = []
    for each in (stream, stream.fuse()):
        try:
            gave.append(("gave", ask(each)))
        except Exception as raised:
            gave.append(("raised", type(raised)))
            notes.append([place_in(note) for note in notes_of(raised)])
    assert gave[0] == gave[1]
    assert len({tuple(note) for note in notes if note}) <= 1


def place_in(note: str) -> str:
    """The note without arguments; `fuse`, the second operation where it is one, does not count."""
    place = re.compile(r"operation (\d+) of [123]")
    text = note.partition(", called")[0]
    return place.sub(lambda found: f"operation {found[1]}".replace("3", "2"), text)


def notes_of(error: Exception) -> list[str]:
    return getattr(error, "__notes__", [])


@pytest.mark.parametrize(
    "end",
    [
        lambda s: s.to_list(),
        lambda s: s.fold(0, lambda total, x: total + len(x)),
        lambda s: s.count(lambda x: x),
        lambda s: s.group_by(lambda x: str(x)),
        lambda s: s.for_each(lambda x: x),
    ],
)
@pytest.mark.parametrize("depth", [9, 10, 11, 20, 45])
def test_many_loops_in_one_another_are_laid_apart(
    depth: int, end: Callable[[Stream[Any]], Any]
) -> None:
    stream = Stream([[1]]).map(lambda x: x)
    for _ in range(depth):
        stream = stream.flat_map(lambda x: [x, [1]][:1])
    stream = stream.map(lambda x: [x])
    assert end(stream.fuse()) == end(stream)


@pytest.mark.parametrize("read", [list, lambda s: s.to_list(), lambda s: s.min(key=lambda x: x)])
@pytest.mark.parametrize("call", [lambda s: s, lambda s: s.accumulate(lambda x, y: y)])
def test_an_error_that_is_kept_does_not_keep_the_source_open(
    call: Callable[[Stream[Any]], Stream[Any]], read: Callable[[Stream[Any]], Any]
) -> None:
    kept = ValueError("kept")
    closed: list[bool] = []

    def source() -> Iterator[int]:
        try:
            yield from range(5)
        finally:
            closed.append(True)

    def fail(x: object) -> Any:
        raise kept

    class Opened:
        __iter__ = staticmethod(source)

    stream: Stream[Any] = Stream(Opened()).map(lambda x, y: y, [0, 0, 2])
    stream = call(stream).try_map(lambda x: fail(x) if x == 2 else x, ValueError)
    for each in (stream, stream.fuse()):
        closed.clear()
        read(each)
        assert closed == [True]
    assert kept.__traceback__ is not None
