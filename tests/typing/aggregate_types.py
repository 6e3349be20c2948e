"""The types of folds, and of what streams make of them."""

from __future__ import annotations

from collections import Counter
from typing import Any, assert_type

from rillet import Fold, Stream, op
from rillet.folds import (
    Count,
    CountDistinct,
    Dict,
    Distinct,
    Filtered,
    First,
    Frequencies,
    Group,
    Histogram,
    Last,
    List,
    Mapped,
    Max,
    Mean,
    Min,
    MinMax,
    NLargest,
    NSmallest,
    OrElse,
    Quantiles,
    Results,
    Sample,
    Set,
    StandardDeviation,
    Sum,
    Together,
    Top,
    Variance,
)


def small(n: int) -> bool:
    return n < 3


def text_of(n: int) -> str:
    return str(n)


def longer(total: int, word: str) -> int:
    return total + len(word)


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
floats: list[float] = [0.5, 1.5]
couples: list[tuple[str, int]] = [("a", 1), ("b", 2)]
ints = Stream(numbers)
strs = Stream(words)
reals = Stream(floats)
twos = Stream(couples)
length: Fold[str, int] = Fold(int, longer)

assert_type(ints.aggregate(Count()), tuple[int])
assert_type(ints.aggregate(Count(small), Mean()), tuple[int, float])
assert_type(ints.aggregate(Sum(), Min(), Last()), tuple[int, int, int])  # cannot: pyright (a union)
assert_type(
    strs.aggregate(First(), Max(key=len), List(), Set()), tuple[str, str, list[str], set[str]]
)
assert_type(
    strs.aggregate(Count(), length, Top(2), MinMax(), Sample(1)),
    tuple[int, int, list[tuple[str, int]], tuple[str, str], list[str]],
)
assert_type(ints.aggregate(Count(), Count(), Count(), Count(), Count(), Count()), tuple[Any, ...])
assert_type(ints.aggregate(n=Count(), total=Sum()), Results)
assert_type(strs.aggregate_by(len, Count()), dict[int, int])
assert_type(strs.aggregate_by(len, Max()), dict[int, str])
assert_type(ints.aggregate_by(small, Mean()), dict[bool, float])
assert_type(ints.into(Sum()), int)  # cannot: pyright (a union)
assert_type(reals.into(Sum()), float | int)
assert_type(reals.into(Sum(exact=True)), float | int)
assert_type(reals.into(Variance()), float)
assert_type(ints.into(StandardDeviation(population=True)), float)
assert_type(ints.into(OrElse(Max(), None)), int | None)  # cannot: pyright (a union)
assert_type(strs.into(OrElse(Min(key=len), None)), str | None)  # cannot: pyright (a union)
assert_type(strs.into(MinMax(key=len)), tuple[str, str])
assert_type(strs.into(OrElse(Last(), None)), str | None)  # cannot: pyright (a union)
assert_type(ints.into(NLargest(2)), list[int])
assert_type(strs.into(NSmallest(2, key=len)), list[str])
assert_type(twos.into(Dict()), dict[str, int])  # cannot: pyright
assert_type(strs.into(Distinct()), list[str])
assert_type(strs.into(CountDistinct(len)), int)
assert_type(strs.into(Frequencies()), Counter[str])
assert_type(strs.into(Mapped(len, Frequencies())), Counter[int])  # cannot: mypy, ty
assert_type(ints.into(Histogram([1, 2])), list[int])
assert_type(ints.into(Quantiles()), list[int | float])
assert_type(strs.into(Group(len, Count())), dict[int, int])
assert_type(ints.into(Together(Count(), Mean())), tuple[int, float])
assert_type(strs.into(Together(n=Count())), Results)
assert_type(strs.into(Mapped(len, Mean())), float)
assert_type(strs.into(Filtered(str.isupper, Count())), int)
assert_type(strs.broadcast(Count(), List()), tuple[int, list[str]])
assert_type(op.map(text_of).push(Count()).close(), int)
