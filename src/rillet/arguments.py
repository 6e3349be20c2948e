"""Checks of arguments, so that every method refuses a wrong one in the same words."""

from __future__ import annotations

import codecs
import sys
from itertools import islice
from types import FunctionType

from rillet.compiled import operator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final


class Missing:
    """The type of `MISSING`: an argument that was not given, where None could be."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


def not_callable(name: str, value: object) -> TypeError:
    """The error for a `value` that cannot be called."""
    return TypeError(f"{name} must be callable, got {brief(value)}")


def not_iterable(name: str, value: object) -> TypeError:
    """The error for a `value` that cannot be iterated."""
    return TypeError(f"{name} must be iterable, got {brief(value)}")


def check_callable(name: str, value: object) -> None:
    """Refuse a `value` that cannot be called."""
    if not callable(value):
        raise not_callable(name, value)


def optional_callable(name: str, value: object) -> None:
    """Refuse a `value` that is neither None nor callable."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} must be callable or None, got {brief(value)}")


def at_least_one(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """`values` themselves, the arguments of a call that needs one or more."""
    if not values:
        raise TypeError(f"{name} must be at least one, got none")
    return values


def one_of(name: str, value: Any, *words: str) -> Any:
    """`value` itself, which must be one of the `words`."""
    if value not in words:
        *most, last = map(repr, words)
        raise ValueError(f"{name} must be {', '.join(most)} or {last}, got {brief(value)}")
    return value


def with_method(name: str, value: Any, method: str) -> Any:
    """`value` itself, which must have a `method` of that name."""
    if not callable(getattr(value, method, None)):
        raise TypeError(f"{name} must have a method {method}, got {brief(value)}")
    return value


def exception_classes(name: str, *classes: Any) -> tuple[Any, ...]:
    """`classes` themselves, which must be classes of exceptions."""
    for value in classes:
        if not (isinstance(value, type) and issubclass(value, BaseException)):
            raise TypeError(f"{name} must be classes of exceptions, got {brief(value)}")
    return classes


def what_isinstance_takes(name: str, value: Any) -> Any:
    """`value` itself, which must be a class, or a tuple or a union of classes, for `isinstance`."""
    if _is_taken(value):
        return value
    inside = "; an instance does not know what it holds" if hasattr(value, "__origin__") else ""
    raise TypeError(
        f"{name} must be a class that isinstance takes, or a tuple or a union of them, "
        f"got {_cut(value)}{inside}"
    )


_THAT_MAY_REFUSE: Final = frozenset({"typing", "typing_extensions"})
"""The modules whose classes may refuse `isinstance` when it is called."""


def _is_taken(value: Any) -> bool:
    """Whether `isinstance` takes `value`; to find out, a check of the user's own is not called."""
    if isinstance(value, tuple):
        return all(map(_is_taken, value))
    check = getattr(type(value), "__instancecheck__", None)
    if isinstance(check, FunctionType) and check.__module__ not in _THAT_MAY_REFUSE:
        return True
    try:
        isinstance(None, value)
    except TypeError:
        return False
    return isinstance(value, type) or all(map(_is_taken, getattr(value, "__args__", ())))


def integer(name: str, value: Any) -> int:
    """`value` as an int; a bool or a float is refused."""
    if isinstance(value, bool) or not hasattr(type(value), "__index__"):
        raise TypeError(f"{name} must be an integer, got {brief(value)}")
    return operator.index(value)


def at_least(least: int, name: str, value: Any) -> int:
    """`value` as an int from `least` to `sys.maxsize`."""
    if type(value) is int and least <= value <= sys.maxsize:
        return value
    number = integer(name, value)
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    if number > sys.maxsize:
        raise ValueError(f"{name} must be at most {sys.maxsize}, got {brief(number)}")
    return number


def positive(name: str, value: Any) -> Any:
    """`value` itself, which must be a number greater than 0, of any type."""
    try:
        is_positive = None if isinstance(value, bool) else bool(value > 0)
    except TypeError:
        is_positive = None
    if is_positive is None:
        raise TypeError(f"{name} must be a number, got {brief(value)}")
    if not is_positive:
        raise ValueError(f"{name} must be greater than 0, got {brief(value)}")
    return value


def flag(name: str, value: object) -> bool:
    """`value` itself, which must be True or False."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {brief(value)}")
    return value


def text(name: str, value: object) -> str:
    """`value` itself, which must be a string."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {brief(value)}")
    return value


