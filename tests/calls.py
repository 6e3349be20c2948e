"""One call, at least, of every lazy operation and every terminal, for tests that go over all.

Every call is made on a stream of small integers. Those in `CALLING` are also given a function of
one integer, so that a test can let it fail.
"""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Callable, Iterator
from functools import partial, reduce
from itertools import islice
from random import Random
from typing import Any

import pytest

from rillet import Fold, Stream, op, operation
from rillet.folds import Count, Filtered, First, Group, List, Mapped, Max, Mean, Sum, Together
from rillet.terminals.aggregate import Aggregate
from rillet.terminals.ahead import Ahead
from rillet.terminals.collect import Collect
from rillet.terminals.output import Output
from rillet.terminals.push import Push
from rillet.terminals.reduce import Reduce
from rillet.terminals.search import Search

NO_THREADS = sys.platform == "emscripten"
"""Whether no thread can be started, and so nothing pushed that can only be pulled."""
needs_threads: Any = pytest.mark.skipif(NO_THREADS, reason="no thread can be started")

Ints = Stream[int]
Function = Callable[[int], Any]

SLICES = "[]"
"""The name of what `stream[start:stop:step]` does, as its operations call it."""


def same(n: int) -> int:
    return n


@operation
def every_other(numbers: Iterator[int]) -> Iterator[int]:
    return islice(numbers, 0, None, 2)


def pair(n: int) -> tuple[int, int]:
    return n, n


