"""What is the joins' own: keys, duplicates, and when the other side is read."""

from __future__ import annotations

import math
import sqlite3
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import pulled

from rillet import InfiniteStreamError, Stream, op
from rillet.plan import bounds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

How = Literal["inner", "left", "full", "semi", "anti"]
HOWS: list[How] = ["inner", "left", "full", "semi", "anti"]
each_how = pytest.mark.parametrize("how", HOWS)
rows = st.lists(st.tuples(st.integers(0, 3), st.integers()), max_size=6)


def key(row: Any) -> Any:
    return row[0]


@given(left=rows, right=rows)
def test_the_joins_of_sql_give_the_same_rows(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    left = [(k, n) for n, (k, _) in enumerate(left)]
    right = [(k, n) for n, (k, _) in enumerate(right)]
    tables = sqlite3.connect(":memory:")
    for name, table in (("l", left), ("r", right)):
        tables.execute(f"create table {name} (k, n)")
        tables.executemany(f"insert into {name} values (?, ?)", table)
    for how in ("inner", "left"):
        query = f"select l.k, l.n, r.k, r.n from l {how} join r on l.k = r.k order by l.n, r.n"
        known = [
            ((k, n), None if other == (None, None) else other)
            for k, n, *pair in tables.execute(query)
            for other in [tuple(pair)]
        ]
        assert Stream(left).join(right, key, how=how).to_list() == known  # type: ignore[call-overload]
    tables.close()


@given(left=rows, right=rows)
def test_the_joins_are_made_of_one_another(left: list[Any], right: list[Any]) -> None:
    joined = {how: Stream(left).join(right, key, how=how).to_list() for how in HOWS}  # type: ignore[call-overload]
    assert joined["inner"] == [pair for pair in joined["left"] if pair[1] is not None]
    assert joined["left"] == [pair for pair in joined["full"] if pair[0] is not None]
    unmatched = Stream(right).join(left, key, how="anti").to_list()
    assert [pair[1] for pair in joined["full"] if pair[0] is None] == unmatched
    assert sorted(joined["semi"] + joined["anti"]) == sorted(left)
    assert joined["anti"] == [item for item, other in joined["left"] if other is None]


def test_duplicate_keys_on_both_sides_give_all_pairs_in_order() -> None:
    pairs = Stream(["a1", "b1", "a2"]).join(["a3", "a4"], key).to_list()
    assert pairs == [("a1", "a3"), ("a1", "a4"), ("a2", "a3"), ("a2", "a4")]


def test_what_had_no_partner_comes_in_the_order_of_its_own_stream() -> None:
    others = ["x1", "y1", "x2", "a1", "y2"]
    last = Stream("a").join(others, key, how="full").drop(1).map(lambda pair: pair[1]).to_list()
    assert last == ["x1", "y1", "x2", "y2"]


def test_none_is_a_key_like_any_other() -> None:
    assert Stream([None, 1]).join([None, 2], lambda k: k).to_list() == [(None, None)]
    assert Stream([None]).join([None], lambda k: k, how="anti").to_list() == []
    assert Stream([None]).join([None], lambda k: k, how="full").to_list() == [(None, None)]


def test_an_item_that_is_none_is_told_from_one_that_is_missing_by_its_place() -> None:
    assert Stream([None]).join([], str, how="left").to_list() == [(None, None)]
    assert Stream([]).join([None], str, how="full").to_list() == [(None, None)]


def test_a_nan_is_found_where_it_is_the_same_object() -> None:
    nan = math.nan
    for how, found, lost in (
        ("inner", [(nan, nan)], []),
        ("semi", [nan], []),
        ("full", [(nan, nan)], [(nan, None), (None, ...)]),
    ):
        same = Stream([nan]).join([nan], lambda k: k, how=how).to_list()  # type: ignore[call-overload]
        assert repr(same) == repr(found)
        other = Stream([nan]).join([float("nan")], lambda k: k, how=how).to_list()  # type: ignore[call-overload]
        assert len(other) == len(lost)


@each_how
@pytest.mark.parametrize("bad", [[], {}, {1}, ([],)], ids=repr)
def test_a_key_that_cannot_be_hashed_is_an_error_at_its_item(how: How, bad: Any) -> None:
    keys = Stream([1, bad, 1])
    outputs, error = pulled(keys.join([1], lambda k: k, how=how))  # type: ignore[call-overload]
    assert type(error) is TypeError
    assert str(error).startswith("unhashable type")
    assert outputs == ([] if how == "anti" else [1] if how == "semi" else [(1, 1)])
    outputs, error = pulled(Stream([1, 1]).join(keys, lambda k: k, how=how))  # type: ignore[call-overload]
    assert (outputs, type(error)) == ([], TypeError)
    outputs, error = pulled(keys.drop(1).join([], lambda k: k, how=how))  # type: ignore[call-overload]
    assert (outputs, type(error)) == ([], TypeError)
    with pytest.raises(TypeError, match="^unhashable type"):
        keys.into(op.join([1], lambda k: k, how=how).push([].append))  # type: ignore[call-overload]


class Watched:
    """Items that tell how many passes over them are open, and how many there were."""

    def __init__(self, items: list[Any]) -> None:
        self.items = items
        self.opened = self.closed = 0

    def __iter__(self) -> Iterator[Any]:
        self.opened += 1
        try:
            yield from self.items
        finally:
            self.closed += 1


@each_how
def test_the_other_side_is_read_to_its_end_at_the_first_pull_and_closed(how: How) -> None:
    other = Watched([1, 2])
    pulled_items: list[int] = []
    joined = Stream([1, 3]).tap(pulled_items.append).join(other, abs, how=how)  # type: ignore[call-overload]
    items = iter(joined)
    assert (other.opened, pulled_items) == (0, [])
    next(items)
    assert (other.opened, other.closed) == (1, 1)
    list(items)
    assert other.opened == 1
    assert joined.to_list() == joined.to_list()
    assert (other.opened, other.closed) == (3, 3)


@each_how
def test_the_other_side_is_read_even_if_the_stream_is_empty(how: How) -> None:
    other = Watched([1])
    known = [(None, 1)] if how == "full" else []
    assert Stream([]).join(other, abs, how=how).to_list() == known  # type: ignore[call-overload]
    outputs: list[Any] = []
    Stream([]).into(op.join(other, abs, how=how).push(outputs.append))  # type: ignore[call-overload]
    assert outputs == known
    assert (other.opened, other.closed) == (2, 2)


def bad_at(n: int, error: type[Exception]) -> Any:
    def f(k: int) -> int:
        if k == n:
            raise error
        return k

    return f


@each_how
def test_an_error_of_the_key_of_the_other_side_comes_before_any_item(how: How) -> None:
    other, items = Watched([1, 2, 3]), Watched([1])
    joined = Stream(items).join(other, abs, bad_at(2, LookupError), how=how)  # type: ignore[call-overload]
    try:
        joined.to_list()
    except LookupError:
        assert (other.opened, other.closed) == (1, 1)
        assert items.opened == 0
    else:
        pytest.fail("the error was lost")


@each_how
def test_a_stop_iteration_of_the_key_of_the_other_side_ends_the_stream(how: How) -> None:
    stops = bad_at(2, StopIteration)
    assert Stream([1]).join([1, 2], abs, stops, how=how).to_list() == []  # type: ignore[call-overload]
    for items in ([1], []):
        outputs: list[Any] = []
        Stream(items).into(op.join([1, 2], abs, stops, how=how).push(outputs.append))  # type: ignore[call-overload]
        assert outputs == []


@each_how
def test_an_error_below_a_pushed_join_loses_nothing_after_it(how: How) -> None:
    known = Stream([1, 2, 4]).join([1, 1, 2, 3], abs, how=how).to_list()  # type: ignore[call-overload]
    for failing in range(len(known)):
        seen: list[Any] = []

        def fails(item: Any, seen: list[Any] = seen, failing: int = failing) -> Any:
            seen.append(item)
            if len(seen) == failing + 1:
                raise LookupError
            return item

        outputs: list[Any] = []
        pipeline = op.join([1, 1, 2, 3], abs, how=how) | op.map(fails)  # type: ignore[call-overload]
        sink = pipeline.push(outputs.append)
        errors = 0
        for n in (1, 2, 4):
            try:
                sink.send(n)
            except LookupError:
                errors += 1
        if errors:
            sink.close()
            assert outputs == known[:failing] + known[failing + 1 :]


@each_how
def test_an_endless_other_is_refused_when_join_is_called(how: How) -> None:
    message = "^other must end, for a join holds all its items$"
    with pytest.raises(InfiniteStreamError, match=message):
        Stream([1]).join(Stream.count_from(), abs, how=how)  # type: ignore[call-overload]
    with pytest.raises(InfiniteStreamError, match=message):
        op.join(Stream.count_from(), abs, how=how)  # type: ignore[call-overload]


@pytest.mark.parametrize("how", ["outer", "LEFT", "", ["left"], None])
def test_a_word_for_how_that_is_none_is_refused_with_all_that_are(how: Any) -> None:
    with pytest.raises(
        ValueError, match="^how must be 'inner', 'left', 'full', 'semi' or 'anti', got "
    ):
        Stream([1]).join([1], abs, how=how)


def bounds_of_join(items: Any, other: Any, how: How) -> Any:
    return bounds_of(Stream(items).join(other, abs, how=how))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("how", "bounds"),
    [("inner", (0, 6)), ("left", (3, 6)), ("full", (3, 6)), ("semi", (0, 3)), ("anti", (0, 3))],
)
def test_how_many_pairs_may_come_is_known(how: How, bounds: Any) -> None:
    assert bounds_of_join([1, 2, 3], [1, 2], how) == bounds
    assert bounds_of_join(iter([1]), [1, 2], how)[1] is None


@pytest.mark.parametrize(
    ("how", "bounds"),
    [("inner", (0, 0)), ("left", (3, 3)), ("full", (3, 3)), ("semi", (0, 0)), ("anti", (3, 3))],
)
def test_beside_nothing_how_many_come_is_known(how: How, bounds: Any) -> None:
    assert bounds_of_join([1, 2, 3], [], how) == bounds
    assert bounds_of_join([], [], how) == (0, 0)


@each_how
def test_what_joins_an_endless_stream_is_known_to_have_no_end(how: How) -> None:
    for other in ([], [1], iter([1])):
        assert bounds_of_join(Stream.count_from(), other, how)[1] == math.inf


@given(items=st.lists(st.integers(0, 2), max_size=4), other=st.lists(st.integers(0, 2), max_size=4))
def test_as_many_pairs_come_as_the_bounds_say(items: list[int], other: list[int]) -> None:
    for how in HOWS:
        low, high = bounds_of_join(items, other, how)
        count = Stream(items).join(other, abs, how=how).count()  # type: ignore[call-overload]
        assert low <= count
        assert high is None or count <= high
        low, high = bounds_of_join(items, iter(other), how)
        assert low <= count
        assert high is None or count <= high
