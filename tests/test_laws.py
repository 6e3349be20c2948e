"""The laws: every operation alone, and random chains of up to six, against plain references.

A law is a function of a plan. To add an operation is to add its line to `strategies`.
"""

from __future__ import annotations

import ast
import io
import itertools
import math
import pickle
import sys
from bisect import bisect
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import references
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    HASHABLE,
    OPERATIONS,
    SOURCES,
    TERMINALS,
    Call,
    Hostile,
    Line,
    Plan,
    counts,
    expected,
    grown,
    hashables,
    is_short,
    kind,
    length,
    numbers,
    odd_values,
    plans,
    remainder,
    row,
    sizes,
    values,
)

from rillet import Err, Ok, Stream, StreamConsumedError, op
from rillet.operations.operation import Generated, Operation
from rillet.operations.own import Word
from rillet.plan import bounds_of, known_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WIDE = settings(max_examples=2 * settings().max_examples)
WIDER = settings(max_examples=15 * settings().max_examples)
MANY = settings(max_examples=min(100 * settings().max_examples, 100_000))
"""2,000 by default, and 100,000 in the wide profile."""

ANY_ITEMS = st.lists(values, max_size=8)

each_operation = pytest.mark.parametrize("line", OPERATIONS, ids=repr)
each_terminal = pytest.mark.parametrize("line", TERMINALS, ids=repr)


class Trouble(Exception):
    """What the functions and the sources of these tests raise."""


FAILURES = [Trouble, StopIteration, KeyboardInterrupt]


class Counted:
    """A one-shot source that counts what is pulled of it; to be asked at the end counts as one."""

    def __init__(self, items: list[Any], error: BaseException | None = None) -> None:
        self.items = items
        self.error = error
        self.pulled = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self.pulled < len(self.items):
            self.pulled += 1
            return self.items[self.pulled - 1]
        self.pulled = len(self.items) + 1
        raise self.error or StopIteration


class CountedAgain:
    """A re-iterable source that counts what is pulled of it, by the pass that goes furthest."""

    def __init__(self, items: list[Any], error: BaseException | None = None) -> None:
        self.items = items
        self.error = error
        self.passes: list[Counted] = []

    def __iter__(self) -> Iterator[Any]:
        self.passes.append(Counted(self.items, self.error))
        return self.passes[-1]

    @property
    def pulled(self) -> int:
        return max([each.pulled for each in self.passes], default=0)


