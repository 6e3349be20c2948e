"""Sources that push: what a log, an XML parser or any other callback brings goes into a pipeline.

A sink that is given is used itself. Another target is put into one, and the attribute `sink` of a
handler gives that back; a function and a parser have no such attribute, so where there is something
to close, or a result, make the sink yourself and keep it.
"""

from __future__ import annotations

import logging
from typing import Literal, NamedTuple
from xml.parsers import expat
from xml.sax.handler import ContentHandler

from rillet.arguments import flag
from rillet.engines.push import pushed
from rillet.sink import Sink
from rillet.targets import check_targets, target_of
from rillet.threads import ThreadedSink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final, Protocol
    from xml.sax.xmlreader import AttributesNSImpl

    from rillet.pipeline import Target

    class Attributes(Protocol):
        """The attributes of an element: a dict, or what a SAX parser gives."""

        def items(self) -> Iterable[tuple[str, str]]:
            """Give the names with the values."""
            ...


def _sink_of(target: Any) -> Sink[Any, Any]:
    (target,) = check_targets("target", (target,))
    return target if isinstance(target, Sink) else pushed((), target_of(target))


def callback(target: Target[Any], /) -> Callable[..., None]:
    """Make a function that sends its argument into `target`, for anything that takes a callback.

    >>> from rillet import op
    >>> from rillet.push import callback
    >>> with op.map(str.upper).push(print) as sink:
    ...     on_message = callback(sink)
    ...     on_message("hello")
    HELLO

    Of several arguments it sends the tuple, and `()` of none.

    >>> on_move = callback(print)
    >>> on_move(3, 4)
    (3, 4)

    It returns None, whatever the sink wants. What the pipeline raises is raised to the caller.
    Callbacks that come from several threads need a sink with `locked` or `threaded`.
    """
    send = _sink_of(target).send

    def send_arguments(*arguments: Any) -> None:
        send(arguments[0] if len(arguments) == 1 else arguments)

    return send_arguments


