"""The guide by day: walkthroughs, hints and surveys, by step, screen, locale and segment."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func, select

from helpcenter.insights.rollups.limits import MOST_SCREENS, MOST_SEGMENTS, kept, limited
from helpcenter.storage.tables import GuideEvents

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STARTED: Final = "guide_started"
COMPLETED: Final = "guide_completed"
DISMISSED: Final = "guide_dismissed"
STEP_SHOWN: Final = "step_shown"
MISSING: Final = "target_missing"
SURVEY: Final = "survey"
_NAMES: Final = (
    *(STARTED, COMPLETED, DISMISSED, STEP_SHOWN, "step_done", MISSING, SURVEY),
    *("hint_shown", "hint_dismissed"),
)
_LONGEST: Final = 3_600
"""Seconds; who takes longer than an hour was away meanwhile."""
_LONGEST_SCREEN: Final = 200
_Key = tuple[str, str, str, str, str, str, int | None]


def guide_states(session: Session, since: date, until: date) -> dict[date, str]:
    """Return for each day what changes whenever one of its events does, or is erased."""
    rows = session.execute(
        select(GuideEvents.day, func.count(), func.max(GuideEvents.at))
        .where(GuideEvents.day.between(since, until))
        .group_by(GuideEvents.day)
    )
    return {day: f"{number} {latest}" for day, number, latest in rows}


def guide_of(session: Session, day: date) -> list[dict[str, Any]]:
    """Return the rows of one day."""
    number = case((GuideEvents.name == SURVEY, GuideEvents.number))
    dimensions = (
        *(GuideEvents.name, GuideEvents.slug, GuideEvents.step, GuideEvents.screen),
        *(GuideEvents.locale, GuideEvents.segment, number),
    )
    counted = session.execute(
        select(*dimensions, func.count(), func.count(GuideEvents.session.distinct()))
        .where(GuideEvents.day == day, GuideEvents.name.in_(_NAMES))
        .group_by(*dimensions)
    ).all()
    screens = kept(((row[3], row[7]) for row in counted), MOST_SCREENS)
    segments = kept(((row[5], row[7]) for row in counted), MOST_SEGMENTS)
    sums: dict[_Key, Counter[str]] = defaultdict(Counter)
    for name, slug, step, screen, locale, segment, score, events, visits in counted:
        key = (name, slug, step, limited(screen, screens)[:_LONGEST_SCREEN], locale, limited(segment, segments), score)
        sums[key].update({"events": events, "visits": visits})
    for slug, screen, locale, segment, seconds in _durations(session, day):
        on, of = limited(screen, screens)[:_LONGEST_SCREEN], limited(segment, segments)
        sums[COMPLETED, slug, "", on, locale, of, None].update({"timed": 1, "seconds": seconds})
    columns = ("name", "slug", "step", "screen", "locale", "segment", "number")
    nothing = dict.fromkeys(("events", "visits", "timed", "seconds"), 0)
    return [{"day": day, **dict(zip(columns, key, strict=True)), **nothing, **numbers} for key, numbers in sums.items()]


def _durations(session: Session, day: date) -> list[tuple[str, str, str, str, int]]:
    """Return for each walkthrough that was completed slug, screen, locale, segment and seconds since its start."""
    began: dict[tuple[str, str], datetime] = {}
    ways = (GuideEvents.session, GuideEvents.slug, GuideEvents.at)
    nearby = GuideEvents.day.in_((day - timedelta(days=1), day))
    for visit, slug, at in session.execute(
        select(*ways).where(GuideEvents.name == STARTED, nearby).order_by(GuideEvents.at)
    ):
        began[visit, slug] = at
    rows = session.execute(
        select(*ways, GuideEvents.screen, GuideEvents.locale, GuideEvents.segment).where(
            GuideEvents.name == COMPLETED, GuideEvents.day == day
        )
    )
    timed = (
        (slug, screen, locale, segment, int((at - began[visit, slug]).total_seconds()))
        for visit, slug, at, screen, locale, segment in rows
        if (visit, slug) in began
    )
    return [each for each in timed if 0 <= each[4] <= _LONGEST]
