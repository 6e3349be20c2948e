"""What a test may not leave behind."""

from __future__ import annotations

import gc
from pathlib import Path
from types import GeneratorType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
OURS = (str(ROOT / "src"), str(ROOT / "examples"), str(ROOT / "tests" / "test_"))


def let_lie() -> None:
    """What there is by now the collector never looks at again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def what_was_there_before_is_not_looked_at() -> None:
    """For a module that looks often: the collector passes over what there was before it."""
    let_lie()


def suspended_generators() -> list[GeneratorType[Any, Any, Any]]:
    """The generators of the library, the examples and the tests that wait to be resumed."""
    gc.collect()
    return [
        each
        for each in gc.get_objects()
        if type(each) is GeneratorType
        and each.gi_suspended
        and each.gi_code.co_filename.startswith(OURS)
    ]


def new_since(before: list[GeneratorType[Any, Any, Any]]) -> list[str]:
    """The names of those that wait now and did not before."""
    return [each.__qualname__ for each in suspended_generators() if each not in before]
