"""Terminals that push every item into targets: `into` one, or `broadcast` to several."""

from __future__ import annotations

from rillet.errors import noting
from rillet.fold import Fold
from rillet.operations.operation import Family, T_co

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, TypeVar, overload

    from rillet.sink import Sink
    from rillet.targets import Target
else:
    from rillet.untyped import TypeVar, overload

R = TypeVar("R")
R1 = TypeVar("R1")
R2 = TypeVar("R2")
R3 = TypeVar("R3")


class Push(Family[T_co]):
    """The terminals that push every item."""

    __slots__ = ()

    @overload
    def into(self, target: Sink[T_co, R] | Fold[T_co, R], /) -> R: ...
    @overload
    def into(self, target: Generator[Any, T_co, R], /) -> R | None: ...
    @overload
    def into(self, target: Callable[[T_co], object], /) -> None: ...
    def into(self, target: Any, /) -> Any:
        """Push every item into `target`, close it, and give its result.

        >>> from rillet import Fold, Stream, op
        >>> Stream("abc").into(op.map(str.upper).push(print))
        A
        B
        C
        >>> Stream([1, 2, 3]).into(Fold(int, lambda state, item: state + item))
        6

        A target is a callable, a `Sink`, a generator that receives, or a `Fold`. The target is
        closed at the end, on an error and on an early stop; an error is raised as it was.

        Terminal: reads until the target wants no more. A fold wants all: endless streams are
        refused for it.
        """
        if isinstance(target, Fold):
            self._refuse_endless("into")
        import rillet.targets

        return _drive(self, rillet.targets.target_of_all("target", (target,)))

    @overload
    def broadcast(self, a: Sink[T_co, R1] | Fold[T_co, R1], /) -> tuple[R1]: ...
    @overload
    def broadcast(
        self, a: Sink[T_co, R1] | Fold[T_co, R1], b: Sink[T_co, R2] | Fold[T_co, R2], /
    ) -> tuple[R1, R2]: ...
    @overload
    def broadcast(
        self,
        a: Sink[T_co, R1] | Fold[T_co, R1],
        b: Sink[T_co, R2] | Fold[T_co, R2],
        c: Sink[T_co, R3] | Fold[T_co, R3],
        /,
    ) -> tuple[R1, R2, R3]: ...
    @overload
    def broadcast(
        self,
        *targets: Sink[T_co, Any]
        | Fold[T_co, Any]
        | Generator[Any, T_co, Any]
        | Callable[[T_co], object],
    ) -> tuple[Any, ...]: ...
    def broadcast(self, *targets: Any) -> tuple[Any, ...]:
        """Push every item into each of `targets` in one pass, and give their results in order.

        >>> from rillet import Fold, Stream, op
        >>> count = Fold(int, lambda n, item: n + 1)
        >>> Stream("a1b2").broadcast(op.filter(str.isdigit).push(count), count)
        (2, 4)

        No item is held: each goes to all the targets before the next is pulled. A target that
        wants no more is left out. After an error of one target the others are closed, and then
        it is raised. The targets are those of `into`.

        Terminal: reads until no target wants more; endless streams are refused if all are folds.
        """
        if targets and all(isinstance(target, Fold) for target in targets):
            self._refuse_endless("broadcast")
        import rillet.targets

        branches = rillet.targets.Branches(rillet.targets.check_targets("targets", targets))
        return _drive(self, branches)  # type: ignore[no-any-return]


def _drive(items: Any, target: Target) -> Any:
    try:
        if not target.wants_nothing:
            target.drive(items)
    except BaseException as error:
        noting(error, target.throw, error)
        raise
    return target.close()
