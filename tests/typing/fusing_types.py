"""A fused stream is a stream of the same, and so is what comes after."""

from __future__ import annotations

from typing import assert_type

from rillet import Pipeline, Stream, op
from rillet.seeing.explanation import Explanation

numbers = Stream([1, 2])

assert_type(numbers.fuse(), Stream[int])
assert_type(numbers.map(str).fuse().enumerate(), Stream[tuple[int, str]])
assert_type(numbers.fuse().sum(), int)
assert_type(numbers | op.fuse(), Stream[int])
assert_type(op.map(str.upper) | op.fuse(), Pipeline[str, str])
assert_type(numbers.fuse().explain(), Explanation)
assert_type(numbers.explain().source, str)
