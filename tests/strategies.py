"""Random plans: one line for every operation and every terminal, and chains of them.

A line names a method and gives the strategies of its arguments; its reference is the function
of the same name in `references`. An operation with two implementations behind one name has a
line for each, so that every line always reaches the same `Operation`.

`asks` says what the items must be able to do, `gives` what the items out can do:
"==" and "bool" everything but a `Hostile` can, "hash", "<", "+", "*" are those operators,
"iter" is a finite iterable, "pair" a tuple of two that begins with what can be hashed, "str" a
string.
"""

from __future__ import annotations

import collections
import io
import itertools
import random
import re
from collections.abc import Sized
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from numbers import Number
from typing import TYPE_CHECKING, Any

import references
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from rillet import Done, Err, Fold, Ok, Pipeline, Stream, op, operation
from rillet.folds import Count, Last, List, OrElse, Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

references.Ok, references.Err = Ok, Err


def without_address(parameter: object) -> str:
    """The name of a test with this parameter, which is the same in every process."""
    return re.sub(r" at 0x\w+", "", repr(parameter))


Facts = frozenset[str]

PLAIN: Facts = frozenset({"==", "bool"})
HASHABLE = PLAIN | {"hash"}
NUMBERS = HASHABLE | {"<", "+", "*"}
STRINGS = HASHABLE | {"<", "iter", "str"}


class Hostile:
    """An item that answers no question."""

    def _refuse(self, *_: object) -> Any:
        raise AssertionError("an item was compared, hashed, measured or asked for its truth")

    __eq__ = __ne__ = __lt__ = __gt__ = __hash__ = __bool__ = __len__ = __iter__ = _refuse
    __contains__ = __add__ = __radd__ = __getitem__ = _refuse


class Unequal:
    """An item that does not equal itself, like NaN; other than NaN, unpickled it stays itself."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__

    def __reduce__(self) -> str:
        return "UNEQUAL"


UNEQUAL = Unequal()

numbers = st.integers(-3, 4)
odd_values = st.sampled_from(["", None, ..., UNEQUAL, ValueError("as an item"), 0, False])
hashables = st.one_of(
    numbers, st.booleans(), odd_values, st.sampled_from(["a", "b", 0.0, 1.0, (), (1,)])
)
values = st.one_of(hashables, st.lists(numbers, max_size=2))
iterables = st.one_of(
    st.lists(values, max_size=3),
    st.tuples(values),
    st.text("ab", max_size=3),
    st.builds(range, st.integers(0, 3)),
)
pairs = st.tuples(hashables, values)
counts = st.integers(0, 5)
sizes = st.integers(1, 4)
limits = st.sampled_from([1, 2.5, 4, 30])
flags = st.booleans()


def items_that(facts: Facts, **bounds: int) -> st.SearchStrategy[list[Any]]:
    """Lists of items that can do what `facts` say."""
    if "str" in facts:
        return st.lists(st.text("abc", max_size=2), **bounds)
    if "pair" in facts:
        return st.lists(pairs, **bounds)
    if facts & {"<", "+", "*"}:
        return st.lists(numbers, **bounds)
    if "iter" in facts:
        return st.lists(iterables, **bounds)
    return st.lists(hashables if "hash" in facts else values, **bounds)


@dataclass(frozen=True)
class Operand:
    """An iterable beside the stream, made anew for every stream."""

    items: list[Any]
    one_shot: bool

    def fresh(self) -> Iterable[Any]:
        return (item for item in self.items) if self.one_shot else list(self.items)


@dataclass(frozen=True)
class Class(Operand):
    """A class, which is no function of the items."""

    one_shot: bool = False

    def fresh(self) -> Any:
        return self.items


classes: Any = st.sampled_from([int, str, object, Sized]).map(Class)
kinds: Any = st.sampled_from([(int, (str, Sized)), int | None, Number, ()]).map(Class)
operands = st.builds(Operand, st.lists(hashables, max_size=4), flags)
some_operands = st.lists(operands, max_size=2)
an_operand = st.lists(operands, min_size=1, max_size=2)
of_numbers = st.lists(st.builds(Operand, st.lists(numbers, max_size=4), flags), max_size=3)


@operation(laziness="1:1")
def every_other(items: Iterator[Any]) -> Iterator[Any]:
    wanted = True
    for item in items:
        if wanted:
            yield item
        wanted = not wanted


def with_the_next(items: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    return itertools.pairwise(items)


@operation(laziness="1:1")
def together(items: Iterator[Any], other: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(items, other)


@dataclass(frozen=True)
class Word:
    """An operation of the user's own, known to the references by its name."""

    name: str

    def fresh(self, *operands: Any) -> Any:
        made = globals()[self.name]
        return made(*operands) if operands or isinstance(made, type) else made


