"""rillet: lazy streams over itertools, written as a chain of methods."""

from rillet import op
from rillet.errors import (
    DeepStreamError,
    DuplicateKeyError,
    EmptyStreamError,
    InfiniteStreamError,
    RilletError,
    StreamConsumedError,
)
from rillet.pipeline import Pipeline, Program
from rillet.stream import Stream

__all__ = [
    "DeepStreamError",
    "DuplicateKeyError",
    "EmptyStreamError",
    "InfiniteStreamError",
    "Pipeline",
    "Program",
    "RilletError",
    "Stream",
    "StreamConsumedError",
    "op",
]
__version__ = "0.1.0"
