"""Buses of one route that head one way, out of a feed that three XML parsers read.

What happens in the feed goes through one pipeline: `xml.sax` and expat push into it, and
`iterparse` is pulled from. The rows are the same.
"""

from __future__ import annotations

import xml.sax
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree

import bus_feed

from rillet import Pipeline, op
from rillet.push import SaxEvents, XmlEvent, expat_events

Bus = dict[str, str]


class Row(NamedTuple):
    id: str
    latitude: str
    longitude: str
    towards: str


class Seen(NamedTuple):
    """What has been seen of a bus."""

    bus: Bus
    field: str = ""
    is_whole: bool = False


def see(seen: Seen, event: XmlEvent) -> Seen:
    """What has been seen after one more event. The fields are inside the bus, with text alone."""
    match event:
        case XmlEvent("start", "bus", attributes):
            return Seen(attributes)
        case XmlEvent("start", field):
            return Seen(seen.bus, field)
        case XmlEvent("text", text=text) if seen.field:
            return Seen(seen.bus | {seen.field: text}, seen.field)
        case XmlEvent("end", "bus"):
            return Seen(seen.bus, is_whole=True)
    return Seen(seen.bus)


BUSES: Pipeline[XmlEvent, Bus] = (
    op.accumulate(see, initial=Seen({}))
    | op.filter(attrgetter("is_whole"))
    | op.map(attrgetter("bus"))
)


def watch(route: str, direction: str) -> Pipeline[XmlEvent, Row]:
    """The buses of the route that head this way, from what happens in the feed."""

    def is_watched(bus: Bus) -> bool:
        return (bus["route"], bus["direction"]) == (route, direction)

    return BUSES | op.filter(is_watched) | op.map(row)


def row(bus: Bus) -> Row:
    return Row(*(bus[field] for field in Row._fields))


def by_sax(path: Path, pipeline: Pipeline[XmlEvent, Row]) -> list[Row]:
    rows: list[Row] = []
    with pipeline.push(rows.append) as sink:
        xml.sax.parse(str(path), SaxEvents(sink))
    return rows


def by_expat(path: Path, pipeline: Pipeline[XmlEvent, Row]) -> list[Row]:
    rows: list[Row] = []
    with path.open("rb") as file, pipeline.push(rows.append) as sink:
        expat_events(sink).ParseFile(file)
    return rows


def by_iterparse(path: Path, pipeline: Pipeline[XmlEvent, Row]) -> list[Row]:
    return list(pipeline(iterparsed(path)))


def iterparsed(path: Path) -> Iterator[XmlEvent]:
    """The events of a feed, in which no element has both text and elements."""
    for event, element in ElementTree.iterparse(path, ("start", "end")):
        if event == "start":
            yield XmlEvent("start", element.tag, dict(element.attrib), "")
        else:
            if element.text:
                yield XmlEvent("text", "", {}, element.text)
            yield XmlEvent("end", element.tag, {}, "")
            element.clear()  # what has been given is not held


PARSERS: tuple[Callable[[Path, Pipeline[XmlEvent, Row]], list[Row]], ...] = (
    by_sax,
    by_expat,
    by_iterparse,
)


def main() -> None:
    watched = watch("22", "North Bound")
    with TemporaryDirectory() as directory:
        path = Path(directory, "buses.xml")
        path.write_text(bus_feed.xml(bus_feed.fleet()), encoding="utf-8")
        by_parser = [parse(path, watched) for parse in PARSERS]

    for parse, rows in zip(PARSERS, by_parser):
        print(f"{parse.__name__:12}  {len(rows)} buses, of which the first is {' '.join(rows[0])}")
    assert by_parser[0] == by_parser[1] == by_parser[2]
    print("the rows are the same")


if __name__ == "__main__":
    main()
