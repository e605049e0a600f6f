from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from helpcenter.content.library import load_library
from helpcenter.errors import DemoDataError
from helpcenter.insights.demo.asking import THEMES, matters
from helpcenter.insights.demo.filling import fill, is_demo, remove
from helpcenter.insights.demo.traffic import Traffic
from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Audience, Finding, Search, SearchSurface, finding_of
from helpcenter.insights.searches.writing import write_event
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleViews, ArticleVotes, Base, GuideEvents, Questions, SearchIntents, UserRow
from tests.test_manual import MANUAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from helpcenter.content.article import Library

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOME = Traffic(NOW.date(), 40, 12)
Asked = tuple["Library", "Callable[[str, str], Finding]"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The manual, and how it is searched."""
    index = tmp_path_factory.mktemp("demo") / "index"
    publish(MANUAL, index)
    generation = Generations(index).current()

    def search(query: str, locale: str) -> Finding:
        return finding_of(generation.search(SearchRequest(query, locale, semantic=False)), generation.commit)

    return load_library(MANUAL), search


def everything(database: Database) -> list[tuple[object, ...]]:
    columns = (SearchIntents.id, SearchIntents.query, SearchIntents.outcome, SearchIntents.clicked, SearchIntents.at)
    with database.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(SearchIntents.id))]


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_invented_traffic_has_all_that_a_dashboard_shows(database_url: str, asked: Asked) -> None:
    database = Database(database_url)
    filled = fill(database, *asked, SOME)
    with database.reading() as session:
        assert set(session.scalars(select(SearchIntents.surface).distinct())) >= {"site", "panel"}
        made = {Outcome(each) for each in session.scalars(select(SearchIntents.outcome).distinct())}
        assert made >= {Outcome.ANSWERED, Outcome.UNCLICKED, Outcome.ESCALATED, Outcome.LOW_CONFIDENCE}
        days = session.execute(select(func.min(SearchIntents.day), func.max(SearchIntents.day))).one()
        names = set(session.scalars(select(GuideEvents.name).distinct()))
    assert (days[1] - days[0]).days >= 35
    assert days[1] == SOME.last
    assert names >= {"guide_started", "step_shown", "step_done", "guide_dismissed", "guide_completed", "survey"}
    kept = counts(database)
    written = {SearchIntents: filled.searches, ArticleVotes: filled.votes, Questions: filled.questions}
    written |= {ArticleViews: filled.views, GuideEvents: filled.guide_events}
    assert all(kept[table.__tablename__] == number > 0 for table, number in written.items())


def test_same_seed_invents_the_same(tmp_path: Path, asked: Asked) -> None:
    one, other, another = (Database(f"sqlite:///{tmp_path}/{name}.db") for name in "abc")
    short = Traffic(NOW.date(), 5, 10)
    for database, seed in ((one, 1), (other, 1), (another, 2)):
        fill(database, *asked, short, seed)
    assert everything(one) == everything(other) != everything(another)


def test_it_goes_with_one_command_and_accounts_stay(database_url: str, asked: Asked) -> None:
    database = Database(database_url)
    with database.writing() as session:
        session.add(
            UserRow(email="a@example.com", name="A", role="admin", password="x", session_version=1, created_at=NOW)
        )
    fill(database, *asked, Traffic(NOW.date(), 3, 10))
    assert is_demo(database)
    assert remove(database) > 0
    assert not is_demo(database)
    assert {name for name, number in counts(database).items() if number} == {"users"}


def test_real_traffic_is_never_mixed_with_invented(tmp_path: Path, asked: Asked) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    made = Search(
        id="real",
        at=NOW,
        visitor="v",
        audience=Audience.READER,
        surface=SearchSurface.SITE,
        locale="en",
        query="refund",
    )
    write_event(made, database)
    with pytest.raises(DemoDataError, match="real searches"):
        fill(database, *asked, SOME)
    with pytest.raises(DemoDataError, match="nothing was removed"):
        remove(database)
    assert [row[0] for row in everything(database)] == ["real"]


def test_twice_is_refused(tmp_path: Path, asked: Asked) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    fill(database, *asked, Traffic(NOW.date(), 2, 5))
    with pytest.raises(DemoDataError, match="--remove"):
        fill(database, *asked, SOME)


def test_themes_nobody_answers_are_in_both_languages(asked: Asked) -> None:
    missing = [each for each in matters(asked[0], Random(1)) if not each.answer]
    assert {each.locale for each in missing} == {"en", "ja"}
    assert all(len(each.queries) >= 3 for each in missing)
    assert THEMES.is_file()
