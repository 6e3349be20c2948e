"""A pass in which something looks on between every two operations, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from rillet.errors import DeepStreamError
from rillet.plan import is_reiterable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from rillet.operations.operation import Family

LONGEST: Final = 100
"""So many operations at most: each takes two more calls in C, inside those of the one after it."""


class Watcher(Protocol):
    """The iterator of a step, with something that looks on."""

    items: Iterator[Any]

    def __iter__(self) -> Iterator[Any]: ...

    def __next__(self) -> Any: ...


class Watched:
    """One pass over `stream`, each of whose iterators is put into what `watch` makes of it.

    `watch(place, iterator)` is called for the source, at place 0, and for each operation. A with
    block lets go of all of it at its end: the frames of a traceback would keep it open.
    """

    def __init__(
        self, stream: Family[Any], name: str, watch: Callable[[int, Iterator[Any]], Watcher]
    ) -> None:
        self._stream = stream
        self._watch = watch
        self._watchers: dict[int, Watcher] = {}
        length = len(stream._operations)
        if length > LONGEST:
            raise DeepStreamError(
                f"{name} follows at most {LONGEST} operations, this stream has {length}; "
                "collect the items on the way, with .to_list()"
            )

    def __enter__(self) -> Iterator[Any]:
        operations = self._stream._operations
        asks = bool(operations) and operations[0][0].asks
        items: Any = self._source(self._stream._source, asks=asks)
        for place, (operation, argument) in enumerate(operations, 1):
            items = self.watch(place, operation.pull(argument, items))
        return items  # type: ignore[no-any-return]

    def __exit__(self, kind: object, error: object, trace: TracebackType | None) -> None:
        for place in sorted(self._watchers, reverse=True):
            self._watchers[place].items = iter(())

    def watch(self, place: int, items: Iterator[Any]) -> Watcher:
        """The iterator of the step at `place`, watched."""
        watcher = self._watchers[place] = self._watch(place, items)
        return watcher

    def _source(self, source: Any, *, asks: bool) -> Any:
        if not (asks and is_reiterable(source)):
            return self.watch(0, iter(source))
        kind = type(source)
        backwards = kind in (str, bytes) or getattr(kind, "__reversed__", None) is not None
        return (_BothWays if backwards else _Again)(self, source)


class _Again:
    """A source for an operation that asks it for more than one iterator."""

    def __init__(self, watched: Watched, source: Any) -> None:
        self._watched = watched
        self._source = source

    def __iter__(self) -> Iterator[Any]:
        return self._watched.watch(0, iter(self._source))


class _BothWays(_Again):
    """A source that can be read backwards too."""

    def __reversed__(self) -> Iterator[Any]:
        return self._watched.watch(0, reversed(self._source))
