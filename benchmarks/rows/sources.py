"""How each source is built."""

from __future__ import annotations

import itertools
from collections import deque
from itertools import islice
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Constructions: sources"


@row(SECTION, "Stream(source), without operations", kind=ITEMS)
def build_stream(n: int) -> Contenders:
    xs = list(range(n))
    return {"iter": lambda: iter(xs), "rillet": lambda: Stream(xs)}


@row(SECTION, "Stream.range(n)", kind=ITEMS)
def build_range(n: int) -> Contenders:
    return {"range": lambda: range(n), "rillet": lambda: Stream.range(n)}


@row(SECTION, "Stream.count_from(), n of it", kind=ITEMS)
def build_count_from(n: int) -> Contenders:
    return {
        "count": lambda: islice(itertools.count(), n),
        "rillet": lambda: Stream.count_from().take(n),
    }


@row(SECTION, "Stream.repeat(value, n)", kind=ITEMS)
def build_repeat(n: int) -> Contenders:
    return {
        "repeat": lambda: itertools.repeat(None, n),
        "rillet": lambda: Stream.repeat(None, n),
    }


@row(SECTION, "Stream.iterate(f, start), n of it", kind=ITEMS)
def build_iterate(n: int) -> Contenders:
    f = (1).__add__

    def generator() -> Any:
        x = 0
        while True:
            yield x
            x = f(x)

    return {
        "generator": lambda: islice(generator(), n),
        "accumulate over repeat": lambda: itertools.accumulate(
            itertools.repeat(0, n), lambda x, _: f(x)
        ),
        "rillet": lambda: Stream.iterate(f, 0).take(n),
        **offered(
            more_itertools=lambda m: lambda: islice(m.iterate(f, 0), n),
            cytoolz=lambda m: lambda: islice(m.iterate(f, 0), n),
        ),
    }


@row(SECTION, "Stream.unfold(f, seed)", kind=ITEMS)
def build_unfold(n: int) -> Contenders:
    def f(k: int) -> Any:
        return (k, k + 1) if k < n else None

    def generator() -> Any:
        state = 0
        while (made := f(state)) is not None:
            item, state = made
            yield item

    return {"generator": generator, "rillet": lambda: Stream.unfold(f, 0)}


@row(SECTION, "Stream.from_callable(f), n of it", kind=ITEMS)
def build_from_callable(n: int) -> Contenders:
    f = (1).__abs__
    return {
        "starmap(f, repeat)": lambda: islice(itertools.starmap(f, itertools.repeat(())), n),
        "rillet": lambda: Stream.from_callable(f).take(n),
        **offered(more_itertools=lambda m: lambda: islice(m.repeatfunc(f), n)),
    }


@row(SECTION, "Stream.from_callable(f, times=n)", kind=ITEMS)
def build_from_callable_times(n: int) -> Contenders:
    f = (1).__abs__
    return {
        "starmap(f, repeat)": lambda: itertools.starmap(f, itertools.repeat((), n)),
        "rillet": lambda: Stream.from_callable(f, times=n),
        **offered(more_itertools=lambda m: lambda: m.repeatfunc(f, n)),
    }


@row(SECTION, "Stream.from_callable(f, sentinel=value)", kind=ITEMS)
def build_from_callable_sentinel(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "iter(f, value)": lambda: iter(iter(xs).__next__, n - 1),
        "rillet": lambda: Stream.from_callable(iter(xs).__next__, sentinel=n - 1),
    }


@row(SECTION, "Stream.from_callable(f, sentinel=None)", kind=ITEMS)
def build_from_callable_none(n: int) -> Contenders:
    xs = [*range(n), None]

    def generator() -> Any:
        f = iter(xs).__next__
        while (x := f()) is not None:
            yield x

    return {
        "generator": generator,
        "iter(f, None)": lambda: iter(iter(xs).__next__, None),
        "rillet": lambda: Stream.from_callable(iter(xs).__next__, sentinel=None),
    }


@row(SECTION, "Stream.from_callable(f, until=error)", kind=ITEMS)
def build_from_callable_until(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        f = xs[::-1].pop
        try:
            while True:
                yield f()
        except IndexError:
            return

    return {
        "generator": generator,
        "rillet": lambda: Stream.from_callable(xs[::-1].pop, until=IndexError),
        **offered(more_itertools=lambda m: lambda: m.iter_except(xs[::-1].pop, IndexError)),
    }


@row(SECTION, "Stream.paginate(fetch), pages of 100", kind=ITEMS)
def build_paginate(n: int) -> Contenders:
    def fetch(token: Any) -> range:
        begin = token or 0
        return range(begin, min(begin + 100, n))

    def after(page: range) -> int | None:
        return page.stop if page.stop < n else None

    def generator() -> Any:
        token = None
        while True:
            page = fetch(token)
            yield from page
            token = after(page)
            if token is None:
                return

    return {
        "generator": generator,
        "rillet": lambda: Stream.paginate(fetch, items=iter, next=after),
    }


def _below(n: int) -> Any:
    return lambda k: range(2 * k + 1, min(2 * k + 3, n))


@row(SECTION, "Stream.traverse(root, children)", kind=ITEMS)
def build_traverse(n: int) -> Contenders:
    children = _below(n)

    def stack() -> Any:
        held = [0]
        while held:
            node = held.pop()
            yield node
            held.extend(reversed(children(node)))

    def recursion(node: int) -> Any:
        yield node
        for child in children(node):
            yield from recursion(child)

    return {
        "a stack of nodes": stack,
        "recursive generator": lambda: recursion(0),
        "rillet": lambda: Stream.traverse(0, children),
    }


@row(SECTION, 'Stream.traverse(root, children, order="breadth")', kind=ITEMS)
def build_traverse_breadth(n: int) -> Contenders:
    children = _below(n)

    def queue() -> Any:
        held = deque([0])
        while held:
            node = held.popleft()
            yield node
            held.extend(children(node))

    return {"queue": queue, "rillet": lambda: Stream.traverse(0, children, order="breadth")}


@row(SECTION, "Stream.traverse(root, children, key=key)", kind=ITEMS)
def build_traverse_key(n: int) -> Contenders:
    children = _below(n)

    def stack() -> Any:
        held, seen = [0], set()
        while held:
            node = held.pop()
            if node not in seen:
                seen.add(node)
                yield node
                held.extend(reversed(children(node)))

    return {
        "a stack of nodes": stack,
        "rillet": lambda: Stream.traverse(0, children, key=int),
    }


@row(SECTION, "cache(), the first pass", kind=ITEMS)
def build_cache(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "a list": lambda: list(iter(xs)),
        "rillet": lambda: Stream(iter(xs)).cache(),
        **offered(more_itertools=lambda m: lambda: m.seekable(iter(xs))),
    }


@row(SECTION, "cache(), a second pass", kind=ITEMS)
def build_cached(n: int) -> Contenders:
    held = list(range(n))
    cached = Stream(iter(held)).cache()
    return {"a list": lambda: held, "rillet": lambda: cached}