def row(*parts: object) -> tuple[object, ...]:
    return parts


def kind(*parts: object) -> str:
    return " ".join([type(part).__name__ for part in parts])


def length(*parts: object) -> int:
    return len(repr(parts))


def remainder(item: object) -> int:
    return length(item) % 3


def is_short(item: object) -> bool:
    return len(repr(item)) < 3


def always(item: object) -> str:
    return "yes"


def never(item: object) -> None:
    return None


def itself_if_short(item: object) -> object:
    return item if is_short(item) else None


def twice(item: object) -> list[object]:
    return [item, item]


def digits(item: object) -> Iterator[str]:
    return iter(str(length(item)))


def latest(total: object, item: object) -> object:
    return item


def before_and_after(state: object, item: object) -> tuple[object, object]:
    return item, (state, item)


def kinds_so_far(state: object, item: object) -> list[object]:
    return [kind(state, item)[-9:], state]


def is_longer(before: object, item: object) -> bool:
    return length(item) > length(before)


def is_of_another_type(before: object, item: object) -> bool:
    return type(before) is not type(item)


@dataclass(frozen=True)
class Die:
    """A source of random bits that always shows the same, and knows the order that comes of it."""

    bits: int

    def getrandbits(self, k: int) -> int:
        assert k == 64
        return self.bits

    def order(self, length: int) -> list[int]:
        places = list(range(length))
        random.Random(self.bits).shuffle(places)
        return places


def until_short(total: object, item: object) -> object:
    return Done(item) if is_short(item) else row(total, item)


def at_once(total: object, item: object) -> Done[object]:
    return Done(total)


@dataclass(frozen=True)
class Loaded:
    """Chance whose numbers are all the same, so that one knows what a sample is."""

    number: float
    keeps: str

    def random(self) -> float:
        return self.number


chances = st.sampled_from([Loaded(1 - 2**-53, "the first"), Loaded(0.0, "the last")])


def long_only(item: object) -> int:
    if is_short(item):
        raise KeyError(item)
    return length(item)


def apologies(error: BaseException) -> list[Any]:
    return ["sorry", None]


def silence(error: BaseException) -> Iterator[Any]:
    return iter(())


def apology(item: object, error: BaseException) -> str:
    return kind(error)


def unnoticed(item: object, error: BaseException) -> None:
    return None


functions = st.sampled_from([row, kind, length])
partial_functions = st.sampled_from([long_only, kind])
handlers = st.sampled_from([apologies, silence])
keys = st.sampled_from([kind, length, remainder])
predicates = st.sampled_from([is_short, remainder, always, never])
maybes = st.sampled_from([itself_if_short, remainder, never])
splitters = st.sampled_from([twice, digits, kind])
adders = st.sampled_from([row, latest, kind])
movers = st.sampled_from([before_and_after, kinds_so_far])
some_keys = st.sampled_from([(0,), (1,), (1, 0), (0, 1, 0)])
some_names = st.sampled_from(
    [("__class__",), ("__class__.__name__",), ("__class__", "__doc__"), ("__class__.__mro__",) * 3]
)
relations = st.sampled_from([is_longer, is_of_another_type, row])
weights = st.sampled_from([remainder, is_short, length])
dice = st.builds(Die, st.integers(0, 2**64 - 1))
stopping = st.sampled_from([until_short, at_once, latest])


