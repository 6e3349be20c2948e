"""What a plan reads from, and what can be known of it before anything runs.

Bounds are a pair `(low, high)`: a pass gives at least `low` items and at most `high`.
`high` is None where nothing is known, and `ENDLESS` where the pass is known never to end
(a filter over an endless source has the bounds `(0, ENDLESS)`: it may give nothing, for ever).
"""

from __future__ import annotations

import itertools
import sys
from gc import get_referents
from types import GeneratorType

from rillet.arguments import MISSING, brief, call_text, not_iterable
from rillet.beat import is_beat, steps_in_python
from rillet.compiled import deque
from rillet.errors import DeepStreamError, StreamConsumedError
from rillet.operations.operation import Family
from rillet.peekable import Peekable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import CodeType, FrameType
    from typing import Any, Final, TypeAlias

    Bounds: TypeAlias = tuple[float, float | None]

ENDLESS: Final = float("inf")
UNKNOWN: Final = (0, None)
SIZED: Final = frozenset({list, tuple, str, dict, set, frozenset, bytes, bytearray, deque})
PLAIN: Final = SIZED | {range}
"""The builtin collections: re-iterable, and of a length that can be asked for at no cost."""
DEEPEST: Final = 1000
"""The most nested iterators, in `map` objects: a thread with 256 KiB of stack holds 2,000."""
FUSED: Final = "<fused>"
"""The name of the functions that the fusing engine makes."""
FUSED_LOOP: Final = "<fused loop>"
"""The name of those that step through items."""
BESIDE: Final = 8
"""What it takes to lay the plan of an operand, inside the laying of the plan around it."""


class Once:
    """Something that only one pass can use, and where that was."""

    __slots__ = ("_fresh", "_used_at", "_value")

    def __init__(self, value: Any) -> None:
        self._value = value
        self._fresh = [True]  # popped by the first pass: one step, so two threads cannot both
        self._used_at = ""

    def __reduce_ex__(self, protocol: Any) -> Any:
        return super().__reduce_ex__(max(protocol, 2))  # which the oldest protocols can read too

    def taken(self) -> Any:
        """The value, the first time."""
        try:
            self._fresh.pop()
        except IndexError:
            raise self._consumed() from None
        user = outside(sys._getframe(1))
        self._used_at = f"{user.f_code.co_filename}:{user.f_lineno}" if user else "an unknown place"
        return self._value

    def __repr__(self) -> str:
        return brief(self._value)

    def _consumed(self) -> StreamConsumedError:
        return StreamConsumedError(
            f"this stream sends into {self!r}, which can be closed only once and was used at "
            f"{self._used_at}; give each pass a target of its own"
        )


class OneShot(Once):
    """An iterator that can be read only once, and where that was."""

    __slots__ = ()

    @property
    def iterator(self) -> Iterator[Any]:
        """What is read."""
        return self._value  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[Any]:
        if not self._fresh or _has_ended(self.iterator):
            raise self._consumed()
        items = iter(self.iterator)
        return items if items is not self.iterator else self.taken()

    def _consumed(self) -> StreamConsumedError:
        at = f"at {self._used_at}" if self._used_at else "to its end before"
        return StreamConsumedError(
            f"this stream reads from {self!r}, which can be read only once and was read {at}; "
            "keep the items with .cache(), or pass a function that opens the source to Stream.using"
        )


def outside(frame: FrameType | None) -> FrameType | None:
    """The first frame, from `frame` outwards, that is not of the library."""
    while frame is not None and _is_ours(frame):
        frame = frame.f_back
    return frame


def made_at(frame: FrameType) -> tuple[CodeType, int] | None:
    """The code and the line outside of the library that `frame` was called from."""
    user = outside(frame)
    return None if user is None else (user.f_code, user.f_lineno)


def _is_ours(frame: FrameType) -> bool:
    if frame.f_code.co_name in (FUSED, FUSED_LOOP):  # it has the globals of the functions in it
        return True
    name: str = frame.f_globals.get("__name__", "")
    return name.startswith("rillet.") or name == "rillet"


def _has_ended(iterator: Any) -> bool:
    """Whether the iterator is known to have ended, whoever has read it."""
    return type(iterator) is GeneratorType and iterator.gi_frame is None


