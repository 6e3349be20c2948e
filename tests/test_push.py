"""The protocol of a sink: what it answers, what it closes, and what becomes of an error."""

from __future__ import annotations

import copy
import itertools
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from leftovers import (
    new_since,
    suspended_generators,
    what_was_there_before_is_not_looked_at,  # noqa: F401  # a fixture
)

from rillet import (
    DeepStreamError,
    Fold,
    InfiniteStreamError,
    Pipeline,
    Program,
    Sink,
    SinkBusyError,
    SinkClosedError,
    Stream,
    StreamConsumedError,
    consumer,
    op,
)


class Trouble(Exception):
    """What the functions of these tests raise."""


@pytest.fixture(autouse=True)
def no_coroutine_is_left_behind() -> Iterator[None]:
    before = suspended_generators()
    yield
    assert new_since(before) == []


def trouble(*_: object) -> Any:
    raise Trouble


class Log:
    """A target with a memory: a coroutine that keeps what happens to it."""

    def __init__(self, most: int | None = None) -> None:
        self.seen: list[Any] = []
        self.target = self._run(most)

    def _run(self, most: int | None) -> Generator[None, Any, str]:
        try:
            while most is None or len(self.seen) < most:
                self.seen.append((yield))
        except GeneratorExit:
            self.seen.append("closed")
            return "result"
        except Trouble:
            self.seen.append("trouble")
            raise
        return "full"


def listed() -> Fold[Any, list[Any]]:
    return Fold(list, lambda items, item: [*items, item])


class TestSend:
    def test_says_whether_more_is_wanted(self) -> None:
        sink = op.take(2).push([].append)
        assert [sink.send(item) for item in "abcd"] == [True, False, False, False]
        assert sink.done
        assert not sink.closed

    def test_nothing_is_wanted_where_take_wants_none(self) -> None:
        calls: list[Any] = []
        sink = (op.prepend(0) | op.map(calls.append) | op.take(0)).push(print)
        assert sink.done
        assert sink.send(1) is False
        assert calls == []

    def test_an_item_before_the_first_may_be_the_last(self) -> None:
        seen: list[Any] = []
        assert (op.prepend(1, 2, 3) | op.take(2)).push(seen.append).done
        assert (op.accumulate(initial=0) | op.take(1)).push(seen.append).done
        assert (op.product("ab", repeat=0)).push(seen.append).done
        assert seen == [1, 2, 0, ()]

    def test_what_a_callable_returns_says_nothing(self) -> None:
        sink = op.map(abs).push(lambda _: True)
        assert sink.send(1)
        assert not sink.done

    def test_a_coroutine_that_returns_wants_no_more(self) -> None:
        log = Log(most=2)
        sink = op.map(str).push(log.target)
        assert [sink.send(n) for n in (1, 2, 3)] == [True, False, False]
        assert sink.close() == "full"
        assert log.seen == ["1", "2"]

    @pytest.mark.parametrize("length", [1, 2, 5])
    def test_a_run_of_inline_operations_does_what_each_does_alone(self, length: int) -> None:
        whole = op.map(abs) | op.filter() | op.enumerate() | op.starmap(max) | op.filterfalse()
        parts = [Pipeline(whole._operations[:length]), Pipeline(whole._operations[length:])]
        items = [3, 0, -2, 5, 0, 1]
        once, cut = listed(), listed()
        inner = parts[1].push(cut)
        result = Stream(items).into(parts[0].push(inner))
        assert result == Stream(items).into(whole.push(once)) == list(whole(items))


