"""`try_map`, `catch` and `on_close`, for what is their own."""

from __future__ import annotations

import gc
import pickle
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import OPERATIONS, Call, Line, items_that, values
from test_laws import Trouble, alike, each_operation, pulled
from test_push_laws import pulled_by_push

from rillet import Err, Fold, Ok, Pipeline, Sink, Stream, consumer, op

Made = tuple[list[Any], BaseException | None]


def by_pull(stream: Stream[Any]) -> Made:
    return pulled(stream)


def by_push(stream: Stream[Any]) -> Made:
    outputs: list[Any] = []
    try:
        Stream(stream._source).into(Pipeline(stream._operations).push(outputs.append))
    except Exception as error:
        return outputs, error
    return outputs, None


pulled_and_pushed = pytest.mark.parametrize("run", [by_pull, by_push])


def inverse(n: int) -> float:
    return 1 / n


def refuse(item: Any) -> Any:
    raise Trouble(item)


def source(*items: Any, error: BaseException) -> Iterator[Any]:
    yield from items
    raise error


class FailingAt:
    """A function that fails at the calls of these numbers, and gives any other item."""

    def __init__(self, places: set[int]) -> None:
        self.places = places
        self.calls = 0

    def __call__(self, item: Any) -> Any:
        self.calls += 1
        if self.calls - 1 in self.places:
            raise Trouble
        return item


def without(items: list[Any], places: set[int]) -> list[Any]:
    return [item for place, item in enumerate(items) if place not in places]


def outcomes(items: list[Any], places: set[int]) -> list[Any]:
    return [
        Err(item, Trouble()) if place in places else Ok(item) for place, item in enumerate(items)
    ]


class TestAFailingElement:
    @each_operation
    @given(data=st.data(), places=st.sets(st.integers(0, 6)))
    def test_loses_nothing_after_it_whatever_stands_before(
        self, line: Line, data: st.DataObject, places: set[int]
    ) -> None:
        items, call = data.draw(line.inputs), data.draw(line.calls)
        known = call.reference(items)
        for run in (by_pull, by_push):
            skipped, error = run(call.on(Stream(items)).try_map(FailingAt(places)))
            assert alike(skipped, without(known.outputs, places))
            assert error is known.error or type(error) is known.error
            collected, _ = run(
                call.on(Stream(items)).try_map(FailingAt(places), Trouble, on_error="collect")
            )
            assert alike(collected, outcomes(known.outputs, places))
            replaced, _ = run(
                call.on(Stream(items)).try_map(FailingAt(places), on_error=lambda item, _: [item])
            )
            assert alike(
                replaced,
                [[item] if at in places else item for at, item in enumerate(known.outputs)],
            )

    @each_operation
    @given(data=st.data(), places=st.sets(st.integers(0, 6)))
    def test_loses_nothing_whatever_stands_after(
        self, line: Line, data: st.DataObject, places: set[int]
    ) -> None:
        items, call = data.draw(line.inputs), data.draw(line.calls)
        known = call.reference(without(items, places))
        outputs, _ = pulled(call.on(Stream(items).try_map(FailingAt(places))))
        assert alike(outputs, known.outputs)
        pushed = pulled_by_push([Call(TRY, (FailingAt(places),), {}), call], items)
        assert alike(pushed.outputs, known.outputs)


TRY = next(line for line in OPERATIONS if line.name == "try_map")


