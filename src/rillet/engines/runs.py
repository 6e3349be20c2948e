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
    from collections.abc import Callable, Iterable
    from typing import Any, Final

    from rillet.operations.operation import Emit

FILE: Final = "<rillet push>"
"""What a traceback names as the file of such a function."""

BEYOND: Final = 2**20
"""The line of the loop itself, where only an error of the items arises."""
LOOP: Final = "loop"
"""What it names as the function where the loop over the items is inside."""

_STEP = """
def make(emit, arguments):
    def step(item):
        try:
            pass
        except StopIteration:
            return True
        return emit(item)
    return step
"""
_LOOP = """
def make(emit, arguments):
    def loop(items):
        for item in items:
            try:
                pass
            except StopIteration:
                return True
            if emit(item):
                return True
        return False
    return loop
"""
"""The same, with the loop over the items inside it: it answers True when no more is wanted."""


class _Numbered(ast.NodeTransformer):
    """Makes the `argument` of an operation that of its number, and its number its line."""

    def __init__(self, number: int, *, in_loop: bool) -> None:
        self._name = f"argument_{number}"
        self._line = number + 1
        self._in_loop = in_loop

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.Name) and node.id == "argument":
            node.id = self._name
        if self._in_loop and isinstance(node, ast.Return) and _is_none(node.value):
            node = ast.copy_location(ast.Continue(), node)
        if hasattr(node, "lineno"):
            _set_line(node, self._line)
        return self.generic_visit(node)


def _is_none(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _set_line(node: ast.AST, line: int) -> None:
    vars(node).update(lineno=line, end_lineno=line)


class Run:
    """Neighbours that are written inline; operation number n stands in line n + 1."""

    def __init__(self, inlines: tuple[str, ...], arguments: list[Any], emit: Emit) -> None:
        self._inlines = inlines
        self._given = emit, *arguments

    def step(self) -> Emit:
        """The step that does all of them."""
        return _maker(_STEP, self._inlines)(*self._given)  # type: ignore[no-any-return]

    def loop(self) -> Callable[[Iterable[Any]], bool]:
        """A function that steps through items, and says whether no more is wanted."""
        return _maker(_LOOP, self._inlines)(*self._given)  # type: ignore[no-any-return]


@lru_cache(maxsize=256)
def _maker(form: str, inlines: tuple[str, ...]) -> Callable[..., Any]:
    module = ast.parse(form)
    for node in ast.walk(module):
        if hasattr(node, "lineno"):
            _set_line(node, BEYOND if isinstance(node, (ast.For, ast.Name)) else len(inlines) + 1)
    make: Any = module.body[0]
    make.args.args[1:] = [ast.arg(f"argument_{number}") for number in range(len(inlines))]
    trying = next(node for node in ast.walk(module) if isinstance(node, ast.Try))
    trying.body = [
        _Numbered(number, in_loop=form is _LOOP).visit(statement)
        for number, inline in enumerate(inlines)
        for statement in ast.parse(inline).body
    ]
    namespace: dict[str, Any] = {"__name__": __name__}
    exec(compile(ast.fix_missing_locations(module), FILE, "exec"), namespace)
    return namespace["make"]  # type: ignore[no-any-return]
