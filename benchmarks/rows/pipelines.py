"""The pipelines that anybody writes first: all contenders end in a list."""

from __future__ import annotations

from itertools import accumulate, count, starmap
from operator import add, truediv
from typing import TYPE_CHECKING, Any

from benchmarks.functions import increase, is_odd, square
from benchmarks.peers import offered
from benchmarks.row import Contenders, row
from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTION = "Pipelines"


def _negate(number: int) -> int:
    return -number


def _curried(peer: Any, xs: Any, *steps: tuple[str, Any]) -> Any:
    """The idiom of toolz, whose `map` and `filter` are those of its module `curried`."""
    made = [(getattr(peer.curried, name), f) for name, f in steps]
    return lambda: list(peer.pipe(xs, *(step(f) for step, f in made)))


@row(SECTION, "negated squares", size=100_000)
def negated_squares(n: int) -> Contenders:
    xs = list(range(n))
    f, g = square, _negate

    def generators() -> list[int]:
        squares = (x * x for x in xs)
        return list(-square for square in squares)  # noqa: C400  # a contender

    def generator_functions() -> list[int]:
        return list(_negated(_squared(xs)))

    return {
        "itertools": lambda: list(map(g, map(f, xs))),
        "generators": generators,
        "generator functions": generator_functions,
        "fused comprehension": lambda: [-(x * x) for x in xs],
        "rillet": lambda: Stream(xs).map(f).map(g).to_list(),
        **offered(
            streamable=lambda m: lambda: list(m.stream(xs).map(f).map(g)),
            functional=lambda m: lambda: m.seq(xs).map(f).map(g).to_list(),
            flupy=lambda m: lambda: m.flu(xs).map(f).map(g).to_list(),
            pyochain=lambda m: lambda: m.Iter(xs).map(f).map(g).collect(list),
            fpstreams=lambda m: lambda: m.Stream(xs).map(f).map(g).to_list(),
            pipe=lambda m: lambda: list(xs | m.map(f) | m.map(g)),
            cytoolz=lambda m: _curried(m, xs, ("map", f), ("map", g)),
            toolz=lambda m: _curried(m, xs, ("map", f), ("map", g)),
        ),
    }


def _squared(xs: Any) -> Iterator[int]:
    for x in xs:
        yield x * x


def _negated(xs: Any) -> Iterator[int]:
    for x in xs:
        yield -x


@row(SECTION, "map, filter, map", size=100_000)
def map_filter_map(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = increase, is_odd, square

    def generators() -> list[int]:
        increased = (x + 1 for x in xs)
        odd = (x for x in increased if x & 1)
        return list(x * x for x in odd)  # noqa: C400  # a contender

    def loop() -> list[int]:
        made = []
        for x in xs:
            x += 1
            if x & 1:
                made.append(x * x)
        return made

    return {
        "itertools": lambda: list(map(g, filter(p, map(f, xs)))),
        "generators": generators,
        "fused comprehension": lambda: [y * y for x in xs if (y := x + 1) & 1],
        "fused loop": loop,
        "rillet": lambda: Stream(xs).map(f).filter(p).map(g).to_list(),
        **offered(
            streamable=lambda m: lambda: list(m.stream(xs).map(f).filter(p).map(g)),
            functional=lambda m: lambda: m.seq(xs).map(f).filter(p).map(g).to_list(),
            flupy=lambda m: lambda: m.flu(xs).map(f).filter(p).map(g).to_list(),
            pyochain=lambda m: lambda: m.Iter(xs).map(f).filter(p).map(g).collect(list),
            fpstreams=lambda m: lambda: m.Stream(xs).map(f).filter(p).map(g).to_list(),
            pipe=lambda m: lambda: list(xs | m.map(f) | m.filter(p) | m.map(g)),
            cytoolz=lambda m: _curried(m, xs, ("map", f), ("filter", p), ("map", g)),
            toolz=lambda m: _curried(m, xs, ("map", f), ("filter", p), ("map", g)),
        ),
    }


@row(SECTION, "the running average", size=100_000)
def running_average(n: int) -> Contenders:
    xs = list(range(n))

    def loop() -> list[float]:
        made, total = [], 0
        for number, x in enumerate(xs, 1):
            total += x
            made.append(total / number)
        return made

    return {
        "itertools: map(truediv, count)": lambda: list(map(truediv, accumulate(xs), count(1))),
        "itertools: enumerate, starmap": lambda: list(
            starmap(_average, enumerate(accumulate(xs), 1))
        ),
        "generators": lambda: list(_averages(xs)),
        "fused loop": loop,
        "rillet: map(truediv, count)": lambda: (
            Stream(xs).accumulate().map(truediv, count(1)).to_list()
        ),
        "rillet: enumerate, starmap": lambda: (
            Stream(xs).accumulate().enumerate(1).starmap(_average).to_list()
        ),
        **offered(
            functional=lambda m: (
                lambda: m.seq(xs).accumulate().enumerate(1).starmap(_average).to_list()
            ),
            pyochain=lambda m: (
                lambda: m.Iter(xs).accumulate().map_with(truediv, count(1)).collect(list)
            ),
            fpstreams=lambda m: (
                lambda: m.Stream(xs).scan(0, add).enumerate(1).map(_average_of_pair).to_list()
            ),
            cytoolz=lambda m: lambda: list(map(truediv, m.accumulate(add, xs), count(1))),
            toolz=lambda m: lambda: list(map(truediv, m.accumulate(add, xs), count(1))),
        ),
    }


def _average(number: int, total: int) -> float:
    return total / number


def _average_of_pair(pair: tuple[int, int]) -> float:
    number, total = pair
    return total / number


def _averages(xs: Any) -> Iterator[float]:
    total = 0
    for number, x in enumerate(xs, 1):
        total += x
        yield total / number
