"""`Stream.lines`: the lines of a file, plain or packed, whatever its encoding and its pieces."""

from __future__ import annotations

import bz2
import gzip
import lzma
import pickle
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rillet import Stream
from rillet.files import PIECE

PACKED: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": partial(lzma.compress, preset=0),
}
same_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def split_by_hand(data: bytes) -> list[bytes]:
    """The lines of `data`: they end with a newline, with or without a return before it."""
    *lines, last = data.split(b"\n")
    return [line.removesuffix(b"\r") for line in lines] + ([last] if last else [])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lines"


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
class TestAFile:
    def test_gives_its_lines_without_their_ends(
        self, path: Path, pack: Callable[[bytes], bytes]
    ) -> None:
        path.write_bytes(pack(b"one\ntwo\r\n\nfour\rstill four\r\r\nlast"))
        lines = Stream.lines(path).to_list()
        assert lines == ["one", "two", "", "four\rstill four\r", "last"]

    @given(data=st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"\x0b", b"\x1c"])))
    @example(data=[b"\r"])
    @example(data=[b"\r\n", b"\r"])
    @same_file
    def test_agrees_with_bytes_split_by_hand(
        self, path: Path, pack: Callable[[bytes], bytes], data: list[bytes]
    ) -> None:
        path.write_bytes(pack(b"".join(data)))
        lines = Stream.lines(path, encoding="latin-1").map(lambda line: line.encode("latin-1"))
        assert lines.to_list() == split_by_hand(b"".join(data))

    def test_that_is_empty_has_no_lines(self, path: Path, pack: Callable[[bytes], bytes]) -> None:
        path.write_bytes(pack(b""))
        assert Stream.lines(path).to_list() == []

    @pytest.mark.parametrize("around", [-2, -1, 0, 1, 2])
    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n", "é\r\n".encode()])
    def test_may_be_cut_anywhere_between_two_pieces(
        self, path: Path, pack: Callable[[bytes], bytes], around: int, end: bytes
    ) -> None:
        data = b"x" * (PIECE + around) + end + b"y" * PIECE + end + b"z"
        path.write_bytes(pack(data))
        assert Stream.lines(path).map(str.encode).to_list() == split_by_hand(data)

    def test_may_have_lines_longer_than_many_pieces(
        self, path: Path, pack: Callable[[bytes], bytes]
    ) -> None:
        lines = ["a" * (5 * PIECE), "", "é€😀" * (2 * PIECE)]
        path.write_bytes(pack("\n".join(lines).encode()))
        assert Stream.lines(path).to_list() == lines

    def test_is_known_by_its_first_bytes_and_not_by_its_name(
        self, tmp_path: Path, pack: Callable[[bytes], bytes]
    ) -> None:
        for suffix in ("txt", "gz", "bz2", "xz"):
            path = tmp_path / f"lines.{suffix}"
            path.write_bytes(pack(b"one\ntwo"))
            assert Stream.lines(path).to_list() == ["one", "two"]

    def test_is_opened_again_by_each_pass(self, path: Path, pack: Callable[[bytes], bytes]) -> None:
        path.write_bytes(pack(b"before"))
        lines = Stream.lines(path)
        assert lines.to_list() == lines.to_list() == ["before"]
        path.write_bytes(pack(b"after"))
        assert lines.to_list() == ["after"]

    def test_gives_the_lines_before_what_cannot_be_decoded_and_then_the_error(
        self, path: Path, pack: Callable[[bytes], bytes]
    ) -> None:
        for good in (0, 1, 3, PIECE // 2, PIECE):
            path.write_bytes(pack(b"a\n" * good + b"b\xffc\nd\n"))
            seen: list[str] = []
            with pytest.raises(UnicodeDecodeError, match="invalid start byte"):
                Stream.lines(path).for_each(seen.append)
            assert seen == ["a"] * good


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "latin-1", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "utf-7"],
)
def test_each_encoding_gives_the_same_lines(path: Path, encoding: str, end: str) -> None:
    lines = ["é", "", "ä ö", "\u0a0d" if encoding.startswith("utf") else "ü", "x" * PIECE]
    for last in ("", end):
        path.write_bytes((end.join(lines) + last).encode(encoding))
        assert Stream.lines(path, encoding=encoding).to_list() == lines


