"""The same pipelines pushed: beside the pull, chains by hand, and the libraries that push."""

from __future__ import annotations

from collections.abc import Callable, Generator
from importlib import import_module
from itertools import tee
from queue import Queue
from threading import Thread
from typing import Any, TypeAlias

from benchmarks.functions import increase, is_odd, square
from benchmarks.peers import offered
from benchmarks.row import Contenders, row
from rillet import Stream, consumer, op

_SECTION = "Push: the same pipeline, driven from the other end"

Step: TypeAlias = Callable[[Any], object]
Chain: TypeAlias = Callable[[Step], Step]
"""By hand: from the step of what comes after, the step of an operation."""
Outs: TypeAlias = tuple[Any, Any, Any]
Drive: TypeAlias = Callable[[Any, Outs], None]
"""From a source into three targets."""


def _mapped(f: Callable[[Any], Any], emit: Step) -> Step:
    def step(item: Any) -> None:
        emit(f(item))

    return step


def _filtered(p: Callable[[Any], Any], emit: Step) -> Step:
    def step(item: Any) -> None:
        if p(item):
            emit(item)

    return step


def _in_pairs(emit: Step) -> Step:
    before = absent = object()

    def step(item: Any) -> None:
        nonlocal before
        previous, before = before, item
        if previous is not absent:
            emit((previous, item))

    return step


@consumer
def _maps(f: Callable[[Any], Any], target: Any) -> Generator[None, Any, None]:
    send = target.send
    while True:
        send(f((yield)))


@consumer
def _filters(p: Callable[[Any], Any], target: Any) -> Generator[None, Any, None]:
    send = target.send
    while True:
        item = yield
        if p(item):
            send(item)


@consumer
def _appends(out: list[Any]) -> Generator[None, Any, None]:
    append = out.append
    while True:
        append((yield))


def _pulled(make: Callable[[], Any]) -> Callable[[], list[Any]]:
    """A loop over what `make` makes, for it is a loop that a pushed chain takes the place of."""

    def contender() -> list[Any]:
        out: list[Any] = []
        append = out.append
        for item in make():
            append(item)
        return out

    return contender


def _into(xs: Any, pipeline: Any) -> Callable[[], list[Any]]:
    def contender() -> list[Any]:
        out: list[Any] = []
        Stream(xs).into(pipeline.push(out.append))
        return out

    return contender


def _sent(xs: Any, pipeline: Any) -> Callable[[], list[Any]]:
    def contender() -> list[Any]:
        out: list[Any] = []
        sink = pipeline.push(out.append)
        send = sink.send
        for x in xs:
            send(x)
        sink.close()
        return out

    return contender


def _stepped(xs: Any, make: Chain) -> Callable[[], list[Any]]:
    def contender() -> list[Any]:
        out: list[Any] = []
        step = make(out.append)
        for x in xs:
            step(x)
        return out

    return contender


def _subscribed(m: Any, xs: Any, *operators: Any) -> Callable[[], list[Any]]:
    def contender() -> list[Any]:
        out: list[Any] = []
        m.from_iterable(xs).pipe(*operators).subscribe(out.append)
        return out

    return contender


def _emitted(m: Any, xs: Any, lay: Callable[[Any], Any]) -> Callable[[], list[Any]]:
    def contender() -> list[Any]:
        out: list[Any] = []
        source = m.Stream()
        sink = lay(source).sink(out.append)
        for x in xs:
            source.emit(x)
        sink.destroy()  # streamz keeps it otherwise, and with it the list
        return out

    return contender


def _operators() -> Any:
    return import_module("reactivex.operators")


def _map_filter_map(emit: Step) -> Step:
    return _mapped(increase, _filtered(is_odd, _mapped(square, emit)))


def _generators_that_receive(xs: Any) -> Callable[[], list[Any]]:
    def contender() -> list[Any]:
        out: list[Any] = []
        chain = _maps(increase, _filters(is_odd, _maps(square, _appends(out))))
        send = chain.send
        for x in xs:
            send(x)
        return out

    return contender


def _peers_of_map_filter_map(xs: Any) -> Contenders:
    f, p, g = increase, is_odd, square

    def subscribed(m: Any) -> Callable[[], Any]:
        o = _operators()
        return _subscribed(m, xs, o.map(f), o.filter(p), o.map(g))

    return offered(
        reactivex=subscribed,
        streamz=lambda m: _emitted(m, xs, lambda source: source.map(f).filter(p).map(g)),
    )


