"""Whoever writes a name from elsewhere is told the word here, and the word is there."""

from __future__ import annotations

import ast
import inspect
import re
from itertools import chain
from typing import Any

import pytest

import rillet.folds
from rillet import Stream, op
from rillet.elsewhere import ELSEWHERE, ITSELF, names_of

LINES = [
    pytest.param(theirs, ours, id=f"{place}: {theirs}")
    for place, table in ELSEWHERE.items()
    for theirs, ours in names_of(table).items()
]
FREE = {"Stream", "isinstance", "iter", "Iterable", "Count", "Sum", "Min", "Max"}


def calls_in(spelling: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(spelling)) if isinstance(node, ast.Call)]


@pytest.mark.parametrize(("theirs", "ours"), LINES)
def test_each_spelling_is_a_call_that_its_methods_take(theirs: str, ours: str) -> None:
    if ours == ITSELF:
        return
    starts = ("Stream", "stream", "value in stream", "isinstance")
    calls = calls_in(ours if ours.startswith(starts) else f"stream.{ours}")
    assert calls or ours.startswith(("stream[", "value in"))
    for call in calls:
        if isinstance(call.func, ast.Attribute):
            keywords = {str(keyword.arg): None for keyword in call.keywords}
            method = inspect.getattr_static(Stream, call.func.attr)
            own = [] if isinstance(method, staticmethod) else [None]
            bound = getattr(Stream, call.func.attr)
            inspect.signature(bound).bind(*own, *call.args, **keywords)
        else:
            assert isinstance(call.func, ast.Name)
            assert call.func.id in FREE or hasattr(rillet.folds, call.func.id)


def test_a_name_that_is_a_word_here_is_not_listed() -> None:
    for line in LINES:
        theirs, ours = line.values
        assert not str(ours).startswith(f"{theirs}(")


PAIRS = [("a", 1), ("b", 2), ("a", 3)]
AS_THERE: dict[str, tuple[list[Any], Stream[Any]]] = {
    "toolz: partition": ([(0, 1, 2), (3, 4, 5)], Stream.range(7).windowed(3, step=3)),
    "LINQ: ThenBy": (
        [(1, "a"), (1, "b"), (2, "b")],
        Stream([(2, "b"), (1, "b"), (1, "a")]).sorted(key=lambda x: (x[0], x[1])),
    ),
    "Rust: successors": (
        [1, 2, 3],
        Stream.iterate(lambda x: x + 1 if x < 3 else None, 1).takewhile(lambda x: x is not None),
    ),
    "more-itertools: difference": (
        [1, 2, 4],
        Stream([1, 3, 7]).prepend(0).pairwise().starmap(lambda a, b: b - a),
    ),
    "more-itertools: transpose": (
        [[1, 3], [2, 4]],
        Stream(Stream([(1, 2), (3, 4)]).unzip()),
    ),
    "pandas: shift": ([None, 1, 2], Stream([1, 2, 3]).lag().pluck(0)),
    "toolz: itemmap": ([(2, 1)], Stream({1: 2}.items()).map(reversed).map(tuple)),
    "toolz: diff": ([(2, 3)], Stream([1, 2]).zip([1, 3, 4]).filter(lambda pair: max(pair) > 2)),
    "PyFunctional: zip_with_index": ([("a", 0), ("b", 1)], Stream("ab").enumerate().swap()),
    "PyFunctional: difference": ([1], Stream([1, 1, 2]).without([2]).unique()),
    "PyFunctional: count_by_key": (
        [("a", 2), ("b", 1)],
        Stream(Stream(PAIRS).pluck(0).count_by().items()),
    ),
    "Rust: dedup_with_count": ([(2, "a"), (1, "b")], Stream("aab").run_length().swap()),
    "LINQ: ExceptBy": (
        ["a", "c"],
        Stream(["a", "B", "c", "C"])
        .join(["b"], str.lower, lambda k: k, how="anti")
        .unique(str.lower),
    ),
    "Kotlin: filterIndexed": (
        ["b"],
        Stream("abc").enumerate().filter(lambda pair: pair[0] == 1).pluck(1),
    ),
}
"""What is easily taken for another: what was given there, and what is here."""


