from __future__ import annotations

from datetime import date, timedelta

import pytest

from helpcenter.insights.gaps.harm import WEIGHTS, harm_of
from helpcenter.insights.gaps.values import DayCount
from helpcenter.insights.outcomes import UNANSWERED, Outcome

TODAY = date(2026, 11, 22)


def count(days_ago: int, times: int = 1, outcome: Outcome = Outcome.LOW_CONFIDENCE) -> DayCount:
    return DayCount(TODAY - timedelta(days=days_ago), outcome, times)


def test_every_unanswered_outcome_has_a_weight_and_no_other() -> None:
    assert set(WEIGHTS) == UNANSWERED


def test_harm_is_volume_times_trend_times_weight() -> None:
    harm = harm_of([count(0, 3), count(10, 6, Outcome.ESCALATED)], TODAY)
    assert harm.volume == 9.0
    assert harm.trend == pytest.approx(4 / 3)
    assert harm.weight == pytest.approx((3 * 1.0 + 6 * 3.0) / 9)
    assert harm.value == pytest.approx(harm.volume * harm.trend * harm.weight)


def test_answered_and_unmade_searches_do_no_harm() -> None:
    counts = [count(1, 50, outcome) for outcome in Outcome if outcome not in UNANSWERED]
    assert harm_of(counts, TODAY).value == 0.0


def test_four_weeks_count_and_not_a_day_more() -> None:
    assert harm_of([count(27)], TODAY).volume == 1.0
    assert harm_of([count(28)], TODAY).volume == 0.0


def test_what_grows_does_more_harm_than_what_fades() -> None:
    growing = harm_of([count(1, 20), count(20, 4)], TODAY)
    fading = harm_of([count(1, 4), count(20, 20)], TODAY)
    assert growing.volume == fading.volume
    assert growing.value > fading.value
    assert (growing.trend, harm_of([count(20, 99)], TODAY).trend) == (2.0, 0.5)


def test_the_same_number_every_week_is_no_trend() -> None:
    assert harm_of([count(week * 7, 10) for week in range(4)], TODAY).trend == pytest.approx(1.0)


def test_a_clock_that_is_ahead_counts_as_today() -> None:
    assert harm_of([count(-3, 2)], TODAY) == harm_of([count(0, 2)], TODAY)
