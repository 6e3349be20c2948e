"""Operations of the user's own: functions made words, and classes in the full form."""

from __future__ import annotations

import itertools
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from calls import needs_threads

import rillet
from rillet import (
    InfiniteStreamError,
    Operation,
    Pipeline,
    Stream,
    StreamConsumedError,
    op,
    operation,
)


@operation
def every(items: Iterable[Any], n: int) -> Iterator[Any]:
    """One item of every `n`."""
    return itertools.islice(items, 0, None, n)


@operation
def lengths(words: Iterable[str]) -> Iterator[int]:
    for word in words:
        yield len(word)


@operation
def beside(items: Iterable[Any], *others: Iterable[Any], fill: Any = None) -> Iterator[Any]:
    return itertools.zip_longest(items, *others, fillvalue=fill)


@operation(laziness="end")
def backwards(items: Iterable[Any]) -> Iterator[Any]:
    return reversed(list(items))


class Doubled(Operation):
    """Every item times two, in the full form."""

    laziness = "1:1"
    survives = True

    @staticmethod
    def pull(argument: None, items: Any) -> Iterator[Any]:
        return map((2).__mul__, items)

    inline = "item = 2 * item"


class Above(Operation):
    """The items above a limit, and below another one."""

    laziness = "1:1"

    @classmethod
    def accept(cls, low: int, *, high: int = 100) -> tuple[int, int]:  # type: ignore[override]  # a call of its own
        if high < low:
            raise ValueError(f"high must be at least {low}, got {high}")
        return low, high

    @staticmethod
    def pull(argument: Any, items: Any) -> Iterator[Any]:
        low, high = argument
        return filter(range(low + 1, high).__contains__, items)


above = operation(Above)
doubled = operation(Doubled)


def test_a_word_chains_pipes_and_composes() -> None:
    words = ["one", "three", "five", "eleven"]
    assert Stream(words).then(every(2)).to_list() == ["one", "five"]
    assert (Stream(words) | every(2) | lengths()).to_list() == [3, 4]
    assert (every(2) | lengths() | list)(words) == [3, 4]  # type: ignore[operator]  # a pipeline, unknown to checkers
    assert (op.map(str.upper) | every(2))(words).__next__() == "ONE"
    assert list(op.then(every(3))(words)) == ["one", "eleven"]
    assert (words | op.then(every(3)) | op.map(len)).sum() == 9


def test_a_word_without_arguments_needs_no_brackets() -> None:
    assert (Stream(["a", "bb"]) | lengths).to_list() == [1, 2]  # type: ignore[operator]
    assert Stream(["a", "bb"]).then(lengths).to_list() == [1, 2]  # type: ignore[arg-type]
    assert Stream(["a", "bb"]).pipe(lengths).to_list() == [1, 2]  # type: ignore[arg-type]
    assert (op.map(str) | lengths | sum)([1, 22]) == 3  # type: ignore[operator]
    with pytest.raises(TypeError, match="^every: missing a required argument: 'n'$"):
        Stream("abc") | every


def test_words_without_brackets_are_joined() -> None:
    both: Any = lengths | backwards  # type: ignore[operator]
    assert [*both(["a", "bcd"])] == [3, 1]
    assert (Stream(["a", "bcd"]) | both).to_list() == [3, 1]
    assert [*(lengths | op.map(str))(["ab"])] == ["2"]  # type: ignore[operator]
    with pytest.raises(TypeError, match="missing a required argument: 'n'"):
        every | lengths  # type: ignore[operator]


def test_a_function_that_does_not_tell_its_signature_makes_a_word_too() -> None:
    numbered: Any = operation(zip)
    assert Stream("ab").then(numbered([1, 2])).to_list() == [("a", 1), ("b", 2)]
    upper: Any = operation(partial(map, str.upper))
    assert Stream("ab").then(upper()).to_list() == ["A", "B"]


def test_a_plain_function_is_laid_anew_in_each_pass() -> None:
    calls = []

    def counted(items: Iterator[int]) -> list[int]:
        calls.append(type(items).__name__)
        return [n + 1 for n in items]

    stream = Stream((1, 2)).then(counted)
    assert calls == []
    assert (stream.to_list(), stream.to_list()) == ([2, 3], [2, 3])
    assert calls == ["tuple_iterator"] * 2


