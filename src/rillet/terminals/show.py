"""The methods that show a plan, and what happens in a pass over it."""

from __future__ import annotations

import sys

from rillet.arguments import at_least, with_method
from rillet.operations.operation import Family, T_co

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from rillet.seeing.explanation import Explanation
    from rillet.seeing.profile import Profile
    from rillet.terminals.output import Writer


class Show(Family[T_co]):
    """The methods that show a plan, and what happens in a pass over it."""

    __slots__ = ()

    def explain(self) -> Explanation:
        """Tell what is known of the plan: its source, its operations, and the facts of each.

        >>> from rillet import Stream
        >>> lines = Stream([" 3", "", "4 "]).map(str.strip).filter().batched(2)
        >>> lines.explain()
        endless: no · re-iterable: yes · picklable: yes · pushable: yes · depth: 12 of 1000
        <BLANKLINE>
        plan                      laziness  holds            items      on error  push  pickle
        Stream([' 3', '', '4 '])                             3                          yes
        │  list, re-iterable
        ├─ .map(str.strip)        1:1       one item         3          goes on   yes   yes
        ├─ .filter()              1:1       one item         at most 3  goes on   yes   yes
        └─ .batched(2)            n         at most 2 items  at most 2  ends      yes   yes

        It is an object and no text, so that a session shows it without `print`, and a notebook as
        a table; `str` of it is the text.

        Streams that an operation reads beside this one are plans of their own, under it. Of a
        one-shot source it says whether and where it was read. It says where the source was put
        into a stream, too; for a list and its kin that is known where Python was started with
        `-X tracemalloc`. Whether a collection can be pickled is told by its type, not its items.

        Of a stream that is fused it tells too which operations stand in which loop, and why others
        do not, as a loop over the stream would run it. `source` has the text of these loops.

        Nothing of yours is called but a `__repr__`, and the `__reduce__` of an argument.

        Laziness: pulls nothing.
        """
        from rillet.seeing.explanation import explained

        return explained(self)

    def to_mermaid(self) -> str:
        """Give the plan as a flowchart in the language of Mermaid.

        >>> from rillet import Stream
        >>> print(Stream("ab").map(str.upper).zip([1, 2]).to_mermaid())
        flowchart TD
            n0(["Stream('ab')<br/>str, re#45;iterable"])
            n1[".map(str.upper)<br/>1:1, one item"]
            n0 -->|"2"| n1
            n2[".zip([1, 2])<br/>1:1, one item"]
            n1 -->|"2"| n2
            n3(["[1, 2]"])
            n3 -.->|"2"| n2

        A page in Markdown shows it, on GitHub too, from a block that is marked `mermaid`.
        An arrow bears how many items go along it, where that is known.

        Laziness: pulls nothing.
        """
        from rillet.seeing.mermaid import flowchart

        return flowchart(self)

    def trace(self, n: int = 5, *, file: Writer | None = None) -> list[T_co]:
        """Run the stream for its first `n` items, and print what each operation takes and gives.

        >>> from rillet import Stream
        >>> Stream([" 3", "", "4 "]).map(str.strip).filter().map(int).trace(2)
        Stream([' 3', '', '4 '])  -> ' 3'
          map(str.strip)          ' 3' -> '3'
            filter()              '3' -> '3'
              map(int)            '3' -> 3
        Stream([' 3', '', '4 '])  -> ''
          map(str.strip)          '' -> ''
            filter()              '' -> nothing
        Stream([' 3', '', '4 '])  -> '4 '
          map(str.strip)          '4 ' -> '4'
            filter()              '4' -> '4'
              map(int)            '4' -> 4
        stopped after 2 items
        [3, 4]

        The items are given too, for those of a one-shot source would be lost. An exception is
        shown where it arose, and raised. A stream that is fused is run as if it was not: there is
        nothing to see between the operations of a loop.

        `file` is what is written to, instead of the standard output.

        Terminal: stops early.
        """
        from rillet.seeing.trace import traced

        n = at_least(0, "n", n)
        return traced(self, n, sys.stdout if file is None else with_method("file", file, "write"))

    def profile(self) -> Profile:
        """Run the whole stream, and give how many items each operation took and gave, and its time.

        >>> from rillet import Stream
        >>> profile = Stream.range(1000).map(str).filter(str.isdigit).batched(10).profile()
        >>> for row in profile.rows:
        ...     print(row.step, row.items_in, row.items_out)
        Stream(range(0, 1000)) None 1000
        map(str) 1000 1000
        filter(str.isdigit) 1000 1000
        batched(10) 1000 100

        Printed, it is a table, with the seconds that each spent itself, and its share of all. What
        the measuring costs is measured as well, and left out; it is said below the table. So a
        step that takes less than that, some 200 ns an item, is known roughly.

        The time of the other iterables of an operation, as those of `zip`, is its own. A stream
        that is fused is measured as if it was not: in a loop there are no steps to be told apart.

        Terminal: reads to the end, and lets the items go. Endless streams are refused.
        """
        from rillet.seeing.profile import profiled

        self._refuse_endless("profile")
        return profiled(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Give what a notebook shows: the `repr`, and `explain` as HTML."""
        return {**self.explain()._repr_mimebundle_(), "text/plain": repr(self)}
