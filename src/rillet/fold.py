"""`Fold`: a way to make one value of many items, as a value itself."""

from __future__ import annotations

from itertools import islice
from types import GenericAlias

from rillet.arguments import brief, check_callable, optional_callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Final, Generic, TypeVar, overload
else:
    from rillet.untyped import Generic, TypeVar, overload

A_contra = TypeVar("A_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
A = TypeVar("A")
R = TypeVar("R")
S = TypeVar("S")

CHUNK: Final = 1024
"""So many items are read before they are given to a fold: C reducers are quick over a list."""


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

    Each `init()` gives a state of its own. `step` may change the state it is given and hand it
    back, `merge` may use up both of its own, and `finish` its one: after such a call only what
    it gave back is used.

    A fold holds no state itself, so it can be used many times, and it pickles if its functions do.
    The ready-made ones are in `rillet.folds`.
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

    @property
    def _calls(self) -> bool:
        """Whether it calls a function of the user's, which gets an item before the next is read."""
        return True

    @property
    def _functions(self) -> tuple[Any, ...]:
        """All that it may call, or that may."""
        return self.init, self.step, self.finish

    def _steps(self, state: Any, items: list[Any], /) -> Any:
        """The state after all of `items`: quick where it calls nothing of the user's."""
        return self._through(state, [items].pop)

    def _through(self, state: Any, items: Callable[[], Iterable[Any]], /) -> Any:
        """The state after all that a call of `items` hands out, each read when its turn comes."""
        step = self.step
        for item in items():
            state = step(state, item)
        return state

    def __reduce__(self) -> tuple[Any, ...]:
        return Fold, (self.init, self.step, self.merge, self.finish)

    def __repr__(self) -> str:
        given = [self.init, self.step, self.merge, self.finish]
        while given[-1] is None:
            given.pop()
        return f"Fold({', '.join(map(brief, given))})"


def check_fold(name: str, value: object) -> None:
    """Refuse a `value` that is no fold."""
    if not isinstance(value, Fold):
        is_kind = isinstance(value, type) and issubclass(value, Fold)
        call = f"; a fold is made by a call, {brief(value)}(…)" if is_kind else ""
        raise TypeError(f"{name} must be a Fold, got {brief(value)}{call}")


def run(fold: Fold[Any, Any], items: Iterator[Any]) -> Any:
    """The result of `fold` over all `items`."""
    hand_out = [items].pop
    del items
    return finished(fold, folded(fold, fold.init(), hand_out))


def folded(fold: Fold[Any, Any], state: Any, items: Callable[[], Iterator[Any]]) -> Any:
    """The state after all that a call of `items` hands out, in chunks where nobody can tell."""
    return fold._through(state, items) if fold._calls else _in_chunks(fold, state, items())


def _in_chunks(fold: Fold[Any, Any], state: Any, items: Iterator[Any]) -> Any:
    """The state after all `items`. Where they fail, those before come first: one may fail too."""
    failed: list[Exception] = []
    try:
        while True:
            chunk: list[Any] = []
            try:
                chunk.extend(islice(items, CHUNK))
            except Exception as error:
                failed.append(error)
            state = fold._steps(state, chunk)
            if failed:
                raise failed.pop()
            if len(chunk) < CHUNK:
                return state
    finally:
        del items


def finished(fold: Fold[Any, Any], state: Any) -> Any:
    """What `fold` makes of its last `state`."""
    return state if fold.finish is None else fold.finish(state)
