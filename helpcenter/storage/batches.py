"""Writing once what may be tried more often."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from helpcenter.storage.tables import AppliedBatch

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from helpcenter.storage.tables import Base

REMEMBERED = timedelta(days=7)
"""For so long a batch may be tried again."""


def insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say what to do with a row that is there already (``on_conflict_do_…``)."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)


def is_first(session: Session, batch: str, now: datetime) -> bool:
    """Note that a batch is written in this transaction; False when an earlier one has written it.

    `batch` is an id that stays the same when the batch is tried again, such as a UUID. What was noted more than
    `REMEMBERED` before `now` is forgotten, so all who use one database give the time by the same clock.
    """
    session.execute(delete(AppliedBatch).where(AppliedBatch.applied_at < now - REMEMBERED))
    noted = insert(session, AppliedBatch).values(id=batch, applied_at=now).on_conflict_do_nothing()
    return session.scalar(noted.returning(AppliedBatch.id)) is not None
