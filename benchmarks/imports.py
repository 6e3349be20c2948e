"""What the import costs, in fresh processes of a clean interpreter that take turns."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from shutil import copytree, ignore_patterns
from statistics import quantiles
from tempfile import TemporaryDirectory

import rillet
from benchmarks.peers import PEERS, module

_PROGRAM = """\
import sys, time
sys.path[:0] = [{home!r}]
sys.path += {more!r}
{statement}
print(time.process_time_ns())
"""


def costs(*, quick: bool = False) -> dict[str, tuple[float, float, float]]:
    """By statement, the quartiles of the ms of CPU that it adds to an empty program.

    `-I -S` leaves out the environment, the user's folder and site; compiled files are there.
    """
    rounds = 5 if quick else 41
    with TemporaryDirectory(prefix="rillet-benchmark-") as home:
        copytree(
            Path(rillet.__file__).parent,
            Path(home, "rillet"),
            ignore=ignore_patterns("__pycache__"),
        )
        programs = {name: _program(home, name) for name in _statements()}
        for program in programs.values():
            _spent(program)  # writes the compiled files
        times: dict[str, list[float]] = {name: [] for name in programs}
        for number in range(rounds):
            for name in list(programs)[:: -1 if number % 2 else 1]:
                times[name].append(_spent(programs[name]))
    empty = times.pop("pass")
    return {
        name: _quartiles([own - nothing for own, nothing in zip(spent, empty)])
        for name, spent in times.items()
    }


def _statements() -> list[str]:
    peers = [f"import {name}" for name in PEERS if module(name) is not None]
    return ["pass", "import rillet", "import dataclasses", "import typing", *peers]


def _program(home: str, statement: str) -> str:
    more = [sysconfig.get_path("purelib")]
    return _PROGRAM.format(home=home, more=more, statement=statement)


def _spent(program: str) -> float:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, check=True, text=True
    )
    return int(done.stdout) / 1e6


def _quartiles(values: list[float]) -> tuple[float, float, float]:
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high
