"""Records across a process: a child runs the pipeline, and the results come back.

Both ways it is lines of JSON in a pipe. One thread sends while another reads: a pipe holds little,
and who only sends would wait for a child that waits for somebody to read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Iterable
from subprocess import PIPE, CalledProcessError, Popen
from threading import Thread
from typing import IO, Any

from rillet import Pipeline, Stream, consumer, op

CHILD = "child"
"""The argument that makes this program the child."""
RECORDS = [{"n": n, "text": "rain and sun " * (n % 4)} for n in range(2000)]


def with_words(record: dict[str, Any]) -> dict[str, Any]:
    return {"n": record["n"], "words": record["text"].split()}


PIPELINE: Pipeline[dict[str, Any], dict[str, Any]] = op.map(with_words) | op.filter(
    lambda record: len(record["words"]) > 6
)


@consumer
def lines_into(file: IO[str]) -> Generator[None, str, None]:
    """Write lines, and close the file with the sink: that is how the child learns of the end."""
    with file:
        while True:
            print((yield), file=file)


def child() -> None:
    """Run the pipeline on what the parent writes."""
    through = op.map(json.loads) | PIPELINE | op.map(json.dumps)
    Stream(sys.stdin).into(through.push(print))


def across(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the pipeline makes of the records, in a child."""
    results: list[dict[str, Any]] = []
    with Popen([sys.executable, __file__, CHILD], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        answers = Stream(process.stdout).map(json.loads)
        reader = Thread(target=answers.into, args=[results.append])
        reader.start()
        try:
            Stream(records).into(op.map(json.dumps).push(lines_into(process.stdin)))
        finally:
            reader.join()
    if process.returncode:
        raise CalledProcessError(process.returncode, process.args)
    return results


def main() -> None:
    results = across(RECORDS)
    print(f"{len(RECORDS)} records went to the child, {len(results)} came back")
    print(f"the last: {results[-1]}")
    assert results == list(PIPELINE(RECORDS))


if __name__ == "__main__":
    child() if sys.argv[1:] == [CHILD] else main()
