"""The note on an exception of a user's function: the operation, its place, and the element."""

from __future__ import annotations

import functools
import inspect
import operator
import pickle
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from calls import (
    CALLING_LAZY,
    CALLING_TERMINALS,
    NO_THREADS,
    PLAIN_TERMINALS,
    Function,
    Ints,
    needs_threads,
)

from rillet import (
    EmptyStreamError,
    Fold,
    Operation,
    Pipeline,
    Sink,
    Stream,
    StreamConsumedError,
    op,
    operation,
)
from rillet.folds import Count, Filtered, Group, Mapped, Max
from rillet.notes import functions_in

START = "rillet: raised in "


class Trouble(Exception):
    """What the functions of these tests raise."""


def parse(text: str) -> int:
    return int(text)


def fails_at_two(n: Any) -> int:
    if n == 2:
        raise Trouble(n)
    return int(n)


def noted(run: Callable[[], Any]) -> str:
    """The one note on what is raised, without its beginning; "" if there is none."""
    with pytest.raises(Exception) as caught:
        run()
    notes = [each for each in getattr(caught.value, "__notes__", []) if each.startswith(START)]
    assert len(notes) <= 1
    return notes[0].removeprefix(START) if notes else ""


STOPS_BEFORE = {
    *("first", "any", "all", "none", "consume, some", "one", "only", "is_empty", "all_equal"),
    *("is_sorted, reverse", "split_head", "split_head, of one pass", "peekable"),
}
TERMINALS = {name: call for name, call in PLAIN_TERMINALS.items() if name not in STOPS_BEFORE}
FEEDING: dict[str, Callable[[Ints], Any]] = {
    "to_list": lambda s: s.to_list(),
    "for_each": lambda s: s.for_each(id),
    "count_by": lambda s: s.count_by(repr),
    "nlargest": lambda s: s.nlargest(2, key=repr),
    "fold": lambda s: s.fold(0, lambda total, item: total),
    "pipe": lambda s: s | list,
    "into": lambda s: s.into(id),
    "pushed": lambda s: Stream(s._source).into(Pipeline(s._operations).push(id)),
    "sent": lambda s: send_all(Pipeline(s._operations).push(id), s._source),
}


PUSHED = [FEEDING["pushed"], FEEDING["sent"]]
NO_FUNCTION = {"flatten, generators", "of_type, a check"}
"""What calls a function that is no argument: a generator is an item, a check is in a class."""
NAMED = {name: call for name, call in CALLING_LAZY.items() if name not in NO_FUNCTION}


def send_all(sink: Sink[Any, Any], items: Any) -> None:
    for item in items:
        sink.send(item)
    sink.close()


@pytest.mark.parametrize("read", FEEDING.values(), ids=FEEDING)
@pytest.mark.parametrize("call", NAMED.values(), ids=NAMED)
def test_every_operation_is_named(
    call: Callable[[Ints, Function], Ints], read: Callable[[Ints], Any]
) -> None:
    s = call(Stream(range(6)), fails_at_two)
    if NO_THREADS and read in PUSHED and {"then"} & {each.name for each, _ in s._operations}:
        pytest.skip("no thread can be started")
    note = noted(lambda: read(s))
    texts = [each.text(argument, 0) for each, argument in s._operations]
    assert any(text.split("(")[0] in note for text in texts)
    assert f" of {len(texts)}" in note
    assert "called with " in note


NOTING = {name: call for name, call in TERMINALS.items() if name != "peekable"}
"""What a peekable iterator pulls, it pulls after the method."""


@pytest.mark.parametrize("call", NOTING.values(), ids=NOTING)
def test_every_terminal_notes(call: Callable[[Ints], Any]) -> None:
    s = Stream(range(2, 8)).take(5).map(fails_at_two)
    note = noted(lambda: call(s))
    assert note.startswith("map(fails_at_two), operation 2 of ")
    assert note.endswith(", called with n=2")


