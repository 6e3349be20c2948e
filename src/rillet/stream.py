"""`Stream`: a source and the operations on it. It is put together from the families."""

from __future__ import annotations

from itertools import tee
from math import fsum, prod
from sys import _getframe
from types import GenericAlias

from rillet.answers import Answering, Answers
from rillet.arguments import at_least, brief, check_callable
from rillet.cached import Cached
from rillet.compiled import deque, partial, reduce
from rillet.engines.pull import MODEST, interruptible
from rillet.errors import InfiniteStreamError
from rillet.operations.choices import Choices
from rillet.operations.combine import Combine
from rillet.operations.distinct import Distinct
from rillet.operations.extend import Extend
from rillet.operations.fuse import Fuse, Fusing
from rillet.operations.groups import Groups
from rillet.operations.join import Join
from rillet.operations.neighbours import Neighbours
from rillet.operations.operation import Operation, T_co, ending_for_good, new
from rillet.operations.order import Order
from rillet.operations.own import Own, as_pipeline
from rillet.operations.parts import Parts
from rillet.operations.recovery import Recovery
from rillet.operations.select import Select
from rillet.operations.slicing import Slicing
from rillet.operations.splitting import Splitting
from rillet.operations.transform import Transform
from rillet.plan import (
    BESIDE,
    DEEPEST,
    ENDLESS,
    PLAIN,
    SIZED,
    bounds_of,
    depth_of,
    is_reiterable,
    made_at,
    readable,
    source_text,
    too_deep,
)
from rillet.sources import Sources
from rillet.terminals.aggregate import Aggregate
from rillet.terminals.ahead import Ahead
from rillet.terminals.collect import Collect
from rillet.terminals.output import Output
from rillet.terminals.push import Push
from rillet.terminals.raised import noted, terminals_of
from rillet.terminals.reduce import Reduce
from rillet.terminals.search import Search
from rillet.terminals.show import Show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Concatenate, Literal, TypeVar, final, overload

    from typing_extensions import ParamSpec

    from rillet.op import Keeping
    from rillet.pipeline import Pipes

    P = ParamSpec("P")
else:
    from rillet.untyped import TypeVar, final, overload

K = TypeVar("K")
R = TypeVar("R")
U = TypeVar("U")
V = TypeVar("V")

_BUILTIN = frozenset({type, type(sum)})
_COLLECTING: tuple[Any, ...] = (list, tuple, set, frozenset, dict, bytes, bytearray, deque)
_REDUCING: tuple[Any, ...] = (sum, sorted, min, max, reduce, prod, fsum)
_READS_TO_THE_END = frozenset(_COLLECTING + _REDUCING)
_READ_BY_NAME = ((None, "str.join"), (None, "bytes.join"), ("collections", "Counter"))
"""What is bound to a string, or in a module that is not imported for this."""
_MAY_STOP_EARLY = frozenset({any, all})


