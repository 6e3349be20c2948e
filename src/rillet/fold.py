"""`Fold`: a way to make one value of many items, as a value itself."""

from __future__ import annotations

from types import GenericAlias

from rillet.arguments import brief, check_callable, optional_callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar, overload
else:
    from rillet.untyped import Generic, TypeVar, overload

A_contra = TypeVar("A_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
A = TypeVar("A")
R = TypeVar("R")
S = TypeVar("S")


class Fold(Generic[A_contra, R_co]):
    """One value made of many items: `init()`, then `step(state, item)` for each, then `finish`.

    >>> from rillet import Fold, op
    >>> total = Fold(int, lambda state, item: state + item)
    >>> sink = op.map(len).push(total)
    >>> sink.send("one"), sink.send("three")
    (True, True)
    >>> sink.close()
    8

    `init()` gives the state before the first item, `step` the state after each, and
    `finish(state)` the result; without it the state is the result.
    `merge(a, b)` gives the state of two parts, the items of `a` before those of `b`.

    A fold holds no state itself, so it can be used many times, and it pickles if its functions do.
    """

    __slots__ = ("finish", "init", "merge", "step")

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    if TYPE_CHECKING:

        @overload
        def __new__(
            cls,
            init: Callable[[], S],
            step: Callable[[S, A], S],
            merge: Callable[[S, S], S] | None = None,
            finish: None = None,
        ) -> Fold[A, S]: ...
        @overload
        def __new__(
            cls,
            init: Callable[[], S],
            step: Callable[[S, A], S],
            merge: Callable[[S, S], S] | None,
            finish: Callable[[S], R],
        ) -> Fold[A, R]: ...
        @overload
        def __new__(
            cls,
            init: Callable[[], S],
            step: Callable[[S, A], S],
            merge: Callable[[S, S], S] | None = None,
            *,
            finish: Callable[[S], R],
        ) -> Fold[A, R]: ...
        def __new__(cls, *functions: Any, **named: Any) -> Any:
            """Hold the functions."""
            ...

        init: Callable[[], Any]
        step: Callable[[Any, Any], Any]
        merge: Callable[[Any, Any], Any] | None
        finish: Callable[[Any], Any] | None
    else:

        def __init__(self, init, step, merge=None, finish=None):
            check_callable("init", init)
            check_callable("step", step)
            optional_callable("merge", merge)
            optional_callable("finish", finish)
            self.init = init
            self.step = step
            self.merge = merge
            self.finish = finish

    def __reduce__(self) -> tuple[Any, ...]:
        return Fold, (self.init, self.step, self.merge, self.finish)

    def __repr__(self) -> str:
        given = [self.init, self.step, self.merge, self.finish]
        while given[-1] is None:
            given.pop()
        return f"Fold({', '.join(map(brief, given))})"
