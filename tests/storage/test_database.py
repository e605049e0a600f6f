from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from helpcenter.errors import ConfigError, DatabaseUnavailableError
from helpcenter.storage.batches import REMEMBERED, is_first
from helpcenter.storage.database import Database
from helpcenter.storage.tables import AppliedBatch, ArticleViews
from tests.databases import running_postgres

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def views(slug: str) -> ArticleViews:
    return ArticleViews(day=DAY, locale="ja", slug=slug, surface="site", views=1)


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ArticleViews)) or 0


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_use_makes_the_tables(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.writing() as session:
        session.add(views("パスワード"))
    assert count(database) == 1
    assert database.state().is_current
    database.close()
    assert count(database) == 1


def test_looking_at_the_state_makes_nothing(tmp_path: Path) -> None:
    state = Database(f"sqlite:///{tmp_path}/none/helpcenter.db").state()
    assert (state.revision, state.problem, state.is_current) == ("", "", False)
    assert not (tmp_path / "none").exists()


def test_work_that_raises_is_undone(database_url: str) -> None:
    database = Database(database_url)

    def fail(session: Session) -> None:
        session.add(views("a"))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError), database.writing() as session:
        fail(session)
    assert count(database) == 0
    assert database.problem == ""


def test_a_row_that_is_there_already_is_the_callers_affair(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as session:
        session.add(views("a"))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(views("a"))
    assert count(database) == 1


def test_times_come_back_in_utc_from_any_zone(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as session:
        tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
        session.add(AppliedBatch(id="a", applied_at=tokyo))
    with database.reading() as session:
        read = session.scalars(select(AppliedBatch.applied_at)).one()
    assert (read, read.tzinfo) == (NOON, UTC)


def test_a_time_without_a_zone_is_refused(database_url: str) -> None:
    with pytest.raises(StatementError, match="needs a time zone"), Database(database_url).writing() as session:
        session.add(AppliedBatch(id="a", applied_at=NOON.replace(tzinfo=None)))


def test_a_batch_is_applied_once_and_forgotten_after_its_time(database_url: str) -> None:
    database = Database(database_url)

    def applied(batch: str, now: datetime = NOON) -> bool:
        with database.writing() as session:
            return is_first(session, batch, now)

    assert [applied("a"), applied("b"), applied("a")] == [True, True, False]
    assert applied("c", NOON + REMEMBERED + timedelta(seconds=1))
    with database.reading() as session:
        assert session.scalars(select(AppliedBatch.id)).all() == ["c"]


def test_a_child_process_opens_connections_of_its_own(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as session:
        session.add(views("parent"))
    child = os.fork()
    if not child:  # pragma: no cover
        try:
            with database.writing() as session:
                session.add(views("child"))
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with database.writing() as session:
        session.add(views("parent again"))
    assert count(database) == 3


def test_the_file_is_for_its_owner_alone_keeps_a_log_and_holds_foreign_keys(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/helpcenter.db")
    with database.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA busy_timeout")) == 2000
    assert stat.S_IMODE((tmp_path / "new/helpcenter.db").stat().st_mode) == 0o600


def test_a_locked_database_fails_with_its_reason_and_works_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db", clock)
    database.upgrade()
    other = sqlite3.connect(tmp_path / "helpcenter.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailableError, match="database is locked"), database.writing() as session:
        session.add(views("a"))
    assert count_of_warnings(caplog, "The site goes on without it") == 1
    clock.now += 10
    assert count(database) == 0  # readers do not wait for a writer
    other.execute("ROLLBACK")
    other.close()
    with database.writing() as session:
        session.add(views("a"))
    assert (count(database), database.problem) == (1, "")
    assert count_of_warnings(caplog, "can be used again") == 1


def count_of_warnings(caplog: pytest.LogCaptureFixture, words: str) -> int:
    return sum(words in record.getMessage() for record in caplog.records)


def test_a_full_database_fails_with_its_reason(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db")
    with database.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))

    def fill() -> None:
        with database.writing() as session:
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            session.add_all(views(f"{number}/{'x' * 900}") for number in range(50))

    with pytest.raises(DatabaseUnavailableError, match="full"):
        fill()


def test_a_file_that_is_no_database_fails_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "helpcenter.db"
    file.write_bytes(b"This is a text, not a database. " * 100)
    database = Database(f"sqlite:///{file}")
    assert "not a database" in database.state().problem
    with pytest.raises(DatabaseUnavailableError, match="not a database"), database.reading():
        pass
    assert file.read_bytes().startswith(b"This is a text")


def test_a_server_that_is_away_fails_at_once_while_it_rests_and_comes_back() -> None:
    with running_postgres() as server:
        clock = Clock()
        database = Database(server.make("help"), clock)
        assert count(database) == 0
        server.stop()
        try:
            with pytest.raises(DatabaseUnavailableError):
                count(database)
            assert database.state().problem
        finally:
            server.start()
        with pytest.raises(DatabaseUnavailableError):  # nobody asks again yet
            count(database)
        clock.now += 10
        assert count(database) == 0
        assert database.problem == ""


def test_a_password_is_never_told() -> None:
    database = Database("postgresql://help:secret@/help?host=/nowhere")
    with pytest.raises(DatabaseUnavailableError) as error, database.reading():
        pass
    assert "secret" not in f"{error.value} {database.place} {database.state()}"
    assert "help:***@" in str(error.value)


def test_an_address_that_cannot_be_read_is_a_wrong_setting() -> None:
    with pytest.raises(ConfigError, match="percent-encoded"):
        Database("postgresql://help:a:b@c:port/help")
