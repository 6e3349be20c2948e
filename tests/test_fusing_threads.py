"""Threads may fuse what they like at once."""

from __future__ import annotations

import linecache
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rillet import Stream, op
from rillet.engines.fusing import bodies, codes, rewriting


@pytest.fixture(autouse=True)
def threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(work: Callable[[int], Any], count: int = 6) -> list[Any]:
    """What each of so many threads gives, which begin together."""
    answers: list[Any] = [None] * count
    begin = threading.Barrier(count)

    def run(number: int) -> None:
        begin.wait()
        try:
            answers[number] = work(number)
        except BaseException as error:
            answers[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def typed(text: str, name: str) -> Any:
    """A function that nobody has fused yet, with a source of its own."""
    linecache.cache[name] = len(text), None, [f"f = {text}\n"], name
    namespace: dict[str, Any] = {}
    exec(compile(f"f = {text}\n", name, "exec"), namespace)
    return namespace["f"]


def test_threads_fuse_one_plan_at_once() -> None:
    for n in range(20):
        f = typed(f"lambda x: x * 2 + {n}", f"<one {n}>")
        stream = Stream(range(5)).map(f).filter(f).map(f).fuse()
        expected = Stream(range(5)).map(f).filter(f).map(f).to_list()
        assert in_threads(lambda _, s=stream: (s.to_list(), [*s])) == [(expected, expected)] * 6


def test_threads_fuse_other_plans_at_once_while_little_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codes, "KEPT", 3)
    monkeypatch.setattr(bodies, "KEPT_ANSWERS", 3)
    filters = [*warnings.filters]

    def work(number: int) -> list[int]:
        found = []
        for n in range(12):
            f = typed(f"lambda x: x + {number} * {n}", f"<thread {number}, {n}>")
            found += Stream([1]).map(f).map(f).fuse().to_list()
            pushed: list[int] = []
            (op.map(f) | op.map(f) | op.fuse()).push(pushed.append).send(1)
            assert found[-1:] == pushed
        return found

    assert in_threads(work) == [[1 + 2 * k * n for n in range(12)] for k in range(6)]
    assert len(rewriting._RECIPES._answers) <= 3
    assert len(bodies._answers) <= 3
    assert [*warnings.filters] == filters


def test_what_is_compiled_in_several_threads_warns_in_none(
    recwarn: pytest.WarningsRecorder,
) -> None:
    filters = [*warnings.filters]

    def work(number: int) -> list[bool]:
        with_warning = f"lambda x: x is {number + 1000}"
        linecache.cache[f"<warns {number}>"] = (0, None, [f"f = {with_warning}\n"], "")
        code = compiled[number]
        namespace: dict[str, Any] = {}
        exec(code, namespace)
        return Stream([0]).map(namespace["f"]).map(lambda x: [x]).fuse().to_list()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = [
            compile(f"f = lambda x: x is {number + 1000}\n", f"<warns {number}>", "exec")
            for number in range(6)
        ]
    assert in_threads(work) == [[[False]]] * 6
    assert [*warnings.filters] == filters
    assert not recwarn.list


def test_passes_of_one_fused_stream_in_several_threads_do_not_mix() -> None:
    stream = Stream(range(2_000)).enumerate(1).starmap(lambda n, x: n * x).filter(lambda x: x % 3)
    expected = stream.to_list()
    fused = stream.fuse()
    assert in_threads(lambda n: fused.to_list() if n % 2 else [*fused]) == [expected] * 6
