"""What it costs to be ready for an error, and for the end of a pass."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from benchmarks.row import ITEMS, VALUE, Contenders, row
from rillet import Err, Ok, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SECTION = "Constructions: errors and ends"


def _texts(n: int, bad_every: int) -> list[str]:
    return ["x" if place % bad_every == 1 else str(place) for place in range(n)]


def _tried(f: Callable[[Any], Any], items: Iterable[Any], *exceptions: Any) -> Iterator[Any]:
    for item in items:
        try:
            made = f(item)
        except exceptions:
            continue
        yield made


def _collected(f: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        try:
            yield "ok", f(item)
        except ValueError as error:
            yield "err", (item, error)


class _Outcome:
    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: Any) -> None:
        self.kind = kind
        self.value = value


def _collected_as_objects(f: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        try:
            yield _Outcome("ok", f(item))
        except ValueError as error:
            yield _Outcome("err", (item, error))


def _kind(outcome: Any) -> str:
    """The kind of an outcome, of ours and of a pair."""
    if isinstance(outcome, (Ok, Err)):
        return type(outcome).__name__.lower()
    return str(outcome.kind if isinstance(outcome, _Outcome) else outcome[0])


def _kinds(outcomes: list[Any]) -> list[str]:
    return [_kind(outcome) for outcome in outcomes]


@row(SECTION, "try_map(int), where none fails", kind=ITEMS)
def build_try_map(n: int) -> Contenders:
    texts = [*map(str, range(n))]
    return {
        "generator": lambda: _tried(int, texts, ValueError),
        "rillet": lambda: Stream(texts).try_map(int, ValueError),
        "rillet map, which is ready for nothing": lambda: Stream(texts).map(int),
    }


@row(SECTION, "try_map(int), where every tenth item fails", kind=ITEMS)
def build_try_map_failing(n: int) -> Contenders:
    texts = _texts(n, 10)
    return {
        "generator": lambda: _tried(int, texts, ValueError),
        "rillet": lambda: Stream(texts).try_map(int, ValueError),
    }


@row(
    SECTION,
    'try_map(int, on_error="collect"), where every tenth item fails',
    kind=ITEMS,
    canonical=_kinds,
)
def build_try_map_collect(n: int) -> Contenders:
    texts = _texts(n, 10)
    return {
        "generator of objects": lambda: _collected_as_objects(int, texts),
        "generator of pairs": lambda: _collected(int, texts),
        "rillet": lambda: Stream(texts).try_map(int, ValueError, on_error="collect"),
    }


@row(SECTION, "try_map(int, on_error=f), where every tenth item fails", kind=ITEMS)
def build_try_map_on_error(n: int) -> Contenders:
    texts = _texts(n, 10)

    def instead(text: str, error: Exception) -> int:
        return len(text)

    def by_hand() -> Iterator[int]:
        for text in texts:
            try:
                made = int(text)
            except ValueError as error:
                made = instead(text, error)
            yield made

    return {
        "generator": by_hand,
        "rillet": lambda: Stream(texts).try_map(int, ValueError, on_error=instead),
    }


@row(SECTION, "catch(ValueError, f), where none fails", kind=ITEMS)
def build_catch(n: int) -> Contenders:
    xs = list(range(n))

    def by_hand() -> Iterator[int]:
        try:
            for x in xs:  # noqa: UP028  # the same without a C iterator in between
                yield x
        except ValueError:
            yield 0

    def by_yield_from() -> Iterator[int]:
        try:
            yield from xs
        except ValueError:
            yield 0

    return {
        "generator": by_hand,
        "generator, yield from, which closes what it reads": by_yield_from,
        "rillet": lambda: Stream(xs).catch(ValueError, lambda _: [0]),
    }


@row(SECTION, "on_close(f)", kind=ITEMS)
def build_on_close(n: int) -> Contenders:
    xs = list(range(n))
    closed: list[int] = []

    def by_hand() -> Iterator[int]:
        try:
            for x in xs:  # noqa: UP028
                yield x
        finally:
            closed.clear()

    def at_the_end() -> Iterator[Any]:
        closed.clear()
        yield from ()

    return {
        "generator": by_hand,
        "chain, which misses errors and early stops": lambda: chain(xs, at_the_end()),
        "rillet": lambda: Stream(xs).on_close(closed.clear),
    }


@row(SECTION, "ten items into a list, by a terminal that can note an error", size=10, kind=VALUE)
def ten_noted(n: int) -> Contenders:
    xs = list(range(n))
    bare: Any = vars(Stream.to_list)["__wrapped__"]
    return {
        "the same without notes": lambda: bare(Stream(xs).map(abs)),
        "rillet": lambda: Stream(xs).map(abs).to_list(),
    }
