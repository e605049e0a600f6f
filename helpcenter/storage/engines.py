"""Engines: how SQLite and PostgreSQL are spoken to, so that neither waits for long and both keep their promises."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from helpcenter.errors import ConfigError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "helpcenter_writes"
"""The execution option of connections that will write: SQLite takes its lock at the beginning."""

CONNECT_SECONDS = 3
WAIT_MILLISECONDS = 2_000  # for a lock; readers of pages wait as well
STATEMENT_MILLISECONDS = 5_000  # and less for who waits less
MIGRATION_MILLISECONDS = 60_000
_LATE_PAGES = 20_000  # of 4 KB
_SWITCH_PAUSE = 0.01  # seconds


def parse(text: str) -> URL:
    """Return the address of a database, with its driver.

    Raises:
        ConfigError: it is no such address.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ConfigError(
            "database_url cannot be read; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME, "
            "with special characters of the password percent-encoded."
        ) from error
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for PostgreSQL."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def engine_for(url: URL, *, migrating: bool = False, wait: int = WAIT_MILLISECONDS) -> Engine:
    """Return an engine that waits so many milliseconds for a lock.

    One for migrations waits longer, keeps no connection and lets SQLite rebuild tables.
    """
    wait = MIGRATION_MILLISECONDS if migrating else wait
    made = _sqlite if file_of(url) is not None else _postgresql
    return made(url, wait, migrating=migrating)


def _sqlite(url: URL, wait: int, *, migrating: bool) -> Engine:
    engine = create_engine(url, poolclass=NullPool if migrating else None)

    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where `begin` below says so, not where Python guesses
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {wait}")
        _switch_to_wal(cursor, wait / 1_000)
        cursor.execute("PRAGMA synchronous = NORMAL")  # with WAL, a killed process loses nothing
        if wait < WAIT_MILLISECONDS:
            # Who is in a hurry leaves it to others to bring what was written into the file; the next writer does so.
            cursor.execute(f"PRAGMA wal_autocheckpoint = {_LATE_PAGES}")
        cursor.execute(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
        cursor.close()

    def begin(connection: Connection) -> None:
        # A transaction that read before it writes cannot wait for the lock any more, so writers take it at once.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _switch_to_wal(cursor: DBAPICursor, seconds: float) -> None:
    """Let readers and one writer not wait for each other.

    SQLite refuses at once, whatever the timeout, when several switch a new file together, as they would wait for each
    other; the file remembers the mode, so whoever comes after the first has nothing to switch.
    """
    end = monotonic() + seconds
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() >= end:
                raise
            sleep(_SWITCH_PAUSE)
        else:
            return


def _postgresql(url: URL, wait: int, *, migrating: bool) -> Engine:
    statement = 0 if migrating else STATEMENT_MILLISECONDS * wait // WAIT_MILLISECONDS
    given: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "options": f"-c lock_timeout={wait} -c statement_timeout={statement} -c timezone=UTC",
        "application_name": "helpcenter",
    }
    arguments = {name: value for name, value in given.items() if name not in url.query}
    if migrating:
        return create_engine(url, connect_args=arguments, poolclass=NullPool)
    return create_engine(url, connect_args=arguments, pool_pre_ping=True, pool_timeout=CONNECT_SECONDS)
