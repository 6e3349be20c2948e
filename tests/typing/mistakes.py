"""Mistakes, one on a line, and who refuses it. What is not marked must pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rillet import Done, Fold, Pipeline, Sink, Stream, consumer, op, operation
from rillet.folds import Count, Mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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


def added(total: int, n: int) -> tuple[int, int]:
    return total + n, n


def done(total: int, n: int) -> int | Done[str]:
    return Done("a") if n else total


def joined(letter: str, n: int) -> str:
    return letter * n


def repeated(words: Iterable[str], n: int) -> list[str]:
    return [*words] * n


def digit(n: int) -> tuple[int, int] | None:
    return (n % 10, n // 10) if n else None


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
use(Stream.unfold(text_of, 1))  # refused
use(Stream.unfold(digit, "a"))  # refused
use(Stream.from_callable(text_of))  # refused
use(Stream.from_callable(list, times="2"))  # refused
use(Stream.from_callable(list, until="a"))  # refused
use(Stream.paginate(text_of, items=length, next=length))  # refused
use(Stream.paginate(text_of))  # refused
use(Stream.traverse(1, text_of))  # refused
use(Stream.traverse("a", length))  # refused
use(Stream.traverse("a", str.split, order="width"))  # refused
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
use(ints.takewhile_inclusive(length))  # refused
use(ints.unique(length))  # refused
use(ints.duplicates(length))  # refused
use(ints.without(numbers, key=length))  # refused
use(strs.without(numbers, key=length))  # refused
use(ints.intersection(["a"], key=text_of))  # refused
use(ints.sorted(key=length))  # refused
use(ints.sorted(length))  # refused
use(ints.group_adjacent(length))  # refused
use(ints.split_when(length))  # refused
use(ints.split_when(text_of))  # refused
use(ints.split_at(length))  # refused
use(ints.split_before(length))  # refused
use(ints.split_after(5))  # refused
use(ints.batched_by(5, weight=length))  # refused
use(ints.batched_by(5, weight=text_of))  # refused
use(ints.flat_map(text_of).map(text_of))  # refused
use(strs.flat_map(length))  # refused
use(ints.accumulate(joined))  # refused
use(strs.accumulate(joined, initial=""))  # refused
use(ints.map(text_of).map(text_of))  # refused
use(ints.map_accumulate(plus, 0))  # refused
use(strs.map_accumulate(added, 0))  # refused
use(twos.map_keys(text_of))  # refused
use(twos.map_values(length))  # refused

# Items of the wrong type
use(ints.flatten())  # refused
use(ints.starmap(joined))  # refused
use(twos.starmap(length))  # refused
use(twos.starmap(text_of))  # refused
use(ints.zip(numbers).starmap(joined))  # refused
use(ints.pluck(0))  # refused
use(ints.map_keys(text_of))  # refused
use(strs.map_values(length))  # refused
use(ints.swap())  # refused
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
use(points.is_sorted())  # refused
use(points.is_sorted(lambda p: p))  # refused
use(ints.unzip())  # refused

# Wrong options
use(ints.take("1"))  # refused
use(ints.take())  # refused
use(ints.take(n=1))  # refused
use(ints.take(1.5))  # refused
use(ints.batched("2"))  # refused
use(ints.batched(2, True))  # refused
use(ints.windowed(2, 2))  # refused
use(ints.lag(0, 0))  # refused
use(ints.lag(0).starmap(joined))  # refused
use(ints.mark_ends(True))  # refused
use(strs.split_at())  # refused
use(strs.batched_by(5))  # refused
use(strs.batched_by("5", weight=length))  # refused
use(strs.batched_by(5, weight=length, max_count="2"))  # refused
use(ints.shuffle(5))  # refused
use(ints.shuffle(seed=5))  # refused
use(ints | op.split_at(length))  # refused
use(ints.zip(5))  # refused
use(ints.chain(5))  # refused
use(ints + 5)  # refused
use(ints.compress(5))  # refused
use(ints.of_type(5))  # refused
use(ints.of_type("int"))  # refused
use(ints.drop_last("1"))  # refused
use(ints.without(5))  # refused
use(ints.intersection())  # refused
use(ints.split_head("1"))  # refused
use(ints.split_head(1)[0].count_by())  # refused
use(ints.peekable().peek(None, None))  # refused
use(ints.interleave(5))  # refused
use(ints.roundrobin(5))  # refused
use(ints.merge_sorted(5))  # refused
use(points.merge_sorted([Point(1)]))  # refused
use(ints.merge_sorted(numbers, key=length))  # refused
use(ints.merge_sorted(numbers, length))  # refused
use(ints.tee("2"))  # refused
use(ints.join(numbers))  # refused
use(ints.join(5, text_of))  # refused
use(ints.join(numbers, length))  # refused
use(ints.join(["a"], text_of))  # refused
use(ints.join(numbers, text_of, length))  # refused
use(ints.join(numbers, text_of, how="outer"))  # refused
use(ints.join(numbers, text_of, None, "left"))  # refused
use(ints.combinations())  # refused
use(ints.pluck())  # refused
use(ints.attr())  # refused
use(ints.attr(0))  # refused
use(ints.repeat_each("2"))  # refused
use(ints.repeat_each())  # refused
use(ints.intersperse())  # refused
use(ints.padded("5"))  # refused
use(ints.padded(5, 0, 0))  # refused
use(ints.or_else_from(5))  # refused
use(ints.first(None))  # refused
use(ints.nth("1"))  # refused
use(ints.only(None))  # refused
use(ints.all_unique(length))  # refused
use(ints.all_unique(lambda n: [n]))  # refused
use(ints.is_sorted(text_of, True))  # refused
use(ints.fold_while("", plus))  # refused
use(ints.fold_while(0, done))  # refused
use(ints.sample("2"))  # refused
use(ints.sample(2, rng=5))  # refused
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
use(ints | op.map_keys(length))  # refused
use(ints | op.map_values(text_of))  # refused
use(twos | op.map_keys(text_of))  # refused
use(twos | op.map_values(length))  # refused
use(ints | op.swap())  # refused
use(ints | op.pluck(0))  # refused
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
use(op.split_head(1))  # refused
use(op.peekable())  # refused
use(ints | op.of_type(str) | op.map(text_of))  # refused
use(ints | op.without(numbers, key=length))  # refused
use(ints.pipe(length))  # refused
use(strs.pipe(repeated, m=2))  # refused


use(points | op.sorted())  # refused
use([Point(1)] | op.sorted())  # refused
use(points | op.merge_sorted([Point(1)]))  # refused

ints.trace("many")  # refused
ints.trace(file="trace.txt")  # refused
ints.profile(5)  # refused

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
ints.try_map(length)  # refused
ints.try_map(text_of, on_error="keep")  # refused
ints.try_map(text_of, int)  # refused
ints.try_map(text_of, on_error=length)  # refused
ints.catch(5, list)  # refused
ints.catch(ValueError, length)  # refused
ints.catch(int, list)  # refused
ints.on_close(length)  # refused
op.try_map(text_of, on_error="keep")  # refused
use(numbers | op.try_map(length))  # refused
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


@operation
def lengths(words: Iterable[str]) -> Iterator[int]:
    return map(len, words)


lengths(2)  # refused
Stream([1]).then(lengths())  # refused
Stream([1]).then(5)  # refused
operation(5)  # refused
