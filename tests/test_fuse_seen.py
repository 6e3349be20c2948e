"""What is seen of a fused stream: by `explain`, and by whoever looks at a loop that runs."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter, methodcaller
from pathlib import Path
from typing import Any

import pytest

import rillet
from rillet import Stream, op
from rillet.engines.fusing.stream import FusedStream
from rillet.seeing.explanation import Explanation

SOURCE = Path(rillet.__file__).parent.parent
needs_processes = pytest.mark.skipif(
    sys.platform == "emscripten", reason="no other process can be started there"
)


def half(n: float) -> float:
    return n / 2


def in_steps(n: float) -> float:
    m = n / 2
    return +m


def untouched() -> Iterator[int]:
    raise AssertionError("it was pulled")
    yield


def refuses(*_: object) -> Any:
    raise AssertionError("it was called")


def as_pulled(stream: Stream[Any]) -> Stream[Any]:
    """The same plan, pulled."""
    return Stream(stream._source)._with(
        tuple(each for each in stream._operations if each[0].name != "fuse")
    )


# explain


def told(explanation: Explanation) -> list[tuple[str, str, str]]:
    """For each operation its call, the cell `fused`, and what stands below it."""
    return [(step.text, step.fused, step.note) for step in explanation._plan.operations]


IN_A_LOOP: dict[str, tuple[Callable[[Stream[int]], Stream[Any]], list[str]]] = {
    "functions of one expression": (
        lambda s: s.map(lambda n: n + 1).filter(half),
        ["loop 1", "loop 1"],
    ),
    "a function in C stays out at the ends": (
        lambda s: s.map(abs).map(lambda n: n + 1).map(str),
        ["no", "loop 1", "no"],
    ),
    "a function in C is called in the middle": (
        lambda s: s.map(half).map(str).map(lambda text: text + "!"),
        ["loop 1", "loop 1, called", "loop 1"],
    ),
    "what has no form stands between two loops": (
        lambda s: s.map(half).batched(2).map(lambda pair: pair[0]),
        ["loop 1", "no", "loop 2"],
    ),
    "what makes and takes tuples": (
        lambda s: s.enumerate().starmap(lambda n, item: n + item),
        ["loop 1", "loop 1"],
    ),
    "what comes of operator": (
        lambda s: s.map(lambda n: (n, n)).map(itemgetter(0)).map(methodcaller("bit_length")),
        ["loop 1", "loop 1", "loop 1"],
    ),
}


@pytest.mark.parametrize(("call", "cells"), IN_A_LOOP.values(), ids=IN_A_LOOP)
def test_explain_tells_in_which_loop_an_operation_is(
    call: Callable[[Stream[int]], Stream[Any]], cells: list[str]
) -> None:
    explanation = call(Stream([1, 2])).fuse().explain()
    assert [cell for _, cell, _ in told(explanation)] == [*cells, ""]
    assert str(explanation).splitlines()[2].split()[-1] == "fused"


def aside(*args: Any) -> Any:
    return args


WHY: dict[str, Callable[[Stream[int]], Stream[Any]]] = {
    "aside is called: it takes *args or **kwargs": lambda s: s.map(aside),
    "in_steps is called: it is more than one return of an expression": lambda s: s.map(in_steps),
    "str is called: it is not a function written in Python": lambda s: (
        s.map(half).map(str).map(half_of)
    ),
    "nothing to gain: it runs in C": lambda s: s.map(str),
    "nothing to gain: no body is written in beside it": lambda s: s.not_none(),
    "take(5).take(3) is take(3)": lambda s: s.take(5).take(3),
    "map(<lambda>) changes nothing": lambda s: s.map(half).map(lambda n: n),
    "it has no form for a loop, and is laid as it is": lambda s: s.sorted(),
}


@pytest.mark.parametrize(("reason", "call"), WHY.items(), ids=WHY)
def test_explain_tells_why_a_function_is_not_written_in(
    reason: str, call: Callable[[Stream[int]], Stream[Any]]
) -> None:
    stream = call(Stream([1, 2])).fuse()
    assert reason in str(stream.explain())


def test_a_function_of_another_module_is_called(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.py"
    path.write_text("def twice(n):\n    return n * 2\n", encoding="utf-8")
    namespace: dict[str, Any] = {"__name__": "elsewhere"}
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), namespace)
    stream = Stream([1]).map(half).map(namespace["twice"]).map(lambda n: n + 1).fuse()
    reason = "twice is called: it is of another module, or cell, than the others in the loop"
    assert [cell for _, cell, _ in told(stream.explain())][1] == "loop 1, called"
    assert reason in str(stream.explain())


def test_what_is_done_by_another_operation_is_told() -> None:
    explanation = Stream([3, 1]).drop(1).drop(1).map(half).fuse().explain()
    assert told(explanation)[:3] == [
        (".drop(1)", "no", "it has no form for a loop, and is laid as it is"),
        (".drop(1)", "rewritten", "drop(1).drop(1) is drop(2)"),
        (".map(half)", "loop 1", ""),
    ]


@pytest.mark.pulled_only(reason="it is about a stream that is not fused too")
def test_explain_of_a_stream_that_is_not_fused_has_no_word_of_it() -> None:
    stream = Stream([1]).map(lambda n: n + 1)
    assert "fused" not in str(stream.explain())
    assert "fused" not in stream.explain()._repr_mimebundle_()["text/html"]
    assert stream.explain().source == ""
    assert "fused" not in str((op.map(half) | op.take(2)).explain())


def test_a_pipeline_that_is_fused_is_explained_as_a_stream_is() -> None:
    explanation = (op.map(half) | op.fuse() | op.map(str) | op.take(1)).explain()
    assert [cell for _, cell, _ in told(explanation)] == ["loop 1", "", "no", "no"]
    assert "yield item / 2" in explanation.source.replace("(", "").replace(")", "")


@pytest.mark.pulled_only(reason="it is about a stream that is not fused too")
def test_a_fused_stream_beside_another_is_explained_there() -> None:
    inner = Stream([1]).map(lambda n: n + 1).fuse()
    explanation = Stream([0]).map(half).chain(inner, inner).explain()
    text = str(explanation)
    assert text.splitlines()[2].split()[-1] == "fused"
    assert text.count("loop 1") == 1  # and the second time it is as shown above
    assert "loop 2" not in text
    assert explanation.source.startswith("# loop 1: .map(<lambda>)\n")


def test_loops_are_numbered_through_all_the_plans() -> None:
    inner = Stream([1]).map(lambda n: n + 1).fuse()
    explanation = inner.batched(2).map(lambda pair: pair[0]).chain(inner).explain()
    assert [line[2:8] for line in explanation.source.splitlines() if line.startswith("# loop")] == [
        "loop 1",
        "loop 2",
        "loop 3",
    ]


def test_a_cached_stream_that_is_fused_is_explained_below() -> None:
    explanation = Stream([1]).map(lambda n: n + 1).fuse().cache().explain()
    assert "loop 1" in str(explanation)


def test_the_source_says_what_the_names_stand_for() -> None:
    stream = (
        Stream(["1"])
        .map(lambda text: text + "0")
        .map(
            int,
        )
        .filter(half)
        .fuse()
    )
    source = stream.explain().source
    assert source.splitlines()[:2] == [
        "# loop 1: .map(<lambda>).map(int).filter(half)",
        "# value_2 is int",
    ]
    assert "item = value_2(item)" in source
    compile(source, "<source>", "exec")


def test_the_source_is_that_of_the_plan_and_not_of_one_with_the_same_code() -> None:
    def adding(n: int) -> Any:
        return Stream([1]).map(partial(aside_by, n)).map(half).fuse()

    assert "value is 5\n" in adding(5).explain().source
    assert "value is 6\n" in adding(6).explain().source


def aside_by(n: int, m: int) -> int:
    return n + m


def test_to_look_at_a_fused_stream_pulls_and_calls_nothing() -> None:
    stream = Stream(untouched()).map(refuses).filter(lambda n: refuses(n)).map(refuses).fuse()
    assert "loop 1" in str(stream.explain())
    assert "refuses" in stream.explain().source
    assert "loop 1" in stream.to_mermaid()
    assert "loop 1" in stream._repr_mimebundle_()["text/html"]


def test_a_flowchart_tells_the_loops_and_not_that_there_is_none() -> None:
    chart = Stream([1]).map(half).batched(2).fuse().to_mermaid().splitlines()
    assert '.map(half)<br/>1:1, one item, loop 1"' in chart[2]
    assert "n, at most 2 items<br/>" in chart[4]


# trace, profile, repr, pickle


def test_a_fused_stream_is_traced_as_the_pulled_one(capsys: pytest.CaptureFixture[str]) -> None:
    stream = Stream([1, 2]).map(lambda n: n + 1).filter(half)
    stream.trace()
    pulled = capsys.readouterr().out
    stream.fuse().trace()
    fused = [line for line in capsys.readouterr().out.splitlines() if "fuse()" not in line]
    assert [" ".join(line.split()) for line in fused] == [
        " ".join(line.split()) for line in pulled.splitlines()
    ]


def test_a_fused_stream_is_profiled_operation_by_operation() -> None:
    profile = Stream(range(5)).map(lambda n: n + 1).filter(lambda n: n % 2).fuse().profile()
    assert [(row.step, row.items_out) for row in profile.rows] == [
        ("Stream(range(0, 5))", 5),
        ("map(<lambda>)", 5),
        ("filter(<lambda>)", 3),
        ("fuse()", 3),
    ]


def test_a_fused_stream_shows_and_pickles_as_one() -> None:
    stream = Stream([1, 2]).map(half).fuse().map(half)
    assert repr(stream) == "Stream([1, 2]).map(half).fuse().map(half)"
    again = pickle.loads(pickle.dumps(stream))
    assert type(again) is FusedStream
    assert repr(again) == repr(stream)
    assert again.to_list() == stream.to_list()
    assert "fuse" in dir(op)
    assert repr(op.map(half) | op.fuse()) == "op.map(half) | op.fuse()"
    assert type([1] | (op.map(half) | op.fuse())) is FusedStream


# Tracebacks


def lines_of(error: BaseException) -> list[str]:
    """The lines of the last frame of a traceback, and what is raised."""
    text = "".join(traceback.format_exception(error))
    *_, last = text.split("  File ")
    return last.splitlines()


def raised_by(items: Iterable[Any]) -> list[str]:
    """The same, of what a loop over the items raises."""
    with pytest.raises(Exception) as caught:
        for _ in items:
            pass
    return lines_of(caught.value)


def line_with(text: str) -> int:
    """The number of the line of this file that has such a comment."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    (found,) = [n for n, line in enumerate(lines, 1) if line.endswith(f"# {text}")]
    return found


