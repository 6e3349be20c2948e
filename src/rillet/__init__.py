"""rillet: lazy streams over itertools, written as a chain of methods."""

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
from rillet.stream import Stream
from rillet.terminals.reduce import Done

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rillet import op
    from rillet.pipeline import Pipeline, Program
    from rillet.sink import Sink
    from rillet.targets import consumer
else:
    _OF_PIPELINES = {
        "Pipeline": "rillet.pipeline",
        "Program": "rillet.pipeline",
        "Sink": "rillet.sink",
        "consumer": "rillet.targets",
        "op": "rillet.op",
    }

    def __getattr__(name):
        """Import what is about pipelines when it is first asked for: a stream needs none of it."""
        import sys

        if name not in _OF_PIPELINES:
            raise AttributeError(f"module 'rillet' has no attribute {name!r}", name=name)
        __import__(_OF_PIPELINES[name])
        module = sys.modules[_OF_PIPELINES[name]]
        globals()[name] = value = module if name == "op" else getattr(module, name)
        return value

    def __dir__():
        """What completion offers, imported or not."""
        return [*{*globals(), *__all__}]


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
