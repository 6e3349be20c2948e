"""How much is held while a million elements flow."""

from __future__ import annotations

import gc
import tracemalloc
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from benchmarks.functions import increase, is_odd, square
from benchmarks.peers import offered
from benchmarks.rows.neighbours import zip_over_tees
from benchmarks.rows.push import BROADCASTS, Drive
from rillet import Stream

Contenders: TypeAlias = dict[str, Callable[[Any], Any]]
"""By name, functions that lay a pipeline over a source."""

ELEMENTS = 1_000_000
LIMIT = 64 * 1024


@dataclass(frozen=True)
class Peak:
    """The most bytes that a contender held at once, beside its source."""

    task: str
    name: str
    size: int


def peaks(*, quick: bool = False) -> list[Peak]:
    """The peaks of all contenders; the source is a range, which holds nothing."""
    source = range(ELEMENTS // 20 if quick else ELEMENTS)
    return [
        Peak(task, name, _peak(contender, source))
        for task, contenders in TASKS.items()
        for name, contender in contenders.items()
    ]


def _peak(contender: Callable[[Any], Any], source: range) -> int:
    deque(contender(range(1000)), maxlen=0)  # what is set up once is not held for each element
    gc.collect()
    tracemalloc.start()
    try:
        deque(contender(source), maxlen=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _generators(xs: Any) -> Any:
    increased = (x + 1 for x in xs)
    odd = (x for x in increased if x & 1)
    return (x * x for x in odd)


def _all_one_to_one(xs: Any) -> Any:
    return (
        Stream(xs)
        .map(increase)
        .filter(is_odd)
        .enumerate()
        .starmap(max)
        .accumulate(max)
        .tap(abs)
        .filter_map(abs)
        .not_none()
        .dropwhile(bool)
        .chain(xs)
        .pairwise()
        .flatten()
        .dedupe()
        .take(10 * len(xs))
    )


def _last_of_three(drive: Drive) -> Callable[[Any], Any]:
    """Only the last item of each pipeline is kept, so what is held is held on the way."""

    def contender(xs: Any) -> Any:
        outs: Any = tuple(deque[Any](maxlen=1) for _ in range(3))
        drive(xs, outs)
        return [out[0] for out in outs]

    return contender


_f, _p, _g = increase, is_odd, square
TASKS: dict[str, Contenders] = {
    "map, filter, map": {
        "itertools": lambda xs: map(_g, filter(_p, map(_f, xs))),
        "generators": _generators,
        "comprehension": lambda xs: [y * y for x in xs if (y := x + 1) & 1],
        "rillet": lambda xs: Stream(xs).map(_f).filter(_p).map(_g),
        **offered(
            streamable=lambda m: lambda xs: m.stream(xs).map(_f).filter(_p).map(_g),
            functional=lambda m: lambda xs: m.seq(xs).map(_f).filter(_p).map(_g),
            flupy=lambda m: lambda xs: m.flu(xs).map(_f).filter(_p).map(_g),
            pyochain=lambda m: lambda xs: m.Iter(xs).map(_f).filter(_p).map(_g),
            fpstreams=lambda m: lambda xs: m.Stream(xs).map(_f).filter(_p).map(_g),
            pipe=lambda m: lambda xs: xs | m.map(_f) | m.filter(_p) | m.map(_g),
            cytoolz=lambda m: (
                lambda xs: m.pipe(xs, m.curried.map(_f), m.curried.filter(_p), m.curried.map(_g))
            ),
        ),
    },
    "fourteen operations of class 1:1": {"rillet": _all_one_to_one},
    "windows of 10": {
        "zip over tees": lambda xs: zip_over_tees(xs, 10),
        "rillet": lambda xs: Stream(xs).windowed(10),
        **offered(
            functional=lambda m: lambda xs: m.seq(xs).sliding(10),
            flupy=lambda m: lambda xs: m.flu(xs).window(10),
            fpstreams=lambda m: lambda xs: m.Stream(xs).window(10),
            cytoolz=lambda m: lambda xs: m.sliding_window(10, xs),
            more_itertools=lambda m: lambda xs: m.sliding_window(xs, 10),
        ),
    },
    "batches of 100": {
        "a list of slices": lambda xs: [xs[at : at + 100] for at in range(0, len(xs), 100)],
        "rillet": lambda xs: Stream(xs).batched(100),
        **offered(
            streamable=lambda m: lambda xs: m.stream(xs).group(100),
            functional=lambda m: lambda xs: m.seq(xs).grouped(100),
            flupy=lambda m: lambda xs: m.flu(xs).chunk(100),
            fpstreams=lambda m: lambda xs: m.Stream(xs).chunk(100),
            cytoolz=lambda m: lambda xs: m.partition_all(100, xs),
            more_itertools=lambda m: lambda xs: m.chunked(xs, 100),
        ),
    },
    "a broadcast to three pipelines": {
        name: _last_of_three(drive) for name, drive in BROADCASTS.items()
    },
}
