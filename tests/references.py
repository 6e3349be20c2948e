"""What every operation and every terminal should give, written with lists and loops alone.

It imports nothing: neither the library nor what the library is built from.
Each function has the name of its method, and takes the items as a list. They stand in the order
of the families: transform, select, slicing, neighbours, order, combine, and then the terminals.

A lazy operation gives a `Trace`: its outputs, and how far its input is read for each of them.
A terminal gives an `Answer`. Reading the end counts as one more input, so `len(items) + 1`
inputs are read when the end was seen.
"""

# ruff: noqa: PERF401, SIM110  # plain loops are the point, and `any` has another meaning here

from __future__ import annotations


class Absent:
    """An argument that was not given."""


class Trace:
    """The outputs of an operation, and how far its input is read for them.

    `needs[i]` inputs have been read when output `i` appears, and `end` of them when the stream
    is over. `error` is what it raises then instead of ending: an exception, or the class of one.
    """

    def __init__(self):
        self.outputs = []
        self.needs = []
        self.end = 0
        self.error = None

    def give(self, output, *, after):
        self.outputs.append(output)
        self.needs.append(after)

    def stop(self, *, after, error=None):
        self.end = after
        self.error = error
        return self

    def pulls(self, k):
        """How many inputs are read for the first `k` outputs; beyond the last one, for the end."""
        if k > len(self.outputs):
            return self.end
        return self.needs[k - 1] if k else 0

    def broken(self, place, error):
        """This trace over an input that raises `error` instead of giving the item at `place`."""
        if self.end <= place:
            return self
        trace = Trace()
        for k in range(len(self.outputs)):
            if self.needs[k] <= place:
                trace.give(self.outputs[k], after=self.needs[k])
        return trace.stop(after=place + 1, error=error)


def source(items, error=None):
    """The trace of a source: it gives the items, and then ends or raises `error`."""
    trace = Trace()
    for place in range(len(items)):
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1, error=error)


def composed(first, operation):
    """The trace of `operation`, a function of a list, over the outputs of the trace `first`."""
    second = operation(first.outputs)
    if first.error is not None:
        second = second.broken(len(first.outputs), first.error)
    trace = Trace()
    for k in range(len(second.outputs)):
        trace.give(second.outputs[k], after=first.pulls(second.needs[k]))
    return trace.stop(after=first.pulls(second.end), error=second.error)


