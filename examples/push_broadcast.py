"""One source of lines, broadcast to three greps that all send into one printer.

The printer is closed once: when the last of the three that send into it is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from rillet import Pipeline, Sink, Stream, consumer, op

LINES = """\
python makes sense
cython compiles it
some snakes are pythons
a swig of tea, and python again
swig wraps what is written in C
""".splitlines()
PATTERNS = ("python", "cython", "swig")


@consumer
def printer(give: Callable[[str], object]) -> Generator[None, str, None]:
    """Give each line with its number, and say so when it is closed."""
    n = 0
    try:
        while True:
            line = yield
            n += 1
            give(f"{n}. {line}")
    finally:
        give(f"closed after {n} lines")


def greps(*patterns: str, into: Sink[str, Any]) -> list[Sink[str, Any]]:
    """A pipeline for each pattern. All of them end in the one sink."""
    return [grep(pattern).push(into) for pattern in patterns]


def grep(pattern: str) -> Pipeline[str, str]:
    """The lines with the pattern, which is put before each."""
    wanted: Pipeline[str, str] = op.filter(lambda line: pattern in line)
    return wanted | op.map(lambda line: f"{pattern:6}  {line}")


def main() -> None:
    shared = op.map(str.rstrip).push(printer(print))
    Stream(LINES).broadcast(*greps(*PATTERNS, into=shared))

    print("\nThe same by hand:")
    shared = op.map(str.rstrip).push(printer(print))
    branches = greps(*PATTERNS, into=shared)
    for branch in branches:
        branch.send("python, cython and swig")
    for pattern, branch in zip(PATTERNS, branches):
        branch.close()
        print(f"{pattern} is closed, the printer is {'closed' if shared.closed else 'open'}")


if __name__ == "__main__":
    main()
