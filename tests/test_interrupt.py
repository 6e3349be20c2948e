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

SOURCE = Path(rillet.__file__).parent.parent
PROGRAM = """
import itertools, os, resource, signal, sys, time
from operator import not_
from rillet import Stream, op
from rillet.folds import Count, Max, Sum

resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
signal.signal(signal.SIGINT, signal.default_int_handler)
never = (-1).__eq__
count = itertools.count

class Ones:
    def __iter__(self):
        return itertools.repeat(1)

def interrupt_soon():
    parent = os.getpid()
    if os.fork() == 0:
        time.sleep(0.1)
        os.kill(parent, signal.SIGINT)
        os._exit(0)

for line in sys.stdin:
    started = time.monotonic()
    interrupt_soon()
    try:
        eval(line)
    except KeyboardInterrupt:
        answer = "interrupted"
    except BaseException as error:
        answer = repr(error)
    else:
        answer = "ended"
    print(f"{time.monotonic() - started:.3f} {answer}", flush=True)
    try:
        os.wait()
    except KeyboardInterrupt:
        pass
"""
ENDLESS = """\
Stream(count()).filter(never).first()
Stream(count()).map(never).filter().first()
Stream(count()).filterfalse(None.__class__.__instancecheck__).consume(10**15)
Stream(count()).dropwhile((-1).__ne__).first()
Stream(count()).locate(never).first()
Stream(count()).not_none().filter(never).first()
Stream(count()).drop(10**12).first()
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
Stream([1]).cycle(10**15).count()
Stream([1]).drop(0).cycle(10**15).count()
Stream([1]).chain(count()).filter(never).first()
Stream([1]).chain(Ones()).count()
Stream([1]).zip_longest(count()).filter(().__eq__).first()
Stream([1]).zip_longest(Ones()).count()
Stream([1]).product(Ones()).first()
Stream(Ones()).product([1]).first()
Stream(range(1000)).product(repeat=9).count()
Stream(range(1000)).permutations(9).count()
Stream(range(1000)).combinations(9).count()
Stream(range(1000)).combinations_with_replacement(9).count()
Stream(range(60)).powerset().count()
Stream(Ones()).sorted().first()
Stream.range(10**15).reversed().sum()
Stream(iter(int, 1)).reversed().first()
Stream(Ones()).reversed().first()
Stream(Ones()).tail(1).first()
Stream(Ones())[-3:].first()
Stream(Ones())[::-1].first()
Stream(Ones())[:-2].filter(never).first()
Stream(Ones()).unique().nth(1)
Stream(Ones()).dedupe().nth(1)
Stream(Ones()).group_adjacent().first()
Stream(Ones()).batched(10**12).first()
Stream(Ones()).windowed(2).count()
Stream(Ones()).windowed(2, partial=True).count()
Stream(Ones()).windowed(10**12).first()
Stream(Ones()).windowed(2, step=10**12).count()
Stream(Ones()).pairwise().count()
Stream(Ones()).accumulate(max).count()
Stream(Ones()).zip(count()).starmap(max).filter(never).first()
Stream(Ones()).enumerate().map(().__eq__).any()
Stream(Ones()).compress(itertools.repeat(0)).first()
Stream([1]).compress(itertools.repeat(0)).chain(Ones()).count()
Stream(Ones()).cache().zip(Ones()).map(().__eq__).any()
Stream(Stream(Ones())).count()
Ones() | op.filter(never) | Stream.first
Ones() | op.pairwise() | Stream.count
""".splitlines()
SECOND = 1.0
"""What a Ctrl-C may take; the signal itself comes a tenth of a second after the start."""


def run(program: str, lines: list[str], timeout: float) -> list[str]:
    """What `program` prints of each line; less of it when it hangs."""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
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
        if not answer.endswith(" interrupted") or float(answer.split()[0]) > 0.1 + SECOND
    }
    assert not late_or_otherwise


KNOWN_ENDLESS: dict[str, Callable[[], Stream[Any]]] = {
    "count_from": lambda: Stream.count_from(),
    "repeat": lambda: Stream.repeat(1),
    "iterate": lambda: Stream.iterate(abs, 1),
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
    "map, others": lambda: Stream.count_from().map(max, Stream.repeat(1)),
    "batched": lambda: Stream.count_from().batched(2),
    "windowed": lambda: Stream.count_from().windowed(2),
    "pairwise": lambda: Stream.count_from().pairwise(),
    "enumerate": lambda: Stream.count_from().enumerate(),
    "accumulate": lambda: Stream.count_from().accumulate(),
    "unique": lambda: Stream.count_from().unique(),
    "dedupe": lambda: Stream.count_from().dedupe(),
    "tap": lambda: Stream.count_from().tap(abs),
    "tee_to": lambda: Stream.count_from().tee_to(abs),
    "filter_map": lambda: Stream.count_from().filter_map(abs),
    "locate": lambda: Stream.count_from().locate(abs),
    "group_adjacent": lambda: Stream.count_from().group_adjacent(),
    "flatten": lambda: Stream.repeat("ab").flatten(),
    "before the end": lambda: Stream.count_from()[:-2],
    "cache": lambda: Stream.count_from().cache(),
    "of a stream": lambda: Stream(Stream.count_from()),
}
STOP_EARLY = {
    "first", "nth", "find", "index", "any", "all", "none", "__contains__",
    "for_each", "print", "__getitem__", "consume, some",
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
        lambda s: s.tail(1),
        lambda s: s.product(),
        lambda s: s.product(repeat=0),
        lambda s: Stream("ab").product(s),
        lambda s: s.permutations(1),
        lambda s: s.combinations(1),
        lambda s: s.combinations_with_replacement(1),
        lambda s: s.powerset(),
        lambda s: s[-1:],
        lambda s: s[::-1],
        lambda s: s[-1],
        lambda s: s.consume(),
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
