"""Several iterables made one: an item of each in turn, or all of them in order."""

from __future__ import annotations

import itertools

from rillet.compiled import partial
from rillet.operations.operation import upstream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeAlias

    from rillet.operations.operation import Emit, Stage

    Parts: TypeAlias = Sequence[Iterable[Any]]


def dealing(emit: Emit, opened: list[Any]) -> Stage:
    """The stage that gives after each item one of each that was `opened`, in whole rounds."""
    opened[:] = [iter(other) for other in opened]
    left: list[Any] = []

    def resume() -> bool:
        while left:
            if emit(left.pop()):
                left.clear()
                return True
        return False

    def step(item: Any) -> bool:
        beside = [*map(next, opened)]
        if len(beside) < len(opened):
            return True
        left[:] = *reversed(beside), item
        return resume()

    return step, None, None, resume


def in_turn(parts: list[Iterator[Any]]) -> Iterator[Any]:
    """An item of each in turn, without those that have ended, until all have."""
    sizes = range(len(parts), 0, -1)
    return itertools.chain.from_iterable(map(partial(_turns, [iter(parts)]), sizes))


def _turns(held: list[Any], n: int) -> Iterator[Any]:
    """The items of the next `n` iterators in turn, until one ends; `held` has those in turn."""
    held[:] = [itertools.cycle(list(itertools.islice(held[0], n)))]
    return map(next, held[0])


def taking_turns(emit: Emit, opened: list[Any]) -> Stage:
    """The stage that gives after each item one of each that was `opened` and has not ended."""
    opened[:] = [iter(other) for other in opened]
    turn = len(opened)
    full: object = False

    def resume() -> object:
        nonlocal full, turn
        while turn < len(opened) and not full:
            try:
                item = next(opened[turn])
            except StopIteration:
                del opened[turn]  # it is not asked again
            else:
                turn += 1
                full = emit(item)
        return full

    def step(item: Any) -> object:
        nonlocal full, turn
        turn = 0
        full = emit(item)
        return resume()

    def finish() -> None:
        nonlocal turn
        while opened and not full:
            turn = 0
            resume()

    return step, finish, None, resume


class _KeyStoppedError(Exception):
    """A StopIteration of the user's key, on its way through the merges around it."""


def merged(key: Any, reverse: bool, parts: Parts) -> Iterator[Any]:
    """The items of `parts`, each of which is in order."""
    if key is None:
        return _halved(lambda left, right: _merged(reverse, left, right), parts)
    if len(parts) <= 2:
        left, right = (*parts, ())[:2]
        return _merged_by(key, reverse, upstream(left), upstream(right))  # type: ignore[no-any-return]
    return _second(upstream(merged_pairs(key, reverse, parts)))  # type: ignore[no-any-return]


def merged_pairs(key: Any, reverse: bool, parts: Parts) -> Iterator[tuple[Any, Any]]:
    """The same as pairs of a key and an item, so that the key is called once for each."""
    pairs = [_with_key(key, upstream(part)) for part in parts]
    return _halved(lambda left, right: _merged_pairs(reverse, left, right), pairs)


def _halved(merge: Callable[[Any, Any], Iterator[Any]], parts: Parts) -> Iterator[Any]:
    """The merge of both halves of `parts`: an item goes through as many as halve them to one."""
    if not parts:
        return iter(())
    if len(parts) == 1:
        return iter(parts[0])
    half = (len(parts) + 1) // 2
    left, right = _halved(merge, parts[:half]), _halved(merge, parts[half:])
    return merge(upstream(left), upstream(right))


def _merged(reverse: bool, left: Any, right: Any) -> Any:
    """The items of two; where neither of their next ones is before the other, the left one."""
    items, others = left(), right()
    try:
        for head in others:
            for item in items:
                if item < head if reverse else head < item:
                    yield head
                    for head in others:
                        if not (item < head if reverse else head < item):
                            break
                        yield head
                    else:
                        yield item
                        break
                yield item
            else:
                yield head
                items = others
            break
        for item in items:
            yield item  # not `yield from`, where CPython does not look for Ctrl-C
    finally:
        del items, others  # a traceback keeps this frame, and must not keep the sources open


def _merged_by(key: Any, reverse: bool, left: Any, right: Any) -> Any:
    """`_merged`, by the keys of the items."""
    items, others = left(), right()
    try:
        for head in others:
            first = key(head)
            for item in items:
                k = key(item)
                if k < first if reverse else first < k:
                    yield head
                    for head in others:
                        first = key(head)
                        if not (k < first if reverse else first < k):
                            break
                        yield head
                    else:
                        yield item
                        break
                yield item
            else:
                yield head
                items = others
            break
        for item in items:
            key(item)  # of no use, but one that it refuses is found wherever it stands
            yield item
    except StopIteration:
        return
    finally:
        del items, others


def _merged_pairs(reverse: bool, left: Any, right: Any) -> Any:
    """`_merged`, of pairs of a key and an item."""
    pairs, others = left(), right()
    try:
        for head in others:
            first = head[0]
            for pair in pairs:
                k = pair[0]
                if k < first if reverse else first < k:
                    yield head
                    for head in others:
                        first = head[0]
                        if not (k < first if reverse else first < k):
                            break
                        yield head
                    else:
                        yield pair
                        break
                yield pair
            else:
                yield head
                pairs = others
            break
        for pair in pairs:
            yield pair
    finally:
        del pairs, others


def _with_key(key: Any, items: Any) -> Any:
    if key is None:
        for item in items():
            yield item, item
        return
    try:
        for item in items():
            yield key(item), item
    except StopIteration:
        raise _KeyStoppedError from None


def _second(pairs: Any) -> Any:
    try:
        for _, item in pairs():
            yield item
    except _KeyStoppedError:
        return


def merging(key: Any, reverse: bool, emit: Emit, opened: list[Any]) -> Stage:
    """The stage that gives out before each item what comes before it in what was `opened`."""
    opened[:] = [merged_pairs(key, reverse, opened)]
    end: Any = object()
    head: Any = (end, end)
    unread = head
    waiting: Any = ()
    full: object = False

    def following_other() -> Any:
        return next(opened[0], end)

    def following() -> Any:
        nonlocal head, waiting
        if head is unread:
            head = following_other()
        k, item = waiting
        if head is end or not (k < head[0] if reverse else head[0] < k):
            waiting = ()
            return item
        _, item = head
        head = unread
        return item

    def resume() -> object:
        nonlocal full
        while waiting and not full:
            try:
                item = following()
            except (StopIteration, _KeyStoppedError):
                full = True
            else:
                full = emit(item)
        return full

    def step(item: Any) -> object:
        nonlocal full, head, waiting
        try:
            if head is unread:
                head = following_other()
            waiting = item if key is None else key(item), item
        except (StopIteration, _KeyStoppedError):
            full = True
        return resume()

    def finish() -> None:
        nonlocal full, head
        try:
            if head is unread and not full:
                head = following_other()
            while not full and head is not end:
                _, item = head
                head = unread
                full = emit(item)
                head = end if full else following_other()
        except _KeyStoppedError:
            return

    return step, finish, None, resume
