"""A loop in which nothing jumps to the next item: what would be skipped stands under an `if`.

So an item that is left out takes one jump, as in a comprehension, and not two.
"""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, TypeVar

    T = TypeVar("T", bound=ast.AST)


DEEPEST: Final = 8
"""So many are nested at most: each takes a part of the stack of who compiles."""


def without_jumps(statements: list[ast.stmt]) -> None:
    """Write all loops in statements so that they end where their statements do."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.For):
                node.body = tail(node.body) or [ast.Pass()]


def tail(statements: list[ast.stmt], room: int = DEEPEST) -> list[ast.stmt]:
    """The last statements of a loop, in which a `continue` is the end of them.

    It stays where there is no room for what is nested.
    """
    if not room:
        return statements
    made: list[ast.stmt] = []
    for place, statement in enumerate(statements):
        rest = statements[place + 1 :]
        if isinstance(statement, ast.Continue):
            break
        if isinstance(statement, ast.If) and (_jumps(statement.body) or _jumps(statement.orelse)):
            return [*made, _branched(statement, rest, room - 1)]
        made.append(statement if rest else _last(statement, room - 1))
    return made


def skips(statement: ast.AST) -> bool:
    """Whether a `continue` or a `break` is left in a statement that belongs to the loop around."""
    if isinstance(statement, (ast.Continue, ast.Break)):
        return True
    if isinstance(statement, (ast.For, ast.While)):
        return False
    return any(map(skips, ast.iter_child_nodes(statement)))


def _jumps(branch: list[ast.stmt]) -> bool:
    return any(isinstance(each, ast.Continue) for each in branch[-1:])


def _branched(node: ast.If, rest: list[ast.stmt], room: int) -> ast.If:
    """An `if` that skips the rest in some branch, and in which the rest stands in the other."""
    body = node.body if _jumps(node.body) else node.body + rest
    orelse = node.orelse if _jumps(node.orelse) else node.orelse + rest
    made = _another(node)
    made.body, made.orelse = tail(body, room), tail(orelse, room)
    if not made.body:
        made.test, made.body, made.orelse = _negated(node.test), made.orelse, []
    made.body = made.body or [ast.Pass()]
    return made


def _last(statement: ast.stmt, room: int) -> ast.stmt:
    """The last statement of a loop, in the branches of which a `continue` is their end."""
    if isinstance(statement, ast.If):
        branches = _another(statement)
        branches.body, branches.orelse = tail(statement.body, room), tail(statement.orelse, room)
        branches.body = branches.body or [ast.Pass()]
        return branches
    if isinstance(statement, ast.Try) and not (statement.orelse or statement.finalbody):
        tried = _another(statement)
        tried.body = tail(statement.body, room) or [ast.Pass()]
        return tried
    return statement


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    made = ast.UnaryOp(ast.Not(), test)
    told = {name: value for name, value in vars(test).items() if name not in test._fields}
    vars(made).update(told)
    return made


def _another(node: T) -> T:
    """A node with the same parts."""
    made: Any = ast.AST.__new__(type(node))  # to call it without its fields is deprecated
    vars(made).update(vars(node))
    return made  # type: ignore[no-any-return]
