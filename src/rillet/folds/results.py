"""`Results`: what several named folds give."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, NoReturn


class Results:
    """The answers of named folds, each an attribute.

    >>> from rillet import Stream
    >>> from rillet.folds import Count, Sum
    >>> answers = Stream([1, 2, 3]).aggregate(n=Count(), total=Sum())
    >>> answers
    Results(n=3, total=6)
    >>> answers.total / answers.n
    2.0

    They can be unpacked in the order of the names, `vars(answers)` is a dict of them, and two
    with the same names and answers are equal. They cannot be changed.
    """

    __slots__ = ("__dict__",)

    def __init__(self, /, **answers: Any) -> None:
        vars(self).update(answers)

    if TYPE_CHECKING:

        def __getattr__(self, name: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]:
        return iter(vars(self).values())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Results):
            return NotImplemented
        return vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(frozenset(vars(self).items()))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"results cannot be changed, got {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"results cannot be changed, got {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _results, (vars(self),)

    def __repr__(self) -> str:
        answers = ", ".join([f"{name}={answer!r}" for name, answer in vars(self).items()])
        return f"Results({answers})"


def _results(answers: dict[str, Any]) -> Results:
    """The results that were pickled."""
    return Results(**answers)
