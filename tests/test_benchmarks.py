"""Every contender of the benchmark does the work that it is timed for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import benchmarks.rows  # noqa: F401  # enters the rows
from benchmarks import causes, fused, losses, memory, readme
from benchmarks.agreement import disagreements
from benchmarks.harness import Outcome, Timed
from benchmarks.page import Page
from benchmarks.peers import PEERS, module
from benchmarks.row import ROWS, VALUE, Row, is_ours

FEW = 60


@pytest.mark.pulled_only(reason="some rows hand out an iterator of a certain class")
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_all_contenders_of_a_row_agree(row: Row) -> None:
    contenders = row.make(FEW)
    assert any(map(is_ours, contenders))
    assert disagreements(row, contenders) == {}


@pytest.mark.parametrize("task", memory.TASKS.values(), ids=memory.TASKS.keys())
def test_all_contenders_of_a_measure_of_memory_agree(task: memory.Contenders) -> None:
    first, *others = (list(map(_as_tuple, contender(range(FEW)))) for contender in task.values())
    assert first
    assert all(other == first for other in others)


def _as_tuple(item: object) -> object:
    return tuple(item) if hasattr(type(item), "__iter__") else item


def _row(**contenders: object) -> Row:
    def make(n: int) -> dict[str, object]:
        return contenders

    return Row("r", "s", "t", make, 10, VALUE, lambda made: made, None, False, 3)  # type: ignore[arg-type]


def test_a_contender_with_another_result_is_found_and_the_place_is_told() -> None:
    row = _row(hand=lambda: [1, 2], rillet=lambda: [1, 3], peer=lambda: [1], same=lambda: [1, 2])
    assert disagreements(row, row.make(2)) == {
        "rillet": "gave 3 at place 1, not 2",
        "peer": "gave 1 items, not 2",
    }


def test_a_contender_that_raises_is_found() -> None:
    row = _row(hand=lambda: 1, peer=lambda: 1 // 0)
    assert disagreements(row, row.make(2)) == {
        "peer": "raised ZeroDivisionError: integer division or modulo by zero"
    }


def test_a_contender_is_ahead_only_beyond_the_spread_of_both() -> None:
    timed = [
        Timed("hand", 1, 1, 1, 1),
        Timed("near", 1, 1.5, 1.8, 2.1),
        Timed("rillet", 1, 2.0, 2.2, 2.4),
        Timed("behind", 1, 2.5, 2.6, 2.7),
    ]
    outcome = Outcome(_row(), 10, 3, timed, {})
    assert [contender.name for contender in outcome.ahead_of_us] == ["hand"]


def test_a_loss_is_explained_for_its_own_contender_and_no_further_than_its_bound() -> None:
    row, contender = "ten-one-map", "itertools"
    (cause,), bound = losses.LOSSES[row][contender]
    why = losses.CAUSES[cause]
    assert losses.reasons(row, {contender: bound}) == why
    assert losses.reasons(row, {contender: bound + 0.01}) == (
        f"not explained: {contender} {bound + 0.01:.2f}"
    )
    assert losses.reasons(row, {"itertool": 1.1}) == "not explained: itertool 1.10"
    assert losses.reasons("ten-one", {contender: 1.1}) == "not explained: itertools 1.10"
    assert losses.reasons(row, {contender: 1.1, "new": 1.2}) == f"{why}; not explained: new 1.20"


def test_the_page_tells_of_a_loss_that_is_not_explained() -> None:
    timed = [Timed("hand", 1, 1, 1, 1), Timed("rillet", 2, 2, 2, 2)]
    page = Page([])
    page.add_outcomes([Outcome(_row(), 10, 3, timed, {})])
    assert "| t | hand 2.00 | not explained: hand 2.00 |" in str(page)


def test_every_explained_loss_names_a_row_and_a_contender_of_it() -> None:
    missing = {distribution for name, distribution in PEERS.items() if module(name) is None}
    for row, explained in losses.LOSSES.items():
        contenders = {name for name in ROWS[row].make(FEW) if not is_ours(name)}
        assert explained.keys() - missing <= contenders, row


def test_every_cause_is_that_of_a_loss() -> None:
    named = {key for each in losses.LOSSES.values() for keys, _ in each.values() for key in keys}
    assert named == losses.CAUSES.keys()


@pytest.mark.parametrize("name", causes.WITNESSES)
def test_all_witnesses_of_a_row_agree_with_it(name: str) -> None:
    row = causes.with_witnesses(ROWS[name])
    assert name in losses.LOSSES
    assert disagreements(row, row.make(row.size if row.size < FEW else FEW)) == {}


def test_the_program_runs_and_writes_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    rows = ["build-take", "build-to-list", "ten-one-map", "deck"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--markdown", str(page), *rows],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert "EXCLUDED" not in done.stdout
    assert page.read_text(encoding="utf-8").startswith("# Performance")


def test_what_is_fused_is_held_against_what_is_fused_by_hand() -> None:
    (outcome,) = fused.outcomes_by_hand([ROWS["build-take"], ROWS["fuse-count"]], quick=True)
    assert [timed.name for timed in outcome.timed] == ["fused by hand", "rillet, fused"]
    ratio = fused.slowdown(outcome)
    assert fused.line(outcome, ratio).startswith("  ")
    assert fused.line(outcome, ratio / 2).startswith("> ")


def test_what_gives_another_result_is_above_every_limit() -> None:
    outcome = Outcome(_row(), 10, 3, [], {"rillet, fused": "gives another result"})
    assert fused.slowdown(outcome) == float("inf")
    assert fused.line(outcome, 1.1).startswith("!! ")


def test_the_readme_shows_the_figures_of_the_page() -> None:
    page = (readme.ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    shown = (readme.ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.figures(page) in shown
