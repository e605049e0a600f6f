"""A database that may be away: sessions that work or fail soon, with one kind of error."""

from __future__ import annotations

import logging
import os
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.storage import migrating
from helpcenter.storage.engines import WAIT_MILLISECONDS, WRITES, engine_for, file_of, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

_RESTS = 3.0
"""For so many seconds after a failure nobody tries again, so that requests do not queue up behind one that waits."""
_TELLS_AGAIN = 60.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """What a database is like: `revision` is "" without tables, `problem` is "" when it can be used or made."""

    place: str
    revision: str
    newest: str
    problem: str = ""

    @property
    def is_current(self) -> bool:
        """Whether it can be reached and its tables are up to date."""
        return not self.problem and self.revision == self.newest


@dataclass(frozen=True, slots=True)
class _Opened:
    """The engine of one process; `writer` is the same with the option that it will write."""

    process: int
    engine: Engine
    writer: Engine


@dataclass(frozen=True, slots=True)
class _Failure:
    at: float
    told_at: float
    reason: str


class Database:
    """The database of one address; safe to use from many threads, and in processes forked from this one."""

    def __init__(self, url: str, clock: Callable[[], float] = monotonic, wait: int = WAIT_MILLISECONDS) -> None:
        """Open nothing yet; `wait` is how many milliseconds to wait for a lock.

        Raises:
            ConfigError: the address cannot be read.
        """
        self._url = parse(url)
        self._clock = clock
        self._wait = wait
        self._opening = Lock()
        self._opened: _Opened | None = None
        self._failure: _Failure | None = None

    @property
    def place(self) -> str:
        """Where it is, without the password."""
        file = file_of(self._url)
        return str(file) if file else self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    @property
    def problem(self) -> str:
        """Why the last use failed; "" when it did not."""
        return self._failure.reason if self._failure else ""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session to read with.

        Raises:
            DatabaseUnavailableError: the database cannot be used.
        """
        with self._failing_softly(), Session(self._in_use().engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is committed when the block ends, and undone when it raises.

        Raises:
            DatabaseUnavailableError: the database cannot be used. Nothing was written then, unless the connection
                broke during the commit; `batches` makes a repeat harmless.
        """
        with self._failing_softly(), Session(self._in_use().writer) as session, session.begin():
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection whose statements are committed when the block ends, and undone when it raises.

        Like `writing` without a session, for what is written with every request: a session costs as much again.

        Raises:
            DatabaseUnavailableError: as for `writing`.
        """
        with self._failing_softly(), self._in_use().writer.begin() as connection:
            yield connection

    def upgrade(self) -> tuple[str, str]:
        """Bring the tables up to date, making the database when it is a file; return the revisions before and after.

        Raises:
            DatabaseUnavailableError: it cannot be reached or changed, or is of a newer version.
        """
        with self._failing_softly(patient=True):
            self._make_file()
            return migrating.upgrade(self._url)

    def state(self) -> DatabaseState:
        """Look, without changing or making anything."""
        newest = migrating.newest()
        file = file_of(self._url)
        if file is not None and not file.exists():
            return DatabaseState(self.place, "", newest)
        engine = engine_for(self._url)
        try:
            with engine.connect() as connection:
                revision = migrating.revision_of(connection)
        except (DBAPIError, OSError) as error:
            return DatabaseState(self.place, "", newest, self._reason(error))
        finally:
            engine.dispose()
        problem = "" if migrating.is_known(revision) else str(migrating.newer(revision))
        return DatabaseState(self.place, revision, newest, problem)

    def close(self) -> None:
        """Close what this process opened; the next use opens it again."""
        with self._opening:
            opened, self._opened = self._opened, None
            if opened is not None:
                _dispose(opened)

    def _in_use(self) -> _Opened:
        """Return this process's engine; the first time the tables are brought up to date."""
        opened = self._opened
        if opened is None or opened.process != os.getpid():
            with self._opening:
                self._refuse_while_resting()  # what the thread before us just found out is not tried again
                opened = self._opened
                if opened is None or opened.process != os.getpid():
                    if opened is not None:
                        _dispose(opened)
                    engine = self._made()
                    self._opened = opened = _Opened(os.getpid(), engine, engine.execution_options(**{WRITES: True}))
                    weakref.finalize(self, _dispose, opened)
        return opened

    def _made(self) -> Engine:
        self._make_file()
        engine = engine_for(self._url, wait=self._wait)
        with engine.connect() as connection:
            revision = migrating.revision_of(connection)
        if revision != migrating.newest():
            engine.dispose()
            migrating.upgrade(self._url)
        return engine

    def _make_file(self) -> None:
        file = file_of(self._url)
        if file is not None and not file.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # what it holds is for its owner alone

    @contextmanager
    def _failing_softly(self, *, patient: bool = False) -> Iterator[None]:
        if not patient:
            self._refuse_while_resting()
        try:
            yield
        except (IntegrityError, DataError):
            raise  # not the database's fault
        except (DBAPIError, PoolTimeoutError, OSError) as error:
            reason = self._reason(error)
            if not patient:
                self._note(reason)
            raise DatabaseUnavailableError(reason) from error
        if self._failure is not None:
            self._failure = None
            _log.warning("The database %s can be used again.", self.place)

    def _refuse_while_resting(self) -> None:
        failure = self._failure
        if failure is not None and self._clock() < failure.at + _RESTS:
            raise DatabaseUnavailableError(failure.reason)

    def _note(self, reason: str) -> None:
        now, last = self._clock(), self._failure
        told = last.told_at if last is not None and now < last.told_at + _TELLS_AGAIN else now
        if told == now:
            _log.warning("%s The site goes on without it.", reason)
        self._failure = _Failure(now, told, reason)

    def _reason(self, error: Exception) -> str:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        detail = " ".join(str(cause).split()).rstrip(".") or type(cause).__name__
        return f"The database {self.place} cannot be used: {detail}."


def _dispose(opened: _Opened) -> None:
    """Close the connections, unless they belong to the process that this one was forked from."""
    opened.engine.dispose(close=opened.process == os.getpid())
