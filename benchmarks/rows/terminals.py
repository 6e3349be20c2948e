"""How each terminal is built."""

from __future__ import annotations

import heapq
import io
import math
import operator
import random
import re
from collections import Counter, deque
from functools import reduce
from itertools import compress, count, islice, repeat
from statistics import fmean
from typing import TYPE_CHECKING, Any

from benchmarks.peers import offered
from benchmarks.row import Contenders, row
from rillet import Done, Stream

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING = object()
SECTION = "Constructions: terminals"


def _enter(
    title: str, by_hand: dict[str, Callable[[Any], Any]], by_method: Any, source: Any = range
) -> None:
    """A row whose contenders differ in one call over the same list."""
    called = "-".join(re.findall("[a-z0-9]+", title.lower()))

    @row(SECTION, title, name=f"build-{called}")
    def make(n: int) -> Contenders:
        xs = list(source(n))
        contenders = {name: _bound(f, xs) for name, f in by_hand.items()}
        return {**contenders, "rillet": lambda: by_method(Stream(xs))}


def _bound(f: Callable[[Any], Any], xs: Any) -> Callable[[], Any]:
    return lambda: f(xs)


def _texts(n: int) -> Any:
    return map(str, range(n))


def _pairs(n: int) -> Any:
    return zip(range(n), range(n))


def _never(n: int) -> Any:
    return repeat(0, n)


def _words(n: int) -> list[str]:
    return [f"w{x * x % 97}" for x in range(n)]


_enter(
    "to_list()",
    {"list": list, "comprehension": lambda xs: [x for x in xs]},  # noqa: C416  # a contender
    Stream.to_list,
)
_enter("to_tuple()", {"tuple": tuple}, Stream.to_tuple)
_enter(
    "to_set()",
    {"set": set, "comprehension": lambda xs: {x for x in xs}},  # noqa: C416  # a contender
    Stream.to_set,
)
_enter("to_dict(), of pairs", {"dict": dict}, Stream.to_dict, _pairs)
_enter(
    "to_dict(key)",
    {
        "comprehension": lambda xs: {str(x): x for x in xs},
        "dict(zip(map))": lambda xs: dict(zip(map(str, xs), xs)),
    },
    lambda stream: stream.to_dict(str),
)
_enter(
    "to_dict(key, value)",
    {"comprehension": lambda xs: {str(x): abs(x) for x in xs}},
    lambda stream: stream.to_dict(str, abs),
)
_enter("join_str()", {"str.join": ",".join}, lambda stream: stream.join_str(","), _texts)


def _fold(xs: Any) -> int:
    total = 0
    for x in xs:
        total = operator.add(total, x)
    return total


_enter(
    "reduce(add)",
    {"reduce": lambda xs: reduce(operator.add, xs), "loop": _fold},
    lambda stream: stream.reduce(operator.add),
)


def _python_add(a: int, b: int) -> int:
    return a + b


def _fold_in_python(xs: Any) -> int:
    f, total = _python_add, 0
    for x in xs:
        total = f(total, x)
    return total


_enter(
    "fold(0, f), f in Python",
    {"loop": _fold_in_python, "reduce": lambda xs: reduce(_python_add, xs, 0)},
    lambda stream: stream.fold(0, _python_add),
)
_enter("sum()", {"sum": sum, "loop": _fold}, Stream.sum)
_enter("prod(), of ones", {"math.prod": math.prod}, Stream.prod, lambda n: repeat(1, n))
_enter(
    "mean()",
    {
        "fmean of an iterator": lambda xs: fmean(iter(xs)),
        "fmean of a list": fmean,
        "sum / len of a list": lambda xs: sum(xs) / len(xs),
    },
    Stream.mean,
)
_enter("min()", {"min": min}, Stream.min)
_enter("max(key)", {"max": lambda xs: max(xs, key=abs)}, lambda stream: stream.max(key=abs))


def _minmax(xs: Any) -> Any:
    items = iter(xs)
    low = high = next(items)
    for x in items:
        if x < low:
            low = x
        elif x > high:
            high = x
    return low, high


def _disorder(n: int) -> Any:
    return (x * 7919 % n for x in range(n))


_enter(
    "minmax()",
    {"loop": _minmax, "min and max, two passes": lambda xs: (min(xs), max(xs))},
    Stream.minmax,
    _disorder,
)


def _counted(xs: Any) -> int:
    counter = count()
    deque(zip(xs, counter), maxlen=0)
    return next(counter)


_enter(
    "count()",
    {
        "sum(compress(repeat(1), zip))": lambda xs: sum(compress(repeat(1), zip(xs))),
        "sum(1 for …)": lambda xs: sum(1 for _ in xs),
        "deque(zip(count))": _counted,
    },
    Stream.count,
)


def _count_if(xs: Any) -> int:
    p, n = (1).__and__, 0
    for x in xs:
        if p(x):
            n += 1
    return n


