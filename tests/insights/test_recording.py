from __future__ import annotations

import os
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.recording import Recording
from helpcenter.insights.views import Surface
from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleViews

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 60  # seconds; only a hung thread ever uses them up
NEVER = 3_600.0


def total(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.sum(ArticleViews.views))) or 0


def eventually(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


def test_the_thread_writes_by_itself_and_learns_what_is_popular(database_url: str) -> None:
    recording = Recording(Database(database_url), writes_every=0.05, reads_every=0.05)
    recording.view("en", "a", Surface.SITE)
    assert eventually(lambda: recording.popularity.shares.get(("en", "a")) == 1.0)
    recording.close()
    assert total(recording.database) == 1


def test_what_was_counted_last_is_written_at_the_end(database_url: str) -> None:
    recording = Recording(Database(database_url), writes_every=NEVER)
    for _ in range(5):
        recording.view("en", "a", Surface.SITE)
    recording.close()
    assert total(recording.database) == 5


def test_counts_are_kept_while_the_database_is_locked_and_written_once_after(tmp_path: Path) -> None:
    now = [0.0]
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db", lambda: now[0])
    database.upgrade()
    recording = Recording(database, writes_every=NEVER)
    other = sqlite3.connect(tmp_path / "helpcenter.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    recording.view("en", "a", Surface.SITE)
    with pytest.raises(DatabaseUnavailableError, match="locked"):
        recording.flush()
    recording.view("en", "a", Surface.SITE)
    other.execute("ROLLBACK")
    other.close()
    now[0] += 10
    recording.flush()
    recording.flush()
    assert total(database) == 2
    recording.close()


def test_a_forked_worker_counts_for_itself(database_url: str) -> None:
    recording = Recording(Database(database_url), writes_every=NEVER)
    recording.view("en", "parent", Surface.SITE)
    recording.flush()
    recording.view("en", "parent", Surface.SITE)
    # What a thread has locked in C at that moment stays locked in the child: let it finish its first round.
    assert eventually(lambda: recording._pruned_at > float("-inf"))
    child = os.fork()
    if not child:  # pragma: no cover
        try:
            recording.view("en", "child", Surface.SITE)
            recording.close()
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    recording.close()
    with recording.database.reading() as session:
        rows = session.execute(select(ArticleViews.slug, ArticleViews.views))
        counted = {row.slug: row.views for row in rows}
    assert counted == {"parent": 2, "child": 1}
