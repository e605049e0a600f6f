"""Writing the log of searches: each event in one transaction, once however often it comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, overload

from msgspec.structs import asdict
from sqlalchemy import String, bindparam, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Audience, Search, SearchSurface
from helpcenter.insights.searches.intents import VISIT, Intent, advanced_by_new
from helpcenter.search.results import Confidence
from helpcenter.storage.batches import is_first
from helpcenter.storage.tables import SearchIntents
from helpcenter.storage.tables.base import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, Row
    from sqlalchemy.sql.elements import KeyedColumnElement

    from helpcenter.insights.searches.events import Event
    from helpcenter.storage.database import Database

_MOST_RECENT: Final = 20
_MOST_BEFORE_SEARCH: Final = 5
"""A search, which is most of what is written, goes on from the last one of its surface and locale, if from any."""


def _as_stored(column: KeyedColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column whose values are not made into times: SQLite gives texts, PostgreSQL times."""
    return type_coerce(column, String).label(column.key) if isinstance(column.type, UtcDateTime) else column


# Made once: to put thirty columns into a statement takes longer than the database needs to write them.
_TABLE: Final = SearchIntents.__table__
_WHICH: Final = "which"
# Times as the driver gives them: of twenty rows that are found, one or two are read.
_FIND: Final = (
    select(*(_as_stored(_TABLE.c[name]) for name in Intent.__struct_fields__))
    .where(
        _TABLE.c.visitor == bindparam("visitor"),
        _TABLE.c.last_at >= bindparam("since"),
        _TABLE.c.at <= bindparam("at"),
    )
    .order_by(_TABLE.c.last_at.desc(), _TABLE.c.id)
    .limit(bindparam("most"))
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
    most = _MOST_BEFORE_SEARCH if isinstance(event, Search) else _MOST_RECENT
    with database.transaction() as connection:
        _write(event, connection, most)


def write_late(events: Iterable[Event], database: Database, now: datetime) -> None:
    """Write, in one transaction, what events change that waited in a file; those written before change nothing.

    Raises:
        DatabaseUnavailableError: none of them is written; they may be tried again.
    """
    with database.writing() as session:
        for event in events:
            if is_first(session, event.id, now):
                _write(event, session.connection(), _MOST_RECENT)


class _Intents(Sequence[Intent]):
    """The intents of rows, made as they are looked at: of twenty, a search looks at one or two."""

    def __init__(self, rows: Sequence[Row[Any]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Intent: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Intent]: ...

    def __getitem__(self, place: int | slice) -> Intent | Sequence[Intent]:
        return _Intents(self._rows[place]) if isinstance(place, slice) else _intent_as_stored(self._rows[place])


def _write(event: Event, connection: Connection, most: int) -> None:
    recent = _recent(connection, event, most)
    known = {each.id for each in recent}
    if event.id in known or any(event.id == each.last_event for each in recent):
        return
    for intent in advanced_by_new(_Intents(recent), event):
        if intent.id in known:
            connection.execute(_UPDATE, row(intent) | {_WHICH: intent.id})
        else:
            connection.execute(_INSERTS[connection.dialect.name], row(intent))


def _recent(connection: Connection, event: Event, most: int) -> Sequence[Row[Any]]:
    """The last intents of the event's visitor, as they were at its time; nobody else changes them meanwhile."""
    if not event.visitor:
        return ()
    at = event.at.astimezone(UTC)
    which = {"visitor": event.visitor, "at": at, "since": at - VISIT, "most": most}
    found: Sequence[Row[Any]] = connection.execute(_FIND, which).all()
    return found


def _intent_as_stored(kept: Row[Any]) -> Intent:
    said = dict(zip(Intent.__struct_fields__, kept, strict=True))
    for name in ("at", "last_at", "clicked_at"):
        time = said[name]
        if time is not None:
            time = datetime.fromisoformat(time) if isinstance(time, str) else time
            said[name] = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return _intent(said)


def intent_of(kept: Row[Any]) -> Intent:
    """Return the value of a row of `search_intents`."""
    return _intent(kept._asdict())


def _intent(said: dict[str, Any]) -> Intent:
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
