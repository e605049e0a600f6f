from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from helpcenter.insights.counting import Batch
from helpcenter.insights.leads import Bond, Company, Kind, LeadCounts, Led, company, kept_query, write_leads
from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleLeads

if TYPE_CHECKING:
    from collections.abc import Iterable

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = count()


def rows(database: Database) -> set[tuple[object, ...]]:
    table = ArticleLeads
    with database.reading() as session:
        columns = select(table.day, table.locale, table.kind, table.origin, table.slug, table.times)
        return {tuple(row) for row in session.execute(columns)}


def write(
    database: Database, ways: Iterable[tuple[Kind, str, str, int]], day: date = TODAY, locale: str = "en"
) -> None:
    since = (day - date(1970, 1, 1)).days
    counts = {Led(since, locale, kind, origin, slug): times for kind, origin, slug, times in ways}
    write_leads(Batch(f"batch {next(NAMES)}", counts), database, NOON)


def seen(found: Company, slug: str, locale: str = "en") -> dict[str, int]:
    return {other: bond.times for other, bond in found.bonds.get((locale, slug), {}).items()}


def test_ways_to_an_article_are_counted_by_day_and_a_batch_counts_once(database_url: str) -> None:
    now = [NOON]
    counts = LeadCounts(lambda: now[0])
    for _ in range(3):
        counts.add("ja", Kind.QUERY, "請求書 送る", "請求書")
    counts.add("ja", Kind.ARTICLE, "支払い", "請求書")
    now[0] += timedelta(hours=12)
    counts.add("ja", Kind.QUERY, "請求書 送る", "請求書")
    taken = counts.take()
    assert taken is not None
    database = Database(database_url)
    for _ in range(2):
        write_leads(taken, database, NOON)
    assert rows(database) == {
        (TODAY, "ja", "query", "請求書 送る", "請求書", 3),
        (TODAY, "ja", "article", "支払い", "請求書", 1),
        (TODAY + timedelta(days=1), "ja", "query", "請求書 送る", "請求書", 1),
    }


def test_what_is_too_long_for_a_key_is_passed_over_and_the_longest_is_kept(database_url: str) -> None:
    counts = LeadCounts(lambda: NOON)
    counts.add("ja", Kind.ARTICLE, "長" * 333, "い" * 333)
    counts.add("ja", Kind.ARTICLE, "長" * 333, "い" * 334)
    taken = counts.take()
    assert taken is not None
    database = Database(database_url)
    write_leads(taken, database, NOON)
    assert len(rows(database)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Send  an Invoice", "send an invoice"),
        ("ＰＤＦで 送る", "pdfで 送る"),
        ("ﾊﾟｽﾜｰﾄﾞ\u200b変更", "パスワード変更"),
        ("bill for taro@example.com", "bill for [email]"),
        ("card 4111 1111 1111 1111 declined", "card [card] declined"),
        ("090-1234-5678", ""),
        ("taro@example.com 090-1234-5678", ""),
        ("   ", ""),
        ("x" * 200, "x" * 200),
        ("x" * 201, ""),
        ("㍿" * 60, ""),  # longer when it is written out
    ],
)
def test_queries_are_kept_masked_and_in_one_form(typed: str, kept: str) -> None:
    assert kept_query(typed) == kept


def test_articles_go_together_that_are_read_after_each_other(database_url: str) -> None:
    database = Database(database_url)
    write(database, [(Kind.ARTICLE, "a", "b", 2), (Kind.ARTICLE, "b", "a", 1), (Kind.ARTICLE, "b", "c", 1)])
    found = company(database, TODAY)
    assert seen(found, "a") == {"b": 3}
    assert seen(found, "b") == {"a": 3, "c": 1}
    assert seen(found, "c") == {"b": 1}


def test_articles_go_together_that_the_same_queries_led_to(database_url: str) -> None:
    database = Database(database_url)
    write(database, [(Kind.QUERY, "bill", "a", 5), (Kind.QUERY, "bill", "b", 2), (Kind.QUERY, "pay", "b", 4)])
    write(database, [(Kind.QUERY, "pay", "a", 1), (Kind.QUERY, "alone", "c", 9)])
    write(database, [(Kind.QUERY, "bill", "d", 3)], locale="ja")
    found = company(database, TODAY)
    assert seen(found, "a") == {"b": 3}
    assert seen(found, "b") == {"a": 3}
    assert ("en", "c") not in found.bonds
    assert ("ja", "d") not in found.bonds


def test_a_query_and_an_article_of_the_same_name_are_kept_apart(database_url: str) -> None:
    database = Database(database_url)
    write(database, [(Kind.QUERY, "invoice", "a", 2), (Kind.ARTICLE, "invoice", "b", 2)])
    found = company(database, TODAY)
    assert seen(found, "invoice") == {"b": 2}
    assert seen(found, "a") == {}


def test_what_is_long_ago_counts_less_and_then_nothing(database_url: str) -> None:
    database = Database(database_url)
    for slug, age in (("new", 0), ("old", 60), ("ancient", 91)):
        write(database, [(Kind.ARTICLE, "a", slug, 4)], TODAY - timedelta(days=age))
    bonds = company(database, TODAY).bonds["en", "a"]
    assert set(bonds) == {"new", "old"}
    assert 3 < bonds["new"].weight / bonds["old"].weight < 5  # two half-lives, by whole weeks


def test_one_day_of_going_back_and_forth_does_not_outdo_many_days(database_url: str) -> None:
    database = Database(database_url)
    write(database, [(Kind.ARTICLE, "a", "pushed", 1_000)])
    for age in range(4):
        write(database, [(Kind.ARTICLE, "a", "liked", 5)], TODAY - timedelta(days=age))
    bonds = company(database, TODAY).bonds["en", "a"]
    assert bonds["liked"].weight > bonds["pushed"].weight


def test_bonds_add_up() -> None:
    assert Bond(1.0, 1) + Bond(0.5, 2) == Bond(1.5, 3)


def test_nothing_led_means_no_company(database_url: str) -> None:
    assert dict(company(Database(database_url), TODAY).bonds) == {}
