"""Measure why rillet is behind: `python -m benchmarks.causes [--quick] [--itself] [ROW …]`.

A row of `benchmarks.losses` is run once more, with witnesses beside its contenders. A witness is
rillet without the cause of its loss, or a contender that is ahead with that cause added. The first
must not be behind what is ahead of rillet, and rillet must not be behind the second.
Where a contender of the row is a witness already, none is added.

With `--itself` rillet is held against itself, in all rows: how far apart two runs of the same are
on this machine, which is what a loss must be above to have another cause.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, deque
from dataclasses import replace
from functools import partial
from heapq import nlargest
from importlib.util import find_spec, module_from_spec
from itertools import (
    chain,
    filterfalse,
    groupby,
    islice,
    repeat,
    starmap,
    takewhile,
    tee,
    zip_longest,
)
from math import fsum
from operator import add, attrgetter, is_not, itemgetter, neg, truediv
from pathlib import Path
from random import Random
from threading import RLock, Semaphore, Thread
from typing import TYPE_CHECKING, Any

import benchmarks.rows  # noqa: F401  # enters the rows
from benchmarks import report
from benchmarks.functions import increase, is_odd, square
from benchmarks.harness import run
from benchmarks.peers import offered
from benchmarks.row import ROWS, Contenders, Row, is_ours
from rillet import Stream, op
from rillet.beat import beating, mark
from rillet.engines.fusing.passes import laid_of
from rillet.folds import Sum
from rillet.operations.select import Drop
from rillet.plan import Rest, bounds_of, known_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Makes = Callable[[int], Contenders]

WITNESSES: dict[str, Makes] = {}
"""By the name of a row, what makes its witnesses."""


def witnesses(*rows: str) -> Callable[[Makes], Makes]:
    """Enter the decorated function as what makes the witnesses of `rows`."""

    def enter(make: Makes) -> Makes:
        WITNESSES.update(dict.fromkeys(rows, make))
        return make

    return enter


def with_witnesses(row: Row) -> Row:
    """The row, with its witnesses after its own contenders."""
    more = WITNESSES[row.name]
    return replace(row, make=lambda n: {**row.make(n), **more(n)})


# The body stands in the loop.


@witnesses("negated-squares")
def _(n: int) -> Contenders:
    xs, f, g = list(range(n)), square, ROWS["negated-squares"].make.__globals__["_negate"]
    return {
        "comprehension, with the calls": lambda: [g(f(x)) for x in xs],
        "generators, with the calls": lambda: list(g(y) for y in (f(x) for x in xs)),  # noqa: C400
    }


@witnesses("map-filter-map", "ten-map-filter-map")
def _(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = increase, is_odd, square
    built = Stream(xs).map(f).filter(p).map(g)

    def generators() -> list[int]:
        increased = (f(x) for x in xs)
        return list(g(x) for x in (x for x in increased if p(x)))  # noqa: C400

    def loop() -> list[int]:
        made = []
        for x in xs:
            y = f(x)
            if p(y):
                made.append(g(y))
        return made

    return {
        "comprehension, with the calls": lambda: [g(y) for x in xs if p(y := f(x))],
        "loop, with the calls": loop,
        "generators, with the calls": generators,
        "rillet, built before": lambda: list(built),
    }


@witnesses("count-by")
def _(n: int) -> Contenders:
    xs, key = list(range(n)), lambda x: x % 100
    return {
        "Counter(comprehension), with the calls": lambda: Counter([key(x) for x in xs]),
        "rillet, a map before": lambda: Stream(xs).map(key).count_by(),
    }


@witnesses("build-map")
def _(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "genexpr of repr": lambda: (repr(x) for x in xs),
        "map of repr": lambda: map(repr, xs),
    }


# The recipe of a loop.


def _laid_before(name: str, build: Callable[[list[int]], Any]) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        xs = list(range(n))
        operations = laid_of(build(xs))[1]

        def over() -> Any:
            items: Any = xs
            for operation, argument in operations:
                items = operation.pull(argument, items)
            return items

        return {"rillet, fused and laid before": over, **_going_on(name, n)}


def _going_on(name: str, n: int) -> Contenders:
    """What is fused by hand, under the chain that lets a pass go on after an error."""
    by_hand = ROWS[name].make(n)["fused by hand"]
    return {"fused by hand, and a chain": lambda: chain.from_iterable((by_hand(),))}


_laid_before(
    "fuse-negated-squares",
    lambda xs: Stream(xs).map(lambda x: x * x).map(lambda x: -x).fuse(),
)
_laid_before(
    "fuse-map-filter-map",
    lambda xs: Stream(xs).map(lambda x: x + 1).filter(lambda x: x & 1).map(lambda x: x * x).fuse(),
)


def _enter_going_on(name: str) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        return _going_on(name, n)


for _name in (
    *("accumulate", "attrgetter", "called", "dropwhile", "enumerate-starmap", "filter-alone"),
    *("filter-map", "filterfalse", "itemgetter", "map-alone", "map-values", "pairwise-starmap"),
    *("running-average", "six", "takewhile", "zip-starmap"),
):
    _enter_going_on(f"fuse-{_name}")


@witnesses("fuse-map-flat-map-ranges")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def in_three() -> Any:
        numbers = chain.from_iterable(range((x + 1) % 10) for x in xs)
        return chain.from_iterable(((y + 1 for y in numbers),))

    return {"by hand: a generator, a chain, a generator": in_three}


@witnesses("fuse-words")
def _(n: int) -> Contenders:
    items = [f"the {x} lines of a text" for x in range(n)]

    def in_three() -> Any:
        words = chain.from_iterable(line.split() for line in items)
        return chain.from_iterable(((word.title() for word in words if len(word) > 3),))

    return {"by hand: a generator, a chain, a generator": in_three}


@witnesses("fuse-to-dict")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def loop() -> dict[int, int]:
        held = {}
        for x in xs:
            y = x + 1
            held[y * 2] = y + 1
        return held

    return {"loop that stores": loop}


@witnesses("fuse-to-set")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def loop() -> set[int]:
        held = set()
        for x in xs:
            if (y := x + 1) & 1:
                held.add(y)
        return held

    return {"loop that adds": loop}


@witnesses("fuse-negated-squares-to-list")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def loop() -> list[int]:
        held = []
        for x in xs:
            held.append(-(x * x))  # noqa: PERF401  # that is the witness
        return held

    return {"loop that appends": loop}


# The plan.


def _built_before(name: str, build: Callable[[list[int]], Any]) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        built = build(list(range(n)))
        return {"rillet, built before": lambda: built}


_built_before(
    "ten-filter-map-accumulate", lambda xs: Stream(xs).filter(is_odd).map(square).accumulate()
)
_built_before("ten-in-c", lambda xs: Stream(xs).map(neg).accumulate().enumerate())
_built_before("ten-one-map", lambda xs: Stream(xs).map(increase))
_built_before("ten-pairwise", lambda xs: Stream(xs).pairwise())
_built_before("build-map-together", lambda xs: Stream(xs).map(truediv, Stream.count_from(1)))
_built_before("build-zip-longest", lambda xs: Stream(xs).zip_longest(xs[: len(xs) // 2]))
_built_before("build-chain", lambda xs: Stream(xs[: len(xs) // 2]).chain(xs[: len(xs) // 2]))
_built_before("build-cycle", lambda xs: Stream(xs[: len(xs) // 5]).cycle(5))
_built_before("build-stream", lambda xs: Stream(xs))
_built_before("build-reversed", lambda xs: Stream(xs).reversed())
_built_before("build-repeat", lambda xs: Stream.repeat(None, len(xs)))


class _Again:
    """What makes an iterator anew for each pass, as a stream does."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __iter__(self) -> Any:
        return self._make()


