"""Two gaps about one matter: proposed by the software, made one by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from helpcenter.errors import GapError
from helpcenter.insights.gaps.gap import Happened
from helpcenter.insights.gaps.states import BY_PEOPLE, State
from helpcenter.insights.gaps.store import read_gap, read_history
from helpcenter.insights.gaps.working import Doing, change, note
from helpcenter.storage.tables import GapQueries

if TYPE_CHECKING:
    from datetime import datetime

    from helpcenter.insights.gaps.gap import Gap
    from helpcenter.storage.database import Database


def merge(database: Database, doing: Doing, into: int, now: datetime | None = None) -> Gap:
    """Give all queries of a gap to another one, which is about the same, and leave the empty one as it is.

    Raises:
        GapChangedError: it was changed since it was looked at.
        GapError: one of them is not there, both are the same, or the first is proven.
        DatabaseUnavailableError: nothing was changed.
    """
    with database.writing() as session:
        known, other = read_gap(session, doing.gap), read_gap(session, into)
        if known.id == other.id:
            raise GapError(f"Gap {known.id} cannot be merged with itself.")
        if known.state is not State.WONT_FIX and State.WONT_FIX not in BY_PEOPLE[known.state]:
            raise GapError(f"Gap {known.id} is {known.state}. Open it again before it is merged.")
        change(session, known, doing, {"state": State.WONT_FIX}, now)
        session.execute(update(GapQueries).where(GapQueries.gap_id == known.id).values(gap_id=other.id))
        note(session, doing, Happened.MERGED, "", {"into": other.id}, now)
        note(session, Doing(other.id, doing.author), Happened.MERGED, "", {"from": known.id}, now)
        return read_gap(session, other.id)


def propose_merge(database: Database, number: int, like: int, now: datetime) -> bool:
    """Note that a gap seems to be about the same as an older one, once; a person decides.

    Raises:
        DatabaseUnavailableError: nothing was noted.
    """
    with database.writing() as session:
        told = (line.detail.get("like") for line in read_history(session, number) if line.kind is Happened.MERGED)
        if like in told:
            return False
        note(session, Doing(number, None), Happened.MERGED, "", {"like": like}, now)
        return True
