"""The laws of the peepholes: what is laid in the place of several operations does what they do.

Fused is compared with pulled over chains that have the operations of one rule beside each other,
over a source that writes a log of what is pulled, and raises anywhere. The rules that look at a
function are also held by test_fuse_laws.py, whose chains are of any kind.
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from functools import partial
from itertools import count
from operator import itemgetter, neg
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import Stream
from rillet.engines.fusing.passes import laid_of
from rillet.engines.fusing.peepholes import Held, Same, origins, rewritten, simplified
from rillet.engines.fusing.selecting import FEWEST, Selected
from rillet.operations.select import Drop, DropLast, Tail, Take
from rillet.operations.slicing import Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Log = list[Any]
    Chain = Callable[[Stream[Any]], Stream[Any]]


NONE: Stream[Any] = Stream([])


class Trouble(Exception):
    pass


class Pulled:
    """A source that writes down what is pulled of it, and raises at a place."""

    def __init__(
        self, items: list[Any], log: Log, fails: int | None, error: type[Exception]
    ) -> None:
        self.items, self.log, self.fails, self.error = items, log, fails, error

    def __iter__(self) -> Iterator[Any]:
        self.log.append("opened")
        return PullingOn(self)


class PullingOn:
    """It goes on after an error, and after the end: whoever asks more often than needed is seen."""

    def __init__(self, of: Pulled) -> None:
        self.of = of
        self.place = -1

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.place += 1
        self.of.log.append(("pulled", self.place))
        if self.place == self.of.fails:
            raise self.of.error("of the source")
        if self.place >= len(self.of.items):
            raise StopIteration
        return self.of.items[self.place]


def read(stream: Stream[Any], log: Log, goes_on: bool) -> None:
    """Read a pass item by item; after an error go on where plans.md says that there is more."""
    items = iter(stream)
    log.append("laid")
    while True:
        try:
            item = next(items)
        except StopIteration:
            log.append("end")
            return
        except Exception as error:
            log.append(("raised", type(error), str(error)))
            if not goes_on:
                return
        else:
            log.append(("out", type(item), item if item == item else "nan"))


def logs(
    chain: Chain, items: list[Any], fails: int | None, error: type[Exception]
) -> tuple[Log, Log]:
    """What is done when it is pulled, and when it is fused: two passes, and one to a list."""
    both: tuple[Log, Log] = ([], [])
    for log, fused in zip(both, (False, True)):
        stream = chain(Stream(Pulled(items, log, fails, error)))
        goes_on = all(operation.survives for operation, _ in stream._operations)
        stream = stream.fuse() if fused else stream
        read(stream, log, goes_on)
        try:
            log.append(stream.to_list())
        except Exception as raised:
            log.append((type(raised), str(raised)))
        read(stream, log, goes_on)
    return both


def pushed(chain: Chain, items: list[Any]) -> Log:
    """What the operations as they are laid do to items that are pushed into them."""
    from rillet.pipeline import Pipeline

    log: Log = []
    operations = simplified(chain(Stream([]))._operations)
    sink = Pipeline(operations).push(log.append)
    for item in items:
        if sink.done:
            break
        sink.send(item)
    sink.close()
    return log


def assert_same(
    chain: Chain,
    items: list[Any],
    fails: int | None = None,
    error: type[Exception] = Trouble,
) -> None:
    pulled, fused = logs(chain, items, fails, error)
    assert fused == pulled
    if fails is None:
        assert pushed(chain, items) == chain(Stream(items)).to_list()


def laid(stream: Stream[Any]) -> list[Any]:
    """The operations as they are laid, of which no function is a loop's."""
    return [operation for operation, _ in simplified(stream._operations)]


places = st.none() | st.integers(0, 14)
errors = st.sampled_from([Trouble, StopIteration])
few = st.integers(0, 12).map(lambda n: list(range(n)))
counts = st.integers(0, 8)
bounds = st.none() | counts
steps = st.integers(1, 4)
slices = st.one_of(
    counts.map(lambda n: ("take", n)),
    counts.map(lambda n: ("drop", n)),
    st.builds(slice, bounds, bounds, steps).map(lambda part: ("__getitem__", part)),
)
around = st.sampled_from(["", "map", "filter", "filter_map", "tap"])


