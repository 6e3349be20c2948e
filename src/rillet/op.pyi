"""The types of `rillet.op`, written by `python -m tools.op_stub` from the methods of `Stream`."""

# A pipeline is callable too, so the overloads of `|` overlap, and the first that fits counts.
# A pipeline whose methods are generic takes more than a Pipeline[Any, Any], never less.
# mypy: disable-error-code="overload-overlap, override, misc"
# pyright: reportOverlappingOverload=false, reportIncompatibleMethodOverride=false

from collections.abc import Callable, Generator, Iterable, Iterator
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, overload

from typing_extensions import Self, TypeGuard, TypeIs, TypeVarTuple

from rillet.fold import Fold
from rillet.operations.order import Bits, Comparable
from rillet.operations.own import Laid
from rillet.operations.parts import Keyed
from rillet.outcome import Err, Ok
from rillet.pipeline import Pipeline, Pipes, Program, broadcast
from rillet.sink import Sink
from rillet.stream import Stream

__all__ = [
    "map",
    "starmap",
    "enumerate",
    "accumulate",
    "flat_map",
    "flatten",
    "filter_map",
    "map_accumulate",
    "tap",
    "tee_to",
    "pluck",
    "attr",
    "map_keys",
    "map_values",
    "swap",
    "filter",
    "filterfalse",
    "not_none",
    "of_type",
    "take",
    "drop",
    "takewhile",
    "takewhile_inclusive",
    "dropwhile",
    "tail",
    "drop_last",
    "compress",
    "locate",
    "unique",
    "dedupe",
    "duplicates",
    "without",
    "intersection",
    "batched",
    "windowed",
    "pairwise",
    "lag",
    "lead",
    "mark_ends",
    "group_adjacent",
    "run_length",
    "batched_by",
    "split_when",
    "split_at",
    "split_before",
    "split_after",
    "cycle",
    "repeat_each",
    "intersperse",
    "padded",
    "or_else",
    "or_else_from",
    "sorted",
    "reversed",
    "shuffle",
    "zip",
    "zip_longest",
    "chain",
    "prepend",
    "append",
    "interleave",
    "roundrobin",
    "merge_sorted",
    "join",
    "product",
    "permutations",
    "combinations",
    "combinations_with_replacement",
    "powerset",
    "try_map",
    "catch",
    "on_close",
    "then",
    "fuse",
    "broadcast",
]

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
K = TypeVar("K")
R = TypeVar("R")
T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")
T_contra = TypeVar("T_contra", contravariant=True)
LessT = TypeVar("LessT", bound=Comparable)
X = TypeVar("X", bound=BaseException)
AfterT = TypeVar("AfterT", bound=Pipeline[Any, Any] | Program[Any, Any])
Ts = TypeVarTuple("Ts")

class Keeping(Pipeline[T_contra, Any], Generic[T_contra]):
    """A pipeline that gives the items themselves, or some of them, where they are `T_contra`."""

    def __call__(self, items: Iterable[T_contra], /) -> Iterator[T_contra]: ...
    @overload
    def __ror__(self: Keeping[T], before: Keeping[T], /) -> Keeping[T]: ...
    @overload
    def __ror__(self, items: Iterable[T_contra], /) -> Stream[T_contra]: ...
    @overload
    def __or__(self: Keeping[T], after: Keeping[T], /) -> Keeping[T]: ...
    @overload
    def __or__(self, after: Pipes[T_contra, U], /) -> Pipeline[T_contra, U]: ...
    @overload
    def __or__(  # of a word
        self, after: Callable[[Iterable[T_contra]], Laid[U]], /
    ) -> Pipeline[T_contra, U]: ...
    @overload
    def __or__(self, after: Callable[[Stream[T_contra]], R], /) -> Program[T_contra, R]: ...

class Same(Keeping[object]):
    """A pipeline that gives the items themselves, or some of them, whatever they are."""

    def __call__(self, items: Iterable[T], /) -> Iterator[T]: ...
    @overload
    def __ror__(self, before: Keeping[T], /) -> Keeping[T]: ...
    @overload
    def __ror__(self, items: Iterable[T], /) -> Stream[T]: ...
    @overload
    def __or__(self, after: AfterT, /) -> AfterT: ...
    @overload
    def __or__(self, after: Callable[[Iterable[U]], Laid[R]], /) -> Pipeline[U, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[Any]], R], /) -> Program[Any, R]: ...

class Ordered(Keeping[Comparable]):
    """A pipeline that gives the items themselves, or some of them, where they have an order."""

    def __call__(self, items: Iterable[LessT], /) -> Iterator[LessT]: ...
    @overload
    def __ror__(self, before: Keeping[LessT], /) -> Keeping[LessT]: ...
    @overload
    def __ror__(self, items: Iterable[LessT], /) -> Stream[LessT]: ...
    @overload
    def __or__(self, after: AfterT, /) -> AfterT: ...
    @overload
    def __or__(self, after: Callable[[Iterable[U]], Laid[R]], /) -> Pipeline[U, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[Any]], R], /) -> Program[Any, R]: ...

