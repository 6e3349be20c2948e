"""Folds that tell how the items are spread: bins, quantiles, a random sample."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise, starmap
from math import log, log1p
from operator import itemgetter, lt, ne
from sys import maxsize

from rillet.arguments import at_least, brief, not_iterable, one_of, with_method
from rillet.errors import EmptyStreamError
from rillet.folds.ready import ReadyMade

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random
    from typing import Any, Literal, TypeVar
else:
    from rillet.untyped import TypeVar

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)
_draw_of = itemgetter(0)


class Histogram(ReadyMade[A_contra, "list[int]"]):
    """Counts the items between `edges`, those below the first, and those from the last on.

    >>> from rillet import Stream
    >>> from rillet.folds import Histogram
    >>> Stream([-1, 0, 5, 9, 10, 99]).into(Histogram([0, 10, 20]))
    [1, 3, 1, 1]

    The edges must be ordered, each larger than the one before. There is one count more than
    there are edges, and together they are the number of items. An item on an edge is counted
    after it. NaN, which has no place, is a `ValueError`.
    """

    __slots__ = ("edges",)
    _given = ("edges",)

    def __init__(self, edges: Iterable[A_contra], /) -> None:
        try:
            self.edges: tuple[Any, ...] = tuple(edges)
        except TypeError:
            raise not_iterable("edges", edges) from None
        if not self.edges:
            raise ValueError("edges must be at least one, got none")
        if len(self.edges) == 1:  # of several, the order tells
            _refuse_nan(self.edges, "edges")
        if not all(starmap(lt, pairwise(self.edges))):
            raise ValueError(f"edges must each be larger than the last, got {brief(self.edges)}")

    def init(self) -> list[int]:
        return [0] * (len(self.edges) + 1)

    def _steps(self, counts: list[int], items: list[Any], /) -> list[int]:
        _refuse_nan(items, "the items of a histogram")
        edges = self.edges
        for item in items:
            counts[bisect_right(edges, item)] += 1
        return counts

    def merge(self, a: list[int], b: list[int], /) -> list[int]:
        return [x + y for x, y in zip(a, b)]

    finish: Any = None


class Quantiles(ReadyMade[A, "list[A | float]"]):
    """Gives the `n - 1` values that cut the ordered items into `n` parts of the same size.

    >>> from rillet import Stream
    >>> from rillet.folds import Quantiles
    >>> Stream([5, 1, 3, 2, 4]).aggregate(quartiles=Quantiles(), median=Quantiles(2))
    Results(quartiles=[1.5, 3.0, 4.5], median=[3.0])

    They are those of `statistics.quantiles`: the items are a sample, of which what they came from
    may have more extreme ones. With `method="inclusive"` they hold the most extreme ones.

    >>> Stream([5, 1, 3, 2, 4]).into(Quantiles(method="inclusive"))
    [2.0, 3.0, 4.0]

    One item is every quantile of itself; without items it is an `EmptyStreamError`. NaN, which
    has no place, is a `ValueError`. It holds every item, and so is exact.
    """

    __slots__ = ("method", "n")
    _given = ("n",)
    _options = (("method", "exclusive"),)

    def __init__(
        self, n: int = 4, /, *, method: Literal["exclusive", "inclusive"] = "exclusive"
    ) -> None:
        self.n: int = at_least(1, "n", n)
        self.method: str = one_of("method", method, "exclusive", "inclusive")

    def init(self) -> list[Any]:
        return []

    def _steps(self, state: list[Any], items: list[Any], /) -> list[Any]:
        state += items
        return state

    merge = _steps

    def finish(self, state: list[Any], /) -> list[Any]:
        if not state:
            raise EmptyStreamError("quantiles needs an item, and the stream is empty")
        _refuse_nan(state, "the items of quantiles")
        state.sort()
        return [self._cut(state, i) for i in range(1, self.n)]

    def _cut(self, ordered: list[Any], i: int) -> Any:
        """The value below which `i` of `n` parts lie, on the line between two neighbours."""
        n, length = self.n, len(ordered)
        if length == 1:
            return ordered[0]
        if self.method == "inclusive":
            j, part = divmod(i * (length - 1), n)
            j += 1
        else:
            j = min(max(i * (length + 1) // n, 1), length - 1)
            part = i * (length + 1) - j * n
        return (ordered[j - 1] * (n - part) + ordered[j] * part) / n


def _refuse_nan(items: Sequence[Any], name: str) -> None:
    if any(map(ne, items, items)):
        raise ValueError(f"{name} must have no NaN among them, got one")


class Sample(ReadyMade[A, "list[A]"]):
    """Gives `k` items drawn at random, each as likely as any other, in random order.

    >>> from random import Random
    >>> from rillet import Stream
    >>> from rillet.folds import Sample
    >>> len(Stream(range(1000)).into(Sample(3, rng=Random(1))))
    3

    Of fewer than `k` items it gives all. `rng` is a `random.Random`, or the module `random`'s own;
    every pass goes on with it, so the same numbers come again only from a new one.

    The sample of merged parts is one of the whole, if the parts were drawn independently: two
    processes must not begin with copies of one `rng`. It holds `k` items.
    """

    __slots__ = ("k", "rng")
    _given = ("k",)
    _options = (("rng", None),)

    # Every item is given a number between 0 and 1, and those with the k smallest are the sample.
    # They are not drawn one by one: how many items pass until the next that is below the largest
    # of the k is drawn at once, and then its number. (This is algorithm L of Li, 1994.) The state
    # is the pairs, in order of their numbers, and how many items are to pass; what passes has no
    # memory, so it can be drawn anew whenever the pairs have changed.

    def __init__(self, k: int, /, *, rng: Random | None = None) -> None:
        self.k: int = at_least(0, "k", k)
        self.rng: Random | None = None if rng is None else with_method("rng", rng, "random")

    def init(self) -> tuple[list[Any], int]:
        return [], 0

    def _steps(self, state: tuple[list[Any], int], items: list[Any], /) -> tuple[list[Any], int]:
        if not self.k:
            return state
        pairs, passing = state
        draw = self._random().random
        place = self.k - len(pairs)
        if place:
            for item in items[:place]:
                insort(pairs, (draw(), item), key=_draw_of)
            passing = self._passing(pairs)
        place = passing + place
        while place < len(items):
            insort(pairs, (draw() * pairs.pop()[0], items[place]), key=_draw_of)
            place += 1 + self._passing(pairs)
        return pairs, place - len(items)

    def merge(self, a: tuple[list[Any], int], b: tuple[list[Any], int], /) -> tuple[list[Any], int]:
        if not (a[0] and b[0]):
            return a if a[0] else b
        pairs = sorted(a[0] + b[0], key=_draw_of)[: self.k]
        return pairs, self._passing(pairs)

    def finish(self, state: tuple[list[Any], int], /) -> list[Any]:
        return [item for _, item in state[0]]

    def _random(self) -> Any:
        if self.rng is not None:
            return self.rng
        import random

        return random

    def _passing(self, pairs: list[Any]) -> int:
        """How many items come before the next with a smaller number than the last of `pairs`."""
        if len(pairs) < self.k:
            return 0
        largest = pairs[-1][0]
        if not largest:
            return maxsize
        return int(log(1 - self._random().random()) / log1p(-largest))
