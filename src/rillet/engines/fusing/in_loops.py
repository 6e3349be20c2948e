"""Terminals that a plain stream leaves to a function in C, as loops for others to stand in."""

from __future__ import annotations

import collections

from rillet.arguments import MISSING, optional_callable
from rillet.operations.operation import Family, T_co
from rillet.plan import known_length
from rillet.terminals.reduce import present

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType
    from typing import Any, Final

    from rillet.engines.fusing.ends import Terminal


class InLoops(Family[T_co]):
    """What the terminals of these names do."""

    __slots__ = ()

    def to_list(self) -> list[T_co]:
        """Do what `Collect.to_list` does."""
        held: list[T_co] = []
        for item in self._every_item("to_list"):
            held.append(item)  # noqa: PERF402  # the operations are to stand in this loop
        return held

    def to_set(self) -> set[T_co]:
        """Do what `Collect.to_set` does."""
        held: set[T_co] = set()
        for item in self._every_item("to_set"):
            held.add(item)
        return held

    def count(self, p: Any = None, /) -> int:
        """Do what `Reduce.count` does."""
        optional_callable("p", p)
        length = known_length(self) if p is None else None
        if length is not None:
            return length
        n = 0.0  # to add to a float takes less time than to an int; it is exact up to 2**53
        if p is None:
            for _ in self._every_item("count"):
                n += 1.0
        else:
            for item in self._every_item("count"):
                if p(item):
                    n += 1.0
        return int(n)

    def count_by(self, key: Any = None) -> collections.Counter[Any]:
        """Do what `Collect.count_by` does with a key."""
        optional_callable("key", key)
        counts: dict[Any, int] = {}
        seen = counts.get
        for item in self._every_item("count_by"):
            k = key(item)
            counts[k] = seen(k, 0) + 1
        return collections.Counter(counts)

    def min(self: Family[Any], *, key: Any = None, default: Any = MISSING) -> Any:
        """Do what `Reduce.min` does with a key."""
        optional_callable("key", key)
        least = least_key = MISSING
        begun = False
        for item in self._every_item("min"):
            k = key(item)
            if begun:
                if k < least_key:
                    least, least_key = item, k
            else:
                begun = True
                least, least_key = item, k
        return present(default, "min") if least is MISSING else least

    def max(self: Family[Any], *, key: Any = None, default: Any = MISSING) -> Any:
        """Do what `Reduce.max` does with a key."""
        optional_callable("key", key)
        most = most_key = MISSING
        begun = False
        for item in self._every_item("max"):
            k = key(item)
            if begun:
                if k > most_key:
                    most, most_key = item, k
            else:
                begun = True
                most, most_key = item, k
        return present(default, "max") if most is MISSING else most

    def consume(self, n: Any = None) -> None:
        """Do what `Output.consume` does to the end."""
        for _ in self._every_item("consume"):
            pass


_WITH: Final = {"count_by": "key", "min": "key", "max": "key"}
_WITHOUT: Final = {"consume": "n"}


def is_for(method: FunctionType, terminal: Terminal, arguments: tuple[Any, ...]) -> bool:
    """Whether a loop does what the terminal does with these arguments."""
    if method.__module__ != __name__:
        return True
    given = dict(zip(terminal.parameters, arguments))
    wanted, unwanted = _WITH.get(method.__name__), _WITHOUT.get(method.__name__)
    return (wanted is None or given[wanted] is not None) and given.get(unwanted or "") is None