class Source:
    """A source of the library's own: what a plan can know of it."""

    __slots__ = ()

    depth = 1

    def __reduce_ex__(self, protocol: Any) -> Any:
        return super().__reduce_ex__(max(protocol, 2))

    if TYPE_CHECKING:
        bounds: Bounds

        def text(self, level: int) -> str: ...

        def __iter__(self) -> Iterator[Any]: ...


class Recipe(Source):
    """A source made anew by each pass: `function(*arguments, **options)`."""

    __slots__ = ("arguments", "bounds", "function", "name", "options")

    def __init__(
        self,
        name: str,
        function: Callable[..., Iterator[Any]],
        *arguments: Any,
        bounds: Bounds = UNKNOWN,
        **options: Any,
    ) -> None:
        self.name: str = name
        self.function: Callable[..., Iterator[Any]] = function
        self.arguments: tuple[Any, ...] = arguments
        self.options: dict[str, Any] = options
        self.bounds: Bounds = bounds

    def __iter__(self) -> Iterator[Any]:
        return self.function(*self.arguments, **self.options)

    def text(self, level: int) -> str:
        return call_text(f"Stream.{self.name}", *self.arguments, level=level, **self.options)


class Rest(OneShot, Source):
    """What a pass over `stream` has left after its first `n` items; who reads it, holds it."""

    __slots__ = ("_n", "_stream", "beats", "bounds", "depth")

    beats: bool
    """Whether the pass was given a beat, or needs none."""
    _n: int
    _stream: Family[Any]

    def __init__(self, stream: Family[Any], n: int, items: Iterator[Any], bounds: Bounds) -> None:
        super().__init__(items)
        self.bounds: Bounds = bounds
        self.depth: int = stream._depth
        self.beats = stream._operation is not None
        before = stream._source
        if type(before) is Rest and not self.beats:
            self.beats = before.beats
            stream, n = before._stream, before._n + n
        self._stream = stream
        self._n = n

    def taken(self) -> Any:
        items = super().taken()
        self._value = iter(())
        return items

    def text(self, level: int) -> str:
        stream: Any = self._stream
        return f"{stream._call_text(level)}.split_head({self._n})[1]"

    def __repr__(self) -> str:
        return self.text(0)


def readable(name: str, value: Any) -> Any:
    """`value` as something a plan can hold: an iterator becomes a `OneShot`."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, Family):
        return value
    if hasattr(kind, "__next__"):
        return OneShot(value)
    if not _is_iterable(value, getattr(kind, "__iter__", MISSING)):
        raise not_iterable(name, value)
    return value


def _is_iterable(value: Any, method: Any) -> bool:
    """Whether `iter(value)` can be called, by the `__iter__` of its class."""
    if method is not MISSING:
        return method is not None
    try:  # without an __iter__ this calls nothing of the user's, it only looks for a sequence
        iter(value)
    except TypeError:
        return False
    return True


def opened(items: Any) -> Any:
    """`items`, or its iterator where it can be read only once: every pass says so at its start."""
    return items if is_reiterable(items) else iter(items)


def is_reiterable(items: Any) -> bool:
    """Whether a second pass over `items`, as a plan holds them, gives the same again."""
    if isinstance(items, Family):
        return is_reiterable(items._source) and all(
            is_reiterable(operand) for operand in operands_of(items)
        )
    return not isinstance(items, OneShot) and not hasattr(type(items), "__next__")


def operands_of(stream: Family[Any]) -> Iterable[Any]:
    """All that the operations of `stream` read beside its source."""
    return itertools.chain.from_iterable(
        operation.operands(argument) for operation, argument in stream._operations
    )


def depth_of(items: Any) -> int:
    """How much C stack a pass over `items` takes, in nested `map` objects."""
    if isinstance(items, Family):
        return items._depth
    if isinstance(items, Source):
        return items.depth
    return _depth_of_iterator(items.iterator) if isinstance(items, OneShot) else 1


_WEIGHTS: Final[dict[type, int]] = {
    **dict.fromkeys((map, filter, zip, enumerate, itertools.starmap, itertools.islice), 1),
    **dict.fromkeys((itertools.takewhile, itertools.dropwhile, itertools.filterfalse), 1),
    **dict.fromkeys((itertools.accumulate, itertools.compress, itertools.pairwise), 1),
    **dict.fromkeys((itertools.chain, itertools.zip_longest, itertools.cycle), 6),
}
"""The iterators in C that pull others, and what a level of them takes of the C stack."""
_IN_BETWEEN = frozenset({tuple, type(iter(()))})
"""What holds the iterators of one that has several."""


def _depth_of_iterator(iterator: Any) -> int:
    """How deep iterators in C are nested that were made without the library's knowledge."""
    if type(iterator) is Peekable:
        return iterator._depth
    if type(iterator) not in _WEIGHTS:
        return 1
    deepest = 1
    level = [(iterator, 1)]
    seen: set[int] = set()
    while level and deepest <= DEEPEST:
        outer, depth = level.pop()
        inside = outer._depth if isinstance(outer, (Family, Peekable)) else 0
        deepest = max(deepest, depth + inside)
        weight = 6 if is_beat(outer) else _WEIGHTS.get(type(outer), 0)
        if (weight or type(outer) in _IN_BETWEEN) and id(outer) not in seen:
            seen.add(id(outer))
            level += [(inner, depth + weight) for inner in get_referents(outer)]
    return deepest


