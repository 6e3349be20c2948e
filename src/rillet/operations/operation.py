"""What an operation is, and what a family of them is made from.

A plan is a source and pairs `(operation, argument)`, of which each stream holds the last.
The operation is a class that is never instantiated by the library: it holds functions and facts.
The argument is all it was given: a function for `map`, a number for `take`, a tuple for several.
So `map(f)` costs no more than a stream, and its `pull` can be the builtin `map` itself.

`pull(argument, items)` lays the operation over `items` and returns an iterator.
It calls `iter(items)` before it returns and pulls nothing. The first operation of a plan
gets the source itself, which may be re-iterable; every other gets the iterator before it.

`push(argument, emit, opened)` is the same meaning driven from the other end: it returns a `Stage`,
`step, finish, fail`, of which the last two may be None. `step(item)` takes an item and gives on
what comes of it by calling `emit`; both answer True when no more is wanted, and `step` does so
with the last item that is. After a True of `emit` an operation emits no more. At the end of the
stream `finish()` gives out what was held back. Where it ends in an error there is no `finish`, but
`fail(error)`, and above the operation that raised it `fail(GeneratorExit())`, as a generator that
is left early sees it. What comes before the first item is emitted by `push` itself, which returns
`NOTHING_WANTED` where no item is wanted at all.
An operation changes its own state before it emits, for an error further down may pass through.
One that gives several items for one has a fourth function, `resume()`: it gives out what such an
error has left, and answers as `step` does. It is called before the next item, and before the end.
One that handles errors of what stands above it says of which classes, by `catches(argument)`. When
such an error arises above it, or in the source, its `fail(error)` emits what follows instead. Then
no more is wanted: what stands above has ended, and what stands below ends with `finish` at the end
of the stream. What `fail` raises, and `resume` after it, is an error that arose in this operation
or below it. It gets an error that it does not catch, and a GeneratorExit, as any other does.
`opened` is a list, at first of the operands: in it lies what must be let go of when the stream is
over, so that no function of a stage, which a traceback may keep alive, keeps a file open.
StopIteration of a user's function makes `step` answer True, as it ends a pulled stream.

`inline` is the short form of `push`, for an operation that does one thing to an item and holds
nothing: its statements. In them `item` is the item, and `argument` what `inlined` makes of the
argument. To `return None` leaves the item out, to `return True` ends the stream. What it keeps
from one item to the next is set in `begin`, the statements before the first. Neighbours of this
kind are pushed as one function, and fused into one loop, with the functions written in that they
call. An operation that has no such form may still be fused: `pieces(argument)` are the pairs of
others that do the same one after the other, or `nests` says that it gives out the items of items.

The facts:

    name       the method that makes it; an operation of the user's has none, and is laid by `then`
    laziness   the class that a docstring names; what the laws count:
               "1:1"  constant state, pulls exactly what it needs
               "+1"   reads one ahead
               "n"    holds at most n
               "run"  holds one run
               "all"  holds everything it has seen
               "end"  must see the end before it yields
               "any"  not known: a function of the user's
    survives   after an exception the next pull goes on with the next item
    expands    one item in may give many out, without a line of Python between them
    asks       as the first operation it asks its source for more than an iterator
    weight     how much C stack it takes, in nested `map` objects (134 bytes each on 3.11)
    bounds     (low, high) of the items out, from those in; see `rillet.plan`
    room       how many items it holds at most, where its argument says so and its class does not
    beside     it reads other iterables beside the stream: its `operands`
    keeps      and holds all that they give, or the keys of it
    exact      where `bounds` knows the number of items out, that is what a pass gives, and nothing
               of the user's is called on the way: `count` need not run it

An operation that is a generator is `Generated`, and writes `generate` in place of `pull`. That
receives its upstream as a function: `for item in items()`. The frame of a generator that raised
lives on in the traceback, and a local variable there would keep the upstream, and so an open file,
alive.
"""

from __future__ import annotations

from itertools import (
    accumulate,
    chain,
    compress,
    dropwhile,
    filterfalse,
    starmap,
    takewhile,
)

from rillet.arguments import brief, call_text
from rillet.beat import steps_in_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import CodeType
    from typing import Any, ClassVar, Final, Generic, TypeAlias, TypeVar

    from rillet.plan import Bounds
    from rillet.stream import Stream
