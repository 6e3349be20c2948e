"""The methods that show a plan, and what happens in a pass over it."""

from __future__ import annotations

from rillet.operations.operation import Family, T_co


class Show(Family[T_co]):
    """The methods that show a plan, and what happens in a pass over it."""

    __slots__ = ()
