"""Operations that do what several did, with less: `take(3).take(2)` is `take(2)`.

A rule is here only if nobody can tell what it did: values, the order of calls, what is pulled for
each item out, errors and what follows them are the same. The operations that no item reaches are
the user's to leave out, and what a loop does as fast is left to it.
"""

from __future__ import annotations

import ast
import sys
from operator import itemgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rillet.beat import beating
from rillet.engines.fusing.bodies import body_of
from rillet.engines.fusing.forms import form_of
from rillet.engines.fusing.selecting import Selected, Wanted
from rillet.operations.operation import AtEnd, Operation, bare, deferred
from rillet.operations.order import Reversed, Sorted
from rillet.operations.select import (
    Drop,
    DropLast,
    Dropwhile,
    Filter,
    Filterfalse,
    Tail,
    Take,
    Takewhile,
)
from rillet.operations.slicing import Slice
from rillet.operations.transform import Map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from rillet.engines.fusing.selecting import Path

    Pair: TypeAlias = tuple[type[Operation], Any]
    Operations: TypeAlias = tuple[Pair, ...]
    Rule: TypeAlias = Callable[[Any, Any], Operations | None]
    Parts: TypeAlias = tuple[int, int | None, int]


class Rewritten(NamedTuple):
    """What was done: the places of the operations that were, and in words what they are now."""

    places: tuple[int, ...]
    text: str


def may_be_simplified(operations: Operations) -> bool:
    """Whether one of them may do what the one before it did too, as far as their classes tell."""
    return any(operation in _FOLLOWING for operation, _ in operations[1:])


def simplified(operations: Operations) -> Operations:
    """The operations as they are laid; the very same tuple if there is nothing to do."""
    before: Any = None
    for operation, argument in operations:
        if operation in _FOLLOWING and (before, operation) in _RULES:
            return _Rewriting(operations).laid
        if operation in _IDLE and _does_nothing(operation, argument):
            return _Rewriting(operations).laid
        before = operation
    return operations


def origins(operations: Operations) -> list[int]:
    """For each of the operations as they are laid, its place in the plan: the first, of several."""
    return [places[0] for _, places in _Rewriting(operations).steps]


def rewritten(operations: Operations) -> list[Rewritten]:
    """What was done to the operations of a plan, in the order in which it was."""
    return _Rewriting(operations).done


class _Rewriting:
    """The operations put down one after the other, each with the places that it came from."""

    def __init__(self, operations: Operations) -> None:
        self.steps: list[tuple[Pair, tuple[int, ...]]] = []
        self.done: list[Rewritten] = []
        for place, pair in enumerate(operations):
            self._put(pair, (place,))

    @property
    def laid(self) -> Operations:
        return tuple([pair for pair, _ in self.steps])

    def _put(self, pair: Pair, places: tuple[int, ...]) -> None:
        if _does_nothing(*pair):
            self.done.append(Rewritten(places, f"{_text(pair)} changes nothing"))
            if not self.steps:  # what follows is not the first, which may ask the source for more
                self.steps.append(((Same, None), places))
            return
        merged = self._merged(pair)
        if merged is None:
            self.steps.append((pair, places))
            return
        before, earlier = self.steps.pop()
        places = earlier + places
        self.done.append(Rewritten(places, f"{_text(before, pair)} is {_text(*merged)}"))
        for each in merged:
            self._put(each, places)

    def _merged(self, pair: Pair) -> Operations | None:
        """What does the same as the last operation and this one."""
        if not self.steps:
            return None
        (operation, argument), _ = self.steps[-1]
        rule = _RULES.get((operation, pair[0]))
        if rule is None or (operation is Reversed and len(self.steps) == 1):
            return None  # the first may read its source backwards
        return rule(argument, pair[1])


def _text(*pairs: Pair) -> str:
    """The calls, as they stand after a stream."""
    calls = [operation.text(argument, 0) for operation, argument in pairs]
    return "".join(call if call.startswith("[") else f".{call}" for call in calls).lstrip(".")


class Same(Operation):
    """What passes everything on, as an iterator."""

    name = "same"
    laziness = "1:1"
    survives = True
    exact = True

    @staticmethod
    def pull(argument: None, items: Iterable[Any]) -> Iterator[Any]:
        return bare(items)


