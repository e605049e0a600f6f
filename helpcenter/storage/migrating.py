"""Migrations: tables brought up to date, by one process at a time, in one transaction."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.storage.engines import WRITES, engine_for

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

_FOLDER = Path(__file__).parent / "migrations"
_ONE_BY_ONE = Lock()
_LOCK = 0x68656C70  # any number that nobody else takes an advisory lock on


def newest() -> str:
    """Return the revision that this version of the product needs."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise LookupError(f"{_FOLDER} holds no migration")
    return revision


def revision_of(connection: Connection) -> str:
    """Return the revision of a database, "" when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def is_known(revision: str) -> bool:
    """Whether this version of the product has that migration; another may be newer."""
    try:
        return revision == "" or ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def upgrade(url: URL) -> tuple[str, str]:
    """Bring the tables up to date, or do nothing; return the revisions before and after.

    Raises:
        DatabaseUnavailableError: the database is of a newer version than this product.
        SQLAlchemyError: the database cannot be reached or changed; nothing was changed then.
    """
    engine = engine_for(url, migrating=True).execution_options(**{WRITES: True})
    # Alembic keeps what it works on in globals, so that two threads of one process would mix theirs up.
    with _ONE_BY_ONE, engine.begin() as connection:  # on SQLite this takes the lock
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = revision_of(connection)
        if not is_known(before):
            raise newer(before)
        if before != newest():
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return before, revision_of(connection)


def newer(revision: str) -> DatabaseUnavailableError:
    """Return the error of a database that a newer version made."""
    return DatabaseUnavailableError(
        f"The database is of revision {revision}, which this version of helpcenter does not know. "
        "Upgrade helpcenter, or name another database with database_url."
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
