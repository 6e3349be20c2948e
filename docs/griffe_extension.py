"""What griffe, which reads the docstrings for the reference, cannot see by itself.

- Markdown takes the `>>>` of a doctest for three quotations in each other: a fence is put around.
- The modules take `overload` from typing for the type checkers, and from `rillet.untyped` at run
  time. Griffe keeps the last import that it reads, and knows only the first as an overload.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import Any

import griffe

_DOCTEST = re.compile(r"^ *>>> .*\n?(?:^ *\S.*\n?)*", re.MULTILINE)


class Reference(griffe.Extension):
    """Makes the docstrings Markdown, and the overloads overloads."""

    def on_alias_instance(self, *, alias: griffe.Alias, agent: Any, **kwargs: Any) -> None:
        if alias.target_path == "rillet.untyped.overload":
            agent.current.members["overload"] = griffe.Alias("overload", "typing.overload")
            agent.current.imports["overload"] = "typing.overload"

    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(docstring: str) -> str:
    """`docstring` with a fence around each of its doctests."""
    return _DOCTEST.sub(
        lambda doctest: f"```pycon\n{dedent(doctest[0]).rstrip()}\n```\n", docstring
    )
