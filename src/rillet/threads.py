"""What crosses threads: a sink with a thread of its own, and functions that can only be pulled."""

from __future__ import annotations

import threading
import warnings
import weakref
from contextlib import contextmanager, suppress
from contextvars import copy_context
from queue import Empty, Full, Queue, SimpleQueue

from rillet.arguments import at_least, brief
from rillet.errors import SinkBusyError, SinkClosedError, noting
from rillet.operations.operation import NOTHING_WANTED, Operation
from rillet.sink import A_contra, R_co, Sink
from rillet.stream import Stream
from rillet.targets import Sends, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    from rillet.operations.operation import Emit, Stage

_ITEM, _END, _ERROR = "item", "end", "error"
_WANTS, _GIVES, _ENDS, _FAILS = "wants", "gives", "ends", "fails"
_GO, _STOP = "go", "stop"
_GLANCE = 0.05
"""So many seconds a thread waits for its turn before it looks whether that can ever come."""


def _started(run: Callable[..., None], *arguments: Any, name: str) -> threading.Thread:
    """A new thread that runs `run(*arguments)` and does not keep the process alive."""
    context = copy_context()
    thread = threading.Thread(target=context.run, args=(run, *arguments), name=name, daemon=True)
    thread.start()
    return thread


_waits_for: dict[int, int] = {}
"""By the number of a thread that waits for another to do something: the number of that one."""


@contextmanager
def _waiting_for(thread: threading.Thread) -> Generator[None, None, None]:
    me = threading.get_ident()
    _waits_for[me] = thread.ident or 0
    try:
        yield
    finally:
        _waits_for.pop(me, None)


