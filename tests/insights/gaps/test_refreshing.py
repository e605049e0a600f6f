from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.gaps.days import CountedQuery
from helpcenter.insights.gaps.founding import title_of
from helpcenter.insights.gaps.refreshing import Refreshed, Sources, is_unanswered, refresh, refresh_if_due
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gaps, history_of, queries_of
from helpcenter.insights.gaps.values import DayCount, FailureKind, QueryKey
from helpcenter.insights.gaps.working import Doing, move
from helpcenter.insights.outcomes import Outcome
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GapQueries
from tests.insights.gaps.making import NOW, Site, search_for

if TYPE_CHECKING:
    from pathlib import Path

LATER = NOW + timedelta(days=1)


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(Site(tmp_path / "site").publish())


def test_what_two_people_asked_in_vain_becomes_a_gap_that_is_weighed_and_explained(
    database: Database, sources: Sources
) -> None:
    search_for(database, "delete my workspace", "a", "b", outcome=Outcome.ESCALATED, screen="/settings")
    assert refresh(database, sources, 90, NOW) == Refreshed(founded=1, joined=0, explained=1)
    (found,) = gaps(database)
    assert (found.title, found.locale, found.state) == ("delete my workspace", "en", State.OPEN)
    assert (found.harm.volume, found.harm.weight) == (2.0, 3.0)
    assert (found.kind, found.article) == (FailureKind.MISSING, "")
    (query,) = queries_of(database, [found.id])[found.id]
    assert (query.times, query.visitors, query.is_shown) == (2, 2, True)
    assert [entry.kind for entry in history_of(database, found.id)] == ["created"]


