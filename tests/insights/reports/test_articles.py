from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpcenter.insights.counting import Batch
from helpcenter.insights.leads import Kind, Led, write_leads
from helpcenter.insights.questions import Question, write_question
from helpcenter.insights.reports.articles import article_comments, articles, views_by_day
from helpcenter.insights.rollups.rolling import roll
from helpcenter.insights.scope import last_days
from helpcenter.insights.views import Surface, Viewed, write_views
from helpcenter.insights.votes import Vote, write_vote
from helpcenter.storage.database import Database
from tests.insights.rows import DAY, add, answered, moment

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK = last_days(7, DAY)
SLUG = "billing/refund"


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database(database_url)
    number = int(moment(DAY).timestamp()) // 86_400
    views = {Viewed(number, "en", SLUG, Surface.SITE): 10, Viewed(number, "en", SLUG, Surface.GUIDE): 3}
    write_views(Batch("views", views | {Viewed(number - 30, "en", SLUG, Surface.SITE): 99}), database, NOW)
    write_leads(Batch("leads", {Led(number, "en", Kind.ARTICLE, SLUG, "billing/tax"): 4}), database, NOW)
    for identity, helpful, comment in (("a", True, ""), ("b", True, "Thanks"), ("c", False, "Too long")):
        write_vote(Vote(identity, "en", SLUG, "c0ffee", helpful, comment, moment(DAY)), database)
    asked = Question("q", "en", "Where is it?", "", "aki@example.com", "", SLUG, "", "c0ffee", moment(DAY))
    write_question(asked, database, moment(DAY))
    add(database, answered(), answered())
    roll(database, now=NOW)
    return database


def test_an_article_is_told_with_everything_that_happened(database: Database) -> None:
    found = articles(database, WEEK)["en", SLUG]
    assert (found.views, found.on_site, found.found, found.asked, found.comments) == (13, 10, 2, 1, 2)
    assert (found.helpful, found.unhelpful, found.helpfulness) == (2, 1, 2 / 3)
    assert (found.exits, found.exit_rate) == (6, 0.6)
    assert articles(database, replace(WEEK, surface="panel"))["en", SLUG].views == 3
    assert articles(database, replace(WEEK, locale="ja")) == {}
    assert articles(database, last_days(60, DAY))["en", SLUG].views == 112


def test_views_are_told_day_by_day(database: Database) -> None:
    days = views_by_day(database, WEEK, "en", SLUG)
    assert list(days.values()) == [0, 0, 0, 0, 0, 0, 13]
    assert sum(views_by_day(database, WEEK, "ja", SLUG).values()) == 0


def test_comments_are_told_without_those_who_said_nothing(database: Database) -> None:
    assert {text for _, _, text in article_comments(database, WEEK, "en", SLUG)} == {"Thanks", "Too long"}
    before = replace(WEEK, since=WEEK.since - timedelta(days=30), until=WEEK.since)
    assert article_comments(database, before, "en", SLUG) == []
