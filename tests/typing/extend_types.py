"""The types of operations that give more than the stream has."""

from __future__ import annotations

from typing import assert_type

from rillet import Stream

numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
ints = Stream(numbers)
strs = Stream(words)
ten = numbers[0]
dash = words[0]

assert_type(ints.repeat_each(2), Stream[int])
assert_type(ints.intersperse(ten), Stream[int])
assert_type(ints.intersperse(dash), Stream[int | str])
assert_type(ints.padded(5), Stream[int | None])
assert_type(ints.padded(5, 0), Stream[int])
assert_type(ints.padded(5, fill=0), Stream[int])
assert_type(ints.padded(5, dash), Stream[int | str])
assert_type(strs.or_else("none"), Stream[str])
assert_type(strs.or_else(ten), Stream[str | int])
assert_type(strs.or_else_from(words), Stream[str])
assert_type(strs.or_else_from(ints), Stream[str | int])