@pytest.mark.parametrize("name", CALLING_TERMINALS)
def test_a_terminals_own_function_is_named_as_its(name: str) -> None:
    note = noted(lambda: CALLING_TERMINALS[name](Stream(range(6)), fails_at_two))
    if name in ("print, to a writer", "write, to a writer") or "compares" in name:
        assert note == ""  # a method of what is given is no function that is given
    else:
        assert note.startswith(f"the terminal {name.split(',')[0]}(")


class TestTheWords:
    def test_name_the_operation_its_place_and_the_element(self) -> None:
        s = Stream(["1", "x"]).filter().map(parse).take(3)
        assert noted(s.to_list) == "map(parse), operation 2 of 3, called with text='x'"
        assert noted(s.sum) == "map(parse), operation 2 of 3, called with text='x'"
        assert noted(lambda: s[1]) == "map(parse), operation 2 of 3, called with text='x'"

    def test_stand_below_the_traceback_of_the_same_exception(self) -> None:
        error = Trouble("as it was")

        def f(item: object) -> None:
            raise error

        with pytest.raises(Trouble) as caught:
            Stream("a").map(f).to_list()
        assert caught.value is error
        assert error.args == ("as it was",)

    def test_name_the_arguments_of_a_function_of_several(self) -> None:
        s = Stream([1, 0])
        divided = s.accumulate(lambda total, item: total // item)
        assert noted(divided.to_list) == (
            "accumulate(<lambda>), operation 1 of 1, called with total=1, item=0"
        )
        assert noted(lambda: s.reduce(lambda a, b: a // b)) == (
            "the terminal reduce(<lambda>), called with a=1, b=0"
        )
        assert noted(s.enumerate().starmap(lambda place, n: 1 // n).to_list) == (
            "starmap(<lambda>), operation 2 of 2, called with place=1, n=0"
        )

    def test_name_all_places_of_a_function_that_stands_at_several(self) -> None:
        s = Stream(["x"]).map(parse).filter().map(parse)
        assert noted(s.to_list) == (
            "one of: map(parse), operation 1 of 3; map(parse), operation 3 of 3, "
            "called with text='x'"
        )
        for _ in range(7):
            s = s.map(parse)
        assert "operation 5 of 10; 5 more, called with text='x'" in noted(s.to_list)

    def test_name_a_stream_beside(self) -> None:
        beside = Stream("a").zip(Stream(["x"]).map(parse))
        assert noted(beside.to_list) == (
            "map(parse), operation 1 of 1, of a stream in zip(Stream(['x']).map(parse)), "
            "operation 1 of 1, called with text='x'"
        )

    def test_name_a_cached_stream_and_a_source(self) -> None:
        cached = Stream(["x"]).map(parse).cache().take(2)
        assert noted(cached.to_list) == (
            "map(parse), operation 1 of 1, of the stream that is cached, called with text='x'"
        )
        endless = Stream.iterate(parse, "x").take(2)  # type: ignore[arg-type]
        assert noted(endless.to_list) == (
            "the source Stream.iterate(parse, 'x'), called with text='x'"
        )

    def test_are_added_once(self) -> None:
        error = Trouble()

        def fail(item: Any) -> Any:
            raise error

        def inner(item: Any) -> Any:
            return Stream([item]).map(fail).to_list()

        note = noted(Stream("a").map(inner).to_list)
        assert note == "map(fail), operation 1 of 1, called with item='a'"
        assert noted(Stream("b").map(fail).to_list) == note
        assert error.__notes__ == [START + note]


class TestAFunction:
    def test_is_known_as_a_method_a_partial_an_object_or_behind_a_decorator(self) -> None:
        class Parser:
            def method(self, text: str) -> int:
                return int(text)

            def __call__(self, text: str) -> int:
                return int(text)

        class Row:
            def __init__(self, text: str) -> None:
                self.number = int(text)

        @functools.lru_cache
        def kept(text: str) -> int:
            return int(text)

        def both(base: int, text: str) -> int:
            return int(text, base)

        bound: Any
        for bound in (Parser().method, Parser(), Row, kept):
            assert noted(Stream(["x"]).map(bound).to_list).endswith(
                ", operation 1 of 1, called with text='x'"
            )
        assert noted(Stream(["x"]).map(functools.partial(both, 10)).to_list).endswith(
            ", operation 1 of 1, called with base=10, text='x'"
        )

    def test_that_has_changed_its_argument_hides_it(self) -> None:
        def changes(text: str) -> int:
            text = text.strip()
            return int(text)

        def deletes(text: str) -> int:
            number = text
            del text
            return int(number)

        def shares(text: str) -> int:
            def inner() -> None:
                nonlocal text
                text = ""

            inner()
            return int(text)

        for f in (changes, deletes, shares):
            assert noted(Stream(["x"]).map(f).to_list) == (f"map({f.__name__}), operation 1 of 1")

    def test_without_a_parameter_is_named_alone(self) -> None:
        def fail(*items: Any) -> Any:
            raise Trouble

        assert noted(Stream("a").map(fail).to_list) == "map(fail), operation 1 of 1"

    def test_of_an_item_whose_repr_fails_is_noted_all_the_same(self) -> None:
        class Broken:
            def __repr__(self) -> str:
                raise Trouble

        def fail(item: Broken) -> None:
            raise ValueError

        assert ", called with item=<" in noted(Stream([Broken()]).map(fail).to_list)

    def test_of_a_huge_item_has_a_short_note(self) -> None:
        assert len(noted(Stream([[*range(10**5)]]).map(parse).to_list)) < 200  # type: ignore[arg-type]

    def test_that_is_a_generator_is_named_where_it_raised_itself(self) -> None:
        def letters(word: str) -> Iterator[int]:
            for letter in word:
                yield int(letter)

        assert noted(Stream(["1x"]).flat_map(letters).to_list) == (
            "flat_map(letters), operation 1 of 1, called with word='1x'"
        )


class TestAFunctionInC:
    def test_is_named_where_nothing_else_can_be_meant(self) -> None:
        assert noted(Stream("1x").map(int).to_list) == "map(int), operation 1 of 1"
        assert noted(Stream("1x").filter().map(int).take(9).to_list) == (
            "map(int), operation 2 of 3"
        )
        assert noted(Stream(letter for letter in "1x").map(int).to_list) == (
            "map(int), operation 1 of 1"
        )
        assert noted(lambda: Stream("1x").group_by(int)) == "the terminal group_by(int)"
        assert noted(Stream("1x").tap(int).map(str).to_list) == "tap(int), operation 1 of 2"

    def test_is_one_of_several_otherwise(self) -> None:
        negated = Stream("1x").map(int).map(operator.neg)
        assert noted(negated.to_list) == (
            "one of: map(int), operation 1 of 2; map(neg), operation 2 of 2"
        )
        assert noted(Stream("1x").map(int).sum) == (
            "one of: map(int), operation 1 of 1; the terminal sum()"
        )
        assert noted(Stream(map(str, "1x")).map(int).to_list) == (
            "one of: map(int), operation 1 of 1; the source"
        )

    def test_is_sought_only_where_no_frame_stands_between(self) -> None:
        s = Stream("1x").map(str).tap(repr).map(int).tap(repr).map(str)
        assert noted(s.to_list) == "map(int), operation 3 of 5"
        assert noted(lambda: s.for_each(print)) == "map(int), operation 3 of 5"
        assert noted(s.count_by) == "map(int), operation 3 of 5"

    def test_is_sought_in_streams_beside(self) -> None:
        assert noted(Stream("a").zip(Stream("x").map(int)).to_list) == (
            "map(int), operation 1 of 1, of a stream in zip(Stream('x').map(int)), operation 1 of 1"
        )

    def test_may_be_the_operation_itself(self) -> None:
        assert noted(Stream([[1], 2]).flatten().to_list) == "flatten(), operation 1 of 1"  # type: ignore[list-item]
        assert noted(Stream([[]]).unique().to_list) == "unique(), operation 1 of 1"

    def test_is_not_that_of_a_terminal_which_asked_for_the_next_item(self) -> None:
        numbers = Stream("1x").map(int)
        assert noted(lambda: numbers.for_each(abs)) == "map(int), operation 1 of 1"

    def test_is_not_sought_in_the_items_of_an_argument(self) -> None:
        deep = functools.reduce(lambda inner, _: (inner,), range(9), (int,))
        assert [*functions_in((deep, [int] * 10**6, (abs,) * 10**6))] == [(abs, 0)] * 9
        numbers = Stream("1x").map(int).chain((deep, *[0] * 10**6))
        assert noted(numbers.to_list) == "map(int), operation 1 of 2"


def parsed_in_a_loop(items: Any) -> Iterator[int]:
    for item in items:
        yield int(item)


def parsed_by_another(items: Any) -> Iterator[int]:
    for item in items:
        yield parse(item)


def parsed_as_it_is_asked(items: Any) -> Iterator[int]:
    while True:
        yield int(next(items))


def parsed_in_a_generator_inside(items: Any) -> Iterator[int]:
    return (int(item) for item in items)


def parsed_at_once(items: Any) -> list[int]:
    numbers = []
    for item in items:
        numbers.append(int(item))  # noqa: PERF401  # the loop is what is looked at
    return numbers


def parsed_in_c(items: Any) -> Iterator[int]:
    return map(int, items)


class Parsed(Operation):
    @staticmethod
    def pull(argument: Any, items: Any) -> Iterator[int]:
        for item in items:
            yield int(item)


READERS: list[Callable[..., Any]] = [
    *(parsed_in_a_loop, parsed_by_another, parsed_as_it_is_asked, parsed_in_a_generator_inside),
    *(parsed_at_once, parsed_in_c),
]


def passed_on(items: Any) -> Iterator[Any]:
    for item in items:  # noqa: UP028  # the loop is what is looked at
        yield item


def passed_on_by_yield_from(items: Any) -> Iterator[Any]:
    yield from items


def passed_on_as_asked(items: Any) -> Iterator[Any]:
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        yield item


def passed_on_in_a_generator_inside(items: Any) -> Iterator[Any]:
    return (item for item in items)


PASSING: list[Callable[..., Any]] = [
    *(passed_on, passed_on_by_yield_from, passed_on_as_asked, passed_on_in_a_generator_inside),
    *(sorted, list),
]
SURE: list[Callable[..., Any]] = [passed_on, passed_on_by_yield_from]
MANY = ["1"] * 200
"""So many items, that CPython has made the loop quicker before one fails."""


class TestAnOperationOfTheUsers:
    @needs_threads
    @pytest.mark.parametrize("reader", READERS)
    def test_is_named_where_it_raises_itself(self, reader: Callable[..., Any]) -> None:
        s = Stream([*MANY, "x"])
        name = reader.__name__
        assert noted(s.filter().then(reader).to_list) == f"then({name}), operation 2 of 2"
        word: Any = operation(reader)
        assert noted(s.then(word()).to_tuple) == f"then({name}()), operation 1 of 1"
        pushed = (op.filter() | word()).push([].append)
        assert noted(lambda: s.into(pushed)) == f"then({name}()), operation 2 of 2"

    def test_is_named_in_its_full_form(self) -> None:
        assert noted(Stream("1x").then(Parsed()).to_list) == "then(Parsed()), operation 1 of 1"
        passed = Stream("1x").map(int).then(Parsed())
        assert noted(passed.to_list) == "map(int), operation 1 of 2"

    def test_is_named_with_the_element_that_a_function_inside_it_was_called_with(self) -> None:
        def parsed(items: Any) -> Iterator[int]:
            return map(lambda text: int(text), items)  # noqa: C417  # a function made inside

        assert noted(Stream("1x").then(parsed).to_list) == (
            "then(parsed), operation 1 of 1, called with text='x'"
        )

    @pytest.mark.parametrize("reader", PASSING)
    def test_is_not_named_where_an_exception_passes_through_it(
        self, reader: Callable[..., Any]
    ) -> None:
        def broken() -> Iterator[str]:
            yield from MANY
            raise Trouble

        note = "map(parse), operation 1 of 2, called with text='x'"
        word: Any = operation(reader)
        for last in (reader, word()):
            assert noted(Stream([*MANY, "x"]).map(parse).then(last).to_list) == note
            assert noted(Stream(broken()).then(last).to_list) == ""

    @pytest.mark.parametrize("reader", PASSING)
    def test_is_one_of_several_where_that_cannot_be_told(self, reader: Callable[..., Any]) -> None:
        note = noted(Stream([*MANY, "x"]).map(int).then(reader).to_list)
        if reader in SURE:
            assert note == "map(int), operation 1 of 2"
        else:
            assert note.startswith("one of: map(int), operation 1 of 2; then(")

    @needs_threads
    def test_is_named_in_a_program_that_is_pushed(self) -> None:
        program: Any = op.map(str) | parsed_by_another
        sink = program.push([].append)
        assert noted(lambda: Stream("1x").into(sink)) == "parsed_by_another, operation 2 of 2"

    def test_is_named_as_a_class_that_reads(self) -> None:
        class Rows:
            def __init__(self, items: Any) -> None:
                self.rows = [int(item) for item in items]

            def __iter__(self) -> Iterator[int]:
                return iter(self.rows)

        assert noted(Stream("1x").then(Rows).to_list) == "then(Rows), operation 1 of 1"
        assert noted(Stream("1x").map(int).then(Rows).to_list) == (
            "one of: map(int), operation 1 of 2; then(Rows), operation 2 of 2"
        )

    def test_is_not_named_for_the_loop_of_a_pipe(self) -> None:
        def total(items: Any) -> int:
            whole = 0
            for item in items:
                whole += item
            return whole

        assert noted(lambda: Stream("1x").map(int).pipe(total)) == "map(int), operation 1 of 1"
        assert noted(lambda: Stream("1x").map(str).pipe(total)) == "the terminal pipe(total)"


class TestAFold:
    @pytest.mark.parametrize(
        "fold",
        [
            *(Max(key=parse), Count(parse), Mapped(parse, Max()), Group(len, Max(key=parse))),
            Group(len, Filtered(bool, Count(parse))),
        ],
    )
    def test_has_functions_inside_that_are_named(self, fold: Any) -> None:
        s = Stream(["1", "x"])
        for note in (noted(lambda: s.aggregate(Count(), fold)), noted(lambda: s.into(fold))):
            assert note.startswith("the t")
            assert note.endswith(", called with text='x'")


class TestAPushChain:
    def test_knows_the_place(self) -> None:
        sink = (op.filter() | op.map(int)).push(print)
        assert noted(lambda: sink.send("x")) == "map(int), operation 2 of 2"
        sink = (op.filter() | op.map(parse) | op.map(parse)).push(print)
        assert noted(lambda: sink.send("x")) == (
            "map(parse), operation 2 of 3, called with text='x'"
        )

    def test_knows_it_at_the_end(self) -> None:
        sink = op.sorted(key=parse).push(print)
        sink.send("x")
        assert noted(sink.close) == "sorted(key=parse), operation 1 of 1, called with text='x'"

    def test_names_the_target(self) -> None:
        sink = op.map(str).push(parse)
        assert noted(lambda: sink.send("x")) == "the target parse, called with text='x'"
        sink = op.map(str).push(Fold(int, lambda total, text: total + int(text)))
        assert noted(lambda: sink.send("x")).endswith(", called with total=0, text='x'")

    def test_says_nothing_of_what_is_thrown_into_it(self) -> None:
        assert noted(lambda: op.map(parse).push(print).throw(Trouble())) == ""

    def test_says_nothing_of_an_error_that_the_items_raise(self) -> None:
        def broken() -> Iterator[str]:
            yield "1"
            raise Trouble

        assert noted(lambda: Stream(broken()).into(op.map(parse).push([].append))) == ""

    def test_has_noted_before_the_terminal_that_feeds_it(self) -> None:
        sink = (op.filter() | op.map(parse)).push([].append)
        assert noted(lambda: Stream("x").map(str).into(sink)) == (
            "map(parse), operation 2 of 2, called with text='x'"
        )


class TestNoNote:
    def test_is_made_in_a_for_loop(self) -> None:
        assert noted(lambda: [*Stream("x").map(parse)]) == ""

    @pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit])
    def test_is_made_for_what_is_no_exception(self, kind: type[BaseException]) -> None:
        def fail(item: Any) -> Any:
            raise kind

        for run in (Stream("x").map(fail).to_list, lambda: op.map(fail).push(print).send("x")):
            with pytest.raises(kind) as caught:
                run()
            assert not hasattr(caught.value, "__notes__")

    def test_is_made_for_an_error_of_the_library(self) -> None:
        assert noted(Stream("").map(parse).first) == ""
        assert noted(lambda: Stream("a").map(parse).nth(-1)) == ""
        assert noted(lambda: Stream("a").map(parse).nth("b")) == ""  # type: ignore[arg-type]
        assert noted(lambda: Stream("a").index("b")) == ""
        assert noted(lambda: Stream("a").map(str).batched(2, strict=True).to_list()) == ""
        assert noted(lambda: Stream("a").to_list(1)) == ""  # type: ignore[call-arg]
        assert noted(lambda: op.batched(2, strict=True).push(print).throw(ValueError())) == ""

    def test_is_made_for_an_error_of_the_source(self, tmp_path: Any) -> None:
        def broken() -> Iterator[str]:
            yield "1"
            raise Trouble

        assert noted(Stream(broken()).map(int).to_list) == ""
        assert noted(Stream.lines(tmp_path / "missing").map(int).to_list) == ""

    def test_is_made_where_the_exception_takes_none(self) -> None:
        class Closed(Exception):
            def add_note(self, note: str) -> None:
                raise Trouble

        def fail(item: Any) -> Any:
            raise Closed

        assert noted(Stream("x").map(fail).to_list) == ""
        assert noted(lambda: op.map(fail).push(print).send("x")) == ""

    def test_is_made_for_what_the_library_says_of_a_stream(self) -> None:
        once = Stream(iter("1")).map(parse)
        once.to_list()
        with pytest.raises(StreamConsumedError) as caught:
            once.to_list()
        assert not hasattr(caught.value, "__notes__")
        with pytest.raises(EmptyStreamError) as empty:
            Stream("").first()
        assert not hasattr(empty.value, "__notes__")


def test_an_exception_arrives_without_a_note_where_nothing_more_can_be_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rillet.notes", None)
    assert noted(Stream("x").map(parse).to_list) == ""


def test_a_generator_that_asks_for_an_item_is_not_taken_for_one_that_raised_before_it() -> None:
    triples: Any = Stream([0, 0]).map_accumulate(lambda a, b: (b, b, 0), 2).map(lambda x: x)
    with pytest.raises(ValueError, match="too many values to unpack") as caught:
        triples.mark_ends().to_list()
    (note,) = caught.value.__notes__
    assert note.startswith("rillet: raised in map_accumulate(")


def failing() -> Iterator[int]:
    raise Trouble
    yield 1


@pytest.mark.parametrize("fuse", [lambda s: s, lambda s: s.fuse()], ids=["pulled", "fused"])
@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.dedupe(abs),
        lambda s: s.map(lambda x: x).dedupe(abs),
        lambda s: s.mark_ends(),
        lambda s: s.group_adjacent(abs),
        lambda s: s.run_length(),
        lambda s: s.split_when(operator.lt),
        lambda s: s.map_accumulate(divmod, 1),
        lambda s: s.all_equal(abs),
    ],
)
def test_what_a_generator_raises_is_not_laid_at_an_operation_that_asks_it_for_the_first_item(
    call: Callable[[Ints], Any], fuse: Callable[[Any], Any]
) -> None:
    with pytest.raises(Trouble) as caught:
        made = call(fuse(Stream(failing())))
        made.to_list()
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize(
    "end",
    [
        lambda s: s.to_dict(lambda x: x, lambda x: x, on_duplicate="first"),
        lambda s: s.to_dict(lambda x: x),
        lambda s: s.to_dict(),
        lambda s: s.count_by(),
        lambda s: s.to_list(),
    ],
)
def test_a_fused_terminal_that_has_others_read_knows_the_operation(
    end: Callable[[Stream[Any]], Any],
) -> None:
    triples: Any = Stream([0, 0]).map_accumulate(triple, 2)
    for stream in (triples, triples.fuse()):
        with pytest.raises(ValueError, match="too many values to unpack") as caught:
            end(stream)
        (note,) = caught.value.__notes__
        assert note.startswith("rillet: raised in map_accumulate(")


