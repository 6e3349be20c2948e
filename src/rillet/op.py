"""The lazy operations without a source: `op.map(f) | op.filter(p)` is a `Pipeline`.

    >>> from rillet import op
    >>> clean = op.map(str.strip) | op.filter()
    >>> list(clean([" a", "", "b "]))
    ['a', 'b']

Each function here takes the arguments of the method of `Stream` with its name, and checks them
in the same way, for it calls that method. So this module cannot drift from the methods;
its types are in `op.pyi`, which is made from them by `python -m tools.op_stub`.
"""

from __future__ import annotations

import sys
from types import MethodType

from rillet.arguments import absent
from rillet.pipeline import Pipeline, broadcast
from rillet.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_NOTHING: Stream[Any] = Stream(())


def lazy_methods() -> dict[str, Callable[..., Stream[Any]]]:
    """The methods of `Stream` that give a stream again, by name."""
    return {
        name: method
        for family in Stream.__mro__
        if family.__module__.startswith("rillet.operations.")
        for name, method in vars(family).items()
        if not name.startswith("_") and method.__annotations__["return"].startswith("Stream[")
    }


def _without_source(name: str, method: Callable[..., Stream[Any]]) -> Callable[..., Any]:
    def build(*args: Any, **kwargs: Any) -> Pipeline[Any, Any]:
        return Pipeline(method(_NOTHING, *args, **kwargs)._operations)

    build.__name__ = build.__qualname__ = name
    build.__doc__ = method.__doc__
    vars(build)["__wrapped__"] = MethodType(method, _NOTHING)  # for `inspect.signature`
    return build


def __getattr__(name: str) -> Any:
    """Say what a name from elsewhere is called here."""
    raise absent("op", name, sys.modules[__name__])


def __dir__() -> list[str]:
    """What completion offers: the operations, and not what this module is made of."""
    return [*__all__, *(name for name in globals() if name.startswith("__"))]


_LAZY = lazy_methods()
__all__ = [*_LAZY, broadcast.__name__]  # pyright: ignore[reportUnsupportedDunderAll]  # op.pyi lists them
globals().update({name: _without_source(name, method) for name, method in _LAZY.items()})
