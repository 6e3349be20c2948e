"""How each terminal is built."""

from __future__ import annotations

import heapq
import io
import math
import operator
import re
from collections import Counter, deque
from functools import reduce
from itertools import compress, count, islice, repeat
from statistics import fmean
from typing import TYPE_CHECKING, Any

from benchmarks.row import Contenders, row
from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

SECTION = "Constructions: terminals"


def _enter(
    title: str, by_hand: dict[str, Callable[[Any], Any]], by_method: Any, source: Any = range
) -> None:
    """A row whose contenders differ in one call over the same list."""
    called = "-".join(re.findall("[a-z0-9]+", title))

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
    {"heapq": lambda xs: heapq.nlargest(10, xs)},
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