_enter(
    "count(p)",
    {
        "loop": _count_if,
        "sum(map(bool, map))": lambda xs: sum(map(bool, map((1).__and__, xs))),
        "sum(1 for … if p)": lambda xs: sum(1 for x in xs if (1).__and__(x)),
    },
    lambda stream: stream.count((1).__and__),
)
_enter("last()", {"deque(maxlen=1)": lambda xs: deque(xs, maxlen=1)[0]}, Stream.last)
_enter(
    "nth(n), near the end",
    {"next(islice)": lambda xs: next(islice(xs, len(xs) - 1, None))},
    lambda stream: stream.nth(stream._source[-1]),
)


def _find(xs: Any) -> Any:
    p = (1).__eq__
    for x in xs:
        if p(x):
            return x
    return None


_enter(
    "find(p), in vain",
    {"next(filter)": lambda xs: next(filter((1).__eq__, xs), None), "loop": _find},
    lambda stream: stream.find((1).__eq__),
    _never,
)
_enter(
    "index(value), in vain",
    {
        "next(compress(count, map))": lambda xs: next(compress(count(), map((1).__eq__, xs)), -1),
        "next(enumerate)": lambda xs: next((i for i, x in enumerate(xs) if x == 1), -1),
    },
    lambda stream: stream.index(1, default=-1),
    _never,
)
_enter("any()", {"any": any}, Stream.any, _never)
_enter(
    "any(p), in vain",
    {"any(map)": lambda xs: any(map(abs, xs)), "genexpr": lambda xs: any(abs(x) for x in xs)},
    lambda stream: stream.any(abs),
    _never,
)
_enter(
    "all(p)",
    {"all(map)": lambda xs: all(map((0).__eq__, xs))},
    lambda stream: stream.all((0).__eq__),
    _never,
)
_enter("value in stream, in vain", {"in": lambda xs: 1 in xs}, lambda stream: 1 in stream, _never)
_enter(
    "nlargest(10)",
    {
        "heapq": lambda xs: heapq.nlargest(10, xs),
        "sorted": lambda xs: sorted(xs, reverse=True)[:10],
    },
    lambda s: s.nlargest(10),
    _disorder,
)
_enter(
    "top(10)",
    {"Counter.most_common": lambda xs: Counter(xs).most_common(10)},
    lambda stream: stream.top(10),
    _words,
)


def _call_each(xs: Any) -> None:
    f = _nothing
    for x in xs:
        f(x)


def _nothing(item: object) -> None:
    return None


def _drained(items: Any) -> None:
    deque(items, maxlen=0)


_enter(
    "for_each(f)",
    {"loop": _call_each, "deque(map)": lambda xs: _drained(map(_nothing, xs))},
    lambda stream: stream.for_each(_nothing),
)
_enter(
    "consume()",
    {"deque(maxlen=0)": _drained},
    Stream.consume,
)


def _written(xs: Any) -> str:
    out = io.StringIO()
    for x in xs:
        out.write(f"{x}\n")
    return out.getvalue()


def _writelines(xs: Any) -> str:
    out = io.StringIO()
    out.writelines([f"{x}\n" for x in xs])
    return out.getvalue()


def _by_stream(stream: Any) -> str:
    out = io.StringIO()
    stream.write(out)
    return out.getvalue()


_enter("write(file)", {"loop": _written, "writelines": _writelines}, _by_stream)


def _partition(xs: Any) -> Any:
    p = (1).__and__
    yes: list[int] = []
    no: list[int] = []
    for x in xs:
        (yes if p(x) else no).append(x)
    return yes, no


def _partition_twice(xs: Any) -> Any:
    p = (1).__and__
    return [x for x in xs if p(x)], [x for x in xs if not p(x)]


def _partition_bound(xs: Any) -> Any:
    p = (1).__and__
    yes: list[int] = []
    no: list[int] = []
    take, leave = yes.append, no.append
    for x in xs:
        if p(x):
            take(x)
        else:
            leave(x)
    return yes, no


_enter(
    "partition(p)",
    {
        "loop with bound appends": _partition_bound,
        "loop": _partition,
        "two comprehensions": _partition_twice,
    },
    lambda stream: stream.partition((1).__and__),
)


def _zip_star(xs: Any) -> Any:
    return tuple(map(list, zip(*xs)))


def _appended(xs: Any) -> Any:
    names: list[Any] = []
    numbers: list[Any] = []
    for name, number in xs:
        names.append(name)
        numbers.append(number)
    return names, numbers


_enter(
    "unzip(), of pairs",
    {
        "zip(*)": _zip_star,
        "loop with two appends": _appended,
        **offered(more_itertools=lambda m: lambda xs: tuple(map(list, m.unzip(xs)))),
    },
    Stream.unzip,
    _pairs,
)


def _add_until(total: int, x: int) -> Any:
    return Done(total) if x < 0 else total + x


