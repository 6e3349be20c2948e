"""What a plan knows of its parts, and how it behaves where they do not do what is usual."""

from __future__ import annotations

import _thread
import itertools
import threading
from typing import TYPE_CHECKING, Any

import pytest

from rillet import DeepStreamError, InfiniteStreamError, Stream, StreamConsumedError
from rillet.arguments import MISSING
from rillet.plan import bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Row:
    def __init__(self, shown: str | None) -> None:
        self.shown = shown

    def __repr__(self) -> str:
        if self.shown is None:
            raise RuntimeError("it cannot be shown")
        return self.shown


def test_an_item_that_cannot_be_shown_does_not_spoil_the_repr() -> None:
    assert "Row object" in repr(Stream([Row(None)]))


def test_an_item_with_a_long_repr_is_shown_by_its_ends() -> None:
    shown = repr(Stream([Row("<" + "-" * 10_000 + ">")]))
    assert shown.startswith("Stream([<---")
    assert shown.endswith("->])")
    assert len(shown) < 200


def test_a_call_with_many_arguments_is_shown_by_the_first_of_them() -> None:
    assert repr(Stream("a").append(*range(9))) == "Stream('a').append(0, 1, 2, 3, 4, 5, ...)"


def test_an_argument_that_was_not_given_says_so() -> None:
    assert repr(MISSING) == "MISSING"


@pytest.mark.parametrize(
    "grow",
    [
        lambda s: s.map(str),
        lambda s: s.filter(str),
        lambda s: s.tap(str),
        lambda s: s.cache(),
        lambda s: Stream([1]).zip(s),
        lambda s: Stream([1]).map(str).chain(s.map(str)),
        lambda s: s.map(str).chain([1]),
    ],
)
def test_a_plan_is_refused_as_soon_as_it_is_too_deep(grow: Callable[[Any], Any]) -> None:
    stream = Stream("ab")
    with pytest.raises(DeepStreamError, match=r"^a stream must nest at most 1000 iterators, "):
        for _ in range(1001):
            stream = grow(stream)
    assert stream.first() is not None


def test_a_chain_in_a_chain_is_as_deep_as_its_deepest_part() -> None:
    deep = Stream("a")
    for _ in range(900):
        deep = deep.map(str)
    joined = Stream("b").chain(Stream("c").chain(deep))
    with pytest.raises(DeepStreamError):
        for _ in range(100):
            joined = joined.map(str)


class Renewed:
    """Has a `__next__`, and yet each `iter` begins anew."""

    def __iter__(self) -> Iterator[int]:
        return iter([1, 2])

    def __next__(self) -> int:
        raise AssertionError("nobody reads it as an iterator")


def test_what_begins_anew_can_be_read_again_even_if_it_has_a_next() -> None:
    stream = Stream(Renewed())
    assert stream.to_list() == stream.to_list() == [1, 2]


class Sly:
    """An iterator that begins another pass while it is asked for its first."""

    def __init__(self) -> None:
        self.stream: Stream[int] | None = None

    def __iter__(self) -> Iterator[int]:
        stream, self.stream = self.stream, None
        if stream is not None:
            iter(stream)
        return self

    def __next__(self) -> int:
        raise StopIteration


def test_of_two_passes_that_begin_at_once_only_one_is_given_the_source() -> None:
    sly = Sly()
    sly.stream = stream = Stream(sly)
    with pytest.raises(StreamConsumedError, match=r"test_plan\.py:"):
        iter(stream)


def test_a_pass_without_a_frame_of_the_user_was_somewhere_unknown() -> None:
    stream = Stream(iter([1]))
    done = threading.Event()
    reader = stream.map(lambda _: done.set())
    _thread.start_new_thread(list, (reader,))
    assert done.wait(10)
    with pytest.raises(StreamConsumedError, match="was read at an unknown place"):
        stream.to_list()


@pytest.mark.parametrize(
    ("source", "bounds"),
    [
        ([1, 2], (2, 2)),
        (range(10**30), (10**30, 10**30)),
        (range(5, 0, -2), (3, 3)),
        (itertools.repeat(1, 3), (3, 3)),
    ],
)
def test_the_bounds_of_a_source_are_known(source: Any, bounds: Any) -> None:
    assert bounds_of(Stream(source)) == bounds


@pytest.mark.parametrize("source", [itertools.count(), itertools.repeat(1)])
def test_an_endless_iterator_of_itertools_is_known_to_be_one(source: Any) -> None:
    with pytest.raises(InfiniteStreamError):
        Stream(source).to_list()


def test_what_a_function_opens_must_be_a_context_manager() -> None:
    opened: Any = lambda: [1, 2]  # noqa: E731
    with pytest.raises(TypeError, match=r"^open_ must return a context manager .*\[1, 2\]"):
        Stream.using(opened).to_list()


def test_a_cache_whose_filling_was_interrupted_refuses_to_guess_the_rest() -> None:
    def rows() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    kept = Stream(rows()).cache()
    with pytest.raises(KeyboardInterrupt):
        kept.to_list()
    with pytest.raises(StreamConsumedError, match=r"when KeyboardInterrupt\(\) came; 1 items"):
        kept.to_list()


class Pipe:
    """A file whose reader has gone away, when it is written to or only when it is flushed."""

    def __init__(self, *, at: str, descriptor: int | None = None) -> None:
        self.at = at
        self.descriptor = descriptor

    def write(self, text: str) -> None:
        if self.at == "write":
            raise BrokenPipeError

    def flush(self) -> None:
        if self.at == "flush":
            raise BrokenPipeError

    def fileno(self) -> int:
        if self.descriptor is None:
            raise OSError("it has no descriptor")
        return self.descriptor


@pytest.mark.parametrize("at", ["write", "flush"])
@pytest.mark.parametrize("flush", [False, True])
def test_a_pipe_without_a_reader_ends_the_writing_and_holds_nothing(
    at: str, flush: bool, tmp_path: Path
) -> None:
    pulled: list[int] = []
    with (tmp_path / "held").open("w") as held:
        pipe = Pipe(at=at, descriptor=held.fileno())
        Stream([1, 2, 3]).tap(pulled.append).print(file=pipe, flush=flush)
        held.write("what is still held")
    assert (tmp_path / "held").read_text() == ""
    assert pulled == ([1] if at == "write" or flush else [1, 2, 3])


def test_a_pipe_without_a_descriptor_holds_nothing_either() -> None:
    Stream([1]).print(file=Pipe(at="write"))
