"""Clocks that the suite is run under, each a moment and a time zone, and how a program is put under one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PRELOADED = Path(__file__).parent / "preloaded"


@dataclass(frozen=True)
class Clock:
    """A clock that begins at a moment, which depends on what time it is now, and goes on from there."""

    begins: Callable[[datetime], datetime]
    zone: str = "UTC"

    def command(self, now: datetime) -> list[str]:
        """Return what to put before a command; a distance, so that all processes are at the same time."""
        return ["faketime", "-f", f"{(self.begins(now) - now).total_seconds():+.0f}"]

    def environment(self, before: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the environment of a command: pauses and time limits stay those of the machine, as do file times."""
        path = os.pathsep.join(filter(None, (str(PRELOADED), before.get("PYTHONPATH", ""))))
        unshifted = {"DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
        return {**before, **unshifted, "TZ": self.zone, "PYTHONPATH": path}


def later(days: int) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(days=days)


def leap_day(now: datetime) -> datetime:
    """Return noon of the next 29 February."""
    days = (now.date() + timedelta(days=ahead) for ahead in range(1, 9 * 366))
    day = next(day for day in days if (day.month, day.day) == (2, 29))
    return datetime(day.year, 2, 29, 12, tzinfo=UTC)


def end_of_year(now: datetime) -> datetime:
    """Return the last hour of this year, or of the next where that has begun."""
    ends = datetime(now.year, 12, 31, 23, tzinfo=UTC)
    return ends if now < ends else ends.replace(year=now.year + 1)


def at_hour(hour: int) -> Callable[[datetime], datetime]:
    """Return the next time it is that hour in UTC."""

    def begins(now: datetime) -> datetime:
        day: date = now.date() + timedelta(days=now.hour >= hour)
        return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    return begins


CLOCKS: dict[str, Clock] = {
    "+8d": Clock(later(8)),
    "+400d": Clock(later(400)),
    "leap-day": Clock(leap_day),
    "year-end": Clock(end_of_year),
    # Each at an hour at which the day there is not the day in UTC.
    "Asia/Tokyo": Clock(at_hour(16), "Asia/Tokyo"),
    "Pacific/Kiritimati": Clock(at_hour(11), "Pacific/Kiritimati"),
    "America/St_Johns": Clock(at_hour(0), "America/St_Johns"),
}
