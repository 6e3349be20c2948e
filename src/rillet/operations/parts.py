"""Operations on the parts of items that have parts."""

from __future__ import annotations

from rillet.operations.operation import Family, T_co


class Parts(Family[T_co]):
    """The methods on the parts of items: keys, attributes, the two of a pair."""

    __slots__ = ()
