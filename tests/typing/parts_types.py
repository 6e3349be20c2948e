"""The types of operations on the parts of items."""

from __future__ import annotations

from typing import Any, assert_type

from rillet import Stream


class Box:
    """Something that has parts, and is neither a mapping nor a sequence."""

    def __getitem__(self, key: str) -> str:
        return key


def text_of(n: int) -> str:
    return str(n)


def length(word: str) -> int:
    return len(word)


pairs: list[tuple[str, int]] = [("a", 1), ("b", 2)]
triples: list[tuple[str, int, float]] = [("a", 1, 0.5)]
prices: list[dict[str, int]] = [{"a": 1, "b": 2, "c": 3, "d": 4}]
nested: list[list[int]] = [[1, 2], [3, 4]]
words: list[str] = ["bb", "aa"]
many: list[tuple[int, ...]] = [(1, 2, 3)]
twos = Stream(pairs)
threes = Stream(triples)
dicts = Stream(prices)
lists = Stream(nested)
strs = Stream(words)
rows = Stream(many)

assert_type(twos.pluck(0), Stream[str])
assert_type(twos.pluck(1), Stream[int])
assert_type(threes.pluck(0), Stream[str])
assert_type(threes.pluck(1), Stream[int])
assert_type(rows.pluck(0), Stream[int])
assert_type(rows.pluck(2), Stream[int])
assert_type(strs.enumerate().pluck(1), Stream[str])
assert_type(dicts.pluck("a"), Stream[int])
assert_type(lists.pluck(0), Stream[int])
assert_type(lists.pluck(-1), Stream[int])
assert_type(strs.pluck(0), Stream[str])
assert_type(Stream([Box()]).pluck("a"), Stream[Any])
assert_type(twos.pluck(1, 0), Stream[tuple[Any, Any]])
assert_type(dicts.pluck("a", "b", "c"), Stream[tuple[Any, Any, Any]])
assert_type(dicts.pluck("a", "b", "c", "d"), Stream[tuple[Any, ...]])
assert_type(strs.attr("__class__"), Stream[Any])
assert_type(strs.attr("__class__", "__doc__"), Stream[tuple[Any, Any]])
assert_type(strs.attr("upper", "lower", "title"), Stream[tuple[Any, Any, Any]])
assert_type(strs.attr("upper", "lower", "title", "strip"), Stream[tuple[Any, ...]])
assert_type(twos.map_keys(length), Stream[tuple[int, int]])
assert_type(twos.map_keys(str.upper), Stream[tuple[str, int]])
assert_type(twos.map_values(text_of), Stream[tuple[str, str]])
assert_type(twos.map_values(lambda n: n * 0.5), Stream[tuple[str, float]])
assert_type(twos.swap(), Stream[tuple[int, str]])
assert_type(twos.swap().map_keys(text_of), Stream[tuple[str, str]])
