"""Chains that are easy to get wrong when functions are written into a loop, one line each.

`s` is a stream of 0 to 5, or of what the line says after a #; the names are those of
`expressions.PRELUDE`, in whose module each line is compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from expressions import Written
from test_fuse_laws import RAISED, Source, assert_same, left_open, new_world

from rillet import Stream

if TYPE_CHECKING:
    from test_fuse_laws import World

NAMES = r"""
s.map(lambda x: x + 1).map(lambda x: x + 1)
s.map(lambda x: x + g).map(lambda g: g * 2).map(lambda x: g - x)
s.map(lambda item: item + 1).map(lambda x: item - x).map(lambda argument: argument + item)
s.map(lambda item: argument).filter(lambda argument: item)
s.map(lambda items: items + 1).tap(lambda x: seen(items))
s.map(lambda StopIteration: StopIteration + 1).map(lambda x: x)
s.map(lambda len: len + 1).map(lambda x: len(h) + x)
s.map(lambda seen: seen + 1).map(lambda x: seen(x))
s.map(lambda _: _).map(lambda self: self)
s.map(lambda emit: emit).tap(lambda out: seen(out)).map(lambda x: out)
s.map(lambda ﬁ: ﬁ + 1).map(lambda µ: µ)
s.map(lambda x: [x for x in (x, 1)]).map(lambda x: x)
s.map(lambda x: [i for i in (x, 1)]).map(lambda i: i)
s.map(lambda x: [item for item in (x, 1)]).flatten().map(lambda x: item)
s.map(lambda x: sum(x for x in (x, 1))).map(lambda y: y)
s.map(lambda x: {i: x for i in range(x)}).map(lambda d: len(d))
s.map(lambda x: [y for x in (1, 2) for y in (x, 3)] + [x])
s.map(lambda x: [[x + i for x in (1, i)] for i in (x, 2)])
s.starmap(lambda x, y: (y, x)).starmap(lambda y, x: (x, y))  # [(1, 2), (3, 4)]
s.pairwise().starmap(lambda a, b: b - a).starmap(lambda x: x)  # [1, 4, 9]
s.interleave([(4,), (5, 6)]).starmap(lambda x, y=0: (x, y)).map(lambda x: [x])  # [(1, 2), (3,)]
s.enumerate().starmap(lambda x, i: (i, x)).starmap(lambda item, x: item - x)
s.enumerate().map(lambda x: x[0] * x[1]).enumerate(5).starmap(lambda x, y: [x, y])
s.map((lambda k: lambda x: x + k)(2)).map((lambda k: lambda x: x + k)(3))
s.map((lambda item: lambda x: x + item)(2)).map((lambda x: lambda item: x * item)(3))
s.map(lambda x: __name__[:7]).map(lambda x: x)
s.map(lambda x: fact(x)).map(fact)
s.map(Mangled.f).map(Mangled.g)
s.map(lambda x: globals()["g"] + x)
"""
LOCALS = r"""
s.map(lambda x: (w := x) if x % 2 else w)
s.map(lambda x: (w := x) if x < 3 else w).map(lambda x: x)
s.map(lambda x: (w := x) if x % 2 else w).map(lambda x: w if x > 1 else (w := x))
s.map(lambda x: (g := x) if x % 2 else g).map(lambda x: g)
s.map(lambda x: (w := x) + w).map(lambda w: w).filter(lambda x: (w := x) or True)
s.map(lambda x: (g := x) if x % 2 else 1).map(lambda x: g)
s.map(lambda x: (x := x + 1) * x).map(lambda x: x)
s.filter(lambda x: (x := 0) or True)
s.filter(lambda item: (item := 9))
s.tap(lambda x: (x := 9)).tap(lambda item: (item := 8)).map(lambda x: x)
s.takewhile(lambda x: (x := x - 2) < 1).dropwhile(lambda x: (x := x + 7) < 8)
s.filterfalse(lambda x: (x := x % 2)).not_none()
s.map(lambda x: [(w := i) for i in (x, 7)] + [w])
s.map(lambda x: [(x := i) for i in (x, 7)] + [x]).map(lambda x: x)
s.map(lambda x: any((w := i) > 2 for i in (x, 2)) and w)
s.map(lambda x: [i for i in (1, 2) if x and (w := i)] and w)
s.filter_map(lambda x: (w := x) or None).filter_map(lambda x: w)
s.filter_map(lambda x: None if x % 2 else (x := 0))
s.accumulate(lambda t, x: (t := t + x) + t)
s.accumulate(lambda t, x: (w := t) + x if x % 2 else w)
s.map(lambda x: locals()).map(lambda y: sorted(y))
s.map(lambda x: sorted(vars())).map(lambda x: sorted(locals()))
s.map(lambda x: eval("x")).map(lambda y: eval("y + g"))
s.map(lambda x: dir()).tap(lambda x: seen(len(dir())))
s.map(lambda x: undefined if x == 2 else x).map(lambda x: x + undefined if x == 3 else x)
s.map(lambda x: x + 1).map(lambda y: x)
s.map(lambda x: (y := x)).map(lambda z: y)
s.map(lambda x: (x, w) if x > 2 else (w := x)).map(lambda x: x)
s.map(lambda x: [w for i in (1, 2) if (w := x) > 1] or w)
s.map(lambda x: (w := seen) and (lambda: w)()(x))
"""
INNER = r"""
s.map(lambda x: lambda: x).map(lambda f: f)
s.map(lambda x: lambda: x).map(lambda f: f())
s.map(lambda x: (lambda y: x + y)(1)).map(lambda y: (lambda x: y)(0))
s.map(lambda x: lambda y=x: y).map(lambda x: x)
s.map(lambda x: (x + i for i in range(2)))
s.map(lambda x: (i for i in range(x))).map(lambda x: x)
s.map(lambda x: (x for x in range(x)))
s.map(lambda x: (lambda: g)).map(lambda x: x)
s.map(lambda x: [lambda: i for i in (x, 9)])
s.map(lambda x: list(map(lambda y: x * y, [1, 2])))
s.map(lambda x: (yield x))
s.map(lambda x: [(yield_ := x), yield_])
s.flat_map(lambda x: (yield x))
s.map(lambda x: sorted([3, 1, 2], key=lambda y: y * (-1) ** x))
s.map(lambda x: (lambda *a, **k: (a, k))(x, *[1], b=x, **{"c": 2}))
s.map(lambda x: lambda: (w := x)).map(lambda f: f())
s.map(lambda x: (w := x) and (lambda: w)())
s.map(lambda x: [(lambda: (i, x))() for i in (1, 2)])
s.map(lambda x: {lambda: x: 1})
s.filter(lambda x: lambda: x).map(lambda x: x)
"""
ORDER = r"""
s.map(seen).map(lambda x: seen(x) + seen(x + 1))
s.map(lambda x: seen(1)).map(lambda x: seen(2))
s.map(lambda x: {seen(x): seen(1), seen(2): seen(3)})
s.map(lambda x: seen(x, seen(1), *[seen(2)]) + plus(b=seen(3), a=seen(4)))
s.map(lambda x: seen(1) if seen(x) else seen(2))
s.map(lambda x: 0 < seen(x) < seen(3) < 9)
s.map(lambda x: seen(x)[seen(0)] if seen(x) > 9 else 0)
s.map(lambda x: f"{seen(x)}{seen(1)!r:>{seen(3)}}{x=}")
s.map(lambda x: f'{f"{x}"}').map(lambda y: f"{y=!s} {y=}")
s.filter(lambda x: Truth(x)).map(lambda x: x)
s.filter(lambda x: Truth(x) and Truth(x + 1)).map(seen)
s.filter(lambda x: Truth(x) or Truth(x + 1)).map(seen)
s.filter(lambda x: not (Truth(x) or Truth(x + 1)))
s.filterfalse(lambda x: Truth(x) and (Truth(1) or Truth(x)))
s.filter(lambda x: Truth(1) if Truth(x) else Truth(0))
s.takewhile(lambda x: Truth(x + 1) or Truth(x)).dropwhile(lambda x: Truth(x) and Truth(1))
s.map(lambda x: Truth(x) and 5).map(lambda x: Truth(1) or x)
s.map(Truth).filter().map(lambda x: x.n)
s.map(Truth).filterfalse().map(lambda x: not x)
s.map(lambda x: Truth(x)).filter(lambda x: x).filter(lambda x: not x)
s.map(lambda x: None if x % 2 else Truth(x)).not_none().map(seen)
s.tap(seen).tap(lambda x: seen(-x)).filter(lambda x: x % 2).tap(seen)
s.flat_map(lambda x: [seen(x), seen(-x)]).map(seen)
s.flat_map(lambda x: map(seen, (x, -x))).takewhile(lambda x: seen(x) < 3)
s.accumulate(lambda t, x: seen(t) + seen(x)).map(seen)
s.accumulate(plus, initial=seen(3)).map(lambda x: seen(x))
s.map(seen).take(2).map(lambda x: seen(-x))
s.map(seen).drop(2).map(lambda x: seen(-x)).take(1)
s.map(lambda x: seen(x)).pairwise().starmap(lambda x, y: seen(y) - x)
s.map(lambda x: seen(x)).batched(2).map(lambda b: seen(sum(b)))
s.enumerate(seen(1)).map_values(lambda x: seen(x)).map_keys(lambda x: seen(x)).swap()
s.enumerate().map(lambda p: seen(p)).pluck(1).map(lambda x: seen(x))
s.zip(Stream([5, 6, 7]).map(seen)).starmap(lambda x, y: seen(x) + y)
s.map(lambda x, y: seen(x) - y, Stream([5, 6]).map(seen))
s.map_accumulate(lambda t, x: (seen(t) + x, seen(x)), 0).map(seen)
"""
CHANGES = r"""
s.map(lambda x: x + g).tap(shift).map(lambda x: x + g)
s.map(shift).map(lambda x: (g, x)).map(hide).map(lambda x: (argument, x))
s.map(lambda x: len(h)).map(shadow).map(lambda x: (len(h), x))
s.map(shadow).map(lambda x: len(h))
s.map(made[0]).map(made[1]).map(made[2])
s.map(made[1]).map(other[1]).map(made[0]).map(other[1])
s.map(made[1]).map(emptied[1]).map(made[1])
s.map(emptied[0]).map(emptied[2])
s.map(emptied[0]).map(lambda a: a)
s.map(lambda a: a).map(emptied[0]).map(lambda x: a)
s.map(lambda x, acc=[]: (acc.append(x), len(acc))[1]).map(lambda x: x)
s.map(keeping).map(keeping).map(keeping)
s.map(lambda x, k=seen(4): x + k).map(lambda x, *, k=seen(5): x * k)
s.map(defaulting(lambda x, k=3: x + k)).map(defaulting(lambda x, *, k=3: x + k))
s.map(patched(lambda x: x + 2)).map(lambda x: x + 2)
s.map(elsewhere(lambda x: x + g)).map(lambda x: x + g)
s.map(lambda x: x + g).map(elsewhere(lambda x: x + g)).map(lambda x: x - g)
s.map(unbuilt(lambda x: len(h) + x)).map(lambda x: len(h) + x)
s.map(wrapped(lambda x: x + 1)).map(same(lambda x: x + 2))
s.map(lru_cache(lambda x: seen(x % 2))).map(lambda x: x)
s.map(partial(lambda x, y: x - y, 7)).map(partial(lambda x, y: x - y, y=7))
s.map(partial(partial(three, 2), c=seen(1))).map(partial(three, c=1))
s.map(bound(lambda self, x: self - x)).map(Box(3).plus).map(Box(2))
s.map(itemgetter(0)).map(attrgetter("real")).map(methodcaller("bit_length"))  # [(5, 1), [6]]
s.map(itemgetter(1, 0)).starmap(operator.sub).map(operator.neg)  # [(5, 1), [6, 3], "ab", (1,)]
s.map(itemgetter(slice(1))).map(len)  # [(5, 1), [6, 3], "ab", (1,)]
s.map(attrgetter("real", "imag")).map(attrgetter("__class__.__name__"))
s.map(methodcaller("__add__", 2)).map(methodcaller("to_bytes", 2, byteorder="big"))
s.map(attrgetter("missing")).map(lambda x: x)
s.map([9, 8, 7].__getitem__).map({9: 1}.get)
s.map(lambda x: log.append(x)).map(lambda x: len(log))
"""
ERRORS = r"""
s.map(lambda x: 6 // (x - 2)).map(lambda x: 12 // (x + 3))
s.map(lambda x: 6 // (x - 2)).filter(lambda x: 1 // (x - 6)).enumerate()
s.filter(lambda x: 6 // (x - 2)).accumulate(lambda t, x: t + 1 // (x - 4))
s.filterfalse(lambda x: x - 3 // (x - 2)).map(lambda x: x)
s.enumerate().starmap(lambda i, x: i + 1 // (x - 2)).enumerate()
s.map(lambda x: 6 // (x - 2)).tap(lambda x: x).map(lambda x: x)
s.tap(lambda x: 6 // (x - 2)).map(lambda x: x)
s.tap(lambda x: x).map(lambda x: 6 // (x - 2)).filter(lambda x: x)
s.accumulate(lambda t, x: t + 6 // (x - 2)).map(lambda x: x + 1)
s.accumulate(lambda t, x: t + x).map(lambda x: 6 // (x - 3))
s.map(lambda x: boom(x) if x == 2 else x).map(lambda x: boom(x) if x > 3 else x)
s.map(lambda x: leave(x) if x == 2 else x).filter(lambda x: x)
s.map(lambda x: x.missing).map(lambda x: x)
s.flat_map(lambda x: (6 // (x - i) for i in range(3))).map(lambda x: x)
s.flat_map(lambda x: x)
s.flat_map(lambda x: boom(x) if x == 2 else [x]).map(lambda x: x)
s.map(lambda x: stop() if x == 3 else x).map(lambda x: seen(x))
s.filter(lambda x: stop() if x == 3 else x).map(lambda x: seen(x))
s.filterfalse(lambda x: x == 3 and stop()).map(lambda x: seen(x))
s.tap(lambda x: stop() if x == 3 else x).map(seen)
s.filter_map(lambda x: stop() if x == 3 else x).map(seen)
s.takewhile(lambda x: stop() if x == 3 else True).map(seen)
s.dropwhile(lambda x: stop() if x == 3 else True).map(seen)
s.flat_map(lambda x: stop() if x == 3 else [x]).map(seen)
s.accumulate(lambda t, x: stop() if x == 3 else x).map(seen)
s.enumerate().starmap(lambda i, x: stop() if x == 3 else x).map(seen)
s.map_accumulate(lambda t, x: stop() if x == 3 else (t, x), 0).map(seen)
s.map_values(lambda x: stop() if x == 3 else x).map(lambda x: x)  # [(1, 2), (1, 3), (4, 5)]
s.map(lambda x: next(iter([x][x - 1:]))).map(seen)
s.map(lambda x: [stop() if x == 3 else i for i in (1, 2)]).map(lambda x: x)
s.map(lambda x: list(stop() if x == 3 else i for i in (1, 2))).map(lambda x: x)
s.map(lambda x: sum(stop_at_three(i) for i in (x, 1))).map(seen)
s.flat_map(lambda x: (stop_at_three(i) for i in (x, 1))).map(lambda x: x)
s.map(lambda x: [x, stop_at_three(x)]).flat_map(lambda x: x)
s.takewhile(lambda x: boom(x) if x == 3 else True).map(lambda x: x)
s.dropwhile(lambda x: boom(x) if x == 1 else True).map(lambda x: x)
s.map(lambda x: x / (x - 1)).sorted().map(lambda x: x)
s.map(lambda x: x).unique(lambda x: 1 // (x - 3)).map(lambda x: x)
s.filter(lambda x: 1 // 0)
s.map(lambda x: (trouble, x)[x % 2]).map(lambda x: x)
s.map(lambda x: (_ for _ in ()).throw(trouble))
"""
NESTED = r"""
s.map(lambda x: x).enumerate(5).starmap(lambda i, x: (i, x)).flatten().map(lambda x: 6 // (x - 2))
s.flat_map(lambda x: (x, 1)).map(lambda x: x).enumerate(5).starmap(lambda i, x: i // (x - 2))
s.map_accumulate(lambda t, x: (t + 1, t), 0).flat_map(lambda x: (x, 2)).map(lambda x: 6 // (x - 2))
s.flat_map(lambda x: (x, 1)).map_accumulate(lambda t, x: (t + 1, t), 0).map(lambda x: 6 // (x - 2))
s.unique(lambda x: x // 2).flat_map(lambda x: (x, 3)).map(lambda x: 6 // (x - 2))
s.flat_map(lambda x: (x, 3)).unique(lambda x: 6 // (x - 4)).map(seen)
s.zip([5, 6, 7, 8]).starmap(lambda x, y: (x, y)).flatten().map(lambda x: 6 // (x - 6))
s.filter(lambda x: 6 // (x - 3)).flat_map(lambda x: (x, 2)).map(lambda x: 6 // (x - 2)).map(seen)
s.flat_map(lambda x: (seen(x), seen(-x)))
s.flat_map(lambda x: (x, x + 1)).map(lambda x: seen(x))
s.flat_map(lambda x: (x, 6 // (x - 2))).map(lambda x: x)
s.flat_map(lambda x: [x, x + 1, x + 2]).map(lambda x: 6 // (x - 3)).map(seen)
s.flat_map(lambda x: (x, x)).map(lambda x: 6 // (x - 3))
s.flat_map(lambda x: (x, x + 1)).filter(lambda x: x % 2).map(lambda x: 6 // (x - 3)).map(seen)
s.flat_map(lambda x: (x, x + 1)).takewhile(lambda x: x < 4).map(seen)
s.map(seen).flat_map(lambda x: (x, x + 1)).map(lambda x: stop() if x == 3 else x).map(seen)
s.flat_map(lambda x: (x, stop() if x == 3 else x)).map(seen)
s.flat_map(lambda x: (x, 1)).enumerate().starmap(lambda i, x: i // (x - 2))
s.enumerate().starmap(lambda i, x: (i, x)).flatten().enumerate().starmap(lambda i, x: i // (x - 2))
s.enumerate(5).starmap(lambda i, x: range(i, i + x)).flatten().map(lambda x: 6 // (x - 7))
s.enumerate(1).starmap(lambda i, x: [x] * i).flatten().enumerate(7).starmap(lambda i, x: i // x)
s.unique(lambda x: x // 2).map(lambda x: [x, 3]).flatten().unique(lambda x: 6 // (x - 4))
s.unique(lambda x: x // 2).flat_map(lambda x: range(x, 5)).unique(lambda x: 6 // (x - 3))
s.map_accumulate(lambda t, x: (t + 1, [t, x]), 0).flatten().map(lambda x: 6 // (x - 2)).map(seen)
s.map_accumulate(lambda t, x: (t + 1, [t] * x), 0).flatten().map(lambda x: 6 // (x - 2)).map(seen)
s.takewhile(lambda x: x < 4).flat_map(lambda x: (x, 3)).map(lambda x: 6 // (x - 2))
s.takewhile_inclusive(lambda x: x < 3).flat_map(lambda x: range(4)).map(lambda x: 6 // (x - 2))
s.flat_map(lambda x: range(x)).map(lambda x: 6 // (x - 2)).map(seen)
s.flat_map(lambda x: (seen(6 // (i - x)) for i in range(3))).map(lambda x: x)
s.flat_map(lambda x: map(lambda i: 6 // (i - x), range(3))).map(lambda x: x)
s.flat_map(lambda x: map(lambda i: stop() if i == x else i, range(3))).map(lambda x: x)
s.flat_map(lambda x: x if x == 3 else [x]).map(seen)
s.flat_map(lambda x: [x]).map(lambda x: boom(x) if x == 2 else x).map(seen)
s.flat_map(lambda x: [x]).map(lambda x: leave(x) if x == 2 else x).map(seen)
s.flat_map(lambda x: [[x, seen(x)], [x]]).flatten().map(lambda x: 6 // (x - 2))
s.flat_map(lambda x: [[x], [x, 1]]).map(lambda x: [x, x]).flatten().map(lambda x: 6 // (x[0] - 2))
s.flat_map(lambda x: (x, x)).flat_map(lambda x: (x, x)).map(lambda x: 6 // (x - 2)).map(seen)
s.map(lambda x: [[x] * x]).flatten().map(lambda x: x).flatten().map(lambda x: 6 // (x - 2))
s.flat_map(lambda x: ((w := x), w + 1, (w := 5))).map(lambda w: 6 // (w - 3))
s.flat_map(lambda item: (item, item + 1)).map(lambda item: [item, (lambda item: item)(item)])
s.flat_map(lambda part: (part, part_2)).map(lambda part: part)
s.flat_map(lambda x: (1, 2.5, "a")).map(lambda x: x)
s.flat_map(lambda x: (x, x, x, x, x)).map(seen)
s.flat_map(lambda x: (*range(x), x)).map(seen)
s.flat_map(lambda x: ()).map(seen)
s.flat_map(lambda x: [x]).accumulate(lambda t, x: t + 6 // (x - 2))
s.accumulate(lambda t, x: t + x).flat_map(lambda x: (x, 1)).map(lambda x: 6 // (x - 3))
s.flat_map(lambda x: (x, 2)).pairwise().starmap(lambda a, b: 6 // (a - b))
s.dropwhile(lambda x: x < 2).flat_map(lambda x: (x, 2)).dropwhile(lambda x: 6 // (x - 3) < 0)
s.flat_map(lambda x: (x, -x)).tap(lambda x: 6 // (x - 2)).filter_map(lambda x: x or None).map(seen)
s.flat_map(lambda x: (x, -x)).try_map(lambda x: 6 // (x - 2)).map(lambda x: seen(x))
s.flat_map(lambda x: (x, -x)).try_map(lambda x: 6 // (x - 2)).map(seen).to_list()
s.flat_map(lambda x: (x, -x)).flat_map(lambda x: [x] * x).map(seen).to_list()
s.accumulate(lambda t, x: t + x).flat_map(lambda x: (x, -x)).map(seen).to_list()
s.accumulate(lambda t, x: t + x).flat_map(lambda x: [x] * x).map(seen).to_list()
s.flat_map(lambda x: (x, -x)).accumulate(lambda t, x: t + x).map(seen).to_list()
s.flat_map(lambda x: (x, x + 1)).count(lambda x: 6 // (x - 6))
s.flat_map(lambda x: (x, x + 1)).filter(lambda x: x % 2).count()
s.flat_map(lambda x: (x, x + 1)).flat_map(lambda x: (x, x + 1)).map(seen).to_list()
s.flat_map(lambda x: (x, x + 1)).map(lambda x: stop() if x == 3 else x).to_list()
s.flat_map(lambda x: (x, x + 1)).fold(0, lambda t, x: t + 6 // (x - 6))
s.flat_map(lambda x: (x, x + 1)).any(lambda x: seen(x) == 3)
s.flat_map(lambda x: (x, x + 1)).min(key=lambda x: seen(x) % 3)
s.flat_map(lambda x: (x, x + 1)).group_by(lambda x: seen(x) % 3)
"""
ARITY = r"""
s.map(lambda: 1).map(lambda x: x)
s.map(lambda x, y: 1).map(lambda x: x)
s.filter(lambda x, *, k: 1)
s.accumulate(lambda x: x)
s.accumulate(lambda x, y, z: x)
s.accumulate(lambda x, y=2: x + y).map(lambda x, y=2: x + y)
s.starmap(lambda x, y: x)  # [(1, 2), (1, 2, 3), (1,), [4, 5]]
s.starmap(lambda x, y=7: (x, y))  # [(1, 2), (1,), (), (1, 2, 3)]
s.starmap(lambda x, y: (x, y))  # ["ab", {"k": 1, "l": 2}, (1, 2)]
s.starmap(lambda x, y: (x, y))  # [(1, 2), 5, (3, 4)]
s.starmap(lambda x, y: (x, y))  # [(1, 2), None, (3, 4)]
s.starmap(lambda *a: a).map(lambda x, *a, **k: (x, a, k))  # [(1, 2), (), "abc"]
s.starmap(lambda x, y: x).map(lambda x: x)  # [iter((1, 2)), iter((1,))]
s.map(lambda x: (x, x)).starmap(lambda x: x)
s.map(lambda x: (x,) * x).starmap(lambda x, y: x + y)
s.enumerate().starmap(lambda i: i)
s.enumerate().starmap(lambda i, x, k=5: (i, x, k)).starmap(lambda *a: a)
s.pairwise().starmap(lambda a, b, c: a)
s.zip([1, 2]).starmap(lambda a, b: b).map(lambda x: x)
s.zip([1, 2], [3, 4]).starmap(lambda a, b: b)
s.map_values(lambda x: x + 1)  # [(1, 2), (1, 2, 3), [4, 5]]
s.map_values(lambda x: x + 1).map(lambda x: x)  # [(1, 2), [4, 5], "ab", 7, (1, 2)]
s.map_keys(lambda x: x).pluck(0)  # [(1, 2), [4, 5], {}, (1, 2)]
s.pluck(0).map(lambda x: x)  # [(1, 2), [], (3, 4), 5, "a"]
s.pluck(0, 1).starmap(lambda x, y: y - x)  # [(1, 2), (3, 4), (3,), [3, 5]]
s.map_accumulate(lambda t, x: x, 0).map(lambda x: x)
s.map_accumulate(lambda t, x: (t, x, 1), 0)
s.map(lambda x, /: x).map(lambda x, /, y=1: x + y)
"""
CONSTANTS = r"""
s.map(lambda x: 2 ** 10 + x).map(lambda x: -0.0 if x else 0.0)
s.map(lambda x: 1e400 * x).map(lambda x: 1j)
s.map(lambda x: x in {1, 2}).map(lambda x: (1, 2)[x])
s.map(lambda x: "\ud800\0'\"" + b"\xff".hex())
s.map(lambda x: ... if x else NotImplemented).map(lambda x: x is ...)
s.map(lambda x: 10 ** 30 + x).map(lambda x: x % 7)
s.map(lambda x: 'a' 'b' f'{x}' 'c' f"{{}}")
s.map(lambda x: -x ** 2).map(lambda x: not -x)
s.map(lambda x: x if x else None).not_none()
s.filter(lambda x: True).filter(lambda x: 1).map(lambda x: x)
s.filter(lambda x: None).map(seen)
s.filter(lambda x: 0)
s.filterfalse(lambda x: False).filterfalse(lambda x: 1)
s.map(lambda x: ()).map(lambda x: x is ())  # [0]
s.map(lambda x: __debug__)
s.map(lambda x: x @ x if x > 2 else x << 1 >> 1)
s.map(lambda x: [*range(x)][1:-1:2] or {**{1: x}})
s.map(lambda x: h[...] if x > 4 else h[:, 1] if x > 3 else h[0])
s.map(docstring).map(nothing).map(annotated)
s.map(lambda x: x
  # a comment with a lambda y: y
  + 1).map(lambda x: (
  x)).map(lambda x: '''
  ''' + str(x))
s.map((lambda x: x)).map(((lambda x: x + 1), (lambda x: x + 2))[1])
s.map(lambda x: x); [lambda x: x + 5, s][1].map(lambda x: (lambda x: x + 6)(x))
"""
PEEPHOLES = r"""
s.take(4).take(2)
s.take(2).take(4).map(seen)
s.drop(1).drop(2).map(seen)
s.drop(1).take(2).drop(1)
s.take(0).map(boom)
s.map(seen).take(0).take(3)
s.sorted().take(2)  # [3, 1, 2, 1.0, True]
s.sorted(reverse=True).take(2)  # [1, 3, 1.0, 2, True, 3.0]
s.sorted(key=lambda x: seen(x) % 2).take(3).map(seen)
s.sorted().take(2)  # [float("nan"), 3, float("nan"), 1, 2]
s.sorted().take(2)  # [3, float("nan"), 1, float("nan"), 2, 0]
s.sorted().take(0)  # [3, "a"]
s.sorted().take(1)  # [3, "a"]
s.sorted(key=lambda x: 1 // (x - 2)).take(2)
s.sorted().take(9).map(lambda x: x)
s.map(lambda x: x % 3).sorted(reverse=True).take(4)
s.filter(lambda x: x).map(lambda x: x).take(2).filter(lambda x: x > 1)
s.takewhile(lambda x: x < 3).takewhile(lambda x: x < 2).map(seen)
s.enumerate(1).enumerate(2).starmap(lambda i, p: [i, p])
s.map(lambda x: x + 1).fuse().map(lambda x: x * 2).fuse()
"""
TERMINALS = r"""
s.map(lambda x: x + 1).to_list()
s.map(lambda x: x + 1).filter(lambda x: x % 2).to_tuple()
s.map(lambda x: x % 3).to_set()
s.map(lambda x: x / 3).sum()
s.map(lambda x: 0.1).sum()
s.map(lambda x: [x]).sum([])
s.map(lambda x: "a").sum()
s.sum(lambda x: x) if False else s.map(lambda x: True).sum(-1)
s.count(lambda x: Truth(x) or Truth(x + 1))
s.count(lambda x: stop() if x == 3 else x)
s.map(lambda x: stop() if x == 3 else x).count()
s.map(lambda x: stop() if x == 3 else x).to_list()
s.map(lambda x: stop() if x == 3 else x).count(lambda x: x)
s.any(lambda x: seen(x) > 2)
s.all(lambda x: Truth(x + 1) or Truth(x))
s.none(lambda x: stop() if x == 2 else 0)
s.any(lambda x: stop() if x == 2 else 0)
s.map(Truth).any()
s.map(lambda x: Truth(x + 1)).all()
s.min(key=lambda x: seen(-x))
s.max(key=lambda x: x % 3)
s.minmax(key=lambda x: seen(x) % 3)
s.map(lambda x: x % 2).minmax()
s.map(made[1]).map(lambda x: x).minmax()
s.map(made[1]).map(lambda x: x).to_dict(made[1])
s.map(made[1]).map(lambda x: x).to_dict(made[1], other[1])
s.map(made[1]).map(lambda x: (x, 1)).to_dict()
s.map(made[1]).map(lambda x: x).to_dict(made[1], on_duplicate="first")
s.map(made[1]).map(lambda x: x).group_by(made[1])
s.map(made[1]).map(lambda x: x).group_by(made[1], other[1])
s.map(made[1]).map(lambda x: x).count_by()
s.group_by(lambda x: (w := x) % 2, lambda x: (w := x) if x % 2 else w)
s.to_dict(lambda x: (w := x) if x % 2 else w, lambda x: (w := x))
s.group_by(lambda x: seen(x) % 2, lambda x: seen(-x) // (x - 3))
s.to_dict(lambda x: seen(x) // (x - 4), lambda x: seen(-x) // (x - 3))
s.min(key=lambda x: stop() if x == 2 else x)
s.max(key=lambda x: boom() if x == 2 else x, default=3)
s.filter(lambda x: x > 9).min()
s.filter(lambda x: x > 9).max(key=lambda x: x, default=7)
s.filter(lambda x: x > 9).reduce(lambda a, b: a + b)
s.reduce(lambda a, b: seen(a) + seen(b))
s.take(1).reduce(lambda a, b: boom())
s.reduce(lambda a, b: stop() if b == 3 else a + b)
s.fold(1, lambda total, x: seen(total) + x)
s.fold([], lambda t, x: (t.append(x), t)[1])
s.fold(0, lambda t, x: stop() if x == 3 else t + x)
s.fold(0, lambda x, t: x * 2 + t)
s.fold(0, lambda t, x: (t := t + x))
s.fold(0, lambda x: x)
s.for_each(lambda x: seen(x))
s.for_each(lambda x: (x := seen(x + 1)))
s.for_each(lambda x: stop() if x == 3 else seen(x))
s.to_dict(lambda x: seen(x % 3), lambda x: seen(x))
s.to_dict(lambda x: x % 3, lambda x: boom() if x == 4 else x, on_duplicate="first")
s.to_dict(lambda x: [x])
s.to_dict(lambda x: stop() if x == 3 else x)
s.enumerate().map_values(lambda x: x + 1).to_dict()
s.map(lambda x: (x, x, x)).to_dict()
s.to_dict(lambda x: x % 3, on_duplicate="raise")
s.group_by(lambda x: seen(x % 3))
s.group_by(lambda x: x % 2, lambda x: seen(x))
s.group_by(lambda x: stop() if x == 3 else x)
s.group_by(lambda x: [x])
s.count_by(lambda x: x % 2)
s.count_by(lambda x: stop() if x == 3 else x)
s.partition(lambda x: Truth(x) and Truth(x + 1))
s.partition(lambda x: stop() if x == 3 else x)
s.find(lambda x: seen(x) > 2)
s.find(lambda x: stop() if x == 2 else None, default=5)
s.map(lambda x: seen(x)).first()
s.map(lambda x: seen(x)).nth(2)
s.map(lambda x: seen(x)).consume(2)
s.map(lambda x: seen(x)).last()
s.map(lambda x: 6 // (x - 2)).to_list()
s.tap(lambda x: leave() if x == 2 else x).to_set()
s.map(lambda x: 6 // (x - 2)).for_each(lambda x: x)
s.flat_map(lambda x: range(x)).map(lambda x: x + 1).sum()
s.map(lambda x: x + 1).is_sorted(lambda x: seen(-x))
s.filter(lambda x: x % 2).map(lambda x: x * 2).into(lambda x: seen(x))
s.map(lambda x: f"{x}").join_str("-")
s.map(lambda x: (w := x) if x % 2 else w).to_list()
s.filter(lambda x: (w := x % 2)).fold(0, lambda w, x: w + x)
"""
VARIANTS = r"""
s.map(made[1]).map(made[0]).map(picked(made, group)[1])
s.map(picked(made, group)[0]).map(made[1])
s.map(made[1]).map(picked(made, lambda: other)[1])
s.map(varying(lambda x, k=3: x + k)).map(lambda x: x)
s.map(varying(lambda x: x + 1)).map(varying(lambda x, *, k=3: x * k))
s.accumulate(varying(lambda t, x: t + x)).map(lambda x: x)
s.map(lambda x: x + g).map(moved(lambda x: x + g))
s.map(moved(lambda x: x + g)).map(lambda x: x - g)
s.map(partial(plus, 1) if VARIANT else partial(plus, b=5)).map(lambda x: x)
s.map(partial(three, c=2) if VARIANT else partial(three, b=5)).map(lambda x: x)
s.map(itemgetter(VARIANT)).map(itemgetter(*[0, 1][: 2 - VARIANT]))  # [([1, 2], [3, 4])]
s.map(attrgetter(["real", "imag"][VARIANT])).map(lambda x: x)
s.map(methodcaller("__add__", VARIANT)).map(lambda x: x)
s.enumerate(VARIANT).starmap([operator.add, operator.sub][VARIANT]).map(lambda x: x)
s.pluck(VARIANT).map(lambda x: x)  # [(1, 2), (3, 4)]
s.map(bound([lambda self, x: self - x, lambda x, self: self - x][VARIANT])).map(lambda x: x)
s.fold(VARIANT, lambda t, x: t + x)
s.map(varying(lambda x, k=3: x + k)).to_list()
"""
DEFINED = """

fact = lambda n: 1 if n < 1 else n * fact(n - 1)


def docstring(x):
    "Give it."
    return x + 1


def annotated(x: int = 3, *, k: str = "k") -> object: return (x, k)


def nothing(x):
    return


def keeping(x, /, *, k=[]): return (k.append(x), len(k))[1]


def group(a, b=5):
    def mover(x):
        nonlocal a
        a += 1
        return x
    return [mover, lambda x: x + a, lambda a: a + b]


def emptied_group(a, b=5):
    a = 3
    made = [lambda x: x + a, lambda x: x, lambda x: x if x == 3 else x + b]
    del a
    return made


made, other, emptied = group(1), group(100), emptied_group(1)
"""
SOURCES = ["list", "opened", "goes_on"]


def lines_of(block: str) -> list[str]:
    """The lines of a block; one that is continued ends in what is not the start of another."""
    return ["s" + each.rstrip("\n") for each in block.split("\ns")[1:]]


MORE = PEEPHOLES + TERMINALS + VARIANTS
LINES = [
    line
    for block in (NAMES, LOCALS, INNER, ORDER, CHANGES, ERRORS, NESTED, ARITY, CONSTANTS, MORE)
    for line in lines_of(block)
]


def told(line: str, kind: str, *, fused: bool) -> list[Any]:
    """The log of two passes of a line, and of two of its variant, which is the same code."""
    if line not in WRITTEN:
        WRITTEN[line] = written_as(line)
    variants = range(2 if line in lines_of(VARIANTS) else 1)
    return [entry for variant in variants for entry in told_of(line, kind, variant, fused=fused)]


def told_of(line: str, kind: str, variant: int, *, fused: bool) -> list[Any]:
    world = new_world(WRITTEN[line], variant)
    log = world["log"]
    source = Source(kind, world["given"], 4 if kind == "goes_on" else None).made(world)
    stream = Stream(source).fuse() if fused else Stream(source)
    for _ in range(2):
        tell(world, stream)
    del stream, source
    log.append(left_open(world))
    return log.told()  # type: ignore[no-any-return]


WRITTEN: dict[str, Written] = {}


def written_as(line: str) -> Written:
    from expressions import PRELUDE

    code, _, given = line.partition("  # [")
    given = f"[{given}" if given else "[0, 1, 2, 3, 4, 5]"
    body = code.replace("\n", "\n    ")
    *before, last = body.split("; ")
    text = "".join(f"    {each}\n" for each in before) + f"    return {last}\n"
    return Written(f"{PRELUDE}{DEFINED}given = {given}\n\ndef chain(s, Stream):\n{text}")


def tell(world: World, stream: Stream[Any]) -> None:
    log = world["log"]
    try:
        made = world["chain"](stream, Stream)
        if not isinstance(made, Stream):
            log.append(("answer", made))
            return
        survives = all(operation.survives for operation, _ in made._operations)
        items = iter(made)
    except RAISED as error:
        log.append(("raised", error))
        return
    for _ in range(30):
        try:
            log.append(("out", next(items)))
        except StopIteration:
            log.append(("end",))
            break
        except RAISED as error:
            log.append(("raised", error))
            if not survives:
                break
    del items  # the errors in the log hold this frame


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("line", LINES)
def test_a_line_does_the_same_fused(line: str, kind: str) -> None:
    assert_same(told(line, kind, fused=True), told(line, kind, fused=False), line)
