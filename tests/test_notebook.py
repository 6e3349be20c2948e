"""What a notebook shows, in one that is run by a kernel of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import rillet

pytestmark = pytest.mark.filterwarnings("ignore")  # those of others are no errors of ours
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
nbformat: Any = pytest.importorskip("nbformat")

CELLS = {
    "stream": "Stream(rows()).map(str.strip).batched(2)",
    "explanation": "Stream(rows()).map(str.strip).explain()",
    "pipeline": "op.map(str.strip) | op.batched(2)",
    "profile": "Stream(['<b>']).map(str.strip).profile()",
}
SETUP = """\
from rillet import Stream, op

def rows():
    raise AssertionError("it was pulled")
    yield
"""


@pytest.fixture(scope="module")
def shown() -> dict[str, dict[str, str]]:
    """What the cells answer, by the kinds of their answers."""
    cells = [nbformat.v4.new_code_cell(cell) for cell in (SETUP, *CELLS.values())]
    notebook = nbformat.v4.new_notebook(cells=cells)
    path = os.pathsep.join(
        [str(Path(rillet.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    )
    client = nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120)
    client.execute(env={**os.environ, "PYTHONPATH": path})
    return {name: cell.outputs[0].data for name, cell in zip(CELLS, notebook.cells[1:])}


@pytest.mark.parametrize("name", CELLS)
def test_a_notebook_shows_a_table_beside_the_text(
    name: str, shown: dict[str, dict[str, str]]
) -> None:
    assert set(shown[name]) == {"text/plain", "text/html"}
    assert shown[name]["text/html"].startswith("<table ")
    assert "map(str.strip)" in shown[name]["text/plain"]
    assert "map(str.strip)" in shown[name]["text/html"]
    assert "<b>" not in shown[name]["text/html"]


def test_a_notebook_shows_the_chain_as_the_text_of_a_stream(
    shown: dict[str, dict[str, str]],
) -> None:
    text = shown["stream"]["text/plain"]
    assert text.startswith("Stream(<generator object rows")
    assert text.endswith(".map(str.strip).batched(2)")
    assert shown["explanation"]["text/plain"].startswith("endless: unknown · re-iterable: no")