def test_what_one_person_asked_is_no_gap_and_neither_is_what_was_answered(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a")
    search_for(database, "export data", "a", "b", outcome=Outcome.ANSWERED)
    search_for(database, "export data", "c")
    search_for(database, "slow", "a", "b", outcome=Outcome.UNAVAILABLE)
    assert refresh(database, sources, 90, NOW) == Refreshed(0, 0, 0)
    assert gaps(database) == ()


def test_refreshing_again_changes_nothing(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b")
    refresh(database, sources, 90, NOW)
    before = gaps(database)
    assert refresh(database, sources, 90, NOW) == Refreshed(0, 0, 0)
    assert gaps(database) == before


def test_paraphrase_joins_its_gap_and_nothing_people_did_is_undone(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b")
    refresh(database, sources, 90, NOW)
    (found,) = gaps(database)
    move(database, Doing(found.id, None), State.IN_PROGRESS)
    search_for(database, "delete the workspace", "c", at=LATER - timedelta(hours=1))
    assert refresh(database, sources, 90, LATER).joined == 1
    (grown,) = gaps(database)
    assert (grown.id, grown.state, grown.queries, grown.shown) == (found.id, State.IN_PROGRESS, 2, 1)
    assert history_of(database, found.id)[0].kind == "queries"


def test_query_that_is_answered_since_stays_with_its_gap(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b")
    refresh(database, sources, 90, NOW)
    search_for(database, "delete my workspace", *"cdefgh", at=LATER, outcome=Outcome.ANSWERED)
    refresh(database, sources, 90, LATER)
    (found,) = gaps(database)
    assert queries_of(database, [found.id])[found.id][0].times == 8


def test_gap_names_the_article_that_readers_found_in_the_end(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b", refined=True, chain="c")
    search_for(database, "cash", "a", "b", at=NOW, chain="c", clicked="en/billing/refund", outcome=Outcome.ANSWERED)
    refresh(database, sources, 90, NOW)
    (found,) = gaps(database)
    assert (found.kind, found.article) == (FailureKind.UNFINDABLE, "en/billing/refund")


def test_one_accidental_click_names_no_article_and_brings_nothing_together(
    database: Database, sources: Sources
) -> None:
    for number, query in enumerate(("delete my workspace", "chargeback window")):
        search_for(database, query, "a", "b", refined=True, chain=f"c{number}")
        chain = f"c{number}"
        refund = "en/billing/refund"
        search_for(database, "cash", "a", at=NOW, clicked=refund, outcome=Outcome.ANSWERED, chain=chain)
    assert refresh(database, sources, 90, NOW).founded == 2
    assert {(each.title, each.kind) for each in gaps(database)} == {
        ("delete my workspace", FailureKind.MISSING),
        ("chargeback window", FailureKind.MISSING),
    }


def test_gaps_are_there_by_words_until_there_are_vectors(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b")
    refresh(database, sources, 90, NOW)
    assert [each.by_words for each in gaps(database)] == [True]


def test_first_gap_is_looked_for_more_often_than_every_hour(database: Database, sources: Sources) -> None:
    assert refresh_if_due(database, sources, 90, NOW) == Refreshed(0, 0, 0)
    search_for(database, "delete my workspace", "a", "b")
    assert refresh_if_due(database, sources, 90, NOW + timedelta(minutes=1)) == Refreshed(1, 0, 1)
    search_for(database, "chargeback window", "a", "b")
    assert refresh_if_due(database, sources, 90, NOW + timedelta(minutes=2)) is None


def test_explanation_is_no_change_that_anybody_is_too_late_for(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b")
    refresh(database, sources, 90, NOW)
    (found,) = gaps(database)
    assert found.version == 1
    assert move(database, Doing(found.id, None, 1), State.IN_PROGRESS).version == 2


def test_locale_that_was_removed_keeps_its_gaps_unexplained(database: Database, sources: Sources) -> None:
    search_for(database, "データを消したい", "a", "b", locale="ja")
    assert refresh(database, sources, 90, NOW) == Refreshed(founded=1, joined=0, explained=0)
    assert gaps(database)[0].kind is None


def test_two_who_refresh_at_once_make_each_gap_once(database: Database, sources: Sources) -> None:
    for number in range(4):
        search_for(database, f"{'xyzw'[number] * 5} {'qrst'[number] * 6}", "a", "b")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: refresh(database, sources, 90, NOW), range(2)))
    assert sum(each.founded for each in done) == 4
    assert len(gaps(database)) == 4
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(GapQueries)) == 4


def test_one_of_all_servers_refreshes_in_an_hour(database: Database, sources: Sources) -> None:
    search_for(database, "delete my workspace", "a", "b")
    assert refresh_if_due(database, sources, 90, NOW) == Refreshed(1, 0, 1)
    assert refresh_if_due(database, sources, 90, NOW + timedelta(minutes=30)) is None
    assert refresh_if_due(database, sources, 90, NOW + timedelta(hours=1)) == Refreshed(0, 0, 0)


def test_database_that_is_away_is_told(tmp_path: Path, sources: Sources) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatabaseUnavailableError):
        refresh(Database(f"sqlite:///{tmp_path}/folder"), sources, 90, NOW)


def counted(text: str, visitors: int, *outcomes: Outcome) -> CountedQuery:
    days = tuple(DayCount(NOW.date(), str(outcome), 1) for outcome in outcomes)
    return CountedQuery(QueryKey("en", text), text, days, visitors, NOW.date())


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Outcome.ZERO_RESULT], True),
        ([Outcome.ZERO_RESULT, Outcome.ANSWERED], True),
        ([Outcome.ZERO_RESULT, Outcome.ANSWERED, Outcome.ANSWERED], False),
        ([Outcome.UNHELPFUL, Outcome.REJECTED, Outcome.UNAVAILABLE], True),
        ([Outcome.REJECTED], False),
        ([], False),
    ],
)
def test_query_goes_unanswered_when_half_of_what_was_asked_did(outcomes: list[Outcome], expected: bool) -> None:
    assert is_unanswered(counted("x", 1, *outcomes)) is expected


def test_what_one_person_typed_names_no_gap() -> None:
    assert title_of([counted("my secret refund", 1), counted("refund", 2)]) == "refund"
    assert title_of([counted("please refund my order now", 1), counted("refund my order 7", 1)]) == "refund my order"
    assert title_of([counted("請求書を再発行したい", 1), counted("領収書を再発行する", 1)]) == "書を再発行"
    assert title_of([counted("alone", 1)]) == ""
