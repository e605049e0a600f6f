"""Writing the log of searches: each event in one transaction, once however often it comes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import asdict
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Audience, SearchSurface
from helpcenter.insights.searches.intents import VISIT, Intent, advanced
from helpcenter.search.results import Confidence
from helpcenter.storage.batches import is_first
from helpcenter.storage.tables import SearchIntents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from helpcenter.insights.searches.events import Event
    from helpcenter.storage.database import Database

_MOST_RECENT: Final = 20
# Made once: to put thirty columns into a statement takes longer than the database needs to write them.
_TABLE: Final = SearchIntents.__table__
_WHICH: Final = "which"
_FIND: Final = (
    select(*(_TABLE.c[name] for name in Intent.__struct_fields__))
    .where(
        _TABLE.c.visitor == bindparam("visitor"),
        _TABLE.c.last_at >= bindparam("since"),
        _TABLE.c.at <= bindparam("at"),
    )
    .order_by(_TABLE.c.last_at.desc(), _TABLE.c.id)
    .limit(_MOST_RECENT)
    .with_for_update()
)
_UPDATE: Final = update(SearchIntents).where(_TABLE.c.id == bindparam(_WHICH))
_INSERTS: Final = {
    "sqlite": sqlite.insert(SearchIntents).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(SearchIntents).on_conflict_do_nothing(),
}


def write_event(event: Event, database: Database) -> None:
    """Write what an event changes.

    Raises:
        DatabaseUnavailableError: nothing of it is written, as far as is known; it may be tried again.
    """
    with database.writing() as session:
        _write(event, session)


def write_late(events: Iterable[Event], database: Database, now: datetime) -> None:
    """Write, in one transaction, what events change that waited in a file; those written before change nothing.

    Raises:
        DatabaseUnavailableError: none of them is written; they may be tried again.
    """
    with database.writing() as session:
        for event in events:
            if is_first(session, event.id, now):
                _write(event, session)


def _write(event: Event, session: Session) -> None:
    connection = session.connection()
    recent = _recent(connection, event)
    known = {each.id for each in recent}
    for intent in advanced(recent, event):
        if intent.id in known:
            connection.execute(_UPDATE, row(intent) | {_WHICH: intent.id})
        else:
            connection.execute(_INSERTS[connection.dialect.name], row(intent))


def _recent(connection: Connection, event: Event) -> list[Intent]:
    """The intents of the event's visitor, as they were at its time; nobody else changes them meanwhile."""
    if not event.visitor:
        return []
    at = event.at.astimezone(UTC)
    found = connection.execute(_FIND, {"visitor": event.visitor, "at": at, "since": at - VISIT})
    return [intent_of(each) for each in found]


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
