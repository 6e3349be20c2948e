"""Writes the figures of the README anew, from the page of the last whole run.

python -m benchmarks.readme
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
SHOWN = {
    "a `for` loop over map, filter, map": "a for loop over map, filter, map",
    "ten elements through map, filter, map, building included": (
        "map, filter, map with Python functions"
    ),
    "map, filter, map of lambdas, fused": "map, filter, map, fused",
    "the log report, beside one loop written by hand": "all its answers, from the hostile sample",
    "map, filter, map, pushed by `into`, beside the pulled stream in a loop": (
        "map, filter, map, pushed"
    ),
}
"""What the README says, and the row of the page that it stands for."""


def main() -> None:
    """Replace what stands between the two marks."""
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    readme = ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n{figures(page)}{END}{after}", encoding="utf-8")


def figures(page: str) -> str:
    """What the README says of the runs on `page`."""
    rows = _promised(page)
    chains = sorted(ratio for row, (ratio, _, _) in rows.items() if row.endswith("all in C"))
    shown = [
        "Measured on CPython 3.11 by `python -m benchmarks`: contenders take turns in one process,"
        " equal results are checked first,"
        " and each figure is a ratio to itertools written by hand,"
        " or to what the row names.",
        "",
        "| what | ratio | half of the rounds lie in |",
        "|---|---:|---:|",
        f"| an element through one to six operations | {chains[0]:.3f} to {chains[-1]:.3f} | |",
    ]
    for text, row in SHOWN.items():
        ratio, low, high = rows[row]
        shown.append(f"| {text} | {ratio:.2f} | {low:.2f} to {high:.2f} |")
    own, other = _import_cost(page, "rillet"), _import_cost(page, "dataclasses")
    shown += [
        "",
        f"`import rillet` costs {own} ms of CPU, `import dataclasses` {other} ms.",
        "What we lose stands first in [docs/performance.md](docs/performance.md):"
        " building a chain for a handful of items costs more than itertools,"
        " and a comprehension that calls no function is twice as fast as any chain that does.",
        "",
    ]
    return "\n".join(shown)


def _promised(page: str) -> dict[str, tuple[float, float, float]]:
    """By row, its ratio and the quartiles."""
    section = page.split("## What is promised")[1].split("\n## ")[0]
    line = re.compile(r"\| (.+) \| [\d.]+ \| ([\d.]+) \| ([\d.]+) to ([\d.]+) \| ")
    return {
        row: (float(ratio), float(low), float(high))
        for row, ratio, low, high in line.findall(section)
    }


def _import_cost(page: str, module: str) -> str:
    found = re.search(rf"\| `import {module}` \| ([\d.]+) \|", page)
    if found is None:
        raise ValueError(f"the page has no row for `import {module}`")
    return found[1]


if __name__ == "__main__":
    main()
