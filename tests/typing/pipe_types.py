"""The types of `|`, of `pipe` and of pipelines without a source."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, assert_type

from typing_extensions import TypeIs

from rillet import Err, Ok, Pipeline, Program, Stream, op
from rillet.seeing.explanation import Explanation

if TYPE_CHECKING:
    from collections.abc import Iterable


def text_of(n: int) -> str:
    return str(n)


def length(word: str) -> int:
    return len(word)


def doubled(numbers: Iterable[int]) -> list[int]:
    return [2 * n for n in numbers]


def at_hand(word: str, error: KeyError) -> str | None:
    return word if error.args else None


def split(error: ValueError) -> list[bytes]:
    return [str(error).encode()]


def small(n: int) -> bool:
    return n < 3


def is_text(value: object) -> TypeIs[str]:
    return isinstance(value, str)


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]
pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
gaps: list[int | None] = [1, None, 2]
mixed: list[int | str] = [1, "a"]
nested: list[list[int]] = [[1, 2], [3]]
prices: list[dict[str, int]] = [{"a": 1, "b": 2}]
ints = Stream(numbers)
strs = Stream(words)
twos = Stream(pairs)
holes = Stream(gaps)
both = Stream(mixed)
lists = Stream(nested)
dicts = Stream(prices)


def every(items: Iterable[int], n: int) -> Iterator[int]:
    yield from [*items][::n]


def evens(items: Iterable[int]) -> Iterator[int]:
    return every(items, 2)


def shorter(items: Stream[str]) -> Stream[str]:
    return items.take(1)


def is_short(word: str) -> bool:
    return len(word) < 2


def joined(letter: str, n: int) -> str:
    return letter * n


def total(a: int, b: int) -> int:
    return a + b


def change(before: int, n: int) -> tuple[int, str]:
    return n, str(n - before)


# Any function after a stream.
assert_type(ints | list, list[int])
assert_type(ints | tuple, tuple[int, ...])
assert_type(strs | set, set[str])
assert_type(strs | frozenset, frozenset[str])  # cannot: pyright (a class is not called)
assert_type(twos | dict, dict[str, int])
assert_type(ints | sum, int)
assert_type(ints | sorted, list[int])  # cannot: ty (a bound type variable)
assert_type(strs | max, str)  # cannot: ty (a bound type variable)
assert_type(strs | ",".join, str)
assert_type(strs | Counter, Counter[str])  # cannot: pyright, pyrefly, ty (a class is not called)
assert_type(strs | deque, deque[str])  # cannot: pyright, ty (a class is not called)
assert_type(ints | evens, Stream[int])
assert_type(strs | shorter, Stream[str])
assert_type(ints | partial(every, n=2), Stream[int])
assert_type(ints.pipe(list), list[int])
assert_type(ints.pipe(sorted, reverse=True), list[int])  # cannot: ty (a bound type variable)
assert_type(ints.pipe(every, 2), Stream[int])
assert_type(ints.pipe(every, n=2).map(str), Stream[str])
assert_type(strs.pipe(shorter), Stream[str])

# A pipeline after a stream, or after any iterable.
assert_type(ints | op.map(text_of), Stream[str])
assert_type(ints | op.map(str) | op.map(len), Stream[int])
assert_type(ints | op.map(lambda n: n), Stream[int])  # cannot: pyright, pyrefly, ty (no context)
assert_type(ints | op.take(1), Stream[int])
assert_type(ints | op.take(1) | op.map(str), Stream[str])
assert_type(ints | op.filter(small), Stream[int])
assert_type(strs | op.filter(len), Stream[str])
assert_type(both | op.filter(is_text), Stream[str])
assert_type(holes | op.filter(), Stream[int])
assert_type(holes | op.not_none(), Stream[int])
assert_type(twos | op.starmap(joined), Stream[str])
assert_type(lists | op.flatten(), Stream[int])  # cannot: ty (nested)
assert_type(strs | op.enumerate(1), Stream[tuple[int, str]])
assert_type(ints | op.accumulate(), Stream[int])
assert_type(ints | op.accumulate(total), Stream[int])
assert_type(ints | op.accumulate(initial="a") | op.take(1), Stream[int | str])
assert_type(ints | op.tap(print) | op.drop(1), Stream[int])
assert_type(ints | op.tee_to(print) | op.drop(1), Stream[int])
assert_type(op.broadcast(print, str.upper)(["a"]), tuple[Any, ...])
assert_type(words | op.try_map(length), Stream[int])
assert_type(words | op.try_map(length, KeyError, on_error=at_hand), Stream[int | str])
assert_type(op.try_map(length, on_error="collect"), Pipeline[str, Ok[int] | Err[str, Exception]])
assert_type(words | op.catch(ValueError, split), Stream[str | bytes])
assert_type(strs | op.on_close(print) | op.take(1), Stream[str])
assert_type(strs | op.fuse() | op.take(1), Stream[str])
assert_type(strs | op.unique(len) | op.unique(), Stream[str])
assert_type(strs | op.locate(str.isalpha), Stream[int])
assert_type(ints | op.batched(2), Stream[tuple[int, ...]])
assert_type(ints | op.windowed(3), Stream[tuple[int, int, int]])
assert_type(ints | op.pairwise(), Stream[tuple[int, int]])
assert_type(ints | op.pairwise() | op.starmap(total), Stream[int])
assert_type(ints | op.lag(), Stream[tuple[int | None, int]])
assert_type(ints | op.lag("a"), Stream[tuple[int | str, int]])
assert_type(ints | op.lead(), Stream[tuple[int, int | None]])
assert_type(ints | op.lead("a"), Stream[tuple[int, int | str]])
assert_type(strs | op.mark_ends(), Stream[tuple[bool, bool, str]])
assert_type(strs | op.group_adjacent(), Stream[tuple[str, list[str]]])  # cannot: ty (nested)
assert_type(strs | op.group_adjacent(length), Stream[tuple[int, list[str]]])
assert_type(ints | op.split_when(total), Stream[list[int]])
assert_type(strs | op.split_at(length) | op.filter(), Stream[list[str]])
assert_type(op.split_before(length), Pipeline[str, list[str]])
assert_type(op.split_after(length), Pipeline[str, list[str]])
assert_type(strs | op.run_length() | op.take(1), Stream[tuple[str, int]])
assert_type(op.batched_by(9, weight=length), Pipeline[str, tuple[str, ...]])
assert_type(strs | op.batched_by(9, weight=length, max_count=2), Stream[tuple[str, ...]])
assert_type(strs | op.sorted(key=len) | op.reversed(), Stream[str])
assert_type(strs | op.shuffle() | op.take(1), Stream[str])
assert_type(ints | op.zip(words), Stream[tuple[int, str]])
assert_type(ints | op.zip_longest(words), Stream[tuple[int | None, str | None]])
assert_type(ints | op.product(words, gaps), Stream[tuple[int, str, int | None]])
assert_type(ints | op.combinations(2), Stream[tuple[int, int]])
assert_type(ints | op.powerset(), Stream[tuple[int, ...]])
assert_type(ints | op.flat_map(range) | op.cycle(2), Stream[int])
assert_type(strs | op.filter_map({"a": 1}.get), Stream[int])
assert_type(ints | op.map_accumulate(change, 0), Stream[str])
assert_type(strs | op.filterfalse(len) | op.compress("ab"), Stream[str])
assert_type(strs | op.filterfalse() | op.takewhile(len), Stream[str])
assert_type(strs | op.dropwhile(is_short) | op.dedupe() | op.dedupe(len), Stream[str])
assert_type(ints | op.tail(1) | op.permutations(), Stream[tuple[int, ...]])
assert_type(both | op.of_type(str) | op.map(length), Stream[int])
assert_type(mixed | op.of_type((int, str)), Stream[int | str])
assert_type(strs | op.takewhile_inclusive(is_short) | op.drop_last(), Stream[str])
assert_type(strs | op.duplicates() | op.duplicates(length), Stream[str])
assert_type(strs | op.without("ab") | op.without(words, key=length), Stream[str])
assert_type(strs | op.intersection("ab") | op.intersection(words, key=length), Stream[str])
assert_type(strs | op.combinations_with_replacement(3), Stream[tuple[str, str, str]])
assert_type(ints | op.interleave(words), Stream[int | str])
assert_type(ints | op.roundrobin(words), Stream[int | str])
assert_type(ints | op.merge_sorted(numbers), Stream[int])
assert_type(op.map(text_of) | op.merge_sorted(words), Pipeline[int, str])
assert_type(strs | op.merge_sorted(words, key=str.lower), Stream[str])
assert_type(ints | op.join(numbers, text_of), Stream[tuple[int, int]])
assert_type(ints | op.join(numbers, text_of, how="left"), Stream[tuple[int, int | None]])
assert_type(ints | op.join(numbers, text_of, how="anti"), Stream[int])
assert_type(ints | op.prepend(0) | op.append(1) | op.chain(numbers), Stream[int])
assert_type(twos | op.pluck(0), Stream[Any])  # cannot: mypy, ty (Any alone)
assert_type(dicts | op.pluck("a", "b"), Stream[tuple[Any, Any]])  # cannot: mypy, ty (Any alone)
assert_type(strs | op.attr("upper"), Stream[Any])  # cannot: mypy (Any alone)
assert_type(strs | op.attr("upper", "lower"), Stream[tuple[Any, Any]])  # cannot: mypy (Any alone)
assert_type(twos | op.map_keys(length), Stream[tuple[int, int]])
assert_type(twos | op.map_values(text_of), Stream[tuple[str, str]])
assert_type(twos | op.swap(), Stream[tuple[int, str]])
assert_type(pairs | op.swap(), Stream[tuple[int, str]])
assert_type(op.swap()(pairs), Iterator[tuple[int, str]])
assert_type(dicts | (op.pluck("a") | op.map(text_of)), Stream[str])  # cannot: ty (Any alone)
assert_type(strs | op.repeat_each(2), Stream[str])
assert_type(strs | op.intersperse(1), Stream[str | int])
assert_type(ints | op.padded(5), Stream[int | None])
assert_type(ints | op.padded(5, words[0]), Stream[int | str])
assert_type(strs | op.or_else(1), Stream[str | int])
assert_type(strs | op.or_else_from(numbers), Stream[str | int])
assert_type(numbers | op.repeat_each(2), Stream[int])
assert_type(ints | op.map(text_of) | list, list[str])
assert_type(numbers | op.map(text_of), Stream[str])
assert_type(numbers | op.take(1), Stream[int])
assert_type(numbers | op.pairwise(), Stream[tuple[int, int]])
assert_type(numbers | op.filter(small), Stream[int])
assert_type(numbers | (op.map(text_of) | list), list[str])

# Pipelines alone.
assert_type(op.map(text_of), Pipeline[int, str])
assert_type(op.map(text_of) | op.filter(is_short), Pipeline[int, str])
assert_type(op.map(text_of) | op.filter(len), Pipeline[int, str])
assert_type(op.map(text_of) | op.take(3), Pipeline[int, str])
assert_type(op.map(text_of) | op.pairwise(), Pipeline[int, tuple[str, str]])
assert_type(op.map(text_of) | op.zip(numbers), Pipeline[int, tuple[str, int]])
assert_type(op.map(text_of) | op.map(len), Pipeline[int, int])
assert_type(op.take(3) | op.map(text_of), Pipeline[int, str])
assert_type(op.take(3) | op.drop(1) | op.map(text_of), Pipeline[int, str])
assert_type(op.filter(len) | op.map(length), Pipeline[str, int])
assert_type(op.filter(small) | op.pairwise(), Pipeline[int, tuple[int, int]])
assert_type(op.pairwise() | op.starmap(total), Pipeline[int, int])
assert_type(op.map(text_of)(numbers), Iterator[str])
assert_type(op.take(1)(numbers), Iterator[int])
assert_type(op.pairwise()(numbers), Iterator[tuple[int, int]])
assert_type(ints | (op.take(1) | op.pairwise()), Stream[tuple[int, int]])
assert_type(ints | (op.take(1) | op.filter(small)), Stream[int])

# Programs: pipelines that end in a function.
assert_type(op.map(text_of) | list, Program[int, list[str]])
assert_type(op.map(text_of) | tuple, Program[int, tuple[str, ...]])
assert_type(op.map(text_of) | set, Program[int, set[str]])
assert_type(op.map(text_of) | ",".join, Program[int, str])
assert_type(op.map(text_of) | sorted, Program[int, list[str]])  # cannot: ty (a bound type variable)
assert_type(op.map(length) | sum, Program[str, int])
assert_type(op.map(length) | evens, Program[str, Stream[int]])
assert_type(op.map(text_of) | list | len, Program[int, int])
assert_type(op.map(text_of) | list | op.map(len), Program[int, Stream[int]])
assert_type((op.map(text_of) | list)(numbers), list[str])


def declared(keep: Pipeline[int, int], pair: Pipeline[int, tuple[int, int]]) -> Program[Any, Any]:
    assert_type(keep | pair, Pipeline[int, tuple[int, int]])
    assert_type(keep | op.take(1), Pipeline[int, int])
    return keep | pair | list


declared(op.take(3), op.pairwise())
assert_type(ints | op.sorted(), Stream[int])
assert_type(numbers | op.sorted(reverse=True), Stream[int])
assert_type(op.map(text_of) | op.sorted(), Pipeline[int, str])
assert_type(op.map(text_of) | op.sorted(key=len), Pipeline[int, str])
assert_type(ints | op.then(doubled), Stream[int])
assert_type((op.map(text_of) | op.take(3)).explain(), Explanation)
assert_type(op.take(3).to_mermaid(), str)
