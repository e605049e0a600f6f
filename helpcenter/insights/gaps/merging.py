"""Two gaps about one matter: proposed by the software, made one or kept apart by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from helpcenter.clock import utc_now
from helpcenter.errors import GapError
from helpcenter.insights.gaps.apart import inherit_apart, read_apart, remember_apart
from helpcenter.insights.gaps.gap import Gap, GapQuery, Happened
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import BY_PEOPLE, State
from helpcenter.insights.gaps.store import detail_of, read_gap, read_history, read_queries, written_detail
from helpcenter.insights.gaps.working import Doing, change, note
from helpcenter.storage.tables import GapHistory, GapQueries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another gap that seems to be about the same, and its queries that may be shown, those asked most first."""

    gap: Gap
    queries: tuple[GapQuery, ...]


def merge(
    database: Database, doing: Doing, into: int, into_version: int | None = None, now: datetime | None = None
) -> Gap:
    """Give all queries of a gap to another one, which is about the same, and leave the empty one as it is.

    `into_version` is the version of the other gap that was looked at.

    Raises:
        GapChangedError: one of them was changed since it was looked at.
        GapError: one of them is not there or closed, or both are the same.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known, other = read_gap(session, doing.gap), read_gap(session, into)
        if known.id == other.id:
            raise GapError(f"Gap {known.id} cannot be merged with itself.", Refusal.ITSELF)
        if known.state is not State.WONT_FIX and State.WONT_FIX not in BY_PEOPLE[known.state]:
            told = f"Gap {known.id} is {known.state}. Open it again before it is merged."
            raise GapError(told, Refusal.CLOSED, state=known.state)
        if other.state in {State.PROVEN, State.WONT_FIX}:  # nobody would look at what is added there
            told = f"Gap {other.id} is {other.state}. Open it again before another one is merged into it."
            raise GapError(told, Refusal.OTHER_CLOSED, gap=other.id, state=other.state)
        receiving = Doing(other.id, doing.author, into_version)
        change(session, known, doing, {"state": State.WONT_FIX}, now)
        change(session, other, receiving, {}, now)
        session.execute(update(GapQueries).where(GapQueries.gap_id == known.id).values(gap_id=other.id))
        inherit_apart(session, known.id, other.id)
        note(session, doing, Happened.MERGED, "", {"into": other.id}, now)
        note(session, receiving, Happened.MERGED, "", {"from": known.id}, now)
        return read_gap(session, other.id)


def keep_apart(database: Database, doing: Doing, other: int, now: datetime | None = None) -> Gap:
    """Say that two gaps are about different matters; they are not proposed again.

    Raises:
        GapChangedError: the gap was changed since it was looked at.
        GapError: one of them is not there, or both are the same.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known, apart = read_gap(session, doing.gap), read_gap(session, other)
        if known.id == apart.id:
            raise GapError(f"Gap {known.id} cannot be kept apart from itself.", Refusal.ITSELF)
        change(session, known, doing, {}, now)
        remember_apart(session, known.id, apart.id)
        note(session, doing, Happened.MERGED, "", {"apart": apart.id}, now)
        return read_gap(session, known.id)


def propose_merge(database: Database, number: int, like: int, now: datetime) -> bool:
    """Note that a gap seems to be about the same as an older one, once; a person decides.

    Nothing is noted of gaps that somebody keeps apart.

    Raises:
        DatabaseUnavailableError: nothing was noted.
    """
    with database.writing() as session:
        told = (line.detail.get("like") for line in read_history(session, number) if line.kind is Happened.MERGED)
        if like in told or like in read_apart(session, number):
            return False
        note(session, Doing(number, None), Happened.MERGED, "", {"like": like}, now)
        return True


def read_proposals(session: Session, number: int) -> tuple[Proposal, ...]:
    """Return the gaps that seem to be about the same as one, and that nobody has decided about, as of a transaction."""
    others = [read_gap(session, other) for other in sorted(_like(session, number) - read_apart(session, number))]
    there = [other for other in others if other.queries]  # what was merged is empty
    queries = read_queries(session, [number, *(other.id for other in there)])
    if not queries[number]:
        return ()
    return tuple(Proposal(other, tuple(each for each in queries[other.id] if each.is_shown)) for other in there)


def _like(session: Session, number: int) -> set[int]:
    """Return the gaps that the software noted as like this one, on whichever of the two."""
    reading = select(GapHistory.gap_id, GapHistory.detail).where(
        GapHistory.kind == str(Happened.MERGED),
        or_(GapHistory.gap_id == number, GapHistory.detail == written_detail({"like": number})),
    )
    found: set[int] = set()
    for gap, detail in session.execute(reading):
        other = detail_of(detail).get("like")
        if isinstance(other, int):
            found.add(other if gap == number else gap)
    return found
