"""The libraries that do the same, as far as they are installed."""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


PEERS = {
    "streamable": "streamable",
    "functional": "PyFunctional",
    "flupy": "flupy",
    "pyochain": "pyochain",
    "fpstreams": "fpstreams",
    "pipe": "pipe",
    "cytoolz": "cytoolz",
    "toolz": "toolz",
    "more_itertools": "more-itertools",
    "reactivex": "reactivex",
    "streamz": "streamz",
}
"""The distribution of each module."""


@cache
def module(name: str) -> Any:
    """The module, or None where it cannot be imported."""
    try:
        return import_module(name)
    except ImportError:
        return None


def offered(**makers: Callable[[Any], Any]) -> dict[str, Any]:
    """The contenders of the peers that are installed; each maker is given its peer's module."""
    return {
        PEERS[name]: make(module(name)) for name, make in makers.items() if module(name) is not None
    }


def versions() -> dict[str, str]:
    """By distribution, the version of each peer, or that it is missing."""
    return {
        distribution: metadata.version(distribution) if module(name) else "missing"
        for name, distribution in PEERS.items()
    }
