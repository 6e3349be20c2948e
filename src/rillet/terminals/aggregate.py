"""Terminals that run folds over all items."""

from __future__ import annotations

from rillet.operations.operation import Family, T_co


class Aggregate(Family[T_co]):
    """The terminals that run folds over all items."""

    __slots__ = ()
