"""Terminals that read the beginning of a stream, and hand out what goes on from there."""

from __future__ import annotations

from itertools import islice

from rillet.arguments import at_least
from rillet.beat import BEAT, beating
from rillet.operations.operation import Family, T_co
from rillet.operations.select import Drop
from rillet.peekable import Peekable
from rillet.plan import BESIDE, Rest, bounds_of, is_reiterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from rillet.stream import Stream


class Ahead(Family[T_co]):
    """The terminals that read the beginning, and hand out what goes on from there."""

    __slots__ = ()

    def split_head(self, n: int, /) -> tuple[list[T_co], Stream[T_co]]:
        """Read the first `n` items, and give them with a stream of the rest.

        >>> from rillet import Stream
        >>> header, rows = Stream(["name,age", "ada,36", "alan,41"]).split_head(1)
        >>> header, rows.to_list()
        (['name,age'], ['ada,36', 'alan,41'])

        A stream with fewer items gives a shorter list, and a rest that is empty.

        The rest of a stream that can be read again is its `drop(n)`: nothing stays open, and each
        pass over the rest reads the head anew. Of a one-shot stream the rest goes on where the
        head has ended, and can be read once.

        >>> head, rest = Stream(iter("abcd")).split_head(2)
        >>> head, rest.to_list()
        (['a', 'b'], ['c', 'd'])

        Terminal: stops early, after `n` items, which it reads when it is called.
        """
        n = at_least(0, "n", n)
        if is_reiterable(self):
            return list(islice(self._items(), n)), self._then(Drop, n)
        bounds = Drop.bounds(n, *bounds_of(self))
        held = [iter(self) if self._operation is None else self._items()]
        try:
            head = list((iter if n <= BEAT else beating)(islice(held[0], n)))
        except BaseException:
            held.clear()  # a traceback keeps this frame, and must not keep the source open
            raise
        items = held.pop() if len(head) == n else iter(())
        kind: Any = type(self)
        return head, kind(Rest(self, n, items, bounds))

    def peekable(self) -> Peekable[T_co]:
        """Give an iterator that can look at its next item: one pass, which begins here.

        >>> from rillet import Stream
        >>> numbers = Stream([1, 2, 30, 40]).peekable()
        >>> while numbers and numbers.peek() < 10:
        ...     print(next(numbers))
        1
        2
        >>> numbers.peek(default=0), list(numbers)
        (30, [30, 40])

        See `Peekable` for what it can do.

        Terminal: stops early, for it pulls what is asked of it, and one item ahead for a look.
        """
        return Peekable(self._items(), self._depth + BESIDE)
