"""The negated squares of the even numbers, in three spellings of one lazy pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import neg

from rillet import Stream


def is_even(n: int) -> bool:
    return n % 2 == 0


def square(n: int) -> int:
    return n * n


def nested(numbers: Iterable[int]) -> Iterator[int]:
    """The builtins alone: it is read from the inside out."""
    return map(neg, map(square, filter(is_even, numbers)))


def evens(numbers: Iterable[int]) -> Iterator[int]:
    for n in numbers:
        if is_even(n):
            yield n


def squares(numbers: Iterable[int]) -> Iterator[int]:
    for n in numbers:
        yield square(n)


def negated(numbers: Iterable[int]) -> Iterator[int]:
    for n in numbers:
        yield neg(n)


def generators(numbers: Iterable[int]) -> Iterator[int]:
    """Each step with a name of its own, and a frame of Python for every number."""
    return negated(squares(evens(numbers)))


def chained(numbers: Iterable[int]) -> Iterator[int]:
    """Read from left to right, and the same C iterators as `nested`."""
    return iter(Stream(numbers).filter(is_even).map(square).map(neg))


SPELLINGS: tuple[Callable[[Iterable[int]], Iterator[int]], ...] = (nested, generators, chained)


def main() -> None:
    for spelling in SPELLINGS:
        items = spelling(range(10))
        print(f"{spelling.__name__:10}  {type(items).__name__:9}  {list(items)}")


if __name__ == "__main__":
    main()
