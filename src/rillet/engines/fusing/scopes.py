"""The scopes of an expression: who uses and who sets a name in it."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Scopes:
    """Who uses and who sets the names of an expression that is the body of a function."""

    __slots__ = ("assigned", "captured", "escaping", "names", "own")

    def __init__(self, parameters: Iterable[str], expression: ast.expr) -> None:
        self.assigned: set[str] = set(assigned_in(expression))
        self.own: set[str] = self.assigned.union(parameters)
        self.names: set[str] = set()
        self.captured: set[str] = set()  # by a comprehension, which is over when the body is
        self.escaping: set[str] = set()
        self._see(expression, set(), set())

    def _see(self, node: ast.AST, hidden: set[str], users: set[str]) -> None:
        """Enter the names under a node: `hidden` are bound between here and the body."""
        if isinstance(node, ast.Name):
            self.names.add(node.id)
            users.update({node.id} & self.own - hidden)
        elif isinstance(node, ast.Lambda):
            self._see_lambda(node, hidden, users)
        elif isinstance(node, COMPREHENSIONS):
            self._see_comprehension(node, hidden, users)
        else:
            for each in ast.iter_child_nodes(node):
                self._see(each, hidden, users)

    def _see_lambda(self, node: ast.Lambda, hidden: set[str], users: set[str]) -> None:
        for default in _defaults(node):
            self._see(default, hidden, users)
        bound = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
        self.names |= bound
        self._see(node.body, hidden | bound | set(assigned_in(node.body)), self.escaping)

    def _see_comprehension(self, node: Comprehension, hidden: set[str], users: set[str]) -> None:
        first = node.generators[0].iter  # the one part that is run outside
        self._see(first, hidden, users)
        bound = targets(node)
        escapes = users is self.escaping or isinstance(node, ast.GeneratorExp)
        for each in _parts(node):
            if each is not first:
                self._see(each, hidden | bound, self.escaping if escapes else self.captured)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.comprehension):
            yield from ast.iter_child_nodes(each)
        else:
            yield each


def _defaults(node: ast.Lambda) -> list[ast.expr]:
    return [*node.args.defaults, *filter(None, node.args.kw_defaults)]


def targets(node: Comprehension) -> set[str]:
    """The names that a comprehension has for its own."""
    return {name for part in node.generators for name in _set_in(part.target)}


def _set_in(target: ast.AST) -> Iterator[str]:
    """The names in a target that it sets: what it only reads is in the scope around it."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
        for each in ast.iter_child_nodes(target):
            yield from _set_in(each)


def assigned_in(node: ast.AST) -> Iterator[str]:
    """What `:=` sets in the scope of a node: a comprehension sets it outside, a lambda inside."""
    if isinstance(node, ast.NamedExpr):
        yield node.target.id
    for each in _defaults(node) if isinstance(node, ast.Lambda) else ast.iter_child_nodes(node):
        yield from assigned_in(each)