def too_deep(depth: int) -> DeepStreamError:
    """The error for a plan that would nest more iterators than the C stack is sure to hold."""
    return DeepStreamError(
        f"a stream must nest at most {DEEPEST} iterators, this one nests {depth}; "
        "collect the items on the way, with .to_list()"
    )


def bounds_of(items: Any) -> Bounds:
    """How many items a pass over `items` gives, as far as that can be known without one."""
    if isinstance(items, Family):
        low, high = bounds_of(items._source)
        for operation, argument in items._operations:
            low, high = operation.bounds(argument, low, high)
        return low, high
    if isinstance(items, Source):
        return items.bounds
    kind = type(items)
    if kind is range:
        length = max(0, -((items.start - items.stop) // items.step))
        return length, length
    if kind in PLAIN:
        return len(items), len(items)
    if kind is OneShot:
        return _bounds_of_iterator(items.iterator)
    return UNKNOWN


def known_length(items: Any) -> int | None:
    """How many items a pass gives, where that is sure without one and none would do anything else.

    So it is not known where a pass would call a function of the user's, or could fail.
    """
    low, high = bounds_of(items)
    return int(low) if low == high != ENDLESS and _is_quiet(items) else None


def _is_quiet(items: Any) -> bool:
    """Whether a pass over `items` runs nothing of the user's, and cannot fail."""
    if isinstance(items, Family):
        exact = all(operation.exact for operation, _ in items._operations)
        return exact and all(map(_is_quiet, (items._source, *operands_of(items))))
    return type(items) in PLAIN or (isinstance(items, Recipe) and isinstance(items.function, type))


def _bounds_of_iterator(iterator: Any) -> Bounds:
    if type(iterator) is itertools.count:
        return ENDLESS, ENDLESS
    if type(iterator) is itertools.repeat:
        try:
            left = iterator.__length_hint__()
        except TypeError:  # an endless one says that it has no length
            return ENDLESS, ENDLESS
        return left, left
    return UNKNOWN


def shortest(*bounds: Bounds) -> Bounds:
    """The bounds of what ends with the shortest of several."""
    highs = [high for _, high in bounds if high is not None]
    known = bool(highs) and (min(highs) < ENDLESS or len(highs) == len(bounds))
    return min(low for low, _ in bounds), min(highs) if known else None


def divided(length: float, size: int) -> float:
    """How many pieces of `size` a `length` makes, the last one not full; none below 0."""
    return length if length == ENDLESS else max(0, -(-length // size))


def runs_python(source: Any) -> bool:
    """Whether each item of `source` takes a line of Python, where CPython looks for Ctrl-C."""
    if isinstance(source, Rest) and source.beats:
        return True
    return steps_in_python(source.iterator if isinstance(source, OneShot) else source)


def source_text(source: Any, level: int) -> str:
    """The source text of the constructor call that a stream over `source` came from."""
    if isinstance(source, Source):
        return source.text(level)
    return call_text("Stream", source, level=level)
