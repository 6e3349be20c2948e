"""What crosses threads: threaded and locked sinks, sinks in use, and functions that are pulled.

A wait here has an end, and no test trusts the clock: it waits for what must come, and fails if that
does not come within `LONG`.
"""

from __future__ import annotations

import gc
import itertools
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leftovers import (
    new_since,
    suspended_generators,
    what_was_there_before_is_not_looked_at,  # noqa: F401  # a fixture
)

import rillet
from rillet import Fold, Sink, SinkBusyError, SinkClosedError, Stream, consumer, op
from rillet.threads import _GLANCE

SOURCE = Path(rillet.__file__).parent
LONG = 4.0
"""So many seconds nothing here takes, also on a machine that has much to do."""
A_MOMENT = 0.001
"""What is waited between two looks; no test depends on it."""


class Trouble(Exception):
    """An error of the user's own."""


ERRORS = [Trouble, StopIteration, KeyboardInterrupt, SystemExit, GeneratorExit]
ENDINGS = [Trouble, KeyboardInterrupt, SystemExit, GeneratorExit]
"""The errors that a generator function can raise as they are."""

count: Fold[object, int] = Fold(int, lambda n, item: n + 1)
collected: Fold[Any, list[Any]] = Fold(list, lambda items, item: [*items, item])
place: ContextVar[str] = ContextVar("place", default="nowhere")


class ItHangs(BaseException):
    """The main thread has waited for `LONG`, and again."""


def _stop_waiting(number: int, frame: FrameType | None) -> None:
    raise ItHangs(f"nothing has happened for {LONG} seconds")