@pytest.mark.parametrize("fuse", [lambda s: s, lambda s: s.fuse()], ids=["pulled", "fused"])
def test_a_call_that_is_refused_is_laid_at_the_operation(fuse: Callable[[Any], Any]) -> None:
    f: Any = lambda x, *, y=1: x  # noqa: E731
    stream = fuse(Stream([1, 2]).filter_map(f))
    assert stream.count(lambda x: x + 1) == 2
    f.__kwdefaults__ = None
    with pytest.raises(TypeError, match="missing 1 required keyword-only") as caught:
        stream.count(lambda x: x + 1)
    (note,) = caught.value.__notes__
    assert note.startswith("rillet: raised in filter_map(<lambda>)")


def no_argument() -> int:
    return 1


@pytest.mark.parametrize("fuse", [lambda s: s, lambda s: s.fuse()], ids=["pulled", "fused"])
@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda s: s.map(no_argument).to_list(), "map(no_argument), operation"),
        (lambda s: s.flat_map(lambda x: [x]).map(no_argument).to_list(), "map(no_argument), oper"),
        (lambda s: s.flat_map(lambda x: [x]).count(no_argument), "the terminal count(no_argument)"),
        (lambda s: s.flat_map(lambda x: [x]).group_by(no_argument), "the terminal group_by(no_ar"),
        (lambda s: s.map(str).accumulate(no_argument).last(), "accumulate(no_argument), operation"),
    ],
)
def test_a_function_that_takes_other_arguments_is_named_though_it_has_no_frame(
    call: Callable[[Any], Any], place: str, fuse: Callable[[Any], Any]
) -> None:
    with pytest.raises(TypeError, match=r"^no_argument\(\) takes 0 positional") as caught:
        call(fuse(Stream([1, 2])))
    (note,) = caught.value.__notes__
    assert note.startswith(f"rillet: raised in {place}")


