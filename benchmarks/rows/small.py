"""Streams of 10 elements, where building the stream is most of the cost."""

from __future__ import annotations

from itertools import accumulate, pairwise
from operator import neg
from typing import Any

from benchmarks.functions import increase, is_odd, square
from benchmarks.peers import offered
from benchmarks.row import STREAM, Contenders, row
from rillet import Stream

_SECTION = "Ten elements: what building costs"


@row(_SECTION, "map, filter, map with Python functions", size=10, kind=STREAM, limit=1.9, rounds=99)
def ten_map_filter_map(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = increase, is_odd, square

    def generators() -> Any:
        increased = (x + 1 for x in xs)
        odd = (x for x in increased if x & 1)
        return (x * x for x in odd)

    return {
        "itertools": lambda: map(g, filter(p, map(f, xs))),
        "generators": generators,
        "fused comprehension": lambda: [y * y for x in xs if (y := x + 1) & 1],
        "rillet": lambda: Stream(xs).map(f).filter(p).map(g),
        "rillet .to_list()": lambda: Stream(xs).map(f).filter(p).map(g).to_list(),
        **offered(
            streamable=lambda m: lambda: m.stream(xs).map(f).filter(p).map(g),
            functional=lambda m: lambda: m.seq(xs).map(f).filter(p).map(g),
            flupy=lambda m: lambda: m.flu(xs).map(f).filter(p).map(g),
            pyochain=lambda m: lambda: m.Iter(xs).map(f).filter(p).map(g),
            fpstreams=lambda m: lambda: m.Stream(xs).map(f).filter(p).map(g),
            pipe=lambda m: lambda: xs | m.map(f) | m.filter(p) | m.map(g),
            cytoolz=_curried(xs, f, p, g),
            toolz=_curried(xs, f, p, g),
        ),
    }


def _curried(xs: list[int], f: Any, p: Any, g: Any) -> Any:
    def contender(peer: Any) -> Any:
        pipe, map_, filter_ = peer.pipe, peer.curried.map, peer.curried.filter
        return lambda: pipe(xs, map_(f), filter_(p), map_(g))

    return contender


@row(_SECTION, "filter, map, accumulate", size=10, kind=STREAM, rounds=99)
def ten_filter_map_accumulate(n: int) -> Contenders:
    xs = list(range(n))
    p, g = is_odd, square
    return {
        "itertools": lambda: accumulate(map(g, filter(p, xs))),
        "rillet": lambda: Stream(xs).filter(p).map(g).accumulate(),
        **offered(
            functional=lambda m: lambda: m.seq(xs).filter(p).map(g).accumulate(),
            pyochain=lambda m: lambda: m.Iter(xs).filter(p).map(g).accumulate(),
        ),
    }


@row(
    _SECTION,
    "map(neg), accumulate, enumerate: no Python function at all",
    size=10,
    kind=STREAM,
    rounds=99,
)
def ten_in_c(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "itertools": lambda: enumerate(accumulate(map(neg, xs))),
        "rillet": lambda: Stream(xs).map(neg).accumulate().enumerate(),
        **offered(
            functional=lambda m: lambda: m.seq(xs).map(neg).accumulate().enumerate(),
            pyochain=lambda m: lambda: m.Iter(xs).map(neg).accumulate().enumerate(),
        ),
    }


@row(_SECTION, "one map", size=10, kind=STREAM, rounds=99)
def ten_one_map(n: int) -> Contenders:
    xs = list(range(n))
    f = increase
    return {
        "itertools": lambda: map(f, xs),
        "rillet": lambda: Stream(xs).map(f),
        "rillet .to_list()": lambda: Stream(xs).map(f).to_list(),
    }


@row(_SECTION, "a stream built once, read again", size=10, kind=STREAM, rounds=99)
def ten_built_once(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = increase, is_odd, square
    stream = Stream(xs).map(f).filter(p).map(g)
    return {
        "itertools, built each time": lambda: map(g, filter(p, map(f, xs))),
        "rillet": lambda: stream,
        **offered(
            streamable=lambda m: _same(m.stream(xs).map(f).filter(p).map(g)),
            fpstreams=lambda m: _same(m.Stream(xs).map(f).filter(p).map(g)),
        ),
    }


def _same(made: Any) -> Any:
    return lambda: made


@row(_SECTION, "pairwise over ten", size=10, kind=STREAM, rounds=99)
def ten_pairwise(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "itertools": lambda: pairwise(xs),
        "rillet": lambda: Stream(xs).pairwise(),
    }
