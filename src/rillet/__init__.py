"""rillet: lazy streams over itertools, written as a chain of methods."""

from rillet import op
from rillet.errors import (
    DeepStreamError,
    DuplicateKeyError,
    EmptyStreamError,
    InfiniteStreamError,
    RilletError,
    SinkBusyError,
    SinkClosedError,
    StreamConsumedError,
)
from rillet.fold import Fold
from rillet.outcome import Err, Ok
from rillet.pipeline import Pipeline, Program
from rillet.sink import Sink
from rillet.stream import Stream
from rillet.targets import consumer

__all__ = [
    "DeepStreamError",
    "DuplicateKeyError",
    "EmptyStreamError",
    "Err",
    "Fold",
    "InfiniteStreamError",
    "Ok",
    "Pipeline",
    "Program",
    "RilletError",
    "Sink",
    "SinkBusyError",
    "SinkClosedError",
    "Stream",
    "StreamConsumedError",
    "consumer",
    "op",
]
__version__ = "0.1.0"
