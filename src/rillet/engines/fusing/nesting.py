"""A generator that gives several items for one, and how a pass goes on that has failed there."""

from __future__ import annotations

import ast
from functools import cached_property
from itertools import chain

from rillet.engines.fusing.codes import whatever
from rillet.engines.fusing.forms import Inlined
from rillet.engines.fusing.loops import LoopCode, Segments
from rillet.engines.fusing.peeling import sets_a_flag
from rillet.engines.fusing.unrolling import few_parts, unrolled
from rillet.engines.fusing.writing import assigned, let_go, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from rillet.engines.fusing.writing import Unit, Writer


def may_nest(before: Sequence[Unit], after: Sequence[Unit]) -> bool:
    """Whether the operations after may be written for each item that those before display."""
    if any(sets_a_flag(unit.template.begin) for unit in (*before, *after)):
        return False
    forms = before[-1].forms if before and before[-1].template.is_call else ()
    displays = any(isinstance(each, Inlined) and few_parts(each.body.expression) for each in forms)
    return displays and all(unit.operation.survives for unit in after)


class TooLongError(Exception):
    """The statements for one item would be written too often."""


class NestedCode(LoopCode):
    """The code of a generator in which a display, `(x, -x)`, is no tuple.

    Where an exception has ended it, the loops before and after the display go on apart.
    """

    def __init__(self, start: int, units: tuple[Unit, ...], parts: int | None) -> None:
        nests = [n for n, unit in enumerate(units) if unit.operation.nests]
        self._place: int = nests[0]
        super().__init__(start, units, parts)

    @property
    def goes_on(self) -> bool:
        return True

    def going_on(
        self, items: Iterator[Any], values: Sequence[Any], saved: tuple[Any, ...] | None = None
    ) -> Iterator[Any]:
        return chain.from_iterable(NestedSegments(self, items, values, saved))

    def left(
        self, items: Iterator[Any], values: Sequence[Any], saved: tuple[Any, ...]
    ) -> Iterator[Any]:
        """The items that are left after an exception."""
        inner, before, after = saved
        first, then = self._alone
        outer = chain.from_iterable(first.going_on(items, values, before))
        left = chain.from_iterable(map([outer, inner].pop, (-1, -1)))
        return left if then is None else then.going_on(left, values, after)

    @cached_property
    def _alone(self) -> tuple[LoopCode, LoopCode | None]:
        """The loops before and after, each by itself."""
        start, before, after = self.start, self.units[: self._place], self.units[self._place + 1 :]
        then = LoopCode(start + self._place + 1, after, None) if after else None
        return LoopCode(start, before, None), then

    def _going_on(self, writer: Writer) -> tuple[list[str], list[ast.stmt], list[ast.stmt]]:
        # What is saved is for the loops that go on; it is given nothing, as the first of its kind.
        left, saved = writer.variable("left"), writer.variable("saved")
        inner = writer.variable("inner")
        (nest,) = writer.nests

        def guard(statements: list[ast.stmt], parts: list[str]) -> list[ast.stmt]:
            rest = ast.Tuple([*map(load, parts)], ast.Load())
            return [ast.Try(statements, [whatever(writer, [assigned(inner, rest)])], [], [])]

        parts = unrolled(writer, nest, guard)
        if not parts:
            raise TooLongError
        writer.statements = nest.outer
        nothing = ast.Constant(None)
        states = writer.state[: nest.states], writer.state[nest.states :]
        told = [ast.Tuple([*map(load, names)], ast.Load()) for names in states]
        is_left = ast.Compare(load(inner), [ast.IsNot()], [nothing])
        whole = ast.IfExp(is_left, ast.Tuple([load(inner), *told], ast.Load()), nothing)
        pop = ast.Call(ast.Attribute(load(left), "pop", ast.Load()), [], [])
        failed: list[ast.stmt] = [ast.Expr(ast.Call(pop, [whole], [])), let_go([inner, *parts])]
        begin = [*writer.begin, let_go([inner, *parts])]
        return [left, saved], begin, failed


class NestedSegments(Segments):
    """A generator, and what goes on where an exception has ended it."""

    __slots__ = ("_arguments", "_loop")

    def __init__(
        self,
        loop: NestedCode,
        items: Iterator[Any],
        values: Sequence[Any],
        saved: tuple[Any, ...] | None,
    ) -> None:
        given, function = loop.bound(values)
        super().__init__(function, items, given, loop.peels, saved)
        self._loop = loop
        self._arguments = values

    def __next__(self) -> Iterator[Any]:
        if self._ended or self._at is None:
            return super().__next__()
        self._ended = True
        items, self._items = self._items, iter(())
        saved, self._at = self._at, None
        return self._loop.left(items, self._arguments, saved)
