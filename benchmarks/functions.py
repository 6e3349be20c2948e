"""The Python functions that several rows put into their chains: as small as a function can be."""

from __future__ import annotations


def increase(number: int) -> int:
    """Add one."""
    return number + 1


def is_odd(number: int) -> int:
    """Whether `number` is odd, as 1 or 0."""
    return number & 1


def square(number: int) -> int:
    """The square."""
    return number * number
