"""The examples of push: each does what plain Python does, and leaves nothing behind."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import dist, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from xml.dom import minidom

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from leftovers import what_was_there_before_is_not_looked_at  # noqa: F401  # a fixture

from rillet import Pipeline, Stream, op
from rillet.push import LogHandler, callback

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

import bus_feed
import push_broadcast
import push_buses
import push_callback
import push_follow
import push_grep
import push_log
import push_logging
import push_process
import push_thread
from access_log_sample import Sample

EXAMPLES = Path(push_grep.__file__).parent
PROGRAMS = sorted(path.name for path in EXAMPLES.glob("push_*.py"))

T = TypeVar("T")

lines = st.lists(st.text(st.characters(exclude_characters="\n"), max_size=8) | st.just("a swig"))


pytestmark = pytest.mark.usefixtures("no_coroutine_is_left_behind")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_shows_its_point_and_leaves_nothing_open(name: str) -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", str(EXAMPLES / name)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout.splitlines()) >= 1


class TestGrep:
    @given(lines=lines, pattern=st.text(max_size=2))
    def test_gives_the_lines_with_the_pattern_pushed_and_pulled(
        self, lines: list[str], pattern: str
    ) -> None:
        by_coroutine: list[str] = []
        by_pipeline: list[str] = []
        Stream(lines).into(push_grep.grep(pattern, by_coroutine.append))
        Stream(lines).into(push_grep.grep_pipeline(pattern).push(by_pipeline.append))
        expected = [line for line in lines if pattern in line]
        assert by_coroutine == by_pipeline == expected
        assert list(push_grep.grep_pipeline(pattern)(lines)) == expected


def followed(pieces: list[bytes], pipeline: Pipeline[bytes, T]) -> tuple[list[T], int]:
    """The lines of a file that grows by a piece whenever all is read, and the pieces written."""
    found: list[T] = []
    left = iter(pieces)
    n = 0
    with TemporaryDirectory() as directory:
        path = Path(directory, "log")
        with path.open("ab", buffering=0) as written, path.open("rb") as file:

            def grow() -> bool:
                nonlocal n
                piece = next(left, None)
                if piece is not None:
                    n += 1
                    written.write(piece)
                return piece is not None

            with pipeline.push(found.append) as sink:
                push_follow.follow(file, sink, grow)
    return found, n


class TestFollow:
    @given(pieces=st.lists(st.binary(max_size=8) | st.sampled_from([b"\n", b"a\nb", b"\xc3"])))
    def test_sends_whole_lines_however_they_are_written(self, pieces: list[bytes]) -> None:
        found, _ = followed(pieces, Pipeline[bytes, bytes]())
        *ended, last = b"".join(pieces).split(b"\n")
        assert found == [line + b"\n" for line in ended] + ([last] if last else [])

    @given(n=st.integers(0, 9))
    def test_stops_as_soon_as_no_more_is_wanted(self, n: int) -> None:
        pieces = [b"%d\n" % place for place in range(20)]
        found, written = followed(pieces, Pipeline[bytes, bytes]() | op.take(n))
        assert found == pieces[:n]
        assert written == n

    @given(n=st.integers(0, 9))
    def test_finds_the_first_errors(self, n: int) -> None:
        log = push_follow.LOG
        pieces = [log[start : start + 3] for start in range(0, len(log), 3)]
        assert (
            followed(pieces, push_follow.first_errors(n))[0]
            == re.findall("^.*error.*$", log.decode(), re.MULTILINE)[:n]
        )

    def test_writes_its_log_in_pieces_of_which_one_cuts_a_character(self) -> None:
        cuts = range(push_follow.PIECE, len(push_follow.LOG), push_follow.PIECE)
        assert any(push_follow.LOG[cut] & 0b1100_0000 == 0b1000_0000 for cut in cuts)


class TestBroadcast:
    @given(lines=lines, patterns=st.lists(st.text(max_size=2), min_size=1, max_size=4))
    def test_prints_every_line_for_each_pattern_and_closes_the_printer_once(
        self, lines: list[str], patterns: list[str]
    ) -> None:
        printed: list[str] = []
        shared = Pipeline[str, str]().push(push_broadcast.printer(printed.append))
        Stream(lines).broadcast(*push_broadcast.greps(*patterns, into=shared))
        found = [
            f"{pattern:6}  {line}" for line in lines for pattern in patterns if pattern in line
        ]
        numbered = [f"{n}. {line}" for n, line in enumerate(found, 1)]
        assert printed == [*numbered, f"closed after {len(found)} lines"]

    @given(order=st.permutations(range(3)))
    def test_closes_the_printer_with_the_last_grep(self, order: list[int]) -> None:
        printed: list[str] = []
        shared = Pipeline[str, str]().push(push_broadcast.printer(printed.append))
        greps = push_broadcast.greps(*push_broadcast.PATTERNS, into=shared)
        for place in order:
            assert not shared.closed
            greps[place].close()
        assert shared.closed
        assert printed == ["closed after 0 lines"]


class TestLog:
    @given(n=st.integers(0, 500), seed=st.integers(0, 1000))
    @example(n=5000, seed=2024)
    def test_comes_to_the_same_pushed_and_pulled_and_in_truth(self, n: int, seed: int) -> None:
        sample = Sample(n, seed)
        lines = [choice.line for choice in sample]
        assert push_log.pushed(lines) == push_log.pulled(lines) == push_log.true(sample)


def rows_by_minidom(document: str, route: str, direction: str) -> list[push_buses.Row]:
    """The rows, from a tree of the whole document."""

    def text(bus: minidom.Element, name: str) -> str:
        (field,) = bus.getElementsByTagName(name)
        return "".join(node.data for node in field.childNodes if isinstance(node, minidom.Text))

    return [
        push_buses.Row(
            bus.getAttribute("id"),
            text(bus, "latitude"),
            text(bus, "longitude"),
            text(bus, "towards"),
        )
        for bus in minidom.parseString(document.encode()).getElementsByTagName("bus")
        if text(bus, "route") == route and text(bus, "direction") == direction
    ]


class TestBuses:
    @pytest.mark.parametrize("parse", push_buses.PARSERS)
    @given(
        n=st.integers(0, 60),
        seed=st.integers(0, 1000),
        route=st.sampled_from(bus_feed.ROUTES),
        direction=st.sampled_from(bus_feed.DIRECTIONS),
    )
    def test_are_those_in_the_feed(
        self, parse: object, n: int, seed: int, route: str, direction: str
    ) -> None:
        assert callable(parse)
        fleet = list(bus_feed.fleet(n, seed))
        document = bus_feed.xml(fleet)
        with TemporaryDirectory() as directory:
            path = Path(directory, "buses.xml")
            path.write_text(document, encoding="utf-8")
            rows = parse(path, push_buses.watch(route, direction))
        assert rows == rows_by_minidom(document, route, direction)
        assert rows == [
            push_buses.Row(bus.id, bus.latitude, bus.longitude, bus.towards)
            for bus in fleet
            if (bus.route, bus.direction) == (route, direction)
        ]

    def test_are_at_least_800_and_each_time_the_same(self) -> None:
        document = bus_feed.xml(bus_feed.fleet())
        assert len(set(re.findall(r'<bus id="(\d+)">', document))) >= 800
        assert bus_feed.xml(bus_feed.fleet()) == document

    def test_are_written_with_all_that_makes_xml_hard(self) -> None:
        document = bus_feed.xml(bus_feed.fleet())
        for hard in ("&amp;", "&lt;", "<![CDATA[", "<!--", "é"):
            assert hard in document


class TestThread:
    @given(celsius=st.lists(st.floats(-90, 60), max_size=50))
    def test_words_the_same_alarms_in_another_thread(self, celsius: list[float]) -> None:
        measurements = [push_thread.Measurement("attic", each) for each in celsius]
        alarms = push_thread.across(measurements)
        assert [alarm.text for alarm in alarms] == [
            f"attic: {round(each)} °C" for each in celsius if each > 25
        ]
        assert threading.get_ident() not in {alarm.thread for alarm in alarms}

    def test_lets_an_error_arrive(self) -> None:
        with pytest.raises(ValueError, match="NaN"):
            push_thread.across([push_thread.Measurement("oven", nan)] * 100)


class TestProcess:
    @settings(max_examples=3)
    @given(words=st.lists(st.text(), max_size=30))
    def test_gives_what_the_pipeline_gives_without_a_child(self, words: list[str]) -> None:
        records = [{"n": n, "text": " ".join(words[:n])} for n in range(len(words))]
        assert push_process.across(records) == list(push_process.PIPELINE(records))

    def test_does_not_wait_for_itself_when_the_pipes_are_full(self) -> None:
        records = [{"n": n, "text": "word " * 1000} for n in range(200)]
        assert len(push_process.across(records)) == len(records)

    def test_fails_if_the_child_does(self, capfd: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(subprocess.CalledProcessError):
            push_process.across([{"n": 1}])
        assert "KeyError: 'text'" in capfd.readouterr().err

    def test_ends_the_child_if_the_records_fail(self) -> None:
        def failing() -> Iterator[dict[str, object]]:
            yield {"n": 1, "text": "rain"}
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            push_process.across(failing())


class TestLogging:
    @given(
        logged=st.lists(
            st.tuples(
                st.sampled_from(["kitchen", "counter"]),
                st.sampled_from(["INFO", "WARNING", "ERROR"]),
                st.sampled_from(["few cups", "no cups"]),
            )
        )
    )
    def test_gives_runs_of_warnings_once_and_counts_all_records(
        self, logged: list[tuple[str, str, str]]
    ) -> None:
        given: list[str] = []
        handler = LogHandler(push_logging.warnings_and_counts(given.append))
        for name, level, message in logged:
            log = logging.Logger(name)
            log.addHandler(handler)
            log.log(logging.getLevelNamesMapping()[level], message)
        handler.close()
        texts = [
            f"{level:8} {name:8} {message}" for name, level, message in logged if level != "INFO"
        ]
        assert given == texts[:1] + [text for before, text in pairwise(texts) if text != before]
        assert handler.sink.close() == (None, Counter(name for name, _, _ in logged))


class TestCallback:
    @given(points=st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99))))
    def test_gives_the_length_of_every_step(self, points: list[tuple[int, int]]) -> None:
        lengths: list[float] = []
        mouse = push_callback.Mouse()
        mouse.listeners.append(callback(push_callback.STEPS.push(lengths.append)))
        for point in points:
            mouse.move(*point)
        assert lengths == [dist(a, b) for a, b in pairwise(points)]