@witnesses("ten-built-once")
def _(n: int) -> Contenders:
    xs = list(range(n))
    again = _Again(lambda: map(square, filter(is_odd, map(increase, xs))))
    return {"itertools, in an __iter__": lambda: again}


def _noted(f: Callable[..., Any]) -> Callable[..., Any]:
    """What calls `f` as a terminal is called, which can note an error."""

    def terminal(stream: Any, /, *args: Any, **kwargs: Any) -> Any:
        try:
            return f(stream, *args, **kwargs)
        except Exception:
            raise

    return terminal


@witnesses("split-head", "split-head-small")
def _(n: int) -> Contenders:
    xs, size = list(range(n)), 3 if n == 5 else 1

    def split(whole: Any, size: int) -> Any:
        bounds = Drop.bounds(size, *bounds_of(whole))
        items = iter(whole)
        head = list(islice(items, size))
        return head, Stream(Rest(whole, size, items, bounds))

    terminal = _noted(split)

    def by_hand() -> Any:
        head, rest = terminal(Stream(iter(xs)), size)
        return chain(head, rest)

    return {"list(islice), between two streams": by_hand}


@witnesses("split-head-again")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def split(whole: Any, size: int) -> Any:
        return list(islice(whole, size)), Stream(whole._source).drop(size)

    terminal = _noted(split)

    def by_hand() -> Any:
        head, rest = terminal(Stream(xs), 1)
        return chain(head, rest)

    return {"islice twice, between two streams": by_hand}


