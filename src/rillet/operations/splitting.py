"""Operations that cut the stream into lists, where a predicate says so."""

from __future__ import annotations

from rillet.arguments import check_callable
from rillet.operations.groups import Cuts
from rillet.operations.operation import Family, Generated, T_co

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from rillet.operations.operation import Emit, Stage
    from rillet.plan import Bounds
    from rillet.stream import Stream


class Splitting(Family[T_co]):
    """The methods that cut the stream into lists, where a predicate says so."""

    __slots__ = ()

    def split_when(self, p2: Callable[[T_co, T_co], object], /) -> Stream[list[T_co]]:
        """Cut between two neighbours wherever `p2(before, item)` is true, and give the lists.

        >>> from rillet import Stream
        >>> Stream([1, 2, 3, 7, 8, 5]).split_when(lambda a, b: b != a + 1).to_list()
        [[1, 2, 3], [7, 8], [5]]

        Laziness: run; holds one list, and reads the item after it. An exception of `p2` ends the
        pass.
        """
        check_callable("p2", p2)
        return self._then(SplitWhen, p2)

    def split_at(self, p: Callable[[T_co], object], /) -> Stream[list[T_co]]:
        """Cut at every item for which `p` is true. That item is in none of the lists.

        >>> from rillet import Stream
        >>> Stream(["a", "b", "", "c"]).split_at(lambda line: not line).to_list()
        [['a', 'b'], ['c']]

        There is one list more than there are such items, as there is with `str.split(sep)`:
        before the first, after the last and between two neighbours stands an empty one.

        >>> Stream("-a--b-").split_at(lambda letter: letter == "-").map("".join).to_list()
        ['', 'a', '', 'b', '']
        >>> Stream("").split_at(str.isspace).to_list()
        [[]]

        `filter()` after it leaves the empty ones out.

        Laziness: run; holds one list. An exception of `p` ends the pass.
        """
        check_callable("p", p)
        return self._then(SplitAt, p)

    def split_before(self, p: Callable[[T_co], object], /) -> Stream[list[T_co]]:
        """Begin a new list with every item for which `p` is true. No list is empty.

        >>> from rillet import Stream
        >>> Stream("oneTwoThree").split_before(str.isupper).map("".join).to_list()
        ['one', 'Two', 'Three']

        Laziness: run; holds one list, and reads the item after it. An exception of `p` ends the
        pass.
        """
        check_callable("p", p)
        return self._then(SplitBefore, p)

    def split_after(self, p: Callable[[T_co], object], /) -> Stream[list[T_co]]:
        """End a list with every item for which `p` is true. No list is empty.

        >>> from rillet import Stream
        >>> Stream("Hi! You?").split_after(lambda c: c in "!?").map("".join).to_list()
        ['Hi!', ' You?']

        Laziness: run; holds one list. An exception of `p` ends the pass.
        """
        check_callable("p", p)
        return self._then(SplitAfter, p)


class SplitWhen(Cuts, Generated):
    name = "split_when"
    laziness = "run"

    @staticmethod
    def generate(p2: Any, items: Any) -> Any:
        items, nothing = items(), object()
        group: list[Any] = []
        try:
            before: Any = next(items, nothing)
            if before is nothing:
                return
            group.append(before)
            for item in items:
                if p2(before, item):
                    yield group
                    group = [item]
                else:
                    group.append(item)
                before = item
        except StopIteration:
            pass
        finally:
            del items
        yield group

    @staticmethod
    def push(p2: Any, emit: Emit, opened: list[Any], /) -> Stage:
        group: list[Any] = []

        def step(item: Any) -> object:
            nonlocal group
            try:
                if not (group and p2(group[-1], item)):
                    group.append(item)
                    return None
            except StopIteration:
                return True
            ended, group = group, [item]
            if not emit(ended):
                return None
            group = []
            return True

        def finish() -> None:
            if group:
                emit(group)

        return step, finish, None


class SplitAt(Generated):
    name = "split_at"
    laziness = "run"

    @staticmethod
    def generate(p: Any, items: Any) -> Any:
        group: list[Any] = []
        try:
            for item in items():
                if p(item):
                    yield group
                    group = []
                else:
                    group.append(item)
        except StopIteration:
            pass
        yield group

    @staticmethod
    def push(p: Any, emit: Emit, opened: list[Any], /) -> Stage:
        group: list[Any] = []
        full: object = False

        def step(item: Any) -> object:
            nonlocal group, full
            try:
                if not p(item):
                    group.append(item)
                    return None
            except StopIteration:
                return True
            ended, group = group, []
            full = emit(ended)
            return full

        def finish() -> None:
            if not full:
                emit(group)

        return step, finish, None

    @staticmethod
    def bounds(p: Any, low: float, high: float | None, /) -> Bounds:
        return 1, None if high is None else high + 1


class SplitBefore(Cuts, Generated):
    name = "split_before"
    laziness = "run"

    @staticmethod
    def generate(p: Any, items: Any) -> Any:
        group: list[Any] = []
        try:
            for item in items():
                if p(item) and group:
                    yield group
                    group = [item]
                else:
                    group.append(item)
        except StopIteration:
            pass
        if group:
            yield group

    @staticmethod
    def push(p: Any, emit: Emit, opened: list[Any], /) -> Stage:
        group: list[Any] = []

        def step(item: Any) -> object:
            nonlocal group
            try:
                if not (p(item) and group):
                    group.append(item)
                    return None
            except StopIteration:
                return True
            ended, group = group, [item]
            if not emit(ended):
                return None
            group = []
            return True

        def finish() -> None:
            if group:
                emit(group)

        return step, finish, None


class SplitAfter(Cuts, Generated):
    name = "split_after"
    laziness = "run"

    @staticmethod
    def generate(p: Any, items: Any) -> Any:
        group: list[Any] = []
        try:
            for item in items():
                if p(item):
                    group.append(item)
                    yield group
                    group = []
                else:
                    group.append(item)
        except StopIteration:
            pass
        if group:
            yield group

    @staticmethod
    def push(p: Any, emit: Emit, opened: list[Any], /) -> Stage:
        group: list[Any] = []

        def step(item: Any) -> object:
            nonlocal group
            try:
                if not p(item):
                    group.append(item)
                    return None
            except StopIteration:
                return True
            group.append(item)
            ended, group = group, []
            return emit(ended)

        def finish() -> None:
            if group:
                emit(group)

        return step, finish, None
