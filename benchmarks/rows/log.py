"""The log report of the examples, beside a loop written by hand that answers the same."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

from benchmarks.row import ROWS, Contenders, row
from rillet import Stream

SECTION = "The log report"
_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@cache
def _example(name: str) -> Any:
    if str(_EXAMPLES) not in sys.path:
        sys.path.insert(0, str(_EXAMPLES))
    return import_module(name)


@cache
def _fused_example() -> Any:
    """The report by streams once more, each of which is fused."""
    spec = find_spec(_example("access_log").__name__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.Stream = _fused  # type: ignore[attr-defined]
    return module


def _fused(items: Any) -> Stream[Any]:
    return Stream(items).fuse()


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


@row(SECTION, "all its answers, by fused streams", size=50_000, limit=1.0, rounds=15)
def log_report_fused(n: int) -> Contenders:
    lines, fused = _sample(n), _fused_example()
    loop, streams = _reports(lines).items()
    return dict([loop, ("rillet, fused", lambda: fused.report(lines)), streams])


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