PLAIN_LAZY: dict[str, Callable[[Ints], Stream[Any]]] = {
    "map, others": lambda s: s.map(max, range(100), range(100)),
    "starmap, tuples": lambda s: s.enumerate().starmap(max),
    "enumerate": lambda s: s.enumerate(),
    "accumulate": lambda s: s.accumulate(),
    "accumulate, initial": lambda s: s.accumulate(initial=0),
    "flatten": lambda s: s.map(pair).flatten(),
    "filter": lambda s: s.filter(),
    "filterfalse": lambda s: s.filterfalse(),
    "not_none": lambda s: s.not_none(),
    "of_type": lambda s: s.of_type(int),
    "of_type, several": lambda s: s.of_type((int, str)),
    "take": lambda s: s.take(3),
    "take, more than there are": lambda s: s.take(100),
    "drop": lambda s: s.drop(1),
    "tail": lambda s: s.tail(2),
    "drop_last": lambda s: s.drop_last(2),
    "unique": lambda s: s.unique(),
    "dedupe": lambda s: s.dedupe(),
    "duplicates": lambda s: s.chain(range(6)).duplicates(),
    "without": lambda s: s.without([5, 9]),
    "intersection": lambda s: s.intersection(range(9)),
    "compress": lambda s: s.compress([1, 0] * 9),
    "pluck": lambda s: s.enumerate().pluck(1),
    "pluck, several keys": lambda s: s.enumerate().pluck(1, 0, -1),
    "attr": lambda s: s.attr("numerator"),
    "attr, several names": lambda s: s.attr("numerator", "real.imag"),
    "swap": lambda s: s.enumerate().swap(),
    "batched": lambda s: s.batched(2),
    "batched, strict": lambda s: s.batched(1, strict=True),
    "windowed": lambda s: s.windowed(2),
    "windowed, step": lambda s: s.windowed(2, step=3),
    "windowed, partial": lambda s: s.windowed(4, partial=True),
    "windowed, wide": lambda s: s.cycle(9).windowed(31),
    "windowed, large steps": lambda s: s.cycle(20).windowed(3, step=40),
    "pairwise": lambda s: s.pairwise(),
    "lag": lambda s: s.lag(),
    "lag, fill": lambda s: s.lag(0),
    "lead": lambda s: s.lead(),
    "lead, fill": lambda s: s.lead(0),
    "mark_ends": lambda s: s.mark_ends(),
    "group_adjacent": lambda s: s.group_adjacent(),
    "run_length": lambda s: s.run_length(),
    "batched_by, few": lambda s: s.batched_by(9, weight=same, max_count=2),
    "cycle, times": lambda s: s.cycle(2),
    "cycle, after an operation": lambda s: s.drop(0).cycle(2),
    "cycle": lambda s: s.cycle().take(15),
    "cycle, endless after an operation": lambda s: s.drop(0).cycle().take(15),
    "repeat_each": lambda s: s.repeat_each(2),
    "repeat_each, many times": lambda s: s.repeat_each(17),
    "intersperse": lambda s: s.intersperse(0),
    "padded": lambda s: s.padded(9, 0),
    "padded, enough": lambda s: s.padded(2),
    "or_else": lambda s: s.or_else(1, 2),
    "or_else, empty": lambda s: s.filter(lambda n: n > 99).or_else(1, 2),
    "or_else_from": lambda s: s.or_else_from([1, 2]),
    "or_else_from, empty": lambda s: s.drop(99).or_else_from([1, 2]),
    "sorted": lambda s: s.sorted(),
    "reversed": lambda s: s.reversed(),
    "shuffle": lambda s: s.shuffle(Random(3)),
    "zip": lambda s: s.zip(range(100), range(100)),
    "zip, the shorter other": lambda s: s.zip(range(3)),
    "zip, strict": lambda s: s.zip(s, strict=True),
    "zip_longest": lambda s: s.zip_longest(range(9), fillvalue=0),
    "chain": lambda s: s.chain([1], (2, 3)),
    "chain, with itself": lambda s: s + s,
    "prepend": lambda s: s.prepend(1, 2),
    "append": lambda s: s.append(1, 2),
    "interleave": lambda s: s.interleave(range(100), range(100)),
    "interleave, the shorter other": lambda s: s.interleave(range(3)),
    "roundrobin": lambda s: s.roundrobin(range(9), "ab"),
    "merge_sorted": lambda s: s.merge_sorted(range(9), [2, 3]),
    "merge_sorted, alone": lambda s: s.merge_sorted(),
    "join": lambda s: s.join([2, 1, 2], same),
    "join, left": lambda s: s.join([2, 1, 2], same, how="left"),
    "join, full": lambda s: s.join([2, 9, 2], same, how="full"),
    "join, semi": lambda s: s.join([2, 1, 2], same, how="semi"),
    "join, anti": lambda s: s.join([2, 1, 2], same, how="anti"),
    "product": lambda s: s.product([1, 2]),
    "product, repeat": lambda s: s.product(repeat=2),
    "permutations": lambda s: s.permutations(2),
    "combinations": lambda s: s.combinations(2),
    "combinations_with_replacement": lambda s: s.combinations_with_replacement(2),
    "powerset": lambda s: s.powerset(),
    "then": lambda s: s.then(every_other()),
    "on_close": lambda s: s.on_close(list),
    "fuse": lambda s: s.fuse(),
    "[], from the start": lambda s: s[1:5:2],
    "[], before the end": lambda s: s[:-2],
    "[], of the tail": lambda s: s[-3:],
    "[], backwards": lambda s: s[::-1],
}
CALLING_LAZY: dict[str, Callable[[Ints, Function], Stream[Any]]] = {
    "map": lambda s, f: s.map(f),
    "then, a function that calls f": lambda s, f: s.then(partial(map, f)),
    "then, after f": lambda s, f: s.map(f).then(every_other()),
    "map, together": lambda s, f: s.map(lambda n, m: f(n), range(100)),
    "starmap": lambda s, f: s.zip().starmap(f),
    "accumulate, f": lambda s, f: s.accumulate(lambda total, n: f(n)),
    "accumulate, f and initial": lambda s, f: s.accumulate(lambda total, n: f(n), initial=None),
    "flat_map": lambda s, f: s.flat_map(lambda n: pair(f(n))),
    "flatten, generators": lambda s, f: s.map(lambda n: (f(n) for _ in "ab")).flatten(),
    "filter_map": lambda s, f: s.filter_map(f),
    "map_accumulate": lambda s, f: s.map_accumulate(lambda total, n: (total + n, f(n)), 0),
    "tap": lambda s, f: s.tap(f),
    "tee_to": lambda s, f: s.tee_to(f),
    "filter, p": lambda s, f: s.filter(f),
    "filterfalse, p": lambda s, f: s.filterfalse(f),
    "of_type, a check": lambda s, f: s.of_type(checked(f)),
    "takewhile": lambda s, f: s.takewhile(lambda n: f(n) < 4),
    "takewhile_inclusive": lambda s, f: s.takewhile_inclusive(lambda n: f(n) < 4),
    "dropwhile": lambda s, f: s.dropwhile(lambda n: f(n) < 4),
    "unique, key": lambda s, f: s.unique(f),
    "dedupe, key": lambda s, f: s.dedupe(f),
    "duplicates, key": lambda s, f: s.duplicates(lambda n: f(n) % 2),
    "without, key": lambda s, f: s.without([9], key=f),
    "intersection, key": lambda s, f: s.intersection([0, 1, 2, 4, 5], key=f),
    "compress, selectors": lambda s, f: s.compress(Stream(range(100)).map(f)),
    "locate": lambda s, f: s.locate(f),
    "group_adjacent, key": lambda s, f: s.group_adjacent(f),
    "map_keys": lambda s, f: s.map(pair).map_keys(f),
    "map_values": lambda s, f: s.map(pair).map_values(f),
    "split_when": lambda s, f: s.split_when(lambda n, m: f(m) == 4),
    "split_at": lambda s, f: s.split_at(lambda n: f(n) == 4),
    "split_before": lambda s, f: s.split_before(lambda n: f(n) == 4),
    "split_after": lambda s, f: s.split_after(lambda n: f(n) == 4),
    "batched_by": lambda s, f: s.batched_by(9, weight=f),
    "sorted, key": lambda s, f: s.sorted(key=f),
    "zip, other": lambda s, f: s.zip(Stream(range(100)).map(f)),
    "zip_longest, other": lambda s, f: s.zip_longest(Stream(range(9)).map(f)),
    "chain, other": lambda s, f: s.chain(Stream(range(9)).map(f)),
    "interleave, other": lambda s, f: s.interleave(Stream(range(100)).map(f)),
    "roundrobin, other": lambda s, f: s.roundrobin(Stream(range(9)).map(f)),
    "merge_sorted, other": lambda s, f: s.merge_sorted(Stream(range(9)).map(f)),
    "merge_sorted, key": lambda s, f: s.merge_sorted([], key=f),
    "merge_sorted, key of others": lambda s, f: s.merge_sorted([1, 5], [1, 2], key=f),
    "join, on": lambda s, f: s.join([2, 1], f),
    "join, left on": lambda s, f: s.join([2, 1], f, how="left"),
    "join, full on": lambda s, f: s.join([2, 9], f, how="full"),
    "join, semi on": lambda s, f: s.join([2, 1], f, how="semi"),
    "join, anti on": lambda s, f: s.join([2, 1], f, how="anti"),
    "product, other": lambda s, f: s.product(Stream(range(9)).map(f)),
    "sorted, before an operation": lambda s, f: s.map(f).sorted().take(3),
    "batched, after f": lambda s, f: s.map(f).batched(2),
    "windowed, after f": lambda s, f: s.map(f).windowed(2),
    "windowed, partial after f": lambda s, f: s.map(f).windowed(2, partial=True),
    "pairwise, after f": lambda s, f: s.map(f).pairwise(),
    "lag, after f": lambda s, f: s.map(f).lag(),
    "lead, after f": lambda s, f: s.map(f).lead(),
    "mark_ends, after f": lambda s, f: s.map(f).mark_ends(),
    "cycle, after f": lambda s, f: s.map(f).cycle(2),
    "pluck, after f": lambda s, f: s.map(f).zip().pluck(0),
    "attr, after f": lambda s, f: s.map(f).attr("__class__"),
    "map_keys, after f": lambda s, f: s.map(f).map(pair).map_keys(same),
    "map_values, after f": lambda s, f: s.map(f).map(pair).map_values(same),
    "swap, after f": lambda s, f: s.map(f).map(pair).swap(),
    "map_accumulate, after f": lambda s, f: s.map(f).map_accumulate(lambda total, n: (total, n), 0),
    "repeat_each, after f": lambda s, f: s.map(f).repeat_each(2),
    "repeat_each, many times after f": lambda s, f: s.map(f).repeat_each(17),
    "intersperse, after f": lambda s, f: s.map(f).intersperse(0),
    "padded, after f": lambda s, f: s.map(f).padded(9, 0),
    "or_else, after f": lambda s, f: s.map(f).or_else(0),
    "or_else_from, after f": lambda s, f: s.map(f).or_else_from([0]),
    "or_else_from, other": lambda s, f: s.filter(lambda n: n > 99).or_else_from(
        Stream(range(9)).map(f)
    ),
    "permutations, after f": lambda s, f: s.map(f).permutations(2),
    "powerset, after f": lambda s, f: s.map(f).powerset(),
    "product, after f": lambda s, f: s.map(f).product("ab"),
    "product, repeat after f": lambda s, f: s.map(f).product(repeat=2),
    "combinations, after f": lambda s, f: s.map(f).combinations(2),
    "combinations_with_replacement, after f": lambda s, f: s.map(f).combinations_with_replacement(
        2
    ),
    "sorted, after f": lambda s, f: s.map(f).sorted(),
    "batched, strict after f": lambda s, f: s.map(f).batched(1, strict=True),
    "windowed, wide after f": lambda s, f: s.map(f).cycle(9).windowed(31),
    "windowed, large steps after f": lambda s, f: s.map(f).cycle(20).windowed(3, step=40),
    "cycle, endless after f": lambda s, f: s.map(f).cycle().take(15),
    "chain, after f": lambda s, f: s.map(f).chain("ab"),
    "flatten, after f": lambda s, f: s.map(f).map(pair).flatten(),
    "not_none, after f": lambda s, f: s.map(f).not_none(),
    "unique, after f": lambda s, f: s.map(f).unique(),
    "dedupe, after f": lambda s, f: s.map(f).dedupe(),
    "of_type, after f": lambda s, f: s.map(f).of_type(int),
    "of_type, several after f": lambda s, f: s.map(f).of_type((int, str)),
    "takewhile_inclusive, after f": lambda s, f: s.map(f).takewhile_inclusive((4).__gt__),
    "drop_last, after f": lambda s, f: s.map(f).drop_last(),
    "duplicates, after f": lambda s, f: s.map(f).chain(range(6)).duplicates(),
    "without, after f": lambda s, f: s.map(f).without([9]),
    "without, key after f": lambda s, f: s.map(f).without([9], key=abs),
    "intersection, after f": lambda s, f: s.map(f).intersection(range(9)),
    "intersection, key after f": lambda s, f: s.map(f).intersection(range(9), key=abs),
    "tap, after f": lambda s, f: s.map(f).tap(pair),
    "tee_to, after f": lambda s, f: s.map(f).tee_to(pair),
    "filter_map, after f": lambda s, f: s.map(f).filter_map(pair),
    "group_adjacent, after f": lambda s, f: s.map(f).group_adjacent(),
    "split_when, after f": lambda s, f: s.map(f).split_when(max),
    "split_at, after f": lambda s, f: s.map(f).split_at(pair),
    "split_before, after f": lambda s, f: s.map(f).split_before(pair),
    "split_after, after f": lambda s, f: s.map(f).split_after(bool),
    "run_length, after f": lambda s, f: s.map(f).run_length(),
    "batched_by, after f": lambda s, f: s.map(f).batched_by(9, weight=same),
    "[], before the end after f": lambda s, f: s.map(f)[:-2],
    "[], of the tail after f": lambda s, f: s.map(f)[-2:],
    "[], backwards after f": lambda s, f: s.map(f)[::-1],
    "reversed, after f": lambda s, f: s.map(f).reversed(),
    "shuffle, after f": lambda s, f: s.map(f).shuffle(Random(3)),
    "tail, after f": lambda s, f: s.map(f).tail(2),
    "try_map": lambda s, f: s.try_map(f, LookupError),
    "try_map, collect": lambda s, f: s.try_map(f, LookupError, on_error="collect"),
    "try_map, on_error": lambda s, f: s.try_map(
        int.as_integer_ratio, on_error=lambda n, error: f(n)
    ).try_map([].index, on_error=lambda n, error: f(n[0])),
    "try_map, after f": lambda s, f: s.map(f).try_map(pair),
    "catch, after f": lambda s, f: s.map(f).catch(LookupError, same),
    "on_close, after f": lambda s, f: s.map(f).on_close(list),
}