def test_a_function_gets_an_iterator_wherever_it_stands() -> None:
    def pairs(items: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        return zip(items, items)

    assert Stream([1, 2, 3, 4]).then(pairs).to_list() == [(1, 2), (3, 4)]
    assert Stream([1, 2, 3, 4]).take(4).then(pairs).to_list() == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Stream('ab').then(every(2))", Stream("ab").then(every(2))),
        ("Stream('ab').then(lengths())", Stream("ab") | lengths()),
        ("Stream('ab').then(beside([1], fill=0))", Stream("ab").then(beside([1], fill=0))),
        ("Stream('ab').then(sorted)", Stream("ab").then(sorted)),
        ("Stream('ab').then(Above(1))", Stream("ab").then(Above(1))),
        ("Stream('ab').then(Doubled()).map(str)", Stream("ab").then(doubled()).map(str)),
        ("op.then(every(2)) | op.map(str)", op.then(every(2)) | op.map(str)),
        ("op.then(every(2)) | op.then(lengths())", op.then(every(2)) | lengths()),
    ],
)
def test_a_word_shows_its_name_and_its_arguments(text: str, made: Any) -> None:
    if "Above" in text:
        text = text.replace("Above(1)", "Above((1, 100))")
    assert repr(made) == text


def test_what_is_shown_makes_the_same_again() -> None:
    pipeline: Any = op.then(every(2)) | op.then(beside([1], fill=0))
    again = eval(repr(pipeline))
    assert again == pipeline
    assert list(again("abc")) == list(pipeline("abc")) == [("a", 1), ("c", 0)]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("make", [every(2), lengths(), Doubled(), beside("ab", fill=0)], ids=str)
def test_a_word_pickles(make: Any, protocol: int) -> None:
    stream = Stream(["a", "bb", "ccc"]).map(str).map(len) if make == Doubled() else Stream("abc")
    piped = stream.then(make)
    assert pickle.loads(pickle.dumps(piped, protocol)).to_list() == piped.to_list()


def test_a_word_keeps_its_name_and_its_documentation() -> None:
    def inner(items: Iterator[int]) -> Iterator[int]:
        """What it does."""
        return items

    for function in (inner, every.__wrapped__):  # type: ignore[attr-defined]
        word: Any = operation(function)
        assert word.__wrapped__ is function
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            assert getattr(word, name) == getattr(function, name)


@pytest.mark.parametrize("function", [str.splitlines, "a".join, reversed])
def test_a_word_of_a_builtin_is_at_home_there(function: Any) -> None:
    word: Any = operation(function)
    assert word.__module__ == "builtins"
    assert word.__qualname__ == function.__qualname__


def test_a_class_in_the_full_form_is_its_own_word() -> None:
    assert operation(Doubled) is Doubled


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: every(), "every: missing a required argument: 'n'"),  # type: ignore[call-arg]
        (lambda: every(1, 2), "every: too many positional arguments"),  # type: ignore[call-arg]
        (lambda: every(m=1), "every: missing a required argument: 'n'"),  # type: ignore[call-arg]
        (lambda: lengths(n=1), "lengths: got an unexpected keyword argument 'n'"),  # type: ignore[call-arg]
    ],
)
def test_wrong_arguments_are_refused_at_the_call(call: Any, message: str) -> None:
    with pytest.raises(TypeError, match=f"^{message}$"):
        call()


def test_a_class_checks_its_arguments_itself() -> None:
    assert Stream(range(9)).then(Above(2, high=6)).to_list() == [3, 4, 5]
    with pytest.raises(ValueError, match="^high must be at least 2, got 1$"):
        above(2, high=1)


def test_an_argument_that_is_an_iterator_makes_the_stream_one_shot() -> None:
    for given in (beside(iter([1, 2])), beside(Stream(iter([1, 2]))), beside([3], fill=iter("a"))):
        stream = Stream("ab").then(given)
        assert len(stream.to_list()) == 2
        with pytest.raises(StreamConsumedError):
            iter(stream)


def test_an_argument_that_is_a_stream_is_read_anew() -> None:
    stream = Stream("ab").then(beside(Stream([1, 2]), [3, 4]))
    assert stream.to_list() == stream.to_list() == [("a", 1, 3), ("b", 2, 4)]


def test_a_word_that_gives_no_iterable_is_named() -> None:
    for broken in (operation(lambda items: 5), operation(lambda items: None)):  # type: ignore[arg-type, return-value]
        with pytest.raises(TypeError, match=r"^then\(<lambda>\(\)\) must give an iterable, got "):
            Stream([1]).then(broken()).to_list()  # type: ignore[misc]
    with pytest.raises(TypeError, match=r"^then\(_count\) must give an iterable, got 1$"):
        Stream([1]).then(_count).to_list()
    five: Any = operation(lambda items, nested: 5)  # type: ignore[arg-type, return-value]
    with pytest.raises(TypeError, match=r"^then\(<lambda>\(\[\[\[\[1\]\]\]\]\)\) must give"):
        Stream([1]).then(five([[[[1]]]])).to_list()


