"""Law 4: what an operation holds does not grow with the input, where its class says so."""

from __future__ import annotations

import gc
import itertools
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from calls import CALLING_LAZY, LAZY, names_in
from leftovers import what_was_there_before_is_not_looked_at  # noqa: F401  # a fixture

from rillet import Fold, Pipeline, Stream, op
from rillet.folds import (
    Count,
    Filtered,
    First,
    Histogram,
    Last,
    Mapped,
    Max,
    Mean,
    MinMax,
    NLargest,
    Sample,
    Sum,
    Variance,
)

pytestmark = pytest.mark.no_cover
"""Coverage takes four times as long over these millions of items, and tracemalloc would count what
it keeps; what runs here is covered elsewhere, or the 100 % would not be reached.
"""

SHORT = 3_000
MARGIN = 4 * 1024
"""What tracemalloc sees of the interpreter's own: specialised code, a frame, a resized list."""
PEAK = 64 * 1024
BOUNDED = {"1:1", "+1", "n"}


def peak_of(make: Callable[[int], Any], length: int) -> int:
    """The most bytes that are held while a pass over `make(length)` lets every item go."""
    stream = make(length)

    def read() -> None:
        for _ in stream:
            pass

    return peak_while(read)


def peak_while(run: Callable[[], object]) -> int:
    gc.disable()  # a collection would throw away what is kept of freed tuples
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()


def max_of(item: int, error: Exception) -> int:
    return item