@witnesses("build-nth-n-near-the-end")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def nth(stream: Any, place: int) -> Any:
        items = islice(stream._items(), place, None)
        return next(items)

    terminal = _noted(nth)
    return {"next(islice), of a stream": lambda: terminal(Stream(xs), len(xs) - 1)}


@witnesses("build-one")
def _(n: int) -> Contenders:
    xs, end = [n], object()

    def first(stream: Any, size: int) -> Any:
        try:
            items = list(islice(stream._items(), size))
        except Exception:
            raise
        return items[0] if items else end

    def by_hand() -> Any:
        return first(Stream(xs), 1) is end, first(Stream(xs), 2), first(Stream(xs), 2)

    return {"by hand, of three streams": by_hand}


def _ended_before(name: str, by_method: Callable[[Any], Any], make: Any = range) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        built = Stream(list(make(n)))
        return {"rillet, built before": lambda: by_method(built)}


_ended_before("build-to-list", Stream.to_list)
_ended_before("build-to-tuple", Stream.to_tuple)
_ended_before("build-consume", Stream.consume)
_ended_before("fold-list", Stream.to_list)


@witnesses("push-ten")
def _(n: int) -> Contenders:
    xs = list(range(n))
    out: list[Any] = []
    send = (op.map(increase) | op.filter(is_odd) | op.map(square)).push(out.append).send

    def sent() -> list[Any]:
        out.clear()
        for x in xs:
            send(x)
        return out

    return {"rillet send, the sink made before": sent}


# A beat for Ctrl-C.


@witnesses("elements-of-unknown-length")
def _(n: int) -> Contenders:
    def by_hand() -> Any:
        return list(map(neg, map(neg, filter(n.__ge__, beating(map(abs, range(n)))))))

    return {"itertools, with a beat": by_hand}


@witnesses("build-all-unique-over-an-iterator")
def _(n: int) -> Contenders:
    xs = list(range(n))
    loop = ROWS["build-all-unique-over-a-list"].make.__globals__["_unique_loop"]
    return {"loop, with a beat": lambda: loop(beating(iter(xs)))}


# A fold gets its items in chunks, and its state can be merged.


def _chunks(xs: Iterable[Any]) -> Iterator[list[Any]]:
    items = iter(xs)
    while chunk := list(islice(items, 1024)):
        yield chunk


def _in_chunks(name: str, by_hand: Callable[[Iterator[list[Any]]], Any]) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        xs = list(range(n))
        return {"builtin, in chunks": lambda: by_hand(_chunks(xs))}


def _three(chunks: Iterator[list[Any]]) -> Any:
    n, total, largest = 0, 0, 0
    for chunk in chunks:
        n += len(chunk)
        total = sum(chunk, total)
        largest = max(largest, *chunk)
    return n, total, largest


_in_chunks("aggregate", _three)


@witnesses("fold-count")
def _(n: int) -> Contenders:
    xs = list(range(n))
    return {"the length of a plan, by hand": lambda: known_length(Stream(xs))}


@witnesses("fold-last")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def last(stream: Any, *, default: Any = None) -> Any:
        held = stream._before[-1:]
        return held[0] if held else default

    terminal = _noted(last)
    return {"the last of a plan, by hand": lambda: terminal(Stream(xs))}


