"""One query: how it went day by day, what was opened, and what was searched for next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from helpcenter.insights.figures import SearchCounts
from helpcenter.insights.reports.scoping import counts_from, equal, sums_of
from helpcenter.insights.reports.searches import FEWEST_VISITORS
from helpcenter.insights.searches.events import Audience
from helpcenter.storage.tables import QueryDays, SearchIntents

if TYPE_CHECKING:
    from sqlalchemy import Select

    from helpcenter.insights.scope import Scope
    from helpcenter.storage.database import Database

LATEST: Final = 2_000
"""So many searches are looked at for what was opened and what came next, the latest; they are kept for a while only."""
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Next:
    """What was searched for next, and how many people did."""

    normalized: str
    text: str
    visitors: int


@dataclass(frozen=True, slots=True)
class OneQuery:
    """All about a query. `opened` counts "locale/slug", `screens` where it was typed; both of the latest searches."""

    locale: str
    normalized: str
    text: str
    visitors: int
    days: Mapping[date, SearchCounts]
    opened: tuple[tuple[str, int], ...]
    screens: tuple[tuple[str, int], ...]
    next: tuple[Next, ...]

    @property
    def counts(self) -> SearchCounts:
        """What it comes to in all these days."""
        return sum(self.days.values(), start=SearchCounts())


def one_query(database: Database, scope: Scope, locale: str, normalized: str) -> OneQuery | None:
    """Return all about a query in the days of a scope; None when fewer than two people typed it.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    counted = (
        select(QueryDays.day, func.max(QueryDays.text), func.sum(QueryDays.visitors), *sums_of(QueryDays))
        .where(
            QueryDays.locale == locale,
            QueryDays.normalized == normalized,
            QueryDays.day.between(scope.since, scope.until),
            *equal(QueryDays.surface, scope.surface),
        )
        .group_by(QueryDays.day)
    )
    with database.reading() as session:
        rows = session.execute(counted).all()
        visitors = sum(int(row[2]) for row in rows)
        if visitors < FEWEST_VISITORS:
            return None
        opened: Counter[str] = Counter()
        screens: Counter[str] = Counter()
        for clicked, screen in session.execute(_latest(scope, locale, normalized)):
            opened.update([clicked] if clicked else [])
            screens.update([screen] if screen else [])
        following = [Next(*row) for row in session.execute(_following(scope, locale, normalized))]
    known = {row[0]: counts_from(row[3:]) for row in rows}
    return OneQuery(
        locale,
        normalized,
        max(row[1] for row in rows),
        visitors,
        {day: known.get(day, SearchCounts()) for day in scope.all_days()},
        tuple(opened.most_common(_MOST)),
        tuple(screens.most_common(_MOST)),
        tuple(following),
    )


def _latest(scope: Scope, locale: str, normalized: str) -> Select[str, str]:
    return (
        select(SearchIntents.clicked, SearchIntents.screen)
        .where(
            SearchIntents.locale == locale,
            SearchIntents.normalized == normalized,
            SearchIntents.day.between(scope.since, scope.until),
            SearchIntents.audience == Audience.READER,
            *equal(SearchIntents.surface, scope.surface),
        )
        .order_by(SearchIntents.day.desc())
        .limit(LATEST)
    )


def _following(scope: Scope, locale: str, normalized: str) -> Select[str, str, int]:
    """What the same people searched for after it, in one go; only what several did."""
    first = (
        select(SearchIntents.visitor, SearchIntents.chain, SearchIntents.at)
        .where(
            SearchIntents.locale == locale,
            SearchIntents.normalized == normalized,
            SearchIntents.refined.is_(True),
            SearchIntents.day.between(scope.since, scope.until),
            SearchIntents.audience == Audience.READER,
        )
        .order_by(SearchIntents.day.desc())
        .limit(LATEST)
        .subquery()
    )
    later = aliased(SearchIntents)
    people = func.count(later.visitor.distinct())
    return (
        select(later.normalized, func.min(later.query), people)
        .join(first, (later.visitor == first.c.visitor) & (later.chain == first.c.chain) & (later.at > first.c.at))
        .where(later.normalized.not_in(["", normalized]))
        .group_by(later.normalized)
        .having(people >= FEWEST_VISITORS)
        .order_by(people.desc(), later.normalized)
        .limit(_MOST)
    )
