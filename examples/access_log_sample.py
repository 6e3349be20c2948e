"""An access log that is made up, and the true answers to all questions about it.

Every line comes with the choices it was written from, and the truth is counted from the choices:
no line is parsed for it. The lines are the same each time, and as hostile as real ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from heapq import heapify, heapreplace
from random import Random
from typing import Final, NamedTuple, TypeVar

from access_log_answers import PERCENTILES, SHOWN, TOP, Report

START: Final = datetime(2024, 2, 28, 12)
"""A leap day and the end of a month follow soon."""
MINUTE: Final = 60
DAY: Final = 24 * 60 * MINUTE

SERVERS: Final = ((0, "+0000", "nginx"), (120, "+0200", "Apache"), (-210, "-0330", "no times"))
"""Those that write to the log: minutes from UTC, how they write that, and whose time they write."""
METHODS: Final = ("GET", "GET", "GET", "HEAD", "POST", "M-SEARCH")
PROTOCOLS: Final = (" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/2.0", " HTTP/1.0", "")
NO_REQUESTS: Final = ("-", "", r"\x16\x03\x01\x02\x00\x01\xFC", "quit", r"\n", "GET", r"\"")
USERS: Final = ("-",) * 20 + ("frank", "Mary Ann Smith", "tick [tock] x", "a [b", "")
STATUSES: Final = (200,) * 30 + (304,) * 4 + (301, 206, 403, 500, 503)
FOLDERS: Final = ("/", "/blog/", "/images/", "/search?q=")
ENDINGS: Final = ("", "", ".html", r"/\"quoted\"", "/two words", "/caf%C3%A9", "/\u00e9", r"\\")
TEXTS: Final = (
    "-",
    "Mozilla/5.0 (X11; Linux x86_64; rv:122.0) Gecko/20100101 Firefox/122.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "https://example.org/search?q=streams",
    'a "quoted" word',
    '"',
    "C:\\dir\\",
    '" 200 5 "-" "-" 0.5',
    "\u043f\u0440\u0438\u043c\u0435\u0440 \u2603",
    "",
)
"""What referers and agents say, before a server writes them between quotes."""

A = TypeVar("A")


class Choice(NamedTuple):
    """A line, and what was chosen for it."""

    line: str
    understood: bool = False
    host: str = ""
    begins: bool = False
    """Whether a session of the host begins."""
    hour: str = ""
    url: str | None = None
    status: int = 0
    size: int = 0
    seconds: float | None = None
    odd_end: bool = False


class Page(NamedTuple):
    """What is asked for, and what is answered."""

    url: str | None
    status: int
    size: int


class Style(NamedTuple):
    """All of a line that does not matter to the answers, or only in its form."""

    method: str
    protocol: str
    user: str
    server: tuple[int, str, str]
    end: str
    odd: bool


@dataclass(frozen=True)
class Sample:
    """The choices for a log of `n` lines. They can be read again and again."""

    n: int = 100_000
    seed: int = 2024

    def __iter__(self) -> Iterator[Choice]:
        random = Random(self.seed)
        pages = drawn(random, [*pages_of(random)])
        styles = drawn(random, [style(random) for _ in range(3000)])
        times = drawn(random, [int(random.expovariate(1 / 120)) for _ in range(3000)])
        visits = [(random.randrange(DAY), host, 0) for host in hosts_of(random)]
        heapify(visits)
        for _ in range(self.n):
            if random.random() < 0.005:
                yield Choice(broken_line(random))
                continue
            time, host, left = visits[0]
            late = int(3 * random.random())  # a line is written when its request has ended
            yield request(host, left == 0, time - late, next(pages), next(styles), next(times))
            heapreplace(visits, next_visit(random, time, host, left))


def drawn(random: Random, pool: Sequence[A]) -> Iterator[A]:
    """Items of the pool at random, without end."""
    while True:
        yield from random.choices(pool, k=1000)


def next_visit(random: Random, time: int, host: str, left: int) -> tuple[int, str, int]:
    """When the host comes again: within the session or, after its last request, in a new one."""
    if left == 0:
        left = 1 + int(random.random() * random.random() * 20)
    if left == 1:
        return time + 31 * MINUTE + int(DAY * random.random()), host, 0
    longest = 29 * MINUTE if random.random() < 0.25 else 30
    return time + int(longest * random.random()), host, left - 1


def hosts_of(random: Random) -> Iterator[str]:
    """IPv4 and IPv6 addresses, and names."""
    for n in range(1, 1500):
        yield f"{random.randrange(1, 224)}.{random.randrange(256)}.{n // 250}.{n % 250}"
    for n in range(1, 400):
        yield f"2001:db8:{random.randrange(2**16):x}::{n:x}"
    yield "::1"
    yield from (f"client-{n}.example.net" for n in range(100))


def pages_of(random: Random) -> Iterator[Page]:
    """Pages, each as often as it is asked for."""
    for n in range(300):
        url = f"{random.choice(FOLDERS)}page-{n}{random.choice(ENDINGS)}"
        status, size = random.choice(STATUSES), random.randrange(10 ** random.randint(3, 7))
        yield from [Page(url, status, size)] * (1 + 1000 // (n + 10))
        yield Page(url, 304, 0)
    for n in range(80):
        yield Page(f"/gone/{n % 50}", 404, 500 + n)


def style(random: Random) -> Style:
    """How a line looks."""
    server = random.choice(SERVERS)
    end = f'"{escaped(random.choice(TEXTS))}" "{escaped(random.choice(TEXTS))}"'
    odd = random.random() < 0.005
    if odd:
        end = random.choice(('"', '"-"', '"-" ', '"-" "cut shor', f'{end} "more"', f"{end} 0.5s"))
    method, protocol = random.choice(METHODS), random.choice(PROTOCOLS)
    return Style(method, protocol, random.choice(USERS), server, end, odd)


def escaped(text: str) -> str:
    """The text as a server writes it between quotes."""
    return text.replace("\\", r"\\").replace('"', r"\"")


def request(host: str, begins: bool, time: int, page: Page, style: Style, ms: int) -> Choice:
    """A line that is understood."""
    url, status, size = page
    method, protocol, user, (minutes, zone, kind), end, odd = style
    seconds = None if odd or kind == "no times" else ms / 1000
    if seconds is not None:
        end += f" {seconds:.3f}" if kind == "nginx" else f" {ms * 1000}"
    text = f"{method} {url}{protocol}"
    if ms % 100 == 99:
        url, status, text = None, 400, NO_REQUESTS[ms // 100 % len(NO_REQUESTS)]
    n, second = divmod(time + minutes * MINUTE, 60 * MINUTE)
    day, hour = hour_names(n)
    at = f"{day}:{second // MINUTE:02}:{second % MINUTE:02} {zone}"
    line = f'{host} - {user} [{at}] "{text}" {status} {size or "-"} {end}'
    return Choice(line, True, host, begins, hour, url, status, size, seconds, odd)


@cache
def hour_names(n: int) -> tuple[str, str]:
    """The hour `n` of the log as a server writes it, and in ISO 8601."""
    at = START + timedelta(hours=n)
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[at.month * 3 - 3 : at.month * 3]
    return at.strftime(f"%d/{month}/%Y:%H"), at.strftime("%Y-%m-%dT%H")


def broken_line(random: Random) -> str:
    """A line that says no request, or not all of one."""
    whole = '203.0.113.9 - - [29/Feb/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "-"'
    return random.choice(
        (
            "",
            " ",
            "logrotate: rotated",
            whole[: random.randint(1, whole.index("512") + 3)],
            whole.replace("Feb", "Foo"),
            whole.replace(" 200 ", " 2OO "),
            whole.replace(" 512 ", " many "),
            whole.replace('"GET', "GET"),
            whole.replace('1.1"', "1.1"),
            whole.replace("[", ""),
            "\x16\x03\x01\x00 \x00",
        )
    )


@dataclass
class Truth:
    """The answers that a report on the lines must come to, from what was chosen for them."""

    hosts: Counter[str] = field(default_factory=Counter)
    urls: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    status: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    largest: dict[str, int] = field(default_factory=dict)
    hours: set[str] = field(default_factory=set)
    times: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    bytes: int = 0
    sessions: int = 0
    odd_ends: int = 0

    def add(self, choice: Choice) -> None:
        """Count what was chosen for a line."""
        if not choice.understood:
            self.broken.append(choice.line)
            return
        self.hosts[choice.host] += 1
        self.status[str(choice.status)] += 1
        self.hours.add(choice.hour)
        self.bytes += choice.size
        self.sessions += choice.begins
        self.odd_ends += choice.odd_end
        if choice.status >= 400:
            self.errors[choice.hour] += 1
        if choice.url is not None:
            self.add_url(choice.url, choice.status, choice.size)
        if choice.seconds is not None:
            self.times.append(choice.seconds)

    def add_url(self, url: str, status: int, size: int) -> None:
        """Count what was answered to a proper request."""
        self.urls[url] += 1
        self.gone[url] += status == 404
        if size > self.largest.get(url, 0):
            self.largest[url] = size

    def report(self) -> Report:
        """The true answers, of all lines so far."""
        return {
            "requests": sum(self.hosts.values()),
            "not_understood": len(self.broken),
            "not_understood_lines": self.broken[:SHOWN],
            "odd_ends": self.odd_ends,
            "first_hour": min(self.hours, default=None),
            "last_hour": max(self.hours, default=None),
            "bytes": self.bytes,
            "hosts": len(self.hosts),
            "sessions": self.sessions,
            "status": dict(sorted(self.status.items())),
            "top_hosts": first_ten(self.hosts),
            "top_urls": first_ten(self.urls),
            "not_found": len(+self.gone),
            "top_not_found": first_ten(+self.gone),
            "largest": first_ten(self.largest),
            "errors_per_hour": dict(sorted(self.errors.items())),
            "timed": len(self.times),
            "seconds": true_percentiles(sorted(self.times)),
        }


def first_ten(numbers: dict[str, int]) -> list[tuple[str, int]]:
    """The pairs with the largest numbers, the first by name of equal ones."""
    return sorted(sorted(numbers.items()), key=lambda pair: pair[1], reverse=True)[:TOP]


def true_percentiles(times: list[float]) -> dict[str, float]:
    """The percentiles by nearest rank, to three digits."""
    if not times:
        return {}
    ranks = {f"p{p}": (len(times) * p + 99) // 100 - 1 for p in PERCENTILES}
    exact = {name: times[rank] for name, rank in ranks.items()} | {"max": times[-1]}
    return {name: float(f"{value:.3g}") for name, value in exact.items()}


def differences(found: Report, true: Report) -> list[str]:
    """What the report `found` says otherwise than the `true` one, in a line each."""
    both = zip(found, found.values(), true.values())
    return [f"{name}: {value}, in truth {known}" for name, value, known in both if value != known]
