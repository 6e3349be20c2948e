"""Terminals whose own loop takes part: the operations are written into it.

The method of a terminal is such a loop: `for item in self._every_item("name")`. Its syntax tree is
taken as it stands in the family, and the loop in it becomes that of the operations before it.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
from functools import cache

from rillet.engines.fusing.codes import FILE, Code, stopping
from rillet.engines.fusing.evaluation import takes
from rillet.engines.fusing.peeling import peeled
from rillet.engines.fusing.templates import Slot
from rillet.engines.fusing.unrolling import unrolled
from rillet.engines.fusing.writing import Names, Put, Writer, assigned, let_go, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType
    from typing import Any, Final

    from rillet.engines.fusing.forms import Form
    from rillet.engines.fusing.writing import Unit

AHEAD: Final = "ahead"
"""What the operations before the loop are called, as they are laid."""
COLUMNS: Final = [*compile("0", FILE, "eval").co_positions()][-1][2] is not None
"""Whether code says in which column it stands; Python can be told that it should not."""
READS: Final = frozenset({"_every_item", "_items"})
"""The methods whose items a loop is over."""


class Terminal:
    """The method of a terminal, taken apart once.

    None of its statements may call two of its functions: where both are written in, what one sets
    would be read by the other as its own.
    """

    def __init__(self, method: FunctionType, tree: ast.FunctionDef) -> None:
        args = tree.args
        self.parameters: tuple[str, ...] = tuple(
            arg.arg for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs)
        )
        """The names of its parameters, `self` the first."""
        body = [_Unannotated().visit(each) for each in tree.body[1:]]  # without its docstring
        self.statements: list[ast.stmt] = [each for each in body if each is not None]
        nodes = [node for each in self.statements for node in ast.walk(each)]
        for node in nodes:  # a line of ours is none of the user's file, to which the code belongs
            for attribute in node._attributes:
                vars(node).pop(attribute, None)
        names = [node for node in nodes if isinstance(node, ast.Name)]
        stored = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        called = {each.id for each in calls if isinstance(each, ast.Name)}
        self.own: frozenset[str] = frozenset(stored)
        self.functions: tuple[int, ...] = tuple(
            n for n, name in enumerate(self.parameters) if name in called - stored
        )
        """The places of the parameters that are called, and may be written in."""
        free = dict.fromkeys(node.id for node in names)
        known = {*self.parameters, *stored}
        self.library: dict[str, Any] = {
            name: _found(method, name) for name in free if name not in known
        }

    def decided(self, absent: tuple[bool, ...]) -> list[ast.stmt]:
        """Its statements, where it is given all functions but those that are absent."""
        names = [self.parameters[place] for place in self.functions]
        return _decided(self.statements, dict(zip(names, absent)))

    def arguments(self, method: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The arguments of a call by their places, without the stream; None if they do not fit."""
        code = method.__code__
        names, places = self.parameters[1:], self.parameters[1 : code.co_argcount]
        by_default = dict(zip(reversed(places), reversed(method.__defaults__ or ())))
        given = {**by_default, **(method.__kwdefaults__ or {}), **dict(zip(names, args)), **kwargs}
        taken = {*places[: max(len(args), code.co_posonlyargcount - 1)]}
        fits = len(args) <= len(places) and not taken & {*kwargs}
        return (None, *map(given.get, names)) if fits and given.keys() == {*names} else None


@cache
def terminal_of(method: FunctionType) -> Terminal | None:
    """A terminal with a loop of its own; None if it has none, or its source is not there."""
    code = method.__code__
    lines = linecache.getlines(code.co_filename, method.__globals__)
    try:
        tree = _parsed(code.co_filename, "".join(lines))
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([each.lineno for each in node.decorator_list], default=node.lineno)
            if first == code.co_firstlineno and any(map(is_loop, ast.walk(node))):
                return Terminal(method, node)
    return None


@cache
def _parsed(file: str, source: str) -> ast.Module:
    return ast.parse(source, file)


