"""The code of a run of operations, whatever runs it, and what it is given of a plan."""

from __future__ import annotations

import ast
from operator import itemgetter
from types import CodeType, FunctionType
from weakref import WeakValueDictionary

from rillet.engines.fusing.forms import Inlined, taken_apart
from rillet.engines.fusing.quiet import quietly
from rillet.engines.fusing.tails import without_jumps
from rillet.plan import FUSED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from typing import Any, Final, Generic, TypeVar

    from rillet.engines.fusing.bodies import Body
    from rillet.engines.fusing.forms import Form
    from rillet.engines.fusing.templates import Slot
    from rillet.engines.fusing.writing import Unit, Writer
else:
    from rillet.untyped import Generic, TypeVar


T = TypeVar("T")

FILE: Final = "<rillet fuse>"
"""The file of code in which no body is written."""
STEPS: Final[WeakValueDictionary[int, Code]] = WeakValueDictionary()
"""The codes of steps that are pushed to, and of their loops, by the identity of those."""
KEPT: Final = 256
"""So many answers are kept."""


class Code:
    """The code of a run, for all plans of the same operations and functions."""

    name = FUSED

    def __init__(self, start: int, units: tuple[Unit, ...]) -> None:
        self.start: int = start
        """The place of its first operation in the plan."""
        self.units: tuple[Unit, ...] = units
        self._slots: list[tuple[int, Slot, Form]] = [
            (place, slot, form)
            for place, unit in enumerate(units, start)
            for slot, form in zip(unit.template.slots, unit.forms)
        ]

    @property
    def inlined(self) -> list[Inlined]:
        """The functions whose bodies are written in."""
        return [form for _, _, form in self._slots if isinstance(form, Inlined)]

    def bound(self, values: Sequence[Any]) -> tuple[tuple[Any, ...], Callable[..., Any]]:
        """What the code is given for the arguments of a plan, and its function."""
        if self._given is None:
            return self._made_of(values)
        given = self._given(values)
        function = FunctionType(self.code, given[self._home].__globals__, self.name)
        return (*given, *self._constants), function

    def _made_of(self, values: Sequence[Any]) -> tuple[tuple[Any, ...], Callable[..., Any]]:
        given: list[Any] = []
        cells: list[Any] = []
        namespace: dict[str, Any] = {"__name__": __name__}
        for place, slot, form in self._slots:
            whole = slot.value(values[place])
            given += form.values(whole)
            if type(form) is Inlined:
                function = whole if form.plain else taken_apart(whole)[0]
                namespace = function.__globals__
                cells += function.__closure__ or ()
        closure = tuple([cells[place] for place in self._cells])
        function = FunctionType(self.code, namespace, self.name, None, closure)
        return (*given, *self._constants), function

    def operations(self, writer: Writer, parts: int | None) -> ast.expr:
        """Write all operations; give the target of the loop around them.

        The items that come in are tuples of `parts`.
        """
        target: ast.expr = ast.Name(writer.item, ast.Store())
        if self.units and parts is not None and self.units[0].wanted == parts:
            writer.parts = [writer.variable("part") for _ in range(parts)]
            names: list[ast.expr] = [ast.Name(part, ast.Store()) for part in writer.parts]
            target = ast.Tuple(names, ast.Store())
        for place, unit in enumerate(self.units):
            after = self.units[place + 1 : place + 2]
            if unit.operation.nests:
                loop = writer.nest()
                for node in (loop, loop.target, loop.iter):
                    vars(node)["operation"] = place
                continue
            writer.operation(unit, after[0].wanted if after else None)
            self._locate(place, writer.begin + writer.statements)
        return target

    def _locate(self, place: int, statements: list[ast.stmt]) -> None:
        """Say where the statements of an operation stand: where its function begins.

        That is a line which was run, and is no part of the body, so nothing of it is underlined.
        """
        line = self._line_of(place)
        for statement in not_yet(statements):
            for node in ast.walk(statement):
                vars(node).setdefault("operation", place)
                if line and "lineno" in node._attributes and not hasattr(node, "lineno"):
                    _place_at(node, line)

    def _line_of(self, place: int) -> int:
        """The line of the function of an operation, or of the nearest one that has any."""
        upto = [form for unit in self.units[: place + 1] for form in unit.forms]
        before = [form for form in upto if isinstance(form, Inlined)]
        nearest = before[-1:] or self.inlined[:1]
        return nearest[0].body.code.co_firstlineno if nearest else 0

    def compile(self, writer: Writer, given: list[str], body: list[ast.stmt]) -> None:
        """Make the code, a function of what is `given`, of the values and of the constants."""
        # A frame of it is known by this constant, for it says that it is of the user's module.
        writer.constant("fused", self)
        inlined = self.inlined
        first = inlined[0].body.code if inlined else None
        self.file: str = first.co_filename if first else FILE
        self.line: int = first.co_firstlineno if first else 1
        self.flags: int = future_of(first) if first else 0
        self.free: list[str] = [*writer.names.cells.values()]
        self.bodies: list[tuple[Body, dict[str, str]]] = writer.bodies
        names = [*given, *writer.parameters, *writer.constants]
        without_jumps(body)
        self.tree: ast.FunctionDef = defined(self.name, names, body)
        code = self.compiled(self.tree)
        self.code: CodeType = _with_inner(code, [form.body.code for form in inlined])
        cells = [cell for form in inlined for cell in form.cells]
        places = {name: cells.index(cell) for cell, name in writer.names.cells.items()}
        self._cells: tuple[int, ...] = tuple(places[name] for name in self.code.co_freevars)
        """For each free variable of the code, which of those of the functions it is."""
        self._constants: tuple[Any, ...] = tuple(writer.constants.values())
        self._given: Callable[[Sequence[Any]], Sequence[Any]] | None = self._picked()
        """What picks from the values of a plan those that the code is given, if it is no more."""

    def _picked(self) -> Callable[[Sequence[Any]], Sequence[Any]] | None:
        forms = [form for _, _, form in self._slots]
        plain = [n for n, form in enumerate(forms) if isinstance(form, Inlined) and form.plain]
        is_whole = all(slot.path is None and form.count == 1 for _, slot, form in self._slots)
        if not plain or self._cells or not is_whole:
            return None
        self._home: int = plain[0]
        places = [place for place, _, _ in self._slots]
        first = places[0]
        in_order = places == [*range(first, first + len(places))]
        return itemgetter(slice(first, first + len(places))) if in_order else itemgetter(*places)

    def compiled(self, function: ast.FunctionDef) -> CodeType:
        """The code of a function, in which the free variables of the functions are free."""
        outer = defined("outer", self.free, [function])
        module = ast.Module([outer], [])
        located(module, self.line)
        code = quietly(compile, module, self.file, "exec", self.flags, dont_inherit=True)
        return _inner(_inner(code)[0])[0]


