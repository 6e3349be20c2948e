"""Every public name of itertools is a method of `Stream`, or has a written reason not to be."""

from __future__ import annotations

import itertools

import pytest

from rillet import Stream, op

METHODS = {
    "accumulate": "accumulate",
    "batched": "batched",
    "chain": "chain",
    "combinations": "combinations",
    "combinations_with_replacement": "combinations_with_replacement",
    "compress": "compress",
    "count": "count_from",
    "cycle": "cycle",
    "dropwhile": "dropwhile",
    "filterfalse": "filterfalse",
    "groupby": "group_adjacent",
    "islice": "__getitem__",
    "pairwise": "pairwise",
    "permutations": "permutations",
    "product": "product",
    "repeat": "repeat",
    "starmap": "starmap",
    "takewhile": "takewhile",
    "tee": "tee",
    "zip_longest": "zip_longest",
}
REASONS: dict[str, str] = {}


def public_names() -> list[str]:
    return [name for name in dir(itertools) if not name.startswith("_")]


@pytest.mark.parametrize("name", public_names())
def test_a_name_of_itertools_has_a_method_or_a_reason(name: str) -> None:
    assert (name in METHODS) != (name in REASONS)


@pytest.mark.parametrize("method", METHODS.values())
def test_the_method_exists(method: str) -> None:
    assert callable(getattr(Stream, method))


def test_chain_from_iterable_is_flatten() -> None:
    nested = [[1, 2], [], [3]]
    assert Stream(nested).flatten().to_list() == list(itertools.chain.from_iterable(nested))


def test_the_lazy_ones_are_operations_without_a_source_too() -> None:
    others = {"count_from", "repeat", "__getitem__", "tee"}
    assert set(METHODS.values()) - others <= set(op.__all__)
