"""How long what is recorded is kept: what readers said and searched for goes after a while, views stay as counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from helpcenter.insights.rollups.rolling import roll
from helpcenter.insights.rollups.searches import forget_single
from helpcenter.storage.batches import is_first
from helpcenter.storage.tables import ArticleLeads, ArticleVotes, GuideEvents, Questions, SearchIntents

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database
    from helpcenter.storage.tables import Base


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows went; `undelivered` of the questions never reached anybody."""

    votes: int
    questions: int
    undelivered: int
    leads: int
    events: int = 0
    searches: int = 0


def prune(database: Database, days: int, now: datetime) -> Pruned:
    """Remove what is more than so many days old of votes, questions, searches, leads and events of the guide.

    Raises:
        DatabaseUnavailableError: the database cannot be used; nothing was removed.
    """
    roll(database, now)  # counts stay
    with database.writing() as session:
        return _prune(session, days, now)


def prune_today(database: Database, days: int, now: datetime) -> Pruned | None:
    """Like `prune`, unless somebody did so today; whoever comes first does it for all servers.

    Raises:
        DatabaseUnavailableError: the database cannot be used; nothing was removed.
    """
    with database.writing() as session:
        if not is_first(session, f"prune {now:%Y-%m-%d}", now):
            return None
    return prune(database, days, now)


def _prune(session: Session, days: int, now: datetime) -> Pruned:
    day = (now.astimezone(UTC) - timedelta(days=days)).date()
    old = Questions.made_at < datetime.combine(day, time(), UTC)  # whole days, as they are counted by
    forget_single(session, day)
    waiting = select(func.count()).select_from(Questions).where(old, Questions.sent_at.is_(None))
    undelivered = session.scalar(waiting) or 0
    return Pruned(
        votes=_removed(session, ArticleVotes, ArticleVotes.day < day),
        questions=_removed(session, Questions, old),
        undelivered=undelivered,
        leads=_removed(session, ArticleLeads, ArticleLeads.day < day),
        events=_removed(session, GuideEvents, GuideEvents.day < day),
        searches=_removed(session, SearchIntents, SearchIntents.day < day),
    )


def _removed(session: Session, table: type[Base], which: ColumnElement[bool]) -> int:
    result = session.connection().execute(delete(table).where(which))
    return result.rowcount