@row(_SECTION, "map, filter, map, pushed", limit=1.3, rounds=25)
def push_map_filter_map(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = increase, is_odd, square
    pipeline = op.map(f) | op.filter(p) | op.map(g)

    def on_next(m: Any) -> Callable[[], Any]:
        o = _operators()

        def contender() -> list[Any]:
            out: list[Any] = []
            subject = m.Subject()
            subject.pipe(o.map(f), o.filter(p), o.map(g)).subscribe(out.append)
            send = subject.on_next
            for x in xs:
                send(x)
            subject.on_completed()
            return out

        return contender

    return {
        "pulled, in a for loop": _pulled(Stream(xs).map(f).filter(p).map(g).__iter__),
        "rillet into": _into(xs, pipeline),
        "rillet send": _sent(xs, pipeline),
        "closures by hand": _stepped(xs, _map_filter_map),
        "generators that receive": _generators_that_receive(xs),
        **_peers_of_map_filter_map(xs),
        **{f"{name}, a Subject": made for name, made in offered(reactivex=on_next).items()},
    }


@row(_SECTION, "map, filter, map over ten elements, building included", size=10, rounds=99)
def push_ten(n: int) -> Contenders:
    xs = list(range(n))
    f, p, g = increase, is_odd, square
    kept = op.map(f) | op.filter(p) | op.map(g)
    return {
        "pulled, in a for loop": _pulled(lambda: Stream(xs).map(f).filter(p).map(g)),
        "rillet into": lambda: _into(xs, op.map(f) | op.filter(p) | op.map(g))(),
        "rillet into, the pipeline kept": _into(xs, kept),
        "rillet send, the pipeline kept": _sent(xs, kept),
        "closures by hand": _stepped(xs, _map_filter_map),
        "generators that receive": _generators_that_receive(xs),
        **_peers_of_map_filter_map(xs),
    }


_F, _P, _G = increase, is_odd, square
THREE: tuple[tuple[Any, Chain, Callable[[Any], Any]], ...] = (
    (
        op.map(_F) | op.filter(_P),
        lambda emit: _mapped(_F, _filtered(_P, emit)),
        lambda xs: filter(_P, map(_F, xs)),
    ),
    (
        op.filter(_P) | op.map(_G),
        lambda emit: _filtered(_P, _mapped(_G, emit)),
        lambda xs: map(_G, filter(_P, xs)),
    ),
    (
        op.map(_F) | op.map(_G),
        lambda emit: _mapped(_F, _mapped(_G, emit)),
        lambda xs: map(_G, map(_F, xs)),
    ),
)
"""Three pipelines: ours, the closures by hand, and itertools."""


def _closures(xs: Any, outs: Outs) -> None:
    a, b, c = (make(out.append) for (_, make, _), out in zip(THREE, outs))
    for x in xs:
        a(x)
        b(x)
        c(x)


def _tees(xs: Any, outs: Outs) -> None:
    for (_, _, pull), part, out in zip(THREE, tee(xs, 3), outs):
        append = out.append
        for item in pull(part):
            append(item)


def _broadcast(xs: Any, outs: Outs) -> None:
    sinks = [pipeline.push(out.append) for (pipeline, _, _), out in zip(THREE, outs)]
    Stream(xs).broadcast(*sinks)


def _subscribed_three(m: Any) -> Drive:
    o = _operators()
    chains = [(o.map(_F), o.filter(_P)), (o.filter(_P), o.map(_G)), (o.map(_F), o.map(_G))]

    def drive(xs: Any, outs: Outs) -> None:
        source = m.Subject()
        for chain, out in zip(chains, outs):
            source.pipe(*chain).subscribe(out.append)
        m.from_iterable(xs).subscribe(source)

    return drive


def _emitted_three(m: Any) -> Drive:
    def drive(xs: Any, outs: Outs) -> None:
        source = m.Stream()
        laid = source.map(_F).filter(_P), source.filter(_P).map(_G), source.map(_F).map(_G)
        sinks = [each.sink(out.append) for each, out in zip(laid, outs)]
        for x in xs:
            source.emit(x)
        for sink in sinks:
            sink.destroy()

    return drive


BROADCASTS: dict[str, Drive] = {
    "closures by hand": _closures,
    "tee, one after another": _tees,
    "rillet": _broadcast,
    **offered(reactivex=_subscribed_three, streamz=_emitted_three),
}
"""One pass over a source, through three pipelines, into three lists."""


@row(_SECTION, "a broadcast to three pipelines", size=10_000)
def push_broadcast(n: int) -> Contenders:
    xs = list(range(n))
    return {name: _into_three_lists(xs, drive) for name, drive in BROADCASTS.items()}


def _into_three_lists(xs: Any, drive: Drive) -> Callable[[], Outs]:
    def contender() -> Outs:
        outs: Outs = ([], [], [])
        drive(xs, outs)
        return outs

    return contender


def _tuples(made: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(part) for part in made]


@row(_SECTION, "pairwise(), pushed", size=10_000, canonical=_tuples)
def push_pairwise(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "pulled, in a for loop": _pulled(Stream(xs).pairwise().__iter__),
        "rillet into": _into(xs, op.pairwise()),
        "rillet send": _sent(xs, op.pairwise()),
        "closure by hand": _stepped(xs, _in_pairs),
        **offered(
            reactivex=lambda m: _subscribed(m, xs, _operators().pairwise()),
            streamz=lambda m: _emitted(
                m, xs, lambda source: source.sliding_window(2, return_partial=False)
            ),
        ),
    }


@row(_SECTION, "batched(10), pushed", size=10_000, canonical=_tuples)
def push_batched(n: int) -> Contenders:
    xs = list(range(n))
    return {
        "pulled, in a for loop": _pulled(Stream(xs).batched(10).__iter__),
        "rillet into": _into(xs, op.batched(10)),
        "rillet send": _sent(xs, op.batched(10)),
        **offered(
            reactivex=lambda m: _subscribed(m, xs, _operators().buffer_with_count(10)),
        ),
    }


@row(_SECTION, "group_adjacent(key), pushed: runs of five", size=10_000)
def push_group_adjacent(n: int) -> Contenders:
    xs = list(range(n))
    key = (5).__rfloordiv__
    return {
        "pulled, in a for loop": _pulled(Stream(xs).group_adjacent(key).__iter__),
        "rillet into": _into(xs, op.group_adjacent(key)),
        "rillet send": _sent(xs, op.group_adjacent(key)),
    }


def _running_totals(items: Any) -> Any:
    """What a user wrote as a generator: it can only be pulled."""
    total = 0
    for item in items:
        total += item
        yield total


@row(_SECTION, "a function that can only be pulled, over the bridge", size=500)
def push_bridge(n: int) -> Contenders:
    xs = list(range(n))
    f = increase
    return {
        "pulled, in a for loop": _pulled(lambda: Stream(xs).map(f).pipe(_running_totals)),
        "rillet into, over the bridge": _into(xs, op.map(f) | _running_totals),
        "rillet into, an operation": _into(xs, op.map(f) | op.accumulate()),
    }


@row(_SECTION, "map, filter, map, for several threads", size=10_000)
def push_threads(n: int) -> Contenders:
    xs = list(range(n))
    pipeline = op.map(increase) | op.filter(is_odd) | op.map(square)

    def sent(cross: Callable[[Any], Any]) -> Callable[[], list[Any]]:
        def contender() -> list[Any]:
            out: list[Any] = []
            with cross(pipeline.push(out.append)) as sink:
                for x in xs:
                    sink.send(x)
            return out

        return contender

    return {
        "pulled, in a for loop": _pulled(
            Stream(xs).map(increase).filter(is_odd).map(square).__iter__
        ),
        "rillet send": sent(lambda sink: sink),
        "rillet send, locked": sent(lambda sink: sink.locked()),
        "rillet send, threaded": sent(lambda sink: sink.threaded()),
        "a queue and a thread by hand": lambda: _through_a_queue(xs),
    }


def _through_a_queue(xs: Any) -> list[Any]:
    queue: Queue[Any] = Queue(1000)
    out: list[Any] = []
    end = object()

    def run() -> None:
        step = _map_filter_map(out.append)
        while (item := queue.get()) is not end:
            step(item)

    thread = Thread(target=run)
    thread.start()
    for x in xs:
        queue.put(x)
    queue.put(end)
    thread.join()
    return out
