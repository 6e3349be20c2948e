"""Every public function of itertools, and most of more-itertools, has a word here that is right."""

from __future__ import annotations

import io
import itertools
import operator
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from rillet import Stream
from rillet.folds import Sum

more_itertools = pytest.importorskip("more_itertools")

PAGE = (Path(__file__).parents[1] / "docs" / "more-itertools.md").read_text(encoding="utf-8")
ITERTOOLS, MORE_ITERTOOLS, ABSENT = re.split(r"^## (?!itertools).*$", PAGE, flags=re.MULTILINE)
ENOUGH = 90


def lines_of(part: str) -> list[tuple[str, str]]:
    return re.findall(r"^\| `(.*)` \| `(.*)` \|$", part, re.MULTILINE)


def public(module: Any) -> set[str]:
    return {name for name in module.__all__ if name != "consumer"}


def functions_of_more_itertools() -> set[str]:
    return public(more_itertools.more) | public(more_itertools.recipes)


def even(n: int) -> bool:
    return n % 2 == 0


def odd(n: int) -> bool:
    return n % 2 == 1


def double(n: int) -> int:
    return 2 * n


def half(n: int) -> int | None:
    return None if n % 2 else n // 2


def falls(before: int, item: int) -> bool:
    return item < before


def same(pair: tuple[int, int]) -> bool:
    return pair[0] == pair[1]


def opened() -> io.StringIO:
    return io.StringIO("a\nb\n")


def namespace() -> dict[str, Any]:
    given: dict[str, Any] = {name: getattr(itertools, name) for name in dir(itertools)}
    for part in ("eq", "itemgetter", "mul", "truediv"):
        given[part] = getattr(operator, part)
    for value in (Stream, Sum, even, odd, double, half, falls, same, opened):
        given[value.__name__] = value
    block = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert block
    exec(block[1], given)
    return given


def read(value: Any) -> Any:
    """An answer without the kinds of its iterables, of which there are many."""
    if isinstance(value, (str, bytes, dict)):
        return value
    if isinstance(value, (Iterator, Stream, tuple, list)):
        with suppress(ValueError):
            return [read(item) for item in value]
    if isinstance(value, set):
        return sorted(value)
    return [*value] if hasattr(type(value), "__getitem__") else value


def runs_the_same(theirs: str, ours: str, module: Any) -> None:
    given = namespace()
    for name in re.findall(r"\w+", theirs):
        if hasattr(module, name):
            given[name] = getattr(module, name)
    known = read(eval(theirs, given))
    seen = list(given["seen"])
    given["seen"].clear()
    assert read(eval(ours, given)) == known
    assert given["seen"] == seen


@pytest.mark.parametrize(("theirs", "ours"), lines_of(ITERTOOLS))
def test_a_line_of_itertools_is_the_same_here(theirs: str, ours: str) -> None:
    runs_the_same(theirs, ours, itertools)


@pytest.mark.parametrize(("theirs", "ours"), lines_of(MORE_ITERTOOLS))
def test_a_line_of_more_itertools_is_the_same_here(theirs: str, ours: str) -> None:
    runs_the_same(theirs, ours, more_itertools)


def names_in(part: str) -> set[str]:
    return {name for theirs, _ in lines_of(part) for name in re.findall(r"\w+", theirs)}


def test_every_function_of_itertools_has_a_line() -> None:
    functions = {name for name in dir(itertools) if not name.startswith("_")}
    assert functions - names_in(ITERTOOLS) <= {"batched"}
    assert "batched" in names_in(MORE_ITERTOOLS)


def test_enough_functions_of_more_itertools_have_a_line() -> None:
    assert len(functions_of_more_itertools() & names_in(MORE_ITERTOOLS)) >= ENOUGH


def test_each_other_function_of_more_itertools_is_named() -> None:
    absent = set(re.findall(r"`(\w+)`", ABSENT))
    missing = functions_of_more_itertools() - names_in(MORE_ITERTOOLS) - absent
    assert missing == set(), "a newer more-itertools has more: give them a line, or name them"
    assert not names_in(MORE_ITERTOOLS) & absent
