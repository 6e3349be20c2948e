"""What `explain` answers: a plan as a tree, with what can be known of each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rillet.plan import DEEPEST
from rillet.seeing.parts import plan_of, plan_without_source
from rillet.seeing.table import Row, as_html, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rillet.operations.operation import Family
    from rillet.pipeline import Pipeline
    from rillet.seeing.parts import Plan, Step

HEAD: Final = ("plan", "laziness", "holds", "items", "on error", "push", "pickle")
FUSED: Final = "fused"
"""The head of one more column, where something is."""


class Explanation:
    """A plan as it was when it was explained. Printed, it is a tree; in a notebook, a table."""

    __slots__ = ("_plan", "_whole")

    def __init__(self, plan: Plan, whole: str) -> None:
        self._plan: Plan = plan
        self._whole: str = whole

    def __str__(self) -> str:
        return f"{self._whole}\n\n{as_text(*self._table)}"

    __repr__ = __str__

    @property
    def source(self) -> str:
        """The source text of the loops of a plan that is fused; empty where there is none.

        >>> from rillet import Stream
        >>> inverses = Stream.count_from(1).map(lambda n: 1 / n).takewhile(lambda n: n > 0.1)
        >>> print(inverses.fuse().explain().source)
        # loop 1: .map(<lambda>).takewhile(<lambda>)
        def loop_1(items):
            try:
                for item in items():
                    item = 1 / item
                    if not item > 0.1:
                        return
                    yield item
            except StopIteration:
                pass

        It is Python, to be read: what runs is compiled from the syntax tree. A loop is shown with
        the parameters that it uses: `items` hands out what comes in, and `value` is a function of
        yours or what is bound to it, which a comment tells. `item` is what goes through, and `part`
        a part of it; all other names are those that your functions use. A loop that may go on after
        an exception leaves in `left` what the one after it finds in `saved`.
        """
        return "\n\n".join(self._plan.loops or ())

    @property
    def _table(self) -> tuple[tuple[str, ...], list[Row]]:
        rows = [*_rows(self._plan)]
        if self._plan.loops is not None:
            return (*HEAD, FUSED), rows
        for row in rows:
            row.cells = row.cells[:-1]
        return HEAD, rows

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        html = as_html(self._whole, *self._table)
        return {"text/plain": str(self), "text/html": html}


def explained(stream: Family[Any]) -> Explanation:
    """The explanation of a stream."""
    plan = plan_of(stream)
    return Explanation(plan, _whole(plan, answer(plan.is_reiterable)))


def explained_pipeline(pipeline: Pipeline[Any, Any]) -> Explanation:
    """The explanation of a pipeline, which has no source yet."""
    plan = plan_without_source(pipeline._operations)
    reiterable = "as its source" if plan.is_reiterable else "no"
    return Explanation(plan, _whole(plan, reiterable))


def answer(value: bool | None) -> str:
    """Yes, no, or that it is not known."""
    return "unknown" if value is None else "yes" if value else "no"


def _pushed(value: bool | None) -> str:
    """Yes, or that it is pulled over a bridge."""
    return "yes" if value else "bridged"


def _whole(plan: Plan, reiterable: str) -> str:
    told = {
        "endless": answer(plan.is_endless),
        "re-iterable": reiterable,
        "picklable": answer(plan.is_picklable),
        "pushable": _pushed(plan.is_pushable),
        "depth": f"{plan.depth} of {DEEPEST}",
    }
    return " · ".join(f"{name}: {value}" for name, value in told.items())


def _rows(plan: Plan) -> Iterator[Row]:
    return _Tree().rows(plan, "", "", "")


class _Tree:
    """Draws plans; one that stands in several places is drawn once."""

    def __init__(self) -> None:
        self.drawn: set[int] = set()

    def rows(self, plan: Plan, guide: str, below: str, word: str) -> Iterator[Row]:
        """The rows of `plan`: `guide` stands before its first line, `below` before the others."""
        source = plan.source
        if id(plan) in self.drawn:
            yield Row(f"{word}{plan.text}", guide=guide, note="as shown above", below=below + "   ")
            return
        self.drawn.add(id(plan))
        parts = len(source.beside) + len(plan.operations)
        yield Row(
            f"{word}{source.text}",
            _cells(source),
            guide=guide,
            note=source.note,
            below=below + ("│  " if parts else "   "),
        )
        for inner in source.beside:
            parts -= 1
            yield from self.rows(inner, *_branch(below, last=not parts), f"{source.word} ")
        for step in plan.operations:
            parts -= 1
            yield from self.operation(step, *_branch(below, last=not parts))

    def operation(self, step: Step, guide: str, below: str) -> Iterator[Row]:
        left = len(step.beside) + bool(step.left_out)
        own = below + ("│  " if left else "   ")
        yield Row(step.text, _cells(step), guide=guide, note=step.note, below=own)
        for plan in step.beside:
            left -= 1
            yield from self.rows(plan, *_branch(below, last=not left), f"{step.word} ")
        if step.left_out:
            yield Row(f"and {step.left_out} more", guide=_branch(below, last=True)[0])


def _branch(below: str, *, last: bool) -> tuple[str, str]:
    return (f"{below}└─ ", f"{below}   ") if last else (f"{below}├─ ", f"{below}│  ")


def _cells(step: Step) -> tuple[str, ...]:
    """The cells of a step; the last one is that of the column `fused`."""
    if not step.laziness:
        return "", "", step.items, "", "", answer(step.is_picklable), ""
    return (
        step.laziness,
        step.holds,
        step.items,
        "goes on" if step.survives else "ends",
        _pushed(step.is_pushable),
        answer(step.is_picklable),
        step.fused,
    )
