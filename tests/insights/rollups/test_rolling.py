from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from helpcenter.insights.retention import prune
from helpcenter.insights.rollups.limits import OTHER
from helpcenter.insights.rollups.rolling import roll, roll_lately
from helpcenter.insights.rollups.searches import Grain
from helpcenter.storage.database import Database
from helpcenter.storage.tables import (
    AdoptionDays,
    ArticleDays,
    GuideDays,
    GuideEvents,
    QueryDays,
    RolledDays,
    SearchDays,
    SearchIntents,
)
from tests.insights.rows import DAY, add, answered, event, happened, intent

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def total(database: Database, column: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.coalesce(func.sum(column), 0)).where(*where)) or 0


def searches(database: Database, grain: Grain = Grain.ALL) -> int:
    return total(database, SearchDays.searches, SearchDays.grain == int(grain))


def test_each_search_is_counted_once_in_every_grain_and_only_those_of_readers(database_url: str) -> None:
    database = Database(database_url)
    add(
        database,
        answered(screen="/invoices", segment="phase=active plan=pro", surface="panel"),
        intent(screen="/invoices", segment="phase=trial"),
        intent(DAY - timedelta(days=1), outcome="zero_result", confidence="zero_result", results=0),
        intent(outcome="unavailable", confidence="", results=0),
        intent(outcome="abandoned", confidence="", results=3),
        answered(confidence="", results=1),  # a suggestion was taken
        intent(audience="team"),
        intent(audience="bot"),
    )
    assert roll(database, now=NOW) > 0
    for grain in Grain:
        assert searches(database, grain) == 6
    for column, expected in (
        (SearchDays.made, 4),
        (SearchDays.found, 3),
        (SearchDays.empty, 1),
        (SearchDays.clicked, 2),
        (SearchDays.ranks, 2),
        (SearchDays.answered, 2),
        (SearchDays.unavailable, 1),
        (SearchDays.abandoned, 1),
    ):
        assert total(database, column, SearchDays.grain == 0) == expected


def test_counting_again_changes_nothing_and_counts_only_what_changed(database_url: str) -> None:
    database = Database(database_url)
    add(database, intent(), intent(DAY - timedelta(days=3)))
    assert roll(database, now=NOW) == 4  # two days of searches, with what they opened
    assert roll(database, now=NOW) == 0
    assert searches(database) == 2
    add(database, intent(DAY - timedelta(days=3)))  # late
    assert roll(database, now=NOW) == 1
    assert searches(database) == 3


def test_a_vote_or_a_question_that_comes_later_is_counted(database_url: str) -> None:
    database = Database(database_url)
    row = answered()
    identity = row.id
    add(database, row)
    roll(database, now=NOW)
    with database.writing() as session:
        kept = session.get_one(SearchIntents, identity)
        kept.question, kept.outcome = "q1", "escalated"
    roll(database, now=NOW)
    assert total(database, SearchDays.escalated, SearchDays.grain == 0) == 1
    assert total(database, SearchDays.answered, SearchDays.grain == 0) == 0


def test_counts_stay_when_the_rows_go(database_url: str) -> None:
    database = Database(database_url)
    old = (NOW - timedelta(days=200)).date()
    add(database, answered(old), answered(old), intent(old, "only once"), intent())
    happened(database, event("guide_started", old, slug="tour"))
    prune(database, 90, NOW)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchIntents)) == 1
        assert session.scalar(select(func.count()).select_from(GuideEvents)) == 0
        assert set(session.scalars(select(QueryDays.normalized))) == {"refund"}  # what one person typed is gone
    assert searches(database) == 4
    assert total(database, GuideDays.events) == 1
    roll(database, now=NOW)
    prune(database, 90, NOW)
    assert searches(database) == 4


def test_a_visitor_of_two_surfaces_is_one_person(database_url: str) -> None:
    database = Database(database_url)
    add(database, intent(visitor="aki"), intent(visitor="aki", surface="panel"), intent(visitor="rin", surface="panel"))
    roll(database, now=NOW)
    assert total(database, QueryDays.visitors) == 2
    assert total(database, QueryDays.searches) == 3


def test_what_cannot_be_shown_is_counted_but_no_query(database_url: str) -> None:
    database = Database(database_url)
    add(database, intent(query="[email]", normalized=""))
    roll(database, now=NOW)
    assert searches(database) == 1
    assert total(database, QueryDays.searches) == 0


