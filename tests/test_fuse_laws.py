"""The laws of fuse: what is run fused does all that is pulled, and nothing else.

A run is a log: every item that comes out, every error, every call of a function that tells of it
and every item that is pulled of the source, in their order. The law is that two logs are the same.

Allowed to differ, and nothing else:
 - the truth of an operand of and/or/not in a function that answers a question may be asked once,
   where it is asked twice in a row as pulled (`only_repeats_are_missing`);
 - the frames in a traceback, and by how many operations a note counts them (`shown`);
 - a note does not tell the item of a function whose body stands in that of the one after it;
 - what the truth of an operand raises may have no note, nor what the source may have raised;
 - a note tells which it was, where as pulled it can only tell which ones it may have been;
 - a free variable that is empty may be told with a number after its name, if other functions have
   one of that name;
 - when a source is let go of, and `on_close` called, as long as it is by the time the pass is.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from expressions import Module, Quit, Trouble, Written, one_of, up_to
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from rillet import Stream, op
from rillet.folds import Count, Last, List, OrElse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOME = settings(max_examples=10 * settings().max_examples)
MORE = settings(max_examples=min(25 * settings().max_examples, 50_000))
"""500 by default, and 50,000 in the wide profile."""

RAISED = (Exception, Quit, GeneratorExit)

World = dict[str, Any]


# What is written in a log, and when two are the same.


class Log(list[Any]):
    """What happened in a run; it holds every error, so that no two have the same identity."""

    def told(self) -> list[Any]:
        """The log in words that can be compared with those of another world."""
        errors: list[BaseException] = []
        return [shown(entry, errors) for entry in list(self)]


def shown(value: Any, errors: list[BaseException], depth: int = 0) -> Any:
    """What can be seen of a value, down to what the functions and iterators in it give."""
    kind = type(value).__name__
    if depth > 6:
        return kind
    if isinstance(value, BaseException):
        return shown_error(value, errors, depth)
    if isinstance(value, (set, frozenset)):
        return kind, sorted(repr(shown(each, errors, depth + 1)) for each in value)
    if isinstance(value, dict):
        return kind, [shown(pair, errors, depth + 1) for pair in value.items()]
    if isinstance(value, (list, tuple)):
        return kind, [shown(each, errors, depth + 1) for each in value]
    if kind in ("function", "method"):
        return kind, value.__qualname__, value.__module__, called(value, errors, depth + 1)
    if hasattr(value, "__next__"):
        return kind, getattr(value, "__qualname__", ""), read(value, errors, depth + 1)
    if kind == "Couple":
        return kind, shown(value.both, errors, depth + 1)
    if kind in ("Box", "Truth"):
        return kind, shown(value.n, errors, depth + 1)
    if type(value).__repr__ is object.__repr__ or isinstance(value, type):
        return kind, getattr(value, "__name__", "")
    return kind, plain(repr(value))


def plain(text: str) -> str:
    """The text without addresses, and without the operation that a fused chain has more."""
    text = re.sub(r" at 0x[0-9a-fA-F]+|(?<=\.\.\.)[0-9a-fA-F]+(?=>)", "", text)
    text = re.sub(r"(free variable \\*'\w+?)_\d+(?=\\*')", r"\1", text)
    return re.sub(r"\.fuse\(\)|fuse\(\) \| | \| fuse\(\)|fuse\(\)", "", text)


def shown_error(error: BaseException, errors: list[BaseException], depth: int) -> Any:
    if error not in errors:
        errors.append(error)
    beside = [error.__cause__, error.__context__, getattr(error, "value", None)]
    return (
        "error",
        type(error).__name__,
        [each is error for each in errors].index(True),
        [shown(each, errors, depth + 1) for each in error.args],
        [shown(each, errors, depth + 3) for each in beside],
        error.__suppress_context__,
        re.sub(r"_\d+$", "", str(getattr(error, "name", None))),
        [
            re.sub(r"operations? (\d+)( and \d+)?( of \d+)?", "operation", plain(note))
            for note in getattr(error, "__notes__", ())
        ],
    )


def called(f: Any, errors: list[BaseException], depth: int) -> Any:
    try:
        return shown(f(), errors, depth)
    except RAISED as error:
        return shown(error, errors, depth)


def read(items: Iterator[Any], errors: list[BaseException], depth: int) -> Any:
    made: list[Any] = []
    try:
        for item in items:
            made.append(shown(item, errors, depth))
            if len(made) > 20:
                break
    except RAISED as error:
        made.append(shown(error, errors, depth))
    return made


def holds_less(entry: Any, other: Any) -> bool:
    """Whether a source was let go of sooner."""
    if not is_about(entry, "left open") or not is_about(other, "left open"):
        return False
    (_, held, closings), (_, held_too, closings_too) = entry[1], other[1]
    return int(held[1]) <= int(held_too[1]) and int(closings[1]) >= int(closings_too[1])


def is_about(entry: Any, what: str) -> bool:
    return bool(entry[0] == "tuple" and entry[1] and entry[1][0] == ("str", repr(what)))


def in_a_row(log: list[Any]) -> list[tuple[Any, int]]:
    """The entries, and how often each truth was asked before anything else was done."""
    counted: list[tuple[Any, int]] = []
    for entry, same in groupby(log):
        times = len([*same])
        counted += [(entry, times)] if is_about(entry, "truth") else [(entry, 1)] * times
    return counted


def agrees(entry: Any, other: Any, of_truths: frozenset[int]) -> bool:
    """Whether two entries are the same; a note may name fewer places and arguments.

    It may be missing where the other one does not know which place it was. Of an error that the
    truth of an operand has raised, either may be missing: the loop has a frame where C has none.
    """
    if entry == other or type(entry) is not type(other) or not isinstance(entry, (tuple, list)):
        return bool(entry == other)
    if is_error(entry) and is_error(other):
        notes, known, of_a_truth = entry[-1], other[-1], entry[2] in of_truths
        told = len(notes) == len(known) and all(map(is_one_of, notes, known))
        lacks = not notes and (of_a_truth or all("in one of" in note for note in known))
        more = not known and of_a_truth
        return (told or lacks or more) and agrees([*entry[:-1]], [*other[:-1]], of_truths)
    inside = (agrees(a, b, of_truths) for a, b in zip(entry, other))
    return len(entry) == len(other) and all(inside)


def is_error(entry: Any) -> bool:
    return isinstance(entry, tuple) and entry[:1] == ("error",)


def errors_in(entry: Any) -> set[int]:
    """The numbers of the errors in an entry."""
    if not isinstance(entry, (tuple, list)):
        return set()
    return set({entry[2]} if is_error(entry) else ()).union(*map(errors_in, entry))


def after_truths(log: list[tuple[Any, int]]) -> frozenset[int]:
    """The errors that came when nothing was done since a truth was asked."""
    numbers = (errors_in(entry) for (before, _), (entry, _) in pairwise(log) if is_truth(before))
    return frozenset(set().union(*numbers))


def is_truth(entry: Any) -> bool:
    return is_about(entry, "truth")


def is_one_of(note: str, known: str) -> bool:
    start, _, places = known.partition("one of: ")
    told = note.removeprefix(start).removeprefix("one of: ").split("; ")
    if note == known or (note.startswith(start) and {*told} <= {*places.split("; ")}):
        return True
    (text, _, told), (known_text, _, all_told) = (
        each.partition(", called with ") for each in (note, known)
    )
    return text == known_text and {*told.split(", ")} <= {"", *all_told.split(", ")}


def only_repeats_are_missing(log: list[Any], known: list[Any]) -> bool:
    """Whether a log is the known one, but for truths asked once where it was twice in a row."""
    ours, theirs = in_a_row(log), in_a_row(known)
    of_truths = after_truths(ours)
    return len(ours) == len(theirs) and all(
        (agrees(entry, other, of_truths) and (n == m or (n < m and is_truth(entry))))
        or (n == m and holds_less(entry, other))
        for (entry, n), (other, m) in zip(ours, theirs)
    )


def assert_same(fused: list[Any], pulled: list[Any], about: object) -> None:
    if not only_repeats_are_missing(fused, pulled):
        place = next((k for k, (a, b) in enumerate(zip(fused, pulled)) if a != b), len(fused))
        near = slice(max(0, place - 3), place + 3)
        raise AssertionError(
            f"{about!r}\nat entry {place}\n fused  …{fused[near]}\n pulled …{pulled[near]}"
        )


# Sources, which tell what is pulled of them.


@dataclass(frozen=True)
class Source:
    """A source that is made anew in every world: of some kind, and where it raises what."""

    kind: str
    items: list[Any]
    place: int | None = None
    raised: str = "trouble"

    def made(self, world: World) -> Any:
        return getattr(self, "_" + self.kind)(world)

    def _list(self, world: World) -> Any:
        return list(self.items)

    def _tuple(self, world: World) -> Any:
        return tuple(self.items)

    def _range(self, world: World) -> Any:
        return range(len(self.items))

    def _one_shot(self, world: World) -> Any:
        return iter(Opened(self, world))

    def _opened(self, world: World) -> Any:
        return Opened(self, world)

    def _goes_on(self, world: World) -> Any:
        return GoesOn(self, world)

    def _counting(self, world: World) -> Any:
        return Stream.count_from(-1).take(len(self.items))

    def _iterate(self, world: World) -> Any:
        return Stream.iterate(world["plus"], 0).take(len(self.items))

    def _truths(self, world: World) -> Any:
        return [world["Truth"](n) for n in range(len(self.items))]

    def error(self, world: World) -> BaseException:
        if self.raised == "stop":
            return StopIteration("of the source")
        return Quit("of the source") if self.raised == "quit" else world["trouble"]  # type: ignore[no-any-return]


class Opened:
    """A source that can be read again, by generators which tell of what is pulled and let go."""

    def __init__(self, source: Source, world: World) -> None:
        self.source = source
        self.world = world

    def __iter__(self) -> Iterator[Any]:
        log, source = self.world["log"], self.source
        self.world["opened"] += 1
        try:
            for place, item in enumerate(source.items):
                log.append(("pulled", place))
                if place == source.place:
                    raise source.error(self.world)
                yield item
            log.append(("asked at the end",))
        finally:
            self.world["closed"] += 1


class GoesOn:
    """An iterator that goes on after its error."""

    def __init__(self, source: Source, world: World) -> None:
        self.source = source
        self.world = world
        self.place = -1

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.place += 1
        self.world["log"].append(("pulled", self.place))
        if self.place == self.source.place:
            raise self.source.error(self.world)
        if self.place >= len(self.source.items):
            raise StopIteration
        return self.source.items[self.place]


@st.composite
def sources(draw: st.DrawFn) -> Source:
    kind = draw(one_of(KINDS))
    item = [st.integers(0, 4), st.integers(-2, 9), odd_items][draw(one_of((0, 0, 0, 1, 1, 2)))]
    length = draw(one_of((5, 6, 4, 7, 3, 5, 2, 6, 1, 4, 0)))
    items = draw(st.lists(item, min_size=length, max_size=length))
    place = draw(up_to(6)) if draw(up_to(4)) == 4 else None
    raised = draw(one_of(("trouble", "trouble", "stop", "quit")))
    return Source(kind, items, place, raised)


LENGTHS = {3: (2, 1, 3, 2, 0), 4: (2, 3, 4, 1), 5: (3, 2, 4, 5, 3, 2, 1)}
KINDS = (
    *("list", "list", "opened", "opened", "opened", "one_shot", "goes_on", "tuple", "range"),
    *("counting", "iterate", "truths"),
)
odd_items = st.sampled_from([1, 2, 3, None, "a", 2.5, True, (1, 2), [3, 4], 0])


# Chains of calls, with functions of the module.


@dataclass(frozen=True)
class Named:
    """An argument that is a function of the module."""

    name: str

    def made(self, world: World) -> Any:
        return world[self.name]


@dataclass(frozen=True)
class Given:
    """An argument that is none."""

    value: Any

    def made(self, world: World) -> Any:
        return self.value


@dataclass(frozen=True)
class Call:
    """A method, its arguments and its options."""

    method: str
    arguments: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)

    def on(self, stream: Any, world: World) -> Any:
        arguments = [each.made(world) for each in self.arguments]
        options = {name: each.made(world) for name, each in self.options.items()}
        return getattr(stream, self.method)(*arguments, **options)

    def watched(self, place: int) -> Call:
        """The call with functions that tell when it was this operation that raised."""
        return Call(
            self.method,
            tuple(Watched(each, place) for each in self.arguments),
            {name: Watched(each, place) for name, each in self.options.items()},
        )

    def __repr__(self) -> str:
        given = [*map(_brief, self.arguments)]
        given += [f"{name}={_brief(each)}" for name, each in self.options.items()]
        return f".{self.method}({', '.join(given)})"


def _brief(argument: Any) -> str:
    if isinstance(argument, Source):
        return repr(argument)
    return str(getattr(argument, "name", getattr(argument, "value", argument)))


@dataclass(frozen=True)
class Watched:
    """A function that notes which operation its error came from, where it is one."""

    argument: Any
    place: int

    def made(self, world: World) -> Any:
        value = self.argument.made(world)
        if not isinstance(self.argument, Named):
            return value
        blamed, place = world["blamed"], self.place

        def watching(*args: Any, **options: Any) -> Any:
            try:
                return value(*args, **options)
            except BaseException as error:
                blamed.append((error, place))
                raise

        return watching


ALL = "nps"
OPERATIONS: list[tuple[str, str, tuple[str, ...], dict[str, str], str]] = [
    ("n", "map", ("n>n",), {}, "n"),
    ("n", "filter", ("n>t",), {}, "n"),
    ("nps", "map", ("k>n",), {}, "n"),
    ("nps", "map", ("k>n",), {}, "n"),
    ("nps", "filter", ("k>t",), {}, "k"),
    ("nps", "filter", ("k>t",), {}, "k"),
    ("nps", "filter", (), {}, "k"),
    ("nps", "filterfalse", ("k>t",), {}, "k"),
    ("nps", "filterfalse", ("k>t",), {}, "k"),
    ("nps", "filterfalse", (), {}, "k"),
    ("nps", "not_none", (), {}, "k"),
    ("nps", "filter_map", ("k>m",), {}, "n"),
    ("nps", "filter_map", ("k>m",), {}, "n"),
    ("ps", "starmap", ("nn>n",), {}, "n"),
    ("p", "starmap", ("nn>n",), {}, "n"),
    ("p", "starmap", ("nn>p",), {}, "p"),
    ("n", "enumerate", (), {}, "p"),
    ("n", "enumerate", ("#",), {}, "p"),
    ("n", "zip", ("o",), {}, "p"),
    ("n", "map", ("nn>n", "o"), {}, "n"),
    ("n", "accumulate", ("nn>n",), {}, "n"),
    ("n", "accumulate", ("nn>n",), {}, "n"),
    ("n", "accumulate", ("nn>n",), {"initial": "#"}, "n"),
    ("n", "accumulate", ("nn>n",), {"initial": "None"}, "n"),
    ("n", "accumulate", (), {}, "n"),
    ("n", "map_accumulate", ("nn>p", "#"), {}, "n"),
    ("nps", "takewhile", ("k>t",), {}, "k"),
    ("nps", "dropwhile", ("k>t",), {}, "k"),
    ("nps", "takewhile_inclusive", ("k>t",), {}, "k"),
    ("nps", "flat_map", ("k>s",), {}, "n"),
    ("nps", "flat_map", ("k>s",), {}, "n"),
    ("nps", "flat_map", ("k>s",), {}, "n"),
    ("ps", "flatten", (), {}, "n"),
    ("nps", "tap", ("k>a",), {}, "k"),
    ("nps", "tap", ("k>n",), {}, "k"),
    ("nps", "tee_to", ("k>n",), {}, "k"),
    ("n", "pairwise", (), {}, "p"),
    ("p", "pluck", ("0",), {}, "n"),
    ("p", "pluck", ("1", "0"), {}, "p"),
    ("p", "map_values", ("n>n",), {}, "p"),
    ("p", "map_values", ("n>n",), {}, "p"),
    ("p", "map_keys", ("n>n",), {}, "p"),
    ("p", "swap", (), {}, "p"),
    ("nps", "map", ("k>p",), {}, "p"),
    ("nps", "map", ("k>s",), {}, "s"),
    ("nps", "map", ("k>a",), {}, "n"),
    ("n", "attr", ("'real'",), {}, "n"),
    ("nps", "take", ("#",), {}, "k"),
    ("nps", "take", ("#",), {}, "k"),
    ("nps", "drop", ("#",), {}, "k"),
    ("n", "batched", ("2",), {}, "s"),
    ("n", "windowed", ("2",), {}, "s"),
    ("n", "lag", (), {}, "p"),
    ("n", "lead", (), {}, "p"),
    ("nps", "chain", ("o",), {}, "k"),
    ("nps", "append", ("1",), {}, "k"),
    ("nps", "prepend", ("1",), {}, "k"),
    ("nps", "sorted", (), {}, "k"),
    ("nps", "sorted", (), {"key": "k>n"}, "k"),
    ("nps", "reversed", (), {}, "k"),
    ("nps", "unique", (), {"key": "k>n"}, "k"),
    ("n", "unique", (), {}, "n"),
    ("nps", "dedupe", ("k>n",), {}, "k"),
    ("n", "split_when", ("nn>t",), {}, "s"),
    ("n", "split_at", ("n>t",), {}, "s"),
    ("nps", "compress", ("o",), {}, "k"),
    ("nps", "of_type", ("int",), {}, "k"),
    ("n", "interleave", ("o",), {}, "n"),
    ("nps", "try_map", ("k>n", "Trouble"), {}, "n"),
    ("nps", "locate", ("k>t",), {}, "n"),
    ("nps", "repeat_each", ("2",), {}, "k"),
    ("nps", "padded", ("#",), {}, "k"),
    ("nps", "on_close", ("closing",), {}, "k"),
    ("nps", "mark_ends", (), {}, "k"),
]
ALWAYS = {"take": "#", "drop": "#"}

TERMINALS: list[tuple[str, str, tuple[str, ...], dict[str, str]]] = [
    ("nps", "to_list", (), {}),
    ("nps", "to_list", (), {}),
    ("nps", "to_tuple", (), {}),
    ("np", "to_set", (), {}),
    ("nps", "collect", ("list",), {}),
    ("n", "sum", (), {}),
    ("n", "sum", ("#",), {}),
    ("n", "prod", (), {}),
    ("n", "mean", (), {}),
    ("nps", "count", (), {}),
    ("nps", "count", ("k>t",), {}),
    ("nps", "any", (), {}),
    ("nps", "any", ("k>t",), {}),
    ("nps", "all", (), {}),
    ("nps", "all", ("k>t",), {}),
    ("nps", "none", ("k>t",), {}),
    ("nps", "min", (), {"default": "#"}),
    ("nps", "min", (), {"key": "k>n"}),
    ("nps", "max", (), {"key": "k>n", "default": "#"}),
    ("nps", "minmax", (), {"key": "k>n"}),
    ("nps", "minmax", (), {"key": "k>n", "default": "#"}),
    ("n", "minmax", (), {}),
    ("n", "reduce", ("nn>n",), {}),
    ("n", "reduce", ("nn>n",), {"default": "#"}),
    ("n", "fold", ("#", "nn>n"), {}),
    ("n", "fold", ("#", "nn>n"), {}),
    ("n", "fold_while", ("#", "nn>n"), {}),
    ("nps", "for_each", ("k>a",), {}),
    ("nps", "for_each", ("k>n",), {}),
    ("p", "to_dict", (), {}),
    ("nps", "to_dict", ("k>n",), {}),
    ("nps", "to_dict", ("k>n", "k>n"), {}),
    ("nps", "to_dict", ("k>n", "k>n"), {"on_duplicate": "'first'"}),
    ("nps", "to_dict", ("k>n",), {"on_duplicate": "'raise'"}),
    ("nps", "group_by", ("k>n",), {}),
    ("nps", "group_by", ("k>n", "k>n"), {}),
    ("n", "count_by", (), {}),
    ("nps", "count_by", ("k>n",), {}),
    ("nps", "partition", ("k>t",), {}),
    ("nps", "find", ("k>t",), {}),
    ("nps", "find", ("k>t",), {"default": "#"}),
    ("nps", "first", (), {}),
    ("nps", "first", (), {"default": "#"}),
    ("nps", "last", (), {}),
    ("nps", "nth", ("#",), {}),
    ("nps", "consume", (), {}),
    ("nps", "consume", ("#",), {}),
    ("nps", "aggregate", ("fold", "fold"), {}),
    ("nps", "aggregate_by", ("k>n", "fold"), {}),
    ("nps", "all_unique", ("k>n",), {}),
    ("nps", "all_equal", ("k>n",), {}),
    ("nps", "is_sorted", ("k>n",), {}),
    ("nps", "nlargest", ("2",), {"key": "k>n"}),
    ("n", "top", ("#",), {}),
    ("nps", "index", ("2",), {}),
    ("nps", "__contains__", ("2",), {}),
    ("nps", "into", ("k>n",), {}),
    ("nps", "is_empty", (), {}),
    ("p", "unzip", (), {}),
    ("nps", "one", (), {}),
]
VALUES = {"None": None, "'real'": "real", "int": int, "list": list, "Trouble": Trouble}
VALUES |= {"'first'": "first", "'raise'": "raise", "0": 0, "1": 1, "2": 2}
FOLDS = (Count(), List(), OrElse(Last(), None))


class Writer:
    """It chooses calls, and writes their functions into a module."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.module = Module(draw)

    def operation(self, kind: str) -> tuple[Call, str]:
        calling = self.draw(up_to(3)) != 3
        fitting = tuple(
            k
            for k, (needs, _, arguments, options, _) in enumerate(OPERATIONS)
            if kind in needs and (not calling or ">" in f"{arguments}{options}")
        )
        _, method, arguments, options, gives = OPERATIONS[self.draw(one_of(fitting))]
        return self._call(method, arguments, options, kind), gives.replace("k", kind)

    def terminal(self, kind: str) -> Call:
        fitting = tuple(k for k, each in enumerate(TERMINALS) if kind in each[0])
        _, method, arguments, options = TERMINALS[self.draw(one_of(fitting))]
        return self._call(method, arguments, options, kind)

    def _call(self, method: str, arguments: Any, options: Any, kind: str) -> Call:
        given = tuple(self._argument(each, kind) for each in arguments)
        return Call(method, given, {n: self._argument(v, kind) for n, v in options.items()})

    def _argument(self, what: str, kind: str) -> Any:
        if ">" in what:
            signature = what.replace("k", kind)
            known = self.module.signatures.get(signature)
            if known and self.draw(up_to(9)) == 9:  # the same function once more
                return Named(known)
            return Named(self.module.function(signature))
        if what == "#":
            return Given(self.draw(one_of((2, 3, 1, 4, 2, 3, 1, 5, 0))))
        if what == "closing":
            return Named(what)
        if what == "o":
            items = self.draw(st.lists(up_to(4), min_size=3, max_size=6))
            return Source(self.draw(one_of(("list", "one_shot", "opened"))), items)
        return Given(self.draw(one_of(FOLDS))) if what == "fold" else Given(VALUES[what])


