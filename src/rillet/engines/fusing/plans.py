"""What is known of a plan before a loop is made of it: by what it is known, and its units."""

from __future__ import annotations

from collections import Counter
from types import FunctionType

from rillet.engines.fusing.forms import Form, Inlined, form_of, key_of, taken_apart
from rillet.engines.fusing.templates import template_of
from rillet.engines.fusing.writing import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from types import CellType
    from typing import Any, Final, TypeAlias

    from rillet.engines.fusing.ends import Terminal
    from rillet.operations.operation import Operation

    Operations: TypeAlias = tuple[tuple[type[Operation], Any], ...]

AMBIGUOUS: Final = "it sets a variable of a name that another function in the loop looks up"
ELSEWHERE: Final = "it is of another module, or cell, than the others in the loop"


class End:
    """A terminal and its arguments, by their places."""

    __slots__ = ("absent", "arguments", "functions", "terminal")

    def __init__(self, terminal: Terminal, arguments: tuple[Any, ...]) -> None:
        self.terminal: Terminal = terminal
        self.arguments: tuple[Any, ...] = arguments
        self.functions: list[Any] = [arguments[place] for place in terminal.functions]
        """Those that are called."""
        self.absent: tuple[bool, ...] = tuple([f is None for f in self.functions])
        """Which of them are not given."""


class Plan:
    """Operations, and what is made of their arguments for the statements of a loop."""

    __slots__ = ("end", "operations", "values")

    def __init__(self, operations: Operations, end: End | None = None) -> None:
        self.operations: Operations = operations
        self.values: list[Any] = [
            operation.inlined(argument) if operation.inline else None
            for operation, argument in operations
        ]
        self.end: End | None = end
        if end is not None:
            self.values += end.arguments

    def key(self) -> Hashable:
        """What plans of the same code have in common.

        It holds the identities of code and globals, so it is good as long as they are kept.
        """
        key: list[Any] = []
        cells: list[CellType] = []
        for (operation, argument), value in zip(self.operations, self.values):
            key.append(operation)
            if operation.inline:
                called = template_of(operation).called
                key += [key_of(slot.value(value), cells) for slot in called]
            else:
                key.append(operation.parts(argument))
        if self.end is not None:
            key += [self.end.terminal, *self.end.absent]
            key += [key_of(f, cells) for f in self.end.functions]
        if len(cells) > 1:
            places: dict[int, int] = {}
            key += [places.setdefault(id(cell), len(places)) for cell in cells]
        return tuple(key)

    def units(self) -> list[Unit | None]:
        """Each operation with the forms of its argument, if it can stand in a loop."""
        return [
            _unit_of(operation, value) if operation.inline or operation.nests else None
            for (operation, _), value in zip(self.operations, self.values)
        ]

    def identities(self) -> tuple[Any, ...]:
        """What must live as long as the key is known."""
        functions = [
            slot.value(value)
            for (operation, _), value in zip(self.operations, self.values)
            for slot in (template_of(operation).called if operation.inline else ())
        ]
        functions += () if self.end is None else self.end.functions
        apart = [taken_apart(f)[0] for f in functions]
        return tuple([(f.__code__, f.__globals__) for f in apart if type(f) is FunctionType])


def _unit_of(operation: type[Operation], value: Any) -> Unit:
    forms = [
        form_of(slot.value(value)) if slot.is_called else Form()
        for slot in template_of(operation).slots
    ]
    return Unit(operation, tuple(forms))


def of_one_module(
    units: Sequence[Unit | None], more: Sequence[Form]
) -> tuple[list[Unit], list[Form]]:
    """Units and forms, in which functions with other globals, or of another file, are called."""
    run, more = _of_one_meaning([unit for unit in units if unit is not None], more)
    forms = [*(form for unit in run for form in unit.forms), *more]
    homes = Counter(_home(form) for form in forms if isinstance(form, Inlined))
    if len(homes) < 2:
        return run, [*more]
    home = homes.most_common(1)[0][0]
    at_home = [
        Unit(unit.operation, tuple(_at_home(form, home) for form in unit.forms)) for unit in run
    ]
    return at_home, [_at_home(form, home) for form in more]


def _of_one_meaning(run: list[Unit], more: Sequence[Form]) -> tuple[list[Unit], Sequence[Form]]:
    """Units and forms, in which functions are called whose variables are names of others.

    A variable that is not set yet is named in the error, so it cannot have another name.
    """
    inlined = [
        form
        for form in (*(form for unit in run for form in unit.forms), *more)
        if isinstance(form, Inlined)
    ]
    used = {name for form in inlined for name in form.body.names - form.body.locals}
    if all(used.isdisjoint(form.body.assigned) for form in inlined):
        return run, more

    def kept(form: Form) -> Form:
        is_clear = not isinstance(form, Inlined) or used.isdisjoint(form.body.assigned)
        return form if is_clear else Form(AMBIGUOUS)

    return [Unit(u.operation, tuple(map(kept, u.forms))) for u in run], [*map(kept, more)]


def _home(form: Inlined) -> Hashable:
    return form.namespace, form.body.code.co_filename


def _at_home(form: Form, home: Hashable) -> Form:
    return Form(ELSEWHERE) if isinstance(form, Inlined) and _home(form) != home else form
