"""`Sink`: a pipeline that is driven from its front, by `send`."""

from __future__ import annotations

from types import GenericAlias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Generic, NoReturn, TypeVar
else:
    from rillet.untyped import Generic, TypeVar

A_contra = TypeVar("A_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Sink(Generic[A_contra, R_co]):
    """Where items are sent, made by `pipeline.push(target)`.

    >>> from rillet import op
    >>> with (op.map(str.upper) | op.take(2)).push(print) as sink:
    ...     sink.send("a"), sink.send("b"), sink.send("c")
    A
    B
    (True, False, False)

    It is the protocol of a generator that receives: `send`, `close` and `throw`. A sink is never
    iterated, and a stream never has `send`.

    A sink is used by one thread at a time. A second one that sends meanwhile, or a function of the
    pipeline that sends into its own sink, is a `SinkBusyError`; see `locked` and `threaded`.

    A sink that is the target of several others is closed when the last of them is.
    """

    __slots__ = ("__weakref__", "_depth", "_upstreams")

    if not TYPE_CHECKING:
        __class_getitem__ = classmethod(GenericAlias)

    def __init__(self) -> None:
        self._depth = 2
        self._upstreams = 0

    def __reduce__(self) -> NoReturn:
        raise TypeError("a sink cannot be pickled or copied, for it is one run of a pipeline")

    def send(self, item: A_contra, /) -> bool:
        """Send `item` through the pipeline, and say whether more is wanted.

        `take(n)` says no with its n-th item. What is sent after a no goes nowhere.

        An exception of a function arrives here, at the item that caused it. The sink then lives
        on where the pulled stream would: if every operation from the one that raised is one
        that goes on after an exception. Otherwise it is closed, without what it still held back,
        and to send more is a `SinkClosedError`. What is not an `Exception`, as Ctrl-C, always
        closes it.
        """
        raise NotImplementedError

    def close(self) -> R_co:
        """Give out what is held back, close every stage and the target, and give its result.

        The order is that of the pipeline. After an exception every stage that was not reached is
        closed without giving out, and there is no result: to close again gives None. Otherwise to
        close twice changes nothing, and gives the same.
        """
        raise NotImplementedError

    def throw(self, error: BaseException, /) -> R_co:
        """End with `error`, as a source that fails: what is held back is not given out.

        A coroutine or a sink at the end gets it too. Where a coroutine handles it, its result is
        given; otherwise `error` is raised.
        """
        raise NotImplementedError

    @property
    def done(self) -> bool:
        """Whether no more is wanted, as `send` would say."""
        raise NotImplementedError

    @property
    def closed(self) -> bool:
        """Whether the sink is closed, by `close`, `throw` or an exception."""
        raise NotImplementedError

    def locked(self) -> Sink[A_contra, R_co]:
        """Give a sink for several threads: while one sends into it, the others wait.

        >>> from rillet import op
        >>> lines = []
        >>> shared = op.map(str.strip).push(lines.append).locked()
        >>> shared.send(" a ")
        True

        It is the sink that is given that must be shared; this one knows nothing of it.
        """
        from rillet.threads import LockedSink

        return LockedSink(self)

    def threaded(self, maxsize: int = 1000) -> Sink[A_contra, R_co]:
        """Give a sink that hands its items to a thread of its own, which sends them into this one.

        >>> from rillet import op
        >>> lines = []
        >>> with op.map(str.strip).push(lines.append).threaded() as sink:
        ...     sink.send(" a ")
        True
        >>> lines
        ['a']

        At most `maxsize` items wait; then `send` waits too. `send` says no once the thread knows
        that no more is wanted, and what waits by then goes nowhere. An exception on the other
        side closes that side, and is raised by the next `send` or by `close`. `close` waits until
        all items are through, and gives the result of this sink.

        Several threads may send into it. A sink that is let go of without `close` ends its thread
        with a ResourceWarning.
        """
        from rillet.threads import ThreadedSink

        return ThreadedSink(self, maxsize)

    def __enter__(self) -> Sink[A_contra, R_co]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close; after an exception in the block, `throw` it."""
        if error is None:
            self.close()
        elif not self.closed:
            try:
                self.throw(error)
            except BaseException as other:
                if other is not error:
                    raise

    def _drive(self, items: Iterable[A_contra]) -> None:
        """Send `items` until no more is wanted; the sink is not done."""
        send = self.send
        sending = False
        try:
            for item in items:
                sending = True
                if not send(item):
                    return
                sending = False
        except BaseException as error:
            if sending or not self._catches(error):
                raise
            self.throw(error)

    def _catches(self, error: BaseException) -> bool:
        """Whether an operation would handle an error that is thrown into it."""
        return False
