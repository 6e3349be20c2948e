"""What a terminal does when an exception passes: it notes where, and lets go of the source.

How the place is found is told by `rillet.notes`, which is imported at the first exception.
"""

from __future__ import annotations

from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Any, Final

    from rillet.stream import Stream

_VARIADIC = 0x04 | 0x08
READERS: Final = frozenset({"collections", "heapq"})
"""The modules of the standard library that read the items in Python."""


def terminals_of(families: Iterable[type]) -> Iterator[FunctionType]:
    """The methods of these families that run a stream."""
    for family in families:
        for name, method in [*vars(family).items()]:
            if type(method) is not FunctionType:
                continue
            is_public = not name.startswith("_") or name in ("__contains__", "__getitem__")
            if is_public and not str(method.__annotations__["return"]).startswith("Stream["):
                yield method


def noted(method: FunctionType) -> FunctionType:
    """A terminal that is `method`, and notes on an exception where in the plan it arose."""
    code = method.__code__
    is_alone = code.co_argcount == 1 and not (code.co_kwonlyargcount or code.co_flags & _VARIADIC)
    terminal: Any = _noted_alone(method) if is_alone else _noted(method)
    # The code is its own too: CPython keeps there what it has learned of the calls.
    terminal.__code__ = terminal.__code__.replace(co_name=method.__name__)
    terminal.__name__ = method.__name__
    terminal.__qualname__ = f"Stream.{method.__name__}"
    terminal.__module__ = "rillet.stream"
    terminal.__doc__ = method.__doc__
    terminal.__annotations__ = method.__annotations__
    terminal.__wrapped__ = method
    return terminal  # type: ignore[no-any-return]


def _noted_alone(method: Any) -> Any:
    """The same as `_noted`, for a method without arguments: a shorter call."""

    def terminal(self: Stream[Any]) -> Any:
        try:
            return method(self)
        except Exception as error:
            _note(error, self, method.__name__, (), {})
            raise

    return terminal


def _noted(method: Any) -> Any:
    def terminal(self: Stream[Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            _note(error, self, method.__name__, args, kwargs)
            raise

    return terminal


def _note(error: Exception, *known: Any) -> None:
    try:
        from rillet.notes import note
    except Exception:  # what explains an error must not be one
        return
    note(error, *known)


class LettingGo:
    """Empties the frames of the readers, which a traceback keeps, when an error passes.

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