@dataclass(frozen=True)
class Chain:
    """A source, the calls over it, where it is fused, and the terminal after them."""

    text: str
    stale: bool
    again: bool
    source: Source
    calls: list[Call]
    fused_at: int
    terminal: Call | None
    reads: tuple[int, ...]

    def stream(self, world: World, *, fused: bool, watched: bool = False) -> Stream[Any]:
        stream: Any = Stream(self.source.made(world))
        for place, call in enumerate(self.calls):
            if fused and place == self.fused_at:
                stream = stream.fuse()
            stream = (call.watched(place) if watched else call).on(stream, world)
        return stream.fuse() if fused else stream  # type: ignore[no-any-return]

    def pipeline(self, world: World, *, fused: bool) -> Any:
        made: Any = None
        for place, call in enumerate(self.calls):
            if fused and place == self.fused_at:
                made = op.fuse() if made is None else made | op.fuse()
            laid = call.on(op, world)
            made = laid if made is None else made | laid
        return made | op.fuse() if fused else made

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("as above")

    def __repr__(self) -> str:
        from expressions import PRELUDE

        ending = "" if self.terminal is None else repr(self.terminal)
        return (
            f"{self.text.replace(PRELUDE, '')}\nStream({self.source})"
            f"{''.join(map(repr, self.calls))}{ending}  # fused at {self.fused_at}, {self.reads}"
        )


