"""What a stream, a pipeline and an error look like, and that they survive `pickle`."""

from __future__ import annotations

import inspect
import itertools
import math
import operator
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from calls import LAZY, TERMINALS, terminal_names
from hypothesis import given
from hypothesis import strategies as st
from strategies import OPERATIONS, Call, Line, Operand

import rillet
from rillet import Fold, Operation, Pipeline, Stream, errors, op, operation
from rillet.arguments import brief

PRINTED: dict[str, Stream[Any]] = {
    "Stream([1, 2])": Stream([1, 2]),
    "Stream('abc').map(len).filter()": Stream("abc").map(len).filter(),
    "Stream.range(5)": Stream.range(5),
    "Stream.count_from()": Stream.count_from(),
    "Stream.count_from(1, 2)": Stream.count_from(1, 2),
    "Stream.repeat('a', 3)": Stream.repeat("a", 3),
    "Stream.iterate(abs, 1)": Stream.iterate(abs, 1),
    "Stream.unfold(frexp, 8.0)": Stream.unfold(math.frexp, 8.0),
    "Stream.from_callable(list)": Stream.from_callable(list),
    "Stream.from_callable(list, times=2)": Stream.from_callable(list, times=2),
    "Stream.from_callable(list, sentinel=None, until=KeyError)": (
        Stream.from_callable(list, sentinel=None, until=KeyError)
    ),
    "Stream.paginate(str, items=list, next=len)": Stream.paginate(str, items=list, next=len),
    "Stream.traverse(3, range)": Stream.traverse(3, range),
    "Stream.traverse(3, range, order='post', key=abs)": (
        Stream.traverse(3, range, order="post", key=abs)
    ),
    "Stream([]).take(1).drop(2).tail(3)": Stream([]).take(1).drop(2).tail(3),
    "Stream([])[1:5:2]": Stream([])[1:5:2],
    "Stream([])[:-2]": Stream([])[:-2],
    "Stream([])[-3:]": Stream([])[-3:],
    "Stream([])[::-1]": Stream([])[::-1],
    "Stream([])[5:]": Stream([])[5:],
    "Stream([])[:]": Stream([])[:],
    "Stream([2]).zip([1], strict=True)": Stream([2]).zip([1], strict=True),
    "Stream([]).zip(Stream([1]).map(abs))": Stream([]).zip(Stream([1]).map(abs)),
    "Stream([]).zip_longest([1], fillvalue=0)": Stream([]).zip_longest([1], fillvalue=0),
    "Stream([]).chain([1], 'b')": Stream([]).chain([1], "b"),
    "Stream([]).product([1], repeat=2)": Stream([]).product([1], repeat=2),
    "Stream([]).interleave([1], 'b').roundrobin([1])": (
        Stream([]).interleave([1], "b").roundrobin([1])
    ),
    "Stream([]).merge_sorted([1], key=abs, reverse=True)": (
        Stream([]).merge_sorted([1], key=abs, reverse=True)
    ),
    "Stream([]).merge_sorted('b')": Stream([]).merge_sorted("b"),
    "Stream([]).join([1], abs)": Stream([]).join([1], abs),
    "Stream([]).join([1], mul, abs, how='anti')": (
        Stream([]).join([1], operator.mul, abs, how="anti")
    ),
    "Stream([]).sorted(key=len, reverse=True)": Stream([]).sorted(key=len, reverse=True),
    "Stream([1, 'a']).of_type(int)": Stream([1, "a"]).of_type(int),
    "Stream([1, 'a']).of_type((int, str))": Stream([1, "a"]).of_type((int, str)),
    "Stream([1, 'a']).of_type(int | str)": Stream([1, "a"]).of_type(int | str),
    "Stream([1, 2, 3]).drop_last(2).takewhile_inclusive(bool)": (
        Stream([1, 2, 3]).drop_last(2).takewhile_inclusive(bool)
    ),
    "Stream('aA').duplicates(str.lower)": Stream("aA").duplicates(str.lower),
    "Stream('aA').without('b').intersection('a', key=str.lower)": (
        Stream("aA").without("b").intersection("a", key=str.lower)
    ),
    "Stream([]).batched(2, strict=True)": Stream([]).batched(2, strict=True),
    "Stream([]).windowed(2, step=3, partial=True)": Stream([]).windowed(2, step=3, partial=True),
    "Stream([]).lag().lead().mark_ends()": Stream([]).lag().lead().mark_ends(),
    "Stream([1]).lag(0).lead('')": Stream([1]).lag(0).lead(""),
    "Stream([]).split_at(len).split_before(len)": Stream([]).split_at(len).split_before(len),
    "Stream([]).split_after(len).split_when(mul)": (
        Stream([]).split_after(len).split_when(operator.mul)
    ),
    "Stream('a').run_length().batched_by(2.5, weight=len)": (
        Stream("a").run_length().batched_by(2.5, weight=len)
    ),
    "Stream([]).batched_by(2, weight=len, max_count=3)": (
        Stream([]).batched_by(2, weight=len, max_count=3)
    ),
    "Stream([]).accumulate(mul, initial=None)": Stream([]).accumulate(operator.mul, initial=None),
    "Stream([]).accumulate(initial=1)": Stream([]).accumulate(initial=1),
    "Stream([]).map(max, [1], 'b')": Stream([]).map(max, [1], "b"),
    "Stream([]).enumerate(1).cycle(2).permutations(2)": (
        Stream([]).enumerate(1).cycle(2).permutations(2)
    ),
    "Stream([]).cycle().take(3)": Stream([]).cycle().take(3),
    "Stream([]).map_accumulate(mul, None)": Stream([]).map_accumulate(operator.mul, None),
    "Stream([]).pluck(0).pluck('a', None)": Stream([]).pluck(0).pluck("a", None),
    "Stream([]).attr('a.b').attr('c', 'd')": Stream([]).attr("a.b").attr("c", "d"),
    "Stream([]).map_keys(len).map_values(len).swap()": (
        Stream([]).map_keys(len).map_values(len).swap()
    ),
    "Stream('a').repeat_each(2).intersperse(None)": Stream("a").repeat_each(2).intersperse(None),
    "Stream('a').padded(3).padded(4, 'b')": Stream("a").padded(3).padded(4, "b"),
    "Stream([]).or_else().or_else(1, None)": Stream([]).or_else().or_else(1, None),
    "Stream([]).or_else_from(Stream([1]).map(abs))": (
        Stream([]).or_else_from(Stream([1]).map(abs))
    ),
    "Stream([]).try_map(int).on_close(list)": Stream([]).try_map(int).on_close(list),
    "Stream([]).try_map(int, KeyError, on_error='collect')": Stream([]).try_map(
        int, KeyError, on_error="collect"
    ),
    "Stream([]).try_map(int, on_error=max)": Stream([]).try_map(int, on_error=max),
    "Stream([]).catch(KeyError, list)": Stream([]).catch(KeyError, list),
    "Stream([]).catch((KeyError, OSError), list)": Stream([]).catch((KeyError, OSError), list),
    "Stream([1]).cache().prepend(1, None)": Stream([1]).cache().prepend(1, None),
    "Stream([None]).accumulate().unique().dedupe()": (
        Stream([None]).accumulate().unique().dedupe()
    ),
}