@witnesses("fold-nlargest")
def _(n: int) -> Contenders:
    xs = list(range(n))
    return {"heapq.nlargest": lambda: nlargest(10, xs)}


@witnesses("fold-distinct")
def _(n: int) -> Contenders:
    xs = list(range(n))
    return {"generator with a set": lambda: list(_unique(xs))}


def _unique(xs: Any) -> Any:
    seen: set[Any] = set()
    see = seen.add
    for x in xs:
        if x not in seen:
            see(x)
            yield x


@witnesses("aggregate-by")
def _(n: int) -> Contenders:
    xs, key = list(range(n)), ROWS["aggregate-by"].make.__globals__["_hundred"]

    def by_hand() -> Any:
        step, states = add, {}
        for x in xs:
            k = key(x)
            states[k] = step(states[k] if k in states else int(), x)  # noqa: UP018  # it is called
        return states

    return {"loop, with the calls of a fold": by_hand}


@witnesses("aggregate-by-many")
def _(n: int) -> Contenders:
    xs, fold = list(range(n)), Sum[int]()

    def by_hand() -> Any:
        step, init, states = fold.step, fold.init, {}
        for x in xs:
            k = abs(x)
            states[k] = step(states[k] if k in states else init(), x)
        return {k: fold.finish(state) for k, state in states.items()}

    return {"loop, with the calls of a fold": by_hand}


# Neighbours.


@witnesses("build-pairwise")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def tees() -> Any:
        items, ahead = tee(xs)
        return zip(items, islice(ahead, 1, None))

    return {"rillet, by tees": tees}


@witnesses("lag")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def tees() -> Any:
        items, behind = tee(xs)
        return zip(chain((None,), behind), items)

    return {"rillet, by tees": tees}


@witnesses("lead")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def tees() -> Any:
        items, ahead = tee(xs)
        return zip(items, chain(islice(ahead, 1, None), (None,)))

    return {"rillet, by tees": tees}


def _enter_batches(size: int) -> None:
    @witnesses(f"batches-{size}")
    def _(n: int) -> Contenders:
        xs = list(range(n))

        def looked_at() -> Any:
            padding = object()
            for row in zip_longest(*[iter(xs)] * size, fillvalue=padding):
                if row[-1] is padding:
                    yield tuple(x for x in row if x is not padding)
                else:
                    yield row

        def slices() -> Any:
            held = tuple(iter(xs))
            return [held[place : place + size] for place in range(0, n, size)]

        return {"toolz's rows, each looked at": looked_at, "slices of a list of the items": slices}


for _size in (3, 100):
    _enter_batches(_size)


def _runs_by_identity(xs: Any, key: Any) -> Any:
    items = iter(xs)
    first = next(items)
    current, group = key(first), [first]
    for x in items:
        k = key(x)
        if k is current or k == current:
            group.append(x)
        else:
            yield current, group
            current, group = k, [x]
    yield current, group


def _equals_by_identity(xs: Any) -> Any:
    items = iter(xs)
    current = next(items)
    group = [current]
    for x in items:
        if x is current or x == current:
            group.append(x)
        else:
            yield current, group
            current, group = x, [x]
    yield current, group


def _lengths_by_identity(xs: Any) -> Any:
    items = iter(xs)
    current = next(items)
    length = 1
    for x in items:
        if x is current or x == current:
            length += 1
        else:
            yield current, length
            current, length = x, 1
    yield current, length


@witnesses("group-adjacent")
def _(n: int) -> Contenders:
    xs = list(range(n))
    key = (5).__rfloordiv__
    return {"generator, identity first": lambda: _runs_by_identity(xs, key)}