def test_a_flood_of_screens_is_counted_together(database_url: str) -> None:
    database = Database(database_url)
    add(
        database,
        *(intent(screen=f"/made-up/{number}") for number in range(260)),
        intent(screen="/a"),
        intent(screen="/a"),
    )
    roll(database, now=NOW)
    with database.reading() as session:
        rows = session.execute(select(SearchDays.screen, SearchDays.searches).where(SearchDays.grain == 1)).all()
        screens = dict(rows)
    assert len(screens) == 201
    assert (screens["/a"], screens[OTHER]) == (2, 61)
    assert sum(screens.values()) == 262


def test_walkthroughs_are_counted_by_step_with_the_time_they_took(database_url: str) -> None:
    database = Database(database_url)
    happened(
        database,
        event("guide_started", slug="tour"),
        event("step_shown", seconds=1, slug="tour", step="one"),
        event("step_shown", seconds=2, slug="tour", step="one"),
        event("guide_completed", seconds=90, slug="tour"),
        event("guide_started", session="visit2", slug="tour"),
        event("guide_completed", session="visit3", slug="tour"),
        event("search", text="refund"),
        event("survey", slug="nps", number=9),
    )
    roll(database, now=NOW)
    steps = (GuideDays.name == "step_shown",)
    assert (total(database, GuideDays.events, *steps), total(database, GuideDays.visits, *steps)) == (2, 1)
    done = (GuideDays.name == "guide_completed",)
    assert [total(database, column, *done) for column in (GuideDays.visits, GuideDays.timed, GuideDays.seconds)] == [
        *(2, 1, 90),
    ]
    assert total(database, GuideDays.events, GuideDays.name == "search") == 0
    assert total(database, GuideDays.events, GuideDays.number == 9) == 1


def test_what_led_to_an_article_is_counted(database_url: str) -> None:
    database = Database(database_url)
    add(database, answered(), answered(clicked="ja/billing/refund"), answered(audience="team"))
    roll(database, now=NOW)
    assert total(database, ArticleDays.found) == 2
    assert total(database, ArticleDays.found, ArticleDays.locale == "ja", ArticleDays.slug == "billing/refund") == 1


def test_verified_users_count_once_in_four_weeks_for_their_latest_phase(database_url: str) -> None:
    database = Database(database_url)
    aki: dict[str, Any] = {"subject": "aki", "is_verified": True}
    happened(
        database,
        event("guide_started", DAY - timedelta(days=5), slug="tour", segment="phase=onboarding", **aki),
        event("guide_completed", DAY - timedelta(days=1), slug="tour", segment="phase=active plan=pro", **aki),
        event("search", DAY - timedelta(days=1), subject="rin", is_verified=True, segment="plan=free"),
        event("search", DAY - timedelta(days=1)),
    )
    roll(database, now=NOW)
    with database.reading() as session:
        columns = (AdoptionDays.phase, AdoptionDays.people, AdoptionDays.started, AdoptionDays.completed)
        rows = set(session.execute(select(*columns).where(AdoptionDays.day == DAY)).all())
    assert rows == {("active", 1, 1, 1), ("", 1, 0, 0)}


def test_weeks_that_are_not_all_there_any_more_are_not_counted_anew(database_url: str) -> None:
    database = Database(database_url)
    day = (NOW - timedelta(days=40)).date()
    for age in (0, 20):
        happened(database, event("search", day + timedelta(days=age), subject=f"user{age}", is_verified=True))
    roll(database, now=NOW)
    window = (AdoptionDays.day == day + timedelta(days=20),)
    assert total(database, AdoptionDays.people, *window) == 2
    prune(database, 30, NOW)
    roll(database, now=NOW)
    assert total(database, AdoptionDays.people, *window) == 2


def test_once_a_minute_one_of_all_servers_counts(database_url: str) -> None:
    one, other = Database(database_url), Database(database_url)
    add(one, intent(NOW.date()))
    assert roll_lately(one, NOW) > 0
    add(one, intent(NOW.date()))
    assert roll_lately(other, NOW) == 0
    assert roll_lately(other, NOW + timedelta(minutes=1)) > 0
    assert searches(one) == 2


def test_a_day_that_is_counted_by_two_at_once_is_counted_once(database_url: str) -> None:
    database = Database(database_url)
    add(database, *(intent(DAY - timedelta(days=age)) for age in range(6)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: roll(Database(database_url), now=NOW), range(4)))
    assert searches(database) == 6
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RolledDays)) == 12


def test_a_day_whose_rows_are_all_gone_keeps_its_counts(database_url: str) -> None:
    database = Database(database_url)
    add(database, intent(), intent(date(2026, 11, 19)))
    roll(database, now=NOW)
    with database.writing() as session:
        session.execute(delete(SearchIntents).where(SearchIntents.day == DAY))
    roll(database, now=NOW)
    assert searches(database) == 2
