"""The types of operations that keep some items and drop the others."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any, TypeGuard, assert_type

from typing_extensions import TypeIs

from rillet import Peekable, Stream, op


def length(word: str) -> int:
    return len(word)


def small(n: int) -> bool:
    return n < 3


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
gaps: list[int | None] = [1, None, 2]
mixed: list[int | str] = [1, "a"]
nested: list[list[int]] = [[1, 2], [3]]
ints = Stream(numbers)
strs = Stream(words)
twos = Stream(pairs)
holes = Stream(gaps)
both = Stream(mixed)
lists = Stream(nested)


def is_text(value: object) -> TypeIs[str]:
    return isinstance(value, str)


def is_number(value: int | str) -> TypeIs[int]:
    return isinstance(value, int)


def all_numbers(value: list[int]) -> TypeGuard[list[bool]]:
    return False


def looks(value: object) -> object:
    return value


assert_type(ints.filter(small), Stream[int])
assert_type(ints.filter(lambda n: n > 1), Stream[int])  # cannot: ty (takes a lambda for a TypeIs)
assert_type(strs.filter(len), Stream[str])
assert_type(strs.filter(str.isalpha), Stream[str])
assert_type(ints.filter(looks), Stream[int])
assert_type(ints.filter(bool), Stream[int])
assert_type(both.filter(is_text), Stream[str])
assert_type(both.filter(is_number), Stream[int])
assert_type(lists.filter(all_numbers), Stream[list[bool]])
assert_type(holes.filter(), Stream[int])
assert_type(holes.filter(None), Stream[int])
assert_type(ints.filter(), Stream[int])
assert_type(both.filter(), Stream[int | str])  # cannot: mypy (joins a union)
assert_type(ints.filterfalse(small), Stream[int])
assert_type(holes.filterfalse(), Stream[int | None])
assert_type(strs.filterfalse(len), Stream[str])
assert_type(holes.not_none(), Stream[int])
assert_type(ints.not_none(), Stream[int])
assert_type(strs.map({"a": 1}.get).not_none(), Stream[int])
assert_type(both.of_type(str), Stream[str])
assert_type(both.of_type((str,)), Stream[str])
assert_type(both.of_type((int, str)), Stream[int | str])
assert_type(both.of_type(int | str), Stream[int | str])
assert_type(holes.of_type(object), Stream[object])
assert_type(lists.of_type(list), Stream[list[Any]])
assert_type(both.of_type(Sized), Stream[Sized])  # cannot: mypy (an abstract class)
assert_type(both | op.of_type(str), Stream[str])
assert_type(mixed | op.of_type(int | str), Stream[int | str])
assert_type(both | op.of_type(str) | op.map(length), Stream[int])
assert_type(ints.take(2), Stream[int])
assert_type(holes.drop(2), Stream[int | None])
assert_type(ints.takewhile(small), Stream[int])
assert_type(ints.takewhile_inclusive(small), Stream[int])
assert_type(numbers | op.takewhile_inclusive(small), Stream[int])
assert_type(strs.dropwhile(lambda word: len(word) > 1), Stream[str])
assert_type(twos.tail(1), Stream[tuple[str, int]])
assert_type(twos.drop_last(), Stream[tuple[str, int]])
assert_type(words | op.drop_last(2), Stream[str])
assert_type(strs.unique(), Stream[str])
assert_type(strs.unique(length), Stream[str])
assert_type(strs.unique(len), Stream[str])
assert_type(strs.unique(None), Stream[str])
assert_type(lists.dedupe(), Stream[list[int]])
assert_type(lists.dedupe(len), Stream[list[int]])
assert_type(strs.duplicates(), Stream[str])
assert_type(strs.duplicates(length), Stream[str])
assert_type(words | op.duplicates(), Stream[str])
assert_type(strs.without(["a"]), Stream[str])
assert_type(strs.without(gaps), Stream[str])
assert_type(strs.without(words, key=length), Stream[str])
assert_type(strs.without(words, key=lambda word: word.lower()), Stream[str])
assert_type(both.without(gaps, key=looks), Stream[int | str])
assert_type(words | op.without("ab"), Stream[str])
assert_type(strs.intersection({"a": 1}), Stream[str])
assert_type(strs.intersection(strs, key=str.lower), Stream[str])
assert_type(numbers | op.intersection(holes), Stream[int])
assert_type(strs.split_head(1), tuple[list[str], Stream[str]])
assert_type(twos.split_head(1)[1].first(), tuple[str, int])
assert_type(strs.peekable(), Peekable[str])
assert_type(next(strs.peekable()), str)
assert_type(strs.peekable().peek(), str)
assert_type(strs.peekable().peek(default=None), str | None)
assert_type(list(strs.peekable()), list[str])
assert_type(Stream(strs.peekable()), Stream[str])
assert_type(strs.compress([True, False]), Stream[str])
assert_type(strs.compress("ab"), Stream[str])
assert_type(strs.locate(str.isalpha), Stream[int])
assert_type(strs[0], str)
assert_type(strs[-1], str)
assert_type(strs[1:2], Stream[str])
assert_type(strs[::-1], Stream[str])
assert_type(twos[0], tuple[str, int])
assert_type(twos[0][1], int)
assert_type(ints[:2][0], int)