class Numbered(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[int, T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[int, T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[int, T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[int, T]], /) -> Pipeline[T, tuple[int, T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[int, T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[int, T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[int, T]]], R], /) -> Program[T, R]: ...

class Mixed(Pipeline[Any, Any], Generic[U]):
    """A pipeline from any `T` to `T | U`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[T | U]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[T | U]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[T | U], /) -> Pipeline[T, T | U]: ...
    @overload
    def __or__(self, after: Pipes[T | U, R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[T | U]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[T | U]], R], /) -> Program[T, R]: ...

class Flattened(Pipeline[Any, Any]):
    """A pipeline from any `Iterable[U]` to `U`."""

    def __call__(self, items: Iterable[Iterable[U]], /) -> Iterator[U]: ...
    def __ror__(self, items: Iterable[Iterable[U]], /) -> Stream[U]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[U], /) -> Pipeline[Iterable[U], U]: ...
    @overload
    def __or__(self, after: Pipes[U, R], /) -> Pipeline[Iterable[U], R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[U]], Laid[R]], /) -> Pipeline[Iterable[U], R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[U]], R], /) -> Program[Iterable[U], R]: ...

class MapKeys(Pipeline[Any, Any], Generic[A, K]):
    """A pipeline from any `tuple[K, U]` to `tuple[A, U]`."""

    def __call__(self, items: Iterable[tuple[K, U]], /) -> Iterator[tuple[A, U]]: ...
    def __ror__(self, items: Iterable[tuple[K, U]], /) -> Stream[tuple[A, U]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[A, U]], /) -> Pipeline[tuple[K, U], tuple[A, U]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[A, U], R], /) -> Pipeline[tuple[K, U], R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[A, U]]], Laid[R]], /) -> Pipeline[tuple[K, U], R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[A, U]]], R], /) -> Program[tuple[K, U], R]: ...

class MapValues(Pipeline[Any, Any], Generic[A, U]):
    """A pipeline from any `tuple[K, U]` to `tuple[K, A]`."""

    def __call__(self, items: Iterable[tuple[K, U]], /) -> Iterator[tuple[K, A]]: ...
    def __ror__(self, items: Iterable[tuple[K, U]], /) -> Stream[tuple[K, A]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[K, A]], /) -> Pipeline[tuple[K, U], tuple[K, A]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[K, A], R], /) -> Pipeline[tuple[K, U], R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[K, A]]], Laid[R]], /) -> Pipeline[tuple[K, U], R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[K, A]]], R], /) -> Program[tuple[K, U], R]: ...

class Swapped(Pipeline[Any, Any]):
    """A pipeline from any `tuple[A, B]` to `tuple[B, A]`."""

    def __call__(self, items: Iterable[tuple[A, B]], /) -> Iterator[tuple[B, A]]: ...
    def __ror__(self, items: Iterable[tuple[A, B]], /) -> Stream[tuple[B, A]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[B, A]], /) -> Pipeline[tuple[A, B], tuple[B, A]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[B, A], R], /) -> Pipeline[tuple[A, B], R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[B, A]]], Laid[R]], /) -> Pipeline[tuple[A, B], R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[B, A]]], R], /) -> Program[tuple[A, B], R]: ...

class NotNone(Pipeline[Any, Any]):
    """A pipeline from any `U | None` to `U`."""

    def __call__(self, items: Iterable[U | None], /) -> Iterator[U]: ...
    def __ror__(self, items: Iterable[U | None], /) -> Stream[U]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[U], /) -> Pipeline[U | None, U]: ...
    @overload
    def __or__(self, after: Pipes[U, R], /) -> Pipeline[U | None, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[U]], Laid[R]], /) -> Pipeline[U | None, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[U]], R], /) -> Program[U | None, R]: ...

class Tuples(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T, ...]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, ...]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, ...]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, ...]], /) -> Pipeline[T, tuple[T, ...]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, ...], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, ...]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, ...]]], R], /) -> Program[T, R]: ...

class Singles(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T]], /) -> Pipeline[T, tuple[T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T]]], R], /) -> Program[T, R]: ...

class Pairs(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T, T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, T]], /) -> Pipeline[T, tuple[T, T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, T]]], R], /) -> Program[T, R]: ...

class Triples(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T, T, T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, T, T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, T, T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, T, T]], /) -> Pipeline[T, tuple[T, T, T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, T, T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, T, T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, T, T]]], R], /) -> Program[T, R]: ...

class Lags(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T | None, T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | None, T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | None, T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | None, T]], /) -> Pipeline[T, tuple[T | None, T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | None, T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | None, T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | None, T]]], R], /) -> Program[T, R]: ...

class LagsFilled(Pipeline[Any, Any], Generic[U]):
    """A pipeline from any `T` to `tuple[T | U, T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | U, T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | U, T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | U, T]], /) -> Pipeline[T, tuple[T | U, T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | U, T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | U, T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | U, T]]], R], /) -> Program[T, R]: ...

class Leads(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T, T | None]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, T | None]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, T | None]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, T | None]], /) -> Pipeline[T, tuple[T, T | None]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, T | None], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, T | None]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, T | None]]], R], /) -> Program[T, R]: ...

class LeadsFilled(Pipeline[Any, Any], Generic[U]):
    """A pipeline from any `T` to `tuple[T, T | U]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, T | U]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, T | U]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, T | U]], /) -> Pipeline[T, tuple[T, T | U]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, T | U], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, T | U]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, T | U]]], R], /) -> Program[T, R]: ...

