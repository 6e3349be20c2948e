"""Operations on the order of the whole stream."""

from __future__ import annotations

from rillet.arguments import MISSING, call_text, flag, integer, optional_callable, with_method
from rillet.beat import beating
from rillet.compiled import partial
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

    class Bits(Protocol):
        """What draws random bits: a `random.Random`, or the module `random` itself."""

        def getrandbits(self, k: int, /) -> int:
            """Draw `k` of them."""
            ...
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

    def shuffle(self, rng: Bits | None = None) -> Stream[T_co]:
        """Give the items in a random order, which is drawn once, when this method is called.

        So a second pass gives the same order, and so does a copy that was pickled.

        >>> from rillet import Stream
        >>> shuffled = Stream(range(100)).shuffle()
        >>> shuffled.to_list() == shuffled.to_list()
        True
        >>> shuffled.to_set() == set(range(100))
        True

        `rng` is what the order is drawn from: a `random.Random`, or the module `random`.
        It is asked for 64 bits, which are the seed of the order. A seeded one makes the order
        known from run to run.

        >>> from random import Random
        >>> Stream("abcdef").shuffle(Random(1)).join_str()
        'dbcfea'

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        return self._then_at_end(Shuffle, _seed_from(rng))


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
    exact = True
    asks = True
    weight = 7

    @staticmethod
    def pull(argument: None, items: Any) -> Any:
        if is_reiterable(items):
            if _reads_backwards(type(items)):
                return reversed(items)
            items = beating(iter(items))  # as `interruptible` does where the source is not asked
        return deferred(items, list, reversed)


def _reads_backwards(kind: type) -> bool:
    return kind in _SEQUENCES or getattr(kind, "__reversed__", None) is not None


_SEQUENCES = frozenset({tuple, str, bytes, bytearray})
"""The builtin ones that `reversed` reads by place, for they have no `__reversed__`."""


class Shuffle(AtEnd):
    """Its argument is the seed of the order."""

    name = "shuffle"
    exact = True
    weight = 7

    @staticmethod
    def pull(seed: int, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, list, partial(_shuffled, seed))

    @classmethod
    def text(cls, seed: int, level: int) -> str:
        return f"{cls.name}(<seed {seed:#x}>)"


def _seed_from(rng: Any) -> int:
    if rng is None:
        from random import Random

        rng = Random()
    draw = with_method("rng", rng, "getrandbits").getrandbits
    return integer("rng.getrandbits(64)", draw(64))


def _shuffled(seed: int, items: list[Any]) -> list[Any]:
    from random import Random

    Random(seed).shuffle(items)
    return items