class Halves:
    """An iterator that is no iterable."""

    def __init__(self) -> None:
        self.left = 2

    def __next__(self) -> int:
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left


def test_a_function_may_give_what_has_nothing_but_a_next() -> None:
    function: Any = lambda items: Halves()  # noqa: E731
    assert [*Stream([]).then(function)] == [1, 0]


def _count(items: Iterable[Any]) -> Any:
    return sum(1 for _ in items)


def test_what_must_see_the_end_refuses_an_endless_stream() -> None:
    assert Stream("abc").then(backwards()).to_list() == ["c", "b", "a"]
    with pytest.raises(InfiniteStreamError, match="^then needs the end of the stream"):
        Stream.count_from().then(backwards())
    with pytest.raises(InfiniteStreamError):
        Stream.count_from() | backwards()


@pytest.mark.parametrize("value", ["2:1", "", None, 1])
def test_a_laziness_is_one_of_the_classes(value: Any) -> None:
    message = f"^laziness must be '1:1', .* or 'any', got {value!r}$"
    with pytest.raises(ValueError, match=message):
        operation(laziness=value)


@pytest.mark.parametrize("value", [5, "a", None])
def test_what_is_no_function_is_no_word(value: Any) -> None:
    with pytest.raises(TypeError, match="^(function|f) must be callable, got "):
        Stream("a").then(value) if value is None else operation(value)


def test_a_callable_without_a_name_is_a_word_too() -> None:
    class Callable_:  # noqa: N801
        def __call__(self, items: Iterator[int]) -> Iterator[int]:
            return items

    word: Any = operation(Callable_())
    assert word.__name__ == "word"
    assert Stream([1]).then(word()).to_list() == [1]


def test_the_full_form_is_pushed_by_its_own_step() -> None:
    given: list[int] = []
    with (op.map(int) | doubled()).push(given.append) as sink:
        assert sink.send("1")
        assert sink.send("2")
    assert given == [2, 4]


@needs_threads
def test_a_word_is_pushed_over_a_bridge() -> None:
    given: list[Any] = []
    with (op.map(str.upper) | beside(iter([1]), Stream([2]), fill=0)).push(given.append) as sink:
        assert [sink.send("a"), sink.send("b")] == [True, True]
        assert given == [("A", 1, 2), ("B", 0, 0)]


@needs_threads
def test_a_word_that_cannot_be_laid_is_named_when_it_is_pushed() -> None:
    broken: Any = operation(lambda items: 5)  # type: ignore[arg-type, return-value]
    with pytest.raises(TypeError, match=r"^then\(<lambda>\(\)\) must give an iterable, got 5$"):
        broken().push(print)


@needs_threads
def test_a_full_form_without_a_push_is_pushed_over_a_bridge() -> None:
    given: list[int] = []
    with above(1).push(given.append) as sink:
        assert [sink.send(n) for n in (1, 2, 3)] == [True] * 3
        assert given == [2, 3]


def test_a_stream_of_words_is_as_deep_as_their_arguments() -> None:
    deep: Any = Stream("a")
    for _ in range(900):
        deep = deep.map(str)
    assert Stream("b").then(beside(deep)).to_list() == [("b", "a")]
    with pytest.raises(rillet.DeepStreamError):
        for _ in range(200):
            deep = Stream("b").then(beside(deep))


def test_a_word_of_a_script_pickles_in_that_script(tmp_path: Path) -> None:
    script = tmp_path / "words.py"
    script.write_text(
        "import pickle\n"
        "from rillet import Stream, operation\n"
        "@operation\n"
        "def doubled(items):\n"
        "    return map((2).__mul__, items)\n"
        "print(pickle.loads(pickle.dumps(Stream([1, 2]).then(doubled()))).to_list())\n"
    )
    source = str(Path(rillet.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, script], env={"PYTHONPATH": source}, capture_output=True, check=True
    )
    assert ran.stdout == b"[2, 4]\n"


def test_pipelines_of_words_are_values() -> None:
    assert every(2) == every(2)
    assert every(2) != every(3)
    assert isinstance(every(2), Pipeline)
    assert len({every(2), every(2), lengths()}) == 2
