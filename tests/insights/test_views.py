from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.counting import Batch
from helpcenter.insights.views import Surface, ViewCounts, Viewed, popularity, write_views
from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleViews

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rows(database: Database) -> set[tuple[date, str, str, str, int]]:
    with database.reading() as session:
        columns = (ArticleViews.day, ArticleViews.locale, ArticleViews.slug, ArticleViews.surface, ArticleViews.views)
        return {tuple(row) for row in session.execute(select(*columns))}  # type: ignore[misc]


def batch(name: str, slug: str, views: int, day: date = TODAY, locale: str = "en") -> Batch[Viewed]:
    return Batch(name, {Viewed((day - date(1970, 1, 1)).days, locale, slug, Surface.SITE): views})


def test_views_are_counted_by_article_locale_surface_and_day(database_url: str) -> None:
    now = [NOON]
    counts = ViewCounts(lambda: now[0])
    for _ in range(3):
        counts.add("ja", "請求書", Surface.SITE)
    counts.add("ja", "請求書", Surface.API)
    now[0] += timedelta(hours=12)
    counts.add("ja", "請求書", Surface.SITE)
    taken = counts.take()
    assert taken is not None
    database = Database(database_url)
    write_views(taken, database, NOON)
    tomorrow = TODAY + timedelta(days=1)
    assert rows(database) == {
        (TODAY, "ja", "請求書", "site", 3),
        (TODAY, "ja", "請求書", "api", 1),
        (tomorrow, "ja", "請求書", "site", 1),
    }
    assert counts.take() is None


def test_a_batch_that_is_tried_again_counts_once(database_url: str) -> None:
    database = Database(database_url)
    for name in ("one", "one", "two", "one"):
        write_views(batch(name, "a", 2), database, NOON)
    assert rows(database) == {(TODAY, "en", "a", "site", 4)}


def test_a_batch_is_written_wholly_or_not_at_all(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db")
    database.upgrade()
    broken = Batch("one", {Viewed(day, "en", "a", Surface.SITE): 1 for day in range(900)})
    with database.writing() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full AFTER INSERT ON article_views WHEN (SELECT count(*) FROM article_views) > 700 "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(Exception, match="full"):
        write_views(broken, database, NOON)
    with database.writing() as session:
        session.connection().exec_driver_sql("DROP TRIGGER full")
    assert rows(database) == set()
    write_views(broken, database, NOON)
    assert len(rows(database)) == 900


def test_no_view_is_lost_between_threads_that_count_and_one_that_takes() -> None:
    counts = ViewCounts(lambda: NOON)
    taken = []

    def count() -> None:
        for number in range(5_000):
            counts.add("en", str(number % 7), Surface.SITE)

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        taken.append(counts.take())
    taken.append(counts.take())
    assert sum(sum(each.counts.values()) for each in taken if each) == 20_000


def test_memory_is_bounded_whatever_is_asked_for() -> None:
    counts = ViewCounts(lambda: NOON)
    for number in range(60_000):
        counts.add("en", str(number), Surface.SITE)
    taken = counts.take()
    assert taken is not None
    assert len(taken.counts) == 50_000


def test_popularity_is_a_share_of_its_locale_and_fades(database_url: str) -> None:
    database = Database(database_url)
    for number, (slug, views, age, locale) in enumerate(
        [("new", 10, 0, "en"), ("old", 10, 60, "en"), ("ancient", 900, 91, "en"), ("記事", 5, 3, "ja")]
    ):
        write_views(batch(str(number), slug, views, TODAY - timedelta(days=age), locale), database, NOON)
    shares = popularity(database, TODAY).shares
    assert set(shares) == {("en", "new"), ("en", "old"), ("ja", "記事")}
    assert shares["ja", "記事"] == pytest.approx(1.0)
    assert shares["en", "new"] + shares["en", "old"] == pytest.approx(1.0)
    assert 3 < shares["en", "new"] / shares["en", "old"] < 5  # two half-lives, by whole weeks


def test_nothing_read_means_nothing_popular(database_url: str) -> None:
    assert dict(popularity(Database(database_url), TODAY).shares) == {}


def test_a_database_that_is_away_is_said_and_nothing_is_written() -> None:
    database = Database("postgresql://help@/help?host=/nowhere")
    with pytest.raises(DatabaseUnavailableError):
        write_views(batch("one", "a", 1), database, NOON)


def test_two_writers_add_up(database_url: str) -> None:
    first, second = Database(database_url), Database(database_url)
    first.upgrade()

    def write(database: Database, name: str) -> None:
        for number in range(20):
            write_views(batch(f"{name}{number}", f"a{number % 3}", 1), database, NOON)

    threads = [Thread(target=write, args=each) for each in ((first, "first"), (second, "second"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with first.reading() as session:
        assert session.scalar(select(func.sum(ArticleViews.views))) == 40
