"""A plan may be deep: it is read, or refused with a clear error, and never ends the process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import rillet
from rillet import DeepStreamError, Stream

SOURCE = Path(rillet.__file__).parent.parent
INTERPRETERS = [sys.executable, *filter(None, os.environ.get("RILLET_PYTHONS", "").split(":"))]
"""Other interpreters are named by the environment: RILLET_PYTHONS=/path/to/python3.12:…"""

LINKS = """\
s.map(str)
s.map(max, 'bb')
s.zip('bb').starmap(max)
s.enumerate().map(lambda pair: 'a')
s.accumulate(max)
s.accumulate(max, initial='a')
s.accumulate(lambda _, item: item, initial=None)
s.flat_map(tuple)
s.flatten()
s.filter_map(str)
s.map_accumulate(lambda _, item: (item, 'a'), 'b')
s.tap(str)
s.filter()
s.filterfalse(str.isdigit)
s.not_none()
s.of_type(str)
s.of_type((int, str))
s.take(50)
s.drop(0)
s.takewhile(str)
s.takewhile_inclusive(str)
s.dropwhile(str.isdigit)
s.tail(3)
s.chain('b').drop_last()
s.unique()
s.unique(str)
s.dedupe()
s.dedupe(str)
s.chain('ab').duplicates()
s.chain('ab').duplicates(str)
s.without('c')
s.without('c', key=str)
s.intersection('ab')
s.intersection('ab', key=str)
s.compress('bbb')
s.locate(bool).map(str)
s.batched(1)
s.batched(1, strict=True)
s.windowed(1)
s.windowed(2, step=3)
s.windowed(2, partial=True)
s.windowed(31)
s.pairwise()
s.lag('a').starmap(max)
s.lead('a').starmap(max)
s.mark_ends()
s.group_adjacent()
s.zip().pluck(0)
s.attr('__class__.__name__')
s.enumerate().map_keys(str).pluck(0)
s.enumerate().map_values(str).pluck(1)
s.enumerate().swap().pluck(0)
s.repeat_each(2).take(2)
s.repeat_each(17).take(2)
s.intersperse('-')
s.padded(3, 'b')
s.padded(1)
s.or_else('b')
s.or_else_from('b')
s.drop(9).or_else_from('b')
s.split_when(max).map(''.join)
s.split_at(str.isdigit).map(''.join)
s.split_before(str).map(''.join)
s.split_after(str).map(''.join)
s.run_length().starmap(lambda item, length: item)
s.batched_by(9, weight=len).map(''.join)
s.cycle()
s.cycle(1)
s.cycle(2).take(3)
s.sorted()
s.sorted(key=str)
s.reversed()
s.shuffle()
s.zip()
s.zip(strict=True)
s.zip('bb')
s.zip_longest('b')
s.chain('b')
s.chain('b').take(2)
s + 'b'
s.prepend('b')
s.append('b').take(3)
s.interleave('bb')
s.interleave()
s.roundrobin('bb', 'c')
s.merge_sorted('bb')
s.merge_sorted('bb', 'c', 'd', key=str)
s.merge_sorted()
s.join('aab', str).map(max)
s.join('aab', str, how='left').map(max)
s.join('aab', str, how='full').map(len).map(str)
s.join('aab', str, how='semi')
s.join('c', str, how='anti')
s.tee()[1]
s.product().map(''.join)
s.product('b').map(''.join).map(str.lower).map(len).map(str)
s.permutations(1).map(''.join)
s.combinations(1).map(''.join)
s.combinations_with_replacement(1).map(''.join)
s.powerset().map(''.join).take(2)
s.then(iter)
s.then(lambda items: map(str, items))
s.then(lambda items: (item for item in items))
s[0:9]
s[::2]
s[:-1].chain('b')
s[-3:]
s[::-1]
s.cache()
s.split_head(0)[1]
Stream(s)
t.zip(s)
t.zip(s, strict=True)
t.zip_longest(s)
t.map(max, s)
t.compress(s)
t.intersection(s)
t.intersection(s, key=str)
t.chain('c').without(s).map(lambda _: 'ab').flatten()
t.chain(s)
t.or_else_from(s)
t.drop(9).or_else_from(s)
t.chain(s).filter()
t.interleave(s)
t.roundrobin(s)
t.merge_sorted(s)
t.merge_sorted('c', s, key=str)
t.join(s, str, how='semi')
t.join(s, str).map(max)
t.product(s).take(1).map(''.join)
s.product(t).take(1).map(''.join)
s.map(str).tap(str).flatten().sorted().cycle().take(2)
s.tap(str).map(str)
s.flatten().tap(str)
s.reversed().filter_map(str).windowed(1).map(max)
s.tee_to(id)
s.try_map(str)
s.try_map(str, KeyError, on_error='collect').map(lambda outcome: outcome.value)
s.try_map(str, on_error=max)
s.catch(KeyError, str)
s.on_close(list)
s.fuse()
s | op.map(str)
s | op.map(str)[:9]
s.pipe(op.map(str))
s | op.tap(str) | op.reversed()
""".splitlines()
ONE_SHOT_LINKS = """\
s | partial(map, str)
s | iter
Stream(op.map(str)(s))
Stream(iter(s.map(str)))
Stream(map(str, s))
Stream(filter(None, s))
Stream(s.peekable())
Stream(map(str, s.peekable()))
Stream(s.map(str).peekable()).map(str)
Stream(iter(s)).map(str).split_head(0)[1]
Stream(zip(s)).starmap(str)
Stream(enumerate(s)).map(len)
Stream(itertools.chain(s, t))
Stream(itertools.chain.from_iterable(s))
Stream(itertools.zip_longest(s, t)).map(len)
Stream(itertools.islice(s, 9))
Stream(itertools.accumulate(s))
Stream(itertools.cycle(s)).take(3)
Stream(itertools.compress(s, t))
Stream(itertools.pairwise(s)).map(len)
Stream(itertools.takewhile(str, s))
""".splitlines()
PROGRAM = """
import itertools, sys, threading
from functools import partial
from rillet import DeepStreamError, Stream, op

