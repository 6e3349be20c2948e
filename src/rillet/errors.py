"""What rillet raises of its own.

    RilletError
    ├── StreamConsumedError    (a RuntimeError)    a one-shot source, read a second time
    ├── InfiniteStreamError    (a ValueError)      an answer that could never come
    ├── EmptyStreamError       (a ValueError)      an answer that an empty stream does not have
    ├── TooManyItemsError      (a ValueError)      `one` or `only` met a second item
    ├── DuplicateKeyError      (a ValueError)      `to_dict(on_duplicate="raise")` met a key twice
    ├── DeepStreamError        (a RecursionError)  more nested operations than the C stack holds
    ├── SinkClosedError        (a ValueError)      an item was sent into a sink that is closed
    └── SinkBusyError          (a RuntimeError)    a sink was used in the middle of a send

A wrong argument is a plain `TypeError` or `ValueError`, raised when the method is called.
An exception of your own function or source arrives as it was raised. On that of a function a
terminal or a sink notes in which operation it arose.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class RilletError(Exception):
    """The root of all exceptions that only rillet raises."""


class StreamConsumedError(RilletError, RuntimeError):
    """A stream over a one-shot source was read a second time."""


class InfiniteStreamError(RilletError, ValueError):
    """The answer needs the end of a stream that is known to be endless."""


class EmptyStreamError(RilletError, ValueError):
    """The answer needs an item, and the stream has none."""


class TooManyItemsError(RilletError, ValueError):
    """The answer is the only item, and the stream has more."""


class DuplicateKeyError(RilletError, ValueError):
    """Two items have the same key."""


class DeepStreamError(RilletError, RecursionError):
    """The plan nests more iterators than the C stack is sure to hold."""


class SinkClosedError(RilletError, ValueError):
    """An item was sent into a sink that is closed."""


class SinkBusyError(RilletError, RuntimeError):
    """A sink was used while it was sending, by another thread or by one of its own functions."""


def noting(error: BaseException, end: Callable[..., object], /, *arguments: object) -> None:
    """Call `end`; what it raises beside `error` is noted there, for only one can be raised."""
    try:
        end(*arguments)
    except BaseException as other:
        if other is error:
            return
        try:
            error.add_note(f"and while that was dealt with: {other!r}")
        except Exception:  # the note must not take the place of the error
            return