class TestTryMap:
    @pulled_and_pushed
    def test_counts_only_the_given_classes_as_a_failure(self, run: Callable[..., Made]) -> None:
        s = Stream([1, 0, "a", 2]).try_map(inverse, ZeroDivisionError)
        outputs, error = run(s)
        assert outputs == [1.0]
        assert type(error) is TypeError

    @pulled_and_pushed
    def test_tries_its_function_alone(self, run: Callable[..., Made]) -> None:
        outputs, error = run(Stream([1, 0]).map(inverse).try_map(str))
        assert outputs == ["1.0"]
        assert type(error) is ZeroDivisionError
        outputs, error = run(Stream([1, 0]).try_map(float).map(inverse))
        assert type(error) is ZeroDivisionError

    @pulled_and_pushed
    @pytest.mark.parametrize("on_error", ["skip", "collect", lambda item, error: item])
    def test_ends_at_stop_iteration_unless_that_is_named(
        self, run: Callable[..., Made], on_error: Any
    ) -> None:
        def stops(n: int) -> int:
            if n == 2:
                raise StopIteration(n)
            return n

        s = Stream([1, 2, 3])
        one = [Ok(1)] if on_error == "collect" else [1]
        assert run(s.try_map(stops, on_error=on_error)) == (one, None)
        assert run(s.try_map(stops, BaseException, on_error=on_error)) == (one, None)
        outputs, error = run(s.try_map(stops, StopIteration, on_error=on_error))
        assert error is None
        assert outputs[-1] in (3, Ok(3))

    @pulled_and_pushed
    def test_ends_at_stop_iteration_of_on_error(self, run: Callable[..., Made]) -> None:
        def stop(item: Any, error: Exception) -> None:
            raise StopIteration

        assert run(Stream("1x2").try_map(int, on_error=stop)) == ([1], None)

    @pulled_and_pushed
    def test_gives_on_an_error_of_on_error_with_what_it_came_from(
        self, run: Callable[..., Made]
    ) -> None:
        def fail(item: Any, error: Exception) -> None:
            raise Trouble(item)

        outputs, error = run(Stream("1x2").try_map(int, on_error=fail))
        assert outputs == [1]
        assert type(error) is Trouble
        assert type(error.__context__) is ValueError

    @pulled_and_pushed
    def test_lets_interrupts_pass_unless_they_are_named(self, run: Callable[..., Made]) -> None:
        def interrupted(n: int) -> int:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run(Stream([1]).try_map(interrupted))
        assert run(Stream([1]).try_map(interrupted, KeyboardInterrupt)) == ([], None)

    @pulled_and_pushed
    def test_keeps_a_none_of_the_function(self, run: Callable[..., Made]) -> None:
        tried = Stream([1, 2]).try_map(lambda n: None, on_error=lambda *_: None)
        assert run(tried) == ([None, None], None)

    def test_can_try_again(self) -> None:
        left = [2, 1]

        def flaky(n: int) -> int:
            if n == 7 and left.pop():
                raise Trouble
            return n

        assert Stream([7]).try_map(flaky, on_error=lambda n, _: n + left.pop()).to_list() == [9]

    def test_is_left_early_without_a_failure(self) -> None:
        items = iter(Stream([1, 2]).try_map(str, BaseException, on_error="collect"))
        assert next(items) == Ok("1")
        del items


class TestOutcomes:
    @given(value=values)
    def test_are_shown_as_they_are_made_and_pickled(self, value: Any) -> None:
        for outcome in (Ok(value), Err(value, None)):  # type: ignore[type-var]
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                assert alike(pickle.loads(pickle.dumps(outcome, protocol)), outcome)
        assert repr(Ok([1])) == "Ok([1])"
        assert repr(Err("x", ValueError("no"))) == "Err('x', ValueError('no'))"

    def test_are_equal_when_their_parts_are(self) -> None:
        error = Trouble()
        assert Ok(1) == Ok(1.0)
        assert Ok(1) != Ok(2)
        assert Ok(1) != 1
        assert Err(1, error) == Err(1, error)
        assert Err(1, error) != Err(1, Trouble())
        assert Err(1, error) != Ok(1)
        assert Ok(None) != Err(None, error)
        assert len({Ok(1), Ok(1), Err(1, error), Err(1, error)}) == 2

    def test_are_told_apart_by_match(self) -> None:
        seen = []
        for outcome in Stream("1x").try_map(int, on_error="collect"):
            match outcome:
                case Ok(value):
                    seen.append(value)
                case Err(item, ValueError()):
                    seen.append(item)
        assert seen == [1, "x"]

    def test_can_be_written_with_their_types(self) -> None:
        assert Ok[int](1) == Ok(1)
        assert Err[int, Trouble](1, Trouble()).item == 1

    @pulled_and_pushed
    def test_have_a_traceback_that_begins_in_the_function(self, run: Callable[..., Made]) -> None:
        ((err,), _) = run(Stream([1]).try_map(refuse, on_error="collect"))
        assert err.error.__traceback__.tb_frame.f_code is refuse.__code__
        ((err,), _) = run(Stream("x").try_map(int, on_error="collect"))
        assert err.error.__traceback__ is None

    def test_keep_nothing_of_the_pass_that_they_come_from(self) -> None:
        class Items(list[Any]):
            pass

        items = Items([1])
        gone = weakref.ref(items)
        (err,) = Stream(items).try_map(refuse, on_error="collect")
        del items
        gc.collect()
        assert gone() is None
        assert isinstance(err, Err)

    def test_are_let_go_of_without_the_collector(self) -> None:
        class Item:
            pass

        gc.disable()
        try:
            item = Item()
            gone = weakref.ref(item)
            one_pass = iter(Stream([item]).try_map(refuse, on_error="collect"))
            del item
            next(one_pass)
            assert list(one_pass) == []
            del one_pass
            assert gone() is None
        finally:
            gc.enable()


