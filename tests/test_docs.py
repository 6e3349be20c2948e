"""What the documentation says of the library as a whole is so, and stays so."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from rillet import Stream
from rillet.operations.operation import Family, Operation

ROOT = Path(__file__).parent.parent
TABLES = ["README.md", "docs/reference/index.md"]
SIGNS = {"__add__": "+", "__or__": "|", "__contains__": "in"}
NAME = r"(?:`|<code>)(.+?)(?:`|</code>)"
FAMILIES = [kind for kind in Stream.__mro__ if issubclass(kind, Family) and kind is not Family]


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def names_in_table(page: str) -> set[str]:
    rows = re.findall(r"^\| \[\w+\]\(.*?\) \|(.*)\|$", text(page), re.MULTILINE)
    names = {unescape(name) for row in rows for name in re.findall(NAME, row)}
    return {name for name in names if not re.match(r"stream\[|Stream\(", name)}


def names_of_methods() -> set[str]:
    names = {name for family in FAMILIES for name in vars(family)}
    return {SIGNS.get(name, name) for name in names if name in SIGNS or not name.startswith("_")}


def operations() -> list[type[Operation]]:
    found, waiting = [], [Operation]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found += [kind] if kind.__module__.startswith("rillet.") else []
    return found


@pytest.mark.parametrize("page", TABLES)
def test_the_table_lists_every_method_and_nothing_else(page: str) -> None:
    assert names_in_table(page) == names_of_methods()


def test_the_readme_is_shorter_than_200_lines() -> None:
    assert len(text("README.md").splitlines()) < 200


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_has_a_page_in_the_reference(family: type) -> None:
    page = text(f"docs/reference/{family.__name__.lower()}.md")
    path = "rillet.Stream" if family is Stream else f"{family.__module__}.{family.__name__}"
    assert f"::: {path}\n" in page


def test_the_rule_for_exceptions_names_the_operations_that_go_on() -> None:
    rule = re.search(r"\*\*The pass goes on after\*\* (.*)", text("docs/explanation/plans.md"))
    assert rule is not None
    named = re.findall(r"`(\w+)`", rule[1])
    assert named == sorted({operation.name for operation in operations() if operation.survives})


def test_the_classes_of_laziness_are_those_in_use() -> None:
    classes = re.findall(r"^\| `([^`]+)` \|", text("docs/explanation/plans.md"), re.MULTILINE)
    assert sorted(classes) == sorted(
        {operation.laziness for operation in operations() if hasattr(operation, "laziness")}
    )
