"""Real databases for tests: an SQLite file, and a PostgreSQL server that is started for this and removed after."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60  # seconds; only a hung server ever uses them up


@dataclass(frozen=True)
class Postgres:
    """A server of its own, reached through a socket in its folder, so that it takes no port."""

    folder: Path
    programs: Path

    def url(self, name: str) -> str:
        return f"postgresql://tester@/{name}?host={self.folder}"

    def make(self, name: str, like: str = "template1") -> str:
        """Make a database, a copy of one that nobody is connected to, and return its URL; an empty one by default."""
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(made)
        return self.url(name)

    def start(self) -> None:
        settings = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self.run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"), "--options", settings)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "--mode", "immediate")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; the server refuses to be root, so another user runs it then."""
        user = _other_user() if os.getuid() == 0 else None
        subprocess.run(
            [self.programs / program, *arguments],
            cwd="/",
            env={**os.environ, "PGDATA": str(self.folder / "data"), "LC_ALL": "C"},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            stdout=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )


def _other_user() -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the path, one folder for each version."""
    beside = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    return next((folder for folder in (*beside, *sorted(Path("/usr/lib/postgresql").glob("*/bin"))[::-1])), None)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server; skip the test when there is none on this machine."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed: what is kept in it is NOT tested")
    folder = Path(tempfile.mkdtemp(prefix="helpcenter-"))  # short, as the path of a socket has to be
    server = Postgres(folder, found)
    try:
        if os.getuid() == 0:
            user = _other_user()
            os.chown(folder, user.pw_uid, user.pw_gid)
        server.run("initdb", "--auth", "trust", "--username", "tester", "--encoding", "UTF8", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running server, for as long as tests run."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, to be copied: migrations take ten times as long."""
    file = tmp_path_factory.mktemp("migrated") / "helpcenter.db"
    Database(f"sqlite:///{file}").upgrade()
    return file


@pytest.fixture(scope="session")
def migrated_name(postgres: Postgres) -> str:
    """The name of a database with all tables and no rows on the running server, to be copied."""
    Database(postgres.make("migrated")).upgrade()
    return "migrated"


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The file helpcenter.db in the folder of the test, with all tables and no rows."""
    shutil.copy(migrated_file, tmp_path / "helpcenter.db")
    return f"sqlite:///{tmp_path}/helpcenter.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind, with all tables and no rows."""
    if request.param == "sqlite":
        copied: str = request.getfixturevalue("sqlite_url")
        return copied
    server: Postgres = request.getfixturevalue("postgres")
    return server.make(f"test{os.urandom(6).hex()}", request.getfixturevalue("migrated_name"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind without tables, for tests of how they are made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/helpcenter.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.make(f"test{os.urandom(6).hex()}")
