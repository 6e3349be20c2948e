"""Runs of operations that are written inline, each made one function.

What bounds a push chain is the call of one closure by another. Where neighbours do one thing to an
item and hold nothing, their statements stand one below the other in one function, and all that is
called is what the user gave.
"""

from __future__ import annotations

import ast
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from rillet.operations.operation import Emit

FILE: Final = "<rillet push>"
"""What a traceback names as the file of such a function."""

_FORM = """
def make(emit, arguments):
    def step(item):
        try:
            pass
        except StopIteration:
            return True
        return emit(item)
    return step
"""


class _Numbered(ast.NodeTransformer):
    """Makes the `argument` of an operation that of its number, and its number its line."""

    def __init__(self, number: int) -> None:
        self._name = f"argument_{number}"
        self._line = number + 1

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Name) and node.id == "argument":
            node.id = self._name
        if hasattr(node, "lineno"):
            vars(node).update(lineno=self._line, end_lineno=self._line)
        return self.generic_visit(node)


def step_of_run(inlines: tuple[str, ...], arguments: list[Any], emit: Emit) -> Emit:
    """The step that does all that `inlines` say; operation number n stands in its line n + 1."""
    return _maker(inlines)(emit, *arguments)


@lru_cache(maxsize=256)
def _maker(inlines: tuple[str, ...]) -> Callable[..., Emit]:
    module = ast.parse(_FORM)
    make: Any = module.body[0]
    make.args.args[1:] = [ast.arg(f"argument_{number}") for number in range(len(inlines))]
    step = make.body[0]
    step.body[0].body = [
        _Numbered(number).visit(statement)
        for number, inline in enumerate(inlines)
        for statement in ast.parse(inline).body
    ]
    for node in ast.walk(step.body[1]):
        if hasattr(node, "lineno"):
            vars(node).update(lineno=len(inlines) + 1, end_lineno=len(inlines) + 1)
    namespace: dict[str, Any] = {}
    exec(compile(ast.fix_missing_locations(module), FILE, "exec"), namespace)
    return namespace["make"]  # type: ignore[no-any-return]