PLAIN_TERMINALS: dict[str, Callable[[Ints], object]] = {
    "to_list": lambda s: s.to_list(),
    "to_tuple": lambda s: s.to_tuple(),
    "to_set": lambda s: s.to_set(),
    "collect": lambda s: s.collect(set),
    "to_dict": lambda s: s.enumerate().to_dict(),
    "to_dict, first of the pairs": lambda s: s.enumerate().to_dict(on_duplicate="first"),
    "join_str": lambda s: s.map(str).join_str(),
    "count_by": lambda s: s.count_by(),
    "unzip": lambda s: s.enumerate().unzip(),
    "sum": lambda s: s.sum(),
    "prod": lambda s: s.prod(),
    "mean": lambda s: s.mean(),
    "min": lambda s: s.min(),
    "max": lambda s: s.max(),
    "minmax": lambda s: s.minmax(),
    "count": lambda s: s.count(),
    "nlargest": lambda s: s.nlargest(2),
    "nlargest, one": lambda s: s.nlargest(1),
    "nsmallest": lambda s: s.nsmallest(2),
    "top": lambda s: s.top(2),
    "sample": lambda s: s.sample(2, rng=Random(0)),
    "aggregate": lambda s: s.aggregate(Sum(), First(), List()),
    "aggregate, named": lambda s: s.aggregate(n=Count(), total=Sum(exact=True)),
    "into, a ready fold": lambda s: s.into(Mean()),
    "first": lambda s: s.first(),
    "last": lambda s: s.last(),
    "nth": lambda s: s.nth(2),
    "one": lambda s: s.take(1).one(),
    "only": lambda s: s.take(1).only(),
    "is_empty": lambda s: s.is_empty(),
    "all_equal": lambda s: s.all_equal(),
    "all_unique": lambda s: s.all_unique(),
    "is_sorted": lambda s: s.is_sorted(),
    "is_sorted, strict": lambda s: s.is_sorted(strict=True),
    "is_sorted, reverse": lambda s: s.is_sorted(reverse=True),
    "index": lambda s: s.index(2),
    "any": lambda s: s.any(),
    "all": lambda s: s.all(),
    "none": lambda s: s.none(),
    "__contains__": lambda s: 2 in s,
    "split_head": lambda s: s.split_head(2)[0],
    "split_head, of one pass": lambda s: s.zip(iter(range(9))).split_head(2)[0],
    "peekable": lambda s: s.peekable().peek(),
    "into, a sink": lambda s: s.into(op.map(same).push(same)),
    "consume": lambda s: s.consume(),
    "consume, some": lambda s: s.consume(2),
    "print": lambda s: s.print(file=io.StringIO()),
    "print, flushed": lambda s: s.print(file=io.StringIO(), flush=True),
    "write": lambda s: s.write(io.StringIO()),
    "trace": lambda s: s.trace(file=io.StringIO()),
    "profile": lambda s: [row.items_out for row in s.profile().rows],
    "__getitem__": lambda s: s[2],
    "__getitem__, from the end": lambda s: s[-2],
}
CALLING_TERMINALS: dict[str, Callable[[Ints, Function], object]] = {
    "collect, into": lambda s, f: s.collect(partial(reduce, lambda total, n: f(n))),
    "to_dict, key": lambda s, f: s.to_dict(f),
    "to_dict, key and value": lambda s, f: s.to_dict(same, f),
    "to_dict, first": lambda s, f: s.to_dict(f, on_duplicate="first"),
    "group_by": lambda s, f: s.group_by(f),
    "group_by, value": lambda s, f: s.group_by(same, f),
    "count_by, key": lambda s, f: s.count_by(f),
    "partition": lambda s, f: s.partition(f),
    "reduce": lambda s, f: s.reduce(lambda total, n: f(n)),
    "fold": lambda s, f: s.fold(0, lambda total, n: f(n)),
    "fold_while": lambda s, f: s.fold_while(0, lambda total, n: f(n)),
    "min, key": lambda s, f: s.min(key=f),
    "max, key": lambda s, f: s.max(key=f),
    "minmax, key": lambda s, f: s.minmax(key=f),
    "count, p": lambda s, f: s.count(f),
    "nlargest, key": lambda s, f: s.nlargest(2, key=f),
    "nsmallest, key": lambda s, f: s.nsmallest(2, key=f),
    "nsmallest, one by key": lambda s, f: s.nsmallest(1, key=f),
    "aggregate, a function": lambda s, f: s.aggregate(n=Count(), largest=Max(key=f)),
    "aggregate, functions": lambda s, f: s.aggregate(Count(f), Sum(), Group(f, List())),
    "aggregate, own": lambda s, f: s.aggregate(Fold(int, lambda total, n: f(n))),
    "aggregate, mapped": lambda s, f: s.aggregate(Mapped(f, Sum()), Filtered(f, Count(f))),
    "aggregate_by": lambda s, f: s.aggregate_by(f, Sum()),
    "aggregate_by, own": lambda s, f: s.aggregate_by(same, Fold(int, lambda total, n: f(n))),
    "aggregate_by, together": lambda s, f: s.aggregate_by(f, Together(Sum(), Max())),
    "find": lambda s, f: s.find(lambda n: f(n) > 4),
    "any, p": lambda s, f: s.any(lambda n: f(n) > 4),
    "all, p": lambda s, f: s.all(lambda n: f(n) < 4),
    "none, p": lambda s, f: s.none(lambda n: f(n) > 4),
    "all_equal, key": lambda s, f: s.all_equal(lambda n: f(n) < 9),
    "all_unique, key": lambda s, f: s.all_unique(f),
    "is_sorted, key": lambda s, f: s.is_sorted(f),
    "is_sorted, key and reverse": lambda s, f: s.is_sorted(lambda n: -f(n), reverse=True),
    "for_each": lambda s, f: s.for_each(f),
    "into": lambda s, f: s.into(f),
    "into, a fold": lambda s, f: s.into(Fold(int, lambda total, n: f(n))),
    "broadcast": lambda s, f: s.broadcast(same, f),
    "print, to a writer": lambda s, f: s.print(file=Sink(f)),
    "write, to a writer": lambda s, f: s.write(Sink(f)),
    "index, of what compares": lambda s, f: s.index(Compared(f), default=None),
    "__contains__, of what compares": lambda s, f: Compared(f) in s,
}


