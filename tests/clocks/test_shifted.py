from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.clocks.shifted import CLOCKS

MOMENTS = (
    datetime(2026, 12, 1, 4, 5, 6, tzinfo=UTC),
    datetime(2027, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2026, 7, 1, tzinfo=UTC),
)


@pytest.mark.parametrize("now", MOMENTS)
def test_every_clock_is_ahead_so_that_nothing_made_before_is_of_the_future(now: datetime) -> None:
    assert all(clock.begins(now) > now for clock in CLOCKS.values())


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("zone", [name for name, clock in CLOCKS.items() if clock.zone != "UTC"])
def test_it_is_another_day_there_than_in_utc(zone: str, now: datetime) -> None:
    moment = CLOCKS[zone].begins(now)
    assert moment.astimezone(ZoneInfo(zone)).date() != moment.date()
    assert (moment + timedelta(minutes=90)).astimezone(ZoneInfo(zone)).date() != moment.date()


@pytest.mark.parametrize("now", MOMENTS)
def test_leap_day_and_end_of_year_are_found_from_any_day(now: datetime) -> None:
    leap, end = CLOCKS["leap-day"].begins(now), CLOCKS["year-end"].begins(now)
    assert (leap.month, leap.day) == (2, 29)
    assert (end + timedelta(hours=1)).year == end.year + 1


def test_clock_is_given_as_a_distance_and_pauses_stay_as_they_are() -> None:
    clock = CLOCKS["+8d"]
    assert clock.command(MOMENTS[0]) == ["faketime", "-f", "+691200"]
    environment = clock.environment({"PYTHONPATH": "a", "HOME": "b"})
    assert environment["PYTHONPATH"].endswith("preloaded:a")
    assert environment["DONT_FAKE_MONOTONIC"] == "1"
    assert environment["HOME"] == "b"
