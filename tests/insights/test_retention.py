from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from helpcenter.insights.counting import Batch
from helpcenter.insights.leads import Kind, Led, write_leads
from helpcenter.insights.questions import Question, sent, write_question
from helpcenter.insights.recording import Recording
from helpcenter.insights.retention import Pruned, prune, prune_today
from helpcenter.insights.views import Surface, Viewed, write_views
from helpcenter.insights.votes import Vote, write_vote
from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleLeads, ArticleViews, ArticleVotes, Questions

if TYPE_CHECKING:
    from helpcenter.storage.tables import Base

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TABLES: tuple[type[Base], ...] = (ArticleVotes, Questions, ArticleLeads, ArticleViews)


def a_question(identity: str, made_at: datetime) -> Question:
    return Question(identity, "en", "How?", "Aki", "aki@example.com", "", "", "", "c0ffee", made_at)


def record(database: Database, age: timedelta) -> None:
    """One of each, so old."""
    made_at, name = NOW - age, str(age)
    day = int(made_at.timestamp()) // 86_400
    write_vote(Vote(name, "en", "a", "c0ffee", True, "Good", made_at), database)
    write_question(sent(a_question(name, made_at), made_at), database, made_at)
    write_leads(Batch(f"leads {name}", {Led(day, "en", Kind.QUERY, "bill", "a"): 2}), database, NOW)
    write_views(Batch(f"views {name}", {Viewed(day, "en", "a", Surface.SITE): 2}), database, NOW)


def kept(database: Database) -> list[int]:
    with database.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_what_is_older_goes_and_counts_of_views_stay(database_url: str) -> None:
    database = Database(database_url)
    for days in (0, 30, 89, 91, 400):
        record(database, timedelta(days=days))
    assert prune(database, 90, NOW) == Pruned(votes=2, questions=2, undelivered=0, leads=2)
    assert kept(database) == [3, 3, 3, 5]
    assert prune(database, 90, NOW) == Pruned(0, 0, 0, 0)
    assert prune(database, 30, NOW + timedelta(days=1)).votes == 2
    assert kept(database) == [1, 1, 1, 5]


def test_questions_that_nobody_got_go_too_and_are_told(database_url: str) -> None:
    database = Database(database_url)
    for name, days in (("old", 91), ("new", 1)):
        made_at = NOW - timedelta(days=days)
        write_question(a_question(name, made_at), database, made_at)
    assert prune(database, 90, NOW) == Pruned(votes=0, questions=1, undelivered=1, leads=0)
    assert kept(database)[1] == 1


def test_one_of_all_servers_prunes_once_a_day(database_url: str) -> None:
    first, second = Database(database_url), Database(database_url)
    record(first, timedelta(days=91))
    assert prune_today(first, 90, NOW) == Pruned(1, 1, 0, 1)
    record(first, timedelta(days=92))
    assert prune_today(second, 90, NOW + timedelta(hours=11)) is None
    assert prune_today(second, 90, NOW + timedelta(hours=13)) == Pruned(1, 1, 0, 1)


def test_the_server_prunes_by_itself(database_url: str) -> None:
    database = Database(database_url)
    write_vote(Vote("old", "en", "a", "c0ffee", True, "", NOW - timedelta(days=8)), database)
    write_vote(Vote("new", "en", "a", "c0ffee", True, "", NOW), database)
    recording = Recording(database, retention_days=7, clock=lambda: NOW)
    recording.work()
    assert kept(database)[0] == 1
    recording.close()
