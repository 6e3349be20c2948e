"""The laws that are held over operations of anybody's: what keeps them passes, and no other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from calls import needs_threads

from rillet import Operation, Pipeline, op, operation
from rillet.testing import LawBrokenError, obeys_the_laws


class Every(Operation):
    """One item of every `n`, in the full form."""

    laziness = "1:1"

    @staticmethod
    def pull(n: int, items: Any) -> Iterator[Any]:
        return itertools.islice(items, 0, None, n)

    @staticmethod
    def push(n: int, emit: Any, opened: list[Any]) -> Any:
        left = 0

        def step(item: Any) -> object:
            nonlocal left
            if left:
                left -= 1
                return None
            left = n - 1
            return emit(item)

        return step, None, None


def every_second(items: list[Any]) -> list[Any]:
    return [item for place, item in enumerate(items) if place % 2 == 0]


GOOD: dict[str, Any] = {
    "the full form": Every(2),
    "one of ours": op.pairwise(),
    "several": op.map(abs) | op.batched(2) | op.sorted(),
    "nothing": Pipeline(),
    "one that stops": op.take(2),
    "one that looks ahead": op.group_adjacent(),
    "one that adds": op.append(9),
}


@pytest.mark.parametrize("pipeline", GOOD.values(), ids=GOOD)
@pytest.mark.parametrize("items", [[], [1], [1, 1, 2, 3, 3, 4]], ids=str)
def test_what_keeps_the_laws_passes(pipeline: Any, items: list[Any]) -> None:
    obeys_the_laws(pipeline, items)


def test_what_it_should_give_is_a_list_or_a_function_of_one() -> None:
    obeys_the_laws(Every(2), "abcde", gives=["a", "c", "e"])
    obeys_the_laws(Every(2), "abcde", gives=every_second)
    with pytest.raises(LawBrokenError, match=r"^it gives what it should: op\.then\(Every\(3\)\)"):
        obeys_the_laws(Every(3), "abcde", gives=every_second)


class Broken(Every):
    """The full form once more, to be broken in one place."""

    @classmethod
    def pull(cls, argument: Any, items: Any) -> Iterator[Any]:  # type: ignore[override]  # no longer static
        return cls.broken(iter(items))

    @staticmethod
    def push(argument: Any, emit: Any, opened: list[Any]) -> Any:
        return emit, None, None

    broken: Callable[[Iterator[Any]], Iterator[Any]] = staticmethod(iter)


class Remembers(Broken):
    seen: ClassVar[set[Any]] = set()

    @classmethod
    def broken(cls, items: Iterator[Any]) -> Iterator[Any]:  # type: ignore[override]
        for item in items:
            if item not in cls.seen:
                cls.seen.add(item)
                yield item


class Hasty(Broken):
    @staticmethod
    def broken(items: Iterator[Any]) -> Iterator[Any]:
        first = list(itertools.islice(items, 1))
        return itertools.chain(first, items)


class Greedy(Broken):
    @staticmethod
    def broken(items: Iterator[Any]) -> Iterator[Any]:
        while held := tuple(itertools.islice(items, 3)):
            yield from held


class Swallows(Broken):
    @staticmethod
    def broken(items: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from items
        except Exception:
            return


class Replaces(Broken):
    @staticmethod
    def broken(items: Iterator[Any]) -> Iterator[Any]:
        try:
            for item in items:  # noqa: UP028  # the user's own must not be closed
                yield item
        except Exception as error:
            raise ValueError from error


class Closes(Broken):
    @staticmethod
    def broken(items: Iterator[Any]) -> Iterator[Any]:
        yield from items


KEPT: list[Any] = []


class Keeps(Broken):
    @staticmethod
    def broken(items: Iterator[Any]) -> Iterator[Any]:
        KEPT.append(items)
        return items


class PushesOther(Broken):
    @staticmethod
    def push(argument: Any, emit: Any, opened: list[Any]) -> Any:
        return lambda item: emit([item]), None, None


class PushesLate(Broken):
    @staticmethod
    def push(argument: Any, emit: Any, opened: list[Any]) -> Any:
        held: list[Any] = []

        def finish() -> None:
            for item in held:
                emit(item)

        return held.append, finish, None


class PushesOnAndOn(Broken):
    broken = staticmethod(lambda items: itertools.islice(items, 2))

    @staticmethod
    def push(argument: Any, emit: Any, opened: list[Any]) -> Any:
        numbers = itertools.count()
        return lambda item: emit(item) if next(numbers) < 2 else None, None, None


class PushLosesAtAnError(Broken):
    @staticmethod
    def push(argument: Any, emit: Any, opened: list[Any]) -> Any:
        def fail(error: BaseException) -> None:
            emit("more")

        return emit, None, fail


BROKEN: dict[type[Operation], str] = {
    Remembers: "a first pass is like any other",
    Hasty: "nothing is pulled before it is asked for",
    Greedy: "it is as lazy as it says (1:1)",
    Swallows: "an error of the source arrives unchanged",
    Replaces: "an error of the source arrives unchanged",
    Closes: "the user's iterator is left as it is",
    Keeps: "an opened source is closed",
    PushesOther: "pushed, it gives what it gives pulled",
    PushesLate: "pushed, nothing comes later than pulled",
    PushesOnAndOn: "pushed, it takes no more than pulled",
    PushLosesAtAnError: "pushed, outputs before an error are those of a pull",
}


@pytest.mark.parametrize(("kind", "law"), BROKEN.items(), ids=lambda each: str(each))
def test_what_breaks_a_law_is_told_which(kind: Any, law: str) -> None:
    KEPT.clear()
    with pytest.raises(LawBrokenError) as caught:
        obeys_the_laws(kind(), [1, 2, 3, 4])
    KEPT.clear()
    assert str(caught.value).startswith(f"{law}: op.then({kind.__name__}()) over [1, 2, 3, 4]: ")


def test_a_second_pass_that_differs_is_found() -> None:
    turns = itertools.count()

    class Turns(Broken):
        broken = staticmethod(lambda items: itertools.islice(items, max(1, 3 - next(turns))))

    with pytest.raises(LawBrokenError, match="^a (first pass is like|second pass is the same)"):
        obeys_the_laws(Turns(), [1, 2, 3])  # type: ignore[arg-type]


def test_what_does_not_pickle_is_found_or_left_out() -> None:
    local = op.map(lambda n: n)
    with pytest.raises(LawBrokenError, match=r"^it pickles: .*Error: "):
        obeys_the_laws(local, [1])
    obeys_the_laws(local, [1], pickles=False)


class Zero:
    """A function that is another one when it is unpickled."""

    def __call__(self, n: int) -> int:
        return n

    def __reduce__(self) -> Any:
        return abs.__getattribute__, ("__call__",)


def test_what_is_another_when_unpickled_is_found() -> None:
    with pytest.raises(LawBrokenError, match=r"^unpickled, it is the same"):
        obeys_the_laws(op.map(Zero()), [-1])


@needs_threads
def test_a_word_is_held_to_the_laziness_that_it_declares() -> None:
    def pairs(items: Iterator[int]) -> Iterator[tuple[int, int]]:
        return zip(items, items)

    exact, loose = operation(laziness="1:1")(pairs), operation(pairs)
    obeys_the_laws(exact(), [1, 2, 3, 4], gives=[(1, 2), (3, 4)], pickles=False)
    obeys_the_laws(loose, [1, 2, 3, 4], pickles=False)

    @operation(laziness="1:1")
    def two_ahead(items: Iterator[int]) -> Iterator[int]:
        held = list(itertools.islice(items, 2))
        for item in items:
            yield held.pop(0)
            held.append(item)
        yield from held

    with pytest.raises(LawBrokenError, match=r"^it is as lazy as it says \(1:1\)"):
        obeys_the_laws(two_ahead(), [1, 2, 3, 4], pickles=False)


@pytest.mark.parametrize("value", [5, None, abs])
def test_what_is_no_operation_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="^operation must be a pipeline or a word, got "):
        obeys_the_laws(value, [])


def test_whether_it_pickles_is_yes_or_no() -> None:
    with pytest.raises(TypeError, match="^pickles must be True or False, got 1$"):
        obeys_the_laws(op.take(1), [], pickles=1)  # type: ignore[arg-type]


class HoldsTooMany(Operation):
    """What says that it holds `n` items, and reads all."""

    laziness = "n"

    @staticmethod
    def pull(n: int, items: Iterator[Any]) -> Iterator[Any]:
        return itertools.chain.from_iterable(map(list, [items]))


@needs_threads
def test_an_operation_that_holds_n_items_reads_no_further() -> None:
    obeys_the_laws(op.batched(2), range(9))
    for pipeline in (op.drop_last(2), op.tail(2), op.windowed(3), op.batched_by(3, weight=int)):
        obeys_the_laws(pipeline, range(4), pickles=False)
    obeys_the_laws(HoldsTooMany(9), range(9), pickles=False)
    with pytest.raises(LawBrokenError, match=r"^it is as lazy as it says \(n\): .* 10 items for 1"):
        obeys_the_laws(HoldsTooMany(3), range(9), pickles=False)
