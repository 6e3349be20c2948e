"""Each argument of each public method is taken where it means something, or refused at the call.

`TABLE` has one line for each argument. What refuses says which argument, its bound and the value.
"""

from __future__ import annotations

import inspect
import io
import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from rillet import Done, Fold, Pipeline, Program, Stream, consumer, op
from rillet.folds import Count

HUGE = 10**30
VALUES = (0, -1, True, 1.5, "a", None, HUGE)


class Untouchable:
    """A source that nobody may ask for its items."""

    def __iter__(self) -> Any:
        raise AssertionError("it was iterated")


class Refusal(NamedTuple):
    """What is raised: `{name}` and `{value}` stand for the argument's."""

    kind: type[Exception]
    text: str


class Kind(NamedTuple):
    """What an argument may be: each of `VALUES` is in `taken`, or is refused by the first fit."""

    taken: tuple[Any, ...]
    refusals: Callable[[Any], Refusal]

    def takes(self, value: Any) -> bool:
        return any(value is known for known in self.taken)


def refused(kind: type[Exception], text: str) -> Callable[[Any], Refusal]:
    return lambda value: Refusal(kind, text)


def integer_from(least: int) -> Callable[[Any], Refusal]:
    def refusal(value: Any) -> Refusal:
        if type(value) is not int:
            return Refusal(TypeError, "{name} must be an integer, got {value}")
        if value < least:
            return Refusal(ValueError, f"{{name}} must be at least {least}, got {{value}}")
        return Refusal(ValueError, "{name} must be at most [0-9]+, got {value}")

    return refusal


def known_text(value: Any) -> Refusal:
    if isinstance(value, str):
        return Refusal(ValueError, "{name} must be known to Python, got {value}")
    return Refusal(TypeError, "{name} must be a string, got {value}")


def integers(value: Any) -> Refusal:
    return Refusal(TypeError, "{name} must be an integer, got {value}")


CALLABLE = Kind((), refused(TypeError, "{name} must be callable, got {value}"))
OPTIONAL_CALLABLE = Kind(
    (None,), refused(TypeError, "{name} must be callable or None, got {value}")
)
COUNT = Kind((0,), integer_from(0))
OPTIONAL_COUNT = Kind((0, None), integer_from(0))
SIZE = Kind((), integer_from(1))
OPTIONAL_SIZE = Kind((None,), integer_from(1))
INTEGER = Kind((0, -1, HUGE), integers)
ITERABLE = Kind(("a",), refused(TypeError, "{name} must be iterable, got {value}"))
FLAG = Kind((True,), refused(TypeError, "{name} must be True or False, got {value}"))
TEXT = Kind(("a",), refused(TypeError, "{name} must be a string, got {value}"))
KNOWN_TEXT = Kind((), known_text)
NUMBER = Kind((0, -1, 1.5, HUGE), refused(TypeError, "{name} must be a number, got {value}"))
LIMIT = Kind(
    (1.5, HUGE),
    lambda value: (
        Refusal(ValueError, "{name} must be greater than 0, got {value}")
        if type(value) is int
        else NUMBER.refusals(value)
    ),
)
RANDOM = Kind((None,), refused(TypeError, "{name} must have a method getrandbits, got {value}"))
ANYTHING = Kind(VALUES, refused(AssertionError, "nothing is refused"))
PATH = Kind(("a",), refused(TypeError, "{name} must be a path, got {value}"))
WRITER = Kind((None,), refused(TypeError, "{name} must have a method write, got {value}"))
TARGET = Kind(("a",), WRITER.refusals)
ITEMS_GO_TO = Kind(
    (),
    refused(
        TypeError,
        "{name} must be callable, a sink, a generator that receives or a Fold, got {value}",
    ),
)
FOLD = Kind((), refused(TypeError, "{name} must be a Fold, got {value}"))
CHOICE = Kind((), refused(ValueError, "{name} must be 'last', 'first' or 'raise', got {value}"))
CLASS = Kind(
    (),
    refused(
        TypeError,
        "{name} must be a class that isinstance takes, or a tuple or a union of them, got {value}",
    ),
)
HOW = Kind(
    (),
    refused(ValueError, "{name} must be 'inner', 'left', 'full', 'semi' or 'anti', got {value}"),
)
ORDER = Kind((), refused(ValueError, "{name} must be 'depth', 'breadth' or 'post', got {value}"))
CHANCE = Kind((None,), refused(TypeError, "{name} must have a method random, got {value}"))
EXCEPTIONS = Kind((None,), refused(TypeError, "{name} must be classes of exceptions, got {value}"))
ERRORS = Kind((), refused(TypeError, "{name} must be classes of exceptions, got {value}"))
ON_ERROR = Kind((), refused(TypeError, "{name} must be 'skip', 'collect' or callable, got {value}"))
SUMMAND = Kind(
    tuple(value for value in VALUES if value != "a"),
    refused(TypeError, "{name} must not be a string, got {value}"),
)
PLACE = Kind(
    (0, -1),
    lambda value: (
        Refusal(ValueError, "{name} must be at most [0-9]+, got {value}")
        if value is HUGE
        else integers(value)
    ),
)
STEP = Kind(
    (-1,),
    lambda value: (
        Refusal(ValueError, "{name} must not be 0") if value == 0 else PLACE.refusals(value)
    ),
)
RANGE_STEP = Kind(
    (-1, HUGE),
    lambda value: Refusal(ValueError, "{name} must not be 0") if value == 0 else integers(value),
)

