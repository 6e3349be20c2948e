"""What is the own of the operations on items that stand beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from strategies import sizes
from test_laws import ANY_ITEMS, agree, alike

from rillet import Stream, op
from rillet.plan import bounds_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def turned(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    return pair[1], pair[0]


@given(items=ANY_ITEMS)
def test_pairs_are_what_has_both_neighbours(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.lag().drop(1), s.pairwise())
    agree(s.lead()[:-1], s.pairwise())


@given(items=ANY_ITEMS)
def test_to_lead_is_to_lag_from_behind(items: list[Any]) -> None:
    s = Stream(items)
    agree(s.lead(0), s.reversed().lag(0).map(turned).reversed())


@given(items=ANY_ITEMS)
def test_only_the_first_item_is_first_and_only_the_last_is_last(items: list[Any]) -> None:
    marked = Stream(items).mark_ends().to_list()
    assert alike([item for _, _, item in marked], items)
    assert [place for place, (is_first, _, _) in enumerate(marked) if is_first] == [0][: len(items)]
    assert [place for place, (_, is_last, _) in enumerate(marked) if is_last] == (
        [len(items) - 1] if items else []
    )


@given(items=ANY_ITEMS)
def test_marks_turn_round_with_the_stream(items: list[Any]) -> None:
    s = Stream(items)
    turned_round = s.reversed().mark_ends().reversed()
    agree(s.mark_ends(), turned_round.starmap(lambda first, last, item: (last, first, item)))


def test_the_only_item_is_first_and_last() -> None:
    assert Stream("a").mark_ends().to_list() == [(True, True, "a")]
    assert Stream("").mark_ends().to_list() == []


def test_what_reads_ahead_reads_one_item() -> None:
    seen: list[int] = []
    for stream in (Stream(range(9)).tap(seen.append).lead(), Stream(range(9)).tap(seen.append)):
        marked = iter(stream.mark_ends())
        next(marked)
        seen.clear()
        next(marked)
        assert len(seen) == 1


def test_what_wants_no_more_is_not_given_the_item_that_is_held() -> None:
    for lookahead in (op.lead(), op.mark_ends()):
        given_out: list[Any] = []
        sink = (lookahead | op.take(1)).push(given_out.append)
        assert sink.send("a") is True
        assert sink.send("b") is False
        sink.close()
        assert len(given_out) == 1


@pytest.mark.parametrize("length", range(12))
@pytest.mark.parametrize("step", range(1, 6))
@given(size=sizes)
def test_the_number_of_windows_is_known(length: int, step: int, size: int) -> None:
    for partial in (False, True):
        windows = Stream(range(length)).windowed(size, step=step, partial=partial)
        number = len(windows.to_list())
        assert bounds_of(windows) == (number, number)


def test_a_strict_batched_may_refuse_so_its_number_is_not_sure() -> None:
    (batched, _), (strict, _) = (op.batched(2) | op.batched(2, strict=True))._operations
    assert (batched.exact, strict.exact) == (True, False)


@pytest.mark.parametrize("n", [2, 1000, 2**16])
def test_a_stop_iteration_of_a_function_ends_the_batches_for_good(n: int) -> None:
    def until_two(n: int) -> int:
        if n == 2:
            raise StopIteration
        return n

    assert Stream([1, 2, 3, 4]).map(until_two).batched(n).to_list() == [(1,)]


@pytest.mark.parametrize("n", [999, 1000, 1001, 2**16])
def test_large_batches_are_as_large_as_they_should_be(n: int) -> None:
    batches = Stream(range(2 * n + 1)).batched(n).to_list()
    assert [len(batch) for batch in batches] == [n, n, 1]
    assert Stream(batches).flatten().to_list() == [*range(2 * n + 1)]


class Resuming:
    """A source that would go on after its end, if it were asked."""

    def __init__(self, *parts: list[int]) -> None:
        self._parts = [*map(iter, parts)]

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        try:
            return next(self._parts[0])
        except StopIteration:
            del self._parts[0]
            raise


@pytest.mark.parametrize("n", range(2, 7))
def test_no_batch_goes_on_over_the_end_of_its_source(n: int) -> None:
    whole = [*range(n), n]
    batches = Stream(Resuming(whole, [*range(9)])).batched(n).take(2)
    assert batches.to_list() == [tuple(range(n)), (n,)]