class Marks(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[bool, bool, T]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[bool, bool, T]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[bool, bool, T]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[bool, bool, T]], /) -> Pipeline[T, tuple[bool, bool, T]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[bool, bool, T], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[bool, bool, T]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[bool, bool, T]]], R], /) -> Program[T, R]: ...

class Runs(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T, list[T]]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, list[T]]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, list[T]]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, list[T]]], /) -> Pipeline[T, tuple[T, list[T]]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, list[T]], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, list[T]]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, list[T]]]], R], /) -> Program[T, R]: ...

class Lengths(Pipeline[Any, Any]):
    """A pipeline from any `T` to `tuple[T, int]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, int]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, int]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, int]], /) -> Pipeline[T, tuple[T, int]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, int], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, int]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, int]]], R], /) -> Program[T, R]: ...

class Padded(Pipeline[Any, Any]):
    """A pipeline from any `T` to `T | None`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[T | None]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[T | None]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[T | None], /) -> Pipeline[T, T | None]: ...
    @overload
    def __or__(self, after: Pipes[T | None, R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[T | None]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[T | None]], R], /) -> Program[T, R]: ...

class Zip1(Pipeline[Any, Any], Generic[A]):
    """A pipeline from any `T` to `tuple[T, A]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A]], /) -> Pipeline[T, tuple[T, A]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A]]], R], /) -> Program[T, R]: ...

class Zip2(Pipeline[Any, Any], Generic[A, B]):
    """A pipeline from any `T` to `tuple[T, A, B]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A, B]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A, B]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A, B]], /) -> Pipeline[T, tuple[T, A, B]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A, B], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A, B]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A, B]]], R], /) -> Program[T, R]: ...

class Zip3(Pipeline[Any, Any], Generic[A, B, C]):
    """A pipeline from any `T` to `tuple[T, A, B, C]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A, B, C]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A, B, C]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A, B, C]], /) -> Pipeline[T, tuple[T, A, B, C]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A, B, C], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A, B, C]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A, B, C]]], R], /) -> Program[T, R]: ...

class Zip4(Pipeline[Any, Any], Generic[A, B, C, D]):
    """A pipeline from any `T` to `tuple[T, A, B, C, D]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A, B, C, D]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A, B, C, D]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A, B, C, D]], /) -> Pipeline[T, tuple[T, A, B, C, D]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A, B, C, D], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A, B, C, D]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A, B, C, D]]], R], /) -> Program[T, R]: ...

class ZipLongest1(Pipeline[Any, Any], Generic[A]):
    """A pipeline from any `T` to `tuple[T | None, A | None]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | None, A | None]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | None, A | None]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | None, A | None]], /) -> Pipeline[T, tuple[T | None, A | None]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | None, A | None], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | None, A | None]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | None, A | None]]], R], /) -> Program[T, R]: ...

class ZipLongest1Filled(Pipeline[Any, Any], Generic[A, U]):
    """A pipeline from any `T` to `tuple[T | U, A | U]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | U, A | U]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | U, A | U]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | U, A | U]], /) -> Pipeline[T, tuple[T | U, A | U]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | U, A | U], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | U, A | U]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | U, A | U]]], R], /) -> Program[T, R]: ...

class ZipLongest2(Pipeline[Any, Any], Generic[A, B]):
    """A pipeline from any `T` to `tuple[T | None, A | None, B | None]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | None, A | None, B | None]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | None, A | None, B | None]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | None, A | None, B | None]], /) -> Pipeline[T, tuple[T | None, A | None, B | None]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | None, A | None, B | None], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | None, A | None, B | None]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | None, A | None, B | None]]], R], /) -> Program[T, R]: ...

class ZipLongest2Filled(Pipeline[Any, Any], Generic[A, B, U]):
    """A pipeline from any `T` to `tuple[T | U, A | U, B | U]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | U, A | U, B | U]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | U, A | U, B | U]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | U, A | U, B | U]], /) -> Pipeline[T, tuple[T | U, A | U, B | U]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | U, A | U, B | U], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | U, A | U, B | U]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | U, A | U, B | U]]], R], /) -> Program[T, R]: ...

class ZipLongest3(Pipeline[Any, Any], Generic[A, B, C]):
    """A pipeline from any `T` to `tuple[T | None, A | None, B | None, C | None]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | None, A | None, B | None, C | None]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | None, A | None, B | None, C | None]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | None, A | None, B | None, C | None]], /) -> Pipeline[T, tuple[T | None, A | None, B | None, C | None]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | None, A | None, B | None, C | None], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | None, A | None, B | None, C | None]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | None, A | None, B | None, C | None]]], R], /) -> Program[T, R]: ...

