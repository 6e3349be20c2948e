"""Where the buses of a town are: made up, and written as XML. It is the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

ROUTES = ("4", "22", "22X", "146", "147")
DIRECTIONS = ("North Bound", "South Bound", "East Bound", "West Bound")
ENDS = ("Howard & Clark", "Harrison", 'The "Loop"', "Marché aux Fleurs", "<depot>")


class Bus(NamedTuple):
    id: str
    route: str
    direction: str
    towards: str
    latitude: str
    longitude: str


def fleet(n: int = 1000, seed: int = 2009) -> Iterator[Bus]:
    """So many buses, each with a number of its own."""
    random = Random(seed)
    for number in random.sample(range(1000, 9999), n):
        yield Bus(
            str(number),
            random.choice(ROUTES),
            random.choice(DIRECTIONS),
            random.choice(ENDS),
            f"{random.uniform(41.6, 42.1):.6f}",
            f"{random.uniform(-87.9, -87.5):.6f}",
        )


def xml(buses: Iterable[Bus]) -> str:
    """The buses as a document. Not all text in it is plain, and not every blank means something."""
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', "<buses>", *map(element, buses)]
    ) + ("\n</buses>\n")


def element(bus: Bus) -> str:
    """A bus: its number is an attribute, all else an element, now and then after a comment."""
    fields = [f"    <{name}>{text_of(name, bus)}</{name}>" for name in Bus._fields[1:]]
    if int(bus.id) % 7 == 0:
        fields.insert(2, "    <!-- <route>0</route> was wrong -->")
    return "\n".join([f"  <bus id={quoteattr(bus.id)}>", *fields, "  </bus>"])


def text_of(name: str, bus: Bus) -> str:
    """The text as XML: a terminus with a letter in quotes is written as it is, in a CDATA."""
    text: str = getattr(bus, name)
    return f"<![CDATA[{text}]]>" if '"' in text else escape(text)