def checked(f: Function) -> Any:
    """A class whose instances `f` is asked for."""

    class Check(type):
        def __instancecheck__(cls, item: Any) -> bool:
            return f(item) is not None

    return Check("of_a_lambda", (), {})


class Sink:
    """Something to write to, which calls `f` with every line."""

    def __init__(self, f: Function) -> None:
        self.write = lambda line: f(int(line))


class Compared:
    """Something equal to no integer, which calls `f` with everything it is compared with."""

    def __init__(self, f: Function) -> None:
        self.f = f

    def __eq__(self, other: object) -> bool:
        return self.f(other) is self  # type: ignore[arg-type]  # the items are integers

    __hash__ = None  # type: ignore[assignment]  # nobody asks


def _with_same(call: Callable[[Ints, Function], Any]) -> Callable[[Ints], Any]:
    return lambda s: call(s, same)


LAZY = PLAIN_LAZY | {name: _with_same(call) for name, call in CALLING_LAZY.items()}
TERMINALS = PLAIN_TERMINALS | {name: _with_same(call) for name, call in CALLING_TERMINALS.items()}


def terminal_names() -> set[str]:
    """The names of the public methods of `Stream` that run it."""
    return {
        name
        for family in (Collect, Reduce, Aggregate, Search, Ahead, Output, Push)
        for name, method in vars(family).items()
        if inspect.isfunction(method) and (not name.startswith("_") or name == "__contains__")
    } | {"__getitem__", "trace", "profile"}


def names_in(calls: dict[str, Any]) -> set[str]:
    return {name.split(",")[0] for name in calls}


def missing_calls() -> Iterator[str]:
    """What has no call above."""
    yield from {*op.__all__, SLICES} - {"broadcast"} ^ names_in(LAZY)
    yield from terminal_names() ^ names_in(TERMINALS)