class ZipLongest3Filled(Pipeline[Any, Any], Generic[A, B, C, U]):
    """A pipeline from any `T` to `tuple[T | U, A | U, B | U, C | U]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | U, A | U, B | U, C | U]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | U, A | U, B | U, C | U]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | U, A | U, B | U, C | U]], /) -> Pipeline[T, tuple[T | U, A | U, B | U, C | U]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | U, A | U, B | U, C | U], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | U, A | U, B | U, C | U]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | U, A | U, B | U, C | U]]], R], /) -> Program[T, R]: ...

class ZipLongest4(Pipeline[Any, Any], Generic[A, B, C, D]):
    """A pipeline from any `T` to `tuple[T | None, A | None, B | None, C | None, D | None]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | None, A | None, B | None, C | None, D | None]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | None, A | None, B | None, C | None, D | None]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | None, A | None, B | None, C | None, D | None]], /) -> Pipeline[T, tuple[T | None, A | None, B | None, C | None, D | None]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | None, A | None, B | None, C | None, D | None], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | None, A | None, B | None, C | None, D | None]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | None, A | None, B | None, C | None, D | None]]], R], /) -> Program[T, R]: ...

class ZipLongest4Filled(Pipeline[Any, Any], Generic[A, B, C, D, U]):
    """A pipeline from any `T` to `tuple[T | U, A | U, B | U, C | U, D | U]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T | U, A | U, B | U, C | U, D | U]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T | U, A | U, B | U, C | U, D | U]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T | U, A | U, B | U, C | U, D | U]], /) -> Pipeline[T, tuple[T | U, A | U, B | U, C | U, D | U]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T | U, A | U, B | U, C | U, D | U], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T | U, A | U, B | U, C | U, D | U]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T | U, A | U, B | U, C | U, D | U]]], R], /) -> Program[T, R]: ...

class Merged(Pipeline[Any, Any], Generic[U]):
    """A pipeline from any `LessT` to `LessT | U`."""

    def __call__(self, items: Iterable[LessT], /) -> Iterator[LessT | U]: ...
    def __ror__(self, items: Iterable[LessT], /) -> Stream[LessT | U]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[LessT | U], /) -> Pipeline[LessT, LessT | U]: ...
    @overload
    def __or__(self, after: Pipes[LessT | U, R], /) -> Pipeline[LessT, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[LessT | U]], Laid[R]], /) -> Pipeline[LessT, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[LessT | U]], R], /) -> Program[LessT, R]: ...

class Product1(Pipeline[Any, Any], Generic[A]):
    """A pipeline from any `T` to `tuple[T, A]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A]], /) -> Pipeline[T, tuple[T, A]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A]]], R], /) -> Program[T, R]: ...

class Product2(Pipeline[Any, Any], Generic[A, B]):
    """A pipeline from any `T` to `tuple[T, A, B]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A, B]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A, B]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A, B]], /) -> Pipeline[T, tuple[T, A, B]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A, B], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A, B]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A, B]]], R], /) -> Program[T, R]: ...

class Product3(Pipeline[Any, Any], Generic[A, B, C]):
    """A pipeline from any `T` to `tuple[T, A, B, C]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A, B, C]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A, B, C]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A, B, C]], /) -> Pipeline[T, tuple[T, A, B, C]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A, B, C], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A, B, C]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A, B, C]]], R], /) -> Program[T, R]: ...

class Product4(Pipeline[Any, Any], Generic[A, B, C, D]):
    """A pipeline from any `T` to `tuple[T, A, B, C, D]`."""

    def __call__(self, items: Iterable[T], /) -> Iterator[tuple[T, A, B, C, D]]: ...
    def __ror__(self, items: Iterable[T], /) -> Stream[tuple[T, A, B, C, D]]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[tuple[T, A, B, C, D]], /) -> Pipeline[T, tuple[T, A, B, C, D]]: ...
    @overload
    def __or__(self, after: Pipes[tuple[T, A, B, C, D], R], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[tuple[T, A, B, C, D]]], Laid[R]], /) -> Pipeline[T, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[tuple[T, A, B, C, D]]], R], /) -> Program[T, R]: ...

@overload
def map(f: Callable[[T], U], /) -> Pipeline[T, U]:
    """Call `f` with every item, and give what it returns."""
@overload
def map(f: Callable[[T, A], U], a: Iterable[A], /) -> Pipeline[T, U]: ...
@overload
def map(f: Callable[[T, A, B], U], a: Iterable[A], b: Iterable[B], /) -> Pipeline[T, U]: ...
@overload
def map(
    f: Callable[[T, A, B, C], U],
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    /,
) -> Pipeline[T, U]: ...
@overload
def map(
    f: Callable[..., U],
    a: Iterable[Any],
    b: Iterable[Any],
    c: Iterable[Any],
    d: Iterable[Any],
    /,
    *others: Iterable[Any],
) -> Pipeline[object, U]: ...

