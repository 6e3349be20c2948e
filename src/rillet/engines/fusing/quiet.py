"""What is compiled a second time does not warn a second time."""

from __future__ import annotations

import warnings
from threading import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# The filters are those of all threads, and are put back in order only under a lock. The thread
# that has it may come here again, in the handler of a signal.
_quiet = RLock()


def quietly(make: Callable[..., Any], *arguments: object, **options: object) -> Any:
    """What is made, without a warning."""
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make(*arguments, **options)
