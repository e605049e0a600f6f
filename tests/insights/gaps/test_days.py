from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from helpcenter.insights.gaps.days import count_days, counted_queries, forget_days
from helpcenter.insights.gaps.following import following
from helpcenter.insights.gaps.values import DayCount, QueryKey
from helpcenter.insights.outcomes import Outcome
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GapQueries, SearchIntents
from tests.insights.gaps.making import NOW, add_gap, search_for

TODAY = NOW.date()
DAY = timedelta(days=1)
REFUND = QueryKey("en", "refund")


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def counted(database: Database, *keys: QueryKey) -> dict[QueryKey, tuple[int, int]]:
    """How often, and by how many visitors at least."""
    with database.reading() as session:
        found = counted_queries(session, date(2000, 1, 1), TODAY + 9 * DAY, keys or None)
    return {each.key: (each.times, each.visitors) for each in found}


def test_readers_searches_are_counted_by_day_and_outcome(database: Database) -> None:
    search_for(database, "Refund", "a", "a", "b")
    search_for(database, "refund", "a", at=NOW - DAY, outcome=Outcome.ANSWERED)
    search_for(database, "refund", "c", audience="team")
    search_for(database, "refund", "d", audience="bot")
    search_for(database, "4242424242424242", "a", "b")
    assert count_days(database, TODAY) == 2
    with database.reading() as session:
        (query,) = counted_queries(session, TODAY - DAY, TODAY)
    assert (query.key, query.times, query.visitors, query.first_day) == (REFUND, 4, 3, TODAY - DAY)
    assert query.days == (DayCount(TODAY - DAY, "answered", 1), DayCount(TODAY, "zero_result", 3))


def test_one_visitor_who_ended_a_day_in_two_ways_is_one_visitor(database: Database) -> None:
    search_for(database, "refund", "a")
    search_for(database, "refund", "a", outcome=Outcome.UNCLICKED)
    count_days(database, TODAY)
    assert counted(database) == {REFUND: (2, 1)}


def test_counting_again_changes_nothing_and_finds_what_came_late(database: Database) -> None:
    search_for(database, "refund", "a", at=NOW - 2 * DAY)
    search_for(database, "refund", "a")
    for _ in range(2):
        count_days(database, TODAY)
    assert counted(database) == {REFUND: (2, 2)}
    search_for(database, "refund", "b", at=NOW - DAY)
    count_days(database, TODAY)
    assert counted(database) == {REFUND: (3, 3)}


def test_outcome_that_changed_leaves_nothing_behind(database: Database) -> None:
    search_for(database, "refund", "a")
    count_days(database, TODAY)
    with database.writing() as session:
        session.execute(delete(SearchIntents))
    search_for(database, "refund", "a", outcome=Outcome.ANSWERED)
    count_days(database, TODAY)
    with database.reading() as session:
        assert counted_queries(session, TODAY, TODAY)[0].days == (DayCount(TODAY, "answered", 1),)


def test_clock_that_is_ahead_neither_counts_nor_stops_counting(database: Database) -> None:
    search_for(database, "refund", "a", at=NOW + 5 * DAY)
    count_days(database, TODAY)
    assert counted(database) == {}
    count_days(database, TODAY + 5 * DAY)
    search_for(database, "refund", "a")
    count_days(database, TODAY)
    assert counted(database) == {REFUND: (1, 1)}


def test_counts_outlive_the_log(database: Database) -> None:
    search_for(database, "refund", "a", "b", at=NOW - DAY)
    count_days(database, TODAY)
    with database.writing() as session:
        session.execute(delete(SearchIntents))
    count_days(database, TODAY)
    search_for(database, "other", "a")
    count_days(database, TODAY)
    assert counted(database)[REFUND] == (2, 2)


def test_what_nobody_else_asked_is_forgotten_and_a_gaps_queries_stay(database: Database) -> None:
    search_for(database, "refund", "a", "b", at=NOW - 9 * DAY)
    search_for(database, "lonely", "a", at=NOW - 9 * DAY)
    search_for(database, "other", "a", "b", at=NOW - 9 * DAY)
    count_days(database, TODAY)
    add_gap(database, "refund", "lonely")
    with database.writing() as session:
        for row in session.query(GapQueries):
            row.first_day = TODAY - 9 * DAY
            row.visitors = 1 if row.normalized == "lonely" else 2
    assert forget_days(database, TODAY - 5 * DAY) == 2
    assert set(counted(database)) == {REFUND}
    with database.reading() as session:
        assert [row.normalized for row in session.query(GapQueries)] == ["refund"]


def test_only_named_queries_are_read_however_many(database: Database) -> None:
    search_for(database, "refund", "a")
    search_for(database, "refund", "a", locale="ja")
    count_days(database, TODAY)
    many = [QueryKey("en", f"query {number}") for number in range(450)]
    assert set(counted(database, REFUND, *many)) == {REFUND}


def test_what_people_did_next_is_told(database: Database) -> None:
    search_for(database, "refund", "a", "b", screen="/orders", segment="plan=pro", refined=True, chain="c1")
    search_for(database, "money back", "a", at=NOW, clicked="en/billing/refund", chain="c1")
    search_for(database, "money back", "b", at=NOW, clicked="en/other", vote=0, chain="c1")
    search_for(database, "money back", "z", at=NOW, clicked="en/elsewhere", chain="c1")
    search_for(database, "refund", "c", clicked="en/a", vote=1)
    search_for(database, "refund", "d", clicked="en/b", vote=0)
    search_for(database, "refund", "e", clicked="en/c")
    search_for(database, "refund", "bot", audience="bot", screen="/bots")
    with database.reading() as session:
        found = following(session, [REFUND, QueryKey("en", "nothing")], TODAY - DAY, TODAY)
    assert set(found) == {REFUND}
    assert found[REFUND].screens == {"/orders": 2}
    assert found[REFUND].segments == {"plan=pro": 2}
    assert found[REFUND].chosen == {"en/billing/refund": 1, "en/a": 1}
    assert found[REFUND].rejected == {"en/b": 1}
