"""Write what was measured, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import deck, memory
from benchmarks.row import is_ours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.harness import Outcome, Timed

METHOD = (
    "Ratios are medians over rounds in which the contenders take turns, each to the first "
    "contender in the same round; beside them their quartiles.",
    "The clock is the CPU time of the process; the machine is shared, so trust the ratios before "
    "the nanoseconds.",
    "A contender that gives another result than the first is excluded, and named.",
    "* is ahead of rillet, beyond the spread of both.",
)


def row_text(outcome: Outcome) -> str:
    """The table of one row."""
    row = outcome.row
    again = "second pass" if any(timed.again for timed in outcome.timed) else ""
    heading = f"  {'':34}{'ratio':>8}  {'quartiles':<15}{'ns/' + row.kind.unit:>12}  {again}"
    lines = [
        "",
        f"{row.name}: {row.title} ({outcome.size:,} items, {outcome.rounds} rounds)",
        heading.rstrip(),
        *(_timed_text(timed, timed in outcome.ahead_of_us) for timed in outcome.timed),
        *(f"  !! {name} is EXCLUDED: it {why}" for name, why in outcome.excluded.items()),
        *(f"  {remark}" for remark in remarks(outcome) + _losses(outcome)),
    ]
    return "\n".join(lines)


def _timed_text(timed: Timed, ahead: bool) -> str:
    spread = f"{timed.low:.2f}..{timed.high:.2f}"
    mark = "*" if ahead else ">" if is_ours(timed.name) else " "
    return (
        f"  {mark} {timed.name:<32}{timed.ratio:>8.2f}  {spread:<15}{timed.cost:>12,.1f}  "
        f"{timed.again}"
    ).rstrip()


def remarks(outcome: Outcome) -> list[str]:
    """What a reader should not have to work out."""
    made = []
    ours = outcome.ours
    if outcome.row.limit is not None and ours is not None:
        kept = "kept" if outcome.keeps_its_limit else "NOT KEPT"
        made.append(f"limit {outcome.row.limit:.2f}: {kept}, at {ours.ratio:.3f}")
    if outcome.row.same_type and ours is not None:
        made.append("the object handed out is of the type that was written by hand")
    return made


def _losses(outcome: Outcome) -> list[str]:
    names = [timed.name for timed in outcome.ahead_of_us]
    return [f"rillet LOSES to {', '.join(names)}"] if names else []


def memory_text(peaks: list[memory.Peak]) -> str:
    """The table of what was held."""
    lines = ["", "MEMORY: the peak beside the source, by tracemalloc"]
    for task in dict.fromkeys(peak.task for peak in peaks):
        lines += ["", task]
        lines += [
            f"    {peak.name:<24}{peak.size / 1024:>14,.1f} KiB{_over(peak)}"
            for peak in peaks
            if peak.task == task
        ]
    return "\n".join(lines)


def _over(peak: memory.Peak) -> str:
    return "  ABOVE 64 KiB" if is_ours(peak.name) and peak.size > memory.LIMIT else ""


def imports_text(costs: Mapping[str, tuple[float, float, float]]) -> str:
    """The table of what imports cost."""
    lines = [
        "",
        "IMPORT: ms of CPU beside an empty program, in fresh processes (median, quartiles)",
    ]
    lines += [
        f"    {name:<24}{middle:>10.1f}  {low:.1f}..{high:.1f}"
        for name, (low, middle, high) in costs.items()
    ]
    return "\n".join(lines)


def deck_text(timings: list[tuple[str, str, str, str]], exhausted: tuple[str, str]) -> str:
    """What the deck's way of timing shows, and what it hides."""
    lines = ["", "THE TIMINGS IN THE DECK: what was honest, and what was false", ""]
    lines += [
        f"    {name:<30}{build:>14}{ten:>20}{whole:>20}"
        for name, build, ten, whole in [deck.HEADER, *timings]
    ]
    lines += ["", f"    {exhausted_sentence(exhausted)}", ""]
    lines += [f"    {verdict}" for verdict in deck.VERDICTS]
    return "\n".join(lines)


def exhausted_sentence(exhausted: tuple[str, str]) -> str:
    """What `timeit` says of one generator that it reads again and again."""
    first, best = exhausted
    return f"list(generator), repeated over one generator: {first} the first time, {best} at best."
