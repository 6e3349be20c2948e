"""A loop made two: up to the item from which on an operation does another thing, and from there.

Such an operation keeps a flag: `begun` is False before that item, and True ever after. In two loops
nobody has to ask for it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from rillet.engines.fusing.writing import copied, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Peeled(NamedTuple):
    """The statements of two loops."""

    flag: str
    begins: bool
    """What the flag is in the first of them."""
    first: list[ast.stmt]
    rest: list[ast.stmt]

    def loops(self, target: ast.expr, items: str) -> list[ast.stmt]:
        """Both loops over an iterator, of which the second follows where the flag has changed."""
        again = copied(target)
        return [
            self._if(self.begins, ast.For(target, load(items), self.first, [])),
            self._if(not self.begins, ast.For(again, load(items), self.rest, [])),
        ]

    def _if(self, value: bool, loop: ast.stmt) -> ast.stmt:
        flag = load(self.flag)
        return ast.If(flag if value else ast.UnaryOp(ast.Not(), flag), [loop], [])


def peeled(
    begin: list[ast.stmt], statements: list[ast.stmt], whole: list[ast.stmt]
) -> Peeled | None:
    """The two loops of one with these statements, if there is a flag that changes once.

    It is set nowhere else in the `whole` loop.
    """
    match statements:
        case [*before, ast.Try(inside, handlers)] if two := peeled(begin, inside, whole):
            first: list[ast.stmt] = [*copied(before), ast.Try(two.first, copied(handlers), [], [])]
            return two._replace(first=first, rest=[*before, ast.Try(two.rest, handlers, [], [])])
        case _:
            pass
    flags = {name: value for _, name, value in _set(begin)}
    for place, statement in enumerate(statements):
        asked = _asked(statement)
        if asked is None or asked[0] not in flags:
            continue
        flag, when = asked
        begins = flags[flag]
        before, after = statements[:place], statements[place + 1 :]
        early, late = _branches(statement, when=when == begins)
        change = _change_of(flag, begins, early)
        if change is None or _stores(flag, whole) > 1:
            continue
        first = [*early[: change + 1], *_leaving(early[change + 1 :] + after)]
        return Peeled(flag, begins, copied(before) + first, before + late + after)
    return None


def sets_a_flag(statements: list[ast.stmt]) -> bool:
    """Whether an operation that begins with these statements has a flag."""
    return any(_set(statements))


def _set(statements: list[ast.stmt]) -> Iterator[tuple[int, str, bool]]:
    """The places where variables are made True or False."""
    for place, statement in enumerate(statements):
        match statement:
            case ast.Assign([ast.Name(name)], ast.Constant(bool(value))):
                yield place, name, value
            case _:
                pass


def _asked(statement: ast.stmt) -> tuple[str, bool] | None:
    """The variable that a statement asks for, and what it must be."""
    match statement:
        case ast.If(ast.Name(name)):
            return name, True
        case ast.If(ast.UnaryOp(ast.Not(), ast.Name(name))):
            return name, False
        case _:
            return None


def _branches(statement: Any, *, when: bool) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """The branch that is taken when the test is so, and the other one."""
    return (statement.body, statement.orelse) if when else (statement.orelse, statement.body)


def _change_of(flag: str, begins: bool, branch: list[ast.stmt]) -> int | None:
    """The place in a branch where a flag is given its other value."""
    changes = [n for n, name, value in _set(branch) if name == flag and value is not begins]
    return changes[0] if changes else None


def _stores(name: str, statements: list[ast.stmt]) -> int:
    nodes = [node for statement in statements for node in ast.walk(statement)]
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id == name]
    return sum(not isinstance(node.ctx, ast.Load) for node in names)


def _leaving(statements: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of the last item in a loop."""
    made: list[ast.stmt] = [_Leaving().visit(statement) for statement in copied(statements)]
    ends = [n for n, statement in enumerate(made) if isinstance(statement, ast.Break)]
    return made[: ends[0] + 1] if ends else [*made, ast.Break()]


class _Leaving(ast.NodeTransformer):
    """Leaves a loop where the next item would be taken."""

    def visit_For(self, node: ast.For) -> ast.stmt:  # as ast calls it; it has items of its own
        return node

    def visit_Continue(self, node: ast.Continue) -> ast.stmt:
        return ast.Break()
