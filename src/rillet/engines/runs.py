"""Runs of operations that are written inline, each made one function.

What bounds a push chain is the call of one closure by another. Where neighbours do one thing to an
item, their statements stand one below the other in one function, and all that is called is what
the user gave; in a fused pipeline not even that.
"""

from __future__ import annotations

import ast
from functools import partial
from types import CodeType

from rillet.engines.fusing.codes import STEPS, Code, Kept, defined, located, not_yet, stopping
from rillet.engines.fusing.forms import Form
from rillet.engines.fusing.plans import Plan, of_one_module
from rillet.engines.fusing.templates import template_of
from rillet.engines.fusing.writing import Names, Unit, Writer, copied, load
from rillet.plan import FUSED, FUSED_LOOP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from typing import Any, Final

    from rillet.engines.fusing.plans import Operations
    from rillet.operations.operation import Emit

FILE: Final = "<rillet push>"
"""What a traceback names as the file of a function in which no body is written."""


class Run:
    """Neighbours that are written inline: their step, and a loop that steps through items."""

    __slots__ = ("_code", "loop", "step")

    step: Emit
    loop: Callable[[Iterable[Any]], bool]
    """It says whether no more is wanted."""

    def __init__(self, operations: Operations, emit: Emit, *, is_fused: bool) -> None:
        plan = Plan(operations)
        kinds = tuple(operation for operation, _ in operations)
        key = plan.key() if is_fused else kinds
        self._code: StepsCode = _CODES.answer(key, partial(StepsCode, plan, is_fused=is_fused))
        given, make = self._code.bound(plan.values)
        self.step, self.loop = make(emit, *given)

    def place_of(self, trace: TracebackType) -> int | None:
        """In which of the operations a frame stands; that after the last is `emit`.

        It is None where the loop asks for an item.
        """
        from rillet.engines.fusing.places import table_of

        return table_of(self._code, trace.tb_frame.f_code)[trace.tb_lasti // 2][0]


class StepsCode(Code):
    """The code of a function that makes the step and the loop."""

    name = "make"

    def __init__(self, plan: Plan, *, is_fused: bool) -> None:
        units = [unit for unit in plan.units() if unit is not None] if is_fused else []
        if is_fused:
            units, _ = of_one_module(units, ())
        else:
            units = [_called(operation) for operation, _ in plan.operations]
        super().__init__(0, tuple(units))
        self.keeps: tuple[Any, ...] = plan.identities()
        writer = Writer(Names(self.inlined), _left_out, _ended)
        emit, items = writer.variable("emit"), writer.variable("items")
        self.operations(writer, None)
        tried = stopping(writer, [*writer.statements, ast.Pass()], [_ended()])
        given = ast.Call(load(emit), [load(writer.item)], [])
        end: list[ast.stmt] = [ast.Return(given), ast.If(given, [_ended()], [])]
        self._locate(len(units), end)
        shared: list[ast.stmt] = [ast.Nonlocal(writer.state)] if writer.state else []
        step = defined(FUSED, [writer.item], [*shared, tried, end[0]])
        inside = [_InLoop().visit(copied(tried)), end[1]]
        target = ast.Name(writer.item, ast.Store())
        around = ast.For(target, load(items), inside, [])
        loop = defined(FUSED_LOOP, [items], [*shared, around, ast.Return(ast.Constant(False))])
        both = ast.Tuple([load(FUSED), load(FUSED_LOOP)], ast.Load())
        self.compile(writer, [emit], [*writer.begin, step, loop, ast.Return(both)])
        STEPS.update({id(c): self for c in self.code.co_consts if isinstance(c, CodeType)})

    def _locate(self, place: int, statements: list[ast.stmt]) -> None:
        """Where no function is written in, operation number n stands in line n + 1."""
        new = not_yet(statements)
        super()._locate(place, new)
        if not self.inlined:
            for statement in new:
                located(statement, place + 1)


_CODES: Kept[StepsCode] = Kept()


def _called(operation: Any) -> Unit:
    """An operation whose functions are called."""
    return Unit(operation, tuple(Form() for _ in template_of(operation).slots))


def _left_out() -> ast.stmt:
    return ast.Return(ast.Constant(None))


def _ended() -> ast.stmt:
    return ast.Return(ast.Constant(True))


class _InLoop(ast.NodeTransformer):
    """Makes what leaves an item out of a step do so in a loop."""

    def visit_Return(self, node: ast.Return) -> ast.stmt:  # as ast calls it
        leaves_out = isinstance(node.value, ast.Constant) and node.value.value is None
        return ast.copy_location(ast.Continue(), node) if leaves_out else node
