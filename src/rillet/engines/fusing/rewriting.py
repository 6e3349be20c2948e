"""A plan made another that gives the same: runs of operations become one loop."""

from __future__ import annotations

from rillet.operations.fuse import Fuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from rillet.operations.operation import Operation

    Operations: TypeAlias = tuple[tuple[type[Operation], Any], ...]


def fused(operations: Operations) -> Operations:
    """The operations as they are laid."""
    return tuple(each for each in operations if each[0] is not Fuse)
