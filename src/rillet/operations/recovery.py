"""Operations on errors, and on the end of a pass."""

from __future__ import annotations

from rillet.operations.operation import Family, T_co


class Recovery(Family[T_co]):
    """The methods on errors, and on the end of a pass."""

    __slots__ = ()