class LogHandler(logging.Handler):
    """A handler of `logging` that sends every record into `target`.

    >>> import logging
    >>> from rillet import op
    >>> from rillet.push import LogHandler
    >>> stock = logging.getLogger("stock")
    >>> texts = op.map(logging.LogRecord.getMessage) | op.dedupe()
    >>> handler = LogHandler(texts.push(print), logging.WARNING)
    >>> stock.addHandler(handler)
    >>> for left in (1, 1, 0):
    ...     stock.warning("%d left", left)
    1 left
    0 left
    >>> stock.removeHandler(handler)
    >>> handler.close()

    Records below `level`, or refused by a filter of the handler, are not sent. Any thread may log.

    What the pipeline raises goes to `handleError`, as with every handler: it is printed to stderr,
    and the program goes on. So is each record that comes when the sink is closed.

    `close` closes the sink, and `logging.shutdown` does it when the program ends. An exception of
    it is raised. The result of the sink is that of `handler.sink.close()`, also afterwards. Several
    handlers can share a sink if each gets a pipeline of its own that ends in `shared.locked()`.

    A pipeline must not log to its own handler, which is a `SinkBusyError` to `handleError`. In a
    thread that is further down in the pipeline it would wait for ever; so if its functions may
    log, let the handler send into the thread: `LogHandler(pipeline.push(target).threaded())`.
    """

    sink: Final[Sink[Any, Any]]
    """Where the records are sent."""

    # The target has a name, for `logging.config` gives all that it gives by name.
    def __init__(
        self, target: Target[logging.LogRecord], level: int | str = logging.NOTSET
    ) -> None:
        self.sink = _sink_of(target)
        super().__init__(level)

    def handle(self, record: logging.LogRecord) -> bool:
        """Send the record, if no filter of the handler refuses it."""
        if not self._sends_into_a_thread:
            return super().handle(record)
        kept = self.filter(record)
        if kept:
            self.emit(record if kept is True else kept)
        return bool(kept)

    def emit(self, record: logging.LogRecord) -> None:
        """Send the record."""
        try:
            self.sink.send(record)
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Close the sink, and then the handler. To close twice changes nothing."""
        try:
            if self._sends_into_a_thread:
                self.sink.close()
            else:
                self._close_between_records()
        finally:
            super().close()

    @property
    def _sends_into_a_thread(self) -> bool:
        """Whether to leave out the handler's lock.

        Who held it would wait for the thread, and the thread for the lock as soon as it logs.
        """
        return isinstance(self.sink, ThreadedSink)

    def _close_between_records(self) -> None:
        self.acquire()
        try:
            self.sink.close()
        finally:
            self.release()


class XmlEvent(NamedTuple):
    """What an XML parser met: the start of an element, a text, or the end of an element.

    >>> from rillet.push import XmlEvent
    >>> XmlEvent("start", "bus", {"id": "7"}, "")
    XmlEvent(kind='start', name='bus', attributes={'id': '7'}, text='')
    """

    kind: Literal["start", "text", "end"]
    """What was met."""
    name: str
    """The name of the element, and `""` of a text."""
    attributes: dict[str, str]
    """The attributes of the element that starts. It is a dict of this event alone."""
    text: str
    """The text, and `""` of a start and an end."""


class SaxEvents(ContentHandler):
    """A handler for `xml.sax` that sends every `XmlEvent` of a document into `target`.

    >>> import xml.sax
    >>> from rillet import op
    >>> from rillet.push import SaxEvents
    >>> with op.map("{0.kind:5} {0.name}{0.text}".format).push(print) as sink:
    ...     xml.sax.parseString("<bus><id>7&#97;</id><late/></bus>", SaxEvents(sink))
    start bus
    start id
    text  7a
    end   id
    start late
    end   late
    end   bus

    All the text between two tags is one event, also where a comment, an entity or the end of a
    piece of the document cuts it. No event has an empty text. If the parser knows of namespaces,
    the names are those of `xml.etree`: `{http://www.w3.org/2000/svg}rect`.

    The end of the document does not close the sink, so that more documents can follow: close it
    yourself, best by `with`. What the pipeline raises is raised by the parser. A parser does not
    ask whether more is wanted; when the document comes in pieces, ask `sink.done` in between.
    """

    sink: Final[Sink[Any, Any]]
    """Where the events are sent."""

    def __init__(self, target: Target[XmlEvent], /) -> None:
        super().__init__()
        self.sink = _sink_of(target)
        self._texts: list[str] = []

    def startDocument(self) -> None:  # noqa: N802
        """Forget what came of a document before that was not read to its end."""
        self._texts.clear()

    def startElement(self, name: str, attrs: Attributes) -> None:  # noqa: N802
        """Send the start of an element, and before it the text that it ends."""
        self._send(XmlEvent("start", name, dict(attrs.items()), ""))

    def endElement(self, name: str) -> None:  # noqa: N802
        """Send the end of an element, and before it the text that it ends."""
        self._send(XmlEvent("end", name, {}, ""))

    def startElementNS(  # noqa: N802
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        """Send the start of an element with a namespace."""
        attributes = {_with_namespace(*pair): value for pair, value in attrs.items()}
        self._send(XmlEvent("start", _with_namespace(*name), attributes, ""))

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        """Send the end of an element with a namespace."""
        self._send(XmlEvent("end", _with_namespace(*name), {}, ""))

    def characters(self, content: str) -> None:
        """Keep a piece of text until the next tag."""
        self._texts.append(content)

    def ignorableWhitespace(self, whitespace: str) -> None:  # noqa: N802
        """Keep blanks as text: which ones may be ignored only some parsers know."""
        self._texts.append(whitespace)

    def _send(self, tag: XmlEvent) -> None:
        if text := "".join(self._texts):
            self._texts.clear()
            self.sink.send(XmlEvent("text", "", {}, text))
        self.sink.send(tag)


def expat_events(target: Target[XmlEvent], /, *, namespaces: bool = False) -> expat.XMLParserType:
    """Make an expat parser that sends every `XmlEvent` of a document into `target`.

    >>> from rillet import op
    >>> from rillet.push import expat_events
    >>> with op.map("{0.kind:5} {0.name}{0.text}".format).push(print) as sink:
    ...     parser = expat_events(sink)
    ...     for piece in ("<bus><id>7&#9", "7;</i", "d></bus>"):
    ...         more_to_come = parser.Parse(piece)
    ...     more_to_come = parser.Parse("", True)
    start bus
    start id
    text  7a
    end   id
    end   bus

    The events are those of `SaxEvents`, and so is all else: close the sink yourself. With
    `namespaces` the parser knows of them. A parser of expat reads one document.
    """
    events = SaxEvents(target)
    if flag("namespaces", namespaces):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = lambda name, attributes: events.startElement(
            _in_braces(name), {_in_braces(key): value for key, value in attributes.items()}
        )
        parser.EndElementHandler = lambda name: events.endElement(_in_braces(name))
    else:
        parser = expat.ParserCreate()
        parser.StartElementHandler = events.startElement
        parser.EndElementHandler = events.endElement
    parser.CharacterDataHandler = events.characters
    parser.buffer_text = True
    return parser


def _in_braces(name: str) -> str:
    """The name, of which expat has set the namespace before a blank."""
    namespace, _, local = name.rpartition(" ")
    return _with_namespace(namespace, local)


def _with_namespace(namespace: str | None, local: str) -> str:
    return f"{{{namespace}}}{local}" if namespace else local
