"""Several answers in one pass, answers by key, and each ready-made fold beside its terminal."""

from __future__ import annotations

import statistics
from collections import Counter
from operator import add
from typing import TYPE_CHECKING, Any

from benchmarks.peers import offered
from benchmarks.row import Contenders, row
from rillet import Fold, Stream
from rillet.folds import (
    Count,
    Distinct,
    Frequencies,
    Last,
    List,
    Max,
    Mean,
    MinMax,
    NLargest,
    Set,
    StandardDeviation,
    Sum,
    Variance,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SECTION = "Folds: several answers in one pass"


def _hundred(item: int) -> int:
    return item % 100


def _three(xs: Any) -> tuple[int, int, int]:
    n, total, largest = 0, 0, xs[0]
    for x in xs:
        n += 1
        total += x
        if x > largest:
            largest = x
    return n, total, largest


@row(SECTION, "aggregate(Count(), Sum(), Max())", size=100_000)
def aggregate(n: int) -> Contenders:
    xs = list(range(n))
    count: Fold[int, int] = Fold(int, lambda total, item: total + 1)
    total: Fold[int, int] = Fold(int, add)
    largest: Fold[int, int] = Fold(int, max)
    return {
        "loop": lambda: _three(xs),
        "three builtins over a list": lambda: (len(xs), sum(xs), max(xs)),
        "rillet": lambda: Stream(xs).aggregate(Count(), Sum(), Max()),
        "rillet, three terminals": lambda: (
            Stream(xs).count(),
            Stream(xs).sum(),
            Stream(xs).max(),
        ),
        "rillet, own folds": lambda: Stream(xs).aggregate(count, total, largest),
        "rillet, broadcast": lambda: Stream(xs).broadcast(Count(), Sum(), Max()),
    }


@row(SECTION, "aggregate(Count(), Sum(), Max(key=f))", size=100_000)
def aggregate_key(n: int) -> Contenders:
    xs = list(range(n))

    def by_hand() -> tuple[int, int, int]:
        count, total, largest, largest_key = 0, 0, xs[0], _hundred(xs[0])
        for x in xs:
            count += 1
            total += x
            key = _hundred(x)
            if key > largest_key:
                largest, largest_key = x, key
        return count, total, largest

    return {
        "loop": by_hand,
        "rillet": lambda: Stream(xs).aggregate(Count(), Sum(), Max(key=_hundred)),
    }


@row(SECTION, "aggregate_by(key, Sum()): a hundred keys", size=100_000)
def aggregate_by(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "loop": lambda: _sums(xs),
        "rillet": lambda: Stream(xs).aggregate_by(_hundred, Sum()),
        "rillet, own fold": lambda: Stream(xs).aggregate_by(_hundred, Fold(int, add)),
        **offered(
            cytoolz=lambda m: lambda: m.reduceby(_hundred, add, xs),
            toolz=lambda m: lambda: m.reduceby(_hundred, add, xs),
        ),
    }


def _sums(xs: Any) -> dict[int, int]:
    sums: dict[int, int] = {}
    for x in xs:
        key = _hundred(x)
        sums[key] = sums[key] + x if key in sums else x
    return sums


@row(SECTION, "aggregate_by(key, Sum()): each item a key of its own")
def aggregate_by_many(n: int) -> Contenders:
    xs = list(range(n))

    def by_hand() -> dict[int, int]:
        sums: dict[int, int] = {}
        for x in xs:
            key = abs(x)
            sums[key] = sums[key] + x if key in sums else x
        return sums

    return {
        "loop": by_hand,
        "rillet": lambda: Stream(xs).aggregate_by(abs, Sum()),
        **offered(
            cytoolz=lambda m: lambda: m.reduceby(abs, add, xs),
            toolz=lambda m: lambda: m.reduceby(abs, add, xs),
        ),
    }


def _enter(name: str, by_hand: Any, terminal: Any, fold: Any, source: Any = range) -> None:
    """A row of one fold beside a builtin and the terminal of the same name."""

    @row("Folds: each beside its terminal", f"into({fold!r})", name=f"fold-{name}")
    def make(n: int) -> Contenders:
        xs = list(source(n))
        contenders: dict[str, Callable[[], Any]] = {"builtin": lambda: by_hand(xs)}
        if terminal is not None:
            contenders["rillet, terminal"] = lambda: terminal(Stream(xs))
        return {**contenders, "rillet": lambda: Stream(xs).into(fold)}


def _floats(n: int) -> list[float]:
    return [x * 0.37 for x in range(n)]


_enter("count", len, Stream.count, Count())
_enter("sum", sum, Stream.sum, Sum())
_enter("sum-exact", sum, Stream.sum, Sum(exact=True))
_enter("mean", statistics.fmean, Stream.mean, Mean())
_enter("mean-floats", statistics.fmean, Stream.mean, Mean(), _floats)
_enter("variance", statistics.variance, None, Variance(), _floats)
_enter("deviation", statistics.stdev, None, StandardDeviation(), _floats)
_enter("max", max, Stream.max, Max())
_enter("minmax", lambda xs: (min(xs), max(xs)), Stream.minmax, MinMax())
_enter("last", lambda xs: xs[-1], Stream.last, Last())
_enter(
    "nlargest",
    lambda xs: sorted(xs, reverse=True)[:10],
    lambda stream: stream.nlargest(10),
    NLargest(10),
)
_enter("list", list, Stream.to_list, List())
_enter("set", set, Stream.to_set, Set())
_enter("frequencies", Counter, Stream.count_by, Frequencies())
_enter(
    "distinct",
    lambda xs: list(dict.fromkeys(xs)),
    lambda stream: stream.unique().to_list(),
    Distinct(),
)