@witnesses("group-adjacent-equal")
def _(n: int) -> Contenders:
    xs = [x // 5 for x in range(n)]
    return {"generator, identity first": lambda: _equals_by_identity(xs)}


def _enter_lengths(length: int) -> None:
    @witnesses(f"run-length-{length}")
    def _(n: int) -> Contenders:
        xs = [x // length for x in range(n)]
        return {"generator, identity first": lambda: _lengths_by_identity(xs)}


for _length in (1, 5, 100):
    _enter_lengths(_length)


@witnesses("build-all-equal-key")
def _(n: int) -> Contenders:
    xs = [0] * n

    def loop() -> bool:
        first = abs(xs[0])
        for x in xs:
            k = abs(x)
            if not (k is first or k == first):
                return False
        return True

    return {
        "loop, identity first": loop,
        "rillet, by groupby": lambda: len([*islice(groupby(Stream(xs), abs), 2)]) < 2,
    }


# Nothing is pulled before the first item is asked for.


def _late(make: Callable[[Any], Any], *given: Any) -> Any:
    return chain.from_iterable(map(make, given))


def _enter_late(
    name: str, make: Callable[[Any], Any], source: Callable[[int], Any] = range
) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        xs = list(source(n))
        return {"the same, at the first pull": lambda: _late(make, xs)}


_choices: Any = ROWS["build-product"].make.__globals__
_enter_late(
    "build-product",
    partial(_choices["itertools"].product, repeat=2),
    lambda n: range(_choices["isqrt"](n)),
)
_enter_late(
    "build-permutations",
    lambda xs: _choices["itertools"].permutations(xs, 2),
    lambda n: range(_choices["isqrt"](n)),
)
_enter_late(
    "build-combinations",
    lambda xs: _choices["itertools"].combinations(xs, 2),
    lambda n: range(_choices["_half"](n)),
)
_enter_late(
    "build-combinations-with-replacement",
    lambda xs: _choices["itertools"].combinations_with_replacement(xs, 2),
    lambda n: range(_choices["_half"](n)),
)
_enter_late("build-powerset", _choices["_powerset"], lambda n: range(n.bit_length()))
_enter_late("build-reversed-after-map", lambda xs: reversed(list(map(abs, xs))))


def _enter_all_at_once(name: str, place: slice) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        xs = list(range(n))

        def last() -> Any:
            return _late(partial(deque, maxlen=1000), iter(xs))

        def whole() -> Any:
            return chain.from_iterable(map(itemgetter(place), map(list, (xs,))))

        more = {"deque(maxlen), at the first pull": last} if place.start == -1000 else {}
        return {"rillet, which holds all items": whole, **more}


_enter_all_at_once("build-slice-before-end", slice(10, -10, 3))
_enter_all_at_once("build-slice-of-tail", slice(-1000, None))
_enter_all_at_once("build-tail", slice(-1000, None))
_enter_all_at_once("build-drop-last", slice(None, -1))
_enter_all_at_once("build-drop-last-many", slice(None, -1000))


def _enter_chosen(name: str, choose: Any, others: slice) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        xs = list(range(n))
        other = xs[others.start and n // others.start : others.stop and n // others.stop]

        def late() -> Any:
            tests = map(attrgetter("__contains__"), map(set, (other,)))
            return chain.from_iterable(map(choose, tests, (xs,)))

        return {"the same, at the first pull": late}


_enter_chosen("build-without", filterfalse, slice(2, None))
_enter_chosen("build-without-few", filterfalse, slice(None, 100))
_enter_chosen("build-intersection", filter, slice(2, None))


# Several streams.


@witnesses("build-tee")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def by_hand() -> Any:
        one, other = tee(iter(xs))
        return Stream(one).zip(Stream(other))

    return {"itertools.tee, between streams": by_hand}


_joins: Any = ROWS["build-join"].make.__globals__


@witnesses("build-merge-sorted-8-key")
def _(n: int) -> Contenders:
    parts = [sorted(Random(p).choices(range(n), k=n // 8)) for p in range(8)]
    key, first = _joins["_same"], itemgetter(0)
    in_python = _heapq_in_python()

    def of_pairs(merge: Any) -> Any:
        pairs = [((key(x), x) for x in part) for part in parts]
        return map(itemgetter(1), merge(*pairs, key=first))

    toolz = offered(toolz=lambda m: lambda: of_pairs(m.merge_sorted))
    return {
        "heapq.merge, its heap in Python": lambda: in_python.merge(*parts, key=key),
        **{f"{name}, of pairs of a key and an item": merge for name, merge in toolz.items()},
    }


def _heapq_in_python() -> Any:
    """The module heapq without what it has in C."""
    found = find_spec("heapq")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    kept = sys.modules.get("_heapq")
    sys.modules["_heapq"] = None  # type: ignore[assignment]
    try:
        found.loader.exec_module(module)
    finally:
        del sys.modules["_heapq"]
        if kept is not None:
            sys.modules["_heapq"] = kept
    return module


@witnesses("build-join-of-dicts")
def _(n: int) -> Contenders:
    left = {k: str(k) for k in range(n)}
    right = {k: str(k) for k in range(n)}
    key = _joins["_key"]

    def by_hand() -> Any:
        keyed = [(key(other), other) for other in right.items()]
        groups: dict[Any, list[Any]] = {}
        for k, other in keyed:
            groups.setdefault(k, []).append(other)
        met = set()
        for item in left.items():
            k = key(item)
            if k not in groups:
                yield item, None
                continue
            met.add(k)
            for other in groups[k]:
                yield item, other
        for k, other in keyed:
            if k not in met:
                yield None, other

    return {"loop, of keys that may come twice": by_hand}


def _enter_keys(name: str, wanted: bool) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        left, right = _joins["_tables"](n)
        key = _joins["_key"]

        def by_hand() -> Any:
            keys = {}
            for other in right:
                keys[key(other)] = None
            for item in left:
                if (key(item) in keys) is wanted:
                    yield item

        def by_set() -> Any:
            keys = {key(other) for other in right}
            for item in left:
                if (key(item) in keys) is wanted:
                    yield item

        return {"generator, keys from a loop": by_hand, "generator, late": by_set}


_enter_keys("build-join-semi", True)
_enter_keys("build-join-anti", False)


# A StopIteration of the user's function arrives, or ends the stream.


def _enter_mapped(name: str, by_map: Callable[[Any], Any], source: Callable[[int], Any]) -> None:
    @witnesses(name)
    def _(n: int) -> Contenders:
        xs = list(source(n))
        return {"rillet, a map before": lambda: by_map(Stream(xs))}


def _never(n: int) -> Any:
    return repeat(0, n)


_enter_mapped("build-count-p", lambda s: s.map((1).__and__).map(bool).sum(), range)
_enter_mapped("build-find-p-in-vain", lambda s: s.filter((1).__eq__).first(default=None), _never)
_enter_mapped("build-any-p-in-vain", lambda s: s.map(abs).any(), _never)
_enter_mapped("build-all-p", lambda s: s.map((0).__eq__).all(), _never)


# What is said of a row or two.


@witnesses("build-mean")
def _(n: int) -> Contenders:
    xs = list(range(n))
    return {"fsum / len of a list": lambda: fsum(xs) / len(xs)}


@witnesses("build-unzip-of-pairs")
def _(n: int) -> Contenders:
    xs = list(zip(range(n), range(n)))

    def in_chunks() -> Any:
        items = iter(xs)
        columns: tuple[list[Any], ...] = [], []
        while rows := list(islice(items, 1000)):
            for column, more in zip(columns, zip(*rows, strict=True), strict=True):
                column.extend(more)
        return columns

    def of_any_length() -> Any:
        columns: tuple[list[Any], ...] = [], []
        for row in xs:
            for column, value in zip(columns, row, strict=True):
                column.append(value)
        return columns

    return {"zip(*, strict), a thousand at a time": in_chunks, "loop, of any length": of_any_length}


@witnesses("lines-first")
def _(n: int) -> Contenders:
    make = ROWS["lines-first"].make.__globals__["_made"]
    lines = make("lines.txt", 50_000, open)

    def by_hand() -> Any:
        with Path(lines).open("rb") as raw:
            raw.peek(6)
        with Path(lines).open(encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n")

    return {"islice of a generator that looks for gzip": lambda: islice(by_hand(), n)}


@witnesses("build-from-callable-none")
def _(n: int) -> Contenders:
    xs = [*range(n), None]

    def by_hand() -> Any:
        items = starmap(iter(xs).__next__, repeat(()))
        return takewhile(partial(is_not, None), items)

    return {"takewhile(is_not None)": by_hand}


@witnesses("build-iterate")
def _(n: int) -> Contenders:
    f = (1).__add__
    return {**offered(toolz=lambda m: lambda: islice(m.iterate(f, 0), n))}


@witnesses("build-from-callable", "build-from-callable-times")
def _(n: int) -> Contenders:
    f = (1).__abs__
    built = Stream.from_callable(f, times=n)
    return {"rillet, built before": lambda: built}


@witnesses("build-from-callable-until")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def until(f: Callable[[], Any], error: type[Exception]) -> Any:
        ends = (StopIteration, error)
        try:
            while True:
                yield f()
        except ends:
            return

    def and_a_plan() -> Any:
        f = xs[::-1].pop
        iter(Stream.from_callable(f, until=IndexError))
        return until(f, IndexError)

    return {"generator, for any function, and a plan": and_a_plan}


@witnesses("build-from-callable-sentinel")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def and_a_plan() -> Any:
        f = iter(xs).__next__
        iter(Stream.from_callable(f, sentinel=n - 1))
        return iter(f, n - 1)

    return {"iter(f, value), and a plan": and_a_plan}


@witnesses("build-traverse-breadth")
def _(n: int) -> Contenders:
    children = ROWS["build-traverse-breadth"].make.__globals__["_below"](n)

    def queue() -> Any:
        held: deque[int] = deque()
        nodes: Iterable[int] = (0,)
        while True:
            for node in nodes:
                yield node
                held.append(node)
            if not held:
                return
            nodes = children(held.popleft())

    return {"queue, filled one by one": queue}


@witnesses("build-nlargest-10")
def _(n: int) -> Contenders:
    xs = list(ROWS["build-nlargest-10"].make.__globals__["_disorder"](n))
    return {"heapq, of a chain": lambda: nlargest(10, chain(xs, ()))}


@witnesses("build-try-map-on-error")
def _(n: int) -> Contenders:
    texts = ROWS["build-try-map-on-error"].make.__globals__["_texts"](n, 10)

    def generator(ends: Any, exceptions: Any, on_error: Any) -> Any:
        for text in texts:
            try:
                made = int(text)
            except ends:
                return
            except exceptions as error:
                made = on_error(text, error)
                if made is None:
                    continue
            yield made

    return {
        "generator, which ends or drops": lambda: generator(
            StopIteration, ValueError, lambda text, _: len(text)
        )
    }


@witnesses("build-without-by-key")
def _(n: int) -> Contenders:
    xs, key = list(range(n)), n.__rmod__

    def generator() -> Any:
        at_end: list[bool] = []
        held = set(map(key, chain(xs[: n // 2], mark(at_end))))
        if not at_end:
            return
        try:
            for x in xs:
                if key(x) not in held:
                    yield x
        except StopIteration:
            return

    return {"generator, which looks for the end": generator}


@witnesses("build-unique")
def _(n: int) -> Contenders:
    xs = list(range(n // 10)) * 10
    return {**offered(toolz=lambda m: lambda: m.unique(xs))}


@witnesses("build-unique-by-key")
def _(n: int) -> Contenders:
    xs = list(range(n))
    key = (n // 10).__rmod__
    return {**offered(toolz=lambda m: lambda: m.unique(xs, key))}


@witnesses("build-cache")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def filled(lock: Any) -> Any:
        held: list[Any] = []
        items = iter(xs)

        def pull() -> bool:
            try:
                for x in items:
                    held.append(x)
                    return True
            except Exception:
                raise
            return False

        place = 0
        while True:
            if place == len(held):
                with lock:
                    if place == len(held) and not pull():
                        return
            yield held[place]
            place += 1

    return {"a list, filled when asked, under a lock": lambda: filled(RLock())}


# Pushed.


@witnesses("push-broadcast")
def _(n: int) -> Contenders:
    xs = list(range(n))
    three = ROWS["push-broadcast"].make.__globals__["THREE"]

    def unguarded() -> Any:
        outs: Any = ([], [], [])
        sinks = [pipeline.push(out.append) for (pipeline, _, _), out in zip(three, outs)]
        a, b, c = (sink._chain.step for sink in sinks)
        for x in xs:
            a(x)
            b(x)
            c(x)
        for sink in sinks:
            sink.close()
        return outs

    return {"rillet, unguarded": unguarded}


@witnesses("push-batched")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def closure() -> list[Any]:
        out: list[Any] = []
        held: list[Any] = []

        def step(x: Any) -> None:
            held.append(x)
            if len(held) == 10:
                out.append(tuple(held))
                held.clear()

        for x in xs:
            step(x)
        if held:
            out.append(tuple(held))
        return out

    return {"closure by hand": closure}


@witnesses("push-group-adjacent")
def _(n: int) -> Contenders:
    xs = list(range(n))
    key = (5).__rfloordiv__

    def closure() -> list[Any]:
        out: list[Any] = []
        group: list[Any] = []
        current: Any = None

        def step(x: Any) -> None:
            nonlocal current, group
            k = key(x)
            if k is current or k == current:
                group.append(x)
                return
            if group:
                out.append((current, group))
            current, group = k, [x]

        for x in xs:
            step(x)
        out.append((current, group))
        return out

    return {"closure by hand": closure}


@witnesses("push-bridge")
def _(n: int) -> Contenders:
    xs = list(range(n))

    def taking_turns() -> list[Any]:
        out: list[Any] = []
        box: list[Any] = []
        given, taken = Semaphore(0), Semaphore(0)

        def run_totals() -> None:
            total = 0
            for _ in range(n):
                given.acquire()
                total += increase(box.pop())
                out.append(total)
                taken.release()

        thread = Thread(target=run_totals)
        thread.start()
        for x in xs:
            box.append(x)
            given.release()
            taken.acquire()
        thread.join()
        return out

    return {"two threads by hand, which take turns": taking_turns}


@witnesses("push-threads")
def _(n: int) -> Contenders:
    xs = list(range(n))
    pipeline = op.map(increase) | op.filter(is_odd) | op.map(square)
    chain_of = ROWS["push-threads"].make.__globals__["_map_filter_map"]

    def closures() -> list[Any]:
        out: list[Any] = []
        step = chain_of(out.append)
        for x in xs:
            step(x)
        return out

    def unguarded() -> list[Any]:
        out: list[Any] = []
        with pipeline.push(out.append) as sink:
            step = sink._chain.step  # type: ignore[attr-defined]
            for x in xs:
                step(x)
        return out

    return {"closures by hand": closures, "rillet send, unguarded": unguarded}


def _beside_itself(rows: list[Row]) -> None:
    """Say of each row how far two runs of the same are apart, and the largest of it."""
    apart = []
    for row in rows:
        ours = [name for name in row.make(row.size) if is_ours(name)]
        if not ours:
            continue
        first, second = run(_twice(row, ours[0]), budget=_FOR_ITSELF).timed
        ratio = max(second.ratio / first.ratio, first.ratio / second.ratio)
        told = second.beats(first) or first.beats(second)
        apart.append(ratio if told else 1)
        print(f"{ratio:6.3f} {'beyond the spread' if told else '':18} {row.name}", flush=True)
    print(f"the largest beyond the spread of both: {max(apart):.3f}")


def _twice(row: Row, name: str) -> Row:
    def make(n: int) -> Contenders:
        ours = row.make(n)[name]
        return {name: ours, f"{name}, once more": ours}

    return replace(row, make=make)


_FOR_ITSELF = 700_000_000
"""So many nanoseconds a row are enough to see how far it is from itself."""


def main() -> None:
    """Run the rows that were asked for, or all that have witnesses."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.causes", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="the name of a row")
    parser.add_argument("--quick", action="store_true", help="a tenth of the items and the time")
    parser.add_argument("--itself", action="store_true", help="rillet beside itself, in all rows")
    asked = parser.parse_args()
    if asked.itself:
        _beside_itself([ROWS[name] for name in asked.rows or ROWS])
        return
    for name in asked.rows or WITNESSES:
        if name not in WITNESSES:
            parser.error(f"no row with witnesses is called {name}")
        print(report.row_text(run(with_witnesses(ROWS[name]), quick=asked.quick)), flush=True)


if __name__ == "__main__":
    main()
