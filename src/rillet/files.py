"""Lines of a file, plain or packed, in pieces that C code splits."""

from __future__ import annotations

import codecs
from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

PIECE: Final = 2**16
"""How many bytes are read at a time."""


def lines_of(path: str, encoding: str = "utf-8", errors: str = "strict") -> Iterator[str]:
    """The lines of the file at `path`, without their line ends."""
    return chain.from_iterable(_pieces(path, encoding, errors))


def _pieces(path: str, encoding: str, errors: str) -> Iterator[list[str]]:
    """Lists of whole lines, as many as came with one read."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    begun: list[str] = []  # the parts of a line whose end has not come yet
    with open(path, "rb") as raw, _unpacked(raw) as file:
        while True:
            piece = file.read1(PIECE)
            text, error = _decoded(decoder, piece)
            begin, *lines = text.split("\n")
            begun.append(begin)
            if lines:
                whole = ["".join(begun), *lines[:-1]]
                yield _without_returns(whole) if "\r" in text or "\r" in whole[0] else whole
                begun = lines[-1:]
            if error is not None:
                raise error
            if not piece:
                break
    if last := "".join(begun):
        yield [last]


def _decoded(
    decoder: codecs.IncrementalDecoder, piece: bytes
) -> tuple[str, UnicodeDecodeError | None]:
    """The text of `piece`, or as much of it as stands before an error, and the error."""
    before = decoder.getstate()
    try:
        return decoder.decode(piece, final=not piece), None
    except UnicodeDecodeError as error:
        held = len(error.object) - len(piece)
        decoder.setstate(before)
        return decoder.decode(piece[: max(0, error.start - held)]), error


def _without_returns(lines: list[str]) -> list[str]:
    return [line.removesuffix("\r") for line in lines]


def _unpacked(raw: Any) -> Any:
    """The file itself, or a file over it that unpacks it."""
    head = raw.peek(_LONGEST)[:_LONGEST]
    if _begins(head, 2, _GZIP):
        from gzip import GzipFile

        return GzipFile(fileobj=raw)
    if _begins(head, 3, *_BZIP2):
        from bz2 import BZ2File

        return BZ2File(raw)
    if _begins(head, 3, _XZ):
        from lzma import LZMAFile

        return LZMAFile(raw)
    return raw


_GZIP: Final = b"\x1f\x8b\x08"
_BZIP2: Final = tuple(
    b"BZh%d" % level + mark  # of the first block, or of the end where there is none
    for level in range(1, 10)
    for mark in (b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90")
)
_XZ: Final = b"\xfd7zXZ\x00"
_LONGEST: Final = 10


def _begins(head: bytes, least: int, *magics: bytes) -> bool:
    """Whether a file that begins with `head` begins like one of the `magics`.

    A file that was cut off within its magic does too, if `least` bytes of it are left.
    """
    return len(head) >= least and any(magic.startswith(head[: len(magic)]) for magic in magics)
