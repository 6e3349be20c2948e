"""`examples/access_log.py`: its answers are true, of hostile logs too, in bounded memory."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

import access_log
import access_log_loop
from access_log_answers import SHOWN, Report
from access_log_sample import (
    DAY,
    METHODS,
    MINUTE,
    NO_REQUESTS,
    PROTOCOLS,
    SERVERS,
    Choice,
    Page,
    Sample,
    Style,
    Truth,
    differences,
    escaped,
    request,
)
from access_log_text import text_of

EXAMPLES = Path(access_log.__file__).parent
NGINX, APACHE, _ = SERVERS
PAGE = Page("/a", 200, 512)
HOME = Style("GET", " HTTP/1.1", "-", NGINX, '"-" "curl/8.0"', odd=False)
REPORTS: dict[str, Callable[[Iterable[str]], Report]] = {
    "streams": access_log.report,
    "loop": access_log_loop.report,
}


def lines(choices: Iterable[Choice]) -> list[str]:
    return [choice.line for choice in choices]


def true_report(choices: Iterable[Choice]) -> Report:
    truth = Truth()
    for choice in choices:
        truth.add(choice)
    return truth.report()


def visit(time: int, host: str = "h", **changes: Any) -> Choice:
    """A plain request at so many seconds."""
    return request(host, False, time, PAGE, HOME._replace(**changes), 5)


def sessions(*choices: Choice) -> int:
    return access_log.report(lines(choices))["sessions"]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8)
fields = texts.map(escaped)
hosts = st.sampled_from(["192.0.2.1", "2001:db8::1", "::1", "example.org", "\x1b[2J", "é"])
pages = st.builds(
    Page,
    st.sampled_from(["/", "/a b", r"/\"", r"/\\", "/HTTP/1.1", "é"]) | fields.filter(bool),
    st.sampled_from([200, 304, 400, 404, 499, 500]),
    st.sampled_from([0, 1, 512, 10**17]) | st.integers(0, 10**6),
)
styles = st.builds(
    Style,
    st.sampled_from(METHODS),
    st.sampled_from(PROTOCOLS),
    st.sampled_from(["-", "", "two words", "a [b] c", "["]) | fields,
    st.sampled_from(SERVERS),
    st.builds('"{}" "{}"'.format, fields, fields),
    st.just(False),
)


@st.composite
def logs(draw: st.DrawFn) -> list[Choice]:
    """Requests in order of time, with what is true about each."""
    gaps = st.sampled_from([0, 1, 30 * MINUTE, 30 * MINUTE + 1, DAY])
    log: list[Choice] = []
    last_seen: dict[str, int] = {}
    time = 0
    for gap in draw(st.lists(gaps, max_size=12)):
        time += gap
        host = draw(hosts)
        begins = host not in last_seen or time - last_seen[host] > 30 * MINUTE
        last_seen[host] = time
        ms = draw(st.integers(0, 10**5))
        log.append(request(host, begins, time, draw(pages), draw(styles), ms))
    return log


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
class TestTheAnswersAreTrue:
    @pytest.mark.parametrize("seed", range(3))
    def test_of_the_sample(self, report: Callable[[Iterable[str]], Report], seed: int) -> None:
        sample = Sample(4000, seed)
        assert differences(report(lines(sample)), true_report(sample)) == []

    @given(log=logs())
    def test_of_any_requests(
        self, report: Callable[[Iterable[str]], Report], log: list[Choice]
    ) -> None:
        assert differences(report(lines(log)), true_report(log)) == []

    @given(log=st.lists(texts))
    def test_of_lines_that_are_no_requests(
        self, report: Callable[[Iterable[str]], Report], log: list[str]
    ) -> None:
        found = report(log)
        assert (found["requests"], found["not_understood"]) == (0, len(log))
        assert found["not_understood_lines"] == log[:SHOWN]

    def test_of_an_empty_log(self, report: Callable[[Iterable[str]], Report]) -> None:
        assert differences(report([]), true_report([])) == []

    def test_of_a_host_that_comes_again_after_thirty_minutes(
        self, report: Callable[[Iterable[str]], Report]
    ) -> None:
        def found(gap: int) -> int:
            return report(lines([visit(0), visit(gap)]))["sessions"]

        assert (found(30 * MINUTE), found(30 * MINUTE + 1)) == (1, 2)


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def is_a_moment(*numbers: int) -> bool:
    """Whether year, month, day, hour and minute are a time of some day."""
    try:
        datetime(*numbers)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
class TestATimeOfALine:
    def understood(self, report: Callable[[Iterable[str]], Report], times: list[str]) -> list[str]:
        """Those of the times whose lines are counted as requests."""
        line = visit(0).line
        begin, _, end = line[: line.index("[") + 1], line, line[line.index("]") :]
        counted = [time for time in times if report([f"{begin}{time}{end}"])["requests"]]
        whole = report([f"{begin}{time}{end}" for time in times])
        assert whole["not_understood"] == len(times) - len(counted)
        return counted

    @pytest.mark.parametrize("year", [1900, 2000, 2015, 2016, 2024, 2025, 2100])
    def test_is_of_a_day_that_the_calendar_has(
        self, report: Callable[[Iterable[str]], Report], year: int
    ) -> None:
        days = {
            f"{day:02}/{name}/{year}:10:00:00 +0000": is_a_moment(year, month, day)
            for month, name in enumerate(MONTHS, 1)
            for day in (*range(34), 39, 40, 99)
        }
        assert self.understood(report, [*days]) == [day for day, is_one in days.items() if is_one]

    def test_is_one_that_a_clock_shows(self, report: Callable[[Iterable[str]], Report]) -> None:
        clocks = {
            f"17/May/2015:{hour:02}:{minute:02}:59 +0000": is_a_moment(2015, 5, 17, hour, minute)
            for hour in (0, 9, 10, 19, 20, 23, 24, 25, 30, 99)
            for minute in (0, 9, 59, 60, 61, 99)
        }
        found = self.understood(report, [*clocks])
        assert found == [clock for clock, is_one in clocks.items() if is_one]

    def test_may_be_a_leap_second(self, report: Callable[[Iterable[str]], Report]) -> None:
        seconds = [f"31/Dec/2016:23:59:{second} +0000" for second in (59, 60, 61, 99)]
        assert self.understood(report, seconds) == seconds[:2]

    def test_has_a_zone_of_hours_and_minutes(
        self, report: Callable[[Iterable[str]], Report]
    ) -> None:
        zones = [f"17/May/2015:10:00:00 {zone}" for zone in ("+1400", "-0930", "+0060", "+2400")]
        assert self.understood(report, zones) == zones[:2]


@given(log=logs(), place=st.integers(0), character=st.sampled_from(' "\\[]-5\x00') | st.just(""))
def test_a_line_that_was_damaged_anywhere_is_counted_as_one_or_the_other(
    log: list[Choice], place: int, character: str
) -> None:
    whole = lines(log)
    damaged = [
        line[: place % len(line)] + character + line[place % len(line) + 1 :] for line in whole
    ]
    found = access_log.report(damaged)
    assert found["requests"] + found["not_understood"] == len(log)
    assert found == access_log_loop.report(damaged)


@given(page=pages, style=styles)
def test_a_line_that_was_cut_is_a_request_from_the_end_of_its_size_on(
    page: Page, style: Style
) -> None:
    line = request("h", True, 0, page, style, 5).line
    needed = line.index(f' {page.status} {page.size or "-"} "') + len(
        f' {page.status} {page.size or "-"} "'
    )
    for length in range(len(line)):
        found = access_log.report([line[:length]])
        assert found["requests"] == (length >= needed), line[:length]


def test_a_line_that_was_cut_after_its_size_is_said_to_have_an_odd_end() -> None:
    found = access_log.report([visit(0).line, visit(0).line.removesuffix('" 0.005')])
    assert (found["requests"], found["odd_ends"]) == (2, 1)


def test_a_quote_after_a_backslash_does_not_end_the_request() -> None:
    line = visit(0).line
    ended = [line.replace(" HTTP/1.1", "\\" * n) for n in range(1, 5)]
    found = access_log.report(ended)
    assert found["not_understood_lines"] == [ended[0], ended[2]]


def test_a_referer_cannot_pass_for_a_status() -> None:
    found = access_log.report([visit(0, end=r'" 404 9 \"-\"" "x\\"').line])
    assert (found["status"], found["bytes"]) == ({"200": 1}, 512)


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_what_is_no_proper_request_has_a_status_but_no_url(text: str) -> None:
    line = visit(0).line.replace("GET /a HTTP/1.1", text).replace(" 200 ", " 404 ")
    found = access_log.report([line])
    assert (found["status"], found["top_urls"], found["not_found"]) == ({"404": 1}, [], 0)


class TestASession:
    def test_takes_in_lines_that_are_late(self) -> None:
        assert sessions(visit(60), visit(0), visit(61), visit(60 + 30 * MINUTE)) == 1

    def test_ends_for_a_host_and_not_for_all(self) -> None:
        assert sessions(visit(0), visit(DAY, "other"), visit(DAY), visit(DAY + 1, "other")) == 3

    def test_is_told_by_the_moment_whatever_the_zone_of_the_log(self) -> None:
        assert sessions(*(visit(0, server=server) for server in SERVERS)) == 1

    def test_of_yesterday_is_another_one_if_the_older_file_comes_last(self) -> None:
        assert sessions(visit(DAY), visit(DAY + 1), visit(0), visit(1)) == 2


class TestTimes:
    def test_are_the_same_in_seconds_and_in_microseconds(self) -> None:
        nginx, apache = (
            access_log.report(
                lines(
                    request("h", False, 0, PAGE, HOME._replace(server=server), ms)
                    for ms in range(300)
                )
            )
            for server in (NGINX, APACHE)
        )
        assert nginx["seconds"] == apache["seconds"]

    def test_are_left_out_where_the_log_has_none(self) -> None:
        found = access_log.report([visit(0).line.removesuffix(" 0.005")])
        assert (found["timed"], found["seconds"], found["odd_ends"]) == (0, {}, 0)

    @given(times=st.lists(st.integers(0, 10**7), min_size=1))
    @example(times=[1, 2])
    def test_hold_so_many_percent_within_each_percentile(self, times: list[int]) -> None:
        found = access_log.report(f"{visit(0).line[:-6]} {time}" for time in times)["seconds"]
        rounded = [float(f"{time / 1e6:.3g}") for time in times]
        assert found["max"] == max(rounded)
        for percent in (50, 90, 99):
            limit = found[f"p{percent}"]
            within = sum(time <= limit for time in rounded)
            below = sum(time < limit for time in rounded)
            assert below * 100 < percent * len(times) <= within * 100


class TestTheSample:
    def test_is_the_same_each_time(self) -> None:
        sample = Sample(1000)
        assert list(sample) == list(sample) == list(Sample(1000))

    def test_differs_with_the_seed(self) -> None:
        assert list(Sample(100, 1)) != list(Sample(100, 2))

    @pytest.mark.parametrize(
        "hostile",
        ['] "-" 400', r'] "\x16\x03', " Mary Ann Smith [", r"\"quoted\"", "2001:db8:", '" 304 - "'],
    )
    def test_has_hostile_lines(self, hostile: str) -> None:
        assert any(hostile in line for line in lines(Sample(20_000)))

    def test_has_broken_lines_and_lines_out_of_order(self) -> None:
        sample = list(Sample(5000))
        hours = [choice.hour for choice in sample if choice.understood]
        assert len(hours) < len(sample)
        assert any(before > after for before, after in pairwise(hours))

    def test_knows_the_truth_without_a_parser(self) -> None:
        imported = {
            line.split()[1]
            for line in (EXAMPLES / "access_log_sample.py").read_text().splitlines()
            if line.startswith(("from ", "import "))
        }
        assert imported.isdisjoint({"re", "access_log", "access_log_line", "access_log_loop"})


def test_a_difference_names_the_answer_and_both_values() -> None:
    true = true_report(Sample(50))
    found = true.copy()
    found["bytes"] += 1
    assert differences(found, true) == [f"bytes: {found['bytes']}, in truth {true['bytes']}"]


@pytest.mark.parametrize("batch", [1, 2, 7, 10_000])
def test_the_size_of_a_batch_does_not_change_the_answers(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "BATCH", batch)
    sample = Sample(300)
    assert differences(access_log.report(lines(sample)), true_report(sample)) == []


def test_memory_does_not_grow_with_the_lines() -> None:
    some = lines(Sample(2000))

    def peak(n: int) -> int:
        tracemalloc.start()
        access_log.report(islice(cycle(some), n))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2000)  # what is cached for good
    # One batch of rows may be dearer than another: 512 rows of a few strings, of 100 bytes or so.
    assert peak(20_000) <= peak(2000) + 2**18


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": partial(lzma.compress, preset=0),
}


def write(path: Path, some: Sequence[str], pack: Callable[[bytes], bytes] = bytes) -> str:
    path.write_bytes(pack("".join(f"{line}\n" for line in some).encode()))
    return str(path)


def main_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert access_log.main(["--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def as_json(found: Report) -> Any:
    return json.loads(json.dumps(found))


class TestTheProgram:
    @pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
    def test_reads_a_log_plain_or_packed(
        self,
        pack: Callable[[bytes], bytes],
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        sample = Sample(500)
        path = write(tmp_path / "log", lines(sample), pack)
        assert main_json(capsys, path) == as_json(true_report(sample))

    def test_reads_several_files_as_one_log(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sample = Sample(900)
        parts = [lines(sample)[:100], [], lines(sample)[100:101], lines(sample)[101:]]
        packs = [*PACKED.values()]
        paths = [write(tmp_path / f"{n}", part, packs[n]) for n, part in enumerate(parts)]
        assert main_json(capsys, *paths) == as_json(true_report(sample))

    def test_reads_the_standard_input(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sample = Sample(500)
        data = "\r\n".join(lines(sample)).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert main_json(capsys, "-") == as_json(true_report(sample))

    def test_loses_no_byte_that_is_not_utf_8(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "log"
        path.write_bytes(visit(0).line.replace("/a", "/é/~").encode().replace(b"~", b"\xff"))
        assert main_json(capsys, str(path))["top_urls"] == [[r"/é/\xff", 1]]

    def test_prints_at_least_what_was_promised(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = main_json(capsys, write(tmp_path / "log", [visit(0).line, "broken"]))
        assert {
            "requests": 1,
            "not_understood": 1,
            "bytes": 512,
            "hosts": 1,
            "not_found": 0,
        }.items() <= found.items()
        assert found["status"] == {"200": 1}
        assert found["top_hosts"] == [["h", 1]]
        assert found["top_urls"] == [["/a", 1]]

    def test_agrees_with_the_loop_on_a_file(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = write(tmp_path / "log", lines(Sample(2000)))
        assert main_json(capsys, path) == as_json(access_log_loop.report_of_file(path))

    def test_says_so_if_the_check_against_the_sample_fails(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(access_log, "Sample", partial(Sample, 2000))
        assert access_log.main([]) == 0
        assert "the check held" in capsys.readouterr().err
        monkeypatch.setattr(access_log, "ERRORS", frozenset({"404"}))
        assert access_log.main([]) == 1
        failed, *wrong = capsys.readouterr().err.splitlines()
        assert "FAILED" in failed
        assert [line.partition(":")[0] for line in wrong] == ["errors_per_hour"]

    def test_names_a_file_that_is_missing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        here = write(tmp_path / "log", [visit(0).line])
        missing = str(tmp_path / "missing")
        assert access_log.main([here, missing]) == 2
        out, error = capsys.readouterr()
        assert out == ""
        assert error.endswith(f"cannot read {missing}: No such file or directory\n")
        assert error.count("\n") == 1

    @pytest.mark.parametrize("name", ["gzip", "bzip2", "xz"])
    def test_says_so_if_a_packed_file_is_damaged(
        self, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "log"
        path.write_bytes(PACKED[name]("\n".join(lines(Sample(200))).encode())[:-20])
        assert access_log.main([str(path)]) == 2
        error = capsys.readouterr().err
        assert f"cannot read {path}: " in error
        assert error.count("\n") == 1

    @pytest.mark.parametrize("form", [[], ["--json"]])
    def test_is_quiet_without_a_standard_output(self, form: list[str], tmp_path: Path) -> None:
        path = write(tmp_path / "log", lines(Sample(50)))
        command = [sys.executable, str(EXAMPLES / "access_log.py"), *form, path]
        closed = ["sh", "-c", 'exec "$@" >&-', "sh", *command]
        program = subprocess.run(closed, stderr=subprocess.PIPE, timeout=60, check=False)
        assert (program.returncode, program.stderr) == (0, b"")

    def test_is_quiet_when_nobody_reads_it(self, tmp_path: Path) -> None:
        read, written = os.pipe()
        os.close(read)
        path = write(tmp_path / "log", lines(Sample(50)))
        with started(path, stdout=written) as program:
            os.close(written)
            _, error = program.communicate(timeout=60)
        assert (program.returncode, error) == (0, b"")

    def test_ends_quietly_when_it_is_interrupted(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with started(str(pipe)) as program, pipe.open("wb"):  # opens once the program reads
            program.send_signal(signal.SIGINT)
            out, error = program.communicate(timeout=60)
        assert (program.returncode, out, error) == (130, b"", b"")

    def test_prints_in_a_terminal_that_has_only_ascii(self, tmp_path: Path) -> None:
        path = write(tmp_path / "log", lines(Sample(500)))
        with started(path, environment={"PYTHONIOENCODING": "ascii"}) as program:
            out, error = program.communicate(timeout=60)
        assert (program.returncode, error) == (0, b"")
        assert out.isascii()


def started(
    *arguments: str, stdout: int = subprocess.PIPE, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(EXAMPLES / "access_log.py"), *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=os.environ | (environment or {}),
        # a shell starts what runs in the background with Ctrl-C ignored
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


class TestTheText:
    @given(log=logs(), width=st.integers(60, 120))
    def test_is_no_wider_than_the_terminal_and_moves_no_cursor(
        self, log: list[Choice], width: int
    ) -> None:
        text = list(text_of(access_log.report([*lines(log), "\x1b[2J\tbroken" * 50]), width))
        assert all(len(line) <= width and line.isprintable() for line in text)

    def test_writes_large_numbers_with_separators(self) -> None:
        found = access_log.report([visit(0).line] * 1234)
        assert any("1,234  requests" in line for line in text_of(found, 80))

    def test_draws_a_bar_for_each_hour_that_had_an_error_and_the_highest_for_the_most(self) -> None:
        hours = {0: 1, 3: 4, 30: 2}
        page = Page("/a", 500, 1)
        log = [
            request("h", False, hour * 60 * MINUTE, page, HOME, 5)
            for hour, n in hours.items()
            for _ in range(n)
        ]
        chart = [line for line in text_of(access_log.report(lines(log)), 80) if "|" in line]
        bars = "".join(line.split("|")[1] for line in chart)
        drawn = {n - 12: bar for n, bar in enumerate(bars) if bar != " "}  # the log starts at noon
        assert drawn.keys() == hours.keys()
        assert max(drawn, key=drawn.__getitem__) == max(hours, key=hours.__getitem__)

    def test_leaves_out_what_the_log_does_not_have(self) -> None:
        text = "\n".join(text_of(access_log.report([visit(0).line[:-6]]), 80))
        assert "Errors per hour" not in text
        assert "Request times" not in text
        assert "Lines not understood" not in text
