"""The types of operations that make something else of every item."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import assert_type

from rillet import Stream


@dataclass(frozen=True)
class Point:
    """Something that has no order and no sum."""

    x: int


def text_of(n: int) -> str:
    return str(n)


def length(word: str) -> int:
    return len(word)


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
gaps: list[int | None] = [1, None, 2]
nested: list[list[int]] = [[1, 2], [3]]
ints = Stream(numbers)
strs = Stream(words)
twos = Stream(pairs)
holes = Stream(gaps)
lists = Stream(nested)


def mean_of(total: int, n: int) -> float:
    return total / n


def times(a: int, b: int) -> int:
    return a * b


def joined(letter: str, n: int) -> str:
    return letter * n


def three(a: int, b: str, c: float) -> float:
    return a + len(b) + c


def longer(total: str, n: int) -> str:
    return total + str(n)


def known(word: str) -> int | None:
    return {"a": 1}.get(word)


def change(before: int, n: int) -> tuple[int, str]:
    return n, str(n - before)


def letters(word: str) -> list[str]:
    return [*word]


ten = numbers[0]
assert_type(ints.map(text_of), Stream[str])
assert_type(ints.map(str), Stream[str])
assert_type(strs.map(len), Stream[int])
assert_type(strs.map(str.upper), Stream[str])
assert_type(ints.map(Point), Stream[Point])
assert_type(ints.map(lambda n: n * 0.5), Stream[float])
assert_type(ints.map(lambda n: (n, str(n))), Stream[tuple[int, str]])
assert_type(strs.map(joined, numbers), Stream[str])
assert_type(ints.map(three, words, [0.5]), Stream[float])
assert_type(ints.map(lambda a, b: (a, b), words), Stream[tuple[int, str]])
assert_type(ints.map(lambda a, b, c, d: a + b + c + d, [1], [2], [3]), Stream[int])
assert_type(ints.accumulate().map(mean_of, count(1)), Stream[float])
assert_type(twos.starmap(joined), Stream[str])
assert_type(twos.starmap(lambda letter, n: (n, letter)), Stream[tuple[int, str]])
assert_type(ints.zip(words, [0.5]).starmap(three), Stream[float])
assert_type(ints.map(lambda n: (n, "a", 0.5)).starmap(three), Stream[float])
assert_type(strs.enumerate(), Stream[tuple[int, str]])
assert_type(strs.enumerate(1), Stream[tuple[int, str]])
assert_type(strs.enumerate(start=1), Stream[tuple[int, str]])
assert_type(ints.accumulate(), Stream[int])
assert_type(strs.accumulate(), Stream[str])
assert_type(ints.accumulate(max), Stream[int])
assert_type(ints.accumulate(lambda a, b: a * b), Stream[int])
assert_type(ints.accumulate(longer, initial=""), Stream[str])
assert_type(ints.accumulate(initial=0.5), Stream[int | float])
assert_type(ints.accumulate(times, initial=ten), Stream[int])
assert_type(strs.flat_map(letters), Stream[str])
assert_type(ints.flat_map(range), Stream[int])
assert_type(strs.flat_map(lambda word: [len(word)]), Stream[int])
assert_type(lists.flatten(), Stream[int])
assert_type(strs.flatten(), Stream[str])
assert_type(twos.batched(2).flatten(), Stream[tuple[str, int]])
assert_type(Stream([ints, ints]).flatten(), Stream[int])
assert_type(Stream([{1: "a"}]).flatten(), Stream[int])
assert_type(strs.filter_map(known), Stream[int])
assert_type(strs.filter_map({"a": 1}.get), Stream[int])
assert_type(ints.filter_map(lambda n: str(n) if n > 1 else None), Stream[str])
assert_type(ints.map_accumulate(change, 0), Stream[str])
assert_type(ints.map_accumulate(lambda total, n: (total + n, n), ten), Stream[int])
assert_type(strs.map_accumulate(lambda seen, word: (seen, len(word)), ""), Stream[int])
assert_type(ints.tap(print), Stream[int])
assert_type(holes.tap(print), Stream[int | None])
assert_type(strs.map(length).map(text_of).map(len), Stream[int])
