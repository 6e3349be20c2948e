"""What a row of the benchmark is: one task, and the contenders that do it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Contenders: TypeAlias = dict[str, Callable[[], Any]]
"""By name, in the order they are shown. The first one is what the others are compared with."""

ROWS: dict[str, Row] = {}
"""All rows by name, in the order they are run."""


@dataclass(frozen=True)
class Kind:
    """What a contender returns, and so what is timed and what is compared."""

    finish: Callable[[Any], Any]
    see: Callable[[Any], Any]
    unit: str


def _itself(made: Any) -> Any:
    return made


def _drain(items: Any) -> None:
    deque(items, maxlen=0)


VALUE = Kind(finish=_itself, see=_itself, unit="item")
"""A contender returns the result itself."""
ITEMS = Kind(finish=_drain, see=list, unit="item")
"""A contender returns an iterable, which is drained in C."""
STREAM = Kind(finish=list, see=list, unit="stream")
"""A contender returns a short iterable; building it is a good part of the cost."""


@dataclass(frozen=True)
class Row:
    """One task: its contenders over `size` items, and what rillet has promised."""

    name: str
    section: str
    title: str
    make: Callable[[int], Contenders]
    size: int
    kind: Kind
    canonical: Callable[[Any], Any]
    limit: float | None
    same_type: bool
    rounds: int


def row(
    section: str,
    title: str,
    *,
    size: int = 30_000,
    kind: Kind = VALUE,
    canonical: Callable[[Any], Any] = _itself,
    limit: float | None = None,
    same_type: bool = False,
    rounds: int = 9,
    name: str = "",
) -> Callable[[Callable[[int], Contenders]], Callable[[int], Contenders]]:
    """Enter the decorated function, which makes the contenders over n items, into `ROWS`.

    `canonical` makes results comparable: some peers give lists where others give tuples.
    `limit` is the ratio that the first contender named rillet must keep; with `same_type` it
    must hand out an object of the very type that the hand-written one is.
    """

    def enter(make: Callable[[int], Contenders]) -> Callable[[int], Contenders]:
        called = name or make.__name__.replace("_", "-").strip("-")
        if called in ROWS:
            raise ValueError(f"two rows are called {called}")
        ROWS[called] = Row(
            called, section, title, make, size, kind, canonical, limit, same_type, rounds
        )
        return make

    return enter


def is_ours(contender: str) -> bool:
    """Whether a contender, by its name, is rillet."""
    return contender.startswith("rillet")
