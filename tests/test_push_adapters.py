"""The sources that push: all that a log, an XML parser or a callback brings, and nothing else."""

from __future__ import annotations

import logging
import logging.config
import pickle
import sys
import threading
import weakref
import xml.sax
from collections.abc import Callable, Generator, Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError
from xml.sax.handler import feature_namespaces
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leftovers import what_was_there_before_is_not_looked_at  # noqa: F401  # a fixture

from rillet import Fold, Sink, SinkBusyError, SinkClosedError, Stream, consumer, op
from rillet.push import LogHandler, SaxEvents, XmlEvent, callback, expat_events

PATIENCE = 20
"""So many seconds what is done at once may take on a machine that has much to do."""
ADAPTERS = [callback, LogHandler, SaxEvents, expat_events]

count: Fold[object, int] = Fold(int, lambda n, item: n + 1)


pytestmark = pytest.mark.usefixtures("no_coroutine_is_left_behind")


def side_by_side(n: int, run: Callable[[int], object]) -> None:
    """Call `run(0)`, `run(1)` and so on, each in a thread, and see that all of them end."""
    threads = [threading.Thread(target=run, args=[each], daemon=True) for each in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)


class TestAnAdapter:
    @pytest.mark.parametrize("adapter", ADAPTERS)
    def test_refuses_what_is_no_target(self, adapter: Any) -> None:
        with pytest.raises(TypeError, match="^target must be callable, a sink, .* got 5$"):
            adapter(5)

    @pytest.mark.parametrize("adapter", ADAPTERS)
    def test_refuses_a_sink_that_is_closed(self, adapter: Any) -> None:
        sink = op.map(str).push(print)
        sink.close()
        with pytest.raises(SinkClosedError, match=r"^target must be open, got <Sink map\(str\)"):
            adapter(sink)

    @pytest.mark.parametrize("adapter", [LogHandler, SaxEvents])
    def test_uses_a_sink_itself(self, adapter: Any) -> None:
        sink = op.map(str).push(print)
        assert adapter(sink).sink is sink

    @pytest.mark.parametrize("adapter", [LogHandler, SaxEvents])
    def test_gives_the_sink_that_it_makes_of_another_target(self, adapter: Any) -> None:
        assert adapter(count).sink.close() == 0
        assert adapter(op.broadcast(count, count)).sink.close() == (0, 0)


class TestACallback:
    @given(calls=st.lists(st.lists(st.integers(), max_size=3)))
    def test_sends_its_argument_or_the_tuple_of_several(self, calls: list[list[int]]) -> None:
        sent: list[Any] = []
        call: Callable[..., object] = callback(sent.append)
        assert [call(*arguments) for arguments in calls] == [None] * len(calls)
        assert sent == [each[0] if len(each) == 1 else tuple(each) for each in calls]

    def test_returns_none_also_where_no_more_is_wanted(self) -> None:
        sent: list[int] = []
        call: Callable[..., object] = callback(op.take(1).push(sent.append))
        assert [call(n) for n in range(3)] == [None] * 3
        assert sent == [0]

    def test_raises_to_the_caller_what_the_pipeline_raises_and_goes_on_if_that_does(self) -> None:
        sent: list[int] = []
        call = callback(op.map(int).push(sent.append))
        with pytest.raises(ValueError, match="'x'"):
            call("x")
        call("5")
        assert sent == [5]

    def test_is_refused_by_a_sink_that_was_closed_meanwhile(self) -> None:
        sink = op.map(int).push(print)
        call = callback(sink)
        sink.close()
        with pytest.raises(SinkClosedError):
            call("5")

    def test_takes_no_argument_by_name(self) -> None:
        call: Any = callback(print)
        with pytest.raises(TypeError):
            call(item=5)

    def test_sends_into_a_coroutine(self) -> None:
        sent: list[int] = []

        @consumer
        def keeping() -> Generator[None, int, None]:
            while True:
                sent.append((yield))

        callback(keeping())(5)
        assert sent == [5]

    def test_may_come_from_several_threads_if_its_sink_is_locked(self) -> None:
        sink = op.map(str).push(count).locked()
        side_by_side(8, lambda _: Stream.range(500).for_each(callback(sink)))
        assert sink.close() == 8 * 500