class Held(AtEnd):
    """What passes everything on when it has all, as two `reversed` do."""

    name = "held"
    exact = True
    weight = 5

    @staticmethod
    def pull(argument: None, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(beating(iter(items)), list)


# Operations that change nothing, by the body of their function.

_IDLE: Final[dict[type[Operation], tuple[bool, ...]]] = {
    Map: (),
    Filter: (True,),
    Takewhile: (True,),
    Filterfalse: (False,),
    Dropwhile: (False,),
}
"""The truth of a constant with which an operation lets everything pass; `map` wants the item.

None of them is a generator: that an error ends those is something they do.
"""


def _is_short(f: FunctionType) -> bool:
    """Whether it may be the item or a constant: that takes no more than one place on the stack."""
    return f.__code__.co_stacksize < 2 and not f.__code__.co_names


def _does_nothing(operation: type[Operation], argument: Any) -> bool:
    if operation not in _IDLE or type(argument) is not FunctionType or not _is_short(argument):
        return False
    body = body_of(argument)
    if isinstance(body, str) or not form_of(argument).accepts(1):
        return False
    match body.expression:
        case ast.Constant(value):
            return bool(value) in _IDLE[operation]
        case ast.Name(name):
            return operation is Map and name == body.parameters[0]
        case _:
            return False


# Slices of slices


def _sliced(kind: type[Operation], then: type[Operation]) -> Rule:
    def rule(argument: Any, further: Any) -> Operations | None:
        parts = _slice_of_slice(_PARTS[kind](argument), _PARTS[then](further))
        return None if parts is None else (_of_parts(*parts),)

    return rule


def _slice_of_slice(first: Parts, second: Parts) -> Parts | None:
    """The parts of one slice, which pulls as many for each item out, and in the end."""
    start, stop, step = first
    skipped, end, stride = second
    asked = None if end is None else max(skipped, end)
    given = None if stop is None else max(0, -((start - stop) // step))
    pulled = None if stop is None else max(start, stop)
    if asked is not None and (given is None or asked <= given):
        pulled = start + (asked - 1) * step + 1 if asked else 0
    first_out, distance = start + skipped * step, step * stride
    if pulled is not None and first_out >= pulled:  # nothing comes out, and yet so many are pulled
        first_out, distance = pulled, 1
    if max(first_out + distance, pulled or 0) > sys.maxsize:
        return None
    return first_out, pulled, distance


def _of_parts(start: int, stop: int | None, step: int) -> Pair:
    if step == 1 and stop is None:
        return Drop, start
    return (Take, stop) if step == 1 and start == 0 else (Slice, (start, stop, step))


_PARTS: Final[dict[type[Operation], Callable[[Any], Parts]]] = {
    Take: lambda n: (0, n, 1),
    Drop: lambda n: (n, None, 1),
    Slice: lambda parts: parts,
}


def _tail_of_tail(n: int, m: int) -> Operations:
    return ((Tail, min(n, m)),)


def _dropped_twice(n: int, m: int) -> Operations | None:
    return ((DropLast, n + m),) if n + m <= sys.maxsize else None


# Orders


def _reversed_twice(argument: None, further: None) -> Operations:
    return ((Held, None),)


def _start_of_reversed(argument: None, n: int) -> Operations | None:
    """The end of what was reversed, which holds no more than is wanted."""
    return ((Tail, n), (Reversed, None)) if n else None


def _start_of_sorted(argument: Any, n: int) -> Operations | None:
    return _part_of_sorted(argument, n, at_end=False)


def _end_of_sorted(argument: Any, n: int) -> Operations | None:
    return _part_of_sorted(argument, n, at_end=True)


def _part_of_sorted(argument: Any, n: int, *, at_end: bool) -> Operations | None:
    """`n` of the sorted items: none of them is another thing, for then nothing is sorted."""
    key, reverse = argument
    path = _path_of(key)
    return None if n == 0 or path is None else ((Selected, Wanted(key, path, reverse, n, at_end)),)


def _slice_of_sorted(argument: Any, parts: Parts) -> Operations | None:
    return _slice_of(_start_of_sorted, argument, parts)


def _slice_of_selected(wanted: Wanted, parts: Parts) -> Operations | None:
    return _slice_of(_start_of_selected, wanted, parts)


def _slice_of(start_of: Rule, argument: Any, parts: Parts) -> Operations | None:
    """The start of what is sorted, and what a slice with an end leaves of it."""
    start, stop, step = parts
    first = None if stop is None else start_of(argument, max(start, stop))
    if first is None or (start, step) == (0, 1):
        return first
    return *first, _of_parts(start, None, step)


def _start_of_selected(wanted: Wanted, n: int) -> Operations | None:
    if n == 0 or wanted.at_end:
        return None
    return ((Selected, wanted._replace(n=min(n, wanted.n))),)


def _path_of(key: Any) -> Path | None:
    """What a key looks up in an item, if it does no more."""
    if key is None:
        return ()
    if type(key) is itemgetter:
        places: Path = key.__reduce__()[1]  # type: ignore[assignment]  # it says str, or tuple
        return places if len(places) == 1 and type(places[0]) in (int, str) else None
    body = body_of(key) if type(key) is FunctionType else ""
    if isinstance(body, str) or not form_of(key).accepts(1):
        return None
    path: list[Any] = []
    node = body.expression
    while isinstance(node, ast.Subscript) and (place := _place_in(node.slice)) is not None:
        path.insert(0, place)
        node = node.value
    is_item = isinstance(node, ast.Name) and node.id == body.parameters[0]
    return tuple(path) if is_item else None


def _place_in(node: ast.expr) -> int | str | None:
    match node:
        case ast.Constant(int() | str() as place):
            return place
        case ast.UnaryOp(ast.USub(), ast.Constant(int(place))):
            return -place
        case _:
            return None


_RULES: Final[dict[tuple[type[Operation], type[Operation]], Rule]] = {
    **{(kind, then): _sliced(kind, then) for kind in _PARTS for then in _PARTS},
    (Tail, Tail): _tail_of_tail,
    (DropLast, DropLast): _dropped_twice,
    (Reversed, Reversed): _reversed_twice,
    (Reversed, Take): _start_of_reversed,
    (Sorted, Take): _start_of_sorted,
    (Sorted, Tail): _end_of_sorted,
    (Sorted, Slice): _slice_of_sorted,
    (Selected, Take): _start_of_selected,
    (Selected, Slice): _slice_of_selected,
}
"""What two operations that stand beside each other are: None if that depends, and does not hold."""
_FOLLOWING: Final = frozenset(then for _, then in _RULES)
