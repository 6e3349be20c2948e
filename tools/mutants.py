"""Runs mutmut over the operations, and fails where a mutant survives that is not argued.

    python -m tools.mutants FOLDER [FAMILY…] [--workers N]

A family is a module of operations: `order`, `join`. FOLDER receives an environment and a copy of
the project. N is how many mutants are run at once: without it, one for each core. The arguments
stand in `mutants.txt`, in paragraphs: why no test can tell some mutants from what they were, and
under it for each of them the function and the lines that it changes. The function may be `*`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ARGUED = Path(__file__).with_name("mutants.txt")
OPERATIONS = "rillet.operations"
KILLED = (1, 3)
SURVIVED = (0, 5, 33)  # passed by every test that reaches it, or reached by none


class Mutant(NamedTuple):
    """A changed function: `order.Reversed.pull`, with the lines out and in, as in a diff."""

    function: str
    change: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((self.function, *self.change))


def environment(folder: Path) -> Path:
    """The programs of an environment with mutmut and all that the tests need."""
    programs = folder / "venv" / "bin"
    if not programs.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([programs / "pip", "install", "-q", f"{ROOT}[test,mutants]"], check=True)
    return programs


def copied(folder: Path) -> Path:
    """A new copy of what git knows of the project."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    return copy


def results(copy: Path, families: list[str]) -> Iterator[tuple[str, dict[str, int | None]]]:
    """For each family what became of its mutants, by their names."""
    for path in sorted(copy.glob("mutants/src/rillet/operations/*.py.meta")):
        family = path.name.partition(".")[0]
        if not families or family in families:
            codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
            if codes:
                yield family, codes


def mutant(copy: Path, mutmut: Path, name: str) -> Mutant:
    """The mutant that mutmut knows by this name."""
    shown = subprocess.run(
        [mutmut, "show", name], cwd=copy, check=True, capture_output=True, text=True
    )
    _, _, changes = shown.stdout.partition("\n@@")
    change = [
        f"{line[0]} {line[1:].strip()}"
        for line in changes.split("\n")
        if line.startswith(("+", "-"))
    ]
    function = name.removeprefix(f"{OPERATIONS}.").partition("__mutmut_")[0]
    return Mutant(function.replace("xǁ", "").replace("ǁ", ".").replace(".x_", "."), tuple(change))


def argued() -> set[Mutant]:
    """The mutants of which `mutants.txt` says why they survive."""
    blocks = re.findall(
        r"^    ([\w*].*)\n((?:    [-+] .*\n)+)", ARGUED.read_text("utf-8"), re.MULTILINE
    )
    return {Mutant(name, tuple(map(str.strip, change.splitlines()))) for name, change in blocks}


def main(folder: Path, families: list[str], workers: int | None) -> int:
    """Run them, print what became of each family, and give how many survive without a reason."""
    programs = environment(folder)
    mutmut, copy = programs / "mutmut", copied(folder)
    names = [f"{OPERATIONS}.{family}.*" for family in families]
    profile = {**os.environ, "RILLET_PROFILE": "mutants"}
    limit = [] if workers is None else ["--max-children", str(workers)]
    subprocess.run([mutmut, "run", *limit, *names], cwd=copy, check=True, env=profile)
    known, unargued = argued(), 0
    for family, codes in results(copy, families):
        counts = Counter(codes.values())
        survivors = [name for name, code in codes.items() if code in SURVIVED]
        mutants = [mutant(copy, mutmut, name) for name in survivors]
        new = [each for each in mutants if not {each, each._replace(function="*")} & known]
        killed = sum(counts[code] for code in KILLED)
        print(
            f"{family}: {len(codes)} mutants, {killed} killed, "
            f"{len(codes) - killed - len(survivors)} timed out, "
            f"{len(mutants) - len(new)} argued, {len(new)} not argued"
        )
        for each in new:
            print(f"\n{each}\n")
        unargued += len(new)
    return unargued


if __name__ == "__main__":
    parser = ArgumentParser(usage=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("families", nargs="*")
    parser.add_argument("--workers", type=int)
    given = parser.parse_intermixed_args()
    sys.exit(1 if main(given.folder.resolve(), given.families, given.workers) else 0)
