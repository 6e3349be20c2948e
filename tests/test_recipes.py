"""What the constructors make anew for each pass: when they call, what they hold, how they end."""

from __future__ import annotations

import io
import math
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import InfiniteStreamError, Stream
from rillet.plan import bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def halving(n: int) -> tuple[int, int] | None:
    return (n, n // 2) if n else None


def test_unfold_gives_items_until_there_is_none() -> None:
    halves = Stream.unfold(halving, 9)
    assert halves.to_list() == halves.to_list() == [9, 4, 2, 1]


@given(items=st.lists(st.none() | st.integers()))
def test_unfold_takes_a_list_apart(items: list[int | None]) -> None:
    unfolded = Stream.unfold(lambda left: (left[0], left[1:]) if left else None, items)
    assert unfolded.to_list() == items


def test_unfold_never_calls_its_function_early() -> None:
    calls: list[int] = []
    items = iter(Stream.unfold(lambda n: calls.append(n) or (n, n + 1), 0))
    assert calls == []
    assert [next(items), next(items)] == [0, 1]
    assert calls == [0, 1]


@pytest.mark.parametrize("made", [5, (), (1,), (1, 2, 3), False])
def test_unfold_says_what_its_function_should_have_returned(made: Any) -> None:
    with pytest.raises(TypeError, match=r"^f must return a pair \(item, state\) or None, it ret"):
        Stream.unfold(lambda _: made, 1).to_list()


def test_stop_iteration_ends_what_is_unfolded() -> None:
    left = iter([(1, 2), (3, 4)])
    assert Stream.unfold(lambda _: next(left), 0).to_list() == [1, 3]


def test_a_poll_calls_for_each_item_and_never_early() -> None:
    left = [4, 3, 2, 1]
    polled = Stream.from_callable(left.pop)
    items = iter(polled)
    assert left == [4, 3, 2, 1]
    assert [next(items), next(items)] == [1, 2]
    assert left == [4, 3]
    assert polled.first() == 3


def poll(
    items: list[Any], times: int | None, sentinel: Any, until: Any
) -> tuple[list[Any], type[BaseException] | None]:
    """What a poll gives of a function that gives `items` and then raises, and what it raises."""
    given_out = []
    for call, item in enumerate([*items, IndexError]):
        if call == times:
            break
        if item is IndexError:
            return given_out, None if until else IndexError
        if item is sentinel:
            break
        given_out.append(item)
    return given_out, None


@pytest.mark.parametrize("times", [None, 0, 2, 9])
@pytest.mark.parametrize("sentinel", [..., 0, None])
@pytest.mark.parametrize("until", [None, IndexError, (KeyError, LookupError)])
@pytest.mark.parametrize("items", [[1, 2], [1, 0, 2], [1, None, 2], [0], [None], [], [3] * 12])
def test_of_several_options_the_one_that_ends_a_poll_first_counts(
    times: int | None, sentinel: Any, until: Any, items: list[Any]
) -> None:
    options: dict[str, Any] = {"times": times, "until": until}
    if sentinel is not ...:
        options["sentinel"] = sentinel
    seen: list[Any] = []
    known, error = poll(items, times, sentinel, until)
    try:
        Stream.from_callable(items[::-1].pop, **options).for_each(seen.append)
    except IndexError:
        assert error is IndexError
    else:
        assert error is None
    assert seen == known


def test_a_sentinel_ends_a_poll_by_identity_before_equality() -> None:
    assert Stream.from_callable(deque([1.0, math.nan, 2.0]).popleft, sentinel=math.nan).count() == 1
    assert Stream.from_callable(deque([2, 1.0, 3]).popleft, sentinel=1).to_list() == [2]
    chunks = Stream.from_callable(io.BytesIO(b"abcde").read, sentinel=b"")
    assert chunks.to_list() == [b"abcde"]


class Frame:
    """Compares element by element, and has no truth value, as an array or a table has none."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise ValueError("the truth value of a frame is ambiguous")

    __hash__ = object.__hash__


@pytest.mark.parametrize("options", [{}, {"times": 9}, {"until": KeyError}])
def test_no_item_is_asked_whether_it_is_none(options: dict[str, Any]) -> None:
    frames = [Frame(), Frame()]
    queue = deque([*frames, None])
    polled = Stream.from_callable(queue.popleft, sentinel=None, **options).to_list()
    assert list(map(id, polled)) == list(map(id, frames))


def test_a_comparison_with_a_sentinel_that_fails_arrives() -> None:
    with pytest.raises(ValueError, match="ambiguous"):
        Stream.from_callable(Frame, sentinel="end").first()


def test_no_sentinel_of_the_library_is_compared_with_an_item() -> None:
    for options in ({}, {"times": 9}, {"until": KeyError}):
        assert Stream.from_callable(Frame, **options).take(2).count() == 2  # type: ignore[call-overload]


class Failing:
    """Gives numbers, but raises `error` at call 1."""

    def __init__(self, error: BaseException) -> None:
        self.calls = -1
        self.error = error

    def __call__(self) -> int:
        self.calls += 1
        if self.calls == 1:
            raise self.error
        return self.calls


@pytest.mark.parametrize("options", [{}, {"times": 5}, {"sentinel": 4}, {"sentinel": None}])
def test_a_poll_goes_on_after_an_exception(options: dict[str, Any]) -> None:
    items = iter(Stream.from_callable(Failing(ZeroDivisionError()), **options))
    assert next(items) == 0
    with pytest.raises(ZeroDivisionError):
        next(items)
    assert [next(items), next(items)] == [2, 3]


def test_a_poll_until_an_exception_is_over_after_another() -> None:
    items = iter(Stream.from_callable(Failing(ZeroDivisionError()), until=(KeyError, OSError)))
    assert next(items) == 0
    with pytest.raises(ZeroDivisionError):
        next(items)
    assert list(items) == []


@pytest.mark.parametrize("until", [LookupError, (OSError, KeyError), KeyError, BaseException])
def test_a_poll_ends_with_any_exception_that_it_was_told_of(until: Any) -> None:
    assert Stream.from_callable(Failing(KeyError()), until=until).to_list() == [0]


@pytest.mark.parametrize(
    "options", [{}, {"times": 5}, {"sentinel": 4}, {"sentinel": None}, {"until": KeyError}]
)
def test_stop_iteration_ends_a_poll(options: dict[str, Any]) -> None:
    polled = Stream.from_callable(Failing(StopIteration()), **options)
    assert polled.take(9).to_list() == [0]


def test_no_exception_is_caught_that_was_not_named() -> None:
    with pytest.raises(KeyError):
        Stream.from_callable(Failing(KeyError()), until=()).to_list()


@pytest.mark.parametrize("until", [(KeyError, 5), [KeyError], KeyError(), int])
def test_what_ends_a_poll_must_be_exceptions(until: Any) -> None:
    with pytest.raises(TypeError, match=r"^until must be classes of exceptions, "):
        Stream.from_callable(int, until=until)


class Pages:
    """Pages of items, and what was asked for."""

    def __init__(self, *pages: Any) -> None:
        self.pages = pages
        self.log: list[Any] = []

    def fetch(self, token: int | None) -> int:
        self.log.append(token)
        return token or 0

    def items(self, page: int) -> Any:
        return self.pages[page]

    def next(self, page: int) -> int | None:
        return page + 1 if page + 1 < len(self.pages) else None

    def stream(self) -> Stream[int]:
        return Stream.paginate(self.fetch, items=self.items, next=self.next)


def test_a_page_is_fetched_only_when_its_first_item_is_pulled() -> None:
    pages = Pages([1, 2], [3])
    items = iter(pages.stream())
    assert pages.log == []
    assert [next(items), next(items)] == [1, 2]
    assert pages.log == [None]
    assert next(items) == 3
    assert pages.log == [None, 1]
    assert list(items) == []
    assert pages.log == [None, 1]


@given(pages=st.lists(st.lists(st.none() | st.integers()), min_size=1))
def test_pages_give_their_items_also_where_some_are_empty(pages: list[list[int | None]]) -> None:
    stream = Pages(*pages).stream()
    assert stream.to_list() == stream.to_list() == [item for page in pages for item in page]


def test_a_token_may_be_false_as_long_as_it_is_not_none() -> None:
    pages: dict[int | None, tuple[str, int | None]] = {None: ("ab", 0), 0: ("cd", None)}
    stream = Stream.paginate(lambda t: pages[t], items=lambda p: p[0], next=lambda p: p[1])
    assert stream.join_str() == "abcd"


@pytest.mark.parametrize("name", ["fetch", "items", "next"])
@pytest.mark.parametrize("error", [ZeroDivisionError, StopIteration])
def test_an_error_of_a_function_of_pages_arrives_and_stop_iteration_ends_them(
    name: str, error: type[Exception]
) -> None:
    def fails(_: object) -> Any:
        raise error

    pages = Pages([1, 2], [3])
    setattr(pages, name, fails)
    seen: list[int] = []
    if error is StopIteration:
        pages.stream().for_each(seen.append)
    else:
        with pytest.raises(error):
            pages.stream().for_each(seen.append)
    assert seen == ([1, 2] if name == "next" else [])


def test_a_page_is_let_go_before_the_next_is_fetched() -> None:
    held: weakref.WeakSet[Any] = weakref.WeakSet()

    class Page:
        pass

    def fetch(token: int | None) -> Page:
        assert not held
        page = Page()
        held.add(page)
        return page

    tokens = iter([1, 2, None])
    pages = Stream.paginate(fetch, items=lambda page: "ab", next=lambda page: next(tokens))
    assert pages.join_str() == "ababab"


class Opened:
    """The children of a node, and whether they are held."""

    def __init__(self, nodes: dict[str, str], *, fails_at: str = "") -> None:
        self.nodes = nodes
        self.fails_at = fails_at
        self.asked: list[str] = []
        self.pulled: list[str] = []
        self.held: set[str] = set()

    def __call__(self, node: str) -> Iterator[str]:
        self.asked.append(node)
        return self.below(node)

    def below(self, node: str) -> Iterator[str]:
        self.held.add(node)
        try:
            for child in self.nodes.get(node, ""):
                if child == self.fails_at:
                    raise ZeroDivisionError
                self.pulled.append(child)
                yield child
        finally:
            self.held.remove(node)


TREE = {"a": "bc", "b": "de", "c": "f", "d": "gh"}
ORDERS = {"depth": "abdghecf", "breadth": "abcdefgh", "post": "ghdebfca"}


@pytest.mark.parametrize("order", ORDERS)
def test_a_tree_is_walked_in_its_order(order: Any) -> None:
    nodes = Stream.traverse("a", Opened(TREE), order=order)
    assert nodes.join_str() == nodes.join_str() == ORDERS[order]
    assert Stream.traverse("h", Opened(TREE), order=order).to_list() == ["h"]


CALLED = {
    "depth": ["", "a", "ab", "abd", "abdg", "abdgh", "abdghe", "abdghec", "abdghecf"],
    "breadth": ["", "a", "a", "ab", "ab", "abc", "abcd", "abcd", "abcdefgh"],
    "post": ["abdg", "abdgh", "abdgh", "abdghe", "abdghe", "abdghecf", *["abdghecf"] * 3],
}
"""Whose children were asked for when each node is there, and at the end."""


@pytest.mark.parametrize("order", CALLED)
def test_children_are_asked_for_when_the_first_of_them_is_due(order: Any) -> None:
    below = Opened(TREE)
    items = iter(Stream.traverse("a", below, order=order))
    assert below.asked == []
    for called in CALLED[order][: len(ORDERS[order])]:
        next(items)
        assert "".join(below.asked) == called
    assert next(items, None) is None
    assert "".join(below.asked) == CALLED[order][-1]


@pytest.mark.parametrize("order", ["depth", "breadth"])
def test_no_child_is_pulled_before_its_turn(order: Any) -> None:
    below = Opened(TREE)
    items = iter(Stream.traverse("a", below, order=order))
    for n in range(len(ORDERS[order])):
        next(items)
        assert "".join(below.pulled) == ORDERS[order][1 : n + 1]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("n", range(8))
def test_no_children_are_held_when_a_walk_is_let_go_or_has_failed(order: Any, n: int) -> None:
    left = Opened(TREE)
    for place, _ in enumerate(Stream.traverse("a", left, order=order)):
        if place == n:
            break
    assert not left.held
    failed = Opened(TREE, fails_at="abcdefgh"[n])
    try:
        Stream.traverse("a", failed, order=order).consume()
    except ZeroDivisionError:
        assert not failed.held


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("fails_at", "abcdefgh")
def test_an_error_of_children_or_of_a_key_leaves_nothing_held(order: Any, fails_at: str) -> None:
    def failing(node: str) -> str:
        if node == fails_at:
            raise ZeroDivisionError
        return node

    keyed, asked = Opened(TREE), Opened(TREE)
    for walk, below in (
        (Stream.traverse("a", keyed, order=order, key=failing), keyed),
        (Stream.traverse("a", lambda node: asked(failing(node)), order=order), asked),
    ):
        try:
            walk.consume()
        except ZeroDivisionError:
            assert not below.held
        else:
            pytest.fail("the error was lost")


@pytest.mark.parametrize("order", ORDERS)
def test_stop_iteration_of_children_or_of_a_key_ends_a_walk(order: Any) -> None:
    def stops(node: str) -> str:
        if node == "b":
            raise StopIteration
        return TREE.get(node, "")

    before = {"depth": "ab", "breadth": "abc", "post": ""}
    assert Stream.traverse("a", stops, order=order).join_str() == before[order]
    by_key = Stream.traverse("a", lambda node: TREE.get(node, ""), order=order, key=stops)
    assert by_key.join_str() == before[order].replace("bc", "").replace("b", "")


graphs = st.dictionaries(st.sampled_from("abcdef"), st.text("abcdef", max_size=4))


def reached(graph: dict[str, str]) -> set[str]:
    seen = {"a"}
    while more := {child for node in seen for child in graph.get(node, "")} - seen:
        seen |= more
    return seen


@pytest.mark.parametrize("order", ORDERS)
@given(graph=graphs)
def test_with_a_key_each_node_of_a_graph_comes_once_and_cycles_end(
    order: Any, graph: dict[str, str]
) -> None:
    below = Opened(graph)
    nodes = Stream.traverse("a", below, order=order, key=str).to_list()
    assert len(nodes) == len({*nodes})
    assert {*nodes} == {*below.asked} == reached(graph)
    assert len(below.asked) == len(nodes)


def by_recursion(graph: dict[str, str], node: str, seen: set[str]) -> tuple[list[str], list[str]]:
    """The nodes as a recursive walk comes to them, and as it leaves them."""
    if node in seen:
        return [], []
    seen.add(node)
    before, after = [node], []
    for child in graph.get(node, ""):
        first, last = by_recursion(graph, child, seen)
        before += first
        after += last
    return before, [*after, node]


@given(graph=graphs)
def test_a_walk_in_depth_is_that_of_a_recursion(graph: dict[str, str]) -> None:
    before, after = by_recursion(graph, "a", set())
    assert Stream.traverse("a", Opened(graph), key=str).to_list() == before
    assert Stream.traverse("a", Opened(graph), order="post", key=str).to_list() == after


@given(graph=graphs)
def test_a_walk_in_breadth_never_comes_nearer_again(graph: dict[str, str]) -> None:
    far = {"a": 0}
    queue = deque("a")
    while queue:
        node = queue.popleft()
        for child in graph.get(node, ""):
            if child not in far:
                far[child] = far[node] + 1
                queue.append(child)
    walk = Stream.traverse("a", Opened(graph), order="breadth", key=str)
    assert walk.to_list() == [*far]
    assert walk.map(far.get).is_sorted()  # type: ignore[arg-type]


def test_a_walk_may_be_deeper_than_the_stack_of_python() -> None:
    for order in ("depth", "breadth", "post"):
        nodes = Stream.traverse(0, lambda n: (n + 1,) if n < 50_000 else (), order=order)  # type: ignore[arg-type]
        assert nodes.count() == 50_001


def test_a_walk_without_a_key_goes_round_a_cycle_for_ever() -> None:
    ring = {"a": "b", "b": "a"}
    assert Stream.traverse("a", ring.__getitem__).take(5).join_str() == "ababa"


BOUNDS: dict[str, tuple[Callable[[], Stream[Any]], Any]] = {
    "unfold": (lambda: Stream.unfold(halving, 9), (0, None)),
    "from_callable": (lambda: Stream.from_callable(int), (0, math.inf)),
    "from_callable, times": (lambda: Stream.from_callable(int, times=4), (0, 4)),
    "from_callable, sentinel": (lambda: Stream.from_callable(int, sentinel=1), (0, None)),
    "from_callable, until": (lambda: Stream.from_callable(int, until=KeyError), (0, None)),
    "from_callable, both": (lambda: Stream.from_callable(int, times=2, sentinel=1), (0, 2)),
    "paginate": (lambda: Pages([1]).stream(), (0, None)),
    "traverse": (lambda: Stream.traverse("a", TREE.get), (1, None)),  # type: ignore[arg-type]
    "traverse, breadth": (lambda: Stream.traverse(1, range, order="breadth"), (1, None)),
    "traverse, post": (lambda: Stream.traverse(1, range, order="post"), (0, None)),
    "traverse, key": (lambda: Stream.traverse(1, range, key=abs), (0, None)),
}


@pytest.mark.parametrize(("make", "bounds"), BOUNDS.values(), ids=BOUNDS)
def test_the_bounds_are_known_as_far_as_no_function_is_called(
    make: Callable[[], Stream[Any]], bounds: Any
) -> None:
    assert bounds_of(make()) == bounds


def test_a_poll_without_an_end_is_refused_where_the_end_is_needed() -> None:
    with pytest.raises(InfiniteStreamError, match=r"Stream\.from_callable\(int\) has none"):
        Stream.from_callable(int).to_list()
