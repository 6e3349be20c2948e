"""Why rillet is behind, where it is: for each contender of a row that is ahead, its causes.

The losses are those of CPython 3.11, on which the page is made. Each was measured in rounds, as the
rows are, with its cause taken away from rillet or added to what is ahead, and then rillet was not
behind, or by about a tenth. `python -m benchmarks.causes` measures so again, and the module says
how. Where a contender of the row is the proof, as toolz is of what is compiled, it is in the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CAUSES: Final[dict[str, str]] = {
    "adds": "the items are added by a call, and not by a comprehension",
    "again": "what has ended is not asked again: one more chain",
    "ahead": "it reads one batch ahead",
    "appends": "the items are appended in a loop, and not in a comprehension",
    "beat": "a beat for Ctrl-C, for the length of the source is not known",
    "calls": "the body stands in the loop: no call",
    "carried": "a key is called once for an item, and carried with it",
    "chunks": "the folds take the items in chunks, of which each is a list",
    "closed": "it does not hear of errors and of early stops",
    "compiled": "it is compiled: toolz, which is the same in Python, is not so far ahead",
    "each": "it gives nothing before it has read all; rillet sees to each item in Python",
    "ended": "a StopIteration of the key ends the stream, so it is looked for",
    "early": "it reads all; rillet stops at the first repeat, as the loop does",
    "exact": "its sum of floats is not exact",
    "fold": "a fold is called for each key: init, step and finish",
    "goes on": "a pass goes on after an error: one more chain",
    "groupby": "the run is measured in C; with identity first, and in a loop, it is as slow",
    "frame": "repeats are left out in C, where the error of a hash has no frame; a loop is as slow",
    "given": "the loop is the user's own, and a generator gives it the items",
    "guard": "each item is guarded, so that an error or another thread finds a sink that is whole",
    "head": "two streams are built, and where they are read, and their bounds, are kept",
    "heap": "its heap is in C: with one in Python it is far behind",
    "identity": "an item is compared with itself first, so that NaN stays in its run",
    "in three": "the items of items are chained in C, and a pass goes on after an error",
    "instruction": "3.11 has an instruction for str(x), and map calls the class",
    "keys": "the keys are put into a dict by a loop, whose frame keeps no file open when one fails",
    "kinds": "an error is held against two kinds, and None drops the item",
    "laid": "`iter` of a stream is a method in Python",
    "late": "nothing is pulled before the first item is asked for: one more chain",
    "length": "a row of another length is refused, of a thousand at a time",
    "lock": "each item is pulled when it is asked for, by whichever pass, under a lock",
    "magic": "a look at the first bytes, for the file may be packed",
    "none": "an item that equals None does not end the stream",
    "notes": "an error would get a note",
    "objects": "an outcome is an object: a generator of objects is as slow",
    "once": "each key comes once: for keys that may come again a loop is as slow",
    "one by one": "children are pulled one by one, and not all at once",
    "order": "the numbers ascend, which is nothing to do for a sort and the most for a heap",
    "pairs": "it is written for pairs: for rows of any length it is slower",
    "place": "a list is cut without a pull of its items",
    "plan": "a plan is built",
    "recipe": "each pass looks up the loop that was made for such functions",
    "sample": "it holds all items; of more-itertools, which holds as few, rillet is not behind",
    "sink": "a sink is built; with one that was made before, rillet is ahead",
    "step": "a step in Python for each item, as in the closure by hand",
    "stores": "the values are stored in a loop, and not in a comprehension",
    "stop": "it takes a StopIteration of the function for the end, and rillet raises it",
    "tees": "a tee is quicker on 3.11, and holds up to 57 items",
    "terminals": "for each answer a plan is built, and a terminal called",
    "turns": "two threads take turns",
    "whole": "it holds all items, or reads them twice",
}
"""What was measured to be a cause, in a word and in a sentence."""

LOSSES: Final[dict[str, dict[str, tuple[tuple[str, ...], float]]]] = {
    "negated-squares": {
        "generators": (("calls",), 1.65),
        "generator functions": (("calls",), 1.45),
        "fused comprehension": (("calls",), 2.6),
    },
    "map-filter-map": {
        "generators": (("calls",), 1.85),
        "fused comprehension": (("calls",), 3.05),
        "fused loop": (("calls",), 2.85),
    },
    "ten-map-filter-map": {
        "itertools": (("plan",), 2.05),
        "generators": (("plan", "calls"), 2),
        "fused comprehension": (("plan", "calls"), 4),
    },
    "ten-filter-map-accumulate": {
        "itertools": (("plan",), 2.65),
    },
    "ten-in-c": {
        "itertools": (("plan",), 3.5),
    },
    "ten-one-map": {
        "itertools": (("plan",), 2.15),
    },
    "ten-pairwise": {
        "itertools": (("plan",), 2.8),
    },
    "ten-built-once": {
        "itertools, built each time": (("laid",), 1.25),
    },
    "ten-noted": {
        "the same without notes": (("notes",), 1.2),
    },
    "elements-of-unknown-length": {
        "itertools": (("beat",), 1.2),
    },
    "group-by": {
        "cytoolz": (("compiled",), 1.25),
    },
    "count-by": {
        "itertools: Counter(map)": (("stop",), 1.4),
        "fused: Counter(comprehension)": (("stop", "calls"), 1.75),
        "cytoolz": (("compiled",), 1.2),
    },
    "aggregate": {
        "three builtins over a list": (("chunks",), 1.95),
    },
    "aggregate-by": {
        "cytoolz": (("compiled",), 1.45),
    },
    "aggregate-by-many": {
        "loop": (("fold",), 9),
        "cytoolz": (("fold",), 12.5),
        "toolz": (("fold",), 9),
    },
    "fold-count": {
        "builtin": (("terminals",), 75),
    },
    "fold-last": {
        "builtin": (("terminals",), 8.5),
    },
    "fold-nlargest": {
        "builtin": (("order",), 35),
    },
    "fold-list": {
        "builtin": (("plan",), 1.15),
    },
    "fold-distinct": {
        "builtin": (("each",), 1.95),
    },
    "build-pairwise": {
        "zip over a slice": (("tees", "whole"), 2.95),
    },
    "lag": {
        "zip over chain": (("tees", "whole"), 2.5),
        "more-itertools": (("tees",), 1.65),
    },
    "lead": {
        "more-itertools": (("tees",), 1.25),
    },
    "mark-ends": {
        "zip over tees": (("tees",), 1.65),
    },
    "windows-2": {
        "zip over tees": (("tees",), 1.35),
        "toolz": (("tees",), 1.75),
    },
    "windows-10": {
        "cytoolz": (("compiled",), 1.4),
    },
    "windows-50": {
        "cytoolz": (("compiled",), 1.9),
    },
    "batches-3": {
        "cytoolz": (("compiled", "ahead"), 2.05),
        "toolz": (("ahead",), 1.55),
    },
    "batches-100": {
        "cytoolz": (("compiled", "ahead"), 1.95),
        "toolz": (("ahead",), 1.3),
        "slices of a list, fused": (("place",), 2.05),
    },
    "group-adjacent": {
        "groupby and list": (("identity",), 1.2),
        "generator": (("identity",), 1.25),
        "more-itertools": (("identity",), 1.2),
    },
    "group-adjacent-equal": {
        "generator": (("identity",), 1.35),
    },
    "run-length-1": {
        "generator": (("identity",), 1.4),
    },
    "run-length-5": {
        "generator": (("identity",), 1.5),
    },
    "run-length-100": {
        "generator": (("identity",), 1.5),
        "groupby and list": (("groupby",), 1.55),
    },
    "lines-first": {
        "islice of a generator": (("magic",), 2.6),
    },
    "build-map": {
        "genexpr": (("instruction",), 1.35),
    },
    "build-map-together": {
        "map": (("plan",), 1.2),
    },
    "build-zip-longest": {
        "zip_longest": (("plan",), 1.15),
    },
    "build-chain": {
        "chain": (("plan",), 1.2),
    },
    "build-cycle": {
        "chain.from_iterable(repeat)": (("plan",), 1.2),
    },
    "build-reversed": {
        "reversed": (("plan",), 1.25),
    },
    "build-repeat": {
        "repeat": (("plan",), 1.25),
    },
    "build-tee": {
        "itertools.tee": (("plan",), 1.2),
    },
    "split-head": {
        "list(islice), then the iterator": (("head",), 1.35),
    },
    "split-head-again": {
        "islice twice": (("head",), 1.15),
    },
    "split-head-small": {
        "list(islice), then the iterator": (("head",), 19.5),
    },
    "build-pluck-several": {
        "cytoolz": (("compiled",), 1.35),
    },
    "build-swap": {
        "cytoolz": (("compiled",), 1.35),
    },
    "build-intersperse": {
        "cytoolz": (("compiled",), 6),
    },
    "build-filter": {
        "genexpr, written in": (("calls",), 1.4),
    },
    "build-slice-before-end": {
        "a slice of a list": (("whole",), 10.5),
    },
    "build-slice-of-tail": {
        "deque(maxlen)": (("late",), 1.3),
        "a slice of a list": (("whole",), 2.85),
    },
    "build-tail": {
        "a slice of a list": (("whole",), 3.5),
    },
    "build-drop-last": {
        "a slice of a list": (("whole",), 5),
    },
    "build-drop-last-many": {
        "a slice of a list": (("whole",), 5.5),
    },
    "build-unique": {
        "more-itertools": (("frame",), 1.25),
        "dict.fromkeys, all at once": (("each",), 1.35),
        "cytoolz": (("compiled",), 2.4),
    },
    "build-unique-by-key": {
        "cytoolz": (("compiled",), 1.4),
    },
    "build-without": {
        "filterfalse(set.__contains__)": (("late",), 1.15),
    },
    "build-without-by-key": {
        "generator with a set": (("ended",), 1.15),
    },
    "build-without-few": {
        "filterfalse(set.__contains__)": (("late",), 1.25),
    },
    "build-intersection": {
        "filter(set.__contains__)": (("late",), 1.3),
    },
    "build-sorted": {
        "sorted at the call": (("late",), 1.3),
    },
    "build-reversed-after-map": {
        "a reversed list": (("late",), 1.3),
    },
    "build-product": {
        "itertools, filled at the call": (("late",), 1.65),
    },
    "build-permutations": {
        "itertools, filled at the call": (("late",), 1.55),
    },
    "build-combinations": {
        "itertools, filled at the call": (("late",), 1.6),
    },
    "build-combinations-with-replacement": {
        "itertools, filled at the call": (("late",), 1.65),
    },
    "build-powerset": {
        "itertools, filled at the call": (("late",), 1.3),
    },
    "build-roundrobin-8": {
        "cytoolz": (("compiled",), 1.45),
    },
    "build-merge-sorted-2": {
        "sorted, all of them held": (("whole",), 2.05),
        "cytoolz": (("compiled",), 2.5),
    },
    "build-merge-sorted-8": {
        "sorted, all of them held": (("whole",), 4),
        "cytoolz": (("compiled",), 2.6),
    },
    "build-merge-sorted-2-key": {
        "sorted, all of them held": (("whole",), 1.6),
        "cytoolz": (("compiled",), 1.5),
    },
    "build-merge-sorted-8-key": {
        "heapq.merge": (("heap",), 1.3),
        "toolz": (("carried",), 1.35),
        "sorted, all of them held": (("whole",), 3.5),
        "cytoolz": (("compiled",), 1.95),
    },
    "build-join": {
        "cytoolz": (("compiled",), 1.3),
    },
    "build-join-left": {
        "cytoolz": (("compiled",), 1.3),
    },
    "build-join-full": {
        "cytoolz": (("compiled",), 1.45),
    },
    "build-join-of-dicts": {
        "hand-written loop": (("once",), 5.5),
        "more-itertools": (("once",), 1.45),
    },
    "build-join-semi": {
        "hand-written generator": (("keys",), 1.3),
    },
    "build-join-anti": {
        "hand-written generator": (("keys",), 1.4),
    },
    "build-try-map-on-error": {
        "generator": (("kinds",), 1.15),
    },
    "build-try-map-collect": {
        "generator of pairs": (("objects",), 1.6),
    },
    "build-on-close": {
        "chain, which misses errors and early stops": (("closed",), 5.5),
    },
    "build-to-list": {
        "list": (("plan",), 1.15),
    },
    "build-to-tuple": {
        "tuple": (("plan",), 1.15),
    },
    "build-consume": {
        "deque(maxlen=0)": (("plan",), 1.2),
    },
    "build-mean": {
        "sum / len of a list": (("exact",), 2.6),
    },
    "build-count-p": {
        "sum(map(bool, map))": (("stop",), 1.35),
    },
    "build-find-p-in-vain": {
        "next(filter)": (("stop",), 1.5),
    },
    "build-any-p-in-vain": {
        "any(map)": (("stop",), 1.65),
    },
    "build-all-p": {
        "all(map)": (("stop",), 1.5),
    },
    "build-nth-n-near-the-end": {
        "next(islice)": (("terminals",), 1.15),
    },
    "build-nlargest-10": {
        "heapq": (("again",), 1.15),
    },
    "build-unzip-of-pairs": {
        "zip(*)": (("length",), 1.5),
        "loop with two appends": (("pairs",), 2.3),
    },
    "build-all-equal-key": {
        "loop": (("identity",), 1.3),
        "more-itertools": (("stop",), 1.6),
    },
    "fuse-negated-squares": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-map-filter-map": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-six": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-negated-squares-to-list": {"fused by hand": (("appends", "recipe"), 1.3)},
    "fuse-map-filter-map-to-list": {"fused by hand": (("appends", "recipe"), 1.25)},
    "fuse-six-to-list": {"fused by hand": (("appends", "recipe"), 1.2)},
    "fuse-running-average": {"fused by hand": (("goes on",), 1.15)},
    "fuse-enumerate-starmap": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-zip-starmap": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-pairwise-starmap": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-accumulate": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-takewhile": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-dropwhile": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-map-flat-map-ranges": {"fused by hand": (("in three", "recipe"), 1.3)},
    "fuse-words": {"fused by hand": (("in three", "recipe"), 1.2)},
    "fuse-filter-map": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-filterfalse": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-filter-alone": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-map-alone": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-map-values": {"fused by hand": (("goes on", "recipe"), 1.15)},
    "fuse-itemgetter": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-attrgetter": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-called": {"fused by hand": (("goes on", "recipe"), 1.2)},
    "fuse-count": {"fused by hand, all of them held": (("whole",), 1.4)},
    "fuse-count-p": {"fused by hand, all of them held": (("whole",), 1.35)},
    "fuse-to-dict": {"fused by hand": (("stores", "recipe"), 1.2)},
    "fuse-to-set": {"fused by hand": (("adds", "recipe"), 1.2)},
    "fuse-for-loop": {
        "fused by hand": (("goes on", "recipe"), 1.15),
        "all in the loop itself": (("given",), 1.45),
    },
    "build-all-unique-over-an-iterator": {
        "loop": (("beat",), 1.3),
        "more-itertools": (("beat",), 1.4),
        "toolz": (("beat",), 1.5),
        "cytoolz": (("beat", "compiled"), 2.6),
    },
    "build-all-unique-over-a-list": {
        "len(set)": (("early",), 3.35),
        "toolz": (("early",), 3.35),
        "cytoolz": (("early",), 3.35),
    },
    "build-one": {
        "by hand": (("terminals",), 11),
        "more-itertools": (("terminals",), 3.5),
    },
    "build-sample-100": {
        "random.sample of a list": (("sample",), 1.3),
    },
    "build-sample-10000": {
        "random.sample of a list": (("sample",), 5),
    },
    "build-stream": {
        "iter": (("plan",), 1.15),
    },
    "build-iterate": {
        "cytoolz": (("compiled",), 1.6),
    },
    "build-from-callable": {
        "starmap(f, repeat)": (("plan",), 1.2),
    },
    "build-from-callable-times": {
        "starmap(f, repeat)": (("plan",), 1.15),
    },
    "build-from-callable-until": {
        "generator": (("plan",), 1.15),
        "more-itertools": (("plan",), 1.15),
    },
    "build-from-callable-sentinel": {
        "iter(f, value)": (("plan",), 1.15),
    },
    "build-from-callable-none": {
        "iter(f, None)": (("none",), 1.5),
    },
    "build-traverse-breadth": {
        "queue": (("one by one",), 1.15),
    },
    "build-cache": {
        "a list": (("lock",), 80),
        "more-itertools": (("lock",), 6),
    },
    "push-ten": {
        "pulled, in a for loop": (("sink",), 9.5),
        "closures by hand": (("sink",), 9),
        "generators that receive": (("sink",), 6.65),
    },
    "push-broadcast": {
        "closures by hand": (("guard",), 2.05),
        "tee, one after another": (("guard", "whole"), 3.5),
    },
    "push-pairwise": {
        "pulled, in a for loop": (("step",), 2.4),
    },
    "push-batched": {
        "pulled, in a for loop": (("step",), 6.5),
    },
    "push-group-adjacent": {
        "pulled, in a for loop": (("step",), 1.75),
    },
    "push-bridge": {
        "pulled, in a for loop": (("turns",), 345),
    },
    "push-threads": {
        "pulled, in a for loop": (("guard", "step"), 1.85),
    },
}
"""By row and contender: the causes, and how far ahead it is by them at the most.

That is a tenth above what was measured, rounded up: the machine is shared."""


def reasons(row: str, ahead: Mapping[str, float]) -> str:
    """Why the contenders `ahead` are ahead in `row`, each by so much; which are not explained."""
    explained = LOSSES.get(row, {})
    found: dict[str, None] = {}
    for name, loss in ahead.items():
        causes, bound = explained.get(name, ((), 0))
        if loss <= bound:
            found |= dict.fromkeys(CAUSES[cause] for cause in causes)
        else:
            found[f"not explained: {name} {loss:.2f}"] = None
    return "; ".join(found)
