"""Where streams come from: the constructors of `Stream` beside `Stream` itself."""

from __future__ import annotations

import builtins
import itertools
import os

from rillet.arguments import at_least, brief, check_callable, encoding_name, error_handler, integer
from rillet.files import lines_of
from rillet.operations.operation import Family, T_co
from rillet.plan import ENDLESS, Recipe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import Any, TypeVar, overload

    from rillet.stream import Stream
else:
    from rillet.untyped import TypeVar, overload

N = TypeVar("N", int, float, complex)
U = TypeVar("U")

_LINES = {"encoding": "utf-8", "errors": "strict"}
"""The options of `lines` that need not be said."""


class Sources(Family[T_co]):
    """The constructors of a stream. What they read is made anew for each pass."""

    __slots__ = ()

    @staticmethod
    def of(*items: U) -> Stream[U]:
        """Make a stream of the items given.

        >>> from rillet import Stream
        >>> Stream.of(1, 2, 3).to_list()
        [1, 2, 3]
        """
        return _stream(items)

    @overload
    @staticmethod
    def range(stop: int, /) -> Stream[int]: ...
    @overload
    @staticmethod
    def range(start: int, stop: int, step: int = 1, /) -> Stream[int]: ...
    @staticmethod
    def range(*bounds: int) -> Stream[int]:
        """Make a stream of the integers that the builtin `range` gives.

        >>> from rillet import Stream
        >>> Stream.range(3).to_list()
        [0, 1, 2]
        >>> Stream.range(10, 0, -4).to_list()
        [10, 6, 2]
        """
        if not 1 <= len(bounds) <= 3:
            raise TypeError(f"range takes 1 to 3 arguments, got {len(bounds)}")
        names = ("start", "stop", "step") if len(bounds) > 1 else ("stop",)
        numbers = [integer(name, bound) for name, bound in zip(names, bounds)]
        if len(numbers) == 3 and numbers[2] == 0:
            raise ValueError("step must not be 0")
        return _stream(builtins.range(*numbers))

    @overload
    @staticmethod
    def count_from(start: int = 0, step: int = 1) -> Stream[int]: ...
    @overload
    @staticmethod
    def count_from(start: N, step: N) -> Stream[N]: ...
    @overload
    @staticmethod
    def count_from(start: N) -> Stream[N]: ...
    @staticmethod
    def count_from(start: Any = 0, step: Any = 1) -> Stream[Any]:
        """Make an endless stream of `start`, `start + step`, `start + 2 * step` and so on.

        >>> from rillet import Stream
        >>> Stream.count_from(10, 5).take(3).to_list()
        [10, 15, 20]
        """
        for name, value in (("start", start), ("step", step)):
            if isinstance(value, bool) or not _is_number(value):
                raise TypeError(f"{name} must be a number, got {brief(value)}")
        given: tuple[Any, ...] = (start, step)
        if step == 1 and type(step) is int:
            given = (start,) if start != 0 or type(start) is not int else ()
        bounds = (ENDLESS, ENDLESS)
        return _stream(Recipe("count_from", itertools.count, *given, bounds=bounds))

    @staticmethod
    def repeat(value: U, /, times: int | None = None) -> Stream[U]:
        """Make a stream of the same value, `times` over or without end.

        >>> from rillet import Stream
        >>> Stream.repeat("a", 3).to_list()
        ['a', 'a', 'a']
        """
        if times is None:
            recipe = Recipe("repeat", itertools.repeat, value, bounds=(ENDLESS, ENDLESS))
        else:
            n = at_least(0, "times", times)
            recipe = Recipe("repeat", itertools.repeat, value, n, bounds=(n, n))
        return _stream(recipe)

    @staticmethod
    def iterate(f: Callable[[U], U], start: U, /) -> Stream[U]:
        """Make an endless stream of `start`, `f(start)`, `f(f(start))` and so on.

        >>> from rillet import Stream
        >>> Stream.iterate(lambda n: 2 * n, 1).take(5).to_list()
        [1, 2, 4, 8, 16]

        `f` is called only when its result is pulled.
        """
        check_callable("f", f)
        return _stream(Recipe("iterate", _iterated, f, start, bounds=(0, ENDLESS)))

    @staticmethod
    def using(open_: Callable[[], AbstractContextManager[Iterable[U]]], /) -> Stream[U]:
        """Make a stream of the items of the context manager that `open_()` gives.

        >>> from functools import partial
        >>> from pathlib import Path
        >>> from rillet import Stream
        >>> path = Path("rows.txt")
        >>> _ = path.write_text("1\\n2\\n")
        >>> rows = Stream.using(path.open).map(int)
        >>> rows.to_list(), rows.sum()
        ([1, 2], 3)

        It is opened at the first pull, anew for each pass, and closed at the end, on an error
        and when the pass is left early.
        """
        check_callable("open_", open_)
        return _stream(Recipe("using", _used, open_))

    @staticmethod
    def lines(
        path: str | os.PathLike[str], /, *, encoding: str = "utf-8", errors: str = "strict"
    ) -> Stream[str]:
        """Make a stream of the lines of the file at `path`, without their line ends.

        >>> from pathlib import Path
        >>> from rillet import Stream
        >>> path = Path("words.txt")
        >>> _ = path.write_text("one\\ntwo\\n")
        >>> Stream.lines(path).to_list()
        ['one', 'two']

        A line ends with `\\n` or `\\r\\n`, and with nothing else. A file packed by gzip, bzip2 or
        xz is known by its first bytes. `encoding` and `errors` are those of `bytes.decode`.

        The file is opened at the first pull, anew for each pass, and closed at the end, on an
        error and when the pass is left early. It is read in pieces of 64 KiB.
        """
        if isinstance(path, (bool, int)) or not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"path must be a path, got {brief(path)}")
        given = {
            "encoding": encoding_name("encoding", encoding),
            "errors": error_handler("errors", errors),
        }
        options: dict[str, Any] = {
            name: value for name, value in given.items() if value != _LINES[name]
        }
        return _stream(Recipe("lines", lines_of, os.fspath(path), **options))


def _stream(source: Any) -> Stream[Any]:
    from rillet.stream import Stream  # the class that this module is a part of

    return Stream(source)


def _is_number(value: object) -> bool:
    return (
        hasattr(type(value), "__add__")
        and hasattr(type(value), "__mul__")
        and not hasattr(type(value), "__iter__")
    )


def _iterated(f: Callable[[Any], Any], item: Any) -> Iterator[Any]:
    try:
        while True:
            yield item
            item = f(item)
    except StopIteration:
        return


def _used(open_: Callable[[], AbstractContextManager[Iterable[Any]]]) -> Iterator[Any]:
    try:
        manager = open_()
    except StopIteration:
        return
    if not hasattr(type(manager), "__enter__"):
        raise TypeError(
            f"open_ must return a context manager of an iterable, it returned {brief(manager)}; "
            "for a generator function, pass lambda: contextlib.closing(rows())"
        )
    with manager as items:
        for item in items:  # noqa: UP028  # `yield from` would close what it reads
            yield item
