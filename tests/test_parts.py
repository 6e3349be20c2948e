"""What is the own of operations on the parts of items."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import Pipeline, Stream, op

pairs = st.lists(st.tuples(st.integers(), st.text(max_size=3)))
keys = st.lists(st.sampled_from([0, 1, -1, -2]), min_size=1, max_size=4)


@given(items=pairs, keys=keys)
def test_to_pluck_is_to_map_an_itemgetter(items: Any, keys: list[int]) -> None:
    plucked = Stream(items).pluck(*keys)
    assert plucked.to_list() == Stream(items).map(itemgetter(*keys)).to_list()


def test_attributes_are_those_that_an_attrgetter_gets() -> None:
    items = [range(3), range(4, 9, 2)]
    for names in (["stop"], ["step", "start"], ["stop.real.imag", "__class__.__name__"]):
        assert Stream(items).attr(*names).to_list() == [*map(attrgetter(*names), items)]


@pytest.mark.parametrize("call", [lambda s: s.pluck(), lambda s: s.attr()])
@pytest.mark.parametrize("on", [Stream([1]), op])
def test_a_part_must_be_named(call: Callable[[Any], Any], on: Any) -> None:
    with pytest.raises(TypeError, match=r"^(keys|names) must be at least one, got none$"):
        call(on)


@given(items=pairs)
def test_to_swap_twice_changes_nothing(items: Any) -> None:
    assert Stream(items).swap().swap().to_list() == items
    assert Stream(items).swap().to_list() == Stream(items).pluck(1, 0).to_list()


@given(items=pairs)
def test_the_keys_are_the_values_of_what_is_swapped(items: Any) -> None:
    by_swap = Stream(items).swap().map_values(str).swap()
    assert Stream(items).map_keys(str).to_list() == by_swap.to_list()


@given(items=st.dictionaries(st.integers(), st.integers()))
def test_mapped_values_stay_under_their_keys(items: dict[int, int]) -> None:
    negated = Stream(items.items()).map_values(int.__neg__).to_dict()
    assert negated == {key: -value for key, value in items.items()}


ON_PAIRS = {
    "map_keys": op.map_keys(id),
    "map_values": op.map_values(id),
    "swap": op.swap(),
}


@pytest.mark.parametrize("item", [1, (), (1,), (1, 2, 3), "abc", None, {1}])
@pytest.mark.parametrize("pipeline", ON_PAIRS.values(), ids=ON_PAIRS)
def test_an_item_that_is_no_pair_is_refused_as_by_plain_unpacking(
    pipeline: Pipeline[Any, Any], item: Any
) -> None:
    with pytest.raises((TypeError, ValueError)) as plain:
        _, _ = item
    seen: list[Any] = []
    sink = pipeline.push(seen.append)
    for run in (
        lambda: Stream([(0, 0), item]).pipe(pipeline).for_each(seen.append),
        lambda: Stream([(0, 0), item]).into(sink),
    ):
        seen.clear()
        with pytest.raises(plain.type) as raised:
            run()
        assert str(raised.value) == str(plain.value)
        assert len(seen) == 1


@pytest.mark.parametrize("pipeline", ON_PAIRS.values(), ids=ON_PAIRS)
def test_whatever_unpacks_into_two_is_a_pair(pipeline: Pipeline[Any, Any]) -> None:
    for item in ("ab", [1, 2], {1: 2, 3: 4}, iter((1, 2))):
        (made,) = pipeline([item])
        assert type(made) is tuple
        assert len(made) == 2


@pytest.mark.parametrize("pipeline", [op.pluck("a"), op.pluck("a", "b")], ids=str)
def test_after_an_item_without_the_key_the_next_one_follows(pipeline: Any) -> None:
    rows = [{"a": 1, "b": 2}, {}, {"a": 3, "b": 4}]
    items = pipeline(rows)
    first = next(items)
    with pytest.raises(KeyError):
        next(items)
    assert [first, *items] == [*pipeline(rows[::2])]


class Ending:
    """An item whose parts end the stream."""

    def __getitem__(self, key: object) -> Any:
        raise StopIteration

    part = property(lambda self: self[0])


@pytest.mark.parametrize("pipeline", [op.pluck("part"), op.attr("part")], ids=str)
def test_a_stop_iteration_of_an_item_ends_the_stream_pulled_and_pushed(pipeline: Any) -> None:
    seen: list[Any] = []
    assert [*pipeline([Ending()])] == []
    assert not pipeline.push(seen.append).send(Ending())
    assert seen == []
