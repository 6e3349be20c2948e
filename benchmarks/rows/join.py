"""How each operation that merges or joins several streams is built."""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from itertools import chain, tee
from typing import TYPE_CHECKING, Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECTION = "Constructions: merges and joins"


@row(SECTION, "interleave(other)", kind=ITEMS)
def build_interleave(n: int) -> Contenders:
    xs, ys = list(range(n // 2)), list(range(n // 2))

    def generator() -> Iterator[int]:
        for pair in zip(xs, ys):
            yield from pair

    return {
        "chain of zip": lambda: chain.from_iterable(zip(xs, ys)),
        "generator": generator,
        "rillet": lambda: Stream(xs).interleave(ys),
        **offered(more_itertools=lambda m: lambda: m.interleave(xs, ys)),
    }


def _enter_roundrobin(others: int) -> None:
    @row(
        SECTION,
        f"roundrobin({'other' if others == 1 else f'{others} others'})",
        kind=ITEMS,
        name=f"build-roundrobin-{others + 1}",
    )
    def make(n: int) -> Contenders:
        parts = [list(range(n // (others + 1) + 5 * place)) for place in range(others + 1)]
        return {
            "generator": lambda: _in_turn(parts),
            "rillet": lambda: Stream(parts[0]).roundrobin(*parts[1:]),
            **offered(
                more_itertools=lambda m: lambda: m.roundrobin(*parts),
                toolz=lambda m: lambda: m.interleave(parts),
                cytoolz=lambda m: lambda: m.interleave(parts),
            ),
        }


def _in_turn(parts: list[list[int]]) -> Iterator[int]:
    iterators, end = [iter(part) for part in parts], object()
    while iterators:
        for iterator in list(iterators):
            item: Any = next(iterator, end)
            if item is end:
                iterators.remove(iterator)
            else:
                yield item


def _enter_merge(others: int, title: str, key: Callable[[int], int] | None = None) -> None:
    @row(
        SECTION,
        title,
        kind=ITEMS,
        name=f"build-merge-sorted-{others + 1}{'-key' if key else ''}",
    )
    def make(n: int) -> Contenders:
        share = n // (others + 1)
        parts = [sorted(random.Random(p).choices(range(n), k=share)) for p in range(others + 1)]
        options = {} if key is None else {"key": key}
        return {
            "heapq.merge": lambda: heapq.merge(*parts, key=key),
            "sorted, all of them held": lambda: sorted(chain(*parts), key=key),
            "rillet": lambda: Stream(parts[0]).merge_sorted(*parts[1:], key=key),
            **offered(
                toolz=lambda m: lambda: m.merge_sorted(*parts, **options),
                cytoolz=lambda m: lambda: m.merge_sorted(*parts, **options),
            ),
        }


def _same(n: int) -> int:
    return n


for _others in (1, 7):
    _enter_roundrobin(_others)
_enter_merge(1, "merge_sorted(other)")
_enter_merge(7, "merge_sorted(7 others)")
_enter_merge(1, "merge_sorted(other, key=)", _same)
_enter_merge(7, "merge_sorted(7 others, key=)", _same)


@row(SECTION, "tee() of a one-shot stream, read side by side", kind=ITEMS)
def build_tee(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "itertools.tee": lambda: zip(*tee(iter(xs))),
        "rillet": lambda: _side_by_side(*Stream(iter(xs)).tee()),
    }


def _side_by_side(one: Stream[int], other: Stream[int]) -> Stream[tuple[int, int]]:
    return one.zip(other)


def _key(pair: tuple[int, int]) -> int:
    return pair[0]


def _inner(left: Any, right: Any) -> Iterator[Any]:
    groups = defaultdict(list)
    for other in right:
        groups[_key(other)].append(other)
    for item in left:
        k = _key(item)
        if k in groups:
            for other in groups[k]:
                yield item, other


def _left(left: Any, right: Any) -> Iterator[Any]:
    groups = defaultdict(list)
    for other in right:
        groups[_key(other)].append(other)
    for item in left:
        k = _key(item)
        if k in groups:
            for other in groups[k]:
                yield item, other
        else:
            yield item, None


def _full(left: Any, right: Any) -> Iterator[Any]:
    groups = defaultdict(list)
    for other in right:
        groups[_key(other)].append(other)
    seen = set()
    for item in left:
        k = _key(item)
        if k in groups:
            seen.add(k)
            for other in groups[k]:
                yield item, other
        else:
            yield item, None
    for k, others in groups.items():
        if k not in seen:
            for other in others:
                yield None, other


def _tables(n: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """As many rows on both sides; a tenth of each has no partner, and the order is another."""
    numbers = random.Random(n)
    left = [(numbers.randrange(n), place) for place in range(n)]
    right = [(k + n // 10, k) for k in range(n)]
    return left, right


def _of_toolz(m: Any, left: Any, right: Any, **missing: Any) -> Callable[[], Any]:
    # toolz holds the left side and lets the right one flow
    return lambda: map(_turned, m.join(_key, right, _key, left, **missing))


def _turned(pair: Any) -> Any:
    return pair[1], pair[0]


@row(SECTION, "join(other, on)", kind=ITEMS)
def build_join(n: int) -> Contenders:
    left, right = _tables(n)
    return {
        "hand-written loop": lambda: _inner(left, right),
        "rillet": lambda: Stream(left).join(right, _key),
        **offered(
            toolz=lambda m: _of_toolz(m, left, right),
            cytoolz=lambda m: _of_toolz(m, left, right),
        ),
    }


@row(SECTION, 'join(other, on, how="left")', kind=ITEMS)
def build_join_left(n: int) -> Contenders:
    left, right = _tables(n)
    return {
        "hand-written loop": lambda: _left(left, right),
        "rillet": lambda: Stream(left).join(right, _key, how="left"),
        **offered(
            toolz=lambda m: _of_toolz(m, left, right, left_default=None),
            cytoolz=lambda m: _of_toolz(m, left, right, left_default=None),
        ),
    }


@row(SECTION, 'join(other, on, how="full")', kind=ITEMS)
def build_join_full(n: int) -> Contenders:
    left, right = _tables(n)
    return {
        "hand-written loop": lambda: _full(left, right),
        "rillet": lambda: Stream(left).join(right, _key, how="full"),
        **offered(
            toolz=lambda m: _of_toolz(m, left, right, left_default=None, right_default=None),
            cytoolz=lambda m: _of_toolz(m, left, right, left_default=None, right_default=None),
        ),
    }


@row(SECTION, 'join(other, on, how="full"), keys that come once', kind=ITEMS)
def build_join_of_dicts(n: int) -> Contenders:
    left = {k: str(k) for k in range(n)}
    right = {k: str(k) for k in range(n)}
    return {
        "hand-written loop": lambda: (((k, v), (k, right[k])) for k, v in left.items()),
        "rillet": lambda: Stream(left.items()).join(right.items(), _key, how="full"),
        **offered(
            more_itertools=lambda m: (
                lambda: (
                    ((k, both["a"]), (k, both["b"]))
                    for k, both in m.join_mappings(a=left, b=right).items()
                )
            )
        ),
    }


@row(SECTION, 'join(other, on, how="semi")', kind=ITEMS)
def build_join_semi(n: int) -> Contenders:
    left, right = _tables(n)

    def by_hand() -> Iterator[Any]:
        keys = {_key(other) for other in right}
        return (item for item in left if _key(item) in keys)

    return {
        "hand-written generator": by_hand,
        "rillet": lambda: Stream(left).join(right, _key, how="semi"),
    }


@row(SECTION, 'join(other, on, how="anti")', kind=ITEMS)
def build_join_anti(n: int) -> Contenders:
    left, right = _tables(n)

    def by_hand() -> Iterator[Any]:
        keys = {_key(other) for other in right}
        return (item for item in left if _key(item) not in keys)

    return {
        "hand-written generator": by_hand,
        "rillet": lambda: Stream(left).join(right, _key, how="anti"),
    }
