"""Ready-made folds, to be run by `Stream.aggregate`, `aggregate_by` and `into`, or pushed into.

A fold is a value: it can be used many times, prints as the call that made it, and pickles.
Each has a `merge`, so that the parts of a whole can be folded apart.
"""

from rillet.folds.collect import (
    CountDistinct,
    Dict,
    Distinct,
    Frequencies,
    List,
    Set,
    Top,
)
from rillet.folds.combine import Filtered, Group, Mapped, OrElse, Together
from rillet.folds.extremes import First, Last, Max, Min, MinMax, NLargest, NSmallest
from rillet.folds.numbers import Count, Mean, StandardDeviation, Sum, Variance
from rillet.folds.results import Results
from rillet.folds.spread import Histogram, Quantiles, Sample

__all__ = [
    "Count",
    "CountDistinct",
    "Dict",
    "Distinct",
    "Filtered",
    "First",
    "Frequencies",
    "Group",
    "Histogram",
    "Last",
    "List",
    "Mapped",
    "Max",
    "Mean",
    "Min",
    "MinMax",
    "NLargest",
    "NSmallest",
    "OrElse",
    "Quantiles",
    "Results",
    "Sample",
    "Set",
    "StandardDeviation",
    "Sum",
    "Together",
    "Top",
    "Variance",
]
