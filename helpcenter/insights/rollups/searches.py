"""Searches by day: by locale, surface, screen and segment, and the most searched queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, delete, func, select, tuple_
from sqlalchemy.orm import aliased

from helpcenter.insights.outcomes import NOT_MADE, Outcome
from helpcenter.insights.rollups.limits import MOST_SCREENS, MOST_SEGMENTS, kept, limited
from helpcenter.insights.searches.events import Audience
from helpcenter.search.results import Confidence
from helpcenter.storage.tables import QueryDays, SearchIntents

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

MOST_QUERIES: Final = 100
"""So many queries of a day and locale are kept, the most searched."""


class Grain(IntEnum):
    """What the rows of `search_days` tell apart beside locale and surface; each grain counts every search once."""

    ALL = 0
    SCREEN = 1
    SEGMENT = 2
    BOTH = 3


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counted(row: type[SearchIntents]) -> dict[str, ColumnElement[int]]:
    """What is counted, by the names of the columns it is kept in."""
    made = row.outcome.not_in(sorted(NOT_MADE))
    return {
        "searches": func.count(),
        "made": _count(made),
        "found": _count(made & (row.results > 0)),
        "empty": _count(row.confidence == Confidence.ZERO_RESULT),
        "clicked": _count(made & (row.clicked != "")),
        "ranked": func.count(row.rank),
        "ranks": func.coalesce(func.sum(row.rank), 0),
        "refined": _count(made & row.refined),
        **{outcome.value: _count(row.outcome == outcome.value) for outcome in Outcome},
    }


MEASURES: Final = tuple(_counted(SearchIntents))


def _of_readers(day: date) -> type[SearchIntents]:
    """The searches of readers on one day.

    They are taken by their day first, whatever they are grouped by after: SQLite would rather walk through an index in
    the order of the groups, and that is the whole log.
    """
    rows = select(SearchIntents).where(SearchIntents.day == day, SearchIntents.audience == Audience.READER)
    return aliased(SearchIntents, rows.cte("of_day").prefix_with("MATERIALIZED"))


def search_states(session: Session, since: date, until: date) -> dict[date, str]:
    """Return for each day what changes whenever one of its searches does."""
    changing = (
        *(func.count(), func.max(SearchIntents.last_at), func.sum(SearchIntents.clicks)),
        *(
            func.count(SearchIntents.vote),
            _count(SearchIntents.question != ""),
            _count(SearchIntents.refined.is_(True)),
        ),
        _count(SearchIntents.outcome == Outcome.ANSWERED.value),
    )
    rows = session.execute(
        select(SearchIntents.day, *changing).where(SearchIntents.day.between(since, until)).group_by(SearchIntents.day)
    )
    return {row[0]: " ".join(map(str, row[1:])) for row in rows}


def searches_of(session: Session, day: date) -> list[dict[str, Any]]:
    """Return the rows of one day, of every grain."""
    row = _of_readers(day)
    dimensions = (row.locale, row.surface, row.screen, row.segment)
    counted = session.execute(select(*dimensions, *_counted(row).values()).group_by(*dimensions)).all()
    screens = kept(((row[2], row[4]) for row in counted), MOST_SCREENS)
    segments = kept(((row[3], row[4]) for row in counted), MOST_SEGMENTS)
    sums: dict[tuple[Grain, str, str, str, str], Counter[str]] = defaultdict(Counter)
    for locale, surface, screen, segment, *numbers in counted:
        on, of = limited(screen, screens), limited(segment, segments)
        measured = dict(zip(MEASURES, map(int, numbers), strict=True))
        for grain, place, group in (
            (Grain.ALL, "", ""),
            (Grain.SCREEN, on, ""),
            (Grain.SEGMENT, "", of),
            (Grain.BOTH, on, of),
        ):
            sums[grain, locale, surface, place, group].update(measured)
    return [
        {"grain": int(grain), "day": day, "locale": locale, "surface": surface, "screen": screen, "segment": segment}
        | dict.fromkeys(MEASURES, 0)
        | numbers
        for (grain, locale, surface, screen, segment), numbers in sorted(sums.items())
    ]


def queries_of(session: Session, day: date) -> list[dict[str, Any]]:
    """Return the rows of the queries of one day that were searched most, in each locale.

    A visitor counts on the first of the surfaces they used, so that the visitors of all surfaces are as many people.
    """
    row = _of_readers(day)
    is_shown = row.normalized != ""
    dimensions = (row.locale, row.surface, row.normalized)
    rows = session.execute(
        select(*dimensions, func.min(row.query), *_counted(row).values()).where(is_shown).group_by(*dimensions)
    ).all()
    each = (
        select(row.locale, row.normalized, func.min(row.surface).label("surface"))
        .where(is_shown)
        .group_by(row.locale, row.normalized, row.visitor)
        .subquery()
    )
    grouped = (each.c.locale, each.c.surface, each.c.normalized)
    visitors = {
        (locale, surface, normalized): number
        for locale, surface, normalized, number in session.execute(select(*grouped, func.count()).group_by(*grouped))
    }
    known = {
        locale: kept(((row[2], row[4]) for row in rows if row[0] == locale), MOST_QUERIES)
        for locale in {row[0] for row in rows}
    }
    return [
        {"day": day, "locale": locale, "surface": surface, "normalized": normalized, "text": text}
        | {"visitors": visitors.get((locale, surface, normalized), 0)}
        | dict(zip(MEASURES, map(int, numbers), strict=True))
        for locale, surface, normalized, text, *numbers in rows
        if normalized in known[locale]
    ]


def forget_single(session: Session, before: date) -> int:
    """Remove queries of days before that only one person has ever typed; their number stays in the other counts."""
    query = (QueryDays.locale, QueryDays.normalized)
    single = select(*query).group_by(*query).having(func.sum(QueryDays.visitors) < 2)
    gone = delete(QueryDays).where(QueryDays.day < before, tuple_(*query).in_(single))
    return session.connection().execute(gone).rowcount
