"""Operations that choose from all items of the stream."""

from __future__ import annotations

import itertools
import math
import sys

from rillet.arguments import MISSING, at_least, call_text
from rillet.beat import beating
from rillet.compiled import partial
from rillet.errors import InfiniteStreamError
from rillet.operations.operation import (
    NOTHING_WANTED,
    AtEnd,
    Family,
    T_co,
    at_end,
    bare,
    deferred,
)
from rillet.plan import ENDLESS, bounds_of, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final, Literal, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


class Choices(Family[T_co]):
    """The methods that choose from all items."""

    __slots__ = ()

    @overload
    def product(self, *, repeat: Literal[1] = 1) -> Stream[tuple[T_co]]: ...
    @overload
    def product(self, *, repeat: Literal[2]) -> Stream[tuple[T_co, T_co]]: ...
    @overload
    def product(self, *, repeat: Literal[3]) -> Stream[tuple[T_co, T_co, T_co]]: ...
    @overload
    def product(self, *, repeat: int) -> Stream[tuple[T_co, ...]]: ...
    @overload
    def product(self, a: Iterable[A], /, *, repeat: Literal[1] = 1) -> Stream[tuple[T_co, A]]: ...
    @overload
    def product(
        self, a: Iterable[A], b: Iterable[B], /, *, repeat: Literal[1] = 1
    ) -> Stream[tuple[T_co, A, B]]: ...
    @overload
    def product(
        self, a: Iterable[A], b: Iterable[B], c: Iterable[C], /, *, repeat: Literal[1] = 1
    ) -> Stream[tuple[T_co, A, B, C]]: ...
    @overload
    def product(
        self,
        a: Iterable[A],
        b: Iterable[B],
        c: Iterable[C],
        d: Iterable[D],
        /,
        *,
        repeat: Literal[1] = 1,
    ) -> Stream[tuple[T_co, A, B, C, D]]: ...
    @overload
    def product(self, *others: Iterable[Any], repeat: int = 1) -> Stream[tuple[Any, ...]]: ...
    def product(self, *others: Iterable[Any], repeat: int = 1) -> Stream[tuple[Any, ...]]:
        """Give every tuple of an item of the stream and one of each other, the last moving first.

        >>> from rillet import Stream
        >>> Stream("ab").product([1, 2]).to_list()
        [('a', 1), ('a', 2), ('b', 1), ('b', 2)]

        `repeat` takes the stream and the others that many times over.

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        argument = (at_least(0, "repeat", repeat), *(_finite(other) for other in others))
        return self._then_at_end(Product, argument)

    @overload
    def permutations(self, r: Literal[1], /) -> Stream[tuple[T_co]]: ...
    @overload
    def permutations(self, r: Literal[2], /) -> Stream[tuple[T_co, T_co]]: ...
    @overload
    def permutations(self, r: Literal[3], /) -> Stream[tuple[T_co, T_co, T_co]]: ...
    @overload
    def permutations(self, r: int | None = None, /) -> Stream[tuple[T_co, ...]]: ...
    def permutations(self, r: int | None = None, /) -> Stream[tuple[T_co, ...]]:
        """Give every ordered choice of `r` items, each place used once; without `r`, of all.

        >>> from rillet import Stream
        >>> Stream("abc").permutations(2).map("".join).to_list()
        ['ab', 'ac', 'ba', 'bc', 'ca', 'cb']

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        return self._then_at_end(Permutations, None if r is None else at_least(0, "r", r))

    @overload
    def combinations(self, r: Literal[1], /) -> Stream[tuple[T_co]]: ...
    @overload
    def combinations(self, r: Literal[2], /) -> Stream[tuple[T_co, T_co]]: ...
    @overload
    def combinations(self, r: Literal[3], /) -> Stream[tuple[T_co, T_co, T_co]]: ...
    @overload
    def combinations(self, r: int, /) -> Stream[tuple[T_co, ...]]: ...
    def combinations(self, r: int, /) -> Stream[tuple[T_co, ...]]:
        """Give every choice of `r` items in the order of the stream, each place used once.

        >>> from rillet import Stream
        >>> Stream("abc").combinations(2).map("".join).to_list()
        ['ab', 'ac', 'bc']

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        return self._then_at_end(Combinations, at_least(0, "r", r))

    @overload
    def combinations_with_replacement(self, r: Literal[1], /) -> Stream[tuple[T_co]]: ...
    @overload
    def combinations_with_replacement(self, r: Literal[2], /) -> Stream[tuple[T_co, T_co]]: ...
    @overload
    def combinations_with_replacement(
        self, r: Literal[3], /
    ) -> Stream[tuple[T_co, T_co, T_co]]: ...
    @overload
    def combinations_with_replacement(self, r: int, /) -> Stream[tuple[T_co, ...]]: ...
    def combinations_with_replacement(self, r: int, /) -> Stream[tuple[T_co, ...]]:
        """Give every choice of `r` items in the order of the stream, any place used again.

        >>> from rillet import Stream
        >>> Stream("ab").combinations_with_replacement(2).map("".join).to_list()
        ['aa', 'ab', 'bb']

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        return self._then_at_end(CombinationsWithReplacement, at_least(0, "r", r))

    def powerset(self) -> Stream[tuple[T_co, ...]]:
        """Give every choice of any number of items, the shorter ones first.

        >>> from rillet import Stream
        >>> Stream("ab").powerset().to_list()
        [(), ('a',), ('b',), ('a', 'b')]

        Laziness: end; holds all items, none before the first pull. Endless streams are refused.
        """
        return self._then_at_end(Powerset, None)


