"""Every example in a docstring of the package runs, and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import sys
from typing import TYPE_CHECKING

import pytest

import rillet

if TYPE_CHECKING:
    from pathlib import Path

WITH_A_THREAD = {
    "rillet.sink.Sink.threaded",
    "rillet.pipeline.Program.push",
    "rillet.testing",
}
"""Where no thread can be started, as under Pyodide, what these show is refused."""
MODULES = sorted(
    {"rillet", *(found.name for found in pkgutil.walk_packages(rillet.__path__, "rillet."))}
)


TELLING_MORE = {"rillet.stream", "rillet.terminals.show"}
PULLED = pytest.mark.pulled_only(reason="explain tells more of a fused stream")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[PULLED] if name in TELLING_MORE else []) for name in MODULES],
)
def test_the_examples_of_a_module_hold(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder().find(importlib.import_module(name)):
        if test.name not in WITH_A_THREAD or sys.platform != "emscripten":
            runner.run(test)
    assert not runner.failures


def test_most_modules_have_examples() -> None:
    finder = doctest.DocTestFinder()
    tests = [test for name in MODULES for test in finder.find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in tests) > 70
