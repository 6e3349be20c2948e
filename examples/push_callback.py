"""A callback API as a source: whatever calls a function can push into a pipeline.

Here it is a mouse that calls back when it moves, and the pipeline gives the length of each step.
"""

from __future__ import annotations

from collections.abc import Callable
from math import dist

from rillet import Pipeline, op
from rillet.push import callback

Point = tuple[float, float]


class Mouse:
    """It knows nothing of pipelines: it calls each of its listeners with two numbers."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[float, float], None]] = []

    def move(self, x: float, y: float) -> None:
        for listener in self.listeners:
            listener(x, y)


STEPS: Pipeline[Point, float] = op.pairwise() | op.starmap(dist)


def main() -> None:
    mouse = Mouse()
    lengths: list[float] = []
    with STEPS.push(lengths.append) as sink:
        mouse.listeners.append(callback(sink))
        mouse.move(0, 0)
        mouse.move(3, 4)
        mouse.move(3, 4)
        mouse.move(8, 16)
    mouse.listeners.clear()
    print(f"{len(lengths)} steps, {lengths}, {sum(lengths)} in all")


if __name__ == "__main__":
    main()
