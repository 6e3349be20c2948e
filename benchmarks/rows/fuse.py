"""Fused streams, beside itertools with the same functions and what is fused by hand.

By hand the bodies stand in a loop, a comprehension or a generator: of what a contender hands out,
an iterator or a list, that is the one. What is fastest by hand to count is not flat, and has a name
of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial, reduce
from itertools import (
    accumulate,
    chain,
    dropwhile,
    filterfalse,
    pairwise,
    starmap,
    takewhile,
)
from operator import attrgetter, is_not, itemgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from benchmarks.peers import offered
from benchmarks.row import ITEMS, VALUE, Contenders, Kind, row
from rillet import Stream, op

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECTION = "Fuse: the bodies written into one loop"
_AS_PIPELINES = 100_000


def _itself(made: Any) -> Any:
    return made


def _chained(stream: Any, steps: tuple[tuple[str, Any], ...]) -> Any:
    """The idiom of those whose operations are methods."""
    return reduce(lambda made, step: getattr(made, step[0])(step[1]), steps, stream)


def _curried(m: Any, xs: Any, steps: tuple[tuple[str, Any], ...]) -> Any:
    return m.pipe(xs, *(getattr(m.curried, name)(f) for name, f in steps))


def _piped(m: Any, xs: Any, steps: tuple[tuple[str, Any], ...]) -> Any:
    return reduce(lambda made, step: made | getattr(m, step[0])(step[1]), steps, xs)


def _peers(xs: Any, finish: Callable[[Any], Any], *steps: tuple[str, Any]) -> Contenders:
    """What all peers make of a chain of map and filter."""
    return offered(
        streamable=lambda m: lambda: finish(_chained(m.stream(xs), steps)),
        functional=lambda m: lambda: finish(_chained(m.seq(xs), steps)),
        flupy=lambda m: lambda: finish(_chained(m.flu(xs), steps)),
        pyochain=lambda m: lambda: finish(_chained(m.Iter(xs), steps)),
        fpstreams=lambda m: lambda: finish(_chained(m.Stream(xs), steps)),
        pipe=lambda m: lambda: finish(_piped(m, xs, steps)),
        cytoolz=lambda m: lambda: finish(_curried(m, xs, steps)),
        toolz=lambda m: lambda: finish(_curried(m, xs, steps)),
    )


def _enter(
    name: str,
    title: str,
    make: Callable[[list[int]], tuple[Any, Any, Any, Contenders]],
    *,
    kind: Kind = VALUE,
    limit: float | None = None,
    size: int = _AS_PIPELINES,
    canonical: Callable[[Any], Any] = _itself,
) -> None:
    """A row: itertools, by hand, and what is done with a stream, fused and not."""

    @row(
        SECTION,
        title,
        name=f"fuse-{name}",
        size=size,
        kind=kind,
        limit=limit,
        canonical=canonical,
    )
    def _(n: int) -> Contenders:
        xs = list(range(n))
        by_itertools, by_hand, by_method, peers = make(xs)
        return {
            "itertools": lambda: by_itertools(xs),
            "fused by hand": lambda: by_hand(xs),
            "rillet, fused": lambda: by_method(Stream(xs).fuse()),
            "rillet": lambda: by_method(Stream(xs)),
            **peers,
        }


def _simple(
    name: str, title: str, *ways: Any, kind: Kind = VALUE, canonical: Any = _itself
) -> None:
    """A row without peers."""
    _enter(name, title, lambda xs: (*ways, {}), kind=kind, canonical=canonical)


# The chains.


def _to_list(made: Any) -> list[Any]:
    return made.to_list() if isinstance(made, Stream) else list(made)


def _negated_squares(finish: Callable[[Any], Any], by_hand: Any) -> Any:
    def make(xs: list[int]) -> Any:
        f, g = (lambda x: x * x), (lambda x: -x)
        return (
            lambda xs: finish(map(g, map(f, xs))),
            by_hand,
            lambda stream: finish(stream.map(f).map(g)),
            _peers(xs, finish, ("map", f), ("map", g)),
        )

    return make


def _map_filter_map(finish: Callable[[Any], Any], by_hand: Any) -> Any:
    def make(xs: list[int]) -> Any:
        f, p, g = (lambda x: x + 1), (lambda x: x & 1), (lambda x: x * x)
        return (
            lambda xs: finish(map(g, filter(p, map(f, xs)))),
            by_hand,
            lambda stream: finish(stream.map(f).filter(p).map(g)),
            _peers(xs, finish, ("map", f), ("filter", p), ("map", g)),
        )

    return make


def _six(finish: Callable[[Any], Any], by_hand: Any) -> Any:
    def make(xs: list[int]) -> Any:
        a, p, b = (lambda x: x + 1), (lambda x: x % 3), (lambda x: x * 2)
        c, q, d = (lambda x: x - 5), (lambda x: x % 5), (lambda x: -x)
        return (
            lambda xs: finish(map(d, filter(q, map(c, map(b, filter(p, map(a, xs))))))),
            by_hand,
            lambda stream: finish(stream.map(a).filter(p).map(b).map(c).filter(q).map(d)),
            _peers(
                xs,
                finish,
                ("map", a),
                ("filter", p),
                ("map", b),
                ("map", c),
                ("filter", q),
                ("map", d),
            ),
        )

    return make


_enter(
    "negated-squares",
    "negated squares, fused",
    _negated_squares(_itself, lambda xs: (-(x * x) for x in xs)),
    kind=ITEMS,
    limit=0.60,
)
_enter(
    "map-filter-map",
    "map, filter, map, fused",
    _map_filter_map(_itself, lambda xs: (y * y for x in xs if (y := x + 1) & 1)),
    kind=ITEMS,
    limit=0.60,
)


def _six_by_hand(xs: Any) -> Iterator[int]:
    for x in xs:
        x += 1
        if x % 3:
            x = x * 2 - 5
            if x % 5:
                yield -x


_enter(
    "six",
    "a chain of six, fused",
    _six(_itself, _six_by_hand),
    kind=ITEMS,
    limit=0.55,
)
_enter(
    "negated-squares-to-list",
    "negated squares, fused, to a list",
    _negated_squares(_to_list, lambda xs: [-(x * x) for x in xs]),
    limit=0.52,
)
_enter(
    "map-filter-map-to-list",
    "map, filter, map, fused, to a list",
    _map_filter_map(_to_list, lambda xs: [y * y for x in xs if (y := x + 1) & 1]),
    limit=0.52,
)


def _six_list(xs: Any) -> list[int]:
    return [-y for x in xs if (y := x + 1) % 3 and (y := y * 2 - 5) % 5]


_enter(
    "six-to-list",
    "a chain of six, fused, to a list",
    _six(_to_list, _six_list),
    limit=0.52,
)


def _averages(xs: Any) -> Iterator[float]:
    total = 0
    for number, x in enumerate(xs, 1):
        total += x
        yield total / number


def _running_average(xs: list[int]) -> Any:
    f = lambda number, total: total / number  # noqa: E731  # the source of it is what is read
    of_pair = lambda pair: pair[1] / pair[0]  # noqa: E731
    return (
        lambda xs: starmap(f, enumerate(accumulate(xs), 1)),
        _averages,
        lambda stream: stream.accumulate().enumerate(1).starmap(f),
        offered(
            functional=lambda m: lambda: m.seq(xs).accumulate().enumerate(1).starmap(f),
            pyochain=lambda m: lambda: m.Iter(xs).accumulate().enumerate(start=1).map_star(f),
            fpstreams=lambda m: lambda: m.Stream(xs).scan(0, int.__add__).enumerate(1).map(of_pair),
        ),
    )


_enter(
    "running-average",
    "the running average, fused",
    _running_average,
    kind=ITEMS,
    limit=0.92,
)


# One operation after another.

_ADD, _MORE = (lambda a, b: a + b), (lambda x: x + 1)
_ODD, _TENS, _DIGITS = (lambda x: x & 1), (lambda x: x // 10), (lambda x: (x, x + 1))
_SMALL = lambda x: x >= 0  # noqa: E731
_NEGATIVE = lambda x: x < 0  # noqa: E731
_OR_NONE = lambda x: x + 1 if x & 1 else None  # noqa: E731


def _totals(xs: Any) -> Iterator[int]:
    items = iter(xs)
    for total in items:
        yield total
        for x in items:
            total += x
            yield total


def _differences(xs: Any) -> Iterator[int]:
    items = iter(xs)
    for before in items:
        for x in items:
            yield before + x
            before = x


def _while_small(xs: Any) -> Iterator[int]:
    for x in xs:
        x += 1
        if not x >= 0:
            break
        yield x


def _from_large(xs: Any) -> Iterator[int]:
    items = iter(xs)
    for x in items:
        x += 1
        if x >= 100:
            yield x
            break
    for x in items:
        yield x + 1


_LARGE = lambda x: x < 100  # noqa: E731

_simple(
    "enumerate-starmap",
    "enumerate().starmap(f), fused",
    lambda xs: starmap(_ADD, enumerate(xs)),
    lambda xs: (i + x for i, x in enumerate(xs)),
    lambda stream: stream.enumerate().starmap(_ADD),
    kind=ITEMS,
)
_simple(
    "zip-starmap",
    "zip(xs).starmap(f), fused",
    lambda xs: starmap(_ADD, zip(xs, xs)),  # noqa: RUF058  # the same operations as ours
    lambda xs: (a + b for a, b in zip(xs, xs)),
    lambda stream: stream.zip(stream).starmap(_ADD),
    kind=ITEMS,
)
_simple(
    "pairwise-starmap",
    "pairwise().starmap(f), fused",
    lambda xs: starmap(_ADD, pairwise(xs)),
    _differences,
    lambda stream: stream.pairwise().starmap(_ADD),
    kind=ITEMS,
)
_simple(
    "accumulate",
    "accumulate(f), fused",
    lambda xs: accumulate(xs, _ADD),
    _totals,
    lambda stream: stream.accumulate(_ADD),
    kind=ITEMS,
)
_simple(
    "takewhile",
    "map(f).takewhile(p), fused",
    lambda xs: takewhile(_SMALL, map(_MORE, xs)),
    _while_small,
    lambda stream: stream.map(_MORE).takewhile(_SMALL),
    kind=ITEMS,
)
_simple(
    "dropwhile",
    "map(f).dropwhile(p), fused",
    lambda xs: dropwhile(_LARGE, map(_MORE, xs)),
    _from_large,
    lambda stream: stream.map(_MORE).dropwhile(_LARGE),
    kind=ITEMS,
)
_simple(
    "flat-map",
    "flat_map(f), pairs, fused",
    lambda xs: chain.from_iterable(map(_DIGITS, xs)),
    lambda xs: (y for x in xs for y in (x, x + 1)),
    lambda stream: stream.flat_map(_DIGITS),
    kind=ITEMS,
)
_simple(
    "map-flat-map",
    "map(f).flat_map(g).map(f), fused",
    lambda xs: map(_MORE, chain.from_iterable(map(_DIGITS, map(_MORE, xs)))),
    lambda xs: (z + 1 for x in xs for y in (x + 1,) for z in (y, y + 1)),
    lambda stream: stream.map(_MORE).flat_map(_DIGITS).map(_MORE),
    kind=ITEMS,
)
_TIMES = lambda x: range(x % 10)  # noqa: E731
_simple(
    "map-flat-map-ranges",
    "map(f).flat_map(range).map(f), fused",
    lambda xs: map(_MORE, chain.from_iterable(map(_TIMES, map(_MORE, xs)))),
    lambda xs: (y + 1 for x in xs for y in range((x + 1) % 10)),
    lambda stream: stream.map(_MORE).flat_map(_TIMES).map(_MORE),
    kind=ITEMS,
)
_simple(
    "filter-map",
    "filter_map(f), fused",
    lambda xs: filter(partial(is_not, None), map(_OR_NONE, xs)),
    lambda xs: (y for x in xs if (y := x + 1 if x & 1 else None) is not None),
    lambda stream: stream.filter_map(_OR_NONE),
    kind=ITEMS,
)
_simple(
    "filterfalse",
    "filterfalse(p).map(f), fused",
    lambda xs: map(_MORE, filterfalse(_ODD, xs)),
    lambda xs: (x + 1 for x in xs if not x & 1),
    lambda stream: stream.filterfalse(_ODD).map(_MORE),
    kind=ITEMS,
)
_simple(
    "filter-alone",
    "filter(p), fused",
    lambda xs: filter(_ODD, xs),
    lambda xs: (x for x in xs if x & 1),
    lambda stream: stream.filter(_ODD),
    kind=ITEMS,
)
_simple(
    "map-alone",
    "map(f), fused",
    lambda xs: map(_MORE, xs),
    lambda xs: (x + 1 for x in xs),
    lambda stream: stream.map(_MORE),
    kind=ITEMS,
)


def _over(
    name: str, title: str, source: Callable[[int], list[Any]], *ways: Any, kind: Kind = ITEMS
) -> None:
    """A row over items other than numbers."""

    def make(xs: list[int]) -> Any:
        items = source(len(xs))
        by_itertools, by_hand, by_method = ways
        return (
            lambda _: by_itertools(items),
            lambda _: by_hand(items),
            lambda stream: by_method(
                Stream(items) if type(stream) is Stream else Stream(items).fuse()
            ),
            {},
        )

    _enter(name, title, make, kind=kind)


def _pairs(n: int) -> list[Any]:
    return [(x % 100, x) for x in range(n)]


def _objects(n: int) -> list[Any]:
    return [SimpleNamespace(size=x) for x in range(n)]


_SECOND, _SIZE = itemgetter(1), attrgetter("size")
_VALUE_MORE = lambda pair: (pair[0], _MORE(pair[1]))  # noqa: E731
_over(
    "map-values",
    "map_values(f), fused",
    _pairs,
    lambda items: map(_VALUE_MORE, items),
    lambda items: ((key, x + 1) for key, x in items),
    lambda stream: stream.map_values(_MORE),
)
_WORDS, _AS_TITLE = (lambda line: line.split()), (lambda word: word.title())
_IS_LONG = lambda word: len(word) > 3  # noqa: E731
_over(
    "words",
    "flat_map(split).filter(p).map(f), fused",
    lambda n: [f"the {x} lines of a text" for x in range(n)],
    lambda items: map(_AS_TITLE, filter(_IS_LONG, chain.from_iterable(map(_WORDS, items)))),
    lambda items: (w.title() for line in items for w in line.split() if len(w) > 3),
    lambda stream: stream.flat_map(_WORDS).filter(_IS_LONG).map(_AS_TITLE),
)
_over(
    "itemgetter",
    "map(itemgetter).filter(p).map(f), fused",
    _pairs,
    lambda items: map(_MORE, filter(_ODD, map(_SECOND, items))),
    lambda items: (y + 1 for x in items if (y := x[1]) & 1),
    lambda stream: stream.map(_SECOND).filter(_ODD).map(_MORE),
)
_over(
    "attrgetter",
    "map(attrgetter).filter(p).map(f), fused",
    _objects,
    lambda items: map(_MORE, filter(_ODD, map(_SIZE, items))),
    lambda items: (y + 1 for x in items if (y := x.size) & 1),
    lambda stream: stream.map(_SIZE).filter(_ODD).map(_MORE),
)
_over(
    "sum-of-itemgetter",
    "map(itemgetter).sum(), fused: C alone",
    _pairs,
    lambda items: sum(map(_SECOND, items)),
    lambda items: sum([x[1] for x in items]),
    lambda stream: stream.map(_SECOND).sum(),
    kind=VALUE,
)

# Without its source a function is called.

_UNKNOWN: Any = eval("lambda x: x * 3", {})  # it has no source
_simple(
    "called",
    "map(f).map(called).filter(p), fused: one has no source",
    lambda xs: filter(_ODD, map(_UNKNOWN, map(_MORE, xs))),
    lambda xs: (y for x in xs if (y := _UNKNOWN(x + 1)) & 1),
    lambda stream: stream.map(_MORE).map(_UNKNOWN).filter(_ODD),
    kind=ITEMS,
)
_simple(
    "called-alone",
    "map(called).filter(called), fused: none has a source",
    lambda xs: filter(_UNKNOWN, map(_UNKNOWN, xs)),
    lambda xs: (y for x in xs if _UNKNOWN(y := _UNKNOWN(x))),
    lambda stream: stream.map(_UNKNOWN).filter(_UNKNOWN),
    kind=ITEMS,
)


# The terminals, each after a map.


def _grouped(xs: Any) -> Any:
    groups = defaultdict(list)
    for x in map(_MORE, xs):
        groups[_TENS(x)].append(x)
    return groups


def _grouped_by_hand(xs: Any) -> Any:
    groups = defaultdict(list)
    for x in xs:
        x += 1
        groups[x // 10].append(x)
    return groups


def _folded(xs: Any) -> int:
    total = 0
    for x in xs:
        total = total + (x + 1)
    return total


def _least(xs: Any) -> int:
    items = iter(xs)
    best = next(items) + 1
    key = best % 1000
    for x in items:
        x += 1
        k = x % 1000
        if k < key:
            best, key = x, k
    return best


def _each(xs: Any) -> list[int]:
    held: list[int] = []
    append = held.append
    for x in map(_MORE, xs):
        append(x)
    return held


def _each_by_hand(xs: Any) -> list[int]:
    held: list[int] = []
    append = held.append
    for x in xs:
        append(x + 1)
    return held


def _each_by_method(stream: Any) -> list[int]:
    held: list[int] = []
    stream.map(_MORE).for_each(held.append)
    return held


_REST = lambda x: x % 1000  # noqa: E731
_TEXT = lambda x: x * 2  # noqa: E731
_simple(
    "group-by",
    "map(f).group_by(key), fused",
    _grouped,
    _grouped_by_hand,
    lambda stream: stream.map(_MORE).group_by(_TENS),
    canonical=dict,
)
_simple(
    "count-by",
    "map(f).count_by(key), fused",
    lambda xs: Counter(map(_TENS, map(_MORE, xs))),
    lambda xs: Counter([(x + 1) // 10 for x in xs]),
    lambda stream: stream.map(_MORE).count_by(_TENS),
    canonical=dict,
)
_simple(
    "sum",
    "map(f).filter(p).sum(), fused",
    lambda xs: sum(filter(_ODD, map(_MORE, xs))),
    lambda xs: sum([y for x in xs if (y := x + 1) & 1]),
    lambda stream: stream.map(_MORE).filter(_ODD).sum(),
)


def _counted_by_hand(xs: Any) -> int:
    n = 0
    for x in xs:
        if (x + 1) & 1:
            n += 1
    return n


def _held_to_count(xs: Any) -> Contenders:
    """The fastest by hand, which is not flat."""
    return {"fused by hand, all of them held": lambda: len([1 for x in xs if (x + 1) & 1])}


_enter(
    "count",
    "map(f).filter(p).count(), fused",
    lambda xs: (
        lambda xs: sum(1 for _ in filter(_ODD, map(_MORE, xs))),
        _counted_by_hand,
        lambda stream: stream.map(_MORE).filter(_ODD).count(),
        _held_to_count(xs),
    ),
)
_enter(
    "count-p",
    "map(f).count(p), fused",
    lambda xs: (
        lambda xs: sum(map(bool, map(_ODD, map(_MORE, xs)))),
        _counted_by_hand,
        lambda stream: stream.map(_MORE).count(_ODD),
        _held_to_count(xs),
    ),
)
_simple(
    "any",
    "map(f).any(p), in vain, fused",
    lambda xs: any(map(_NEGATIVE, map(_MORE, xs))),
    lambda xs: any(x + 1 < 0 for x in xs),
    lambda stream: stream.map(_MORE).any(_NEGATIVE),
)
_simple(
    "all",
    "map(f).all(p), fused",
    lambda xs: all(map(_SMALL, map(_MORE, xs))),
    lambda xs: all(x + 1 >= 0 for x in xs),
    lambda stream: stream.map(_MORE).all(_SMALL),
)
_simple(
    "min",
    "map(f).min(key), fused",
    lambda xs: min(map(_MORE, xs), key=_REST),
    _least,
    lambda stream: stream.map(_MORE).min(key=_REST),
)
_simple(
    "max",
    "map(f).max(key), fused",
    lambda xs: max(map(_MORE, xs), key=_TEXT),
    lambda xs: max([x + 1 for x in xs], key=_TEXT),
    lambda stream: stream.map(_MORE).max(key=_TEXT),
)
_simple(
    "fold",
    "map(f).fold(0, g), fused",
    lambda xs: reduce(_ADD, map(_MORE, xs), 0),
    _folded,
    lambda stream: stream.map(_MORE).fold(0, _ADD),
)
_simple(
    "for-each",
    "map(f).for_each(append), fused",
    _each,
    _each_by_hand,
    _each_by_method,
)
_simple(
    "to-dict",
    "map(f).to_dict(key, value), fused",
    lambda xs: {_TEXT(x): _MORE(x) for x in map(_MORE, xs)},
    lambda xs: {(y := x + 1) * 2: y + 1 for x in xs},
    lambda stream: stream.map(_MORE).to_dict(_TEXT, _MORE),
)
_simple(
    "to-set",
    "map(f).filter(p).to_set(), fused",
    lambda xs: set(filter(_ODD, map(_MORE, xs))),
    lambda xs: {y for x in xs if (y := x + 1) & 1},
    lambda stream: stream.map(_MORE).filter(_ODD).to_set(),
)


@row(
    SECTION,
    "a for loop over map, filter, map, fused",
    name="fuse-for-loop",
    size=_AS_PIPELINES,
)
def _(n: int) -> Contenders:
    xs = list(range(n))

    def chained(stream: Any) -> Any:
        return stream.map(_MORE).filter(_ODD).map(_TEXT)

    return {
        "itertools": lambda: _looped(map(_TEXT, filter(_ODD, map(_MORE, xs)))),
        "fused by hand": lambda: _looped(y * 2 for x in xs if (y := x + 1) & 1),
        "all in the loop itself": lambda: _looped_by_hand(xs),
        "rillet, fused": lambda: _looped(chained(Stream(xs).fuse())),
        "rillet": lambda: _looped(chained(Stream(xs))),
    }


def _looped(items: Any) -> int:
    total = 0
    for x in items:
        total += x
    return total


def _looped_by_hand(xs: Any) -> int:
    total = 0
    for x in xs:
        x += 1
        if x & 1:
            total += x * 2
    return total


# Pushed.


def _stepped(xs: Any, append: Any) -> None:
    """The closures by hand, a call for each function and for each step."""

    def last(x: int) -> None:
        append(_TEXT(x))

    def middle(x: int) -> None:
        if _ODD(x):
            last(x)

    def step(x: int) -> None:
        middle(_MORE(x))

    for x in xs:
        step(x)


def _one_step(xs: Any, append: Any) -> None:
    def step(x: int) -> None:
        x += 1
        if x & 1:
            append(x * 2)

    for x in xs:
        step(x)


def _filled(way: Callable[[Any, Any], Any], xs: Any) -> Callable[[], list[int]]:
    def contender() -> list[int]:
        out: list[int] = []
        way(xs, out.append)
        return out

    return contender


def _in_a_loop(xs: Any, append: Any) -> None:
    for x in map(_TEXT, filter(_ODD, map(_MORE, xs))):
        append(x)


def _sends(pipeline: Any) -> Any:
    def way(xs: Any, append: Any) -> None:
        with pipeline.push(append) as sink:
            send = sink.send
            for x in xs:
                send(x)

    return way


def _into(pipeline: Any) -> Any:
    return lambda xs, append: Stream(xs).into(pipeline.push(append))


@row(SECTION, "map, filter, map, pushed, fused", name="fuse-push")
def _(n: int) -> Contenders:
    xs = list(range(n))
    pipeline = op.map(_MORE) | op.filter(_ODD) | op.map(_TEXT)
    fused = pipeline | op.fuse()
    return {
        "itertools, pulled in a for loop": _filled(_in_a_loop, xs),
        "closures by hand": _filled(_stepped, xs),
        "fused by hand, one closure": _filled(_one_step, xs),
        "rillet, fused": _filled(_into(fused), xs),
        "rillet": _filled(_into(pipeline), xs),
        "rillet send, fused": _filled(_sends(fused), xs),
        "rillet send": _filled(_sends(pipeline), xs),
    }
