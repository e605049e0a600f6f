"""How much harm a gap does, so that the worst is mended first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from helpcenter.insights.gaps.values import Harm
from helpcenter.insights.outcomes import UNANSWERED, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from helpcenter.insights.gaps.values import DayCount

SPAN: Final = timedelta(days=28)
LATELY: Final = timedelta(days=7)
WEIGHTS: Final[Mapping[str, float]] = {
    Outcome.ESCALATED: 3.0,  # somebody has to answer it
    Outcome.UNHELPFUL: 2.0,  # time was spent on a wrong answer
    Outcome.ZERO_RESULT: 1.5,  # there was nothing to go on with
    Outcome.LOW_CONFIDENCE: 1.0,
    Outcome.UNCLICKED: 0.5,  # what the list of results says may have been enough
}
"""What happened next: how much one search with this outcome counts."""
LEAST_TREND: Final = 0.5
MOST_TREND: Final = 2.0


def harm_of(counts: Iterable[DayCount], today: date) -> Harm:
    """Return how much harm unanswered searches do: value = volume x trend x weight.

    volume = the unanswered searches of the last 28 days, today included;
    trend  = (those of the last 7 days + 1) / (a third of those of the 21 days before + 1), from 0.5 to 2;
    weight = the mean over them of `WEIGHTS`: escalated 3, unhelpful 2, zero_result 1.5, low_confidence 1,
             unclicked 0.5.

    Without any it is 0 (trend 1, weight 0). Days after today come from a clock that is ahead, and count as today.
    """
    unanswered = [
        (min(count.day, today), count.times, WEIGHTS[count.outcome])
        for count in counts
        if count.outcome in UNANSWERED and count.times > 0 and today - count.day < SPAN
    ]
    volume = sum(times for _, times, _ in unanswered)
    if not volume:
        return Harm(value=0.0, volume=0.0, trend=1.0, weight=0.0)
    lately = sum(times for day, times, _ in unanswered if today - day < LATELY)
    weeks_before = (SPAN - LATELY) / LATELY
    trend = min(max((lately + 1) / ((volume - lately) / weeks_before + 1), LEAST_TREND), MOST_TREND)
    weight = sum(times * weight for _, times, weight in unanswered) / volume
    return Harm(volume * trend * weight, float(volume), trend, weight)
