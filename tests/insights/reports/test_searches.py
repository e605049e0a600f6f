from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from helpcenter.insights.figures import SearchCounts
from helpcenter.insights.reports.one_query import one_query
from helpcenter.insights.reports.searches import QueryOrder, by_day, by_screen, choices, top_queries, totals
from helpcenter.insights.rollups.rolling import roll
from helpcenter.insights.scope import last_days
from helpcenter.storage.database import Database
from tests.insights.rows import DAY, add, answered, intent

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK = last_days(7, DAY)
NONE: dict[str, Any] = {"outcome": "zero_result", "confidence": "zero_result", "results": 0}


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database(database_url)
    add(
        database,
        answered(screen="/invoices", segment="phase=active plan=pro", surface="panel"),
        answered(screen="/invoices", segment="phase=trial plan=professional", surface="panel", rank=3),
        intent(screen="/team", segment="phase=trial", surface="panel", query="roles", **NONE),
        intent(DAY - timedelta(days=1), query="roles", **NONE),
        intent(DAY - timedelta(days=1), locale="ja", query="返金"),
        intent(DAY - timedelta(days=30)),
        answered(surface="form"),
        intent(surface="form", question="q1", outcome="escalated"),
    )
    roll(database, now=NOW)
    return database


def test_totals_are_those_of_the_days_shown(database: Database) -> None:
    found = totals(database, WEEK)
    assert (found.all.searches, found.all.answered, found.all.empty) == (7, 3, 2)
    assert (found.form.answered, found.form.escalated) == (1, 1)
    assert totals(database, last_days(60, DAY)).all.searches == 8
    assert totals(database, WEEK.before).all == SearchCounts()


@pytest.mark.parametrize(
    ("narrowed", "searches"),
    [
        ({"locale": "ja"}, 1),
        ({"surface": "panel"}, 3),
        ({"screen": "/invoices"}, 2),
        ({"segment": "phase=trial"}, 2),
        ({"segment": "plan=pro"}, 1),  # and not plan=professional
        ({"segment": "plan=%"}, 0),
        ({"screen": "/invoices", "segment": "phase=trial"}, 1),
        ({"screen": "/nowhere"}, 0),
    ],
)
def test_filters_count_the_searches_they_say(database: Database, narrowed: dict[str, Any], searches: int) -> None:
    assert totals(database, replace(WEEK, **narrowed)).all.searches == searches


def test_days_without_a_search_are_there_too(database: Database) -> None:
    days = by_day(database, WEEK)
    assert list(days) == WEEK.all_days()
    assert [counts.searches for counts in days.values()] == [0, 0, 0, 0, 0, 2, 5]


def test_screens_come_in_order_of_what_was_not_answered(database: Database) -> None:
    screens = by_screen(database, WEEK)
    assert [(name, counts.searches, counts.unanswered) for name, counts in screens] == [
        ("/team", 1, 1),
        ("/invoices", 2, 0),
    ]
    assert [name for name, _ in by_screen(database, replace(WEEK, segment="plan=pro"))] == ["/invoices"]


def test_only_queries_of_several_people_are_shown(database: Database) -> None:
    assert [(each.normalized, each.visitors) for each in top_queries(database, WEEK)] == [("refund", 4), ("roles", 2)]
    assert [each.normalized for each in top_queries(database, WEEK, QueryOrder.EMPTY)] == ["roles"]
    assert [each.normalized for each in top_queries(database, WEEK, QueryOrder.UNANSWERED)] == ["roles", "refund"]
    assert top_queries(database, replace(WEEK, surface="site")) == []
    assert top_queries(database, WEEK.before) == []


def test_choices_are_what_there_is(database: Database) -> None:
    found = choices(database, WEEK)
    assert found.screens == ("/invoices", "/team")
    assert found.segments == ("phase=active", "phase=trial", "plan=pro", "plan=professional")


def test_one_query_tells_what_was_opened_and_what_was_searched_next(database: Database) -> None:
    for number in range(2):
        first = intent(query="money", visitor=f"m{number}", refined=True, id=f"money{number}", chain=f"money{number}")
        later = answered(
            query="money back", visitor=f"m{number}", chain=f"money{number}", at=first.at + timedelta(minutes=1)
        )
        add(database, first, later)
    roll(database, now=NOW + timedelta(minutes=2))
    found = one_query(database, WEEK, "en", "money")
    assert found is not None
    assert (found.visitors, found.counts.refined, found.opened) == (2, 2, ())
    assert [(each.normalized, each.visitors) for each in found.next] == [("money back", 2)]
    back = one_query(database, WEEK, "en", "money back")
    assert back is not None
    assert back.opened == (("en/billing/refund", 2),)


def test_a_query_of_one_person_is_not_told(database: Database) -> None:
    assert one_query(database, WEEK, "ja", "返金") is None
    assert one_query(database, WEEK, "en", "nobody") is None
