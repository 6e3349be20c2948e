"""A short tour of itertools by streams: what each does, and how little it reads."""

from __future__ import annotations

from collections.abc import Iterator
from operator import mul, truediv

from rillet import Stream


def powers() -> Stream[int]:
    """`starmap`: each pair is a base and its exponent."""
    return Stream([(2, 5), (3, 2), (10, 3)]).starmap(pow)


def factorials(n: int) -> Stream[int]:
    """`accumulate` with a function: the product of all numbers so far."""
    return Stream.range(1, n + 1).accumulate(mul)


def middle_average(numbers: Stream[float], n: int) -> float:
    """The average of the first half of `n` numbers; the others are not read."""
    averages: Stream[float] = numbers.accumulate().map(truediv, Stream.count_from(1))
    return averages.nth((n - 1) // 2)


def first_square_above(limit: int) -> int:
    """An endless source, left as soon as the answer is there."""
    return Stream.count_from(1).map(lambda n: n * n).dropwhile(limit.__ge__).first()


def noted(numbers: range, read: list[int]) -> Iterator[float]:
    """The numbers as floats; each is noted in `read` when it is read."""
    for number in numbers:
        read.append(number)
        yield float(number)


def main() -> None:
    print("powers          ", powers().to_list())
    print("factorials      ", factorials(8).to_list())
    read: list[int] = []
    average = middle_average(Stream(noted(range(1, 10), read)), 9)
    print("middle average  ", average, "after", len(read), "of 9 numbers")
    print("square above 500", first_square_above(500))


if __name__ == "__main__":
    main()
