"""Fusing: functions of a line are written into one loop, instead of being called."""

from __future__ import annotations

from rillet.operations.operation import Family, Operation, T_co, new

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, ClassVar

    from rillet.stream import Stream


class Fusing(Family[T_co]):
    """The method that chooses the engine."""

    __slots__ = ()

    def fuse(self) -> Stream[T_co]:
        """Run the stream, and what is made from it, with its functions written into one loop.

        >>> from rillet import Stream
        >>> squares = Stream([1, 2, 3]).map(lambda n: n * n).filter(lambda n: n > 1).fuse()
        >>> squares.to_list(), squares.sum()
        ([4, 9], 13)

        It gives the same, and saves the calls: of lambdas, and of functions that do nothing but
        return an expression. A function whose source is not found, or that cannot be proven to do
        the same where it is written in, is called as before; `explain` tells which, and why.
        The loop is made by the first pass, so it pays from some ten thousands of items on, and in
        later passes of the same functions from a hundred or two on.

        Laziness: 1:1.
        """
        if Fuse.runs is None:  # an import, even of what is there, takes as long as ten items
            from rillet.engines.fusing.stream import FusedStream

            Fuse.runs = FusedStream
        stream: Any = new(Fuse.runs)
        stream._before = self
        stream._operation = Fuse
        stream._argument = None
        stream._depth = self._depth
        return stream  # type: ignore[no-any-return]


class Fuse(Operation):
    """It passes everything on: what it does is in `rillet.engines.fusing`."""

    name = "fuse"
    laziness = "1:1"
    survives = True
    exact = True
    weight = 0
    runs: ClassVar[type | None] = None
    """The class of the streams that are fused, when it has been imported."""

    @staticmethod
    def pull(argument: None, items: Iterable[Any]) -> Iterator[Any]:
        return iter(items)

    inline = "pass"
