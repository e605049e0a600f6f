from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select, update

from helpcenter.insights.gaps.days import count_days
from helpcenter.insights.gaps.gap import Happened
from helpcenter.insights.gaps.store import gap, history_of, queries_of
from helpcenter.insights.gaps.working import Doing, comment, note, rename
from helpcenter.insights.searches.reading import erase_words
from helpcenter.storage.database import Database
from helpcenter.storage.tables import AskedDays, GapQueries
from tests.insights.gaps.making import NOW, add_gap, search_for


def test_words_go_from_gaps_their_counts_their_names_and_what_was_said(database_url: str) -> None:
    database = Database(database_url)
    search_for(database, "Aki Mori refund", "a", "b")
    search_for(database, "refund", "a", "b")
    count_days(database, NOW.date())
    number = add_gap(database, "Aki Mori refund", "my own refund", "refund")
    with database.writing() as session:
        session.execute(update(GapQueries).where(GapQueries.normalized.startswith("my own")).values(visitors=1))
        note(session, Doing(number, None), Happened.REPLAY, "", {"ranks": [{"query": "Aki Mori refund"}]}, NOW)
    comment(database, Doing(number, None), "Aki Mori called about a refund", datetime.now(UTC))
    assert erase_words(database, "aki  MORI") == 2
    with database.reading() as session:
        assert set(session.scalars(select(AskedDays.normalized))) == {"refund"}
    assert gap(database, number).title == "refund"
    assert {query.text for query in queries_of(database, [number])[number]} == {"my own refund", "refund"}
    assert all("Mori" not in entry.text + str(entry.detail) for entry in history_of(database, number))
    assert len(history_of(database, number)) == 2


def test_gap_of_which_nothing_may_be_shown_has_no_name(database_url: str) -> None:
    database = Database(database_url)
    number = add_gap(database, "Aki Mori", "my own refund")
    rename(database, Doing(number, None), "What Aki Mori asked")
    with database.writing() as session:
        session.execute(update(GapQueries).values(visitors=1))
    erase_words(database, "Aki Mori")
    assert gap(database, number).title == ""
