"""A line of an access log: its pattern, and what its fields mean.

The format is the one that Apache and nginx call *combined*, with or without a request time:

    host ident user [time] "request" status size "referer" "agent" 0.123

A quoted field may hold blanks and, after a backslash, quotes. The request may be no request at all:
a dash, or the bytes of a TLS handshake. The user may hold blanks, and the size may be a dash. The
time is one that a calendar and a clock have: there is no 31 February, but a 29th in a leap year,
and a second 60.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final, cast

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Of the days up to the 31st, those that a month has not.
FOURTH = "(?: 0[48] | [2468][048] | [13579][26] )"
LEAP_YEAR = f"(?: [0-9]{{2}}{FOURTH} | {FOURTH}00 )"
NO_DAY = f"(?: 3[01]/Feb | 31/(?: Apr | Jun | Sep | Nov ) | 29/Feb/ (?!{LEAP_YEAR}) )"
DAY = f"(?!{NO_DAY}) (?: 0[1-9] | [12][0-9] | 3[01] )"
HOUR = "(?: [01][0-9] | 2[0-3] )"
SIXTY = "[0-5][0-9]"

HTTP = r"HTTP/[0-9.]++"
QUOTED = r'(?: [^"\\]++ | \\. )*+'
# Of two ways to read the same, the first is the usual one, in one loop of C: a URL without blanks,
# and a referer and an agent without quotes, and no backslash before the one that ends them.
URL = rf'(?: [^ ]++ (?= [ ]{HTTP}"[ ] ) | (?: [^" \\]++ | \\. | [ ](?!{HTTP}") )++ )'
PLAIN = r'[^"]*+ (?<!\\)'
REFERER_AND_AGENT = rf'(?: {PLAIN}"[ ]"{PLAIN}" | {QUOTED}"[ ]"{QUOTED}" )'

LINE: Final = re.compile(
    rf"""
    ([^ ]++)                                                           # the host
    [ ](?: [^\[]*+\[ )+?                                               # ident and user
    ({DAY}/(?:{"|".join(MONTHS)})/[12][0-9]{{3}}:{HOUR})               # the day and the hour
    :({SIXTY}:(?:{SIXTY}|60)[ ][+-]{HOUR}{SIXTY})\]                    # minute, second and zone
    [ ]"(?: [A-Z][A-Z-]*+[ ]( {URL} )(?:[ ]{HTTP})?+ | {QUOTED} )"     # the URL, if there is one
    [ ]([0-9]{{3}})                                                    # the status
    [ ](?: ([0-9]{{1,18}}) | - )                                       # the size, if there is one
    [ ]"(?: {REFERER_AND_AGENT}                                        # in a line with a whole end
         ((?: [ ][0-9]{{1,18}}(?:\.[0-9]{{1,18}})?+ )?+)\s*+\Z )?+     # the request time, or ""
    | (.*+)                                                            # a line not understood
    """,
    re.VERBOSE | re.DOTALL,
)
"""It matches every line. The first group of a line that is not understood is None."""

Row = tuple[Any, ...]
"""The groups of a line: its host and so on, and last the whole of it if it is not understood."""

match: Final = cast(Callable[[str], "re.Match[str]"], LINE.match)


class HourStarts(dict[str, int]):
    """`"17/May/2015:10"` as seconds since 1970, on the log's clock. It keeps what it was asked."""

    def __missing__(self, hour: str) -> int:
        day = date(int(hour[7:11]), MONTHS.index(hour[3:6]) + 1, int(hour[:2]))
        days = day.toordinal() - date(1970, 1, 1).toordinal()
        self[hour] = start = (days * 24 + int(hour[12:])) * 3600
        return start


class SecondsInto(dict[str, int]):
    """`"05:03 +0200"` as seconds from the start of the hour, with the zone taken off."""

    def __missing__(self, rest: str) -> int:
        zone = int(rest[7:9]) * 3600 + int(rest[9:]) * 60
        into = int(rest[:2]) * 60 + int(rest[3:5])
        self[rest] = moment = into + zone if rest[6] == "-" else into - zone
        return moment


@lru_cache(maxsize=2**16)
def seconds(took: str) -> float:
    """A request time in seconds, to three digits.

    With a point it is in seconds, as nginx writes `$request_time`; a whole number is in
    microseconds, as Apache writes `%D`.
    """
    return three_digits(float(took) if "." in took else int(took) / 1_000_000)


def three_digits(value: float) -> float:
    """`value` to three digits: 900 numbers for each power of ten, however many values there are."""
    return float(f"{value:.3g}")
