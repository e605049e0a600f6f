"""What happened in the guide inside the product: each event once, masked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from helpcenter.insights.masking import mask
from helpcenter.storage.batches import insert
from helpcenter.storage.tables import GuideEvents

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

MOST_SCREEN: Final = 300
_MASKED_SCREEN: Final = 2 * MOST_SCREEN  # masks can be longer than what they hide


@dataclass(frozen=True, slots=True)
class GuideEvent:
    """One event, fit to be kept; a repeat has the same `id`.

    `subject` is a keyed hash of a verified user, "" for everybody else: what anybody could have sent and what a token
    vouches for are never counted together. `slug` is the walkthrough, article or hint it is about, `text` what was
    typed (a query, a comment), `number` a count, a rank, a score or 0 and 1, `detail` whatever else there is. `segment`
    is what `segment_of` makes of the traits of a verified user.
    """

    id: str
    at: datetime
    name: str
    session: str
    subject: str
    is_verified: bool
    locale: str
    screen: str
    slug: str = ""
    version: str = ""
    step: str = ""
    text: str = ""
    number: int | None = None
    detail: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class GuideBatch:
    """Events that came together."""

    id: str
    events: tuple[GuideEvent, ...]


def masked_event(event: GuideEvent) -> GuideEvent:
    """Return the event without personal data in what was typed, and in the address of its screen."""
    screen = mask(event.screen.partition("?")[0] if "=" in event.screen else event.screen)
    return replace(event, screen=screen[:_MASKED_SCREEN], text=mask(event.text), detail=mask(event.detail))


def write_events(batch: GuideBatch, database: Database) -> None:
    """Keep events, unless they are kept already.

    Raises:
        DatabaseUnavailableError: none of them is kept; the same batch may be tried again.
    """
    with database.writing() as session:
        # In one order everywhere, so that two writers never wait for each other.
        rows = [row_of(event) for event in sorted(batch.events, key=lambda each: each.id)]
        if rows:
            session.execute(insert(session, GuideEvents).values(rows).on_conflict_do_nothing())


def erase_events(subject: str, database: Database) -> int:
    """Forget what a verified user did, and tell how many events that were.

    Raises:
        DatabaseUnavailableError: nothing is forgotten.
    """
    with database.writing() as session:
        gone = session.scalars(delete(GuideEvents).where(GuideEvents.subject == subject).returning(GuideEvents.id))
        return len(list(gone))


def row_of(event: GuideEvent) -> dict[str, object]:
    """Return the row of an event."""
    return {
        "id": event.id,
        "day": event.at.astimezone(UTC).date(),
        "at": event.at,
        "name": event.name,
        "session": event.session,
        "subject": event.subject,
        "is_verified": event.is_verified,
        "locale": event.locale,
        "screen": event.screen,
        "slug": event.slug,
        "version": event.version,
        "step": event.step,
        "text": event.text,
        "number": event.number,
        "detail": event.detail,
        "segment": event.segment,
    }
