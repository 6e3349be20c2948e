"""What is pushed: the types of sinks and of their results."""

from collections.abc import Generator, Iterable, Iterator
from typing import Any, assert_type

from rillet import Fold, Program, Sink, Stream, consumer, op


def length(word: str) -> int:
    return len(word)


def is_long(word: str) -> bool:
    return len(word) > 3


def add(total: int, n: int) -> int:
    return total + n


def larger(a: float, b: float) -> float:
    return max(a, b)


def half(total: int) -> float:
    return total / 2


def show(n: int) -> None:
    pass


@consumer
def adder() -> Generator[None, int, int]:
    total = 0
    while True:
        try:
            total += yield
        except GeneratorExit:
            return total


def shown(numbers: Iterable[int]) -> Iterator[str]:
    for number in numbers:
        yield str(number)


total = Fold(int, add)
assert_type(total, Fold[int, int])
halved = Fold(int, add, None, half)
assert_type(halved, Fold[int, float])
assert_type(Fold(int, add, finish=half), Fold[int, float])
assert_type(Fold(int, add, add, half), Fold[int, float])

lengths = op.map(length)
assert_type(lengths.push(show), Sink[str, None])
assert_type(lengths.push(total), Sink[str, int])
assert_type(lengths.push(halved), Sink[str, float])
assert_type(lengths.push(adder()), Sink[str, int | None])
assert_type(lengths.push(op.map(half).push(Fold(float, larger))), Sink[str, float])
assert_type(lengths.push(total, show), Sink[str, tuple[Any, ...]])
assert_type(lengths.push(total).send("a"), bool)
assert_type(lengths.push(total).close(), int)
assert_type(lengths.push(total).locked(), Sink[str, int])
threaded = lengths.push(halved).threaded()
assert_type(threaded, Sink[str, float])
assert_type(threaded.close(), float)
with lengths.push(total) as sink:
    assert_type(sink, Sink[str, int])
assert_type((op.filter(is_long) | lengths).push(total), Sink[str, int])

numbers = Stream([1, 2, 3])
assert_type(numbers.into(show), None)
assert_type(numbers.into(total), int)
assert_type(numbers.into(halved), float)
assert_type(numbers.into(adder()), int | None)
assert_type(Stream(["a"]).into(lengths.push(total)), int)
assert_type(numbers.broadcast(total), tuple[int])
assert_type(numbers.broadcast(total, halved), tuple[int, float])
assert_type(numbers.broadcast(halved, total, halved), tuple[float, int, float])
assert_type(numbers.broadcast(show, total), tuple[Any, ...])
assert_type(numbers.tee_to(show), Stream[int])
assert_type(numbers.tee_to(op.map(str).push(print)), Stream[int])
assert_type(op.broadcast(show, total), Program[int, tuple[Any, ...]])
assert_type((lengths | op.broadcast(show, total))(["a"]), tuple[Any, ...])

# Each of these has a thread until it is closed.
with (lengths | sum).push() as answering:
    assert_type(answering, Sink[str, int])
with (lengths | shown).push(print) as bridged:
    assert_type(bridged, Sink[str, None])
with (lengths | shown | op.take(3)).push(print) as behind:
    assert_type(behind, Sink[str, None])
with (lengths | shown).push(print, print) as several:
    assert_type(several, Sink[str, tuple[Any, ...]])
