"""What rillet raises of its own.

    RilletError
    ├── StreamConsumedError    (a RuntimeError)    a one-shot source, read a second time
    ├── InfiniteStreamError    (a ValueError)      an answer that could never come
    ├── EmptyStreamError       (a ValueError)      an answer that an empty stream does not have
    ├── DuplicateKeyError      (a ValueError)      `to_dict(on_duplicate="raise")` met a key twice
    └── DeepStreamError        (a RecursionError)  more nested operations than the C stack holds

A wrong argument is a plain `TypeError` or `ValueError`, raised when the method is called.
An exception of your own function or source arrives as it was raised.
"""

from __future__ import annotations


class RilletError(Exception):
    """The root of all exceptions that only rillet raises."""


class StreamConsumedError(RilletError, RuntimeError):
    """A stream over a one-shot source was read a second time."""


class InfiniteStreamError(RilletError, ValueError):
    """The answer needs the end of a stream that is known to be endless."""


class EmptyStreamError(RilletError, ValueError):
    """The answer needs an item, and the stream has none."""


class DuplicateKeyError(RilletError, ValueError):
    """Two items have the same key."""


class DeepStreamError(RilletError, RecursionError):
    """The plan nests more iterators than the C stack is sure to hold."""
