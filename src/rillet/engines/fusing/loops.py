"""Runs of operations as loops: their code, what it is given, and how a pass goes on."""

from __future__ import annotations

import ast
import itertools
import warnings
from math import inf
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

from rillet.engines.fusing.forms import Inlined, taken_apart
from rillet.engines.fusing.writing import Names, Unit, Writer, assigned, load
from rillet.operations.operation import GENERATOR, Operation, upstream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rillet.engines.fusing.bodies import Body
    from rillet.engines.fusing.forms import Form
    from rillet.engines.fusing.templates import Slot
    from rillet.plan import Bounds

FILE: Final = "<rillet fuse>"
"""The file of a loop in which no body is written."""


class Loop(Operation):
    """A run of operations in one loop; its argument is a `Run`."""

    weight = GENERATOR

    @staticmethod
    def pull(run: Run, items: Iterable[Any]) -> Iterator[Any]:
        return run.over(items)

    @staticmethod
    def bounds(run: Run, low: float, high: float | None) -> Bounds:
        for operation, argument in run.operations:
            low, high = operation.bounds(argument, low, high)
        return low, high


class Run:
    """The operations of one plan that a loop does, and what it is given of their arguments."""

    __slots__ = ("_function", "_loop", "_values", "operations")

    def __init__(self, loop: LoopCode, operations: Any, values: tuple[Any, ...]) -> None:
        self._loop = loop
        self.operations = operations[loop.start : loop.start + len(loop.units)]
        self._values, self._function = loop.bound(values)

    def over(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items that come of `items`."""
        if not self._loop.goes_on:
            return self._function(upstream(items), *self._values)  # type: ignore[no-any-return]
        return itertools.chain.from_iterable(Segments(self._function, iter(items), self._values))


class LoopCode:
    """The code of a loop, for all plans of the same operations and functions."""

    __slots__ = (
        "_cells",
        "_constants",
        "_parts",
        "_slots",
        "bodies",
        "code",
        "file",
        "free",
        "goes_on",
        "line",
        "start",
        "tree",
        "units",
    )

    def __init__(self, start: int, units: tuple[Unit, ...], parts: int | None) -> None:
        self.start: int = start
        """The place of its first operation in the plan."""
        self.units: tuple[Unit, ...] = units
        self.goes_on: bool = units[-1].operation.survives
        """Whether it may give more items after an exception."""
        self._parts: int | None = parts
        """How many parts the items have that come in, if they are tuples beyond doubt."""
        self._slots: tuple[tuple[int, Slot, Form], ...] = tuple(
            (place, slot, form)
            for place, unit in enumerate(units, start)
            for slot, form in zip(unit.template.slots, unit.forms)
        )
        self._write()

    @property
    def inlined(self) -> list[Inlined]:
        """The functions whose bodies are written in."""
        return [form for unit in self.units for form in unit.forms if isinstance(form, Inlined)]

    def bound(self, values: tuple[Any, ...]) -> tuple[tuple[Any, ...], Callable[..., Any]]:
        """What the loop is given for the arguments of a plan, and its function."""
        given: list[Any] = []
        cells: list[Any] = []
        namespace: dict[str, Any] = {}
        for place, slot, form in self._slots:
            whole = slot.value(values[place])
            given += form.values(whole)
            if type(form) is Inlined:
                function = whole if form.plain else taken_apart(whole)[0]
                namespace = function.__globals__
                cells += function.__closure__ or ()
        closure = tuple([cells[place] for place in self._cells])
        function = FunctionType(self.code, namespace, "fused", None, closure)
        return (*given, *self._constants), function

    def _write(self) -> None:
        names = Names(self.inlined)
        writer = Writer(names, leave_out=ast.Continue, end=ast.Return)
        items = names.fresh("items")
        target = self._statements(writer)
        writer.whole_item()
        if self.goes_on:
            self._going_on(writer, items, target)
            return
        writer.statements.append(ast.Expr(ast.Yield(writer.last_item())))
        loop = ast.For(target, ast.Call(load(items), [], []), writer.statements, [])
        self._compile(writer, [items], [*writer.begin, _until(writer, [loop], [])])

    def _statements(self, writer: Writer) -> ast.expr:
        """Write all operations; give the target of the loop."""
        target: ast.expr = ast.Name(writer.item, ast.Store())
        if self._parts is not None and self.units[0].wanted == self._parts:
            writer.parts = [writer.variable("part") for _ in range(self._parts)]
            names: list[ast.expr] = [ast.Name(part, ast.Store()) for part in writer.parts]
            target = ast.Tuple(names, ast.Store())
        for place, unit in enumerate(self.units):
            after = self.units[place + 1 : place + 2]
            begin, statements = len(writer.begin), len(writer.statements)
            writer.operation(unit, after[0].wanted if after else None)
            self._locate(place, writer.begin[begin:] + writer.statements[statements:])
        return target

    def _locate(self, place: int, statements: list[ast.stmt]) -> None:
        """Say where the statements of an operation stand: where the user wrote its function."""
        bodies = [form.body for form in self.units[place].forms if isinstance(form, Inlined)]
        for statement in statements:
            for node in ast.walk(statement):
                vars(node)["operation"] = place
                if bodies and "lineno" in node._attributes and not hasattr(node, "lineno"):
                    ast.copy_location(node, bodies[0].expression)

    def _going_on(self, writer: Writer, items: str, target: ast.expr) -> None:
        """A generator that tells how another one goes on after an exception."""
        left, saved = writer.variable("left"), writer.variable("saved")
        mortal = [p for p, unit in enumerate(self.units) if not unit.operation.survives]
        alive = writer.variable("alive") if mortal else ""
        if mortal:
            at = next(
                n
                for n, statement in enumerate([*writer.statements, None])
                if statement is None or vars(statement).get("operation", inf) > mortal[-1]
            )
            statements = _leaving(writer.statements[at:], alive)
            writer.statements[at:] = [assigned(alive, ast.Constant(True)), *statements]
        writer.statements.append(ast.Expr(ast.Yield(writer.last_item())))
        if mortal:
            writer.statements.append(assigned(alive, ast.Constant(False)))
            writer.begin.append(assigned(alive, ast.Constant(False)))
        loop = ast.For(target, ast.Call(load(items), [], []), writer.statements, [])
        state = ast.Tuple([*map(load, writer.state)], ast.Load())
        pop = ast.Call(ast.Attribute(load(left), "pop", ast.Load()), [], [])
        told: ast.stmt = ast.Expr(ast.Call(pop, [state], []))
        failed = [ast.If(load(alive), [told], []) if mortal else told, ast.Raise()]
        begin = writer.begin
        if writer.state:
            names: list[ast.expr] = [ast.Name(name, ast.Store()) for name in writer.state]
            again = ast.Assign([ast.Tuple(names, ast.Store())], load(saved))
            fresh = ast.Compare(load(saved), [ast.Is()], [ast.Constant(None)])
            kept = [s for s in begin if not (mortal and s is begin[-1])]
            begin = [ast.If(fresh, kept, [again]), *begin[len(kept) :]]
        everything = load(writer.constant("BaseException", BaseException))
        handler = ast.ExceptHandler(everything, None, failed)
        body = [*begin, _until(writer, [loop], [handler])]
        self._compile(writer, [items, left, saved], body)

    def _compile(self, writer: Writer, given: list[str], body: list[ast.stmt]) -> None:
        # A frame of the loop is known by it, for it says that it is of the user's module.
        loop = writer.variable("loop")
        writer.constants[loop] = self
        inlined = self.inlined
        first = inlined[0].body.code if inlined else None
        self.file: str = first.co_filename if first else FILE
        self.line: int = first.co_firstlineno if first else 1
        self.free: list[str] = [*writer.names.cells.values()]
        self.bodies: list[tuple[Body, dict[str, str]]] = writer.bodies
        self.tree: ast.FunctionDef = defined(
            "fused", [*given, *writer.parameters, *writer.constants], body
        )
        code = compiled(self.tree, self.free, self.file, self.line)
        self.code: CodeType = _with_inner(code, [form.body.code for form in inlined])
        cells = [id(cell) for form in inlined for cell in form.cells]
        places = {name: cells.index(cell) for cell, name in writer.names.cells.items()}
        self._cells: tuple[int, ...] = tuple(places[name] for name in self.code.co_freevars)
        """For each free variable of the loop, which of those of the functions it is."""
        self._constants: tuple[Any, ...] = tuple(writer.constants.values())


class Segments:
    """Generators that follow one another: each goes on where an exception has ended the last."""

    __slots__ = ("_ended", "_items", "_make", "_saved", "_values")

    def __init__(self, make: Any, items: Iterator[Any], values: tuple[Any, ...]) -> None:
        self._make = make
        self._items = items
        self._values = values
        self._saved: Any = None
        self._ended = False

    def __iter__(self) -> Segments:
        return self

    def __next__(self) -> Iterator[Any]:
        if self._ended:
            raise StopIteration
        self._ended = True
        left = [self._goes_on]
        return self._make([self._items].pop, left, self._saved, *self._values)  # type: ignore[no-any-return]

    def _goes_on(self, saved: Any) -> None:
        self._saved, self._ended = saved, False


def _until(writer: Writer, loop: list[ast.stmt], handlers: list[ast.ExceptHandler]) -> ast.stmt:
    """The loop, which a StopIteration ends as it ends a pulled stream."""
    stop = load(writer.constant("StopIteration", StopIteration))
    return ast.Try(loop, [ast.ExceptHandler(stop, None, [ast.Pass()]), *handlers], [], [])


def _leaving(statements: list[ast.stmt], alive: str) -> list[ast.stmt]:
    """The statements, with `alive` made false before each `continue` of them."""

    class Leaving(ast.NodeTransformer):
        def visit_Continue(self, node: ast.Continue) -> Any:
            return [assigned(alive, ast.Constant(False)), node]

    return [Leaving().visit(statement) for statement in statements]


def defined(name: str, parameters: list[str], body: list[ast.stmt]) -> ast.FunctionDef:
    """A function of these parameters."""
    arguments = ast.arguments(
        posonlyargs=[], args=[*map(ast.arg, parameters)], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    made: Any = ast.FunctionDef(name, arguments, body, [])
    made.type_params = []
    return made  # type: ignore[no-any-return]


def compiled(function: ast.FunctionDef, free: list[str], file: str, line: int) -> CodeType:
    """The code of a function, in which the names `free` are free variables."""
    outer = defined("outer", free, [function])
    module = ast.Module([outer], [])
    for node in ast.walk(module):
        if "lineno" in node._attributes and not hasattr(node, "lineno"):
            vars(node).update(lineno=line, end_lineno=line, col_offset=0, end_col_offset=0)
    with warnings.catch_warnings():  # they were given where the user's module was compiled
        warnings.simplefilter("ignore")
        code = compile(module, file, "exec", dont_inherit=True)
    return _inside(_inside(code))


def _with_inner(code: CodeType, bodies: list[CodeType]) -> CodeType:
    """The code, whose inner functions have the qualified names that they have in the bodies."""
    known = {_start(inner): inner.co_qualname for body in bodies for inner in _inner(body)}
    consts = [
        const.replace(co_qualname=known.get(_start(const), const.co_qualname))
        if isinstance(const, CodeType)
        else const
        for const in code.co_consts
    ]
    return code.replace(co_consts=tuple(consts))


def _start(code: CodeType) -> tuple[Any, ...]:
    """What tells functions inside others apart: where they stand."""
    return code.co_name, code.co_firstlineno, *code.co_positions()


def _inner(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _inside(code: CodeType) -> CodeType:
    return next(each for each in code.co_consts if isinstance(each, CodeType))