def same(facts: Facts) -> Facts:
    return facts


def hashable_or_not(facts: Facts) -> Facts:
    return PLAIN | (facts & {"hash"})


def plain(facts: Facts) -> Facts:
    return PLAIN


def tuples(facts: Facts) -> Facts:
    return hashable_or_not(facts) | {"iter"}


def pairs_again(facts: Facts) -> Facts:
    return tuples(facts) | {"pair"}


def swapped(facts: Facts) -> Facts:
    return pairs_again(facts) if "hash" in facts else tuples(facts)


def hashables_alone(facts: Facts) -> Facts:
    return HASHABLE


def lists_inside(facts: Facts) -> Facts:
    return PLAIN | {"iter"}


def integers(facts: Facts) -> Facts:
    return NUMBERS


NOTHING: st.SearchStrategy[list[Any]] = st.just([])


@dataclass(frozen=True)
class Line:
    """A method, the strategies of its arguments, and the facts of its items."""

    name: str
    arguments: tuple[st.SearchStrategy[Any], ...] = ()
    rest: st.SearchStrategy[list[Any]] = NOTHING
    options: dict[str, st.SearchStrategy[Any]] = field(default_factory=dict)
    asks: Facts = frozenset()
    gives: Callable[[Facts], Facts] = same
    explodes: bool = False
    long: bool = False
    at_the_end: bool = False

    @cached_property
    def calls(self) -> st.SearchStrategy[Call]:
        return st.builds(
            lambda arguments, rest, options: Call(self, (*arguments, *rest), options),
            st.tuples(*self.arguments),
            self.rest,
            st.fixed_dictionaries(self.options),
        )

    @cached_property
    def example(self) -> Call:
        """The simplest call, without a search for any other."""
        simplest = settings(max_examples=1, phases=[Phase.generate], database=None)
        return find(self.calls, lambda call: True, settings=simplest)

    @cached_property
    def inputs(self) -> st.SearchStrategy[list[Any]]:
        if self.long:
            return items_that(self.asks, min_size=28, max_size=36)
        return items_that(self.asks, max_size=4 if self.explodes else 7)

    @cached_property
    def plans(self) -> st.SearchStrategy[Plan]:
        """Plans of this operation alone."""
        return st.builds(
            lambda source, items, call: Plan(source, items, [call]),
            st.sampled_from([*SOURCES]),
            self.inputs,
            self.calls,
        )

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(['_'] * len(self.arguments) + [*self.options])})"


def is_function(value: object) -> bool:
    """Whether it can be called, and is no class of exceptions."""
    is_error = isinstance(value, type) and issubclass(value, BaseException)
    return callable(value) and not is_error


@dataclass(frozen=True)
class Call:
    """A method with its arguments: on a stream, without a source, and on a list."""

    line: Line
    arguments: tuple[Any, ...]
    options: dict[str, Any]

    def on(self, stream: Stream[Any]) -> Any:
        return getattr(stream, self.line.name)(*self._fresh(), **self.options)

    def without_source(self) -> Any:
        if hasattr(op, self.line.name):
            return getattr(op, self.line.name)(*self._fresh(), **self.options)
        return self.on

    def reference(self, items: list[Any]) -> Any:
        known = [known_of(arg) for arg in self.arguments]
        return getattr(references, self.line.name)(items, *known, **self.options)

    def after(self, trace: references.Trace) -> references.Trace:
        """The trace of this call after that of the calls before it."""
        if self.line.name == "catch":
            return references.caught(trace, *self.arguments)
        return references.composed(trace, self.reference)

    def functions(self) -> list[Callable[..., Any]]:
        """The functions that are called with items."""
        if self.line.at_the_end:
            return []
        return [arg for arg in (*self.arguments, *self.options.values()) if is_function(arg)]

    def with_functions(self, wrap: Callable[[Callable[..., Any]], Any]) -> Call:
        """This call with every function among its arguments wrapped."""

        def wrapped(value: Any) -> Any:
            return wrap(value) if is_function(value) else value

        arguments = tuple(wrapped(arg) for arg in self.arguments)
        options = {name: wrapped(value) for name, value in self.options.items()}
        return replace(self, arguments=arguments, options=options)

    def reads_a_one_shot(self) -> bool:
        return any(isinstance(arg, Operand) and arg.one_shot for arg in self.arguments)

    def _fresh(self) -> list[Any]:
        fresh = [arg.fresh() if isinstance(arg, Operand) else arg for arg in self.arguments]
        if self.arguments and isinstance(self.arguments[0], Word):
            return [self.arguments[0].fresh(*fresh[1:])]
        return fresh

    def __repr__(self) -> str:
        given = [getattr(arg, "__name__", repr(arg)) for arg in self.arguments]
        named = [f"{key}={getattr(v, '__name__', repr(v))}" for key, v in self.options.items()]
        return f".{self.line.name}({', '.join(given + named)})"


