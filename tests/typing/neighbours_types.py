"""The types of operations on items that stand beside each other."""

from __future__ import annotations

import random
from random import Random
from typing import assert_type

from rillet import Stream


def length(word: str) -> int:
    return len(word)


def share(word: str) -> float:
    return len(word) / 2


def ascends(before: int, item: int) -> bool:
    return before < item


def blank(word: str) -> bool:
    return not word


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
nested: list[list[int]] = [[1, 2], [3]]
ints = Stream(numbers)
strs = Stream(words)
twos = Stream(pairs)
lists = Stream(nested)


size = len(numbers)
word = words[0]
assert_type(ints.batched(2), Stream[tuple[int, ...]])
assert_type(ints.batched(2, strict=False), Stream[tuple[int, ...]])
assert_type(ints.windowed(1), Stream[tuple[int]])
assert_type(ints.windowed(2), Stream[tuple[int, int]])
assert_type(strs.windowed(3), Stream[tuple[str, str, str]])
assert_type(ints.windowed(4), Stream[tuple[int, ...]])
assert_type(ints.windowed(size), Stream[tuple[int, ...]])
assert_type(ints.windowed(2, step=2), Stream[tuple[int, int]])
assert_type(ints.windowed(2, partial=True), Stream[tuple[int, ...]])
assert_type(ints.windowed(2, step=3, partial=False), Stream[tuple[int, int]])
assert_type(ints.pairwise(), Stream[tuple[int, int]])
assert_type(ints.pairwise().starmap(lambda a, b: b - a), Stream[int])
assert_type(ints.lag(), Stream[tuple[int | None, int]])
assert_type(ints.lag(None), Stream[tuple[int | None, int]])
assert_type(ints.lag(0), Stream[tuple[int, int]])
assert_type(ints.lag(word), Stream[tuple[int | str, int]])
assert_type(ints.lead(), Stream[tuple[int, int | None]])
assert_type(ints.lead(0), Stream[tuple[int, int]])
assert_type(ints.lead(word), Stream[tuple[int, int | str]])
assert_type(strs.mark_ends(), Stream[tuple[bool, bool, str]])
assert_type(strs.group_adjacent(), Stream[tuple[str, list[str]]])
assert_type(strs.group_adjacent(None), Stream[tuple[str, list[str]]])
assert_type(strs.group_adjacent(length), Stream[tuple[int, list[str]]])
assert_type(strs.group_adjacent(len), Stream[tuple[int, list[str]]])
assert_type(twos.group_adjacent(lambda two: two[1]), Stream[tuple[int, list[tuple[str, int]]]])
assert_type(ints.split_when(ascends), Stream[list[int]])
assert_type(ints.split_when(lambda a, b: b - a), Stream[list[int]])
assert_type(strs.split_at(blank), Stream[list[str]])
assert_type(strs.split_at(len).filter(), Stream[list[str]])
assert_type(strs.split_before(str.isupper), Stream[list[str]])
assert_type(strs.split_after(lambda word: word[-1:] == "."), Stream[list[str]])
assert_type(strs.run_length(), Stream[tuple[str, int]])
assert_type(strs.batched_by(9, weight=len), Stream[tuple[str, ...]])
assert_type(strs.batched_by(9.5, weight=share, max_count=3), Stream[tuple[str, ...]])
assert_type(ints.cycle(2), Stream[int])
assert_type(strs.cycle(), Stream[str])
assert_type(ints.sorted(), Stream[int])
assert_type(strs.sorted(key=len, reverse=True), Stream[str])
assert_type(lists.sorted(key=lambda numbers: -len(numbers)), Stream[list[int]])
assert_type(strs.reversed(), Stream[str])
assert_type(strs.shuffle(), Stream[str])
assert_type(strs.shuffle(Random(1)), Stream[str])
assert_type(strs.shuffle(random), Stream[str])
