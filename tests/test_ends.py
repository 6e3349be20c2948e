"""Law 5: what the library opens it closes once, and what is the user's own it never closes."""

from __future__ import annotations

import gc
import heapq
import io
import itertools
import sys
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import more_itertools
import pytest
from calls import (
    CALLING_LAZY,
    CALLING_TERMINALS,
    LAZY,
    TERMINALS,
    Ints,
    missing_calls,
)
from leftovers import let_lie

from rillet import Done, Stream

ERRORS = [ValueError, StopAsyncIteration, KeyboardInterrupt, SystemExit, GeneratorExit]
ITEMS = range(6)


class Door:
    """Opens a source of six integers, which may fail, and remembers what was closed."""

    def __init__(self, error: type[BaseException] | None = None, fails_at: int = 3) -> None:
        self.error = error
        self.fails_at = fails_at
        self.closings: list[int] = []

    def __call__(self) -> Opened:
        self.closings.append(0)
        return Opened(self, len(self.closings) - 1)

    def stream(self) -> Ints:
        return Stream.using(self)

    def items(self) -> Iterator[int]:
        for n in ITEMS:
            if self.error is not None and n == self.fails_at:
                raise self.error("the source fails")
            yield n

    def assert_closed_once(self) -> None:
        assert self.closings, "it was never opened"
        self.assert_not_open()

    def assert_not_open(self) -> None:
        assert self.closings == [1] * len(self.closings)


class Opened:
    def __init__(self, door: Door, place: int) -> None:
        self.door = door
        self.place = place

    def __enter__(self) -> Iterator[int]:
        return self.door.items()

    def __exit__(self, *error: object) -> None:
        self.door.closings[self.place] += 1


class Ajar:
    """A source that can be read again, in C over a generator, and fails at an item."""

    def __init__(self, fails_at: int) -> None:
        self.fails_at = fails_at
        self.opened: list[Any] = []

    def __iter__(self) -> Iterator[int]:
        items = (n for n in ITEMS)
        self.opened.append(weakref.ref(items))
        return map(failing(ValueError, self.fails_at), items)


def failing(error: type[BaseException], at: int = 3) -> Callable[[int], int]:
    """A function that raises when it is called with `at`."""

    def f(n: int) -> int:
        if n == at:
            raise error("the function fails")
        return n

    return f


def nothing(_: object) -> None:
    pass


def test_every_operation_and_every_terminal_has_a_call() -> None:
    assert not set(missing_calls())


@pytest.mark.parametrize("call", LAZY.values(), ids=LAZY)
class TestAnOpenedSourceUnderAnOperation:
    def test_is_not_opened_before_the_first_pull(self, call: Callable[[Ints], Ints]) -> None:
        door = Door()
        iter(call(door.stream()))
        assert not door.closings

    def test_is_closed_at_the_end(self, call: Callable[[Ints], Ints]) -> None:
        door = Door()
        for _ in call(door.stream()):
            pass
        door.assert_closed_once()

    @pytest.mark.parametrize("pulled", [1, 2, 3])
    def test_is_closed_when_the_for_loop_is_left(
        self, call: Callable[[Ints], Ints], pulled: int
    ) -> None:
        door = Door()
        for place, _ in enumerate(call(door.stream()), 1):
            if place == pulled:
                break
        door.assert_not_open()

    @pytest.mark.parametrize("pulled", [1, 2, 3])
    def test_is_closed_when_the_iterator_is_let_go(
        self, call: Callable[[Ints], Ints], pulled: int
    ) -> None:
        door = Door()
        items = iter(call(door.stream()))
        for _ in itertools.islice(items, pulled):
            pass
        del items
        door.assert_not_open()

    def test_is_closed_when_the_body_of_the_loop_fails(self, call: Callable[[Ints], Ints]) -> None:
        door = Door()
        try:
            for _ in call(door.stream()):
                raise KeyError
        except KeyError:
            door.assert_not_open()
        else:
            pytest.fail("it gave nothing")

    @pytest.mark.parametrize("error", ERRORS)
    def test_is_closed_while_its_error_is_handled(
        self, call: Callable[[Ints], Ints], error: type[BaseException]
    ) -> None:
        door = Door(error, fails_at=0)
        try:
            for _ in call(door.stream()):
                pass
        except error as raised:
            door.assert_closed_once()
            assert raised.args == ("the source fails",)
        else:
            pytest.fail("the error was lost")

    @pytest.mark.parametrize("fails_at", [0, 1])
    def test_is_let_go_of_while_its_error_is_handled(
        self, call: Callable[[Ints], Ints], fails_at: int
    ) -> None:
        source = Ajar(fails_at)
        try:
            for _ in call(Stream(source)):
                pass
        except ValueError:
            assert source.opened
            assert not any(items() for items in source.opened)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", CALLING_LAZY.values(), ids=CALLING_LAZY)
