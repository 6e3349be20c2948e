"""A log that grows is followed, and every new line is pushed into a pipeline as it comes.

The program writes the log itself, in pieces that end anywhere. It stops following as soon as the
pipeline has seen enough.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Any, BinaryIO

from rillet import Pipeline, Sink, op

LOG = """\
08:00 the doors open
08:01 error: the café is closed
08:02 all is well
08:03 error: there is no milk
08:04 all is well
08:05 error: there are no beans
08:06 all is well
08:07 error: nobody follows to here
""".encode()
PIECE = 14


def follow(file: BinaryIO, sink: Sink[bytes, Any], wait: Callable[[], bool]) -> None:
    """Send each whole line of a file that grows, until no more is wanted or the file is whole.

    `wait()` is called whenever all is read. It takes its time, and says whether the file still
    grows. If not, the rest is read, of which the last line need not be ended.
    """
    begun = b""
    grows = True
    while grows and not sink.done:
        grows = wait()
        for piece in file:
            begun += piece
            if begun.endswith(b"\n"):
                line, begun = begun, b""
                if not sink.send(line):
                    return
    if begun:
        sink.send(begun)


def first_errors(n: int) -> Pipeline[bytes, str]:
    """The first so many errors. Only whole lines can be decoded: a piece may cut a character."""
    lines = op.map(bytes.decode) | op.map(str.rstrip)
    return lines | op.filter(lambda line: "error" in line) | op.take(n)


def write_slowly(path: Path) -> None:
    """Append the log in pieces."""
    with path.open("ab", buffering=0) as file:
        for start in range(0, len(LOG), PIECE):
            file.write(LOG[start : start + PIECE])
            sleep(0.01)


def main() -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory, "growing.log")
        path.touch()
        writer = Thread(target=write_slowly, args=[path])

        def wait() -> bool:
            sleep(0.005)
            return writer.is_alive()

        writer.start()
        with path.open("rb") as file, first_errors(3).push(print) as sink:
            follow(file, sink, wait)
            print(f"that is enough, after {file.tell()} of {len(LOG)} bytes")
        writer.join()


if __name__ == "__main__":
    main()
