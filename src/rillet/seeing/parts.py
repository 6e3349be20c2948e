"""What can be told of a plan without a pull: its parts, and the facts of each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from rillet.arguments import brief
from rillet.cached import Cached
from rillet.operations.fuse import Fuse
from rillet.operations.operation import Family, Operation
from rillet.plan import (
    BESIDE,
    ENDLESS,
    PLAIN,
    UNKNOWN,
    Once,
    OneShot,
    Recipe,
    _has_ended,
    bounds_of,
    depth_of,
    is_reiterable,
    source_text,
)
from rillet.seeing.pickling import all_of, pickles, source_pickles

if TYPE_CHECKING:
    from rillet.engines.fusing.telling import Told
    from rillet.plan import Bounds

    Operations = tuple[tuple[type[Operation], Any], ...]

SHOWN: Final = 6
"""So many of the iterables beside an operation are shown, as in its call."""


@dataclass(frozen=True, slots=True)
class Step:
    """A source or an operation, and what is known of it. What does not apply is None, or ''."""

    text: str
    bounds: Bounds
    is_picklable: bool | None
    is_reiterable: bool
    note: str = ""
    laziness: str = ""
    holds: str = ""
    survives: bool | None = None
    is_pushable: bool | None = None
    fused: str = ""
    word: str = "with"
    beside: tuple[Plan, ...] = ()
    left_out: int = 0

    @property
    def items(self) -> str:
        """How many items it gives, in words."""
        return _items(*self.bounds)


@dataclass(frozen=True, slots=True)
class Plan:
    """A source and the operations on it. A source alone may be any iterable."""

    source: Step
    operations: tuple[Step, ...]
    depth: int
    loops: tuple[str, ...] | None = None
    """The source of the loops in it, and in the plans beside it; None where none is fused."""

    @property
    def text(self) -> str:
        """The chain of calls."""
        return "".join(step.text for step in self.steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The source, and the operations in order."""
        return self.source, *self.operations

    @property
    def is_endless(self) -> bool | None:
        """Whether a pass never ends; None where that is not known."""
        high = self.steps[-1].bounds[1]
        return None if high is None else high == ENDLESS

    @property
    def is_reiterable(self) -> bool:
        """Whether a second pass is the same as the first."""
        return all(step.is_reiterable for step in self.steps)

    @property
    def is_picklable(self) -> bool | None:
        """Whether `pickle` takes it; None where only a try would tell."""
        return all_of(step.is_picklable for step in self.steps)

    @property
    def is_pushable(self) -> bool:
        """Whether each operation is pushed as it is, and none over a bridge."""
        return all(step.is_pushable for step in self.operations)


def plan_of(stream: Family[Any]) -> Plan:
    """The parts of a stream."""
    reader = _Reader()
    return replace(reader.plan(stream), loops=reader.loops)


def plan_without_source(operations: Operations) -> Plan:
    """The parts of a pipeline."""
    source = Step("(no source yet)", UNKNOWN, is_picklable=True, is_reiterable=True)
    reader = _Reader()
    steps = reader.operations(operations, UNKNOWN, None)
    if any(operation is Fuse for operation, _ in operations):
        from rillet.engines.fusing.telling import told

        steps = reader.fused(steps, told(operations, reader.next_loop))
    return Plan(source, steps, _depth(operations), reader.loops)


def _depth(operations: Operations) -> int:
    """What `Stream._depth` would be over a collection, but never refused."""
    depth = 1
    for operation, argument in operations:
        deepest = max(map(depth_of, operation.operands(argument)), default=-BESIDE)
        depth = operation.weight + max(depth, deepest + BESIDE)
    return depth


@dataclass
class _Reader:
    """Reads plans; one that stands in several places is read once."""

    known: dict[int, Plan] = field(default_factory=dict)
    loops: tuple[str, ...] | None = None

    @property
    def next_loop(self) -> int:
        """The number of the next loop."""
        return len(self.loops or ()) + 1

    def plan(self, items: Any) -> Plan:
        if id(items) not in self.known:
            self.known[id(items)] = self._read(items)
        return self.known[id(items)]

    def _read(self, items: Any) -> Plan:
        if not isinstance(items, Family):
            return Plan(self.source(items, brief(items), "", alone=True), (), depth_of(items))
        source = items._source
        step = self.source(source, source_text(source, 0), _made(items._root))
        operations = self.operations(items._operations, step.bounds, source)
        tell = getattr(items, "_told", None)  # only a stream that is fused has it
        if tell is not None:
            operations = self.fused(operations, tell(self.next_loop))
        return Plan(step, operations, items._depth)

    def source(self, source: Any, text: str, made: str, *, alone: bool = False) -> Step:
        inner = (self.plan(source._stream),) if isinstance(source, Cached) else ()
        picklable = source_pickles(source)
        return Step(
            text=one_line(text),
            bounds=bounds_of(source),
            is_picklable=all_of([picklable, *(plan.is_picklable for plan in inner)]),
            is_reiterable=is_reiterable(source),
            note="" if alone and type(source) in PLAIN else _note(source, made),
            word="from",
            beside=inner,
        )

    def operations(self, operations: Operations, bounds: Bounds, source: Any) -> tuple[Step, ...]:
        steps: list[Step] = []
        for operation, argument in operations:
            bounds = operation.bounds(argument, *bounds)
            asked = operation.asks and not steps and source is not None and is_reiterable(source)
            steps.append(self.operation(operation, argument, bounds, source if asked else None))
        return tuple(steps)

    def fused(
        self, steps: tuple[Step, ...], told: tuple[list[Told], list[str]]
    ) -> tuple[Step, ...]:
        """The steps, with what is told of how they are fused."""
        words, sources = told
        self.loops = (*(self.loops or ()), *sources)
        return tuple(
            replace(step, fused=each.where, note=". ".join(filter(None, [step.note, each.why])))
            for step, each in zip(steps, words, strict=True)
        )

    def operation(
        self, operation: type[Operation], argument: Any, bounds: Bounds, asked: Any
    ) -> Step:
        operands = operation.operands(argument)
        beside = tuple(map(self.plan, operands))
        call = one_line(operation.text(argument, 0))
        own = pickles((operation, argument), apart=operands)
        return Step(
            text=call if call.startswith("[") else f".{call}",
            bounds=bounds,
            is_picklable=all_of([own, *(plan.is_picklable for plan in beside)]),
            is_reiterable=not isinstance(argument, Once)
            and all(plan.is_reiterable for plan in beside),
            note=_spent(argument) if isinstance(argument, Once) else "",
            laziness=operation.laziness,
            holds=_holds(operation, argument, asked),
            survives=operation.survives,
            is_pushable=_is_pushable(operation),
            beside=beside[:SHOWN],
            left_out=len(beside[SHOWN:]),
        )


