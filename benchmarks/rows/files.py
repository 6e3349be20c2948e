"""Lines of a file, plain and packed."""

from __future__ import annotations

import gzip
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.log_lines import log_lines
from benchmarks.row import ITEMS, STREAM, Contenders, row
from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTION = "Lines of a file"


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="rillet-benchmark-")


def _made(name: str, n: int, open_: Any) -> Path:
    path = Path(_folder().name, f"{n}-{name}")
    if not path.exists():
        with open_(path, "wt", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in log_lines(n))
    return path


def _by_hand(open_: Any, path: Path) -> Iterator[str]:
    with open_(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def _mapped(open_: Any, path: Path) -> list[str]:
    with open_(path, "rt", encoding="utf-8") as file:
        return list(map(_without_end, file))


def _without_end(line: str) -> str:
    return line.rstrip("\n")


@row(SECTION, "Stream.lines of a plain file", size=50_000, kind=ITEMS)
def lines_plain(n: int) -> Contenders:
    path = _made("lines.txt", n, open)
    return {
        "for line in open(), rstrip": lambda: _by_hand(open, path),
        "list(map(rstrip, open()))": lambda: _mapped(open, path),
        "read().splitlines()": lambda: path.read_text(encoding="utf-8").splitlines(),
        "rillet": lambda: Stream.lines(path),
    }


@row(SECTION, "Stream.lines of a gzip file", size=50_000, kind=ITEMS)
def lines_gzip(n: int) -> Contenders:
    path = _made("lines.gz", n, gzip.open)
    return {
        "for line in gzip.open(), rstrip": lambda: _by_hand(gzip.open, path),
        "list(map(rstrip, gzip.open()))": lambda: _mapped(gzip.open, path),
        "rillet": lambda: Stream.lines(path),
    }


@row(SECTION, "Stream.using(open), with the line ends", size=50_000, kind=ITEMS)
def lines_using(n: int) -> Contenders:
    path = _made("lines.txt", n, open)

    def opened() -> Any:
        return path.open(encoding="utf-8")

    def generator() -> Iterator[str]:
        with opened() as file:
            yield from file

    return {
        "generator with `with`": generator,
        "rillet": lambda: Stream.using(opened),
    }


@row(SECTION, "the first 10 of 50,000 lines of a plain file", size=10, kind=STREAM)
def lines_first(n: int) -> Contenders:
    path = _made("lines.txt", 50_000, open)
    return {
        "islice of a generator": lambda: islice(_by_hand(open, path), n),
        "rillet": lambda: Stream.lines(path).take(n),
    }
