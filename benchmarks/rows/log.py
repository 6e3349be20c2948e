"""The log report of the examples, beside a loop written by hand that answers the same."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.row import ROWS, Contenders, row

SECTION = "The log report"
_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@cache
def _example(name: str) -> Any:
    if str(_EXAMPLES) not in sys.path:
        sys.path.insert(0, str(_EXAMPLES))
    return import_module(name)


def _reports(lines: list[str]) -> Contenders:
    loop, streams = _example("access_log_loop"), _example("access_log")
    return {
        "loop": lambda: loop.report(lines),
        "rillet": lambda: streams.report(lines),
    }


@row(SECTION, "all its answers, from the hostile sample", size=50_000, limit=1.0, rounds=15)
def log_report(n: int) -> Contenders:
    return _reports(_sample(n))


def _sample(n: int) -> list[str]:
    return [choice.line for choice in _example("access_log_sample").Sample(n)]


def enter_file(path: Path) -> None:
    """Add a row on a log that the user has named."""
    text = path.read_text(encoding="utf-8", errors="backslashreplace")
    lines = text.removesuffix("\n").split("\n")
    if "log-report-of-file" in ROWS:
        return

    @row(
        SECTION,
        f"all its answers, from {len(lines):,} lines of {path.name}",
        size=len(lines),
        limit=1.0,
        rounds=15,
    )
    def log_report_of_file(n: int) -> Contenders:
        return _reports(lines[:n])