class TestCatch:
    @pulled_and_pushed
    def test_goes_on_with_the_items_of_the_handler(self, run: Callable[..., Made]) -> None:
        caught = Stream([2, 0, 4]).map(inverse).catch(ZeroDivisionError, lambda error: [-1, error])
        outputs, error = run(caught)
        assert outputs[:2] == [0.5, -1]
        assert type(outputs[2]) is ZeroDivisionError
        assert error is None

    @pulled_and_pushed
    def test_catches_an_error_of_the_source(self, run: Callable[..., Made]) -> None:
        s = Stream.using(lambda: closing(source(1, 2, error=Trouble())))
        assert run(s.catch(Trouble, lambda error: "ab")) == ([1, 2, "a", "b"], None)
        assert run(s.map(str).catch((KeyError, Trouble), str)) == (["1", "2"], None)
        assert run(s.batched(2).drop(0).catch(Trouble, lambda e: "a")) == ([(1, 2), "a"], None)

    @pulled_and_pushed
    def test_lets_other_errors_pass(self, run: Callable[..., Made]) -> None:
        outputs, error = run(Stream([1, 0]).map(inverse).catch(ValueError, list))
        assert outputs == [1.0]
        assert type(error) is ZeroDivisionError

    @pulled_and_pushed
    def test_leaves_what_comes_after_it_alone(self, run: Callable[..., Made]) -> None:
        outputs, error = run(Stream([1, 0]).catch(ZeroDivisionError, list).map(inverse))
        assert outputs == [1.0]
        assert type(error) is ZeroDivisionError

    @pulled_and_pushed
    def test_gives_on_what_its_handler_raises(self, run: Callable[..., Made]) -> None:
        s = Stream([1, 0]).map(inverse)
        outputs, error = run(s.catch(ZeroDivisionError, refuse))
        assert outputs == [1.0]
        assert type(error) is Trouble
        assert type(error.__context__) is ZeroDivisionError

    @pulled_and_pushed
    def test_gives_on_the_error_that_its_handler_raises_again(
        self, run: Callable[..., Made]
    ) -> None:
        own = Trouble()

        def again(error: Trouble) -> list[Any]:
            assert error is own
            raise error

        _, error = run(Stream(source(1, error=own)).catch(Trouble, again).batched(2))
        assert error is own

    @pulled_and_pushed
    def test_does_not_catch_what_its_own_items_raise(self, run: Callable[..., Made]) -> None:
        s = Stream([0]).map(inverse)
        caught = s.catch(Exception, lambda error: source("a", error=Trouble()))
        outputs, error = run(caught)
        assert outputs == ["a"]
        assert type(error) is Trouble
        assert run(caught.catch(Trouble, lambda error: ["b"])) == (["a", "b"], None)

    @pulled_and_pushed
    def test_may_be_followed_by_another(self, run: Callable[..., Made]) -> None:
        s = Stream("1x2").map(int).catch(ValueError, lambda _: "yz").map(int)
        assert run(s.catch(ValueError, lambda _: "z")) == ([1, "z"], None)
        assert run(s.catch(KeyError, str).catch(ValueError, lambda _: "z")) == ([1, "z"], None)
        refused = Stream("1x2").map(int).catch(ValueError, refuse)
        assert run(refused.catch(Trouble, lambda _: "z")) == ([1, "z"], None)

    @pulled_and_pushed
    def test_refuses_what_is_no_iterable_of_the_handler(self, run: Callable[..., Made]) -> None:
        _, error = run(Stream([0]).map(inverse).catch(ZeroDivisionError, lambda error: 5))  # type: ignore[arg-type,return-value]
        assert str(error) == "handler must return an iterable, it returned 5"

    @pulled_and_pushed
    def test_ends_at_stop_iteration_of_its_handler(self, run: Callable[..., Made]) -> None:
        def stop(error: Exception) -> Any:
            raise StopIteration

        assert run(Stream([1, 0]).map(inverse).catch(ZeroDivisionError, stop)) == ([1.0], None)

    @pulled_and_pushed
    def test_closes_what_was_opened_before_the_items_of_the_handler(
        self, run: Callable[..., Made]
    ) -> None:
        seen: list[str] = []

        def handler(error: Exception) -> list[str]:
            seen.append("handled")
            return ["a"]

        s = Stream([1, 0]).on_close(partial(seen.append, "closed")).map(inverse)
        s = s.on_close(partial(seen.append, "closed after")).catch(Exception, handler)
        run(s.on_close(partial(seen.append, "the end")))
        assert sorted(seen[:2]) == ["closed", "closed after"]
        assert seen[2:] == ["handled", "the end"]

    def test_closes_the_source_before_the_handler_is_called(self) -> None:
        seen: list[str] = []

        def rows() -> Iterator[int]:
            try:
                yield 1
                yield 0
            finally:
                seen.append("closed")

        def handler(error: Exception) -> list[str]:
            return [*seen]

        s = Stream.using(lambda: closing(rows())).map(inverse).filter_map(abs)
        assert s.catch(Exception, handler).to_list() == [1.0, "closed"]

    @pulled_and_pushed
    def test_names_interrupts_only_on_purpose(self, run: Callable[..., Made]) -> None:
        interrupted = partial(source, 1, error=KeyboardInterrupt())
        s = Stream.using(lambda: closing(interrupted()))
        assert run(s.catch(KeyboardInterrupt, lambda _: "a")) == ([1, "a"], None)

    def test_takes_an_early_stop_for_no_failure(self) -> None:
        handled: list[Any] = []
        items = iter(Stream([1, 2]).catch(BaseException, lambda error: handled))
        assert next(items) == 1
        handled.append("handled")
        items.close()  # type: ignore[attr-defined]
        assert [*items] == []

    def test_refuses_no_classes_at_all(self) -> None:
        with pytest.raises(ValueError, match="^exceptions must be at least one, got none$"):
            Stream([]).catch((), list)

    def test_makes_an_endless_stream_one_that_may_end(self) -> None:
        inverses = Stream.count_from(2, -1).map(inverse)
        assert inverses.catch(ZeroDivisionError, lambda _: [0.0]).to_list() == [0.5, 1.0, 0.0]