def is_not_three(x: Any) -> bool:
    return bool(x != 3)


def laid_with(before: str, chain: Chain, after: str) -> Chain:
    """The chain with another operation before it, and one after it."""

    def whole(s: Stream[Any]) -> Stream[Any]:
        return beside(chain(beside(s, before)), after)

    return whole


def beside(s: Stream[Any], name: str) -> Stream[Any]:
    f: Any = is_not_three if name == "filter" else lambda x: x or None
    return getattr(s, name)(f) if name else s  # type: ignore[no-any-return]


# Slices


@given(
    items=few,
    calls=st.lists(slices, min_size=2, max_size=4),
    fails=places,
    error=errors,
    before=around,
    after=around,
)
def test_slices_of_a_slice_are_one(
    items: list[int],
    calls: list[tuple[str, Any]],
    fails: int | None,
    error: type[Exception],
    before: str,
    after: str,
) -> None:
    def chain(s: Stream[Any]) -> Stream[Any]:
        for name, argument in calls:
            s = getattr(s, name)(argument)
        return s

    assert len(laid(chain(Stream([])))) == 1
    assert_same(laid_with(before, chain, after), items, fails, error)


@pytest.mark.parametrize(
    ("stream", "operation", "argument"),
    [
        (NONE.take(5).take(3), Take, 3),
        (NONE.take(3).take(5), Take, 3),
        (NONE.drop(2).drop(3), Drop, 5),
        (NONE.drop(2).take(3), Slice, (2, 5, 1)),
        (NONE.take(5).drop(2), Slice, (2, 5, 1)),
        (NONE.take(2).drop(5), Slice, (2, 2, 1)),
        (NONE.drop(2).take(0), Take, 0),
        (NONE[1:].take(4)[::2], Slice, (1, 5, 2)),
        (NONE[::2][::3], Slice, (0, None, 6)),
        (NONE.tail(3).tail(2), Tail, 2),
        (NONE.drop_last(3).drop_last(2), DropLast, 5),
        (NONE.drop(sys.maxsize - 1).drop(0), Drop, sys.maxsize - 1),
    ],
)
def test_two_that_are_one(stream: Any, operation: Any, argument: Any) -> None:
    assert simplified(stream._operations) == ((operation, argument),)


@pytest.mark.parametrize(
    "stream",
    [
        NONE.drop(sys.maxsize).drop(1),
        NONE.drop_last(sys.maxsize).drop_last(1),
        NONE[:: 2**40][:: 2**40],
        NONE[sys.maxsize :].take(1),
    ],
)
def test_what_itertools_cannot_count_is_left(stream: Any) -> None:
    assert simplified(stream._operations) == stream._operations


@given(
    items=few,
    n=counts,
    m=counts,
    fails=places,
    error=errors,
    name=st.sampled_from(["tail", "drop_last"]),
)
def test_what_is_taken_from_the_end_twice_is_so_once(
    items: list[int], n: int, m: int, fails: int | None, error: type[Exception], name: str
) -> None:
    def chain(s: Stream[Any]) -> Stream[Any]:
        return getattr(getattr(s, name)(n), name)(m)  # type: ignore[no-any-return]

    assert len(laid(chain(Stream([])))) == 1
    assert_same(chain, items, fails, error)
    assert_same(laid_with("tap", chain, "map"), items, fails, error)


# What changes nothing

