"""What the items of a push chain can end in: a callable, a coroutine, a fold, a sink, or several.

Each is made a `Target`, which has the shape of an operation's stage, and a result.
"""

from __future__ import annotations

from types import FunctionType, GeneratorType, MethodType

from rillet.arguments import at_least_one, brief, call_text
from rillet.compiled import deque
from rillet.errors import SinkClosedError, noting
from rillet.fold import Fold, finished, folded
from rillet.sink import Sink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from typing import Any, TypeVar

    from typing_extensions import ParamSpec

    from rillet.operations.operation import Emit

    P = ParamSpec("P")
else:
    from rillet.untyped import TypeVar

A = TypeVar("A")
R = TypeVar("R")

_GENERATOR_FUNCTION, _COROUTINE_FUNCTION, _ASYNC_GENERATOR_FUNCTION = 0x20, 0x80, 0x200
_PRIMED = "_rillet_consumer"


def consumer(function: Callable[P, Generator[Any, A, R]]) -> Callable[P, Generator[Any, A, R]]:
    """Make every call of a generator function run to its first `yield`, ready to be sent to.

    >>> from rillet import consumer
    >>> @consumer
    ... def printer(start):
    ...     while True:
    ...         print(start, (yield))
    >>> greeting = printer("Hello,")
    >>> greeting.send("world")
    Hello, world

    The idea is David Beazley's, of "A Curious Course on Coroutines and Concurrency" (2009).
    """
    if not _flags(function) & _GENERATOR_FUNCTION:
        raise TypeError(f"function must be a generator function, got {brief(function)}")
    from functools import wraps

    @wraps(function)
    def primed(*args: P.args, **kwargs: P.kwargs) -> Generator[Any, A, R]:
        coroutine = function(*args, **kwargs)
        next(coroutine)
        return coroutine

    setattr(primed, _PRIMED, True)
    return primed


class Target:
    """The end of a push chain, of which `step` is called with every item."""

    step: Emit
    may_end = True
    """Whether it can want no more, some time."""
    depth = 0
    """How many functions call one another below its step."""
    functions: tuple[Any, ...] = ()
    """Those of the user's that it calls with items."""

    @property
    def alive(self) -> bool:
        """Whether it goes on after an exception of its own."""
        return True

    @property
    def wants_nothing(self) -> bool:
        """Whether no item is wanted, before the first."""
        return False

    def catches(self, error: BaseException) -> bool:
        """Whether an operation in it would handle an error that is thrown into it."""
        return False

    def drive(self, items: Iterable[Any]) -> None:
        """Step through `items` until no more is wanted."""
        step = self.step
        for item in items:
            if step(item):
                return

    def close(self) -> Any:
        """End, and give the result. It is called once, if `throw` is not."""

    def throw(self, error: BaseException) -> Any:
        """End with an error: give the result if it is handled, and raise it otherwise."""
        raise error


class Calls(Target):
    """A callable that is called with every item; what it returns says nothing."""

    may_end = False

    def __init__(self, f: Callable[[Any], object]) -> None:
        self.functions: tuple[Any, ...] = (f,)
        owner = getattr(f, "__self__", None)
        if f == getattr(owner, "append", None) and type(owner) in (list, deque):
            self.step: Emit = f  # returns None and cannot fail
            return

        def step(item: Any) -> None:
            f(item)

        self.step = step


class Folds(Target):
    """A fold, whose result is that of the target."""

    may_end = False

    def __init__(self, fold: Fold[Any, Any]) -> None:
        self._fold = fold
        self.functions: tuple[Any, ...] = (fold,)
        self._state = fold.init()

        def step(item: Any) -> None:
            self._state = fold.step(self._state, item)

        self.step: Emit = step

    def drive(self, items: Iterable[Any]) -> None:
        self._state = folded(self._fold, self._state, [iter(items)].pop)

    def close(self) -> Any:
        return finished(self._fold, self._state)


