"""Where in a loop an exception arose: in which of its operations, and in the body of what function.

The code of a loop says that it stands where the user wrote the functions, so its positions tell
nothing of the operations. It is compiled once more with columns that do.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple

from rillet.engines.fusing.codes import STEPS, Code
from rillet.engines.fusing.forms import Inlined, taken_apart
from rillet.engines.fusing.rewriting import places_of, planned, without_fuse
from rillet.engines.fusing.writing import copied

if TYPE_CHECKING:
    from types import FrameType, TracebackType

    from rillet.engines.fusing.writing import Unit


class Place(NamedTuple):
    """A place in a loop."""

    loop: Code
    operation: int | None
    """The number of the operation in the loop; None is where it asks for an item."""
    code: CodeType | None
    """The code of the function in whose body it is."""
    arguments: dict[str, Any]
    """With what it would have been called."""


def place_of(trace: TracebackType) -> Place | None:
    """The place of a frame of a traceback, if it is that of a loop."""
    frame = trace.tb_frame
    loop = _loop_of(frame)
    if loop is None:
        return None
    operation, number = table_of(loop, frame.f_code)[trace.tb_lasti // 2]
    if number is None:
        return Place(loop, operation, None, {})
    body, names = loop.bodies[number]
    values = frame.f_locals
    known = {name: values[local] for name, local in names.items() if local in values}
    return Place(loop, operation, body.code, known)


def operation_of(place: Place, stream: Any) -> int | None:
    """The number of the operation in the plan of a stream, if the loop can be one of its.

    That after the last is the terminal.
    """
    numbers = _numbers(place.loop, stream)
    if numbers is None or place.operation is None:
        return None
    return numbers[place.operation]


def first_of(place: Place, stream: Any) -> int | None:
    """The number of the first operation in a loop, if the loop can be one of the stream's."""
    numbers = _numbers(place.loop, stream)
    return None if numbers is None else numbers[0]


def _numbers(loop: Code, stream: Any) -> list[int] | None:
    """The numbers of the operations in a loop, and of the terminal, in the plan of a stream."""
    operations = stream._operations
    plan = planned(without_fuse(operations))
    inside = slice(loop.start, loop.start + len(loop.units))
    kinds = [kind for kind, _ in plan.operations[inside]]
    if kinds != [unit.operation for unit in loop.units]:
        return None
    if not all(map(_is_written_from, loop.units, plan.values[inside])):
        return None
    return [*places_of(operations)[inside], len(operations)]


def _is_written_from(unit: Unit, value: Any) -> bool:
    """Whether the bodies in a unit are those of these functions: a stream beside has others."""
    functions = [taken_apart(slot.value(value))[0] for slot in unit.template.slots]
    return all(
        getattr(function, "__code__", None) is form.body.code
        for function, form in zip(functions, unit.forms)
        if isinstance(form, Inlined)
    )


def _loop_of(frame: FrameType) -> Code | None:
    known = (value for value in frame.f_locals.values() if isinstance(value, Code))
    return next(known, None) or STEPS.get(id(frame.f_code))


@lru_cache(maxsize=64)
def table_of(loop: Code, running: CodeType) -> list[tuple[int | None, int | None]]:
    """For each instruction the number of its operation, and of the body that it is in."""
    tree = copied(loop.tree)
    columns: list[tuple[int | None, int | None]] = [(None, None)]
    for node in ast.walk(tree):
        if "lineno" in node._attributes:
            place = vars(node).get("operation"), vars(node).get("in_body")
            if place not in columns:
                columns.append(place)
            column = columns.index(place)
            line = vars(node)["lineno"]
            vars(node).update(col_offset=column, end_col_offset=column, end_lineno=line)
    made = loop.compiled(tree)
    inside = [made, *(each for each in made.co_consts if isinstance(each, CodeType))]
    code = next((each for each in inside if each.co_name == running.co_name), made)
    # Inner functions that are one constant of the loop are several where columns differ.
    same = code.co_code[::2] == running.co_code[::2]
    positions = code.co_positions() if same else ()
    table = [columns[column or 0] for _, _, column, _ in positions]
    return table or [columns[0]] * (len(running.co_code) // 2)