class TestAPushedCatch:
    def pipeline(self) -> Pipeline[str, Any]:
        return op.map(int) | op.catch(ValueError, lambda error: ["a", "b", "c"])

    def test_wants_no_more_after_it_has_caught(self) -> None:
        out: list[Any] = []
        sink = (self.pipeline() | op.batched(2)).push(out.append)
        assert sink.send("1")
        assert not sink.send("x")
        assert sink.done
        assert not sink.closed
        assert not sink.send("2")
        assert out == [(1, "a"), ("b", "c")]
        sink.close()
        sink.close()
        assert out == [(1, "a"), ("b", "c")]

    def test_gives_out_no_more_than_is_wanted(self) -> None:
        out: list[Any] = []
        sink = (self.pipeline() | op.take(2)).push(out.append)
        assert not sink.send("x")
        sink.close()
        assert out == ["a", "b"]

    def test_goes_on_where_an_error_below_has_interrupted_it(self) -> None:
        out: list[Any] = []

        def no_b(item: Any) -> Any:
            if item == "b":
                raise Trouble
            return item

        sink = (self.pipeline() | op.map(no_b)).push(out.append)
        with pytest.raises(Trouble):
            sink.send("x")
        assert not sink.closed
        assert not sink.send("1")
        sink.close()
        assert out == ["a", "c"]
        items = iter(Stream("x").pipe(self.pipeline()).map(no_b))
        assert (next(items), pulled(items)[0], [*items]) == ("a", [], ["c"])

    def test_is_closed_by_an_error_that_none_below_survives(self) -> None:
        sink = (self.pipeline() | op.tap(refuse)).push([].append)
        with pytest.raises(Trouble) as caught:
            sink.send("x")
        assert type(caught.value.__context__) is ValueError
        assert sink.closed

    def test_catches_what_is_thrown_and_gives_the_result(self) -> None:
        result = (op.on_close(list) | self.pipeline()).push(JOINED).throw(ValueError())
        assert result == "abc"
        with pytest.raises(GeneratorExit):
            op.catch(BaseException, str).push(JOINED).throw(GeneratorExit())

    def test_goes_on_after_an_error_below_and_then_wants_no_more(self) -> None:
        pipeline = op.map(inverse) | op.catch(ZeroDivisionError, lambda error: [1, 0, 3])
        pipeline = pipeline | op.map(lambda n: n or refuse(n))
        seen: list[Any] = []
        sink = pipeline.push(seen.append)
        with pytest.raises(Trouble):
            sink.send(0)
        assert not sink.send(0)
        assert seen == [1, 3]

    def test_gives_no_more_than_is_wanted(self) -> None:
        seen: list[Any] = []
        pipeline = op.map(inverse) | op.catch(ZeroDivisionError, lambda error: [1, 2])
        with (pipeline | op.tap(seen.append) | op.take(1)).push([].append) as sink:
            sink.send(0)
        assert seen == [1]

    def test_catches_one_error_alone(self) -> None:
        error = ValueError()
        sink = self.pipeline().push(JOINED)
        assert not sink.send("x")
        with pytest.raises(ValueError, match="^$") as raised:
            sink.throw(error)
        assert raised.value is error
        assert sink.closed

    def test_catches_what_arises_at_the_end(self) -> None:
        strict = op.batched(2, strict=True) | op.catch(ValueError, lambda _: "z")
        assert Stream("abc").into(strict.push(JOINED)) == "('a', 'b')z"
        late = op.sorted() | op.map(int) | op.catch(ValueError, lambda _: "z") | op.map(str)
        assert Stream("1x2").into((late | op.sorted()).push(JOINED)) == "12z"

    def test_catches_what_arises_before_the_first_item(self) -> None:
        early = op.prepend("x") | op.map(int) | op.catch(ValueError, lambda _: "z")
        assert Stream("1").into(early.push(JOINED)) == "z"
        assert (Stream("1") | early | "".join) == "z"
        with pytest.raises(Trouble):
            (op.prepend("x") | op.map(int) | op.catch(ValueError, refuse)).push(JOINED)

    def test_gives_on_an_error_at_the_end_that_it_does_not_catch(self) -> None:
        strict = op.batched(2, strict=True) | op.catch(ValueError, refuse)
        with pytest.raises(Trouble):
            Stream("abc").into(strict.push(JOINED))

    def test_knows_equal_operations_apart_by_their_place(self) -> None:
        both = op.flat_map(int_of) | op.catch(ValueError, lambda _: "12") | op.flat_map(int_of)
        assert Stream("1x").into(both.push(JOINED)) == "112"
        late = op.sorted() | both
        assert Stream("1x").into(late.push(JOINED)) == "112"
        with pytest.raises(ValueError, match="int"):
            Stream("1x").into((both | op.flat_map(lambda _: int_of("x"))).push(JOINED))

    @pytest.mark.parametrize(
        "cross", [lambda sink: sink, lambda s: s.locked(), lambda s: s.threaded()]
    )
    def test_is_found_in_a_sink_behind_the_one_that_fails(self, cross: Callable[..., Any]) -> None:
        def behind() -> Any:
            return cross(op.catch(ValueError, lambda _: "z").push(JOINED))

        assert Stream("1x2").into(op.map(int).push(behind())) == "1z"
        assert Stream(source("1", error=ValueError())).into(op.map(int).push(behind())) == "1z"
        assert Stream(source("1", error=ValueError())).into(behind()) == "1z"
        assert Stream("1x2").map(int).into(behind()) == "1z"
        sink = op.map(int).push(behind())
        assert not sink.send("x")
        assert sink.close() == "z"
        assert sink.close() == "z"

    def test_is_not_asked_of_a_sink_that_others_feed_too(self) -> None:
        shared = op.catch(ValueError, lambda _: "z").push(JOINED)
        one, other = op.map(int).push(shared), op.map(str).push(shared)
        with pytest.raises(ValueError, match="int"):
            one.send("x")
        one.close()
        other.send("a")
        assert other.close() == "a"

    def test_is_asked_of_every_branch_of_a_broadcast(self) -> None:
        def branch(word: str) -> Any:
            return op.catch(ValueError, lambda _: word).push(JOINED)

        def failing() -> Stream[Any]:
            return Stream(source("1", error=ValueError()))

        assert failing().broadcast(branch("y"), branch("z")) == ("1y", "1z")
        assert failing().into(op.map(str).push(branch("y"), branch("z"))) == ("1y", "1z")
        with pytest.raises(ValueError, match="^$"):
            failing().broadcast(branch("y"), JOINED)
        with pytest.raises(Trouble):
            failing().broadcast(op.catch(ValueError, refuse).push(JOINED), branch("z"))

    def test_of_a_branch_handles_the_errors_of_the_branch(self) -> None:
        branch = (op.map(int) | op.catch(ValueError, lambda _: "z")).push(JOINED)
        assert Stream("1x2").broadcast(branch, JOINED) == ("1z", "1x2")

    def test_catches_an_error_of_a_side_target(self) -> None:
        side = op.tee_to(refuse) | op.catch(Trouble, lambda _: "z")
        seen: list[Any] = []
        Stream("1").into(side.push(lambda item: seen.append(item)))
        assert seen == ["z"]

    def test_is_passed_by_an_error_of_the_target(self) -> None:
        @consumer
        def no_x() -> Any:
            while (yield) != "x":
                pass
            raise ValueError

        with pytest.raises(ValueError, match="^$"):
            Stream("1x2").into(op.catch(ValueError, lambda _: "z").push(no_x()))


