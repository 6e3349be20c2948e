"""What is the own of operations on several streams, and of a stream that is read side by side."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING, Any

import more_itertools
import pytest
import test_laws
import test_push_laws
from hypothesis import given
from hypothesis import strategies as st
from strategies import flags, keys, line, numbers, some_operands, without_address
from test_laws import WIDE, alike, pulled

from rillet import DeepStreamError, Stream, StreamConsumedError, op
from rillet.operations.operation import GENERATOR
from rillet.plan import DEEPEST, bounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from strategies import Plan

some = st.lists(numbers, max_size=5)
several = st.lists(some, max_size=4)


@given(items=some, others=several)
def test_interleave_gives_whole_rounds_as_that_of_more_itertools(
    items: list[int], others: list[list[int]]
) -> None:
    whole = list(more_itertools.interleave(items, *others))
    assert Stream(items).interleave(*others).to_list() == whole
    assert len(whole) % (len(others) + 1) == 0


def test_what_was_pulled_for_a_round_that_is_not_whole_is_lost() -> None:
    first, second = iter("abc"), iter([1, 2, 3])
    assert Stream(first).interleave(second, "x").to_list() == ["a", 1, "x"]
    assert (list(first), list(second)) == (["c"], [3])


@given(items=some, others=several)
def test_roundrobin_gives_what_that_of_more_itertools_gives(
    items: list[int], others: list[list[int]]
) -> None:
    known = list(more_itertools.roundrobin(items, *others))
    assert Stream(items).roundrobin(*others).to_list() == known


def test_roundrobin_pulls_from_nobody_before_its_turn() -> None:
    seen: list[str] = []
    turns = iter(Stream("ab").tap(seen.append).roundrobin(Stream("xy").tap(seen.append)))
    for given_out in ("a", "x", "b", "y"):
        assert next(turns) == given_out == seen[-1]


def test_roundrobin_of_very_many_that_end_at_once_is_no_deeper() -> None:
    nobody: list[list[int]] = [[]] * 20_000
    assert Stream([1]).roundrobin(*nobody[:2000], [2]).to_list() == [1, 2]
    assert Stream(nobody[0]).roundrobin(*nobody[:2000]).to_list() == []


@given(parts=st.lists(some, min_size=1, max_size=6), reverse=flags)
def test_merge_sorted_is_to_sort_the_chain_and_is_as_stable(
    parts: list[list[int]], reverse: bool
) -> None:
    named = [
        [(n, place) for n in sorted(part, reverse=reverse)] for place, part in enumerate(parts)
    ]
    first, *others = named
    merged = Stream(first).merge_sorted(*others, key=lambda pair: pair[0], reverse=reverse)
    chained = Stream(first).chain(*others)
    known = chained.sorted(key=lambda pair: pair[0], reverse=reverse).to_list()
    assert merged.to_list() == known
    assert known == list(heapq.merge(*named, key=lambda pair: pair[0], reverse=reverse))


@pytest.mark.parametrize("others", [1, 2, 5])
def test_merge_sorted_compares_by_less_than_alone(others: int) -> None:
    class Less:
        def __init__(self, n: int) -> None:
            self.n = n

        def __lt__(self, other: Less) -> bool:
            return self.n < other.n

        __eq__ = __gt__ = __le__ = None  # type: ignore[assignment]  # nobody may ask
        __hash__ = None  # type: ignore[assignment]

    items = [Less(1), Less(2)]
    for key in (None, lambda item: item):
        merged = Stream(items).merge_sorted(*[items] * others, key=key)
        assert [item.n for item in merged] == [1] * (others + 1) + [2] * (others + 1)
        sink = op.merge_sorted(*[items] * others, key=key).push([].append)
        Stream(items).into(sink)


@pytest.mark.parametrize("others", [0, 1, 2, 3])
def test_merge_sorted_calls_its_key_once_for_each_item(others: int) -> None:
    calls: list[int] = []

    def key(n: int) -> int:
        calls.append(n)
        return n

    merged = Stream([1, 2, 3]).merge_sorted(*[[1, 5]] * others, key=key)
    assert merged.count() == len(calls) == 3 + 2 * others


@pytest.mark.parametrize("others", [1, 2])
def test_merge_sorted_reads_one_ahead_of_each(others: int) -> None:
    seen: list[int] = []
    part = Stream([1, 3, 5]).tap(seen.append)
    merged = iter(part.merge_sorted(*[part] * others))
    assert next(merged) == 1
    assert seen == [1] * (others + 1)
    assert next(merged) == 1
    assert seen == [1] * (others + 1) + [3]


BY_KEY = line("merge_sorted", key=keys, reverse=flags, rest=some_operands)
"""Its key is called for the others too, so the laws of functions of the items do not fit it."""


@pytest.mark.parametrize("law", test_laws.LAWS + test_push_laws.LAWS, ids=lambda law: law.__name__)
@WIDE
@given(plan=BY_KEY.plans)
def test_merge_sorted_by_a_key_with_others_keeps_the_laws(
    law: Callable[[Plan], None], plan: Plan
) -> None:
    law(plan)


def stops_at(n: int) -> Callable[[int], int]:
    def key(item: int) -> int:
        if item == n:
            raise StopIteration
        return item

    return key


@pytest.mark.parametrize("others", [[[2, 9, 10]], [[2, 9], [3, 10]], [[9, 10], [2], [3]]])
@pytest.mark.parametrize("n", range(1, 11))
def test_a_stop_iteration_of_the_key_ends_the_merge_however_it_is_driven(
    others: list[list[int]], n: int
) -> None:
    outputs: list[int] = []
    Stream([1, 4, 8]).into(op.merge_sorted(*others, key=stops_at(n)).push(outputs.append))
    assert Stream([1, 4, 8]).merge_sorted(*others, key=stops_at(n)).to_list() == outputs
    assert outputs == [item for item in [1, 2, 3, 4, 8, 9, 10] if item in outputs]
    assert n not in outputs


class Unready:
    """It has no iterator, and says so as an iterator says that it has ended."""

    def __iter__(self) -> Iterator[int]:
        raise StopIteration


@pytest.mark.parametrize(
    "call",
    [
        lambda on, other: on.zip(other),
        lambda on, other: on.zip(other, strict=True),
        lambda on, other: on.zip_longest(other),
        lambda on, other: on.map(max, other),
        lambda on, other: on.compress(other),
        lambda on, other: on.interleave(other),
        lambda on, other: on.roundrobin([1], other, [2]),
    ],
)
def test_what_cannot_be_opened_is_not_left_out(call: Any) -> None:
    with pytest.raises(StopIteration):
        call(Stream([1, 2]), Unready()).to_list()
    with pytest.raises(StopIteration):
        call(op, Unready()).push(print)


@pytest.mark.parametrize("key", [None, abs])
def test_an_error_of_what_merges_arrives_at_its_item(key: Any) -> None:
    for others in ([[2, "x"]], [[2, "x"], [9]]):
        outputs, error = pulled(Stream([1, 3, 4]).merge_sorted(*others, key=key))
        assert type(error) is TypeError
        assert outputs == [1, 2]


def test_a_merge_of_many_is_refused_where_it_would_be_too_deep() -> None:
    deep = Stream([1])
    for _ in range(990):
        deep = deep.map(abs)
    with pytest.raises(DeepStreamError):
        deep.merge_sorted(*[[1]] * 100)


LEAVING: dict[str, tuple[Any, list[Any]]] = {
    "interleave": (op.interleave("xyz", [7, 8, 9]), [1, "x", 7, 2, "y", 8, 3, "z", 9]),
    "roundrobin": (op.roundrobin("x", [7, 8]), [1, "x", 7, 2, 8, 3]),
    "merge_sorted": (op.merge_sorted([0, 2], [2, 5]), [0, 1, 2, 2, 2, 3, 5]),
    "merge_sorted, key": (op.merge_sorted([0, 2], [2, 5], key=abs), [0, 1, 2, 2, 2, 3, 5]),
}


@pytest.mark.parametrize(("pipeline", "known"), LEAVING.values(), ids=LEAVING)
def test_an_error_below_a_pushed_merge_loses_nothing_after_it(
    pipeline: Any, known: list[Any]
) -> None:
    for failing in range(len(known)):
        turns = itertools.count()

        def fails(item: Any, turns: Iterator[int] = turns, failing: int = failing) -> Any:
            if next(turns) == failing:
                raise LookupError
            return item

        outputs: list[Any] = []
        sink = (pipeline | op.map(fails)).push(outputs.append)
        errors = 0
        for n in (1, 2, 3):
            try:
                sink.send(n)
            except LookupError:
                errors += 1
        try:
            sink.close()
        except LookupError:
            continue  # at the end a sink has no more turns
        assert errors == 1
        assert alike(outputs, known[:failing] + known[failing + 1 :])


@pytest.mark.parametrize(
    ("stream", "bounds"),
    [
        (Stream("abc").interleave("ab", "abcd"), (6, 6)),
        (Stream("abc").interleave(), (3, 3)),
        (Stream("abc").filter().interleave("ab"), (0, 4)),
        (Stream(iter("abc")).interleave("ab"), (0, 4)),
        (Stream(iter("abc")).interleave(iter("ab")), (0, None)),
        (Stream("abc").roundrobin("ab", "abcd"), (9, 9)),
        (Stream("abc").roundrobin(iter("ab")), (3, None)),
        (Stream([1]).merge_sorted([2], [3, 4]), (4, 4)),
    ],
    ids=without_address,
)
def test_how_many_items_come_of_several_streams_is_known(stream: Stream[Any], bounds: Any) -> None:
    assert bounds_of(stream) == bounds


EXACT = {
    **dict.fromkeys(("zip", "zip_longest", "chain", "prepend", "append"), True),
    **dict.fromkeys(("interleave", "roundrobin", "product", "permutations"), True),
    **dict.fromkeys(("combinations", "combinations_with_replacement", "powerset"), True),
    "merge_sorted": False,  # it compares
    "join": False,  # it calls a key
}


def test_what_calls_nothing_and_refuses_nothing_is_exact() -> None:
    stream = Stream("ab")
    made = [
        *(stream.zip("a"), stream.zip_longest("a"), stream.chain("a"), stream.prepend("a")),
        *(stream.append("a"), stream.interleave("a"), stream.roundrobin("a"), stream.product("a")),
        *(stream.permutations(2), stream.combinations(2), stream.combinations_with_replacement(2)),
        *(stream.powerset(), stream.merge_sorted("a"), stream.join("a", str)),
    ]
    facts = {each._operations[0][0].name: each._operations[0][0].exact for each in made}
    assert facts == EXACT
    assert not stream.zip("a", strict=True)._operations[0][0].exact


@given(lengths=st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_pushed_a_strict_zip_says_what_the_builtin_says(lengths: list[int]) -> None:
    items, *others = (list(range(length)) for length in lengths)
    says = [""] * 3
    for place, run in enumerate(
        (
            lambda: list(zip(items, *others, strict=True)),
            lambda: Stream(items).zip(*others, strict=True).to_list(),
            lambda: Stream(items).into(op.zip(*others, strict=True).push([].append)),
        )
    ):
        try:
            run()
        except ValueError as error:
            says[place] = str(error)
    assert says == [says[0]] * 3


def test_tee_of_what_can_be_read_again_is_the_same_stream_and_holds_nothing() -> None:
    stream = Stream(range(10**9))
    one, other = stream.tee()
    assert one is other is stream


def test_tee_of_a_one_shot_stream_gives_every_part_all_items_once() -> None:
    stream = Stream(iter("abc")).map(str.upper)
    parts = stream.tee(3)
    assert [part.to_list() for part in parts] == [["A", "B", "C"]] * 3
    for used in (stream, *parts):
        with pytest.raises(StreamConsumedError):
            used.to_list()


def test_tee_pulls_nothing_and_each_item_once() -> None:
    seen: list[int] = []
    one, other = Stream(iter([1, 2, 3])).tap(seen.append).tee()
    assert seen == []
    assert one.zip(other).to_list() == [(1, 1), (2, 2), (3, 3)]
    assert seen == [1, 2, 3]


def test_tee_of_a_re_iterable_stream_with_a_one_shot_argument_is_one_shot() -> None:
    pairs, again = Stream([1, 2]).zip(iter("ab")).tee()
    assert pairs is not again
    assert pairs.to_list() == again.to_list() == [(1, "a"), (2, "b")]


def test_tee_gives_as_many_as_are_asked_for() -> None:
    assert Stream("ab").tee(0) == ()
    assert len(Stream("ab").tee(1)) == len(Stream(iter("ab")).tee(1)) == 1
    with pytest.raises(ValueError, match="^n must be at least 0, got -1$"):
        Stream("ab").tee(-1)


def test_tee_is_not_an_operation_without_a_source() -> None:
    assert not hasattr(op, "tee")


@given(parts=st.lists(st.lists(numbers, max_size=3), max_size=3), items=st.lists(numbers))
def test_to_append_and_prepend_in_parts_is_to_do_it_at_once(
    parts: list[list[int]], items: list[int]
) -> None:
    after = before = Stream(items)
    for part in parts:
        after, before = after.append(*part), before.prepend(*part)
    assert after.to_list() == [*items, *itertools.chain(*parts)]
    assert before.to_list() == [*itertools.chain(*parts[::-1]), *items]


def deep(n: int) -> Stream[int]:
    stream = Stream([1])
    for _ in range(n):
        stream = stream.map(abs)
    return stream


@given(depths=st.tuples(*[st.integers(0, 40)] * 3))
def test_a_chain_of_chains_is_no_deeper_than_the_chain_of_their_parts(depths: Any) -> None:
    one, two, three = map(deep, depths)
    assert one.chain(two.chain(three))._depth == one.chain(two, three)._depth
    assert one.chain(two).chain(three)._depth == one.chain(two, three)._depth


@pytest.mark.parametrize(
    "lay",
    [lambda s: s.chain([1]), lambda s: Stream([1]).chain(s), lambda s: s.merge_sorted([1])],
)
def test_what_is_too_deep_says_how_deep_it_would_be(
    lay: Callable[[Stream[int]], Stream[int]],
) -> None:
    room = DEEPEST - (lay(deep(500))._depth - 500)
    assert lay(deep(room)).to_list() == [1, 1]
    with pytest.raises(DeepStreamError, match=f"this one nests {DEEPEST + 1};"):
        lay(deep(room + 1))


@pytest.mark.parametrize("others", [1, 2, 5])
def test_a_merge_by_a_key_is_deeper_by_a_generator(others: int) -> None:
    with_key = Stream([1]).merge_sorted(*[[1]] * others, key=abs)
    without = Stream([1]).merge_sorted(*[[1]] * others)
    assert with_key._depth - without._depth == GENERATOR
