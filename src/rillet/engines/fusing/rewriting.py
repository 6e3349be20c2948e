"""A plan made another that gives the same: runs of operations become loops.

How that is done for one plan, its recipe, serves all plans of the same operations and functions:
it is known by the identities of their code and globals, which the recipe keeps.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rillet.engines.fusing.forms import Form, Inlined, form_of, key_of, taken_apart
from rillet.engines.fusing.loops import Loop, LoopCode, Run
from rillet.engines.fusing.templates import template_of
from rillet.engines.fusing.writing import Unit
from rillet.operations.fuse import Fuse
from rillet.operations.operation import Generated, Operation

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from types import CellType
    from typing import TypeAlias

    Operations: TypeAlias = tuple[tuple[type[Operation], Any], ...]

ELSEWHERE: Final = "it is of another module, or cell, than the others in the loop"
LONGEST: Final = 100
"""So many operations stand in one loop at most."""
KEPT: Final = 256
"""So many recipes are kept, the last ones that were made."""


class Recipe(NamedTuple):
    """How the operations of a plan are laid: a number is the operation at that place."""

    steps: tuple[int | LoopCode, ...]
    units: tuple[Unit | None, ...]
    keeps: tuple[Any, ...]
    """What must live as long as the key is known, for its parts are identities."""


_RECIPES: dict[Hashable, Recipe] = {}


def fused(operations: Operations) -> Operations:
    """The operations as they are laid."""
    operations, values = without_fuse(operations)
    laid: list[tuple[type[Operation], Any]] = []
    for step in recipe_of(operations, values).steps:
        if isinstance(step, int):
            laid.append(operations[step])
        else:
            laid.append((Loop, Run(step, operations, values)))
    return tuple(laid)


def loops_of(operations: Operations) -> list[LoopCode]:
    """The loops among the operations as they are laid."""
    steps = recipe_of(*without_fuse(operations)).steps
    return [step for step in steps if isinstance(step, LoopCode)]


def without_fuse(operations: Operations) -> tuple[Operations, tuple[Any, ...]]:
    """The operations that do something, and what their statements make of their arguments."""
    operations = tuple(each for each in operations if each[0] is not Fuse)
    values = tuple(
        operation.inlined(argument) if operation.inline else None
        for operation, argument in operations
    )
    return operations, values


def recipe_of(operations: Operations, values: tuple[Any, ...]) -> Recipe:
    """The recipe of a plan, which is made if there is none yet."""
    key = _key(operations, values)
    recipe = _RECIPES.get(key)
    if recipe is None:
        recipe = _made(operations, values)
        while len(_RECIPES) >= KEPT:
            _RECIPES.pop(next(iter(_RECIPES)), None)
        _RECIPES[key] = recipe
    return recipe


def _key(operations: Operations, values: tuple[Any, ...]) -> Hashable:
    key: list[Any] = []
    cells: list[CellType] = []
    for (operation, argument), value in zip(operations, values):
        key.append(operation)
        if operation.inline:
            called = template_of(operation).called
            key += [key_of(slot.value(value), cells) for slot in called]
        else:
            key.append(operation.parts(argument))
    if len(cells) > 1:
        places: dict[int, int] = {}
        key += [places.setdefault(id(cell), len(places)) for cell in cells]
    return tuple(key)


def _made(operations: Operations, values: tuple[Any, ...]) -> Recipe:
    units = [
        _unit_of(operation, value) if operation.inline else None
        for (operation, _), value in zip(operations, values)
    ]
    keeps = [*_identities(operations, values)]
    steps: list[int | LoopCode] = []
    start = 0
    for place, unit in enumerate([*units, None]):
        if unit is None or place - start == LONGEST:
            steps += _steps(units, operations, start, place)
            start = place
        if unit is None and place < len(units):
            steps.append(place)
            start = place + 1
    return Recipe(tuple(steps), tuple(units), tuple(keeps))


def _unit_of(operation: type[Operation], value: Any) -> Unit:
    """An operation with the forms of its argument."""
    forms = [
        form_of(slot.value(value)) if slot.is_called else Form()
        for slot in template_of(operation).slots
    ]
    return Unit(operation, tuple(forms))


def _identities(operations: Operations, values: tuple[Any, ...]) -> Iterator[Any]:
    for (operation, _), value in zip(operations, values):
        for slot in template_of(operation).slots if operation.inline else ():
            function = taken_apart(slot.value(value))[0]
            yield getattr(function, "__code__", None)
            yield getattr(function, "__globals__", None)


def _steps(
    units: list[Unit | None], operations: Operations, start: int, end: int
) -> Iterator[int | LoopCode]:
    """How a run is laid: what stands between the first and the last that gain, in one loop."""
    run = [unit for unit in units[start:end] if unit is not None]
    run = _of_one_module(run)
    units[start:end] = run
    gaining = [n for n, unit in enumerate(run) if _gains(unit)]
    written_in = any(isinstance(form, Inlined) for unit in run for form in unit.forms)
    if not gaining or not (written_in or len(gaining) > 1):
        yield from range(start, end)
        return
    first, last = gaining[0], gaining[-1]

    def parts_before(place: int) -> int | None:
        if not place:
            return None
        operation, argument = operations[place - 1]
        return operation.parts(argument)

    while first and run[first].wanted and run[first].wanted == parts_before(start + first):
        first -= 1
    yield from range(start, start + first)
    parts = parts_before(start + first)
    yield LoopCode(start + first, tuple(run[first : last + 1]), parts)
    yield from range(start + last + 1, end)


def _gains(unit: Unit) -> bool:
    """Whether a loop saves a call, or a generator."""
    written_in = any(isinstance(form, Inlined) for form in unit.forms)
    return written_in or issubclass(unit.operation, Generated)


def _of_one_module(run: list[Unit]) -> list[Unit]:
    """The units, in which the functions with other globals, or of another file, are called."""
    homes = [_home(form) for unit in run for form in unit.forms if isinstance(form, Inlined)]
    if len({*homes}) < 2:
        return run
    common = Counter(homes).most_common(1)[0][0]
    return [
        unit._replace(forms=tuple(_at_home(form, common) for form in unit.forms)) for unit in run
    ]


def _home(form: Inlined) -> Hashable:
    return form.namespace, form.body.code.co_filename


def _at_home(form: Form, home: Hashable) -> Form:
    return Form(ELSEWHERE) if isinstance(form, Inlined) and _home(form) != home else form
