"""The attributes by which `Stream` answers for names from elsewhere: each tells the word here.

`rillet.elsewhere` knows the words, and is imported at the first such name. What the names are
stands here as text, which `python -m tools.pages` writes: made at the import from the tables there
they would take a fifth of it.
"""

from __future__ import annotations

from rillet.arguments import absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

NAMES: Final = """\
Accumulate Aggregate AggregateBy All AllEqual AllUnique Any Append AsEnumerable Attr Average Batched
BatchedBy Broadcast Cache Cast Catch Chain Chunk Collect Combinations CombinationsWithReplacement
Compress Concat Consume Contains Count CountBy CountFrom Cycle Dedupe DefaultIfEmpty Distinct
DistinctBy Drop DropLast Dropwhile Duplicates ElementAt ElementAtOrDefault Empty Enumerate Except
ExceptBy Explain Filter FilterMap Filterfalse Find First FirstOrDefault FlatMap Flatten Fold
FoldWhile ForEach FromCallable Fuse GroupAdjacent GroupBy Index Interleave Intersect Intersection
Intersperse Into IsEmpty IsSorted Iterate Join JoinStr Lag Last LastOrDefault Lead Lines Locate
LongCount Map MapAccumulate MapKeys MapValues MarkEnds Max MaxBy Mean MergeSorted Min MinBy Minmax
Nlargest None NotNone Nsmallest Nth Of OfType OnClose One Only OrElse OrElseFrom Order OrderBy
OrderByDescending Padded Paginate Pairwise Partition Peekable Permutations Pipe Pluck Powerset
Prepend Print Prod Product Profile Range Reduce Repeat RepeatEach Reverse Reversed Roundrobin
RunLength Sample Select SelectMany SequenceEqual Shuffle Single SingleOrDefault Skip SkipLast
SkipWhile Sorted SplitAfter SplitAt SplitBefore SplitHead SplitWhen Starmap Sum Swap Tail Take
TakeLast TakeWhile Takewhile TakewhileInclusive Tap Tee TeeTo Then ThenBy ToArray ToDict
ToDictionary ToHashSet ToList ToLookup ToMermaid ToSet ToTuple Top Trace Traverse TryMap Unfold
Union Unique Unzip Using Where Windowed Without Write Zip ZipLongest agg aggregateBy allEqual
allMatch allUnique all_match anyMatch any_match apply applymap arrayChunks array_chunks asEnumerable
asIterable asSequence as_enumerable as_iterable as_sequence associate associateBy associateWith
associate_by associate_with astype at atMostOne at_most_one average batchedBy batching boxed byRef
by_ref cartesian cartesianProduct cartesian_product cast chunk chunkBy chunkEvery chunkWhile
chunk_by chunk_every chunk_while chunked chunks cloned collectVec collect_vec
combinationsWithReplacement concat concatv cons consecutiveGroups consecutive_groups constrainOnce
constrain_once constrainedBatches constrained_batches contains copied countBy countByKey
countByValue countFrom count_by_key count_by_value countby counts countsBy counts_by cummax cummin
cumprod cumsum dedup dedupBy dedupByKey dedupWithCount dedup_by dedup_by_key dedup_with_count
defaultIfEmpty default_if_empty describe diff difference distinct distinctBy distinct_by do
dropDuplicates dropEvery dropLast dropRight dropWhile drop_duplicates drop_every drop_right
drop_while dropna duplicatesBy duplicatesEverseen duplicates_by duplicates_everseen each eachCount
each_count elementAt elementAtOrDefault elementAtOrElse elementAtOrNull element_at
element_at_or_default element_at_or_else element_at_or_null empty emptySequence empty_sequence
entries eq every exactlyOne exactly_one except exceptBy except_by exists explode filterIndexed
filterIsInstance filterMap filterNot filterNotNull filter_indexed filter_is_instance filter_not
filter_not_null findAny findFirst findIndex findLast findMap findPosition findValue find_any
find_first find_index find_last find_map find_position find_value firstNotNullOf
firstNotNullOfOrNull firstOrDefault firstOrNull firstTrue first_not_null_of
first_not_null_of_or_null first_or_default first_or_null first_true flat flatMap foldIndexed
foldLeft foldRight foldWhile fold_indexed fold_left fold_right forAll forEach forEachIndexed
forEachOrdered for_all for_each_indexed for_each_ordered format frequencies frequenciesBy
frequencies_by from fromCallable fromFn from_fn gather generate generateSequence generate_sequence
get groupAdjacent groupBy groupByKey group_by_key groupby grouped groupingBy grouping_by head
headOption head_option ichunked idxmax ifEmpty if_empty ilen iloc includes indexOf indexOfFirst
indexOfLast index_of index_of_first index_of_last init innerJoin inner_join inspect
interleaveLongest interleave_longest interpose intersect intoGroupMap intoGroupingMapBy intoIter
into_group_map into_grouping_map_by into_iter isEmpty isMonotonicIncreasing isSorted isUnique
is_monotonic_increasing is_unique isdistinct isin isiterable islice isliceExtended islice_extended
itemfilter itemmap items iter iterExcept iter_except iterrows itertuples joinStr joinToString
join_to_string joining kLargest kSmallest k_largest k_smallest keymap kmerge lastOption
lastOrDefault lastOrNull last_option last_or_default last_or_null leftJoin left_join len limit list
longCount long_count lstrip makeString make_string mapAccumulate mapEvery mapExcept mapIf mapIndexed
mapJoin mapKeys mapMulti mapNotNull mapReduce mapToInt mapToObj mapValues mapWhile map_every
map_except map_if map_indexed map_join map_multi map_not_null map_reduce map_to_int map_to_obj
map_while mapcat markEnds maxBy maxByKey maxByOrNull maxOf maxOrNull max_by max_by_key
max_by_or_null max_of max_or_null merge mergeSorted minBy minByKey minByOrNull minMax minMaxBy minOf
minOrNull min_by min_by_key min_by_or_null min_max min_max_by min_of min_or_null minmaxByKey
minmax_by_key minus mode multiCartesianProduct multi_cartesian_product multipeek ncycles nonEmpty
non_empty noneMatch none_match notNone nthBack nthOrLast nth_back nth_or_last numericRange
numeric_range nunique ofType onClose onEach on_each once open orElse orElseFrom order orderBy
orderByDescending order_by order_by_descending outerJoin outer_join padUsing pad_using partitionAll
partition_all partitionby partitioningBy partitioning_by peek peekn plus position positions push
quantify quantile query readCsv read_csv reduceByKey reduceOrNull reduceRight reduceWhile
reduce_by_key reduce_or_null reduce_right reduce_while reduceby reject remove repeatEach repeatN
repeatWith repeat_n repeat_with repeatedly repeatfunc resource rev reverse rlocate rolling rposition
run runLength runningFold runningMax runningMin runningReduce running_fold running_max running_min
running_reduce scan second select selectMany select_many seq sequenceEqual sequenceOf sequence_equal
sequence_of set shift show shuffled sideEffect side_effect single singleOrDefault singleOrNull
single_or_default single_or_null size skip skipLast skipWhile skip_last skip_while slice sliced
sliding slidingWindow sliding_window smap some sort sortBy sortValues sort_by sort_values sortedBy
sortedByDescending sortedByKey sortedDescending sortedUnstable sorted_by sorted_by_descending
sorted_by_key sorted_descending sorted_unstable splitAfter splitAt splitBefore splitHead splitWhen
splitWith split_with spy std stepBy step_by subtract successors sumOf sum_of summaryStatistics
summary_statistics tabulate takeEvery takeLast takeNth takeRandom takeWhile takeWhileInclusive
take_every take_last take_nth take_random take_while take_while_inclusive takewhileInclusive teeTo
thenBy then_by toArray toDict toDictionary toFile toHashSet toList toLookup toMap toMermaid
toMutableList toMutableSet toReversed toSet toSorted toTuple to_array to_dictionary to_file
to_hash_set to_lookup to_map to_mutable_list to_mutable_set to_reversed to_sorted tolist topk
transform transpose triplewise tryFold tryMap try_fold tupleCombinations tupleWindows
tuple_combinations tuple_windows tuples union uniq uniqBy uniq_by uniqueBy uniqueEverseen
uniqueJustseen unique_by unique_everseen unique_justseen unshift valmap valueChain valueCounts
value_chain value_counts var where windowFixed windowSliding window_fixed window_sliding withIndex
withIter withPosition with_index with_iter with_position zipEq zipLongest zipWith zipWithIndex
zipWithNext zip_eq zip_with zip_with_index zip_with_next"""


class Answering(type):
    """The class of `Stream`: it has answers for names from elsewhere, and shows none of them.

    They are attributes that raise. A `__getattr__` in their place would slow down every other
    attribute: ten items through three operations took a third longer.
    """

    def __dir__(cls) -> list[str]:
        return [name for name in super().__dir__() if type(cls._static(name)) is not Answer]

    def _static(cls, name: str) -> Any:
        return next((vars(kind)[name] for kind in cls.__mro__ if name in vars(kind)), None)


class Answer(str):
    """An attribute of this name that says which word is the one here."""

    __slots__ = ()

    def __get__(self, instance: Any, owner: Any) -> Any:
        raise absent("Stream", str(self), owner if instance is None else instance)


class Answers:
    """All of them. As the last base of `Stream` it is asked for no name that has a meaning."""

    __slots__ = ()

    if not TYPE_CHECKING:
        names = NAMES.split()
        vars().update(zip(names, map(Answer, names)))
        del names
