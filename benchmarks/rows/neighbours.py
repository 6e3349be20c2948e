"""How each operation on neighbours is built: windows, batches and runs."""

from __future__ import annotations

import itertools
from collections import deque
from itertools import chain, groupby, islice, pairwise, repeat, takewhile, tee
from operator import is_
from typing import Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, Contenders, row
from rillet import Stream

SECTION = "Windows, batches and runs"


def _tuples(made: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(part) for part in made]


@row(SECTION, "pairwise()", kind=ITEMS, canonical=_tuples)
def build_pairwise(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "pairwise": lambda: pairwise(xs),
        "zip over a slice": lambda: zip(xs, xs[1:]),  # noqa: RUF007  # a contender
        "rillet": lambda: Stream(xs).pairwise(),
        **offered(fpstreams=lambda m: lambda: m.Stream(xs).pairwise()),
    }


@row(SECTION, "lag()", size=100_000, kind=ITEMS)
def lag(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        before = None
        for x in xs:
            yield before, x
            before = x

    return {
        "pairwise over chain": lambda: pairwise(chain((None,), xs)),
        "zip over chain": lambda: zip(chain((None,), xs), xs),
        "generator": generator,
        "rillet": lambda: Stream(xs).lag(),
        **offered(
            more_itertools=lambda m: lambda: m.stagger(xs, offsets=(-1, 0)),
        ),
    }


@row(SECTION, "lead()", size=100_000, kind=ITEMS)
def lead(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        items = iter(xs)
        before = next(items)
        for x in items:
            yield before, x
            before = x
        yield before, None

    return {
        "pairwise over chain": lambda: pairwise(chain(xs, (None,))),
        "generator": generator,
        "rillet": lambda: Stream(xs).lead(),
        **offered(
            more_itertools=lambda m: (
                lambda: islice(m.stagger(xs, offsets=(0, 1), longest=True), len(xs))
            ),
        ),
    }


@row(SECTION, "mark_ends()", size=100_000, kind=ITEMS)
def mark_ends(n: int) -> Contenders:
    xs = list(range(n))

    def generator() -> Any:
        items = iter(xs)
        before = next(items)
        is_first = True
        for x in items:
            yield is_first, False, before
            is_first = False
            before = x
        yield is_first, True, before

    return {
        "generator": generator,
        "zip over tees": lambda: _marked_by_zip(xs),
        "rillet": lambda: Stream(xs).mark_ends(),
        **offered(more_itertools=lambda m: lambda: m.mark_ends(xs)),
    }


def _marked_by_zip(xs: Any) -> Any:
    """No line of Python for an item; but a tee holds up to 57 items where one would do."""
    end = object()
    items, ahead = tee(chain(xs, (end,)))
    firsts = chain((True,), repeat(False))
    return zip(firsts, map(is_, islice(ahead, 1, None), repeat(end)), items)


def zip_over_tees(xs: Any, size: int) -> Any:
    """Sliding windows with no line of Python in them."""
    tees = tee(xs, size)
    return zip(*(islice(items, place, None) for place, items in enumerate(tees)))


def deque_windows(xs: Any, size: int) -> Any:
    """Sliding windows by a generator."""
    items = iter(xs)
    held = deque(islice(items, size - 1), maxlen=size)
    for x in items:
        held.append(x)
        yield tuple(held)


def _enter_windows(size: int) -> None:
    @row(
        SECTION,
        f"windowed({size})",
        kind=ITEMS,
        canonical=_tuples,
        size=100_000 if size < 50 else 30_000,
        rounds=7,
        name=f"windows-{size}",
    )
    def make(n: int) -> Contenders:
        xs = list(range(n))
        by_hand = {
            "zip over tees": lambda: zip_over_tees(xs, size),
            "generator over a deque": lambda: deque_windows(xs, size),
        }
        names = list(by_hand) if size <= 30 else list(by_hand)[::-1]
        return {
            **{name: by_hand[name] for name in names},
            "slices of a list, fused": lambda: [
                tuple(xs[place : place + size]) for place in range(len(xs) - size + 1)
            ],
            "rillet": lambda: Stream(xs).windowed(size),
            **offered(
                functional=lambda m: lambda: m.seq(xs).sliding(size),
                flupy=lambda m: lambda: m.flu(xs).window(size),
                fpstreams=lambda m: lambda: m.Stream(xs).window(size),
                pyochain=lambda m: lambda: m.Iter(xs).map_windows(size, tuple),
                cytoolz=lambda m: lambda: m.sliding_window(size, xs),
                toolz=lambda m: lambda: m.sliding_window(size, xs),
                more_itertools=lambda m: lambda: m.sliding_window(xs, size),
            ),
        }


for _size in (2, 3, 10, 50):
    _enter_windows(_size)


def _enter_batches(size: int) -> None:
    @row(
        SECTION,
        f"batched({size})",
        kind=ITEMS,
        canonical=_tuples,
        size=100_000,
        name=f"batches-{size}",
    )
    def make(n: int) -> Contenders:
        xs = list(range(n))

        def generator() -> Any:
            items = iter(xs)
            while batch := tuple(islice(items, size)):
                yield batch

        def takewhile_len() -> Any:
            slices = map(islice, repeat(iter(xs)), repeat(size))
            return takewhile(len, map(tuple, slices))

        return {
            **_batched_of_itertools(xs, size),
            "takewhile(len, map(tuple, …))": takewhile_len,
            "generator": generator,
            "slices of a list, fused": lambda: [
                xs[place : place + size] for place in range(0, len(xs), size)
            ],
            "rillet": lambda: Stream(xs).batched(size),
            **offered(
                streamable=lambda m: lambda: m.stream(xs).group(size),
                functional=lambda m: lambda: m.seq(xs).grouped(size),
                flupy=lambda m: lambda: m.flu(xs).chunk(size),
                fpstreams=lambda m: lambda: m.Stream(xs).chunk(size),
                pyochain=lambda m: lambda: m.Iter(xs).batched(size),
                pipe=lambda m: lambda: xs | m.batched(size),
                cytoolz=lambda m: lambda: m.partition_all(size, xs),
                toolz=lambda m: lambda: m.partition_all(size, xs),
                more_itertools=lambda m: lambda: m.chunked(xs, size),
            ),
        }


def _batched_of_itertools(xs: list[int], size: int) -> Contenders:
    """itertools has it since Python 3.12."""
    batched = getattr(itertools, "batched", None)
    return {"itertools.batched": lambda: batched(xs, size)} if batched else {}


for _size in (3, 100):
    _enter_batches(_size)


@row(SECTION, "group_adjacent(key): runs of five", size=100_000, kind=ITEMS, canonical=_tuples)
def group_adjacent(n: int) -> Contenders:
    xs = list(range(n))
    key = (5).__rfloordiv__
    return {
        "groupby and list": lambda: ((k, list(group)) for k, group in groupby(xs, key)),
        "generator": lambda: _runs(xs, key),
        "rillet": lambda: Stream(xs).group_adjacent(key),
        **offered(
            flupy=lambda m: (
                lambda: [(k, group.to_list()) for k, group in m.flu(xs).group_by(key, sort=False)]
            ),
            fpstreams=lambda m: (
                lambda: ((key(run[0]), list(run)) for run in m.Stream(xs).group_runs(key))
            ),
            more_itertools=lambda m: lambda: m.groupby_transform(xs, key, None, list),
        ),
    }


@row(SECTION, "group_adjacent(): runs of five", size=100_000, kind=ITEMS, canonical=_tuples)
def group_adjacent_equal(n: int) -> Contenders:
    xs = [x // 5 for x in range(n)]
    return {
        "groupby and list": lambda: ((k, list(group)) for k, group in groupby(xs)),
        "generator": lambda: _runs_of_equals(xs),
        "rillet": lambda: Stream(xs).group_adjacent(),
        **offered(
            more_itertools=lambda m: lambda: m.groupby_transform(xs, None, None, list),
        ),
    }


def _runs(xs: Any, key: Any) -> Any:
    items = iter(xs)
    for first in items:
        current, group = key(first), [first]
        break
    else:
        return
    for x in items:
        if (k := key(x)) == current:
            group.append(x)
        else:
            yield current, group
            current, group = k, [x]
    yield current, group


def _runs_of_equals(xs: Any) -> Any:
    items = iter(xs)
    for current in items:
        group = [current]
        break
    else:
        return
    for x in items:
        if x == current:
            group.append(x)
        else:
            yield current, group
            current, group = x, [x]
    yield current, group
