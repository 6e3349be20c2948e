"""Terminals that do something with every item, and give nothing back."""

from __future__ import annotations

import sys
from itertools import islice

from rillet.arguments import at_least, brief, check_callable, encoding_name, flag, text, with_method
from rillet.cached import Cached
from rillet.compiled import deque, partial
from rillet.operations.operation import Family, T_co
from rillet.plan import Recipe, operands_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator
    from typing import Any, Protocol

    class Writer(Protocol):
        """What items can be written to."""

        def write(self, text: str, /) -> object:
            """Write `text`."""
            ...


class Output(Family[T_co]):
    """The terminals that do something with every item."""

    __slots__ = ()

    def for_each(self, f: Callable[[T_co], object], /) -> None:
        """Call `f` with every item.

        >>> from rillet import Stream
        >>> Stream([1, 2]).for_each(print)
        1
        2

        Terminal: reads to the end. An endless stream is read until `f` raises.
        """
        check_callable("f", f)
        for item in self._items():
            f(item)

    def consume(self, n: int | None = None) -> None:
        """Pull all items, or `n` of them, and let them go.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3]).tap(print).consume(2)
        1
        2

        Terminal: reads to the end without `n`, and refuses endless streams; stops early with it.
        """
        if n is None:
            deque(self._every_item("consume"), maxlen=0)
            return
        n = at_least(0, "n", n)
        deque(islice(self._items(), n), maxlen=0)

    def print(self, *, end: str = "\n", file: Writer | None = None, flush: bool = False) -> None:
        """Print every item on a line of its own.

        >>> from rillet import Stream
        >>> Stream([1, 2]).print()
        1
        2

        `end`, `file` and `flush` are those of the builtin `print`: without a standard output the
        items are pulled, and shown to nobody. When the reader of a Unix pipe has gone away, as
        `head` does, it stops quietly, and what else goes to that pipe is lost.

        Terminal: reads to the end. An endless stream is printed until the reader goes.
        """
        text("end", end)
        flag("flush", flush)
        out: Any = sys.stdout if file is None else with_method("file", file, "write")
        if out is None:  # as where a program is started with `>&-`, or without a console
            deque(self._items(), maxlen=0)
            return
        _write_lines(self._items(), out, end, flush=flush)

    def write(self, target: str | os.PathLike[str] | Writer, /, *, encoding: str = "utf-8") -> None:
        """Write every item as a line to the file at the path `target`, or to an open file.

        >>> import io
        >>> from rillet import Stream
        >>> file = io.StringIO()
        >>> Stream([1, 2]).write(file)
        >>> file.getvalue()
        '1\\n2\\n'

        A file that is opened here is made anew, in `encoding`, and closed in any case; an open
        one is left open. Lines end with `\\n`. A pipe whose reader has gone away ends it quietly.
        The path of a file that this stream reads with `lines` is refused.

        Terminal: reads to the end. Endless streams are refused.
        """
        import os

        encoding_name("encoding", encoding)
        if not isinstance(target, (str, os.PathLike)):
            file = with_method("target", target, "write")
            _write_lines(self._every_item("write"), file, "\n", flush=False)
            return
        _refuse_to_empty(self, target)
        items = self._every_item("write")
        try:
            with open(target, "w", encoding=encoding, newline="\n") as file:
                _write_lines(items, file, "\n", flush=False)
        finally:
            del items


def _refuse_to_empty(stream: Family[Any], target: str | os.PathLike[str]) -> None:
    for path in _paths_read(stream):
        if _is_same_file(target, path):
            raise ValueError(
                f"target must not be a file that the stream reads, got {brief(target)}; "
                "write to another file and os.replace it, or read all lines before, "
                "with Stream(stream.to_list())"
            )


def _paths_read(items: Any) -> Iterator[str]:
    """The files whose lines a pass over `items` reads, as far as its plan tells."""
    if isinstance(items, Family):
        for part in (items._source, *operands_of(items)):
            yield from _paths_read(part)
    elif isinstance(items, Cached):
        yield from _paths_read(items.unread)
    elif isinstance(items, Recipe) and items.name == "lines":
        yield items.arguments[0]


def _is_same_file(target: Any, path: str) -> bool:
    """Whether both are one file that can be emptied, which a terminal or a pipe cannot."""
    import os

    try:
        return os.path.isfile(target) and os.path.samefile(target, path)
    except OSError:  # one of them is not there: the pass will tell
        return False


def _write_lines(items: Iterator[Any], file: Any, end: str, *, flush: bool) -> None:
    """Write the items, until the end or until nobody reads them any more."""
    try:
        write = partial(_write_and_flush, file) if flush else file.write
        for item in items:
            line = f"{item}{end}"
            try:
                write(line)
            except BrokenPipeError:
                _discard(file)
                return
    finally:
        del items
    _flush(file)


def _write_and_flush(file: Any, line: str) -> None:
    file.write(line)
    file.flush()


def _flush(file: Any) -> None:
    try:
        if hasattr(file, "flush"):
            file.flush()
    except BrokenPipeError:
        _discard(file)


def _discard(file: Any) -> None:
    """Send what `file` still holds nowhere, so that closing it is quiet too."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, file.fileno())
    except (AttributeError, OSError):  # it has no descriptor: nothing is held
        pass
    finally:
        os.close(nowhere)
