"""Operations on the order of the whole stream."""

from __future__ import annotations

from functools import partial

from rillet.arguments import MISSING, call_text, flag, optional_callable
from rillet.beat import beating
from rillet.operations.operation import AtEnd, Family, T_co, deferred
from rillet.plan import is_reiterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Protocol, TypeAlias, overload

    from rillet.stream import Stream

    class Less(Protocol):
        """What can be compared by `<`."""

        def __lt__(self, other: Any, /) -> Any: ...

    class Greater(Protocol):
        """What can be compared by `>`."""

        def __gt__(self, other: Any, /) -> Any: ...

    Comparable: TypeAlias = Less | Greater
else:
    from rillet.untyped import overload


class Order(Family[T_co]):
    """The methods on the order of the whole stream."""

    __slots__ = ()

    @overload
    def sorted(
        self: Family[Comparable], *, key: None = None, reverse: bool = False
    ) -> Stream[T_co]: ...
    @overload
    def sorted(
        self, *, key: Callable[[T_co], Comparable], reverse: bool = False
    ) -> Stream[T_co]: ...
    def sorted(
        self: Family[Any], *, key: Callable[[Any], Any] | None = None, reverse: bool = False
    ) -> Stream[Any]:
        """Give the items in ascending order; equal ones keep theirs.

        >>> from rillet import Stream
        >>> Stream(["bb", "a", "cc"]).sorted(key=len).to_list()
        ['a', 'bb', 'cc']
        >>> Stream([2, 3, 1]).sorted(reverse=True).to_list()
        [3, 2, 1]

        `key` gives what is compared; `reverse` turns the order round.

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        optional_callable("key", key)
        return self._then_at_end(Sorted, (key, flag("reverse", reverse)))

    def reversed(self) -> Stream[T_co]:
        """Give the items from the last to the first.

        >>> from rillet import Stream
        >>> Stream("abc").reversed().join_str()
        'cba'

        Laziness: end; holds all items, none before the first pull, and none at all where the
        source itself can be read backwards. Endless streams are refused.
        """
        return self._then_at_end(Reversed, None)


class Sorted(AtEnd):
    name = "sorted"
    weight = 6

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        key, reverse = argument
        return deferred(items, partial(sorted, key=key, reverse=reverse))

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        key, reverse = argument
        return call_text(
            cls.name,
            level=level,
            key=MISSING if key is None else key,
            reverse=reverse or MISSING,
        )


class Reversed(AtEnd):
    name = "reversed"
    asks = True
    weight = 7

    @staticmethod
    def pull(argument: None, items: Any) -> Any:
        if is_reiterable(items) and _reads_backwards(type(items)):
            return reversed(items)
        return deferred(beating(iter(items)), list, reversed)


def _reads_backwards(kind: type) -> bool:
    return kind in (str, bytes) or getattr(kind, "__reversed__", None) is not None