@st.composite
def chains(draw: st.DrawFn, *, longest: int = 5, ends: bool = False, one: bool = False) -> Chain:
    source = draw(sources())
    writer = Writer(draw)
    kind, calls = "n", []
    for _ in range(1 if one else draw(one_of(LENGTHS[longest]))):
        call, kind = writer.operation(kind)
        calls.append(call)
    terminal = writer.terminal(kind) if ends else None
    fused_at = draw(up_to(len(calls)))
    reads = tuple(draw(st.lists(up_to(9), max_size=3))) if not ends else ()
    module = writer.module
    again = draw(up_to(2)) == 2
    return Chain(module.text, module.stale, again, source, calls, fused_at, terminal, reads)


# Runs.


def new_world(written: Written, variant: int = 0) -> World:
    world = written.world(variant)
    world["log"] = Log(world["log"])
    world.update(opened=0, closed=0, blamed=[])
    return world


def runs(chain: Chain, run: Callable[[World, bool], None]) -> tuple[list[Any], list[Any]]:
    """The logs of what is run fused and not; some of it twice, with other cells and defaults."""
    written = Written(chain.text, stale=chain.stale)
    sys.modules[written.name] = written  # type: ignore[assignment]
    try:
        refused(lambda: chain.stream(new_world(written), fused=False))
        logs: dict[bool, list[Any]] = {False: [], True: []}
        for variant in range(1 + chain.again):
            for fused in (False, True):
                world = new_world(written, variant)
                run(world, fused)
                logs[fused] += world["log"].told()
        return logs[True], logs[False]
    finally:
        del sys.modules[written.name]
        written.forget()