IDLE: list[Chain] = [
    lambda s: s.map(lambda x: x),
    lambda s: s.map(lambda x, y=1: x),
    lambda s: s.filter(lambda x: True),
    lambda s: s.filter(lambda _: "yes"),
    lambda s: s.filterfalse(lambda x: None),
    lambda s: s.takewhile(lambda x: 1),
    lambda s: s.dropwhile(lambda x: 0),
]
BUSY: list[Chain] = [
    lambda s: s.map(lambda x: 1),
    lambda s: s.map(lambda x, y=1: y),
    lambda s: s.map(lambda: 1),  # type: ignore[misc]
    lambda s: s.map(lambda x, y: x),  # type: ignore[misc]
    lambda s: s.map(lambda x: -x),
    lambda s: s.map(eval("lambda x: x")),
    lambda s: s.map(partial(lambda y, x: x, 1)),
    lambda s: s.filter(lambda x: False),
    lambda s: s.filter(lambda: True),  # type: ignore[misc]
    lambda s: s.filter(lambda x: x),
    lambda s: s.filter(),
    lambda s: s.filterfalse(lambda x: True),
    lambda s: s.filterfalse(lambda x: ()),
    lambda s: s.takewhile(lambda x: False),
    lambda s: s.dropwhile(lambda x: True),
    lambda s: s.tap(lambda x: x),
    lambda s: s.tap(lambda x: None),
    lambda s: s.takewhile_inclusive(lambda x: ...),
]


@given(
    chain=st.sampled_from(IDLE), items=few, fails=places, error=errors, before=around, after=around
)
def test_what_changes_nothing_is_left_out(
    chain: Chain,
    items: list[int],
    fails: int | None,
    error: type[Exception],
    before: str,
    after: str,
) -> None:
    assert laid(chain(Stream([]))) == [Same]
    assert laid(chain(Stream([]).map(str))) == laid(Stream([]).map(str))
    assert_same(laid_with(before, chain, after), items, fails, error)


@given(chain=st.sampled_from(BUSY), items=few, fails=places, error=errors)
def test_what_changes_something_is_not(
    chain: Chain, items: list[int], fails: int | None, error: type[Exception]
) -> None:
    operations = chain(Stream([]))._operations
    assert simplified(operations) == operations
    assert_same(chain, items, fails, error)


def test_what_comes_after_it_reads_an_iterator_as_before() -> None:
    class Both(list[Any]):
        def __reversed__(self) -> Any:
            raise AssertionError

    stream = Stream(Both([1, 2])).filter(lambda x: True)
    assert stream.reversed().fuse().to_list() == [2, 1]
    assert stream.cycle(2).fuse().to_list() == [1, 2, 1, 2]
    assert laid(stream.map(lambda x: x)) == [Same]


def test_a_class_with_a_length_that_pulls_is_not_asked_for_it() -> None:
    class Counting:
        def __init__(self) -> None:
            self.left = iter("abc")

        def __iter__(self) -> Any:
            return self

        def __next__(self) -> str:
            return next(self.left)

        def __len__(self) -> int:
            return len([*self.left])

    assert list(Stream(Counting()).map(lambda x: x).fuse()) == ["a", "b", "c"]


# Orders


@given(
    items=few, n=counts, fails=places, error=errors, before=around, after=around, slow=st.booleans()
)
def test_what_is_reversed(
    items: list[int],
    n: int,
    fails: int | None,
    error: type[Exception],
    before: str,
    after: str,
    slow: bool,
) -> None:
    def start(s: Stream[Any]) -> Stream[Any]:
        return s.reversed().take(n)

    def twice(s: Stream[Any]) -> Stream[Any]:
        return s.reversed().reversed()

    for chain in (start, twice):
        assert_same(laid_with(before, chain, after), items, fails, error)


def test_the_first_of_a_chain_may_still_read_its_source_backwards() -> None:
    for stream in (Stream([1]).reversed().reversed(), Stream([1]).reversed().take(1)):
        assert simplified(stream._operations) == stream._operations
    assert laid(Stream([1]).enumerate().reversed().reversed())[1:] == [Held]
    assert Held.pull(None, [1, 2]).__next__() == 1


class Odd:
    """Something with an order of the user's own, which tells when it is asked."""

    def __init__(self, n: int, log: Log) -> None:
        self.n, self.log = n, log

    def __lt__(self, other: Any) -> bool:
        self.log.append((self.n, other.n))
        return self.n < int(other.n)


class Less(int):
    def __lt__(self, other: Any) -> bool:
        return int(self) > int(other)


COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "ints": st.integers(-50, 50),
    "great": st.integers(),
    "few": st.integers(0, 2),
    "truths": st.booleans(),
    "numbers": st.one_of(st.integers(-9, 9), st.sampled_from([0.5, -0.0, 0.0, float("inf"), True])),
    "floats": st.floats(allow_nan=False),
    "texts": st.text("ab", max_size=3),
    "bytes": st.binary(max_size=2),
    "tuples": st.tuples(st.integers(0, 2), st.integers(0, 2)),
    "sets": st.frozensets(st.integers(0, 3)),
}
STRANGE: list[Any] = [float("nan"), "a", None, Less(3), 1.5, frozenset({1}), (1, 2), b"x"]


@st.composite
def columns(draw: st.DrawFn, fewest: int) -> list[Any]:
    """Values, many of them, with some strange ones among them."""
    base = draw(st.lists(draw(st.sampled_from([*COLUMNS.values()])), min_size=1, max_size=60))
    n = fewest + draw(st.integers(0, 40))
    order = draw(st.sampled_from(["as it is", "mixed", "sorted"]))
    held = [base[k * (k + 3) // 2 % len(base)] for k in range(n)]
    if order == "mixed":
        draw(st.randoms(use_true_random=False)).shuffle(held)
    if order == "sorted":
        held.sort(key=repr)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        held[draw(st.integers(0, n - 1))] = draw(st.sampled_from(STRANGE))
    return held


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rillet.engines.fusing.selecting.FEWEST", 40)


def outcome(stream: Stream[Any]) -> Any:
    """The very objects that come out, or the error."""
    try:
        return [(type(each), id(each)) for each in stream]
    except Exception as error:
        return type(error), str(error)


PARTS: list[Chain] = [
    lambda s: s.take(3),
    lambda s: s.take(1),
    lambda s: s.take(2).take(5),
    lambda s: s.take(5).take(2).take(0),
    lambda s: s.drop(2).take(3),
    lambda s: s.drop(1).take(3).take(1),
    lambda s: s.tail(2),
    lambda s: s.tail(3).take(2),
    lambda s: s.tail(0),
    lambda s: s[1:4:2],
    lambda s: s[4:2],
    lambda s: s[1:],
    lambda s: s[:2],
    lambda s: s.take(3)[1:][:1],
    lambda s: s.reversed().take(2),
]


@given(held=columns(40), part=st.sampled_from(PARTS), reverse=st.booleans())
def test_part_of_what_is_sorted_is_the_very_same(
    held: list[Any],
    part: Chain,
    reverse: bool,
) -> None:
    ordered = part(Stream(held).sorted(reverse=reverse))
    assert outcome(ordered.fuse()) == outcome(ordered)


KEYS: list[Any] = [
    itemgetter(1),
    itemgetter(-1),
    itemgetter("k"),
    itemgetter(0, 1),
    itemgetter(7),
    lambda r: r[1],
    lambda r: r[-1],
    lambda r: r["k"],
    lambda r: r[0][0],
    lambda r: r[0]["k"],
    lambda r: r,
    lambda r: r[True],
    lambda r: r[1.0],
    lambda r: -r[1],
    lambda: 1,
    neg,
]


class Row(tuple[Any, ...]):
    __slots__ = ()


ROWS: list[Callable[[int, Any], Any]] = [
    lambda place, value: (place, value),
    lambda place, value: [place, value],
    lambda place, value: {"k": value, 1: value, -1: value},
    lambda place, value: {"k": value, 1.0: value},
    lambda place, value: Row((place, value)),
    lambda place, value: ([value], value),
    lambda place, value: ({"k": value}, value),
    lambda place, value: value,
]


@given(
    held=columns(40),
    row=st.sampled_from(ROWS),
    key=st.sampled_from(KEYS),
    part=st.sampled_from(PARTS),
    reverse=st.booleans(),
)
def test_and_so_it_is_by_a_key(
    held: list[Any],
    row: Any,
    key: Any,
    part: Chain,
    reverse: bool,
) -> None:
    rows = [row(place, value) for place, value in enumerate(held)]
    ordered = part(Stream(rows).sorted(key=key, reverse=reverse))
    assert outcome(ordered.fuse()) == outcome(ordered)


@given(
    values=st.lists(st.integers(0, 9), min_size=40, max_size=90),
    part=st.sampled_from(PARTS),
    reverse=st.booleans(),
    odd_at=st.none() | st.integers(0, 39),
    by_key=st.booleans(),
)
def test_what_has_an_order_of_its_own_is_asked_as_before(
    values: list[int],
    part: Chain,
    reverse: bool,
    odd_at: int | None,
    by_key: bool,
) -> None:
    def run(fused: bool) -> Log:
        log: Log = []
        held: list[Any] = [Odd(n, log) if odd_at is None else n for n in values]
        if odd_at is not None:
            held[odd_at] = Odd(values[odd_at], log)
        rows = [[each] for each in held] if by_key else held
        ordered = part(Stream(rows).sorted(key=itemgetter(0) if by_key else None, reverse=reverse))
        try:
            log.append(
                [getattr(each, "n", each) for each in (ordered.fuse() if fused else ordered)]
            )
        except Exception as error:
            log.append((type(error), str(error)))
        return log if not by_key else [repr(each).split("object")[0] for each in log]

    assert run(fused=True) == run(fused=False)


class Telling(tuple[Any, ...]):
    """A row that tells when it is looked into, and raises where it is told to."""

    __slots__ = ()

    def __getitem__(self, place: Any) -> Any:
        n, log, error = self
        log.append(n)
        if error is not None:
            raise error
        return n % 7


@given(
    n=st.integers(40, 80),
    fails=st.none() | st.integers(0, 90),
    raises=st.none() | st.integers(0, 90),
    error=st.sampled_from([Trouble("of the row"), StopIteration("of the row")]),
    part=st.sampled_from(PARTS),
    telling=st.integers(1, 9),
    key=st.sampled_from([itemgetter(0), lambda r: r[0]]),
)
def test_a_key_is_called_for_each_item_in_order_after_all_are_pulled(
    n: int,
    fails: int | None,
    raises: int | None,
    error: Exception,
    part: Chain,
    telling: int,
    key: Any,
) -> None:
    def run(fused: bool) -> Log:
        log: Log = []
        rows: list[Any] = [(k * k % 11, k) for k in range(n)]
        for k in range(33, n, telling):  # where the windows do not look
            rows[k] = Telling((k, log, error if k == raises else None))
        stream = part(Stream(Pulled(rows, log, fails, Trouble)).sorted(key=key))
        stream = stream.fuse() if fused else stream
        for _ in range(2):
            try:
                log.append(
                    [each[-1] if type(each) is tuple else "telling" for each in stream.to_list()]
                )
            except Exception as raised:
                log.append((type(raised), str(raised), getattr(raised, "__notes__", ())))
        return log

    assert run(fused=True) == run(fused=False)


def test_only_what_looks_into_the_items_may_be_a_key() -> None:
    for key in (*KEYS[:3], *KEYS[4:11]):
        assert laid(Stream([]).sorted(key=key).take(3)) == [Selected], key
    for key in (
        itemgetter(0, 1),
        itemgetter(1.0),
        lambda r: r[1.0],
        lambda r: -r[1],
        lambda: 1,
        len,
    ):
        assert Selected not in laid(Stream([]).sorted(key=key).take(3)), key  # type: ignore[call-overload]


def test_what_pays_is_chosen_and_what_does_not_is_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[int] = []
    selecting = "rillet.engines.fusing.selecting"
    module = sys.modules[selecting]
    monkeypatch.setattr(f"{selecting}.FEWEST", FEWEST)
    for name in ("_candidates", "_by_keys"):
        plain = getattr(module, name)

        def told(wanted: Any, held: Any, *keys: Any, plain: Any = plain) -> Any:
            made = plain(wanted, held, *keys)
            chosen.append(len(made))
            return made

        monkeypatch.setattr(f"{selecting}.{name}", told)

    def most(values: list[Any], n: int = 10, key: Any = None) -> int:
        chosen.clear()
        Stream(values).sorted(key=key).take(n).fuse().to_list()
        return chosen[0] if chosen else -1

    mixed = [k * 7919 % 10_007 for k in range(10_007)]
    assert 10 <= most(mixed) < 1000
    assert 10 <= most([*map(str, mixed)]) < 1000
    assert 10 <= most([*map(float, mixed)]) < 1000
    assert 10 <= most([(k, 0) for k in mixed], key=itemgetter(0)) < 1000
    assert most([(k, 0) for k in mixed]) == -1
    assert most([*map(Less, mixed)]) == -1
    assert most(sorted(mixed)) == most(sorted(mixed, reverse=True)) == -1
    assert most(mixed, 1000) == most(mixed[:900]) == -1


# What is told of it


def test_what_was_done_is_told_in_words() -> None:
    stream = (
        Stream([1]).map(str).drop(1)[2:8].take(3).filter(lambda x: True).sorted().drop(1).take(2)
    )
    told = rewritten(stream._operations)
    assert [each.text for each in told[:2]] == ["drop(1)[2:8] is [3:9]", "[3:9].take(3) is [3:6]"]
    assert told[2].text.startswith("filter(<lambda>) changes nothing")
    assert [each.text for each in told[3:]] == [
        "drop(1).take(2) is [1:3]",
        "sorted()[1:3] is sorted(first=3).drop(1)",
    ]
    assert [each.places for each in told] == [(1, 2), (1, 2, 3), (4,), (6, 7), (5, 6, 7)]
    assert origins(stream._operations) == [0, 1, 5, 5]
    reverse = Stream([1]).sorted(key=itemgetter(0), reverse=True).tail(2)
    assert rewritten(reverse._operations)[0].text.endswith(", reverse=True, last=2)")


def test_a_plan_with_nothing_to_do_is_left_as_it_is() -> None:
    operations = Stream([1]).map(neg).filter(lambda x: x > 1).take(3).sorted()._operations
    assert simplified(operations) is operations
    assert rewritten(operations) == []


def test_the_note_on_an_error_tells_the_operation_by_its_place_in_the_plan() -> None:
    stream = Stream([(1, 2), 3]).take(9).take(8).filter(lambda x: True)
    pair = stream.starmap(lambda a, b: a).map(lambda x: x)
    with pytest.raises(TypeError) as pulled:
        pair.to_list()
    with pytest.raises(TypeError) as fused:
        pair.fuse().to_list()
    assert "operation 4 of 5" in pulled.value.__notes__[0]
    assert "operation 4 of 6" in fused.value.__notes__[0]


def test_the_bounds_of_a_selection_are_those_of_the_items_taken() -> None:
    stream = Stream(count()).fuse().take(9).map(str).sorted().take(3)
    assert stream.to_list() == ["0", "1", "2"]
    assert Selected.bounds(laid_of(stream)[1][-1][1], 5, None) == (3, 3)


UNSORTED = [(n * 7_919) % 2_003 for n in range(2_003)]


@pytest.mark.parametrize("other", [Fraction(1, 2), math.nan, True, 0.5])
@pytest.mark.parametrize("place", [1, 300])
@pytest.mark.parametrize("reverse", [False, True])
def test_one_item_among_many_decides_how_the_rest_is_chosen(
    other: Any, place: int, reverse: bool
) -> None:
    items: list[Any] = [*UNSORTED]
    items[place] = other
    rows = [(item, n) for n, item in enumerate(items)]
    for stream in (
        Stream(items).sorted(reverse=reverse).take(5),
        Stream(rows).sorted(key=lambda row: row[0], reverse=reverse).take(5),
        Stream(rows).sorted(key=lambda row: row[0], reverse=reverse).tail(5),
    ):
        assert repr(stream.fuse().to_list()) == repr(stream.to_list())


class Ending:
    def __getitem__(self, place: int) -> Any:
        raise StopIteration


def test_a_stop_iteration_of_an_item_ends_the_stream_where_some_are_chosen() -> None:
    rows: list[Any] = [(n,) for n in UNSORTED]
    rows[300] = Ending()
    stream = Stream(rows).sorted(key=itemgetter(0)).take(3)
    assert stream.to_list() == stream.fuse().to_list() == []
