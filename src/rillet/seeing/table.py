"""Tables, as text that lines up and as HTML that a notebook shows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDEST: Final = 56
"""A first cell that is longer has a line of its own, so that the other columns stay near."""
GAP: Final = "  "

_TABLE = "border-collapse:collapse;color:inherit;background:none;font-size:inherit"
_CAPTION = (
    "caption-side:top;text-align:left;white-space:nowrap;color:inherit;"
    "padding:0 0 .4em;font-weight:bold"
)
_CELL = (
    "vertical-align:top;color:inherit;background:none;white-space:nowrap;"
    "padding:.2em .8em .2em 0;border:0;border-bottom:1px solid rgba(128,128,128,.4)"
)
_CODE = "white-space:pre;color:inherit;background:none;padding:0;font-weight:normal"
_NOTE = "font-weight:normal;opacity:.8;white-space:pre"


class Row:
    """A row: `guide` are the lines of the tree before its first cell, `below` those under it."""

    __slots__ = ("below", "cells", "first", "guide", "note")

    def __init__(
        self,
        first: str,
        cells: Sequence[str] = (),
        *,
        guide: str = "",
        below: str = "",
        note: str = "",
    ) -> None:
        self.first: str = first
        self.cells: tuple[str, ...] = tuple(cells)
        self.guide: str = guide
        self.below: str = below
        self.note: str = note

    @property
    def width(self) -> int:
        """How wide the first cell is."""
        return len(self.guide) + len(self.first)


def as_text(head: Sequence[str], rows: Sequence[Row], *, right: bool = False) -> str:
    """The rows under a head, in columns; with `right` all but the first end at one place."""
    short = [row.width for row in rows if row.width <= WIDEST]
    first = max([len(head[0]), *short])
    columns = zip(head[1:], *(row.cells for row in rows if row.cells))
    widths = [max(map(len, column)) for column in columns]

    def line(start: str, cells: Iterable[str]) -> str:
        padded = (
            cell.rjust(width) if right else cell.ljust(width) for cell, width in zip(cells, widths)
        )
        return GAP.join([start.ljust(first), *padded]).rstrip()

    lines = [line(head[0], head[1:])]
    for row in rows:
        start = row.guide + row.first
        if len(start) > first and row.cells:
            lines += [start, line(row.below, row.cells)]
        else:
            lines.append(line(start, row.cells))
        if row.note:
            lines.append(f"{row.below}{row.note}")
    return "\n".join(lines)


def as_html(caption: str, head: Sequence[str], rows: Sequence[Row], *, right: bool = False) -> str:
    """The same as a table that needs no script and no style sheet, on a light or a dark page."""
    style = f"text-align:{'right' if right else 'left'};{_CELL}"
    first = f'<th scope="col" style="text-align:left;{_CELL}">{escape(head[0])}</th>'
    others = (f'<th scope="col" style="{style}">{escape(name)}</th>' for name in head[1:])
    columns = first + "".join(others)
    body = "".join(_html_row(row, len(head), style) for row in rows)
    return (
        f'<table style="{_TABLE}"><caption style="{_CAPTION}">{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
    )


def _html_row(row: Row, columns: int, style: str) -> str:
    cells = [*row.cells, *[""] * (columns - 1 - len(row.cells))]
    note = ""
    if row.note:
        guide = f'<span aria-hidden="true">{escape(row.below)}</span>'
        note = f'<br><span style="{_NOTE}"><code style="{_CODE}">{guide}</code>'
        note += f"{escape(row.note)}</span>"
    return (
        f'<tr><th scope="row" style="text-align:left;{_CELL}"><code style="{_CODE}">'
        f'<span aria-hidden="true">{escape(row.guide)}</span>{escape(row.first)}</code>{note}</th>'
        + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in cells)
        + "</tr>"
    )
