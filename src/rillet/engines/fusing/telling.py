"""What `explain` tells of a fused plan: which operations a loop does, and why not others."""

from __future__ import annotations

import ast
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rillet.arguments import brief
from rillet.engines.fusing.forms import Form
from rillet.engines.fusing.loops import LoopCode
from rillet.engines.fusing.peepholes import rewritten
from rillet.engines.fusing.rewriting import places_of, planned, recipe_of, without_fuse
from rillet.operations.fuse import Fuse
from rillet.operations.operation import Generated
from rillet.seeing.parts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rillet.engines.fusing.plans import Operations, Plan
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
    plan = planned(without_fuse(operations))
    recipe = recipe_of(plan)
    loops = [step for step in recipe.steps if isinstance(step, LoopCode)]
    units = [*map(_outside, recipe.units, plan.values)]
    for number, loop in enumerate(loops, first):
        inside = slice(loop.start, loop.start + len(loop.units))
        units[inside] = map(partial(_inside, number), loop.units, plan.values[inside])
    places = places_of(operations)
    words = [
        _of_one([unit for unit, n in zip(units, places) if n == place])
        for place in range(len(operations))
    ]
    for each in rewritten(without_fuse(operations)):
        place = [n for n, (kind, _) in enumerate(operations) if kind is not Fuse][each.places[-1]]
        words[place] = words[place]._replace(why=_joined(each.text, words[place].why))
    words = [Told("") if kind is Fuse else word for word, (kind, _) in zip(words, operations)]
    return words, [_source(loop, number, plan) for number, loop in enumerate(loops, first)]


def _inside(number: int, unit: Unit, value: Any) -> Told:
    called = _joined(*_called(unit, value))
    return Told(f"loop {number}, called" if called else f"loop {number}", called)


def _outside(unit: Unit | None, value: Any) -> Told:
    return Told("no", _why_not(unit, value))


def _of_one(units: list[Told]) -> Told:
    """What is told of an operation, from what is of those that do it."""
    inside = [each for each in units if each.where != "no"] or units[:1]
    if not inside:
        return Told("rewritten")
    return Told(inside[-1].where, _joined(*dict.fromkeys(each.why for each in units)))


def _joined(*reasons: str) -> str:
    return "; ".join(filter(None, reasons))


def _why_not(unit: Unit | None, value: Any) -> str:
    """Why an operation is in no loop."""
    if unit is None:
        return AS_IT_IS
    if any(form.reason for form in unit.forms):
        return _joined(*_called(unit, value))
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
    nodes = [node for statement in loop.tree.body for node in ast.walk(statement)]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    parameters = [each.arg for each in loop.tree.args.args]
    given, _ = loop.bound(plan.values)
    objects = dict(zip(parameters[-len(given) :], given))
    own = {name for name, value in objects.items() if getattr(value, "__name__", "") == name}
    lines = [f"{name} is {brief(objects[name])}" for name in objects if name in used - own]
    shown = copy(loop.tree)
    shown.name = f"loop_{number}"
    shown.args = copy(shown.args)
    shown.args.args = [each for each in shown.args.args if each.arg in used - own]
    head = [one_line(line) for line in [f"loop {number}: {chain}", *lines]]
    return "".join(f"# {line}\n" for line in head) + ast.unparse(shown)