def starmap(f: Callable[[*Ts], U], /) -> Pipeline[tuple[*Ts], U]:
    """Call `f` with the parts of every item as its arguments."""

def enumerate(start: int = 0) -> Numbered:
    """Pair every item with its number, counted from `start`."""

@overload
def accumulate() -> Same:
    """Give every total so far: the sums, or what `f(total, item)` makes."""
@overload
def accumulate(f: Callable[[T, T], T], /) -> Pipeline[T, T]: ...
@overload
def accumulate(f: Callable[[U, T], U], /, *, initial: U) -> Pipeline[T, U]: ...
@overload
def accumulate(f: None = None, /, *, initial: U) -> Mixed[U]: ...

def flat_map(f: Callable[[T], Iterable[U]], /) -> Pipeline[T, U]:
    """Give the items of all the iterables that `f` makes of the items, one after another."""

def flatten() -> Flattened:
    """Give the items of all the iterables in the stream: one level, strings to characters."""

def filter_map(f: Callable[[T], U | None], /) -> Pipeline[T, U]:
    """Call `f` with every item, and give what it returns where that is not None."""

def map_accumulate(f: Callable[[U, T], tuple[U, A]], state: U, /) -> Pipeline[T, A]:
    """Call `f(state, item)` for the next state and what is given out, from `state` on."""

def tap(f: Callable[[T], object], /) -> Keeping[T]:
    """Call `f` with every item, and pass the item on."""

def tee_to(
    target: Sink[T, Any] | Fold[T, Any] | Generator[Any, T, Any] | Callable[[T], object],
    /,
) -> Keeping[T]:
    """Send every item into `target` too, and pass it on."""

@overload
def pluck(key: Any, /) -> Pipeline[Keyed, Any]:
    """Give of every item what stands under `keys`: the value of one key, a tuple of several."""
@overload
def pluck(a: Any, b: Any, /) -> Pipeline[Keyed, tuple[Any, Any]]: ...
@overload
def pluck(a: Any, b: Any, c: Any, /) -> Pipeline[Keyed, tuple[Any, Any, Any]]: ...
@overload
def pluck(a: Any, b: Any, c: Any, d: Any, /, *keys: Any) -> Pipeline[Keyed, tuple[Any, ...]]: ...

@overload
def attr(name: str, /) -> Pipeline[object, Any]:
    """Give of every item the attributes `names`: the value of one, a tuple of several."""
@overload
def attr(a: str, b: str, /) -> Pipeline[object, tuple[Any, Any]]: ...
@overload
def attr(a: str, b: str, c: str, /) -> Pipeline[object, tuple[Any, Any, Any]]: ...
@overload
def attr(a: str, b: str, c: str, d: str, /, *names: str) -> Pipeline[object, tuple[Any, ...]]: ...

def map_keys(f: Callable[[K], A], /) -> MapKeys[A, K]:
    """Call `f` with the first of every pair, and put what it returns in its place."""

def map_values(f: Callable[[U], A], /) -> MapValues[A, U]:
    """Call `f` with the second of every pair, and put what it returns in its place."""

def swap() -> Swapped:
    """Give every pair the other way round."""

@overload
def filter(p: None = None, /) -> NotNone:
    """Keep the items for which `p` is true; without `p`, the items that are true themselves."""
@overload
def filter(p: Callable[[T], TypeIs[U]], /) -> Pipeline[T, U]: ...
@overload
def filter(p: Callable[[T], TypeGuard[U]], /) -> Pipeline[T, U]: ...
@overload
def filter(p: Callable[[T], object], /) -> Keeping[T]: ...

@overload
def filterfalse(p: None = None, /) -> Same:
    """Keep the items for which `p` is false; without `p`, the items that are false themselves."""
@overload
def filterfalse(p: Callable[[T], object], /) -> Keeping[T]: ...

def not_none() -> NotNone:
    """Keep the items that are not None."""

@overload
def of_type(cls: type[U], /) -> Pipeline[object, U]:
    """Keep the items that are instances of `cls`."""
@overload
def of_type(cls: tuple[type[A], type[B]], /) -> Pipeline[object, A | B]: ...
@overload
def of_type(cls: tuple[type[U], ...], /) -> Pipeline[object, U]: ...
@overload
def of_type(cls: type[Any] | UnionType | tuple[Any, ...], /) -> Same: ...

def take(n: int, /) -> Same:
    """Give the first `n` items, and never pull the one after them."""

def drop(n: int, /) -> Same:
    """Leave out the first `n` items."""

def takewhile(p: Callable[[T], object], /) -> Keeping[T]:
    """Give the items up to the first for which `p` is false. That item is pulled and lost."""

def takewhile_inclusive(p: Callable[[T], object], /) -> Keeping[T]:
    """Give the items up to the first for which `p` is false, and that item as the last."""

def dropwhile(p: Callable[[T], object], /) -> Keeping[T]:
    """Leave out the items up to the first for which `p` is false, and give all from there."""

