"""The average so far, after each number, in four spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from operator import truediv

from rillet import Stream


def loop(numbers: Iterable[float]) -> list[float]:
    """A loop: it must have seen all before it gives anything."""
    averages: list[float] = []
    total = 0.0
    for n, number in enumerate(numbers, 1):
        total += number
        averages.append(total / n)
    return averages


def generator(numbers: Iterable[float]) -> Iterator[float]:
    """A generator: lazy, with a frame of Python for every number."""
    total = 0.0
    for n, number in enumerate(numbers, 1):
        total += number
        yield total / n


def numbered(numbers: Iterable[float]) -> Stream[float]:
    """The sums so far, each with its number. Only the division is Python."""
    return Stream(numbers).accumulate().enumerate(1).starmap(lambda n, total: total / n)


def divided(numbers: Iterable[float]) -> Stream[float]:
    """The sums so far, divided by 1, 2, 3 …: no frame of Python at all.

    `count` is an iterator, so this stream can be read once; `Stream.count_from(1)` has no such end.
    """
    return Stream(numbers).accumulate().map(truediv, count(1))


SPELLINGS: tuple[Callable[[Iterable[float]], Iterable[float]], ...] = (
    loop,
    generator,
    numbered,
    divided,
)


def main() -> None:
    for spelling in SPELLINGS:
        averages = [f"{average:.2f}" for average in spelling([10, 20, 60, 10, 0])]
        print(f"{spelling.__name__:9}  {'  '.join(averages)}")


if __name__ == "__main__":
    main()
