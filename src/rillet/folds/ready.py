"""`ReadyMade`: what the folds of the library have in common."""

from __future__ import annotations

from rillet.arguments import call_text
from rillet.errors import EmptyStreamError
from rillet.fold import Fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, Self, TypeVar
else:
    from rillet.untyped import TypeVar

A_contra = TypeVar("A_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class ReadyMade(Fold[A_contra, R_co]):
    """A fold whose functions are its methods, and that keeps the arguments it was made of."""

    __slots__ = ()

    _given: ClassVar[tuple[str, ...]] = ()
    """The names of the arguments that are given by place."""
    _options: ClassVar[tuple[tuple[str, Any], ...]] = ()
    """The names of the others, with their defaults."""

    if TYPE_CHECKING:
        merge: Any
        finish: Any

        def __new__(cls, *given: Any, **options: Any) -> Self:
            """Make the fold."""
            ...

        def __init__(self, *given: Any, **options: Any) -> None:
            """Keep the arguments."""
            ...

    def step(self, state: Any, item: Any, /) -> Any:
        """Give the state after one more item."""
        return self._steps(state, [item])

    @property
    def _calls(self) -> bool:
        return False

    @property
    def _functions(self) -> tuple[Any, ...]:
        by_place, named = self.arguments()
        return *by_place, *named.values()

    def arguments(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What it was made of, without the defaults."""
        by_place = [getattr(self, name) for name in self._given]
        while by_place and by_place[-1] is None:
            by_place.pop()
        options = {
            name: value
            for name, default in self._options
            if (value := getattr(self, name)) is not default
        }
        return tuple(by_place), options

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), *self.arguments())

    def _call_text(self, level: int) -> str:
        by_place, named = self.arguments()
        return call_text(type(self).__name__, *by_place, level=level, **named)

    def __repr__(self) -> str:
        return self._call_text(0)


class Bare(ReadyMade[A_contra, R_co]):
    """A fold that is made of nothing."""

    __slots__ = ()

    def __init__(self) -> None:
        """Take no arguments."""


class Keyed(ReadyMade[A_contra, R_co]):
    """A fold that calls a function of the user's, if it was given one."""

    __slots__ = ("key",)

    key: Callable[[Any], Any] | None

    @property
    def _calls(self) -> bool:
        return self.key is not None


def _made(kind: Any, by_place: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The fold that was pickled."""
    return kind(*by_place, **named)


def held(state: tuple[Any, ...], name: str) -> Any:
    """The last thing in `state`, which must not be empty."""
    if not state:
        raise EmptyStreamError(f"{name} needs an item, and the stream is empty")
    return state[-1]
