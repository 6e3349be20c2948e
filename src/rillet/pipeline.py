"""Operations without a source: `op.map(f) | op.filter(p)` is a value."""

from __future__ import annotations

from types import GenericAlias

from rillet.arguments import absent, brief, not_callable
from rillet.operations.own import as_pipeline
from rillet.stream import Stream
from rillet.targets import Broadcast, Sends, target_of, target_of_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from typing import Any, Generic, Protocol, TypeAlias, TypeVar, overload

    from rillet.fold import Fold
    from rillet.op import Keeping
    from rillet.operations.operation import Operation
    from rillet.operations.own import Laid
    from rillet.seeing.explanation import Explanation
    from rillet.sink import Sink
else:
    from rillet.untyped import Generic, TypeVar, overload

A_contra = TypeVar("A_contra", contravariant=True)
B_co = TypeVar("B_co", covariant=True)
C = TypeVar("C")
R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")
X = TypeVar("X")

if TYPE_CHECKING:
    Target: TypeAlias = Sink[X, Any] | Fold[X, Any] | Generator[Any, X, Any] | Callable[[X], object]

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
    def __ror__(self, before: Callable[[Iterable[X]], Laid[A_contra]], /) -> Pipeline[X, B_co]: ...
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
    def __or__(  # type: ignore[overload-overlap]
        self, after: Callable[[Iterable[B_co]], Laid[C]], /
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
        after = as_pipeline(after) or after
        if isinstance(after, Pipeline):
            return Pipeline(self._operations + after._operations)
        return Program((self,)) | after

    @overload
    def push(self, target: Sink[B_co, R] | Fold[B_co, R], /) -> Sink[A_contra, R]: ...
    @overload
    def push(self, target: Generator[Any, B_co, R], /) -> Sink[A_contra, R | None]: ...
    @overload
    def push(self, target: Callable[[B_co], object], /) -> Sink[A_contra, None]: ...
    @overload
    def push(
        self,
        a: Target[B_co],
        b: Target[B_co],
        /,
        *targets: Target[B_co],
    ) -> Sink[A_contra, tuple[Any, ...]]: ...
    def push(self, *targets: Any) -> Sink[Any, Any]:
        """Give a sink: what is sent into it goes through the operations, and into `targets`.

        >>> from rillet import op
        >>> sink = (op.map(int) | op.filter()).push(print)
        >>> for text in "102":
        ...     more_is_wanted = sink.send(text)
        1
        2

        A target is a callable, another sink, a generator that receives (see `consumer`) or a
        `Fold`. Several targets get each item one after the other, and the result of the sink is
        the tuple of theirs.

        What an operation gives before its first item is sent at once, and a `take(0)` is then
        `done`. The other iterables of an operation are pulled as items come.
        """
        from rillet.engines.push import pushed

        return pushed(self._operations, target_of_all("targets", targets))

    def __getitem__(self, place: slice, /) -> Pipeline[A_contra, B_co]:
        """Keep the slice `start:stop:step` of the items, as `stream[start:stop:step]` does.

        >>> from rillet import op
        >>> (op.map(str.upper)[1:3] | "".join)("abcd")
        'BC'
        """
        if not isinstance(place, slice):
            raise TypeError(f"place must be a slice, got {brief(place)}")
        return Pipeline(self._operations + Stream(())[place]._operations)

    def explain(self) -> Explanation:
        """Tell what is known of the operations, as `Stream.explain` does.

        >>> from rillet import op
        >>> (op.map(str.upper) | op.take(2)).explain()
        endless: no · re-iterable: as its source · picklable: yes · pushable: yes · depth: 3 of 1000
        <BLANKLINE>
        plan                laziness  holds     items      on error  push  pickle
        (no source yet)                         unknown                    yes
        ├─ .map(str.upper)  1:1       one item  unknown    goes on   yes   yes
        └─ .take(2)         1:1       one item  at most 2  ends      yes   yes
        """
        from rillet.seeing.explanation import explained_pipeline

        return explained_pipeline(self)

    def to_mermaid(self) -> str:
        """Give the operations as a flowchart in the language of Mermaid.

        >>> from rillet import op
        >>> print(op.take(2).to_mermaid())
        flowchart TD
            n0(["(no source yet)"])
            n1[".take(2)<br/>1:1, one item"]
            n0 --> n1
        """
        from rillet.seeing.mermaid import flowchart

        return flowchart(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Give what a notebook shows: the `repr`, and `explain` as HTML."""
        return {**self.explain()._repr_mimebundle_(), "text/plain": repr(self)}

    if not TYPE_CHECKING:  # the checkers know what there is

        def __getattr__(self, name):
            """Say how a pipeline goes on, and what a name from elsewhere is called here."""
            from rillet import op

            if name not in op.__all__:
                raise absent("Pipeline", name, self)
            way = f"operations are joined by |, as in pipeline | op.{name}(…)"
            raise AttributeError(f"Pipeline has no {name!r}; {way}", name=name, obj=self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Pipeline, (self._operations,)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pipeline):
            return NotImplemented
        return self._operations == other._operations

    def __hash__(self) -> int:
        return hash(self._operations)

    def __repr__(self) -> str:
        shown = ""
        for operation, argument in self._operations:
            call = operation.text(argument, 0)
            if call.startswith("["):
                shown = (shown or "Pipeline()") + call
            else:
                shown += f" | op.{call}" if shown else f"op.{call}"
        return shown or "Pipeline()"

    def _attach(self, stream: Stream[Any]) -> Stream[Any]:
        return stream._with(self._operations)


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

    @overload
    def push(self) -> Sink[A_contra, R_co]: ...
    @overload
    def push(
        self: Program[A_contra, Stream[X]], target: Sink[X, R] | Fold[X, R], /
    ) -> Sink[A_contra, R]: ...
    @overload
    def push(
        self: Program[A_contra, Stream[X]], target: Generator[Any, X, R], /
    ) -> Sink[A_contra, R | None]: ...
    @overload
    def push(
        self: Program[A_contra, Stream[X]], target: Callable[[X], object], /
    ) -> Sink[A_contra, None]: ...
    @overload
    def push(
        self: Program[A_contra, Stream[X]],
        a: Target[X],
        b: Target[X],
        /,
        *targets: Target[X],
    ) -> Sink[A_contra, tuple[Any, ...]]: ...
    def push(self, *targets: Any) -> Sink[Any, Any]:
        """Give a sink, as `Pipeline.push` does, through functions that can only be pulled.

        >>> from rillet import op
        >>> def in_pairs(numbers):
        ...     numbers = iter(numbers)
        ...     for number in numbers:
        ...         yield number, next(numbers, None)
        >>> with (op.map(int) | in_pairs).push(print) as sink:
        ...     sink.send("1"), sink.send("2"), sink.send("3")
        (1, 2)
        (True, True, True)
        (3, None)

        Without a target the result of the last function is that of the sink.

        >>> sink = (op.map(int) | sum).push()
        >>> sink.send("1"), sink.send("2"), sink.close()
        (True, True, 3)

        Functions that follow one another run in a thread of their own, which takes turns with
        this one: nothing runs side by side, and all that they give is pushed on from this thread.
        They see the context variables as they are now. Every item costs up to four changes of
        threads, some tens of microseconds in all, so write an operation where that counts. Where
        no thread can be started it is a RuntimeError that names the function.

        An exception before such a function is raised where it was sent, and closes the sink. The
        function gets it too, to clean up, but what it makes of it is lost: pushed, it cannot
        handle the exceptions of what comes before it.
        """
        return _pushed(self._steps, targets)

    def _as_target(self) -> Any:
        return Sends(self.push())

    def __reduce__(self) -> tuple[Any, ...]:
        return Program, (self._steps,)

    def __repr__(self) -> str:
        return " | ".join(brief(step) for step in self._steps)

    def _attach(self, stream: Stream[Any]) -> Any:
        made: Any = stream
        for step in self._steps:
            piped = isinstance(made, Stream) or isinstance(step, Pipeline)
            made = made | step if piped else step(made)
        return made


def broadcast(*targets: Target[X]) -> Program[X, tuple[Any, ...]]:
    """End a pipe in several targets: each gets every item, and the answer is their results.

    >>> from rillet import Fold, op
    >>> count = Fold(int, lambda n, item: n + 1)
    >>> both = op.broadcast(op.filter(str.isdigit).push(count), count)
    >>> both("a1b2")
    (2, 4)
    >>> sink = (op.map(str.upper) | op.broadcast(print, count)).push()
    >>> sink.send("a"), sink.send("b"), sink.close()
    A
    B
    (True, True, (None, 2))

    It is `Stream.broadcast` without a source, and in a push chain it takes the place of the
    target. A sink among the targets can be closed once, so the pipe can be used once.
    """
    return Program((Broadcast(targets),))


def _pushed(steps: tuple[Callable[[Any], Any], ...], targets: tuple[Any, ...]) -> Sink[Any, Any]:
    """A sink of the steps of a program: its functions are bridged."""
    from rillet.engines.push import pushed
    from rillet.threads import Answer, Bridged

    answer = None
    if isinstance(steps[-1], Broadcast) and not targets:
        *steps_before, last = steps
        target = target_of(last)
    elif targets or isinstance(steps[-1], Pipeline):
        steps_before, target = [*steps], target_of_all("targets", targets)
    else:
        steps_before, target = [*steps], Answer()
        answer = target
    operations: list[Any] = []
    functions: tuple[Any, ...] = ()
    for step in steps_before:
        if not isinstance(step, Pipeline):
            functions = (*functions, step)
            continue
        if functions:
            operations.append((Bridged, (Program(functions), None)))
            functions = ()
        operations.extend(step._operations)
    if functions:
        operations.append((Bridged, (Program(functions), answer)))
    return pushed(tuple(operations), target)
