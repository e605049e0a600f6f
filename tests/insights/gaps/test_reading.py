from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from helpcenter.errors import GapError
from helpcenter.insights.gaps import reading
from helpcenter.insights.gaps.days import count_days
from helpcenter.insights.gaps.gap import Happened
from helpcenter.insights.gaps.reading import GapDay, gap_report
from helpcenter.insights.gaps.working import Doing, comment, ship
from helpcenter.insights.outcomes import Outcome
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GapQueries
from tests.insights.gaps.making import NOW, add_gap, search_for

TODAY = NOW.date()
DAY = timedelta(days=1)


def test_gap_is_told_with_its_days_where_it_comes_from_and_what_is_hidden(database_url: str) -> None:
    database = Database(database_url)
    number = add_gap(database, "refund", "my own refund")
    other = add_gap(database, "invoice")
    search_for(database, "refund", "a", "b", screen="/orders", segment="plan=pro")
    search_for(database, "refund", "c", screen="/alone", at=NOW - DAY, outcome=Outcome.ANSWERED)
    search_for(database, "refund", "d", "e", screen="/bots", audience="bot")
    search_for(database, "refund", "f", "g", screen="/before", at=NOW - 9 * DAY)
    search_for(database, "invoice", "a", "b", screen="/elsewhere")
    count_days(database, TODAY)
    with database.writing() as session:
        session.execute(update(GapQueries).where(GapQueries.normalized.startswith("my")).values(visitors=1))
    report = gap_report(database, number, TODAY - DAY, TODAY)
    assert report.days == {TODAY - DAY: GapDay(1, 0), TODAY: GapDay(0, 2)}
    assert report.screens == (("/orders", 2),)
    assert report.segments == (("plan=pro", 2),)
    assert ([query.text for query in report.queries], report.hidden) == (["refund"], 1)
    assert gap_report(database, other, TODAY, TODAY).screens == (("/elsewhere", 2),)
    with pytest.raises(GapError):
        gap_report(database, 99, TODAY, TODAY)


def test_gap_with_very_many_searches_tells_where_the_newest_came_from(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_READ", 2)
    database = Database(database_url)
    number = add_gap(database, "refund")
    search_for(database, "refund", "a", "b", screen="/orders")
    search_for(database, "refund", "c", "d", screen="/before", at=NOW - DAY)
    count_days(database, TODAY)
    report = gap_report(database, number, TODAY - DAY, TODAY)
    assert report.screens == (("/orders", 2),)
    assert report.days == {TODAY - DAY: GapDay(0, 2), TODAY: GapDay(0, 2)}


def test_searches_without_an_answer_since_the_proof_are_told(database_url: str) -> None:
    database = Database(database_url)
    number = add_gap(database, "refund", state="proven", proven_at=NOW - 2 * DAY, answer="en/a")
    search_for(database, "refund", "a", at=NOW - 2 * DAY)
    search_for(database, "refund", "b")
    search_for(database, "refund", "c", outcome=Outcome.ANSWERED)
    count_days(database, TODAY)
    assert gap_report(database, number, TODAY - 7 * DAY, TODAY).asked_since == 1


def test_answer_that_was_found_before_the_fix_as_well_is_told(database_url: str) -> None:
    database = Database(database_url)
    high, low = (add_gap(database, query, found=found) for query, found in (("one", "en/a"), ("two", "en/b")))
    for number in (high, low):
        ship(database, Doing(number, None), "en/a")
        comment(database, Doing(number, None), "Shipped")
    reports = [gap_report(database, number, TODAY, TODAY) for number in (high, low)]
    assert [report.was_found_before for report in reports] == [True, False]
    assert [entry.kind for entry in reports[0].history] == [Happened.COMMENT, Happened.STATE]
    assert reports[0].last_replay is None
