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
    TooManyItemsError,
)
from rillet.fold import Fold
from rillet.operations.operation import Operation
from rillet.operations.own import operation
from rillet.outcome import Err, Ok
from rillet.peekable import Peekable
from rillet.pipeline import Pipeline, Program
from rillet.sink import Sink
from rillet.stream import Stream
from rillet.targets import consumer
from rillet.terminals.reduce import Done

__all__ = [
    "DeepStreamError",
    "Done",
    "DuplicateKeyError",
    "EmptyStreamError",
    "Err",
    "Fold",
    "InfiniteStreamError",
    "Ok",
    "Operation",
    "Peekable",
    "Pipeline",
    "Program",
    "RilletError",
    "Sink",
    "SinkBusyError",
    "SinkClosedError",
    "Stream",
    "StreamConsumedError",
    "TooManyItemsError",
    "consumer",
    "op",
    "operation",
]
__version__ = "0.1.0"
