"""The stream that is run fused: the same plan, laid by another engine."""

from __future__ import annotations

from opcode import opmap

from rillet.engines.fusing.ends import READS
from rillet.engines.fusing.in_loops import InLoops
from rillet.engines.fusing.passes import begun, ended, ending, laid_of, pulled
from rillet.engines.pull import interruptible
from rillet.operations.operation import T_co
from rillet.stream import Stream
from rillet.terminals.raised import noted, terminals_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FunctionType
    from typing import Any

    from rillet.engines.fusing.plans import Operations
    from rillet.engines.fusing.telling import Told


# To everybody else it is a Stream, which has no subclass.
class FusedStream(Stream[T_co]):  # type: ignore[misc]  # ty: ignore[subclass-of-final-class]
    """A stream whose passes are laid by this engine."""

    __slots__ = ()

    def __iter__(self) -> Iterator[T_co]:
        return begun(self)

    def _items(self) -> Iterator[T_co]:
        return iter(self) if self._ends_soon() else interruptible(*laid_of(self))

    def _every_item(self, terminal: str) -> Iterator[T_co]:
        is_last = terminal != "collect"
        if self._ends_soon():
            return begun(self, is_last=is_last)
        self._refuse_endless(terminal)
        source, laid = laid_of(self)
        return interruptible(source, ending(laid) if is_last else laid)

    def _told(self, first: int) -> tuple[list[Told], list[str]]:
        """What `explain` tells of its operations and its loops, of which `first` is the first."""
        from rillet.engines.fusing.telling import told

        return told(self._operations, first)

    def _begun(self, ahead: Operations, terminal: str | None) -> Iterator[Any]:
        """The items that come to the loop of a terminal; one with a name reads to the end."""
        if self._ends_soon():
            return pulled(self._source, ahead)
        if terminal is not None:
            self._refuse_endless(terminal)
        return interruptible(self._source, ahead)


def _taking_part(method: FunctionType, otherwise: Callable[..., Any]) -> Any:
    """The terminal in whose loop the operations are, or that does `otherwise`."""

    def terminal(self: FusedStream[Any], /, *args: Any, **kwargs: Any) -> Any:
        return ended(self, method, args, kwargs, otherwise)

    terminal.__name__ = method.__name__
    terminal.__doc__ = method.__doc__
    terminal.__annotations__ = method.__annotations__
    made: Any = terminal
    return noted(made)


def _has_a_loop(method: FunctionType) -> bool:
    """Whether there is a loop over the items in it, as far as its code tells."""
    code = method.__code__
    return bool(READS & {*code.co_names}) and opmap["FOR_ITER"] in code.co_code[::2]


for _method in terminals_of(Stream.__mro__[1:-2]):
    if _has_a_loop(_method):
        setattr(FusedStream, _method.__name__, _taking_part(_method, _method))
for _method in terminals_of([InLoops]):
    setattr(
        FusedStream,
        _method.__name__,
        _taking_part(_method, getattr(Stream, _method.__name__).__wrapped__),
    )