def tail(n: int, /) -> Same:
    """Give the last `n` items."""

def drop_last(n: int = 1, /) -> Same:
    """Leave out the last `n` items."""

def compress(selectors: Iterable[object], /) -> Same:
    """Keep the items whose partner in `selectors` is true; the shorter of the two ends it."""

def locate(p: Callable[[T], object], /) -> Pipeline[T, int]:
    """Give the places, counted from 0, of the items for which `p` is true."""

@overload
def unique(key: None = None) -> Same:
    """Give every item once, at its first place; with `key`, one item for each key."""
@overload
def unique(key: Callable[[T], object]) -> Keeping[T]: ...

@overload
def dedupe(key: None = None) -> Same:
    """Leave out every item that is, or equals, the one before it; with `key`, by their keys."""
@overload
def dedupe(key: Callable[[T], object]) -> Keeping[T]: ...

@overload
def duplicates(key: None = None) -> Same:
    """Give every item that is repeated once, at its second place; with `key`, by their keys."""
@overload
def duplicates(key: Callable[[T], object]) -> Keeping[T]: ...

@overload
def without(other: Iterable[object], /, *, key: None = None) -> Same:
    """Leave out every item that is in `other`, and keep the rest in its order."""
@overload
def without(other: Iterable[T], /, *, key: Callable[[T], object]) -> Pipeline[T, T]: ...

@overload
def intersection(other: Iterable[object], /, *, key: None = None) -> Same:
    """Keep the items that are in `other` too, as often as the stream has them."""
@overload
def intersection(other: Iterable[T], /, *, key: Callable[[T], object]) -> Pipeline[T, T]: ...

def batched(n: int, /, *, strict: bool = False) -> Tuples:
    """Give the items in tuples of `n`; only the last may be shorter."""

@overload
def windowed(
    size: Literal[1],
    /,
    *,
    step: int = 1,
    partial: Literal[False] = False,
) -> Singles:
    """Give tuples of `size` items, each window `step` items after the one before it."""
@overload
def windowed(size: Literal[2], /, *, step: int = 1, partial: Literal[False] = False) -> Pairs: ...
@overload
def windowed(
    size: Literal[3],
    /,
    *,
    step: int = 1,
    partial: Literal[False] = False,
) -> Triples: ...
@overload
def windowed(size: int, /, *, step: int = 1, partial: bool = False) -> Tuples: ...

def pairwise() -> Pairs:
    """Pair every item with the one after it."""

@overload
def lag(fill: None = None) -> Lags:
    """Pair every item with the one before it, as `(before, item)`."""
@overload
def lag(fill: U) -> LagsFilled[U]: ...

@overload
def lead(fill: None = None) -> Leads:
    """Pair every item with the one after it, as `(item, after)`."""
@overload
def lead(fill: U) -> LeadsFilled[U]: ...

def mark_ends() -> Marks:
    """Tell of every item whether it is the first and the last: `(is_first, is_last, item)`."""

@overload
def group_adjacent() -> Runs:
    """Give every run of items with equal keys, as `(key, list)`."""
@overload
def group_adjacent(key: Callable[[T], K]) -> Pipeline[T, tuple[K, list[T]]]: ...
@overload
def group_adjacent(key: None) -> Runs: ...

def run_length() -> Lengths:
    """Give every run of equal items as `(item, length)`, with the first item of the run."""

def batched_by(
    max_size: float,
    /,
    *,
    weight: Callable[[T], float],
    max_count: int | None = None,
) -> Pipeline[T, tuple[T, ...]]:
    """Give the items in tuples that weigh at most `max_size` together, as full as they can be."""

def split_when(p2: Callable[[T, T], object], /) -> Pipeline[T, list[T]]:
    """Cut between two neighbours wherever `p2(before, item)` is true, and give the lists."""

def split_at(p: Callable[[T], object], /) -> Pipeline[T, list[T]]:
    """Cut at every item for which `p` is true. That item is in none of the lists."""

def split_before(p: Callable[[T], object], /) -> Pipeline[T, list[T]]:
    """Begin a new list with every item for which `p` is true. No list is empty."""

def split_after(p: Callable[[T], object], /) -> Pipeline[T, list[T]]:
    """End a list with every item for which `p` is true. No list is empty."""

def cycle(times: int | None = None) -> Same:
    """Give all items again and again: `times` rounds, or without end."""

def repeat_each(n: int, /) -> Same:
    """Give every item `n` times before the next one."""

def intersperse(sep: U, /) -> Mixed[U]:
    """Give `sep` between every two items."""

@overload
def padded(n: int, /) -> Padded:
    """Give the items, and `fill` after them until there are `n`; more items pass as they are."""
@overload
def padded(n: int, /, fill: U) -> Mixed[U]: ...

def or_else(*items: U) -> Mixed[U]:
    """Give the items of the stream, or `items` if it has none."""

def or_else_from(other: Iterable[U], /) -> Mixed[U]:
    """Give the items of the stream, or those of `other` if it has none."""