def known_of(argument: Any) -> Any:
    """What a reference gets of an argument."""
    if isinstance(argument, Operand):
        return argument.items
    return argument.name if isinstance(argument, Word) else argument


FACTS = ("rest", "gives", "explodes", "long", "at_the_end")


def line(name: str, *arguments: Any, asks: str = "", **given: Any) -> Line:
    facts = {key: given.pop(key) for key in FACTS if key in given}
    return Line(name, arguments, options=given, asks=frozenset(asks.split()), **facts)


def slices(start: Any, stop: Any, step: Any) -> st.SearchStrategy[slice]:
    return st.builds(slice, start, stop, step)


ahead = st.none() | counts
back = st.integers(-5, -1)
steps = st.none() | sizes

OPERATIONS = [
    line("map", functions, gives=hashable_or_not),
    line("map", functions, rest=an_operand, gives=hashable_or_not),
    line("starmap", functions, asks="iter", gives=hashable_or_not),
    line("enumerate", numbers, gives=pairs_again),
    line("accumulate", asks="+", gives=integers),
    line("accumulate", adders, gives=hashable_or_not),
    line("accumulate", initial=numbers, asks="+", gives=integers),
    line("accumulate", adders, initial=odd_values, gives=hashable_or_not),
    line("flat_map", splitters, gives=hashable_or_not),
    line("flatten", asks="iter", gives=hashable_or_not),
    line("filter_map", maybes, gives=hashable_or_not),
    line("map_accumulate", movers, odd_values, gives=hashable_or_not),
    line("tap", functions),
    line("tee_to", functions),
    line("filter", asks="bool"),
    line("filter", predicates),
    line("filterfalse", asks="bool"),
    line("filterfalse", predicates),
    line("not_none"),
    line("of_type", classes),
    line("of_type", kinds),
    line("take", counts),
    line("drop", counts),
    line("takewhile", predicates),
    line("takewhile_inclusive", predicates),
    line("dropwhile", predicates),
    line("tail", counts),
    line("drop_last", counts),
    line("unique", asks="hash =="),
    line("unique", keys),
    line("dedupe", asks="=="),
    line("dedupe", keys),
    line("duplicates", asks="hash =="),
    line("duplicates", keys),
    line("without", operands, asks="hash =="),
    line("without", operands, key=keys),
    line("intersection", operands, asks="hash =="),
    line("intersection", operands, key=keys),
    line("compress", operands),
    line("locate", predicates, gives=integers),
    line("__getitem__", slices(ahead, ahead, steps)),
    line("__getitem__", slices(ahead, back, steps)),
    line("__getitem__", slices(back, st.none() | st.integers(-5, 5), steps)),
    line("__getitem__", slices(*[st.none() | st.integers(-5, 5)] * 2, st.integers(-3, -1))),
    line("batched", sizes, gives=tuples),
    line("batched", sizes, strict=st.just(True), gives=tuples),
    line("windowed", sizes, step=sizes, gives=tuples),
    line("windowed", st.integers(30, 33), step=sizes, gives=tuples, long=True),
    line("windowed", sizes, step=sizes, partial=st.just(True), gives=tuples),
    line("pairwise", gives=tuples),
    line("lag", gives=tuples),
    line("lag", odd_values, gives=tuples),
    line("lead", gives=tuples),
    line("lead", odd_values, gives=tuples),
    line("mark_ends", gives=tuples),
    line("group_adjacent", asks="==", gives=lists_inside),
    line("group_adjacent", keys, gives=lists_inside),
    line("pluck", rest=some_keys.map(list), asks="pair", gives=hashable_or_not),
    line("attr", rest=some_names.map(list), gives=hashables_alone),
    line("map_keys", functions, asks="pair", gives=pairs_again),
    line("map_values", functions, asks="pair", gives=pairs_again),
    line("swap", asks="pair", gives=swapped),
    line("split_when", relations, gives=lists_inside),
    line("split_at", predicates, gives=lists_inside),
    line("split_before", predicates, gives=lists_inside),
    line("split_after", predicates, gives=lists_inside),
    line("run_length", asks="==", gives=tuples),
    line("batched_by", limits, weight=weights, gives=tuples),
    line("batched_by", limits, weight=weights, max_count=sizes, gives=tuples),
    line("cycle", st.integers(0, 3), explodes=True),
    line("repeat_each", st.integers(0, 3), explodes=True),
    line("intersperse", odd_values, gives=hashable_or_not),
    line("padded", st.integers(0, 9), gives=hashable_or_not),
    line("padded", st.integers(0, 9), odd_values, gives=hashable_or_not),
    line("or_else", rest=st.lists(hashables, max_size=2), gives=hashable_or_not),
    line("or_else_from", operands, gives=hashable_or_not),
    line("sorted", reverse=flags, asks="<"),
    line("sorted", key=keys, reverse=flags),
    line("reversed"),
    line("shuffle", dice),
    line("zip", rest=some_operands, gives=tuples),
    line("zip", rest=some_operands, strict=st.just(True), gives=tuples),
    line("zip_longest", rest=some_operands, gives=tuples),
    line("zip_longest", rest=some_operands, fillvalue=odd_values, gives=tuples),
    line("chain", rest=some_operands, gives=hashable_or_not),
    line("__add__", operands, gives=hashable_or_not),
    line("prepend", rest=st.lists(hashables, max_size=2), gives=hashable_or_not),
    line("append", rest=st.lists(hashables, max_size=2), gives=hashable_or_not),
    line("interleave", rest=some_operands, gives=hashable_or_not),
    line("roundrobin", rest=some_operands, gives=hashable_or_not),
    line("merge_sorted", rest=of_numbers, reverse=flags, asks="< +", gives=integers),
    line("merge_sorted", key=keys, reverse=flags),
    line("join", operands, keys, gives=tuples),
    line("join", operands, keys, keys, how=st.just("left"), gives=tuples),
    line("join", operands, keys, how=st.just("full"), gives=tuples),
    line("join", operands, keys, how=st.just("semi")),
    line("join", operands, keys, keys, how=st.just("anti")),
    line("product", rest=st.lists(operands, max_size=1), gives=tuples, explodes=True),
    line("product", repeat=st.integers(0, 2), gives=tuples, explodes=True),
    line("permutations", gives=tuples, explodes=True),
    line("permutations", counts, gives=tuples, explodes=True),
    line("combinations", counts, gives=tuples, explodes=True),
    line("combinations_with_replacement", st.integers(0, 3), gives=tuples, explodes=True),
    line("powerset", gives=tuples, explodes=True),
    line("then", st.just(Word("every_other"))),
    line("then", st.just(Word("with_the_next")), gives=tuples),
    line("then", st.just(Word("together")), operands, gives=tuples),
    line("try_map", partial_functions, st.just(KeyError), gives=hashable_or_not),
    line(
        "try_map",
        partial_functions,
        st.just(KeyError),
        on_error=st.just("collect"),
        gives=plain,
    ),
    line(
        "try_map",
        partial_functions,
        st.just(KeyError),
        on_error=st.sampled_from([apology, unnoticed]),
        gives=hashable_or_not,
    ),
    line(
        "catch",
        st.sampled_from([ValueError, (KeyError, ValueError)]),
        handlers,
        gives=hashable_or_not,
        at_the_end=True,
    ),
    line("on_close", functions, at_the_end=True),
    line("fuse"),
]