def _fold_until(xs: Any) -> int:
    f, total = _add_until, 0
    for x in xs:
        made = f(total, x)
        if isinstance(made, Done):
            return made.value
        total = made
    return total


_enter(
    "fold_while(0, f), f in Python",
    {"loop": _fold_until},
    lambda stream: stream.fold_while(0, _add_until),
)


def _equal_loop(xs: Any) -> bool:
    first = xs[0]
    for x in xs:
        if x != first:
            return False
    return bool(xs)


_enter(
    "all_equal()",
    {
        "loop": _equal_loop,
        **offered(more_itertools=lambda m: m.all_equal),
    },
    Stream.all_equal,
    _never,
)


def _equal_by(key: Any, xs: Any) -> bool:
    first = key(xs[0])
    for x in xs:
        if key(x) != first:
            return False
    return bool(xs)


_enter(
    "all_equal(key)",
    {
        "loop": lambda xs: _equal_by(abs, xs),
        **offered(more_itertools=lambda m: lambda xs: m.all_equal(xs, abs)),
    },
    lambda stream: stream.all_equal(abs),
    _never,
)


def _unique_loop(xs: Any) -> bool:
    seen = set()
    for x in xs:
        if x in seen:
            return False
        seen.add(x)
    return True


_enter(
    "all_unique(), over an iterator",
    {
        "loop": lambda xs: _unique_loop(iter(xs)),
        **offered(
            more_itertools=lambda m: lambda xs: m.all_unique(iter(xs)),
            toolz=lambda m: lambda xs: m.isdistinct(iter(xs)),
            cytoolz=lambda m: lambda xs: m.isdistinct(iter(xs)),
        ),
    },
    lambda stream: Stream(iter(stream)).all_unique(),
)
_enter(
    "all_unique(), over a list",
    {
        "loop": _unique_loop,
        "len(set)": lambda xs: len(set(xs)) == len(xs),
        **offered(
            more_itertools=lambda m: m.all_unique,
            toolz=lambda m: m.isdistinct,
            cytoolz=lambda m: m.isdistinct,
        ),
    },
    Stream.all_unique,
)
_enter(
    "all_unique(key)",
    {
        "loop over map": lambda xs: _unique_loop(map(abs, xs)),
        **offered(more_itertools=lambda m: lambda xs: m.all_unique(xs, abs)),
    },
    lambda stream: stream.all_unique(abs),
)


def _sorted_loop(xs: Any) -> bool:
    items = iter(xs)
    before = next(items)
    for x in items:
        if x < before:
            return False
        before = x
    return True


def _strictly_sorted_loop(xs: Any) -> bool:
    items = iter(xs)
    before = next(items)
    for x in items:
        if not before < x:
            return False
        before = x
    return True


def _sorted_loop_by(xs: Any) -> bool:
    items = iter(xs)
    before = abs(next(items))
    for x in items:
        k = abs(x)
        if k < before:
            return False
        before = k
    return True


_enter(
    "is_sorted()",
    {
        "loop": _sorted_loop,
        "all(map(le)) of a list": lambda xs: all(map(operator.le, xs, islice(xs, 1, None))),
        **offered(more_itertools=lambda m: m.is_sorted),
    },
    Stream.is_sorted,
)
_enter(
    "is_sorted(strict=True)",
    {
        "loop": _strictly_sorted_loop,
        "all(map(lt)) of a list": lambda xs: all(map(operator.lt, xs, islice(xs, 1, None))),
        **offered(more_itertools=lambda m: lambda xs: m.is_sorted(xs, strict=True)),
    },
    lambda stream: stream.is_sorted(strict=True),
)
_enter(
    "is_sorted(key)",
    {
        "loop": _sorted_loop_by,
        **offered(more_itertools=lambda m: lambda xs: m.is_sorted(xs, abs)),
    },
    lambda stream: stream.is_sorted(abs),
)


@row(SECTION, "is_empty(), one(), only() of one item", size=1)
def build_one(n: int) -> Contenders:
    xs = [n]

    def by_hand() -> Any:
        (x,) = islice(xs, 2)
        return next(iter(xs), MISSING) is MISSING, x, x

    return {
        "by hand": by_hand,
        "rillet": lambda: (Stream(xs).is_empty(), Stream(xs).one(), Stream(xs).only()),
        **offered(more_itertools=lambda m: lambda: (not m.spy(xs)[0], m.one(xs), m.only(xs))),
    }


def _enter_sample(k: int) -> None:
    @row(SECTION, f"sample({k})", name=f"build-sample-{k}", size=300_000, canonical=len)
    def make(n: int) -> Contenders:
        xs = list(range(n))
        return {
            "random.sample of a list": lambda: random.sample(list(iter(xs)), min(k, n)),
            "rillet": lambda: Stream(xs).sample(k),
            **offered(more_itertools=lambda m: lambda: m.sample(xs, min(k, n))),
        }


for _k in (3, 100, 10_000):
    _enter_sample(_k)
