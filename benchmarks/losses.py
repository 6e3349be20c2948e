"""Why rillet is behind, where it is: by what the contender ahead is, or by the row.

The reasons are read from the constructions. None of them was measured by taking its cause away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_CONTENDER: Final[dict[str, str]] = {
    r"cytoolz": "it is compiled",
    r"list|all at once|sorted$|statistics|random\.sample|two passes|filled at the call|slice": (
        "it holds all items, or reads them twice"
    ),
    r"fused|written in|comprehension|loop|walrus|genexpr|generator": (
        "the body stands in the loop: no call"
    ),
}
"""What a contender, whose name matches, does that a lazy stream of functions does not."""

BY_ROW: Final[dict[str, str]] = {
    "ten": "of ten items, to build the plan is most of the cost",
    "elements-of-unknown-length": "a beat for Ctrl-C",
    "elements-": "the very same objects: what is left is noise",
    "build-zip-longest": "the very same object: what is left is the plan",
    "build-one": "three plans are built for one item",
    "split-head": "a plan, and where it was read, are kept for each call",
    "fold-": "a fold reads in chunks, of which each is a list",
    "aggregate": "a fold is called for each key, or reads in chunks",
    "push": "an item is guarded, so that an error or another thread finds a sink that is whole",
    "lag": "a tee is quicker on 3.11, and holds up to 57 items",
    "lead": "a tee is quicker on 3.11, and holds up to 57 items",
    "mark-ends": "the tees hold up to 57 items",
    "run-length": "an item that does not equal itself begins no new run",
    "build-all-equal-key": "groupby would take a StopIteration of the key for the end",
    "build-all-unique": "it stops at the first repeat, and Ctrl-C reaches it",
    "build-from-callable": "the end is told by identity, or by an exception",
    "build-unfold": "an answer that is no pair is refused",
    "build-is-sorted": "one construction serves for every key and order",
    "build-merge-sorted": "the keys are called once, and a file is closed when one of them fails",
    "build-join": "a file is closed when a key of the other side fails",
    "build-without": "the other side is read with the first item, not at the call",
    "build-intersection": "the other side is read with the first item, not at the call",
    "peekable": "what was opened is let go of at the end",
    "count-by": "a StopIteration of the key arrives, so the loop is in Python",
    "windows": "tees hold up to 57 items, or are laid at the call",
    "batches": "3.11 has no batched in C, so each batch is sliced off when it is asked for",
    "group-adjacent": "an item that does not equal itself stays in its run; Ctrl-C reaches it",
    "build-map-together": "the very same object: what is left is the plan",
    "build-pluck": "the very same object: what is left is the plan",
    "build-chain": "the very same object: what is left is the plan",
    "build-repeat": "the very same object: what is left is the plan",
    "build-consume": "the very same object: what is left is the plan",
    "build-tee": "the very same object: what is left is the plan",
    "build-takewhile-inclusive": "a StopIteration of p ends the stream",
    "build-slice-of-tail": "nothing is read before the first pull: one more chain",
    "build-tail": "nothing is read before the first pull: one more chain",
    "build-sorted": "nothing is read before the first pull: one more chain",
    "build-reversed": "a plan is laid, or nothing is read before the first pull",
    "build-unique": "what stops when it is hashed ends the stream",
    "build-dedupe": "identity comes before equality, and what stops in it ends the stream",
    "build-cycle": "a round that is empty is the last",
    "build-on-close": "it hears of errors and of early stops",
    "build-to-": "an iterator has no length to make room by",
    "build-count-p": "a StopIteration of p arrives, so the loop is in Python",
    "build-find": "a StopIteration of p arrives, so the loop is in Python",
    "build-index": "what stops in a comparison arrives, so the loop is in Python",
    "build-any": "a StopIteration of p arrives, so the loop is in Python",
    "build-all-p": "a StopIteration of p arrives, so the loop is in Python",
    "build-value": "a list is searched without an iterator",
    "build-unzip": "a row of another length is refused",
    "build-traverse": "children are let go of, and asked for when they are due",
    "build-cache": "each item is pulled once, by whichever pass, under a lock",
}
"""Why a row whose name begins so is behind, whoever is ahead."""


def reasons(row: str, ahead: Iterable[str]) -> str:
    """Why the contenders `ahead` are ahead in `row`; empty where nobody has said."""
    for start, why in BY_ROW.items():
        if row.startswith(start):
            return why
    found = [_reason(name) for name in ahead]
    return "; ".join(dict.fromkeys(found)) if all(found) else ""


def _reason(contender: str) -> str:
    for pattern, why in BY_CONTENDER.items():
        if re.search(pattern, contender):
            return why
    return ""