def appended(items: tuple[Any, ...], item: Any) -> tuple[Any, ...]:
    return (*items, item)


folds = st.sampled_from(
    [Count(), List(), OrElse(Last(), None), Together(Count(), List()), Fold(tuple, appended)]
)
first_or_raise = st.sampled_from(["first", "raise"])

TERMINALS = [
    line("to_list"),
    line("to_tuple"),
    line("to_set", asks="hash =="),
    line("collect", st.sampled_from([list, tuple, collections.deque])),
    line("to_dict", asks="pair"),
    line("to_dict", on_duplicate=first_or_raise, asks="pair"),
    line("to_dict", keys),
    line("to_dict", keys, functions),
    line("to_dict", keys, on_duplicate=first_or_raise),
    line("to_dict", keys, functions, on_duplicate=first_or_raise),
    line("join_str", st.text("-,", max_size=2), asks="str"),
    line("group_by", keys),
    line("group_by", keys, functions),
    line("count_by", asks="hash =="),
    line("count_by", keys),
    line("unzip", asks="pair"),
    line("partition", predicates),
    line("reduce", adders),
    line("reduce", adders, default=odd_values),
    line("fold", odd_values, adders),
    line("fold_while", odd_values, stopping),
    line("aggregate", folds, folds),
    line("aggregate", folds, rest=st.lists(folds, max_size=3)),
    line("aggregate_by", keys, folds),
    line("sum", asks="+"),
    line("sum", numbers, asks="+"),
    line("prod", asks="*"),
    line("prod", numbers, asks="*"),
    line("mean", asks="+"),
    line("min", asks="<"),
    line("min", key=keys),
    line("min", key=keys, default=odd_values),
    line("max", asks="<"),
    line("max", key=keys),
    line("max", key=keys, default=odd_values),
    line("minmax", asks="<"),
    line("minmax", key=keys),
    line("minmax", key=keys, default=odd_values),
    line("count"),
    line("count", predicates),
    line("nlargest", counts, asks="<"),
    line("nlargest", counts, key=keys),
    line("nsmallest", counts, asks="<"),
    line("nsmallest", counts, key=keys),
    line("top", counts, asks="hash =="),
    line("sample", counts, rng=chances),
    line("first"),
    line("first", default=odd_values),
    line("last"),
    line("last", default=odd_values),
    line("nth", counts),
    line("nth", counts, default=odd_values),
    line("__getitem__", st.integers(-5, 5)),
    line("one"),
    line("only"),
    line("only", default=odd_values),
    line("find", predicates),
    line("find", predicates, default=odd_values),
    line("index", odd_values, asks="=="),
    line("index", odd_values, default=odd_values, asks="=="),
    line("any", asks="bool"),
    line("any", predicates),
    line("all", asks="bool"),
    line("all", predicates),
    line("none", asks="bool"),
    line("none", predicates),
    line("is_empty"),
    line("all_equal", asks="=="),
    line("all_equal", keys),
    line("all_unique", asks="hash =="),
    line("all_unique", keys),
    line("is_sorted", strict=flags, reverse=flags, asks="<"),
    line("is_sorted", keys, strict=flags, reverse=flags),
    line("__contains__", odd_values, asks="=="),
    line("for_each", functions),
    line("into", functions),
    line("broadcast", functions, functions),
    line("consume"),
    line("consume", counts),
    line("trace", counts, file=st.builds(io.StringIO)),
]


