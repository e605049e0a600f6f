"""The guide inside the product: walkthroughs and their steps, hints, surveys, adoption by phase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from helpcenter.insights.reports.scoping import guide_in
from helpcenter.insights.rollups.guide import COMPLETED, DISMISSED, MISSING, STARTED, STEP_SHOWN, SURVEY
from helpcenter.storage.tables import AdoptionDays, GuideDays, GuideEvents

if TYPE_CHECKING:
    from helpcenter.insights.scope import Scope
    from helpcenter.storage.database import Database

MOST_ROWS: Final = 200
MOST_COMMENTS: Final = 50
PROMOTERS: Final = 9
PASSIVES: Final = 7
"""From these scores on, of 0 to 10: Reichheld 2003."""


@dataclass(frozen=True, slots=True)
class WalkthroughCount:
    """How a walkthrough went: visits that began, completed and left it, and steps whose element was not there."""

    slug: str
    started: int = 0
    completed: int = 0
    dismissed: int = 0
    missing: int = 0
    timed: int = 0
    seconds: int = 0

    @property
    def completion(self) -> float | None:
        """The share of those who began that reached the end; who began the day before may make it more than all."""
        return min(self.completed / self.started, 1.0) if self.started else None

    @property
    def mean_seconds(self) -> float | None:
        """How long it took those who reached the end."""
        return self.seconds / self.timed if self.timed else None


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many visits saw a step and left the walkthrough there."""

    step: str
    shown: int = 0
    dismissed: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class MissingTarget:
    """A step that could not point at anything, and the screen it happened on."""

    slug: str
    step: str
    screen: str
    times: int


@dataclass(frozen=True, slots=True)
class SurveyCount:
    """The answers to a survey, by score."""

    slug: str
    scores: Mapping[int, int]

    @property
    def answers(self) -> int:
        """How many answered."""
        return sum(self.scores.values())

    @property
    def mean(self) -> float | None:
        """The mean score."""
        total = sum(score * times for score, times in self.scores.items())
        return total / self.answers if self.answers else None

    @property
    def net_promoter(self) -> float | None:
        """Promoters less detractors, of all, from -1 to 1; it means something for scores from 0 to 10 alone."""
        if not self.answers:
            return None
        promoters = sum(times for score, times in self.scores.items() if score >= PROMOTERS)
        detractors = sum(times for score, times in self.scores.items() if score < PASSIVES)
        return (promoters - detractors) / self.answers


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """Verified users of one phase who were active in the four weeks up to a day, and what they did."""

    day: date
    phase: str
    people: int
    searched: int
    opened: int
    started: int
    completed: int


def walkthroughs(database: Database, scope: Scope) -> list[WalkthroughCount]:
    """Return every walkthrough that anything happened with, those begun most first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    numbers = tuple(func.sum(column) for column in (GuideDays.visits, GuideDays.timed, GuideDays.seconds))
    query = (
        select(GuideDays.slug, GuideDays.name, *numbers)
        .where(*guide_in(scope, STARTED, COMPLETED, DISMISSED, MISSING))
        .group_by(GuideDays.slug, GuideDays.name)
    )
    found: dict[str, dict[str, int]] = {}
    with database.reading() as session:
        for slug, name, visits, timed, seconds in session.execute(query):
            counts = found.setdefault(slug, {})
            key = {STARTED: "started", COMPLETED: "completed", DISMISSED: "dismissed"}.get(name, "missing")
            counts[key] = int(visits)
            if name == COMPLETED:
                counts |= {"timed": int(timed), "seconds": int(seconds)}
    counted = [WalkthroughCount(slug, **counts) for slug, counts in found.items()]
    return sorted(counted, key=lambda each: (-each.started, each.slug))[:MOST_ROWS]


def steps(database: Database, scope: Scope, slug: str) -> dict[str, StepCount]:
    """Return the steps of a walkthrough by their anchors; their order is the article's.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = (
        select(GuideDays.step, GuideDays.name, func.sum(GuideDays.visits))
        .where(*guide_in(scope, STEP_SHOWN, DISMISSED, MISSING), GuideDays.slug == slug)
        .group_by(GuideDays.step, GuideDays.name)
    )
    found: dict[str, dict[str, int]] = {}
    with database.reading() as session:
        for step, name, visits in session.execute(query):
            key = {STEP_SHOWN: "shown", DISMISSED: "dismissed"}.get(name, "missing")
            found.setdefault(step, {})[key] = int(visits)
    return {step: StepCount(step, **counts) for step, counts in found.items()}


def missing_targets(database: Database, scope: Scope, slug: str = "") -> list[MissingTarget]:
    """Return the steps whose element was not there, by screen, the most frequent first; of one walkthrough or of all.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    times = func.sum(GuideDays.events)
    where = (GuideDays.slug, GuideDays.step, GuideDays.screen)
    query = select(*where, times).where(*guide_in(scope, MISSING)).group_by(*where)
    query = query.where(GuideDays.slug == slug) if slug else query
    with database.reading() as session:
        rows = session.execute(query.order_by(times.desc(), *where).limit(MOST_ROWS))
        return [MissingTarget(row[0], row[1], row[2], int(row[3])) for row in rows]


def surveys(database: Database, scope: Scope) -> list[SurveyCount]:
    """Return every survey that was answered, those answered most first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = (
        select(GuideDays.slug, GuideDays.number, func.sum(GuideDays.events))
        .where(*guide_in(scope, SURVEY), GuideDays.number.is_not(None))
        .group_by(GuideDays.slug, GuideDays.number)
        .order_by(GuideDays.slug, GuideDays.number)
    )
    found: dict[str, dict[int, int]] = {}
    with database.reading() as session:
        for slug, score, times in session.execute(query):
            found.setdefault(slug, {})[int(score)] = int(times)
    counted = [SurveyCount(slug, scores) for slug, scores in found.items()]
    return sorted(counted, key=lambda each: (-each.answers, each.slug))


def survey_comments(database: Database, scope: Scope) -> list[tuple[date, str, int, str]]:
    """Return the latest comments of surveys, masked: day, slug, score and text; as long as they are kept.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = (
        select(GuideEvents.day, GuideEvents.slug, GuideEvents.number, GuideEvents.text)
        .where(
            GuideEvents.day.between(scope.since, scope.until),
            GuideEvents.name == SURVEY,
            GuideEvents.text != "",
        )
        .order_by(GuideEvents.day.desc(), GuideEvents.at.desc())
        .limit(MOST_COMMENTS)
    )
    query = query.where(GuideEvents.locale == scope.locale) if scope.locale else query
    with database.reading() as session:
        return [(row[0], row[1], int(row[2] or 0), row[3]) for row in session.execute(query)]


def adoption(database: Database, scope: Scope) -> list[PhaseCount]:
    """Return the phases as of each day of a scope, oldest day first; other filters do not narrow them down.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    columns = (
        *(AdoptionDays.day, AdoptionDays.phase, AdoptionDays.people, AdoptionDays.searched),
        *(AdoptionDays.opened, AdoptionDays.started, AdoptionDays.completed),
    )
    query = select(*columns).where(AdoptionDays.day.between(scope.since, scope.until))
    with database.reading() as session:
        return [PhaseCount(*row) for row in session.execute(query.order_by(AdoptionDays.day, AdoptionDays.phase))]
