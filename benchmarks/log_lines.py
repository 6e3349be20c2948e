"""Lines to read: a web log that is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def log_lines(n: int) -> Iterator[str]:
    """Lines like those of a web server, each different, some in error."""
    for x in range(n):
        host, url, size = x * 7919 % 1009, x * 104_729 % 2003, x * 15_485_863 % 50_021
        hour, minute, second = x // 3600 % 24, x // 60 % 60, x % 60
        status = 404 if url % 97 == 0 else 500 if x % 1013 == 0 else 200
        yield (
            f"10.1.{host // 250}.{host % 250} - - "
            f"[17/May/2015:{hour:02}:{minute:02}:{second:02} +0000] "
            f'"GET /pages/{url} HTTP/1.1" {status} {size} "-" "Mozilla/5.0 (X11; Linux)"'
        )
