"""Loops in loops: how they are laid, what they hold, and how their statements end."""

# Functions are written in every way here.
# ruff: noqa: E731

from __future__ import annotations

import ast
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import Stream
from rillet.engines.fusing.tails import without_jumps

Chain = Callable[[Stream[Any]], Stream[Any]]

MAP = lambda x: x + 1
CALLED: Any = eval("lambda x: x")  # it has no source


def of_other_globals(x: Any) -> Any:
    """Give `x`."""
    return x


OTHER: Any = type(MAP)(of_other_globals.__code__, {"__name__": "other"})


def source_of(chain: Chain) -> str:
    return str(chain(Stream([1, 2])).fuse().explain().source)


def loops_in(chain: Chain) -> int:
    return source_of(chain).count("def loop_")


def loops_inside(chain: Chain) -> int:
    """How many loops stand in the first."""
    return source_of(chain).split("def loop_2")[0].count("for item in found")


IN_ONE: dict[str, Chain] = {
    "two functions": lambda s: s.flat_map(lambda x: [x] * x).map(MAP),
    "a filter before": lambda s: s.map(lambda x: [x]).filter(lambda x: x).flatten().map(MAP),
    "an operator before": lambda s: (
        s.map(MAP).enumerate().pluck(1).map(lambda x: [x] * x).flatten().filter(lambda x: x)
    ),
    "a state on both sides": lambda s: (
        s.unique(lambda x: x).flat_map(lambda x: [x] * x).enumerate().starmap(lambda i, x: i * x)
    ),
    "what C does in the middle of the rest": lambda s: (
        s.flat_map(lambda x: [x] * x).map(MAP).filter(CALLED).map(MAP)
    ),
}
UNROLLED: dict[str, Chain] = {
    "a tuple": lambda s: s.flat_map(lambda x: (x, -x)).map(MAP),
    "a list": lambda s: s.flat_map(lambda x: [x, x, x, x]).filter(lambda x: x > 1),
    "one item": lambda s: s.flat_map(lambda x: (x,)).map(MAP),
    "nothing after": lambda s: s.flat_map(lambda x: (x, -x)),
    "nothing written in after": lambda s: s.flat_map(lambda x: (x, -x)).map(CALLED),
    "a constant beside": lambda s: s.flat_map(lambda x: (x, 1)).map(MAP),
    "written over another": lambda s: s.map(MAP).flat_map(lambda x: (x, x)).map(MAP).map(MAP),
}
APART: dict[str, Chain] = {
    "nothing written in after": lambda s: s.map(MAP).flat_map(lambda x: [x] * x).map(CALLED),
    "nothing written in before": lambda s: s.map(str).flatten().map(lambda x: x),
    "what runs in C after it": lambda s: s.flat_map(lambda x: [x] * x).map(CALLED).map(MAP),
    "a flag before": lambda s: s.accumulate(MAX).flat_map(lambda x: [x] * x).map(MAP),
    "a flag after": lambda s: s.flat_map(lambda x: [x] * x).accumulate(MAX).map(MAP),
    "what an error ends": lambda s: s.flat_map(lambda x: [x] * x).takewhile(lambda x: x < 9),
    "no display of its own": lambda s: s.flat_map(lambda x: (1, 2)),
    "five items": lambda s: s.flat_map(lambda x: (x, x, x, x, x)),
    "a star": lambda s: s.flat_map(lambda x: (*[x], x)),
    "another module": lambda s: s.flat_map(lambda x: [x] * x).map(OTHER).map(OTHER),
}
MAX = lambda a, b: a if a > b else b


def assert_same(chain: Chain) -> None:
    stream = chain(Stream([3, 1, 2]))
    pulled = stream.to_list()
    assert list(stream.fuse()) == pulled
    assert stream.fuse().to_list() == pulled
    assert stream.fuse().fold([], lambda made, x: [*made, x]) == pulled


