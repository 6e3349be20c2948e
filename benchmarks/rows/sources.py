"""How each source is built."""

from __future__ import annotations

import itertools
from itertools import islice
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: sources"


@row(SECTION, "Stream(source), without operations", kind=ITEMS)
def build_stream(n: int) -> Contenders:
    xs = list(range(n))
    return {"iter": lambda: iter(xs), "rillet": lambda: Stream(xs)}


@row(SECTION, "Stream.range(n)", kind=ITEMS)
def build_range(n: int) -> Contenders:
    return {"range": lambda: range(n), "rillet": lambda: Stream.range(n)}


@row(SECTION, "Stream.count_from(), n of it", kind=ITEMS)
def build_count_from(n: int) -> Contenders:
    return {
        "count": lambda: islice(itertools.count(), n),
        "rillet": lambda: Stream.count_from().take(n),
    }


@row(SECTION, "Stream.repeat(value, n)", kind=ITEMS)
def build_repeat(n: int) -> Contenders:
    return {
        "repeat": lambda: itertools.repeat(None, n),
        "rillet": lambda: Stream.repeat(None, n),
    }


@row(SECTION, "Stream.iterate(f, start), n of it", kind=ITEMS)
def build_iterate(n: int) -> Contenders:
    f = (1).__add__

    def generator() -> Any:
        x = 0
        while True:
            yield x
            x = f(x)

    return {
        "generator": lambda: islice(generator(), n),
        "accumulate over repeat": lambda: itertools.accumulate(
            itertools.repeat(0, n), lambda x, _: f(x)
        ),
        "rillet": lambda: Stream.iterate(f, 0).take(n),
        **offered(
            more_itertools=lambda m: lambda: islice(m.iterate(f, 0), n),
            cytoolz=lambda m: lambda: islice(m.iterate(f, 0), n),
        ),
    }


@row(SECTION, "cache(), the first pass", kind=ITEMS)
def build_cache(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "a list": lambda: list(iter(xs)),
        "rillet": lambda: Stream(iter(xs)).cache(),
        **offered(more_itertools=lambda m: lambda: m.seekable(iter(xs))),
    }


@row(SECTION, "cache(), a second pass", kind=ITEMS)
def build_cached(n: int) -> Contenders:
    held = list(range(n))
    cached = Stream(iter(held)).cache()
    return {"a list": lambda: held, "rillet": lambda: cached}
