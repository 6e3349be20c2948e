"""Write what was measured as a page of the documentation."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks import deck, memory
from benchmarks.losses import reasons
from benchmarks.report import METHOD, exhausted_sentence, remarks
from benchmarks.row import STREAM, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.harness import Outcome, Timed


class Page:
    """The lines of the page, which grow from the top to the bottom."""

    def __init__(self, where: list[str]) -> None:
        self._lines = [
            "# Performance",
            "",
            "This page is made by `python -m benchmarks --markdown docs/performance.md`.",
            *METHOD[:-1],
            "",
            *(f"- {line}" for line in where),
        ]

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"

    def add_outcomes(self, outcomes: list[Outcome]) -> None:
        """A summary of all rows, and then every row."""
        self._add_limits(outcomes)
        self._add_losses(outcomes)
        for section, rows in groupby(outcomes, key=lambda outcome: outcome.row.section):
            self._heading(2, section)
            if section.startswith("Constructions"):
                self._add_constructions(list(rows))
            else:
                for outcome in rows:
                    self._add_row(outcome)

    def _add_limits(self, outcomes: list[Outcome]) -> None:
        bound = [o for o in outcomes if o.row.limit is not None and o.ours is not None]
        if bound:
            self._heading(2, "What is promised")
            self._table(
                ("row", "ratio, at most", "measured", "quartiles", ""),
                [
                    (
                        o.row.title,
                        f"{o.row.limit:.2f}",
                        f"{o.ours.ratio:.3f}",
                        _spread(o.ours),
                        "kept" if o.keeps_its_limit else "**not kept**",
                    )
                    for o in bound
                    if o.ours is not None
                ],
            )

    def _add_losses(self, outcomes: list[Outcome]) -> None:
        lost = [o for o in outcomes if o.ahead_of_us and o.ours is not None]
        if lost:
            self._heading(2, "What rillet loses")
            self._say(
                "Every contender that is ahead of rillet beyond the spread of both, "
                "by how often it would run while rillet runs once, and why. A reason was measured "
                "by taking its cause away, and holds for one contender of one row, up to a bound; "
                "`python -m benchmarks.causes` measures most of them again. What no reason reaches "
                "is not explained."
            )
            self._table(
                ("row", "is ahead", "why"),
                [
                    (
                        o.row.title,
                        ", ".join(
                            f"{_code(t.name)} {o.ours.ratio / t.ratio:.2f}" for t in o.ahead_of_us
                        ),
                        _code(
                            reasons(
                                o.row.name,
                                {t.name: o.ours.ratio / t.ratio for t in o.ahead_of_us},
                            )
                        ),
                    )
                    for o in lost
                    if o.ours is not None
                ],
            )

    def _add_row(self, outcome: Outcome) -> None:
        self._heading(3, outcome.row.title)
        unit = "ns a stream" if outcome.row.kind is STREAM else "ns an item"
        again = outcome.row.kind is STREAM
        header = ("", "ratio", "quartiles", unit, *(["a second pass is"] if again else []))
        ahead = outcome.ahead_of_us
        self._table(
            header,
            [
                (
                    _name(timed),
                    f"{timed.ratio:.2f}{' ahead' if timed in ahead else ''}",
                    _spread(timed),
                    f"{timed.cost:,.1f}",
                    *([timed.again] if again else []),
                )
                for timed in outcome.timed
            ],
        )
        self._say(f"{outcome.size:,} items, {outcome.rounds} rounds.")
        for name, why in outcome.excluded.items():
            self._say(f"**Excluded**: {name}, for it {why}.")
        for remark in remarks(outcome):
            self._say(f"{remark[0].upper()}{remark[1:]}.")

    def _add_constructions(self, outcomes: list[Outcome]) -> None:
        self._say(
            "Ratios to the construction named first, which is the one that rillet means to match; "
            "ns an item in brackets."
        )
        self._table(
            ("operation", "construction", "others", "rillet"),
            [_construction(outcome) for outcome in outcomes],
        )
        for outcome in outcomes:
            for name, why in outcome.excluded.items():
                self._say(f"**Excluded** from {outcome.row.title}: {name}, for it {why}.")

    def add_memory(self, peaks: list[memory.Peak]) -> None:
        """What was held."""
        self._heading(2, "Memory")
        self._say(
            "The most that was held, beside the source, "
            f"while {memory.ELEMENTS:,} elements flowed; by tracemalloc."
        )
        self._table(
            ("task", "", "peak, KiB"),
            [(peak.task, _code(peak.name), f"{peak.size / 1024:,.1f}") for peak in peaks],
        )

    def add_imports(self, costs: Mapping[str, tuple[float, float, float]]) -> None:
        """What imports cost."""
        self._heading(2, "Import")
        self._say(
            "What each statement adds to an empty program, in ms of CPU: medians over fresh "
            "processes in turn, `python -I -S`, compiled files written before."
        )
        self._table(
            ("", "ms", "quartiles"),
            [
                (f"`{name}`", f"{middle:.1f}", f"{low:.1f} to {high:.1f}")
                for name, (low, middle, high) in costs.items()
            ],
        )

    def add_deck(
        self, timings: list[tuple[str, str, str, str]], exhausted: tuple[str, str]
    ) -> None:
        """What the deck's way of timing shows, and what it hides."""
        self._heading(2, "The timings in the deck: what was honest, and what was false")
        self._say("The project began with a deck of slides, and they had timings.")
        self._table(deck.HEADER, [(f"`{name}`", *rest) for name, *rest in timings])
        self._say(exhausted_sentence(exhausted))
        self._lines += ["", *(f"- {verdict}" for verdict in deck.VERDICTS)]

    def _heading(self, level: int, text: str) -> None:
        self._lines += ["", f"{'#' * level} {text}"]

    def _say(self, text: str) -> None:
        self._lines += ["", text]

    def _table(self, header: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
        header = list(header)
        rule = ["---", *["---:" if len(header) > 2 else "---"] * (len(header) - 1)]
        self._lines.append("")
        self._lines += [f"| {' | '.join(line)} |" for line in (header, rule, *lines)]


def _spread(timed: Timed) -> str:
    return f"{timed.low:.2f} to {timed.high:.2f}"


def _name(timed: Timed) -> str:
    return f"**{timed.name}**" if is_ours(timed.name) else timed.name


def _code(text: str) -> str:
    return text.replace("|", "\\|")


def _construction(outcome: Outcome) -> tuple[str, str, str, str]:
    first, *rest = outcome.timed
    others = [timed for timed in rest if not is_ours(timed.name)]
    ours = [timed for timed in rest if is_ours(timed.name)]
    losing = " (behind)" if outcome.ahead_of_us else ""
    return (
        f"`{outcome.row.title}`",
        f"{first.name} ({first.cost:,.1f})",
        ", ".join(map(_figure, others)),
        ", ".join(f"**{timed.ratio:.2f}** ({timed.cost:,.1f})" for timed in ours) + losing,
    )


def _figure(timed: Timed) -> str:
    return f"{timed.name} {timed.ratio:.2f} ({timed.cost:,.1f})"
