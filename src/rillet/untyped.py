"""What stands for `typing` at run time, whose import would cost more than all the rest.

Each module says `if TYPE_CHECKING: from typing import …`, and takes these in the other branch.
Annotations are never evaluated, so nothing else of `typing` is missed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def TypeVar(name: str, *constraints: Any, **facts: Any) -> str:  # noqa: N802  # it has typing's name
    """Give the name itself: nothing at run time asks for more."""
    return name


def overload(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the function itself, which the last definition replaces."""
    return function


def final(kind: type) -> type:
    """Give the class itself."""
    return kind


class Generic:
    """A base whose subclasses may be written with parameters."""

    __slots__ = ()

    def __class_getitem__(cls, parameters: object) -> type:
        return cls
