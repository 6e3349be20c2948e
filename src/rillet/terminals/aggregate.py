"""Terminals that run folds over all items."""

from __future__ import annotations

from rillet.fold import run
from rillet.operations.operation import Family, T_co

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, overload

    from rillet.fold import Fold
    from rillet.folds import Results
else:
    from rillet.untyped import TypeVar, overload

K = TypeVar("K")
R = TypeVar("R")
R1 = TypeVar("R1")
R2 = TypeVar("R2")
R3 = TypeVar("R3")
R4 = TypeVar("R4")
R5 = TypeVar("R5")


class Aggregate(Family[T_co]):
    """The terminals that run folds over all items."""

    __slots__ = ()

    @overload
    def aggregate(self, a: Fold[T_co, R1], /) -> tuple[R1]: ...
    @overload
    def aggregate(self, a: Fold[T_co, R1], b: Fold[T_co, R2], /) -> tuple[R1, R2]: ...
    @overload
    def aggregate(
        self, a: Fold[T_co, R1], b: Fold[T_co, R2], c: Fold[T_co, R3], /
    ) -> tuple[R1, R2, R3]: ...
    @overload
    def aggregate(
        self, a: Fold[T_co, R1], b: Fold[T_co, R2], c: Fold[T_co, R3], d: Fold[T_co, R4], /
    ) -> tuple[R1, R2, R3, R4]: ...
    @overload
    def aggregate(
        self,
        a: Fold[T_co, R1],
        b: Fold[T_co, R2],
        c: Fold[T_co, R3],
        d: Fold[T_co, R4],
        e: Fold[T_co, R5],
        /,
    ) -> tuple[R1, R2, R3, R4, R5]: ...
    @overload
    def aggregate(
        self,
        a: Fold[T_co, Any],
        b: Fold[T_co, Any],
        c: Fold[T_co, Any],
        d: Fold[T_co, Any],
        e: Fold[T_co, Any],
        f: Fold[T_co, Any],
        /,
        *folds: Fold[T_co, Any],
    ) -> tuple[Any, ...]: ...
    @overload
    def aggregate(self, /, **named: Fold[T_co, Any]) -> Results: ...
    def aggregate(self, /, *folds: Any, **named: Any) -> Any:
        """Run several folds in one pass, and give their answers.

        >>> from rillet import Stream
        >>> from rillet.folds import Count, Max, Sum
        >>> answers = Stream([3, 1, 2]).aggregate(n=Count(), total=Sum(), largest=Max())
        >>> answers
        Results(n=3, total=6, largest=3)
        >>> answers.total
        6

        Folds that are given by place make a tuple of answers, also one alone; `into` gives the
        answer of one fold itself.

        >>> Stream([3, 1, 2]).aggregate(Count(), Sum())
        (3, 6)

        `rillet.folds` has ready-made folds; your own is a `Fold` of four functions.

        Each fold gets the items in order, and before the next fold some thousand at a time. Where
        the stream fails, each has had all the items before. Where a fold fails, others may have
        had items that come later, or not have had some that come before.

        Terminal: reads to the end, about a thousand items ahead. Endless streams are refused.
        """
        from rillet.folds.combine import Together

        return run(Together(*folds, **named), self._every_item("aggregate"))

    def aggregate_by(self, key: Callable[[T_co], K], fold: Fold[T_co, R], /) -> dict[K, R]:
        """Run `fold` over the items of each `key`, and give a dict of the answers.

        >>> from rillet import Stream
        >>> from rillet.folds import Count, Mean
        >>> Stream(["a", "bb", "c"]).aggregate_by(len, Count())
        {1: 2, 2: 1}

        `key` gives something hashable. Only the state of the fold is held for each key, and the
        keys stand in the order of their first items. Several folds at once are one `Together`.

        >>> from rillet.folds import Mapped, Together
        >>> spend = Stream([("ann", 3), ("bob", 5), ("ann", 4)])
        >>> amount = lambda pair: pair[1]
        >>> spend.aggregate_by(lambda pair: pair[0], Mapped(amount, Mean()))
        {'ann': 3.5, 'bob': 5.0}

        Terminal: reads to the end, about eight thousand items ahead. Endless streams are refused.
        """
        from rillet.folds.combine import Group

        return run(Group(key, fold), self._every_item("aggregate_by"))  # type: ignore[no-any-return]
