"""What an element costs on its way through a chain of 1 to 6 operations."""

from __future__ import annotations

from itertools import accumulate, repeat, starmap
from operator import mul, neg
from typing import TYPE_CHECKING, Any

from benchmarks.row import ITEMS, VALUE, Contenders, row
from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SECTION = "The element cost: chains of 1 to 6 operations"
_HALF = 150_000

_BY_HAND: list[Callable[[Iterator[Any]], Any]] = [
    lambda items: map(neg, items),
    lambda items: filter(_HALF.__add__, items),
    lambda items: enumerate(items, 1),
    lambda items: starmap(mul, items),
    lambda items: accumulate(items),
    lambda items: map(divmod, items, repeat(7)),
]
_BY_METHOD: list[Callable[[Stream[Any]], Stream[Any]]] = [
    lambda stream: stream.map(neg),
    lambda stream: stream.filter(_HALF.__add__),
    lambda stream: stream.enumerate(1),
    lambda stream: stream.starmap(mul),
    lambda stream: stream.accumulate(),
    lambda stream: stream.map(divmod, Stream.repeat(7)),
]


def _laid(length: int, source: Any, parts: list[Any]) -> Any:
    for part in parts[:length]:
        source = part(source)
    return source


def _enter(length: int) -> None:
    title = f"{length} operation{'s' * (length > 1)}, all in C"

    @row(
        _SECTION,
        title,
        size=300_000,
        kind=ITEMS,
        limit=1.03,
        same_type=True,
        rounds=31,
        name=f"elements-{length}",
    )
    def make(n: int) -> Contenders:
        xs = list(range(n))
        return {
            "itertools": lambda: _laid(length, xs, _BY_HAND),
            "rillet": lambda: _laid(length, Stream(xs), _BY_METHOD),
        }


for _length in range(1, 7):
    _enter(_length)


@row(_SECTION, "a for loop over map, filter, map", size=300_000, limit=1.03, rounds=31)
def elements_for_loop(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = (lambda x: x + 1), (lambda x: x & 1), (lambda x: x * x)

    def by_hand() -> int:
        total = 0
        for x in map(g, filter(p, map(f, xs))):
            total += x
        return total

    def by_method() -> int:
        total = 0
        for x in Stream(xs).map(f).filter(p).map(g):
            total += x
        return total

    return {"itertools": by_hand, "rillet": by_method}


@row(
    _SECTION,
    "a terminal over a source of unknown length, with a beat for Ctrl-C",
    size=300_000,
    kind=VALUE,
)
def elements_of_unknown_length(n: int) -> Contenders:
    return {
        "itertools": lambda: list(map(neg, map(neg, filter(n.__ge__, _numbers(n))))),
        "rillet": lambda: Stream(_numbers(n)).filter(n.__ge__).map(neg).map(neg).to_list(),
    }


def _numbers(n: int) -> Any:
    return map(abs, range(n))
