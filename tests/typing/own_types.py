"""What the checkers make of operations of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Any, TypeVar, assert_type

from rillet import Operation, Pipeline, Program, Stream, op, operation

T = TypeVar("T")


@operation
def every(items: Iterable[T], n: int) -> Iterator[T]:
    return islice(items, 0, None, n)


@operation(laziness="1:1")
def lengths(words: Iterable[str]) -> Iterator[int]:
    return map(len, words)


@operation
def with_the_next(items: Iterator[T], *, by: int = 1) -> Iterator[tuple[T, T]]:
    return pairwise(items)


def doubled(numbers: Iterable[int]) -> list[int]:
    return [2 * n for n in numbers]


class Shout(Operation):
    @staticmethod
    def pull(argument: Any, items: Any) -> Iterator[Any]:
        return map(str.upper, items)


shout = operation(Shout)
strs = Stream(["a", "bb"])

assert_type(strs | lengths(), Stream[int])
assert_type(strs.then(lengths()), Stream[int])
assert_type(strs | every(2), Stream[str])  # cannot: ty (generic)
assert_type(strs.then(every(2)), Stream[str])  # cannot: ty (generic)
assert_type(strs.then(every(n=2)), Stream[str])  # cannot: ty (generic)
assert_type(strs | every(2) | lengths(), Stream[int])  # cannot: ty (generic)
assert_type(strs | with_the_next(by=2), Stream[tuple[str, str]])  # cannot: ty (generic)
assert_type(Stream([1]).then(doubled), Stream[int])
assert_type(Stream([1]).then(iter), Stream[int])
assert_type(strs.then(op.map(len)), Stream[int])
assert_type(op.map(str.upper) | lengths(), Pipeline[str, int])
assert_type(op.map(str.upper) | every(2), Pipeline[str, str])  # cannot: ty (generic)
assert_type(op.take(2) | lengths(), Pipeline[str, int])
assert_type(op.filter(str.isalpha) | lengths(), Pipeline[str, int])
assert_type(lengths() | op.map(str), Pipeline[str, str])
assert_type(op.map(str.upper) | lengths() | list, Program[str, list[int]])
assert_type(op.then(lengths()), Pipeline[str, int])
assert_type(op.then(doubled), Pipeline[int, int])
assert_type(op.then(lengths()) | op.map(str), Pipeline[str, str])
assert_type(shout(), Pipeline[Any, Any])
assert_type(strs.then(shout()), Stream[Any])
