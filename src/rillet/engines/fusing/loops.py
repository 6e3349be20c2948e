"""Runs of operations as generators: how a pass begins, and how it goes on after an exception."""

from __future__ import annotations

import ast
import itertools
from math import inf

from rillet.engines.fusing.codes import Code, stopping
from rillet.engines.fusing.writing import Names, Writer, assigned, load
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
        self.goes_on: bool = units[-1].operation.survives
        """Whether it may give more items after an exception."""
        writer = Writer(Names(self.inlined), ast.Continue, ast.Return)
        items = writer.variable("items")
        target = self.operations(writer, parts)
        if self.goes_on:
            self._going_on(writer, items, target)
            return
        writer.statements.append(ast.Expr(ast.Yield(writer.last_item())))
        loop = ast.For(target, ast.Call(load(items), [], []), writer.statements, [])
        self.compile(writer, [items], [*writer.begin, stopping(writer, [loop], [ast.Pass()])])

    def over(self, items: Iterable[Any], values: Sequence[Any]) -> Iterator[Any]:
        """The items that come of `items`, by the arguments of a plan."""
        given, function = self.bound(values)
        if self.goes_on:
            return itertools.chain.from_iterable(Segments(function, iter(items), given))
        return function(upstream(items), *given)  # type: ignore[no-any-return]

    def once_over(self, items: Iterable[Any], values: Sequence[Any]) -> Iterator[Any]:
        """The items that come of `items`, up to an exception."""
        if not self.goes_on:
            return self.over(items, values)
        given, function = self.bound(values)
        return function(upstream(items), [_let_go], None, *given)  # type: ignore[no-any-return]

    def _going_on(self, writer: Writer, items: str, target: ast.expr) -> None:
        """A generator that tells how another one goes on after an exception."""
        left, saved = writer.variable("left"), writer.variable("saved")
        alive = self._told_alive(writer)
        writer.statements.append(ast.Expr(ast.Yield(writer.last_item())))
        begin = writer.begin
        if writer.state:
            names: list[ast.expr] = [ast.Name(name, ast.Store()) for name in writer.state]
            again = ast.Assign([ast.Tuple(names, ast.Store())], load(saved))
            is_first = ast.Compare(load(saved), [ast.Is()], [ast.Constant(None)])
            begin = [ast.If(is_first, begin, [again])]
        state = ast.Tuple([*map(load, writer.state)], ast.Load())
        pop = ast.Call(ast.Attribute(load(left), "pop", ast.Load()), [], [])
        told: ast.expr = state
        if alive:
            dead = assigned(alive, ast.Constant(False))
            begin = [*begin, dead]
            told = ast.IfExp(load(alive), state, ast.Constant(None))
            writer.statements.append(dead)
        loop = ast.For(target, ast.Call(load(items), [], []), writer.statements, [])
        everything = load(writer.constant("BaseException", BaseException))
        failed: list[ast.stmt] = [ast.Expr(ast.Call(pop, [told], [])), ast.Raise()]
        handler = ast.ExceptHandler(everything, None, failed)
        body = [*begin, stopping(writer, [loop], [ast.Pass()], handler)]
        self.compile(writer, [items, left, saved], body)

    def _told_alive(self, writer: Writer) -> str:
        """The variable that is true where all operations that are left survive an exception.

        None is needed, and so it is "", where all operations do.
        """
        mortal = [n for n, unit in enumerate(self.units) if not unit.operation.survives]
        if not mortal:
            return ""
        alive = writer.variable("alive")
        dying = [s for s in writer.statements if vars(s).get("operation", inf) <= mortal[-1]]
        rest = writer.statements[len(dying) :]
        living = [_Leaving(alive).visit(statement) for statement in rest]
        writer.statements[len(dying) :] = [assigned(alive, ast.Constant(True)), *living]
        return alive


class _Leaving(ast.NodeTransformer):
    """Makes a variable false before each `continue`."""

    def __init__(self, alive: str) -> None:
        self._alive = alive

    def visit_Continue(self, node: ast.Continue) -> Any:  # as ast calls it
        return [assigned(self._alive, ast.Constant(False)), node]


class Segments:
    """Generators that follow one another: each goes on where an exception has ended the last."""

    __slots__ = ("_ended", "_items", "_make", "_saved", "_values")

    def __init__(self, make: Any, items: Iterator[Any], values: Sequence[Any]) -> None:
        self._make = make
        self._items = items
        self._values = values
        self._saved: Any = None
        self._ended = False

    def __iter__(self) -> Segments:
        return self

    def __next__(self) -> Iterator[Any]:
        if self._ended:
            raise StopIteration
        self._ended = True
        left = [self._goes_on]
        return self._make([self._items].pop, left, self._saved, *self._values)  # type: ignore[no-any-return]

    def _goes_on(self, saved: Any) -> None:
        """Take the state of a generator that has failed; None is what none can go on from."""
        self._saved, self._ended = saved, saved is None
        if self._ended:
            self._items = iter(())