def test_the_line_and_the_expression_of_a_lambda_are_shown() -> None:
    stream = Stream([1, 0]).map(lambda n: n + 1 - 1).map(lambda n: (n, 1 / n)).fuse()  # in a line
    where, code, carets, what = raised_by(stream)
    assert f'test_fuse_seen.py", line {line_with("in a line")}, in' in where
    assert code[len(carets) - 1] == "n"
    assert code[carets.index("~") : len(carets)] == "1 / n"
    assert what == "ZeroDivisionError: division by zero"


def test_the_line_in_a_chain_of_several_lines_is_shown() -> None:
    stream = (
        Stream([1, 0])
        .map(lambda n: n)
        .map(
            lambda n: 1 / n  # in a chain
        )
        .map(lambda n: n)
        .fuse()
    )
    where, code, carets, _ = raised_by(stream)
    assert f"line {line_with('in a chain')}, in" in where
    assert code[carets.index("~") : len(carets)] == "1 / n"


def inverse(n: float) -> float:
    """Its docstring is no part of its body."""
    return 1 / n  # in a def


def test_the_line_of_a_function_is_shown() -> None:
    where, code, carets, _ = raised_by(Stream([1, 0]).map(lambda n: n).map(inverse).fuse())
    assert f"line {line_with('in a def')}, in" in where
    assert code[carets.index("~") : len(carets)] == "1 / n"


