"""Runs of operations as generators: how a pass begins, and how it goes on after an exception."""

from __future__ import annotations

import ast
import itertools
from math import inf

from rillet.engines.fusing.codes import Code, stopping, whatever
from rillet.engines.fusing.peeling import peeled
from rillet.engines.fusing.writing import Names, Writer, assigned, called, let_go, load
from rillet.operations.operation import GENERATOR, Operation, upstream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from rillet.engines.fusing.plans import Operations
    from rillet.engines.fusing.writing import Unit
    from rillet.plan import Bounds


class Loop(Operation):
    """A run of operations in one loop; its argument is a `Run`."""

    name = "loop"

    weight = GENERATOR

    @staticmethod
    def pull(run: Run, items: Iterable[Any]) -> Iterator[Any]:
        return run.over(items)

    @staticmethod
    def bounds(run: Run, low: float, high: float | None) -> Bounds:
        for operation, argument in run.operations:
            low, high = operation.bounds(argument, low, high)
        return low, high


class LastLoop(Loop):
    """A loop that nobody reads on after an exception."""

    @staticmethod
    def pull(run: Run, items: Iterable[Any]) -> Iterator[Any]:
        return run.once_over(items)


class Run:
    """The operations of one plan that a loop does, and what it is given of their arguments."""

    __slots__ = ("_loop", "_values", "operations")

    def __init__(self, loop: LoopCode, operations: Any, values: Sequence[Any]) -> None:
        self._loop = loop
        self._values = values
        self.operations: Operations = operations[loop.start : loop.start + len(loop.units)]

    def over(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items that come of `items`."""
        return self._loop.over(items, self._values)

    def once_over(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items that come of `items`, up to an exception."""
        return self._loop.once_over(items, self._values)


def _let_go(saved: Any) -> None:
    """Go on no more."""


class LoopCode(Code):
    """The code of a generator."""

    def __init__(self, start: int, units: tuple[Unit, ...], parts: int | None) -> None:
        super().__init__(start, units)
        writer = Writer(Names(self.inlined), ast.Continue, ast.Return)
        items = writer.variable("items")
        target = self.operations(writer, parts)
        writer.statements.append(ast.Expr(ast.Yield(writer.last_item())))
        given, begin, failed = self._going_on(writer) if self.goes_on else ([], writer.begin, [])
        two = peeled(writer.begin, writer.statements, writer.statements)
        self.peels: bool = two is not None
        """Whether it is two loops, over an iterator that it is given."""
        if two is None:
            loops: list[ast.stmt] = [ast.For(target, called(items), writer.statements, [])]
        else:
            loops = two.loops(target, items)
        handlers = [whatever(writer, failed)] if failed else []
        tried = stopping(writer, loops, [ast.Pass()], *handlers)
        if two is not None:  # a traceback that keeps this frame must not keep the source
            tried = ast.Try([tried], [], [], [let_go([items])])
        self.compile(writer, [items, *given], [*begin, tried])

    @property
    def goes_on(self) -> bool:
        """Whether it may give more items after an exception."""
        return self.units[-1].operation.survives

    def over(self, items: Iterable[Any], values: Sequence[Any]) -> Iterator[Any]:
        """The items that come of `items`, by the arguments of a plan."""
        if self.goes_on:
            return self.going_on(iter(items), values)
        given, function = self.bound(values)
        return function(self._source(items), *given)  # type: ignore[no-any-return]

    def going_on(
        self, items: Iterator[Any], values: Sequence[Any], saved: tuple[Any, ...] | None = None
    ) -> Iterator[Any]:
        """The same, also after an exception; another pass may have `saved` where it was."""
        given, function = self.bound(values)
        segments = Segments(function, items, given, self.peels, saved)
        return itertools.chain.from_iterable(segments)

    def once_over(self, items: Iterable[Any], values: Sequence[Any]) -> Iterator[Any]:
        """The items that come of `items`, up to an exception."""
        if not self.goes_on:
            return self.over(items, values)
        given, function = self.bound(values)
        return function(self._source(items), [_let_go], None, *given)  # type: ignore[no-any-return]

    def _source(self, items: Iterable[Any]) -> Any:
        return iter(items) if self.peels else upstream(items)

    def _going_on(self, writer: Writer) -> tuple[list[str], list[ast.stmt], list[ast.stmt]]:
        """How a generator tells another one how to go on after an exception.

        That is what it is given for it, its beginning, and what it does with the exception.
        """
        left, saved = writer.variable("left"), writer.variable("saved")
        begin: list[ast.stmt] = writer.begin
        if writer.state:
            names: list[ast.expr] = [ast.Name(name, ast.Store()) for name in writer.state]
            again = ast.Assign([ast.Tuple(names, ast.Store())], load(saved))
            is_first = ast.Compare(load(saved), [ast.Is()], [ast.Constant(None)])
            begin = [ast.If(is_first, begin, [again])]
        told: ast.expr = ast.Tuple([*map(load, writer.state)], ast.Load())
        alive = self._told_alive(writer)
        if alive:
            begin = [*begin, assigned(alive, ast.Constant(False))]
            told = ast.IfExp(load(alive), told, ast.Constant(None))
        pop = ast.Call(ast.Attribute(load(left), "pop", ast.Load()), [], [])
        return [left, saved], begin, [ast.Expr(ast.Call(pop, [told], []))]

    def _told_alive(self, writer: Writer) -> str:
        """The variable that is true after an exception that all operations above it survive.

        None is needed, and so it is "", where all operations do.
        """
        mortal = [n for n, unit in enumerate(self.units) if not unit.operation.survives]
        if not mortal:
            return ""
        alive = writer.variable("alive")
        dying = [s for s in writer.statements if vars(s).get("operation", inf) <= mortal[-1]]
        rest = writer.statements[len(dying) :]
        told = whatever(writer, [assigned(alive, ast.Constant(True))])
        writer.statements[len(dying) :] = [ast.Try(rest, [told], [], [])]
        return alive


class Segments:
    """Generators that follow one another: each goes on where an exception has ended the last."""

    # Slots are let go of in the order of their names: what a pass is at before its source.
    __slots__ = ("_at", "_ended", "_items", "_make", "_peels", "_values")

    def __init__(
        self,
        make: Any,
        items: Iterator[Any],
        values: Sequence[Any],
        peels: bool,
        saved: tuple[Any, ...] | None,
    ) -> None:
        self._make = make
        self._peels = peels
        self._items = items
        self._values = values
        self._at: Any = saved
        self._ended = False

    def __iter__(self) -> Segments:
        return self

    def __next__(self) -> Iterator[Any]:
        if self._ended:
            raise StopIteration
        self._ended = True
        left = [self._goes_on]
        items = self._items if self._peels else [self._items].pop
        return self._make(items, left, self._at, *self._values)  # type: ignore[no-any-return]

    def _goes_on(self, saved: Any) -> None:
        """Take the state of a generator that has failed; None is what none can go on from."""
        self._at, self._ended = saved, saved is None
        if self._ended:
            self._items = iter(())