def encoding_name(name: str, value: object) -> str:
    """`value` itself, which must be the name of an encoding of text."""
    try:
        b"a".decode(text(name, value))
    except UnicodeError:  # it is known, and takes more than one byte
        pass
    except LookupError:
        raise ValueError(f"{name} must be known to Python, got {value!r}") from None
    return text(name, value)


def error_handler(name: str, value: object) -> str:
    """`value` itself, which must be the name of a way to treat errors of decoding."""
    try:
        codecs.lookup_error(text(name, value))
    except LookupError:
        raise ValueError(f"{name} must be known to Python, got {value!r}") from None
    return text(name, value)


def absent(kind: str, name: str, owner: object) -> AttributeError:
    """The error for a `name` that `owner` does not have; one from elsewhere has an answer."""
    message = f"{kind} has no {name!r}"
    if not name.startswith("_"):
        from rillet.elsewhere import no_such_method

        message = no_such_method(kind, name)
    return AttributeError(message, name=name, obj=owner)


_SHOWN = 6
_LONGEST = 60
_DEEPEST = 4
_BRACKETS: Final[dict[type, Sequence[str]]] = {
    list: "[]",
    tuple: "()",
    set: "{}",
    frozenset: ("frozenset({", "})"),
}


def brief(value: Any, level: int = 0) -> str:
    """A `repr` that stays short: a function by its name, a long collection by its head.

    It never iterates over anything but the builtin collections.
    """
    kind = type(value)
    if level > _DEEPEST:
        return "..."
    if kind in _BRACKETS:
        return _brief_collection(value, level)
    if kind is dict:
        return _brief_dict(value, level)
    if isinstance(value, (str, bytes)) and len(value) > _LONGEST:
        return f"{value[: _LONGEST // 2]!r}..."
    if hasattr(kind, "_call_text"):
        return value._call_text(level + 1)  # type: ignore[no-any-return]  # a stream's own text
    name = getattr(value, "__qualname__", None)
    if isinstance(name, str) and callable(value):
        return name.rpartition("<locals>.")[2]
    return _cut(value)


def _brief_collection(value: Any, level: int) -> str:
    opening, closing = _BRACKETS[type(value)]
    if not value:
        return repr(value)
    shown = [brief(item, level + 1) for item in islice(value, _SHOWN)]
    if len(value) > _SHOWN:
        shown.append("...")
    comma = "," if type(value) is tuple and len(value) == 1 else ""
    return f"{opening}{', '.join(shown)}{comma}{closing}"


def _brief_dict(value: Any, level: int) -> str:
    pairs = islice(value.items(), _SHOWN)
    shown = [f"{brief(key, level + 1)}: {brief(item, level + 1)}" for key, item in pairs]
    if len(value) > _SHOWN:
        shown.append("...")
    return f"{{{', '.join(shown)}}}"


def _cut(value: object) -> str:
    try:
        whole = repr(value)
    except Exception:  # a message must not fail over somebody else's __repr__
        whole = object.__repr__(value)
    if len(whole) <= 2 * _LONGEST:
        return whole
    return f"{whole[:_LONGEST]}...{whole[-_SHOWN:]}"


def call_text(name: str, *arguments: object, level: int = 0, **options: object) -> str:
    """The source text of a call: `name(1, key=len)`; a `MISSING` option is left out."""
    shown = [brief(argument, level) for argument in arguments[:_SHOWN]]
    if len(arguments) > _SHOWN:
        shown.append("...")
    shown += [
        f"{option}={brief(value, level)}"
        for option, value in options.items()
        if value is not MISSING
    ]
    return f"{name}({', '.join(shown)})"