class Every(Operation):
    @staticmethod
    def pull(n: int, items: Iterator[Any]) -> Iterator[Any]:
        return itertools.islice(items, 0, None, n)


@operation
def every(items: Iterator[Any], n: int) -> Iterator[Any]:
    return Every.pull(n, items)


@pytest.mark.parametrize(("text", "stream"), PRINTED.items(), ids=PRINTED)
def test_a_repr_is_the_chain_that_made_the_stream(text: str, stream: Stream[Any]) -> None:
    if text.startswith("Stream.range"):
        assert repr(stream) in (text, "Stream(range(0, 5))")
        return
    assert repr(stream) == text
    made = eval(text, {"Stream": Stream, "mul": operator.mul, "frexp": math.frexp})
    assert repr(made) == text
    assert made.take(3).to_list() == stream.take(3).to_list()


def written(call: Call) -> str:
    """The call as one writes it, without what is the default."""
    parameters = [*inspect.signature(getattr(Stream, call.line.name)).parameters.values()][1:]
    defaults = {each.name: each.default for each in parameters}
    given = [arg.fresh() if isinstance(arg, Operand) else arg for arg in call.arguments]
    for argument, parameter in [*zip(given, parameters)][::-1]:
        if argument is not parameter.default:
            break
        given.pop()
    named = {
        name: call.options[name]
        for name, default in defaults.items()
        if name in call.options and call.options[name] is not default
    }
    texts = [*map(brief, given), *(f"{name}={brief(value)}" for name, value in named.items())]
    return f"{call.line.name}({', '.join(texts)})"