def test_an_opened_source_is_closed_while_the_error_of_a_function_is_handled(
    call: Callable[..., Stream[Any]], error: type[BaseException]
) -> None:
    door = Door()
    try:
        for _ in call(door.stream(), failing(error)):
            pass
    except error as raised:
        door.assert_closed_once()
        assert raised.args == ("the function fails",)
    else:
        pytest.fail("the error was lost")


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
class TestAnOpenedSourceUnderATerminal:
    def test_is_closed_when_the_answer_is_there(self, terminal: Callable[[Ints], object]) -> None:
        door = Door()
        terminal(door.stream())
        door.assert_closed_once()

    @pytest.mark.parametrize("error", ERRORS)
    def test_is_closed_while_its_error_is_handled(
        self, terminal: Callable[[Ints], object], error: type[BaseException]
    ) -> None:
        door = Door(error, fails_at=0)
        try:
            terminal(door.stream())
        except error as raised:
            door.assert_closed_once()
            assert raised.args == ("the source fails",)
        else:
            assert not door.closings, "the error was lost"

    def test_is_opened_anew_for_each_answer(self, terminal: Callable[[Ints], object]) -> None:
        door = Door()
        stream = door.stream()
        assert terminal(stream) == terminal(stream)
        assert door.closings == [1, 1]


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
@pytest.mark.parametrize("error", [None, ZeroDivisionError, KeyboardInterrupt])
def test_an_opened_source_is_closed_when_a_terminal_over_any_operation_is_done_or_has_failed(
    terminal: Callable[[Ints], object], error: type[BaseException] | None
) -> None:
    left_open = []
    for name, call in LAZY.items():
        door = Door(error)
        try:
            terminal(call(door.stream()))
        except (Exception, KeyboardInterrupt):  # a terminal may refuse the kind of the items
            left_open += [name for closed in door.closings if closed != 1]
        else:
            left_open += [name for closed in door.closings if closed != 1]
    assert not left_open


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_opened_source_is_closed_when_a_function_under_a_terminal_fails(
    terminal: Callable[[Ints], object], error: type[BaseException]
) -> None:
    left_open = []
    for name, call in CALLING_LAZY.items():
        for at in range(3):
            door = Door()
            try:
                terminal(call(door.stream(), failing(error, at)))
            except (Exception, KeyboardInterrupt):
                left_open += [name for closed in door.closings if closed != 1]
            else:
                left_open += [name for closed in door.closings if closed != 1]
    assert not left_open


@pytest.mark.parametrize("error", [*ERRORS, StopIteration])
@pytest.mark.parametrize("terminal", CALLING_TERMINALS.values(), ids=CALLING_TERMINALS)
def test_an_opened_source_is_closed_while_the_error_of_a_function_of_a_terminal_is_handled(
    terminal: Callable[..., object], error: type[BaseException]
) -> None:
    door = Door()
    try:
        terminal(door.stream(), failing(error))
    except error as raised:
        door.assert_closed_once()
        assert raised.args == ("the function fails",)
    else:
        pytest.fail("the error was lost")