def _finite(other: Any) -> Any:
    items = readable("others", other)
    if bounds_of(items)[1] == ENDLESS:
        raise InfiniteStreamError("others must end, for a product holds all their items")
    return items


class Chooses(AtEnd):
    """The facts of an operation that chooses from all items. Its argument is how many."""

    expands = True
    exact = True
    weight = 9


def _bounds(ways: Any, r: int | None, low: float, high: float | None) -> Bounds:
    """The least and the most ways to choose `r` items, as far as that can be told."""
    if r == 0:  # there is one way to choose nothing
        return 1, 1
    most = ENDLESS if high == ENDLESS else None if high is None else ways(r, high)
    return ways(r, low) or 0, most


_LONGEST: Final = 512
"""The most digits, in bits, of a number of choices that is computed. What is longer costs time,
overflows beside an endless float, and is the number of no pass that ends."""


def _computable(n: float, factors: float) -> bool:
    """Whether the product of so many numbers of up to `n` is no longer than that."""
    return n <= sys.maxsize and int(n).bit_length() * factors <= _LONGEST


class Product(Chooses):
    """Its argument is `(repeat, *others)`."""

    name = "product"
    beside = True
    weight = 13

    @staticmethod
    def pull(argument: Any, items: Iterable[Any]) -> Iterator[Any]:
        repeat, *others = argument
        pools = (bare(items), *map(_pool, others))
        products = itertools.starmap(partial(itertools.product, repeat=repeat), (pools,))
        return itertools.chain.from_iterable(products)

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        repeat = argument[0]
        if repeat == 0:  # the one way to choose nothing, for which nothing is read
            emit(())
            return NOTHING_WANTED
        return at_end([], lambda held: Product.pull((repeat, *opened), held), emit)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        repeat, *others = argument
        if repeat == 0:
            return 1, 1
        lows, highs = zip((low, high), *map(bounds_of, others))
        if ENDLESS in highs:
            return 0, ENDLESS
        if 0 in highs:
            return 0, 0
        most = None if None in highs else _product(highs, repeat)
        return _product(lows, repeat) or 0, most

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        return argument[1:]  # type: ignore[no-any-return]

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        repeat, *others = argument
        given = MISSING if repeat == 1 else repeat
        return call_text(cls.name, *others, level=level, repeat=given)


def _pool(other: Any) -> Iterator[Any]:
    """The iterator of `other`, with a place for Ctrl-C."""
    return bare(other._items()) if isinstance(other, Family) else beating(bare(other))


def _product(sizes: tuple[Any, ...], repeat: int) -> int | None:
    """The product of the sizes, `repeat` times over; None where that is a long number."""
    if 0 in sizes:
        return 0
    if not _computable(max(sizes), len(sizes) * repeat):
        return None
    return math.prod(sizes) ** repeat  # type: ignore[no-any-return]


class Permutations(Chooses):
    name = "permutations"
    weight = 10

    @staticmethod
    def pull(r: int | None, items: Iterable[Any]) -> Iterator[Any]:
        if r is None:
            return deferred(items, itertools.permutations)
        return deferred(items, tuple, partial(_chosen, itertools.permutations, r))

    @staticmethod
    def bounds(r: int | None, low: float, high: float | None) -> Bounds:
        return _bounds(_permutations, r, low, high)


def _permutations(r: int | None, n: Any) -> int | None:
    chosen = n if r is None else r
    if chosen > n:
        return 0
    return math.perm(n, chosen) if _computable(n, chosen) else None


def _chosen(choices: Any, r: int, held: tuple[Any, ...]) -> Iterator[Any]:
    """The choices of `r` items; `itertools` makes room for as many, even if there are fewer."""
    return choices(held, r) if r <= len(held) else iter(())


class Combinations(Chooses):
    name = "combinations"
    weight = 10

    @staticmethod
    def pull(r: int, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, tuple, partial(_chosen, itertools.combinations, r))

    @staticmethod
    def bounds(r: int, low: float, high: float | None) -> Bounds:
        return _bounds(_combinations, r, low, high)


def _combinations(r: int, n: Any) -> int | None:
    if r > n:
        return 0
    return math.comb(n, r) if _computable(n, min(r, n - r)) else None


class CombinationsWithReplacement(Chooses):
    name = "combinations_with_replacement"

    @staticmethod
    def pull(r: int, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, partial(itertools.combinations_with_replacement, r=r))

    @staticmethod
    def bounds(r: int, low: float, high: float | None) -> Bounds:
        return _bounds(_combinations_again, r, low, high)


def _combinations_again(r: int, n: Any) -> int | None:
    if n == 0:
        return 0
    return math.comb(n + r - 1, r) if _computable(n + r - 1, r) else None


class Powerset(Chooses):
    name = "powerset"
    weight = 11

    @staticmethod
    def pull(argument: None, items: Iterable[Any]) -> Iterator[Any]:
        return deferred(items, tuple, _powerset)

    @staticmethod
    def bounds(argument: None, low: float, high: float | None) -> Bounds:
        return _bounds(_subsets, argument, low, high)


def _subsets(argument: None, n: Any) -> int | None:
    return 2**n if n <= _LONGEST else None


def _powerset(held: tuple[Any, ...]) -> Iterator[Any]:
    sizes = range(len(held) + 1)
    choices = map(itertools.combinations, itertools.repeat(held), sizes)
    return itertools.chain.from_iterable(choices)
