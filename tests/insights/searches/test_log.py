from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.journal import Journal
from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Audience, Click, Finding, Search, SearchSurface, encoded
from helpcenter.insights.searches.log import SearchLog
from helpcenter.insights.searches.visitors import Visitors, kept_key
from helpcenter.insights.searches.writing import write_event, write_late
from helpcenter.search.results import Confidence
from helpcenter.storage.database import Database
from helpcenter.storage.tables import SearchIntents, VisitorKeys

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOUND = Finding(2, Confidence.ANSWERED, 0.9, "g1", "abc", ("en/billing/refund", "ja/料金/返金"))


def search(query: str, at: datetime = NOON, visitor: str = "v") -> Search:
    return Search(
        id=str(uuid4()),
        at=at,
        visitor=visitor,
        audience=Audience.READER,
        surface=SearchSurface.SITE,
        locale="en",
        query=query,
        finding=FOUND,
    )


def click(article: str, query: str, at: datetime, visitor: str = "v") -> Click:
    return Click(id=str(uuid4()), at=at, visitor=visitor, article=article, query=query)


def rows(database: Database) -> list[SearchIntents]:
    with database.reading() as session:
        found = list(session.scalars(select(SearchIntents).order_by(SearchIntents.at, SearchIntents.id)))
        session.expunge_all()
        return found


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def test_search_and_click_are_one_row_with_all_that_is_known(database: Database, tmp_path: Path) -> None:
    log = SearchLog(database, Journal(tmp_path))
    log.record(search("Refund for taro@example.com"))
    log.record(click("ja/料金/返金", "Refund for taro@example.com", NOON + timedelta(seconds=9)))
    [row] = rows(database)
    assert (row.query, row.normalized) == ("Refund for [email]", "refund for [email]")
    assert (row.clicked, row.rank, row.outcome) == ("ja/料金/返金", 2, Outcome.ANSWERED)
    assert (row.day, row.at, row.last_at) == (NOON.date(), NOON, NOON + timedelta(seconds=9))
    assert row.shown == "en/billing/refund\nja/料金/返金"


def test_event_that_comes_twice_is_written_once(database: Database) -> None:
    event = search("refund")
    opened = click("en/billing/refund", "refund", NOON + timedelta(seconds=5))
    for each in (event, event, opened, opened):
        write_event(each, database)
    write_late([opened, event, opened], database, NOON)
    [row] = rows(database)
    assert row.clicks == 1


def test_visitors_who_search_at_once_do_not_wait_for_each_other_for_long(database: Database) -> None:
    events = [search(f"query {number}", visitor=f"v{number % 7}") for number in range(60)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda event: write_event(event, database), events))
    assert {row.id for row in rows(database)} == {event.id for event in events}


def test_what_a_locked_database_refuses_is_written_once_it_is_free(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'helpcenter.db'}"
    holder = Database(url)
    clock = [0.0]
    log = SearchLog(Database(url, lambda: clock[0], wait=20), Journal(tmp_path / "searches"), works_every=3_600)
    first = search("refund")
    log.record(first)
    second, opened = search("invoice", NOON + timedelta(minutes=40)), None
    with holder.writing() as session:
        session.execute(delete(VisitorKeys))
        log.record(second)
        opened = click("en/billing/refund", "invoice", NOON + timedelta(minutes=41))
        log.record(opened)
        log.work()
    assert [row.id for row in rows(holder)] == [first.id]
    clock[0] += 10
    log.work()
    log.work()
    assert [(row.id, row.clicks) for row in rows(holder)] == [(first.id, 0), (second.id, 1)]


def test_what_waits_is_written_before_what_comes_later(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'helpcenter.db'}")
    journal = Journal(tmp_path / "searches")
    log = SearchLog(database, journal, works_every=3_600)
    journal.append(encoded(search("refund")))
    log.record(click("en/billing/refund", "refund", NOON + timedelta(seconds=5)))
    while not journal.is_empty:  # its own thread may be at it
        log.work()
    [row] = rows(database)
    assert row.clicks == 1


def test_line_nobody_can_read_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(f"sqlite:///{tmp_path / 'helpcenter.db'}")
    journal = Journal(tmp_path / "searches")
    journal.append(b'{"type": "Search"}')
    journal.append(encoded(search("refund")))
    with caplog.at_level(logging.WARNING):
        SearchLog(database, journal).work()
    assert [row.query for row in rows(database)] == ["refund"]
    assert "cannot be read" in caplog.text


def test_nobody_notices_when_neither_database_nor_disk_take_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    database = Database(f"sqlite:///{tmp_path / 'file' / 'helpcenter.db'}")
    log = SearchLog(database, Journal(tmp_path / "file" / "searches"), works_every=3_600)
    with caplog.at_level(logging.WARNING):
        log.record(search("refund"))
        log.record(search("refund"))
    assert caplog.text.count("Searches are not logged") == 1


def test_table_that_is_gone_is_told_and_hurts_nobody(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = SearchLog(database, Journal(tmp_path), works_every=3_600)
    log.record(search("refund"))
    with database.writing() as session:
        session.execute(text("DROP TABLE search_intents"))
    with caplog.at_level(logging.WARNING):
        log.record(search("invoice"))
    assert "invoice" not in caplog.text
    assert caplog.text


def test_visitor_has_one_name_a_day_in_all_processes(database: Database) -> None:
    one, other = Visitors(database), Visitors(database)
    name = one.name(NOON, "198.51.100.7", "Mozilla/5.0")
    assert other.name(NOON + timedelta(hours=3), "198.51.100.7", "Mozilla/5.0") == name
    assert one.name(NOON + timedelta(days=1), "198.51.100.7", "Mozilla/5.0") != name
    assert one.name(NOON, "198.51.100.8", "Mozilla/5.0") != name


def test_key_of_a_day_that_is_long_over_is_forgotten(database: Database) -> None:
    kept_key(database, NOON.date())
    kept_key(database, NOON.date() + timedelta(days=3))
    with database.reading() as session:
        assert list(session.scalars(select(VisitorKeys.day))) == [NOON.date() + timedelta(days=3)]


def test_visitors_have_names_while_the_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    visitors = Visitors(Database(f"sqlite:///{tmp_path / 'file' / 'helpcenter.db'}"))
    assert visitors.name(NOON, "a") == visitors.name(NOON, "a") != visitors.name(NOON, "b")
    with pytest.raises(DatabaseUnavailableError):
        kept_key(Database(f"sqlite:///{tmp_path / 'file' / 'helpcenter.db'}"), NOON.date())
