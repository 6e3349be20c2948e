"""A plan as a flowchart in the language of Mermaid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rillet.pipeline import Pipeline
from rillet.seeing.parts import plan_of, plan_without_source

if TYPE_CHECKING:
    from rillet.operations.operation import Family
    from rillet.seeing.parts import Plan, Step

UNSAFE: Final = re.compile(r"[^\w ,.:=()\[\]'/]|\.(?= )|(?<![^\W_])_|_(?![^\W_])")
"""What could mean something in a label, to Mermaid, to Markdown or to HTML."""


def flowchart(plan: Family[Any] | Pipeline[Any, Any]) -> str:
    """The flowchart of a stream, or of a pipeline."""
    chart = _Chart()
    if isinstance(plan, Pipeline):
        chart.draw(plan_without_source(plan._operations))
    else:
        chart.draw(plan_of(plan))
    return "\n    ".join(["flowchart TD", *chart.lines])


class _Chart:
    """The lines of a chart; a plan that stands in several places is drawn once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.ends: dict[int, str] = {}
        self.count = 0

    def draw(self, plan: Plan) -> str:
        """Draw a plan, and give the name of its last node."""
        if id(plan) not in self.ends:
            self.ends[id(plan)] = self._draw(plan)
        return self.ends[id(plan)]

    def _draw(self, plan: Plan) -> str:
        last = self.node(plan.source, '(["', '"])')
        items = plan.source.items
        for step in plan.operations:
            node = self.node(step, '["', '"]', (last, items))
            last, items = node, step.items
        return last

    def node(self, step: Step, opening: str, closing: str, *before: tuple[str, str]) -> str:
        """Draw a step, and the arrows to it."""
        name = f"n{self.count}"
        self.count += 1
        in_loop = "" if step.fused == "no" else step.fused
        facts = ", ".join(filter(None, [step.laziness, step.holds, in_loop]))
        label = "<br/>".join(map(_escaped, filter(None, [step.text, facts, step.note])))
        self.lines.append(f"{name}{opening}{label}{closing}")
        self.lines += [_arrow(earlier, "-->", items, name) for earlier, items in before]
        for plan in step.beside:
            self.lines.append(_arrow(self.draw(plan), "-.->", plan.steps[-1].items, name))
        if step.left_out:
            self.lines.append(f'{name}x["and {step.left_out} more"] -.-> {name}')
        return name


def _arrow(start: str, arrow: str, items: str, end: str) -> str:
    told = "" if items == "unknown" else f'|"{_escaped(items)}"|'
    return f"{start} {arrow}{told} {end}"


def _escaped(text: str) -> str:
    """`text` for a label in quotes: whatever could mean something there by its number."""
    text = text.replace("\\n", "\\\u200bn")  # of which Mermaid makes a new line, by number too
    return UNSAFE.sub(lambda found: f"#{ord(found[0])};", text)
