"""`python -m benchmarks [--quick] [--markdown FILE] [--log FILE] [ROW …]`.

Or `python -m benchmarks --fused [ROW …]`, or `--by-hand [ROW …]`: see `benchmarks.fused`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import benchmarks.rows  # noqa: F401  # enters the rows
from benchmarks import deck, fused, imports, memory, report
from benchmarks.harness import Outcome, run
from benchmarks.machine import description
from benchmarks.page import Page
from benchmarks.row import ROWS, Row
from benchmarks.rows.log import enter_file

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS = ("memory", "import", "deck")


def main() -> int:
    """Run what was asked for; fail for a wrong result, and in a whole run for a broken limit."""
    asked = _arguments()
    if asked.log:
        enter_file(asked.log)
    if asked.fused:
        print(*description(), "fused, by unfused:", sep="\n", flush=True)
        return _held(fused.outcomes(_rows(asked.rows)), fused.LIMIT)
    if asked.by_hand:
        print(*description(), "fused, by what is fused by hand:", sep="\n", flush=True)
        return _held(fused.outcomes_by_hand(_rows(asked.rows)), fused.LIMIT_BY_HAND)
    parts = [part for part in _PARTS if not asked.rows or part in asked.rows]
    page = Page(description())
    print(*description(), *report.METHOD, sep="\n")
    outcomes = [_ran(row, quick=asked.quick) for row in _rows(asked.rows)]
    page.add_outcomes(outcomes)
    for part in parts:
        _PART[part](page, asked.quick)
    if asked.markdown:
        asked.markdown.write_text(str(page), encoding="utf-8")
    wrong = [o.row.name for o in outcomes if o.ours is None]
    slow = [] if asked.quick else [o.row.name for o in outcomes if not o.keeps_its_limit]
    if wrong:
        print("", f"rillet gives a wrong result in: {', '.join(wrong)}", sep="\n")
    if slow:
        print("", f"rillet is above its limit in: {', '.join(slow)}", sep="\n")
    return 1 if wrong or slow else 0


def _held(outcomes: Iterable[Outcome], limit: float) -> int:
    """Hold ours, fused, against the other contender; fail where that takes it above the limit."""
    slow = []
    for outcome in outcomes:
        print(fused.line(outcome, limit), flush=True)
        if fused.slowdown(outcome) > limit:
            slow.append(outcome.row.name)
    if slow:
        print("", f"above {limit:.2f}, or another result: {'; '.join(slow)}", sep="\n")
    return 1 if slow else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Time rillet beside itertools, loops and its peers.",
    )
    parser.add_argument(
        "rows",
        nargs="*",
        metavar="ROW",
        help="the start of a row's name, or memory, import, deck; without one, everything",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a tenth of the items in three rounds, so that only the results are judged",
    )
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        help="write a page as well; the README: benchmarks.readme",
    )
    parser.add_argument("--log", type=Path, metavar="FILE", help="a web log for the log report")
    parser.add_argument(
        "--fused",
        action="store_true",
        help="time each row of 10,000 items or more fused beside unfused, and name what is slower",
    )
    parser.add_argument(
        "--by-hand",
        action="store_true",
        help="time what is fused beside what is fused by hand, and name what is a tenth slower",
    )
    parser.add_argument("--list", action="store_true", help="name the rows, and end")
    asked = parser.parse_args()
    if asked.list:
        parser.exit(message="\n".join([*ROWS, *_PARTS, ""]))
    for name in asked.rows:
        if name not in _PARTS and not any(row.startswith(name) for row in ROWS):
            parser.error(f"no row is called {name}; --list names them")
    return asked


def _rows(asked: list[str]) -> list[Row]:
    if not asked:
        return list(ROWS.values())
    return [row for row in ROWS.values() if row.name.startswith(tuple(asked))]


def _ran(row: Row, *, quick: bool) -> Outcome:
    outcome = run(row, quick=quick)
    print(report.row_text(outcome), flush=True)
    return outcome


def _memory(page: Page, quick: bool) -> None:
    peaks = memory.peaks(quick=quick)
    print(report.memory_text(peaks), flush=True)
    page.add_memory(peaks)


def _imports(page: Page, quick: bool) -> None:
    costs = imports.costs(quick=quick)
    print(report.imports_text(costs), flush=True)
    page.add_imports(costs)


def _deck(page: Page, quick: bool) -> None:
    timings, exhausted = deck.timings(quick=quick), deck.exhausted(quick=quick)
    print(report.deck_text(timings, exhausted), flush=True)
    page.add_deck(timings, exhausted)


_PART = {"memory": _memory, "import": _imports, "deck": _deck}

if __name__ == "__main__":
    raise SystemExit(main())
