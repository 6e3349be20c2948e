"""The types of operations that take other iterables beside the stream."""

from __future__ import annotations

from typing import Any, assert_type

from rillet import Stream

numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
floats: list[float] = [0.5, 1.5]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
gaps: list[int | None] = [1, None, 2]
ints = Stream(numbers)
strs = Stream(words)
twos = Stream(pairs)


r = len(numbers)
nought = numbers[0]
letter = chr(97)
assert_type(ints.zip(), Stream[tuple[int]])
assert_type(ints.zip(words), Stream[tuple[int, str]])
assert_type(ints.zip(strs), Stream[tuple[int, str]])
assert_type(ints.zip(words, strict=True), Stream[tuple[int, str]])
assert_type(ints.zip(words, floats), Stream[tuple[int, str, float]])
assert_type(ints.zip(words, floats, gaps), Stream[tuple[int, str, float, int | None]])
assert_type(
    ints.zip(words, floats, words, words),
    Stream[tuple[int, str, float, str, str]],
)
assert_type(ints.zip(words, words, words, words, words), Stream[tuple[Any, ...]])
assert_type(ints.zip_longest(), Stream[tuple[int]])
assert_type(ints.zip_longest(words), Stream[tuple[int | None, str | None]])
assert_type(ints.zip_longest(words, fillvalue=nought), Stream[tuple[int, str | int]])
assert_type(
    ints.zip_longest(words, floats),
    Stream[tuple[int | None, str | None, float | None]],
)
assert_type(ints.zip_longest(numbers, numbers, fillvalue=0), Stream[tuple[int, int, int]])
assert_type(
    ints.zip_longest(words, words, words),
    Stream[tuple[int | None, str | None, str | None, str | None]],
)
assert_type(
    ints.zip_longest(numbers, numbers, numbers, numbers, fillvalue=0),
    Stream[tuple[int, int, int, int, int]],
)
assert_type(ints.chain(numbers), Stream[int])
assert_type(ints.chain(words), Stream[int | str])
assert_type(ints.chain(numbers, numbers), Stream[int])
assert_type(ints + numbers, Stream[int])
assert_type(ints + words, Stream[int | str])
assert_type(ints + strs + numbers, Stream[int | str])
assert_type(ints.prepend(0), Stream[int])
assert_type(ints.prepend(letter), Stream[int | str])
assert_type(strs.append(None), Stream[str | None])
assert_type(ints.interleave(numbers), Stream[int])
assert_type(ints.interleave(words), Stream[int | str])
assert_type(ints.roundrobin(strs), Stream[int | str])
assert_type(ints.merge_sorted(numbers), Stream[int])
assert_type(ints.merge_sorted(numbers, numbers, reverse=True), Stream[int])
assert_type(ints.merge_sorted(floats), Stream[int | float])
assert_type(strs.merge_sorted(words, key=len), Stream[str])
assert_type(twos.merge_sorted(pairs, key=lambda pair: pair[1]), Stream[tuple[str, int]])
assert_type(ints.tee(), tuple[Stream[int], Stream[int]])
assert_type(ints.tee(2), tuple[Stream[int], Stream[int]])
assert_type(ints.tee(3), tuple[Stream[int], Stream[int], Stream[int]])
assert_type(ints.tee(r), tuple[Stream[int], ...])
assert_type(ints.product(), Stream[tuple[int]])
assert_type(ints.product(words), Stream[tuple[int, str]])
assert_type(ints.product(words, floats), Stream[tuple[int, str, float]])
assert_type(ints.product(words, floats, words), Stream[tuple[int, str, float, str]])
assert_type(ints.product(words, floats, words, words), Stream[tuple[int, str, float, str, str]])
assert_type(ints.product(repeat=2), Stream[tuple[int, int]])
assert_type(ints.product(repeat=3), Stream[tuple[int, int, int]])
assert_type(ints.product(repeat=r), Stream[tuple[int, ...]])
assert_type(ints.product(words, repeat=2), Stream[tuple[Any, ...]])
assert_type(ints.permutations(), Stream[tuple[int, ...]])
assert_type(ints.permutations(2), Stream[tuple[int, int]])
assert_type(ints.permutations(r), Stream[tuple[int, ...]])
assert_type(strs.combinations(1), Stream[tuple[str]])
assert_type(strs.combinations(2), Stream[tuple[str, str]])
assert_type(strs.combinations(3), Stream[tuple[str, str, str]])
assert_type(strs.combinations(r), Stream[tuple[str, ...]])
assert_type(ints.combinations_with_replacement(2), Stream[tuple[int, int]])
assert_type(ints.combinations_with_replacement(r), Stream[tuple[int, ...]])
assert_type(ints.powerset(), Stream[tuple[int, ...]])
assert_type(twos.combinations(2), Stream[tuple[tuple[str, int], tuple[str, int]]])
