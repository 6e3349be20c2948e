"""How each operation that keeps some items is built."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from itertools import (
    chain,
    compress,
    count,
    cycle,
    dropwhile,
    filterfalse,
    groupby,
    islice,
    repeat,
    takewhile,
    tee,
)
from operator import is_not, itemgetter
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: keeping and dropping"


@row(SECTION, "filter(p), half of them kept", kind=ITEMS)
def build_filter(n: int) -> Contenders:
    xs = list(range(n))
    p = (1).__and__
    return {
        "filter": lambda: filter(p, xs),
        "genexpr, the same call": lambda: (x for x in xs if p(x)),
        "genexpr, written in": lambda: (x for x in xs if x & 1),
        "rillet": lambda: Stream(xs).filter(p),
    }


@row(SECTION, "filterfalse(p), half of them kept", kind=ITEMS)
def build_filterfalse(n: int) -> Contenders:
    xs = list(range(n))
    p = (1).__and__
    return {
        "filterfalse": lambda: filterfalse(p, xs),
        "genexpr": lambda: (x for x in xs if not p(x)),
        "rillet": lambda: Stream(xs).filterfalse(p),
    }


@row(SECTION, "not_none(), half of them None", kind=ITEMS)
def build_not_none(n: int) -> Contenders:
    xs = [x if x % 2 else None for x in range(n)]
    return {
        "genexpr": lambda: (x for x in xs if x is not None),
        "filter(lambda)": lambda: filter(lambda x: x is not None, xs),
        "compress(is_not)": lambda: compress(xs, map(is_not, xs, repeat(None))),
        "rillet": lambda: Stream(xs).not_none(),
        **offered(
            fpstreams=lambda m: lambda: m.Stream(xs).filter_none(),
        ),
    }


@row(SECTION, "of_type(int), half of them", kind=ITEMS)
def build_of_type(n: int) -> Contenders:
    xs = [x if x % 2 else str(x) for x in range(n)]
    return {
        "filter(__instancecheck__)": lambda: filter(int.__instancecheck__, xs),
        "genexpr": lambda: (x for x in xs if isinstance(x, int)),
        "rillet": lambda: Stream(xs).of_type(int),
        **offered(functional=lambda m: lambda: m.seq(xs).filter(int.__instancecheck__)),
    }


@row(SECTION, "of_type((int, float)), half of them", kind=ITEMS)
def build_of_types(n: int) -> Contenders:
    xs = [x if x % 2 else str(x) for x in range(n)]
    return {
        "genexpr": lambda: (x for x in xs if isinstance(x, (int, float))),
        "filter(lambda)": lambda: filter(lambda x: isinstance(x, (int, float)), xs),
        "rillet": lambda: Stream(xs).of_type((int, float)),
        "rillet, a union": lambda: Stream(xs).of_type(int | float),
    }


@row(SECTION, "of_type(Hashable), half of them", kind=ITEMS)
def build_of_abstract_type(n: int) -> Contenders:
    xs: list[Any] = [x if x % 2 else [] for x in range(n)]
    return {
        "genexpr": lambda: (x for x in xs if isinstance(x, Hashable)),
        "rillet": lambda: Stream(xs).of_type(Hashable),
    }


@row(SECTION, "take(n): half of them", kind=ITEMS)
def build_take(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "islice": lambda: islice(xs, n // 2),
        "genexpr over zip": lambda: (x for _, x in zip(range(n // 2), xs)),
        "rillet": lambda: Stream(xs).take(n // 2),
    }


@row(SECTION, "drop(n): half of them", kind=ITEMS)
def build_drop(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "islice": lambda: islice(xs, n // 2, None),
        "genexpr over enumerate": lambda: (x for i, x in enumerate(xs) if i >= n // 2),
        "rillet": lambda: Stream(xs).drop(n // 2),
    }


@row(SECTION, "takewhile(p), true to the end", kind=ITEMS)
def build_takewhile(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "takewhile": lambda: takewhile(n.__gt__, xs),
        "rillet": lambda: Stream(xs).takewhile(n.__gt__),
    }


@row(SECTION, "takewhile_inclusive(p), true to the end", kind=ITEMS)
def build_takewhile_inclusive(n: int) -> Contenders:
    xs = list(range(n))
    p = n.__gt__

    def generator() -> Any:
        for x in xs:
            yield x
            if not p(x):
                return

    return {
        "generator": generator,
        "rillet": lambda: Stream(xs).takewhile_inclusive(p),
        **offered(more_itertools=lambda m: lambda: m.takewhile_inclusive(p, xs)),
    }


@row(SECTION, "dropwhile(p), false at the middle", kind=ITEMS)
def build_dropwhile(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "dropwhile": lambda: dropwhile((n // 2).__gt__, xs),
        "rillet": lambda: Stream(xs).dropwhile((n // 2).__gt__),
    }


@row(SECTION, "[10:-10:3]", kind=ITEMS)
def build_slice_before_end(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "a slice of a list": lambda: iter(list(xs)[10:-10:3]),
        "rillet": lambda: Stream(xs)[10:-10:3],
    }


@row(SECTION, "[-1000:]", kind=ITEMS)
def build_slice_of_tail(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "deque(maxlen)": lambda: deque(xs, maxlen=1000),
        "a slice of a list": lambda: list(xs)[-1000:],
        "rillet": lambda: Stream(xs)[-1000:],
    }


@row(SECTION, "tail(1000)", kind=ITEMS)
def build_tail(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "deque(maxlen)": lambda: deque(xs, maxlen=1000),
        "a slice of a list": lambda: list(xs)[-1000:],
        "rillet": lambda: Stream(xs).tail(1000),
        **offered(
            more_itertools=lambda m: lambda: m.tail(1000, iter(xs)),
            flupy=lambda m: lambda: m.flu(xs).tail(1000),
            pipe=lambda m: lambda: xs | m.tail(1000),
        ),
    }


@row(SECTION, "drop_last()", kind=ITEMS)
def build_drop_last(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        items = iter(xs)
        for before in items:
            for x in items:
                yield before
                before = x

    return {
        "generator": generator,
        "tee, islice and zip": lambda: _drop_last(xs, 1),
        "a slice of a list": lambda: list(xs)[:-1],
        "rillet": lambda: Stream(xs).drop_last(),
    }


@row(SECTION, "drop_last(1000)", kind=ITEMS)
def build_drop_last_many(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        items = iter(xs)
        held = deque(islice(items, 1000))
        hold, first = held.append, held.popleft
        for x in items:
            hold(x)
            yield first()

    return {
        "generator with a deque": generator,
        "tee, islice and zip": lambda: _drop_last(xs, 1000),
        "a slice of a list": lambda: list(xs)[:-1000],
        "rillet": lambda: Stream(xs).drop_last(1000),
    }


def _drop_last(xs: Any, n: int) -> Any:
    behind, ahead = tee(xs)
    return (x for x, _ in zip(behind, islice(ahead, n, None)))


@row(SECTION, "unique(): a tenth are new", kind=ITEMS)
def build_unique(n: int) -> Contenders:
    xs = list(islice(cycle(range(n // 10)), n))
    return {
        "generator with a set": lambda: _unique(xs),
        "dict.fromkeys, all at once": lambda: iter(dict.fromkeys(xs)),
        "rillet": lambda: Stream(xs).unique(),
        **offered(
            more_itertools=lambda m: lambda: m.unique_everseen(xs),
            cytoolz=lambda m: lambda: m.unique(xs),
            flupy=lambda m: lambda: m.flu(xs).unique(),
            functional=lambda m: lambda: m.seq(xs).distinct(),
            fpstreams=lambda m: lambda: m.Stream(xs).distinct(),
            pipe=lambda m: lambda: xs | m.dedup,
        ),
    }


def _unique(xs: Any) -> Any:
    seen: set[Any] = set()
    see = seen.add
    for x in xs:
        if x not in seen:
            see(x)
            yield x


@row(SECTION, "unique(key)", kind=ITEMS)
def build_unique_by_key(n: int) -> Contenders:
    xs = list(range(n))
    key = (n // 10).__rmod__

    def generator() -> Any:
        seen: set[Any] = set()
        see = seen.add
        for x in xs:
            if (k := key(x)) not in seen:
                see(k)
                yield x

    return {
        "generator with a set": generator,
        "rillet": lambda: Stream(xs).unique(key),
        **offered(
            more_itertools=lambda m: lambda: m.unique_everseen(xs, key),
            cytoolz=lambda m: lambda: m.unique(xs, key),
            flupy=lambda m: lambda: m.flu(xs).unique(key),
        ),
    }


@row(SECTION, "dedupe(): runs of three", kind=ITEMS)
def build_dedupe(n: int) -> Contenders:
    xs = [x // 3 for x in range(n)]

    def generator() -> Any:
        before: Any = object()
        for x in xs:
            if not (x is before or x == before):
                yield x
            before = x

    return {
        "generator": generator,
        "map(itemgetter(0), groupby)": lambda: map(itemgetter(0), groupby(xs)),
        "rillet": lambda: Stream(xs).dedupe(),
        **offered(
            more_itertools=lambda m: lambda: m.unique_justseen(xs),
            pipe=lambda m: lambda: xs | m.uniq,
        ),
    }


@row(SECTION, "dedupe(key): runs of three", kind=ITEMS)
def build_dedupe_by_key(n: int) -> Contenders:
    xs = list(range(n))
    key = (3).__rfloordiv__

    def generator() -> Any:
        before: Any = object()
        for x in xs:
            k = key(x)
            if not (k is before or k == before):
                yield x
            before = k

    return {
        "generator": generator,
        "groupby": lambda: (next(group) for _, group in groupby(xs, key)),
        "rillet": lambda: Stream(xs).dedupe(key),
        **offered(more_itertools=lambda m: lambda: m.unique_justseen(xs, key)),
    }


@row(SECTION, "duplicates(): half are second ones", kind=ITEMS)
def build_duplicates(n: int) -> Contenders:
    xs = list(range(n // 2)) * 2
    return {
        "generator with two sets": lambda: _duplicates(xs),
        "rillet": lambda: Stream(xs).duplicates(),
        **offered(
            more_itertools=lambda m: lambda: m.unique_everseen(m.duplicates_everseen(xs)),
        ),
    }


@row(SECTION, "duplicates(): each item ten times", kind=ITEMS)
def build_duplicates_of_ten(n: int) -> Contenders:
    xs = list(range(n // 10)) * 10
    return {
        "generator with two sets": lambda: _duplicates(xs),
        "rillet": lambda: Stream(xs).duplicates(),
        **offered(
            more_itertools=lambda m: lambda: m.unique_everseen(m.duplicates_everseen(xs)),
        ),
    }


def _duplicates(xs: Any) -> Any:
    seen: set[Any] = set()
    repeated: set[Any] = set()
    for x in xs:
        if x not in seen:
            seen.add(x)
        elif x not in repeated:
            repeated.add(x)
            yield x


@row(SECTION, "without(other), half of them left", kind=ITEMS)
def build_without(n: int) -> Contenders:
    xs = list(range(n))
    other = xs[n // 2 :]
    return {
        "filterfalse(set.__contains__)": lambda: filterfalse(set(other).__contains__, xs),
        "genexpr": lambda: _without(xs, other),
        "rillet": lambda: Stream(xs).without(other),
    }


@row(SECTION, "without(other), other small", kind=ITEMS)
def build_without_few(n: int) -> Contenders:
    xs = list(range(n))
    other = xs[: n // 100]
    return {
        "filterfalse(set.__contains__)": lambda: filterfalse(set(other).__contains__, xs),
        "genexpr": lambda: _without(xs, other),
        "rillet": lambda: Stream(xs).without(other),
    }


def _without(xs: Any, other: Any) -> Any:
    held = set(other)
    return (x for x in xs if x not in held)


@row(SECTION, "without(other, key)", kind=ITEMS)
def build_without_by_key(n: int) -> Contenders:
    xs = list(range(n))
    other = xs[: n // 2]
    key = n.__rmod__

    def generator() -> Any:
        held = set(map(key, other))
        for x in xs:
            if key(x) not in held:
                yield x

    return {
        "generator with a set": generator,
        "rillet": lambda: Stream(xs).without(other, key=key),
    }


@row(SECTION, "intersection(other), half of them", kind=ITEMS)
def build_intersection(n: int) -> Contenders:
    xs = list(range(n))
    other = xs[n // 2 :]

    def genexpr() -> Any:
        held = set(other)
        return (x for x in xs if x in held)

    return {
        "filter(set.__contains__)": lambda: filter(set(other).__contains__, xs),
        "genexpr": genexpr,
        "rillet": lambda: Stream(xs).intersection(other),
    }


@row(SECTION, "compress(selectors)", kind=ITEMS)
def build_compress(n: int) -> Contenders:
    xs = list(range(n))
    selectors = [x & 1 for x in xs]
    return {
        "compress": lambda: compress(xs, selectors),
        "genexpr over zip": lambda: (x for x, s in zip(xs, selectors) if s),
        "rillet": lambda: Stream(xs).compress(selectors),
    }


@row(SECTION, "locate(p)", kind=ITEMS)
def build_locate(n: int) -> Contenders:
    xs = list(range(n))
    p = (1).__and__
    return {
        "compress(count, map)": lambda: compress(count(), map(p, xs)),
        "genexpr over enumerate": lambda: (i for i, x in enumerate(xs) if p(x)),
        "rillet": lambda: Stream(xs).locate(p),
        **offered(more_itertools=lambda m: lambda: m.locate(xs, p)),
    }


@row(SECTION, "cycle(5)", kind=ITEMS)
def build_cycle(n: int) -> Contenders:
    xs = list(range(n // 5))
    fixed = tuple(xs)
    return {
        "chain.from_iterable(repeat)": lambda: chain.from_iterable(repeat(xs, 5)),
        "islice(cycle)": lambda: islice(cycle(xs), n),
        "rillet over a list": lambda: Stream(xs).cycle(5),
        "rillet over a tuple": lambda: Stream(fixed).cycle(5),
        **offered(more_itertools=lambda m: lambda: m.ncycles(xs, 5)),
    }
