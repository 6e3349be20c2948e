"""The laws of an operation, for the tests of operations of your own.

    >>> from rillet.testing import obeys_the_laws
    >>> from itertools import islice
    >>> from rillet import operation
    >>> @operation(laziness="1:1")
    ... def every(items, n):
    ...     return islice(items, 0, None, n)
    >>> obeys_the_laws(every(2), [1, 2, 3, 4, 5], gives=[1, 3, 5], pickles=False)

It needs no test framework. With hypothesis one call in a test proves it over whatever is drawn.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from itertools import islice

from rillet.arguments import MISSING, brief, flag
from rillet.operations.own import as_pipeline
from rillet.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Final, NoReturn

    from rillet.pipeline import Pipeline

__all__ = ["LawBrokenError", "obeys_the_laws"]


_BEHIND: Final[dict[str, float]] = {"1:1": 0, "+1": 1, "run": 1, "all": 0}
"""How many items beyond the last that an output depends on may be pulled, by laziness."""


class LawBrokenError(AssertionError):
    """An operation does not obey a law: which one, over which items, and how."""


def obeys_the_laws(
    operation: Any, items: Iterable[Any], /, *, gives: Any = MISSING, pickles: bool = True
) -> None:
    """Prove that an operation, or a pipeline of several, obeys the laws over `items`.

    >>> from rillet import op
    >>> from rillet.testing import obeys_the_laws
    >>> obeys_the_laws(op.filter(str.isalpha) | op.batched(2), "a1bc", gives=[("a", "b"), ("c",)])

    The laws, each of which is a `LawBrokenError` that shows what came and what should have:

    - it gives what `gives` says, if that is given: a list, or a function that makes one of a list;
    - the same again in a second pass, over an iterator, without a source, and when unpickled;
      `pickles=False` leaves the last out, for what is not found under a name, as a lambda;
    - nothing is pulled before the first item is asked for, and then no more than its class of
      laziness allows; `"n"` is held to its `room`, which of a function is not known;
    - pushed, it gives the same items, none later than pulled, and takes no more of them;
    - an exception of the source arrives unchanged, after the outputs that come before it;
    - an opened source is closed at the end and on an early stop, and an iterator of the user's is
      left as it is.

    The operation must raise nothing over these items, and be of use more than once: one with an
    iterator among its arguments is not. What it gives must be equal to itself.
    """
    flag("pickles", pickles)
    pipeline = as_pipeline(operation)
    if pipeline is None:
        raise TypeError(f"operation must be a pipeline or a word, got {brief(operation)}")
    proof = Proof(pipeline, list(items))
    if gives is not MISSING:
        expected = gives(list(proof.items)) if callable(gives) else list(gives)
        proof.same("it gives what it should", proof.outputs, expected)
    for law in _LAWS:
        if pickles or law is not Proof.it_pickles:
            law(proof)


class Proof:
    """An operation over some items, and what a pass gives."""

    def __init__(self, pipeline: Pipeline[Any, Any], items: list[Any]) -> None:
        self.pipeline: Pipeline[Any, Any] = pipeline
        self.items: list[Any] = items
        self.outputs: list[Any] = self.read(items)

    def read(self, items: Iterable[Any]) -> list[Any]:
        """The outputs over `items`."""
        return list(Stream(items).then(self.pipeline))

    def same(self, law: str, given: Any, expected: Any) -> None:
        """Hold that what was given is what is expected."""
        if given != expected:
            self.broken(law, f"it gave {brief(given)}, not {brief(expected)}")

    def broken(self, law: str, how: str) -> NoReturn:
        """Say that a law is broken."""
        raise LawBrokenError(f"{law}: {brief(self.pipeline)} over {brief(self.items)}: {how}")

    def every_pass_is_the_same(self) -> None:
        """A second pass, one over an iterator, and one without a source give the same."""
        stream = Stream(self.items).then(self.pipeline)
        self.same("a first pass is like any other", list(stream), self.outputs)
        self.same("a second pass is the same", list(stream), self.outputs)
        self.same("an iterator will do", self.read(iter(self.items)), self.outputs)
        self.same("it needs no stream", list(self.pipeline(self.items)), self.outputs)

    def it_pickles(self) -> None:
        """Unpickled, it is the same; what cannot be pickled says so."""
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            try:
                pickled = pickle.dumps(self.pipeline, protocol)
            except Exception as error:
                self.broken("it pickles", f"{type(error).__name__}: {error}")
            again = list(pickle.loads(pickled)(self.items))
            self.same("unpickled, it is the same", again, self.outputs)

    def it_is_lazy(self) -> None:
        """Nothing is pulled too early, and no more than its class says."""
        source = Counted(self.items)
        outputs = iter(Stream(source).then(self.pipeline))
        if source.pulled:
            self.broken("nothing is pulled before it is asked for", f"it pulled {source.pulled}")
        law = f"it is as lazy as it says ({', '.join(self.classes())})"
        for count, needed in enumerate(self.needs(), 1):
            next(outputs)
            if source.pulled > needed:
                self.broken(law, f"it pulled {source.pulled} items for {count}, not {needed}")

    def classes(self) -> list[str]:
        """The laziness of each operation."""
        return [operation.laziness for operation, _ in self.pipeline._operations]

    def needs(self) -> Iterator[float]:
        """How many items may be pulled for each of the outputs; to see the end is one more.

        An output may wait for the shortest head of the items that decides it.
        """
        behind = 0.0
        for operation, argument in self.pipeline._operations:
            laziness = operation.laziness
            own = operation.room(argument) if laziness == "n" else _BEHIND.get(laziness)
            if own is None:
                return
            behind += own
        heads = [self.read(self.items[:length]) for length in range(len(self.items) + 1)]
        length = 0
        for count in range(1, len(self.outputs) + 1):
            while heads[length][:count] != self.outputs[:count]:
                length += 1
            at_end = length == len(self.items)
            yield length + behind + at_end

    def it_is_pushed_as_it_is_pulled(self) -> None:
        """Pushed, it gives the same, as soon as a pull does, and takes no more."""
        outputs: list[Any] = []
        source = Counted(self.items)
        sink = self.pipeline.push(outputs.append)
        sent = 0
        for item in self.items:
            if sink.done:
                break
            due = self.due_after(sent)
            if len(outputs) < len(due):
                how = f"after {sent} items it gave {brief(outputs)}, not {brief(due)}"
                self.broken("pushed, nothing comes later than pulled", how)
            sink.send(item)
            sent += 1
        sink.close()
        self.same("pushed, it gives what it gives pulled", outputs, self.outputs)
        for _ in Stream(source).then(self.pipeline):
            pass
        if sent > source.pulled:
            how = f"it took {sent} items, and a pull {source.pulled}"
            self.broken("pushed, it takes no more than pulled", how)

    def due_after(self, sent: int) -> list[Any]:
        """The outputs for which a pull needs so many items and no more."""
        source = Failing(self.items[:sent])
        return self.until_error(source, iter(Stream(source).then(self.pipeline)))

    def until_error(self, source: Failing, outputs: Iterator[Any]) -> list[Any]:
        """The outputs up to the error, which must come as it was raised, or up to the end."""
        given: list[Any] = []
        try:
            for output in outputs:
                given.append(output)  # noqa: PERF402  # what came before the error is kept
        except Exception as other:
            if other is not source.error:
                self.broken("an error of the source arrives unchanged", f"{other!r} came instead")
        else:
            if source.pulled > len(source.items):
                self.broken("an error of the source arrives unchanged", "it ended quietly")
        return given

    def an_error_arrives_after_what_comes_before_it(self) -> None:
        """An exception of the source arrives, pulled and pushed, and no output is lost."""
        for place in range(len(self.items) + 1):
            due = self.due_after(place)
            self.same("outputs before an error are not lost", due, self.outputs[: len(due)])
            source = Failing(self.items[:place])
            pushed: list[Any] = []
            with suppress(SourceError):
                Stream(source).into(self.pipeline.push(pushed.append))
            self.same("pushed, outputs before an error are those of a pull", pushed, due)

    def it_closes_what_was_opened_and_nothing_else(self) -> None:
        """A source that was opened is closed wherever a pass is left; the user's own is not."""
        for count in range(len(self.outputs) + 2):
            manager = Opened(self.items)
            outputs = iter(Stream.using(manager.opened).then(self.pipeline))
            read = list(islice(outputs, count))
            del outputs, read
            if manager.is_open:
                self.broken("an opened source is closed", f"it was open after {count} outputs")
            own: Any = (item for item in self.items)
            outputs = iter(Stream(own).then(self.pipeline))
            read = list(islice(outputs, max(0, min(count, len(self.outputs) - 1))))
            had_ended = own.gi_frame is None
            del outputs, read
            if own.gi_frame is None and not had_ended:
                self.broken("the user's iterator is left as it is", "it was closed")