def over(items: Any) -> Stream[Any]:
    return Stream(items)


SHORT: Any = [(1,)]
GLUE: dict[str, tuple[str, Callable[[], Stream[Any]]]] = {
    "that cannot be unpacked": (
        "ValueError: not enough values to unpack (expected 2, got 1)",
        lambda: (
            Stream(SHORT)
            .map(lambda pair: pair)
            .map_values(lambda n: n + 1)  # that cannot be unpacked
            .fuse()
        ),
    ),
    "with too few parts": (
        "TypeError: <lambda>.<locals>.<lambda>() missing 1 required positional argument: 'm'",
        lambda: (
            over(SHORT)
            .starmap(lambda n, m: n)  # type: ignore[misc]  # with too few parts
            .fuse()
        ),
    ),
    "before a function in C": (
        "ValueError: invalid literal for int() with base 10: 'x'",
        lambda: (
            Stream(["x"])
            .map(lambda text: text.strip())  # before a function in C
            .map(int)
            .map(lambda n: n + 1)
            .fuse()
        ),
    ),
}


@pytest.mark.parametrize("name", GLUE)
def test_around_a_body_the_line_is_shown_where_the_nearest_function_begins(name: str) -> None:
    message, make = GLUE[name]
    where, code, what = raised_by(make())
    assert f"line {line_with(name)}, in" in where
    assert code.endswith(name)
    assert what == message


