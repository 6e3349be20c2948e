"""What `trace` prints: a line for all that an operation takes and gives, as it happens."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from rillet.arguments import brief
from rillet.plan import source_text
from rillet.seeing.parts import counted, one_line
from rillet.seeing.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rillet.operations.operation import Family

WIDEST: Final = 44
"""A name is cut to this width, the blanks before it included."""
INDENT: Final = "  "
DEEPEST: Final = 8
"""From here on no name is set further to the right."""
END: Final = "end"


def traced(stream: Family[Any], n: int, file: Any) -> list[Any]:
    """The first `n` items; what happens on the way to them is printed to `file`."""
    log = _Log(stream, file)
    given: list[Any] = []
    with Watched(stream, "trace", lambda place, items: _Step(items, place, log)) as items:
        given.extend(islice(items, n))
        del items
    if len(given) == n:
        print(f"stopped after {counted(n)}", file=file)
    return given


class _Step:
    """The iterator of a step; what it is asked for and answers is noted in the log."""

    __slots__ = ("items", "log", "place")

    def __init__(self, items: Iterator[Any], place: int, log: _Log) -> None:
        self.items: Iterator[Any] = items
        self.place: int = place
        self.log: _Log = log

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.log.asks(self.place)
        try:
            item = next(self.items)
        except StopIteration:
            self.log.ends(self.place)
            raise
        except BaseException as error:
            self.log.fails(self.place, error)
            del self  # a traceback keeps this frame, and must not keep the source open
            raise
        self.log.gives(self.place, item)
        return item


class _Log:
    """Prints a line for each answer of a step; what it has taken since its last one comes first."""

    def __init__(self, stream: Family[Any], file: Any) -> None:
        operations = stream._operations
        names = [source_text(stream._source, 0)]
        names += [operation.text(argument, 0) for operation, argument in operations]
        self.names = [_cut(name, place) for place, name in enumerate(map(one_line, names))]
        self.width = max(map(len, self.names))
        self.holding = [""] + [_word(operation.laziness) for operation, _ in operations]
        self.taken = [""] * len(names)
        self.file = file
        self.error: BaseException | None = None

    def line(self, place: int, answer: str) -> None:
        taken = self.taken[place]
        self.taken[place] = ""
        told = f"{taken} {answer}" if taken else answer
        print(f"{self.names[place]:{self.width}}  {told}", file=self.file)

    def hand_on(self, place: int, text: str) -> None:
        """The operation after `place` takes what was given there."""
        if place + 1 < len(self.taken):
            self.taken[place + 1] = text

    def asks(self, place: int) -> None:
        after = place + 1
        if after < len(self.taken) and self.taken[after]:
            self.line(after, f"-> {self.holding[after]}")

    def gives(self, place: int, item: Any) -> None:
        text = one_line(brief(item))
        self.line(place, f"-> {text}")
        self.hand_on(place, text)

    def ends(self, place: int) -> None:
        self.line(place, f"-> {END}")
        self.hand_on(place, END)

    def fails(self, place: int, error: BaseException) -> None:
        if error is not self.error:
            self.line(place, f"raises {one_line(brief(error))}")
        self.error = error


def _cut(name: str, place: int) -> str:
    shown = INDENT * min(place, DEEPEST) + name
    return shown if len(shown) <= WIDEST else f"{shown[: WIDEST - 3]}..."


def _word(laziness: str) -> str:
    """What an operation of this class gives for an item, where it gives none."""
    return "nothing" if laziness in ("1:1", "all") else "nothing yet"