def _is_pushable(operation: type[Operation]) -> bool:
    """Whether an operation says how it is pushed; `Operation.push` pulls it, over a bridge."""
    push = getattr(operation.push, "__func__", operation.push)
    return bool(operation.inline) or push is not Operation.push.__func__


def one_line(text: str) -> str:
    """`text`, as a `repr` of several lines reads in one."""
    return " ".join(line.strip() for line in text.splitlines())


def _items(low: float, high: float | None) -> str:
    least, most = brief(low), brief(high)
    if high == ENDLESS:
        return "endless" if low else "endless, maybe none"
    if high is None:
        return f"at least {least}" if low else "unknown"
    if low == high:
        return least
    return f"{least} to {most}" if low else f"at most {most}"


HOLDS: Final = {
    "1:1": "one item",
    "n": "a number of items",
    "run": "one run",
    "all": "everything seen",
    "end": "all items",
}
"""What an operation holds by its class, where its argument does not say how much."""


def _holds(operation: type[Operation], argument: Any, asked: Any) -> str:
    laziness, room = operation.laziness, operation.room(argument)
    if operation.keeps:
        return "all of the other"
    if room is not None:
        return f"at most {counted(room)}" if room > 1 else counted(room)
    if laziness.startswith("+"):
        return f"{laziness[1:]} ahead"
    if operation.asks and (asked is None or not _answers(operation, asked)):
        return HOLDS["end"]
    return HOLDS["1:1"] if operation.asks else HOLDS.get(laziness, "unknown")


def _answers(operation: type[Operation], source: Any) -> bool:
    """Whether a source that can be read again saves the operation from holding its items."""
    kind = type(source)
    backwards = kind in (str, bytes) or getattr(kind, "__reversed__", None) is not None
    return operation.laziness != "end" or backwards


def counted(n: int) -> str:
    """`n` items, in words."""
    return "1 item" if n == 1 else f"{brief(n)} items"


def _note(source: Any, made: str) -> str:
    return f"{_kind(source)}; {made}" if made else _kind(source)


def _kind(source: Any) -> str:
    if isinstance(source, OneShot):
        return f"{type(source.iterator).__name__}, one-shot, {_read(source)}"
    if isinstance(source, Recipe):
        return "made anew by each pass"
    if isinstance(source, Cached):
        held = counted(len(source._held))
        return f"holds {held}, which is all" if source.unread is None else f"holds {held}"
    return f"{type(source).__name__}, {'re-iterable' if is_reiterable(source) else 'one-shot'}"


def _read(source: OneShot) -> str:
    if source._used_at:
        return f"read at {_short(source._used_at)}"
    spent = not source._fresh or _has_ended(source.iterator)
    return "read to its end before" if spent else "not read yet"


def _spent(argument: Once) -> str:
    used = f", and was used at {_short(argument._used_at)}" if argument._used_at else ""
    return f"one-shot: its target can be closed only once{used}"


def _made(root: Any) -> str:
    """Where the stream of a source alone was made, as far as that is known."""
    if hasattr(root, "_made"):
        code, line = root._made or (None, 0)
        return f"made at {_short(f'{code.co_filename}:{line}')}" if code else ""
    import tracemalloc

    traceback = tracemalloc.get_object_traceback(root) or ()
    ours = os.path.dirname(os.path.dirname(__file__)) + os.sep
    outside = [frame for frame in traceback if not frame.filename.startswith(ours)]
    return f"made at {_short(str(outside[-1]))}" if outside else ""


def _short(place: str) -> str:
    """A place in a file, as seen from the working directory where it lies below that."""
    try:
        return place.removeprefix(os.path.join(os.getcwd(), ""))
    except OSError:  # it was removed
        return place