Call = Callable[[Any, Any], Any]

LAZY: dict[tuple[str, str], tuple[Kind, Call]] = {
    ("map", "f"): (CALLABLE, lambda s, v: s.map(v)),
    ("map", "others"): (ITERABLE, lambda s, v: s.map(max, [], v)),
    ("starmap", "f"): (CALLABLE, lambda s, v: s.starmap(v)),
    ("enumerate", "start"): (INTEGER, lambda s, v: s.enumerate(v)),
    ("accumulate", "f"): (OPTIONAL_CALLABLE, lambda s, v: s.accumulate(v)),
    ("accumulate", "initial"): (ANYTHING, lambda s, v: s.accumulate(initial=v)),
    ("flat_map", "f"): (CALLABLE, lambda s, v: s.flat_map(v)),
    ("filter_map", "f"): (CALLABLE, lambda s, v: s.filter_map(v)),
    ("map_accumulate", "f"): (CALLABLE, lambda s, v: s.map_accumulate(v, 0)),
    ("map_accumulate", "state"): (ANYTHING, lambda s, v: s.map_accumulate(max, v)),
    ("tap", "f"): (CALLABLE, lambda s, v: s.tap(v)),
    ("tee_to", "target"): (ITEMS_GO_TO, lambda s, v: s.tee_to(v)),
    ("filter", "p"): (OPTIONAL_CALLABLE, lambda s, v: s.filter(v)),
    ("filterfalse", "p"): (OPTIONAL_CALLABLE, lambda s, v: s.filterfalse(v)),
    ("of_type", "cls"): (CLASS, lambda s, v: s.of_type(v)),
    ("take", "n"): (COUNT, lambda s, v: s.take(v)),
    ("drop", "n"): (COUNT, lambda s, v: s.drop(v)),
    ("takewhile", "p"): (CALLABLE, lambda s, v: s.takewhile(v)),
    ("takewhile_inclusive", "p"): (CALLABLE, lambda s, v: s.takewhile_inclusive(v)),
    ("dropwhile", "p"): (CALLABLE, lambda s, v: s.dropwhile(v)),
    ("tail", "n"): (COUNT, lambda s, v: s.tail(v)),
    ("drop_last", "n"): (COUNT, lambda s, v: s.drop_last(v)),
    ("unique", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.unique(v)),
    ("dedupe", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.dedupe(v)),
    ("duplicates", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.duplicates(v)),
    ("without", "other"): (ITERABLE, lambda s, v: s.without(v)),
    ("without", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.without([], key=v)),
    ("intersection", "other"): (ITERABLE, lambda s, v: s.intersection(v)),
    ("intersection", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.intersection([], key=v)),
    ("compress", "selectors"): (ITERABLE, lambda s, v: s.compress(v)),
    ("locate", "p"): (CALLABLE, lambda s, v: s.locate(v)),
    ("batched", "n"): (SIZE, lambda s, v: s.batched(v)),
    ("batched", "strict"): (FLAG, lambda s, v: s.batched(2, strict=v)),
    ("windowed", "size"): (SIZE, lambda s, v: s.windowed(v)),
    ("windowed", "step"): (SIZE, lambda s, v: s.windowed(2, step=v)),
    ("windowed", "partial"): (FLAG, lambda s, v: s.windowed(2, partial=v)),
    ("lag", "fill"): (ANYTHING, lambda s, v: s.lag(v)),
    ("lead", "fill"): (ANYTHING, lambda s, v: s.lead(v)),
    ("group_adjacent", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.group_adjacent(v)),
    ("pluck", "keys"): (ANYTHING, lambda s, v: s.pluck(v)),
    ("attr", "names"): (TEXT, lambda s, v: s.attr("a", v)),
    ("map_keys", "f"): (CALLABLE, lambda s, v: s.map_keys(v)),
    ("map_values", "f"): (CALLABLE, lambda s, v: s.map_values(v)),
    ("split_when", "p2"): (CALLABLE, lambda s, v: s.split_when(v)),
    ("split_at", "p"): (CALLABLE, lambda s, v: s.split_at(v)),
    ("split_before", "p"): (CALLABLE, lambda s, v: s.split_before(v)),
    ("split_after", "p"): (CALLABLE, lambda s, v: s.split_after(v)),
    ("batched_by", "max_size"): (LIMIT, lambda s, v: s.batched_by(v, weight=len)),
    ("batched_by", "weight"): (CALLABLE, lambda s, v: s.batched_by(2, weight=v)),
    ("batched_by", "max_count"): (
        OPTIONAL_SIZE,
        lambda s, v: s.batched_by(2, weight=len, max_count=v),
    ),
    ("cycle", "times"): (OPTIONAL_COUNT, lambda s, v: s.cycle(v)),
    ("repeat_each", "n"): (COUNT, lambda s, v: s.repeat_each(v)),
    ("intersperse", "sep"): (ANYTHING, lambda s, v: s.intersperse(v)),
    ("padded", "n"): (COUNT, lambda s, v: s.padded(v)),
    ("padded", "fill"): (ANYTHING, lambda s, v: s.padded(2, v)),
    ("or_else", "items"): (ANYTHING, lambda s, v: s.or_else(v)),
    ("or_else_from", "other"): (ITERABLE, lambda s, v: s.or_else_from(v)),
    ("sorted", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.sorted(key=v)),
    ("sorted", "reverse"): (FLAG, lambda s, v: s.sorted(reverse=v)),
    ("shuffle", "rng"): (RANDOM, lambda s, v: s.shuffle(v)),
    ("zip", "others"): (ITERABLE, lambda s, v: s.zip([], v)),
    ("zip", "strict"): (FLAG, lambda s, v: s.zip([], strict=v)),
    ("zip_longest", "others"): (ITERABLE, lambda s, v: s.zip_longest([], v)),
    ("zip_longest", "fillvalue"): (ANYTHING, lambda s, v: s.zip_longest([], fillvalue=v)),
    ("chain", "others"): (ITERABLE, lambda s, v: s.chain([], v)),
    ("prepend", "items"): (ANYTHING, lambda s, v: s.prepend(v)),
    ("append", "items"): (ANYTHING, lambda s, v: s.append(v)),
    ("interleave", "others"): (ITERABLE, lambda s, v: s.interleave([], v)),
    ("roundrobin", "others"): (ITERABLE, lambda s, v: s.roundrobin([], v)),
    ("merge_sorted", "others"): (ITERABLE, lambda s, v: s.merge_sorted([], v)),
    ("merge_sorted", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.merge_sorted([], key=v)),
    ("merge_sorted", "reverse"): (FLAG, lambda s, v: s.merge_sorted([], reverse=v)),
    ("join", "other"): (ITERABLE, lambda s, v: s.join(v, abs)),
    ("join", "on"): (CALLABLE, lambda s, v: s.join([], v)),
    ("join", "other_on"): (OPTIONAL_CALLABLE, lambda s, v: s.join([], abs, v)),
    ("join", "how"): (HOW, lambda s, v: s.join([], abs, how=v)),
    ("product", "others"): (ITERABLE, lambda s, v: s.product([], v)),
    ("product", "repeat"): (COUNT, lambda s, v: s.product(repeat=v)),
    ("permutations", "r"): (OPTIONAL_COUNT, lambda s, v: s.permutations(v)),
    ("combinations", "r"): (COUNT, lambda s, v: s.combinations(v)),
    ("then", "f"): (CALLABLE, lambda s, v: s.then(v)),
    ("combinations_with_replacement", "r"): (
        COUNT,
        lambda s, v: s.combinations_with_replacement(v),
    ),
    ("try_map", "f"): (CALLABLE, lambda s, v: s.try_map(v)),
    ("try_map", "exceptions"): (ERRORS, lambda s, v: s.try_map(abs, KeyError, v)),
    ("try_map", "on_error"): (ON_ERROR, lambda s, v: s.try_map(abs, on_error=v)),
    ("catch", "exceptions"): (ERRORS, lambda s, v: s.catch(v, list)),
    ("catch", "handler"): (CALLABLE, lambda s, v: s.catch(KeyError, v)),
    ("on_close", "f"): (CALLABLE, lambda s, v: s.on_close(v)),
}
METHODS: dict[tuple[str, str], tuple[Kind, Call]] = {
    ("__add__", "other"): (ITERABLE, lambda s, v: s + v),
    ("__or__", "f"): (CALLABLE, lambda s, v: s | v),
    ("pipe", "f"): (CALLABLE, lambda s, v: s.pipe(v)),
    ("pipe", "args"): (ANYTHING, lambda s, v: s.pipe(lambda s, given: given, v)),
    ("pipe", "kwargs"): (ANYTHING, lambda s, v: s.pipe(lambda s, given: given, given=v)),
    ("tee", "n"): (Kind((0,), integer_from(0)), lambda s, v: s.tee(v)),
    ("__getitem__", "start"): (
        Kind((0, -1, None), PLACE.refusals),
        lambda s, v: s[v:],
    ),
    ("__getitem__", "stop"): (Kind((0, -1, None), PLACE.refusals), lambda s, v: s[:v]),
    ("__getitem__", "step"): (Kind((-1, None), STEP.refusals), lambda s, v: s[::v]),
}
SOURCES: dict[tuple[str, str], tuple[Kind, Call]] = {
    ("__init__", "source"): (ITERABLE, lambda s, v: Stream(v)),
    ("of", "items"): (ANYTHING, lambda s, v: Stream.of(v)),
    ("range", "stop"): (INTEGER, lambda s, v: Stream.range(v)),
    ("range", "start"): (INTEGER, lambda s, v: Stream.range(v, 9)),
    ("range", "stop after start"): (
        INTEGER,
        lambda s, v: Stream.range(3, v),
    ),
    ("range", "step"): (RANGE_STEP, lambda s, v: Stream.range(3, 9, v)),
    ("count_from", "start"): (NUMBER, lambda s, v: Stream.count_from(v)),
    ("count_from", "step"): (NUMBER, lambda s, v: Stream.count_from(1, v)),
    ("repeat", "value"): (ANYTHING, lambda s, v: Stream.repeat(v)),
    ("repeat", "times"): (OPTIONAL_COUNT, lambda s, v: Stream.repeat("a", v)),
    ("iterate", "f"): (CALLABLE, lambda s, v: Stream.iterate(v, 1)),
    ("iterate", "start"): (ANYTHING, lambda s, v: Stream.iterate(abs, v)),
    ("unfold", "f"): (CALLABLE, lambda s, v: Stream.unfold(v, 1)),
    ("unfold", "seed"): (ANYTHING, lambda s, v: Stream.unfold(abs, v)),
    ("from_callable", "f"): (CALLABLE, lambda s, v: Stream.from_callable(v)),
    ("from_callable", "times"): (
        OPTIONAL_COUNT,
        lambda s, v: Stream.from_callable(abs, times=v),
    ),
    ("from_callable", "sentinel"): (
        ANYTHING,
        lambda s, v: Stream.from_callable(abs, sentinel=v),
    ),
    ("from_callable", "until"): (EXCEPTIONS, lambda s, v: Stream.from_callable(abs, until=v)),
    ("paginate", "fetch"): (CALLABLE, lambda s, v: Stream.paginate(v, items=abs, next=abs)),
    ("paginate", "items"): (CALLABLE, lambda s, v: Stream.paginate(abs, items=v, next=abs)),
    ("paginate", "next"): (CALLABLE, lambda s, v: Stream.paginate(abs, items=abs, next=v)),
    ("traverse", "root"): (ANYTHING, lambda s, v: Stream.traverse(v, abs)),
    ("traverse", "children"): (CALLABLE, lambda s, v: Stream.traverse(1, v)),
    ("traverse", "order"): (ORDER, lambda s, v: Stream.traverse(1, abs, order=v)),
    ("traverse", "key"): (OPTIONAL_CALLABLE, lambda s, v: Stream.traverse(1, abs, key=v)),
    ("using", "open_"): (CALLABLE, lambda s, v: Stream.using(v)),
    ("lines", "path"): (PATH, lambda s, v: Stream.lines(v)),
    ("lines", "encoding"): (KNOWN_TEXT, lambda s, v: Stream.lines("a", encoding=v)),
    ("lines", "errors"): (KNOWN_TEXT, lambda s, v: Stream.lines("a", errors=v)),
}
TERMINALS: dict[tuple[str, str], tuple[Kind, Call]] = {
    ("collect", "into"): (CALLABLE, lambda s, v: s.collect(v)),
    ("to_dict", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.to_dict(v)),
    ("to_dict", "value"): (OPTIONAL_CALLABLE, lambda s, v: s.to_dict(abs, v)),
    ("to_dict", "on_duplicate"): (CHOICE, lambda s, v: s.to_dict(on_duplicate=v)),
    ("join_str", "sep"): (TEXT, lambda s, v: s.join_str(v)),
    ("group_by", "key"): (CALLABLE, lambda s, v: s.group_by(v)),
    ("group_by", "value"): (OPTIONAL_CALLABLE, lambda s, v: s.group_by(abs, v)),
    ("count_by", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.count_by(v)),
    ("partition", "p"): (CALLABLE, lambda s, v: s.partition(v)),
    ("reduce", "f"): (CALLABLE, lambda s, v: s.reduce(v)),
    ("reduce", "default"): (ANYTHING, lambda s, v: s.reduce(max, default=v)),
    ("fold", "initial"): (ANYTHING, lambda s, v: s.fold(v, max)),
    ("fold", "f"): (CALLABLE, lambda s, v: s.fold(0, v)),
    ("fold_while", "initial"): (ANYTHING, lambda s, v: s.fold_while(v, max)),
    ("fold_while", "f"): (CALLABLE, lambda s, v: s.fold_while(0, v)),
    ("sum", "start"): (SUMMAND, lambda s, v: s.sum(v)),
    ("prod", "start"): (ANYTHING, lambda s, v: s.prod(v)),
    ("min", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.min(key=v, default=0)),
    ("min", "default"): (ANYTHING, lambda s, v: s.min(default=v)),
    ("max", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.max(key=v, default=0)),
    ("max", "default"): (ANYTHING, lambda s, v: s.max(default=v)),
    ("minmax", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.minmax(key=v, default=0)),
    ("minmax", "default"): (ANYTHING, lambda s, v: s.minmax(default=v)),
    ("count", "p"): (OPTIONAL_CALLABLE, lambda s, v: s.count(v)),
    ("aggregate", "folds"): (FOLD, lambda s, v: s.aggregate(v)),
    ("aggregate", "named"): (FOLD, lambda s, v: s.aggregate(named=v)),
    ("aggregate_by", "key"): (CALLABLE, lambda s, v: s.aggregate_by(v, Count())),
    ("aggregate_by", "fold"): (FOLD, lambda s, v: s.aggregate_by(abs, v)),
    ("nlargest", "k"): (COUNT, lambda s, v: s.nlargest(v)),
    ("nlargest", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.nlargest(1, key=v)),
    ("nsmallest", "k"): (COUNT, lambda s, v: s.nsmallest(v)),
    ("nsmallest", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.nsmallest(1, key=v)),
    ("top", "k"): (COUNT, lambda s, v: s.top(v)),
    ("sample", "k"): (COUNT, lambda s, v: s.sample(v)),
    ("sample", "rng"): (CHANCE, lambda s, v: s.sample(1, rng=v)),
    ("first", "default"): (ANYTHING, lambda s, v: s.first(default=v)),
    ("last", "default"): (ANYTHING, lambda s, v: s.last(default=v)),
    ("nth", "n"): (COUNT, lambda s, v: s.nth(v, default=0)),
    ("nth", "default"): (ANYTHING, lambda s, v: s.nth(0, default=v)),
    ("split_head", "n"): (COUNT, lambda s, v: s.split_head(v)),
    ("only", "default"): (ANYTHING, lambda s, v: s.only(default=v)),
    ("find", "p"): (CALLABLE, lambda s, v: s.find(v)),
    ("find", "default"): (ANYTHING, lambda s, v: s.find(abs, default=v)),
    ("index", "value"): (ANYTHING, lambda s, v: s.index(v, default=0)),
    ("index", "default"): (ANYTHING, lambda s, v: s.index(0, default=v)),
    ("any", "p"): (OPTIONAL_CALLABLE, lambda s, v: s.any(v)),
    ("all", "p"): (OPTIONAL_CALLABLE, lambda s, v: s.all(v)),
    ("none", "p"): (OPTIONAL_CALLABLE, lambda s, v: s.none(v)),
    ("all_equal", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.all_equal(v)),
    ("all_unique", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.all_unique(v)),
    ("is_sorted", "key"): (OPTIONAL_CALLABLE, lambda s, v: s.is_sorted(v)),
    ("is_sorted", "strict"): (FLAG, lambda s, v: s.is_sorted(strict=v)),
    ("is_sorted", "reverse"): (FLAG, lambda s, v: s.is_sorted(reverse=v)),
    ("__contains__", "value"): (ANYTHING, lambda s, v: v in s),
    ("for_each", "f"): (CALLABLE, lambda s, v: s.for_each(v)),
    ("consume", "n"): (OPTIONAL_COUNT, lambda s, v: s.consume(v)),
    ("print", "end"): (TEXT, lambda s, v: s.print(end=v)),
    ("print", "file"): (WRITER, lambda s, v: s.print(file=v)),
    ("print", "flush"): (FLAG, lambda s, v: s.print(flush=v)),
    ("write", "target"): (TARGET, lambda s, v: s.write(v)),
    ("write", "encoding"): (
        Kind((), known_text),
        lambda s, v: s.write(io.StringIO(), encoding=v),
    ),
    ("trace", "n"): (COUNT, lambda s, v: s.trace(v)),
    ("trace", "file"): (WRITER, lambda s, v: s.trace(file=v)),
    ("into", "target"): (ITEMS_GO_TO, lambda s, v: s.into(v)),
    ("broadcast", "targets"): (ITEMS_GO_TO, lambda s, v: s.broadcast(print, v)),
}
TABLE = LAZY | METHODS | SOURCES | TERMINALS
LINES = [
    pytest.param(name, *line, value, id=f"{'.'.join(name)}={value}")
    for name, line in TABLE.items()
    for value in VALUES
]
NOT_PUBLIC = {"__init__", "__or__", "__add__", "__getitem__", "__contains__"}
PARTS_OF_A_SLICE = {("__getitem__", "start"), ("__getitem__", "stop"), ("__getitem__", "step")}