class Again:
    """An iterable with nothing but `__iter__`."""

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.items))


class ByPlace:
    """An iterable with nothing but `__getitem__`."""

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def __getitem__(self, place: int) -> Any:
        return self.items[place]


def successor(n: int) -> int:
    return n + 1


SOURCES: dict[str, Callable[[list[Any]], Stream[Any]]] = {
    "list": lambda items: Stream(list(items)),
    "tuple": lambda items: Stream(tuple(items)),
    "of": lambda items: Stream.of(*items),
    "again": lambda items: Stream(Again(items)),
    "by place": lambda items: Stream(ByPlace(items)),
    "stream": lambda items: Stream(Stream(items)),
    "cached": lambda items: Stream(iter(list(items))).cache(),
    "iterator": lambda items: Stream(iter(list(items))),
    "generator": lambda items: Stream(item for item in items),
}
COUNTING: dict[str, Callable[[list[int]], Stream[int]]] = {
    "range": lambda items: Stream.range(len(items)),
    "builtin range": lambda items: Stream(range(len(items))),
    "count_from": lambda items: Stream.count_from().take(len(items)),
    "iterate": lambda items: Stream.iterate(successor, 0).take(len(items)),
}
ONE_SHOT = {"iterator", "generator"}


@dataclass(frozen=True)
class Plan:
    """A source of known items, the calls on it, and the facts of the items that come out."""

    source: str
    items: list[Any]
    calls: list[Call]
    facts: Facts = PLAIN

    def stream(self) -> Stream[Any]:
        make = {**SOURCES, **COUNTING}[self.source]
        return grown(make(self.items), self.calls)

    def reference(self) -> references.Trace:
        return expected(self.items, self.calls)

    def is_one_shot(self) -> bool:
        return self.source in ONE_SHOT or any(call.reads_a_one_shot() for call in self.calls)

    def is_picklable(self) -> bool:
        one_shot_operand = any(call.reads_a_one_shot() for call in self.calls)
        return self.source != "generator" and not one_shot_operand

    def pipeline(self) -> Any:
        made: Any = Pipeline()
        for call in self.calls:
            made = made | call.without_source()
        return made

    def __repr__(self) -> str:
        return f"<{self.source} of {self.items}>{''.join(map(repr, self.calls))}"


