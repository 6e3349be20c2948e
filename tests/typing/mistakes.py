"""Mistakes, one on a line, and who refuses it. What is not marked must pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rillet import Fold, Pipeline, Sink, Stream, consumer, op
from rillet.folds import Count, Mean

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Point:
    """Something that has no order and no sum."""

    x: int


def text_of(n: int) -> str:
    return str(n)


def length(word: str) -> int:
    return len(word)


def plus(total: int, n: int) -> int:
    return total + n


def joined(letter: str, n: int) -> str:
    return letter * n


def repeated(words: Iterable[str], n: int) -> list[str]:
    return [*words] * n


def use(value: object) -> None:
    """Take any value, so that no line of this file is an expression without use."""


numbers: list[int] = [3, 1, 2]
ints = Stream(numbers)
strs = Stream(["bb", "a"])
twos = Stream([("a", 1), ("b", 2)])
points = Stream([Point(1), Point(2)])

# Sources
use(Stream(5))  # refused
use(Stream[int](["a"]))  # refused
use(Stream())  # refused
use(Stream.range("3"))  # refused
use(Stream.range())  # refused
use(Stream.count_from("a"))  # refused
use(Stream.repeat("a", "b"))  # refused
use(Stream.iterate(text_of, 1))  # refused
use(Stream.using(numbers))  # refused
use(Stream.lines(numbers))  # refused

# Wrong functions
use(ints.map(5))  # refused
use(ints.map(length))  # refused
use(ints.map(joined, numbers))  # refused
use(strs.map(joined, strs))  # refused
use(ints.filter(length))  # refused
use(ints.filter(5))  # refused
use(strs.filterfalse(text_of))  # refused
use(ints.tap(length))  # refused
use(ints.takewhile(length))  # refused
use(ints.unique(length))  # refused
use(ints.sorted(key=length))  # refused
use(ints.sorted(length))  # refused
use(ints.group_adjacent(length))  # refused
use(ints.flat_map(text_of).map(text_of))  # refused
use(strs.flat_map(length))  # refused
use(ints.accumulate(joined))  # refused
use(strs.accumulate(joined, initial=""))  # refused
use(ints.map(text_of).map(text_of))  # refused

# Items of the wrong type
use(ints.flatten())  # refused
use(ints.starmap(joined))  # refused
use(twos.starmap(length))  # refused
use(twos.starmap(text_of))  # refused
use(ints.zip(numbers).starmap(joined))  # refused
use(ints.to_dict())  # refused
use(ints.join_str())  # refused
use(ints.join_str(1))  # refused
use(strs.sum())  # refused
use(points.sum())  # refused
use(points.prod())  # refused
use(strs.mean())  # refused
use(points.min())  # refused
use(points.max(default=None))  # refused
use(points.minmax())  # refused
use(points.nlargest(2))  # refused
use(points.max(key=lambda p: p))  # refused
use(points.sorted())  # refused

# Wrong options
use(ints.take("1"))  # refused
use(ints.take())  # refused
use(ints.take(n=1))  # refused
use(ints.take(1.5))  # refused
use(ints.batched("2"))  # refused
use(ints.batched(2, True))  # refused
use(ints.windowed(2, 2))  # refused
use(ints.zip(5))  # refused
use(ints.chain(5))  # refused
use(ints + 5)  # refused
use(ints.compress(5))  # refused
use(ints.combinations())  # refused
use(ints.first(None))  # refused
use(ints.nth("1"))  # refused
use(ints.reduce(joined))  # refused
use(ints.fold("", text_of))  # refused
use(strs.to_dict(text_of))  # refused
use(strs.to_dict(on_duplicate="never"))  # refused
use(strs.group_by())  # refused
use(strs.group_by(text_of))  # refused
use(strs.count_by(text_of))  # refused
use(ints.partition(length))  # refused
use(ints.for_each(length))  # refused
use(ints.print(file="a.txt"))  # refused
use(ints.write(5))  # refused
use(ints["a"])  # refused
use(ints.nothing())  # refused
use(len(ints))  # refused
use(next(ints))  # refused

# Pipes
use(ints | 5)  # refused
use(ints | length)  # refused
use(ints | ",".join)  # refused
use(points | sum)  # refused
use(ints | op.map(length))  # refused
use(ints | op.filter(length))  # refused
use(ints | op.flatten())  # refused
use(ints | op.starmap(joined))  # refused
use(ints | op.take("1"))  # refused
use(op.map(text_of) | op.map(text_of))  # refused
use(op.map(text_of) | op.filter(text_of))  # refused
use(op.map(text_of) | op.pairwise() | op.map(text_of))  # refused
use(op.map(text_of) | sum)  # refused
use(op.map(length) | ",".join)  # refused
use(op.filter(text_of) | op.filter(length))  # refused: mypy, pyright (ty, pyrefly: int & str)
use(op.take(1) | 5)  # refused
use(op.map(length)(numbers))  # refused
use(numbers | op.map(length))  # refused
use(numbers | (op.map(length) | list))  # refused
use(op.nothing())  # refused
use(op.first())  # refused
use(ints.pipe(length))  # refused
use(strs.pipe(repeated, m=2))  # refused


use(points | op.sorted())  # refused
use([Point(1)] | op.sorted())  # refused

# Wrong answers
a: Stream[str] = ints  # refused
b: list[str] = ints.to_list()  # refused
c: Pipeline[str, int] = op.map(text_of)  # refused
d: str = ints.first()  # refused
e: int = ints.first(default=None)  # refused
f: Stream[int] = ints.chain([None])  # refused
g: Stream[object] = ints
h: Stream[float] = ints
i: Pipeline[int, int] = op.take(3)
j: Pipeline[bool, object] = op.map(text_of)
op.map(length).push(op.map(length).push(use))  # refused
op.map(length).push(length)  # refused
op.map(text_of).push(Fold(int, plus))  # refused
op.map(length).push(5)  # refused
op.map(length).push(use).send(5)  # refused
strs.into(op.map(text_of).push(use))  # refused
strs.into(text_of)  # refused
ints.tee_to(length)  # refused
ints.broadcast(Fold(int, max), length)  # refused
k: str = ints.into(Fold(int, plus))  # refused
m: Sink[int, str] = op.map(text_of).push(use)  # refused
op.map(text_of).push(use).threaded(maxsize="many")  # refused
Fold(5, plus)  # refused
consumer(length)  # refused
strs.aggregate(Mean())  # refused
strs.aggregate(n=Count(text_of))  # refused: mypy, pyright, pyrefly
ints.aggregate_by(length, Count())  # refused
ints.aggregate(5)  # refused
o: tuple[str] = ints.aggregate(Count())  # refused
op.map(text_of).push(use).close()
op.map(length).push(use, use).send("a")
ints.into(use)
