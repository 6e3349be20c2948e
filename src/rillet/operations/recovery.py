"""Operations on errors, and on the end of a pass."""

from __future__ import annotations

from rillet.arguments import brief, call_text, check_callable, exception_classes
from rillet.errors import noting
from rillet.operations.operation import Drops, Family, Generated, T_co, new, upstream
from rillet.outcome import Err, Ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Literal, TypeVar, overload

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream

    U = TypeVar("U")
    V = TypeVar("V")
    X = TypeVar("X", bound=BaseException)
else:
    from rillet.untyped import overload


class Recovery(Family[T_co]):
    """The methods on errors, and on the end of a pass."""

    __slots__ = ()

    @overload
    def try_map(
        self,
        f: Callable[[T_co], U],
        /,
        *exceptions: type[BaseException],
        on_error: Literal["skip"] = "skip",
    ) -> Stream[U]: ...
    @overload
    def try_map(
        self, f: Callable[[T_co], U], /, *, on_error: Literal["collect"]
    ) -> Stream[Ok[U] | Err[T_co, Exception]]: ...
    @overload
    def try_map(
        self,
        f: Callable[[T_co], U],
        exception: type[X],
        /,
        *exceptions: type[X],
        on_error: Literal["collect"],
    ) -> Stream[Ok[U] | Err[T_co, X]]: ...
    @overload
    def try_map(
        self, f: Callable[[T_co], U], /, *, on_error: Callable[[T_co, Exception], None]
    ) -> Stream[U]: ...
    @overload
    def try_map(
        self, f: Callable[[T_co], U], /, *, on_error: Callable[[T_co, Exception], V | None]
    ) -> Stream[U | V]: ...
    @overload
    def try_map(
        self,
        f: Callable[[T_co], U],
        exception: type[X],
        /,
        *exceptions: type[X],
        on_error: Callable[[T_co, X], None],
    ) -> Stream[U]: ...
    @overload
    def try_map(
        self,
        f: Callable[[T_co], U],
        exception: type[X],
        /,
        *exceptions: type[X],
        on_error: Callable[[T_co, X], V | None],
    ) -> Stream[U | V]: ...
    def try_map(
        self,
        f: Callable[[T_co], Any],
        /,
        *exceptions: type[BaseException],
        on_error: Literal["skip", "collect"] | Callable[[T_co, Any], Any] = "skip",
    ) -> Stream[Any]:
        """Call `f` with every item, and give what it returns; leave out the items it fails on.

        >>> from rillet import Stream
        >>> Stream(["1", "two", "3"]).try_map(int).to_list()
        [1, 3]

        Only `exceptions` count as a failure, by default every `Exception`. Any other error of `f`
        ends the pass, and so does one that comes from before: `f` alone is tried.

        >>> Stream([1, 0]).try_map(lambda n: 1 // n, ZeroDivisionError).to_list()
        [1]

        `on_error="collect"` gives an `Ok(value)` or an `Err(item, error)` for every item.

        >>> Stream(["1", "two"]).try_map(int, on_error="collect").map(type).to_list()
        [<class 'rillet.outcome.Ok'>, <class 'rillet.outcome.Err'>]

        A function gets the item and the error: what it returns takes the item's place, and None
        leaves the item out. So it can keep a record, try again, or stand in.

        >>> bad = []
        >>> Stream(["1", "two"]).try_map(int, on_error=lambda *failed: bad.append(failed)).to_list()
        [1]
        >>> bad
        [('two', ValueError("invalid literal for int() with base 10: 'two'"))]
        >>> Stream(["1", "two"]).try_map(int, on_error=lambda word, error: len(word)).to_list()
        [1, 3]

        `StopIteration` of `f` ends the stream, unless it is itself among `exceptions`.

        Laziness: 1:1. An exception of `on_error` ends the pass.
        """
        check_callable("f", f)
        given = f, exception_classes("exceptions", *exceptions) or (Exception,)
        if on_error == "skip":
            return self._then(TryMap, given)
        if on_error == "collect":
            return self._then(TryMapCollect, given)
        if not callable(on_error):
            raise TypeError(
                f"on_error must be 'skip', 'collect' or callable, got {brief(on_error)}"
            )
        return self._then(TryMapInstead, (*given, on_error))

    def catch(
        self,
        exceptions: type[X] | tuple[type[X], ...],
        handler: Callable[[X], Iterable[U]],
        /,
    ) -> Stream[T_co | U]:
        """End the stream where it fails, and go on with the items that `handler(error)` gives.

        >>> from rillet import Stream
        >>> inverses = Stream([1, 2, 0, 4]).map(lambda n: 1 / n)
        >>> inverses.catch(ZeroDivisionError, lambda error: [float("inf")]).to_list()
        [1.0, 0.5, inf]

        It catches what is raised by anything that stands before it, the source too. What comes
        after the failure is lost: to lose one item alone, use `try_map`. What the stream opened
        is closed before `handler` is called. What `handler` or its items raise arrives, also if
        it is the error itself.

        >>> def unless_last(error):
        ...     raise KeyError("no way on") from error
        >>> list(inverses.catch(ArithmeticError, unless_last))
        Traceback (most recent call last):
            ...
        KeyError: 'no way on'

        A pass that is left early is no failure.

        Laziness: 1:1. `handler` is called when the failure is met.
        """
        classes = exceptions if isinstance(exceptions, tuple) else (exceptions,)
        if not classes:
            raise ValueError("exceptions must be at least one, got none")
        check_callable("handler", handler)
        return self._then(Catch, (exception_classes("exceptions", *classes), handler))

    def on_close(self, f: Callable[[], object], /) -> Stream[T_co]:
        """Call `f()` once in every pass, when it is over: at the end, on an error, when it is left.

        >>> from rillet import Stream
        >>> numbers = Stream([1, 2, 3]).on_close(lambda: print("closed"))
        >>> numbers.sum()
        closed
        6
        >>> numbers.first()
        closed
        1

        What the stream opened before is closed by then. What `f` raises is raised at the end. On
        an error it becomes a note of that error, and where a pass is let go of early it goes to
        `sys.unraisablehook`, for nobody is there to get it. A pass of which nothing was pulled
        has not begun, and does not call `f`.

        Laziness: 1:1.
        """
        check_callable("f", f)
        return self._then(OnClose, f)


