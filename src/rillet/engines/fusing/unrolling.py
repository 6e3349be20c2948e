"""A loop over a few items that are displayed, written once for each: no tuple, and no iterator."""

from __future__ import annotations

import ast

from rillet.engines.fusing.tails import skips, tail
from rillet.engines.fusing.writing import assigned, copied, let_go, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final, TypeAlias

    from rillet.engines.fusing.writing import Nest, Writer

    Guard: TypeAlias = Callable[[list[ast.stmt], list[str]], list[ast.stmt]]

MOST_PARTS: Final = 4
"""A display of more is a loop."""
MOST_NODES: Final = 400
"""And so is one whose copies would have more nodes."""


def few_parts(node: ast.expr) -> list[ast.expr]:
    """The parts of a tuple or a list that is displayed, if they are few; none of a constant."""
    if not isinstance(node, (ast.Tuple, ast.List)) or len(node.elts) > MOST_PARTS:
        return []
    is_constant = all(isinstance(each, ast.Constant) for each in node.elts)
    is_open = any(isinstance(each, ast.Starred) for each in node.elts)
    return [] if is_constant or is_open else node.elts


def unrolled(writer: Writer, nest: Nest, guard: Guard) -> list[str]:
    """Write the inner loop once for each part of what is displayed there, if it is short.

    `guard` is given the statements for one part, and the names of those that are left after it.
    What it gives are all their names, or none if the loop stays.
    """
    match nest.outer[-2:]:
        case [ast.Assign([ast.Name(writer.item)], value), nest.loop] if elts := few_parts(value):
            pass
        case _:
            return []
    body = tail(nest.loop.body)
    nodes = sum(1 for each in body for _ in ast.walk(each))
    if nodes * len(elts) > MOST_NODES or any(map(skips, body)):
        return []
    parts = [writer.variable("part") for _ in elts]
    made = [assigned(part, each) for part, each in zip(parts, elts)]
    for place, part in enumerate(parts):
        item = assigned(writer.item, load(part))
        made += guard([item, *copied(body)], parts[place + 1 :])
    nest.outer[-2:] = [*made, let_go(parts)]
    return parts
