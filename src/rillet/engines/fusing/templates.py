"""The statements of an operation, taken apart once: what they ask of its argument, and of a tuple.

They are the `begin` and `inline` of an operation, as `rillet.operations.operation` tells of them.
"""

from __future__ import annotations

import ast
import builtins
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from rillet.operations.operation import Operation


class Slot:
    """A part of the argument: the whole if `path` is None."""

    __slots__ = ("is_called", "path")

    def __init__(self, path: int | None, *, is_called: bool) -> None:
        self.path: int | None = path
        self.is_called: bool = is_called

    def value(self, argument: Any) -> Any:
        """The part of what `inlined` has made of the argument."""
        return argument if self.path is None else argument[self.path]


class Template:
    """The statements of an operation, and what stands in them for something else."""

    __slots__ = (
        "begin",
        "called",
        "inline",
        "is_call",
        "library",
        "own",
        "paths",
        "slots",
        "spread",
        "state",
        "unpacked",
    )

    def __init__(self, operation: type[Operation]) -> None:
        self.begin: list[ast.stmt] = ast.parse(operation.begin).body
        self.inline: list[ast.stmt] = ast.parse(operation.inline).body
        nodes = [node for each in self.begin + self.inline for node in ast.walk(each)]
        names = [node for node in nodes if isinstance(node, ast.Name)]
        self.state: tuple[str, ...] = _stored(self.begin)
        self.own: frozenset[str] = frozenset(_stored(self.begin + self.inline)) - {"item"}
        self.slots: tuple[Slot, ...] = _slots(nodes)
        known = self.own | {"item", "argument"}
        free = dict.fromkeys(name.id for name in names if name.id not in known)
        self.library: dict[str, Any] = {name: _found(operation, name) for name in free}
        self.paths: tuple[int | None, ...] = tuple(slot.path for slot in self.slots)
        self.called: tuple[Slot, ...] = tuple(slot for slot in self.slots if slot.is_called)
        self.spread: int | None = _spread(self.inline, self.paths)
        """The place of the slot that is called with the parts of the item, and makes the next."""
        self.is_call: bool = operation.inline == "item = argument(item)"
        """Whether it does nothing but call a function with the item for the next."""
        self.unpacked: tuple[str, ...] = _unpacked(self.inline)
        """The names of its parts, where the item is used for nothing else."""


_TEMPLATES: dict[type[Operation], Template] = {}


def template_of(operation: type[Operation]) -> Template:
    """The statements of an operation that has some."""
    found = _TEMPLATES.get(operation)
    if found is None:
        found = _TEMPLATES[operation] = Template(operation)
    return found


def slot_of(node: ast.AST) -> int | ast.AST | None:
    """The path of the part of the argument that `node` is; the node itself if it is none."""
    if isinstance(node, ast.Name) and node.id == "argument":
        return None
    match node:
        case ast.Subscript(value=ast.Name(id="argument"), slice=ast.Constant(value=int(path))):
            return path
        case _:
            return node


def _slots(nodes: list[ast.AST]) -> tuple[Slot, ...]:
    inside = {id(node.value) for node in nodes if isinstance(node, ast.Subscript)}
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    found: dict[int | None, bool] = {}
    for node in nodes:
        path = slot_of(node)
        if not isinstance(path, ast.AST) and id(node) not in inside:
            found[path] = found.get(path, False) or id(node) in called
    return tuple(Slot(path, is_called=is_called) for path, is_called in found.items())


def _stored(statements: list[ast.stmt]) -> tuple[str, ...]:
    nodes = [node for each in statements for node in ast.walk(each)]
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    caught = [n.name for n in nodes if isinstance(n, ast.ExceptHandler) and n.name]
    return tuple(dict.fromkeys(stored + caught))


def _found(operation: type[Operation], name: str) -> Any:
    module = vars(sys.modules[operation.__module__])
    return module[name] if name in module else getattr(builtins, name)


def _reads(statements: list[ast.stmt]) -> int:
    nodes = [node for each in statements for node in ast.walk(each)]
    return sum(
        isinstance(n, ast.Name) and n.id == "item" and isinstance(n.ctx, ast.Load) for n in nodes
    )


def _spread(statements: list[ast.stmt], paths: tuple[int | None, ...]) -> int | None:
    """The place of the slot in `item = argument(*item)`."""
    match statements:
        case [
            ast.Assign(
                targets=[ast.Name(id="item")],
                value=ast.Call(func=called, args=[ast.Starred(value=ast.Name(id="item"))]),
            )
        ]:
            path: Any = slot_of(called)
            return paths.index(path)
        case _:
            return None


def _unpacked(statements: list[ast.stmt]) -> tuple[str, ...]:
    """The names in `a, b = item`, where that is the first statement."""
    match statements:
        case [ast.Assign(targets=[ast.Tuple(elts=parts)], value=ast.Name(id="item")), *_]:
            names = [part.id for part in parts if isinstance(part, ast.Name)]
            return tuple(names) if _reads(statements) == 1 and len(names) == len(parts) else ()
        case _:
            return ()