@pytest.mark.pulled_only(reason="a loop knows where it stood")
@pytest.mark.parametrize(
    ("after", "more"),
    [
        (lambda s: s.of_type(int), "; of_type(int), operation 2 of 2"),
        (lambda s: s.of_type((int, str)), "operation 1 of 2"),
        (lambda s: s.without([3]), "; without([3]), operation 2 of 2"),
        (lambda s: s.without([3], key=abs), "operation 1 of 2"),
    ],
)
def test_an_operation_that_runs_in_c_hides_none_before_it(
    after: Callable[[Any], Stream[Any]], more: str
) -> None:
    with pytest.raises(TypeError) as caught:
        after(Stream("a").map(abs)).count(lambda x: True)
    (note,) = caught.value.__notes__
    assert "map(abs), operation 1 of 2" in note
    assert note.endswith(more)


def test_what_has_no_hash_is_laid_at_what_asks_for_it() -> None:
    with pytest.raises(TypeError, match="unhashable") as caught:
        Stream([[1]]).map(lambda x: x).without([3]).to_list()
    (note,) = caught.value.__notes__
    assert note == "rillet: raised in without([3]), operation 2 of 2"


def test_a_type_error_of_c_is_laid_at_no_function_that_was_not_refused() -> None:
    with pytest.raises(TypeError) as caught:
        Stream([1]).map(no_argument and abs).map(len).map(lambda x: x).to_list()
    (note,) = caught.value.__notes__
    assert note.startswith("rillet: raised in one of: map(abs), operation 1 of 3; map(len)")


