"""Ctrl-C ends a terminal within a second, and what is known to be endless is refused at once."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from calls import LAZY as LAZY_CALLS
from calls import TERMINALS

import rillet
from rillet import InfiniteStreamError, Stream
from rillet.folds import Count, First

SOURCE = Path(rillet.__file__).parent.parent
PROGRAM = """
import itertools, linecache, resource, signal, sys, time
from operator import not_
from rillet import Stream, op
from rillet.folds import Count, Max, Sum

resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
signal.signal(signal.SIGPROF, signal.default_int_handler)
never = (-1).__eq__
count = itertools.count

class Ones:
    def __iter__(self):
        return itertools.repeat(1)

for n, line in enumerate(sys.stdin):
    linecache.cache[f"line {n}"] = len(line), None, [line], f"line {n}"  # fuse looks for it
    code = compile(line, f"line {n}", "eval")
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, float(sys.argv[1]))
    try:
        eval(code)
    except KeyboardInterrupt:
        answer = "interrupted"
    except BaseException as error:
        answer = repr(error)
    else:
        answer = "ended"
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(f"{time.process_time() - started:.3f} {answer}", flush=True)
"""
ENDLESS = """\
Stream(count()).filter(never).first()
Stream(count()).map(never).filter().first()
Stream(count()).filterfalse(None.__class__.__instancecheck__).consume(10**15)
Stream(count()).dropwhile((-1).__ne__).first()
Stream(count()).locate(never).first()
Stream(count()).not_none().filter(never).first()
Stream(count()).of_type(str).first()
Stream(count()).of_type((str, bytes)).first()
Stream(count()).takewhile_inclusive((-1).__lt__).nth(10**12)
Stream(count()).drop(10**12).first()
Stream(count()).drop_last(10**12).first()
Stream(count())[10**12]
Stream(count()).nth(10**12)
Stream(count()).map(never).any()
Stream(itertools.repeat(1)).all()
Stream(count()).map(never).none()
-1 in Stream(count())
Stream(count()).index(-1)
Stream(count()).find(never)
Stream(map(str, count())).to_list()
Stream(map(str, count())).to_set()
Stream(map(bool, count(1))).sum()
Stream(map(bool, count(1))).prod()
Stream(map(bool, count(1))).mean()
Stream(map(bool, count(1))).max()
Stream(map(bool, count(1))).min(key=never)
Stream(map(bool, count(1))).minmax()
Stream(map(bool, count(1))).count()
Stream(map(bool, count(1))).last()
Stream(map(bool, count(1))).reduce(max)
Stream(map(bool, count(1))).fold(0, max)
Stream(map(bool, count(1))).fold_while(0, max)
Stream(map(bool, count(1))).sample(3)
Stream(map(bool, count(1))).all_equal()
Stream(map(bool, count(1))).all_equal(int)
Stream(map(float, count())).all_unique()
Stream(map(float, count())).all_unique(int)
Stream(map(bool, count(1))).is_sorted()
Stream(map(bool, count(1))).is_sorted(int)
Stream(count()).is_sorted(strict=True)
Stream(count()).filter(never).is_empty()
Stream(count()).filter((5).__eq__).one()
Stream(count()).filter((5).__eq__).only()
Stream(zip(itertools.repeat(1), itertools.repeat(2))).unzip()
Stream(map(bool, count(1))).aggregate(Sum(), Max())
Stream(map(bool, count(1))).aggregate(Sum(), Max(key=never))
Stream(map(bool, count(1))).aggregate_by(int, Sum())
Stream(map(bool, count(1))).into(Count())
Stream(map(bool, count(1))).consume()
Stream(map(bool, count(1))).count_by()
Stream(map(bool, count(1))).count_by(int)
Stream(map(bool, count(1))).group_by(int)
Stream(map(bool, count(1))).partition(int)
Stream(map(bool, count(1))).top(1)
Stream(map(bool, count(1))).nlargest(3)
Stream(map(bool, count(1))).nsmallest(1)
Stream(map(str, count())).join_str()
Stream(zip(count(), count())).to_dict()
Stream(zip(itertools.repeat(1), count())).to_dict()
Stream(map(bool, count(1))).collect(set)
Stream(map(bool, count(1)))[-1]
Stream(count()).for_each(int)
Stream(count()).filter(never).for_each(int)
Stream(count()).filter(never).print()
Stream.count_from().filter(never).first()
Stream.repeat(1).filter(never).first()
Stream.from_callable(int).filter(never).first()
Stream.from_callable(int, times=10**15).filter(never).first()
Stream.from_callable(int, sentinel=1).filter(never).first()
Stream.from_callable(int, sentinel=None).count()
Stream.from_callable(int, until=KeyError).count()
Stream.from_callable(int, times=10**15, sentinel=1).count()
Stream.unfold(lambda n: (n, n), 0).count()
Stream.paginate(str, items=lambda page: count(), next=len).filter(never).first()
Stream.paginate(str, items=itertools.repeat, next=len).count()
Stream.paginate(str, items=lambda page: (), next=len).first()
Stream.traverse(0, lambda n: (n,)).filter(never).first()
Stream.traverse(0, lambda n: (n,), order="breadth").count()
Stream.traverse(0, lambda n: itertools.repeat(0), key=int).count()
Stream.traverse(0, itertools.repeat, order="post").first()
Stream.range(10**15).filter(never).first()
Stream.range(10**15).sum()
Stream.of(1).map(itertools.repeat).flatten().filter(never).first()
Stream.of(1).flat_map(itertools.repeat).count()
Stream.of([1]).flatten().chain(count()).filter(never).first()
Stream.of(Ones()).flatten().count()
Stream(Ones()).count()
Stream(Ones()).filter(never).first()
Stream([1]).cycle().filter(never).first()
Stream([1]).drop(0).cycle().filter(never).first()
Stream([1]).cycle(10**15).consume()
Stream([1]).drop(0).cycle(10**15).consume()
Stream([1]).repeat_each(10**15).consume()
Stream(count()).repeat_each(2).filter(never).first()
Stream(count()).intersperse(0).filter(never).first()
Stream([1]).padded(10**15).consume()
Stream(count()).padded(5).filter(never).first()
Stream(count()).or_else(5).filter(never).first()
Stream([1]).drop(1).or_else_from(Ones()).count()
Stream(count()).zip().pluck(0).filter(never).first()
Stream(count()).attr('real').filter(never).first()
Stream(Ones()).enumerate().swap().map(().__eq__).any()
Stream([1]).chain(count()).filter(never).first()
Stream([1]).chain(Ones()).count()
Stream([1]).zip_longest(count()).filter(().__eq__).first()
Stream([1]).zip_longest(Ones()).count()
Stream(Ones()).interleave(Ones()).count()
Stream(count()).interleave(count()).filter(never).first()
Stream([1]).roundrobin(Ones()).count()
Stream([1]).roundrobin(count()).filter(never).first()
Stream([1]).merge_sorted(Ones()).count()
Stream([1]).merge_sorted(count()).filter(never).first()
Stream(Ones()).merge_sorted(key=int).count()
Stream([1]).join(Ones(), int).first()
Stream([1]).join(Ones(), int, how="full").first()
Stream([1]).join(Ones(), int, how="anti").first()
Stream([1]).join(range(10**12), int, how="semi").first()
Stream([1]).join(Stream(Ones()).filter(never), int).first()
Stream([1]).join(Stream(Ones()).filter(never), int, how="full").first()
Stream([1]).join(Stream(Ones()).filter(never), int, how="semi").first()
Stream(Ones()).join([1], int).count()
Stream(Ones()).join([1], int, how="anti").first()
Stream(Ones()).tee()[1].count()
Stream([1]).product(Ones()).first()
Stream([1]).product(Stream(Ones()).filter(never)).first()
Stream(Ones()).product([1]).first()
Stream(range(1000)).product(repeat=9).consume()
Stream(range(1000)).permutations(9).consume()
Stream(range(1000)).combinations(9).consume()
Stream(range(1000)).combinations_with_replacement(9).consume()
Stream(range(60)).powerset().consume()
Stream(Ones()).sorted().first()
Stream.range(10**15).reversed().sum()
Stream(iter(int, 1)).reversed().first()
Stream(Ones()).reversed().first()
Stream(Ones()).shuffle().first()
Stream(Ones()).tail(1).first()
Stream(Ones())[-3:].first()
Stream(Ones())[::-1].first()
Stream(Ones())[:-2].filter(never).first()
Stream(Ones()).unique().nth(1)
Stream(Ones()).dedupe().nth(1)
Stream(map(bool, count())).duplicates().nth(2)
Stream([1]).without(map(bool, count())).first()
Stream([1]).without(Ones(), key=bool).first()
Stream([1]).without(Stream(Ones()).filter(never)).first()
Stream([1]).intersection(Ones()).first()
Stream(count()).intersection([-1]).first()
op.without(map(bool, count())).push(print).send(1)
op.join(Stream(Ones()).filter(never), int).push(print).send(1)
Stream(count()).filter(never).split_head(1)
Stream(map(bool, count())).split_head(10**12)
Stream(count()).map(bool).split_head(2)[1].drop(10**12).first()
Stream(count()).split_head(2)[1].map(never).split_head(0)[1].filter(never).first()
next(Stream(count()).filter(never).peekable())
Stream(count()).filter(never).peekable().peek()
bool(Stream(Ones()).filter(never).peekable())
Stream(Ones()).group_adjacent().first()
Stream(Ones()).run_length().first()
Stream(Ones()).split_when(int.__gt__).first()
Stream(Ones()).split_at(never).first()
Stream(Ones()).split_before(never).first()
Stream(Ones()).split_after(never).first()
Stream(Ones()).batched_by(1, weight=never).first()
Stream(Ones()).batched(10**12).first()
Stream(Ones()).windowed(2).count()
Stream(Ones()).windowed(2, partial=True).count()
Stream(Ones()).windowed(10**12).first()
Stream(Ones()).windowed(2, step=10**12).count()
Stream(Ones()).pairwise().count()
Stream(Ones()).lag().count()
Stream(Ones()).lead().count()
Stream(Ones()).mark_ends().count()
Stream(Ones()).accumulate(max).count()
Stream(Ones()).zip(count()).starmap(max).filter(never).first()
Stream(Ones()).enumerate().map(().__eq__).any()
Stream(Ones()).compress(itertools.repeat(0)).first()
Stream([1]).compress(itertools.repeat(0)).chain(Ones()).count()
Stream(Ones()).filter(never).cache().first()
Stream(Ones()).cache().zip(Ones()).map(().__eq__).any()
Stream(Stream(Ones())).count()
Ones() | op.filter(never) | Stream.first
Ones() | op.pairwise() | Stream.count
Stream(count()).filter(lambda n: n < 0).fuse().first()
Stream(map(bool, count(1))).map(lambda n: not n).filter(lambda n: n).fuse().to_list()
Stream(count()).map(lambda n: n + 1).dropwhile(lambda n: n).fuse().first()
Stream(count()).takewhile(lambda n: n > -1).map(lambda n: n).fuse().count()
Stream(Ones()).map(lambda n: n + 1).fuse().consume()
Stream(Ones()).map(lambda n: n + 1).fuse().fold(0, lambda total, n: n)
Stream(Ones()).fuse().min(key=lambda n: n)
Stream(map(bool, count(1))).map(lambda n: not n).fuse().sum()
Stream(Ones()).flat_map(lambda n: [n, n]).filter(lambda n: not n).fuse().to_set()
Stream(Ones()).flat_map(lambda n: Ones()).filter(lambda n: not n).fuse().to_set()
Stream([1]).flat_map(lambda n: Ones()).fuse().count()
Stream(Ones()).enumerate().starmap(lambda n, one: n).fuse().last()
Stream(Ones()).map(lambda n: n).batched(3).map(lambda batch: batch[0]).fuse().last()
Stream(Ones()).into((op.map(lambda n: n) | op.filter(lambda n: not n) | op.fuse()).push(print))
""".splitlines()
SECOND = 1.0
"""What a Ctrl-C may take."""
SOON = 0.02
"""When it comes. It is a signal that counts the time of the processor, as all here does: what else
the machine has to do changes nothing, and Python ends a loop for any signal at the same places.
"""


def run(program: str, lines: list[str], timeout: float) -> list[str]:
    """What `program` prints of each line; less of it when it hangs."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(SOON)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    try:
        out, _ = process.communicate("\n".join(lines), timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
    return out.splitlines()


GROUPS = [ENDLESS[start : start + 6] for start in range(0, len(ENDLESS), 6)]


@pytest.mark.parametrize("group", GROUPS, ids=[group[0] for group in GROUPS])
def test_ctrl_c_ends_a_terminal_over_an_endless_source_within_a_second(group: list[str]) -> None:
    answers = run(PROGRAM, group, timeout=30)
    hung = group[len(answers) : len(answers) + 1]
    assert not hung
    late_or_otherwise = {
        line: answer
        for line, answer in zip(group, answers)
        if not answer.endswith(" interrupted") or float(answer.split()[0]) > SOON + SECOND
    }
    assert not late_or_otherwise


KNOWN_ENDLESS: dict[str, Callable[[], Stream[Any]]] = {
    "count_from": lambda: Stream.count_from(),
    "repeat": lambda: Stream.repeat(1),
    "iterate": lambda: Stream.iterate(abs, 1),
    "from_callable": lambda: Stream.from_callable(int),
    "itertools.count": lambda: Stream(itertools.count()),
    "itertools.repeat": lambda: Stream(itertools.repeat(1)),
    "cycle": lambda: Stream("ab").cycle(),
    "cycle of operations": lambda: Stream("ab").map(str.upper).cycle(),
    "map": lambda: Stream.count_from().map(abs),
    "filter": lambda: Stream.count_from().filter(),
    "drop": lambda: Stream.count_from().drop(5),
    "slice": lambda: Stream.count_from()[2::3],
    "chain": lambda: Stream("ab").chain(Stream.count_from()),
    "chain, before": lambda: Stream.count_from() + "ab",
    "prepend": lambda: Stream.count_from().prepend(1),
    "zip": lambda: Stream.count_from().zip(Stream.repeat(1)),
    "zip_longest": lambda: Stream("ab").zip_longest(Stream.count_from()),
    "interleave": lambda: Stream.count_from().interleave(Stream.repeat(1)),
    "roundrobin": lambda: Stream("ab").roundrobin(Stream.count_from()),
    "merge_sorted": lambda: Stream([1, 2]).merge_sorted(Stream.count_from()),
    "join": lambda: Stream.count_from().join([1, 1, 2, 3], abs),
    "join, left": lambda: Stream.count_from().join([1], abs, how="left"),
    "join, full": lambda: Stream.count_from().join([1], abs, how="full"),
    "join, semi": lambda: Stream.count_from().join([1, 2, 3], abs, how="semi"),
    "join, anti": lambda: Stream.count_from().join([1], abs, how="anti"),
    "tee": lambda: Stream.count_from().tee()[0],
    "map, others": lambda: Stream.count_from().map(max, Stream.repeat(1)),
    "batched": lambda: Stream.count_from().batched(2),
    "windowed": lambda: Stream.count_from().windowed(2),
    "pairwise": lambda: Stream.count_from().pairwise(),
    "lag": lambda: Stream.count_from().lag(),
    "lead": lambda: Stream.count_from().lead(),
    "mark_ends": lambda: Stream.count_from().mark_ends(),
    "enumerate": lambda: Stream.count_from().enumerate(),
    "accumulate": lambda: Stream.count_from().accumulate(),
    "unique": lambda: Stream.count_from().unique(),
    "dedupe": lambda: Stream.count_from().dedupe(),
    "tap": lambda: Stream.count_from().tap(abs),
    "tee_to": lambda: Stream.count_from().tee_to(abs),
    "try_map": lambda: Stream.count_from().try_map(abs),
    "try_map, collect": lambda: Stream.count_from().try_map(abs, on_error="collect"),
    "on_close": lambda: Stream.count_from().on_close(list),
    "fuse": lambda: Stream.count_from().fuse(),
    "filter_map": lambda: Stream.count_from().filter_map(abs),
    "locate": lambda: Stream.count_from().locate(abs),
    "of_type": lambda: Stream.count_from().of_type(int),
    "drop_last": lambda: Stream.count_from().drop_last(3),
    "duplicates": lambda: Stream.count_from().map(lambda n: n // 2).duplicates(),
    "without": lambda: Stream.count_from().without([1]),
    "intersection": lambda: Stream.count_from().intersection(range(9)),
    "the rest": lambda: Stream.count_from().split_head(2)[1],
    "the rest of one pass": lambda: Stream(itertools.count()).map(abs).split_head(2)[1],
    "group_adjacent": lambda: Stream.count_from().group_adjacent(),
    "split_when": lambda: Stream.count_from().split_when(max),
    "split_at": lambda: Stream.count_from().split_at(abs),
    "split_before": lambda: Stream.count_from().split_before(str),
    "split_after": lambda: Stream.count_from().split_after(abs),
    "run_length": lambda: Stream.count_from().run_length(),
    "batched_by": lambda: Stream.count_from().batched_by(9, weight=bool, max_count=2),
    "flatten": lambda: Stream.repeat("ab").flatten(),
    "map_accumulate": lambda: Stream.count_from().map_accumulate(lambda _, n: (n, n), 0),
    "pluck": lambda: Stream.count_from().zip().pluck(0),
    "attr": lambda: Stream.count_from().attr("real"),
    "map_keys": lambda: Stream.count_from().enumerate().map_keys(abs),
    "map_values": lambda: Stream.count_from().enumerate().map_values(abs),
    "swap": lambda: Stream.count_from().enumerate().swap(),
    "repeat_each": lambda: Stream.count_from().repeat_each(2),
    "intersperse": lambda: Stream.count_from().intersperse(0),
    "padded": lambda: Stream.count_from().padded(2),
    "or_else": lambda: Stream.count_from().or_else(2),
    "or_else_from": lambda: Stream.count_from().or_else_from("ab"),
    "or_else_from, which has no end": lambda: Stream(()).or_else_from(Stream.count_from()),
    "before the end": lambda: Stream.count_from()[:-2],
    "cache": lambda: Stream.count_from().cache(),
    "of a stream": lambda: Stream(Stream.count_from()),
}
STOP_EARLY = {
    "first", "nth", "find", "index", "any", "all", "none", "__contains__",
    "one", "only", "is_empty", "all_equal", "all_unique", "is_sorted", "fold_while",
    "for_each", "print", "__getitem__", "consume, some",
    "split_head", "peekable",
    "trace",
    "into",
    "broadcast",
}  # fmt: skip
NEED_THE_END = {
    name: call
    for name, call in TERMINALS.items()
    if name not in STOP_EARLY and name.split(",")[0] not in STOP_EARLY
}


@pytest.mark.parametrize("make", KNOWN_ENDLESS.values(), ids=KNOWN_ENDLESS)
def test_a_terminal_that_needs_the_end_refuses_what_is_known_to_have_none(
    make: Callable[[], Stream[Any]],
) -> None:
    for call in NEED_THE_END.values():
        with pytest.raises(InfiniteStreamError, match="needs the end of the stream"):
            call(make())


@pytest.mark.parametrize("make", KNOWN_ENDLESS.values(), ids=KNOWN_ENDLESS)
@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.sorted(),
        lambda s: s.reversed(),
        lambda s: s.shuffle(),
        lambda s: s.tail(1),
        lambda s: s.product(),
        lambda s: s.product(repeat=0),
        lambda s: Stream("ab").product(s),
        lambda s: Stream("ab").join(s, str),
        lambda s: Stream("ab").join(s, str, how="anti"),
        lambda s: s.permutations(1),
        lambda s: s.combinations(1),
        lambda s: s.combinations_with_replacement(1),
        lambda s: s.powerset(),
        lambda s: s[-1:],
        lambda s: s[::-1],
        lambda s: s[-1],
        lambda s: s.consume(),
        lambda s: s.into(Count()),
        lambda s: s.broadcast(Count(), First()),
    ],
)
def test_what_must_see_the_end_refuses_what_is_known_to_have_none_when_it_is_called(
    call: Callable[[Stream[Any]], object], make: Callable[[], Stream[Any]]
) -> None:
    with pytest.raises(InfiniteStreamError):
        call(make())