else:
    from rillet.untyped import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

if TYPE_CHECKING:
    Emit: TypeAlias = Callable[[Any], object]
    Finish: TypeAlias = Callable[[], None]
    Fail: TypeAlias = Callable[[BaseException], None]
    Resume: TypeAlias = Callable[[], object]
    Stage: TypeAlias = (
        tuple[Emit | None, Finish | None, Fail | None]
        | tuple[Emit | None, Finish | None, Fail | None, Resume]
    )

new: Callable[[Any], Any] = object.__new__

LAZINESS: Final = ("1:1", "+1", "n", "run", "all", "end", "any")
"""The classes of laziness, as the module's docstring tells them."""

NOTHING_WANTED: Final[Stage] = (None, None, None)
"""The stage of an operation that wants no item."""

GENERATOR: Final = 6
"""The weight of a generator."""


class Operation:
    """One operation: how it is pulled and pushed, and its facts.

    An operation of your own is a subclass. It is called with what its method would be called with,
    and gives a `Pipeline`.

    >>> from itertools import islice
    >>> from rillet import Operation, Stream
    >>> class Every(Operation):
    ...     laziness = "1:1"
    ...
    ...     @staticmethod
    ...     def pull(n, items):
    ...         return islice(items, 0, None, n)
    ...
    ...     @staticmethod
    ...     def push(n, emit, opened):
    ...         left = 0
    ...
    ...         def step(item):
    ...             nonlocal left
    ...             if left:
    ...                 left -= 1
    ...                 return None
    ...             left = n - 1
    ...             return emit(item)
    ...
    ...         return step, None, None
    >>> stream = Stream("abcde").then(Every(2))
    >>> stream, stream.to_list()
    (Stream('abcde').then(Every(2)), ['a', 'c', 'e'])

    `pull(argument, items)` lays it over `items` and gives an iterator; `push` is the same meaning,
    one item at a time. The module `rillet.operations.operation` tells all of it on one page.
    """

    name: ClassVar[str] = "then"
    laziness: ClassVar[str] = "any"
    survives: ClassVar[bool] = False
    expands: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    beside: ClassVar[bool] = False
    keeps: ClassVar[bool] = False
    exact: ClassVar[bool] = False
    weight: ClassVar[int] = 1
    pull: Any
    inline: ClassVar[str] = ""
    begin: ClassVar[str] = ""
    nests: ClassVar[bool] = False
    pieces: Any = None

    if not TYPE_CHECKING:  # `operation` has the types: a class that makes something else has none

        def __new__(cls, *args, **options):
            from rillet.pipeline import Pipeline

            return Pipeline(((cls, cls.accept(*args, **options)),))

    @classmethod
    def accept(cls, argument: Any = None, /) -> Any:
        """The argument of the operation, from those of a call: here is where they are checked.

        By default a call takes one argument, or none.
        """
        return argument

    if TYPE_CHECKING:
        push: Any
    else:

        @classmethod
        def push(cls, argument, emit, opened, /):
            """The stage; by default the operation is pulled, in a thread that takes turns."""
            from rillet.threads import bridged

            return bridged(cls, argument, emit, opened)

    @staticmethod
    def inlined(argument: Any, /) -> Any:
        """What `argument` stands for in `inline`."""
        return argument

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None, /) -> Bounds:
        """The bounds of the items out, from those of the items in: by default the same."""
        return low, high

    @classmethod
    def room(cls, argument: Any, /) -> int | None:
        """How many items it holds at most; None is what its laziness says."""
        return argument if cls.laziness == "n" and type(argument) is int else None

    @staticmethod
    def parts(argument: Any, /) -> int | None:
        """How many parts every item out has, if each is a tuple of so many."""
        return None

    @staticmethod
    def operands(argument: Any, /) -> tuple[Any, ...]:
        """The iterables that are read beside the stream."""
        return ()

    @staticmethod
    def filled(argument: Any, operands: Iterable[Any], /) -> Any:
        """The argument with others in the place of its operands, for `pull` over a bridge."""
        return argument

    @staticmethod
    def catches(argument: Any, /) -> tuple[type[BaseException], ...]:
        """The classes of the errors above it that it handles: by default none."""
        return ()

    @classmethod
    def text(cls, argument: Any, level: int, /) -> str:
        """The call that made it, as source text."""
        given = () if argument is None else (argument,)
        if cls.name == "then":
            return f"then({call_text(brief(cls), *given, level=level)})"
        return call_text(cls.name, *given, level=level)


