"""Several items for one: what is written for each, what is held, and where statements end."""

# Functions are written in every way here.
# ruff: noqa: E731

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.functions import increase, square
from rillet import Stream
from rillet.engines.fusing.ends import terminal_of
from rillet.engines.fusing.in_loops import InLoops
from rillet.engines.fusing.peeling import peeled
from rillet.engines.fusing.tails import without_jumps
from rillet.terminals.raised import terminals_of

Chain = Callable[[Stream[Any]], Stream[Any]]

MAP = lambda x: x + 1
CALLED: Any = eval("lambda x: x")  # it has no source


def source_of(chain: Chain) -> str:
    return str(chain(Stream([1, 2])).fuse().explain().source)


def loops_in(chain: Chain) -> int:
    return source_of(chain).count("def loop_")


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
    "nothing written in before": lambda s: s.map(CALLED).map(lambda x: [x]).map(CALLED).flatten(),
    "a flag before": lambda s: s.accumulate(MAX).flat_map(lambda x: (x, -x)).map(MAP),
    "a function in C": lambda s: s.flat_map(partial(divmod, 9)),
    "no display": lambda s: s.flat_map(lambda x: [x] * x).map(MAP),
    "a choice of displays": lambda s: s.flat_map(lambda x: (x, x) if x else (x,)).map(MAP),
    "a constant": lambda s: s.flat_map(lambda x: (1, 2)),
    "nothing": lambda s: s.flat_map(lambda x: []),
    "five items": lambda s: s.flat_map(lambda x: (x, x, x, x, x)),
    "a star": lambda s: s.flat_map(lambda x: (*[x], x)),
}
ALONE: dict[str, Chain] = {
    "a flag after": lambda s: s.flat_map(lambda x: (x, -x)).accumulate(MAX).map(MAP),
    "what an error ends": lambda s: s.flat_map(lambda x: (x, -x)).takewhile(lambda x: x < 9),
    "what runs in C": lambda s: s.flat_map(lambda x: (x, -x)).map(CALLED).map(MAP),
    "another module": lambda s: s.flat_map(lambda x: (x, -x)).map(increase).map(square),
    "fewer of another module": lambda s: (
        s.map(MAP).map(MAP).flat_map(lambda x: (x, -x)).map(increase).map(square)
    ),
    "what is long": lambda s: s.flat_map(lambda x: (x, -x)).map(
        lambda x: (
            [x + i * (i + x) * (i - x) // (i + 1 + x * x) for i in range(x % 5)]
            + [x - i * (i - x) * (i + x) // (i + 3 + x * x) for i in range(x % 7)]
            + [x * i * (i - x) * (i + x) // (i + 5 + x * x) for i in range(x % 3)]
            + [x * i * (i - x) * (i + x) // (i + 7 + x * x) for i in range(x % 4)]
            + [x * i * (i - x) * (i + x) // (i + 9 + x * x) for i in range(x % 6)]
        )
    ),
}
MAX = lambda a, b: a if a > b else b


def assert_same(chain: Chain) -> None:
    stream = chain(Stream([3, 1, 2]))
    pulled = stream.to_list()
    assert list(stream.fuse()) == pulled
    assert stream.fuse().to_list() == pulled
    assert stream.fuse().fold([], lambda made, x: [*made, x]) == pulled


@pytest.mark.parametrize("chain", UNROLLED.values(), ids=UNROLLED)
def test_what_comes_after_a_display_is_written_for_each_of_its_items(chain: Chain) -> None:
    assert loops_in(chain) == 1
    assert "part = " in source_of(chain)
    assert_same(chain)


@pytest.mark.parametrize("chain", ALONE.values(), ids=ALONE)
def test_what_comes_after_a_display_may_have_a_loop_of_its_own(chain: Chain) -> None:
    first, second = source_of(chain).split("def loop_2")
    assert "part = " in first
    assert "part = " not in second
    assert_same(chain)


@pytest.mark.parametrize("chain", APART.values(), ids=APART)
def test_what_is_no_short_display_is_laid_apart(chain: Chain) -> None:
    assert "part = " not in source_of(chain)
    assert_same(chain)


def test_a_second_display_is_a_tuple_that_is_chained() -> None:
    chain: Chain = lambda s: (
        s.flat_map(lambda x: (x, -x)).map(MAP).flat_map(lambda x: (x, -x)).map(MAP)
    )
    assert (loops_in(chain), source_of(chain).count(" part = item\n")) == (2, 1)
    assert_same(chain)


def test_a_run_that_is_longer_than_a_loop_may_be_is_laid_apart() -> None:
    stream = Stream([3])
    for _ in range(110):
        stream = stream.map(MAP)
    stream = stream.flat_map(lambda x: (x, x))
    for _ in range(120):
        stream = stream.map(MAP)
    assert list(stream.fuse()) == [233] * 2
    first, *others = str(stream.fuse().explain().source).split("def loop_")[1:]
    assert "part = " not in first
    assert ["part = " in each for each in others] == [True, False, False]


# Where a pass goes on.

BEFORE: dict[str, Chain] = {
    "nothing": lambda s: s,
    "a number": lambda s: s.enumerate(5).starmap(lambda i, x: 10 * i + x),
    "a number in the loop": lambda s: s.map(MAP).enumerate(5).starmap(lambda i, x: 10 * i + x),
    "a state": lambda s: s.map_accumulate(lambda t, x: (t + x, 10 * t + x), 1),
    "a filter": lambda s: s.filter(lambda x: x % 3),
    "pairs": lambda s: s.zip(range(3, 9)).starmap(lambda x, y: x * y),
}
AFTER: dict[str, Chain] = {
    "nothing": lambda s: s,
    "a number": lambda s: s.enumerate(5).starmap(lambda i, x: 10 * i + x),
    "a filter": lambda s: s.filter(lambda x: x % 3).map(MAP),
    "a total": lambda s: s.accumulate(lambda t, x: t + x),
    "a flag and a state": lambda s: s.map(MAP).accumulate().enumerate().starmap(lambda i, x: i + x),
    "pairs": lambda s: s.map(MAP).zip(range(30)).starmap(lambda x, y: x * y),
}


@settings(max_examples=10 * settings().max_examples)
@given(
    st.sampled_from(sorted(BEFORE)),
    st.sampled_from([lambda x: (x, -x), lambda x: [x, 1, x + 1], lambda x: (x,)]),
    st.lists(st.sampled_from(sorted(AFTER)), max_size=2),
    st.sets(st.integers(0, 9), max_size=5),
    st.integers(0, 2),
)
def test_a_pass_goes_on_after_errors_below_a_display(
    before: str, display: Callable[[int], Any], after: list[str], calls: set[int], place: int
) -> None:
    called = 0

    def failing(x: int) -> int:
        nonlocal called
        called += 1
        if called in calls:
            raise KeyError(called, x)
        return x

    def chain(stream: Stream[Any]) -> Stream[Any]:
        stream = BEFORE[before](stream).flat_map(display)
        steps = [AFTER[each] for each in after]
        steps.insert(min(place, len(steps)), lambda s: s.map(lambda x: failing(x) + 1))
        for step in steps:
            stream = step(stream)
        return stream

    logs = []
    for fused in (False, True):
        called = 0
        stream = Stream(range(4))
        log: list[Any] = []
        items = iter(chain(stream.fuse() if fused else stream))
        for _ in range(40):
            try:
                log.append(next(items))
            except KeyError as error:
                log.append(error.args)
            except StopIteration:
                break
        logs.append(log)
    assert logs[0] == logs[1]
    assert len(logs[0]) < 40


# What is held, and let go of.


class Known:
    """Objects that know how many there are, and who of them went last."""

    alive: ClassVar[list[object]] = []

    def __init__(self, name: object) -> None:
        self.name = name
        Known.alive.append(name)

    def __del__(self) -> None:
        Known.alive.remove(self.name)


def known_at_each_pull(read: Callable[[Stream[Any]], object]) -> list[int]:
    """How many were alive each time that an item was pulled."""
    seen: list[int] = []

    def source() -> Iterator[int]:
        for n in range(3):
            seen.append(len(Known.alive))
            yield n
        seen.append(len(Known.alive))

    read(Stream(source()).flat_map(lambda n: (Known((n, 1)), Known((n, 2)))).filter(lambda k: k))
    return seen


@pytest.mark.parametrize(
    "read",
    [
        lambda s: [None for _ in s],
        lambda s: s.for_each(lambda k: k),
        lambda s: s.count(lambda k: k),
        lambda s: s.count(),
    ],
)
def test_a_loop_holds_one_of_the_items_while_the_next_is_pulled(
    read: Callable[[Stream[Any]], object],
) -> None:
    pulled = known_at_each_pull(read)
    fused = known_at_each_pull(lambda s: read(s.fuse()))
    assert len(fused) == len(pulled) == 4
    assert max(fused) <= 1


@pytest.mark.parametrize("read", [next, list, lambda items: items.to_list()])
def test_an_error_that_is_kept_does_not_keep_the_items_that_are_left(
    read: Callable[[Any], object],
) -> None:
    stream = Stream(range(3)).flat_map(lambda n: (n, Known(n))).map(lambda n: 1 // n).fuse()
    items: Any = iter(stream) if read is next else stream
    with pytest.raises(ZeroDivisionError) as kept:
        read(items)
    del items
    assert kept.value.__traceback__ is not None
    assert Known.alive == []


def test_what_goes_on_after_an_error_holds_what_it_must_and_no_more() -> None:
    items = iter(
        Stream(range(3))
        .flat_map(lambda n: (n, Known((n, 1)), Known((n, 2))))
        .map(lambda n: n if isinstance(n, Known) else n // (n - 1))
        .fuse()
    )
    assert next(items) == 0
    assert next(items).name == (0, 1)
    assert next(items).name == (0, 2)
    with pytest.raises(ZeroDivisionError):
        next(items)
    assert (1, 1) in Known.alive
    assert next(items).name == (1, 1)
    assert next(items).name == (1, 2)
    assert next(items) == 2
    assert (1, 1) not in Known.alive
    assert [each.name for each in items] == [(2, 1), (2, 2)]
    del items
    assert Known.alive == []


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_left_of_a_display_is_let_go_of_before_the_source(fails: bool) -> None:
    order: list[str] = []

    class Told:
        def __init__(self, name: str) -> None:
            self.name = name

        def __del__(self) -> None:
            order.append(self.name)

    class Items(Told):
        def __iter__(self) -> Items:
            return self

        def __next__(self) -> int:
            return 3

    def run(fused: Chain) -> list[str]:
        order.clear()
        items = iter(fused(chain(Stream(Items("source")))))
        if fails:
            with pytest.raises(ZeroDivisionError):
                next(items)
        else:
            next(items)
        del items
        return [*order]

    def chain(stream: Stream[Any]) -> Stream[Any]:
        return stream.flat_map(lambda n: (n, Told("item"))).map(lambda n: 1 // (n - 3 * fails))

    assert run(lambda s: s) == ["item", "source"]
    assert run(lambda s: s.fuse()) == ["item", "source"]


@pytest.mark.parametrize("filters", [7, 8, 9, 97])
def test_many_filters_are_compiled_where_the_stack_is_deep(filters: int) -> None:
    stream = Stream(range(5))
    for n in range(filters):
        stream = stream.filter(lambda x, n=n: x != n % 3)
    source = stream.fuse().explain().source
    ast.parse(source)

    def deep(depth: int) -> list[int]:
        return deep(depth - 1) if depth else stream.fuse().to_list()

    # It takes some 40 frames; with 97 of them in one another it took 205.
    assert deep(sys.getrecursionlimit() - len(inspect.stack()) - 120) == [3, 4]


def test_a_count_needs_no_variable_for_the_item() -> None:
    def note(stream: Stream[Any]) -> str:
        with pytest.raises(ZeroDivisionError) as caught:
            stream.count()
        return str(*caught.value.__notes__)

    stream = Stream([3, 1, 2]).map(MAP).filter(lambda x: 1 // (x - 2))
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
        (lambda s: s.filter(lambda x: x).flat_map(lambda x: (x, 1)).filterfalse(lambda x: x), 3),
    ],
)
def test_no_jump_is_left_in_what_filters_are_written_as(chain: Chain, tests: int) -> None:
    source = source_of(chain)
    assert "continue" not in source
    assert source.count("if ") == tests + source.count("if inner")
    assert_same(chain)


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.count(p=lambda x: x),
        lambda s: s.find(p=itemgetter(0)),
        lambda s: s.all(p=lambda x: x),
        lambda s: s.partition(p=lambda x: x),
    ],
)
def test_what_has_no_name_in_a_terminal_has_none_fused(
    call: Callable[[Stream[Any]], object],
) -> None:
    stream = Stream([(1,)]).map(lambda x: x)
    errors = []
    for each in (stream, stream.fuse()):
        with pytest.raises(TypeError) as caught:
            call(each)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


def test_a_terminal_that_has_no_loop_without_a_key_is_run_as_it_is() -> None:
    def frames(call: Callable[[Stream[Any]], object]) -> list[str]:
        with pytest.raises((TypeError, ValueError)) as caught:
            call(Stream([1, 2]).map(lambda x: x).map(lambda x: [x, str(x)][x % 2]).fuse())
        return [each.frame.code.name for each in caught.traceback]

    assert "<fused>" not in frames(lambda s: s.minmax())
    assert "<fused>" not in frames(lambda s: s.to_dict())
    assert "<fused>" in frames(lambda s: s.minmax(key=lambda x: x))


def test_no_statement_of_a_terminal_calls_two_functions() -> None:
    methods = [*terminals_of(Stream.__mro__[1:-2]), *terminals_of([InLoops])]
    taken = [terminal for terminal in map(terminal_of, methods) if terminal is not None]
    assert len(taken) > 15
    for terminal in taken:
        functions = {terminal.parameters[place] for place in terminal.functions}
        nodes = [node for each in terminal.statements for node in ast.walk(each)]
        for statement in (node for node in nodes if isinstance(node, ast.stmt)):
            parts = [n for n in ast.iter_child_nodes(statement) if isinstance(n, ast.expr)]
            calls = [n.func for each in parts for n in ast.walk(each) if isinstance(n, ast.Call)]
            called = [each.id for each in calls if isinstance(each, ast.Name)]
            assert len([name for name in called if name in functions]) < 2


def test_a_flag_that_is_set_in_two_places_makes_no_second_loop() -> None:
    asked = "if begun:\n    pass\nelse:\n    begun = True\n"
    tried = "".join(["try:\n", *(f"    {line}\n" for line in asked.splitlines())])
    tried += "except KeyError:\n    raise\n"
    begin = ast.parse("begun = False").body
    for text, peels in [(asked, True), (tried, True), (asked + tried, False)]:
        body = ast.parse(text).body
        assert (peeled(begin, body, body) is not None) == peels


def test_a_function_that_is_not_given_makes_another_loop_than_one_in_c() -> None:
    stream = Stream([(), (1,), (1, 2)]).map(lambda x: (*x, *x)).filter(lambda x: x)
    for _ in range(2):
        assert stream.fuse().count() == 2
        assert stream.fuse().count(bool) == 2
        assert stream.fuse().count(len) == 2
        assert stream.fuse().to_dict(len) == {2: (1, 1), 4: (1, 2, 1, 2)}
        assert stream.fuse().to_dict(len, len) == {2: 2, 4: 4}
        assert stream.fuse().to_dict(len, value=None) == {2: (1, 1), 4: (1, 2, 1, 2)}
        assert stream.fuse().group_by(len, sum) == {2: [2], 4: [6]}
        assert stream.fuse().group_by(len) == {2: [(1, 1)], 4: [(1, 2, 1, 2)]}