_LAWS: Final[tuple[Callable[[Proof], None], ...]] = (
    Proof.every_pass_is_the_same,
    Proof.it_pickles,
    Proof.it_is_lazy,
    Proof.it_is_pushed_as_it_is_pulled,
    Proof.an_error_arrives_after_what_comes_before_it,
    Proof.it_closes_what_was_opened_and_nothing_else,
)


class Counted:
    """A one-shot source that counts what is pulled of it; to be asked at the end counts as one."""

    def __init__(self, items: list[Any]) -> None:
        self.items: list[Any] = items
        self.pulled: int = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self.pulled < len(self.items):
            self.pulled += 1
            return self.items[self.pulled - 1]
        self.pulled = len(self.items) + 1
        raise self.at_end()

    def at_end(self) -> BaseException:
        """What is raised after the last item."""
        return StopIteration()


class SourceError(Exception):
    """What a failing source raises."""


class Failing(Counted):
    """A source that raises `error` after its items."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self.error: Exception = SourceError("the source has failed")

    def at_end(self) -> BaseException:
        """The error."""
        return self.error


class Opened:
    """A context manager of items, which knows whether it is open."""

    def __init__(self, items: list[Any]) -> None:
        self.items: list[Any] = items
        self.is_open: bool = False

    def opened(self) -> Opened:
        """Open it, as `Stream.using` does."""
        return self

    def __enter__(self) -> list[Any]:
        self.is_open = True
        return self.items

    def __exit__(self, *_: object) -> None:
        self.is_open = False