def grown(stream: Stream[Any], calls: list[Call]) -> Stream[Any]:
    for call in calls:
        stream = call.on(stream)
    return stream


def expected(
    items: list[Any], calls: list[Call], error: BaseException | None = None
) -> references.Trace:
    """The trace of `calls` over a source that gives `items`, and then ends or raises `error`."""
    trace = references.source(items, error)
    for call in calls:
        trace = call.after(trace)
    return trace


@cache
def lines_for(facts: Facts, *, few: bool) -> st.SearchStrategy[Line]:
    """The operations that can take such items; with `few`, also those that make many of few."""
    fitting = [each for each in OPERATIONS if each.asks <= facts and (few or not each.explodes)]
    return st.sampled_from(fitting)


@st.composite
def plans(draw: st.DrawFn, longest: int = 6) -> Plan:
    """Random sources and chains of up to `longest` operations."""
    facts = draw(st.sampled_from([PLAIN, HASHABLE, NUMBERS, STRINGS]))
    counting = facts == NUMBERS and draw(flags)
    items = list(range(draw(counts))) if counting else draw(items_that(facts, max_size=7))
    source = draw(st.sampled_from([*COUNTING] if counting else [*SOURCES]))
    calls: list[Call] = []
    while len(calls) < longest and draw(st.integers(0, longest)):
        chosen = draw(lines_for(facts, few=longest - len(calls) > 1))
        if chosen.explodes:
            calls.append(FEW)
        calls.append(draw(chosen.calls))
        facts = chosen.gives(facts)
    return Plan(source, items, calls, facts)


FEW = Call(line("take", counts), (3,), {})
"""What goes before an operation that makes many items of few."""
