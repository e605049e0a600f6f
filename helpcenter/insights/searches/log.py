"""The log of searches: written at once, or into a journal when the database cannot; nobody's search waits or fails."""

from __future__ import annotations

import logging
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from helpcenter.clock import utc_now
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.background import Background
from helpcenter.insights.searches.events import decoded, encoded, masked
from helpcenter.insights.searches.visitors import Visitors
from helpcenter.insights.searches.writing import write_event, write_late

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from helpcenter.insights.journal import Journal
    from helpcenter.insights.searches.events import Event
    from helpcenter.storage.database import Database

LOG_WAITS: Final = 100
"""Milliseconds that a search may wait for the database's lock, once; what comes right after goes into the journal."""
WORKS_EVERY: Final = 5.0
_TELLS_AGAIN: Final = 60.0  # seconds, both

_log = logging.getLogger(__name__)


class SearchLog:
    """Keeps events, masked. `database` should be one that does not wait long; what it refuses is written later."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        works_every: float = WORKS_EVERY,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._clock = clock
        self._journal = journal
        self._visitors = Visitors(database)
        self._background = Background(self, "searches", works_every)
        self._tells_at = float("-inf")

    def visitor(self, at: datetime, address: str, *traits: str) -> str:
        """Return a visitor's name on that day; see `Visitors`."""
        return self._visitors.name(at, address, *traits)

    def record(self, event: Event) -> None:
        """Keep an event; it is durable when this returns. One that can be written nowhere is lost, which is logged."""
        self._background.start()
        event = masked(event)
        try:
            # What waits goes first, or what comes later could not know what it belongs to.
            if self._journal.is_empty:
                write_event(event, self._database)
                return
        except DatabaseUnavailableError:
            pass
        except SQLAlchemyError as error:
            # Whatever is wrong with this one, it would be so later as well; what it holds stays out of the log.
            self._tell(f"A search cannot be logged: {type(error).__name__}.")
            return
        try:
            self._journal.append(encoded(event))
        except OSError as error:
            self._tell(f"Searches are not logged at the moment: {error}.")

    def work(self) -> None:
        """Write what waits in the journal; a database that is away has said so in the log."""
        try:
            self._journal.work_off(self._write_late)
        except DatabaseUnavailableError:
            return
        except OSError as error:
            self._tell(f"Searches that wait for the database cannot be read: {error}.")

    def start(self) -> None:
        """Start the thread, unless it runs; something may wait from the last time."""
        self._background.start()

    def close(self) -> None:
        """End the thread; what waits is written by the next process."""
        self._background.close()

    def _write_late(self, lines: list[bytes]) -> None:
        now = self._clock()
        events = [event for line in lines if (event := self._read(line))]
        try:
            write_late(events, self._database, now)
        except SQLAlchemyError as error:
            self._tell(f"One of the searches that waited cannot be logged: {type(error).__name__}.")
            for event in events:
                with suppress(SQLAlchemyError):
                    write_late([event], self._database, now)

    def _read(self, line: bytes) -> Event | None:
        try:
            return decoded(line)
        except msgspec.MsgspecError as error:
            _log.warning("A search that waited for the database cannot be read and is passed over: %s", error)
            return None

    def _tell(self, what: str) -> None:
        now = monotonic()
        if now >= self._tells_at:
            self._tells_at = now + _TELLS_AGAIN
            _log.warning(what)