def assert_refused(name: str, kind: Kind, call: Call, on: Any, value: Any) -> None:
    refusal = kind.refusals(value)
    text = refusal.text.format(name=name, value=re.escape(repr(value)))
    with pytest.raises(refusal.kind, match=f"^{text}$"):
        call(on, value)


@pytest.mark.parametrize(("name", "kind", "call", "value"), LINES)
def test_an_argument_is_taken_or_refused_when_the_method_is_called(
    name: tuple[str, str], kind: Kind, call: Call, value: Any, monkeypatch: Any, tmp_path: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    if kind.takes(value):
        call(Stream(()) if name in TERMINALS else Stream(Untouchable()), value)
    else:
        assert_refused(name[1].split()[0], kind, call, Stream(Untouchable()), value)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("name", "line"), LAZY.items(), ids=map(".".join, LAZY))
def test_op_takes_and_refuses_what_the_methods_do(
    name: tuple[str, str], line: tuple[Kind, Call], value: Any
) -> None:
    kind, call = line
    if kind.takes(value):
        assert isinstance(call(op, value), Pipeline)
    else:
        assert_refused(name[1], kind, call, op, value)


MAKING: dict[tuple[str, str], tuple[Kind, Call]] = {
    ("Pipeline.push", "targets"): (ITEMS_GO_TO, lambda s, v: op.take(1).push(v)),
    ("Program.push", "targets"): (ITEMS_GO_TO, lambda s, v: (op.take(1) | iter).push(print, v)),
    ("op.broadcast", "targets"): (ITEMS_GO_TO, lambda s, v: op.broadcast(v)),
    ("Sink.threaded", "maxsize"): (SIZE, lambda s, v: op.take(1).push(print).threaded(v)),
    ("Sink.throw", "error"): (
        Kind((), refused(TypeError, "{name} must be an exception, got {value}")),
        lambda s, v: op.take(1).push(print).throw(v),
    ),
    ("Fold", "init"): (CALLABLE, lambda s, v: Fold(v, max)),
    ("Fold", "step"): (CALLABLE, lambda s, v: Fold(int, v)),
    ("Fold", "merge"): (OPTIONAL_CALLABLE, lambda s, v: Fold(int, max, v)),
    ("Fold", "finish"): (OPTIONAL_CALLABLE, lambda s, v: Fold(int, max, finish=v)),
    ("Done", "value"): (ANYTHING, lambda s, v: Done(v)),
    ("consumer", "function"): (
        Kind((), refused(TypeError, "{name} must be a generator function, got {value}")),
        lambda s, v: consumer(v),
    ),
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("name", "line"), MAKING.items(), ids=map(".".join, MAKING))
def test_what_pushes_takes_and_refuses_when_it_is_made(
    name: tuple[str, str], line: tuple[Kind, Call], value: Any
) -> None:
    kind, call = line
    if kind.takes(value):
        call(None, value)
    else:
        assert_refused(name[1], kind, call, None, value)


