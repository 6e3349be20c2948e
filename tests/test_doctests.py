"""Every example in a docstring of the package runs, and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest

import rillet

if TYPE_CHECKING:
    from pathlib import Path

MODULES = sorted(
    {"rillet", *(found.name for found in pkgutil.walk_packages(rillet.__path__, "rillet."))}
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed


def test_most_modules_have_examples() -> None:
    finder = doctest.DocTestFinder()
    tests = [test for name in MODULES for test in finder.find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in tests) > 70
