"""The types of operations on items that stand beside each other."""

from __future__ import annotations

from typing import assert_type

from rillet import Stream


def length(word: str) -> int:
    return len(word)


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
nested: list[list[int]] = [[1, 2], [3]]
ints = Stream(numbers)
strs = Stream(words)
twos = Stream(pairs)
lists = Stream(nested)


size = len(numbers)
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
assert_type(strs.group_adjacent(), Stream[tuple[str, list[str]]])
assert_type(strs.group_adjacent(None), Stream[tuple[str, list[str]]])
assert_type(strs.group_adjacent(length), Stream[tuple[int, list[str]]])
assert_type(strs.group_adjacent(len), Stream[tuple[int, list[str]]])
assert_type(twos.group_adjacent(lambda two: two[1]), Stream[tuple[int, list[tuple[str, int]]]])
assert_type(ints.cycle(2), Stream[int])
assert_type(strs.cycle(), Stream[str])
assert_type(ints.sorted(), Stream[int])
assert_type(strs.sorted(key=len, reverse=True), Stream[str])
assert_type(lists.sorted(key=lambda numbers: -len(numbers)), Stream[list[int]])
assert_type(strs.reversed(), Stream[str])