def arguments_of_stream() -> set[tuple[str, str]]:
    """Every argument of every public method, as its signature names it."""
    return {
        (name, parameter)
        for name in dir(Stream)
        if not name.startswith("_") or name in NOT_PUBLIC
        for parameter in inspect.signature(getattr(Stream, name)).parameters
        if parameter != "self"
    }


def test_every_argument_of_every_public_method_has_its_line() -> None:
    expected = arguments_of_stream() - {("__getitem__", "place"), ("range", "bounds")}
    given = {name for name in TABLE if name[0] != "range" and name not in PARTS_OF_A_SLICE}
    assert given == expected


def test_op_has_the_arguments_of_the_methods() -> None:
    assert {name for name, _ in LAZY} <= set(op.__all__)
    assert {
        (name, parameter)
        for name in {*op.__all__} - {"broadcast"}  # which ends a pipe
        for parameter in inspect.signature(getattr(Stream, name)).parameters
        if parameter != "self"
    } == set(LAZY)


@pytest.mark.parametrize("value", [True, 1.5, "a", None])
def test_a_place_must_be_an_integer(value: Any) -> None:
    with pytest.raises(TypeError, match=f"^place must be an integer, got {value!r}$"):
        Stream(Untouchable())[value]


@pytest.mark.parametrize("place", [HUGE, -HUGE])
def test_a_place_must_fit_into_the_machine(place: int) -> None:
    with pytest.raises(ValueError, match=r"place must be at (most|least) -?[0-9]+, got -?10"):
        Stream(Untouchable())[place]