def refused(build: Callable[[], object]) -> None:
    """Leave out what is refused when it is built."""
    try:
        build()
    except Exception:
        reject()


def left_open(world: World) -> Any:
    """How many sources are still held, and how often an `on_close` was called."""
    return "left open", world["opened"] - world["closed"], len(world["closings"])


class Reading:
    """One pass, an item at a time, which goes on after an error where plans.md says so."""

    def __init__(self, chain: Chain, world: World, goes_on: list[bool], stream: Any) -> None:
        self.chain, self.world, self.goes_on = chain, world, goes_on
        self.log = world["log"]
        self.over = False
        try:
            self.items = iter(stream)
        except RAISED as error:
            self.log.append(("at once", error))
            self.over = True

    def step(self) -> None:
        if self.over:
            return
        self.log.append(("next",))
        try:
            self.log.append(("out", next(self.items)))
        except StopIteration:
            self.log.append(("end",))
            self.over = True
        except RAISED as error:
            self.log.append(("raised", error))
            self.over = not self.goes_on_after(error)

    def goes_on_after(self, error: BaseException) -> bool:
        """What the pulled pass decides, by the operation that raised; the fused one follows."""
        survive = [operation.survives for operation, _ in self.stream_operations]
        blamed = [place for known, place in self.world["blamed"] if known is error]
        return all(survive[blamed[-1] if blamed else 0 :])

    stream_operations: Any = ()

    def let_go(self) -> None:
        self.over = True
        self.items: Any = None
        self.log.append(left_open(self.world))


