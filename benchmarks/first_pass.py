"""What the first pass of a fused stream costs, and from how many elements on it pays.

    python -m benchmarks.first_pass

A program of so many lines is written, with a chain of so many lambdas in its middle. It is run in
some processes, and each figure is the least of the CPU time in them. The first pass in a process,
which finds out about the operations and terminals too, is another one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

LENGTHS = (100, 1_000, 10_000)
CHAINS = {
    1: ".map(lambda n: n + 1)",
    3: ".map(lambda n: n + 1).filter(lambda n: n % 3).map(lambda n: -n)",
    6: (
        ".map(lambda n: n + 1).filter(lambda n: n % 3).map(lambda n: n * 2)"
        ".map(lambda n: n - 5).filter(lambda n: n % 5).map(lambda n: -n)"
    ),
}
PROCESSES = 7
FILLER = "def f{0}(a, b=None):\n    return [a, b, {0}] if a else (b, 'text {0}')\n"
PROGRAM = """
import json, sys
from time import process_time as now
from rillet import Stream

def chain(numbers):
    return Stream(numbers){chain}

def another(numbers):
    return Stream(numbers){chain}

ELEMENTS = 100_000

def seconds(run):
    begun = now()
    run()
    return now() - begun

engine = seconds(lambda: chain(()).fuse())
warm = seconds(lambda: chain((1,)).fuse().to_list())
first = seconds(lambda: another((1,)).fuse().to_list())
again = min(seconds(lambda: chain((1,)).fuse().to_list()) for _ in range(200))
pulled = min(seconds(lambda: chain((1,)).to_list()) for _ in range(200))
pull, fuse = chain(range(ELEMENTS)), chain(range(ELEMENTS)).fuse()
turns = [(seconds(pull.to_list), seconds(fuse.to_list)) for _ in range(15)]
gain = (min(pull for pull, _ in turns) - min(fuse for _, fuse in turns)) / ELEMENTS
json.dump([engine, warm, first, again, pulled, gain], sys.stdout)
"""


def program(length: int, chain: str) -> str:
    """The source text of a program of about so many lines."""
    middle = PROGRAM.format(chain=chain)
    half = (length - middle.count("\n")) // 4
    before = "".join(FILLER.format(n) for n in range(half))
    after = "".join(FILLER.format(n) for n in range(half, 2 * half))
    return before + middle + after


def figures(path: Path) -> list[float]:
    """The least of each figure that the program gives."""
    ran = [
        subprocess.run([sys.executable, path], capture_output=True, check=True, encoding="utf-8")
        for _ in range(PROCESSES)
    ]
    return [min(each) for each in zip(*(json.loads(each.stdout) for each in ran))]


def main() -> None:
    """Print the table."""
    print(
        "| lines | lambdas | the first pass | each other | saved an item | pays from | then from |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|")
    engines = []
    with TemporaryDirectory() as folder:
        for length in LENGTHS:
            for size, chain in CHAINS.items():
                path = Path(folder, f"program_{length}_{size}.py")
                path.write_text(program(length, chain), encoding="utf-8")
                engine, warm, first, again, pulled, gain = figures(path)
                engines.append((engine, warm))
                pays, later = (first - pulled) / gain, (again - pulled) / gain
                print(
                    f"| {length:,} | {size} | {first * 1e3:.1f} ms | {again * 1e6:.0f} µs "
                    f"| {gain * 1e9:.0f} ns | {pays:,.0f} | {later:,.0f} |"
                )
    engine, warm = (min(each) * 1e3 for each in zip(*engines))
    print(
        f"\nThe engine is loaded in {engine:.1f} ms, and the very first pass takes {warm:.1f} ms."
    )


if __name__ == "__main__":
    main()
