"""To look at a pass, by `trace` or `profile`, does not change it."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from calls import CALLING_LAZY, LAZY
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import OPERATIONS, Line, Plan, counts, grown, plans
from test_ends import ERRORS, Door, failing
from test_laws import Recording, Trouble, alike, pulled

from rillet import DeepStreamError, InfiniteStreamError, Stream, StreamConsumedError
from rillet.seeing import profile
from rillet.seeing.profile import Profile, ProfileRow, _profile, _Tally

WIDER = settings(max_examples=15 * settings().max_examples)


def quietly(stream: Stream[Any], n: int) -> list[Any]:
    return stream.trace(n, file=io.StringIO())


def lines_of_trace(stream: Stream[Any], n: int = 5) -> list[str]:
    file = io.StringIO()
    with contextlib.suppress(Exception):
        stream.trace(n, file=file)
    return file.getvalue().splitlines()


class Told:
    """A source of known items, one-shot or not, that tells of each pull; it may end in an error."""

    def __init__(self, items: list[Any], told: list[Any], error: BaseException | None) -> None:
        self.items = items
        self.told = told
        self.error = error

    def __iter__(self) -> Iterator[Any]:
        self.told.append("a pass")
        return Telling(self.items, self.told, self.error)


class ToldBothWays(Told):
    def __reversed__(self) -> Iterator[Any]:
        self.told.append("a pass backwards")
        return Telling(self.items[::-1], self.told, self.error)


class Telling(Told):
    """The iterator of `Told`, and a one-shot source."""

    def __init__(self, items: list[Any], told: list[Any], error: BaseException | None) -> None:
        super().__init__(items, told, error)
        self.left = iter(list(items))

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.told.append("a pull")
        for item in self.left:
            return item
        raise self.error or StopIteration


sources = st.sampled_from([Told, ToldBothWays, Telling])
errors = st.none() | st.builds(Trouble)


def told_by(
    read: Callable[[Stream[Any]], Any], plan: Plan, kind: type[Told], error: BaseException | None
) -> tuple[list[Any], Any]:
    """Each pull of the source and each call of a function, in order, and what comes out."""
    told: list[Any] = []
    calls = [call.with_functions(lambda f: Recording(f, told)) for call in plan.calls]
    stream = grown(Stream(kind(plan.items, told, error)), calls)
    try:
        return told, read(stream)
    except Exception as raised:
        return told, raised


Look = Callable[[Stream[Any]], Any]


def is_read_alike(
    looked_at: Look, plainly: Look, plan: Plan, kind: type[Told], error: BaseException | None
) -> None:
    told, answer = told_by(looked_at, plan, kind, error)
    known, known_answer = told_by(plainly, plan, kind, error)
    assert alike(told, known)
    assert alike(answer, known_answer)
    assert not isinstance(known_answer, Trouble) or answer is known_answer


def first_items(stream: Stream[Any], n: int) -> list[Any]:
    return list(itertools.islice(iter(stream), n))


def profiled_away(stream: Stream[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "PULLS", 1)  # what measuring costs is not looked at
        stream.profile()


def read_away(stream: Stream[Any]) -> None:
    for _ in stream:
        pass


@WIDER
@given(plan=plans(), n=counts | st.just(999), kind=sources, error=errors)
def test_a_traced_pass_calls_and_pulls_what_a_plain_one_does(
    plan: Plan, n: int, kind: type[Told], error: BaseException | None
) -> None:
    is_read_alike(partial(quietly, n=n), partial(first_items, n=n), plan, kind, error)


@WIDER
@given(plan=plans(), kind=sources, error=errors)
def test_a_profiled_pass_calls_and_pulls_what_a_plain_one_does(
    plan: Plan, kind: type[Told], error: BaseException | None
) -> None:
    is_read_alike(profiled_away, read_away, plan, kind, error)


@pytest.mark.parametrize("line", OPERATIONS, ids=repr)
@given(data=st.data(), kind=sources, error=errors)
def test_each_operation_is_traced_and_profiled_as_it_is_pulled(
    line: Line, data: st.DataObject, kind: type[Told], error: BaseException | None
) -> None:
    plan = data.draw(line.plans)
    is_read_alike(partial(quietly, n=999), partial(first_items, n=999), plan, kind, error)
    is_read_alike(profiled_away, read_away, plan, kind, error)


@WIDER
@given(plan=plans())
def test_every_source_is_traced_and_profiled_as_it_is_pulled(plan: Plan) -> None:
    outputs, error = pulled(plan.stream())
    if error is None:
        assert alike(quietly(plan.stream(), 999), outputs)
        assert plan.stream().profile().rows[-1].items_out == len(outputs)


@pytest.mark.parametrize("call", LAZY.values(), ids=LAZY)
@pytest.mark.parametrize("n", [1, 2, 99])
def test_a_trace_closes_what_it_has_opened(call: Callable[..., Stream[Any]], n: int) -> None:
    door = Door()
    quietly(call(door.stream()), n)
    door.assert_not_open()


@pytest.mark.parametrize("look", [partial(quietly, n=99), Stream.profile], ids=["trace", "profile"])
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", CALLING_LAZY.values(), ids=CALLING_LAZY)
def test_what_was_opened_is_closed_while_the_error_of_a_function_is_handled(
    call: Callable[..., Stream[Any]],
    error: type[BaseException],
    look: Callable[[Stream[Any]], object],
) -> None:
    door = Door()
    stream = call(door.stream(), failing(error))
    try:
        look(stream)
    except error:
        door.assert_closed_once()
    else:
        pytest.fail("the error was lost")


def test_a_trace_shows_what_is_dropped_and_what_is_held_back() -> None:
    assert lines_of_trace(Stream(["a", "", "b"]).filter().batched(2)) == [
        "Stream(['a', '', 'b'])  -> 'a'",
        "  filter()              'a' -> 'a'",
        "    batched(2)          'a' -> nothing yet",
        "Stream(['a', '', 'b'])  -> ''",
        "  filter()              '' -> nothing",
        "Stream(['a', '', 'b'])  -> 'b'",
        "  filter()              'b' -> 'b'",
        "    batched(2)          'b' -> ('a', 'b')",
        "Stream(['a', '', 'b'])  -> end",
        "  filter()              end -> end",
        "    batched(2)          end -> end",
    ]


def test_a_trace_shows_several_items_that_come_of_one() -> None:
    assert lines_of_trace(Stream(["ab", ""]).flatten().prepend(0)) == [
        "    prepend(0)      -> 0",
        "Stream(['ab', ''])  -> 'ab'",
        "  flatten()         'ab' -> 'a'",
        "    prepend(0)      'a' -> 'a'",
        "  flatten()         -> 'b'",
        "    prepend(0)      'b' -> 'b'",
        "Stream(['ab', ''])  -> ''",
        "  flatten()         '' -> nothing",
        "Stream(['ab', ''])  -> end",
        "  flatten()         end -> end",
        "    prepend(0)      end -> end",
    ]


def test_a_trace_shows_an_error_where_it_arose_and_nowhere_else() -> None:
    file = io.StringIO()
    with pytest.raises(ValueError, match="^invalid literal") as raised:
        Stream("1x").map(int).enumerate().map(str).trace(file=file)
    assert str(raised.value) == "invalid literal for int() with base 10: 'x'"
    assert file.getvalue().splitlines() == [
        "Stream('1x')     -> '1'",
        "  map(int)       '1' -> 1",
        "    enumerate()  1 -> (0, 1)",
        "      map(str)   (0, 1) -> '(0, 1)'",
        "Stream('1x')     -> 'x'",
        f"  map(int)       'x' raises ValueError({str(raised.value)!r})",
    ]


def test_a_trace_shows_an_error_of_the_source() -> None:
    def rows() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    *_, last = lines_of_trace(Stream(rows()).map(str).batched(2))
    assert re.fullmatch(r"Stream\(<generator object \w+\.\.\.  raises OSError\('gone'\)", last)


def test_a_trace_says_that_it_stopped_and_pulls_no_further() -> None:
    pulled_items: list[int] = []
    stream = Stream.count_from().tap(pulled_items.append).map(str)
    assert lines_of_trace(stream, 2)[-1] == "stopped after 2 items"
    assert lines_of_trace(stream, 1)[-1] == "stopped after 1 item"
    assert pulled_items == [0, 1, 0]
    assert lines_of_trace(stream, 0) == ["stopped after 0 items"]


def test_a_trace_is_printed_where_print_would(capsys: pytest.CaptureFixture[str]) -> None:
    assert Stream([1, 2]).trace(1) == [1]
    assert capsys.readouterr().out == "Stream([1, 2])  -> 1\nstopped after 1 item\n"


def test_a_trace_of_many_operations_is_not_set_ever_further_to_the_right() -> None:
    stream = Stream([1])
    for _ in range(50):
        stream = stream.map(abs)
    assert max(map(len, lines_of_trace(stream))) < 50


class TwoLines:
    def __repr__(self) -> str:
        return "<one\n  two>"


def test_an_item_is_shown_in_one_line() -> None:
    assert lines_of_trace(Stream([TwoLines()]), 1)[0].endswith("-> <one two>")


@pytest.mark.parametrize("look", [Stream.trace, Stream.profile])
def test_a_one_shot_stream_is_looked_at_once(look: Callable[[Any], object]) -> None:
    stream = Stream(iter([1, 2])).map(str)
    look(stream)
    with pytest.raises(StreamConsumedError, match=f"was read at {re.escape(__file__)}:"):
        look(stream)


@pytest.mark.parametrize("name", ["trace", "profile"])
def test_what_is_too_long_to_be_looked_at_is_refused(name: str) -> None:
    stream = Stream([1])
    for _ in range(100):
        stream = stream.map(abs)
    getattr(stream, name)()
    with pytest.raises(DeepStreamError, match=f"^{name} follows at most 100 .* has 101; collect"):
        getattr(stream.map(abs), name)()


def test_a_profile_counts_what_each_operation_took_and_gave() -> None:
    profile = Stream(["a", "", "b"]).filter().cycle(2).batched(3).profile()
    assert [(row.step, row.items_in, row.items_out) for row in profile.rows] == [
        ("Stream(['a', '', 'b'])", None, 3),
        ("filter()", 3, 2),
        ("cycle(2)", 2, 4),
        ("batched(3)", 4, 2),
    ]


def test_a_profile_counts_each_round_of_a_source() -> None:
    assert Stream([1, 2]).cycle(3).profile().rows[0].items_out == 6
    assert Stream([1, 2]).reversed().profile().rows[0].items_out == 2


def slow(n: int) -> int:
    time.sleep(0.005)
    return n


def test_a_profile_finds_what_takes_the_time() -> None:
    def rows() -> Iterator[int]:
        for n in range(4):
            time.sleep(0.02)
            yield n

    profile = Stream(rows()).map(abs).map(slow).filter(str).profile()
    source, plain, sleeping, kept = profile.rows
    # The two sleep 80 and 20 ms, and nobody sleeps less than he was told to. The others do nearly
    # nothing, but a busy machine may stop them for a while.
    assert source.seconds >= 0.079
    assert sleeping.seconds >= 0.019
    assert plain.seconds + kept.seconds < source.seconds
    assert sum(row.share for row in profile.rows) == pytest.approx(1)
    assert profile.seconds == pytest.approx(sum(row.seconds for row in profile.rows))
    assert profile.measuring > 0


def tally(spent: int, pulls: int) -> _Tally:
    made = _Tally()
    made.spent, made.pulls, made.given = spent, pulls, pulls - 1
    return made


def test_a_profile_leaves_out_the_steps_before_and_what_measuring_cost() -> None:
    made = _profile(["a", "b"], [tally(1000, 10), tally(3000, 5)], inside=10, around=20)
    first, second = made.rows
    assert first == ProfileRow("a", None, 9, 900e-9, pytest.approx(900 / 2650))
    assert second == ProfileRow("b", 9, 4, 1750e-9, pytest.approx(1750 / 2650))
    assert made.measuring == pytest.approx(15 * 30e-9)
    quick = _profile(["a"], [tally(90, 10)], inside=10, around=20)
    assert quick.rows[0].seconds == 0


def test_a_profile_prints_as_a_table() -> None:
    profile = Stream(["a", "b"]).map(str.upper).profile()
    head, *rows, whole, measuring = str(profile).splitlines()
    assert re.split(r"  +", head) == ["step", "items in", "items out", "seconds", "share"]
    assert re.fullmatch(r"Stream\(\['a', 'b'\]\) +2  0\.\d{6} +\d+%", rows[0])
    assert re.fullmatch(r"map\(str\.upper\) +2 +2  0\.\d{6} +\d+%", rows[1])
    assert re.fullmatch(r"all +0\.\d{6}", whole)
    assert re.fullmatch(r"measuring took 0\.\d{6} s more, which is not in the table", measuring)
    assert repr(profile) == str(profile)


def test_a_profile_of_nothing_divides_by_nothing() -> None:
    assert Profile((), 0.0).seconds == 0
    assert Stream(()).profile().rows[0].items_out == 0


@pytest.mark.parametrize("make", [Stream.count_from, lambda: Stream([1]).cycle()])
def test_a_profile_of_an_endless_stream_is_refused(make: Callable[[], Stream[int]]) -> None:
    with pytest.raises(InfiniteStreamError, match="^profile needs the end of the stream"):
        make().filter().profile()
