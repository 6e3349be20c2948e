"""How each operation that makes something else of an item is built."""

from __future__ import annotations

from itertools import accumulate, chain, count, islice, starmap
from operator import itemgetter, mul, truediv
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: element by element"


@row(SECTION, "map(str)", kind=ITEMS)
def build_map(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "map": lambda: map(str, xs),
        "genexpr": lambda: (str(x) for x in xs),
        "rillet": lambda: Stream(xs).map(str),
    }


@row(SECTION, "map(truediv, count(1))", kind=ITEMS)
def build_map_together(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "map": lambda: map(truediv, xs, count(1)),
        "genexpr over enumerate": lambda: (x / i for i, x in enumerate(xs, 1)),
        "rillet": lambda: Stream(xs).map(truediv, Stream.count_from(1)),
    }


@row(SECTION, "starmap(mul)", kind=ITEMS)
def build_starmap(n: int) -> Contenders:
    xs = list(zip(range(n), range(n)))
    return {
        "starmap": lambda: starmap(mul, xs),
        "genexpr": lambda: (mul(*x) for x in xs),
        "rillet": lambda: Stream(xs).starmap(mul),
    }


@row(SECTION, "enumerate(1)", kind=ITEMS)
def build_enumerate(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "enumerate": lambda: enumerate(xs, 1),
        "zip(count(1))": lambda: zip(count(1), xs),
        "rillet": lambda: Stream(xs).enumerate(1),
    }


@row(SECTION, "accumulate()", kind=ITEMS)
def build_accumulate(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        total = 0
        for x in xs:
            total += x
            yield total

    return {
        "accumulate": lambda: accumulate(xs),
        "generator": generator,
        "rillet": lambda: Stream(xs).accumulate(),
    }


@row(SECTION, "flat_map(f): five items from one", kind=ITEMS)
def build_flat_map(n: int) -> Contenders:
    xs = [5] * (n // 5)

    def generator() -> Any:
        for x in xs:
            yield from range(x)

    return {
        "chain.from_iterable(map)": lambda: chain.from_iterable(map(range, xs)),
        "generator": generator,
        "genexpr": lambda: (y for x in xs for y in range(x)),
        "rillet": lambda: Stream(xs).flat_map(range),
        **offered(
            fpstreams=lambda m: lambda: m.Stream(xs).flat_map(range),
            pyochain=lambda m: lambda: m.Iter(xs).flat_map(range),
        ),
    }


@row(SECTION, "flatten()", kind=ITEMS)
def build_flatten(n: int) -> Contenders:
    xs = [range(5)] * (n // 5)
    return {
        "chain.from_iterable": lambda: chain.from_iterable(xs),
        "genexpr": lambda: (y for x in xs for y in x),
        "rillet": lambda: Stream(xs).flatten(),
    }


@row(SECTION, "filter_map(f), with half of them None", kind=ITEMS)
def build_filter_map(n: int) -> Contenders:
    xs = list(range(n))
    f = {x: x + 1 for x in xs if x % 2}.get
    is_not_none = _something

    def generator() -> Any:
        for x in xs:
            y = f(x)
            if y is not None:
                yield y

    return {
        "genexpr with walrus": lambda: (y for x in xs if (y := f(x)) is not None),
        "generator": generator,
        "filter(lambda, map)": lambda: filter(is_not_none, map(f, xs)),
        "rillet": lambda: Stream(xs).filter_map(f),
        **offered(
            fpstreams=lambda m: lambda: m.Stream(xs).map(f).filter_none(),
            more_itertools=lambda m: lambda: m.filter_map(f, xs),
        ),
    }


def _something(item: object) -> bool:
    return item is not None


@row(SECTION, "map_accumulate(f, 0)", kind=ITEMS)
def build_map_accumulate(n: int) -> Contenders:
    xs = list(range(n))
    f = _difference

    def generator() -> Any:
        state = 0
        for x in xs:
            state, made = f(state, x)
            yield made

    def accumulated() -> Any:
        states = accumulate(xs, lambda before, x: f(before[0], x), initial=(0, 0))
        return map(itemgetter(1), islice(states, 1, None))

    return {
        "generator": generator,
        "map(itemgetter, accumulate(lambda))": accumulated,
        "rillet": lambda: Stream(xs).map_accumulate(f, 0),
    }


def _difference(before: int, x: int) -> tuple[int, int]:
    return x, x - before


@row(SECTION, "tap(f)", kind=ITEMS)
def build_tap(n: int) -> Contenders:
    xs = list(range(n))
    f = _nothing

    def generator() -> Any:
        for x in xs:
            f(x)
            yield x

    def touched(x: int) -> int:
        f(x)
        return x

    return {
        "generator": generator,
        "map(lambda)": lambda: map(touched, xs),
        "genexpr": lambda: (x for x in xs if f(x) or True),
        "rillet": lambda: Stream(xs).tap(f),
        **offered(
            more_itertools=lambda m: lambda: m.side_effect(f, xs),
            streamable=lambda m: lambda: m.stream(xs).do(f),
            flupy=lambda m: lambda: m.flu(xs).side_effect(f),
            fpstreams=lambda m: lambda: m.Stream(xs).tap(f),
        ),
    }


def _nothing(item: object) -> None:
    return None