class Following(Reading):
    """A pass that goes on where another did."""

    def goes_on_after(self, error: BaseException) -> bool:
        return self.goes_on.pop(0) if self.goes_on else False


class Leading(Reading):
    """A pass that another follows."""

    def goes_on_after(self, error: BaseException) -> bool:
        answer = super().goes_on_after(error)
        self.goes_on.append(answer)
        return answer


def it_reads_the_same(chain: Chain) -> None:
    """Two passes, read by turns, and a third after them."""
    decided: list[list[bool]] = [[], [], []]

    def run(world: World, fused: bool) -> None:
        stream = chain.stream(world, fused=fused, watched=not fused)
        operations = [(o, a) for o, a in stream._operations if o.name != "fuse"]
        lead = Following if fused else Leading

        def reading(number: int) -> Reading:
            made = lead(chain, world, decided[number], stream)
            made.stream_operations = operations
            return made

        first = reading(0)
        passes = [first]
        if chain.reads:
            for _ in range(chain.reads[0]):
                first.step()
            if len(chain.reads) > 1:
                second = reading(1)
                passes.append(second)
                for _ in range(chain.reads[1]):
                    second.step()
                    first.step()
                second.let_go()
            if len(chain.reads) > 2:
                first.let_go()
        while not first.over and len(world["log"]) < 400:
            first.step()
        first.let_go()
        third = reading(2)
        while not third.over and len(world["log"]) < 800:
            third.step()
        third.let_go()

    assert_same(*runs(chain, run), chain)