@pytest.fixture(autouse=True)
def _nothing_hangs_and_nothing_is_left_behind() -> Iterator[None]:
    threads_before = set(threading.enumerate())
    generators_before = suspended_generators()
    handler = signal.signal(signal.SIGALRM, _stop_waiting)
    signal.setitimer(signal.ITIMER_REAL, 2 * LONG, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
    threads = [thread for thread in threading.enumerate() if thread not in threads_before]
    assert not any(is_alive_after(1, thread) for thread in threads), threads
    assert new_since(generators_before) == []


def is_alive_after(seconds: float, thread: threading.Thread) -> bool:
    thread.join(seconds)
    return thread.is_alive()


class Running(threading.Thread):
    """A call in a thread of its own."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._call = call
        self._answer: Any = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._answer = self._call()
        except BaseException as error:
            self._error = error

    def result(self) -> Any:
        self.join(LONG)
        assert not self.is_alive(), "it hangs"
        if self._error is not None:
            raise self._error
        return self._answer

    def error(self) -> BaseException | None:
        self.join(LONG)
        assert not self.is_alive(), "it hangs"
        return self._error


class Turnstile:
    """A function that gives its argument, and holds up whoever comes with `at`."""

    def __init__(self, at: object = 0, error: BaseException | None = None) -> None:
        self.at = at
        self.error = error
        self.reached = threading.Event()
        self.opened = threading.Event()
        self.passed: list[Any] = []

    def __call__(self, item: Any) -> Any:
        if item == self.at:
            self.reached.set()
            assert self.opened.wait(LONG)
            if self.error is not None:
                raise self.error
        self.passed.append(item)
        return item

    def is_reached(self) -> None:
        assert self.reached.wait(LONG)


def wait_until(p: Callable[[], object]) -> None:
    for _ in range(int(LONG / A_MOMENT)):
        if p():
            return
        threading.Event().wait(A_MOMENT)
    assert p()


def is_held_up(thread: threading.Thread) -> bool:
    """Whether a thread waits for another one, by the modules that it is in."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and Path(frame.f_code.co_filename).name in ("threading.py", "queue.py")


def threaded(sink: Sink[Any, Any], maxsize: int = 1000) -> tuple[Sink[Any, Any], threading.Thread]:
    """The sink with a thread, and that thread."""
    before = set(threading.enumerate())
    made = sink.threaded(maxsize)
    (thread,) = set(threading.enumerate()) - before
    return made, thread


def raising(error: BaseException, at: object) -> Callable[[Any], Any]:
    """A function that gives its argument, and raises where that is `at`."""

    def f(item: Any) -> Any:
        if item == at:
            raise error
        return item

    return f


def errors_of(sink: Sink[Any, Any], items: Iterable[Any]) -> list[BaseException]:
    """All that is raised when the items are sent, as long as it is open, and it is closed twice."""
    errors: list[BaseException] = []

    def attempt(call: Callable[[], object]) -> None:
        try:
            call()
        except BaseException as error:
            errors.append(error)

    for item in items:
        if not sink.closed:
            attempt(lambda item=item: sink.send(item))  # type: ignore[misc]
    attempt(sink.close)
    attempt(sink.close)
    return errors


class TestAThreadedSink:
    @given(items=st.lists(st.integers(), max_size=30), maxsize=st.integers(1, 5))
    def test_passes_every_item_once_and_in_order(self, items: list[int], maxsize: int) -> None:
        with op.map(str).push(collected).threaded(maxsize) as sink:
            more_is_wanted = [sink.send(item) for item in items]
        assert sink.close() == list(map(str, items))
        assert all(more_is_wanted)

    @given(
        items=st.lists(st.integers(0, 9), max_size=12),
        maxsize=st.integers(1, 3),
        at=st.integers(0, 9),
        n=st.integers(0, 5),
    )
    def test_gives_what_the_sink_alone_would(
        self, items: list[int], maxsize: int, at: int, n: int
    ) -> None:
        error = Trouble()
        pipeline = op.map(raising(error, at)) | op.dedupe() | op.take(n) | op.batched(2)
        alone: list[Any] = []
        across: list[Any] = []
        errors = errors_of(pipeline.push(alone.append), items)
        assert errors_of(pipeline.push(across.append).threaded(maxsize), items) == errors
        assert across == alone

    @pytest.mark.parametrize("layers", [2, 5])
    def test_can_lie_on_another_one(self, layers: int) -> None:
        sink: Sink[Any, Any] = op.map(str).push(collected)
        for _ in range(layers):
            sink = op.map(abs).push(sink).threaded(1)
        assert Stream(range(20)).into(sink) == list(map(str, range(20)))

    @pytest.mark.parametrize("layers", [1, 3])
    def test_passes_an_error_through_every_boundary(self, layers: int) -> None:
        error = Trouble()
        sink: Sink[Any, Any] = op.map(raising(error, 5)).push(collected)
        for _ in range(layers):
            sink = sink.threaded(1)
        assert errors_of(sink, range(20)) == [error]

    def test_runs_the_functions_in_a_thread_of_its_own(self) -> None:
        threads: list[threading.Thread] = []
        with op.map(lambda _: threading.current_thread()).push(threads.append).threaded() as sink:
            sink.send(1)
            sink.send(2)
        assert threads[0] is threads[1]
        assert threads[0] is not threading.current_thread()
        assert not threads[0].is_alive()

    def test_is_closed_only_when_all_items_are_through(self) -> None:
        gate = Turnstile(at=2)
        sink, thread = threaded(op.map(gate).push(collected))
        for item in range(4):
            assert sink.send(item)
        closing = Running(sink.close)
        gate.is_reached()
        wait_until(lambda: is_held_up(closing))
        assert not sink.closed
        gate.opened.set()
        assert closing.result() == [0, 1, 2, 3]
        assert not thread.is_alive()
        assert sink.closed

    def test_gives_the_result_of_its_sink_as_often_as_it_is_closed(self) -> None:
        sink = op.map(str).push(count, collected).threaded()
        sink.send(1)
        assert sink.close() == (1, ["1"])
        assert sink.close() == (1, ["1"])
        with pytest.raises(SinkClosedError, match="takes no more items"):
            sink.send(2)
        assert sink.done

    def test_gives_what_a_coroutine_returns(self) -> None:
        @consumer
        def first_two() -> Generator[None, int, list[int]]:
            return [(yield), (yield)]

        assert Stream.count_from().into(op.map(abs).push(first_two()).threaded(1)) == [0, 1]

    def test_gives_out_at_the_end_what_was_held_back(self) -> None:
        pipeline = op.sorted() | op.batched(2)
        assert Stream([3, 1, 2]).into(pipeline.push(collected).threaded()) == [(1, 2), (3,)]

    @pytest.mark.parametrize("maxsize", [1, 3])
    def test_lets_no_more_than_maxsize_items_wait(self, maxsize: int) -> None:
        gate = Turnstile(at=0)
        sink = op.map(gate).push(collected).threaded(maxsize)
        sink.send(0)
        gate.is_reached()
        sent: list[int] = []

        def produce() -> None:
            for item in range(1, 10):
                sink.send(item)
                sent.append(item)

        producer = Running(produce)
        wait_until(lambda: len(sent) == maxsize and is_held_up(producer))
        gate.opened.set()
        producer.result()
        assert sink.close() == list(range(10))

    def test_lets_go_of_an_item_that_is_through(self) -> None:
        class Item:
            pass

        with op.map(id).push(count).threaded() as sink:
            item = Item()
            alive = weakref.ref(item)
            sink.send(item)
            del item
            wait_until(lambda: alive() is None)

    @pytest.mark.parametrize("maxsize", [0, -1])
    def test_needs_room_for_one_item(self, maxsize: int) -> None:
        with pytest.raises(ValueError, match=f"^maxsize must be at least 1, got {maxsize}$"):
            op.map(abs).push(print).threaded(maxsize)

    @pytest.mark.parametrize("maxsize", [True, 1.0, "1", None])
    def test_needs_a_whole_number(self, maxsize: Any) -> None:
        with pytest.raises(TypeError, match="^maxsize must be an integer, got "):
            op.map(abs).push(print).threaded(maxsize)

    def test_sees_the_context_that_it_was_made_in(self) -> None:
        token = place.set("here")
        try:
            sink = op.map(lambda _: place.get()).push(collected).threaded()
        finally:
            place.reset(token)
        sink.send(1)
        assert sink.close() == ["here"]

    def test_leaves_the_context_that_it_was_made_in_as_it_is(self) -> None:
        with op.tap(lambda _: place.set("there")).push(print).threaded() as sink:
            sink.send(1)
        assert place.get() == "nowhere"


class TestDoneBehindABoundary:
    def test_comes_back(self) -> None:
        sink = op.take(2).push(collected).threaded()
        sink.send(1)
        sink.send(2)
        wait_until(lambda: sink.done)
        assert not sink.send(3)
        assert not sink.closed
        assert sink.close() == [1, 2]

    def test_comes_back_before_the_first_item(self) -> None:
        sink = op.take(0).push(collected).threaded()
        wait_until(lambda: sink.done)
        assert not sink.send(1)
        assert sink.close() == []

    def test_ends_an_endless_source(self) -> None:
        assert Stream.count_from().into(op.take(3).push(collected).threaded(2)) == [0, 1, 2]

    def test_comes_back_through_two_boundaries(self) -> None:
        sink = op.map(abs).push(op.take(3).push(collected).threaded(1)).threaded(1)
        assert Stream.count_from().into(sink) == [0, 1, 2]

    def test_lets_what_waits_go_nowhere(self) -> None:
        gate = Turnstile(at=0)
        sink = (op.map(gate) | op.take(1)).push(collected).threaded()
        for item in range(5):
            assert sink.send(item)
        gate.opened.set()
        assert sink.close() == [0]
        assert gate.passed == [0]

    def test_lets_a_producer_go_that_waits_for_room(self) -> None:
        gate = Turnstile(at=0)
        sink = (op.map(gate) | op.take(1)).push(collected).threaded(1)
        producer = Running(lambda: Stream.count_from().into(sink))
        gate.is_reached()
        wait_until(lambda: is_held_up(producer))
        gate.opened.set()
        assert producer.result() == [0]

    def test_leaves_one_branch_of_a_broadcast_out(self) -> None:
        few = op.take(2).push(collected).threaded(1)
        all_of_them = op.map(abs).push(collected).threaded(1)
        results = Stream(range(50)).broadcast(few, all_of_them)
        assert results == ([0, 1], [*range(50)])


@pytest.mark.parametrize("kind", ERRORS)
class TestAnErrorBehindABoundary:
    @pytest.mark.parametrize("at", [0, 4, 9])
    @pytest.mark.parametrize("maxsize", [1, 100])
    def test_comes_back_as_it_is_and_once(
        self, kind: type[BaseException], at: int, maxsize: int
    ) -> None:
        error = kind()
        passed: list[int] = []

        def target(item: int) -> None:
            raising(error, at)(item)
            passed.append(item)

        errors = errors_of(op.map(abs).push(target).threaded(maxsize), range(10))
        assert [each is error for each in errors] == [True]
        assert passed == [*range(at)]

    def test_is_raised_by_the_next_send(self, kind: type[BaseException]) -> None:
        error = kind()
        sink, thread = threaded(op.dedupe().push(raising(error, 0)))
        assert sink.send(0)
        thread.join(LONG)
        assert not sink.closed
        with pytest.raises(kind) as caught:
            sink.send(1)
        assert caught.value is error
        assert sink.closed
        with pytest.raises(SinkClosedError):
            sink.send(2)
        assert sink.close() is None

    def test_is_raised_by_close_where_nothing_else_is_sent(self, kind: type[BaseException]) -> None:
        error = kind()
        sink, thread = threaded(op.dedupe().push(raising(error, 0)))
        sink.send(0)
        thread.join(LONG)
        with pytest.raises(kind) as caught:
            sink.close()
        assert caught.value is error
        assert sink.close() is None

    def test_is_raised_by_close_where_that_causes_it(self, kind: type[BaseException]) -> None:
        error = kind()
        sink = op.sorted().push(raising(error, 0)).threaded()
        sink.send(0)
        with pytest.raises(kind) as caught:
            sink.close()
        assert caught.value is error
        assert sink.closed

    def test_reaches_a_producer_that_waits_for_room(self, kind: type[BaseException]) -> None:
        gate = Turnstile(at=0, error=kind())
        sink = op.map(abs).push(gate).threaded(1)
        producer = Running(lambda: [sink.send(item) for item in range(4)])
        gate.is_reached()
        wait_until(lambda: is_held_up(producer))
        gate.opened.set()
        assert producer.error() is gate.error
        assert sink.closed

    def test_reaches_one_of_several_producers_that_wait(self, kind: type[BaseException]) -> None:
        gate = Turnstile(at=0, error=kind())
        sink = op.map(abs).push(gate).threaded(1)
        sink.send(0)
        gate.is_reached()
        sink.send(1)
        producers = [Running(lambda: sink.send(2)) for _ in range(4)]
        wait_until(lambda: any(map(is_held_up, producers)))
        gate.opened.set()
        errors = [producer.error() for producer in producers]
        assert errors.count(gate.error) == 1
        assert sum(isinstance(error, SinkClosedError) for error in errors) == 3

    def test_leaves_a_with_block(self, kind: type[BaseException]) -> None:
        error = kind()
        with pytest.raises(kind) as caught, op.map(abs).push(raising(error, 0)).threaded() as sink:
            for item in range(1000):
                sink.send(item)
        assert caught.value is error

    def test_closes_the_coroutine_there(self, kind: type[BaseException]) -> None:
        closed: list[threading.Thread] = []

        @consumer
        def receiver() -> Generator[None, int, None]:
            try:
                while True:
                    yield
            finally:
                closed.append(threading.current_thread())

        error = kind()
        sink, thread = threaded(op.dedupe().push(raising(error, 1), receiver()))
        assert errors_of(sink, range(3)) == [error]
        assert closed == [thread]

    def test_in_a_with_block_is_thrown_to_the_other_side(self, kind: type[BaseException]) -> None:
        error = kind()
        seen: list[BaseException] = []

        @consumer
        def receiver() -> Generator[None, int, None]:
            try:
                while True:
                    yield
            except BaseException as caught:
                seen.append(caught)

        with pytest.raises(kind) as caught, op.map(abs).push(receiver()).threaded() as sink:
            sink.send(1)
            raise error
        assert caught.value is error
        assert [type(each) for each in seen] == [kind]
        assert sink.closed


class TestThrowAcrossABoundary:
    @pytest.mark.parametrize("kind", ENDINGS)
    def test_raises_the_error_itself(self, kind: type[BaseException]) -> None:
        error = kind()
        outputs: list[Any] = []
        sink = (op.map(abs) | op.batched(2)).push(outputs.append).threaded()
        for item in range(3):
            sink.send(item)
        with pytest.raises(kind) as caught:
            sink.throw(error)
        assert caught.value is error
        assert outputs == [(0, 1)]
        assert sink.closed

    def test_gives_the_result_of_a_coroutine_that_handles_it(self) -> None:
        @consumer
        def receiver() -> Generator[None, int, str]:
            try:
                while True:
                    yield
            except Trouble as error:
                return f"handled {error}"

        sink = op.map(abs).push(receiver()).threaded()
        assert sink.throw(Trouble("this")) == "handled this"
        assert sink.close() == "handled this"

    def test_raises_the_error_when_it_is_closed(self) -> None:
        sink = op.map(abs).push(count).threaded()
        sink.send(1)
        assert sink.close() == 1
        error = Trouble()
        with pytest.raises(Trouble) as caught:
            sink.throw(error)
        assert caught.value is error
        assert sink.close() == 1

    @pytest.mark.parametrize("error", [5, Trouble])
    def test_takes_an_exception(self, error: Any) -> None:
        with op.map(abs).push(print).threaded() as sink:
            with pytest.raises(TypeError, match="^error must be an exception, got "):
                sink.throw(error)
            assert not sink.closed


USES: dict[str, Callable[[Sink[Any, Any]], object]] = {
    "send": lambda sink: sink.send(1),
    "close": lambda sink: sink.close(),
    "throw": lambda sink: sink.throw(Trouble()),
}
each_use = pytest.mark.parametrize("use", USES.values(), ids=USES)


class Again:
    """A function that uses a sink once, and keeps what comes of it."""

    def __init__(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        self.use = use
        self.sink: Sink[Any, Any] | None = None
        self.error: BaseException | None = None

    def __call__(self, item: Any) -> Any:
        sink, self.sink = self.sink, None
        if sink is not None:
            try:
                self.use(sink)
            except BaseException as error:
                self.error = error
        return item


@each_use
class TestASinkThatItsOwnFunctionUses:
    WORDS = "in the middle of a send, and one of its own functions uses it; collect what"

    def test_refuses_it_and_goes_on(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        again = Again(use)
        again.sink = sink = op.map(again).push(collected)
        assert sink.send(1)
        assert sink.send(2)
        assert sink.close() == [1, 2]
        with pytest.raises(SinkBusyError, match=self.WORDS):
            raise again.error or AssertionError("it was not refused")

    def test_refuses_it_to_a_target(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        again = Again(use)
        again.sink = sink = op.map(abs).push(again)
        assert sink.send(1)
        assert isinstance(again.error, SinkBusyError)
        sink.close()

    def test_refuses_it_when_it_is_closed(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        again = Again(use)
        again.sink = sink = op.sorted().push(again)
        sink.send(1)
        sink.close()
        assert isinstance(again.error, SinkBusyError)
        assert sink.closed

    def test_refuses_it_through_a_lock(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        again = Again(use)
        again.sink = sink = op.map(again).push(collected).locked()
        assert Running(lambda: sink.send(1)).result()
        assert sink.close() == [1]
        with pytest.raises(SinkBusyError, match=self.WORDS):
            raise again.error or AssertionError("it was not refused")

    def test_refuses_it_in_its_own_thread(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        again = Again(use)
        again.sink = sink = op.map(again).push(collected).threaded()
        sink.send(1)
        sink.send(2)
        assert sink.close() == [1, 2]
        with pytest.raises(SinkBusyError, match=r"^<.*threaded\(1000\)> is used by one of its own"):
            raise again.error or AssertionError("it was not refused")

    def test_refuses_it_in_its_own_thread_when_that_is_full(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        again = Again(use)
        gate = Turnstile(at=1)
        sink = (op.map(gate) | op.map(again)).push(collected).threaded(1)
        again.sink = sink
        sink.send(1)
        gate.is_reached()
        sink.send(2)
        gate.opened.set()
        assert sink.close() == [1, 2]
        assert isinstance(again.error, SinkBusyError)

    def test_refuses_it_in_its_own_thread_under_a_lock(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        again = Again(use)
        gate = Turnstile(at=1)
        sink = (op.map(gate) | op.map(again)).push(collected).threaded().locked()
        again.sink = sink
        sink.send(1)
        gate.is_reached()
        closing = Running(sink.close)
        wait_until(lambda: is_held_up(closing))
        gate.opened.set()
        assert closing.result() == [1]
        assert isinstance(again.error, SinkBusyError)

    def test_refuses_it_in_the_thread_behind_its_own(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        again = Again(use)
        gate = Turnstile(at=1)
        behind = (op.map(gate) | op.map(again)).push(collected).threaded()
        sink = op.map(abs).push(behind).threaded()
        sink.send(1)
        gate.is_reached()
        if use is not USES["send"]:  # which is possible: there is room
            again.sink = sink
        closing = Running(sink.close)
        wait_until(lambda: is_held_up(closing))
        gate.opened.set()
        assert closing.result() == [1]

    def test_refuses_it_to_a_function_that_is_pulled(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        again = Again(use)

        def function(items: Iterable[int]) -> Iterator[int]:
            for item in items:
                yield again(item)

        again.sink = sink = (op.map(abs) | function).push(collected)
        assert sink.send(1)
        assert sink.close() == [1]
        assert isinstance(again.error, SinkBusyError)

    def test_refuses_it_to_a_function_that_is_pulled_under_a_lock(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        again = Again(use)

        def function(items: Iterable[int]) -> Iterator[int]:
            for item in items:
                yield again(item)

        again.sink = sink = (op.map(abs) | function).push(collected).locked()
        sending = Running(lambda: sink.send(1))
        assert sending.result()
        assert sink.close() == [1]
        assert isinstance(again.error, SinkBusyError)


@each_use
class TestASinkThatASecondThreadUses:
    WORDS = r"in another thread; share it between threads with \.locked\(\), or give it a thread"

    def test_refuses_that_and_goes_on(self, use: Callable[[Sink[Any, Any]], object]) -> None:
        gate = Turnstile(at=0)
        sink = op.map(gate).push(collected)
        first = Running(lambda: sink.send(0))
        gate.is_reached()
        with pytest.raises(SinkBusyError, match=self.WORDS):
            use(sink)
        gate.opened.set()
        assert first.result()
        assert sink.send(1)
        assert sink.close() == [0, 1]

    def test_refuses_that_while_a_stream_is_pushed_into_it(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        gate = Turnstile(at=1)
        sink = op.map(gate).push(collected)
        first = Running(lambda: Stream(range(3)).into(sink))
        gate.is_reached()
        with pytest.raises(SinkBusyError, match=self.WORDS):
            use(sink)
        gate.opened.set()
        assert first.result() == [0, 1, 2]

    def test_is_ready_again_when_the_first_was_faster(
        self, use: Callable[[Sink[Any, Any]], object]
    ) -> None:
        gate = Turnstile(at=0)
        sink = op.map(gate).push(collected)
        refusing, end = threading.Event(), threading.Event()
        calls = itertools.count()

        def trace(frame: FrameType, event: str, argument: object) -> None:
            """Hold the second thread up at what it calls inside its use of the sink."""
            if SOURCE in Path(frame.f_code.co_filename).parents and next(calls) == 1:
                refusing.set()
                assert end.wait(LONG)

        def be_second() -> None:
            before = sys.gettrace()
            sys.settrace(trace)
            try:
                use(sink)
            finally:
                sys.settrace(before)

        first = Running(lambda: sink.send(0))
        gate.is_reached()
        second = Running(be_second)
        assert refusing.wait(LONG)
        gate.opened.set()
        assert first.result()
        end.set()
        assert isinstance(second.error(), SinkBusyError)
        assert sink.send(1)
        assert sink.close() == [0, 1]


def test_a_sink_may_be_used_by_one_thread_after_another() -> None:
    sink = op.pairwise().push(collected)
    for item in range(5):
        Running(lambda item=item: sink.send(item)).result()
    assert Running(sink.close).result() == [(0, 1), (1, 2), (2, 3), (3, 4)]


THREADS = range(8)
EACH = 200


class TestALockedSink:
    def test_passes_every_item_of_eight_threads_once(self) -> None:
        sink = (op.enumerate() | op.pairwise()).push(collected).locked()
        start = threading.Barrier(len(THREADS))

        def produce(mine: int) -> None:
            start.wait(LONG)
            for number in range(EACH):
                assert sink.send((mine, number))

        for producer in [Running(lambda mine=mine: produce(mine)) for mine in THREADS]:
            producer.result()
        pairs = sink.close()
        items = [pairs[0][0], *(after for _, after in pairs)]
        assert [number for number, _ in items] == [*range(len(THREADS) * EACH)]
        for mine in THREADS:
            assert [number for _, (whose, number) in items if whose == mine] == [*range(EACH)]

    def test_is_closed_by_the_last_of_eight_pipelines(self) -> None:
        results: list[int] = []
        shared = op.map(abs).push(count).locked()
        sinks = [op.map(int).push(shared) for _ in THREADS]

        def produce(sink: Sink[Any, Any]) -> None:
            for number in range(EACH):
                sink.send(number)
            results.append(sink.close())

        for producer in [Running(lambda sink=sink: produce(sink)) for sink in sinks]:
            producer.result()
        assert shared.closed
        assert [result for result in results if result is not None] == [len(THREADS) * EACH]

    def test_is_a_threaded_sink_for_eight_threads_without_a_lock(self) -> None:
        sink = op.enumerate().push(collected).threaded(2)

        def produce(mine: int) -> None:
            for number in range(EACH // 4):
                sink.send((mine, number))

        for producer in [Running(lambda mine=mine: produce(mine)) for mine in THREADS]:
            producer.result()
        items = sink.close()
        assert [number for number, _ in items] == [*range(len(THREADS) * EACH // 4)]
        assert sorted(item for _, item in items) == [
            (mine, number) for mine in THREADS for number in range(EACH // 4)
        ]

    def test_lets_the_others_wait(self) -> None:
        gate = Turnstile(at=0)
        sink = op.map(gate).push(collected).locked()
        first = Running(lambda: sink.send(0))
        gate.is_reached()
        second = Running(lambda: sink.send(1))
        assert second.is_alive()
        gate.opened.set()
        assert (first.result(), second.result()) == (True, True)
        assert sink.close() == [0, 1]

    def test_raises_an_error_to_the_thread_that_sent_its_item(self) -> None:
        error = Trouble()
        sink = op.map(raising(error, 3)).push(collected).locked()
        senders = [Running(lambda item=item: sink.send(item)) for item in range(6)]
        errors = [sender.error() for sender in senders]
        assert errors == [None, None, None, error, None, None]
        assert sorted(sink.close()) == [0, 1, 2, 4, 5]

    def test_says_to_all_that_it_is_closed_after_an_error(self) -> None:
        error = Trouble()
        sink = (op.map(raising(error, 3)) | op.dedupe()).push(collected).locked()
        assert Running(lambda: sink.send(3)).error() is error
        senders = [Running(lambda: sink.send(0)) for _ in range(3)]
        assert all(isinstance(sender.error(), SinkClosedError) for sender in senders)
        assert sink.closed

    def test_says_to_all_that_no_more_is_wanted(self) -> None:
        sink = op.take(5).push(collected).locked()
        senders = [Running(lambda: sink.send(0)) for _ in range(9)]
        assert sum(sender.result() for sender in senders) == 4
        assert sink.done
        assert sink.close() == [0] * 5

    def test_is_thrown_into_and_closed_as_its_sink_is(self) -> None:
        error = Trouble()
        sink = op.batched(2).push(collected).locked()
        with pytest.raises(Trouble) as caught, sink:
            sink.send(1)
            raise error
        assert caught.value is error
        assert sink.closed
        assert Stream([1, 2, 3]).into(op.batched(2).push(collected).locked()) == [(1, 2), (3,)]


@consumer
def noting_its_end(ends: list[str]) -> Generator[None, Any, None]:
    try:
        while True:
            yield
    finally:
        ends.append("closed")


class TestAThreadedSinkThatIsLetGoOf:
    NEVER_CLOSED = r"map\(abs\)>\.threaded\(1000\) was never closed"

    def test_warns_and_ends_its_thread(self) -> None:
        ends: list[str] = []
        sink, thread = threaded(op.map(abs).push(noting_its_end(ends)))
        sink.send(1)
        with pytest.warns(ResourceWarning, match=self.NEVER_CLOSED):
            del sink
        assert not thread.is_alive()
        assert ends == ["closed"]

    def test_has_delivered_what_was_sent(self) -> None:
        outputs: list[int] = []
        sink = op.map(abs).push(outputs.append).threaded()
        for item in range(50):
            sink.send(item)
        with pytest.warns(ResourceWarning, match=self.NEVER_CLOSED):
            del sink
        assert outputs == [*range(50)]

    def test_gives_nothing_out_that_was_held_back(self) -> None:
        outputs: list[Any] = []
        sink = op.batched(2).push(outputs.append).threaded()
        for item in range(3):
            sink.send(item)
        with pytest.warns(ResourceWarning):
            del sink
        assert outputs == [(0, 1)]

    def test_says_nothing_when_it_was_closed(self) -> None:
        for end in (lambda sink: sink.close(), lambda sink: sink.__exit__(None, None, None)):
            sink = op.map(abs).push(print).threaded()
            end(sink)
            del sink
            gc.collect()

    def test_warns_in_a_cycle(self) -> None:
        sink, thread = threaded(op.map(abs).push(print))
        cycle: list[Any] = [sink]
        cycle.append(cycle)
        del sink, cycle
        with pytest.warns(ResourceWarning, match=self.NEVER_CLOSED):
            gc.collect()
        thread.join(LONG)
        assert not thread.is_alive()

    def test_warns_after_an_error_that_nobody_has_asked_for(self) -> None:
        sink, thread = threaded(op.map(abs).push(raising(Trouble(), 0)))
        sink.send(0)
        thread.join(LONG)
        with pytest.warns(ResourceWarning, match=self.NEVER_CLOSED):
            del sink

    @pytest.mark.filterwarnings("error::ResourceWarning")
    def test_ends_its_thread_where_warnings_are_errors(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        unraisable: list[type[BaseException] | None] = []
        monkeypatch.setattr(sys, "unraisablehook", lambda each: unraisable.append(each.exc_type))
        ends: list[str] = []
        sink, thread = threaded(op.map(abs).push(noting_its_end(ends)))
        del sink
        thread.join(1)
        assert not thread.is_alive()
        assert unraisable == [ResourceWarning]
        assert ends == ["closed"]

    def test_ends_its_thread_where_that_was_the_last_to_hold_it(self) -> None:
        holder: list[Any] = []
        gate = Turnstile(at=1)
        ends: list[str] = []

        def let_go(item: int) -> None:
            gate(item)
            with pytest.warns(ResourceWarning, match="was never closed"):
                holder.clear()

        sink, thread = threaded((op.tap(let_go) | op.map(abs)).push(noting_its_end(ends)))
        holder.append(sink)
        sink.send(1)
        del sink
        gate.opened.set()
        thread.join(1)
        assert not thread.is_alive()
        assert ends == ["closed"]

    def test_does_not_wait_for_ever_for_a_function_that_never_ends(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rillet.threads._PATIENCE", 0.01)
        gate = Turnstile(at=0)
        holder = [op.map(gate).push(print).threaded(1)]
        holder[0].send(0)
        gate.is_reached()
        holder[0].send(1)

        def let_go() -> None:
            with pytest.warns(ResourceWarning, match="was never closed"):
                holder.clear()

        letting_go = Running(let_go)
        hung = is_alive_after(1, letting_go)
        gate.opened.set()
        letting_go.result()
        assert not hung


def run(program: str, *options: str) -> tuple[str, str, int]:
    """What a process of its own prints, to either side, and its code; it must come to its end."""
    process = subprocess.Popen(
        [sys.executable, *options, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE.parent)},
    )
    try:
        out, err = process.communicate(timeout=LONG)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        pytest.fail("the process does not end")
    return out, err, process.returncode


UNCLOSED = """
from rillet import op
sink = op.map(str).push(print).threaded()
for item in range(100):
    sink.send(item)
"""


class TestTheEndOfTheProcess:
    LINES = "".join(f"{item}\n" for item in range(100))

    @pytest.mark.parametrize(
        ("ending", "code"),
        [("", 0), ("raise SystemExit(3)", 3), ("1 / 0", 1), ("raise KeyboardInterrupt", -2)],
    )
    def test_delivers_what_was_sent_into_an_unclosed_threaded_sink(
        self, ending: str, code: int
    ) -> None:
        out, _, returned = run(UNCLOSED + ending)
        assert (out, returned) == (self.LINES, code)

    def test_warns_of_an_unclosed_threaded_sink(self) -> None:
        out, err, _ = run(UNCLOSED, "-W", "always")
        assert out == self.LINES
        assert "ResourceWarning: <Sink map(str)>.threaded(1000) was never closed" in err

    def test_delivers_where_warnings_are_errors(self) -> None:
        gate = UNCLOSED.replace("str)", "lambda item: event.wait(0.01) or str(item))", 1)
        out, _, _ = run("import threading; event = threading.Event()" + gate, "-W", "error")
        assert out == self.LINES

    def test_delivers_what_a_sink_in_a_cycle_holds(self) -> None:
        assert run(UNCLOSED + "cycle = [sink]; cycle.append(cycle)")[0] == self.LINES

    @pytest.mark.parametrize("maxsize", [1, 5])
    def test_does_not_wait_for_a_function_that_never_ends(self, maxsize: int) -> None:
        out, _, code = run(f"""
import threading
import rillet.threads
rillet.threads._PATIENCE = 0.1
from rillet import op
begun = threading.Event()
def wait_for_ever(item):
    begun.set()
    threading.Event().wait()
sink = op.map(wait_for_ever).push(print).threaded({maxsize})
sink.send(0)
begun.wait()
for item in range({maxsize}):
    sink.send(item)
print("the end")
""")
        assert (out, code) == ("the end\n", 0)

    @pytest.mark.parametrize("sent", [0, 1])
    def test_does_not_wait_for_a_bridge(self, sent: int) -> None:
        out, err, code = run(f"""
from rillet import op
def function(items):
    for item in items:
        yield item
sink = (op.map(str) | function).push(print)
for item in range({sent}):
    sink.send(item)
""")
        assert (out, err, code) == ("0\n" * sent, "", 0)


def pulled(program: Callable[[Iterable[Any]], Any], items: Iterable[Any]) -> tuple[list[Any], Any]:
    """The items that a program gives when it is pulled, and what it then raises."""
    outputs: list[Any] = []
    try:
        for item in program(items):
            outputs += [item]
    except BaseException as error:
        return outputs, error
    return outputs, None


class Counted:
    """An iterable that counts the items that were taken of it."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = items
        self.taken = 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.items:
            self.taken += 1
            yield item


def pushed(program: Any, items: Iterable[Any]) -> tuple[list[Any], BaseException | None, int]:
    """What comes out when the program is pushed, what is raised, and how many items were sent."""
    outputs: list[Any] = []
    sent = 0
    try:
        with program.push(outputs.append) as sink:
            for item in items:
                if sink.done:
                    break
                sent += 1
                sink.send(item)
    except BaseException as error:
        return outputs, error, sent
    return outputs, None, sent


ACTS = ["give", "give twice", "pull", "pull and give", "pass the rest on", "fail", "return"]


class Scripted:
    """A generator function that does what a script says, and notes when it is closed."""

    def __init__(self, script: list[str], fails_at_its_end: bool = False) -> None:
        self.script = script
        self.fails_at_its_end = fails_at_its_end
        self.error = Trouble("of the script")
        self.notes: list[str] = []

    def __call__(self, items: Iterable[Any]) -> Iterator[Any]:
        source = iter(items)
        try:
            for number, act in enumerate(self.script):
                if "pull" in act:
                    item = next(source, "nothing")
                    self.notes.append(f"{number} pulled {item}")
                    if "give" in act:
                        yield number, item
                elif act == "give":
                    yield number
                elif act == "give twice":
                    yield number
                    yield number
                elif act == "pass the rest on":
                    for item in source:
                        yield item, item
                elif act == "fail":
                    raise self.error
                elif act == "return":
                    return
        finally:
            self.notes.append("closed")
            if self.fails_at_its_end and sys.exc_info()[0] is None:
                raise self.error


scripts = st.builds(Scripted, st.lists(st.sampled_from(ACTS), max_size=6), st.booleans())


class TestAPulledFunctionThatIsPushedInto:
    @given(
        script=scripts,
        items=st.lists(st.integers(0, 5), max_size=6),
        before=st.sampled_from([op.map(abs), op.drop(1), op.batched(2), op.sorted()]),
        behind=st.sampled_from([op.map(str), op.pairwise(), op.batched(2), op.take(2), op.take(0)]),
    )
    def test_gives_what_it_gives_when_it_is_pulled(
        self, script: Scripted, items: list[int], before: Any, behind: Any
    ) -> None:
        program = before | script | behind
        source = Counted(items)
        outputs, error = pulled(program, source)
        gc.collect()
        notes, script.notes = script.notes, []
        assert pushed(program, items) == (outputs, error, source.taken)
        if notes:  # behind take(0) the function is not even called when it is pushed
            assert script.notes[-1:] == ["closed"] == notes[-1:]
            assert script.notes == notes

    @given(
        scripts=st.lists(scripts, min_size=2, max_size=3),
        items=st.lists(st.integers(0, 5), max_size=5),
    )
    def test_gives_that_beside_others_too(self, scripts: list[Scripted], items: list[int]) -> None:
        program: Any = op.map(abs)
        for script in scripts:
            program = program | script
        outputs, error = pulled(program, items)
        assert pushed(program, items)[:2] == (outputs, error)
        assert all(script.notes.count("closed") in (0, 2) for script in scripts)

    @given(
        script=scripts,
        items=st.lists(st.integers(0, 5), min_size=1, max_size=6),
        at=st.integers(0, 5),
    )
    def test_ends_in_an_error_before_it_as_it_does_when_it_is_pulled(
        self, script: Scripted, items: list[int], at: int
    ) -> None:
        error = Trouble("before")
        program = op.map(raising(error, at)) | script
        outputs, raised = pulled(program, items)
        assert pushed(program, items)[:2] == (outputs, raised)

    @given(
        script=scripts,
        items=st.lists(st.integers(0, 5), max_size=6),
        turn=st.integers(1, 4),
        survives=st.booleans(),
    )
    def test_ends_in_an_error_behind_it_as_it_does_when_it_is_pulled(
        self, script: Scripted, items: list[int], turn: int, survives: bool
    ) -> None:
        error = Trouble("behind")

        def failing() -> Callable[[Any], Any]:
            turns = itertools.count(1)
            return lambda item: raising(error, turn)(next(turns)) and item

        def program() -> Any:
            made = op.map(abs) | script | op.map(failing())
            return made if survives else made | op.dedupe()

        outputs, raised = pulled(program(), items)
        script.notes.clear()
        assert pushed(program(), items)[:2] == (outputs, raised)
        assert script.notes[-1] == "closed"

    @given(script=scripts, items=st.lists(st.integers(0, 5), max_size=6), turn=st.integers(1, 4))
    def test_goes_on_after_an_error_behind_it_as_it_does_when_it_is_pulled(
        self, script: Scripted, items: list[int], turn: int
    ) -> None:
        def program() -> Any:
            turns = itertools.count(1)
            return op.map(abs) | script | op.map(lambda item: 1 / (turn - next(turns)) and item)

        expected: list[Any] = []
        errors: list[str] = []
        made = iter(program()(items))
        while True:
            try:
                expected.append(next(made))
            except StopIteration:
                break
            except Exception as error:
                errors.append(repr(error))
        outputs: list[Any] = []
        raised: list[str] = []
        try:
            sink = program().push(outputs.append)
        except Exception as error:
            raised.append(repr(error))
            assert raised == errors[:1]  # there is no sink that could go on
            return
        for item in items:
            if not sink.done and not sink.closed:
                try:
                    sink.send(item)
                except Exception as error:
                    raised.append(repr(error))
        try:
            sink.close()
        except Exception as error:
            raised.append(repr(error))
            if "ZeroDivisionError" in repr(error):
                return  # nor is there one after an error of `close`
        assert (outputs, raised) == (expected, errors)

    def test_gives_its_first_items_when_the_sink_is_made(self) -> None:
        outputs: list[Any] = []
        sink = (op.map(abs) | Scripted(["give", "pull", "give"])).push(outputs.append)
        assert outputs == [0]
        assert not sink.send(5)
        assert outputs == [0, 2]
        assert sink.done
        sink.close()

    def test_is_done_when_it_has_ended(self) -> None:
        sink = (op.map(abs) | Scripted([])).push(print)
        assert sink.done
        assert not sink.send(1)
        assert sink.close() is None

    def test_is_done_behind_take_with_its_last_item(self) -> None:
        script = Scripted(["pass the rest on"])
        sink = (op.map(abs) | script | op.take(2)).push(collected)
        assert [sink.send(item) for item in range(3)] == [True, False, False]
        assert script.notes == ["closed"]
        assert sink.close() == [(0, 0), (1, 1)]

    def test_pushes_on_from_the_thread_of_the_sender(self) -> None:
        threads: set[threading.Thread] = set()
        see = op.tap(lambda _: threads.add(threading.current_thread()))
        sink = (see | Scripted(["give", "pass the rest on", "give"]) | see).push(print)
        sink.send(1)
        sink.close()
        assert threads == {threading.current_thread()}

    def test_takes_turns_with_the_sender(self) -> None:
        steps: list[str] = []

        def function(items: Iterable[int]) -> Iterator[int]:
            for item in items:
                steps.append(f"function {item}")
                yield item
                steps.append(f"function {item} again")

        sink = (op.map(abs) | function).push(lambda item: steps.append(f"target {item}"))
        for item in range(2):
            steps.append(f"send {item}")
            sink.send(item)
        sink.close()
        assert steps == [
            f"{step.format(item)}"
            for item in range(2)
            for step in ("send {}", "function {}", "target {}", "function {} again")
        ]

    def test_sees_the_context_that_the_sink_was_made_in(self) -> None:
        def function(items: Iterable[int]) -> Iterator[str]:
            yield place.get()
            for _ in items:
                yield place.get()

        token = place.set("here")
        try:
            sink = (op.map(abs) | function).push(collected)
            sink.send(1)
        finally:
            place.reset(token)
        assert sink.close() == ["here", "here"]

    @pytest.mark.parametrize("function", [iter, list, tuple, sorted, enumerate])
    def test_can_be_a_builtin_or_give_a_list(self, function: Any) -> None:
        program = op.map(int) | function | op.map(str)
        assert pushed(program, "312")[:2] == pulled(program, "312")

    def test_can_give_its_answer_to_another_function(self) -> None:
        program: Any = op.map(int) | list | len
        assert Stream("312").into(program.push()) == program("312") == 3

    def test_is_refused_by_name_where_what_it_gives_reads_on_behind_it(self) -> None:
        program = op.map(int) | itertools.groupby | op.map(lambda group: (group[0], [*group[1]]))
        error = Running(lambda: pushed(program, "1122")[1]).result()
        assert type(error) is RuntimeError
        assert str(error).startswith("groupby is pushed, so only itself can read its items; ")

    def test_gives_its_answer(self) -> None:
        assert Stream("123").into((op.map(int) | sum).push()) == 6
        assert Stream("123").into((op.map(int) | list).push()) == [1, 2, 3]
        assert Stream("123").into((op.map(int) | sum).push().threaded(1)) == 6
        assert Stream("123").broadcast((op.map(int) | sum).push(), count) == (6, 3)

    def test_gives_its_answer_as_often_as_it_is_closed(self) -> None:
        sink = (op.map(int) | sum).push()
        sink.send("4")
        assert (sink.close(), sink.close()) == (4, 4)

    def test_is_done_when_its_answer_is_known(self) -> None:
        sink = (op.map(int) | Stream.first).push()
        assert not sink.send("4")
        assert sink.done
        assert sink.close() == 4

    @pytest.mark.parametrize("function", [sum, max, list, Stream.count, Stream.first])
    @given(items=st.lists(st.integers(0, 2), max_size=5))
    def test_answers_or_fails_as_it_does_when_it_is_pulled(
        self, function: Any, items: list[int]
    ) -> None:
        program: Any = op.filter() | function

        def outcome(run: Callable[[], object]) -> str:
            try:
                return repr(run())
            except Exception as error:
                return repr(error)

        alone = outcome(lambda: program(items))
        assert outcome(lambda: Stream(items).into(program.push())) == alone

    def test_is_refused_by_name_where_it_gives_an_iterator_and_has_no_target(self) -> None:
        with pytest.raises(TypeError, match="^targets must be given, for iter gives an iterator$"):
            (op.map(int) | iter).push()

    def test_is_refused_by_name_where_it_gives_no_iterator_and_has_a_target(self) -> None:
        sink = (op.map(int) | sum).push(print)
        with pytest.raises(TypeError, match="^sum must give an iterable, got 0$"):
            sink.close()

    def test_is_refused_by_name_where_no_thread_can_be_started(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(thread: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", refuse)
            with pytest.raises(RuntimeError, match=r"^sum can only be pulled; to push into it"):
                (op.map(int) | sum).push()


@pytest.mark.parametrize("kind", ENDINGS)
class TestAnErrorBesideAPulledFunction:
    def test_arises_in_it_before_it_has_pulled(self, kind: type[BaseException]) -> None:
        script = Scripted(["fail"])
        script.error = kind()  # type: ignore[assignment]
        with pytest.raises(kind) as caught:
            (op.map(abs) | script).push(print)
        assert caught.value is script.error

    @pytest.mark.parametrize("script", [["pull", "fail"], ["pull and give", "fail"]])
    def test_arises_in_it_after_an_item(self, kind: type[BaseException], script: list[str]) -> None:
        function = Scripted(script)
        function.error = kind()  # type: ignore[assignment]
        sink = (op.map(abs) | function).push(count)
        with pytest.raises(kind) as caught:
            sink.send(1)
        assert caught.value is function.error
        assert sink.closed
        assert function.notes[-1] == "closed"

    def test_arises_in_it_at_the_end(self, kind: type[BaseException]) -> None:
        function = Scripted(["pass the rest on", "fail"])
        function.error = kind()  # type: ignore[assignment]
        sink = (op.map(abs) | function).push(count)
        sink.send(1)
        with pytest.raises(kind) as caught:
            sink.close()
        assert caught.value is function.error
        assert sink.closed

    def test_arises_in_its_finally(self, kind: type[BaseException]) -> None:
        function = Scripted(["pass the rest on"], fails_at_its_end=True)
        function.error = kind()  # type: ignore[assignment]
        sink = (op.map(abs) | function).push(count)
        with pytest.raises(kind) as caught:
            sink.close()
        assert caught.value is function.error

    def test_arises_before_it(self, kind: type[BaseException]) -> None:
        error = kind()
        function = Scripted(["pass the rest on"])
        sink = (op.map(raising(error, 1)) | function).push(collected)
        sink.send(0)
        with pytest.raises(kind) as caught:
            sink.send(1)
        assert caught.value is error
        assert function.notes == ["closed"]
        assert sink.closed

    def test_arises_behind_it(self, kind: type[BaseException]) -> None:
        error = kind()
        function = Scripted(["pass the rest on", "give"])
        sink = (op.map(abs) | function | op.dedupe()).push(raising(error, (1, 1)))
        sink.send(0)
        with pytest.raises(kind) as caught:
            sink.send(1)
        assert caught.value is error
        sink.close()
        assert function.notes == ["closed"]

    def test_arises_behind_it_at_the_end(self, kind: type[BaseException]) -> None:
        error = kind()
        function = Scripted(["pass the rest on", "give"])
        sink = (op.map(abs) | function).push(raising(error, 1))
        sink.send(0)
        with pytest.raises(kind) as caught:
            sink.close()
        assert caught.value is error
        assert function.notes == ["closed"]

    def test_arises_behind_it_when_the_sink_is_made(self, kind: type[BaseException]) -> None:
        error = kind()
        function = Scripted(["give", "pass the rest on"])
        with pytest.raises(kind) as caught:
            (op.map(abs) | function).push(raising(error, 0))
        assert caught.value is error
        assert function.notes == ["closed"]

    def test_arises_in_a_function_that_is_pulled_before_it(self, kind: type[BaseException]) -> None:
        first = Scripted(["pull and give", "fail"])
        first.error = kind()  # type: ignore[assignment]
        second = Scripted(["pass the rest on"])
        sink = (op.map(abs) | first | second).push(count)
        with pytest.raises(kind) as caught:
            sink.send(1)
        assert caught.value is first.error
        assert second.notes == ["closed"]

    def test_is_thrown_into_it(self, kind: type[BaseException]) -> None:
        error = kind()
        seen: list[BaseException] = []

        def function(items: Iterable[int]) -> Iterator[int]:
            try:
                yield from items
            except BaseException as caught:
                seen.append(caught)
                raise

        sink = (op.map(abs) | function).push(collected)
        sink.send(1)
        with pytest.raises(kind) as caught:
            sink.throw(error)
        assert caught.value is error
        assert [type(each) for each in seen] == [kind]

    def test_crosses_a_boundary_behind_it(self, kind: type[BaseException]) -> None:
        error = kind()
        function = Scripted(["pass the rest on"])
        behind = op.map(raising(error, (3, 3))).push(count).threaded(1)
        errors = errors_of((op.map(abs) | function).push(behind), range(100))
        assert errors == [error]
        assert function.notes == ["closed"]

    def test_crosses_a_boundary_before_it(self, kind: type[BaseException]) -> None:
        function = Scripted(["pull", "fail"])
        function.error = kind()  # type: ignore[assignment]
        sink = (op.map(abs) | function).push(count).threaded(1)
        errors = errors_of(sink, range(100))
        assert errors == [function.error]


class TestAPulledFunctionThatHandlesErrors:
    @staticmethod
    def last_words(items: Iterable[Any]) -> Iterator[Any]:
        try:
            yield from items
        except Trouble as error:
            yield repr(error)

    def test_gets_an_error_before_it_and_cannot_handle_it(self) -> None:
        outputs: list[Any] = []
        seen: list[str] = []

        def watched(items: Iterable[Any]) -> Iterator[Any]:
            for word in self.last_words(items):
                seen.append(str(word))
                yield word

        sink = (op.map(raising(Trouble(), 1)) | watched).push(outputs.append)
        assert sink.send(0)
        with pytest.raises(Trouble):
            sink.send(1)
        assert sink.closed
        assert (outputs, seen) == ([0], ["0", "Trouble()"])

    def test_gets_an_error_that_is_thrown_and_cannot_handle_it(self) -> None:
        error = Trouble()
        outputs: list[Any] = []
        sink = (op.map(abs) | self.last_words).push(outputs.append)
        sink.send(1)
        with pytest.raises(Trouble) as caught:
            sink.throw(error)
        assert caught.value is error
        assert outputs == [1]

    def test_cannot_refuse_to_end(self) -> None:
        def stubborn(items: Iterable[Any]) -> Iterator[Any]:
            while True:
                try:
                    yield from items
                    return
                except Trouble:
                    continue
                finally:
                    yield "the end"

        sink = (op.map(raising(Trouble(), 1)) | stubborn).push(collected)
        assert sink.send(0)
        sending = Running(lambda: sink.send(1))
        assert isinstance(sending.error(), Trouble)


class TestAPulledFunctionThatIsLetGoOf:
    @pytest.mark.parametrize("sent", [0, 2])
    def test_is_closed(self, sent: int) -> None:
        function = Scripted(["give", "pass the rest on"])
        sink = (op.map(abs) | function).push(collected)
        for item in range(sent):
            sink.send(item)
        assert function.notes == []
        del sink
        wait_until(lambda: function.notes)
        assert function.notes == ["closed"]

    def test_is_closed_after_an_error_behind_it(self) -> None:
        function = Scripted(["pass the rest on"])
        sink = (op.map(abs) | function).push(raising(Trouble(), (1, 1)))
        with pytest.raises(Trouble):
            sink.send(1)
        del sink
        gc.collect()  # the error is kept by the function that raised it, and it keeps the sink
        wait_until(lambda: function.notes)
        assert function.notes == ["closed"]

    def test_is_closed_where_its_sink_is_in_a_cycle(self) -> None:
        function = Scripted(["pass the rest on"])
        cycle: list[Any] = [(op.map(abs) | function).push(collected)]
        cycle.append(cycle)
        del cycle
        gc.collect()
        wait_until(lambda: function.notes)
        assert function.notes == ["closed"]

    def test_is_closed_where_it_gives_an_item_at_its_end(self) -> None:
        before = set(threading.enumerate())

        def stubborn(items: Iterable[Any]) -> Iterator[Any]:
            try:
                yield from items
            finally:
                yield "the end"

        sink = (op.map(abs) | stubborn).push(collected)
        (thread,) = set(threading.enumerate()) - before
        sink.send(1)
        del sink
        thread.join(1)
        assert not thread.is_alive()

    def test_is_closed_with_the_threaded_sink_that_it_is_behind(self) -> None:
        function = Scripted(["pass the rest on"])
        sink = (op.map(abs) | function).push(collected).threaded()
        sink.send(1)
        with pytest.warns(ResourceWarning, match="was never closed"):
            del sink
        wait_until(lambda: function.notes)
        assert function.notes == ["closed"]


class TestAPulledFunctionThatReadsOnWhenItIsEnded:
    def test_gets_nothing_more(self) -> None:
        last_words: list[str] = []

        def function(items: Iterable[int]) -> Iterator[int]:
            source = iter(items)
            try:
                yield from source
            finally:
                last_words.extend(str(item) for item in source)

        sink = (op.map(abs) | function).push(op.take(1).push(collected))
        assert sink.send(-1) is False
        assert sink.close() == [1]
        assert last_words == []


class TestATurn:
    def test_is_waited_for_while_its_owner_waits_for_another_thread(self) -> None:
        begun, go_on = threading.Event(), threading.Event()

        def slow(items: Iterable[int]) -> Iterator[int]:
            for item in items:
                begun.set()
                go_on.wait(LONG)
                yield item

        outputs: list[int] = []
        sink = (op.map(abs) | slow).push(outputs.append).locked()
        first = Running(lambda: sink.send(-1))
        assert begun.wait(LONG)
        second = Running(lambda: sink.send(-2))
        second.join(3 * _GLANCE)
        assert second.is_alive()
        go_on.set()
        assert (first.result(), second.result()) == (True, True)
        sink.close()
        assert outputs == [1, 2]


def test_a_thread_that_cannot_be_started_leaves_the_sink_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = op.map(str).push(collected)
    other = op.map(abs).push(shared)

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError, match="^can't start new thread$"):
            shared.threaded()
        with pytest.raises(RuntimeError, match="sum can only be pulled; to push into it takes a"):
            (op.map(abs) | sum).push()
    other.close()
    assert shared.closed