@given(text=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\x85\u2028")))
@same_file
def test_the_lines_of_any_text_are_those_of_its_characters(path: Path, text: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        path.write_bytes(text.encode(encoding))
        expected = [line.decode() for line in split_by_hand(text.encode())]
        assert Stream.lines(path, encoding=encoding).to_list() == expected


@pytest.mark.parametrize("character", ["é", "€", "😀"])
@pytest.mark.parametrize("before", range(5))
def test_a_character_may_be_cut_between_two_pieces(path: Path, character: str, before: int) -> None:
    lines = ["x" * (PIECE - before) + character, character * PIECE]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    assert Stream.lines(path).to_list() == lines


@pytest.mark.parametrize(
    ("errors", "line"),
    [
        ("ignore", "ab"),
        ("replace", "a\ufffdb"),
        ("backslashreplace", "a\\xffb"),
        ("surrogateescape", "a\udcffb"),
    ],
)
def test_errors_says_what_becomes_of_bytes_that_cannot_be_decoded(
    path: Path, errors: str, line: str
) -> None:
    path.write_bytes(b"a\xffb\nc\n")
    assert Stream.lines(path, errors=errors).to_list() == [line, "c"]


def test_a_character_that_is_cut_off_at_the_end_is_an_error_after_all_whole_lines(
    path: Path,
) -> None:
    path.write_bytes(b"one\ntwo\n\xe2\x82")
    seen: list[str] = []
    with pytest.raises(UnicodeDecodeError, match="unexpected end of data"):
        Stream.lines(path).for_each(seen.append)
    assert seen == ["one", "two"]


@pytest.mark.parametrize("before", range(4))
def test_an_error_in_a_character_between_two_pieces_comes_after_all_whole_lines(
    path: Path, before: int
) -> None:
    path.write_bytes(b"a\n" + b"x" * (PIECE - before - 3) + b"\n\xe2\x82x")
    seen: list[str] = []
    with pytest.raises(UnicodeDecodeError):
        Stream.lines(path).for_each(seen.append)
    assert seen == ["a", "x" * (PIECE - before - 3)]


def test_a_packed_file_that_is_cut_off_is_an_error_after_the_lines_before_it(path: Path) -> None:
    packed = gzip.compress(b"".join(b"%d\n" % n for n in range(10**5)))
    path.write_bytes(packed[: len(packed) // 2])
    seen: list[str] = []
    with pytest.raises(EOFError):
        Stream.lines(path).for_each(seen.append)
    assert len(seen) > 1000
    assert seen == [str(n) for n in range(len(seen))]


def test_several_packed_parts_are_one_file(path: Path) -> None:
    path.write_bytes(gzip.compress(b"one\ntw") + gzip.compress(b"o\nthree"))
    assert Stream.lines(path).to_list() == ["one", "two", "three"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_parts_are_one_file_though_some_are_empty(
    path: Path, pack: Callable[[bytes], bytes]
) -> None:
    for parts in ([b"", b"one\n", b"", b"two"], [b"one\ntw", b"o"], [b"", b"", b"one\ntwo\n"]):
        path.write_bytes(b"".join(map(pack, parts)))
        assert Stream.lines(path).to_list() == ["one", "two"]


@pytest.mark.parametrize("level", range(1, 10))
def test_every_level_of_bzip2_is_known(path: Path, level: int) -> None:
    for data in (b"", b"one\n"):
        path.write_bytes(bz2.compress(data, level))
        assert Stream.lines(path).to_list() == data.decode().split()


@pytest.mark.parametrize(
    "text",
    [
        *("BZhang joined", "BZh9 left", "BZh91AY&Sy", "BZh01AY&SY", "BZhx", "BZ", "B"),
        *("\x1f\x8b\tno", "\x1f\x8b\n", "\x1f", "\xfd7zXZ and more", "\xfd7"),
    ],
)
def test_a_text_that_begins_almost_like_a_packed_file_is_read_as_text(
    path: Path, text: str
) -> None:
    for end in ("", "\n", "\nnext"):
        path.write_bytes((text + end).encode("latin-1"))
        expected = split_by_hand((text + end).encode("latin-1"))
        lines = Stream.lines(path, encoding="latin-1").map(lambda line: line.encode("latin-1"))
        assert lines.to_list() == expected


@pytest.mark.parametrize(
    ("pack", "known"), [(gzip.compress, 2), (bz2.compress, 3), (lzma.compress, 3)]
)
def test_a_packed_file_that_is_cut_off_is_an_error_wherever_that_is(
    path: Path, pack: Callable[[bytes], bytes], known: int
) -> None:
    for data in (b"", b"one\ntwo\n"):
        packed = pack(data)
        for length in range(known, len(packed)):
            path.write_bytes(packed[:length])
            with pytest.raises(EOFError):
                Stream.lines(path, errors="replace").to_list()


@pytest.mark.parametrize(
    "begin", [b"\x1f\x8b\x08", b"BZh91AY&SY", b"BZh1\x17rE8P\x90", b"\xfd7zXZ\x00"]
)
def test_a_file_that_only_begins_like_a_packed_one_is_an_error(path: Path, begin: bytes) -> None:
    path.write_bytes(begin + b" is how it begins, and nothing of it is packed" * 9)
    with pytest.raises((OSError, EOFError, zlib.error, lzma.LZMAError)):
        Stream.lines(path, errors="replace").to_list()


def test_a_missing_file_is_an_error_at_the_first_pull_and_not_before(path: Path) -> None:
    lines = Stream.lines(path).map(str.upper)
    repr(lines)
    items = iter(lines)
    with pytest.raises(FileNotFoundError, match="lines"):
        next(items)
    path.write_text("now\n")
    assert lines.to_list() == ["NOW"]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_may_be_text_or_an_object(path: Path, kind: type) -> None:
    path.write_text("one\n")
    assert Stream.lines(kind(path)).to_list() == ["one"]


def test_the_stream_prints_and_pickles_without_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    lines = Stream.lines(path.name, encoding="latin-1").take(1)
    copy = pickle.loads(pickle.dumps(lines))
    assert repr(copy) == repr(lines) == "Stream.lines('lines', encoding='latin-1').take(1)"
    path.write_bytes(b"\xe9\n")
    assert copy.to_list() == lines.to_list() == ["é"]


@given(lines=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"))))
@same_file
def test_what_write_has_written_lines_reads_again(path: Path, lines: list[str]) -> None:
    Stream(lines).write(path)
    assert Stream.lines(path).to_list() == lines


def test_it_reads_no_more_of_the_file_than_it_needs(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"one\ntwo\n")
        file.truncate(2**36)
    assert Stream.lines(path).take(2).to_list() == ["one", "two"]


def test_an_error_after_a_character_that_two_pieces_share_spoils_nothing_before_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "shared"
    long = "a" + "日" * PIECE
    path.write_bytes(f"{long}\nnext\n".encode("shift_jis") + b"\xff\xff\n")
    seen: list[str] = []
    with pytest.raises(UnicodeDecodeError):
        Stream.lines(path, encoding="shift_jis").for_each(seen.append)
    assert seen == [long, "next"]
