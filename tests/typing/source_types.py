"""The types of streams that are made of something else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper


@dataclass(frozen=True)
class Point:
    """Something that has no order and no sum."""

    x: int


def text_of(n: int) -> str:
    return str(n)


numbers: list[int] = [3, 1, 2]
words: list[str] = ["bb", "a", "cc"]

here = Path(__file__)


def generated() -> Iterator[int]:
    yield from numbers


def opened() -> TextIOWrapper:
    return here.open(encoding="utf-8")


def digit(n: int) -> tuple[str, int] | None:
    return (str(n % 10), n // 10) if n else None


def counted() -> int:
    return 1


def waited() -> str | None:
    return None


@dataclass(frozen=True)
class Page:
    """A page of an API."""

    rows: list[str]
    after: int | None


def fetch(token: int | None) -> Page:
    return Page(["a"], None if token else 1)


def rows(page: Page) -> list[str]:
    return page.rows


def after(page: Page) -> int | None:
    return page.after


def below(n: int) -> list[int]:
    return [n - 1] if n else []


def half(x: float) -> float:
    return x / 2


def larger(p: Point) -> Point:
    return Point(p.x + 1)


one = numbers[0]
names: dict[int, str] = {1: "a"}
assert_type(Stream(numbers), Stream[int])
assert_type(Stream(words), Stream[str])
assert_type(Stream([1, 2]), Stream[int])
assert_type(Stream((one, one)), Stream[int])
assert_type(Stream(names), Stream[int])
assert_type(Stream(names.items()), Stream[tuple[int, str]])
assert_type(Stream(range(3)), Stream[int])
assert_type(Stream(b"ab"), Stream[int])
assert_type(Stream(generated()), Stream[int])
assert_type(Stream(Stream(numbers)), Stream[int])
assert_type(Stream[int]([]), Stream[int])
assert_type(Stream[float](numbers), Stream[float])
assert_type(iter(Stream(words)).__next__(), str)
assert_type([*Stream(words)], list[str])  # cannot: mypy (Any for a star in a display)
assert_type([word for word in Stream(words)], list[str])  # noqa: C416
assert_type(Stream.of(one, one), Stream[int])
assert_type(Stream.of(Point(1), None), Stream[Point | None])
assert_type(Stream.range(3), Stream[int])
assert_type(Stream.range(1, 7, 2), Stream[int])
assert_type(Stream.count_from(), Stream[int])
assert_type(Stream.count_from(5, 2), Stream[int])
assert_type(Stream.count_from(0.5), Stream[float])
assert_type(Stream.count_from(0.5, 0.5), Stream[float])
assert_type(Stream.repeat(Point(1)), Stream[Point])
assert_type(Stream.repeat(Point(1), 2), Stream[Point])
assert_type(Stream.iterate(half, 8.0), Stream[float])
assert_type(Stream.iterate(larger, Point(0)), Stream[Point])
assert_type(Stream.unfold(digit, 17), Stream[str])
assert_type(Stream.unfold(lambda n: (str(n), n + 1), one).take(2), Stream[str])
assert_type(Stream.from_callable(counted), Stream[int])
assert_type(Stream.from_callable(counted, times=2), Stream[int])
assert_type(Stream.from_callable(counted, sentinel=1, until=(KeyError, OSError)), Stream[int])
assert_type(Stream.from_callable(waited, sentinel=None), Stream[str])
assert_type(Stream.from_callable(waited, times=1, until=KeyError), Stream[str | None])
assert_type(Stream.paginate(fetch, items=rows, next=after), Stream[str])
assert_type(Stream.paginate(fetch, items=lambda p: p.rows, next=after), Stream[str])  # cannot: mypy
assert_type(Stream.traverse(one, below), Stream[int])
assert_type(Stream.traverse(one, below, order="breadth", key=text_of), Stream[int])
assert_type(Stream.using(opened), Stream[str])
assert_type(Stream.using(partial(here.open, encoding="utf-8")), Stream[str])
assert_type(Stream.lines(here), Stream[str])
assert_type(Stream.lines(str(here), encoding="latin-1", errors="replace"), Stream[str])
assert_type(Stream.count_from().map(text_of).cache(), Stream[str])
assert_type(Stream(count()).take(2), Stream[int])


def keep_any(anything: Any) -> None:
    assert_type(Stream(anything), Stream[Any])
