"""Pairs of gaps of which a person said that they are about different matters: never proposed, and never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from helpcenter.storage.batches import insert
from helpcenter.storage.tables import GapsApart

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def remember_apart(session: Session, one: int, other: int) -> None:
    """Remember that two gaps are kept apart."""
    pair = {"gap_id": min(one, other), "other_id": max(one, other)}
    session.execute(insert(session, GapsApart).values(**pair).on_conflict_do_nothing())


def read_apart(session: Session, number: int) -> frozenset[int]:
    """Return the gaps that are kept apart from one."""
    pairs = session.execute(
        select(GapsApart.gap_id, GapsApart.other_id).where(
            or_(GapsApart.gap_id == number, GapsApart.other_id == number)
        )
    )
    return frozenset(one + other - number for one, other in pairs)


def inherit_apart(session: Session, emptied: int, into: int) -> None:
    """Let a gap stay apart from all that the gap stayed apart from whose queries it takes; the two become one."""
    one, other = min(emptied, into), max(emptied, into)
    session.execute(delete(GapsApart).where(GapsApart.gap_id == one, GapsApart.other_id == other))
    for third in read_apart(session, emptied) - {into}:
        remember_apart(session, into, third)
