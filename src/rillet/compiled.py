"""What CPython has in C of `collections`, `functools` and `operator`.

It is taken from there, for those modules would cost a script that does not use them more than a
tenth of what all the package does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import operator
    from collections import defaultdict, deque
    from functools import partial, reduce
else:
    import _operator as operator
    from _collections import defaultdict, deque
    from _functools import partial, reduce

__all__ = ["defaultdict", "deque", "operator", "partial", "reduce"]
