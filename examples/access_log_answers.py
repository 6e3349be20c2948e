"""What is kept of an access log while it is read, and the report that is made of it.

It grows with the hosts, URLs and hours of a log, and not with its lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from typing import Final, TypedDict

from access_log_line import HourStarts, SecondsInto

from rillet import Stream

TOP: Final = 10
SHOWN: Final = 5
"""So many lines that were not understood are kept, to be shown."""
GAP: Final = 30 * 60
"""A session ends when its host is silent for more than so many seconds."""
PERCENTILES: Final = (50, 90, 99)


class Report(TypedDict):
    """The answers, as `--json` prints them."""

    requests: int
    not_understood: int
    not_understood_lines: list[str]
    odd_ends: int
    first_hour: str | None
    last_hour: str | None
    bytes: int
    hosts: int
    sessions: int
    status: dict[str, int]
    top_hosts: list[tuple[str, int]]
    top_urls: list[tuple[str, int]]
    not_found: int
    top_not_found: list[tuple[str, int]]
    largest: list[tuple[str, int]]
    errors_per_hour: dict[str, int]
    timed: int
    seconds: dict[str, float]


@dataclass(slots=True)
class Answers:
    """What is kept while a log is read."""

    not_understood: int = 0
    not_understood_lines: list[str] = field(default_factory=list)
    odd_ends: int = 0
    """Requests whose line does not end with referer, agent and perhaps a time."""
    bytes: int = 0
    hosts: Counter[str] = field(default_factory=Counter)
    status: Counter[str] = field(default_factory=Counter)
    urls: Counter[str | None] = field(default_factory=Counter)
    """None stands for the requests without a URL, here and in `not_found`."""
    not_found: Counter[str | None] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    """By the hour, as the log writes it."""
    times: Counter[float] = field(default_factory=Counter)
    """How often each request time came: a histogram, for the times have three digits."""
    largest: dict[str, int] = field(default_factory=dict)
    """The largest response of each of the `TOP` URLs."""
    sessions: int = 0
    last_seen: dict[str, int] = field(default_factory=dict)
    """The latest visit of every host, in seconds since 1970."""
    hour_starts: HourStarts = field(default_factory=HourStarts)
    seconds_into: SecondsInto = field(default_factory=SecondsInto)

    def report(self) -> Report:
        """The answers to all questions, from what was kept."""
        hours = Stream(self.hour_starts.values())
        urls, not_found = with_url(self.urls), with_url(self.not_found)
        return {
            "requests": self.hosts.total(),
            "not_understood": self.not_understood,
            "not_understood_lines": self.not_understood_lines,
            "odd_ends": self.odd_ends,
            "first_hour": hours.map(hour_name).min(default=None),
            "last_hour": hours.map(hour_name).max(default=None),
            "bytes": self.bytes,
            "hosts": len(self.hosts),
            "sessions": self.sessions,
            "status": dict(sorted(self.status.items())),
            "top_hosts": top(self.hosts),
            "top_urls": top(urls),
            "not_found": len(not_found),
            "top_not_found": top(not_found),
            "largest": top(self.largest),
            "errors_per_hour": self.errors_per_hour(),
            "timed": self.times.total(),
            "seconds": percentiles(self.times),
        }

    def errors_per_hour(self) -> dict[str, int]:
        """The errors of every hour that had one, in order of time."""
        by_hour: Counter[str] = Counter()
        for hour, n in self.errors.items():
            by_hour[hour_name(self.hour_starts[hour])] += n
        return dict(sorted(by_hour.items()))


def keep_largest(largest: dict[str, int], sent: Iterable[tuple[str | None, int]]) -> None:
    """Take what was `sent` into the `largest`, which stay the `TOP` URLs with their sizes."""
    least = least_kept(largest)
    before = largest.copy()
    for url, size in sent:
        if size >= least and url is not None and size > largest.get(url, 0):
            largest[url] = size
    if largest != before:
        kept = top(largest)
        largest.clear()
        largest.update(kept)


def least_kept(largest: dict[str, int]) -> int:
    """The size below which a response is none of the `largest`."""
    return min(largest.values()) if len(largest) == TOP else 1


def top(numbers: dict[str, int]) -> list[tuple[str, int]]:
    """The pairs with the largest numbers, and of equal ones those with the first names."""
    return Stream(numbers.items()).nsmallest(TOP, key=lambda pair: (-pair[1], pair[0]))


def with_url(counts: Counter[str | None]) -> dict[str, int]:
    """The counts without that of the requests that had no URL."""
    return {url: n for url, n in counts.items() if url is not None}


def hour_name(start: int) -> str:
    """The hour in ISO 8601: `2015-05-17T10`."""
    return datetime.fromtimestamp(start, UTC).strftime("%Y-%m-%dT%H")


def percentiles(times: Counter[float]) -> dict[str, float]:
    """The least time within which so many percent of the requests were done, and the longest."""
    if not times:
        return {}
    by_time = Stream(Stream(times.items()).sorted().to_list())
    done = by_time.map(itemgetter(1)).accumulate()
    wanted = {f"p{percent}": -(-times.total() * percent // 100) for percent in PERCENTILES}
    found = {name: by_time.nth(done.locate(n.__le__).first())[0] for name, n in wanted.items()}
    return found | {"max": by_time.last()[0]}
