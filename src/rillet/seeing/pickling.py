"""Whether the parts of a plan can be pickled, told by what they are and without a big try."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any, Final

from rillet.cached import Cached
from rillet.plan import _WEIGHTS, PLAIN, OneShot, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable

ENOUGH: Final = 2**16
"""So many bytes are tried, about; of a larger argument nothing is said."""


class _TooLargeError(Exception):
    """An argument is too large to be tried."""


class _Nowhere:
    """A file that forgets what is written to it, and takes no more than `ENOUGH`."""

    def __init__(self) -> None:
        self.left = ENOUGH

    def write(self, data: Any) -> None:
        self.left -= len(data)
        if self.left < 0:
            raise _TooLargeError


class _Apart(pickle.Pickler):
    """A pickler that passes over some objects."""

    def __init__(self, apart: Iterable[Any]) -> None:
        super().__init__(_Nowhere(), pickle.HIGHEST_PROTOCOL)
        self.apart = {id(each) for each in apart}

    def persistent_id(self, value: Any) -> str | None:
        return "apart" if id(value) in self.apart else None


def pickles(value: Any, apart: Iterable[Any] = ()) -> bool | None:
    """Whether `value` can be pickled, but for the objects that are looked at `apart`."""
    try:
        _Apart(apart).dump(value)
    except _TooLargeError:
        return None
    except Exception:  # whatever a __reduce__ of the user's may raise
        return False
    return True


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether all are so; None where one is not known and none is not so."""
    known = set(answers)
    return False if False in known else None if None in known else True


def source_pickles(source: Any) -> bool | None:
    """Whether a source can be pickled, by its type: the items that it holds are not tried."""
    if isinstance(source, Recipe):
        return pickles((source.function, source.arguments, source.options))
    if isinstance(source, Cached):
        return True if source._rest is None or source.unread is None else None
    kind = type(source.iterator) if isinstance(source, OneShot) else type(source)
    if kind in PLAIN:
        return True
    if kind in _WEIGHTS and _kind_pickles(kind):
        return None  # as what it pulls from, which is not seen from here
    return _kind_pickles(kind)


def _kind_pickles(kind: type) -> bool:
    """Whether instances of a class are pickled: it says how, or is written in Python."""
    if issubclass(kind, io.IOBase) and kind not in (io.StringIO, io.BytesIO):
        return False  # the __reduce__ of a file is there to refuse
    if _says(kind, "__reduce__") or _says(kind, "__reduce_ex__"):
        return True
    in_python = any("__module__" in vars(each) and _has_room(each) for each in kind.__mro__)
    return (in_python or _says(kind, "__getstate__")) and pickles(kind) is True


def _says(kind: type, name: str) -> bool:
    return getattr(kind, name) is not getattr(object, name)


def _has_room(kind: type) -> bool:
    """Whether a class was made by a `class` statement: only such a one names its attributes."""
    return not vars(kind).keys().isdisjoint({"__dict__", "__slots__"})
