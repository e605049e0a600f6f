"""Questions for people: kept whole until they are sent, then masked and without who asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from helpcenter.insights.masking import mask
from helpcenter.storage.batches import insert
from helpcenter.storage.tables import Questions

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

MAX_QUESTION: Final = 5_000
MAX_NAME: Final = 100
MAX_ADDRESS: Final = 254
"""Characters, all three."""
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `searched` and `slug` are what was searched for and read before, `page` is where that is."""

    id: str
    locale: str
    text: str
    name: str
    reply_to: str
    searched: str
    slug: str
    page: str
    commit: str
    made_at: datetime
    sent_at: datetime | None = None


def sent(question: Question, at: datetime) -> Question:
    """Return what is kept of a question that was sent."""
    return replace(question, text=mask(question.text), name="", reply_to="", sent_at=at)


def write_question(question: Question, database: Database, next_try_at: datetime) -> bool:
    """Keep a question until it is sent, or what is left of it after; return False for a repeat, which changes nothing.

    Raises:
        DatabaseUnavailableError: it is not kept; the same may be tried again.
    """
    with database.writing() as session:
        adding = insert(session, Questions).values(
            id=question.id,
            locale=question.locale,
            text=question.text,
            name=question.name,
            reply_to=question.reply_to,
            searched=question.searched,
            slug=question.slug,
            page=question.page,
            commit=question.commit,
            made_at=question.made_at,
            sent_at=question.sent_at,
            tries=1,
            next_try_at=next_try_at,
        )
        after = adding.excluded
        written = session.scalar(
            adding.on_conflict_do_update(
                index_elements=["id"],
                set_={"text": after.text, "name": after.name, "reply_to": after.reply_to, "sent_at": after.sent_at},
                where=after.sent_at.is_not(None),
            ).returning(Questions.id)
        )
        return written is not None


def was_sent(identity: str, database: Database) -> bool:
    """Whether a question has arrived.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        return session.scalar(select(Questions.sent_at).where(Questions.id == identity)) is not None


def claim_due(database: Database, now: datetime) -> Question | None:
    """Return a question that is to be sent now, or None; nobody else gets it until its next pause is over.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.writing() as session:
        due = (
            select(Questions)
            .where(Questions.sent_at.is_(None), Questions.next_try_at <= now)
            .order_by(Questions.next_try_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = session.scalars(due).first()
        if row is None:
            return None
        row.next_try_at = now + pause_after(row.tries)
        row.tries += 1
        return Question(
            row.id,
            row.locale,
            row.text,
            row.name,
            row.reply_to,
            row.searched,
            row.slug,
            row.page,
            row.commit,
            row.made_at,
        )


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, up to a quarter of a day."""
    return min(FIRST_PAUSE * (1 << min(tries, 16)), LONGEST_PAUSE)