def test_where_no_function_of_yours_is_written_in_no_line_is_shown() -> None:
    where, what = raised_by(Stream(SHORT).map_keys(str).map_values(str).fuse())
    assert where.startswith('"<rillet fuse>", line 1, in')
    assert what == "ValueError: not enough values to unpack (expected 2, got 1)"


PROGRAM = """\
from rillet import Stream

def inverse(n):
    return 1 / n

numbers = Stream([1, 0]).filter(lambda n: n < 2).map(inverse).fuse()
numbers.to_list()
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def ran(place: Path, *command: object, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(SOURCE), "HOME": "/nowhere"},
        cwd=place,
    )


@needs_processes
def test_the_traceback_of_a_program_ends_in_its_own_line(program: Path) -> None:
    *_, where, code, carets, what, note = ran(program.parent, program).stderr.splitlines()
    assert where.startswith(f'  File "{program}", line 4, in')
    assert (code.strip(), carets.strip()) == ("return 1 / n", "~~^~~")
    assert what == "ZeroDivisionError: division by zero"
    assert note == "rillet: raised in map(inverse), operation 2 of 3, called with n=0"


@needs_processes
def test_without_a_source_the_functions_are_called_and_told(tmp_path: Path) -> None:
    text = "from rillet import Stream; s = Stream([0]).map(lambda n: 1 / n).fuse()"
    command = f"exec(compile({text!r}, '<nowhere>', 'exec'))"
    ends = "; print(s.explain()); s.to_list()"
    done = ran(tmp_path, "-c", command + ends)
    assert "<lambda> is called: its source is not found" in done.stdout
    assert done.stderr.splitlines()[-3:] == [
        '  File "<nowhere>", line 1, in <lambda>',
        "ZeroDivisionError: division by zero",
        "rillet: raised in map(<lambda>), operation 1 of 2, called with n=0",
    ]


# Notes


def in_two_steps(n: Any) -> Any:
    m = 1 / n
    return +m


RAISING: dict[str, Callable[[], Stream[Any]]] = {
    "in C before a loop": lambda: over(["x"]).map(int).map(lambda n: n + 1),
    "in C before a loop, and after": lambda: over("x").map(int).map(lambda n: n + 1).map(str),
    "in C after a loop": lambda: over("x").map(lambda s: s + "").map(int),
    "in C inside a loop": lambda: over("x").map(lambda s: s + "").map(int).map(lambda n: n + 1),
    "in what is called": lambda: over([0]).map(lambda n: +n).map(in_two_steps).map(lambda n: -n),
    "in the source": lambda: over(1 / n for n in [0]).map(lambda n: n + 1),
    "in a source in C": lambda: over(map(int, ["x"])).map(lambda n: n + 1),
    "at a tuple": lambda: over(SHORT).map(lambda pair: (*pair,)).map_values(lambda n: n + 1),
    "in a getter": lambda: over([()]).map(lambda p: (*p,)).map(itemgetter(1)).map(lambda n: -n),
    "after a batch": lambda: over([0]).batched(2).map(lambda batch: 1 / batch[0]),
    "before a batch": lambda: (
        over("1x").map(lambda s: s + "").map(int).batched(2).map(lambda batch: batch[0])
    ),
    "between two loops": lambda: over([1, "x"]).map(lambda n: n * 1).sorted().map(lambda n: n * 1),
    "in a key": lambda: over([0]).map(lambda n: +n).sorted(key=lambda n: 1 / n).map(lambda n: +n),
    "in a stream beside": lambda: (
        over([1]).map(lambda n: +n).zip(over([0]).map(lambda n: 1 / n)).map(lambda pair: pair[0])
    ),
    "in a fused one beside": lambda: (
        over([1]).map(lambda n: +n).zip(over([0]).map(lambda n: 1 / n).fuse()).map(lambda n: n[0])
    ),
    "at a tuple of one beside": lambda: (
        over([(1, 2)])
        .map_values(lambda n: +n)
        .zip(over(SHORT).map_values(lambda n: -n).fuse())
        .map(lambda pair: pair[0])
    ),
    "at a tuple of another beside": lambda: (
        over([(1, 2)])
        .map(lambda n: (*n,))
        .zip(over(SHORT).map_values(lambda n: -n).fuse())
        .map(lambda pair: pair[0])
    ),
    "in what gives several": lambda: over([0]).flat_map(lambda n: [1 / n]).map(lambda n: +n),
    "at what gives none": lambda: over([0]).flat_map(lambda n: +n).map(lambda n: +n),
    "in a sum": lambda: over([1, "0"]).map(lambda n: n * 1).accumulate().map(lambda n: n * 1),
}
READ: dict[str, Callable[[Stream[Any]], object]] = {
    "to_list": lambda s: s.to_list(),
    "to_set": lambda s: s.to_set(),
    "sum": lambda s: s.sum(),
    "for_each": lambda s: s.for_each(str),
    "sorted": lambda s: s.sorted().first(),
    "| list": lambda s: s | list,
}


def places_named(stream: Stream[Any], read: Callable[[Stream[Any]], object]) -> set[str]:
    """What a note names, without the numbers, to which `fuse` adds one; and the arguments."""
    with pytest.raises(Exception) as caught:
        read(stream)
    (note,) = getattr(caught.value, "__notes__", [""]) or [""]
    note = re.sub(r", operation \d+ of \d+", "", note.removeprefix("rillet: raised in "))
    return {*note.removeprefix("one of: ").split("; ")}


@pytest.mark.parametrize("read", READ.values(), ids=READ)
@pytest.mark.parametrize("make", RAISING.values(), ids=RAISING)
def test_a_note_names_what_it_names_of_a_pulled_stream_or_tells_more(
    make: Callable[[], Stream[Any]], read: Callable[[Stream[Any]], object]
) -> None:
    pulled = places_named(make(), read)
    fused = places_named(make().fuse(), read)
    assert fused <= pulled or (fused == {""} and {"the source"} & pulled)  # alone it is not named


# Coverage, debuggers, profilers

COVERED = """\
from rillet import Stream

