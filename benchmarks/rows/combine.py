"""How each operation on the whole order, or on several streams, is built."""

from __future__ import annotations

import itertools
from functools import partial
from itertools import chain
from math import isqrt
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

SECTION = "Constructions: order, and several streams"


@row(SECTION, "sorted(), of numbers in disorder", kind=ITEMS)
def build_sorted(n: int) -> Contenders:
    xs = _disorder(n)
    return {
        "deferred sorted": lambda: chain.from_iterable(map(partial(sorted), (iter(xs),))),
        "sorted at the call": lambda: sorted(xs),
        "generator": lambda: _sorted_late(xs),
        "rillet": lambda: Stream(xs).sorted(),
    }


def _disorder(n: int) -> list[int]:
    return [x * 7919 % n for x in range(n)]


def _sorted_late(xs: Any) -> Any:
    yield from sorted(xs)


@row(SECTION, "shuffle(rng)", kind=ITEMS)
def build_shuffle(n: int) -> Contenders:
    xs = list(range(n))
    seed = Random(1).getrandbits(64)
    return {
        "list and shuffle": lambda: _shuffled(xs, seed),
        "generator": lambda: _shuffled_late(xs, seed),
        "rillet": lambda: Stream(xs).shuffle(Random(1)),
    }


def _shuffled(xs: Any, seed: int) -> Any:
    items = list(xs)
    Random(seed).shuffle(items)
    return items


def _shuffled_late(xs: Any, seed: int) -> Any:
    yield from _shuffled(xs, seed)


@row(SECTION, "reversed(), of the source itself", kind=ITEMS)
def build_reversed(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "reversed": lambda: reversed(xs),
        "a reversed list": lambda: reversed(list(xs)),
        "rillet": lambda: Stream(xs).reversed(),
    }


@row(SECTION, "reversed(), after a map", kind=ITEMS)
def build_reversed_after_map(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "a reversed list": lambda: reversed(list(map(abs, xs))),
        "rillet": lambda: Stream(xs).map(abs).reversed(),
    }


@row(SECTION, "zip(other)", kind=ITEMS)
def build_zip(n: int) -> Contenders:
    xs, ys = list(range(n)), list(range(n))
    return {
        "zip": lambda: zip(xs, ys),
        "rillet": lambda: Stream(xs).zip(ys),
        **offered(
            functional=lambda m: lambda: m.seq(xs).zip(ys),
            flupy=lambda m: lambda: m.flu(xs).zip(ys),
            fpstreams=lambda m: lambda: m.Stream(xs).zip(ys),
        ),
    }


@row(SECTION, "zip_longest(other)", kind=ITEMS)
def build_zip_longest(n: int) -> Contenders:
    xs, ys = list(range(n)), list(range(n // 2))
    return {
        "zip_longest": lambda: itertools.zip_longest(xs, ys),
        "rillet": lambda: Stream(xs).zip_longest(ys),
    }


@row(SECTION, "chain(other)", kind=ITEMS)
def build_chain(n: int) -> Contenders:
    xs, ys = list(range(n // 2)), list(range(n // 2))

    def generator() -> Any:
        yield from xs
        yield from ys

    return {
        "chain": lambda: chain(xs, ys),
        "generator": generator,
        "rillet": lambda: Stream(xs).chain(ys),
    }


@row(SECTION, "prepend(item)", kind=ITEMS)
def build_prepend(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "chain": lambda: chain((0,), xs),
        "rillet": lambda: Stream(xs).prepend(0),
    }


def _enter_choices(title: str, pool: Callable[[int], int], by_hand: Any, by_method: Any) -> None:
    """A row whose size is about how many tuples come out: they are made of `pool(n)` items."""

    def generator(xs: list[int]) -> Any:
        yield from by_hand(xs)

    @row(
        SECTION,
        title,
        size=10_000,
        kind=ITEMS,
        name="build-" + title.partition("(")[0].replace("_", "-"),
    )
    def make(n: int) -> Contenders:
        xs = list(range(pool(n)))
        return {
            "itertools, filled at the call": lambda: by_hand(xs),
            "generator": lambda: generator(xs),
            "rillet": lambda: by_method(Stream(xs)),
        }


def _powerset(xs: list[int]) -> Any:
    sizes = range(len(xs) + 1)
    return chain.from_iterable(itertools.combinations(xs, size) for size in sizes)


def _half(n: int) -> int:
    return isqrt(2 * n)


_enter_choices(
    "product(repeat=2)",
    isqrt,
    lambda xs: itertools.product(xs, repeat=2),
    lambda stream: stream.product(repeat=2),
)
_enter_choices(
    "permutations(2)",
    isqrt,
    lambda xs: itertools.permutations(xs, 2),
    lambda stream: stream.permutations(2),
)
_enter_choices(
    "combinations(2)",
    _half,
    lambda xs: itertools.combinations(xs, 2),
    lambda stream: stream.combinations(2),
)
_enter_choices(
    "combinations_with_replacement(2)",
    _half,
    lambda xs: itertools.combinations_with_replacement(xs, 2),
    lambda stream: stream.combinations_with_replacement(2),
)
_enter_choices("powerset()", int.bit_length, _powerset, lambda stream: stream.powerset())
