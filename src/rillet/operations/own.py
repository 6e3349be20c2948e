"""Operations of the user's own: a function from an iterable to an iterator, made a word."""

from __future__ import annotations

from rillet.arguments import brief, call_text, check_callable, one_of
from rillet.operations.operation import GENERATOR, LAZINESS, Family, Operation, T_co
from rillet.plan import UNKNOWN, OneShot, opened, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Concatenate, Protocol, TypeVar, overload

    from typing_extensions import ParamSpec

    from rillet.pipeline import Pipeline
    from rillet.plan import Bounds
    from rillet.stream import Stream

    P = ParamSpec("P")
else:
    from rillet.untyped import TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
U = TypeVar("U")

B_co = TypeVar("B_co", covariant=True)

if TYPE_CHECKING:

    class Laid(Iterator[B_co]):
        """An iterator, as any other; to the checkers, one that an operation has given.

        By it they tell a word, which makes a pipeline longer, from a function, which ends it. A
        word is a callable to them, for that is what they can keep generic.
        """

    class Words(Protocol):
        """A decorator that makes words of functions."""

        def __call__(
            self, function: Callable[Concatenate[Iterator[A], P], Iterable[B]], /
        ) -> Callable[P, Callable[[Iterable[A]], Laid[B]]]:
            """Make a word of `function`."""
            ...


class Own(Family[T_co]):
    """The method that lays an operation of the user's own."""

    __slots__ = ()

    def then(self, f: Callable[[Iterator[T_co]], Iterable[U]], /) -> Stream[U]:
        """Go on with an operation of your own: a word of `operation`, a pipeline, or a function.

        >>> from itertools import islice
        >>> from rillet import Stream, operation
        >>> @operation
        ... def every(items, n):
        ...     return islice(items, 0, None, n)
        >>> Stream("abcdef").then(every(2)).map(str.upper).to_list()
        ['A', 'C', 'E']

        A function gets the iterator of each pass, and gives an iterable. So, other than with
        `pipe`, nothing is called before the pass begins, and there can be another one.

        >>> def doubled(numbers):
        ...     for n in numbers:
        ...         yield 2 * n
        >>> evens = Stream([1, 2]).then(doubled)
        >>> evens, evens.to_list(), evens.to_list()
        (Stream([1, 2]).then(doubled), [2, 4], [2, 4])

        Laziness: any; what `f` reads and holds is its own affair, or what its `operation` says.
        """
        check_callable("f", f)
        pipeline: Any = as_pipeline(f)
        return self._then(Then, f) if pipeline is None else pipeline._attach(self)


def as_pipeline(f: Any) -> Pipeline[Any, Any] | None:
    """The pipeline that `f` is, or that it makes if it is a word without arguments."""
    pipeline: Any = None
    if isinstance(f, type) and issubclass(f, Operation):
        pipeline = f()
    elif hasattr(type(f), "_operations") and not isinstance(f, Family):
        pipeline = f
    return pipeline  # type: ignore[no-any-return]


class Then(Operation):
    """A function as it is: the argument."""

    expands = True  # for all that is known
    weight = GENERATOR  # which it most often makes

    @classmethod
    def pull(cls, f: Any, items: Iterable[Any], /) -> Iterator[Any]:
        return iterator_of(f(iter(items)), cls, f)

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return UNKNOWN

    @classmethod
    def text(cls, f: Any, level: int, /) -> str:
        return call_text("then", f, level=level)


def iterator_of(made: Any, operation: type[Operation], argument: Any) -> Iterator[Any]:
    """The iterator of what an operation has given, which must be iterable."""
    if hasattr(type(made), "__next__"):
        return made  # type: ignore[no-any-return]
    try:
        return iter(readable("items", made))
    except TypeError:
        call = operation.text(argument, 0)
        raise TypeError(f"{call} must give an iterable, got {brief(made)}") from None


class _Joined(type):
    """The class of words: `|` joins one that is not called as it joins its pipeline."""

    def __or__(cls, after: Any, /) -> Any:
        return cls() | after