class TryMap(Drops, Generated):
    """`try_map`, which skips: its argument is `(f, exceptions)`."""

    name = "try_map"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        f, exceptions = argument
        ends = _ends(exceptions)
        for item in items():
            try:
                made = f(item)
            except ends:
                return
            except exceptions:
                continue
            yield made

    inline = """
try:
    item = argument[0](item)
except argument[1]:
    return True
except argument[2]:
    return None
"""

    @staticmethod
    def inlined(argument: Any, /) -> Any:
        f, exceptions, *more = argument
        return f, _ends(exceptions), exceptions, *more

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        return _text(argument, level)


class TryMapCollect(Generated):
    """`try_map` with `on_error="collect"`."""

    name = "try_map"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        f, exceptions = argument
        ends = _ends(exceptions)
        for item in items():
            try:
                made = f(item)
            except ends:
                return
            except exceptions as error:
                yield Err(item, _from_inside(error))
            else:
                outcome = new(Ok)  # what Ok(made) does, without the call of its __init__
                outcome.value = made
                yield outcome

    inline = """
try:
    item = argument[3](argument[0](item))
except argument[1]:
    return True
except argument[2] as error:
    item = argument[4](item, argument[5](error))
"""

    @staticmethod
    def inlined(argument: Any, /) -> Any:
        return (*TryMap.inlined(argument), Ok, Err, _from_inside)

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        return _text(argument, level, on_error="collect")