def test_the_refusal_names_the_terminal_the_stream_and_the_way_out() -> None:
    message = (
        r"^to_list needs the end of the stream, and Stream\.count_from\(1\)\.map\(abs\) has none; "
        "bound it before, with take or takewhile$"
    )
    with pytest.raises(InfiniteStreamError, match=message):
        Stream.count_from(1).map(abs).to_list()


@pytest.mark.parametrize("make", KNOWN_ENDLESS.values(), ids=KNOWN_ENDLESS)
def test_an_endless_stream_can_be_cut_and_read(make: Callable[[], Stream[Any]]) -> None:
    assert make().take(3).count() == 3
    assert make().takewhile(lambda _: False).to_list() == []


@pytest.mark.parametrize("name", sorted(LAZY_CALLS))
def test_no_operation_on_a_finite_stream_is_taken_for_endless(name: str) -> None:
    assert LAZY_CALLS[name](Stream(range(6))).count() < 500


def test_an_endless_stream_is_read_by_what_stops_early() -> None:
    numbers = Stream.count_from(1)
    assert (numbers.first(), numbers.nth(2), numbers[3], 5 in numbers) == (1, 3, 4, True)
    assert (numbers.any(), numbers.none(), numbers.index(3)) == (True, False, 2)
    assert (numbers.find(lambda n: n > 8), numbers.all(lambda n: n < 3)) == (9, False)


def test_for_each_over_an_endless_stream_ends_when_its_function_raises() -> None:
    seen: list[int] = []

    def until_three(n: int) -> None:
        if n == 3:
            raise LookupError
        seen.append(n)

    with pytest.raises(LookupError):
        Stream.count_from().for_each(until_three)
    assert seen == [0, 1, 2]
