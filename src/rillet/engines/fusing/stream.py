"""The stream that is run fused: the same plan, laid by another engine."""

from __future__ import annotations

from rillet.engines.fusing.rewriting import fused
from rillet.engines.pull import interruptible
from rillet.operations.operation import T_co
from rillet.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from rillet.engines.fusing.telling import Told
    from rillet.operations.operation import Operation


class FusedStream(Stream[T_co]):  # type: ignore[misc]  # to everybody else it is a Stream
    """A stream whose passes are laid by this engine."""

    __slots__ = ()

    @property
    def _laid(self) -> tuple[tuple[type[Operation], Any], ...]:
        return fused(self._operations)

    def _told(self, first: int) -> tuple[list[Told], list[str]]:
        """What `explain` tells of its operations and its loops, of which `first` is the first."""
        from rillet.engines.fusing.telling import told

        return told(self._operations, first)

    def __iter__(self) -> Iterator[T_co]:
        items = self._source
        for operation, argument in self._laid:
            items = operation.pull(argument, items)
        return iter(items)

    def _items(self) -> Iterator[T_co]:
        return iter(self) if self._ends_soon() else interruptible(self._source, self._laid)

    def _every_item(self, terminal: str) -> Iterator[T_co]:
        if not self._ends_soon():
            self._refuse_endless(terminal)
        return self._items()