class TryMapInstead(Drops, Generated):
    """`try_map` with a callback: its argument is `(f, exceptions, on_error)`."""

    name = "try_map"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        f, exceptions, on_error = argument
        ends = _ends(exceptions)
        try:
            for item in items():
                try:
                    made = f(item)
                except ends:
                    return
                except exceptions as error:
                    made = on_error(item, error)
                    if made is None:
                        continue
                yield made
        except StopIteration:
            return

    inline = """
try:
    item = argument[0](item)
except argument[1]:
    return True
except argument[2] as error:
    item = argument[3](item, error)
    if item is None:
        return None
"""

    @staticmethod
    def inlined(argument: Any, /) -> Any:
        return TryMap.inlined(argument)

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        return _text(argument[:2], level, on_error=argument[2])


def _ends(exceptions: tuple[type[BaseException], ...]) -> Any:
    """What ends the stream: StopIteration, unless it is named."""
    return () if StopIteration in exceptions else StopIteration


def _from_inside(error: BaseException) -> BaseException:
    """The error without our own frame, by which its traceback would keep the pass."""
    trace = error.__traceback__
    return error.with_traceback(trace and trace.tb_next)


def _text(argument: Any, level: int, **options: Any) -> str:
    f, exceptions = argument
    named = () if exceptions == (Exception,) else exceptions
    return call_text("try_map", f, *named, level=level, **options)


class Catch(Generated):
    """`catch`: its argument is `(exceptions, handler)`."""

    name = "catch"
    laziness = "1:1"

    @staticmethod
    def generate(argument: Any, items: Any) -> Any:
        exceptions, handler = argument
        try:
            for item in items():  # `yield from` would close what it reads
                yield item
        except GeneratorExit:
            raise
        except exceptions as error:
            try:
                rest = upstream(_items_of(handler, error))
            except StopIteration:
                return
        else:
            return
        for item in rest():
            yield item

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        exceptions, handler = argument
        caught = False

        def fail(error: BaseException) -> None:
            nonlocal caught
            if not isinstance(error, GeneratorExit) and isinstance(error, exceptions):
                caught = True
                try:
                    opened.append(iter(_items_of(handler, error)))
                except StopIteration:
                    return
                resume()

        def resume() -> bool:
            for item in opened[0] if opened else ():
                if emit(item):
                    break
            opened.clear()
            return caught

        return emit, None, fail, resume

    @staticmethod
    def catches(argument: Any) -> tuple[type[BaseException], ...]:
        return argument[0]  # type: ignore[no-any-return]

    @staticmethod
    def bounds(argument: Any, low: float, high: float | None) -> Bounds:
        return 0, None

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        exceptions, handler = argument
        named = exceptions[0] if len(exceptions) == 1 else exceptions
        return call_text(cls.name, named, handler, level=level)


def _items_of(handler: Callable[[Any], Any], error: BaseException) -> Iterable[Any]:
    made = handler(error)
    try:
        return iter(made)  # type: ignore[no-any-return]  # so the handler promised
    except TypeError:
        raise TypeError(f"handler must return an iterable, it returned {brief(made)}") from None


class OnClose(Generated):
    name = "on_close"
    laziness = "1:1"

    @staticmethod
    def generate(f: Any, items: Any) -> Any:
        try:
            for item in items():  # noqa: UP028  # `yield from` would close what it reads
                yield item
        except GeneratorExit:
            _close(f)
            raise
        except BaseException as error:
            noting(error, f)
            raise
        _close(f)

    @staticmethod
    def push(f: Any, emit: Emit, opened: list[Any], /) -> Stage:
        def finish() -> None:
            _close(f)

        def fail(error: BaseException) -> None:
            f()

        return emit, finish, fail


def _close(f: Callable[[], object]) -> None:
    try:
        f()
    except StopIteration:  # it ends the stream, which is over
        return