class Resumes(Target):
    """A generator that receives, resumed with every item; what it returns is the result."""

    def __init__(self, coroutine: GeneratorType[Any, Any, Any]) -> None:
        self._coroutine = coroutine
        self._result: Any = None
        if not coroutine.gi_suspended:
            self._resume(coroutine.__next__)
        send = coroutine.send

        def step(item: Any) -> bool:
            try:
                send(item)
            except StopIteration as end:
                self._result = end.value
                return True
            return False

        self.step: Emit = step

    def _resume(self, resume: Callable[..., Any], *given: Any) -> bool:
        """Whether the coroutine has ended, of itself, after one more resumption."""
        try:
            resume(*given)
        except StopIteration as end:
            self._result = end.value
            return True
        return False

    @property
    def alive(self) -> bool:
        return self._coroutine.gi_frame is not None

    @property
    def wants_nothing(self) -> bool:
        return not self.alive

    def close(self) -> Any:
        try:
            going_on = self.alive and not self._resume(self._coroutine.throw, GeneratorExit())
        except GeneratorExit:
            going_on = False
        if going_on:
            raise RuntimeError(f"{brief(self._coroutine)} ignored GeneratorExit")
        return self._result

    def throw(self, error: BaseException) -> Any:
        if not self.alive:
            raise error
        self._resume(self._coroutine.throw, error)
        return self.close()


class Sends(Target):
    """Another sink. It is closed when the last of those that send into it is."""

    def __init__(self, sink: Sink[Any, Any]) -> None:
        if sink.closed:
            raise SinkClosedError(f"a target must be open, got {brief(sink)}")
        self.depth: int = sink._depth + 2
        self._sink = sink
        sink._upstreams += 1
        send = sink.send

        def step(item: Any) -> bool:
            return not send(item)

        self.step: Emit = step

    @property
    def alive(self) -> bool:
        return not self._sink.closed

    @property
    def wants_nothing(self) -> bool:
        return self._sink.done

    def catches(self, error: BaseException) -> bool:
        return self._sink._upstreams == 1 and self._sink._catches(error)

    def drive(self, items: Iterable[Any]) -> None:
        self._sink._drive(items)

    def close(self) -> Any:
        return self._sink.close() if self._is_last() else None

    def throw(self, error: BaseException) -> Any:
        if not self._is_last():
            raise error
        return self._sink.throw(error)

    def _is_last(self) -> bool:
        self._sink._upstreams -= 1
        return self._sink._upstreams == 0


class Branches(Target):
    """Several targets: each gets every item until it wants no more; their results are a tuple."""

    def __init__(self, targets: Iterable[Any]) -> None:
        self._branches: list[Target] = []
        self._alive = True
        self._results: tuple[Any, ...] | None = None
        try:
            for target in targets:
                self._branches.append(target_of(target))
        except BaseException as error:
            for branch in self._branches:
                noting(error, branch.throw, error)
            raise
        self._wanting = [branch for branch in self._branches if not branch.wants_nothing]
        self.depth: int = 1 + max(branch.depth for branch in self._branches)
        self.may_end: bool = all(branch.may_end for branch in self._branches)
        self.step: Emit = self._step

    def _step(self, item: Any) -> bool:
        for branch in self._wanting:
            try:
                full = branch.step(item)
            except BaseException as error:
                self._fail(branch, error)
                raise
            if full:
                self._wanting = [other for other in self._wanting if other is not branch]
        return not self._wanting

    @property
    def alive(self) -> bool:
        return self._alive

    @property
    def wants_nothing(self) -> bool:
        return not self._wanting

    def catches(self, error: BaseException) -> bool:
        return self._alive and all(branch.catches(error) for branch in self._branches)

    def drive(self, items: Iterable[Any]) -> None:
        try:
            super().drive(items)
        except BaseException as error:
            if not self.catches(error):
                raise
            self._results = self._thrown(error)

    def close(self) -> tuple[Any, ...]:
        if self._results is not None:
            return self._results
        results: list[Any] = []
        for place, branch in enumerate(self._branches, 1):
            try:
                results.append(branch.close())
            except BaseException as error:
                for other in self._branches[place:]:
                    noting(error, other.close)
                raise
        return tuple(results)

    def throw(self, error: BaseException) -> Any:
        if self.catches(error):
            return self._thrown(error)
        for branch in self._branches if self._alive else ():
            noting(error, branch.throw, error)
        raise error

    def _thrown(self, error: BaseException) -> tuple[Any, ...]:
        """The results of the branches, of which each handles the error."""
        results: list[Any] = []
        for place, branch in enumerate(self._branches, 1):
            try:
                results.append(branch.throw(error))
            except BaseException as other:
                self._alive = False
                for each in self._branches[place:]:
                    noting(other, each.throw, error)
                raise
        return tuple(results)

    def _fail(self, failed: Target, error: BaseException) -> None:
        """End all after an error of one, which gets the error; the others are closed."""
        self._alive = False
        for branch in self._branches:
            if branch is failed:
                noting(error, branch.throw, error)
            else:
                noting(error, branch.close)


