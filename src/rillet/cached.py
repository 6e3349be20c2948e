"""A source that remembers what was pulled, so that a one-shot stream can be read again."""

from __future__ import annotations

from _thread import RLock

from rillet.arguments import brief
from rillet.errors import StreamConsumedError
from rillet.plan import BESIDE, Source, bounds_of, depth_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from rillet.plan import Bounds
    from rillet.stream import Stream


class Cached(Source):
    """The items of `stream`: each is pulled once, by the pass that comes to it first.

    An exception of the stream is remembered too, and ends every pass at the same place.
    """

    __slots__ = ("_error", "_held", "_is_complete", "_lock", "_rest", "_stream")

    _error: Exception | None
    _held: list[Any]
    _is_complete: bool
    _lock: RLock
    _rest: Iterator[Any] | None
    _stream: Stream[Any]

    def __init__(self, stream: Stream[Any]) -> None:
        self.__setstate__((stream, [], None, None, False))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._held) if self._is_complete else self._read()

    def _read(self) -> Iterator[Any]:
        held = self._held
        place = 0
        while True:
            if place == len(held):
                with self._lock:
                    if place == len(held) and not self._pull():
                        return
            yield held[place]
            place += 1

    def _pull(self) -> bool:
        """Pull one more item into what is held; tell whether there was one."""
        if self._error is not None:
            raise self._error
        if self._rest is None:
            self._rest = self._stream._items()
        try:
            for item in self._rest:
                self._held.append(item)
                return True
        except Exception as error:
            self._error, self._rest = error, iter(())
            raise
        except BaseException as interruption:
            self._error, self._rest = self._interrupted(interruption), iter(())
            raise
        self._rest = iter(())
        self._is_complete = True
        return False

    def _interrupted(self, interruption: BaseException) -> StreamConsumedError:
        return StreamConsumedError(
            f"the cache of {brief(self._stream)} was being filled when {interruption!r} came; "
            f"{len(self._held)} items are known, and whether the rest is lost is not"
        )

    @property
    def unread(self) -> Stream[Any] | None:
        """The stream that a pass may still pull from; None once all its items are known."""
        return None if self._is_complete else self._stream

    @property
    def bounds(self) -> Bounds:  # type: ignore[override]  # read as an attribute
        return bounds_of(self._stream)

    @property
    def depth(self) -> int:  # type: ignore[override]  # read as an attribute
        return depth_of(self._stream) + 3 * BESIDE

    def text(self, level: int) -> str:
        return f"{self._stream._call_text(level)}.cache()"

    def __getstate__(self) -> tuple[Any, ...]:
        return self._stream, self._held, self._rest, self._error, self._is_complete

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._stream, self._held, self._rest, self._error, self._is_complete = state
        self._lock = RLock()