def triple(*given: int) -> Any:
    return (*given, 0)


def stopping() -> Iterator[int]:
    yield 1
    raise StopIteration


@pytest.mark.parametrize("fuse", [lambda s: s, lambda s: s.fuse()], ids=["pulled", "fused"])
@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.map(abs),
        lambda s: s.accumulate(lambda a, b: b, initial=2),
        lambda s: s.map(abs).accumulate(lambda a, b: b).batched(2),
    ],
)
def test_a_stop_iteration_of_a_generator_that_is_read_is_not_laid_at_an_operation(
    call: Callable[[Ints], Stream[Any]], fuse: Callable[[Any], Any]
) -> None:
    with pytest.raises(RuntimeError, match="generator raised StopIteration") as caught:
        fuse(call(Stream(stopping()))).to_list()
    assert not hasattr(caught.value, "__notes__")


def test_a_deep_chain_names_its_place() -> None:
    s = Stream("x")
    for _ in range(500):
        s = s.map(str)
    s = s.map(parse)  # type: ignore[assignment]
    for _ in range(400):
        s = s.map(str)
    assert noted(s.to_list) == "map(parse), operation 501 of 901, called with text='x'"


def test_a_terminal_is_still_a_plain_function_of_the_class() -> None:
    assert inspect.isfunction(Stream.to_list)
    assert pickle.loads(pickle.dumps(Stream.to_dict)) is Stream.to_dict
    assert repr(Stream.to_list).startswith("<function Stream.to_list at ")
    assert [*inspect.signature(Stream.to_dict).parameters] == [
        "self", "key", "value", "on_duplicate",
    ]  # fmt: skip
    assert (Stream.count.__doc__ or "").startswith("Count the items")
    with pytest.raises(TypeError, match=r"^Stream\.to_list\(\) takes 1 positional argument"):
        Stream("a").to_list(1)  # type: ignore[call-arg]


class Unnotable(Exception):
    __notes__ = 5  # type: ignore[assignment]  # `add_note` refuses it

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize("beside", [Trouble, Unnotable])
@pytest.mark.parametrize(
    "run",
    [
        lambda s, close: s.to_list(),
        lambda s, close: s.count(bool),
        lambda s, close: s.into(op.map(same).push(same)),
        lambda s, close: Stream("a").into(op.map(unnotable).push(same)),
        lambda s, close: s.on_close(close).to_list(),
        lambda s, close: s.into(op.on_close(close).push(same)),
    ],
)
def test_an_error_that_takes_no_note_arrives_as_it_is(
    run: Callable[[Any, Any], Any], beside: type[Exception]
) -> None:
    def close() -> None:
        raise beside

    with pytest.raises(Unnotable):
        run(Stream("a").map(unnotable), close)


def test_what_cannot_be_shown_is_no_reason_to_lose_an_error() -> None:
    def close() -> None:
        raise Unnotable

    with pytest.raises(Trouble):
        Stream([2]).map(fails_at_two).on_close(close).to_list()


def same(item: Any) -> Any:
    return item


def unnotable(item: Any) -> Any:
    raise Unnotable