OPERANDS: dict[str, Callable[[Ints], Stream[Any]]] = {
    "map": lambda s: Stream(ITEMS).map(max, s),
    "zip": lambda s: Stream(ITEMS).zip(s),
    "zip, strict": lambda s: Stream(ITEMS).zip(s, strict=True),
    "zip_longest": lambda s: Stream("ab").zip_longest(s),
    "compress": lambda s: Stream(ITEMS).compress(s.map(lambda n: n + 1)),
    "without": lambda s: Stream(range(9)).without(s),
    "without, after an operation": lambda s: Stream(range(9)).without(s.map(abs)),
    "without, key": lambda s: Stream(range(9)).without(s.map(abs), key=abs),
    "without, one pass": lambda s: Stream(range(9)).without(s.zip(iter(range(9))).starmap(max)),
    "without, one pass and a key": lambda s: Stream(range(9)).without(
        s.zip(iter(range(9))).starmap(max), key=abs
    ),
    "intersection": lambda s: Stream(ITEMS).intersection(s),
    "intersection, key": lambda s: Stream(ITEMS).intersection(s, key=abs),
    "chain": lambda s: Stream(()).chain(s),
    "+": lambda s: Stream(()) + s,
    "or_else_from": lambda s: Stream(()).or_else_from(s),
    "interleave": lambda s: Stream(ITEMS).interleave(s),
    "roundrobin": lambda s: Stream(()).roundrobin(s, "c"),
    "merge_sorted": lambda s: Stream(ITEMS).merge_sorted(s),
    "merge_sorted, key": lambda s: Stream(ITEMS).merge_sorted(s, [1], key=abs),
    "join": lambda s: Stream(ITEMS).join(s, abs),
    "join, left": lambda s: Stream(ITEMS).join(s, abs, how="left"),
    "join, full": lambda s: Stream(ITEMS).join(s, abs, how="full"),
    "join, semi": lambda s: Stream(ITEMS).join(s, abs, how="semi"),
    "join, anti": lambda s: Stream("ab").join(s, str, how="anti"),
    "product": lambda s: Stream("ab").product(s),
    "flatten": lambda s: Stream((s,)).flatten(),
    "flat_map": lambda s: Stream("a").flat_map(lambda _: s),
    "a pipe through a generator": lambda s: Stream("a").flat_map(lambda _: iter(s.map(abs))),
}


@pytest.mark.parametrize("call", OPERANDS.values(), ids=OPERANDS)
class TestAnOpenedSourceBesideAnOperation:
    def test_is_closed_at_the_end(self, call: Callable[[Ints], Stream[Any]]) -> None:
        door = Door()
        for _ in call(door.stream()):
            pass
        door.assert_closed_once()

    def test_is_closed_when_the_for_loop_is_left(self, call: Callable[[Ints], Stream[Any]]) -> None:
        door = Door()
        for _ in call(door.stream()):
            break
        door.assert_closed_once()

    @pytest.mark.parametrize("terminal", ["count", "to_list", "first", "last"])
    def test_is_closed_by_a_terminal(
        self, call: Callable[[Ints], Stream[Any]], terminal: str
    ) -> None:
        door = Door()
        getattr(call(door.stream()), terminal)()
        door.assert_closed_once()

    @pytest.mark.parametrize("error", ERRORS)
    def test_is_closed_while_its_error_is_handled(
        self, call: Callable[[Ints], Stream[Any]], error: type[BaseException]
    ) -> None:
        door = Door(error)
        try:
            call(door.stream()).count()
        except error:
            door.assert_closed_once()
        else:
            pytest.fail("the error was lost")


@pytest.mark.parametrize("call", LAZY.values(), ids=LAZY)
def test_a_file_is_closed_when_the_for_loop_over_its_lines_is_left(
    call: Callable[[Stream[Any]], Stream[Any]], tmp_path: Any
) -> None:
    path = tmp_path / "numbers"
    path.write_text("".join(f"{n}\n" for n in range(50)))
    let_lie()
    before = open_files(path)
    for _ in call(Stream.lines(path).map(int).take(6)):
        break
    assert open_files(path) == before == 0


def open_files(path: Any) -> int:
    """How many files are open at `path`, as the objects tell that do not lie."""
    return sum(
        isinstance(thing, io.FileIO) and not thing.closed and thing.name == str(path)
        for thing in gc.get_objects()
    )


class Own:
    """A user's own generator, which tells when it is closed and how far it was read."""

    def __init__(self, error: type[BaseException] | None = None) -> None:
        self.is_closed = False
        self.pulled = 0
        self.iterator = self.items(error)

    def items(self, error: type[BaseException] | None) -> Iterator[int]:
        try:
            for n in ITEMS:
                if error is not None and n == 3:
                    raise error
                self.pulled += 1
                yield n
        finally:
            self.is_closed = True


@pytest.mark.parametrize("call", LAZY.values(), ids=LAZY)
def test_a_generator_of_the_user_is_not_closed_when_the_for_loop_is_left(
    call: Callable[[Ints], Stream[Any]],
) -> None:
    own = Own()
    for _ in call(Stream(own.iterator).cache().chain([0] * 9)):
        break
    if own.pulled < len(ITEMS):
        assert not own.is_closed
        assert next(own.iterator) == own.pulled - 1


