"""What is laid for one pass of a fused stream, and found in as few steps as may be.

Whatever a pass runs once is not in the caches of the processor when the pass before has left them,
and takes ten times as long as it does in a loop. So the recipe for a stream whose operations have
plain functions is found by the links of the stream, and no plan is made.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from operator import is_
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rillet.engines.fusing.codes import Kept
from rillet.engines.fusing.ends import terminal_of
from rillet.engines.fusing.forms import MAKERS, is_operator, key_of
from rillet.engines.fusing.in_loops import is_for
from rillet.engines.fusing.loops import LastLoop, Loop
from rillet.engines.fusing.plans import End
from rillet.engines.fusing.rewriting import (
    Recipe,
    laid,
    may_gain,
    planned,
    recipe_of,
    without_fuse,
)
from rillet.operations.fuse import Fuse
from rillet.operations.operation import Operation
from rillet.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import CellType

    from rillet.engines.fusing.plans import Operations, Plan

_UNLIKE: Final = frozenset({MethodType, partial, tuple})
"""What may be of the same class, and have a form of its own."""
_SHORT: Final = 8
"""A tuple of more than so many is not looked into."""
_DATA: Final = frozenset({bool, bytes, dict, float, frozenset, list, set, str, tuple})
"""What is not called, if a terminal is given it, and makes no difference to its code."""


def read(stream: Any, key: list[Any], cells: list[CellType]) -> tuple[Any, list[Any], bool]:
    """The source, the arguments of the operations that do something, and whether `key` tells all.

    It does where nothing else of an argument makes a difference to the code, as with a function
    without defaults. It is given identities, and is good as long as those are kept.
    """
    arguments: list[Any] = []
    is_told = True
    link = stream
    while (operation := link._operation) is not None:
        if operation is not Fuse:
            argument = link._argument
            arguments.append(argument)
            key.append(operation)
            is_told = _tells(key, argument, cells) and is_told
        link = link._before
    if len(cells) > 1:
        places: dict[int, int] = {}
        key += [places.setdefault(id(cell), len(places)) for cell in cells]
    arguments.reverse()
    return link._before, arguments, is_told


def _tells(key: list[Any], argument: Any, cells: list[CellType]) -> bool:
    """Add an argument to a key, if it can be told from others so."""
    kind = type(argument)
    if kind is FunctionType:
        if argument.__defaults__ is not None or argument.__kwdefaults__ is not None:
            return False
        key += id(argument.__code__), id(argument.__globals__)
        if argument.__closure__ is not None:
            cells += argument.__closure__
    elif argument is None:
        key.append(None)
    elif kind is int:
        key += int, argument  # which is no part of a function
    elif kind is type or kind is BuiltinFunctionType:
        key.append(argument if is_operator(argument) else kind)
    elif kind in MAKERS:
        key.append(key_of(argument, cells))
    elif kind is tuple and len(argument) <= _SHORT:
        key += tuple, len(argument)
        return all(_tells(key, each, cells) for each in argument)
    elif kind in _UNLIKE or type(kind) not in (type, type(Stream)) or isinstance(argument, int):
        return False
    else:
        key.append(kind)
    return True


# Without a terminal in the loop

_RECIPES: Kept[Recipe | bool] = Kept()


def begun(stream: Any, *, is_last: bool = False) -> Iterator[Any]:
    """One pass, which nobody reads on after an exception if it is the last."""
    operation = stream._operation
    if operation is None or (operation is Fuse and stream._before._operation is None):
        return Stream.__iter__(stream)
    key: list[Any] = []
    source, arguments, is_told = read(stream, key, [])
    known = _RECIPES.get(tuple(key)) if is_told else None
    if type(known) is Recipe:
        if known.is_idle:
            return Stream.__iter__(stream)
        if known.whole is not None:
            whole = known.whole
            return whole.once_over(source, arguments) if is_last else whole.over(source, arguments)
    laid = _laid(stream, arguments, key if is_told else None)
    return pulled(source, ending(laid) if is_last else laid)


def laid_of(stream: Any) -> tuple[Any, Operations]:
    """The source of a stream, and what is laid on it."""
    key: list[Any] = []
    source, arguments, is_told = read(stream, key, [])
    return source, _laid(stream, arguments, key if is_told else None)


def ending(laid: Operations) -> Operations:
    """The same, when nobody reads on after an exception."""
    if laid and laid[-1][0] is Loop:
        return (*laid[:-1], (LastLoop, laid[-1][1]))
    return laid


def pulled(source: Any, laid: Operations) -> Iterator[Any]:
    """One pass over a source, of what is laid on it."""
    items = source
    for operation, argument in laid:
        items = operation.pull(argument, items)
    return items if laid else iter(items)


def _laid(stream: Any, arguments: list[Any], key: list[Any] | None) -> Operations:
    """What is laid for a stream, of which a key may tell."""
    operations = without_fuse(stream._operations)
    recipe = key is not None and _RECIPES.answer(tuple(key), _recipe_of, operations)
    if type(recipe) is Recipe and not recipe.is_idle:
        return laid(operations, arguments, recipe)
    if recipe or not may_gain(operations):
        return operations
    plan = planned(operations)
    return laid(plan.operations, plan.values, recipe_of(plan))


def _recipe_of(operations: Operations) -> Recipe | bool:
    """The recipe for all operations of the same key; False if that is not enough."""
    plan = planned(operations)
    if not _is_told(plan, operations):
        return False
    recipe = recipe_of(plan)
    return (recipe.is_idle or _is_direct(plan)) and recipe


def _is_told(plan: Plan, operations: Operations) -> bool:
    """Whether a plan is of these operations as they are, and of a kind that their key tells."""
    return (
        len(plan.operations) == len(operations)
        and all(map(is_, plan.operations, operations))
        and all(_is_known(operation) for operation, _ in operations)
    )


def _is_known(operation: type[Operation]) -> bool:
    """Whether whatever has the same key as its argument is written in the same way."""
    ours = Operation.inlined, Operation.parts, Operation.pieces
    its = operation.inlined, operation.parts, operation.pieces
    return operation.__module__.startswith("rillet.operations.") or its == ours


def _is_direct(plan: Plan) -> bool:
    """Whether each argument is what the loop is given for it."""
    return all(
        value is argument or not operation.inline
        for (operation, argument), value in zip(plan.operations, plan.values)
    )


# With a terminal in the loop


class Way(NamedTuple):
    """How a terminal is run for all calls of the same key."""

    recipe: Recipe
    """In whose loop it stands, or in none."""
    arguments: tuple[Any, ...]
    """Those of its method, of which some stand for those of a call."""


class _Given(int):
    """Stands for an argument of a call, of which it is the number."""


_WAYS: Kept[Way | bool] = Kept()


def ended(
    stream: Any,
    method: FunctionType,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    otherwise: Callable[..., Any],
) -> Any:
    """What a terminal gives with the operations in its loop, or otherwise if none gains."""
    key: list[Any] = [method, len(args), *kwargs]
    cells: list[CellType] = []
    given = (*args, *kwargs.values())
    are_told = True
    for argument in given:
        if type(argument) in _DATA:
            key.append(type(argument))
        else:
            are_told = _tells(key, argument, cells) and are_told
    _, values, is_told = read(stream, key, cells)
    known = _WAYS.get(tuple(key)) if is_told and are_told else False
    if known is None:
        known = _WAYS.answer(tuple(key), _way_of, method, args, kwargs, stream)
    if type(known) is not Way:
        return _ended_by_plan(stream, method, args, kwargs, otherwise)
    recipe, places = known
    if recipe.end is None:
        return otherwise(stream, *args, **kwargs)
    arguments = [given[each] if type(each) is _Given else each for each in places]
    values += arguments
    operations = without_fuse(stream._operations) if recipe.steps else ()
    return _run(recipe, stream, operations, values, arguments)


def _run(
    recipe: Recipe,
    stream: Any,
    operations: Operations,
    values: Sequence[Any],
    arguments: Sequence[Any],
) -> Any:
    """Run a terminal with its arguments, the first of which stands for the stream."""
    end: Any = recipe.end
    given, function = end.bound(values)
    ahead = laid(operations, values, recipe) if recipe.steps else ()
    return function(stream, *arguments[1:], ahead, *given)


def _way_of(
    method: FunctionType, args: tuple[Any, ...], kwargs: dict[str, Any], stream: Any
) -> Way | bool:
    """The way of all calls of the same key; False if that is not enough."""
    operations = without_fuse(stream._operations)
    terminal = terminal_of(method)
    arguments = terminal.arguments(method, args, kwargs) if terminal else None
    if terminal is None or arguments is None:
        return False
    plan = planned(operations, End(terminal, arguments))
    if not _is_told(plan, operations):
        return False
    recipe = recipe_of(plan)
    if not is_for(method, terminal, arguments):
        recipe = recipe._replace(end=None)
    if recipe.end is not None and not _is_direct(plan):
        return False
    numbers = iter(map(_Given, range(len(args) + len(kwargs))))
    first = tuple(islice(numbers, len(args)))
    return Way(recipe, terminal.arguments(method, first, dict(zip(kwargs, numbers))))


def _ended_by_plan(
    stream: Any,
    method: FunctionType,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    otherwise: Callable[..., Any],
) -> Any:
    terminal = terminal_of(method)
    arguments = terminal.arguments(method, args, kwargs) if terminal else ()
    if arguments is None:  # Python says it, of the method that is meant
        return getattr(Stream, method.__name__)(stream, *args, **kwargs)
    if terminal is None or not is_for(method, terminal, arguments):
        return otherwise(stream, *args, **kwargs)
    end = End(terminal, arguments)
    operations = without_fuse(stream._operations)
    if not may_gain(operations, *end.functions):
        return otherwise(stream, *args, **kwargs)
    plan = planned(operations, end)
    recipe = recipe_of(plan)
    if recipe.end is None:
        return otherwise(stream, *args, **kwargs)
    return _run(recipe, stream, plan.operations, plan.values, arguments)