class Own(Sink[Any, Any]):
    """A sink of the user's own, which knows nothing of `catch`."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []

    def send(self, item: Any, /) -> bool:
        self.got.append(item)
        return len(self.got) < 2

    def close(self) -> list[Any]:
        return self.got

    def throw(self, error: BaseException, /) -> Any:
        raise error

    @property
    def done(self) -> bool:
        return len(self.got) == 2

    @property
    def closed(self) -> bool:
        return False


def test_a_sink_of_ones_own_handles_no_error() -> None:
    assert Stream("abc").into(Own()) == ["a", "b"]
    assert Stream("a").into(Own()) == ["a"]
    with pytest.raises(Trouble):
        Stream(source("a", error=Trouble())).into(Own())


def test_a_side_target_may_be_written_in_c() -> None:
    side: list[Any] = []
    assert Stream("ab").into(op.tee_to(side.append).push(JOINED)) == "ab"
    assert side == ["a", "b"]


def int_of(text: Any) -> list[int]:
    return [int(text)]


JOINED: Fold[Any, str] = Fold(str, lambda text, item: text + str(item))


class TestOnClose:
    @pulled_and_pushed
    def test_runs_once_in_a_pass(self, run: Callable[..., Made]) -> None:
        closed: list[int] = []
        s = Stream([1, 2]).on_close(lambda: closed.append(1))
        run(s)
        assert closed == [1]
        run(s.map(inverse))
        assert closed == [1, 1]
        run(s.map(refuse))
        assert closed == [1, 1, 1]
        run(s.take(1))
        assert closed == [1, 1, 1, 1]
        run(Stream(source(error=Trouble())).on_close(lambda: closed.append(1)))
        assert closed == [1, 1, 1, 1, 1]

    @pulled_and_pushed
    def test_is_not_called_where_nothing_is_pulled(self, run: Callable[..., Made]) -> None:
        assert run(Stream([1]).on_close(partial(refuse, 1)).take(0)) == ([], None)
        iter(Stream([1]).on_close(partial(refuse, 1)))

    @pulled_and_pushed
    def test_runs_on_an_empty_stream(self, run: Callable[..., Made]) -> None:
        closed: list[int] = []
        run(Stream([]).on_close(lambda: closed.append(1)))
        assert closed == [1]

    @pulled_and_pushed
    def test_raises_at_the_end_what_its_function_raises(self, run: Callable[..., Made]) -> None:
        outputs, error = run(Stream([1]).on_close(partial(refuse, 1)))
        assert outputs == [1]
        assert type(error) is Trouble
        caught = Stream([1]).on_close(partial(refuse, 1)).catch(Trouble, lambda _: "a")
        assert run(caught) == ([1, "a"], None)

    @pulled_and_pushed
    def test_notes_on_an_error_what_its_function_raises(self, run: Callable[..., Made]) -> None:
        _, error = run(Stream([0]).map(inverse).on_close(partial(refuse, 1)))
        assert type(error) is ZeroDivisionError
        assert "and while that was dealt with: Trouble(1)" in error.__notes__

    @pulled_and_pushed
    def test_takes_stop_iteration_of_its_function_for_the_end(
        self, run: Callable[..., Made]
    ) -> None:
        assert run(Stream([1]).on_close(lambda: next(iter([])))) == ([1], None)

    def test_gives_python_what_its_function_raises_where_a_pass_is_let_go_of(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[Any] = []
        monkeypatch.setattr(sys, "unraisablehook", lambda what: seen.append(what.exc_type))
        assert Stream([1, 2]).on_close(partial(refuse, 1)).first() == 1
        assert seen == [Trouble]

    def test_is_called_when_the_for_loop_is_left(self) -> None:
        closed: list[int] = []
        for _ in Stream([1, 2]).on_close(lambda: closed.append(1)):
            break
        assert closed == [1]

    def test_is_called_when_a_sink_is_closed_or_thrown_into(self) -> None:
        closed: list[int] = []
        pipeline = op.on_close(lambda: closed.append(1))
        with pipeline.push([].append) as sink:
            sink.send(1)
            assert closed == []
        assert closed == [1]
        with pytest.raises(Trouble):
            pipeline.push([].append).throw(Trouble())
        assert closed == [1, 1]

    @given(items=items_that(frozenset()))
    def test_changes_no_item(self, items: list[Any]) -> None:
        assert alike(Stream(items).on_close(list).to_list(), items)


def test_pipelines_of_them_can_be_pickled() -> None:
    pipeline = op.try_map(int, on_error="collect") | op.catch(ValueError, str) | op.on_close(list)
    assert pickle.loads(pickle.dumps(pipeline)) == pipeline


def refuses(item: Any) -> None:
    if item == 2:
        raise Trouble


def refused(total: int, item: int) -> int:
    refuses(item)
    return item


NOT_FROM_ABOVE: dict[str, Callable[[Pipeline[Any, Any]], object]] = {
    "the target": lambda catch: Stream([1, 2]).into(catch.push(refuses)),
    "an operation": lambda catch: Stream([1, 2]).into(
        (catch | op.accumulate(refused)).push([].append)
    ),
    "broadcast": lambda catch: Stream([1, 2]).broadcast([].append, catch.push(refuses)),
    "broadcast to several that catch": lambda catch: Stream([1, 2]).broadcast(
        catch.push(refuses), catch.push([].append)
    ),
    "locked": lambda catch: Stream([1, 2]).into(catch.push(refuses).locked()),
    "threaded": lambda catch: Stream([1, 2]).into(catch.push(refuses).threaded()),
    "a sink behind another": lambda catch: Stream([1, 2]).into(
        op.map(int).push(catch.push(refuses))
    ),
    "a sink before another": lambda catch: Stream([1, 2]).into(
        catch.push(op.map(int).push(refuses))
    ),
    "tee_to": lambda catch: Stream([1, 2]).tee_to(catch.push(refuses)).to_list(),
}


@pytest.mark.parametrize("run", NOT_FROM_ABOVE.values(), ids=NOT_FROM_ABOVE)
def test_an_error_from_below_is_not_caught_when_the_chain_that_lives_on_is_ended(
    run: Callable[[Pipeline[Any, Any]], object],
) -> None:
    handled: list[BaseException] = []

    def handler(error: BaseException) -> list[int]:
        handled.append(error)
        return [5]

    with pytest.raises(Trouble):
        run(op.catch(Trouble, handler))
    assert handled == []


def test_an_error_that_a_sink_has_lived_through_is_not_caught_when_it_is_thrown_back() -> None:
    seen: list[Any] = []
    sink = op.catch(Trouble, lambda _: "z").push(lambda item: (refuses(item), seen.append(item)))
    with pytest.raises(Trouble) as lived_through:
        sink.send(2)
    assert sink.send(3)
    with pytest.raises(Trouble):
        sink.throw(lived_through.value)
    assert seen == [3]
