"""Records across a thread: one thread sends, another does the work, and a queue lies between.

The order stays, the end and an error go across, and no thread is left behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import nan
from threading import active_count, get_ident
from typing import NamedTuple

from rillet import Pipeline, op


class Measurement(NamedTuple):
    place: str
    celsius: float


class Alarm(NamedTuple):
    text: str
    thread: int
    """Which thread has worded it."""


PLACES = ("kitchen", "attic", "cellar")
MEASUREMENTS = [Measurement(PLACES[n % 3], 15 + n * 7 % 16) for n in range(20)]


def is_too_warm(measurement: Measurement) -> bool:
    return not measurement.celsius <= 25  # nor is all well if it is no number


def worded(measurement: Measurement) -> Alarm:
    return Alarm(f"{measurement.place}: {round(measurement.celsius)} °C", get_ident())


ALARMS: Pipeline[Measurement, Alarm] = op.filter(is_too_warm) | op.map(worded)


def across(measurements: Iterable[Measurement]) -> list[Alarm]:
    """The alarms, worded in another thread. At most ten measurements wait for it."""
    alarms: list[Alarm] = []
    with ALARMS.push(alarms.append).threaded(maxsize=10) as sink:
        for measurement in measurements:
            sink.send(measurement)
    return alarms  # all of them, for to close the sink was to wait for its thread


def main() -> None:
    threads = active_count()
    alarms = across(MEASUREMENTS)
    for alarm in alarms:
        print(alarm.text)
    assert get_ident() not in {alarm.thread for alarm in alarms}
    assert [alarm.text for alarm in alarms] == [alarm.text for alarm in ALARMS(MEASUREMENTS)]
    print("worded by another thread, in the order in which they were measured")

    try:
        across([*MEASUREMENTS, Measurement("oven", nan)])
    except ValueError as error:
        print("raised there, and arrived here:", error)
    assert active_count() == threads


if __name__ == "__main__":
    main()