@overload
def sorted(*, key: None = None, reverse: bool = False) -> Ordered:
    """Give the items in ascending order; equal ones keep theirs."""
@overload
def sorted(*, key: Callable[[T], Comparable], reverse: bool = False) -> Keeping[T]: ...

def reversed() -> Same:
    """Give the items from the last to the first."""

def shuffle(rng: Bits | None = None) -> Same:
    """Give the items in a random order, which is drawn once, when this method is called."""

@overload
def zip(*, strict: bool = False) -> Singles:
    """Give tuples of an item of the stream and one of each other, until the shortest ends."""
@overload
def zip(a: Iterable[A], /, *, strict: bool = False) -> Zip1[A]: ...
@overload
def zip(a: Iterable[A], b: Iterable[B], /, *, strict: bool = False) -> Zip2[A, B]: ...
@overload
def zip(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    /,
    *,
    strict: bool = False,
) -> Zip3[A, B, C]: ...
@overload
def zip(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    d: Iterable[D],
    /,
    *,
    strict: bool = False,
) -> Zip4[A, B, C, D]: ...
@overload
def zip(
    a: Iterable[Any],
    b: Iterable[Any],
    c: Iterable[Any],
    d: Iterable[Any],
    e: Iterable[Any],
    /,
    *others: Iterable[Any],
    strict: bool = False,
) -> Pipeline[object, tuple[Any, ...]]: ...

@overload
def zip_longest() -> Singles:
    """Give tuples of an item of the stream and one of each other, until the longest ends."""
@overload
def zip_longest(a: Iterable[A], /) -> ZipLongest1[A]: ...
@overload
def zip_longest(a: Iterable[A], /, *, fillvalue: U) -> ZipLongest1Filled[A, U]: ...
@overload
def zip_longest(a: Iterable[A], b: Iterable[B], /) -> ZipLongest2[A, B]: ...
@overload
def zip_longest(
    a: Iterable[A],
    b: Iterable[B],
    /,
    *,
    fillvalue: U,
) -> ZipLongest2Filled[A, B, U]: ...
@overload
def zip_longest(a: Iterable[A], b: Iterable[B], c: Iterable[C], /) -> ZipLongest3[A, B, C]: ...
@overload
def zip_longest(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    /,
    *,
    fillvalue: U,
) -> ZipLongest3Filled[A, B, C, U]: ...
@overload
def zip_longest(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    d: Iterable[D],
    /,
) -> ZipLongest4[A, B, C, D]: ...
@overload
def zip_longest(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    d: Iterable[D],
    /,
    *,
    fillvalue: U,
) -> ZipLongest4Filled[A, B, C, D, U]: ...
@overload
def zip_longest(
    *others: Iterable[Any],
    fillvalue: Any = None,
) -> Pipeline[object, tuple[Any, ...]]: ...

def chain(*others: Iterable[U]) -> Mixed[U]:
    """Give the items of the stream, and then those of every other."""

def prepend(*items: U) -> Mixed[U]:
    """Give `items`, and then those of the stream."""

def append(*items: U) -> Mixed[U]:
    """Give the items of the stream, and then `items`."""

def interleave(*others: Iterable[U]) -> Mixed[U]:
    """Give an item of the stream and one of each other, again and again, in whole rounds."""

def roundrobin(*others: Iterable[U]) -> Mixed[U]:
    """Give an item of the stream and one of each other in turn, until all have ended."""

@overload
def merge_sorted(*others: Iterable[U], key: None = None, reverse: bool = False) -> Merged[U]:
    """Merge the stream and the others, each in ascending order, into one that is so too."""
@overload
def merge_sorted(
    *others: Iterable[T],
    key: Callable[[T], Comparable],
    reverse: bool = False,
) -> Pipeline[T, T]: ...

@overload
def join(
    other: Iterable[T],
    /,
    on: Callable[[T], object],
    other_on: None = None,
    *,
    how: Literal["inner"] = "inner",
) -> Pipeline[T, tuple[T, T]]:
    """Pair every item with each item of `other` that has the same key."""
@overload
def join(
    other: Iterable[U],
    /,
    on: Callable[[T], object],
    other_on: Callable[[U], object],
    *,
    how: Literal["inner"] = "inner",
) -> Pipeline[T, tuple[T, U]]: ...
@overload
def join(
    other: Iterable[T],
    /,
    on: Callable[[T], object],
    other_on: None = None,
    *,
    how: Literal["left"],
) -> Pipeline[T, tuple[T, T | None]]: ...
@overload
def join(
    other: Iterable[U],
    /,
    on: Callable[[T], object],
    other_on: Callable[[U], object],
    *,
    how: Literal["left"],
) -> Pipeline[T, tuple[T, U | None]]: ...
@overload
def join(
    other: Iterable[T],
    /,
    on: Callable[[T], object],
    other_on: None = None,
    *,
    how: Literal["full"],
) -> Pipeline[T, tuple[T | None, T | None]]: ...
@overload
def join(
    other: Iterable[U],
    /,
    on: Callable[[T], object],
    other_on: Callable[[U], object],
    *,
    how: Literal["full"],
) -> Pipeline[T, tuple[T | None, U | None]]: ...
@overload
def join(
    other: Iterable[T],
    /,
    on: Callable[[T], object],
    other_on: None = None,
    *,
    how: Literal["semi", "anti"],
) -> Pipeline[T, T]: ...
@overload
def join(
    other: Iterable[U],
    /,
    on: Callable[[T], object],
    other_on: Callable[[U], object],
    *,
    how: Literal["semi", "anti"],
) -> Keeping[T]: ...

