"""What other libraries and languages call what `Stream` does, for those who come from there.

`Stream([1]).select` so says which word is the one here, and `python -m tools.pages` makes the page
*Coming from …* of it. A name that means the same here is not listed.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINQ = """
Aggregate           fold(seed, f)
All                 all(p)
Any                 any(p)
AsEnumerable        Stream(iterable)
Average             mean()
Cast                the stream itself
Chunk               batched(n)
Concat              chain(other)
Contains            value in stream
CountBy             count_by(key)
DefaultIfEmpty      or_else(value)
Distinct            unique()
DistinctBy          unique(key)
ElementAt           nth(n)
ElementAtOrDefault  nth(n, default=None)
Empty               Stream.of()
Except              without(other).unique()
ExceptBy            join(keys, key, lambda k: k, how="anti").unique(key)
FirstOrDefault      first(default=None)
GroupBy             group_by(key)
Index               enumerate()
Intersect           intersection(other).unique()
LastOrDefault       last(default=None)
LongCount           count()
MaxBy               max(key=key)
MinBy               min(key=key)
OfType              of_type(cls)
Order               sorted()
OrderBy             sorted(key=key)
OrderByDescending   sorted(key=key, reverse=True)
Range               Stream.range(start, start + count)
Repeat              Stream.repeat(value, times)
Reverse             reversed()
Select              map(f)
SelectMany          flat_map(f)
SequenceEqual       zip_longest(other).starmap(eq).all()
Single              one()
SingleOrDefault     only()
Skip                drop(n)
SkipLast            drop_last(n)
SkipWhile           dropwhile(p)
TakeLast            tail(n)
TakeWhile           takewhile(p)
ThenBy              sorted(key=all_keys)
ToArray             to_list()
ToDictionary        to_dict(key, on_duplicate="raise")
ToHashSet           to_set()
ToList              to_list()
ToLookup            group_by(key)
Union               chain(other).unique()
Where               filter(p)
"""

JAVA = """
allMatch            all(p)
anyMatch            any(p)
average             mean()
boxed               the stream itself
concat              chain(other)
distinct            unique()
dropWhile           dropwhile(p)
empty               Stream.of()
findAny             first()
findFirst           first()
flatMap             flat_map(f)
forEach             for_each(f)
forEachOrdered      for_each(f)
gather              then(f)
generate            Stream.from_callable(f)
groupingBy          group_by(key)
iterate             Stream.iterate(f, start)
joining             join_str(sep)
limit               take(n)
mapMulti            flat_map(f)
mapToInt            map(f)
mapToObj            map(f)
noneMatch           none(p)
onClose             on_close(f)
partitioningBy      partition(p)
peek                tap(f)
skip                drop(n)
summaryStatistics   aggregate(Count(), Sum(), Min(), Max())
takeWhile           takewhile(p)
toArray             to_list()
toList              to_list()
toMap               to_dict(key, value, on_duplicate="raise")
windowFixed         batched(n)
windowSliding       windowed(size)
"""

RUST = """
array_chunks        windowed(n, step=n)
at_most_one         only()
batching            then(f)
by_ref              split_head(n)
cartesian_product   product(other)
chunk_by            group_adjacent(key)
chunks              batched(n)
cloned              the stream itself
collect_vec         to_list()
contains            value in stream
copied              the stream itself
counts              count_by()
counts_by           count_by(key)
dedup               dedupe()
dedup_by_key        dedupe(key)
dedup_with_count    run_length().swap()
duplicates_by       duplicates(key)
empty               Stream.of()
eq                  zip_longest(other).starmap(eq).all()
exactly_one         one()
find_map            filter_map(f).first(default=None)
find_position       enumerate().find(p)
format              join_str(sep)
from_fn             Stream.from_callable(f, sentinel=None)
inspect             tap(f)
interleave          roundrobin(other)
into_group_map      group_by(key, value)
into_grouping_map_by  aggregate_by(key, fold)
into_iter           Stream(iterable)
iter                Stream(iterable)
join                join_str(sep)
k_largest           nlargest(k)
k_smallest          nsmallest(k)
kmerge              merge_sorted(*others)
map_while           map(f).takewhile(p)
max_by_key          max(key=key)
merge               merge_sorted(other)
min_by_key          min(key=key)
minmax_by_key       minmax(key=key)
multi_cartesian_product  product(other)
multipeek           peekable()
nth_back            stream[-1 - n]
once                Stream.of(item)
pad_using           padded(n, fill)
position            locate(p).first(default=None)
positions           locate(p)
product             prod()
repeat_n            Stream.repeat(value, times)
repeat_with         Stream.from_callable(f)
rev                 reversed()
rposition           locate(p).last(default=None)
scan                map_accumulate(f, state)
skip                drop(n)
skip_while          dropwhile(p)
sorted_by_key       sorted(key=key)
sorted_unstable     sorted()
step_by             stream[::n]
successors          Stream.iterate(f, start).takewhile(p)
take_while          takewhile(p)
take_while_inclusive  takewhile_inclusive(p)
try_fold            fold_while(initial, f)
tuple_combinations  combinations(r)
tuple_windows       windowed(size)
tuples              windowed(n, step=n)
unique_by           unique(key)
with_position       mark_ends()
zip_eq              zip(other, strict=True)
"""

KOTLIN = """
asIterable          the stream itself
asSequence          Stream(iterable)
associate           map(f).to_dict()
associateBy         to_dict(key)
associateWith       to_dict(lambda item: item, value)
average             mean()
chunked             batched(n)
constrainOnce       Stream(iter(iterable))
contains            value in stream
distinct            unique()
distinctBy          unique(key)
dropLast            drop_last(n)
dropWhile           dropwhile(p)
eachCount           count_by(key)
elementAt           nth(n)
elementAtOrElse     nth(n, default=value)
elementAtOrNull     nth(n, default=None)
emptySequence       Stream.of()
filterIndexed       enumerate().filter(p).pluck(1)
filterIsInstance    of_type(cls)
filterNot           filterfalse(p)
filterNotNull       not_none()
firstNotNullOf      filter_map(f).first()
firstNotNullOfOrNull  filter_map(f).first(default=None)
firstOrNull         first(default=None)
flatMap             flat_map(f)
foldIndexed         enumerate().fold(initial, f)
forEach             for_each(f)
forEachIndexed      enumerate().for_each(f)
generateSequence    Stream.iterate(f, start).takewhile(p)
groupBy             group_by(key)
groupingBy          aggregate_by(key, fold)
ifEmpty             or_else_from(other)
indexOf             index(value, default=-1)
indexOfFirst        locate(p).first(default=-1)
indexOfLast         locate(p).last(default=-1)
intersect           intersection(other).unique()
joinToString        join_str(sep)
lastOrNull          last(default=None)
mapIndexed          enumerate().starmap(f)
mapNotNull          filter_map(f)
maxBy               max(key=key)
maxByOrNull         max(key=key, default=None)
maxOf               map(f).max()
maxOrNull           max(default=None)
minBy               min(key=key)
minByOrNull         min(key=key, default=None)
minOf               map(f).min()
minOrNull           min(default=None)
minus               without(other)
onEach              tap(f)
plus                append(item)
reduceOrNull        reduce(f, default=None)
runningFold         accumulate(f, initial=initial)
runningReduce       accumulate(f)
scan                accumulate(f, initial=initial)
sequenceOf          Stream.of(*items)
shuffled            shuffle()
single              one()
singleOrNull        only()
sortedBy            sorted(key=key)
sortedByDescending  sorted(key=key, reverse=True)
sortedDescending    sorted(reverse=True)
subtract            without(other).unique()
sumOf               map(f).sum()
takeLast            tail(n)
takeWhile           takewhile(p)
toList              to_list()
toMap               to_dict()
toMutableList       to_list()
toMutableSet        to_set()
toSet               to_set()
withIndex           enumerate()
zipWithNext         pairwise()
"""

ELIXIR = """
at                  nth(n, default=None)
chunk_by            group_adjacent(key).pluck(1)
chunk_every         batched(n)
chunk_while         then(f)
concat              flatten()
dedup               dedupe()
dedup_by            dedupe(key)
drop_every          enumerate().filter(p).pluck(1)
drop_while          dropwhile(p)
each                for_each(f)
fetch!              nth(n)
find_index          locate(p).first(default=None)
find_value          filter_map(f).first(default=None)
frequencies         count_by()
frequencies_by      count_by(key)
map_every           enumerate().starmap(f)
map_join            map(f).join_str(sep)
map_reduce          map_accumulate(f, state)
max_by              max(key=key)
member?             value in stream
min_by              min(key=key)
min_max             minmax()
min_max_by          minmax(key=key)
product             prod()
reduce_while        fold_while(initial, f)
reject              filterfalse(p)
repeatedly          Stream.from_callable(f)
resource            Stream.using(open_)
run                 consume()
scan                accumulate(f)
slice               stream[start:stop]
sort                sorted()
sort_by             sorted(key=key)
split_with          partition(p)
take_every          stream[::n]
take_random         sample(k)
take_while          takewhile(p)
transform           map_accumulate(f, state).flatten()
uniq                unique()
uniq_by             unique(key)
with_index          enumerate().swap()
zip_with            zip(other).starmap(f)
"""

JAVASCRIPT = """
at                  stream[n]
concat              chain(other)
entries             enumerate()
every               all(p)
findIndex           locate(p).first(default=-1)
findLast            filter(p).last(default=None)
flat                flatten()
flatMap             flat_map(f)
forEach             for_each(f)
from                Stream(iterable)
groupBy             group_by(key)
includes            value in stream
indexOf             index(value, default=-1)
join                join_str(sep)
push                append(item)
reduceRight         reversed().reduce(f)
slice               stream[start:stop]
some                any(p)
sort                sorted()
toArray             to_list()
toReversed          reversed()
toSorted            sorted()
unshift             prepend(item)
"""

ITERTOOLS = """
chunked             batched(n)
consecutive_groups  split_when(p)
constrained_batches  batched_by(max_size, weight=len)
difference          prepend(0).pairwise().starmap(f)
duplicates_everseen  duplicates()
first_true          find(p)
groupby             group_adjacent(key)
ichunked            batched(n)
ilen                count()
interleave_longest  roundrobin(other)
islice              stream[start:stop:step]
islice_extended     stream[start:stop:step]
iter_except         Stream.from_callable(f, until=exception)
lstrip              dropwhile(p)
map_except          try_map(f, exception)
map_if              map(f)
map_reduce          aggregate_by(key, fold)
ncycles             cycle(times)
nth_or_last         take(n).last()
numeric_range       Stream.range(start, stop, step)
quantify            count(p)
repeatfunc          Stream.from_callable(f, times=n)
rlocate             locate(p).reversed()
running_max         accumulate(max)
running_min         accumulate(min)
side_effect         tap(f)
sliced              batched(n)
sliding_window      windowed(size)
spy                 split_head(n)
tabulate            Stream.count_from(start).map(f)
transpose           unzip()
triplewise          windowed(3)
unique_everseen     unique(key)
unique_justseen     dedupe(key)
value_chain         prepend(item)
with_iter           Stream.using(open_)
"""

TOOLZ = """
concat              flatten()
concatv             chain(other)
cons                prepend(item)
countby             count_by(key)
diff                zip(other).filter(p)
do                  tap(f)
frequencies         count_by()
get                 nth(n)
groupby             group_by(key)
interleave          roundrobin(other)
interpose           intersperse(sep)
isdistinct          all_unique()
isiterable          isinstance(value, Iterable)
itemfilter          filter(p)
itemmap             map(f)
iterate             Stream.iterate(f, start)
keymap              map_keys(f)
mapcat              flat_map(f)
partition           windowed(n, step=n)
partition_all       batched(n)
partitionby         group_adjacent(key).pluck(1)
peek                split_head(1)
peekn               split_head(n)
reduceby            aggregate_by(key, fold)
remove              filterfalse(p)
second              nth(1)
sliding_window      windowed(size)
take_nth            stream[::n]
topk                nlargest(k)
valmap              map_values(f)
"""

PYFUNCTIONAL = """
aggregate           fold(seed, f)
average             mean()
cartesian           product(other)
count_by_key        pluck(0).count_by()
count_by_value      count_by()
difference          without(other).unique()
distinct            unique()
distinct_by         unique(key)
drop_right          drop_last(n)
drop_while          dropwhile(p)
empty               is_empty()
exists              any(p)
filter_not          filterfalse(p)
fold_left           fold(initial, f)
fold_right          reversed().fold(initial, f)
for_all             all(p)
group_by_key        group_by(key, value)
grouped             batched(n)
head                first()
head_option         first(default=None)
init                drop_last()
inner_join          join(other, on)
last_option         last(default=None)
left_join           join(other, on, how="left")
len                 count()
list                to_list()
make_string         join_str(sep)
max_by              max(key=key)
min_by              min(key=key)
non_empty           is_empty() is False
open                Stream.lines(path)
order_by            sorted(key=key)
outer_join          join(other, on, how="full")
reduce_by_key       aggregate_by(key, fold)
reverse             reversed()
select              map(f)
seq                 Stream(iterable)
set                 to_set()
show                print()
size                count()
sliding             windowed(size)
smap                starmap(f)
tail                drop(1)
take_while          takewhile(p)
to_file             write(path)
union               chain(other).unique()
where               filter(p)
zip_with_index      enumerate().swap()
"""

PANDAS = """
agg                 aggregate(fold)
apply               map(f)
applymap            map(f)
astype              map(cls)
concat              chain(other)
cummax              accumulate(max)
cummin              accumulate(min)
cumprod             accumulate(mul)
cumsum              accumulate()
describe            aggregate(Count(), Mean(), StandardDeviation(), MinMax())
diff                pairwise().starmap(f)
drop_duplicates     unique(key)
dropna              not_none()
explode             flatten()
groupby             group_by(key)
head                take(n)
idxmax              enumerate().max(key=key)[0]
iloc                stream[start:stop]
is_monotonic_increasing  is_sorted()
is_unique           all_unique()
isin                map(other.__contains__)
items               enumerate()
iterrows            enumerate()
itertuples          the stream itself
merge               join(other, on)
mode                top(1)
nunique             unique().count()
quantile            aggregate(Quantiles(n, method="inclusive"))
query               filter(p)
read_csv            Stream.using(open_).then(DictReader)
rolling             windowed(size)
shift               lag().pluck(0)
size                count()
sort_values         sorted(key=key)
std                 into(StandardDeviation())
tolist              to_list()
transform           map(f)
value_counts        count_by()
var                 into(Variance())
"""

ELSEWHERE: dict[str, str] = {
    "LINQ": LINQ,
    "Java": JAVA,
    "Rust": RUST,
    "Kotlin": KOTLIN,
    "Elixir": ELIXIR,
    "JavaScript": JAVASCRIPT,
    "itertools and more-itertools": ITERTOOLS,
    "toolz": TOOLZ,
    "PyFunctional": PYFUNCTIONAL,
    "pandas": PANDAS,
}
"""The tables, by where the names come from: a name there, and what is written here."""


ITSELF = "the stream itself"
"""What is written for a name that says only what a stream is already."""


def names_of(table: str) -> dict[str, str]:
    """A table as a dict."""
    lines = table.strip().splitlines()
    return {line.split()[0]: line.partition(" ")[2].strip() for line in lines}


def names_elsewhere(ours: Iterable[str]) -> Iterator[str]:
    """The names in the tables, and `ours`, as each language writes them."""
    for place, table in {**ELSEWHERE, "here": " \n".join(ours)}.items():
        for name in names_of(table):
            snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
            first, *rest = snake.split("_")
            camel = first + "".join(map(str.capitalize, rest))
            pascal = [camel[:1].upper() + camel[1:]] if place in ("LINQ", "here") else []
            yield from filter(str.isidentifier, (name, snake, camel, *pascal))


def words_for(name: str) -> dict[str, list[str]]:
    """What is written here for a name from elsewhere, and where it is called that."""
    found: dict[str, dict[str, None]] = {}
    for place, _, spelling in _listed().get(_plain(name), ()):
        found.setdefault(_word(spelling), {})[place] = None
    return {word: [*places] for word, places in found.items()}


@cache
def _listed() -> dict[str, list[tuple[str, str, str]]]:
    """The lines of all tables by their plain names: the place, the name there, and that here."""
    lines: dict[str, list[tuple[str, str, str]]] = {}
    for place, table in ELSEWHERE.items():
        for theirs, spelling in names_of(table).items():
            lines.setdefault(_plain(theirs), []).append((place, theirs, spelling))
    return lines


@cache
def _here() -> dict[str, str]:
    """The words here by their plain names, by which `take` is found for `Take`."""
    from rillet.stream import Stream

    return {_plain(name): name for name in dir(Stream) if not name.startswith("_")}


def _plain(name: str) -> str:
    """A name without the marks by which languages set off its words: `flatMap` is `flat_map`."""
    return name.replace("_", "").lower()


def _word(spelling: str) -> str:
    """The spelling, or the method alone where the spelling is one call of it."""
    method, bracket, rest = spelling.partition("(")
    is_one_call = rest.find(")") == len(rest) - 1 and "=" not in rest
    return method if bracket and is_one_call else spelling


def _is_listed(name: str) -> bool:
    """Whether a table has the name, letter by letter."""
    return any(theirs == name for _, theirs, _ in _listed().get(_plain(name), ()))


def no_such_method(kind: str, name: str) -> str:
    """The message for a name that `kind` does not have."""
    missing = f"{kind} has no {name!r}"
    here = _here().get(_plain(name))
    if name == here:
        return f"{missing}; {_of_a_stream(name)}"
    if here and not _is_listed(name):
        return f"{missing}; the word here is {here!r}"
    found = words_for(name)
    if not found:
        return missing
    if ITSELF in found:
        return f"{missing}; no word is needed here, for that is {ITSELF}"
    if len(found) == 1:
        return f"{missing}; the word here is {next(iter(found))!r}"
    words = (f"{word!r} for that of {' and '.join(places)}" for word, places in found.items())
    return f"{missing}; the word here is {', '.join(words)}"


def _of_a_stream(name: str) -> str:
    """How to come to a word that a pipeline does not have, for it has no source."""
    from rillet.sources import Sources

    if name in vars(Sources):
        return f"a source comes first, as in Stream.{name}(…) | pipeline"
    return f"it needs a source, as in pipeline(source).{name}(…)"