def deepest(link):
    '''Lay `link` again and again, until it is refused; then read what was just allowed.'''
    build = eval("lambda s, t: " + link)
    t = Stream("ab")
    s = Stream("ab")
    depth = 0
    while depth < 1500:
        try:
            deeper = s
            for _ in range(10):
                deeper = build(deeper, t)
            iter(deeper)
        except DeepStreamError:
            break
        s, depth = deeper, depth + 10
    for read in (lambda: [item for item, _ in zip(s, "abc")], lambda: s.take(2).to_list(),
                 lambda: s.first(default=None), lambda: repr(s)):
        try:
            read()
        except DeepStreamError:
            pass
    items = iter(s)
    next(items, None)
    del items
    try:
        for _ in range(1000):
            s = build(s, t)
        s.first(default=None)
    except DeepStreamError:
        pass
    del s, deeper
    return depth

def run(link):
    try:
        return deepest(link)
    except BaseException as error:
        return repr(error)[:150]
"""
ONE_SHOT_PROGRAM = """
import itertools, sys, threading
from functools import partial
from rillet import DeepStreamError, Stream, op

def run(link):
    build = eval("lambda s, t: " + link)
    s = t = Stream("ab")
    try:
        for depth in range(3000):
            s = build(s, t)
    except DeepStreamError:
        s = t
        for _ in range(depth):
            s = build(s, t)
        next(iter(s), None)
        return depth
    return "never refused"
"""
RUNNING = """
import os, signal

def answer(link):
    print(link, run(link), sep="\\t", flush=True)

def answer_and_end(link, stack):
    signal.alarm(30)
    if stack == "main":
        answer(link)
    else:
        threading.stack_size(int(stack))
        thread = threading.Thread(target=answer, args=[link])
        thread.start()
        thread.join()
    os._exit(0)

