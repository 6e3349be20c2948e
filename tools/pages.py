"""Writes the pages and tables of the documentation that list the operations, from the operations.

    python -m tools.pages

They are the cheat sheet, the page *Coming from …*, and the tables of the README and the reference.
The names from elsewhere that `Stream` answers for are listed in its source, in the same way.
"""

from __future__ import annotations

import inspect
import re
from html import escape
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from rillet import Stream
from rillet.elsewhere import ELSEWHERE, ITSELF, names_elsewhere, names_of
from rillet.operations.operation import Family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- operations: begin -->\n", "<!-- operations: end -->\n"
ANSWERS = "src/rillet/answers.py"
NAMES_BEGIN, NAMES_END = 'NAMES: Final = """\\\n', '"""\n'
FAMILIES: list[type] = [
    *(kind for kind in Stream.__mro__ if issubclass(kind, Family) and kind not in (Family, Stream)),
    Stream,
]
SIGNS = {"__add__": "+", "__or__": "|", "__contains__": "in"}
SHOWN = {
    "Sources": ["Stream(iterable)"],
    "Slicing": ["stream[2]", "stream[-1]", "stream[10:20:2]", "stream[-5:]"],
}
"""What is no method of a name, but is how it is written."""


def methods(family: type) -> list[str]:
    """The methods of a family that a reader calls, without those that it has of another."""
    others = {name for base in family.__mro__[1:] for name in vars(base)}
    shown = {*dir(family)}
    called = (name for name in vars(family) if name in SIGNS or not name.startswith("_"))
    return [name for name in called if name in shown and name not in others]


def code(text: str) -> str:
    """Source text inside a table."""
    return f"<code>{escape(text).replace('|', '&#124;')}</code>" if "|" in text else f"`{text}`"


def table(folder: str) -> str:
    """The families and what they have, with links to their pages in `folder`."""
    rows = ["| family | what it has |", "|---|---|"]
    for family in FAMILIES:
        name = family.__name__
        written = [*SHOWN.get(name, []), *(SIGNS.get(each, each) for each in methods(family))]
        rows.append(f"| [{name}]({folder}{name.lower()}.md) | {' '.join(map(code, written))} |")
    return "\n".join(rows) + "\n"


def with_table(path: str, folder: str) -> str:
    """A page with its table of the operations made anew."""
    before, _, rest = (ROOT / path).read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table(folder)}{END}{after}"


def cheat_sheet() -> str:
    """All operations on one page."""
    parts = [
        "# Cheat sheet\n",
        "Every method of `Stream`, by family, made from their docstrings.\n"
        "In brackets is the [class of laziness](explanation/plans.md#laziness-and-its-classes): "
        "how far an operation reads, and how much it holds.\n"
        "A source has none.\n"
        "Any other method without one answers: "
        "it reads the stream, to the end if nothing else is said.\n",
    ]
    for family in FAMILIES:
        name = family.__name__
        rows = [
            f"| {code(call(family, each))} | {summary(family, each)} |" for each in methods(family)
        ]
        rows = [*(f"| {code(text)} | {DOES[text]} |" for text in SHOWN.get(name, [])), *rows]
        head = f"## [{name}](reference/{name.lower()}.md)\n\n| call | what it does |\n|---|---|\n"
        parts.append(head + "\n".join(rows) + "\n")
    return "\n".join(parts)


DOES = {
    "Stream(iterable)": "Make a stream of anything that can be iterated.",
    "stream[2]": "Give the item at a place.",
    "stream[-1]": "Give the item at a place counted from the end.",
    "stream[10:20:2]": "Keep a slice of the items. (1:1)",
    "stream[-5:]": "Keep a slice counted from the end. (end)",
}


def call(family: type, name: str) -> str:
    """How a method is called: its parameters, without types."""
    if name == "__contains__":
        return "value in stream"
    if name in SIGNS:
        return f"stream {SIGNS[name]} {'other' if name == '__add__' else 'f'}"
    parameters = []
    keyword_only = False
    for parameter in signature(family, name):
        if parameter.kind is parameter.VAR_POSITIONAL:
            keyword_only = True
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            parameters.append("*")
            keyword_only = True
        parameters.append(_parameter(parameter))
    prefix = "Stream." if family.__name__ == "Sources" else ""
    return f"{prefix}{name}({', '.join(parameters)})"


def signature(family: type, name: str) -> Iterator[inspect.Parameter]:
    """The parameters that a caller gives."""
    for parameter in inspect.signature(getattr(family, name)).parameters.values():
        if parameter.name != "self":
            yield parameter


def _parameter(parameter: inspect.Parameter) -> str:
    text = str(parameter.replace(annotation=parameter.empty))
    return re.sub(r"=MISSING", "=…", text)


def summary(family: type, name: str) -> str:
    """The first sentence of a method, and its laziness."""
    doc = inspect.getdoc(getattr(family, name)) or ""
    sentence = doc.partition("\n")[0].replace("|", "&#124;")
    laziness = re.search(r"^Laziness: ([^.;]+)[.;]", doc, re.MULTILINE)
    early = re.search(r"^Terminal: .*early", doc, re.MULTILINE)
    if laziness:
        return f"{sentence} ({laziness[1]})"
    return f"{sentence} (stops early)" if early else sentence


def coming_from() -> str:
    """What other libraries and languages call the same."""
    parts = [
        "# Coming from …\n",
        "The names that you know, and what is written here.\n"
        "A name that means the same here is left out.\n"
        "A method that `Stream` does not have says so too: "
        "`Stream([1]).select` tells that the word here is `map`.\n",
    ]
    for place, listed in ELSEWHERE.items():
        rows = [
            f"| {code(theirs)} | {code(ours)} | {meaning(ours)} |"
            if ours != ITSELF
            else f"| {code(theirs)} | {ours} | |"
            for theirs, ours in names_of(listed).items()
        ]
        head = f"## {place}\n\n| there | here | what it does |\n|---|---|---|\n"
        parts.append(head + "\n".join(rows) + "\n")
    return "\n".join(parts)


def meaning(spelling: str) -> str:
    """What the one method of a spelling does; several speak for themselves."""
    called = re.findall(r"(?:^|\.)(\w+)\(", spelling)
    if len(called) != 1 or not hasattr(Stream, called[0]):
        return ""
    doc = inspect.getdoc(getattr(Stream, called[0])) or ""
    return doc.partition("\n")[0].replace("|", "&#124;")


def answers() -> str:
    """The source of `rillet.answers` with its names made anew."""
    before, _, rest = (ROOT / ANSWERS).read_text(encoding="utf-8").partition(NAMES_BEGIN)
    _, _, after = rest.partition(NAMES_END)
    here = {name for name in dir(Stream) if not name.startswith("_")}
    names = sorted({*names_elsewhere(here)} - here)
    return f"{before}{NAMES_BEGIN}{fill(' '.join(names), 100)}{NAMES_END}{after}"


PAGES: dict[str, Callable[[], str]] = {
    "docs/cheat-sheet.md": cheat_sheet,
    "docs/coming-from.md": coming_from,
    "README.md": lambda: with_table("README.md", "docs/reference/"),
    "docs/reference/index.md": lambda: with_table("docs/reference/index.md", ""),
    ANSWERS: answers,
}
"""The pages, and what makes them."""


if __name__ == "__main__":
    for path, make in PAGES.items():
        (ROOT / path).write_text(make(), encoding="utf-8")