def _at_end(items, outputs):
    """The trace of an operation that gives nothing before it has seen the end."""
    trace = Trace()
    for output in outputs:
        trace.give(output, after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def _same(a, b):
    return a is b or a == b


def _in(item, items):
    for other in items:
        if _same(item, other):
            return True
    return False


def map(items, f, *others):
    trace = Trace()
    for place in range(len(items)):
        arguments = [items[place]]
        for other in others:
            if place == len(other):
                return trace.stop(after=place + 1)
            arguments.append(other[place])
        trace.give(f(*arguments), after=place + 1)
    return trace.stop(after=len(items) + 1)


def starmap(items, f):
    trace = Trace()
    for place in range(len(items)):
        trace.give(f(*items[place]), after=place + 1)
    return trace.stop(after=len(items) + 1)


def enumerate(items, start=0):
    trace = Trace()
    for place in range(len(items)):
        trace.give((start + place, items[place]), after=place + 1)
    return trace.stop(after=len(items) + 1)


def accumulate(items, f=None, *, initial=Absent):
    trace = Trace()
    total = initial
    if initial is not Absent:
        trace.give(initial, after=0)
    for place in range(len(items)):
        if total is Absent:
            total = items[place]
        elif f is None:
            total = total + items[place]
        else:
            total = f(total, items[place])
        trace.give(total, after=place + 1)
    return trace.stop(after=len(items) + 1)


def flat_map(items, f):
    trace = Trace()
    for place in range(len(items)):
        for part in f(items[place]):
            trace.give(part, after=place + 1)
    return trace.stop(after=len(items) + 1)


def flatten(items):
    trace = Trace()
    for place in range(len(items)):
        for part in items[place]:
            trace.give(part, after=place + 1)
    return trace.stop(after=len(items) + 1)


def filter_map(items, f):
    trace = Trace()
    for place in range(len(items)):
        made = f(items[place])
        if made is not None:
            trace.give(made, after=place + 1)
    return trace.stop(after=len(items) + 1)


def map_accumulate(items, f, state):
    trace = Trace()
    for place in range(len(items)):
        state, made = f(state, items[place])
        trace.give(made, after=place + 1)
    return trace.stop(after=len(items) + 1)


def tap(items, f):
    trace = Trace()
    for place in range(len(items)):
        f(items[place])
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def tee_to(items, f):
    return tap(items, f)


def _kept(items, is_kept):
    trace = Trace()
    for place in range(len(items)):
        if is_kept(items[place]):
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def filter(items, p=None):
    return _kept(items, bool if p is None else p)


def filterfalse(items, p=None):
    return _kept(items, lambda item: not (item if p is None else p(item)))


def not_none(items):
    return _kept(items, lambda item: item is not None)


def of_type(items, kind):
    return _kept(items, lambda item: isinstance(item, kind))


def take(items, n):
    trace = Trace()
    for place in range(len(items)):
        if place == n:
            break
        trace.give(items[place], after=place + 1)
    return trace.stop(after=n if n <= len(items) else len(items) + 1)


def drop(items, n):
    trace = Trace()
    for place in range(n, len(items)):
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def takewhile(items, p):
    trace = Trace()
    for place in range(len(items)):
        if not p(items[place]):
            return trace.stop(after=place + 1)
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def takewhile_inclusive(items, p):
    trace = Trace()
    for place in range(len(items)):
        is_last = not p(items[place])
        trace.give(items[place], after=place + 1)
        if is_last:
            return trace.stop(after=place + 1)
    return trace.stop(after=len(items) + 1)


def dropwhile(items, p):
    trace = Trace()
    dropping = True
    for place in range(len(items)):
        dropping = dropping and p(items[place])
        if not dropping:
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def tail(items, n):
    return _at_end(items, items[len(items) - n :] if n < len(items) else items)


def drop_last(items, n=1):
    trace = Trace()
    for place in range(len(items) - n):
        trace.give(items[place], after=place + 1 + n)
    return trace.stop(after=len(items) + 1)


def unique(items, key=None):
    trace = Trace()
    seen = []
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if not _in(k, seen):
            seen.append(k)
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def dedupe(items, key=None):
    trace = Trace()
    before = Absent
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if before is Absent or not _same(k, before):
            trace.give(items[place], after=place + 1)
        before = k
    return trace.stop(after=len(items) + 1)


def duplicates(items, key=None):
    trace = Trace()
    seen = []
    repeated = []
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if not _in(k, seen):
            seen.append(k)
        elif not _in(k, repeated):
            repeated.append(k)
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def _shared(items, other, key, is_wanted):
    """The items of which it is, or is not, wanted that their key is one of `other`."""
    known = []
    for item in other:
        known.append(item if key is None else key(item))
    trace = Trace()
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if _in(k, known) == is_wanted:
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def without(items, other, *, key=None):
    return _shared(items, other, key, False)


def intersection(items, other, *, key=None):
    return _shared(items, other, key, True)


def compress(items, selectors):
    trace = Trace()
    for place in range(len(items)):
        if place == len(selectors):
            return trace.stop(after=place + 1)
        if selectors[place]:
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def locate(items, p):
    trace = Trace()
    for place in range(len(items)):
        if p(items[place]):
            trace.give(place, after=place + 1)
    return trace.stop(after=len(items) + 1)


def __getitem__(items, place):
    return _slice(items, place) if isinstance(place, slice) else _item(items, place)


def _slice(items, wanted):
    start = 0 if wanted.start is None else wanted.start
    stop = wanted.stop
    step = 1 if wanted.step is None else wanted.step
    if step < 0 or start < 0:
        return _at_end(items, items[wanted])
    behind = 0 if stop is None or stop >= 0 else -stop
    last = len(items) if stop is None else stop if stop >= 0 else len(items) + stop
    trace = Trace()
    for place in range(len(items)):
        if start <= place < last and (place - start) % step == 0:
            trace.give(items[place], after=place + 1 + behind)
    if stop is None or stop < 0:
        return trace.stop(after=len(items) + 1)
    furthest = start if start > stop else stop  # itertools.islice reads up to both
    return trace.stop(after=furthest if furthest <= len(items) else len(items) + 1)


def batched(items, n, *, strict=False):
    trace = Trace()
    batch = ()
    for place in range(len(items)):
        batch += (items[place],)
        if len(batch) == n:
            trace.give(batch, after=place + 1)
            batch = ()
    if batch and strict:
        return trace.stop(after=len(items) + 1, error=ValueError)
    if batch:
        trace.give(batch, after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def windowed(items, size, *, step=1, partial=False):
    trace = Trace()
    start = shown = 0
    while start + size <= len(items):
        shown = start + size
        trace.give(tuple(items[start:shown]), after=shown)
        start += step
    if partial and start < len(items) and shown < len(items):
        trace.give(tuple(items[start:]), after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def pairwise(items):
    trace = Trace()
    for place in range(1, len(items)):
        trace.give((items[place - 1], items[place]), after=place + 1)
    return trace.stop(after=len(items) + 1)


def lag(items, fill=None):
    trace = Trace()
    for place in range(len(items)):
        trace.give((items[place - 1] if place else fill, items[place]), after=place + 1)
    return trace.stop(after=len(items) + 1)


def lead(items, fill=None):
    trace = Trace()
    for place in range(len(items)):
        following = items[place + 1] if place + 1 < len(items) else fill
        trace.give((items[place], following), after=place + 2)
    return trace.stop(after=len(items) + 1)


def mark_ends(items):
    trace = Trace()
    for place in range(len(items)):
        marked = place == 0, place + 1 == len(items), items[place]
        trace.give(marked, after=place + 2)
    return trace.stop(after=len(items) + 1)


def group_adjacent(items, key=None):
    trace = Trace()
    run = []
    run_key = Absent
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if run and _same(k, run_key):
            run.append(items[place])
            continue
        if run:
            trace.give((run_key, run), after=place + 1)
        run = [items[place]]
        run_key = k
    if run:
        trace.give((run_key, run), after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def _one_or_all(made):
    return made[0] if len(made) == 1 else made


def pluck(items, *keys):
    trace = Trace()
    for place in range(len(items)):
        made = ()
        for key in keys:
            made += (items[place][key],)
        trace.give(_one_or_all(made), after=place + 1)
    return trace.stop(after=len(items) + 1)


def attr(items, *names):
    trace = Trace()
    for place in range(len(items)):
        made = ()
        for name in names:
            value = items[place]
            for part in name.split("."):
                value = getattr(value, part)
            made += (value,)
        trace.give(_one_or_all(made), after=place + 1)
    return trace.stop(after=len(items) + 1)


def map_keys(items, f):
    trace = Trace()
    for place in range(len(items)):
        key, value = items[place]
        trace.give((f(key), value), after=place + 1)
    return trace.stop(after=len(items) + 1)


def map_values(items, f):
    trace = Trace()
    for place in range(len(items)):
        key, value = items[place]
        trace.give((key, f(value)), after=place + 1)
    return trace.stop(after=len(items) + 1)


def swap(items):
    trace = Trace()
    for place in range(len(items)):
        key, value = items[place]
        trace.give((value, key), after=place + 1)
    return trace.stop(after=len(items) + 1)


def _cut(items, cuts):
    """The trace of the lists between `cuts`, the places where another begins, as far as known.

    A cut is `(place, after)`: so many inputs are read when it is known.
    """
    trace = Trace()
    start = 0
    for place, after in cuts:
        if place > start:
            trace.give(items[start:place], after=after)
        start = place
    if start < len(items):
        trace.give(items[start:], after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def split_when(items, p2):
    cuts = []
    for place in range(1, len(items)):
        if p2(items[place - 1], items[place]):
            cuts.append((place, place + 1))
    return _cut(items, cuts)


def split_before(items, p):
    cuts = []
    for place in range(len(items)):
        if p(items[place]):
            cuts.append((place, place + 1))
    return _cut(items, cuts)


def split_after(items, p):
    cuts = []
    for place in range(len(items)):
        if p(items[place]):
            cuts.append((place + 1, place + 1))
    return _cut(items, cuts)


def split_at(items, p):
    trace = Trace()
    start = 0
    for place in range(len(items)):
        if p(items[place]):
            trace.give(items[start:place], after=place + 1)
            start = place + 1
    trace.give(items[start:], after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def run_length(items):
    trace = Trace()
    start = 0
    for place in range(1, len(items)):
        if not _same(items[place], items[start]):
            trace.give((items[start], place - start), after=place + 1)
            start = place
    if items:
        trace.give((items[start], len(items) - start), after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def batched_by(items, max_size, *, weight, max_count=None):
    trace = Trace()
    start = total = 0
    for place in range(len(items)):
        own = weight(items[place])
        fits = 0 <= own <= max_size
        if start < place and (not fits or total + own > max_size):
            trace.give(tuple(items[start:place]), after=place + 1)
            start = place
            total = 0
        if not fits:
            return trace.stop(after=place + 1, error=ValueError)
        total += own
        if place + 1 - start == max_count:
            trace.give(tuple(items[start : place + 1]), after=place + 1)
            start = place + 1
            total = 0
    if start < len(items):
        trace.give(tuple(items[start:]), after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def cycle(items, times):
    trace = Trace()
    for turn in range(times):
        for place in range(len(items)):
            trace.give(items[place], after=len(items) + 1 if turn else place + 1)
    return trace.stop(after=len(items) + 1 if times else 0)


def repeat_each(items, n):
    trace = Trace()
    for place in range(len(items)):
        for _ in range(n):
            trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1 if n else 0)


def intersperse(items, sep):
    trace = Trace()
    for place in range(len(items)):
        if place:
            trace.give(sep, after=place + 1)
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def padded(items, n, fill=None):
    trace = source(items)
    for _ in range(n - len(items)):
        trace.give(fill, after=len(items) + 1)
    return trace


def or_else(items, *others):
    trace = source(items)
    if not items:
        for item in others:
            trace.give(item, after=1)
    return trace


def or_else_from(items, other):
    return or_else(items, *other)


def sorted(items, *, key=None, reverse=False):
    return _at_end(items, _in_order(items, key, reverse))


def _in_order(items, key, reverse):
    """A stable insertion sort; also in reverse, equal items keep their order."""
    ordered = []
    keys = []
    for item in items:
        k = item if key is None else key(item)
        place = len(ordered)
        while place and (keys[place - 1] < k if reverse else k < keys[place - 1]):
            place -= 1
        ordered.insert(place, item)
        keys.insert(place, k)
    return ordered


def reversed(items):
    return _at_end(items, items[::-1])


def shuffle(items, rng):
    """The order of an `rng` that says by itself what comes of its bits."""
    outputs = []
    for place in rng.order(len(items)):
        outputs.append(items[place])
    return _at_end(items, outputs)


def zip(items, *others, strict=False):
    unequal = ValueError if strict else None
    trace = Trace()
    for place in range(len(items)):
        row = (items[place],)
        for other in others:
            if place == len(other):
                return trace.stop(after=place + 1, error=unequal)
            row += (other[place],)
        trace.give(row, after=place + 1)
    for other in others:
        if len(other) > len(items):
            return trace.stop(after=len(items) + 1, error=unequal)
    return trace.stop(after=len(items) + 1)


def zip_longest(items, *others, fillvalue=None):
    longest = len(items)
    for other in others:
        if len(other) > longest:
            longest = len(other)
    trace = Trace()
    for place in range(longest):
        row = ()
        for part in (items, *others):
            row += (part[place] if place < len(part) else fillvalue,)
        trace.give(row, after=place + 1 if place < len(items) else len(items) + 1)
    return trace.stop(after=len(items) + 1)


def chain(items, *others):
    trace = source(items)
    for other in others:
        for item in other:
            trace.give(item, after=len(items) + 1)
    return trace


__add__ = chain


def prepend(items, *first):
    trace = Trace()
    for item in first:
        trace.give(item, after=0)
    for place in range(len(items)):
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def append(items, *last):
    return chain(items, last)


def interleave(items, *others):
    trace = Trace()
    for place in range(len(items)):
        for other in others:
            if place == len(other):
                return trace.stop(after=place + 1)
        for part in (items, *others):
            trace.give(part[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def roundrobin(items, *others):
    longest = len(items)
    for other in others:
        if len(other) > longest:
            longest = len(other)
    trace = Trace()
    for place in range(longest):
        for part in (items, *others):
            if place < len(part):
                trace.give(part[place], after=place + 1 if place < len(items) else len(items) + 1)
    return trace.stop(after=len(items) + 1)


def merge_sorted(items, *others, key=None, reverse=False):
    parts = (items, *others)
    places = [-1] * len(parts)
    heads = [()] * len(parts)
    to_read = _backwards(parts)
    trace = Trace()
    while True:
        for part in to_read:
            places[part] += 1
            heads[part] = parts[part][places[part] : places[part] + 1]
            if heads[part]:
                head = heads[part][0]
                heads[part] = (head, head if key is None else key(head))
        best = _first_in_order(heads, reverse)
        if best is None:
            return trace.stop(after=len(items) + 1)
        trace.give(heads[best][0], after=places[0] + 1)
        to_read = [best]


def _backwards(parts):
    places = []
    for place in range(len(parts)):
        places = [place, *places]
    return places


def _first_in_order(heads, reverse):
    """The place of the head that no other is before, and the first of several."""
    best = None
    for place in range(len(heads)):
        if not heads[place]:
            continue
        if best is None or _comes_first(heads[place][1], heads[best][1], reverse):
            best = place
    return best


def _comes_first(k, other, reverse):
    return other < k if reverse else k < other


def join(items, other, on, other_on=None, *, how="inner"):
    keys = []
    for partner in other:
        keys.append((on if other_on is None else other_on)(partner))
    trace = Trace()
    met = []
    for place in range(len(items)):
        k = on(items[place])
        partners = []
        for number in range(len(other)):
            if _same(keys[number], k):
                partners.append(other[number])
        if partners:
            met.append(k)
        if how in ("semi", "anti"):
            if (how == "semi") == (len(partners) > 0):
                trace.give(items[place], after=place + 1)
            continue
        for partner in partners or ((None,) if how in ("left", "full") else ()):
            trace.give((items[place], partner), after=place + 1)
    for number in range(len(other)):
        if how == "full" and not _in(keys[number], met):
            trace.give((None, other[number]), after=len(items) + 1)
    return trace.stop(after=len(items) + 1)


def product(items, *others, repeat=1):
    rows = [()]
    for _ in range(repeat):
        for pool in (items, *others):
            longer = []
            for row in rows:
                for item in pool:
                    longer.append((*row, item))
            rows = longer
    if repeat == 0:  # one empty choice, for which nothing need be read
        trace = Trace()
        trace.give((), after=0)
        return trace.stop(after=0)
    return _at_end(items, rows)


def _choices(items, r, is_next):
    """All rows of `r` items, whose places follow each other as `is_next(places, place)` says."""
    chosen = [()]
    for _ in range(r):
        longer = []
        for places in chosen:
            for place in range(len(items)):
                if is_next(places, place):
                    longer.append((*places, place))
        chosen = longer
    rows = []
    for places in chosen:
        row = ()
        for place in places:
            row += (items[place],)
        rows.append(row)
    return rows


def _unused(places, place):
    return place not in places


def _later(places, place):
    return not places or place > places[-1]


def _not_earlier(places, place):
    return not places or place >= places[-1]


def permutations(items, r=None):
    return _at_end(items, _choices(items, len(items) if r is None else r, _unused))


def combinations(items, r):
    return _at_end(items, _choices(items, r, _later))


def combinations_with_replacement(items, r):
    return _at_end(items, _choices(items, r, _not_earlier))


def powerset(items):
    rows = []
    for r in range(len(items) + 1):
        rows += _choices(items, r, _later)
    return _at_end(items, rows)


def _every_other(items):
    trace = Trace()
    for place in range(0, len(items), 2):
        trace.give(items[place], after=place + 1)
    return trace.stop(after=len(items) + 1)


def _with_the_next(items):
    return pairwise(items)


def _together(items, other):
    return zip(items, other)


_WORDS = {"every_other": _every_other, "with_the_next": _with_the_next, "together": _together}


def then(items, name, *others):
    return _WORDS[name](items, *others)


def cache(items):
    return source(items)


class Answer:
    """What a terminal gives after so many inputs, or the name of the exception it raises."""

    def __init__(self, value, *, after, error=None):
        self.value = value
        self.after = after
        self.error = error


def _whole(items, value):
    return Answer(value, after=len(items) + 1)


def _of_empty(default):
    return Answer(default, after=1, error="EmptyStreamError" if default is Absent else None)


Ok = Err = None  # those of the library, for nothing else is an outcome: strategies puts them here


def try_map(items, f, *exceptions, on_error="skip"):
    trace = Trace()
    for place in range(len(items)):
        try:
            made = f(items[place])
            if on_error == "collect":
                made = Ok(made)
        except exceptions as error:
            if on_error == "skip":
                continue
            if on_error == "collect":
                made = Err(items[place], error)
            else:
                made = on_error(items[place], error)
                if made is None:
                    continue
        trace.give(made, after=place + 1)
    return trace.stop(after=len(items) + 1)


def catch(items, exceptions, handler):
    return source(items)


def caught(before, exceptions, handler):
    """The trace of `catch` after a trace, of which it handles the error."""
    trace = Trace()
    for k in range(len(before.outputs)):
        trace.give(before.outputs[k], after=before.needs[k])
    error = before.error
    if error is None:
        return trace.stop(after=before.end)
    kind = error if isinstance(error, type) else type(error)
    if not issubclass(kind, exceptions):
        return trace.stop(after=before.end, error=error)
    for item in handler(error):
        trace.give(item, after=before.end)
    return trace.stop(after=before.end)


def on_close(items, f):
    f()
    return source(items)


def fuse(items):
    return source(items)


def to_list(items):
    return _whole(items, items)


def to_tuple(items):
    return _whole(items, (*items,))


def to_set(items):
    return _whole(items, {*items})


def collect(items, into):
    return _whole(items, into(items))


def to_dict(items, key=None, value=None, *, on_duplicate="last"):
    made = {}
    for place in range(len(items)):
        if key is None:
            k, v = items[place]
        else:
            k, v = key(items[place]), items[place] if value is None else value(items[place])
        if k in made and on_duplicate == "raise":
            return Answer(None, after=place + 1, error="DuplicateKeyError")
        if k not in made or on_duplicate == "last":
            made[k] = v
    return _whole(items, made)


def join_str(items, sep=""):
    joined = ""
    for place in range(len(items)):
        joined += sep + items[place] if place else items[place]
    return _whole(items, joined)


def group_by(items, key, value=None):
    groups = {}
    for item in items:
        k = key(item)
        if k not in groups:
            groups[k] = []
        groups[k].append(item if value is None else value(item))
    return _whole(items, groups)


def count_by(items, key=None):
    counts = {}
    for item in items:
        k = item if key is None else key(item)
        counts[k] = counts[k] + 1 if k in counts else 1
    return _whole(items, counts)


def unzip(items):
    lists = []
    for item in items:
        for place in range(len(item)):
            if place == len(lists):
                lists.append([])
            lists[place].append(item[place])
    return _whole(items, (*lists,))


def partition(items, p):
    yes = []
    no = []
    for item in items:
        if p(item):
            yes.append(item)
        else:
            no.append(item)
    return _whole(items, (yes, no))


def reduce(items, f, *, default=Absent):
    if not items:
        return _of_empty(default)
    total = items[0]
    for item in items[1:]:
        total = f(total, item)
    return _whole(items, total)


def fold(items, initial, f):
    total = initial
    for item in items:
        total = f(total, item)
    return _whole(items, total)


def fold_while(items, initial, f):
    total = initial
    for place in range(len(items)):
        total = f(total, items[place])
        if type(total).__name__ == "Done":
            return Answer(total.value, after=place + 1)
    return _whole(items, total)


def _folded(items, fold):
    state = fold.init()
    for item in items:
        state = fold.step(state, item)
    return state if fold.finish is None else fold.finish(state)


def aggregate(items, *folds):
    answers = []
    for fold in folds:
        answers.append(_folded(items, fold))
    return _whole(items, tuple(answers))


def aggregate_by(items, key, fold):
    groups = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return _whole(items, {k: _folded(group, fold) for k, group in groups.items()})


def sum(items, start=0):
    total = start
    for item in items:
        total = total + item
    return _whole(items, total)


def prod(items, start=1):
    total = start
    for item in items:
        total = total * item
    return _whole(items, total)


def mean(items):
    if not items:
        return _of_empty(Absent)
    total = 0.0
    for item in items:
        total += item
    return _whole(items, total / len(items))


def _best(items, key, default, is_better):
    if not items:
        return _of_empty(default)
    best = best_key = Absent
    for item in items:
        k = item if key is None else key(item)
        if best is Absent or is_better(k, best_key):
            best, best_key = item, k
    return _whole(items, best)


def _less(a, b):
    return a < b


def _more(a, b):
    return a > b


def min(items, *, key=None, default=Absent):
    return _best(items, key, default, _less)


def max(items, *, key=None, default=Absent):
    return _best(items, key, default, _more)


def minmax(items, *, key=None, default=Absent):
    if not items:
        return _of_empty(default)
    keys = []
    for item in items:
        keys.append(item if key is None else key(item))
    least = most = 0
    for place in range(len(items)):
        if keys[place] < keys[least]:
            least = place
        if keys[place] > keys[most]:
            most = place
    return _whole(items, (items[least], items[most]))


def count(items, p=None):
    n = 0
    for item in items:
        if p is None or p(item):
            n += 1
    return _whole(items, n)


def nlargest(items, k, *, key=None):
    return _whole(items, _in_order(items, key, True)[:k]) if k else Answer([], after=0)


def nsmallest(items, k, *, key=None):
    return _whole(items, _in_order(items, key, False)[:k]) if k else Answer([], after=0)


def top(items, k):
    counts = count_by(items).value
    return _whole(items, _in_order([*counts.items()], lambda pair: pair[1], True)[:k])


def sample(items, k, *, rng):
    """What an `rng` leaves that is known to keep the first items, or to let in every other."""
    if k == 0:
        return Answer([], after=0)
    if len(items) <= k or rng.keeps == "the first":
        return _whole(items, items[:k])
    return _whole(items, items[1:k] + items[-1:])


def _place_or(items, place, otherwise):
    if place < len(items):
        return Answer(items[place], after=place + 1)
    return Answer(otherwise.value, after=len(items) + 1, error=otherwise.error)


def first(items, *, default=Absent):
    return _place_or(items, 0, _of_empty(default))


def last(items, *, default=Absent):
    return _whole(items, items[-1]) if items else _of_empty(default)


def nth(items, n, *, default=Absent):
    return _place_or(items, n, _of_empty(default))


def _item(items, place):
    if place >= 0:
        return _place_or(items, place, Answer(None, after=0, error="IndexError"))
    if -place <= len(items):
        return _whole(items, items[place])
    return Answer(None, after=len(items) + 1, error="IndexError")


def split_head(items, n):
    after = n if n <= len(items) else len(items) + 1
    return Answer((items[:n], items[n:]), after=after)


def one(items):
    if len(items) > 1:
        return Answer(None, after=2, error="TooManyItemsError")
    return _whole(items, items[0]) if items else _of_empty(Absent)


def only(items, *, default=None):
    return one(items) if items else _whole(items, default)


def find(items, p, *, default=None):
    for place in range(len(items)):
        if p(items[place]):
            return Answer(items[place], after=place + 1)
    return _whole(items, default)


def index(items, value, *, default=Absent):
    for place in range(len(items)):
        if _same(items[place], value):
            return Answer(place, after=place + 1)
    return Answer(default, after=len(items) + 1, error="ValueError" if default is Absent else None)


def any(items, p=None):
    for place in range(len(items)):
        if items[place] if p is None else p(items[place]):
            return Answer(True, after=place + 1)
    return _whole(items, False)


def all(items, p=None):
    for place in range(len(items)):
        if not (items[place] if p is None else p(items[place])):
            return Answer(False, after=place + 1)
    return _whole(items, True)


def none(items, p=None):
    answer = any(items, p)
    return Answer(not answer.value, after=answer.after)


def is_empty(items):
    return Answer(not items, after=1)


def all_equal(items, key=None):
    first = None
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if place == 0:
            first = k
        elif not _same(first, k):
            return Answer(False, after=place + 1)
    return _whole(items, True)


def all_unique(items, key=None):
    seen = []
    for place in range(len(items)):
        k = items[place] if key is None else key(items[place])
        if _in(k, seen):
            return Answer(False, after=place + 1)
        seen.append(k)
    return _whole(items, True)


def is_sorted(items, key=None, *, strict=False, reverse=False):
    keys = []
    for place in range(len(items)):
        keys.append(items[place] if key is None else key(items[place]))
        if place:
            low, high = (keys[-1], keys[-2]) if reverse else (keys[-2], keys[-1])
            if not low < high if strict else high < low:
                return Answer(False, after=place + 1)
    return _whole(items, True)


def __contains__(items, value):
    for place in range(len(items)):
        if _same(items[place], value):
            return Answer(True, after=place + 1)
    return _whole(items, False)


def for_each(items, f):
    for item in items:
        f(item)
    return _whole(items, None)


def into(items, f):
    return for_each(items, f)


def broadcast(items, f, g):
    for item in items:
        f(item)
        g(item)
    return _whole(items, (None, None))


def consume(items, n=None):
    if n is None or n > len(items):
        return _whole(items, None)
    return Answer(None, after=n)


def trace(items, n, *, file):
    if n > len(items):
        return _whole(items, items)
    return Answer(items[:n], after=n)


def print(items, *, end="\n"):
    text = ""
    for item in items:
        text += f"{item}{end}"
    return _whole(items, text)


def write(items):
    return print(items)
