"""How each operation that cuts a stream into lists is built."""

from __future__ import annotations

from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Cuts into lists"


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
