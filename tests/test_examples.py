"""The programs in `examples`: each runs, and shows what it says."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet import Stream

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

import itertools_tour
import log_three_styles
import negated_squares
import running_average

EXAMPLES = Path(negated_squares.__file__).parent
PROGRAMS = sorted(
    path.name for path in EXAMPLES.glob("*.py") if 'if __name__ == "__main__"' in path.read_text()
)
SMALL = [name for name in PROGRAMS if not name.startswith("access_log")]
numbers = st.lists(st.integers(-1000, 1000))


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True)


@pytest.mark.parametrize("name", SMALL)
def test_a_small_program_runs_without_a_word_of_complaint(name: str) -> None:
    ran = run(name)
    assert ran.stdout
    assert ran.stderr == ""


@pytest.mark.parametrize(
    "name", ["negated_squares.py", "running_average.py", "log_three_styles.py"]
)
def test_a_program_in_several_spellings_prints_the_same_for_each(name: str) -> None:
    answers = [line.split(maxsplit=1)[1] for line in run(name).stdout.splitlines()]
    if name == "negated_squares.py":  # between the name and the numbers: the type of the iterator
        answers = [answer.split(maxsplit=1)[1] for answer in answers]
    assert len(answers) >= 3
    assert len(set(answers)) == 1


def test_the_access_log_makes_its_own_sample_and_checks_itself() -> None:
    ran = run("access_log.py", "--json")
    found = json.loads(ran.stdout)
    assert found["requests"] + found["not_understood"] == 100_000
    assert ran.stderr.startswith("the check held")


@given(numbers=numbers)
def test_the_negated_squares_are_those_of_the_even_numbers(numbers: list[int]) -> None:
    expected = [-(n * n) for n in numbers if n % 2 == 0]
    for spelling in negated_squares.SPELLINGS:
        assert list(spelling(numbers)) == expected


@pytest.mark.pulled_only(reason="a fused stream is no nest of builtins")
def test_the_chain_of_negated_squares_is_the_nested_builtins() -> None:
    assert type(negated_squares.chained([])) is type(negated_squares.nested([])) is map


@given(numbers=numbers)
def test_the_running_average_is_that_of_the_numbers_so_far(numbers: list[int]) -> None:
    expected = [sum(numbers[:n]) / n for n in range(1, len(numbers) + 1)]
    for spelling in running_average.SPELLINGS:
        assert list(spelling(numbers)) == expected


@pytest.mark.parametrize("spelling", running_average.SPELLINGS[1:])
def test_a_lazy_running_average_of_an_endless_source_begins_at_once(spelling: object) -> None:
    assert callable(spelling)
    assert Stream(spelling(count(1))).take(3).to_list() == [1, 1.5, 2]


def test_the_powers_are_those_of_the_pairs() -> None:
    assert itertools_tour.powers().to_list() == [2**5, 3**2, 10**3]


@given(n=st.integers(0, 50))
def test_the_factorials_are_the_products_so_far(n: int) -> None:
    assert itertools_tour.factorials(n).to_list() == [math.factorial(k) for k in range(1, n + 1)]


@given(n=st.integers(1, 40))
def test_the_middle_average_reads_no_number_past_the_middle(n: int) -> None:
    read: list[int] = []
    average = itertools_tour.middle_average(Stream(itertools_tour.noted(range(n), read)), n)
    first_half = range((n + 1) // 2)
    assert average == sum(first_half) / len(first_half)
    assert read == list(first_half)


@given(limit=st.integers(0, 10**6))
def test_the_endless_squares_are_left_at_the_first_above_the_limit(limit: int) -> None:
    assert itertools_tour.first_square_above(limit) == (math.isqrt(limit) + 1) ** 2


@given(
    sizes=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([200, 404]), st.integers(0, 99))
    )
)
def test_the_three_styles_of_the_log_agree(sizes: list[tuple[str, int, int]]) -> None:
    lines = [
        f'h - - [t +0] "GET /{url} HTTP/1.1" {status} {size or "-"}' for url, status, size in sizes
    ]
    gone = [f"/{url}" for url, status, _ in sizes if status == 404]
    expected = sum(size for _, _, size in sizes), {url: gone.count(url) for url in gone}
    for style in log_three_styles.STYLES:
        assert style(lines) == expected