class Keeping(logging.Handler):
    """A handler that keeps its records: what another one must send."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class Telling(LogHandler):
    """A handler that keeps what it would print: the messages of lost records, with their errors."""

    def __init__(self, target: Any) -> None:
        super().__init__(target)
        self.lost: list[tuple[str, type[BaseException] | None]] = []

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        self.lost.append((record.getMessage(), sys.exc_info()[0]))


message = logging.LogRecord.getMessage


def logger_of(*handlers: logging.Handler) -> logging.Logger:
    """A logger that nobody else knows."""
    log = logging.Logger("alone")
    for handler in handlers:
        log.addHandler(handler)
    return log


class TestALogHandler:
    @given(
        level=st.integers(0, 50),
        logged=st.lists(st.tuples(st.integers(1, 50), st.text())),
        threaded=st.booleans(),
    )
    def test_sends_the_records_that_any_handler_gets(
        self, level: int, logged: list[tuple[int, str]], threaded: bool
    ) -> None:
        sent: list[logging.LogRecord] = []
        sink: Sink[Any, Any] = op.map(lambda record: record).push(sent.append)
        handler = LogHandler(sink.threaded() if threaded else sink, level)
        model = Keeping(level)
        log = logger_of(handler, model)
        for each in (handler, model):
            each.addFilter(lambda record: "a" not in record.getMessage())
        for severity, text in logged:
            log.log(severity, "%s", text)
        handler.close()
        assert list(map(id, sent)) == list(map(id, model.records))

    @pytest.mark.parametrize("threaded", [False, True])
    def test_sends_the_record_that_a_filter_puts_in_the_place_of_another(
        self, threaded: bool
    ) -> None:
        other = logging.makeLogRecord({"msg": "other"})
        sent: list[str] = []
        sink: Sink[Any, Any] = op.map(message).push(sent.append)
        handler = LogHandler(sink.threaded() if threaded else sink)
        model = Keeping(logging.NOTSET)  # before Python 3.12 no handler heeds what a filter gives
        for each in (handler, model):
            each.addFilter(lambda record: other)  # type: ignore[arg-type, return-value, unused-ignore]
        logger_of(handler, model).warning("one")
        handler.close()
        assert sent == list(map(message, model.records))
        assert len(sent) == 1

    def test_can_be_made_by_the_configuration_of_logging(self) -> None:
        sent: list[str] = []
        sink = op.map(message).push(sent.append)
        logging.config.dictConfig(
            {
                "version": 1,
                "disable_existing_loggers": False,
                "handlers": {
                    "into": {"()": "rillet.push.LogHandler", "target": sink, "level": "ERROR"}
                },
                "loggers": {"configured": {"handlers": ["into"], "propagate": False}},
            }
        )
        log = logging.getLogger("configured")
        log.warning("one")
        log.error("two")
        (handler,) = log.handlers
        log.removeHandler(handler)
        handler.close()
        assert sent == ["two"]
        assert sink.closed

    def test_tells_of_an_error_as_every_handler_does(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sent: list[int] = []
        handler = LogHandler((op.map(message) | op.map(int)).push(sent.append))
        log = logger_of(handler)
        for text in ("1", "two", "3"):
            log.warning(text)
        handler.close()
        told = capsys.readouterr().err
        assert sent == [1, 3]
        assert told.startswith("--- Logging error ---")
        assert "ValueError" in told
        assert "Message: 'two'" in told

    def test_tells_of_every_record_that_an_ended_pipeline_takes_no_more(self) -> None:
        sent: list[Any] = []
        handler = Telling((op.map(message) | op.map(int) | op.batched(2)).push(sent.append))
        log = logger_of(handler)
        for text in ("1", "two", "3", "4"):
            log.warning(text)
        handler.close()
        assert sent == []
        assert handler.lost == [
            ("two", ValueError),
            ("3", SinkClosedError),
            ("4", SinkClosedError),
        ]

    def test_tells_of_every_record_after_it_was_closed(self) -> None:
        handler = Telling(count)
        handler.close()
        logger_of(handler).warning("one")
        assert handler.lost == [("one", SinkClosedError)]

    def test_says_nothing_of_records_of_which_no_more_are_wanted(self) -> None:
        sent: list[str] = []
        handler = Telling((op.map(message) | op.take(1)).push(sent.append))
        log = logger_of(handler)
        log.warning("one")
        log.warning("two")
        handler.close()
        assert (sent, handler.lost) == (["one"], [])

    def test_lets_an_interrupt_pass(self) -> None:
        def interrupted(record: logging.LogRecord) -> None:
            raise KeyboardInterrupt

        handler = Telling(interrupted)
        with pytest.raises(KeyboardInterrupt):
            logger_of(handler).warning("one")
        assert handler.lost == []

    @pytest.mark.parametrize("threaded", [False, True])
    def test_gives_out_what_is_held_back_when_it_is_closed_and_only_then(
        self, threaded: bool
    ) -> None:
        sent: list[Any] = []
        sink: Sink[Any, Any] = (op.map(message) | op.batched(5)).push(sent.append, count)
        handler = LogHandler(sink.threaded() if threaded else sink)
        log = logger_of(handler)
        for text in "abc":
            log.warning(text)
        assert sent == []
        handler.close()
        handler.close()
        assert sent == [("a", "b", "c")]
        assert handler.sink.close() == (None, 1)

    def test_is_forgotten_by_logging_when_it_is_closed_also_where_the_sink_raises(self) -> None:
        def failing(state: int) -> int:
            raise OSError("disk full")

        handler = LogHandler(Fold(int, lambda n, record: n + 1, finish=failing))
        handler.name = "failing to close"
        assert handler.name in logging._handlers  # type: ignore[attr-defined]
        with pytest.raises(OSError, match="^disk full$"):
            handler.close()
        assert handler.name not in logging._handlers  # type: ignore[attr-defined]

    def test_is_closed_by_logging_when_the_program_ends(self) -> None:
        handler = LogHandler(count)
        logger_of(handler).warning("one")
        logging.shutdown([weakref.ref(handler)])
        assert handler.sink.closed
        assert handler.sink.close() == 1

    def test_takes_records_of_any_thread(self) -> None:
        handler = Telling((op.map(message) | op.pairwise()).push(count))
        log = logger_of(handler)
        side_by_side(8, lambda _: Stream.range(200).for_each(log.warning))
        assert handler.lost == []
        handler.close()
        assert handler.sink.close() == 8 * 200 - 1

    @pytest.mark.parametrize("threaded", [False, True])
    def test_is_closed_between_records_and_loses_none_in_silence(self, threaded: bool) -> None:
        sink: Sink[Any, Any] = op.map(message).push(count)
        handler = Telling(sink.threaded(maxsize=2) if threaded else sink)
        log = logger_of(handler)

        def run(number: int) -> None:
            for n in range(200):
                log.warning("%d", n)
                if n == 100 and number == 0:
                    handler.close()

        side_by_side(4, run)
        assert {error for _, error in handler.lost} == {SinkClosedError}
        assert handler.sink.close() + len(handler.lost) == 4 * 200

    def test_shares_a_sink_that_is_closed_with_the_last_of_its_handlers(self) -> None:
        shared = op.map(message).push(count).locked()
        first, second = (LogHandler(op.take(n).push(shared)) for n in (1, 2))
        log = logger_of(first, second)
        for text in "abc":
            log.warning(text)
        first.close()
        assert not shared.closed
        second.close()
        assert shared.closed
        assert shared.close() == 1 + 2

    def test_tells_of_a_record_that_its_own_pipeline_logs(self) -> None:
        def talking(record: logging.LogRecord) -> str:
            log.warning("about %s", message(record))
            return message(record)

        sent: list[str] = []
        handler = Telling(op.map(talking).push(sent.append))
        log = logger_of(handler)
        log.warning("one")
        log.warning("two")
        handler.close()
        assert sent == ["one", "two"]
        assert handler.lost == [("about one", SinkBusyError), ("about two", SinkBusyError)]

    @pytest.mark.parametrize(
        "close", [LogHandler.close, lambda handler: logging.shutdown([weakref.ref(handler)])]
    )
    def test_does_not_wait_for_a_thread_that_logs_to_it(
        self, close: Callable[[LogHandler], None]
    ) -> None:
        def talking(record: logging.LogRecord) -> str:
            log.warning("about %s", message(record))
            return message(record)

        sent: list[str] = []
        handler = Telling(op.map(talking).push(sent.append).threaded(maxsize=1))
        log = logger_of(handler)

        def run(_: int) -> None:
            for n in range(50):
                log.warning("%d", n)
            close(handler)

        side_by_side(1, run)
        assert sent == [str(n) for n in range(50)]
        assert handler.lost == [(f"about {n}", SinkBusyError) for n in range(50)]

    @pytest.mark.parametrize("threaded", [False, True])
    def test_sends_nothing_that_a_filter_of_its_own_refuses(self, threaded: bool) -> None:
        sink = op.map(logging.LogRecord.getMessage).push(
            Fold(list, lambda kept, text: [*kept, text])
        )
        handler = LogHandler(sink.threaded() if threaded else sink)
        handler.addFilter(lambda record: record.getMessage() != "refused")
        for text in ("refused", "kept"):
            handler.handle(logging.makeLogRecord({"msg": text}))
        assert handler.sink.close() == ["kept"]
        handler.close()


class Name(NamedTuple):
    """The name of an element or an attribute; without a prefix, or with one of `NAMESPACES`."""

    prefix: str
    local: str

    @property
    def plain(self) -> str:
        return f"{self.prefix}:{self.local}" if self.prefix else self.local

    def full(self, default: str = "") -> str:
        namespace = NAMESPACES.get(self.prefix, default)
        return f"{{{namespace}}}{self.local}" if namespace else self.local


class Text(NamedTuple):
    """Text, and how it is written."""

    text: str
    as_xml: Callable[[str], str]


class Element(NamedTuple):
    name: Name
    attributes: dict[Name, str]
    inside: list[Any]
    """Elements and texts, and strings that mean nothing: comments and instructions."""


class Document(NamedTuple):
    root: Element
    default: str
    """The namespace of elements without a prefix."""


NAMESPACES = {"p": "urn:p", "q": "http://example.org/q#~"}
ENTITY = "né & <nu>"
HEAD = f'<!DOCTYPE any [<!ENTITY entity "{escape(ENTITY)}">]>'


def escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})  # a parser takes a bare one for the end of a line


def in_cdata(text: str) -> str:
    inner = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<![CDATA[{inner}]]>"


def referred_to(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def declared(text: str) -> str:
    return "&entity;"


characters = st.characters(min_codepoint=32, exclude_categories=["Cs"]).filter(
    lambda character: character not in "\ufffe\uffff"
) | st.sampled_from("<>&\"'] \t\n\r")
texts = st.builds(
    Text, st.text(characters, max_size=8), st.sampled_from([escaped, in_cdata, referred_to])
) | st.just(Text(ENTITY, declared))
names = st.builds(
    Name, st.sampled_from(["", "", *NAMESPACES]), st.sampled_from(["a", "bus", "x-1.y", "é", "名"])
)
nothings = st.sampled_from(["<!-- <no> &tag; -->", "<?php <no> tag?>", "<![CDATA[]]>"])
elements = st.recursive(
    st.builds(
        Element,
        names,
        st.dictionaries(names, st.text(characters, max_size=5), max_size=3),
        st.lists(texts | nothings, max_size=3),
    ),
    lambda inner: st.builds(
        Element,
        names,
        st.dictionaries(names, st.text(characters, max_size=5), max_size=2),
        st.lists(texts | nothings | inner, max_size=5),
    ),
)
documents = st.builds(Document, elements, st.sampled_from(["", "urn:default"]))


def declarations(document: Document) -> dict[str, str]:
    """The attributes that declare the namespaces."""
    prefixed = {f"xmlns:{prefix}": namespace for prefix, namespace in NAMESPACES.items()}
    return prefixed | ({"xmlns": document.default} if document.default else {})


def written(document: Document) -> str:
    more = "".join(f' {name}="{value}"' for name, value in declarations(document).items())
    return f"{HEAD}\n<!-- before -->{written_element(document.root, more)}\n<!-- after -->\n"


def written_element(element: Element, more: str = "") -> str:
    name, attributes, inside = element
    start = (
        name.plain
        + more
        + "".join(f"\n{key.plain} = {quoteattr(value)}" for key, value in attributes.items())
    )
    return (
        f"<{start}>{''.join(map(written_child, inside))}</{name.plain} >"
        if inside
        else (f"<{start}/>")
    )


def written_child(child: Element | Text | str) -> str:
    if isinstance(child, Element):
        return written_element(child)
    return child if isinstance(child, str) else child.as_xml(child.text)


def events_of(document: Document, namespaces: bool) -> list[XmlEvent]:
    """What happens in a document, by what it was written from."""
    events = list(happening(document.root, namespaces, document.default))
    if not namespaces:
        events[0].attributes.update(declarations(document))
    return joined(events)


def happening(element: Element, namespaces: bool, default: str) -> Iterator[XmlEvent]:
    name = element.name.full(default) if namespaces else element.name.plain
    yield XmlEvent(
        "start",
        name,
        {key.full() if namespaces else key.plain: v for key, v in element.attributes.items()},
        "",
    )
    for child in element.inside:
        if isinstance(child, Element):
            yield from happening(child, namespaces, default)
        elif isinstance(child, Text):
            yield XmlEvent("text", "", {}, child.text)
    yield XmlEvent("end", name, {}, "")


def joined(events: list[XmlEvent]) -> list[XmlEvent]:
    """The events, with the texts between two tags in one, and none that is empty."""
    whole: list[XmlEvent] = []
    for event in events:
        if event.kind == "text" and whole[-1].kind == "text":
            whole[-1] = whole[-1]._replace(text=whole[-1].text + event.text)
        elif event.kind != "text" or event.text:
            whole.append(event)
    return whole


def by_sax(pieces: list[bytes], target: Any, namespaces: bool = False) -> None:
    parser: Any = xml.sax.make_parser()
    parser.setFeature(feature_namespaces, namespaces)
    parser.setContentHandler(SaxEvents(target))
    for piece in pieces:
        parser.feed(piece)
    parser.close()


def by_expat(pieces: list[bytes], target: Any, namespaces: bool = False) -> None:
    parser = expat_events(target, namespaces=namespaces)
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)


PARSERS = [by_sax, by_expat]


def events_by(parse: Any, *pieces: bytes, namespaces: bool = False) -> list[XmlEvent]:
    events: list[XmlEvent] = []
    parse(pieces, events.append, namespaces)
    return events


def cut(data: bytes, places: list[int]) -> list[bytes]:
    cuts = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in pairwise(cuts)]


class TestXmlEvents:
    @pytest.mark.parametrize("namespaces", [False, True])
    @given(
        document=documents,
        places=st.lists(st.integers(0), max_size=9),
        encoding=st.sampled_from(["utf-8", "utf-16"]),
    )
    def test_are_those_of_the_document_by_every_parser_and_in_all_pieces(
        self, namespaces: bool, document: Document, places: list[int], encoding: str
    ) -> None:
        data = written(document).encode(encoding)
        expected = events_of(document, namespaces)
        for parse in PARSERS:
            found = events_by(parse, *cut(data, places), namespaces=namespaces)
            assert found == expected
            assert all(type(event) is XmlEvent for event in found)

    @given(document=documents)
    def test_have_the_names_of_element_tree_if_the_parser_knows_of_namespaces(
        self, document: Document
    ) -> None:
        text = written(document)
        elements = [*ElementTree.fromstring(text).iter()]
        for parse in PARSERS:
            starts = [
                event
                for event in events_by(parse, text.encode(), namespaces=True)
                if event.kind == "start"
            ]
            assert [(each.name, each.attributes) for each in starts] == [
                (element.tag, element.attrib) for element in elements
            ]

    @pytest.mark.parametrize("parse", PARSERS)
    def test_have_long_texts_in_one_piece(self, parse: Any) -> None:
        text = "".join(map(str, range(20_000)))  # longer than what expat itself holds back
        events = events_by(parse, f"<a>{text}</a>".encode())
        assert events[1:-1] == [XmlEvent("text", "", {}, text)]

    @pytest.mark.parametrize("parse", PARSERS)
    def test_have_the_attributes_that_the_document_type_gives(self, parse: Any) -> None:
        document = b'<!DOCTYPE a [<!ATTLIST a x CDATA "1" y CDATA #IMPLIED>]><a/>'
        assert events_by(parse, document)[0] == XmlEvent("start", "a", {"x": "1"}, "")

    def test_do_not_tell_the_parsers_apart_where_a_type_lies_outside(self) -> None:
        document = b'<!DOCTYPE a SYSTEM "nowhere.dtd"><a> x&outside;y </a>'
        assert events_by(by_sax, document) == events_by(by_expat, document)

    @pytest.mark.parametrize("parse", PARSERS)
    def test_can_be_kept_and_pickled_each_with_attributes_of_its_own(self, parse: Any) -> None:
        events = events_by(parse, b'<a x="1"><b y="2"/><b y="3"/><b/></a>')
        starts = [event.attributes for event in events if event.kind == "start"]
        assert starts == [{"x": "1"}, {"y": "2"}, {"y": "3"}, {}]
        assert len({id(event.attributes) for event in events}) == len(events)
        assert pickle.loads(pickle.dumps(events)) == events

    @pytest.mark.parametrize("parse", PARSERS)
    def test_do_not_close_the_sink_at_the_end_of_the_document(self, parse: Any) -> None:
        with op.map(str).push(count) as sink:
            parse([b"<a/>"], sink)
            parse([b"<a/>"], sink)
            assert not sink.closed
        assert sink.close() == 4

    @pytest.mark.parametrize("parse", PARSERS)
    def test_come_until_the_document_is_wrong(self, parse: Any) -> None:
        events: list[XmlEvent] = []
        with pytest.raises((ExpatError, xml.sax.SAXParseException)):
            parse([b"<a>x<b>", b"</a>"], events.append)
        assert [event.name for event in events] == ["a", "", "b"]

    def test_of_a_document_that_was_left_stay_out_of_the_next_one(self) -> None:
        events: list[XmlEvent] = []
        handler = SaxEvents(events.append)
        with pytest.raises(xml.sax.SAXParseException):
            xml.sax.parseString(b"<a>lost", handler)
        xml.sax.parseString(b"<b/>", handler)
        assert [(event.kind, event.name) for event in events] == [
            ("start", "a"),
            ("start", "b"),
            ("end", "b"),
        ]

    @pytest.mark.parametrize("parse", PARSERS)
    def test_that_a_pipeline_fails_over_are_raised_by_the_parser(self, parse: Any) -> None:
        def refusing(event: XmlEvent) -> None:
            if event.kind == "text":
                raise ZeroDivisionError(event.text)

        with pytest.raises(ZeroDivisionError) as raised:
            parse([b"<a>x<b/></a>"], refusing)
        assert str(raised.value) == "x"

    def test_can_be_stopped_between_the_pieces_of_a_document(self) -> None:
        sink = op.take(3).push(count)
        parser = expat_events(sink)
        fed = 0
        parser.Parse("<a>")
        while not sink.done:
            parser.Parse("<b/>")
            fed += 1
        assert (fed, sink.close()) == (1, 3)

    def test_take_blanks_that_another_parser_may_ignore_for_text(self) -> None:
        events: list[XmlEvent] = []
        handler = SaxEvents(events.append)
        handler.startDocument()
        handler.startElement("a", {})
        handler.characters("")
        handler.endElement("a")
        handler.startElement("a", {})
        handler.ignorableWhitespace(" ")
        handler.characters("x")
        handler.endElement("a")
        assert [event.text for event in events if event.kind == "text"] == [" x"]

    def test_need_a_true_or_a_false_for_namespaces(self) -> None:
        namespaces: Any = 1
        with pytest.raises(TypeError, match="^namespaces must be True or False, got 1$"):
            expat_events(print, namespaces=namespaces)
