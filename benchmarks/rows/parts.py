"""How each operation on the parts of an item is built."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: the parts of items"


@row(SECTION, "pluck(0)", kind=ITEMS)
def build_pluck(n: int) -> Contenders:
    xs = [(x, str(x)) for x in range(n)]
    return {
        "map(itemgetter)": lambda: map(itemgetter(0), xs),
        "genexpr": lambda: (x[0] for x in xs),
        "rillet": lambda: Stream(xs).pluck(0),
        **offered(
            fpstreams=lambda m: lambda: m.flow(xs).pluck(0),
            cytoolz=lambda m: lambda: m.pluck(0, xs),
            toolz=lambda m: lambda: m.pluck(0, xs),
        ),
    }


@row(SECTION, "pluck(1, 0)", kind=ITEMS)
def build_pluck_several(n: int) -> Contenders:
    xs = [(x, str(x)) for x in range(n)]
    return {
        "map(itemgetter)": lambda: map(itemgetter(1, 0), xs),
        "genexpr": lambda: ((x[1], x[0]) for x in xs),
        "rillet": lambda: Stream(xs).pluck(1, 0),
        **offered(
            cytoolz=lambda m: lambda: m.pluck([1, 0], xs),
            toolz=lambda m: lambda: m.pluck([1, 0], xs),
        ),
    }


@row(SECTION, "attr('real')", kind=ITEMS)
def build_attr(n: int) -> Contenders:
    xs = [complex(x, 1) for x in range(n)]
    return {
        "map(attrgetter)": lambda: map(attrgetter("real"), xs),
        "genexpr": lambda: (x.real for x in xs),
        "rillet": lambda: Stream(xs).attr("real"),
        **offered(flupy=lambda m: lambda: m.flu(xs).map_attr("real")),
    }


@row(SECTION, "map_keys(f)", kind=ITEMS)
def build_map_keys(n: int) -> Contenders:
    xs = [(x, -x) for x in range(n)]

    def changed(pair: Any) -> Any:
        key, value = pair
        return str(key), value

    return {
        "genexpr": lambda: ((str(key), value) for key, value in xs),
        "map(def)": lambda: map(changed, xs),
        "rillet": lambda: Stream(xs).map_keys(str),
        **offered(fpstreams=lambda m: lambda: m.pairs(xs).map_keys(str)),
    }


@row(SECTION, "map_values(f)", kind=ITEMS)
def build_map_values(n: int) -> Contenders:
    xs = [(x, -x) for x in range(n)]

    def changed(pair: Any) -> Any:
        key, value = pair
        return key, str(value)

    return {
        "genexpr": lambda: ((key, str(value)) for key, value in xs),
        "map(def)": lambda: map(changed, xs),
        "rillet": lambda: Stream(xs).map_values(str),
        **offered(fpstreams=lambda m: lambda: m.pairs(xs).map_values(str)),
    }


@row(SECTION, "swap()", kind=ITEMS)
def build_swap(n: int) -> Contenders:
    xs = [(x, -x) for x in range(n)]
    return {
        "genexpr": lambda: ((value, key) for key, value in xs),
        "map(itemgetter)": lambda: map(itemgetter(1, 0), xs),
        "rillet": lambda: Stream(xs).swap(),
        **offered(
            cytoolz=lambda m: lambda: m.pluck([1, 0], xs),
            toolz=lambda m: lambda: m.pluck([1, 0], xs),
        ),
    }
