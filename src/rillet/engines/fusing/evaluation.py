"""What is evaluated in a statement before a name is, and whether anybody could tell."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def takes(statement: ast.stmt, name: str, value: ast.expr) -> bool:
    """Whether an expression can stand in a statement in the place of its name.

    The name is read there once, nothing is evaluated before it but variables, and its truth is not
    asked. Neither has an inner scope, in which places of the code could not be told.
    """
    nodes = [*ast.walk(statement)]
    if any(isinstance(node, _SCOPES) for node in (*nodes, *ast.walk(value))):
        return False
    if [node.id for node in nodes if isinstance(node, ast.Name)].count(name) != 1:
        return False
    if isinstance(statement, ast.If):
        return not _is_asked(statement.test, name) and _leads_to(statement.test, name)
    return isinstance(statement, (ast.Assign, ast.Expr)) and _leads_to(statement.value, name)


def _is_asked(node: ast.expr, name: str) -> bool:
    """Whether the truth of the name is asked: in the code that stands where its expression does."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Name) and node.id == name


def _leads_to(node: Any, name: str) -> bool:
    match node:
        case ast.Name():
            return bool(node.id == name)
        case ast.UnaryOp(operand=first) | ast.Attribute(value=first):
            return _leads_to(first, name)
        case ast.BinOp(left=first, right=then) | ast.Subscript(value=first, slice=then):
            return _one_leads_to([first, then], name)
        case ast.Compare(left=first, comparators=[then]):
            return _one_leads_to([first, then], name)
        case ast.Call(func=first, args=given, keywords=[]):
            return _one_leads_to([first, *given], name)
        case _:
            return False


def _one_leads_to(nodes: list[ast.expr], name: str) -> bool:
    """Whether one of those that are evaluated in this order does, and before it only variables."""
    told = (node for node in nodes if _leads_to(node, name) or not _is_quiet(node))
    first = next(told, None)
    return first is not None and _leads_to(first, name)


def _is_quiet(node: ast.expr) -> bool:
    """Whether it only looks something up: a variable, or a method of what a terminal has made."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and "in_body" not in vars(node)
    return isinstance(node, (ast.Name, ast.Constant))
