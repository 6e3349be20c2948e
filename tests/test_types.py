"""What four type checkers make of the library, and whether they are right."""

from __future__ import annotations

import inspect
import json
import os
import re
import resource
import runpy
import subprocess
import sys
import sysconfig
import types
import typing
from collections import Counter, deque
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pytest

import rillet
from rillet import Done, Err, Fold, Ok, Peekable, Pipeline, Program, Sink, Stream, op
from tools import op_stub

ROOT = Path(__file__).parents[1]
TYPING = ROOT / "tests" / "typing"
INFERRED = sorted(TYPING.glob("*_types.py"))
SCRIPTS = Path(sysconfig.get_path("scripts"))
MARK = re.compile(r"# (?:refused|cannot)(?:: ([a-z, ]+)(?: \(.+\))?)?$")
MYPY_SECONDS = 10

Places = set[tuple[str, int]]


def run(*command: object, **variables: str) -> str:
    """What `command` prints, run where the checkers find their settings."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def errors_of_mypy(cache: Path) -> Places:
    told = run(sys.executable, "-m", "mypy", "--cache-dir", cache, "src", TYPING)
    return {
        (Path(path).name, int(line))
        for path, line in re.findall(r"^(.+?):(\d+): error:", told, re.MULTILINE)
    }


def errors_of_pyright(cache: Path) -> Places:
    python = "--pythonpath", sys.executable
    told = run(sys.executable, "-m", "basedpyright", "--outputjson", *python, "src", TYPING)
    return {
        (Path(error["file"]).name, error["range"]["start"]["line"] + 1)
        for error in json.loads(told)["generalDiagnostics"]
        if error["severity"] == "error"
    }


def errors_of_pyrefly(cache: Path) -> Places:
    python = "--python-interpreter-path", sys.executable
    told = run(SCRIPTS / "pyrefly", "check", "--output-format=json", *python, "src", TYPING)
    return {
        (Path(error["path"]).name, error["line"])
        for error in json.loads(told)["errors"]
        if error["severity"] == "error"
    }


def errors_of_ty(cache: Path) -> Places:
    told = run(
        SCRIPTS / "ty", "check", "--output-format=gitlab", "--python", sys.prefix, "src", TYPING
    )
    return {
        (Path(error["location"]["path"]).name, error["location"]["positions"]["begin"]["line"])
        for error in json.loads(told)
    }


CHECKERS = {
    "mypy": errors_of_mypy,
    "pyright": errors_of_pyright,
    "pyrefly": errors_of_pyrefly,
    "ty": errors_of_ty,
}


def marked(checker: str) -> Places:
    """The lines of tests/typing that are said to be an error for `checker`."""
    return {
        (path.name, number)
        for path in TYPING.glob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (mark := MARK.search(line)) and checker in (mark[1] or checker).split(", ")
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Places, float]]:
    """What a checker finds from an empty cache, and how many seconds it takes."""

    @cache
    def finds(checker: str) -> tuple[Places, float]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        errors = CHECKERS[checker](tmp_path_factory.mktemp(checker))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return errors, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    return finds


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_finds_an_error_on_each_marked_line_and_nowhere_else(
    checker: str, found: Callable[[str], tuple[Places, float]]
) -> None:
    errors, _ = found(checker)
    assert errors == marked(checker)


def test_each_mark_names_checkers_that_there_are() -> None:
    text = "".join(path.read_text() for path in TYPING.glob("*.py"))
    named = ", ".join(re.findall(r"# (?:refused|cannot): ([a-z, ]+)", text))
    assert {name.strip() for name in named.split(",")} <= {*CHECKERS}


def test_mypy_is_quick_from_an_empty_cache(
    found: Callable[[str], tuple[Places, float]],
) -> None:
    _, seconds = found("mypy")
    assert seconds < MYPY_SECONDS


def test_enough_is_inferred_and_enough_is_refused() -> None:
    inferred = sum(path.read_text().count("assert_type(") for path in INFERRED)
    refused = (TYPING / "mistakes.py").read_text().count("  # refused")
    assert inferred >= 150
    assert refused >= 25


def public_methods() -> set[str]:
    return {name for name, value in inspect.getmembers(Stream) if not name.startswith("_")}


def test_each_public_method_has_its_type_asserted() -> None:
    text = "".join(path.read_text() for path in INFERRED)
    assert {name for name in public_methods() if f".{name}(" not in text} == set()


def test_each_function_of_op_has_its_type_asserted() -> None:
    text = (TYPING / "pipe_types.py").read_text()
    assert {name for name in op.__all__ if f"op.{name}(" not in text} == set()


def test_each_public_type_is_known() -> None:
    told = run(
        sys.executable,
        "-m",
        "basedpyright",
        "--outputjson",
        "--ignoreexternal",
        "--verifytypes",
        "rillet",
        "--pythonpath",
        sys.executable,
        PYTHONPATH=str(Path(rillet.__file__).parents[1]),
    )
    completeness = json.loads(told)["typeCompleteness"]
    assert completeness["exportedSymbolCounts"]["withKnownType"] > 0
    assert completeness["completenessScore"] == 1


def test_the_stub_of_op_is_what_its_tool_writes() -> None:
    assert op_stub.STUB.read_text() == op_stub.stub()


def test_the_stub_of_op_declares_each_function_that_there_is_and_no_other() -> None:
    assert sorted([*op_stub.signatures(), "broadcast"]) == sorted(op.__all__)


@pytest.mark.parametrize("name", op_stub.signatures())
def test_a_function_of_op_has_the_parameters_of_the_method(name: str) -> None:
    _, *parameters = inspect.signature(getattr(Stream, name)).parameters.values()
    assert [*inspect.signature(getattr(op, name)).parameters.values()] == parameters


@pytest.mark.parametrize("path", INFERRED, ids=lambda path: path.stem)
def test_what_is_inferred_is_what_comes_out(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    compared: list[object] = []

    def compare(value: Any, expected: Any) -> None:
        compared.append(expected)
        assert has_type(value, expected), f"{value!r} is no {expected}"

    monkeypatch.setattr(typing, "assert_type", compare)
    runpy.run_path(str(path))
    assert compared


FEW = 20


def has_type(value: Any, expected: Any) -> bool:
    """Whether `value`, and all that it holds, has the type that was inferred."""
    kind, parameters = get_origin(expected), get_args(expected)
    if expected is Any:
        return True
    if expected is None:
        return value is None
    if kind is None:
        return isinstance(value, (float, int) if expected is float else expected)
    if kind in (Union, types.UnionType):
        return any(has_type(value, parameter) for parameter in parameters)
    if kind is Literal:
        return value in parameters
    if not isinstance(value, kind):
        return False
    if kind is Done:
        return has_type(value.value, parameters[0])
    if kind in (Pipeline, Program, Sink, Fold):
        return True
    if kind in (Ok, Err):
        parts = [getattr(value, name) for name in kind.__match_args__]
        return all(map(has_type, parts, parameters))
    if kind is tuple and parameters[-1] is not Ellipsis:
        return len(value) == len(parameters) and all(map(has_type, value, parameters))
    if kind is dict:
        return all(has_type(item, tuple[parameters]) for item in value.items())
    if kind in (Stream, Peekable, Iterator, list, set, frozenset, deque, tuple, Counter):
        return all(has_type(item, parameters[0]) for item in islice(value, FEW))
    raise AssertionError(f"no test knows what {expected} holds")
