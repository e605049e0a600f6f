"""Adoption by day: verified users who were active in the four weeks up to it, by the phase their product says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from helpcenter.insights.rollups.guide import COMPLETED, STARTED
from helpcenter.storage.tables import GuideEvents, RolledDays

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WINDOW: Final = timedelta(days=28)
_DID: Final = {"search": "searched", "article_read": "opened", STARTED: "started", COMPLETED: "completed"}


def adoption_states(session: Session, since: date, until: date) -> dict[date, str]:
    """Return for each day what changes whenever the events of its four weeks do.

    Days whose four weeks are not all there any more are left out: they have been counted long ago.
    """
    oldest = session.scalar(select(func.min(GuideEvents.day)))
    if oldest is None:
        return {}
    counted = session.scalar(select(func.min(RolledDays.day)).where(RolledDays.source == "guide"))
    is_pruned = counted is not None and counted < oldest
    first = max(since, oldest + WINDOW - timedelta(days=1) if is_pruned else oldest)
    verified = select(GuideEvents.day, func.count()).where(
        GuideEvents.subject != "", GuideEvents.day > first - WINDOW, GuideEvents.day <= until
    )
    numbers = dict(session.execute(verified.group_by(GuideEvents.day)).all())
    days = (first + timedelta(days=number) for number in range((until - first).days + 1))
    return {day: str(active) for day in days if (active := _sum(numbers, day))}


def _sum(numbers: dict[date, int], day: date) -> int:
    return sum(numbers.get(day - timedelta(days=age), 0) for age in range(WINDOW.days))


def adoption_of(session: Session, day: date) -> list[dict[str, Any]]:
    """Return the rows of one day; a user counts for the phase of their latest event."""
    rows = session.execute(
        select(GuideEvents.subject, GuideEvents.segment, GuideEvents.name, func.max(GuideEvents.at))
        .where(GuideEvents.subject != "", GuideEvents.day > day - WINDOW, GuideEvents.day <= day)
        .group_by(GuideEvents.subject, GuideEvents.segment, GuideEvents.name)
        .order_by(func.max(GuideEvents.at))
    )
    phases: dict[str, str] = {}
    did: dict[str, set[str]] = defaultdict(set)
    for subject, segment, name, _ in rows:
        phases[subject] = trait(segment, "phase")
        did[subject].add(_DID.get(name, ""))
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("people", *_DID.values()), 0))
    for subject, phase in phases.items():
        sums[phase]["people"] += 1
        for what in did[subject] - {""}:
            sums[phase][what] += 1
    return [{"day": day, "phase": phase, **numbers} for phase, numbers in sorted(sums.items())]


def trait(segment: str, name: str) -> str:
    """Return the value of a trait in a segment, such as "onboarding" for phase; "" for none."""
    return dict(pair.partition("=")[::2] for pair in segment.split()).get(name, "")