class Drops(Operation):
    """The facts of an operation that may leave any item out, but never the end."""

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None, /) -> Bounds:
        return 0, high


class Stops(Operation):
    """The facts of an operation that may stop, or drop, at any item."""

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None, /) -> Bounds:
        return 0, None if high == float("inf") else high


class Generated(Operation):
    """An operation whose iterator is a generator: `generate(argument, items)`."""

    weight = GENERATOR

    @classmethod
    def pull(cls, argument: Any, items: Iterable[Any], /) -> Iterator[Any]:
        return cls.generate(argument, upstream(items))

    @classmethod
    def generates(cls, argument: Any, /) -> bool:
        """Whether it lays its generator for this argument, and nothing quicker in C."""
        return True

    @staticmethod
    def generate(argument: Any, items: Callable[[], Iterator[Any]], /) -> Iterator[Any]:
        """The items out, from those that a call of `items` hands out."""
        raise NotImplementedError


class AtEnd(Operation):
    """An operation that must see the end: pushed, it holds the items until there is no more."""

    laziness = "end"

    @classmethod
    def push(cls, argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        return at_end([], lambda held: cls.pull(argument, held), emit)


def at_end(held: Any, make: Callable[[Any], Iterable[Any]], emit: Emit) -> Stage:
    """The stage that appends every item to `held`, and at the end gives out what `make` makes."""

    def finish() -> None:
        for item in make(held):
            if emit(item):
                return

    return held.append, finish, None


def upstream(items: Iterable[Any]) -> Callable[[], Iterator[Any]]:
    """A function that hands out the iterator of `items`, once, and keeps no hold of it."""
    return [iter(items)].pop


def bare(items: Iterable[Any]) -> Iterator[Any]:
    """The iterator of `items`; one of a Python class without its `__len__`, which `list` asks."""
    iterator = iter(items)
    return chain(iterator) if steps_in_python(iterator) else iterator


def ending_for_good(items: Iterable[Any]) -> Iterator[Any]:
    """The iterator of `items`, for what may ask on after the end.

    Where a StopIteration of the user's function has ended a `map`, the next pull would go on.
    """
    iterator = iter(items)
    return chain(iterator) if type(iterator) in _GOES_ON else iterator


_GOES_ON: Final = frozenset(
    {map, filter, zip, enumerate}
    | {accumulate, compress, dropwhile, filterfalse, starmap, takewhile}
)
"""The iterators in C that an end does not finish."""


def deferred(items: Iterable[Any], *functions: Callable[[Any], Any]) -> Iterator[Any]:
    """The items of what `functions`, one after the other, make of `items` at the first pull.

    The first of them reads the items, so it is a builtin: it has no frame for a traceback to keep.
    """
    made: Iterable[Any] = (bare(items),)
    for f in functions:
        made = map(f, made)
    return chain.from_iterable(made)


class Family(Generic[T_co]):
    """A part of `Stream`: the methods of one family, and what they may use of the rest."""

    __slots__ = ()

    if TYPE_CHECKING:
        _before: Any
        _operation: type[Operation] | None
        _argument: Any
        _depth: int
        _made: tuple[CodeType, int] | None

        @property
        def _root(self) -> Family[T_co]: ...

        @property
        def _source(self) -> Any: ...

        @property
        def _operations(self) -> tuple[tuple[type[Operation], Any], ...]: ...

        def __iter__(self) -> Iterator[T_co]: ...

        def _then(self, operation: type[Operation], argument: Any) -> Stream[Any]: ...

        def _then_at_end(self, operation: type[Operation], argument: Any) -> Stream[Any]: ...

        def _items(self) -> Iterator[T_co]: ...

        def _ends_soon(self) -> bool: ...

        def _refuse_endless(self, name: str) -> None: ...

        def _every_item(self, terminal: str) -> Iterator[T_co]: ...

        def _whole(self, terminal: str) -> Iterable[T_co]: ...
