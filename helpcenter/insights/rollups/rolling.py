"""Counting anew the days on which something changed, late events included; a repeat changes nothing.

The rows of a day are summed up into a state: how many there are, and what changes with them. A day whose state is not
the one it was counted in is counted again, whole, in one transaction. Days without rows are left as they are, so that
counts stay when the rows are removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy import insert as insert_rows
from sqlalchemy.orm import Session

from helpcenter.insights.rollups.adoption import adoption_of, adoption_states
from helpcenter.insights.rollups.articles import article_states, articles_of
from helpcenter.insights.rollups.guide import guide_of, guide_states
from helpcenter.insights.rollups.searches import queries_of, search_states, searches_of
from helpcenter.storage.batches import insert, is_first
from helpcenter.storage.tables import (
    AdoptionDays,
    ArticleDays,
    ArticleLeads,
    ArticleVotes,
    Base,
    GuideDays,
    GuideEvents,
    QueryDays,
    Questions,
    RolledDays,
    SearchDays,
    SearchIntents,
)

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

LATE: Final = timedelta(days=8)
"""Events are taken up to a week late."""
_A_DAY: Final = timedelta(days=1)
_AHEAD: Final = _A_DAY  # clocks of other servers
_DAYS_AT_ONCE: Final = 28
_SECONDS: Final = 60

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """What is counted: the state of each day of a span that has rows, and the counts of one day for each table.

    `only_past` leaves out today, whose counts would tell nothing before it is over.
    """

    name: str
    states: Callable[[Session, date, date], dict[date, str]]
    counts: Mapping[type[Base], Callable[[Session, date], Rows]]
    only_past: bool = False


SOURCES: Final = (
    Source("searches", search_states, {SearchDays: searches_of, QueryDays: queries_of}),
    Source("guide", guide_states, {GuideDays: guide_of}),
    Source("articles", article_states, {ArticleDays: articles_of}),
    Source("adoption", adoption_states, {AdoptionDays: adoption_of}, only_past=True),
)


def roll(database: Database, now: datetime, since: date = date.min) -> int:
    """Count every day from `since` on that has changed; return how many were counted, those of each source.

    Raises:
        DatabaseUnavailableError: the database cannot be used; what was counted so far is kept.
    """
    # Each source for itself: what one counts may tell another that earlier rows are gone.
    spans = _spans(max(since, _oldest(database)), now.date() + _AHEAD)
    return sum(_roll(source, database, span, now) for source in SOURCES for span in spans)


def roll_lately(database: Database, now: datetime) -> int:
    """Like `roll`, for the days that events may still come for; once a minute by one of all servers.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    turn = int(now.timestamp()) // _SECONDS
    with database.writing() as session:
        if not is_first(session, f"roll {turn}", now):
            return 0
    return roll(database, now, (now - LATE).date())


def _oldest(database: Database) -> date:
    """The oldest day that any row is kept of; tomorrow when there is none."""
    tables = (SearchIntents, GuideEvents, ArticleVotes, ArticleLeads)
    with database.reading() as session:
        days = [session.scalar(select(func.min(table.day))) for table in tables]
        asked = session.scalar(select(func.min(Questions.made_at)))
    known = [day for day in (*days, asked.date() if asked else None) if day is not None]
    return min(known, default=date.max)


def _spans(first: date, last: date) -> list[tuple[date, date]]:
    """Cut days into spans that any database looks through in a moment, however long the log."""
    starts = range(0, max((last - first).days + 1, 0), _DAYS_AT_ONCE) if first <= last else ()
    return [
        (first + timedelta(days=start), min(first + timedelta(days=start + _DAYS_AT_ONCE - 1), last))
        for start in starts
    ]


def _roll(source: Source, database: Database, span: tuple[date, date], now: datetime) -> int:
    if source.only_past:
        span = span[0], min(span[1], now.date() - _A_DAY)
    with database.reading() as session:
        states = source.states(session, *span)
        known = select(RolledDays.day, RolledDays.state).where(
            RolledDays.source == source.name, RolledDays.day.between(*span)
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
    if rows:
        # Row by row for the driver: a statement with the values of all rows in it takes far longer to make than to run.
        session.execute(insert_rows(table), [dict(row) for row in rows])