def without_addresses(text: str) -> str:
    return re.sub(" at 0x[0-9a-f]+", "", text)


OTHERWISE = ("__getitem__", "__add__", "then", "shuffle")
"""What is not shown by its call: an operator, a word, and an order that was drawn."""

LONGER = ("join", "drop_last")
"""Whose keys may be equal, and whose number is shown even as the default."""

NUMBERED = ("batched", "enumerate", "windowed")
"""Whose arguments are numbers, which are never too long."""


def lines_without(names: tuple[str, ...]) -> list[Line]:
    return [line for line in OPERATIONS if line.name not in names]


@pytest.mark.parametrize("line", lines_without(OTHERWISE + LONGER), ids=repr)
@given(data=st.data())
def test_every_operation_is_shown_as_the_shortest_call_that_makes_it(
    line: Line, data: st.DataObject
) -> None:
    call = data.draw(line.calls)
    shown, known = without_addresses(repr(call.on(Stream([])))), without_addresses(written(call))
    assert shown in (f"Stream([]).{known}", "Stream([])")


@pytest.mark.parametrize("line", lines_without(OTHERWISE + NUMBERED), ids=repr)
@given(data=st.data())
def test_every_argument_too_deep_inside_others_is_left_out(line: Line, data: st.DataObject) -> None:
    kind, argument = data.draw(line.calls).on(Stream([]))._operations[-1]
    assert re.fullmatch(r"\w+\(((\w+=)?\.\.\.(, |(?=\))))*\)", kind.text(argument, 99))


def test_a_function_too_deep_inside_others_is_left_out() -> None:
    kind, argument = Stream([]).then(reversed)._operations[-1]
    assert kind.text(argument, 99) == "then(...)"


def test_what_a_word_or_a_class_is_given_too_deep_inside_others_is_left_out() -> None:
    for word, text in ((Every(2), "then(Every(...))"), (every(n=2), "then(every(n=...))")):
        (kind, argument), *_ = word._operations
        assert kind.text(argument, 99) == text


@pytest.mark.parametrize("name", LAZY)
def test_a_repr_pulls_nothing(name: str) -> None:
    def untouched() -> Iterator[int]:
        raise AssertionError("it was pulled")
        yield

    if "itself" in name or "strict" in name:
        return
    assert repr(LAZY[name](Stream(untouched()))).startswith("Stream(<generator object")


@pytest.mark.parametrize(
    "source",
    [
        list(range(10**6)),
        "x" * 10**6,
        b"x" * 10**6,
        range(10**30),
        dict.fromkeys(range(10**5)),
        set(range(10**5)),
        [[[[[[[[1]]]]]]]],
    ],
    ids=lambda source: type(source).__name__,
)
def test_a_long_source_is_abbreviated(source: Any) -> None:
    assert len(repr(Stream(source).map(str).zip(source))) < 700


def test_a_source_of_long_sources_is_abbreviated() -> None:
    # Six items of six are shown, and half a line of each.
    assert len(repr(Stream([["x" * 1000] * 1000] * 1000))) < 6 * 6 * 60


def test_a_source_that_holds_itself_can_be_printed() -> None:
    knot: list[Any] = []
    knot.append(knot)
    assert "..." in repr(Stream(knot))


def test_functions_are_printed_by_their_names() -> None:
    def shout(text: str) -> str:
        return text.upper()

    text = repr(Stream("ab").map(shout).map(lambda x: x).map("a".join).map(str.upper))
    assert text == "Stream('ab').map(shout).map(<lambda>).map(str.join).map(str.upper)"


PICKLED = [
    Stream([1, 2]),
    Stream((1, 2)).map(abs),
    Stream("ab").map(str.upper).enumerate(1),
    Stream({"a": 1}),
    Stream(range(5)),
    Stream.of(1, 2),
    Stream.range(2, 9, 3),
    Stream.count_from(1).take(3),
    Stream.repeat(1, 3),
    Stream.iterate(abs, 1).take(3),
    Stream.unfold(math.frexp, 8.0).take(3),
    Stream.from_callable(list, times=2),
    Stream.from_callable(list, sentinel=0, until=(KeyError, ValueError)).take(2),
    Stream.paginate(str, items=list, next=len).take(3),
    Stream.traverse(3, range, order="breadth", key=abs),
    Stream([1, 2]).cache().map(abs),
    Stream("ab").zip(Stream([1, 2]).map(abs), strict=True),
    Stream(Stream([1]).map(abs)),
]


