"""What readers searched for, counted by day: small however long the log, and kept when its rows are gone.

A day is counted anew until it is `LATE` over, for what comes late; so a repeat changes nothing, nor does a clock that
jumped: what lies in the future is counted when its day has come.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, func, not_, or_, select, tuple_

from helpcenter.insights.gaps.gap import SHOWN_FROM
from helpcenter.insights.gaps.values import DayCount, QueryKey
from helpcenter.insights.searches.events import Audience
from helpcenter.storage.batches import insert
from helpcenter.storage.tables import AskedDays, GapQueries, SearchIntents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database

LATE: Final = timedelta(days=2)
"""The journal is written as soon as the database is back; what comes later than so is in the log, and not counted."""
_ROWS_AT_ONCE: Final = 500
_KEYS_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class CountedQuery:
    """A query counted over some days. `visitors` are at least so many: who ended a day in two ways counts once."""

    key: QueryKey
    text: str
    days: tuple[DayCount, ...]
    visitors: int
    first_day: date

    @property
    def times(self) -> int:
        """How often it was asked."""
        return sum(count.times for count in self.days)


def count_days(database: Database, today: date) -> int:
    """Count the days that are not counted for good, up to today; return how many rows that makes.

    Raises:
        DatabaseUnavailableError: the database cannot be used. What was counted until then is; the next time goes on.
    """
    with database.reading() as session:
        last = session.scalar(select(func.max(AskedDays.day)).where(AskedDays.day <= today))
        oldest = session.scalar(select(func.min(SearchIntents.day)))
    if oldest is None:
        return 0
    since = oldest if last is None else max(oldest, last - LATE)  # what is gone from the log stays counted
    with database.writing() as session:
        session.execute(delete(AskedDays).where(AskedDays.day > today))  # by a clock that was ahead
    days = (since + timedelta(days=passed) for passed in range((today - since).days + 1))
    return sum(_count_day(database, day) for day in days)


def _count_day(database: Database, day: date) -> int:
    """Count one day, in a transaction of its own: who logs a search never waits for a whole year."""
    with database.reading() as session:
        rows = list(_counted(session, day))
    with database.writing() as session:
        # Who counts at the same time writes the same; an outcome that changed leaves no row behind.
        session.execute(delete(AskedDays).where(AskedDays.day == day))
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            adding = insert(session, AskedDays).values(rows[first : first + _ROWS_AT_ONCE])
            new = {name: adding.excluded[name] for name in ("text", "times", "visitors")}
            key = ["day", "locale", "normalized", "outcome"]
            session.execute(adding.on_conflict_do_update(index_elements=key, set_=new))
    return len(rows)


def _counted(session: Session, day: date) -> Iterator[dict[str, object]]:
    of_what = (SearchIntents.day, SearchIntents.locale, SearchIntents.normalized, SearchIntents.outcome)
    reading = (
        select(
            *of_what,
            func.min(SearchIntents.query).label("text"),
            func.count().label("times"),
            func.count(SearchIntents.visitor.distinct()).label("visitors"),
        )
        .where(
            SearchIntents.day == day,
            SearchIntents.audience == str(Audience.READER),
            SearchIntents.normalized != "",
        )
        .group_by(*of_what)
    )
    return (dict(row) for row in session.execute(reading).mappings())


def forget_days(database: Database, before: date) -> int:
    """Remove what was asked before a day and never by two people; return how many counts that were.

    Queries of gaps that may be shown stay, with their counts.

    Raises:
        DatabaseUnavailableError: the database cannot be used; nothing was removed.
    """
    is_of_gap = tuple_(AskedDays.locale, AskedDays.normalized).in_(select(GapQueries.locale, GapQueries.normalized))
    with database.writing() as session:
        session.execute(delete(GapQueries).where(GapQueries.first_day < before, GapQueries.visitors < SHOWN_FROM))
        gone = session.connection().execute(delete(AskedDays).where(AskedDays.day < before, not_(is_of_gap)))
        return gone.rowcount


def totals_of_gaps(session: Session) -> dict[QueryKey, tuple[int, int]]:
    """Return how often each query of a gap was ever asked, and by how many visitors at least."""
    names = (AskedDays.locale, AskedDays.normalized)
    of_gap = and_(GapQueries.locale == AskedDays.locale, GapQueries.normalized == AskedDays.normalized)
    of_day = (
        select(*names, func.sum(AskedDays.times).label("times"), func.max(AskedDays.visitors).label("visitors"))
        .join(GapQueries, of_gap)
        .group_by(*names, AskedDays.day)
        .subquery()
    )
    totals = select(of_day.c.locale, of_day.c.normalized, func.sum(of_day.c.times), func.sum(of_day.c.visitors))
    rows = session.execute(totals.group_by(of_day.c.locale, of_day.c.normalized))
    return {QueryKey(locale, normalized): (int(times), int(visitors)) for locale, normalized, times, visitors in rows}


def counted_queries(
    session: Session, since: date, until: date, keys: Iterable[QueryKey] | None = None
) -> Sequence[CountedQuery]:
    """Return the queries counted in a span of days, or those of them that are named, by key."""
    reading = select(AskedDays).where(AskedDays.day >= since, AskedDays.day <= until)
    order = (AskedDays.locale, AskedDays.normalized, AskedDays.day, AskedDays.outcome)
    if keys is None:
        return _queries(session.scalars(reading.order_by(*order)))
    found: list[CountedQuery] = []
    for some in _by_locale(keys):
        of_these = or_(
            *(
                and_(AskedDays.locale == locale, AskedDays.normalized.in_(normalized))
                for locale, normalized in some.items()
            )
        )
        found += _queries(session.scalars(reading.where(of_these).order_by(*order)))
    return found


def _by_locale(keys: Iterable[QueryKey]) -> Iterator[Mapping[str, list[str]]]:
    ordered = sorted(set(keys))
    for first in range(0, len(ordered), _KEYS_AT_ONCE):
        some: defaultdict[str, list[str]] = defaultdict(list)
        for key in ordered[first : first + _KEYS_AT_ONCE]:
            some[key.locale].append(key.normalized)
        yield some


def _queries(rows: Iterable[AskedDays]) -> list[CountedQuery]:
    by_key: defaultdict[QueryKey, list[AskedDays]] = defaultdict(list)
    for row in rows:
        by_key[QueryKey(row.locale, row.normalized)].append(row)
    return [
        CountedQuery(
            key,
            days[-1].text,
            tuple(DayCount(row.day, row.outcome, row.times) for row in days),
            _visitors(days),
            days[0].day,
        )
        for key, days in by_key.items()
    ]


def _visitors(rows: Iterable[AskedDays]) -> int:
    """Count daily names of visitors, at least: one may have ended a day with two outcomes, and is counted once."""
    most: dict[date, int] = {}
    for row in rows:
        most[row.day] = max(row.visitors, most.get(row.day, 0))
    return sum(most.values())
