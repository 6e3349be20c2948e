"""The types of the answers that streams give."""

from __future__ import annotations

import sys
from collections import Counter, deque
from dataclasses import dataclass
from io import StringIO
from operator import add
from random import Random
from typing import assert_type

from typing_extensions import TypeIs

from rillet import Done, Stream
from rillet.seeing.explanation import Explanation
from rillet.seeing.profile import Profile, ProfileRow


@dataclass(frozen=True)
class Point:
    """Something that has no order and no sum."""

    x: int


def text_of(n: int) -> str:
    return str(n)


def length(word: str) -> int:
    return len(word)


def small(n: int) -> bool:
    return n < 3


def plus(total: int, n: int) -> int:
    return total + n


def until_nine(total: int, n: int) -> int | Done[int]:
    return Done(total) if total > 9 else total + n


def is_text(value: object) -> TypeIs[str]:
    return isinstance(value, str)


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
floats: list[float] = [0.5, 1.5]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
gaps: list[int | None] = [1, None, 2]
mixed: list[int | str] = [1, "a"]
nested: list[list[int]] = [[1, 2], [3]]
ints = Stream(numbers)
strs = Stream(words)
reals = Stream(floats)
twos = Stream(pairs)
holes = Stream(gaps)
both = Stream(mixed)
lists = Stream(nested)
points = Stream([Point(1), Point(2)])


empty = chr(32)
half = 1 / 2
nought = numbers[0]
assert_type(ints.to_list(), list[int])
assert_type(ints.to_tuple(), tuple[int, ...])
assert_type(strs.to_set(), set[str])
assert_type(strs.collect(list), list[str])
assert_type(strs.collect(frozenset), frozenset[str])
assert_type(strs.collect(deque), deque[str])
assert_type(strs.collect(",".join), str)
assert_type(ints.collect(sum), int)
assert_type(twos.to_dict(), dict[str, int])
assert_type(strs.enumerate().to_dict(on_duplicate="first"), dict[int, str])
assert_type(strs.to_dict(length), dict[int, str])
assert_type(strs.to_dict(len), dict[int, str])
assert_type(strs.to_dict(length, str.upper), dict[int, str])
assert_type(points.to_dict(lambda p: p.x, lambda p: str(p.x)), dict[int, str])
assert_type(strs.to_dict(str.upper, len, on_duplicate="raise"), dict[str, int])
assert_type(strs.join_str(), str)
assert_type(strs.join_str(", "), str)
assert_type(strs.group_by(length), dict[int, list[str]])
assert_type(strs.group_by(len), dict[int, list[str]])
assert_type(strs.group_by(len, str.upper), dict[int, list[str]])
assert_type(twos.group_by(lambda two: two[1], lambda two: two[0]), dict[int, list[str]])
assert_type(strs.count_by(), Counter[str])
assert_type(strs.count_by(None), Counter[str])
assert_type(strs.count_by(len), Counter[int])
assert_type(twos.unzip(), tuple[list[str], list[int]] | tuple[()])
assert_type(ints.zip().unzip(), tuple[list[int]] | tuple[()])
assert_type(ints.zip(words, floats).unzip(), tuple[list[int], list[str], list[float]] | tuple[()])
assert_type(lists.take(1).unzip(), tuple[list[int], ...])
assert_type(ints.partition(small), tuple[list[int], list[int]])
assert_type(ints.reduce(add), int)
assert_type(ints.reduce(lambda a, b: a * b), int)
assert_type(ints.reduce(max, default=None), int | None)
assert_type(ints.fold(empty, lambda total, n: total + str(n)), str)  # cannot: ty (a lambda of two)
assert_type(ints.fold(half, lambda total, n: total + n), float)  # cannot: ty (a lambda of two)
assert_type(ints.fold_while(nought, until_nine), int)
assert_type(ints.fold_while(nought, plus), int)
assert_type(Done(nought), Done[int])
assert_type(Done(empty).value, str)
assert_type(ints.sum(), int)
assert_type(reals.sum(), float | int)
assert_type(Point(1).x + ints.sum(), int)
assert_type(ints.prod(), int)
assert_type(reals.prod(), float | int)
assert_type(ints.mean(), float)
assert_type(reals.mean(), float)
assert_type(ints.min(), int)
assert_type(strs.max(), str)
assert_type(ints.max(default=None), int | None)
assert_type(ints.min(default=0), int)
assert_type(strs.min(key=len), str)
assert_type(points.max(key=lambda p: p.x), Point)
assert_type(points.min(key=lambda p: p.x, default=None), Point | None)
assert_type(twos.max(), tuple[str, int])
assert_type(lists.max(), list[int])
assert_type(ints.minmax(), tuple[int, int])
assert_type(ints.minmax(default=None), tuple[int, int] | None)
assert_type(strs.minmax(key=len), tuple[str, str])
assert_type(strs.minmax(key=len, default=nought), tuple[str, str] | int)
assert_type(ints.count(), int)
assert_type(ints.count(small), int)
assert_type(ints.nlargest(2), list[int])
assert_type(strs.nsmallest(2, key=len), list[str])
assert_type(points.nlargest(1, key=lambda p: p.x), list[Point])
assert_type(strs.top(2), list[tuple[str, int]])
assert_type(ints.sample(2), list[int])
assert_type(strs.sample(2, rng=Random(1)), list[str])
assert_type(strs.take(1).one(), str)
assert_type(ints.take(1).only(), int | None)
assert_type(ints.take(0).only(default=empty), int | str)
assert_type(ints.is_empty(), bool)
assert_type(points.all_equal(), bool)
assert_type(points.all_equal(lambda p: p.x), bool)
assert_type(ints.all_unique(), bool)
assert_type(lists.all_unique(len), bool)
assert_type(strs.is_sorted(), bool)
assert_type(ints.is_sorted(None, strict=True), bool)
assert_type(points.is_sorted(lambda p: p.x, reverse=True), bool)
assert_type(strs.first(), str)
assert_type(strs.first(default=None), str | None)
assert_type(ints.last(), int)
assert_type(ints.last(default=empty), int | str)
assert_type(twos.nth(1), tuple[str, int])
assert_type(ints.nth(5, default=0), int)
assert_type(ints.find(small), int | None)
assert_type(ints.find(lambda n: n > 9, default=0), int)
assert_type(both.find(is_text), str | None)
assert_type(ints.index(1), int)
assert_type(ints.index(7, default=None), int | None)
assert_type(ints.any(), bool)
assert_type(ints.any(small), bool)
assert_type(ints.all(lambda n: n > 1), bool)
assert_type(holes.none(), bool)
assert_type(3 in ints, bool)
assert_type(ints.map(text_of).first(), str)
ints.take(0).for_each(print)
ints.consume()
ints.consume(2)
assert_type(strs.map(len).explain(), Explanation)
assert_type(strs.map(len).to_mermaid(), str)
assert_type(strs.map(len).trace(file=StringIO()), list[int])
assert_type(ints.map(text_of).trace(2, file=StringIO()), list[str])
assert_type(ints.profile(), Profile)
assert_type(ints.profile().rows, tuple[ProfileRow, ...])
ints.print(end="", file=StringIO(), flush=True)
ints.take(0).print(file=sys.stdout)
ints.write(StringIO())