GROWING: dict[str, Callable[[int], Stream[Any]]] = {
    "map": lambda n: Stream(range(n)).map(abs),
    "map, others": lambda n: Stream(range(n)).map(max, itertools.count()),
    "starmap": lambda n: Stream(range(n)).zip(range(n)).starmap(max),
    "enumerate": lambda n: Stream(range(n)).enumerate(),
    "accumulate": lambda n: Stream(range(n)).accumulate(max),
    "accumulate, initial": lambda n: Stream(range(n)).accumulate(max, initial=0),
    "accumulate, initial of None": lambda n: Stream(range(n)).accumulate(
        lambda _, i: i, initial=None
    ),
    "flat_map": lambda n: Stream(range(n)).flat_map(lambda i: (i, i)),
    "flatten": lambda n: Stream([range(n), range(n)]).flatten(),
    "filter_map": lambda n: Stream(range(n)).filter_map(abs),
    "map_accumulate": lambda n: Stream(range(n)).map_accumulate(lambda m, i: (i, m), 0),
    "tap": lambda n: Stream(range(n)).tap(abs),
    "tee_to": lambda n: Stream(range(n)).tee_to(abs),
    "filter": lambda n: Stream(range(n)).filter(),
    "filterfalse": lambda n: Stream(range(n)).filterfalse(),
    "not_none": lambda n: Stream(range(n)).not_none(),
    "of_type": lambda n: Stream(range(n)).of_type(int),
    "of_type, several": lambda n: Stream(range(n)).of_type((str, int)),
    "take": lambda n: Stream.count_from().take(n),
    "drop": lambda n: Stream(range(n)).drop(n // 2),
    "takewhile": lambda n: Stream(range(n)).takewhile((-1).__lt__),
    "takewhile_inclusive": lambda n: Stream(range(n)).takewhile_inclusive((-1).__lt__),
    "dropwhile": lambda n: Stream(range(n)).dropwhile((n // 2).__gt__),
    "dedupe": lambda n: Stream(range(n)).dedupe(),
    "without": lambda n: Stream(range(n)).without(range(9)),
    "without, key": lambda n: Stream(range(n)).without(range(9), key=abs),
    "intersection": lambda n: Stream(range(n)).intersection(range(9)),
    "intersection, key": lambda n: Stream(range(n)).intersection(range(9), key=(9).__rmod__),
    "compress": lambda n: Stream(range(n)).compress(itertools.cycle([1, 0])),
    "locate": lambda n: Stream(range(n)).locate(bool),
    "batched": lambda n: Stream(range(n)).batched(7),
    "batched, strict": lambda n: Stream(range(n)).batched(5, strict=True),
    "windowed": lambda n: Stream(range(n)).windowed(7),
    "windowed, step": lambda n: Stream(range(n)).windowed(3, step=5),
    "windowed, wide": lambda n: Stream(range(n)).windowed(40),
    "windowed, large": lambda n: Stream(range(n)).windowed(1001),
    "windowed, large steps": lambda n: Stream(range(n)).windowed(30, step=40),
    "windowed, partial": lambda n: Stream(range(n)).windowed(7, step=9, partial=True),
    "pairwise": lambda n: Stream(range(n)).pairwise(),
    "lag": lambda n: Stream(range(n)).lag(),
    "lead": lambda n: Stream(range(n)).lead(),
    "mark_ends": lambda n: Stream(range(n)).mark_ends(),
    "run_length": lambda n: Stream(range(n)).map((1000).__rfloordiv__).run_length(),
    "batched_by": lambda n: Stream(range(n)).batched_by(7, weight=bool),
    "cycle": lambda n: Stream(range(n)).cycle(3),
    "cycle, endless": lambda n: Stream(range(n)).cycle().take(3 * n),
    "pluck": lambda n: Stream(range(n)).zip().pluck(0),
    "attr": lambda n: Stream(range(n)).attr("real", "imag"),
    "map_keys": lambda n: Stream(range(n)).enumerate().map_keys(abs),
    "map_values": lambda n: Stream(range(n)).enumerate().map_values(abs),
    "swap": lambda n: Stream(range(n)).enumerate().swap(),
    "repeat_each": lambda n: Stream(range(n)).repeat_each(3),
    "repeat_each, many times": lambda n: Stream(range(3)).repeat_each(n),
    "intersperse": lambda n: Stream(range(n)).intersperse(0),
    "padded": lambda n: Stream(range(n)).padded(2 * n),
    "padded, enough": lambda n: Stream(range(n)).padded(n // 2),
    "or_else": lambda n: Stream(range(n)).or_else(1),
    "or_else_from": lambda n: Stream(()).or_else_from(range(n)),
    "zip": lambda n: Stream(range(n)).zip(range(n), itertools.count()),
    "zip, strict": lambda n: Stream(range(n)).zip(range(n), strict=True),
    "zip_longest": lambda n: Stream(range(n)).zip_longest(range(n // 2)),
    "chain": lambda n: Stream(range(n)).chain(range(n), range(n)),
    "interleave": lambda n: Stream(range(n)).interleave(range(n), itertools.count()),
    "roundrobin": lambda n: Stream(range(n)).roundrobin(range(n), range(n // 2)),
    "merge_sorted": lambda n: Stream(range(n)).merge_sorted(range(n), range(n // 2)),
    "merge_sorted, key": lambda n: Stream(range(n)).merge_sorted(range(n), range(n), key=abs),
    "join": lambda n: Stream(range(n)).map((7).__rmod__).join(range(9), abs),
    "join, left": lambda n: Stream(range(n)).join(range(9), abs, how="left"),
    "join, full": lambda n: Stream(range(n)).join(range(9), abs, how="full"),
    "join, semi": lambda n: Stream(range(n)).join(range(9), (9).__rmod__, abs, how="semi"),
    "join, anti": lambda n: Stream(range(n)).join(range(9), abs, how="anti"),
    "prepend": lambda n: Stream(range(n)).prepend(1),
    "append": lambda n: Stream(range(n)).append(1),
    "[], from the start": lambda n: Stream(range(n))[3 : n - 2 : 2],
    "[], before the end": lambda n: Stream(range(n))[:-5],
    "drop_last": lambda n: Stream(range(n)).drop_last(5),
    "tail": lambda n: Stream(range(n)).tail(5),
    "[], of the tail": lambda n: Stream(range(n))[-5:],
    "try_map": lambda n: Stream(range(n)).try_map(abs),
    "try_map, failing": lambda n: Stream(range(n)).try_map([].index),
    "try_map, collect": lambda n: Stream(range(n)).try_map([].index, on_error="collect"),
    "try_map, on_error": lambda n: Stream(range(n)).try_map([].index, on_error=max_of),
    "catch": lambda n: Stream(range(n)).catch(ValueError, repr),
    "catch, handled": lambda n: Stream([0]).map([].index).catch(ValueError, lambda _: range(n)),
    "on_close": lambda n: Stream(range(n)).on_close(list),
    "fuse": lambda n: Stream(range(n)).fuse(),
    "fuse, what goes on": lambda n: Stream(range(n)).map(lambda i: -i).filter(lambda i: i).fuse(),
    "fuse, what goes on with a state": lambda n: (
        Stream(range(n)).enumerate().starmap(lambda i, j: i + j).accumulate(lambda _, i: i).fuse()
    ),
    "fuse, what ends": lambda n: (
        Stream(range(n)).map(lambda i: -i).takewhile(lambda i: i < 1).fuse()
    ),
    "fuse, neighbours": lambda n: (
        Stream(range(n)).map(lambda i: -i).pairwise().starmap(lambda i, j: i + j).fuse()
    ),
    "fuse, loops in loops": lambda n: (
        Stream(range(n)).flat_map(lambda i: (i, i)).map(lambda i: -i).fuse()
    ),
    "fuse, several loops": lambda n: (
        Stream(range(n)).map(lambda i: -i).batched(3).map(lambda i: i[0]).fuse()
    ),
    "fuse, a function that is called": lambda n: (
        Stream(range(n)).map(lambda i: -i).map(str).map(lambda text: text + "!").fuse()
    ),
}
"""The end classes among them hold only as many items as they give."""


def name_and_class() -> dict[str, str]:
    """The laziness of each operation, as the operations themselves tell it."""
    return {
        operation.name: operation.laziness
        for call in LAZY.values()
        for operation, _ in call(Stream(range(3)))._operations[-1:]
    }


def test_every_bounded_operation_is_measured() -> None:
    bounded = {name for name, laziness in name_and_class().items() if laziness in BOUNDED}
    assert bounded <= names_in(GROWING)
    assert names_in(GROWING) <= {*op.__all__, "[]"}
    assert CALLING_LAZY


@pytest.mark.parametrize("make", GROWING.values(), ids=GROWING)
def test_ten_times_the_input_takes_no_more_memory(make: Callable[[int], Stream[Any]]) -> None:
    peak_of(make, 10 * SHORT)  # fills what CPython keeps of freed tuples: it keeps 2,000 of a size
    assert peak_of(make, 10 * SHORT) <= peak_of(make, SHORT) + MARGIN


PUSHED = {name: make for name, make in GROWING.items() if not name.startswith("cycle")}
"""A cycle that is pushed has no source to read anew, so it holds all items."""


@pytest.mark.parametrize("make", PUSHED.values(), ids=PUSHED)
def test_pushed_ten_times_the_input_takes_no_more_memory(
    make: Callable[[int], Stream[Any]],
) -> None:
    def peak_of_push(length: int) -> int:
        stream = make(length)
        sink = Pipeline(stream._operations).push(lambda item: None)
        return peak_while(lambda: Stream(stream._source).into(sink))

    peak_of_push(10 * SHORT)
    assert peak_of_push(10 * SHORT) <= peak_of_push(SHORT) + MARGIN


def test_a_broadcast_of_a_million_elements_takes_less_than_64_kib() -> None:
    small = op.filter((1000).__gt__).push(Fold(int, max))
    odd = (op.map((1).__and__) | op.filter()).push(Fold(int, lambda n, item: n + 1))
    pairs = (op.batched(2) | op.pairwise()).push(lambda pair: None)
    answers: list[Any] = []
    targets = small, odd, pairs
    run = Stream(range(1_000_000)).broadcast
    assert peak_while(lambda: answers.append(run(*targets))) < PEAK
    assert answers == [(999, 500_000, None)]


CHAINS: dict[str, Callable[[int], Stream[Any]]] = {
    "map, filter, map": lambda n: Stream(range(n)).map(abs).filter().map(str),
    "accumulate, enumerate, starmap": lambda n: (
        Stream(range(n)).accumulate(max).enumerate(1).starmap(max)
    ),
    "pairwise, starmap, dedupe, drop": lambda n: (
        Stream(range(n)).pairwise().starmap(max).dedupe().drop(9)
    ),
    "tap, not_none, takewhile, slice": lambda n: (
        Stream(range(n)).tap(abs).not_none().takewhile((-1).__lt__)[1 : n - 1 : 2]
    ),
    "flat_map, filter_map, compress, zip": lambda n: (
        Stream(range(n)).flat_map(lambda i: (i,)).filter_map(abs).compress(range(n)).zip(range(n))
    ),
    "chain, locate, prepend, append": lambda n: (
        Stream(range(n // 2)).chain(range(n // 2)).locate(bool).prepend(1).append(2)
    ),
}


@pytest.mark.parametrize("make", CHAINS.values(), ids=CHAINS)
def test_a_million_elements_flow_through_a_chain_in_less_than_64_kib(
    make: Callable[[int], Stream[Any]],
) -> None:
    make(2).consume()  # what is found out once about a plan is not counted
    assert peak_of(make, 1_000_000) < PEAK


TERMINALS: dict[str, Callable[[Stream[int]], object]] = {
    "sum": lambda s: s.sum(),
    "count": lambda s: s.count(),
    "count, p": lambda s: s.count(bool),
    "mean": lambda s: s.mean(),
    "max": lambda s: s.max(),
    "minmax": lambda s: s.minmax(),
    "aggregate": lambda s: s.aggregate(Count(), Sum(exact=True), Mean(), Variance(), MinMax()),
    "aggregate, functions": lambda s: s.aggregate(
        Count(bool), Max(key=abs), NLargest(3), Sample(3)
    ),
    "aggregate, own": lambda s: s.aggregate(Fold(int, max), Histogram([9]), Mapped(abs, Last())),
    "aggregate_by": lambda s: s.aggregate_by(bool, Sum()),
    "into": lambda s: s.into(Filtered(bool, First())),
    "last": lambda s: s.last(),
    "reduce": lambda s: s.reduce(max),
    "fold": lambda s: s.fold(0, max),
    "fold_while": lambda s: s.fold_while(0, max),
    "sample": lambda s: s.sample(5),
    "all_equal": lambda s: s.all_equal((-1).__eq__),
    "is_sorted": lambda s: s.is_sorted(strict=True),
    "for_each": lambda s: s.for_each(abs),
    "consume": lambda s: s.consume(),
    "fuse, count": lambda s: s.map(lambda i: -i).fuse().count(lambda i: i % 2),
    "fuse, fold": lambda s: s.map(lambda i: -i).filter(lambda i: i % 2).fuse().fold(0, max),
    "fuse, min": lambda s: s.fuse().min(key=lambda i: i % 7),
    "fuse, sum": lambda s: s.map(lambda i: i % 7).takewhile(lambda i: i < 7).fuse().sum(),
    "fuse, consume": lambda s: s.flat_map(lambda i: (i, -i)).fuse().consume(),
    "profile": lambda s: s.profile(),
    "nlargest": lambda s: s.nlargest(5),
    "nth": lambda s: s.nth(s.count() - 1),
    "any": lambda s: s.any((-1).__eq__),
    "in": lambda s: -1 in s,
    "find": lambda s: s.find((-1).__eq__),
    "[-1]": lambda s: s[-1],
    "split_head": lambda s: s.map(abs).split_head(5)[1].count(),
    "peekable": lambda s: [None for item in iter(s.peekable().__next__, -1) if item < 0],
}


@pytest.mark.parametrize("call", TERMINALS.values(), ids=TERMINALS)
def test_a_terminal_that_makes_one_value_holds_no_items(
    call: Callable[[Stream[int]], object],
) -> None:
    peaks = []
    for length in (3 * SHORT, 3 * SHORT, 30 * SHORT):  # some read eight thousand items ahead
        gc.collect()
        tracemalloc.start()
        call(Stream(range(length)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] <= peaks[1] + MARGIN


def test_lines_of_a_file_are_held_a_piece_at_a_time(tmp_path: Any) -> None:
    peaks = []
    for length in (20_000, 20_000, 200_000):
        path = tmp_path / "lines"
        path.write_text("".join(f"line {n % 1000:04}\n" for n in range(length)))
        peaks.append(peak_of(lambda _, path=path: Stream.lines(path).map(len), 0))
    assert peaks[2] <= peaks[1] + MARGIN