@overload
def product(*, repeat: Literal[1] = 1) -> Singles:
    """Give every tuple of an item of the stream and one of each other, the last moving first."""
@overload
def product(*, repeat: Literal[2]) -> Pairs: ...
@overload
def product(*, repeat: Literal[3]) -> Triples: ...
@overload
def product(*, repeat: int) -> Tuples: ...
@overload
def product(a: Iterable[A], /, *, repeat: Literal[1] = 1) -> Product1[A]: ...
@overload
def product(a: Iterable[A], b: Iterable[B], /, *, repeat: Literal[1] = 1) -> Product2[A, B]: ...
@overload
def product(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    /,
    *,
    repeat: Literal[1] = 1,
) -> Product3[A, B, C]: ...
@overload
def product(
    a: Iterable[A],
    b: Iterable[B],
    c: Iterable[C],
    d: Iterable[D],
    /,
    *,
    repeat: Literal[1] = 1,
) -> Product4[A, B, C, D]: ...
@overload
def product(*others: Iterable[Any], repeat: int = 1) -> Pipeline[object, tuple[Any, ...]]: ...

@overload
def permutations(r: Literal[1], /) -> Singles:
    """Give every ordered choice of `r` items, each place used once; without `r`, of all."""
@overload
def permutations(r: Literal[2], /) -> Pairs: ...
@overload
def permutations(r: Literal[3], /) -> Triples: ...
@overload
def permutations(r: int | None = None, /) -> Tuples: ...

@overload
def combinations(r: Literal[1], /) -> Singles:
    """Give every choice of `r` items in the order of the stream, each place used once."""
@overload
def combinations(r: Literal[2], /) -> Pairs: ...
@overload
def combinations(r: Literal[3], /) -> Triples: ...
@overload
def combinations(r: int, /) -> Tuples: ...

@overload
def combinations_with_replacement(r: Literal[1], /) -> Singles:
    """Give every choice of `r` items in the order of the stream, any place used again."""
@overload
def combinations_with_replacement(r: Literal[2], /) -> Pairs: ...
@overload
def combinations_with_replacement(r: Literal[3], /) -> Triples: ...
@overload
def combinations_with_replacement(r: int, /) -> Tuples: ...

def powerset() -> Tuples:
    """Give every choice of any number of items, the shorter ones first."""

@overload
def try_map(
    f: Callable[[T], U],
    /,
    *exceptions: type[BaseException],
    on_error: Literal["skip"] = "skip",
) -> Pipeline[T, U]:
    """Call `f` with every item, and give what it returns; leave out the items it fails on."""
@overload
def try_map(
    f: Callable[[T], U],
    /,
    *,
    on_error: Literal["collect"],
) -> Pipeline[T, Ok[U] | Err[T, Exception]]: ...
@overload
def try_map(
    f: Callable[[T], U],
    exception: type[X],
    /,
    *exceptions: type[X],
    on_error: Literal["collect"],
) -> Pipeline[T, Ok[U] | Err[T, X]]: ...
@overload
def try_map(
    f: Callable[[T], U],
    /,
    *,
    on_error: Callable[[T, Exception], None],
) -> Pipeline[T, U]: ...
@overload
def try_map(
    f: Callable[[T], U],
    /,
    *,
    on_error: Callable[[T, Exception], V | None],
) -> Pipeline[T, U | V]: ...
@overload
def try_map(
    f: Callable[[T], U],
    exception: type[X],
    /,
    *exceptions: type[X],
    on_error: Callable[[T, X], None],
) -> Pipeline[T, U]: ...
@overload
def try_map(
    f: Callable[[T], U],
    exception: type[X],
    /,
    *exceptions: type[X],
    on_error: Callable[[T, X], V | None],
) -> Pipeline[T, U | V]: ...

def catch(
    exceptions: type[X] | tuple[type[X], ...],
    handler: Callable[[X], Iterable[U]],
    /,
) -> Mixed[U]:
    """End the stream where it fails, and go on with the items that `handler(error)` gives."""

def on_close(f: Callable[[], object], /) -> Same:
    """Call `f()` once in every pass, when it is over: at the end, on an error, when it is left."""

def then(f: Callable[[Iterator[T]], Iterable[U]], /) -> Pipeline[T, U]:
    """Go on with an operation of your own: a word of `operation`, a pipeline, or a function."""

def fuse() -> Same:
    """Run the stream, and what is made from it, with its functions written into one loop."""
