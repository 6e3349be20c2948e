"""An iterator that shows the next item before it is taken: what `Stream.peekable` gives."""

from __future__ import annotations

from types import GenericAlias

from rillet.arguments import MISSING
from rillet.errors import EmptyStreamError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Generic, Self, TypeVar, overload
else:
    from rillet.untyped import Generic, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


class Peekable(Generic[T_co]):
    """One pass over a stream, whose next item can be looked at.

    >>> from rillet import Stream
    >>> words = Stream(["-v", "-q", "file"]).peekable()
    >>> while words.peek(default="").startswith("-"):
    ...     print("option", next(words))
    option -v
    option -q
    >>> list(words)
    ['file']

    It is an iterator and no stream: it is read once, and is its own position. Its truth tells
    whether there is a next item, and pulls it to know; a stream has none for that very reason.

    >>> bool(words)
    False

    What the stream has opened is closed at the end, and when the iterator is let go of.
    """

    __slots__ = ("_ahead", "_depth", "_items")

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, items: Iterator[T_co], depth: int) -> None:
        self._items = items
        self._depth = depth
        self._ahead: list[Any] = []

    def __iter__(self) -> Self:
        return self

    # A traceback keeps the frames of these, and must not keep the source open: they let go of self.

    def __next__(self) -> T_co:
        try:
            return self._ahead.pop() if self._ahead else next(self._items)
        except StopIteration:
            self._items = iter(())
            raise
        except BaseException:
            del self
            raise

    def __bool__(self) -> bool:
        """Tell whether there is a next item, and pull it for that."""
        try:
            if not self._ahead:
                self._ahead.append(next(self._items))
        except StopIteration:
            self._items = iter(())
            return False
        except BaseException:
            del self
            raise
        return True

    @overload
    def peek(self) -> T_co: ...
    @overload
    def peek(self, default: U) -> T_co | U: ...
    def peek(self, default: Any = MISSING) -> Any:
        """Give the next item, and leave it to be the next.

        >>> from rillet import Stream
        >>> letters = Stream("ab").peekable()
        >>> letters.peek(), letters.peek(), next(letters), next(letters)
        ('a', 'a', 'a', 'b')

        At the end it gives `default`, or else is an `EmptyStreamError`. It is no `StopIteration`,
        which would end the generator or the `map` that you look from.
        """
        try:
            if self._ahead or self:
                return self._ahead[0]
        except BaseException:
            del self
            raise
        if default is MISSING:
            raise EmptyStreamError("peek needs an item, and the stream has ended")
        return default
