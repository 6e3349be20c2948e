"""What was honest and what was false about the timings in the deck the project began with.

A lazy pipeline does nothing until it is read. So `timeit` of an expression that makes one is
the time of its construction, whatever it is set beside; here both are measured.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from timeit import repeat
from typing import TYPE_CHECKING, Any

from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = range(100_000)


def _double(number: int) -> int:
    return number * 2


_PIPELINES: dict[str, Callable[[], Any]] = {
    "[f(x) for x in xs]": lambda: [_double(x) for x in _NUMBERS],
    "(f(x) for x in xs)": lambda: (_double(x) for x in _NUMBERS),
    "map(f, xs)": lambda: map(_double, _NUMBERS),
    "Stream(xs).map(f)": lambda: Stream(_NUMBERS).map(_double),
}

HEADER = ("pipeline over 100,000 numbers", "to build it", "to read ten items", "to read it all")


def timings(*, quick: bool = False) -> list[tuple[str, str, str, str]]:
    """For each pipeline, the time of building it, of reading ten items, and of reading all."""
    return [
        (
            name,
            _shown(_best(build, 1 if name.startswith("[") else 1000, quick=quick)),
            _shown(_best(_reading_ten(build), 1, quick=quick)),
            _shown(_best(_reading_all(build), 1, quick=quick)),
        )
        for name, build in _PIPELINES.items()
    ]


def _reading_ten(build: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: deque(islice(build(), 10))


def _reading_all(build: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: deque(build(), maxlen=0)


def exhausted(*, quick: bool = False) -> tuple[str, str]:
    """The time of `list(numbers)` as timeit repeats it over one generator: first, and best."""
    numbers = (_double(x) for x in _NUMBERS)
    times = repeat(lambda: list(numbers), number=1, repeat=3 if quick else 7)
    return _shown(times[0]), _shown(min(times))


def _best(run: Callable[[], Any], calls: int, *, quick: bool) -> float:
    return min(repeat(run, number=calls, repeat=3 if quick else 9)) / calls


def _shown(seconds: float) -> str:
    if seconds < 1e-6:
        return f"{seconds * 1e9:.0f} ns"
    return f"{seconds * 1e6:,.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:,.1f} ms"


VERDICTS = (
    "False: `timeit` of `map(f, xs)`, or of a generator expression, beside that of a list "
    "comprehension. The first column sets the building of an object beside the whole of the "
    "work. In the last column all do the same, and nothing is left of a factor of thousands.",
    "False: `timeit` of a statement that reads one generator again and again. The first run "
    "reads it, every other one finds it empty, and `timeit` is asked for the best.",
    "False: that generators are fast because they are lazy. A chain of them costs more an item "
    "than the comprehension that does the same in one place: see the pipelines above.",
    "Honest: that a lazy pipeline costs next to nothing until it is read, holds no list, and "
    "gives its first items at once: see the middle column, and the memory above.",
)
