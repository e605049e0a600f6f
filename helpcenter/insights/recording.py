"""Recording in the background: counts stay in the worker's memory, one thread writes them every few seconds."""

from __future__ import annotations

import atexit
import logging
import weakref
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Generic

from helpcenter.clock import utc_now
from helpcenter.errors import DatabaseUnavailableError, DeliveryError
from helpcenter.insights.background import Background
from helpcenter.insights.counting import Counted
from helpcenter.insights.leads import NO_COMPANY, LeadCounts, company, write_leads
from helpcenter.insights.learning import NOTHING_LEARNED, learned
from helpcenter.insights.retention import prune_today
from helpcenter.insights.rollups.rolling import roll_lately
from helpcenter.insights.views import ViewCounts, popularity, write_views
from helpcenter.search.popularity import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from helpcenter.insights.counting import Batch, Counts
    from helpcenter.insights.leads import Company, Kind
    from helpcenter.insights.learning import Learned
    from helpcenter.insights.views import Surface
    from helpcenter.search.popularity import Popularity
    from helpcenter.storage.database import Database

WRITES_EVERY = 5.0
READS_EVERY = 300.0
ROLLS_EVERY = 60.0
PRUNES_EVERY = 3_600.0  # seconds, all four; once a day one of all servers finds something to do

_log = logging.getLogger(__name__)


class _Writing(Generic[Counted]):
    """Writes counts; what was tried before keeps its id: should it be written after all, it is not written twice."""

    def __init__(self, counts: Counts[Counted], write: Callable[[Batch[Counted], Database, datetime], None]) -> None:
        self._counts = counts
        self._write = write
        self._pending: Batch[Counted] | None = None

    def flush(self, database: Database, now: datetime) -> None:
        """Write everything.

        Raises:
            DatabaseUnavailableError: the database cannot be used; the counts are kept for the next time.
        """
        while (pending := self._pending or self._counts.take()) is not None:
            self._pending = pending
            self._write(pending, database, now)
            self._pending = None


class Recording:
    """Counts views and what led to them, and knows what is popular, without anybody waiting for the database.

    While it is away, counts are kept and tried again. The thread starts with the first use in a process, so that each
    worker has its own, and ends with it; what was counted is written once more at exit. Once a minute one of all
    threads counts the days of the dashboard anew that have changed, once a day one removes what is older than
    `retention_days`, once a week one sends the `digest`.
    """

    def __init__(
        self,
        database: Database,
        retention_days: int = 90,
        writes_every: float = WRITES_EVERY,
        reads_every: float = READS_EVERY,
        digest: Callable[[datetime], object] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.database = database
        self._digest = digest
        self._clock = clock
        self._retention_days = retention_days
        self._reads_every = reads_every
        # In a forked process what the parent counted is the parent's to write.
        self._background = Background(self, "recording", writes_every, self._begin)
        self._begin()
        atexit.register(_close, weakref.ref(self))

    def _begin(self) -> None:
        self._views, self._leads = ViewCounts(self._clock), LeadCounts(self._clock)
        self._writings = (_Writing(self._views, write_views), _Writing(self._leads, write_leads))
        self._popularity = UNKNOWN
        self._company = NO_COMPANY
        self._learned = NOTHING_LEARNED
        self._read_at = self._rolled_at = self._pruned_at = float("-inf")
        self._writing = Lock()

    def view(self, locale: str, slug: str, surface: Surface) -> None:
        """Count one view of an article."""
        self._background.start()
        self._views.add(locale, slug, surface)

    def lead(self, locale: str, kind: Kind, origin: str, slug: str) -> None:
        """Count one way to an article."""
        self._background.start()
        self._leads.add(locale, kind, origin, slug)

    @property
    def popularity(self) -> Popularity:
        """What is popular, as of some minutes ago."""
        self._background.start()
        return self._popularity

    @property
    def company(self) -> Company:
        """Which articles are read together, as of some minutes ago."""
        self._background.start()
        return self._company

    @property
    def learned(self) -> Learned:
        """What people chose for their queries, as of some minutes ago."""
        self._background.start()
        return self._learned

    def flush(self) -> None:
        """Write what was counted so far.

        Raises:
            DatabaseUnavailableError: the database cannot be used; the counts are kept for the next time.
        """
        self._flush(self._clock())

    def _flush(self, now: datetime) -> None:
        with self._writing:
            for each in self._writings:
                each.flush(self.database, now)

    def refresh(self) -> None:
        """Count anew what is popular, what is read together and what people chose.

        Raises:
            DatabaseUnavailableError: the database cannot be used; what was popular stays so.
        """
        self._refresh(self._clock().date())

    def _refresh(self, today: date) -> None:
        self._popularity = popularity(self.database, today)
        self._company = company(self.database, today)
        self._learned = learned(self.database, today)
        self._read_at = monotonic()

    def close(self) -> None:
        """End the thread, and write what was counted if the database is there."""
        self._background.close()
        if self._background.is_mine:
            self.work()

    def work(self) -> None:
        """Write, read and remove what is due; a database that is away has said so in the log."""
        now = self._clock()
        try:
            self._flush(now)
            if not self._background.is_closed and monotonic() >= self._read_at + self._reads_every:
                self._refresh(now.date())
            if not self._background.is_closed and monotonic() >= self._rolled_at + ROLLS_EVERY:
                roll_lately(self.database, now)
                self._rolled_at = monotonic()
            if not self._background.is_closed and monotonic() >= self._pruned_at + PRUNES_EVERY:
                self._prune(now)
                self._send_digest(now)
        except DatabaseUnavailableError:
            return

    def _send_digest(self, now: datetime) -> None:
        try:
            if self._digest is not None:
                self._digest(now)
        except DeliveryError as error:
            _log.warning("The digest was not sent and is tried again in an hour: %s", error)

    def _prune(self, now: datetime) -> None:
        pruned = prune_today(self.database, self._retention_days, now)
        self._pruned_at = monotonic()
        if pruned and pruned.undelivered:
            _log.warning(
                "%s questions that never arrived were removed after %s days.", pruned.undelivered, self._retention_days
            )


def _close(recording: weakref.ref[Recording]) -> None:
    alive = recording()
    if alive is not None:
        alive.close()
