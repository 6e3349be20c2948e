"""A loop in a loop: the items of items, and how a pass goes on that has failed among them."""

from __future__ import annotations

import ast
from functools import cached_property
from itertools import chain

from rillet.engines.fusing.codes import whatever
from rillet.engines.fusing.forms import Inlined
from rillet.engines.fusing.loops import LoopCode, Segments
from rillet.engines.fusing.peeling import sets_a_flag
from rillet.engines.fusing.unrolling import few_parts, unrolled
from rillet.engines.fusing.writing import assigned, copied, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from rillet.engines.fusing.writing import Nest, Unit, Writer


def may_nest(before: Sequence[Unit], after: Sequence[Unit]) -> bool:
    """Whether a loop with the operations after may stand in that with those before."""
    if not before or any(sets_a_flag(unit.template.begin) for unit in (*before, *after)):
        return False
    last = before[-1]
    if not after:
        form = last.forms[0] if last.template.is_call else None
        return isinstance(form, Inlined) and bool(few_parts(form.body.expression))
    return all(unit.operation.survives for unit in after)


class NestedCode(LoopCode):
    """The code of a generator with a loop in its loop.

    Where an exception has ended it, each of the two is gone on with by itself.
    """

    def __init__(self, start: int, units: tuple[Unit, ...], parts: int | None) -> None:
        nests = [n for n, unit in enumerate(units) if unit.operation.nests]
        self._place: int = nests[0]
        super().__init__(start, units, parts, goes_on=True)
        self._parts = parts

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
        left = chain(inner, chain.from_iterable(first.going_on(items, values, before)))
        return left if then is None else then.going_on(left, values, after)

    @cached_property
    def _alone(self) -> tuple[LoopCode, LoopCode | None]:
        """The loops before and after, each by itself."""
        start, before, after = self.start, self.units[: self._place], self.units[self._place + 1 :]
        then = LoopCode(start + self._place + 1, after, None, goes_on=True) if after else None
        return LoopCode(start, before, self._parts, goes_on=True), then

    def _going_on(self, writer: Writer) -> tuple[list[str], list[ast.stmt], list[ast.stmt]]:
        left, saved = writer.variable("left"), writer.variable("saved")
        inner = writer.variable("inner")
        (nest,) = writer.nests

        def guard(statements: list[ast.stmt], parts: list[str]) -> list[ast.stmt]:
            rest = ast.Tuple([*map(load, parts)], ast.Load())
            return [ast.Try(statements, [whatever(writer, [assigned(inner, rest)])], [], [])]

        writer.statements = nest.outer
        if not unrolled(writer, nest, guard):
            self._keep_iterator(writer, nest, inner)
        nothing = ast.Constant(None)
        states = writer.state[: nest.states], writer.state[nest.states :]
        told = [ast.Tuple([*map(load, names)], ast.Load()) for names in states]
        is_left = ast.Compare(load(inner), [ast.IsNot()], [nothing])
        whole = ast.IfExp(is_left, ast.Tuple([load(inner), *told], ast.Load()), nothing)
        pop = ast.Call(ast.Attribute(load(left), "pop", ast.Load()), [], [])
        failed: list[ast.stmt] = [ast.Expr(ast.Call(pop, [whole], [])), assigned(inner, nothing)]
        return [left, saved], [*writer.begin, assigned(inner, nothing)], failed

    def _keep_iterator(self, writer: Writer, nest: Nest, inner: str) -> None:
        """Read an iterator in the inner loop that is known where that fails."""
        found = writer.variable("found")
        nest.outer.pop()
        call = ast.Call(load(writer.constant("iter", iter)), [writer.last_item()], [])
        begun = assigned(found, call)
        nest.loop.iter = load(found)
        for node in (begun, call, call.func, nest.loop.iter):
            vars(node)["operation"] = self._place
        let_go = assigned(found, ast.Constant(None))
        kept = whatever(writer, [assigned(inner, load(found)), copied(let_go)])
        nest.outer += [begun, ast.Try([nest.loop], [kept], [], []), let_go]


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
        super().__init__(function, items, given, False, saved)
        self._loop = loop
        self._arguments = values

    def __next__(self) -> Iterator[Any]:
        if self._ended or self._saved is None:
            return super().__next__()
        self._ended = True
        items, self._items = self._items, iter(())
        saved, self._saved = self._saved, None
        return self._loop.left(items, self._arguments, saved)
