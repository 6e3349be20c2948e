"""How each operation on groups is built: runs and batches by weight."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Runs and batches by weight"


def _enter_runs(length: int) -> None:
    @row(
        SECTION,
        f"run_length(): runs of {length}",
        size=100_000,
        kind=ITEMS,
        name=f"run-length-{length}",
    )
    def make(n: int) -> Contenders:
        xs = [x // length for x in range(n)]
        return {
            "groupby and list": lambda: ((k, len(list(group))) for k, group in groupby(xs)),
            "generator": lambda: _lengths(xs),
            "rillet": lambda: Stream(xs).run_length(),
            **offered(more_itertools=lambda m: lambda: m.run_length.encode(xs)),
        }


def _lengths(xs: Any) -> Any:
    items = iter(xs)
    current = next(items)
    length = 1
    for x in items:
        if x == current:
            length += 1
        else:
            yield current, length
            current, length = x, 1
    yield current, length


for _length in (1, 5, 100):
    _enter_runs(_length)


@row(SECTION, "batched_by(max_size, weight=len): words", size=100_000, kind=ITEMS)
def batched_by(n: int) -> Contenders:
    xs = [f"w{x * x % 97}" for x in range(n)]
    return {
        "generator": lambda: _bounded(xs, 20, len),
        "rillet": lambda: Stream(xs).batched_by(20, weight=len),
        **offered(more_itertools=lambda m: lambda: m.constrained_batches(xs, 20)),
    }


def _bounded(xs: Any, max_size: int, weight: Any) -> Any:
    batch: list[Any] = []
    total = 0
    for x in xs:
        own = weight(x)
        if own > max_size:
            raise ValueError(x)
        total += own
        if total > max_size:
            yield tuple(batch)
            batch = []
            total = own
        batch.append(x)
    if batch:
        yield tuple(batch)


@row(SECTION, "batched_by(max_size, weight=len, max_count=4): words", size=100_000, kind=ITEMS)
def batched_by_count(n: int) -> Contenders:
    xs = [f"w{x * x % 97}" for x in range(n)]
    return {
        "generator": lambda: _bounded_twice(xs, 20, len, 4),
        "rillet": lambda: Stream(xs).batched_by(20, weight=len, max_count=4),
        **offered(more_itertools=lambda m: lambda: m.constrained_batches(xs, 20, 4)),
    }


def _bounded_twice(xs: Any, max_size: int, weight: Any, max_count: int) -> Any:
    batch: list[Any] = []
    total = 0
    for x in xs:
        own = weight(x)
        if own > max_size:
            raise ValueError(x)
        total += own
        if total > max_size or len(batch) == max_count:
            yield tuple(batch)
            batch = []
            total = own
        batch.append(x)
    if batch:
        yield tuple(batch)