class Word(Then, metaclass=_Joined):
    """A function made a word: its argument is `(args, options)`, the options as pairs."""

    beside = True
    function: Any
    signature: Any = None

    @classmethod
    def pull(cls, argument: Any, items: Iterable[Any], /) -> Iterator[Any]:
        args, options = cls.filled(argument, map(opened, cls.operands(argument)))
        return iterator_of(cls.function(iter(items), *args, **dict(options)), cls, argument)

    @staticmethod
    def operands(argument: Any) -> tuple[Any, ...]:
        args, options = argument
        return tuple(filter(_is_operand, (*args, *(value for _, value in options))))

    @staticmethod
    def filled(argument: Any, operands: Iterable[Any], /) -> Any:
        args, options = argument
        left = iter(operands)

        def filled(value: Any) -> Any:
            return next(left) if _is_operand(value) else value

        return [*map(filled, args)], [(name, filled(value)) for name, value in options]

    @classmethod
    def text(cls, argument: Any, level: int, /) -> str:
        args, options = argument
        return f"then({call_text(brief(cls.function), *args, level=level, **dict(options))})"

    @classmethod
    def accept(cls, *args: Any, **options: Any) -> Any:
        if cls.signature is None:
            cls.signature = signature_of(cls.function)
        try:
            cls.signature.bind(None, *args, **options)
        except TypeError as error:
            raise TypeError(f"{brief(cls.function)}: {error}") from None
        return (
            tuple(map(_readable_once, args)),
            tuple((name, _readable_once(value)) for name, value in options.items()),
        )


def signature_of(function: Any) -> Any:
    """The signature of a function; one in C that does not tell it, as `zip`, may take anything."""
    from inspect import signature

    try:
        return signature(function)
    except ValueError:
        return signature(lambda *args, **options: None)


def _is_operand(value: Any) -> bool:
    return isinstance(value, (OneShot, Family))


def _readable_once(value: Any) -> Any:
    return readable("argument", value) if hasattr(type(value), "__next__") else value


@overload
def operation(function: type[Operation], /) -> Callable[..., Pipeline[Any, Any]]: ...
@overload
def operation(
    function: Callable[Concatenate[Iterator[A], P], Iterable[B]], /
) -> Callable[P, Callable[[Iterable[A]], Laid[B]]]: ...
@overload
def operation(*, laziness: str = "any") -> Words: ...
def operation(function: Any = None, /, *, laziness: str = "any") -> Any:
    """Make a word of a function from an iterable, and more arguments, to an iterator.

    >>> from itertools import islice
    >>> from rillet import Stream, op, operation
    >>> @operation
    ... def every(items, n):
    ...     return islice(items, 0, None, n)
    >>> Stream("abcdef") | every(2)
    Stream('abcdef').then(every(2))
    >>> shout = op.map(str.upper) | every(3)
    >>> shout, "".join(shout("abcdef"))
    (op.map(str.upper) | op.then(every(3)), 'AD')

    A call of the word takes the other arguments, and gives a `Pipeline`: `stream | every(2)` and
    `stream.then(every(2))` lay it, `|` joins it to others, and it pickles if the word is found
    under its name in its module. The function itself is called when a pass is laid, with the
    iterator of that pass; a generator function so runs nothing before the first pull. An argument
    that is an iterator makes the stream one-shot.

    `laziness` is what `explain` shows and `rillet.testing.obeys_the_laws` holds it to.

    >>> @operation(laziness="1:1")
    ... def lengths(words):
    ...     return map(len, words)
    >>> Stream(["one", "three"]).then(lengths()).sum()
    8

    Pushed, it runs in a thread that takes turns with the one that sends, as every function that
    can only be pulled. The full form is a subclass of `Operation` with a `push` of its own, and
    this decorator makes a word of it too; see "Write your own operation" in the documentation.
    """
    one_of("laziness", laziness, *LAZINESS)
    if function is None:
        return Decorator(laziness)
    if isinstance(function, type) and issubclass(function, Operation):
        return function
    return Decorator(laziness)(function)


class Decorator:
    """Makes words of functions."""

    __slots__ = ("_laziness",)

    def __init__(self, laziness: str) -> None:
        self._laziness = laziness

    def __call__(self, function: Any, /) -> type[Word]:
        """Make a word of `function`."""
        check_callable("function", function)
        name = getattr(function, "__name__", "word")
        facts = {
            "__doc__": function.__doc__,
            "__module__": getattr(function, "__module__", None) or "builtins",
            "__qualname__": getattr(function, "__qualname__", name),
            "__wrapped__": staticmethod(function),
            "function": staticmethod(function),
            "laziness": self._laziness,
        }
        return type(name, (Word,), facts)
