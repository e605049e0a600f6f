from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.gaps.apart import read_apart
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap
from helpcenter.storage import migrating
from helpcenter.storage.database import Database
from helpcenter.storage.engines import WRITES, engine_for, parse
from helpcenter.storage.tables import Base

if TYPE_CHECKING:
    from pathlib import Path


def test_migrations_make_exactly_the_declared_tables(empty_database_url: str) -> None:
    Database(empty_database_url).upgrade()
    engine = create_engine(parse(empty_database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        tables = set(inspect(connection).get_table_names())
        assert tables == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_upgrading_twice_changes_nothing(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    assert database.upgrade() == ("", migrating.newest())
    assert database.upgrade() == (migrating.newest(), migrating.newest())


def test_many_who_upgrade_at_once_upgrade_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        steps = list(pool.map(lambda _: Database(empty_database_url).upgrade(), range(6)))
    assert sorted(before for before, _ in steps) == ["", *[migrating.newest()] * 5]
    assert {after for _, after in steps} == {migrating.newest()}


def test_many_who_open_a_new_file_at_once_all_get_in(tmp_path: Path) -> None:
    for number in range(20):
        file = tmp_path / f"{number}.db"
        with ThreadPoolExecutor(8) as pool:
            modes = list(pool.map(lambda _, file=file: journal_mode(f"sqlite:///{file}"), range(8)))
        assert modes == ["wal"] * 8


def journal_mode(url: str) -> str:
    engine = engine_for(parse(url))
    with engine.connect() as connection:
        mode = connection.scalar(text("PRAGMA journal_mode"))
    engine.dispose()
    return str(mode)


def test_a_database_of_a_newer_version_is_refused_and_kept(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    database.upgrade()
    engine = create_engine(parse(empty_database_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailableError, match="revision 9999, which this version of helpcenter does not know"):
        database.upgrade()
    assert "9999" in database.state().problem
    newcomer = Database(empty_database_url)
    with pytest.raises(DatabaseUnavailableError, match="9999"), newcomer.reading():
        pass
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


def test_gaps_that_were_proven_or_kept_apart_before_stay_so(empty_database_url: str) -> None:
    url = parse(empty_database_url)
    config = migrating._config()
    engine = engine_for(url, migrating=True).execution_options(**{WRITES: True})
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        for number in (1, 2):
            connection.execute(text(_GAP), {"id": number})
        said = {"detail": '{"apart":1}', "at": datetime(2026, 11, 1, tzinfo=UTC)}
        connection.execute(text("INSERT INTO gap_history VALUES (1, 2, :at, NULL, 'merged', '', :detail)"), said)
    engine.dispose()
    database = Database(empty_database_url)
    database.upgrade()
    known = gap(database, 1)
    assert (known.state, known.confirmed, known.by_words, known.hint) == (State.PROVEN, None, False, "")
    with database.reading() as session:
        assert read_apart(session, 1) == {2}


_GAP = """
INSERT INTO gaps (id, title, locale, state, kind, article, answer, created_at, updated_at, shipped_commit,
    proven_commit, version, reason, harm, volume, trend, weight)
VALUES (:id, 'refund', 'en', 'proven', 'missing', '', 'en/refund', '2026-11-01 00:00:00', '2026-11-01 00:00:00', '',
    '', 1, '', 1, 1, 1, 1)
"""