@pytest.mark.parametrize(("there", "here"), AS_THERE.values(), ids=AS_THERE)
def test_a_spelling_gives_what_the_name_gives_there(there: list[Any], here: Stream[Any]) -> None:
    assert here.to_list() == there


def test_the_word_here_is_told() -> None:
    with pytest.raises(AttributeError, match="^Stream has no 'select'; the word here is 'map'$"):
        Stream([1]).select  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="^op has no 'flatMap'; the word here is 'flat_map'$"):
        op.flatMap  # type: ignore[attr-defined]  # noqa: B018


def test_where_a_name_means_several_things_each_is_told() -> None:
    expected = (
        "Stream has no 'concat'; the word here is 'chain' for that of LINQ and Java and JavaScript "
        "and pandas, 'flatten' for that of Elixir and toolz"
    )
    with pytest.raises(AttributeError, match=f"^{expected}$"):
        Stream([1]).concat  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(("theirs", "ours"), LINES)
def test_each_name_from_elsewhere_is_answered_or_is_a_word_here(theirs: str, ours: str) -> None:
    if ours == ITSELF:
        with pytest.raises(
            AttributeError, match="; no word is needed here, for that is the stream"
        ):
            getattr(Stream(()), theirs)
    elif theirs.isidentifier() and not hasattr(Stream, theirs):
        with pytest.raises(AttributeError, match="; the word here is '") as caught:
            getattr(Stream(()), theirs)
        assert re.split(r"\W", ours.removeprefix("Stream."))[0] in str(caught.value)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("First", "first"), ("Join", "join"), ("Take", "take"), ("isSorted", "is_sorted")],
)
def test_a_word_here_is_known_in_the_spelling_of_other_languages(theirs: str, ours: str) -> None:
    with pytest.raises(
        AttributeError, match=f"^Stream has no '{theirs}'; the word here is '{ours}'$"
    ):
        getattr(Stream([1]), theirs)


def test_what_nobody_calls_anything_is_plainly_not_there() -> None:
    for name in ("nothing_of_the_kind", "_repr_latex_", "__array_interface__"):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'$") as caught:
            getattr(Stream(()), name)
        assert caught.value.name == name


def test_a_slip_of_the_pen_is_still_mended_by_python() -> None:
    with pytest.raises(AttributeError) as caught:
        Stream([1]).mapp  # type: ignore[attr-defined]  # noqa: B018
    assert (caught.value.name, type(caught.value.obj)) == ("mapp", type(Stream([1])))


def test_a_pipeline_tells_how_it_goes_on() -> None:
    expected = (
        r"^Pipeline has no 'filter'; operations are joined by \|, as in pipeline \| op.filter\(…\)$"
    )
    with pytest.raises(AttributeError, match=expected):
        op.map(str).filter  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="^Pipeline has no 'select'; the word here is 'map'$"):
        op.map(str).select  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(("kind", "without_source"), [("op", op), ("Pipeline", op.map(str))])
def test_what_needs_a_source_is_told_so_where_there_is_none(kind: str, without_source: Any) -> None:
    for name in ("sum", "to_list", "cache"):
        expected = (
            f"^{kind} has no '{name}'; it needs a source, as in pipeline\\(source\\).{name}\\(…\\)$"
        )
        with pytest.raises(AttributeError, match=expected):
            getattr(without_source, name)
    expected = (
        rf"^{kind} has no 'lines'; a source comes first, as in Stream.lines\(…\) \| pipeline$"
    )
    with pytest.raises(AttributeError, match=expected):
        without_source.lines  # noqa: B018


def test_completion_offers_the_operations_and_nothing_else() -> None:
    assert {name for name in dir(op) if not name.startswith("__")} == {*op.__all__}


def test_the_names_from_elsewhere_are_many() -> None:
    assert len({*chain.from_iterable(map(names_of, ELSEWHERE.values()))}) > 200


def test_completion_offers_what_there_is_and_no_name_from_elsewhere() -> None:
    for each in (Stream, Stream([1])):
        assert {"map", "to_list", "__iter__"} <= {*dir(each)}
        assert {"select", "flatMap", "where"} & {*dir(each)} == set()


def test_the_class_answers_too() -> None:
    with pytest.raises(AttributeError, match="^Stream has no 'select'; the word here is 'map'$"):
        Stream.select  # type: ignore[attr-defined]  # noqa: B018
