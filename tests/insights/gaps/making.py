"""Rows that tests of gaps begin with, written as the search log writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from helpcenter.insights.leads import kept_query
from helpcenter.insights.outcomes import Outcome
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.storage.tables import GapQueries, Gaps, SearchIntents, UserRow

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.generation import Generation
    from helpcenter.storage.database import Database

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def add_user(database: Database, name: str = "Aki", role: str = "writer") -> int:
    row = UserRow(
        email=f"{name.lower()}@example.com",
        name=name,
        role=role,
        password="",
        session_version=1,
        created_at=NOW,
    )
    with database.writing() as session:
        session.add(row)
        session.flush()
        return row.id


def add_gap(database: Database, *queries: str, state: str = "open", found: str = "", **values: object) -> int:
    """A gap of queries that two people asked each."""
    row = Gaps(
        title=queries[0] if queries else "gap",
        locale="en",
        state=state,
        owner=None,
        kind="",
        article="",
        answer="",
        created_at=NOW,
        updated_at=NOW,
        shipped_at=None,
        shipped_commit="",
        proven_at=None,
        proven_commit="",
        version=1,
        reason="",
        harm=1.0,
        volume=1.0,
        trend=1.0,
        weight=1.0,
        hint="",
        by_words=False,
        confirmed_section="",
        confirmed_hash="",
        confirmed_at=None,
        confirmed_by=None,
    )
    for name, value in values.items():
        setattr(row, name, value)
    with database.writing() as session:
        session.add(row)
        session.flush()
        for query in queries:
            session.add(
                GapQueries(
                    locale=row.locale,
                    normalized=kept_query(query),
                    gap_id=row.id,
                    text=query,
                    first_day=NOW.date(),
                    rank_before=None,
                    rank_after=None,
                    replayed_at=None,
                    found=found,
                    times=3,
                    visitors=2,
                    confidence_after="",
                )
            )
        session.flush()
        return row.id


def search_for(
    database: Database,
    query: str,
    *visitors: str,
    outcome: Outcome = Outcome.ZERO_RESULT,
    at: datetime = NOW - timedelta(hours=1),
    **values: object,
) -> None:
    """One search of each visitor."""
    with database.writing() as session:
        for visitor in visitors:
            identity = uuid4().hex
            row = SearchIntents(
                id=identity,
                day=at.date(),
                at=at,
                last_at=at,
                visitor=visitor,
                audience="reader",
                surface="site",
                locale="en",
                screen="",
                segment="",
                query=query,
                normalized=kept_query(query),
                results=0,
                confidence=str(outcome) if outcome in {Outcome.ZERO_RESULT, Outcome.LOW_CONFIDENCE} else "answered",
                confidence_score=0.0,
                generation="g1",
                commit="c0ffee",
                shown="",
                clicked="",
                rank=None,
                clicked_at=None,
                clicks=0,
                dwell=None,
                keystrokes=1,
                chain=identity,
                refined=False,
                vote=None,
                question="",
                outcome=str(outcome),
                last_event="",
            )
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)


class Site:
    """A small library that can be changed and published."""

    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles"
        self.index = folder / "index"
        for number in range(5):
            self.write(f"en/other/cash-{number}.md", f"Other matter {number}", "Pay in cash and come back.")
        self.write("en/billing/refund.md", "Refunds", "We return money.")

    def write(self, path: str, title: str, text: str, matter: str = "") -> None:
        file = self.articles / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {title}\n{matter}---\n{text}\n", encoding="utf-8")

    def remove(self, path: str) -> None:
        (self.articles / path).unlink()

    def publish(self) -> Generation:
        publish(self.articles, self.index)
        return Generations(self.index).current()
