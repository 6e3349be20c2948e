"""What became of an item: `Ok` or `Err`, as `try_map` gives them with `on_error="collect"`."""

from __future__ import annotations

from types import GenericAlias

from rillet.arguments import brief

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, Generic, final

    from typing_extensions import TypeVar

    A_co = TypeVar("A_co", covariant=True)
    E_co = TypeVar("E_co", bound=BaseException, covariant=True, default=Exception)
else:
    from rillet.untyped import Generic, TypeVar, final

    A_co = TypeVar("A_co")
    E_co = TypeVar("E_co")


@final
class Ok(Generic[A_co]):
    """What a function has made of an item.

    >>> from rillet import Ok
    >>> Ok(3)
    Ok(3)
    >>> match Ok(3):
    ...     case Ok(value):
    ...         print(value)
    3

    Two are equal if their values are.
    """

    __slots__ = ("value",)
    __match_args__ = ("value",)

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, value: A_co, /) -> None:
        self.value: Final[A_co] = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ok):
            return NotImplemented
        return (self.value,) == (other.value,)

    def __hash__(self) -> int:
        return hash((Ok, self.value))

    def __reduce__(self) -> tuple[Any, ...]:
        return Ok, (self.value,)

    def __repr__(self) -> str:
        return f"Ok({brief(self.value)})"


@final
class Err(Generic[A_co, E_co]):
    """An item, and the error of the function that was called with it.

    >>> from rillet import Err, Stream
    >>> for outcome in Stream(["1", "x"]).try_map(int, on_error="collect"):
    ...     match outcome:
    ...         case Err(item, error):
    ...             print(item, type(error).__name__)
    x ValueError

    Two are equal if their items are, and their errors; two exceptions are equal if they are one.
    The traceback of `error` begins in the function, and keeps the variables of its calls alive.
    """

    __slots__ = ("error", "item")
    __match_args__ = ("item", "error")

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, item: A_co, error: E_co, /) -> None:
        self.item: Final[A_co] = item
        self.error: Final[E_co] = error

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Err):
            return NotImplemented
        return (self.item, self.error) == (other.item, other.error)

    def __hash__(self) -> int:
        return hash((Err, self.item, self.error))

    def __reduce__(self) -> tuple[Any, ...]:
        return Err, (self.item, self.error)

    def __repr__(self) -> str:
        return f"Err({brief(self.item)}, {brief(self.error)})"
