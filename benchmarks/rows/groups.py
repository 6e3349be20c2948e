"""How each operation on groups is built: cuts, runs and batches by weight."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Cuts, runs and batches by weight"


def _is_fifth(item: int) -> bool:
    return item % 5 == 0


def _starts_a_five(before: int, item: int) -> bool:
    return item % 5 == 0


@row(SECTION, "split_when(p2): lists of five", size=100_000, kind=ITEMS)
def split_when(n: int) -> Contenders:
    xs = list(range(n))
    p2 = _starts_a_five

    def generator() -> Any:
        items = iter(xs)
        before = next(items)
        group = [before]
        for x in items:
            if p2(before, x):
                yield group
                group = []
            group.append(x)
            before = x
        yield group

    return {
        "generator": generator,
        "rillet": lambda: Stream(xs).split_when(p2),
        **offered(more_itertools=lambda m: lambda: m.split_when(xs, p2)),
    }


@row(SECTION, "split_at(p): lists of four", size=100_000, kind=ITEMS)
def split_at(n: int) -> Contenders:
    xs = list(range(n))
    p = _is_fifth

    def generator() -> Any:
        group: list[int] = []
        for x in xs:
            if p(x):
                yield group
                group = []
            else:
                group.append(x)
        yield group

    return {
        "generator": generator,
        "rillet": lambda: Stream(xs).split_at(p),
        **offered(more_itertools=lambda m: lambda: m.split_at(xs, p)),
    }


@row(SECTION, "split_before(p): lists of five", size=100_000, kind=ITEMS)
def split_before(n: int) -> Contenders:
    xs = list(range(n))
    p = _is_fifth

    def generator() -> Any:
        group: list[int] = []
        for x in xs:
            if p(x) and group:
                yield group
                group = []
            group.append(x)
        if group:
            yield group

    return {
        "generator": generator,
        "rillet": lambda: Stream(xs).split_before(p),
        **offered(more_itertools=lambda m: lambda: m.split_before(xs, p)),
    }


@row(SECTION, "split_after(p): lists of five", size=100_000, kind=ITEMS)
def split_after(n: int) -> Contenders:
    xs = list(range(n))
    p = _is_fifth

    def generator() -> Any:
        group: list[int] = []
        for x in xs:
            group.append(x)
            if p(x):
                yield group
                group = []
        if group:
            yield group

    return {
        "generator": generator,
        "rillet": lambda: Stream(xs).split_after(p),
        **offered(more_itertools=lambda m: lambda: m.split_after(xs, p)),
    }


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
