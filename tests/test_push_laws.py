"""The laws of push: every operation and random chains of up to six, against what is pulled."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    OPERATIONS,
    SOURCES,
    Call,
    Line,
    Plan,
    counts,
    expected,
    grown,
    is_short,
    lines_for,
    plans,
)
from test_laws import (
    WIDE,
    WIDER,
    Counted,
    Trouble,
    alike,
    asks_nothing,
    each_operation,
    each_operation_with_a_function,
    failing,
    pulled,
    recording,
    same_error,
    turns_of,
    with_functions,
)

from rillet import Fold, Pipeline, SinkClosedError, Stream, StreamConsumedError, op

if TYPE_CHECKING:
    from collections.abc import Callable

    from references import Trace

    from rillet import Sink


def pipeline_of(calls: list[Call]) -> Pipeline[Any, Any]:
    """The operations of the calls alone."""
    return Pipeline(grown(Stream(()), calls)._operations)


class Pushed:
    """A push chain that is fed an item at a time: its outputs, and what it was ended by."""

    def __init__(self, calls: list[Call]) -> None:
        self.outputs: list[Any] = []
        self.error: BaseException | None = None
        self.sink: Sink[Any, Any] | None = None
        self.sent = 0
        try:
            self.sink = pipeline_of(calls).push(self.outputs.append)
        except Exception as error:
            self.error = error

    @property
    def wants_more(self) -> bool:
        return self.sink is not None and not self.sink.done

    def send(self, item: Any) -> None:
        assert self.sink is not None
        self.sent += 1
        try:
            assert self.sink.send(item) is not self.sink.done
        except Exception as error:
            self.error = error

    def close(self) -> None:
        if self.sink is not None:
            try:
                self.sink.close()
            except Exception as error:
                self.error = error


def due(trace: Trace, inputs: int) -> list[Any]:
    """The outputs that a pull needs no more than so many inputs for."""
    return [output for output, need in zip(trace.outputs, trace.needs) if need <= inputs]


def it_gives_out_with_each_item_what_a_pull_would(plan: Plan) -> None:
    trace = plan.reference()
    pushed = Pushed(plan.calls)
    for item in plan.items:
        if not pushed.wants_more:
            break
        assert alike(pushed.outputs, due(trace, pushed.sent))
        pushed.send(item)
    full = pushed.sink is not None and pushed.sink.done
    pushed.close()
    assert alike(pushed.outputs, trace.outputs)
    assert same_error(pushed.error, trace.error)
    if full:
        assert pushed.sent == trace.end
    elif trace.error is None:
        assert trace.end == len(plan.items) + 1


def into_takes_no_more_of_the_source_than_a_pull(plan: Plan) -> None:
    trace = plan.reference()
    source = Counted(plan.items)
    outputs: list[Any] = []
    try:
        sink = pipeline_of(plan.calls).push(outputs.append)
        Stream(source).into(sink)
    except Exception as error:
        assert same_error(error, trace.error)
    else:
        assert sink.closed
        assert trace.error is None
    assert alike(outputs, trace.outputs)
    assert source.pulled == trace.end


def it_ends_in_an_error_where_its_source_does(plan: Plan) -> None:
    for place in range(len(plan.items) + 1):
        error = Trouble()
        trace = expected(plan.items[:place], plan.calls, error)
        pushed = Pushed(plan.calls)
        for item in plan.items[:place]:
            if pushed.wants_more:
                pushed.send(item)
        if trace.error is error:
            assert pushed.sink is not None
            with pytest.raises(Trouble) as caught:
                pushed.sink.throw(error)
            assert caught.value is error
            assert pushed.sink.closed
        elif pushed.wants_more and trace.end > place and trace.error is None:
            assert pushed.sink is not None
            pushed.sink.throw(error)
        else:
            pushed.close()
            assert same_error(pushed.error, trace.error)
        assert alike(pushed.outputs, trace.outputs)


OTHER_FIRST = {"join", "without", "intersection", "merge_sorted"}
"""Pulled, these read the other before the first item comes, or fails to; pushed, when it comes."""


def it_calls_the_functions_in_the_order_of_a_pull(plan: Plan) -> None:
    recorded = [recording(call) for call in plan.calls]
    calls: list[list[Any]] = [made for _, made in recorded]
    _, error = pulled(grown(Stream(list(plan.items)), [call for call, _ in recorded]))
    seen = [list(made) for made in calls]
    for made in calls:
        made.clear()
    pulled_by_push([call for call, _ in recorded], plan.items)
    for call, made, known in zip(plan.calls, calls, seen):
        no_item_came = error is not None and not made and call.line.name in OTHER_FIRST
        assert no_item_came or alike(made, known)


def pulled_by_push(calls: list[Call], items: list[Any]) -> Pushed:
    pushed = Pushed(calls)
    for item in items:
        if pushed.wants_more:
            pushed.send(item)
    pushed.close()
    return pushed


def a_pipeline_can_be_pushed_again_or_says_that_it_cannot(plan: Plan) -> None:
    pipeline = pipeline_of(plan.calls)
    outputs: list[Any] = []
    for turn in range(2):
        outputs.clear()
        error: BaseException | None = None
        try:
            Stream(plan.items).into(pipeline.push(outputs.append))
        except Exception as raised:
            error = raised
        if turn and isinstance(error, StreamConsumedError):
            assert any(call.reads_a_one_shot() for call in plan.calls)
        else:
            assert alike(outputs, plan.reference().outputs)
            assert same_error(error, plan.reference().error)


LAWS = [
    it_gives_out_with_each_item_what_a_pull_would,
    into_takes_no_more_of_the_source_than_a_pull,
    it_ends_in_an_error_where_its_source_does,
    it_calls_the_functions_in_the_order_of_a_pull,
    a_pipeline_can_be_pushed_again_or_says_that_it_cannot,
]


@each_operation
@WIDE
@given(data=st.data())
def test_every_operation_is_pushed_as_it_is_pulled(line: Line, data: st.DataObject) -> None:
    plan = data.draw(line.plans)
    for law in LAWS:
        law(plan)


@each_operation
@given(data=st.data())
def test_an_operation_gives_out_and_takes_no_more_than_is_wanted(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    again = not call.reads_a_one_shot()
    trace = call.reference(items)
    for most in range(min(len(trace.outputs), 9) + 2) if again else [data.draw(counts)]:
        source = Counted(items)
        passed: list[Any] = []
        with_an_end = (pipeline_of([call]) | op.tap(passed.append) | op.take(most)).push([].append)
        try:
            Stream(source).into(with_an_end)
        except Exception as error:
            assert same_error(error, trace.error)
        assert alike(passed, trace.outputs[:most])
        assert source.pulled == trace.pulls(most)


@each_operation_with_a_function
@given(data=st.data())
def test_stop_iteration_of_a_function_ends_what_is_pushed_where_it_ends_what_is_pulled(
    line: Line, data: st.DataObject
) -> None:
    items, call = data.draw(line.inputs), data.draw(line.calls)
    for turn in turns_of(call, items):
        source = Counted(items)
        outputs, error = pulled(failing(call, turn, StopIteration()).on(Stream(source)))
        pushed = pulled_by_push([failing(call, turn, StopIteration())], items)
        assert alike(pushed.outputs, outputs)
        assert same_error(pushed.error, None if error is None else type(error))
        # Pulled, a join may read the other before the first item comes; pushed, when it comes.
        assert pushed.sent == min(source.pulled or 1, len(items))


class Tracked:
    """An item that says nothing, but can be looked for."""


def room_of(call: Call) -> int | None:
    """How many items the operation holds at most, where that is known."""
    operation, argument = pipeline_of([call])._operations[-1]
    room = operation.room(argument)
    if room is not None or operation.asks or operation.name == "then":
        return room
    return {"1:1": 1, "+1": 1}.get(operation.laziness)


def of_known_room(lines: list[Line]) -> list[Line]:
    return [
        line
        for line in asks_nothing(lines)
        if not line.example.functions() and room_of(line.example) is not None
    ]


@pytest.mark.parametrize("line", of_known_room(OPERATIONS), ids=repr)
@given(data=st.data(), size=st.integers(0, 9))
def test_a_pushed_operation_holds_no_more_than_it_says(
    line: Line, data: st.DataObject, size: int
) -> None:
    call = data.draw(line.calls)
    room = room_of(call)
    alive: WeakSet[Tracked] = WeakSet()
    with (
        suppress(ValueError),
        pipeline_of([call]).push(is_short) as sink,
    ):  # a strict one may end so
        for _ in range(size):
            item = Tracked()
            alive.add(item)
            if not sink.done:
                sink.send(item)
            del item
            assert room is None or len(alive) <= room


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@WIDER
@given(plan=plans())
def test_every_chain_is_pushed_as_it_is_pulled(law: Callable[[Plan], None], plan: Plan) -> None:
    law(plan)


@st.composite
def plans_with_a_function(draw: st.DrawFn) -> tuple[Plan, int]:
    """Plans, and the place of a call in them that has a function."""
    before = draw(plans(longest=3))
    calling = [line for line in with_functions(OPERATIONS) if line.asks <= before.facts]
    call = draw(st.sampled_from(calling).flatmap(lambda line: line.calls))
    facts = call.line.gives(before.facts)
    after = draw(st.lists(lines_for(facts, few=False), max_size=2))
    if len(after) == 2 and not after[1].asks <= after[0].gives(facts):
        after.pop()
    calls = [*before.calls, call, *(draw(line.calls) for line in after)]
    return Plan("list", before.items, calls), len(before.calls)


@WIDER
@given(chosen=plans_with_a_function())
def test_after_an_error_a_sink_lives_on_where_the_pulled_chain_would(
    chosen: tuple[Plan, int],
) -> None:
    for turn in range(3):
        _lives_on_where_the_pulled_chain_would(*chosen, turn)


def _lives_on_where_the_pulled_chain_would(plan: Plan, place: int, turn: int) -> None:
    error = Trouble()

    def broken() -> list[Call]:
        return [
            failing(call, turn, error) if number == place else call
            for number, call in enumerate(plan.calls)
        ]

    items = iter(grown(Stream(list(plan.items)), broken()))
    before, raised = pulled(items)
    if raised is not error:
        return
    after, _ = pulled(items)
    operations = pipeline_of(plan.calls)._operations
    broken_at = len(pipeline_of(plan.calls[: place + 1])._operations) - 1
    lives = all(operation.survives for operation, _ in operations[broken_at:])

    pushed = Pushed(broken())
    left = list(plan.items)
    while pushed.error is None and pushed.wants_more and left:
        pushed.send(left.pop(0))
    if pushed.error is None:
        pushed.close()
        assert pushed.error is error
        lives = False
    assert alike(pushed.outputs, before)
    if pushed.sink is None:
        return
    assert pushed.sink.closed is not lives
    if not lives:
        with pytest.raises(SinkClosedError, match="takes no more items"):
            pushed.sink.send(0)
        return
    for item in left:
        if pushed.wants_more:
            pushed.send(item)
    pushed.close()
    assert alike(pushed.outputs, before + after)


@WIDER
@given(chosen=plans_with_a_function(), turn=st.integers(0, 2))
def test_stop_iteration_of_a_function_ends_a_pushed_chain_as_a_pulled_one(
    chosen: tuple[Plan, int], turn: int
) -> None:
    plan, place = chosen
    # Pulled, these read the other before the first item comes, or fails to; pushed, when it comes.
    # To read it at the first send, before what stands above, would cost every send a question.
    if plan.calls[place].line.name in {"join", "without", "intersection"}:
        came, failed = pulled(grown(Stream(list(plan.items)), plan.calls[:place]))
        assume(came or failed is None)

    def broken() -> list[Call]:
        return [
            failing(call, turn, StopIteration()) if number == place else call
            for number, call in enumerate(plan.calls)
        ]

    outputs, error = pulled(grown(Stream(list(plan.items)), broken()))
    pushed = pulled_by_push(broken(), plan.items)
    assert alike(pushed.outputs, outputs)
    assert same_error(pushed.error, None if error is None else type(error))


def appended(items: list[Any], item: Any) -> list[Any]:
    return [*items, item]


@WIDER
@given(
    branches=st.lists(plans(longest=3), min_size=1, max_size=3), source=st.sampled_from([*SOURCES])
)
def test_a_broadcast_gives_each_branch_what_it_would_pull_alone(
    branches: list[Plan], source: str
) -> None:
    items = branches[0].items
    alone = [pulled(grown(Stream(items), plan.calls)) for plan in branches]
    assume(all(error is None for _, error in alone))
    targets = [pipeline_of(plan.calls).push(Fold(list, appended)) for plan in branches]
    results = SOURCES[source](items).broadcast(*targets)
    assert alike([*results], [outputs for outputs, _ in alone])


@given(data=st.data(), line=st.sampled_from(OPERATIONS))
def test_a_broadcast_pulls_as_far_as_its_hungriest_branch(data: st.DataObject, line: Line) -> None:
    items = data.draw(line.inputs)
    calls = data.draw(st.lists(line.calls, min_size=1, max_size=3))
    traces = [call.reference(items) for call in calls]
    assume(all(trace.error is None for trace in traces))
    source = Counted(items)
    Stream(source).broadcast(*(pipeline_of([call]).push([].append) for call in calls))
    assert source.pulled == max(trace.end for trace in traces)