def not_yet(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Those of which nobody has said yet to which operation they belong."""
    return [each for each in statements if "operation" not in vars(each)]


def _place_at(node: ast.AST, line: int) -> None:
    """Say that a node stands at a line, and at no column of it."""
    vars(node).update(lineno=line, end_lineno=line, col_offset=-1, end_col_offset=-1)


def located(tree: ast.AST, line: int) -> None:
    """Say that all of it that stands nowhere stands in a line."""
    for node in ast.walk(tree):
        if "lineno" in node._attributes and not hasattr(node, "lineno"):
            _place_at(node, line)


def future_of(code: CodeType) -> int:
    """The flags of the features that the module of a function has from the future."""
    from rillet.engines.fusing.bodies import FUTURE

    flags: int = code.co_flags & FUTURE
    return flags


class Kept(Generic[T]):
    """The last answers, by what was asked."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, T] = {}
        self.get: Callable[[Hashable], T | None] = self._answers.get

    def answer(self, key: Hashable, make: Callable[..., T], *args: Any) -> T:
        """What was made for the same key before, or is made now."""
        found = self._answers.get(key)
        if found is None:
            found = make(*args)
            self._answers[key] = found
            for old in [*self._answers][:-KEPT]:  # another thread may do the same
                self._answers.pop(old, None)
        return found


def stopping(
    writer: Writer, loop: list[ast.stmt], then: list[ast.stmt], *handlers: ast.ExceptHandler
) -> ast.stmt:
    """Statements, after a StopIteration of which `then` is done: it is an end of the stream."""
    stop = ast.Name(writer.constant("StopIteration", StopIteration), ast.Load())
    return ast.Try(loop, [ast.ExceptHandler(stop, None, then), *handlers], [], [])


def whatever(writer: Writer, then: list[ast.stmt]) -> ast.ExceptHandler:
    """What is done when anything is raised, which goes on its way."""
    everything = ast.Name(writer.constant("BaseException", BaseException), ast.Load())
    return ast.ExceptHandler(everything, None, [*then, ast.Raise()])


def defined(name: str, parameters: list[str], body: list[ast.stmt]) -> ast.FunctionDef:
    """A function of these parameters."""
    arguments = ast.arguments(
        posonlyargs=[], args=[*map(ast.arg, parameters)], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    made: Any = ast.FunctionDef(name, arguments, body, [])
    made.type_params = []
    return made  # type: ignore[no-any-return]


def _with_inner(code: CodeType, bodies: list[CodeType]) -> CodeType:
    """The code, with the qualified names of the inner functions of the bodies, and their constants.

    Those are the objects themselves: a body may ask whether an item is one of them.
    """
    if not bodies:
        return code
    from rillet.engines.fusing.bodies import exact

    inside = [*bodies, *(inner for body in bodies for inner in _all_inner(body))]
    known = {_place(inner): inner.co_qualname for inner in inside[len(bodies) :]}
    own = {exact(each, False): each for body in reversed(inside) for each in body.co_consts}
    return _renamed(code, known, lambda constant: own.get(exact(constant, False), constant))


def _renamed(
    code: CodeType, known: dict[tuple[Any, ...], str], own: Callable[[Any], Any]
) -> CodeType:
    consts = [
        _renamed(each, known, own) if isinstance(each, CodeType) else own(each)
        for each in code.co_consts
    ]
    name = known.get(_place(code), code.co_qualname)
    return code.replace(co_consts=tuple(consts), co_qualname=name)


def _all_inner(code: CodeType) -> Iterator[CodeType]:
    for inner in _inner(code):
        yield inner
        yield from _all_inner(inner)


def _place(code: CodeType) -> tuple[Any, ...]:
    """What tells functions inside others apart: where they stand."""
    return code.co_name, code.co_firstlineno, *code.co_positions()


def _inner(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]