@final
class Stream(
    Sources[T_co],
    Transform[T_co],
    Parts[T_co],
    Select[T_co],
    Distinct[T_co],
    Slicing[T_co],
    Neighbours[T_co],
    Groups[T_co],
    Splitting[T_co],
    Extend[T_co],
    Order[T_co],
    Combine[T_co],
    Join[T_co],
    Choices[T_co],
    Recovery[T_co],
    Own[T_co],
    Fusing[T_co],
    Collect[T_co],
    Reduce[T_co],
    Aggregate[T_co],
    Search[T_co],
    Ahead[T_co],
    Output[T_co],
    Push[T_co],
    Show[T_co],
    Answers,
    metaclass=Answering,
):
    """A lazy stream over any iterable.

    >>> from rillet import Stream
    >>> squares = Stream([1, 2, 3]).map(lambda n: n * n)
    >>> list(squares), list(squares)
    ([1, 4, 9], [1, 4, 9])

    A stream is a plan: a source and the operations on it. Nothing is pulled while it is built.
    Each `iter(stream)` is a new pass, and gives the C iterator of the last operation itself.

    A stream can be read again exactly when its source can. Over an iterator, which is read only
    once, a second pass is a `StreamConsumedError`.
    """

    # A stream is the last link of its plan: an operation, and the stream (or source) before it.
    # Where it was made is kept only with a source that is no builtin collection: to ask for it
    # costs 0.3 µs, a fourth of what ten items take.
    __slots__ = ("_argument", "_before", "_depth", "_made", "_operation")

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, source: Iterable[T_co], /) -> None:
        self._operation = None
        if type(source) in PLAIN:
            self._before = source
            self._depth = 1
        elif isinstance(source, Stream):
            self._before = source._before
            self._depth = source._depth
            copy: Any = self
            copy.__class__ = type(source)
            if source._operation is not None:
                self._operation = source._operation
                self._argument = source._argument
            elif hasattr(source, "_made"):
                self._made = source._made
        else:
            self._made = made_at(_getframe(1))
            self._before = readable("source", source)
            self._depth = depth_of(self._before)
            if self._depth > DEEPEST:
                raise too_deep(self._depth)

    def __iter__(self) -> Iterator[T_co]:
        # Up to three operations are laid as they stand: a list of the links, which any number
        # of them takes, costs ten items a tenth of their time.
        last: Any = self
        if last._operation is None:
            return iter(last._before)
        before = last._before
        if before._operation is None:
            return last._operation.pull(last._argument, before._before)  # type: ignore[no-any-return]
        first = before._before
        if first._operation is None:
            items = before._operation.pull(before._argument, first._before)
            return last._operation.pull(last._argument, items)  # type: ignore[no-any-return]
        if first._before._operation is None:
            items = first._operation.pull(first._argument, first._before._before)
            items = before._operation.pull(before._argument, items)
            return last._operation.pull(last._argument, items)  # type: ignore[no-any-return]
        links = [last, before]
        while first._operation is not None:
            links.append(first)
            first = first._before
        items = first._before
        for link in reversed(links):
            items = link._operation.pull(link._argument, items)
        return items  # type: ignore[no-any-return]

    def _then(self, operation: type[Operation], argument: Any) -> Stream[Any]:
        stream: Stream[Any] = new(type(self))
        stream._before = self
        stream._operation = operation
        stream._argument = argument
        stream._depth = self._depth + operation.weight
        if operation.beside:
            deepest = max(map(depth_of, operation.operands(argument)), default=0)
            stream._depth = operation.weight + max(self._depth, deepest + BESIDE)
        if stream._depth > DEEPEST:
            raise too_deep(stream._depth)
        return stream

    def _with(self, operations: tuple[tuple[type[Operation], Any], ...]) -> Stream[Any]:
        """The stream with all these operations after its own."""
        stream: Stream[Any] = self
        for operation, argument in operations:
            if operation is Fuse:
                stream = stream.fuse()
            elif operation.laziness == "end":
                stream = stream._then_at_end(operation, argument)
            else:
                stream = stream._then(operation, argument)
        return stream

    def _then_at_end(self, operation: type[Operation], argument: Any) -> Stream[Any]:
        """`_then`, for an operation that must see the end."""
        self._refuse_endless(operation.name)
        return self._then(operation, argument)

    @property
    def _root(self) -> Stream[Any]:
        """The stream of the source alone, which knows where it was made."""
        link = self
        while link._operation is not None:
            link = link._before
        return link

    @property
    def _source(self) -> Any:
        return self._root._before

    @property
    def _operations(self) -> tuple[tuple[type[Operation], Any], ...]:
        operations: list[tuple[type[Operation], Any]] = []
        link = self
        while link._operation is not None:
            operations.append((link._operation, link._argument))
            link = link._before
        return tuple(reversed(operations))

    def __reduce__(self) -> tuple[Any, ...]:
        return _planned, (self._source, self._operations)

    def _items(self) -> Iterator[T_co]:
        return iter(self) if self._ends_soon() else interruptible(self._source, self._operations)

    def _every_item(self, terminal: str) -> Iterator[T_co]:
        if self._ends_soon():
            return iter(self)
        self._refuse_endless(terminal)
        return interruptible(self._source, self._operations)

    def _whole(self, terminal: str) -> Iterable[T_co]:
        """All items, as the source itself where it is short and nothing is laid on it.

        It is for builtins that are quicker over a collection than over its iterator.
        """
        if self._operation is None and self._ends_soon():
            return self._before  # type: ignore[no-any-return]
        return self._every_item(terminal)

    def _items_for(self, f: Any) -> Any:
        """The stream, or its items where `f` is a builtin that does nothing but read them."""
        while type(f) is partial:
            f = f.func
        if type(f) not in _BUILTIN:
            return self
        name = f.__module__, f.__qualname__
        if f in _READS_TO_THE_END or name in _READ_BY_NAME:
            return self._every_item(brief(f))
        return self._items() if f in _MAY_STOP_EARLY else self

    def _ends_soon(self) -> bool:
        """Whether a pass is short beyond doubt; no is no answer."""
        link = self
        while link._operation is not None:
            if link._operation.expands:
                return False
            link = link._before
        source = link._before
        return type(source) in SIZED and len(source) <= MODEST

    def _refuse_endless(self, name: str) -> None:
        if bounds_of(self)[1] == ENDLESS:
            raise InfiniteStreamError(
                f"{name} needs the end of the stream, and {brief(self)} has none; "
                "bound it before, with take or takewhile"
            )

    @overload
    def pipe(
        self,
        f: Callable[Concatenate[Stream[T_co], P], Iterator[U]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Stream[U]: ...
    @overload
    def pipe(
        self, f: Callable[Concatenate[Stream[T_co], P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R: ...
    def pipe(self, f: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Give `f(stream, *args, **kwargs)`; an iterator becomes a stream again.

        >>> from rillet import Stream
        >>> Stream([3, 1, 2]).pipe(sorted, reverse=True)
        [3, 2, 1]
        >>> def evens(numbers):
        ...     for n in numbers:
        ...         if n % 2 == 0:
        ...             yield n
        >>> Stream([1, 2, 3, 4]).pipe(evens).map(str).to_list()
        ['2', '4']

        `stream | f` is the same, without arguments.

        Laziness: that of `f`. A stream over an iterator that `f` gives can be read once.
        """
        check_callable("f", f)
        if isinstance(f, type) and (word := as_pipeline(f)) is not None:
            f = word
        attach = getattr(type(f), "_attach", None)
        if attach is not None and not (args or kwargs):
            return attach(f, self)
        made = f(self._items_for(f), *args, **kwargs)
        return self._read_by(made) if hasattr(type(made), "__next__") else made

    def _read_by(self, made: Iterator[Any]) -> Stream[Any]:
        """A stream over an iterator that is taken to read this one."""
        stream: Stream[Any] = Stream(made)
        stream._depth = max(stream._depth, self._depth + BESIDE)
        if stream._depth > DEEPEST:
            raise too_deep(stream._depth)
        return stream

    @overload
    def __or__(self, f: Keeping[T_co], /) -> Stream[T_co]: ...
    @overload
    def __or__(self, f: Pipes[T_co, U], /) -> Stream[U]: ...
    @overload
    def __or__(self, f: type[list[Any]], /) -> list[T_co]: ...
    @overload
    def __or__(self, f: type[tuple[Any, ...]], /) -> tuple[T_co, ...]: ...
    @overload
    def __or__(self, f: type[set[Any]], /) -> set[T_co]: ...
    @overload
    def __or__(self: Stream[tuple[K, V]], f: type[dict[Any, Any]], /) -> dict[K, V]: ...
    @overload
    def __or__(self, f: Callable[[Stream[T_co]], Iterator[U]], /) -> Stream[U]: ...
    @overload
    def __or__(self, f: Callable[[Stream[T_co]], R], /) -> R: ...
    def __or__(self, f: Any, /) -> Any:
        """Give `f(stream)`; with a `Pipeline`, the stream with its operations.

        >>> from rillet import Stream, op
        >>> Stream("abc") | op.map(str.upper) | "".join
        'ABC'

        Laziness: that of `f`.
        """
        return self.pipe(f)

    def cache(self) -> Stream[T_co]:
        """Remember the items, so that a one-shot stream can be read again.

        >>> from rillet import Stream
        >>> words = Stream(iter(["one", "two"])).cache()
        >>> words.to_list(), words.count()
        (['one', 'two'], 2)

        Each item is pulled once, by the pass that comes to it first, whatever the thread.

        Laziness: all; holds every item it has seen.
        """
        cached = Cached(self)
        if cached.depth > DEEPEST:
            raise too_deep(cached.depth)
        return Stream(cached)

    @overload
    def tee(self, n: Literal[2] = 2, /) -> tuple[Stream[T_co], Stream[T_co]]: ...
    @overload
    def tee(self, n: Literal[3], /) -> tuple[Stream[T_co], Stream[T_co], Stream[T_co]]: ...
    @overload
    def tee(self, n: int, /) -> tuple[Stream[T_co], ...]: ...
    def tee(self, n: int = 2, /) -> tuple[Stream[T_co], ...]:
        """Give `n` streams, each of all the items, to be read side by side.

        >>> from rillet import Stream
        >>> lines = Stream(iter(["name", "ada", "alan"]))
        >>> now, then = lines.tee()
        >>> then.drop(1).zip(now).to_list()
        [('ada', 'name'), ('alan', 'ada')]

        A stream that can be read again is so `n` times over, and nothing is held. Of one that can
        be read once this is its pass, and each of the `n` can be read once, all by one thread.
        To read it any number of times, and by any thread, see `cache`.

        Laziness: all; holds every item that one of the streams has seen and another has not.
        """
        n = at_least(0, "n", n)
        if is_reiterable(self):
            return (self,) * n
        return tuple(map(self._read_by, tee(ending_for_good(self), n)))

    def __dir__(self) -> list[str]:
        return dir(type(self))

    def __bool__(self) -> bool:  # not NoReturn, after which mypy is silent for the rest of a scope
        """Refuse: whether a stream has items cannot be told without a pull."""
        raise TypeError(
            "a stream has no truth value, for that would pull from it; "
            "ask .any(), or whether it is None"
        )

    def __repr__(self) -> str:
        """Give the chain that made the stream, and pull nothing."""
        return self._call_text(0)

    def _call_text(self, level: int) -> str:
        calls = [operation.text(argument, level) for operation, argument in self._operations]
        links = [call if call.startswith("[") else f".{call}" for call in calls]
        return source_text(self._source, level) + "".join(links)


def _planned(source: Any, operations: tuple[tuple[type[Operation], Any], ...]) -> Stream[Any]:
    """The stream that was pickled."""
    return Stream(source)._with(operations)


for _terminal in terminals_of(Stream.__mro__[:-2]):
    setattr(Stream, _terminal.__name__, noted(_terminal))