@pytest.mark.parametrize("bound", ["start", "stop", "step"])
def test_a_bound_of_a_slice_must_fit_into_the_machine_below_zero_too(bound: str) -> None:
    parts = {"start": None, "stop": None, "step": None} | {bound: -HUGE}
    with pytest.raises(ValueError, match=f"^{bound} must be at least -[0-9]+, got -{HUGE}$"):
        Stream(Untouchable())[slice(*parts.values())]


@pytest.mark.parametrize("numbers", [(), (1, 2, 3, 4)])
def test_range_takes_one_to_three_numbers(numbers: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match=f"^range takes 1 to 3 arguments, got {len(numbers)}$"):
        Stream.range(*numbers)


def test_a_value_without_a_key_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^value needs a key: "):
        Stream(Untouchable()).to_dict(None, abs)


@pytest.mark.parametrize("value", [value for value in VALUES if value != "a"])
def test_a_pipeline_refuses_a_source_that_is_not_iterable(value: Any) -> None:
    for run in (op.map(abs), op.map(abs) | list, op.map(abs).__ror__):
        with pytest.raises(TypeError, match=f"^source must be iterable, got {value!r}$"):
            run(value)


@pytest.mark.parametrize("value", VALUES)
def test_a_pipeline_refuses_to_be_followed_by_what_is_not_callable(value: Any) -> None:
    for pipeline in (op.map(abs), op.map(abs) | list):
        with pytest.raises(TypeError, match=f"^f must be callable, got {value!r}$"):
            pipeline | value
    assert isinstance(op.map(abs) | list, Program)


@pytest.mark.parametrize("number", [5, 0, sys.maxsize])
def test_a_number_of_another_type_is_taken_where_it_is_an_index(number: int) -> None:
    class Index:
        def __index__(self) -> int:
            return number

    assert repr(Stream("abc").take(Index())) == f"Stream('abc').take({number})"  # type: ignore[arg-type]


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(TypeError) as raised:
        Stream("abc").map(list(range(10**5)))  # type: ignore[call-overload]
    assert len(str(raised.value)) < 100
