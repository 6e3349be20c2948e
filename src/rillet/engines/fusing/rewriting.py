"""A plan made another that gives the same: runs of operations become loops.

How that is done for one plan, its recipe, serves all plans of the same operations and functions:
they are known by the identities of their code and globals, which the recipe keeps.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, NamedTuple

from rillet.engines.fusing.codes import Kept
from rillet.engines.fusing.ends import EndCode, loops_in
from rillet.engines.fusing.forms import Inlined, Operator, form_of, is_python
from rillet.engines.fusing.loops import Loop, LoopCode, Run
from rillet.engines.fusing.nesting import NestedCode, TooLongError, may_nest
from rillet.engines.fusing.peepholes import may_be_simplified, origins, simplified
from rillet.engines.fusing.plans import End, Plan, of_one_module
from rillet.operations.fuse import Fuse
from rillet.operations.operation import Generated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Final

    from rillet.engines.fusing.plans import Operations
    from rillet.engines.fusing.writing import Unit
    from rillet.operations.operation import Operation

LONGEST: Final = 100
"""So many operations stand in one loop at most."""
MOST_NESTED: Final = 10
"""So many loops stand in one another at most: CPython nests 20 blocks, of which `try` is one."""


class Recipe(NamedTuple):
    """How the operations of a plan are laid: a number is the operation at that place."""

    steps: tuple[int | LoopCode, ...]
    end: EndCode | None
    """The terminal, with the operations that take part in its loop."""
    units: tuple[Unit | None, ...]
    keeps: tuple[Any, ...]
    """What must live as long as the key is known, for its parts are identities."""
    whole: LoopCode | None
    """The loop, if all operations stand in one."""
    is_idle: bool
    """Whether no operation stands in a loop."""


def in_pieces(operations: Operations) -> Operations:
    """The operations, and in the place of some those that do the same one after the other."""
    if all(operation.pieces is None for operation, _ in operations):
        return operations
    return tuple([piece for pair in operations for piece in _pieces_of(*pair) or (pair,)])


def _pieces_of(operation: type[Operation], argument: Any) -> Operations:
    """Those that do the same, if something may be written into them."""
    pieces: Operations = () if operation.pieces is None else operation.pieces(argument)
    return pieces if any(is_python(part) for _, part in pieces) else ()


def without_fuse(operations: Operations) -> Operations:
    """The operations that do something."""
    return tuple([each for each in operations if each[0] is not Fuse])


def places_of(operations: Operations) -> list[int]:
    """For each operation as a plan has it, the place in a stream of that which it came from."""
    known = [place for place, (operation, _) in enumerate(operations) if operation is not Fuse]
    kept = without_fuse(operations)
    laid = zip(origins(kept), simplified(kept))
    return [known[place] for place, each in laid for _ in in_pieces((each,))]


def may_gain(operations: Operations, *functions: Any) -> bool:
    """Whether there is anything that a loop would save, which can be told without a recipe."""
    return (
        any(map(is_python, functions))
        or any(_may_save(operation, argument) for operation, argument in operations)
        or may_be_simplified(operations)
    )


def _may_save(operation: type[Operation], argument: Any) -> bool:
    if not operation.inline and operation.pieces is None:
        return False
    if issubclass(operation, Generated) or is_python(argument):
        return True
    return type(argument) is tuple and any(map(is_python, argument))


def planned(operations: Operations, end: End | None = None) -> Plan:
    """The plan of operations that do something, in which each is laid by itself."""
    return Plan(in_pieces(simplified(operations)), end)


def laid(operations: Operations, values: Sequence[Any], recipe: Recipe) -> Operations:
    """The operations as they are laid."""
    return tuple(
        [
            operations[step] if isinstance(step, int) else (Loop, Run(step, operations, values))
            for step in recipe.steps
        ]
    )


_RECIPES: Kept[Recipe] = Kept()


def recipe_of(plan: Plan) -> Recipe:
    """The recipe of a plan, which is made if there is none yet."""
    return _RECIPES.answer(plan.key(), _made, plan)


def _made(plan: Plan) -> Recipe:
    operations = plan.operations
    units = plan.units()
    end = None if plan.end is None else _ending(units, operations, plan.end)
    steps: list[int | LoopCode] = []
    runs = [*_runs(units, len(units) if end is None else end.start)]
    while runs:
        start, stop = runs.pop(0)
        if start is None:
            steps.append(stop)
        elif loop := _nested(units, operations, start, runs[:2]):
            last = loop.start + len(loop.units)
            steps += [*range(start, loop.start), loop]
            runs[:2] = [(last, runs[1][1])]
        else:
            steps += _steps(units, operations, start, stop)
    loops = [step for step in steps if isinstance(step, LoopCode)]
    wholes = [loop for loop in loops if len(loop.units) == len(operations)]
    whole = wholes[0] if wholes else None
    return Recipe(tuple(steps), end, tuple(units), plan.identities(), whole, is_idle=not loops)


def _runs(units: list[Unit | None], length: int) -> Iterator[tuple[int | None, int]]:
    """Where runs start and stop, some of which are empty; (None, n) is no run."""
    start = 0
    for place, unit in enumerate(units[:length]):
        if unit is None or _nests([unit]):
            yield start, place
            yield None, place
            start = place + 1
        elif place - start == LONGEST:
            yield start, place
            start = place
    yield start, length


def _nests(units: list[Unit | None]) -> bool:
    """Whether there is an operation that gives out the items of items."""
    return any(unit is not None and unit.operation.nests for unit in units)


def _steps(
    units: list[Unit | None], operations: Operations, start: int, stop: int
) -> Iterator[int | LoopCode]:
    """How a run is laid: what stands between the first and the last that gain, in one loop."""
    run, _ = of_one_module(units[start:stop], ())
    units[start:stop] = run
    inside = _inside(run, operations, start)
    if inside is None:
        yield from range(start, stop)
        return
    first, last = inside
    parts = _parts_before(operations, start + first)
    yield from range(start, start + first)
    yield LoopCode(start + first, tuple(run[first:last]), parts)
    yield from range(start + last, stop)


def _nested(
    units: list[Unit | None],
    operations: Operations,
    start: int,
    following: list[tuple[int | None, int]],
) -> NestedCode | None:
    """The loop that does a run, the nest after it and what follows that, as far as it can."""
    match following:
        case [(None, nest), (_, stop)] if _nests(units[nest : nest + 1]):
            pass
        case _:
            return None
    run, _ = of_one_module(units[start:nest], ())
    before = _inside(run, operations, start)
    if before is None:
        return None
    then, _ = of_one_module(units[nest + 1 : stop], ())
    after = _inside(then, operations, nest + 1)
    lasts = [nest + 1 + after[1]] if after and not after[0] else []
    loops = (
        _nested_code(units, operations, start + before[0], nest, last)
        for last in (*lasts, nest + 1)
    )
    return next(filter(None, loops), None)


def _nested_code(
    units: list[Unit | None], operations: Operations, first: int, nest: int, last: int
) -> NestedCode | None:
    run, _ = of_one_module(units[first:last], ())
    is_one = all(map(is_, run, units[first:last]))
    if not (is_one and may_nest(run[: nest - first], run[nest - first + 1 :])):
        return None
    try:
        return NestedCode(first, tuple(run), _parts_before(operations, first))
    except TooLongError:
        return None


def _inside(run: list[Unit], operations: Operations, start: int) -> tuple[int, int] | None:
    """From where to where in a run a loop is worth its while, if it is."""
    gaining = [n for n, unit in enumerate(run) if _gains(unit)]
    if not gaining or not (_has_bodies(run) or len(gaining) > 1):
        return None
    first, last = _begun(run, operations, start, gaining[0]), gaining[-1] + 1
    while last < len(run) and _is_operator(run[last]):
        last += 1
    return first, last


def _ending(units: list[Unit | None], operations: Operations, end: End) -> EndCode | None:
    """The terminal, with all in its loop from the first that gains on; None if none does."""
    statements = end.terminal.decided(end.absent)
    if not loops_in(statements):
        return None
    start, nested = len(units), 0
    while start and (unit := units[start - 1]) is not None and len(units) - start < LONGEST:
        nested += _nests([unit])
        if nested > MOST_NESTED:
            break
        start -= 1
    run, own = of_one_module(units[start:], [*map(form_of, end.functions)])
    gaining = [n for n, unit in enumerate(run) if _gains(unit)]
    bodies = any(isinstance(form, Inlined) for form in own)
    if not (bodies or (gaining and (_has_bodies(run) or len(gaining) > 1))):
        return None
    units[start:] = run
    first = _begun(run, operations, start, gaining[0] if gaining else len(run))
    parts = _parts_before(operations, start + first)
    inside = tuple(run[first:])
    return EndCode(start + first, inside, parts, end.terminal, statements, tuple(own))


def _begun(run: list[Unit], operations: Operations, start: int, first: int) -> int:
    """Where a loop begins: with operators, or with what makes the tuples that it takes apart."""
    while first and (
        _is_operator(run[first - 1]) or _are_taken_apart(run[first:], operations, start + first)
    ):
        first -= 1
    return first


def _are_taken_apart(run: list[Unit], operations: Operations, place: int) -> bool:
    """Whether a run at this place begins with what takes the tuples apart that come in."""
    wanted = run[0].wanted if run else None
    return bool(wanted) and wanted == _parts_before(operations, place)


def _is_operator(unit: Unit) -> bool:
    """Whether it is an expression in a loop, and a call otherwise."""
    return unit.template.is_call and isinstance(unit.forms[0], Operator)


def _parts_before(operations: Operations, place: int) -> int | None:
    """How many parts the items have that come in at a place, if they are sure to be tuples."""
    if not place:
        return None
    operation, argument = operations[place - 1]
    return operation.parts(argument)


def _gains(unit: Unit) -> bool:
    """Whether a loop saves a call, or a generator."""
    return _has_bodies([unit]) or issubclass(unit.operation, Generated)


def _has_bodies(run: list[Unit]) -> bool:
    return any(isinstance(form, Inlined) for unit in run for form in unit.forms)