class _Unannotated(ast.NodeTransformer):
    """Leaves out the types of variables."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | None:  # as ast says
        return None if node.value is None else ast.Assign([node.target], node.value)


def _found(method: FunctionType, name: str) -> Any:
    module = method.__globals__
    return module[name] if name in module else getattr(builtins, name)


def is_loop(node: ast.AST) -> bool:
    """Whether it is a loop over the items of the stream."""
    match node:
        case ast.For(iter=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name))):
            return name in READS
        case _:
            return False


def loops_in(statements: list[ast.stmt]) -> int:
    """How many loops over the items of the stream are in statements."""
    return sum(is_loop(node) for each in statements for node in ast.walk(each))


def _decided(statements: list[ast.stmt], absent: dict[str, bool]) -> list[ast.stmt]:
    """Statements without the branches that are not for these functions, and what is behind them."""
    made: list[ast.stmt] = []
    for statement in statements:
        match statement:
            case ast.If(ast.Compare(ast.Name(name), [ast.Is()], [ast.Constant(None)])) if (
                name in absent
            ):
                made += _decided(statement.body if absent[name] else statement.orelse, absent)
            case ast.If(test, body, orelse):
                inside = _decided(body, absent) or [ast.Pass()]
                made.append(ast.If(test, inside, _decided(orelse, absent)))
            case _:
                made.append(statement)
        if made and isinstance(made[-1], ast.Return):
            break
    return made


class EndCode(Code):
    """The code of a terminal, with the operations before it written into its loops."""

    def __init__(
        self,
        start: int,
        units: tuple[Unit, ...],
        parts: int | None,
        terminal: Terminal,
        statements: list[ast.stmt],
        forms: tuple[Form, ...],
    ) -> None:
        super().__init__(start, units)
        self.parts: int | None = parts
        places = terminal.functions
        after = start + len(units)
        whole = Slot(None, is_called=True)
        own = [(after + n, whole, form) for n, form in zip(places, forms)]
        self._slots = own + self._slots * loops_in(statements)
        writer = EndWriter(self, Names(self.inlined), terminal)
        given = [writer.named(name) for name in (*terminal.parameters, AHEAD)]
        slots = zip((terminal.parameters[n] for n in places), forms)
        writer.enter(terminal.own - {"item"}, terminal.library, slots)
        body = writer.block(statements)
        self.compile(writer, given, body)


def is_of_terminal(code: EndCode) -> bool:
    """Whether the terminal has raised what is being handled, and none of the operations."""
    from rillet.engines.fusing.places import table_of

    trace: Any = sys.exc_info()[2]
    operation, _ = table_of(code, trace.tb_frame.f_code)[trace.tb_lasti // 2]
    return bool(operation == len(code.units))


class EndWriter(Writer):
    """Writes the method of a terminal, and in its loops the operations before it."""

    def __init__(self, code: EndCode, names: Names, terminal: Terminal) -> None:
        nests = any(unit.operation.nests for unit in code.units)
        super().__init__(names, ast.Continue, self._stopped if nests else ast.Break)
        self._code = code
        self._terminal = terminal
        self._is_inside = False

    def _write(self, node: ast.stmt, wanted: int | None = None) -> None:
        if self._is_inside:
            super()._write(node, wanted)
        elif is_loop(node):
            self._loop(node)
        elif isinstance(node, ast.Return):
            self.statements.append(self._copied(node))
        else:
            super()._write(node)

    def _loop(self, node: Any) -> None:
        own, slots, outer = self._own, self._slots, self.statements
        body: list[ast.stmt] = []
        self.statements: list[ast.stmt] = body
        self.begin: list[ast.stmt] = []
        self._is_inside = True
        target = self._code.operations(self, self._code.parts)
        self._own, self._slots, self._is_inside = own, slots, False
        escaped = self.variable("escaped")
        guarded = self._quiet(node) or self._guarded_body(node, escaped)
        for each in ast.walk(guarded):
            vars(each).setdefault("operation", len(self._code.units))
        self.statements.append(guarded)
        begun = ast.Attribute(load(self._own["self"]), "_begun", ast.Load())
        name = self._copied(node.iter.args[0]) if node.iter.args else ast.Constant(None)
        items = ast.Call(begun, [load(self._own[AHEAD]), name], [])
        parts: list[str] = []
        while self.nests:
            parts += unrolled(self, self.nests.pop(), lambda statements, left: statements)
        self.statements = outer
        self.statements += [*self.begin, assigned(escaped, ast.Constant(False))]
        self.statements.append(self._whole_loop(target, items, body, escaped, parts))

    def _whole_loop(
        self,
        target: ast.expr,
        items: ast.expr,
        body: list[ast.stmt],
        escaped: str,
        parts: list[str],
    ) -> ast.stmt:
        then: list[ast.stmt] = [ast.If(load(escaped), [ast.Raise()], [])]
        leaves = any(isinstance(node, ast.Break) for each in body for node in ast.walk(each))
        two = None if leaves else peeled(self.statements, body, body)
        loops: list[ast.stmt] = [ast.For(target, items, body, [])]
        if two is not None:
            source = self.variable("source")
            parts = [*parts, source]
            loops = [assigned(source, items), *two.loops(target, source)]
        tried = stopping(self, loops, then)
        # A traceback that keeps the frame must not keep what is read.
        return ast.Try([tried], [], [], [let_go(parts)]) if parts else tried

    def _stopped(self) -> ast.stmt:
        """What leaves all the loops, where there is one in another."""
        return ast.Raise(load(self.constant("StopIteration", StopIteration)), None)

    def _quiet(self, node: Any) -> ast.stmt | None:
        """The body of the loop, if it raises nothing: it appends the item, or only counts it."""
        match node.target, node.body:
            case ast.Name(target), [
                ast.Expr(ast.Call(ast.Attribute(ast.Name(), "append") as append, [ast.Name(name)]))
            ] if name == target:
                return ast.Expr(ast.Call(self._copied(append), [self.last_item()], []))
            case _, [ast.AugAssign(ast.Name(), ast.Add(), ast.Constant()) as count]:
                self._without_item()
                return self._copied(count)  # type: ignore[no-any-return]
            case _:
                return None

    def _without_item(self) -> None:
        """Leave out the variable of the item, if nobody but a test reads it."""
        match self.statements:
            case [*_, ast.Assign([ast.Name(self.item)], value), ast.If() as test] if takes(
                test, self.item, value
            ):
                self._forget_item(test)
                self.statements[-2:] = [Put({self.item: value}).visit(test)]
            case _:
                pass

    def _guarded_body(self, node: Any, escaped: str) -> ast.stmt:
        """The body of the loop: what the terminal raises is no end of the stream."""
        self._own[node.target.id] = self.item
        body = self.block(node.body) or [ast.Pass()]
        for each in body:
            for part in ast.walk(each):
                vars(part).setdefault("operation", len(self._code.units))
        told: ast.expr = ast.Constant(True)
        match self.statements, body:
            case [*_, ast.Assign([ast.Name(self.item)], value)], [whole] if COLUMNS and takes(
                whole, self.item, value
            ):
                self.statements.pop()
                self._forget_item(whole)
                body = [Put({self.item: value}).visit(whole)]
                fused = load(self.constant("fused", self._code))
                told = ast.Call(load(self.constant("is_of_terminal", is_of_terminal)), [fused], [])
            case _:
                pass
        return stopping(self, body, [assigned(escaped, told), ast.Raise()])

    def _forget_item(self, statement: ast.stmt) -> None:
        """Say no more that the item is what the functions in a statement are called with."""
        inside = [vars(node) for node in ast.walk(statement)]
        for number in {node["in_body"] for node in inside if "in_body" in node}:
            body, known = self.bodies[number]
            self.bodies[number] = body, {n: v for n, v in known.items() if v != self.item}

    def named(self, name: str) -> str:
        """A name for something that the method is given."""
        self.given[name] = self.variable(name)
        return self.given[name]
