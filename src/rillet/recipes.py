"""What the constructors make anew for each pass.

A StopIteration of the user's function ends the stream here too. The user's own iterators are let
go of when a walk or a page fails, for the traceback keeps the frame; they are never closed.
"""

from __future__ import annotations

from itertools import chain, repeat, starmap, takewhile

from rillet.arguments import MISSING, brief
from rillet.compiled import deque, operator, partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import Any, Final, TypeAlias

    Children: TypeAlias = Callable[[Any], Iterable[Any]]
    IsNew: TypeAlias = Callable[[Any], bool] | None


def iterated(f: Callable[[Any], Any], item: Any) -> Iterator[Any]:
    """The items of `iterate`."""
    try:
        while True:
            yield item
            item = f(item)
    except StopIteration:
        return


def unfolded(f: Callable[[Any], Any], state: Any) -> Iterator[Any]:
    """The items of `unfold`."""
    try:
        while (made := f(state)) is not None:
            try:
                item, state = made
            except (TypeError, ValueError) as error:
                raise TypeError(
                    f"f must return a pair (item, state) or None, it returned {brief(made)}"
                ) from error
            yield item
    except StopIteration:
        return


def polled(
    f: Callable[[], Any],
    *,
    times: int | None = None,
    sentinel: Any = MISSING,
    until: type[BaseException] | tuple[type[BaseException], ...] = (),
) -> Iterator[Any]:
    """The items of `from_callable`."""
    if not until and times is None and sentinel is not MISSING and sentinel is not None:
        return iter(f, sentinel)
    calls: Iterator[tuple[()]] = repeat(()) if times is None else repeat((), times)
    if until:
        items = _polled_until(f, until, None if times is None else calls)
    else:
        items = starmap(f, calls)
    if sentinel is MISSING:
        return items
    if sentinel is None:  # nothing equals None, and some items cannot even be asked
        return takewhile(partial(operator.is_not, None), items)
    return iter(items.__next__, sentinel)


def _polled_until(
    f: Callable[[], Any], until: Any, calls: Iterator[object] | None
) -> Iterator[Any]:
    named = until if isinstance(until, tuple) else (until,)
    ends: tuple[type[BaseException], ...] = (StopIteration, *named)
    try:
        if calls is not None:
            for _ in calls:
                yield f()
            return
        while True:
            yield f()
    except ends:
        return


def paginated(
    fetch: Callable[[Any], Any],
    *,
    items: Callable[[Any], Iterable[Any]],
    next: Callable[[Any], Any],  # noqa: A002  # the option of the method has this name
) -> Iterator[Any]:
    """The items of `paginate`."""
    return chain.from_iterable(_pages(fetch, items, next))


def _pages(fetch: Any, items: Any, token_after: Any) -> Iterator[Iterable[Any]]:
    token = page = None
    try:
        while True:
            page = fetch(token)
            yield items(page)
            token = token_after(page)
            page = None
            if token is None:
                return
    except StopIteration:
        return
    finally:
        del page


def traversed(
    root: Any,
    children: Children,
    *,
    order: str = "depth",
    key: Callable[[Any], Any] | None = None,
) -> Iterator[Any]:
    """The nodes of `traverse`."""
    return _WALKS[order](root, children, None if key is None else _new_by(key))


def _new_by(key: Callable[[Any], Any]) -> Callable[[Any], bool]:
    """A predicate that is true for the first node of each key."""
    seen: set[Any] = set()

    def is_new(node: Any) -> bool:
        k = key(node)
        if k in seen:
            return False
        seen.add(k)
        return True

    return is_new


def _depth_first(root: Any, children: Children, is_new: IsNew) -> Iterator[Any]:
    above: list[Iterator[Any]] = []
    nodes = iter((root,))
    try:
        while True:
            for node in nodes:
                if is_new is None or is_new(node):
                    yield node
                    above.append(nodes)
                    nodes = iter(children(node))
                    break
            else:
                if not above:
                    return
                nodes = above.pop()
    except StopIteration:
        return
    finally:
        del above, nodes


def _breadth_first(root: Any, children: Children, is_new: IsNew) -> Iterator[Any]:
    waiting: deque[Any] = deque()
    nodes: Iterable[Any] = (root,)
    try:
        while True:
            for node in nodes:
                if is_new is None or is_new(node):
                    yield node
                    waiting.append(node)
            if not waiting:
                return
            nodes = children(waiting.popleft())
    except StopIteration:
        return
    finally:
        del nodes


def _children_first(root: Any, children: Children, is_new: IsNew) -> Iterator[Any]:
    above: list[tuple[Any, Iterator[Any]]] = []
    nodes = iter((root,))
    try:
        while True:
            for node in nodes:
                if is_new is None or is_new(node):
                    above.append((node, nodes))
                    nodes = iter(children(node))
                    break
            else:
                if not above:
                    return
                node, nodes = above.pop()
                yield node
    except StopIteration:
        return
    finally:
        del above, nodes


_WALKS: Final[dict[str, Callable[[Any, Children, IsNew], Iterator[Any]]]] = {
    "depth": _depth_first,
    "breadth": _breadth_first,
    "post": _children_first,
}


def used(open_: Callable[[], AbstractContextManager[Iterable[Any]]]) -> Iterator[Any]:
    """The items of `using`."""
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
