"""Operations on the parts of items that have parts."""

from __future__ import annotations

from rillet.arguments import at_least_one, call_text, check_callable, text
from rillet.compiled import operator
from rillet.operations.operation import Family, Generated, Operation, T_co

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Literal, Protocol, SupportsIndex, TypeVar, overload

    from rillet.stream import Stream

    class Keyed(Protocol):
        """What has parts that a key names."""

        def __getitem__(self, key: Any, /) -> Any: ...

else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
K = TypeVar("K")
U = TypeVar("U")


class Parts(Family[T_co]):
    """The methods on the parts of items: keys, attributes, the two of a pair."""

    __slots__ = ()

    @overload
    def pluck(self: Family[tuple[A, *tuple[Any, ...]]], key: Literal[0], /) -> Stream[A]: ...
    @overload
    def pluck(self: Family[tuple[Any, A, *tuple[Any, ...]]], key: Literal[1], /) -> Stream[A]: ...
    @overload
    def pluck(self: Family[Mapping[K, U]], key: K, /) -> Stream[U]: ...
    @overload
    def pluck(self: Family[Sequence[U]], key: SupportsIndex, /) -> Stream[U]: ...
    @overload
    def pluck(self: Family[Keyed], key: Any, /) -> Stream[Any]: ...
    @overload
    def pluck(self: Family[Keyed], a: Any, b: Any, /) -> Stream[tuple[Any, Any]]: ...
    @overload
    def pluck(self: Family[Keyed], a: Any, b: Any, c: Any, /) -> Stream[tuple[Any, Any, Any]]: ...
    @overload
    def pluck(
        self: Family[Keyed], a: Any, b: Any, c: Any, d: Any, /, *keys: Any
    ) -> Stream[tuple[Any, ...]]: ...
    def pluck(self: Family[Any], *keys: Any) -> Stream[Any]:
        """Give of every item what stands under `keys`: the value of one key, a tuple of several.

        >>> from rillet import Stream
        >>> Stream([{"name": "ada", "born": 1815}]).pluck("name").to_list()
        ['ada']
        >>> Stream([("a", 1, 0.5), ("b", 2, 1.5)]).pluck(2, 0).to_list()
        [(0.5, 'a'), (1.5, 'b')]

        A type checker knows what one key gives of a mapping or of a sequence, and the first two
        places of a tuple; anything else is `Any` to it.

        Laziness: 1:1. After an item without such a key the next item follows.
        """
        return self._then(Pluck, at_least_one("keys", keys))

    @overload
    def attr(self, name: str, /) -> Stream[Any]: ...
    @overload
    def attr(self, a: str, b: str, /) -> Stream[tuple[Any, Any]]: ...
    @overload
    def attr(self, a: str, b: str, c: str, /) -> Stream[tuple[Any, Any, Any]]: ...
    @overload
    def attr(self, a: str, b: str, c: str, d: str, /, *names: str) -> Stream[tuple[Any, ...]]: ...
    def attr(self, *names: str) -> Stream[Any]:
        """Give of every item the attributes `names`: the value of one, a tuple of several.

        >>> from rillet import Stream
        >>> Stream([3 + 4j, 1j]).attr("imag").to_list()
        [4.0, 1.0]
        >>> Stream([range(5), range(2, 9, 3)]).attr("stop", "step").to_list()
        [(5, 1), (9, 3)]

        A name with dots goes on from attribute to attribute.

        >>> Stream([range(5)]).attr("stop.real").to_list()
        [5]

        No type checker knows an attribute by its name in a string, so the values are `Any`.

        Laziness: 1:1. After an item without such an attribute the next item follows.
        """
        return self._then(
            Attr, at_least_one("names", tuple([text("names", name) for name in names]))
        )

    def map_keys(self: Family[tuple[K, U]], f: Callable[[K], A], /) -> Stream[tuple[A, U]]:
        """Call `f` with the first of every pair, and put what it returns in its place.

        >>> from rillet import Stream
        >>> Stream([("a", 1), ("b", 2)]).map_keys(str.upper).to_list()
        [('A', 1), ('B', 2)]

        Laziness: 1:1. An exception of `f`, or an item that is no pair, ends the pass.
        """
        check_callable("f", f)
        return self._then(MapKeys, f)

    def map_values(self: Family[tuple[K, U]], f: Callable[[U], A], /) -> Stream[tuple[K, A]]:
        """Call `f` with the second of every pair, and put what it returns in its place.

        >>> from rillet import Stream
        >>> groups = Stream([1, 3, 5, 2]).group_by(lambda n: n % 2)
        >>> Stream(groups.items()).map_values(sum).to_dict()
        {1: 9, 0: 2}

        Laziness: 1:1. An exception of `f`, or an item that is no pair, ends the pass.
        """
        check_callable("f", f)
        return self._then(MapValues, f)

    def swap(self: Family[tuple[A, B]]) -> Stream[tuple[B, A]]:
        """Give every pair the other way round.

        >>> from rillet import Stream
        >>> Stream("ab").enumerate().swap().to_dict()
        {'a': 0, 'b': 1}

        Laziness: 1:1. An item that is no pair ends the pass.
        """
        return self._then(Swap, None)


class Pluck(Operation):
    """Its argument is the tuple of the keys, or names."""

    name = "pluck"
    laziness = "1:1"
    survives = True

    @staticmethod
    def pull(keys: Any, items: Iterable[Any], /) -> Iterator[Any]:
        return map(operator.itemgetter(*keys), items)

    inline = "item = argument(item)"

    @staticmethod
    def inlined(keys: Any, /) -> Any:
        return operator.itemgetter(*keys)

    @classmethod
    def text(cls, parts: Any, level: int) -> str:
        return call_text(cls.name, *parts, level=level)


class Attr(Pluck):
    name = "attr"

    @staticmethod
    def pull(names: Any, items: Iterable[Any], /) -> Iterator[Any]:
        return map(operator.attrgetter(*names), items)

    @staticmethod
    def inlined(names: Any, /) -> Any:
        return operator.attrgetter(*names)


class MapKeys(Generated):
    name = "map_keys"
    laziness = "1:1"

    @staticmethod
    def generate(f: Any, items: Any) -> Any:
        try:
            for key, value in items():
                yield f(key), value
        except StopIteration:
            return

    inline = "key, value = item\nitem = argument(key), value"


class MapValues(Generated):
    name = "map_values"
    laziness = "1:1"

    @staticmethod
    def generate(f: Any, items: Any) -> Any:
        try:
            for key, value in items():
                yield key, f(value)
        except StopIteration:
            return

    inline = "key, value = item\nitem = key, argument(value)"


class Swap(Generated):
    name = "swap"
    laziness = "1:1"

    @staticmethod
    def generate(argument: None, items: Any) -> Any:
        for key, value in items():
            yield value, key

    inline = "key, value = item\nitem = value, key"
