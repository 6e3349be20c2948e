"""How each operation that gives more than the stream has is built."""

from __future__ import annotations

from itertools import chain, islice, repeat, zip_longest
from operator import itemgetter
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: more than there is"


def _enter_repeat_each(times: int) -> None:
    @row(SECTION, f"repeat_each({times})", kind=ITEMS, name=f"repeat-each-{times}")
    def make(n: int) -> Contenders:
        xs = list(range(n // times))
        return {
            "chain.from_iterable(map(repeat))": lambda: chain.from_iterable(
                map(repeat, xs, repeat(times))
            ),
            "genexpr": lambda: (x for x in xs for _ in range(times)),
            "rillet": lambda: Stream(xs).repeat_each(times),
            **offered(more_itertools=lambda m: lambda: m.repeat_each(xs, times)),
        }


for _times in (2, 5, 100):
    _enter_repeat_each(_times)


@row(SECTION, "intersperse(0)", kind=ITEMS)
def build_intersperse(n: int) -> Contenders:
    xs = list(range(n // 2))

    def generator() -> Any:
        items = iter(xs)
        for x in items:
            yield x
            break
        for x in items:
            yield 0
            yield x

    return {
        "generator": generator,
        "islice(chain.from_iterable(zip))": lambda: islice(
            chain.from_iterable(zip(repeat(0), xs)), 1, None
        ),
        "rillet": lambda: Stream(xs).intersperse(0),
        **offered(
            fpstreams=lambda m: lambda: m.flow(xs).intersperse(0),
            cytoolz=lambda m: lambda: m.interpose(0, xs),
            toolz=lambda m: lambda: m.interpose(0, xs),
            more_itertools=lambda m: lambda: m.intersperse(0, xs),
        ),
    }


def _enter_padded(part: str, length: int) -> None:
    @row(SECTION, f"padded(n), {part}", kind=ITEMS, name=f"padded-{length}")
    def make(n: int) -> Contenders:
        xs = list(range(n * length // 100))

        def generator() -> Any:
            missing = n
            for x in xs:
                missing -= 1
                yield x
            yield from repeat(None, missing)

        return {
            "generator": generator,
            "map(itemgetter, zip_longest)": lambda: map(
                itemgetter(0), zip_longest(xs, repeat(None, n))
            ),
            "rillet": lambda: Stream(xs).padded(n),
            **offered(more_itertools=lambda m: lambda: m.padded(xs, None, n)),
        }


_enter_padded("of which half is there", 50)
_enter_padded("of which all is there", 100)
_enter_padded("of a stream of twice as many", 200)


@row(SECTION, "or_else(0)", kind=ITEMS)
def build_or_else(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        empty = True
        for x in xs:
            empty = False
            yield x
        if empty:
            yield 0

    def looked_at() -> Any:
        items = iter(xs)
        for x in items:
            return chain((x,), items)
        return iter((0,))

    return {
        "generator": generator,
        "chain, after a look at the first item": looked_at,
        "rillet": lambda: Stream(xs).or_else(0),
    }
