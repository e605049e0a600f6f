"""Writing the log of searches: each event in one transaction, once however often it comes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import asdict
from sqlalchemy import select, update

from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Audience, SearchSurface
from helpcenter.insights.searches.intents import VISIT, Intent, advanced
from helpcenter.search.results import Confidence
from helpcenter.storage.batches import insert, is_first
from helpcenter.storage.tables import SearchIntents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from helpcenter.insights.searches.events import Event
    from helpcenter.storage.database import Database

_MOST_RECENT: Final = 20
_COLUMNS: Final = tuple(getattr(SearchIntents, name) for name in Intent.__struct_fields__)


def write_event(event: Event, database: Database) -> None:
    """Write what an event changes.

    Raises:
        DatabaseUnavailableError: nothing of it is written, as far as is known; it may be tried again.
    """
    with database.writing() as session:
        _write(event, session)


def write_late(events: Iterable[Event], database: Database) -> None:
    """Write, in one transaction, what events change that waited in a file; those written before change nothing.

    Raises:
        DatabaseUnavailableError: none of them is written; they may be tried again.
    """
    with database.writing() as session:
        for event in events:
            if is_first(session, event.id):
                _write(event, session)


def _write(event: Event, session: Session) -> None:
    recent = _recent(session, event)
    known = {each.id for each in recent}
    for intent in advanced(recent, event):
        said = row(intent)
        if intent.id in known:
            session.execute(update(SearchIntents).where(SearchIntents.id == intent.id).values(said))
        else:
            session.execute(insert(session, SearchIntents).values(said).on_conflict_do_nothing())


def _recent(session: Session, event: Event) -> list[Intent]:
    """The intents of the event's visitor, as they were at its time; nobody else changes them meanwhile."""
    if not event.visitor:
        return []
    at = event.at.astimezone(UTC)
    found = (
        select(*_COLUMNS)
        .where(SearchIntents.visitor == event.visitor, SearchIntents.last_at >= at - VISIT, SearchIntents.at <= at)
        .order_by(SearchIntents.last_at.desc(), SearchIntents.id)
        .limit(_MOST_RECENT)
        .with_for_update()
    )
    return [intent_of(row) for row in session.execute(found)]


def intent_of(kept: Row[Any]) -> Intent:
    """Return the value of a row of `search_intents`."""
    said = kept._asdict()
    said["audience"] = Audience(said["audience"])
    said["surface"] = SearchSurface(said["surface"])
    said["confidence"] = Confidence(said["confidence"]) if said["confidence"] else None
    said["outcome"] = Outcome(said["outcome"])
    said["shown"] = tuple(said["shown"].split("\n")) if said["shown"] else ()
    return Intent(**said)


def row(intent: Intent) -> dict[str, Any]:
    """Return the row of an intent."""
    # To psycopg a name of an enumeration is not the text that it is.
    texts = {
        "audience": intent.audience.value,
        "surface": intent.surface.value,
        "confidence": intent.confidence.value if intent.confidence else "",
        "outcome": intent.outcome.value,
        "shown": "\n".join(intent.shown),
        "day": intent.at.astimezone(UTC).date(),
    }
    return asdict(intent) | texts
