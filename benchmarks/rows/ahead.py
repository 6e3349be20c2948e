"""What reads the beginning of a stream, and goes on from there."""

from __future__ import annotations

from collections import deque
from itertools import chain, islice
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: the beginning and the rest"


@row(SECTION, "split_head(1) of a one-shot stream, and the rest", kind=ITEMS)
def split_head(n: int) -> Contenders:
    xs = list(range(n))

    def by_hand() -> Any:
        items = iter(xs)
        head = list(islice(items, 1))
        return chain(head, items)

    def ours() -> Any:
        head, rest = Stream(iter(xs)).split_head(1)
        return chain(head, rest)

    return {
        "list(islice), then the iterator": by_hand,
        "rillet": ours,
        **offered(more_itertools=lambda m: lambda: m.spy(iter(xs), 1)[1]),
    }


@row(SECTION, "split_head(1) of a list, and the rest", kind=ITEMS)
def split_head_again(n: int) -> Contenders:
    xs = list(range(n))

    def ours() -> Any:
        head, rest = Stream(xs).split_head(1)
        return chain(head, rest)

    return {
        "islice twice": lambda: chain(list(islice(xs, 1)), islice(xs, 1, None)),
        "rillet": ours,
    }


@row(SECTION, "split_head(3) of five items, and the rest", size=5, kind=ITEMS)
def split_head_small(n: int) -> Contenders:
    xs = list(range(n))

    def by_hand() -> Any:
        items = iter(xs)
        head = list(islice(items, 3))
        return chain(head, items)

    def ours() -> Any:
        head, rest = Stream(iter(xs)).split_head(3)
        return chain(head, rest)

    return {"list(islice), then the iterator": by_hand, "rillet": ours}


@row(SECTION, "peekable(), only read", kind=ITEMS)
def peekable(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "class with a deque": lambda: _Deque(xs),
        "rillet": lambda: Stream(xs).peekable(),
        **offered(more_itertools=lambda m: lambda: m.peekable(xs)),
    }


@row(SECTION, "peekable(): a look before each item", kind=ITEMS)
def peekable_looks(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "class with a deque": lambda: _looked(_Deque(xs)),
        "rillet": lambda: _looked(Stream(xs).peekable()),
        **offered(more_itertools=lambda m: lambda: _looked(m.peekable(xs))),
    }


def _looked(ahead: Any) -> list[Any]:
    items = []
    while ahead:
        items.append(ahead.peek())
        next(ahead)
    return items


class _Deque:
    """The class that one writes by hand."""

    def __init__(self, items: Any) -> None:
        self.items = iter(items)
        self.ahead: deque[Any] = deque()

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        if self.ahead:
            return self.ahead.popleft()
        return next(self.items)

    def peek(self) -> Any:
        if not self.ahead:
            self.ahead.append(next(self.items))
        return self.ahead[0]

    def __bool__(self) -> bool:
        try:
            self.peek()
        except StopIteration:
            return False
        return True