class Broadcast:
    """Several targets as the end of a pipe: see `rillet.op.broadcast`."""

    __slots__ = ("_targets",)

    def __init__(self, targets: tuple[Any, ...]) -> None:
        self._targets = check_targets("targets", targets)

    def __call__(self, stream: Any) -> tuple[Any, ...]:
        return stream.broadcast(*self._targets)  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return call_text("op.broadcast", *self._targets)

    def _as_target(self) -> Target:
        return Branches(self._targets)


def target_of(value: Any) -> Target:
    """The target that `value` stands for, ready for its first item."""
    if isinstance(value, Sink):
        return Sends(value)
    if isinstance(value, Fold):
        return Folds(value)
    if isinstance(value, GeneratorType):
        return Resumes(value)
    make = getattr(type(value), "_as_target", None)
    return Calls(value) if make is None else make(value)


def target_of_all(name: str, values: tuple[Any, ...]) -> Target:
    """The target that gives every item to each of `values`, which are at least one."""
    check_targets(name, values)
    return target_of(values[0]) if len(values) == 1 else Branches(values)


def check_targets(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """`values` themselves, which must be at least one, and targets."""
    for value in at_least_one(name, values):
        _check_target(name, value)
    return values


def is_used_up_by_one_pass(value: Any) -> bool:
    """Whether a target can be closed only once."""
    return isinstance(value, (Sink, GeneratorType)) or hasattr(type(value), "_as_target")


def _check_target(name: str, value: Any) -> None:
    if isinstance(value, Sink):
        if value.closed:
            raise SinkClosedError(f"{name} must be open, got {brief(value)}")
    elif isinstance(value, GeneratorType):
        if value.gi_running or value.gi_frame is None:
            state = "running" if value.gi_running else "ended"
            raise ValueError(f"{name} must wait for items, got {brief(value)}, which is {state}")
    elif isinstance(value, Fold) or hasattr(type(value), "_as_target"):
        pass
    elif not callable(value):
        raise TypeError(
            f"{name} must be callable, a sink, a generator that receives or a Fold, "
            f"got {brief(value)}"
        )
    elif (why := _cannot_be_called(value)) is not None:
        raise TypeError(f"{name} must do something with an item, got {brief(value)}: {why}")


def _cannot_be_called(value: Any) -> str | None:
    """Why a callable is no target; None if it is one."""
    if hasattr(type(value), "_attach"):
        return "a pipeline needs a target of its own, give it one with .push(target)"
    if isinstance(value, type):
        return f"it would make a {value.__name__} of each, and lose it"
    flags = _flags(value)
    if flags & _GENERATOR_FUNCTION or getattr(value, _PRIMED, False):
        return "a generator function is not a generator yet, call it"
    if flags & (_COROUTINE_FUNCTION | _ASYNC_GENERATOR_FUNCTION):
        return "an async function would never be awaited"
    return None


def _flags(function: Any) -> int:
    """The flags of the code of a Python function, or of a method; 0 for anything else."""
    if isinstance(function, MethodType):
        function = function.__func__
    return function.__code__.co_flags if isinstance(function, FunctionType) else 0
