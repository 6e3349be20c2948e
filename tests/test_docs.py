"""What the documentation says of the library as a whole is so, and stays so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rillet import Stream
from rillet.operations.operation import Family, Operation
from tools import pages

ROOT = Path(__file__).parent.parent
FAMILIES = [kind for kind in Stream.__mro__ if issubclass(kind, Family) and kind is not Family]


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def operations() -> list[type[Operation]]:
    found, waiting = [], [Operation]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        module = kind.__module__
        is_ours = module.startswith("rillet.") and not module.startswith("rillet.engines.")
        found += [kind] if is_ours else []
    return found


@pytest.mark.parametrize("page", pages.PAGES)
def test_a_page_that_is_made_of_the_operations_is_as_its_tool_writes_it(page: str) -> None:
    assert text(page) == pages.PAGES[page]()


def test_each_operation_stands_in_one_family_alone() -> None:
    listed = [name for family in pages.FAMILIES for name in pages.methods(family)]
    assert len(listed) == len(set(listed))


def test_every_page_stands_in_the_navigation() -> None:
    docs = ROOT / "docs"
    written = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    assert written == set(re.findall(r"[\w/-]+\.md$", text("mkdocs.yml"), re.MULTILINE))


def test_the_readme_is_shorter_than_200_lines() -> None:
    assert len(text("README.md").splitlines()) < 200


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_has_a_page_in_the_reference(family: type) -> None:
    page = text(f"docs/reference/{family.__name__.lower()}.md")
    path = "rillet.Stream" if family is Stream else f"{family.__module__}.{family.__name__}"
    assert f"::: {path}\n" in page


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_argues_its_names(family: type) -> None:
    page = text(f"docs/reference/{family.__name__.lower()}.md")
    assert page.count("## Naming\n") == 1


def test_a_method_is_listed_in_one_family() -> None:
    listed = [name for family in pages.FAMILIES for name in pages.methods(family)]
    assert len({*listed}) == len(listed)
    assert pages.methods(Stream) == ["pipe", "__or__", "cache", "tee"]


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
