"""grep as a coroutine, and as a pipeline: lines are pushed into either, and the same come out.

A pipeline can be pulled as well; a coroutine cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial

from rillet import Pipeline, Stream, consumer, op

LINES = """\
A generator yields what it is asked for.
A coroutine is told what to do with a line.
Generators are pulled, from the end of the pipeline.
Coroutines are pushed into, from its front.
Some say that a coroutine is a generator that listens.
""".splitlines()


@consumer
def grep(pattern: str, give: Callable[[str], object]) -> Generator[None, str, None]:
    """The coroutine: it waits in the middle of an expression for the next line."""
    while True:
        line = yield
        if pattern in line:
            give(line)


def grep_pipeline(pattern: str) -> Pipeline[str, str]:
    """The pipeline: it says which lines are wanted, and not where they come from."""
    return op.filter(lambda line: pattern in line)


def main() -> None:
    by_coroutine = grep("coroutine", partial(print, "coroutine:"))
    by_pipeline = grep_pipeline("coroutine").push(partial(print, "pushed:   "))
    Stream(LINES).into(by_coroutine)
    Stream(LINES).into(by_pipeline)
    for line in grep_pipeline("coroutine")(LINES):
        print("pulled:   ", line)


if __name__ == "__main__":
    main()
