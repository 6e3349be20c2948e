"""What is the own of the operations on the order of the whole stream."""

from __future__ import annotations

import itertools
import pickle
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Die, dice
from test_laws import ANY_ITEMS, alike

import rillet
from rillet import Stream, op
from rillet.operations.operation import bare


@given(items=st.lists(st.integers()), die=dice)
def test_what_is_shuffled_is_all_that_there_was_and_always_in_the_same_order(
    items: list[int], die: Die
) -> None:
    shuffled = Stream(items).shuffle(die)
    once = shuffled.to_list()
    assert sorted(once) == sorted(items)
    assert once == shuffled.to_list() == pickle.loads(pickle.dumps(shuffled)).to_list()
    assert once == Stream(items).shuffle(die).to_list()


@given(items=ANY_ITEMS)
def test_a_pass_changes_nothing_but_its_own_list(items: list[Any]) -> None:
    before = list(items)
    Stream(items).shuffle().consume()
    assert alike(items, before)


def test_each_shuffle_without_an_rng_has_an_order_of_its_own() -> None:
    one, other = Stream(range(50)).shuffle(), Stream(range(50)).shuffle()
    assert one.to_list() != other.to_list()
    random.seed(3)
    seeded = Stream(range(50)).shuffle()
    random.seed(3)
    assert Stream(range(50)).shuffle().to_list() != seeded.to_list()


def test_the_order_comes_from_the_rng_when_the_method_is_called() -> None:
    rng, twin = Random(7), Random(7)
    shuffled = Stream(range(50)).shuffle(rng)
    assert rng.getstate() != twin.getstate()
    order = list(range(50))
    Random(twin.getrandbits(64)).shuffle(order)
    assert rng.getstate() == twin.getstate()
    assert shuffled.to_list() == order
    assert rng.getstate() == twin.getstate()


def test_two_shuffles_from_one_rng_differ() -> None:
    rng = Random(7)
    assert Stream(range(50)).shuffle(rng).to_list() != Stream(range(50)).shuffle(rng).to_list()


def test_the_module_random_is_an_rng() -> None:
    random.seed(3)
    shuffled = Stream(range(50)).shuffle(random)
    random.seed(3)
    assert shuffled.to_list() == Stream(range(50)).shuffle(random).to_list()


def test_a_pipeline_has_one_order_for_all_that_goes_through() -> None:
    pipeline = op.shuffle()
    assert [*pipeline(range(50))] == [*pipeline(range(50))]


def test_all_orders_are_as_likely() -> None:
    rng = Random(0)
    orders = Counter(Stream("abcd").shuffle(rng).join_str() for _ in range(24 * 200))
    assert len(orders) == len([*itertools.permutations("abcd")])
    # Each is due 200 times, and 4.5 standard deviations are 4.5 * sqrt(200 * 23 / 24) = 62.
    assert all(138 <= times <= 262 for times in orders.values())


@pytest.mark.parametrize("kind", [list, tuple, dict.fromkeys, "".join, str.encode, bytearray])
def test_a_builtin_collection_is_read_backwards_where_it_stands(kind: Any) -> None:
    source = kind(b"abc" if kind is bytearray else "abc")
    assert type(iter(Stream(source).reversed())) is type(reversed(source))


def test_a_repr_shows_the_seed_and_does_not_pretend_that_it_is_an_argument() -> None:
    shuffled = Stream(range(50)).shuffle(Die(0xFACE))
    assert repr(shuffled) == "Stream(range(0, 50)).shuffle(<seed 0xface>)"
    assert repr(op.shuffle(Die(2))) == "op.shuffle(<seed 0x2>)"
    order = list(range(50))
    Random(0xFACE).shuffle(order)
    assert shuffled.to_list() == order


class Draws:
    """An rng that draws what it was made with, or raises it."""

    def __init__(self, drawn: Any) -> None:
        self.drawn = drawn

    def getrandbits(self, k: int) -> Any:
        if isinstance(self.drawn, BaseException):
            raise self.drawn
        return self.drawn


@pytest.mark.parametrize("drawn", [1.5, "a", None, True])
def test_bits_that_are_no_integer_are_refused_at_the_call(drawn: Any) -> None:
    text = rf"rng.getrandbits(64) must be an integer, got {drawn!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        Stream("ab").shuffle(Draws(drawn))


def test_an_error_of_the_rng_arrives_at_the_call() -> None:
    error = OSError("no entropy")
    with pytest.raises(OSError, match="no entropy") as raised:
        Stream("ab").shuffle(Draws(error))
    assert raised.value is error


def test_an_rng_whose_getrandbits_is_no_method_is_refused() -> None:
    class Odd:
        getrandbits = 5

        def __repr__(self) -> str:
            return "Odd()"

    with pytest.raises(TypeError, match=r"^rng must have a method getrandbits, got Odd\(\)$"):
        Stream("ab").shuffle(Odd())  # type: ignore[arg-type]


def test_only_a_shuffle_imports_random() -> None:
    program = """
import sys
from rillet import Stream
Stream([2, 1]).sorted().reversed().to_list()
before = "random" in sys.modules
Stream([2, 1]).shuffle().to_list()
print(before, "random" in sys.modules)
"""
    answer = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(rillet.__file__).parent.parent)},
        check=True,
    )
    assert answer.stdout == "False True\n"


class Backwards:
    """An iterator that could be read from its end, but only once."""

    def __init__(self, items: list[int]) -> None:
        self.items = items

    def __iter__(self) -> Backwards:
        return self

    def __next__(self) -> int:
        if not self.items:
            raise StopIteration
        return self.items.pop(0)

    def __reversed__(self) -> list[int]:
        raise AssertionError("it is an iterator")


def test_what_is_read_once_is_read_from_its_beginning() -> None:
    assert Stream(Backwards([1, 2])).reversed().to_list() == [2, 1]
    assert Stream([1, 2]).then(lambda items: Backwards([*items])).reversed().to_list() == [2, 1]


class OnlyBackwards:
    def __iter__(self) -> Any:
        raise AssertionError("it is read backwards")

    def __reversed__(self) -> Any:
        return iter([2, 1])


def test_what_can_be_read_backwards_is_not_read_forwards() -> None:
    assert Stream(OnlyBackwards()).reversed().to_list() == [2, 1]


class Guarded:
    """An iterator that can tell its length, and does not want to."""

    def __init__(self) -> None:
        self.left = [1, 3, 2]

    def __iter__(self) -> Guarded:
        return self

    def __next__(self) -> int:
        if not self.left:
            raise StopIteration
        return self.left.pop()

    def __len__(self) -> int:
        raise AssertionError("it was asked for its length")


@pytest.mark.parametrize("name", ["sorted", "reversed", "shuffle"])
def test_an_iterator_of_a_class_is_not_asked_for_its_length(name: str) -> None:
    assert sorted(getattr(Stream(Guarded()), name)()) == [1, 2, 3]


def test_an_iterator_in_c_is_read_as_it_is() -> None:
    items = iter([1, 2, 3])
    assert bare(items) is items
