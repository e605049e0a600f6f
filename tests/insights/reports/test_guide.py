from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpcenter.insights.reports.guide import (
    adoption,
    missing_targets,
    steps,
    survey_comments,
    surveys,
    walkthroughs,
)
from helpcenter.insights.rollups.rolling import roll
from helpcenter.insights.scope import last_days
from helpcenter.storage.database import Database
from tests.insights.rows import DAY, event, happened

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK = last_days(7, DAY)


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database(database_url)
    for number in range(4):
        visit = f"visit{number}"
        happened(database, event("guide_started", session=visit, slug="tour"))
        happened(database, event("step_shown", seconds=1, session=visit, slug="tour", step="one"))
    for number in range(2):
        visit = f"visit{number}"
        happened(database, event("step_shown", seconds=9, session=visit, slug="tour", step="two"))
        happened(database, event("guide_completed", seconds=30, session=visit, slug="tour"))
    happened(
        database,
        event("guide_dismissed", session="visit3", slug="tour", step="one"),
        event("target_missing", session="visit2", slug="tour", step="two", screen="/old"),
        event("guide_started", DAY - timedelta(days=90), slug="other"),
        *(event("survey", session=f"s{score}", slug="nps", number=score, text="Fine") for score in (10, 9, 8, 3)),
    )
    roll(database, now=NOW)
    return database


def test_a_walkthrough_is_told_with_its_completion_and_the_time_it_took(database: Database) -> None:
    (tour,) = walkthroughs(database, WEEK)
    assert (tour.slug, tour.started, tour.completed, tour.dismissed, tour.missing) == ("tour", 4, 2, 1, 1)
    assert (tour.completion, tour.mean_seconds) == (0.5, 30)
    assert [each.slug for each in walkthroughs(database, last_days(120, DAY))] == ["tour", "other"]
    assert walkthroughs(database, WEEK.before) == []


def test_steps_tell_where_people_leave(database: Database) -> None:
    found = steps(database, WEEK, "tour")
    assert (found["one"].shown, found["one"].dismissed) == (4, 1)
    assert (found["two"].shown, found["two"].missing) == (2, 1)


def test_missing_elements_are_told_with_their_screen(database: Database) -> None:
    (found,) = missing_targets(database, WEEK)
    assert (found.slug, found.step, found.screen, found.times) == ("tour", "two", "/old", 1)
    assert missing_targets(database, replace(WEEK, screen="/invoices")) == []
    assert missing_targets(database, WEEK, "other") == []


def test_surveys_tell_scores_and_comments(database: Database) -> None:
    (nps,) = surveys(database, WEEK)
    assert (nps.answers, nps.mean, nps.net_promoter) == (4, 7.5, 0.25)
    assert [(score, text) for _, _, score, text in survey_comments(database, WEEK)].count((3, "Fine")) == 1
    assert survey_comments(database, replace(WEEK, locale="ja")) == []


def test_phases_are_told_day_by_day(database: Database) -> None:
    happened(database, event("search", DAY - timedelta(days=1), subject="aki", segment="phase=active"))
    roll(database, now=NOW)
    found = adoption(database, WEEK)
    assert [(each.day, each.phase, each.people) for each in found] == [
        (DAY - timedelta(days=1), "active", 1),
        (DAY, "active", 1),
    ]