@pytest.mark.parametrize("stream", PICKLED, ids=repr)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_stream_survives_pickle(stream: Stream[Any], protocol: int) -> None:
    copy = pickle.loads(pickle.dumps(stream, protocol))
    assert repr(copy) == repr(stream)
    assert copy.to_list() == copy.to_list() == stream.to_list()


@pytest.mark.parametrize("name", [name for name in LAZY if name not in ("map, together",)])
def test_every_operation_survives_pickle_when_its_functions_do(name: str) -> None:
    stream = LAZY[name](Stream([1, 2, 3, 4]))
    try:
        pickled = pickle.dumps(stream)
    except (AttributeError, pickle.PicklingError) as error:
        assert "lambda" in str(error)
    else:
        assert pickle.loads(pickled).to_list() == stream.to_list()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_waits_for_items_survives_pickle(protocol: int) -> None:
    total = Fold(int, max, None, str)
    for value in (op.map(str) | op.take(2), op.map(str) | list, total):
        assert repr(pickle.loads(pickle.dumps(value, protocol))) == repr(value)
    assert Stream([2, 1]).into(pickle.loads(pickle.dumps(total, protocol))) == "2"


def test_a_stream_over_an_iterator_that_pickles_is_fresh_after_it() -> None:
    stream = Stream(iter([1, 2, 3]))
    copy = pickle.loads(pickle.dumps(stream))
    assert copy.to_list() == stream.to_list() == [1, 2, 3]


def test_a_stream_over_a_generator_does_not_pickle_and_is_whole_after_the_try() -> None:
    stream = Stream(n for n in (1, 2))
    with pytest.raises(TypeError, match="generator"):
        pickle.dumps(stream)
    assert stream.to_list() == [1, 2]


@pytest.mark.parametrize("stream", [Stream([]), Stream([1]), Stream.count_from()], ids=repr)
def test_a_stream_has_no_truth_value_and_no_length(stream: Stream[Any]) -> None:
    with pytest.raises(TypeError, match=r"^a stream has no truth value, .*ask \.any\(\)"):
        bool(stream)
    with pytest.raises(TypeError, match="len"):
        len(stream)  # type: ignore[arg-type]
    assert operator.length_hint(stream, 7) == 7


def test_a_stream_is_equal_to_itself_alone() -> None:
    stream = Stream([1])
    assert stream == stream
    assert stream != Stream([1])
    assert len({stream, Stream([1])}) == 2


def test_a_stream_cannot_be_changed_or_given_attributes() -> None:
    with pytest.raises(AttributeError):
        Stream([1]).colour = 1  # type: ignore[attr-defined]


def test_a_pipeline_prints_the_calls_that_made_it() -> None:
    pipeline = op.map(str.upper) | op.filter() | op.take(3)
    assert repr(pipeline) == "op.map(str.upper) | op.filter() | op.take(3)"
    assert repr(pipeline | list | len) == f"{pipeline!r} | list | len"
    assert repr(Pipeline()) == "Pipeline()"


def test_a_pipeline_is_a_value() -> None:
    one, other = op.map(abs) | op.take(3), op.map(abs) | op.take(3)
    assert one == other
    assert hash(one) == hash(other)
    assert one != op.map(abs) | op.take(4)
    assert one != "op.map(abs) | op.take(3)"


@pytest.mark.parametrize("pipeline", [op.map(abs) | op.take(2), op.map(abs) | list, op.sorted()])
def test_a_pipeline_survives_pickle(pipeline: Any) -> None:
    copy = pickle.loads(pickle.dumps(pipeline))
    assert repr(copy) == repr(pipeline)
    assert [*copy([-1, -2, -3])] == [*pipeline([-1, -2, -3])]


def test_joining_pipelines_is_associative() -> None:
    a, b, c = op.map(abs), op.filter(), op.take(3)
    assert (a | b) | c == a | (b | c)
    assert repr((a | b) | list) == repr(a | (b | list))


def test_a_pipeline_prints_slices_too() -> None:
    pipeline = op.take(3)
    assert repr([1, 2] | pipeline) == "Stream([1, 2]).take(3)"


