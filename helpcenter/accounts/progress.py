"""How far users of the host product are in walkthroughs, by a keyed hash of who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from helpcenter.storage.batches import insert
from helpcenter.storage.tables import GuideProgress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.storage.database import Database

MOST_WALKTHROUGHS: Final = 500
"""So many are kept for one user; a library has fewer."""


class State(StrEnum):
    """Where somebody is in a walkthrough."""

    ACTIVE = "active"
    DONE = "done"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is in one version of a walkthrough: at the step with that anchor, since that moment."""

    version: str
    step: str
    state: State
    at: datetime


class Progress:
    """What is kept in one database. Every method raises `DatabaseUnavailableError` when that cannot be used.

    `subject` is a keyed hash, so that the database does not tell who it is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject: str) -> dict[str, Standing]:
        """How far a user is, by slug."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(GuideProgress).where(GuideProgress.subject == subject).order_by(GuideProgress.slug)
            )
            return {row.slug: Standing(row.version, row.step, State(row.state), row.at) for row in rows}

    def merge(self, subject: str, standings: Mapping[str, Standing]) -> None:
        """Keep what is newer than what is kept; a repeat changes nothing, in whatever order things arrive."""
        with self._database.writing() as session:
            known = set(session.scalars(select(GuideProgress.slug).where(GuideProgress.subject == subject)))
            for slug, standing in sorted(standings.items()):
                if slug not in known and len(known) >= MOST_WALKTHROUGHS:
                    continue
                known.add(slug)
                values = {
                    "version": standing.version,
                    "step": standing.step,
                    "state": str(standing.state),
                    "at": standing.at,
                }
                adding = insert(session, GuideProgress).values(subject=subject, slug=slug, **values)
                later = adding.excluded
                session.execute(
                    adding.on_conflict_do_update(
                        index_elements=["subject", "slug"],
                        set_={name: later[name] for name in values},
                        where=GuideProgress.at <= later.at,
                    )
                )

    def erase(self, subject: str) -> int:
        """Forget a user, and tell how many walkthroughs were kept."""
        with self._database.writing() as session:
            gone = session.scalars(
                delete(GuideProgress).where(GuideProgress.subject == subject).returning(GuideProgress.slug)
            )
            return len(list(gone))