def it_answers_the_same(chain: Chain) -> None:
    """A terminal, twice."""
    assert chain.terminal is not None
    terminal = chain.terminal

    def run(world: World, fused: bool) -> None:
        log = world["log"]
        stream = chain.stream(world, fused=fused)
        for _ in range(2):
            try:
                log.append(("answer", terminal.on(stream, world)))
            except RAISED as error:
                log.append(("raised", error))
            log.append(left_open(world))

    assert_same(*runs(chain, run), chain)


def it_is_pushed_the_same(chain: Chain) -> None:
    """Every item of the source is sent, and the sink closed."""
    items = chain.source.items

    def run(world: World, fused: bool) -> None:
        log = world["log"]
        pipeline = chain.pipeline(world, fused=fused)
        for _ in range(2):
            try:
                sink = pipeline.push(lambda item: log.append(("out", item)))
            except RAISED as error:
                log.append(("at once", error))
                continue
            for item in items:
                tried(log, lambda: sink.send(item))  # noqa: B023
                log.append((sink.done, sink.closed, len(world["closings"])))
            tried(log, sink.close)
            log.append(left_open(world))

    assert_same(*runs(chain, run), chain)


def tried(log: Log, act: Callable[[], Any]) -> None:
    try:
        log.append(("answer", act()))
    except RAISED as error:
        log.append(("raised", error))


@MORE
@given(chain=chains())
def test_a_chain_reads_the_same_fused(chain: Chain) -> None:
    it_reads_the_same(chain)


@SOME
@given(chain=chains(one=True))
def test_an_operation_alone_reads_the_same_fused(chain: Chain) -> None:
    it_reads_the_same(chain)


@MORE
@given(chain=chains(longest=3, ends=True))
def test_a_terminal_answers_the_same_fused(chain: Chain) -> None:
    it_answers_the_same(chain)


@SOME
@given(chain=chains(longest=4).filter(lambda chain: chain.calls))
def test_a_chain_is_pushed_the_same_fused(chain: Chain) -> None:
    it_is_pushed_the_same(chain)
