"""The relational joins of two streams."""

from __future__ import annotations

from rillet.operations.operation import Family, T_co


class Join(Family[T_co]):
    """The method that pairs the items of two streams by their keys."""

    __slots__ = ()
