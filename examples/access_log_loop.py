"""The questions of `access_log.py`, answered by one loop written by hand.

It is here to be compared: it reads lines with the same pattern and gives the same answers.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from access_log_answers import GAP, SHOWN, Answers, Report, keep_largest, least_kept
from access_log_line import HourStarts, SecondsInto, match, seconds


def report(lines: Iterable[str]) -> Report:
    """The answers to all questions, in one loop over the lines, with or without line ends."""
    not_understood = odd_ends = sent = sessions = 0
    not_understood_lines: list[str] = []
    hosts: defaultdict[str, int] = defaultdict(int)
    statuses: defaultdict[str, int] = defaultdict(int)
    urls: defaultdict[str | None, int] = defaultdict(int)
    not_found: defaultdict[str | None, int] = defaultdict(int)
    errors: defaultdict[str, int] = defaultdict(int)
    times: defaultdict[float, int] = defaultdict(int)
    largest: dict[str, int] = {}
    least = 1
    last_seen: dict[str, int] = {}
    hour_starts, seconds_into = HourStarts(), SecondsInto()

    for line in lines:
        host, hour, rest, url, status, size, took, _ = match(line).groups()
        if host is None:
            not_understood += 1
            if not_understood <= SHOWN:
                not_understood_lines.append(line.rstrip("\r\n"))
            continue
        hosts[host] += 1
        urls[url] += 1
        statuses[status] += 1
        if size is not None:
            number = int(size)
            sent += number
            if number >= least and url is not None and number > largest.get(url, 0):
                keep_largest(largest, [(url, number)])
                least = least_kept(largest)
        if status >= "400":
            errors[hour] += 1
            if status == "404":
                not_found[url] += 1
        if took:
            times[seconds(took)] += 1
        elif took is None:
            odd_ends += 1
        now = hour_starts[hour] + seconds_into[rest]
        before = last_seen.get(host)
        if before is None or not -GAP <= now - before <= GAP:
            sessions += 1
            last_seen[host] = now
        elif now > before:
            last_seen[host] = now

    return Answers(
        not_understood=not_understood,
        not_understood_lines=not_understood_lines,
        odd_ends=odd_ends,
        bytes=sent,
        hosts=Counter(hosts),
        status=Counter(statuses),
        urls=Counter(urls),
        not_found=Counter(not_found),
        errors=Counter(errors),
        times=Counter(times),
        largest=largest,
        sessions=sessions,
        last_seen=last_seen,
        hour_starts=hour_starts,
        seconds_into=seconds_into,
    ).report()


def report_of_file(path: str) -> Report:
    """The answers for the plain log at `path`."""
    with open(path, encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        return report(file)


if __name__ == "__main__":
    print(json.dumps(report_of_file(sys.argv[1]), indent=2))
