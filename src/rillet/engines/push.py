"""The push engine: a chain of operations laid on a target, as one nest of closures."""

from __future__ import annotations

import sys
from math import inf

from rillet.arguments import brief
from rillet.engines.runs import Run
from rillet.errors import (
    DeepStreamError,
    InfiniteStreamError,
    SinkBusyError,
    SinkClosedError,
    noting,
)
from rillet.notes import note_pushed
from rillet.operations.fuse import Fuse
from rillet.plan import ENDLESS, opened
from rillet.sink import A_contra, R_co, Sink
from rillet.targets import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType, FrameType
    from typing import Any, Final

    from rillet.operations.operation import Emit, Fail, Finish, Operation, Resume


DEEPEST: Final = 400
"""The most functions that call one another: CPython takes 1,000 calls inside one another."""


class _NotNow(BaseException):
    """What the steps below raise, for `PushedSink` to say it in its own words."""


def _full(item: object) -> bool:
    """The step of a sink that wants no more."""
    return True


def _busy(item: object) -> bool:
    """The step of a sink in the middle of a send."""
    raise _NotNow


def _closed(item: object) -> bool:
    """The step of a sink that is closed."""
    raise _NotNow


class PushedSink(Sink[A_contra, R_co]):
    """Operations laid on a target.

    The step of the sink is its state too. While it is taken, `_busy` lies in its place: to take it
    and to put that there is a load and a store, between which CPython neither lets another thread
    in nor looks for a signal. Who found it taken puts back what lies there.
    """

    __slots__ = ("_chain", "_ended_by", "_result", "_step", "_survived")

    def __init__(self, chain: _Chain) -> None:
        super().__init__()
        self._depth = chain.depth
        self._chain = chain
        self._step: Emit = _full if chain.wants_nothing else chain.step
        self._ended_by: BaseException | None = None
        self._survived: tuple[BaseException | None, float] = None, -1
        self._result: Any = None

    def send(self, item: A_contra, /) -> bool:
        step = self._step
        self._step = _busy
        try:
            if step(item):
                step = _full
                return False
        except BaseException as error:
            step, left = self._after(error, step)
            if left is error:
                raise
            if left is not None:
                raise left  # noqa: B904  # its context says where it came from
            return False
        else:
            return True
        finally:
            self._step = self._step if step is _busy else step

    def _drive(self, items: Iterable[A_contra]) -> None:
        step = self._step
        self._step = _busy
        try:
            if step is _busy or step is _closed:
                raise _NotNow
            if self._chain.drive(items):
                step = _full
        except BaseException as error:
            step, left = self._after(error, step)
            if left is error:
                raise
            if left is not None:
                raise left  # noqa: B904  # its context says where it came from
        finally:
            self._step = self._step if step is _busy else step

    def close(self) -> R_co:
        step = self._step
        self._step = _busy
        try:
            if step is _busy:
                raise self._refusal(step)
            if step is not _closed:
                step = _closed
                self._result = self._chain.finished()
        except BaseException as error:
            if step is not _busy:
                self._ended_by = error
            raise
        finally:
            self._step = self._step if step is _busy else step
        return self._result  # type: ignore[no-any-return]

    def throw(self, error: BaseException, /) -> R_co:
        if not isinstance(error, BaseException):
            raise TypeError(f"error must be an exception, got {brief(error)}")
        step = self._step
        self._step = _busy
        try:
            if step is _busy:
                raise self._refusal(step)
            if step is _closed:
                raise error
            step = _closed
            self._ended_by = error
            self._result = self._chain.failed(error, self._place_of(error))
        finally:
            self._step = self._step if step is _busy else step
        return self._result  # type: ignore[no-any-return]

    @property
    def done(self) -> bool:
        return self._step is _full or self._step is _closed

    @property
    def closed(self) -> bool:
        return self._step is _closed

    def __repr__(self) -> str:
        state = ", closed" if self.closed else ""
        return f"<Sink {self._chain.text}{state}>"

    def _catches(self, error: BaseException) -> bool:
        return not self.closed and self._chain.catcher(error, self._place_of(error)) is not None

    def _place_of(self, error: BaseException) -> float:
        """Where an error arose that is thrown into it: above, unless it has come from here."""
        survived, place = self._survived
        return place if error is survived else -1

    def _after(self, error: BaseException, step: Emit) -> tuple[Emit, BaseException | None]:
        """The step after an error of `step`, and the error that is raised, if none handles it.

        It closes what does not live on.
        """
        if step is _busy:
            raise self._refusal(step) from None
        if step is _closed:
            self._step = step
            raise self._refusal(step) from self._ended_by
        left, place = self._chain.handled(error, self._chain.place_of(error))
        if left is None:
            return _full, None
        if self._chain.lives_after(left, place):
            if self._chain.catcher(left, -1) is not None:
                self._survived = left, place
            return self._chain.go_on if self._chain.resumes else step, left
        self._ended_by = left
        noting(left, self._chain.end, left, place)
        return _closed, left

    def _refusal(self, step: Emit) -> Exception:
        if step is _closed:
            if self._ended_by is None:
                return SinkClosedError(f"{self!r} takes no more items, for it was closed")
            ended_by = brief(self._ended_by)
            return SinkClosedError(f"{self!r} takes no more items: {ended_by} has ended it")
        if _uses_of(self, sys._getframe(1)) > 1:
            return SinkBusyError(
                f"{self!r} is in the middle of a send, and one of its own functions uses it; "
                "collect what it should send, and send it afterwards"
            )
        return SinkBusyError(
            f"{self!r} is in the middle of a send in another thread; "
            "share it between threads with .locked(), or give it a thread with .threaded()"
        )