def public_errors() -> dict[str, type[BaseException]]:
    return {
        name: thing
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, BaseException)
    }


@pytest.mark.parametrize("name", public_errors())
def test_an_error_is_public_is_a_rillet_error_and_is_drawn_where_it_stands(name: str) -> None:
    error = public_errors()[name]
    assert getattr(rillet, name) is error
    assert name in rillet.__all__
    assert issubclass(error, rillet.RilletError)
    assert error.__doc__
    assert errors.__doc__
    drawn = re.search(rf"{name}\s+\(an? (\w+)\)", errors.__doc__)
    if error is not rillet.RilletError:
        assert drawn
        assert drawn[1] in {base.__name__ for base in error.__mro__}


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (rillet.StreamConsumedError, RuntimeError),
        (rillet.EmptyStreamError, ValueError),
        (rillet.InfiniteStreamError, ValueError),
        (rillet.TooManyItemsError, ValueError),
        (rillet.DuplicateKeyError, ValueError),
        (rillet.DeepStreamError, RecursionError),
    ],
)
def test_an_error_is_also_what_python_would_raise(
    error: type[Exception], base: type[Exception]
) -> None:
    assert issubclass(error, base)
    assert isinstance(pickle.loads(pickle.dumps(error("message"))), error)


def test_a_pipeline_shows_slices_where_they_stand() -> None:
    assert repr(op.map(str)[1:3] | op.take(2)) == "op.map(str)[1:3] | op.take(2)"
    assert repr(Pipeline()[::2]) == "Pipeline()[::2]"
    with pytest.raises(TypeError, match="^place must be a slice, got 1$"):
        op.map(str)[1]  # type: ignore[call-overload]


PUBLIC_METHODS = [name for name in dir(Stream) if not name.startswith("_")]
WITH_NO_CLASS = {"of", "range", "count_from", "repeat", "iterate", "using", "lines"} | {
    "unfold",
    "from_callable",
    "paginate",
    "traverse",
}


@pytest.mark.parametrize("name", PUBLIC_METHODS)
def test_a_public_method_has_one_sentence_an_example_and_its_laziness(name: str) -> None:
    doc = inspect.getdoc(getattr(Stream, name))
    assert doc
    assert doc.splitlines()[0].endswith((".", "…"))
    assert ">>> " in doc
    if name in terminal_names():
        assert "\nTerminal: " in doc
    elif name not in WITH_NO_CLASS:
        assert "\nLaziness: " in doc


LAST_OPERATIONS: dict[str, Callable[[Any], Any]] = {
    name: call for name, call in LAZY.items() if name.split(",")[0] not in ("append",)
}


@pytest.mark.parametrize("name", LAST_OPERATIONS)
def test_the_laziness_that_is_written_is_the_laziness_of_the_operation(name: str) -> None:
    operation = LAZY[name](Stream([1, 2, 3]))._operations[-1][0]
    if operation.name == "take" and not name.startswith("take"):
        return
    method = "__getitem__" if operation.name == "[]" else operation.name
    doc = inspect.getdoc(getattr(Stream, method)) or ""
    written = doc.partition("Laziness: ")[2]
    if method == "__getitem__":
        assert operation.laziness in written
    else:
        assert re.match(rf"{re.escape(operation.laziness)}[.;]", written)


@pytest.mark.parametrize("name", TERMINALS)
def test_a_terminal_says_whether_it_stops_early(name: str) -> None:
    method = name.split(",")[0]
    if method == "__getitem__":
        return
    doc = inspect.getdoc(getattr(Stream, method)) or ""
    pulled: list[int] = []
    TERMINALS[name](Stream([1, 2, 3, 4, 5, 6]).chain([2] * 9).tap(pulled.append))
    if len(pulled) < 15:
        assert "early" in doc.partition("Terminal: ")[2]


@pytest.mark.parametrize("name", rillet.__all__)
def test_a_public_name_has_a_docstring(name: str) -> None:
    assert inspect.getdoc(getattr(rillet, name))


def test_the_iterator_handed_out_is_the_one_of_the_last_operation() -> None:
    assert type(iter(Stream([1]).map(abs))) is map
    assert type(iter(Stream([1]).filter())) is filter
    assert type(iter(Stream([1]).take(1))) is itertools.islice
    assert type(iter(Stream([1]))) is type(iter([]))
