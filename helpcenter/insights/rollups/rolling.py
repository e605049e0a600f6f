"""Counting anew the days on which something changed, late events included; a repeat changes nothing.

The rows of a day are summed up into a state: how many there are, and what changes with them. A day whose state is not
the one it was counted in is counted again, whole, in one transaction. Days without rows are left as they are, so that
counts stay when the rows are removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpcenter.insights.rollups.adoption import adoption_of, adoption_states
from helpcenter.insights.rollups.articles import article_states, articles_of
from helpcenter.insights.rollups.guide import guide_of, guide_states
from helpcenter.insights.rollups.searches import queries_of, search_states, searches_of
from helpcenter.storage.batches import insert, is_first
from helpcenter.storage.tables import AdoptionDays, ArticleDays, Base, GuideDays, QueryDays, RolledDays, SearchDays

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

LATE: Final = timedelta(days=8)
"""Events are taken up to a week late."""
_SECONDS: Final = 60
_ROWS_AT_ONCE: Final = 200

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """What is counted: the state of each day that has rows, and the counts of one day for each table."""

    name: str
    states: Callable[[Session, date], dict[date, str]]
    counts: Mapping[type[Base], Callable[[Session, date], Rows]]


SOURCES: Final = (
    Source("searches", search_states, {SearchDays: searches_of, QueryDays: queries_of}),
    Source("guide", guide_states, {GuideDays: guide_of}),
    Source("articles", article_states, {ArticleDays: articles_of}),
    Source("adoption", adoption_states, {AdoptionDays: adoption_of}),
)


def roll(database: Database, since: date = date.min, now: datetime | None = None) -> int:
    """Count every day from `since` on that has changed; return how many were counted, those of each source.

    Raises:
        DatabaseUnavailableError: the database cannot be used; what was counted so far is kept.
    """
    now = now or datetime.now(UTC)
    return sum(_roll(source, database, since, now) for source in SOURCES)


def roll_lately(database: Database, now: datetime | None = None) -> int:
    """Like `roll`, for the days that events may still come for; once a minute by one of all servers.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    now = now or datetime.now(UTC)
    turn = int(now.timestamp()) // _SECONDS
    with database.writing() as session:
        if not is_first(session, f"roll {turn}", now):
            return 0
    return roll(database, (now - LATE).date(), now)


def _roll(source: Source, database: Database, since: date, now: datetime) -> int:
    with database.reading() as session:
        states = source.states(session, since)
        known = select(RolledDays.day, RolledDays.state).where(
            RolledDays.source == source.name, RolledDays.day >= since
        )
        counted = dict(session.execute(known).all())
    changed = sorted(day for day, state in states.items() if counted.get(day) != state)
    for day in changed:
        with database.reading() as session:
            # After the state was read: what comes in between is seen next time.
            counts = {table: count(session, day) for table, count in source.counts.items()}
        with database.writing() as session:
            _note(session, source.name, day, states[day], now)
            for table, rows in counts.items():
                _replace(session, table, day, rows)
    return len(changed)


def _note(session: Session, source: str, day: date, state: str, now: datetime) -> None:
    """Note the state; who counts the same day at the same time waits here."""
    noted = insert(session, RolledDays).values(source=source, day=day, state=state, rolled_at=now)
    changed = {"state": noted.excluded.state, "rolled_at": noted.excluded.rolled_at}
    session.execute(noted.on_conflict_do_update(index_elements=["source", "day"], set_=changed))


def _replace(session: Session, table: type[Base], day: date, rows: Rows) -> None:
    session.execute(delete(table).where(table.__table__.c.day == day))
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(session, table).values([dict(row) for row in rows[first : first + _ROWS_AT_ONCE]]))