def half(n):
    return n / 2

def never(n):
    return n + 1

numbers = (
    Stream(range(5))
    .map(half)
    .filter(
        lambda n:
        n
    )
    .fuse()
)
assert numbers.to_list() == [0.5, 1, 1.5, 2]
assert [*numbers.map(lambda n: n)] == [0.5, 1, 1.5, 2]
nothing = Stream([]).map_values(never).map(never).dedupe(never).fuse()
assert nothing.to_list() == [*nothing] == []
"""


@needs_processes
@pytest.mark.parametrize("branches", ["--branch", "--timid"])
def test_a_line_of_a_function_counts_as_run_where_its_body_is_run(
    branches: str, tmp_path: Path
) -> None:
    pytest.importorskip("coverage")
    path = tmp_path / "covered.py"
    path.write_text(COVERED, encoding="utf-8")
    done = ran(tmp_path, "-m", "coverage", "run", branches, "--include=covered.py", path)
    assert done.stderr == ""
    ran(tmp_path, "-m", "coverage", "json", "-o", "covered.json")
    (found,) = json.loads((tmp_path / "covered.json").read_text())["files"].values()
    assert found["missing_lines"] == [7]
    assert found.get("missing_branches", []) == []


def test_a_loop_runs_no_line_but_those_of_the_functions_in_it() -> None:
    lines: set[int] = set()

    def look(frame: Any, event: str, _: object) -> Any:
        if frame.f_code.co_name == "<fused>":
            lines.add(frame.f_lineno)
        return look

    stream = Stream([1, 2]).map(half).map(inverse).map(str).takewhile(half_of).fuse()
    before = sys.gettrace()
    sys.settrace(look)
    try:
        stream.to_list(), stream.count(), list(stream)
    finally:
        sys.settrace(before)
    functions = (half, inverse, half_of)
    known = [line for f in functions for _, _, line in f.__code__.co_lines()]
    assert lines <= {*known}
    assert lines >= {line_with("in a def"), half.__code__.co_firstlineno + 1}


def half_of(text: str) -> object:
    return text[: len(text) // 2]


def in_pdb(path: Path, *commands: str) -> str:
    return ran(path.parent, "-m", "pdb", path, given="\n".join([*commands, "q", ""])).stdout


@needs_processes
def test_a_breakpoint_at_the_line_of_a_body_stops_in_the_loop(program: Path) -> None:
    shown = in_pdb(program, f"b {program}:4", "c", "p item", "p n", "up", "c", "p item")
    assert shown.count("-> return 1 / n") >= 2
    assert "(Pdb) 1\n" in shown
    assert "(Pdb) 0\n" in shown
    assert "*** NameError: name 'n' is not defined" in shown


@needs_processes
def test_a_breakpoint_at_a_function_by_its_name_does_not_stop_in_a_loop(program: Path) -> None:
    shown = in_pdb(program, "tbreak 7", "c", "b inverse", "c")
    assert "-> return 1 / n" not in shown.partition("Uncaught exception")[0]


@pytest.mark.pulled_only(reason="it is about a stream that is not fused too")
def test_to_a_profiler_the_calls_are_gone() -> None:
    import cProfile

    stream = Stream(range(100)).map(half).filter(lambda n: n).map(inverse)
    counts = []
    for each in (stream, stream.fuse()):
        profiler = cProfile.Profile()
        profiler.runcall(each.to_list)
        entries: Any = profiler.getstats()
        counts.append(
            sum(each.callcount for each in entries if getattr(each.code, "co_name", "") == "half")
        )
    assert counts == [100, 0]