class TestAnError:
    def test_leaves_a_sink_of_survivors_open(self) -> None:
        seen: list[Any] = []
        sink = (op.map(int) | op.enumerate()).push(seen.append)
        sink.send("1")
        with pytest.raises(ValueError, match="invalid literal"):
            sink.send("one")
        assert sink.send("2")
        assert seen == [(0, 1), (1, 2)]

    def test_below_an_operation_that_does_not_survive_it_leaves_the_sink_open(self) -> None:
        seen: list[Any] = []
        sink = (op.batched(2) | op.tap(id) | op.map(max) | op.map(len)).push(seen.append)
        sink.send("a")
        with pytest.raises(TypeError):
            sink.send(1)
        assert not sink.closed
        sink.send("ab")
        assert sink.send("bb")
        assert seen == [2]

    @pytest.mark.parametrize(
        "pipeline",
        [
            op.map(trouble) | op.batched(2),
            op.filter(abs) | op.map(trouble) | op.tap(print) | op.map(str),
            op.tap(trouble),
            op.batched(1) | op.tap(trouble) | op.map(str),
            op.drop(0) | op.takewhile(trouble),
        ],
        ids=repr,
    )
    def test_closes_a_sink_where_the_pulled_chain_would_have_ended(
        self, pipeline: Pipeline[Any, Any]
    ) -> None:
        log = Log()
        sink = pipeline.push(log.target)
        with pytest.raises(Trouble) as first:
            sink.send(1)
        assert sink.closed
        assert sink.done
        assert log.seen == ["trouble"]
        with pytest.raises(SinkClosedError, match="closed> takes no more items: Trouble") as second:
            sink.send(2)
        assert second.value.__cause__ is first.value
        assert sink.close() is None

    @pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
    def test_that_is_no_exception_closes_any_sink(self, error: type[BaseException]) -> None:
        def leave(_: object) -> None:
            raise error

        sink = op.map(leave).push(print)
        with pytest.raises(error):
            sink.send(1)
        assert sink.closed

    def test_of_a_callable_target_leaves_the_sink_open(self) -> None:
        sink = op.batched(1).push(trouble)
        for _ in range(2):
            with pytest.raises(Trouble):
                sink.send(1)
        assert not sink.closed

    def test_of_a_coroutine_closes_the_sink(self) -> None:
        @consumer
        def fails() -> Generator[None, Any, None]:
            yield
            raise Trouble

        sink = op.map(str).push(fails())
        with pytest.raises(Trouble):
            sink.send(1)
        assert sink.closed

    def test_in_the_middle_of_a_flat_map_loses_nothing_of_it(self) -> None:
        seen: list[Any] = []
        sink = (op.flat_map(range) | op.map(lambda n: 6 // (n - 1))).push(seen.append)
        with pytest.raises(ZeroDivisionError):
            sink.send(4)
        assert seen == [-6]
        sink.send(1)
        assert seen == [-6, 6, 3, -6]
        with pytest.raises(ZeroDivisionError):
            sink.send(3)
        sink.close()
        assert seen == [-6, 6, 3, -6, -6, 6]

    def test_leaves_what_is_given_out_before_any_other_error(self) -> None:
        seen: list[Any] = []
        whole = op.batched(3, strict=True) | op.flatten() | op.map(int)
        sink = whole.push(seen.append)
        sink.send("1")
        sink.send("two")
        with pytest.raises(ValueError, match="invalid literal"):
            sink.send("3")
        assert sink.send("4")
        assert seen == [1, 3]
        with pytest.raises(ValueError, match="the last batch must have 3 items"):
            sink.close()

    @pytest.mark.parametrize("again", ["send", "close", "into"])
    def test_leaves_what_may_fill_the_sink_and_then_nothing_above_is_asked(
        self, again: str
    ) -> None:
        calls: list[Any] = []
        above = op.append(9) | op.tee_to(Log().target) | op.tap(calls.append)
        sink = (above | op.flat_map(range) | op.map(lambda n: 6 // n)).push(
            op.take(1).push(listed())
        )
        with pytest.raises(ZeroDivisionError):
            sink.send(2)
        if again == "send":
            assert sink.send(3) is False
        elif again == "into":
            Stream([3]).into(sink)
        sink.close()
        assert calls == [2]

    @pytest.mark.parametrize("again", ["send", "into", "close"])
    def test_leaves_nothing_of_a_stage_above_the_one_that_was_enough(self, again: str) -> None:
        calls: list[int] = []
        fails = [True]

        def twice(n: int) -> list[int]:
            calls.append(n)
            return [n, n]

        def once(n: int) -> int:
            if fails.pop() if fails else False:
                raise Trouble
            return n

        whole = op.flat_map(range) | op.flat_map(twice) | op.map(once)
        sink = whole.push(op.take(1).push(listed()))
        with pytest.raises(Trouble):
            sink.send(3)
        if again == "send":
            assert sink.send(5) is False
        elif again == "into":
            Stream([5]).into(sink)
        sink.close()
        assert calls == [0]

    def test_of_what_an_error_has_left_is_told_from_one_of_the_next_item(self) -> None:
        seen: list[Any] = []
        sink = (op.tap(id) | op.flat_map(range) | op.map(lambda n: 6 // (n - 1))).push(seen.append)
        for item in (4, 4):
            with pytest.raises(ZeroDivisionError):
                sink.send(item)
        assert not sink.closed
        assert seen == [-6, 6, 3, -6]
        sink.close()
        assert seen == [-6, 6, 3, -6, 6, 3]

    def test_of_the_items_that_are_driven_arrives_and_closes_the_sink(self) -> None:
        def items() -> Iterator[int]:
            yield 1
            raise Trouble

        for pipeline in (op.map(str), op.pairwise(), op.drop(0) | op.map(str)):
            log = Log()
            sink = pipeline.push(log.target)
            with pytest.raises(Trouble):
                Stream(items()).into(sink)
            assert sink.closed
            assert log.seen[-1] == "trouble"

    def test_before_the_first_item_closes_the_target(self) -> None:
        log = Log()
        with pytest.raises(Trouble):
            (op.prepend(1) | op.map(trouble)).push(log.target)
        assert log.seen == ["trouble"]

    @pytest.mark.parametrize("last", [op.take(2), Pipeline()[:2], Pipeline()[0:2:1]], ids=repr)
    def test_of_the_last_item_leaves_nothing_wanted(self, last: Pipeline[Any, Any]) -> None:
        seen: list[Any] = []
        sink = (last | op.map(int)).push(seen.append)
        sink.send("1")
        with pytest.raises(ValueError, match="invalid literal"):
            sink.send("two")
        assert sink.send("3") is False
        assert seen == [1]

    def test_leaves_items_of_a_flat_map_of_which_one_may_be_the_last(self) -> None:
        seen: list[Any] = []
        parts = op.flat_map(range) | op.map(lambda n: 6 // n)
        sink = (op.take(9) | parts).push(op.take(1).push(seen.append))
        with pytest.raises(ZeroDivisionError):
            sink.send(3)
        assert sink.send(5) is False
        assert seen == [6]


class TestClose:
    def test_gives_out_what_is_held_back_from_the_first_stage_to_the_last(self) -> None:
        sink = (op.batched(2) | op.append("end") | op.batched(2)).push(listed())
        assert [sink.send(item) for item in "abc"] == [True] * 3
        assert sink.close() == [(("a", "b"), ("c",)), ("end",)]

    def test_changes_nothing_the_second_time(self) -> None:
        log = Log()
        sink = op.batched(2).push(log.target)
        sink.send("a")
        assert sink.close() == sink.close() == "result"
        assert log.seen == [("a",), "closed"]
        with pytest.raises(SinkClosedError, match="takes no more items, for it was closed"):
            sink.send("b")

    def test_gives_out_nothing_above_what_wants_no_more(self) -> None:
        calls: list[Any] = []
        held = op.batched(2) | op.append(9) | op.cycle(2) | op.zip_longest("abcdef")
        sink = (held | op.tap(calls.append) | op.take(1) | op.batched(3)).push(listed())
        sink.send(1)
        assert sink.send(2) is False
        assert sink.close() == [(((1, 2), "a"),)]
        assert calls == [((1, 2), "a")]

    def test_reaches_the_target_after_an_error_of_a_stage(self) -> None:
        log = Log()
        sink = (op.batched(2) | op.map(trouble) | op.append(1)).push(log.target)
        sink.send(1)
        with pytest.raises(Trouble):
            sink.close()
        assert log.seen == ["trouble"]
        assert sink.closed
        assert sink.close() is None

    def test_raises_what_the_target_raises(self) -> None:
        @consumer
        def stubborn() -> Generator[None, Any, None]:
            try:
                yield
            except GeneratorExit:
                raise Trouble from None

        with pytest.raises(Trouble):
            op.map(str).push(stubborn()).close()

    def test_refuses_a_coroutine_that_ignores_it(self) -> None:
        @consumer
        def deaf() -> Generator[None, Any, None]:
            try:
                yield
            except GeneratorExit:
                yield

        with pytest.raises(RuntimeError, match="ignored GeneratorExit"):
            op.map(str).push(deaf()).close()

    def test_says_so_where_strict_items_do_not_fit(self) -> None:
        sink = op.zip("ab", strict=True).push(print)
        sink.send(1)
        with pytest.raises(ValueError, match="argument 2 is longer than argument 1"):
            sink.close()
        sink = op.batched(2, strict=True).push(print)
        sink.send(1)
        with pytest.raises(ValueError, match="the last batch must have 2 items"):
            sink.close()

    def test_that_could_never_end_is_refused_when_the_sink_is_made(self) -> None:
        endless = [op.cycle(), op.chain(Stream.count_from()), op.cycle() | op.sorted() | op.take(1)]
        for pipeline in endless:
            with pytest.raises(InfiniteStreamError, match="close would never end, for "):
                pipeline.push(print)
            with pytest.raises(InfiniteStreamError):
                pipeline.push(print, listed())
        sink = (op.cycle() | op.take(3)).push(listed())
        sink.send("a")
        assert sink.close() == ["a", "a", "a"]


class TestThrow:
    def test_ends_every_stage_and_gives_out_nothing(self) -> None:
        log, error = Log(), Trouble()
        sink = op.batched(2).push(log.target)
        sink.send("a")
        with pytest.raises(Trouble) as raised:
            sink.throw(error)
        assert raised.value is error
        assert log.seen == ["trouble"]
        assert sink.closed
        with pytest.raises(Trouble):
            sink.throw(error)

    def test_gives_the_result_of_a_coroutine_that_handles_it(self) -> None:
        @consumer
        def patient(most: int) -> Generator[None, Any, str]:
            for _ in range(most):
                with suppress(Trouble, GeneratorExit):
                    yield
            return "handled"

        assert op.map(str).push(patient(1)).throw(Trouble()) == "handled"
        assert op.map(str).push(patient(2)).throw(Trouble()) == "handled"

    def test_raises_what_a_coroutine_makes_of_it(self) -> None:
        @consumer
        def translates() -> Generator[None, Any, None]:
            try:
                yield
            except Trouble as error:
                raise LookupError from error

        with pytest.raises(LookupError):
            op.map(str).push(translates()).throw(Trouble())

    def test_after_the_coroutine_has_ended_raises_the_error(self) -> None:
        sink = op.map(str).push(Log(most=1).target)
        sink.send(1)
        with pytest.raises(Trouble):
            sink.throw(Trouble())


class TestWith:
    def test_closes_at_the_end(self) -> None:
        with op.batched(2).push(listed()) as sink:
            sink.send("a")
        assert sink.close() == [("a",)]

    def test_throws_an_error_of_the_block_and_lets_it_pass(self) -> None:
        log = Log()
        with pytest.raises(Trouble), op.batched(2).push(log.target) as sink:
            sink.send("a")
            raise Trouble
        assert log.seen == ["trouble"]

    def test_lets_an_error_pass_that_has_closed_the_sink(self) -> None:
        with pytest.raises(Trouble), op.tap(trouble).push(print) as sink:
            sink.send("a")

    def test_lets_an_error_pass_that_a_coroutine_handled(self) -> None:
        @consumer
        def handles() -> Generator[None, Any, None]:
            try:
                yield
            except Trouble:
                return

        with pytest.raises(Trouble), op.map(str).push(handles()):
            raise Trouble

    def test_raises_what_a_coroutine_makes_of_an_error(self) -> None:
        @consumer
        def translates() -> Generator[None, Any, None]:
            try:
                yield
            except Trouble:
                raise LookupError from None

        with pytest.raises(LookupError), op.map(str).push(translates()):
            raise Trouble


class TestATarget:
    def test_may_be_the_append_of_a_list_or_a_deque(self) -> None:
        a: list[str] = []
        b: deque[str] = deque(maxlen=1)
        Stream("xy").broadcast(op.map(str.upper).push(a.append), b.append)
        assert (a, list(b)) == (["X", "Y"], ["y"])

    def test_may_be_a_coroutine_that_is_not_primed(self) -> None:
        log = Log()
        Stream("ab").into(log.target)
        assert log.seen == ["a", "b", "closed"]

    def test_may_be_a_coroutine_that_wants_nothing(self) -> None:
        def nothing() -> Generator[None, Any, str]:
            return "nothing"
            yield

        sink = op.map(str).push(nothing())
        assert sink.done
        assert sink.close() == "nothing"

    def test_may_be_a_fold_again_and_again(self) -> None:
        longest = Fold(str, lambda a, b: max(a, b, key=len), None, str.upper)
        pipeline = op.map(str.strip)
        assert [Stream([" a", "bc"]).into(pipeline.push(longest)) for _ in "12"] == ["BC", "BC"]
        assert repr(longest).startswith("Fold(str, <lambda>, None, str.upper")
        assert repr(Fold(int, max)) == "Fold(int, max)"

    def test_that_is_a_pipeline_needs_one_itself(self) -> None:
        with pytest.raises(
            TypeError, match=r"got op\.map\(int\): a pipeline needs a target of its"
        ):
            op.map(str).push(op.map(int))

    @pytest.mark.parametrize("target", [list, dict, Trouble])
    def test_that_is_a_class_is_refused(self, target: type) -> None:
        with pytest.raises(TypeError, match=f"it would make a {target.__name__} of each, and lose"):
            op.map(str).push(target)

    def test_that_is_a_generator_function_is_refused(self) -> None:
        for function in (Log._run, Log()._run, consumer(Log._run)):
            with pytest.raises(TypeError, match="a generator function is not a generator yet"):
                op.map(str).push(function)

    def test_that_is_async_is_refused(self) -> None:
        async def later(item: object) -> None: ...

        async def many(item: object) -> Any:
            yield item

        for function in (later, many):
            with pytest.raises(TypeError, match="an async function would never be awaited"):
                op.map(str).push(function)

    def test_that_is_closed_ended_or_running_is_refused(self) -> None:
        sink = op.map(str).push(print)
        sink.close()
        with pytest.raises(SinkClosedError, match="targets must be open, got "):
            op.map(str).push(sink)
        ended = Log(most=0).target
        assert list(ended) == []
        with pytest.raises(ValueError, match="targets must wait for items, got .*, which is ended"):
            op.map(str).push(ended)

        def inside() -> Generator[None, Any, None]:
            with pytest.raises(ValueError, match="which is running"):
                op.map(str).push(itself)
            yield

        itself = inside()
        next(itself)
        itself.close()

    def test_is_asked_for(self) -> None:
        with pytest.raises(TypeError, match="^targets must be at least one, got none$"):
            op.map(str).push()
        with pytest.raises(TypeError, match="^targets must be at least one, got none$"):
            Stream("a").broadcast()
        with pytest.raises(TypeError, match="^targets must be at least one, got none$"):
            op.broadcast()


class TestFanIn:
    def test_a_sink_is_closed_with_the_last_that_sends_into_it(self) -> None:
        log = Log()
        shared = op.map(str).push(log.target)
        a, b = op.map(abs).push(shared), op.filter().push(shared)
        a.send(-1)
        assert a.close() is None
        assert not shared.closed
        b.send(2)
        assert b.close() == "result"
        assert log.seen == ["1", "2", "closed"]

    def test_the_error_of_one_leaves_it_to_the_others(self) -> None:
        log = Log()
        shared = op.batched(2).push(log.target)
        a, b = op.tap(trouble).push(shared), op.map(str).push(shared)
        with pytest.raises(Trouble):
            a.send(1)
        b.send(2)
        assert b.close() == "result"
        assert log.seen == [("2",), "closed"]

    def test_the_error_of_the_last_is_thrown(self) -> None:
        log = Log()
        shared = op.batched(2).push(log.target)
        a, b = op.tap(trouble).push(shared), op.map(str).push(shared)
        b.close()
        with pytest.raises(Trouble):
            a.send(1)
        assert log.seen == ["trouble"]
        assert shared.closed

    def test_its_own_error_closes_it_for_all(self) -> None:
        shared = op.tap(trouble).push(print)
        a, b = op.map(str).push(shared), op.map(str).push(shared)
        with pytest.raises(Trouble):
            a.send(1)
        assert a.closed
        with pytest.raises(SinkClosedError):
            b.send(1)
        assert b.closed

    def test_what_it_has_enough_of_it_wants_from_nobody(self) -> None:
        shared = op.take(1).push(listed())
        a, b = op.map(str).push(shared), op.map(str).push(shared)
        assert a.send(1) is False
        assert b.send(2) is False
        assert op.map(str).push(shared).done
        a.close()
        b.close()
        assert shared.close() == ["1"]


class TestSeveralTargets:
    def test_get_each_item_until_they_want_no_more(self) -> None:
        sink = op.map(str).push(op.take(1).push(listed()), listed(), op.take(0).push(listed()))
        assert [sink.send(n) for n in range(3)] == [True] * 3
        assert sink.close() == (["0"], ["0", "1", "2"], [])

    def test_want_no_more_when_none_of_them_does(self) -> None:
        sink = op.map(str).push(op.take(1).push(listed()), op.take(2).push(listed()))
        assert [sink.send(n) for n in range(3)] == [True, False, False]
        assert sink.close() == (["0"], ["0", "1"])
        assert op.map(str).push(op.take(0).push(print), op.take(0).push(print)).done

    def test_are_closed_after_an_error_of_one(self) -> None:
        a, b = Log(), Log()
        sink = op.map(str).push(a.target, op.tap(trouble).push(print), b.target)
        with pytest.raises(Trouble):
            sink.send(1)
        assert sink.closed
        assert (a.seen, b.seen) == (["1", "closed"], ["closed"])

    def test_are_all_closed_after_one_fails_to(self) -> None:
        @consumer
        def stubborn(error: Exception) -> Generator[None, Any, None]:
            try:
                yield
            except GeneratorExit:
                raise error from None

        log = Log()
        sink = op.map(str).push(stubborn(Trouble()), log.target, stubborn(LookupError("too")))
        with pytest.raises(Trouble) as raised:
            sink.close()
        assert log.seen == ["closed"]
        assert raised.value.__notes__ == ["and while that was dealt with: LookupError('too')"]

    def test_all_get_an_error_of_the_items(self) -> None:
        a, b = Log(), Log()
        sink = op.map(str).push(a.target, b.target)
        with pytest.raises(Trouble):
            sink.throw(Trouble())
        assert a.seen == b.seen == ["trouble"]

    def test_that_were_opened_are_closed_when_the_next_cannot_be(self) -> None:
        log = Log()
        failing = Fold(trouble, max)
        with pytest.raises(Trouble):
            op.map(str).push(log.target, failing)
        assert log.seen == ["trouble"]


class TestBroadcast:
    def test_ends_a_pipe(self) -> None:
        both = op.map(str) | op.broadcast(listed(), op.batched(2).push(listed()))
        assert isinstance(both, Program)
        assert repr(op.broadcast(print)) == "op.broadcast(print)"
        assert [1, 2, 3] | both == (["1", "2", "3"], [("1", "2"), ("3",)])

    def test_takes_the_place_of_a_target(self) -> None:
        sink = (op.map(str) | op.broadcast(listed(), listed())).push()
        sink.send(1)
        assert sink.close() == (["1"], ["1"])
        inner = op.map(len) | op.broadcast(listed())
        assert Stream(["ab"]).broadcast(inner, listed()) == (([2],), ["ab"])

    def test_gives_one_result_in_a_tuple(self) -> None:
        assert Stream("ab").broadcast(listed()) == (["a", "b"],)

    def test_pulls_nothing_for_targets_that_want_nothing(self) -> None:
        pulled: list[Any] = []
        Stream("ab").tap(pulled.append).broadcast(op.take(0).push(print))
        assert pulled == []


class TestTeeTo:
    def test_sends_each_item_aside_until_no_more_is_wanted_there(self) -> None:
        seen: list[Any] = []
        tee = op.tee_to(op.take(2).push(seen.append))
        assert list(tee("abc")) == ["a", "b", "c"]
        assert seen == ["a", "b"]

    @pytest.mark.parametrize("drive", [list, lambda s: s.into(op.map(str).push(print))])
    def test_closes_its_target_at_the_end(self, drive: Callable[[Stream[Any]], Any]) -> None:
        log = Log()
        drive(Stream([1, 2]).tee_to(log.target))
        assert log.seen == [1, 2, "closed"]

    def test_closes_its_target_on_an_early_stop(self) -> None:
        log = Log()
        assert Stream([1, 2]).tee_to(log.target).first() == 1
        assert log.seen == [1, "closed"]

    def test_what_is_held_aside_is_given_out_on_an_early_stop(self) -> None:
        seen: list[Any] = []
        assert Stream([1, 2]).tee_to(op.batched(2).push(seen.append)).first() == 1
        assert seen == [(1,)]

    def test_what_is_used_up_by_one_pass_has_only_one(self) -> None:
        once = Stream("ab").tee_to(op.map(str.upper).push([].append))
        once.consume()
        with pytest.raises(StreamConsumedError):
            once.consume()

    def test_an_error_of_its_target_stands_beside_the_one_before(self) -> None:
        @consumer
        def stubborn() -> Generator[None, Any, None]:
            try:
                yield
            except Trouble:
                raise KeyError("aside") from None

        with pytest.raises(Trouble) as caught:
            Stream([1]).map(trouble).tee_to(stubborn()).to_list()
        assert "and while that was dealt with: KeyError('aside')" in caught.value.__notes__

    def test_is_left_early_by_an_error_of_what_comes_behind(self) -> None:
        for drive in (Stream.to_list, lambda s: s.into(print)):
            log = Log()
            with pytest.raises(Trouble):
                drive(Stream([1]).tee_to(log.target).tap(trouble))
            assert log.seen == [1, "closed"]

    def test_throws_an_error_of_what_comes_before(self) -> None:
        log = Log()
        with pytest.raises(Trouble):
            Stream([1]).map(trouble).tee_to(log.target).to_list()
        assert log.seen == ["trouble"]

    def test_pushed_it_sends_closes_and_throws_alike(self) -> None:
        side, log = Log(), Log()
        sink = (op.batched(1) | op.tee_to(side.target) | op.map(len)).push(log.target)
        sink.send("a")
        sink.close()
        assert (side.seen, log.seen) == ([("a",), "closed"], [1, "closed"])
        side, log = Log(), Log()
        sink = (op.tee_to(side.target) | op.tap(trouble)).push(log.target)
        with pytest.raises(Trouble):
            sink.send("a")
        assert (side.seen, log.seen) == (["a", "closed"], ["trouble"])
        side, log = Log(), Log()
        sink = (op.tap(trouble) | op.tee_to(side.target)).push(log.target)
        with pytest.raises(Trouble):
            sink.send("a")
        assert (side.seen, log.seen) == (["trouble"], ["trouble"])

    def test_pushed_it_leaves_out_a_target_that_wants_no_more(self) -> None:
        side = Log(most=1)
        assert Stream("ab").into(op.tee_to(side.target).push(listed())) == ["a", "b"]
        assert side.seen == ["a"]

    def test_into_a_sink_makes_a_stream_one_shot_and_into_a_function_does_not(self) -> None:
        seen: list[Any] = []
        once = Stream("ab").tee_to(op.map(str.upper).push(seen.append))
        once.consume()
        with pytest.raises(StreamConsumedError, match="sends into <Sink .* used at .*test_push.py"):
            once.consume()
        again = Stream("ab").tee_to(seen.append)
        assert again.to_list() == again.to_list()
        assert seen == ["A", "B", "a", "b", "a", "b"]
        assert repr(again) == "Stream('ab').tee_to(list.append)"


class TestOperands:
    @pytest.mark.parametrize(
        "attach",
        [op.zip, op.zip_longest, op.chain, op.product, op.compress, op.map, op.or_else_from],
    )
    @pytest.mark.parametrize("end", ["close", "throw", "error", "full"])
    def test_are_closed_with_the_sink_while_an_error_is_still_handled(
        self, attach: Any, end: str, tmp_path: Path
    ) -> None:
        path = tmp_path / "lines"
        path.write_text("1\n2\n3\n")
        open_files: list[Any] = []

        def opened() -> Any:
            file = path.open()
            open_files.append(file)
            return file

        operand = Stream.using(opened)
        first = attach(max, operand) if attach is op.map else attach(operand)
        after = op.map(trouble if end == "error" else id) | op.tap(id)
        last = op.take(1 if end == "full" else 9)
        sink = (first | after | last).push([].append)
        try:
            sink.send("4")
            if end == "throw":
                sink.throw(Trouble())
            sink.close()
        except Trouble:
            assert all(file.closed for file in open_files)
        assert all(file.closed for file in open_files)
        assert sink.closed

    def test_are_not_asked_again_after_their_end(self) -> None:
        asked: list[str] = []

        def once() -> Any:
            asked.append("asked")
            raise StopIteration

        operand = itertools.starmap(once, itertools.repeat(()))
        sink = op.zip_longest(operand, fillvalue="-").push(listed())
        assert [sink.send(letter) for letter in "abc"] == [True] * 3
        assert sink.close() == [("a", "-"), ("b", "-"), ("c", "-")]
        assert asked == ["asked"]


class TestASink:
    def test_refuses_to_be_used_by_its_own_functions(self) -> None:
        uses: list[Callable[[], object]] = [
            lambda: sink.send(1),
            lambda: sink.close(),
            lambda: sink.throw(Trouble()),
            lambda: Stream([1]).into(sink),
        ]
        for use in uses:

            def call(_: object, use: Callable[[], object] = use) -> None:
                with pytest.raises(SinkBusyError, match="one of its own functions uses it"):
                    use()

            sink: Sink[Any, Any] = op.map(call).push(print)
            sink.send(0)
            assert not sink.closed
            sink.close()

    def test_is_busy_and_neither_done_nor_closed_in_the_middle_of_a_send(self) -> None:
        states: list[tuple[bool, bool]] = []
        sink: Sink[Any, Any] = op.map(lambda _: states.append((sink.done, sink.closed))).push(id)
        sink.send(1)
        assert states == [(False, False)]

    def test_is_no_value_that_can_be_copied_or_pickled(self) -> None:
        sink = op.map(str).push(print)
        for duplicate in (copy.copy, copy.deepcopy, pickle.dumps):
            for each in (sink, sink.locked()):
                with pytest.raises(TypeError, match="a sink cannot be pickled or copied"):
                    duplicate(each)

    def test_that_is_closed_can_be_no_target_any_more(self) -> None:
        sink = op.map(str).push(print)
        again = op.map(str) | op.broadcast(sink)
        sink.close()
        with pytest.raises(SinkClosedError, match="a target must be open, got <Sink map"):
            again.push()
        with pytest.raises(SinkClosedError):
            sink.threaded()

    def test_nests_as_deep_as_its_functions_call_one_another(self) -> None:
        sink: Sink[Any, Any] = op.map(str).push(print)
        with pytest.raises(DeepStreamError):
            for _ in range(1000):
                sink = op.map(str).push(sink)
        sink.close()

    def test_shows_its_pipeline_and_whether_it_is_closed(self) -> None:
        sink = (op.map(str) | op.take(2)).push(print)
        assert repr(sink) == "<Sink map(str) | take(2)>"
        sink.close()
        assert repr(sink) == "<Sink map(str) | take(2), closed>"

    def test_of_too_many_stages_is_refused(self) -> None:
        deep = Pipeline(op.lead()._operations * 300)
        assert deep.push(print).send(1)
        with pytest.raises(DeepStreamError, match="must nest at most 400 functions"):
            Pipeline(op.lead()._operations * 500).push(print)
        inline = Pipeline(op.map(abs)._operations * 900)
        assert Stream([-1]).into(inline.push(listed())) == [1]

    def test_takes_nothing_of_items_when_it_is_full_or_closed(self) -> None:
        pulled: list[Any] = []
        items = Stream("ab").tap(pulled.append)
        assert items.into(op.take(0).push(listed())) == []
        sink = op.take(1).push(listed())
        sink.send("z")
        assert items.into(sink) == ["z"]
        with pytest.raises(SinkClosedError):
            items.into(sink)
        assert pulled == []
