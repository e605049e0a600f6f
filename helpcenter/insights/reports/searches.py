"""Searches of a scope: in all, by day, by screen, and the queries that were searched most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, func, literal_column, select

from helpcenter.insights.figures import Figure, SearchCounts, figures_of
from helpcenter.insights.reports.scoping import counts_from, equal, searches_in, sums_of
from helpcenter.insights.rollups.searches import Grain
from helpcenter.insights.searches.events import SearchSurface
from helpcenter.storage.tables import QueryDays, SearchDays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from helpcenter.insights.scope import Scope
    from helpcenter.storage.database import Database

MOST_ROWS: Final = 200
MOST_CHOICES: Final = 100
FEWEST_VISITORS: Final = 2
"""A query is shown when so many people typed it: what one alone typed may tell who it was."""
NOTHING: Final[ColumnElement[str]] = literal_column("''")
"""Added to what is grouped by: SQLite would rather walk through an index in that order, past all days ever counted."""


@dataclass(frozen=True, slots=True)
class Totals:
    """All searches of a scope, and those of the question form among them."""

    all: SearchCounts
    form: SearchCounts

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of them."""
        return figures_of(self.all, self.form)


@dataclass(frozen=True, slots=True)
class QueryCount:
    """A query with an example of how it was typed, and how many people typed it."""

    locale: str
    normalized: str
    text: str
    visitors: int
    counts: SearchCounts


class QueryOrder(StrEnum):
    """What comes first."""

    SEARCHES = "searches"
    UNANSWERED = "unanswered"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to choose from in the filters."""

    screens: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def totals(database: Database, scope: Scope) -> Totals:
    """Return what all searches of a scope come to.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = select(SearchDays.surface, *sums_of(SearchDays)).where(*searches_in(scope)).group_by(SearchDays.surface)
    with database.reading() as session:
        surfaces = {row[0]: counts_from(row[1:]) for row in session.execute(query)}
    return Totals(sum(surfaces.values(), start=SearchCounts()), surfaces.get(SearchSurface.FORM.value, SearchCounts()))


def by_day(database: Database, scope: Scope) -> Mapping[date, SearchCounts]:
    """Return the counts of each day of a scope, days without any search too.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = select(SearchDays.day, *sums_of(SearchDays)).where(*searches_in(scope)).group_by(SearchDays.day)
    with database.reading() as session:
        known = {row[0]: counts_from(row[1:]) for row in session.execute(query)}
    return {day: known.get(day, SearchCounts()) for day in scope.all_days()}


def by_screen(database: Database, scope: Scope, most: int = MOST_ROWS) -> list[tuple[str, SearchCounts]]:
    """Return the counts of each screen of the product, those with most searches without an answer first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    screen = SearchDays.screen.concat(NOTHING)
    query = (
        select(screen, *sums_of(SearchDays))
        .where(*searches_in(scope, by_screen=True), SearchDays.screen != "")
        .group_by(screen)
    )
    with database.reading() as session:
        screens = [(row[0], counts_from(row[1:])) for row in session.execute(query)]
    return sorted(screens, key=lambda each: (-each[1].unanswered, -each[1].searches, each[0]))[:most]


def top_queries(
    database: Database, scope: Scope, order: QueryOrder = QueryOrder.SEARCHES, most: int = MOST_ROWS
) -> list[QueryCount]:
    """Return the queries that were searched most; filters of screen and segment do not narrow them down.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    first = {
        QueryOrder.SEARCHES: func.sum(QueryDays.searches),
        QueryOrder.UNANSWERED: func.sum(QueryDays.made - QueryDays.answered),
        QueryOrder.EMPTY: func.sum(QueryDays.empty),
    }[order]
    visitors = func.sum(QueryDays.visitors)
    shown = (
        QueryDays.day.between(scope.since, scope.until),
        *equal(QueryDays.locale, scope.locale),
        *equal(QueryDays.surface, scope.surface),
    )
    locale, normalized = QueryDays.locale.concat(NOTHING), QueryDays.normalized.concat(NOTHING)
    # First who is at the top, then all about those few: adding everything up for every query takes twice as long.
    top = (
        select(locale.label("locale"), normalized.label("normalized"))
        .where(*shown)
        .group_by(locale, normalized)
        .having(visitors >= FEWEST_VISITORS, first > 0)
        .order_by(first.desc(), visitors.desc(), normalized)
        .limit(most)
        .subquery()
    )
    query = (
        select(QueryDays.locale, QueryDays.normalized, func.max(QueryDays.text), visitors, *sums_of(QueryDays))
        .join(top, (QueryDays.locale == top.c.locale) & (QueryDays.normalized == top.c.normalized))
        .where(*shown)
        .group_by(QueryDays.locale, QueryDays.normalized)
        .order_by(first.desc(), visitors.desc(), QueryDays.normalized)
    )
    with database.reading() as session:
        return [QueryCount(row[0], row[1], row[2], int(row[3]), counts_from(row[4:])) for row in session.execute(query)]


def choices(database: Database, scope: Scope) -> Found:
    """Return the screens, and the traits of segments, of the days of a scope, the most frequent first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    days = SearchDays.day.between(scope.since, scope.until)
    often = func.sum(SearchDays.searches).desc()
    screen = SearchDays.screen.concat(NOTHING)
    screens = (
        select(screen)
        .where(SearchDays.grain == int(Grain.SCREEN), days, SearchDays.screen != "")
        .group_by(screen)
        .order_by(often, screen)
        .limit(MOST_CHOICES)
    )
    segments = (
        select(SearchDays.segment)
        .distinct()
        .where(SearchDays.grain == int(Grain.SEGMENT), days, SearchDays.segment != "")
    )
    with database.reading() as session:
        traits = {pair for segment in session.scalars(segments) for pair in segment.split() if "=" in pair}
        return Found(tuple(session.scalars(screens)), tuple(sorted(traits))[:MOST_CHOICES])
