"""All items with the same key, put together or counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import Contenders, row
from rillet import Stream

SECTION = "Grouping and counting by key"


@row(SECTION, "group_by(key): a hundred keys", size=100_000, canonical=dict)
def group_by(n: int) -> Contenders:
    xs = list(range(n))
    key = _hundred
    return {
        "defaultdict loop": lambda: _grouped(xs, key),
        "setdefault loop": lambda: _grouped_by_setdefault(xs, key),
        "itertools: sorted, groupby": lambda: _grouped_by_sorting(xs, key),
        "rillet": lambda: Stream(xs).group_by(key),
        **offered(
            streamable=lambda m: lambda: dict(m.stream(xs).group(by=key)),
            functional=lambda m: lambda: m.seq(xs).group_by(key).to_list(),
            flupy=lambda m: lambda: {k: g.to_list() for k, g in m.flu(xs).group_by(key)},
            pipe=lambda m: lambda: {k: list(g) for k, g in xs | m.groupby(key)},
            cytoolz=lambda m: lambda: m.groupby(key, xs),
            toolz=lambda m: lambda: m.groupby(key, xs),
            more_itertools=lambda m: lambda: m.map_reduce(xs, key),
        ),
    }


def _hundred(item: int) -> int:
    return item % 100


def _grouped(xs: Any, key: Any) -> Any:
    groups = defaultdict(list)
    for x in xs:
        groups[key(x)].append(x)
    return dict(groups)


def _grouped_by_setdefault(xs: Any, key: Any) -> Any:
    groups: dict[Any, list[Any]] = {}
    for x in xs:
        groups.setdefault(key(x), []).append(x)
    return groups


def _grouped_by_sorting(xs: Any, key: Any) -> Any:
    return {k: list(group) for k, group in groupby(sorted(xs, key=key), key)}


@row(SECTION, "count_by(key): a hundred keys", size=100_000, canonical=dict)
def count_by(n: int) -> Contenders:
    xs = list(range(n))
    key = _hundred
    return {
        "itertools: Counter(map)": lambda: Counter(map(key, xs)),
        "defaultdict loop": lambda: _counted_by(xs, key),
        "generator: Counter(genexpr)": lambda: Counter(key(x) for x in xs),
        "fused: Counter(comprehension)": lambda: Counter([x % 100 for x in xs]),
        "rillet": lambda: Stream(xs).count_by(key),
        **offered(
            functional=lambda m: lambda: m.seq(xs).map(key).count_by_value().to_list(),
            fpstreams=lambda m: lambda: m.Stream(xs).count_by(key),
            cytoolz=lambda m: lambda: m.countby(key, xs),
            toolz=lambda m: lambda: m.countby(key, xs),
        ),
    }


def _counted_by(xs: Any, key: Any) -> Any:
    counts: defaultdict[Any, int] = defaultdict(int)
    for x in xs:
        counts[key(x)] += 1
    return counts


@row(SECTION, "count_by(): words")
def count_by_itself(n: int) -> Contenders:
    xs = _words(n)
    return {
        "Counter": lambda: Counter(xs),
        "rillet": lambda: Stream(xs).count_by(),
        **offered(
            cytoolz=lambda m: lambda: m.frequencies(xs),
            fpstreams=lambda m: lambda: m.Stream(xs).frequencies(),
        ),
    }


def _words(n: int) -> list[str]:
    return [f"w{x * x % 97}" for x in range(n)]
