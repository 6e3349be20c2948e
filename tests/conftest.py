"""How widely hypothesis searches, and what no test may leave behind.

`RILLET_PROFILE=wide pytest` looks for hours, not for seconds.
`RILLET_ENGINE=fuse pytest tests` runs every stream fused.
A file that is left open is a ResourceWarning, and that is an error here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from leftovers import let_lie, new_since, suspended_generators

from rillet import Stream
from rillet.engines.fusing.stream import FusedStream

settings.register_profile(
    "default",
    max_examples=20,
    derandomize=True,  # a failure is about the change that was made, and not about luck
    deadline=None,
    print_blob=True,
)
settings.register_profile(
    "wide",
    max_examples=2000,
    deadline=None,
    print_blob=True,
)
settings.register_profile(
    "mutants",  # what fails need not be made small
    settings.get_profile("default"),
    phases=[Phase.explicit, Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),  # nor that mutmut runs a test twice in one process
)
settings.load_profile(os.environ.get("RILLET_PROFILE", "default"))

FUSED = os.environ.get("RILLET_ENGINE") == "fuse"


def fused_from_the_start(cls: type[Stream[Any]], *args: object) -> Stream[Any]:
    """A new stream, of the class that all that is made from it has too."""
    return object.__new__(FusedStream)


if FUSED:
    Stream.__new__ = fused_from_the_start  # type: ignore[method-assign, assignment]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about the other engine, where every stream is fused."""
    for item in items:
        marker = item.get_closest_marker("pulled_only")
        if FUSED and marker is not None:
            item.add_marker(pytest.mark.skip(reason=str(marker.kwargs["reason"])))


def pytest_collection_finish() -> None:
    """The tests themselves are so many that to look through them takes half a second."""
    let_lie()


@pytest.fixture(autouse=True)
def no_thread_is_left_behind() -> Iterator[None]:
    before = threading.enumerate()
    yield
    assert [each for each in threading.enumerate() if each not in before] == []


@pytest.fixture
def no_coroutine_is_left_behind() -> Iterator[None]:
    before = suspended_generators()
    yield
    assert new_since(before) == []