@pytest.mark.parametrize("chain", IN_ONE.values(), ids=IN_ONE)
def test_a_loop_stands_in_the_loop_before(chain: Chain) -> None:
    assert (loops_in(chain), loops_inside(chain)) == (1, 1)
    assert_same(chain)


@pytest.mark.parametrize("chain", UNROLLED.values(), ids=UNROLLED)
def test_the_items_of_a_display_need_no_loop(chain: Chain) -> None:
    assert (loops_in(chain), loops_inside(chain)) == (1, 0)
    assert "part = " in source_of(chain)
    assert_same(chain)


@pytest.mark.parametrize("chain", APART.values(), ids=APART)
def test_what_would_gain_nothing_is_laid_apart(chain: Chain) -> None:
    assert loops_inside(chain) == 0
    assert "part = " not in source_of(chain)
    assert_same(chain)


def test_what_is_long_is_written_once() -> None:
    chain: Chain = lambda s: s.flat_map(lambda x: (x, -x)).map(
        lambda x: (
            [x + i * (i + x) * (i - x) // (i + 1 + x * x) for i in range(x % 5)]
            + [x - i * (i - x) * (i + x) // (i + 3 + x * x) for i in range(x % 7)]
            + [x * i * (i - x) * (i + x) // (i + 5 + x * x) for i in range(x % 3)]
            + [x * i * (i - x) * (i + x) // (i + 7 + x * x) for i in range(x % 4)]
            + [x * i * (i - x) * (i + x) // (i + 9 + x * x) for i in range(x % 6)]
        )
    )
    assert loops_inside(chain) == 1
    assert "part = " not in source_of(chain)
    assert_same(chain)


def test_a_second_nest_is_laid_after_the_first() -> None:
    chain: Chain = lambda s: (
        s.flat_map(lambda x: [x] * x).map(MAP).flat_map(lambda x: [x] * x).map(MAP)
    )
    assert (loops_in(chain), loops_inside(chain)) == (2, 1)
    assert_same(chain)


def test_a_run_that_is_longer_than_a_loop_may_be_is_laid_apart() -> None:
    stream = Stream([3]).flat_map(lambda x: [x] * x)
    for _ in range(120):
        stream = stream.map(MAP)
    assert list(stream.fuse()) == [123] * 3
    assert "for item in found" not in str(stream.fuse().explain().source)


# What is held, and let go of.


class Opened:
    """Items that know how many of their kind are open."""

    open = 0

    def __init__(self) -> None:
        Opened.open += 1
        self._left = [1, 0]

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if not self._left:
            raise StopIteration
        return self._left.pop()

    def __del__(self) -> None:
        Opened.open -= 1


def test_the_items_of_an_item_are_let_go_of_before_the_next_are_asked_for() -> None:
    seen: list[int] = []
    stream = Stream(range(3)).flat_map(lambda _: (seen.append(Opened.open), Opened())[1]).map(MAP)
    for each in (stream, stream.fuse()):
        seen.clear()
        assert list(each) == [1, 2] * 3
        assert seen == [0, 0, 0]
    assert "found = None" in str(stream.fuse().explain().source)


def test_an_error_that_is_kept_does_not_keep_the_items_of_an_item() -> None:
    stream = Stream(range(3)).flat_map(lambda _: Opened()).map(lambda x: 1 / x)
    for each in (stream, stream.fuse()):
        items = iter(each)
        with pytest.raises(ZeroDivisionError) as kept:
            next(items)
        assert Opened.open == 1
        del items
        assert kept.value.__traceback__ is not None
        assert Opened.open == 0


def test_what_goes_on_after_an_error_holds_what_it_must_and_no_more() -> None:
    held = [Held(iter([0, 1])), Held(iter([2]))]
    known = [weakref.ref(each) for each in held]
    items = iter(Stream(range(2)).flat_map(lambda _: held.pop(0)).map(lambda x: 1 / x).fuse())
    with pytest.raises(ZeroDivisionError):
        next(items)
    assert (known[0]() is None, next(items)) == (False, 1.0)
    assert (next(items), known[0]()) == (0.5, None)
    assert [*items] == []
    assert known[1]() is None


class Held:
    """Items that can be known weakly."""

    def __init__(self, items: Iterator[int]) -> None:
        self._items = items

    def __iter__(self) -> Iterator[int]:
        yield from self._items


def test_a_count_of_many_holds_none_of_them() -> None:
    stream = Stream(range(2**20 + 1)).map(lambda x: x & 1).filter(lambda x: not x)
    assert stream.fuse().count() == 2**19 + 1
    assert stream.fuse().count(lambda x: x) == 0
    tracemalloc.start()
    try:
        assert stream.fuse().count() == 2**19 + 1
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_a_count_needs_no_variable_for_the_item() -> None:
    def note(stream: Stream[Any]) -> str:
        with pytest.raises(ZeroDivisionError) as caught:
            stream.count()
        return str(*caught.value.__notes__)

    stream = Stream([3, 1, 2]).map(MAP).filter(lambda x: 1 // (x - 2))
    assert note(stream).endswith(", called with x=2")
    assert note(stream.fuse()) == "rillet: raised in filter(<lambda>), operation 2 of 3"
    alone = Stream([3, 1, 2]).filter(lambda x: 1 // (x - 2))
    assert note(alone.fuse()).endswith(", called with x=2")


# Statements that end where a `continue` would.


@st.composite
def statements(draw: st.DrawFn, depth: int = 3, *, inner: bool = False) -> list[str]:
    """The lines of a loop that writes down what it does."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["log", "log", "if", "if", "continue", "try", "for", "leave"]))
        number = draw(st.integers(0, 9))
        test = draw(st.sampled_from(["x % {}", "not x % {}", "x < {}"])).format(number % 3 + 2)
        if kind == "log" or depth == 0:
            lines.append(f"log.append((x, {number}))")
        elif kind == "continue":
            lines += [f"if {test}:", "    continue"] if draw(st.booleans()) else ["continue"]
        elif kind == "leave" and not inner:
            lines += [f"if x == {number}:", "    break"]
        else:
            body = draw(statements(depth - 1, inner=inner or kind == "for"))
            other = draw(statements(depth - 1, inner=inner or kind == "for"))
            heads = {"if": f"if {test}:", "try": "try:", "for": "for x in range(x % 4):"}
            lines += [heads.get(kind, "if x:"), *indented(body)]
            if kind == "try":
                lines += [f"    if {test}:", "        1 // 0"]
                lines += ["except ZeroDivisionError:", *indented(other)]
            elif kind == "if" and draw(st.booleans()):
                lines += ["else:", *indented(other)]
    return lines


def indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@given(statements())
def test_statements_that_jump_to_the_next_item_do_the_same_without(lines: list[str]) -> None:
    tree = ast.parse("\n".join(["for x in range(12):", *indented(lines)]))
    known = done(tree)
    without_jumps(tree.body)
    ast.fix_missing_locations(tree)
    assert done(tree) == known


def done(tree: ast.Module) -> list[Any]:
    log: list[Any] = []
    exec(compile(tree, "<loop>", "exec"), {"log": log})
    return log


@pytest.mark.parametrize(
    ("chain", "tests"),
    [
        (lambda s: s.filter(lambda x: x).filterfalse(lambda x: x > 9).map(MAP), 2),
        (lambda s: s.filter(lambda x: x).flat_map(lambda x: [x] * x).filter(lambda x: x > 1), 2),
        (lambda s: s.filter(lambda x: x).flat_map(lambda x: (x, 1)).filterfalse(lambda x: x), 3),
    ],
)
def test_no_jump_is_left_in_what_filters_are_written_as(chain: Chain, tests: int) -> None:
    source = source_of(chain)
    assert "continue" not in source
    assert source.count("if ") == tests + source.count("if inner")
    assert_same(chain)
