"""Where streams come from: the constructors of `Stream` beside `Stream` itself."""

from __future__ import annotations

import builtins
import itertools

from rillet.arguments import (
    MISSING,
    at_least,
    brief,
    check_callable,
    encoding_name,
    error_handler,
    exception_classes,
    integer,
    one_of,
    optional_callable,
)
from rillet.operations.operation import Family, T_co
from rillet.plan import ENDLESS, Recipe
from rillet.recipes import iterated, paginated, polled, traversed, unfolded, used

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Hashable, Iterable
    from contextlib import AbstractContextManager
    from typing import Any, Literal, TypeAlias, TypeVar, overload

    from rillet.stream import Stream

    Exceptions: TypeAlias = type[BaseException] | tuple[type[BaseException], ...]
else:
    from rillet.untyped import TypeVar, overload

K = TypeVar("K")
N = TypeVar("N", int, float, complex)
P = TypeVar("P")
S = TypeVar("S")
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
        return _stream(Recipe("iterate", iterated, f, start, bounds=(0, ENDLESS)))

    @staticmethod
    def unfold(f: Callable[[S], tuple[U, S] | None], seed: S, /) -> Stream[U]:
        """Make a stream of what `f` makes of a state, beginning with `seed`.

        >>> from rillet import Stream
        >>> def digit(n):
        ...     return (n % 10, n // 10) if n else None
        >>> Stream.unfold(digit, 1970).to_list()
        [0, 7, 9, 1]

        `f(state)` gives a pair of an item and the next state, or None at the end. It is called
        only when its item is pulled.
        """
        check_callable("f", f)
        return _stream(Recipe("unfold", unfolded, f, seed))

    @overload
    @staticmethod
    def from_callable(
        f: Callable[[], U | None],
        /,
        *,
        times: int | None = None,
        sentinel: None,
        until: Exceptions | None = None,
    ) -> Stream[U]: ...
    @overload
    @staticmethod
    def from_callable(
        f: Callable[[], U],
        /,
        *,
        times: int | None = None,
        sentinel: object = MISSING,
        until: Exceptions | None = None,
    ) -> Stream[U]: ...
    @staticmethod
    def from_callable(
        f: Callable[[], Any],
        /,
        *,
        times: int | None = None,
        sentinel: Any = MISSING,
        until: Exceptions | None = None,
    ) -> Stream[Any]:
        """Make a stream of what `f` gives, called for each item, without end.

        >>> from rillet import Stream
        >>> left = [3, 0, 2, 1]
        >>> Stream.from_callable(left.pop).take(2).to_list()
        [1, 2]

        `times` is the most calls that are made.

        >>> Stream.from_callable(list, times=2).to_list()
        [[], []]

        `sentinel` ends the stream before the first item that is or equals it, as the builtin
        `iter` does; None is compared with nothing, only None itself is meant.

        >>> import io
        >>> Stream.from_callable(io.StringIO("abcde").read, sentinel="").to_list()
        ['abcde']

        `until` is an exception, or a tuple of several, that ends the stream when `f` raises it.

        >>> letters = ["b", "a"]
        >>> Stream.from_callable(letters.pop, until=IndexError).to_list()
        ['a', 'b']

        Of several options, the one that ends it first counts. After any other exception of `f`
        the next pull calls it again; with `until`, the pass is over.
        """
        check_callable("f", f)
        given: dict[str, Any] = {}
        if times is not None:
            given["times"] = at_least(0, "times", times)
        if sentinel is not MISSING:
            given["sentinel"] = sentinel
        if until is not None:
            exception_classes("until", *(until if isinstance(until, tuple) else (until,)))
            given["until"] = until
        high = given.get("times", None if given else ENDLESS)
        return _stream(Recipe("from_callable", polled, f, bounds=(0, high), **given))

    @staticmethod
    def paginate(
        fetch: Callable[[K | None], P],
        /,
        *,
        items: Callable[[P], Iterable[U]],
        next: Callable[[P], K | None],  # noqa: A002  # the word for it, where next() is not called
    ) -> Stream[U]:
        """Make a stream of the items on the pages that `fetch` gives.

        >>> from rillet import Stream
        >>> def fetch(token):
        ...     print("fetching", token)
        ...     return {"rows": [3], "more": None} if token else {"rows": [1, 2], "more": "p2"}
        >>> rows = Stream.paginate(fetch, items=lambda page: page["rows"], next=lambda p: p["more"])
        >>> rows.take(2).to_list()
        fetching None
        [1, 2]
        >>> rows.to_list()
        fetching None
        fetching p2
        [1, 2, 3]

        `fetch(token)` gives a page: the first one for None, and every other for what
        `next(page)` gave of the page before, until that is None. `items(page)` gives what is on
        it. The next page is asked for, and then fetched, only when its first item is pulled.
        """
        check_callable("fetch", fetch)
        check_callable("items", items)
        check_callable("next", next)
        return _stream(Recipe("paginate", paginated, fetch, items=items, next=next))

    @staticmethod
    def traverse(
        root: U,
        children: Callable[[U], Iterable[U]],
        /,
        *,
        order: Literal["depth", "breadth", "post"] = "depth",
        key: Callable[[U], Hashable] | None = None,
    ) -> Stream[U]:
        """Make a stream of `root` and all the nodes below it, which `children(node)` gives.

        >>> from rillet import Stream
        >>> tree = {"a": "bc", "b": "de"}
        >>> def below(node):
        ...     return tree.get(node, "")
        >>> Stream.traverse("a", below).join_str()
        'abdec'

        The order is that of depth: a node, then all that is below it, then the next of its
        siblings. `order="breadth"` goes level by level, and `order="post"` gives a node after
        all that is below it.

        >>> Stream.traverse("a", below, order="breadth").join_str()
        'abcde'
        >>> Stream.traverse("a", below, order="post").join_str()
        'debca'

        With `key`, a node is left out if one of the same key was seen before, so that a graph
        with cycles has an end.

        >>> ring = {"a": "b", "b": "c", "c": "a"}
        >>> Stream.traverse("a", ring.get, key=str).join_str()
        'abc'

        `children` is called once for each node, when the first of them is due, and they are
        pulled one by one. The path to a node is held, or a level of nodes by breadth; with `key`
        all the keys too.
        """
        check_callable("children", children)
        one_of("order", order, "depth", "breadth", "post")
        optional_callable("key", key)
        given: dict[str, Any] = {} if order == "depth" else {"order": order}
        if key is not None:
            given["key"] = key
        low = 0 if order == "post" or key is not None else 1
        bounds = (low, None)
        return _stream(Recipe("traverse", traversed, root, children, bounds=bounds, **given))

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
        return _stream(Recipe("using", used, open_))

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
        import os

        import rillet.files

        if isinstance(path, (bool, int)) or not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"path must be a path, got {brief(path)}")
        given = {
            "encoding": encoding_name("encoding", encoding),
            "errors": error_handler("errors", errors),
        }
        options: dict[str, Any] = {
            name: value for name, value in given.items() if value != _LINES[name]
        }
        return _stream(Recipe("lines", rillet.files.lines_of, os.fspath(path), **options))


def _stream(source: Any) -> Stream[Any]:
    from rillet.stream import Stream  # the class that this module is a part of

    return Stream(source)


def _is_number(value: object) -> bool:
    return (
        hasattr(type(value), "__add__")
        and hasattr(type(value), "__mul__")
        and not hasattr(type(value), "__iter__")
    )
