"""Operations without a source: `op.map(f) | op.filter(p)` is a value."""

from __future__ import annotations

from types import GenericAlias

from rillet.arguments import brief, not_callable
from rillet.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Generic, Protocol, TypeVar, overload

    from rillet.op import Keeping
    from rillet.operations.operation import Operation
else:
    from rillet.untyped import Generic, TypeVar, overload

A_contra = TypeVar("A_contra", contravariant=True)
B_co = TypeVar("B_co", covariant=True)
C = TypeVar("C")
R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")
X = TypeVar("X")

if TYPE_CHECKING:

    class Pipes(Protocol[A_contra, B_co]):
        """A pipeline, known by its call: so `op.pairwise()` is one for items of any type."""

        @property
        def _operations(self) -> tuple[tuple[type[Operation], Any], ...]: ...

        def __call__(self, items: Iterable[A_contra], /) -> Iterator[B_co]:
            """Give the items that the operations make of `items`."""
            ...


class Pipeline(Generic[A_contra, B_co]):
    """Operations that wait for a source. It is made by the functions of `rillet.op`.

    >>> from rillet import op
    >>> shout = op.map(str.upper) | op.enumerate(1)
    >>> shout
    op.map(str.upper) | op.enumerate(1)

    It is a function from an iterable to an iterator, and `iterable | pipeline` is a stream.

    >>> list(shout("ab"))
    [(1, 'A'), (2, 'B')]
    >>> ("ab" | shout).to_list()
    [(1, 'A'), (2, 'B')]
    """

    __slots__ = ("_operations",)

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    __array_ufunc__ = None
    """Leaves `array | pipeline` to the pipeline; numpy would take the array apart."""

    def __init__(self, operations: tuple[tuple[type[Operation], Any], ...] = ()) -> None:
        self._operations = operations

    def __call__(self, items: Iterable[A_contra], /) -> Iterator[B_co]:
        """Give the items that the operations make of `items`."""
        return iter(self._attach(Stream(items)))

    @overload
    def __ror__(  # type: ignore[misc]  # asked only where `Keeping.__or__` has refused
        self, before: Keeping[A_contra], /
    ) -> Pipeline[A_contra, B_co]: ...
    @overload
    def __ror__(self, items: Iterable[A_contra], /) -> Stream[B_co]: ...
    def __ror__(self, items: Any, /) -> Any:
        """Make a stream over `items` with these operations."""
        return self._attach(Stream(items))

    # A pipeline can be called too, so the overloads overlap, and the first that fits counts.
    @overload
    def __or__(  # type: ignore[overload-overlap]
        self, after: Keeping[B_co], /
    ) -> Pipeline[A_contra, B_co]: ...
    @overload
    def __or__(  # type: ignore[overload-overlap]
        self, after: Pipes[B_co, C], /
    ) -> Pipeline[A_contra, C]: ...
    @overload
    def __or__(self, after: type[list[Any]], /) -> Program[A_contra, list[B_co]]: ...
    @overload
    def __or__(self, after: type[tuple[Any, ...]], /) -> Program[A_contra, tuple[B_co, ...]]: ...
    @overload
    def __or__(self, after: type[set[Any]], /) -> Program[A_contra, set[B_co]]: ...
    @overload
    def __or__(
        self, after: Callable[[Stream[B_co]], Iterator[C]], /
    ) -> Program[A_contra, Stream[C]]: ...
    @overload
    def __or__(self, after: Callable[[Stream[B_co]], R], /) -> Program[A_contra, R]: ...
    def __or__(self, after: Any, /) -> Any:
        """Join this and the operations, or the function, that come after it."""
        if isinstance(after, Pipeline):
            return Pipeline(self._operations + after._operations)
        return Program((self,)) | after

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pipeline):
            return NotImplemented
        return self._operations == other._operations

    def __hash__(self) -> int:
        return hash(self._operations)

    def __repr__(self) -> str:
        calls = [f"op.{operation.text(argument, 0)}" for operation, argument in self._operations]
        return " | ".join(calls) or "Pipeline()"

    def _attach(self, stream: Stream[Any]) -> Stream[Any]:
        for operation, argument in self._operations:
            if operation.laziness == "end":
                stream = stream._then_at_end(operation, argument)
            else:
                stream = stream._then(operation, argument)
        return stream


class Program(Generic[A_contra, R_co]):
    """A pipeline that ends in functions: `op.map(f) | list`.

    >>> from rillet import op
    >>> total = op.filter(str.isdigit) | op.map(int) | sum
    >>> total
    op.filter(str.isdigit) | op.map(int) | sum
    >>> total("1a2")
    3
    """

    __slots__ = ("_steps",)

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    __array_ufunc__ = None

    def __init__(self, steps: tuple[Callable[[Any], Any], ...]) -> None:
        self._steps = steps

    def __call__(self, items: Iterable[A_contra], /) -> R_co:
        """Give what the functions make of `items`, the first of them of a stream over it."""
        return self._attach(Stream(items))  # type: ignore[no-any-return]  # so the last promised

    __ror__ = __call__

    @overload
    def __or__(
        self: Program[A_contra, Iterable[X]], after: Keeping[X], /
    ) -> Program[A_contra, Stream[X]]: ...
    @overload
    def __or__(
        self: Program[A_contra, Iterable[X]], after: Pipes[X, C], /
    ) -> Program[A_contra, Stream[C]]: ...
    @overload
    def __or__(
        self: Program[A_contra, Stream[X]], after: Callable[[Stream[X]], Iterator[C]], /
    ) -> Program[A_contra, Stream[C]]: ...
    @overload
    def __or__(self, after: Callable[[R_co], R], /) -> Program[A_contra, R]: ...
    def __or__(self, after: Any, /) -> Any:
        """Join this and the function that comes after it."""
        if isinstance(after, Program):
            return Program(self._steps + after._steps)
        if not callable(after):
            raise not_callable("f", after)
        return Program((*self._steps, after))

    def __repr__(self) -> str:
        return " | ".join(brief(step) for step in self._steps)

    def _attach(self, stream: Stream[Any]) -> Any:
        made: Any = stream
        for step in self._steps:
            piped = isinstance(made, Stream) or isinstance(step, Pipeline)
            made = made | step if piped else step(made)
        return made
