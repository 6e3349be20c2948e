"""What `explain` tells of a fused plan: which operations a loop does, and why not others."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rillet.arguments import brief
from rillet.engines.fusing.forms import Form
from rillet.engines.fusing.loops import LoopCode
from rillet.engines.fusing.rewriting import Plan, recipe_of
from rillet.operations.fuse import Fuse
from rillet.operations.operation import Generated
from rillet.seeing.parts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rillet.engines.fusing.rewriting import Operations
    from rillet.engines.fusing.writing import Unit

AS_IT_IS: Final = "it has no form for a loop, and is laid as it is"
IN_C: Final = "nothing to gain: it runs in C"
ALONE: Final = "nothing to gain: no body is written in beside it"
NOT_PYTHON: Final = "it is not a function written in Python"


class Told(NamedTuple):
    """What is told of an operation: the loop that does it, and why its functions are called."""

    where: str
    why: str = ""


def told(operations: Operations, first: int) -> tuple[list[Told], list[str]]:
    """What is told of each operation, and the source of the loops, of which `first` is the first.

    The loops are compiled for it, and nothing is called.
    """
    plan = Plan(operations)
    recipe = recipe_of(plan)
    loops = [step for step in recipe.steps if isinstance(step, LoopCode)]
    words = [
        Told("no", _why_not(unit, value))
        for unit, value in zip(recipe.units, plan.values, strict=True)
    ]
    for number, loop in enumerate(loops, first):
        for place, unit in enumerate(loop.units, loop.start):
            called = "; ".join(_called(unit, plan.values[place]))
            where = f"loop {number}, called" if called else f"loop {number}"
            words[place] = Told(where, called)
    left = iter(words)
    told_of = [Told("") if each is Fuse else next(left) for each, _ in operations]
    return told_of, [_source(loop, number, plan) for number, loop in enumerate(loops, first)]


def _why_not(unit: Unit | None, value: Any) -> str:
    """Why an operation is in no loop."""
    if unit is None:
        return AS_IT_IS
    if any(form.reason for form in unit.forms):
        return "; ".join(_called(unit, value))
    return ALONE if issubclass(unit.operation, Generated) else IN_C


def _called(unit: Unit, value: Any) -> Iterator[str]:
    """The functions of an operation that are called, and why."""
    for slot, form in zip(unit.template.slots, unit.forms):
        if slot.is_called and type(form) is Form:
            yield f"{brief(slot.value(value))} is called: {form.reason or NOT_PYTHON}"


def _source(loop: LoopCode, number: int, plan: Plan) -> str:
    """The source text of a loop, under what the names in it stand for."""
    operations = plan.operations[loop.start : loop.start + len(loop.units)]
    chain = "".join(f".{operation.text(argument, 0)}" for operation, argument in operations)
    lines = [one_line(f"loop {number}: {chain}"), *_names(loop, plan)]
    return "".join(f"# {line}\n" for line in lines) + ast.unparse(loop.tree)


def _names(loop: LoopCode, plan: Plan) -> Iterator[str]:
    """What the names stand for that are given to a loop, and used in it."""
    given, _ = loop.bound(plan.values)
    parameters = [each.arg for each in loop.tree.args.args]
    nodes = [node for statement in loop.tree.body for node in ast.walk(statement)]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    for name, value in zip(parameters[-len(given) :], given):
        if name in used and name != getattr(value, "__name__", None):
            yield one_line(f"{name} is {brief(value)}")