class _Turn:
    """A lock that its owner may take again; refused where the owner waits for who asks for it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lock = threading.RLock()
        self._owner = self._depth = 0

    def __enter__(self) -> None:
        me = threading.get_ident()
        while not self._lock.acquire(timeout=_GLANCE):
            waiting = self._owner
            while waiting in _waits_for:
                waiting = _waits_for[waiting]
                if waiting == me:
                    raise SinkBusyError(
                        f"{self._text} is in the middle of a send, and one of its own functions "
                        "uses it; collect what it should send, and send it afterwards"
                    )
        self._owner = me
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = 0
        self._lock.release()


class LockedSink(Sink[A_contra, R_co]):
    """A sink that several threads may use; see `Sink.locked`."""

    __slots__ = ("_sink", "_turn")

    def __init__(self, sink: Sink[A_contra, R_co]) -> None:
        super().__init__()
        self._depth = sink._depth + 2
        self._sink = sink
        self._turn = _Turn(repr(self))

    def send(self, item: A_contra, /) -> bool:
        with self._turn:
            return self._sink.send(item)

    def close(self) -> R_co:
        with self._turn:
            return self._sink.close()

    def throw(self, error: BaseException, /) -> R_co:
        with self._turn:
            return self._sink.throw(error)

    def _catches(self, error: BaseException) -> bool:
        return self._sink._catches(error)

    @property
    def done(self) -> bool:
        with self._turn:
            return self._sink.done

    @property
    def closed(self) -> bool:
        return self._sink.closed

    def __repr__(self) -> str:
        return f"{brief(self._sink)}.locked()"


class _Boundary:
    """What the two sides of a threaded sink know of each other."""

    def __init__(self, maxsize: int) -> None:
        self.queue: Queue[tuple[str, Any]] = Queue(maxsize)
        self.full = False
        self.over = False
        self.abandoned = False
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self, target: Target) -> None:
        """The other side: send what comes into `target`, until the end."""
        try:
            self.result = self._send_all(target)
        except BaseException as error:
            self.error = error
        finally:
            self.over = self.full = True
            self._let_go()

    def _send_all(self, target: Target) -> Any:
        self.full = target.wants_nothing
        while True:
            kind, value = self._next()
            if kind is _END:
                return target.close()
            if kind is _ERROR:
                return target.throw(value)
            if self.full:
                continue
            try:
                self.full = bool(target.step(value))
            except BaseException as error:
                noting(error, target.throw, error)
                raise
            finally:
                del value

    def _next(self) -> tuple[str, Any]:
        if not self.abandoned:
            return self.queue.get()
        try:
            return self.queue.get_nowait()
        except Empty:
            return _ERROR, GeneratorExit()

    def abandon(self) -> None:
        """End the other side after what waits now, without waiting for room."""
        self.abandoned = True
        with suppress(Full):
            self.queue.put_nowait((_ERROR, GeneratorExit()))

    def _let_go(self) -> None:
        """Empty the queue, so that nobody waits for room in it."""
        with suppress(Empty):
            while True:
                self.queue.get_nowait()


class ThreadedSink(Sink[A_contra, R_co]):
    """A sink that hands its items to a thread of its own; see `Sink.threaded`."""

    __slots__ = ("_abandon", "_boundary", "_closed", "_target", "_text", "_thread", "_turn")

    def __init__(self, sink: Sink[A_contra, R_co], maxsize: int) -> None:
        super().__init__()
        self._text = f"{brief(sink)}.threaded({maxsize})"
        self._boundary = _Boundary(at_least(1, "maxsize", maxsize))
        self._turn = _Turn(self._text)  # what is sent before the end is before it in the queue
        self._closed = False
        target = Sends(sink)
        self._target = target
        try:
            self._thread = _started(self._boundary.run, target, name=self._text)
        except RuntimeError:
            sink._upstreams -= 1
            raise
        self._abandon = weakref.finalize(
            self, _abandon, self._boundary, self._thread, f"{self._text} was never closed"
        )

    def send(self, item: A_contra, /) -> bool:
        self._refuse_the_thread_itself()
        with self._turn:
            if self._closed:
                raise SinkClosedError(f"{self!r} takes no more items")
            if not self._boundary.full:
                with _waiting_for(self._thread):
                    self._boundary.queue.put((_ITEM, item))
            if self._boundary.error is not None:
                self._end(_END, None)
            return not self._boundary.full

    def close(self) -> R_co:
        return self._end(_END, None)

    def throw(self, error: BaseException, /) -> R_co:
        if not isinstance(error, BaseException):
            raise TypeError(f"error must be an exception, got {brief(error)}")
        if self._closed:
            raise error
        return self._end(_ERROR, error)

    def _catches(self, error: BaseException) -> bool:
        return not self._closed and self._target.catches(error)

    @property
    def done(self) -> bool:
        return self._boundary.full or self._closed

    @property
    def closed(self) -> bool:
        return self._closed

    def __repr__(self) -> str:
        return f"<{self._text}{', closed' if self._closed else ''}>"

    def _end(self, kind: str, value: Any) -> R_co:
        self._refuse_the_thread_itself()
        with self._turn:
            if not self._closed:
                with _waiting_for(self._thread):
                    if not self._boundary.over:
                        self._boundary.queue.put((kind, value))
                    self._thread.join()
                self._abandon.detach()
                self._closed = True
                if self._boundary.error is not None:
                    raise self._boundary.error
            return self._boundary.result  # type: ignore[no-any-return]

    def _refuse_the_thread_itself(self) -> None:
        if threading.current_thread() is self._thread:
            raise SinkBusyError(
                f"{self!r} is used by one of its own functions; "
                "collect what it should send, and send it afterwards"
            )


_PATIENCE = 5.0
"""So many seconds a thread that was let go of may still take."""


def _abandon(boundary: _Boundary, thread: threading.Thread, text: str) -> None:
    boundary.abandon()
    if threading.current_thread() is not thread:
        thread.join(_PATIENCE)
    warnings.warn(text, ResourceWarning, stacklevel=2)


class Bridged(Operation):
    """Functions that can only be pulled, in a push chain: its argument is `(program, answer)`.

    They run in a thread of their own, which waits whenever this one runs and the other way
    about, so that it is as if there were one. What that costs stands at `Program.push`.
    """

    name = "|"

    @staticmethod
    def push(argument: Any, emit: Emit, opened: list[Any], /) -> Stage:
        steps, answer = argument
        return _Bridge(steps, answer, emit).stage()

    @classmethod
    def text(cls, argument: Any, level: int) -> str:
        return brief(argument[0], level)


class _Pulled:
    """An operation that can only be pulled, as a bridge takes the functions of a program."""

    def __init__(self, operation: type[Operation], argument: Any, opened: list[Any]) -> None:
        self._given = operation, argument, opened

    def _attach(self, stream: Stream[Any]) -> Any:
        operation, argument, opened = self._given
        return operation.pull(operation.filled(argument, opened), iter(stream))

    def _call_text(self, level: int) -> str:
        operation, argument, _ = self._given
        return operation.text(argument, level)


def bridged(operation: type[Operation], argument: Any, emit: Emit, opened: list[Any]) -> Stage:
    """The stage of an operation that can only be pulled."""
    return Bridged.push((_Pulled(operation, argument, opened), None), emit, [])


class Answer(Target):
    """The end of a chain whose last function gives its result: `op.map(f) | sum`."""

    def __init__(self) -> None:
        self.result: Any = None
        self.step: Emit = bool  # never called

    def close(self) -> Any:
        return self.result


class _Upstream:
    """What the function reads: each item is asked for on the other side."""

    def __init__(self, text: str, asked: SimpleQueue[Any], told: SimpleQueue[Any]) -> None:
        self._text = text
        self._thread = threading.get_ident()
        self._asked = asked
        self._told = told
        self._end: type[BaseException] | None = None

    def __iter__(self) -> _Upstream:
        return self

    def __next__(self) -> Any:
        if threading.get_ident() != self._thread:
            raise RuntimeError(
                f"{self._text} is pushed, so only itself can read its items; "
                "what it gives must not read on behind it, as the groups of groupby do"
            )
        if self._end is not None:
            raise self._end
        self._told.put((_WANTS, None))
        kind, value = self.answer()
        if kind is _ITEM:
            return value
        if kind is _ERROR:
            raise value
        self._end = StopIteration if kind is _END else GeneratorExit
        raise self._end

    def answer(self) -> tuple[str, Any]:
        """What the other side answers; after a stop nothing but that."""
        if self._end is GeneratorExit:
            return _STOP, None
        kind, value = self._asked.get()
        if kind is _STOP:
            self._end = GeneratorExit
        return kind, value


def _items_of(made: Any, steps: Any) -> Stream[Any]:
    """What the last function has given, as a stream."""
    if isinstance(made, Stream):
        return made
    try:
        return Stream(made)
    except TypeError:
        raise TypeError(f"{brief(steps)} must give an iterable, got {brief(made)}") from None


def _run(steps: Any, answer: Answer | None, asked: SimpleQueue[Any], told: Any) -> None:
    """The other side of a bridge."""
    try:
        upstream = _Upstream(brief(steps), asked, told)
        made = steps._attach(Stream(upstream))
        if answer is None:
            for item in _items_of(made, steps):
                told.put((_GIVES, item))
                if upstream.answer()[0] is not _GO:
                    break
        elif isinstance(made, Stream):
            raise TypeError(f"targets must be given, for {brief(steps)} gives an iterator")
        else:
            answer.result = made
        told.put((_ENDS, None))
    except BaseException as error:
        told.put((_FAILS, error))


class _Bridge:
    """This side of a bridge."""

    def __init__(self, steps: Any, answer: Answer | None, emit: Emit) -> None:
        self._emit = emit
        self._asked: SimpleQueue[Any] = SimpleQueue()
        self._told: SimpleQueue[Any] = SimpleQueue()
        self._has_given = False
        self._is_over = False
        try:
            self._thread = _started(_run, steps, answer, self._asked, self._told, name=brief(steps))
        except RuntimeError as error:
            raise RuntimeError(
                f"{brief(steps)} can only be pulled; to push into it takes a thread, "
                "and none can be started here"
            ) from error
        weakref.finalize(self, self._asked.put, (_STOP, None))

    def stage(self) -> Stage:
        try:
            wants_nothing = self._listen()
        except BaseException:
            self._stop()
            raise
        if wants_nothing:
            return NOTHING_WANTED
        return self._step, self._finish, self._fail, self._resume

    def _step(self, item: Any) -> bool:
        return self._answer(_ITEM, item)

    def _finish(self) -> None:
        try:
            if not self._is_over:
                self._answer(_END)
        finally:
            self._stop()

    def _fail(self, error: BaseException) -> None:
        if not (self._is_over or isinstance(error, GeneratorExit)):
            self._asked.put((_ERROR, error))
        self._stop()

    def _resume(self) -> bool:
        return self._has_given and self._answer(_GO)

    def _answer(self, kind: str, value: Any = None) -> bool:
        self._has_given = False
        self._asked.put((kind, value))
        return self._listen()

    def _listen(self) -> bool:
        """Emit what the function gives, until it wants an item; whether no more is wanted."""
        try:
            while True:
                with _waiting_for(self._thread):
                    kind, value = self._told.get()
                if kind is _WANTS:
                    return False
                if kind is not _GIVES:
                    self._is_over = True
                    self._thread.join()
                    if kind is _FAILS:
                        raise value
                    return True
                self._has_given = True
                full = self._emit(value)
                self._has_given = False
                if full:
                    self._stop()
                    return True
                self._asked.put((_GO, None))
        finally:
            value = None  # a traceback keeps this frame, and must not keep what the function gave

    def _stop(self) -> None:
        """End the thread, wherever the function is."""
        if not self._is_over:
            self._is_over = True
            self._asked.put((_STOP, None))
            with _waiting_for(self._thread):
                self._thread.join()