@pytest.mark.parametrize("terminal", CALLING_TERMINALS.values(), ids=CALLING_TERMINALS)
def test_a_generator_of_the_user_is_not_closed_when_a_function_of_a_terminal_fails(
    terminal: Callable[..., object],
) -> None:
    own = Own()
    with pytest.raises(ZeroDivisionError):
        terminal(Stream(own.iterator), failing(ZeroDivisionError, at=2))
    assert not own.is_closed
    assert list(own.iterator) == [3, 4, 5]


LEFT = {
    "first": (lambda s: s.first(), 1),
    "nth": (lambda s: s.nth(2), 3),
    "one": (lambda s: s.take(1).one(), 1),
    "only": (lambda s: s.drop(1).take(1).only(), 2),
    "is_empty": (lambda s: s.is_empty(), 1),
    "all_equal": (lambda s: s.all_equal(), 2),
    "all_equal, key": (lambda s: s.all_equal(lambda n: n < 3), 4),
    "all_unique, key": (lambda s: s.all_unique(lambda n: n % 3), 4),
    "is_sorted": (lambda s: s.is_sorted(reverse=True), 2),
    "is_sorted, key": (lambda s: s.is_sorted(lambda n: n % 3), 4),
    "fold_while": (lambda s: s.fold_while(0, lambda _, n: Done(n) if n == 3 else n), 4),
    "sample, none": (lambda s: s.sample(0), 0),
    "find": (lambda s: s.find(lambda n: n == 3), 4),
    "split_head": (lambda s: s.split_head(3), 3),
    "split_head, nothing": (lambda s: s.split_head(0), 0),
    "peekable": (lambda s: s.peekable(), 0),
    "peekable, a look": (lambda s: s.peekable().peek(), 1),
    "peekable, its truth": (lambda s: bool(s.peekable()), 1),
    "index": (lambda s: s.index(3), 4),
    "any": (lambda s: s.any(), 2),
    "any, p": (lambda s: s.any(lambda n: n == 3), 4),
    "all": (lambda s: s.all(), 1),
    "all, p": (lambda s: s.all(lambda n: n < 3), 4),
    "none": (lambda s: s.none(), 2),
    "none, p": (lambda s: s.none(lambda n: n == 3), 4),
    "in": (lambda s: 3 in s, 4),
    "consume": (lambda s: s.consume(3), 3),
    "consume, nothing": (lambda s: s.consume(0), 0),
    "[]": (lambda s: s[3], 4),
    "take": (lambda s: s.take(3).to_list(), 3),
    "take, none": (lambda s: s.take(0).to_list(), 0),
    "takewhile": (lambda s: s.takewhile(lambda n: n < 3).to_list(), 4),
    "takewhile_inclusive": (lambda s: s.takewhile_inclusive(lambda n: n < 3).to_list(), 4),
    "slice": (lambda s: s[1:3].to_list(), 3),
    "slice, step": (lambda s: s[0:4:3].to_list(), 4),
    "collect, some": (lambda s: s.collect(lambda items: [next(items), next(items)]), 2),
}


@pytest.mark.parametrize(("call", "pulled"), LEFT.values(), ids=LEFT)
def test_what_stops_early_leaves_a_generator_of_the_user_where_it_stopped(
    call: Callable[[Ints], object], pulled: int
) -> None:
    own = Own()
    call(Stream(own.iterator))
    assert own.pulled == pulled
    assert list(own.iterator) == list(ITEMS)[pulled:]