def alike(a: Any, b: Any) -> bool:
    """Whether two answers are the same, down to the types of their parts."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return alike([*a.items()], [*b.items()])
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, BaseException):
        return alike(a.args, b.args)
    if isinstance(a, Ok):
        return alike(a.value, b.value)
    if isinstance(a, Err):
        return alike((a.item, a.error), (b.item, b.error))
    if isinstance(a, float) and math.isnan(a):
        return math.isnan(b)
    return bool(a == b)


def pulled(items: Iterable[Any]) -> tuple[list[Any], BaseException | None]:
    """What a `for` loop gets of the items, and what it is ended by."""
    outputs = []
    try:
        for item in items:
            outputs.append(item)  # noqa: PERF402  # list() would lose what came before an error
    except Exception as error:
        return outputs, error
    return outputs, None


def raised(f: Callable[[], Any]) -> BaseException | None:
    try:
        f()
    except Exception as error:
        return error
    return None


def same_error(error: BaseException | None, known: Any) -> bool:
    return type(error) is known if isinstance(known, type) else error is known


def holds(items: Iterable[Any], trace: references.Trace) -> None:
    """The items are those of the trace, and end as it ends."""
    outputs, error = pulled(items)
    assert alike(outputs, trace.outputs)
    assert same_error(error, trace.error)


def it_gives_what_its_reference_gives(plan: Plan) -> None:
    holds(plan.stream(), plan.reference())


def a_second_pass_is_the_same_or_refused(plan: Plan) -> None:
    stream = plan.stream()
    pulled(stream)
    if plan.is_one_shot():
        with pytest.raises(StreamConsumedError):
            iter(stream)
    else:
        holds(stream, plan.reference())


def it_pickles_whenever_its_parts_do(plan: Plan) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        stream = plan.stream()
        if not plan.is_picklable():
            with pytest.raises(TypeError):
                pickle.dumps(stream, protocol)
            continue
        holds(pickle.loads(pickle.dumps(stream, protocol)), plan.reference())


def _tapped(stream: Stream[Any]) -> list[Any]:
    seen: list[Any] = []
    stream.tap(seen.append).consume()
    return seen


def _shown(stream: Stream[Any]) -> list[Any]:
    seen: list[Any] = []
    stream.for_each(seen.append)
    return seen


def _appended(items: list[Any], item: Any) -> list[Any]:
    return [*items, item]


READINGS: list[Callable[[Stream[Any]], list[Any]]] = [
    list,
    Stream.to_list,
    lambda stream: list(stream.to_tuple()),
    lambda stream: stream.collect(list),
    lambda stream: [*stream],
    lambda stream: stream | list,
    lambda stream: stream.pipe(list),
    lambda stream: Stream(stream).to_list(),
    lambda stream: stream.pipe(iter).to_list(),
    lambda stream: stream.cache().to_list(),
    lambda stream: stream.tee()[1].to_list(),
    lambda stream: stream.fold([], _appended),
    _tapped,
    _shown,
]


def every_way_to_read_it_agrees(plan: Plan) -> None:
    trace = plan.reference()
    for read in READINGS:
        stream = plan.stream()
        if trace.error is None:
            assert alike(read(stream), trace.outputs)
        else:
            assert same_error(raised(lambda: read(stream)), trace.error)  # noqa: B023


def a_pipeline_does_what_the_methods_do(plan: Plan) -> None:
    trace = plan.reference()
    holds(plan.items | plan.pipeline(), trace)
    holds(Stream(plan.items) | plan.pipeline(), trace)
    holds(plan.pipeline()(plan.items), trace)
    holds(plan.pipeline()(item for item in plan.items), trace)


def chains_compose_wherever_they_are_cut(plan: Plan) -> None:
    for cut in range(len(plan.calls) + 1):
        before = Plan(plan.source, plan.items, plan.calls[:cut])
        after = Plan(plan.source, plan.items, plan.calls[cut:])
        whole = plan.reference()
        holds(before.stream() | after.pipeline(), whole)
        holds(plan.items | (before.pipeline() | after.pipeline()), whole)
        holds((plan.items | before.pipeline()) | after.pipeline(), whole)
        holds(after.pipeline()(before.pipeline()(plan.items)), whole)
        holds(grown(before.stream().cache(), after.calls), whole)
        holds(grown(Stream(before.stream()), after.calls), whole)


def it_pulls_exactly_what_its_reference_needs(plan: Plan) -> None:
    trace = plan.reference()
    for source in (Counted(plan.items), CountedAgain(plan.items)):
        stream = grown(Stream(source), plan.calls)
        assert source.pulled == 0
        items = iter(stream)
        assert source.pulled == 0
        for k in range(1, len(trace.outputs) + 1):
            next(items)
            assert (k, source.pulled) == (k, trace.pulls(k))
        pulled(items)
        assert source.pulled == trace.end


def a_cached_chain_pulls_no_more(plan: Plan) -> None:
    source = Counted(plan.items)
    cached = grown(Stream(source), plan.calls).cache()
    trace = plan.reference()
    for k in range(1, len(trace.outputs) + 1):
        cached[k - 1]
        assert (k, source.pulled) == (k, trace.pulls(k))


def an_error_of_the_source_arrives_in_its_place(plan: Plan) -> None:
    for place in range(len(plan.items) + 1):
        for make in (Counted, CountedAgain):
            error = Trouble()
            source = make(plan.items[:place], error)
            trace = expected(plan.items[:place], plan.calls, error)
            holds(grown(Stream(source), plan.calls), trace)


def its_bounds_hold(plan: Plan) -> None:
    trace = plan.reference()
    stream = plan.stream()
    low, high = bounds_of(stream)
    if trace.error is None:
        assert low <= len(trace.outputs)
    assert high is None or high >= len(trace.outputs)
    known = known_length(stream)
    if known is not None:
        assert trace.error is None
        assert known == len(trace.outputs)
        assert not any(call.functions() for call in plan.calls)


LAWS = [
    its_bounds_hold,
    it_gives_what_its_reference_gives,
    a_second_pass_is_the_same_or_refused,
    it_pickles_whenever_its_parts_do,
    every_way_to_read_it_agrees,
    a_pipeline_does_what_the_methods_do,
    chains_compose_wherever_they_are_cut,
    it_pulls_exactly_what_its_reference_needs,
    a_cached_chain_pulls_no_more,
    an_error_of_the_source_arrives_in_its_place,
]


@each_operation
@WIDE
@given(data=st.data())
def test_every_operation_keeps_the_laws(line: Line, data: st.DataObject) -> None:
    plan = data.draw(line.plans)
    for law in LAWS:
        law(plan)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@WIDER
@given(plan=plans())
def test_every_chain_keeps_the_law(law: Callable[[Plan], None], plan: Plan) -> None:
    law(plan)


@MANY
@given(plan=plans())
def test_every_chain_gives_what_its_reference_gives(plan: Plan) -> None:
    it_gives_what_its_reference_gives(plan)


@each_operation
@given(data=st.data())
def test_no_reference_looks_ahead_of_what_it_says(line: Line, data: st.DataObject) -> None:
    plan = data.draw(line.plans)
    whole = plan.reference()
    for place in range(len(plan.items) + 1):
        error = Trouble()
        part = expected(plan.items[:place], plan.calls, error)
        known = whole.broken(place, error)
        assert alike(part.outputs, known.outputs)
        assert (part.needs, part.end) == (known.needs, known.end)


class AskedOnce:
    """A source that must not be asked again once it has said that it is at its end."""

    def __init__(self, items: list[Any]) -> None:
        self.left = list(items)
        self.at_end = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        assert not self.at_end, "asked again after the end"
        if self.left:
            return self.left.pop(0)
        self.at_end = True
        raise StopIteration


BUT_BATCHED = [line for line in OPERATIONS if line.name != "batched"]
"""After a short batch `itertools.batched` asks again."""


@pytest.mark.parametrize("line", BUT_BATCHED, ids=repr)
@given(data=st.data())
def test_the_end_is_asked_for_only_once(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    holds(call.on(Stream(AskedOnce(items))), call.reference(items))


class Failing:
    """A function that raises `error` at turn 0, and at any other does what `f` does."""

    def __init__(self, f: Callable[..., Any], turns: Iterator[int], error: BaseException) -> None:
        self.f = f
        self.turns = turns
        self.error = error

    def __call__(self, *args: Any) -> Any:
        if next(self.turns) == 0:
            raise self.error
        return self.f(*args)


class Recording:
    """A function that keeps the arguments of its calls."""

    def __init__(self, f: Callable[..., Any], calls: list[Any]) -> None:
        self.f = f
        self.calls = calls

    def __call__(self, *args: Any) -> Any:
        self.calls.append(args)
        return self.f(*args)


def recording(call: Call) -> tuple[Call, list[Any]]:
    calls: list[Any] = []
    return call.with_functions(lambda f: Recording(f, calls)), calls


def failing(call: Call, turn: int, error: BaseException) -> Call:
    """This call, whose functions raise `error` together at their call number `turn`."""
    turns = itertools.count(-turn)
    return call.with_functions(lambda f: Failing(f, turns, error))


def calls_on(call: Call, items: list[Any]) -> list[Any]:
    """The arguments that the reference calls its functions with."""
    recorded, calls = recording(call)
    recorded.reference(items)
    return calls


def turns_of(call: Call, items: list[Any]) -> range:
    """The numbers of the first function calls that the reference makes."""
    return range(min(5, len(calls_on(call, items))))


def failing_places(call: Call, items: list[Any]) -> list[int]:
    """The place of the item that makes each of the first function calls."""
    made = [len(calls_on(call, items[: place + 1])) for place in range(len(items))]
    return [bisect(made, turn) for turn in range(min(5, max(made, default=0)))]


def operation_of(call: Call) -> type[Operation]:
    operation: type[Operation] = call.on(Stream([]))._operations[-1][0]
    return operation


def with_functions(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.example.functions()]


def exact(lines: list[Line]) -> list[Line]:
    return [line for line in lines if operation_of(line.example).exact]


def test_an_exact_operation_calls_no_function_and_asks_nothing_of_its_items() -> None:
    assert not with_functions(exact(OPERATIONS))
    assert not [line for line in exact(OPERATIONS) if line.asks]


@pytest.mark.parametrize("line", exact(OPERATIONS), ids=repr)
@given(data=st.data())
def test_an_exact_operation_gives_just_as_many_items_as_its_bounds_say(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    trace = call.reference(items)
    low, high = bounds_of(call.on(Stream(items)))
    assert low == high or call.reads_a_one_shot()
    assert low != high or (trace.error is None and len(trace.outputs) == low)


IN_PARTS = [line for line in OPERATIONS if operation_of(line.example).parts is not Operation.parts]
IN_PIECES = [line for line in OPERATIONS if operation_of(line.example).pieces is not None]


@pytest.mark.parametrize("line", IN_PARTS, ids=repr)
@given(data=st.data())
def test_every_item_has_as_many_parts_as_its_operation_says(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    operation, argument = call.on(Stream(items))._operations[-1]
    parts = operation.parts(argument)
    for item in call.reference(items).outputs:
        assert parts is None or (type(item) is tuple and len(item) == parts)


@pytest.mark.parametrize("line", IN_PIECES, ids=repr)
@given(data=st.data())
def test_the_pieces_of_an_operation_do_the_same_one_after_the_other(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    operation, argument = call.on(Stream(items))._operations[-1]
    made: Any = items
    for piece, given_to_it in operation.pieces(argument):
        made = piece.pull(given_to_it, made)
    holds(made, call.reference(items))


each_operation_with_a_function = pytest.mark.parametrize(
    "line", with_functions(OPERATIONS), ids=repr
)
each_terminal_with_a_function = pytest.mark.parametrize("line", with_functions(TERMINALS), ids=repr)


@each_operation_with_a_function
@given(data=st.data())
def test_functions_are_called_when_their_output_is_pulled(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    trace = call.reference(items)
    recorded, calls = recording(call)
    stream = iter(recorded.on(Stream(items)))
    assert calls == []
    for k in range(1, len(trace.outputs) + 1):
        next(stream)
        assert alike(calls, calls_on(call, items[: trace.pulls(k)]))
    pulled(stream)
    assert alike(calls, calls_on(call, items))


@each_operation_with_a_function
@given(data=st.data())
def test_an_error_of_a_function_arrives_at_its_item(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for turn, place in enumerate(failing_places(call, items)):
        error = Trouble()
        before = call.reference(items[:place]).broken(place, error)
        holds(failing(call, turn, error).on(Stream(items)), before)


@each_operation_with_a_function
@given(data=st.data())
def test_stop_iteration_of_a_function_ends_the_stream(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for turn, place in enumerate(failing_places(call, items)):
        at_end = operation_of(call).laziness == "end" or turn < len(calls_on(call, []))
        made = [] if at_end else call.reference(items[:place]).outputs
        outputs, error = pulled(failing(call, turn, StopIteration()).on(Stream(items)))
        assert error is None
        assert alike(outputs, made)


def surviving(lines: list[Line]) -> list[Line]:
    return [line for line in lines if operation_of(line.example).survives]


class FailingOnce:
    """A source that raises `error` at one place, and then goes on with the item there."""

    def __init__(self, items: list[Any], place: int, error: BaseException) -> None:
        self.left = list(items)
        self.turn = place
        self.error = error

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.turn -= 1
        if self.turn == -1:
            raise self.error
        if not self.left:
            raise StopIteration
        return self.left.pop(0)


def on_and_on(items: Iterator[Any], error: BaseException) -> list[Any]:
    """All outputs before and after the one error."""
    before, ended_by = pulled(items)
    assert ended_by is error
    after, ended_by = pulled(items)
    assert ended_by is None
    return before + after


@pytest.mark.parametrize("line", surviving(with_functions(OPERATIONS)), ids=repr)
@given(data=st.data())
def test_a_survivor_goes_on_after_an_error_of_its_function(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for turn, place in enumerate(failing_places(call, items)):
        error = Trouble()
        outputs = on_and_on(iter(failing(call, turn, error).on(Stream(items))), error)
        without = items[:place] + items[place + 1 :]
        assert alike(outputs, call.reference(without).outputs)


@pytest.mark.parametrize("line", surviving(OPERATIONS), ids=repr)
@given(data=st.data())
def test_a_survivor_goes_on_after_an_error_of_its_source(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for place in range(len(items) + 1):
        error = Trouble()
        outputs = on_and_on(iter(call.on(Stream(FailingOnce(items, place, error)))), error)
        assert alike(outputs, call.reference(items).outputs)


def takes_anything(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.asks <= HASHABLE]


@pytest.mark.parametrize("line", takes_anything(OPERATIONS + TERMINALS), ids=repr)
@given(data=st.data(), items=st.lists(odd_values | st.just(math.nan), max_size=3))
def test_odd_values_are_items_like_any_other(
    line: Line, data: st.DataObject, items: list[Any]
) -> None:
    doubled = [item for item in items for _ in range(2)]
    call = data.draw(line.calls)
    known = call.reference(doubled)
    if isinstance(known, references.Trace):
        holds(call.on(Stream(doubled)), known)
    else:
        answers(lambda: call.on(Stream(doubled)), known)


@given(items=ANY_ITEMS, after=ANY_ITEMS)
def test_an_item_that_does_not_equal_itself_is_found(items: list[Any], after: list[Any]) -> None:
    nan = float("nan")
    s = Stream([*items, nan, *after])
    assert s.index(nan) == len(items)
    assert nan in s


def asks_nothing(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not line.asks]


@pytest.mark.parametrize("line", asks_nothing(OPERATIONS), ids=repr)
@given(data=st.data(), size=st.integers(0, 4))
def test_items_are_asked_nothing_that_is_not_needed(
    line: Line, data: st.DataObject, size: int
) -> None:
    items, call = [Hostile() for _ in range(size)], data.draw(line.calls)
    holds(call.on(Stream(items)), call.reference(items))


@pytest.mark.parametrize("line", asks_nothing(TERMINALS), ids=repr)
@given(data=st.data(), size=st.integers(0, 4))
def test_terminals_ask_items_nothing_that_is_not_needed(
    line: Line, data: st.DataObject, size: int
) -> None:
    items, call = [Hostile() for _ in range(size)], data.draw(line.calls)
    answers(lambda: call.on(Stream(items)), call.reference(items))


def answers(terminal: Callable[[], Any], known: references.Answer) -> None:
    """The terminal gives the known answer, or raises the known error."""
    if known.error is not None:
        assert type(raised(terminal)).__name__ == known.error
        return
    answer = terminal()
    assert alike(dict(answer) if type(answer) is Counter else answer, known.value)


def terminals_of(plan: Plan) -> st.SearchStrategy[Call]:
    """The calls of terminals that can take the outputs of the plan."""
    fitting = [line for line in TERMINALS if line.asks <= plan.facts]
    return st.sampled_from(fitting).flatmap(lambda line: line.calls)


@each_terminal
@given(data=st.data())
def test_every_terminal_answers_as_its_reference_and_reads_no_further(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    known = call.reference(items)
    for make in SOURCES.values():
        answers(lambda: call.on(make(items)), known)  # noqa: B023  # called at once
    source = Counted(items)
    answers(lambda: call.on(Stream(source)), known)
    assert source.pulled == known.after


@WIDER
@given(data=st.data(), plan=plans())
def test_terminals_of_chains_give_what_their_references_give(
    data: st.DataObject, plan: Plan
) -> None:
    trace = plan.reference()
    call = data.draw(terminals_of(plan))
    known = call.reference(trace.outputs)
    source = Counted(plan.items)
    stream = grown(Stream(source), plan.calls)
    if trace.error is not None and known.after > len(trace.outputs):
        assert same_error(raised(lambda: call.on(stream)), trace.error)
    else:
        answers(lambda: call.on(stream), known)
        assert source.pulled == trace.pulls(known.after)


@each_terminal
@given(data=st.data())
def test_an_error_of_the_source_arrives_from_every_terminal(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for place in range(len(items) + 1):
        known = call.reference(items[:place])
        error = Trouble()
        answer = partial(call.on, Stream(Counted(items[:place], error)))
        if known.after > place:
            assert raised(answer) is error
        else:
            answers(answer, known)


@each_terminal_with_a_function
@given(data=st.data())
def test_an_error_of_a_function_arrives_from_every_terminal(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for turn, failure in itertools.product(turns_of(call, items), FAILURES):
        error = failure()
        with pytest.raises(failure) as caught:
            failing(call, turn, error).on(Stream(items))
        assert caught.value is error


@each_terminal_with_a_function
@given(data=st.data())
def test_terminals_call_their_function_once_for_each_item(line: Line, data: st.DataObject) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    recorded, calls = recording(call)
    raised(lambda: recorded.on(Stream(items)))
    if line.name != "collect":  # whose function gets an iterator, and the reference's a list
        assert alike(calls, calls_on(call, items))


@given(items=st.lists(values), end=st.text("ab\n", max_size=2))
def test_print_and_write_give_every_item_a_line(items: list[Any], end: str) -> None:
    printed, written = io.StringIO(), io.StringIO()
    Stream(items).print(end=end, file=printed)
    Stream(items).write(written)
    assert printed.getvalue() == references.print(items, end=end).value
    assert written.getvalue() == references.write(items).value


@WIDER
@given(items=st.lists(hashables, max_size=4), n=counts)
def test_an_endless_cycle_is_a_cycle_of_enough_rounds(items: list[Any], n: int) -> None:
    rounds = references.cycle(items, n)
    trace = references.composed(rounds, lambda outputs: references.take(outputs, n))
    for source in (Counted(items), CountedAgain(items)):
        holds(Stream(source).cycle().take(n), trace)
        assert source.pulled == trace.end
    for plain in (items, tuple(items)):
        holds(Stream(plain).cycle().take(n), trace)


def agree(one: Stream[Any], other: Stream[Any]) -> None:
    assert alike(one.to_list(), other.to_list())


@given(items=ANY_ITEMS)
def test_two_maps_are_one_of_both_functions(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.map(row).map(kind), s.map(lambda item: kind(row(item))))


@given(items=ANY_ITEMS)
def test_two_filters_are_one_of_both_predicates(items: list[Any]) -> None:
    s = Stream(items)
    agree(
        s.filter(is_short).filter(remainder),
        s.filter(lambda item: is_short(item) and remainder(item)),
    )


@given(items=ANY_ITEMS)
def test_filter_and_filterfalse_share_the_items_out(items: list[Any]) -> None:
    s = Stream(items)
    shared = s.filter(is_short).to_list(), s.filterfalse(is_short).to_list()
    assert alike(shared, s.partition(is_short))


@given(items=ANY_ITEMS, a=counts, b=counts)
def test_the_shorter_of_two_takes_decides(items: list[Any], a: int, b: int) -> None:
    s = Stream(items)
    agree(s.take(a).take(b), s.take(min(a, b)))


@given(items=ANY_ITEMS, a=counts, b=counts)
def test_two_drops_add_up(items: list[Any], a: int, b: int) -> None:
    s = Stream(items)
    agree(s.drop(a).drop(b), s.drop(a + b))


@given(items=ANY_ITEMS, n=counts)
def test_take_and_drop_share_the_items_out(items: list[Any], n: int) -> None:
    s = Stream(items)
    agree(s.take(n).chain(s.drop(n)), s)


@given(items=ANY_ITEMS, n=counts)
def test_the_tail_is_the_head_seen_from_behind(items: list[Any], n: int) -> None:
    s = Stream(items)
    agree(s.tail(n), s.reversed().take(n).reversed())


@given(items=ANY_ITEMS)
def test_takewhile_and_dropwhile_share_the_items_out(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.takewhile(is_short).chain(s.dropwhile(is_short)), s)


@given(parts=st.lists(ANY_ITEMS, min_size=3, max_size=3))
def test_chains_of_chains_are_one_chain(parts: list[list[Any]]) -> None:
    a, b, c = map(Stream, parts)
    flat = Stream(parts).flatten()
    for chained in (a + b + c, a + (b + c), a.chain(b, c), a.chain(b.chain(c)), (a + b).chain(c)):
        agree(chained, flat)


@given(items=ANY_ITEMS, more=ANY_ITEMS)
def test_prepend_and_append_are_chains(items: list[Any], more: list[Any]) -> None:
    s = Stream(items)
    agree(s.prepend(*more), Stream(more) + s)
    agree(s.append(*more), s + more)


@given(items=ANY_ITEMS, n=sizes)
def test_batches_flatten_to_what_they_were_made_of(items: list[Any], n: int) -> None:
    agree(Stream(items).batched(n).flatten(), Stream(items))


@given(items=ANY_ITEMS, n=sizes)
def test_batches_are_the_windows_that_step_by_their_size(items: list[Any], n: int) -> None:
    agree(Stream(items).batched(n), Stream(items).windowed(n, step=n, partial=True))


@given(items=ANY_ITEMS)
def test_pairs_are_windows_of_two(items: list[Any]) -> None:
    agree(Stream(items).pairwise(), Stream(items).windowed(2))


@given(items=ANY_ITEMS)
def test_groups_flatten_to_what_they_were_made_of(items: list[Any]) -> None:
    groups = Stream(items).group_adjacent(length)
    agree(groups.starmap(lambda key, group: group).flatten(), Stream(items))
    agree(groups.starmap(lambda key, group: group[0]), Stream(items).dedupe(length))


@given(items=ANY_ITEMS)
def test_to_sort_twice_is_to_sort_once(items: list[Any]) -> None:
    ordered = Stream(items).sorted(key=length)
    agree(ordered.sorted(key=length), ordered)


@given(items=ANY_ITEMS)
def test_to_sort_in_reverse_is_to_sort_what_is_reversed_and_reverse(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.sorted(key=length, reverse=True), s.reversed().sorted(key=length).reversed())


@given(items=ANY_ITEMS)
def test_to_reverse_twice_changes_nothing(items: list[Any]) -> None:
    agree(Stream(items).reversed().reversed(), Stream(items))


@given(items=ANY_ITEMS, start=numbers)
def test_enumerated_items_are_the_items_and_their_numbers(items: list[Any], start: int) -> None:
    numbered = Stream(items).enumerate(start)
    agree(numbered.starmap(lambda number, item: item), Stream(items))
    agree(numbered, Stream.count_from(start).zip(items))


@given(items=ANY_ITEMS)
def test_to_make_unique_twice_is_to_do_it_once(items: list[Any]) -> None:
    different = Stream(items).unique(length)
    agree(different.unique(length), different)
    agree(different.dedupe(length), different)


@given(items=ANY_ITEMS, choices=st.lists(st.booleans(), max_size=8))
def test_compress_keeps_what_its_partner_says(items: list[Any], choices: list[bool]) -> None:
    chosen = Stream(items).zip(choices).filter(lambda pair: pair[1]).map(lambda pair: pair[0])
    agree(Stream(items).compress(choices), chosen)


@given(items=ANY_ITEMS)
def test_flat_map_is_map_and_flatten(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.flat_map(row), s)
    agree(s.flat_map(kind), s.map(kind).flatten())


WITHOUT_A_LINE = {
    *("of", "range", "count_from", "repeat", "iterate", "using", "lines"),  # sources
    *("unfold", "from_callable", "paginate", "traverse"),
    *("pipe", "cache", "tee"),  # none of them gives anything new
    *("split_head", "peekable"),  # what they hand out goes on, and has tests of its own
    *("print", "write"),  # they give text, and have a test of their own
    *("explain", "to_mermaid", "profile"),  # they tell of a stream; see test_show
}


def test_every_public_method_has_a_line() -> None:
    public = {name for name in dir(Stream) if not name.startswith("_")}
    lines = {line.name for line in OPERATIONS + TERMINALS if not line.name.startswith("_")}
    assert public - lines == WITHOUT_A_LINE
    assert lines <= public


def test_every_lazy_method_is_in_op_and_has_a_line() -> None:
    lines = {line.name for line in OPERATIONS if not line.name.startswith("_")}
    assert {*op.__all__} == lines | {"broadcast"}


def test_every_operation_is_reached_by_a_line() -> None:
    defined = {
        value
        for family in Stream.__mro__
        if family.__module__.startswith("rillet.operations.")
        for value in vars(sys.modules[family.__module__]).values()
        if isinstance(value, type) and value.__module__ == family.__module__
        if issubclass(value, Operation) and {"pull", "generate"} & {*vars(value)}
    } - {Operation, Generated, Word}
    reached = {operation_of(line.example) for line in OPERATIONS}
    assert {kind for kind in reached if kind.__module__.startswith("rillet.")} == defined
    assert {kind.__base__ for kind in reached - defined} == {Word}


def test_the_length_of_some_streams_is_known_and_of_others_is_not() -> None:
    known = Stream(range(10**30)).enumerate().chain("abc", Stream([1]).append(2)).drop(3)
    assert known.count() == 10**30 + 2
    assert Stream.repeat(1, 5).zip(Stream.count_from()).count() == 5
    seen: list[int] = []
    for unknown in (
        Stream([1, 2]).tap(seen.append),
        Stream([1, 2]).zip(Stream([1, 2]).tap(seen.append)),
        Stream(iter([1, 2])).tap(seen.append),
    ):
        seen.clear()
        assert unknown.count() == 2
        assert seen == [1, 2]
    with pytest.raises(ValueError, match="must have 2 items"):
        Stream("abc").batched(2, strict=True).count()


def test_the_references_import_nothing() -> None:
    tree = ast.parse(Path(references.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [getattr(node, "module", None) for node in imports] == ["__future__"]
