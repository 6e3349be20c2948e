"""Terminals that write, and what becomes of them when nobody reads any more."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import rillet
from rillet import Stream

SOURCE = Path(rillet.__file__).parent.parent


def test_print_writes_what_the_builtin_print_writes(capsys: pytest.CaptureFixture[str]) -> None:
    items = [1, "a", None, 1.5, (2, 3)]
    for item in items:
        print(item)
    expected = capsys.readouterr().out
    Stream(items).print()
    assert capsys.readouterr().out == expected


def test_print_takes_the_end_of_a_line_and_a_file() -> None:
    file = io.StringIO()
    Stream("ab").print(end="; ", file=file)
    assert file.getvalue() == "a; b; "


def test_print_flushes_after_every_line_when_it_is_asked_to() -> None:
    class Recorded(io.StringIO):
        flushes = 0

        def flush(self) -> None:
            self.flushes += 1

    often, once = Recorded(), Recorded()
    Stream("abc").print(file=often, flush=True)
    Stream("abc").print(file=once)
    assert often.flushes >= 3 > once.flushes


def test_print_looks_for_the_standard_output_when_it_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stdout", file)
    Stream("ab").print()
    assert file.getvalue() == "a\nb\n"


def test_print_pulls_the_items_and_is_silent_without_a_standard_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    pulled: list[str] = []
    print("ab", end="", flush=True)
    Stream("ab").tap(pulled.append).print(end="", flush=True)
    assert pulled == ["a", "b"]


def test_a_program_may_print_when_its_standard_output_is_closed() -> None:
    printing = "from rillet import Stream; Stream([1]).print()"
    program = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", printing],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        timeout=60,
        check=False,
    )
    assert (program.returncode, program.stderr) == (0, b"")


def test_print_needs_nothing_of_a_file_but_write() -> None:
    class Writer:
        def __init__(self) -> None:
            self.texts: list[str] = []

        def write(self, text: str) -> None:
            self.texts.append(text)

    writer = Writer()
    Stream("ab").print(file=writer)
    Stream("cd").write(writer)
    assert "".join(writer.texts) == "a\nb\nc\nd\n"


@pytest.mark.parametrize("kind", [str, Path])
def test_write_makes_the_file_anew(tmp_path: Path, kind: type) -> None:
    path = tmp_path / "lines"
    path.write_text("what was there before\n")
    Stream([1, "é", None]).write(kind(path))
    assert path.read_bytes() == "1\né\nNone\n".encode()


def test_write_takes_an_encoding(tmp_path: Path) -> None:
    Stream("é").write(tmp_path / "lines", encoding="latin-1")
    assert (tmp_path / "lines").read_bytes() == b"\xe9\n"


def test_write_leaves_an_open_file_open() -> None:
    file = io.StringIO()
    Stream("ab").write(file)
    Stream("c").write(file)
    assert file.getvalue() == "a\nb\nc\n"


def test_write_closes_its_file_and_keeps_what_was_written_when_the_stream_fails(
    tmp_path: Path,
) -> None:
    with pytest.raises(ZeroDivisionError):
        Stream([2, 1, 0]).map(lambda n: 2 // n).write(tmp_path / "lines")
    assert (tmp_path / "lines").read_text() == "1\n2\n"


def test_write_does_not_touch_the_file_when_the_stream_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("before")
    consumed = Stream(iter("a"))
    consumed.first()
    for stream in (Stream.count_from(), consumed):
        with pytest.raises((ValueError, RuntimeError)):
            stream.write(path)
        assert path.read_text() == "before"


def half_read_cache(lines: Stream[str]) -> Stream[str]:
    cached = lines.cache()
    cached.first()
    return cached


READING: dict[str, Callable[[Stream[str]], Stream[Any]]] = {
    "itself": lambda lines: lines,
    "an operation": lambda lines: lines.filter(str.isdigit).map(str.upper),
    "an operation that sees the end": lambda lines: lines.sorted(),
    "a stream of it": lambda lines: Stream(lines),
    "chain": lambda lines: Stream("ab") + lines.drop(1),
    "zip": lambda lines: Stream("ab").zip("cd", lines),
    "zip_longest": lambda lines: Stream("ab").zip_longest(lines),
    "map, others": lambda lines: Stream("ab").map(max, lines),
    "compress": lambda lines: Stream("ab").compress(lines),
    "or_else_from": lambda lines: Stream("ab").or_else_from(lines),
    "product": lambda lines: Stream("ab").product(lines).take(1),
    "an operand of an operand": lambda lines: Stream("ab").zip(Stream("cd").chain(lines)),
    "cache": lambda lines: lines.map(str.upper).cache().filter(),
    "cache, half read": half_read_cache,
}


@pytest.mark.parametrize("make", READING.values(), ids=READING)
def test_write_refuses_to_empty_a_file_that_the_stream_reads(
    make: Callable[[Stream[str]], Stream[Any]], tmp_path: Path
) -> None:
    path = tmp_path / "lines"
    path.write_text("1\n2\n3\n")
    stream = make(Stream.lines(path))
    with pytest.raises(ValueError, match=r"^target must not be a file that the stream reads, got "):
        stream.write(path)
    assert path.read_text() == "1\n2\n3\n"


def test_write_knows_the_file_by_any_of_its_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, symbolic, hard = (tmp_path / name for name in ("lines", "symbolic", "hard"))
    path.write_text("1\n")
    symbolic.symlink_to(path)
    hard.hardlink_to(path)
    monkeypatch.chdir(tmp_path)
    for target in (symbolic, hard, "lines", str(path)):
        with pytest.raises(ValueError, match="^target must not be"):
            Stream.lines(path).write(target)
        assert path.read_text() == "1\n"


def test_write_may_replace_a_file_whose_lines_were_read_before(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("2\n1\n")
    cached = Stream.lines(path).cache()
    assert cached.count() == 2
    cached.sorted().write(path)
    assert path.read_text() == "1\n2\n"
    Stream(Stream.lines(path).to_list()).reversed().write(path)
    assert path.read_text() == "2\n1\n"


def test_write_may_go_to_any_other_file_and_to_a_device(tmp_path: Path) -> None:
    path, other = tmp_path / "lines", tmp_path / "other"
    path.write_text("1\n")
    for _ in range(2):  # the other is made, and made anew
        Stream.lines(path).write(other)
        assert other.read_text() == "1\n"
    Stream.lines(os.devnull).write(os.devnull)
    with pytest.raises(FileNotFoundError):
        Stream.lines(tmp_path / "missing").write(tmp_path / "made")


def test_for_each_gives_every_item_to_its_function_and_nothing_back() -> None:
    seen: list[str] = []
    assert Stream("abc").for_each(seen.append) is None
    assert seen == ["a", "b", "c"]


@pytest.mark.parametrize(("n", "pulled"), [(None, 5), (0, 0), (2, 2), (9, 5)])
def test_consume_pulls_all_or_some(n: int | None, pulled: int) -> None:
    seen: list[int] = []
    assert Stream(range(5)).tap(seen.append).consume(n) is None
    assert len(seen) == pulled


def run(program: str, reader: str) -> tuple[int, bytes, bytes]:
    """The exit code, output of the reader and errors of `program | reader`."""
    read, write = os.pipe()
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE, env=environment) as writer:
        os.close(write)
        with subprocess.Popen(["sh", "-c", reader], stdin=read, stdout=subprocess.PIPE) as head:
            os.close(read)
            out, _ = head.communicate(timeout=60)
        _, errors = writer.communicate(timeout=60)
    return writer.returncode, out, errors


PRINTING = {
    "endless": "Stream.count_from().print()",
    "long": "Stream(range(10**6)).print()",
    "flushed": "Stream.count_from().print(flush=True)",
    "with words": "Stream.count_from().map('line {}'.format).print(end=';\\n')",
    "to sys.stdout": "import sys; Stream(range(10**6)).write(sys.stdout)",
    "to the path of it": "Stream(range(10**6)).write('/dev/stdout')",
    "short": "Stream([0, 1, 2]).print()",
}


@pytest.mark.parametrize("program", PRINTING.values(), ids=PRINTING)
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_goes_away_ends_a_program_quietly(program: str, reader: str) -> None:
    code, out, errors = run(f"from rillet import Stream\n{program}\n", reader)
    assert (code, errors) == (0, b"")
    if reader != "true":
        assert out.rstrip(b";\n") in (b"0", b"line 0")


def test_the_program_goes_on_after_its_reader_has_gone() -> None:
    program = (
        "import sys\nfrom rillet import Stream\n"
        "Stream.count_from().print()\n"
        "print('what nobody reads')\n"
        "sys.stderr.write('went on')\n"
    )
    code, _, errors = run(program, "head -1")
    assert (code, errors) == (0, b"went on")


def broken(*_: Any) -> Any:
    raise BrokenPipeError("mine")


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.for_each(broken),
        lambda s: s.map(broken).print(file=io.StringIO()),
        lambda s: s.map(broken).write(io.StringIO()),
        lambda s: s.map(broken).to_list(),
        lambda s: s.tap(broken).consume(),
    ],
)
def test_a_broken_pipe_of_the_users_own_function_arrives(call: Any) -> None:
    with pytest.raises(BrokenPipeError) as raised:
        call(Stream([1]))
    assert str(raised.value) == "mine"


def test_a_broken_pipe_in_the_text_of_an_item_arrives() -> None:
    class Item:
        __str__ = __format__ = broken

    with pytest.raises(BrokenPipeError):
        Stream([Item()]).print(file=io.StringIO())


def test_a_file_that_cannot_be_found_is_no_reason_to_refuse_another(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old\n")
    with pytest.raises(FileNotFoundError):
        Stream.lines(tmp_path / "missing").write(target)