_USES = frozenset({"send", "_drive", "close", "throw"})


def _uses_of(sink: Sink[Any, Any], frame: FrameType | None) -> int:
    """How many calls of the methods of `sink` this thread is inside."""
    uses = 0
    while frame is not None:
        if frame.f_code.co_filename == __file__ and frame.f_code.co_name in _USES:
            uses += frame.f_locals["self"] is sink
        frame = frame.f_back
    return uses


class _Chain:
    """The stages of a sink, from the first to the target."""

    def __init__(self, operations: tuple[tuple[type[Operation], Any], ...], target: Target) -> None:
        self._operations = operations
        self.target: Target = target
        self.step: Emit = target.step
        self.wants_nothing: bool = target.wants_nothing
        self._stages: list[tuple[int, Finish | None, Fail | None]] = []
        self._opened: list[list[Any]] = []
        self._codes: list[tuple[CodeType, int, Run | None]] = []
        self._is_fused = any(operation is Fuse for operation, _ in operations)
        self._laid: list[Any] = []
        self._catching: dict[int, tuple[type[BaseException], ...]] = {}
        self._first: Run | None = None
        self.resumes: list[tuple[int, Resume]] = []
        self._resuming = self._left_above = -1
        self._enter(self.step, len(operations))
        self._last_mortal = max(
            (place for place, (each, _) in enumerate(operations) if not each.survives), default=-1
        )
        try:
            self._refuse_endless(operations)
            self._lay_all(operations)
        except BaseException as error:
            if self._resuming < 0:  # no operation has begun, so none has failed
                noting(error, self.end, error, -1)
                raise
            left, place = self.handled(error, self.place_of(error))
            if left is not None:
                noting(left, self.end, left, place)
                raise left  # noqa: B904  # its context says where it came from
            self.wants_nothing = True

    def _refuse_endless(self, operations: tuple[tuple[type[Operation], Any], ...]) -> None:
        """Refuse what `close` would give out for ever, if it had but one item."""
        low: float = 1
        high: float | None = 1
        ends = True
        for operation, argument in operations:
            ends = ends and not (high == ENDLESS and operation.laziness == "end")
            low, high = operation.bounds(argument, low, high)
        if not ends or (high == ENDLESS and not self.target.may_end):
            raise InfiniteStreamError(
                f"close would never end, for {self.text} has no end; "
                "bound it before, with take or takewhile"
            )

    def _lay_all(self, operations: tuple[tuple[type[Operation], Any], ...]) -> None:
        place = len(operations)
        while place and not self.wants_nothing:
            end = place
            while place and operations[place - 1][0].inline:
                place -= 1
            if place < end:
                self._lay_run(place, operations[place:end])
            else:
                place -= 1
                self._lay(place, *operations[place])
            if self.depth > DEEPEST:
                raise DeepStreamError(
                    f"a push chain must nest at most {DEEPEST} functions, this one nests more; "
                    "cut it in two with .threaded()"
                )

    def _lay_run(self, place: int, run: tuple[tuple[type[Operation], Any], ...]) -> None:
        if all(operation is Fuse for operation, _ in run):
            return
        self._first = Run(run, self.step, is_fused=self._is_fused)
        self.step = self._first.step
        self._enter(self.step, place, self._first)

    def _lay(self, place: int, operation: type[Operation], argument: Any) -> None:
        held = list(map(opened, operation.operands(argument)))
        self._opened.append(held)
        self._laid.append(operation.push)
        self._resuming = place
        step, finish, fail, *resume = operation.push(argument, self.step, held)
        self._resuming = -1
        self._laid += finish, fail, *resume
        self.resumes += [(place, each) for each in resume]
        self._stages.insert(0, (place, finish, fail))
        if catches := operation.catches(argument):
            self._catching[place] = catches
        if step is None:
            self.wants_nothing = True
        elif step is not self.step:
            self.step, self._first = step, None
            self._enter(step, place)

    def _enter(self, step: Emit, place: int, run: Run | None = None) -> None:
        code = getattr(step, "__code__", None)
        if code is not None:
            self._codes.insert(0, (code, place, run))

    @property
    def depth(self) -> int:
        """How many functions call one another, in those behind it too."""
        return len(self._codes) + self.target.depth

    @property
    def text(self) -> str:
        """The operations, as the pipeline shows them."""
        calls = [operation.text(argument, 0) for operation, argument in self._operations]
        return " | ".join(calls) or "Pipeline()"

    def drive(self, items: Iterable[Any]) -> bool:
        """Step through `items`, and say whether no more is wanted."""
        if self.resume():
            return True
        return _driven(self.step, items) if self._first is None else self._first.loop(items)

    def go_on(self, item: Any) -> object:
        """The step after an error that the chain has survived."""
        return self.resume() or self.step(item)

    def resume(self) -> bool:
        """Give out what an error has left, from the last stage to the first.

        Whether no more is wanted; then what stands above that stage is left early.
        """
        for place, resume in self.resumes:
            if place < self._left_above:
                break
            self._resuming = place
            if resume():
                self._left_above = place
        self._resuming = -1
        return self._left_above >= 0

    def finished(self) -> Any:
        """Give out what is held back, end every stage and the target, and give its result."""
        ended = False
        while not ended:
            try:
                self._finish_stages()
                ended = True
            except BaseException as error:
                left, place = self.handled(error, self.place_of(error))
                if left is not None:
                    noting(left, self.end, left, place)
                    raise left  # noqa: B904  # its context says where it came from
        self._let_go()
        return self.target.close()

    def _finish_stages(self) -> None:
        self.resume()
        while self._stages:
            own, finish, fail = self._stages.pop(0)
            self._resuming = own
            if own < self._left_above:
                if fail is not None:
                    fail(GeneratorExit())
            elif finish is not None:
                finish()
        self._resuming = -1

    def catcher(self, error: BaseException, place: float) -> int | None:
        """The place of what handles an `error` that arose at `place`; the target has the last."""
        if isinstance(error, GeneratorExit):
            return None
        for own, classes in sorted(self._catching.items()):
            if own > place and isinstance(error, classes):
                return own
        last = len(self._operations)
        return last if place < last and self.target.catches(error) else None

    def handled(self, error: BaseException, place: float) -> tuple[BaseException | None, float]:
        """Let the operations handle an `error` that arose at `place`; what is left, and its place.

        An error of the source has a place beyond all of them, and all of them stand below it.
        """
        left: BaseException | None = error
        while left is not None:
            above = -1 if place > len(self._operations) else place
            catcher = self.catcher(left, above)
            if catcher is None:
                break
            try:
                self._give_to(catcher, left, above)
                left = None
            except BaseException as other:
                left, place = other, self.place_of(other)
        if left is not None:
            note_pushed(left, self._operations, place, self.target.functions)
        return left, place

    def _give_to(self, catcher: int, error: BaseException, place: float) -> None:
        """End what stands above the catcher, and give it the error."""
        while self._stages and self._stages[0][0] < catcher:
            self._fail_first(error, place)
        self._resuming = self._left_above = catcher
        self._catching = {own: each for own, each in self._catching.items() if own > catcher}
        if catcher == len(self._operations):
            self.target = _Ended(self.target.throw(error))
        else:
            fail: Any = self._stages.pop(0)[2]
            fail(error)
        self._resuming = -1

    def _fail_first(self, error: BaseException, place: float) -> None:
        own, _, fail = self._stages.pop(0)
        if fail is not None:
            noting(error, fail, error if own >= place else GeneratorExit())

    def failed(self, error: BaseException, place: float) -> Any:
        """End every stage and the target, and give the result if the target handles the error.

        What stands above the `place` where it arose is left early, and sees no error.
        """
        left, place = self.handled(error, place)
        if left is None:
            return self.finished()
        return self.end(left, place)

    def end(self, error: BaseException, place: float) -> Any:
        while self._stages:
            self._fail_first(error, place)
        self._let_go()
        return self.target.throw(error)

    def _let_go(self) -> None:
        self.step = _closed
        for each in self._opened:
            each.clear()

    def lives_after(self, error: BaseException, place: float) -> bool:
        """Whether every operation from the one that raised `error` goes on after it."""
        return isinstance(error, Exception) and place > self._last_mortal and self.target.alive

    def place_of(self, error: BaseException) -> float:
        """The place of the operation in which an error arose, by the steps that it came through.

        Beyond all of them is that of an error of the items that were driven through.
        """
        ours = {code.co_filename for code, _, run in self._codes if run is None}
        laid = {getattr(f, "__code__", None) for f in self._laid}
        codes = iter([entry for entry in self._codes if entry[1] > self._resuming])
        code, place, run = next(codes, _NO_MORE)
        reached: float = self._resuming
        loop = getattr(self._first and self._first.loop, "__code__", None)
        self._resuming = -1
        traceback = error.__traceback__
        while traceback is not None and (traceback := traceback.tb_next) is not None:
            passed = traceback.tb_frame.f_code
            if passed is code or passed is loop:
                inside = run.place_of(traceback) if run else 0
                reached = inf if inside is None else place + inside
                code, place, run = next(codes, _NO_MORE)
            elif passed is _driven.__code__:
                reached = inf
            elif passed.co_filename not in ours and passed not in laid | _OURS:
                break
        return reached


_NO_MORE: Final = None, 0, None
_OURS: Final = frozenset(
    getattr(_Chain, name).__code__
    for name in ("drive", "go_on", "resume", "_finish_stages", "_give_to", "_lay_all", "_lay")
)


class _Ended(Target):
    """A target that has handled an error, and so has ended."""

    def __init__(self, result: Any) -> None:
        self._result = result

    def close(self) -> Any:
        return self._result


def _driven(step: Emit, items: Iterable[Any]) -> bool:
    for item in items:  # noqa: SIM110  # `any` would call it from C, which costs more
        if step(item):
            return True
    return False


def pushed(
    operations: tuple[tuple[type[Operation], Any], ...], target: Target
) -> PushedSink[Any, Any]:
    """A sink of `operations` on `target`."""
    return PushedSink(_Chain(operations, target))
