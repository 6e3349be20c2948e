"""What becomes of a source when a Python function of the standard library fails over its items."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Final

READERS: Final = frozenset({"collections", "heapq"})


class LettingGo:
    """Empties the frames of those functions, which a traceback keeps, when an error passes.

    Their variables hold the iterator, and so would keep an open file open.
    """

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: object, error: object, trace: TracebackType | None) -> None:
        """Empty the frames on the way."""
        while trace is not None:
            if trace.tb_frame.f_globals.get("__name__") in READERS:
                trace.tb_frame.clear()
            trace = trace.tb_next