LIKE_ITERTOOLS: dict[str, tuple[Callable[[Ints], Stream[Any]], Callable[[Iterator[int]], Any]]] = {
    "map": (lambda s: s.map(abs), lambda i: map(abs, i)),
    "map, others": (lambda s: s.map(pow, [1, 2]), lambda i: map(pow, i, [1, 2])),
    "starmap": (lambda s: s.zip().starmap(abs), lambda i: map(abs, i)),
    "filter": (lambda s: s.filter(), lambda i: filter(None, i)),
    "filterfalse": (lambda s: s.filterfalse(), lambda i: itertools.filterfalse(None, i)),
    "take": (lambda s: s.take(2), lambda i: itertools.islice(i, 2)),
    "drop": (lambda s: s.drop(2), lambda i: itertools.islice(i, 2, None)),
    "slice": (lambda s: s[1:5:2], lambda i: itertools.islice(i, 1, 5, 2)),
    "takewhile": (
        lambda s: s.takewhile(lambda n: n < 2),
        lambda i: itertools.takewhile(lambda n: n < 2, i),
    ),
    "dropwhile": (
        lambda s: s.dropwhile(lambda n: n < 2),
        lambda i: itertools.dropwhile(lambda n: n < 2, i),
    ),
    "compress": (
        lambda s: s.compress([0, 1, 1]),
        lambda i: itertools.compress(i, [0, 1, 1]),
    ),
    "accumulate": (lambda s: s.accumulate(), lambda i: itertools.accumulate(i)),
    "accumulate, initial": (
        lambda s: s.accumulate(initial=5),
        lambda i: itertools.accumulate(i, initial=5),
    ),
    "enumerate": (lambda s: s.enumerate(), lambda i: enumerate(i)),
    "pairwise": (lambda s: s.pairwise(), lambda i: itertools.pairwise(i)),
    "lag": (lambda s: s.lag(), lambda i: itertools.pairwise(itertools.chain((None,), i))),
    "lead": (lambda s: s.lead(), lambda i: itertools.pairwise(itertools.chain(i, (None,)))),
    "zip": (lambda s: s.zip("ab"), lambda i: zip(i, "ab")),
    "zip_longest": (lambda s: s.zip_longest("ab"), lambda i: itertools.zip_longest(i, "ab")),
    "chain": (lambda s: s.chain("ab"), lambda i: itertools.chain(i, "ab")),
    "interleave": (
        lambda s: s.interleave("ab", "abc"),
        lambda i: more_itertools.interleave(i, "ab", "abc"),
    ),
    "roundrobin": (
        lambda s: s.roundrobin("ab", "abcdefghi"),
        lambda i: more_itertools.roundrobin(i, "ab", "abcdefghi"),
    ),
    "merge_sorted": (lambda s: s.merge_sorted([1, 9]), lambda i: heapq.merge(i, [1, 9])),
    "tee": (lambda s: s.tee()[1], lambda i: itertools.tee(i)[1]),
    "cycle": (lambda s: s.cycle(), lambda i: itertools.cycle(i)),
    "flatten": (
        lambda s: s.map(range).flatten(),
        lambda i: itertools.chain.from_iterable(map(range, i)),
    ),
}


@pytest.mark.parametrize(("ours", "theirs"), LIKE_ITERTOOLS.values(), ids=LIKE_ITERTOOLS)
@pytest.mark.parametrize("k", range(8))
def test_a_generator_of_the_user_is_left_where_itertools_leaves_it(
    ours: Callable[[Ints], Stream[Any]], theirs: Callable[[Iterator[int]], Any], k: int
) -> None:
    read_by_us, read_by_them = Own(), Own()
    for items in (
        iter(ours(Stream(read_by_us.iterator))),
        theirs(read_by_them.iterator),
    ):
        for _ in itertools.islice(items, k):
            pass
    assert read_by_us.pulled == read_by_them.pulled
    assert read_by_us.is_closed == read_by_them.is_closed


def test_a_file_of_the_user_stays_open(tmp_path: Any) -> None:
    path = tmp_path / "lines"
    path.write_text("a\nb\nc\n")
    with path.open() as file:
        assert Stream(file).first() == "a\n"
        assert not file.closed
        assert Stream(file).to_list() == ["b\n", "c\n"]
        assert not file.closed


def test_a_source_that_fails_to_close_says_so() -> None:
    class Fails(Opened):
        def __exit__(self, *error: object) -> None:
            super().__exit__()
            raise OSError("no room")

    door = Door()
    with pytest.raises(OSError, match="no room"):
        Stream.using(lambda: Fails(door, door.closings.append(0) or 0)).to_list()
    door.assert_closed_once()


def test_a_source_that_fails_to_open_is_not_closed() -> None:
    door = Door()

    class Fails(Opened):
        def __enter__(self) -> Iterator[int]:
            raise OSError("not there")

    with pytest.raises(OSError, match="not there"):
        Stream.using(lambda: Fails(door, 0)).to_list()
    assert not door.closings


def test_no_frame_of_the_library_in_a_traceback_holds_an_iterator() -> None:
    door = Door(ZeroDivisionError)
    own = []
    try:
        door.stream().tap(nothing).filter_map(abs).unique().dedupe().to_list()
    except ZeroDivisionError:
        _, _, traceback = sys.exc_info()
        while traceback is not None:
            name = traceback.tb_frame.f_globals["__name__"]
            if name.startswith("rillet.") and name != "rillet.recipes":
                own += [v for v in traceback.tb_frame.f_locals.values() if hasattr(v, "__next__")]
            traceback = traceback.tb_next
    assert not own