for link in sys.stdin.read().splitlines():
    child = os.fork()
    if child == 0:
        answer_and_end(link, sys.argv[1])
    _, status = os.waitpid(child, 0)
    if status:
        ended = os.waitstatus_to_exitcode(status)
        print(link, f"its process ended with {ended}", sep="\\t", flush=True)
"""
"""Ends each program: each link has a process of its own, forked from one that has imported all.
It runs in the main thread, or in one with a stack of so many bytes.
"""
LEAST = 20
"""Hardly a chain that is written by hand repeats one link more often."""


@cache
def answers(program: str, stack: str, interpreter: str, links: str) -> dict[str, str]:
    """What the program says of each link, or how its process ended."""
    process = subprocess.run(
        [interpreter, "-c", program + RUNNING, stack],
        input=links,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    return dict(line.split("\t", 1) for line in process.stdout.splitlines())


on_each_interpreter = pytest.mark.parametrize("interpreter", INTERPRETERS)
on_each_stack = pytest.mark.parametrize("stack", ["main", str(256 * 1024)])


@on_each_interpreter
@on_each_stack
@pytest.mark.parametrize("link", LINKS)
def test_a_chain_is_as_deep_as_is_allowed_or_is_refused_and_never_crashes(
    link: str, stack: str, interpreter: str
) -> None:
    depth = answers(PROGRAM, stack, interpreter, "\n".join(LINKS))[link]
    assert depth.isdecimal(), depth
    assert int(depth) >= LEAST


@on_each_interpreter
@on_each_stack
@pytest.mark.parametrize("link", ONE_SHOT_LINKS)
def test_iterators_that_were_laid_by_hand_over_streams_are_counted_too(
    link: str, stack: str, interpreter: str
) -> None:
    depth = answers(ONE_SHOT_PROGRAM, stack, interpreter, "\n".join(ONE_SHOT_LINKS))[link]
    assert depth.isdecimal(), depth
    assert int(depth) >= LEAST


def test_an_iterator_that_is_nested_too_deep_is_no_source() -> None:
    nested = iter("ab")
    for _ in range(1200):
        nested = map(str, nested)
    with pytest.raises(DeepStreamError, match="must nest at most 1000 iterators"):
        Stream(nested)
    piped = Stream("ab")
    with pytest.raises(DeepStreamError):
        for _ in range(1200):
            piped = piped.pipe(iter)


def test_the_refusal_says_how_deep_and_what_to_do() -> None:
    stream = Stream("ab")
    message = r"^a stream must nest at most \d+ iterators, this one nests \d+; collect the items "
    with pytest.raises(DeepStreamError, match=message) as refused:
        for _ in range(1200):
            stream = stream.map(str)
    assert isinstance(refused.value, RecursionError)
    assert stream.to_list() == ["a", "b"]


@pytest.mark.parametrize(
    ("build", "links"),
    [
        (lambda s, t: s.chain(t), 8000),
        (lambda s, t: s + t, 8000),
        (lambda s, t: s.append(1), 8000),
        (lambda s, t: t.chain(s), 2000),
    ],
)
def test_a_chain_of_chains_is_flat_and_fast(build: Any, links: int) -> None:
    stream, other = Stream([0]), Stream([1])
    started = time.perf_counter()
    for _ in range(links):
        stream = build(stream, other)
    assert stream.count() == links + 1
    # A fifth of a second is enough; what takes the chain apart for every link takes 20.
    assert time.perf_counter() - started < 5


LET_GO = """
import sys, threading
from rillet import DeepStreamError, Stream

def run(link):
    stream = Stream("ab")
    try:
        for _ in range(100_000):
            stream = stream.map(str)
    except DeepStreamError:
        pass
    del stream
    return "let go"
"""


@on_each_interpreter
@on_each_stack
def test_a_plan_that_is_never_read_is_let_go_or_was_refused(stack: str, interpreter: str) -> None:
    assert answers(LET_GO, stack, interpreter, "map") == {"map": "let go"}
