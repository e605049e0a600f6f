"""Reading the log of searches to take it along, and erasing what should not be in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select

from helpcenter.insights.gaps.gap import SHOWN_FROM
from helpcenter.insights.searches.intents import Intent
from helpcenter.insights.searches.writing import intent_of
from helpcenter.storage.tables import (
    ArticleLeads,
    AskedDays,
    GapHistory,
    GapQueries,
    Gaps,
    GuideEvents,
    QueryDays,
    SearchIntents,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from helpcenter.storage.database import Database


def intents(database: Database, since: date | None = None) -> Iterator[Intent]:
    """Yield the log from a day on, the oldest first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    columns = [getattr(SearchIntents, name) for name in Intent.__struct_fields__]
    found = select(*columns).order_by(SearchIntents.at, SearchIntents.id).execution_options(yield_per=1_000)
    with database.reading() as session:
        for row in session.execute(found.where(SearchIntents.day >= since) if since else found):
            yield intent_of(row)


def erase_words(database: Database, words: str) -> int:
    """Remove every search with these words in it, however they are written, and return how many that were.

    They go from counts by query, leads, gaps with what was said of them, and events of the guide as well; a gap that is
    named after them gets the name of another of its queries that more than one person asked, or none.

    Raises:
        ValueError: there are no words.
        DatabaseUnavailableError: nothing was removed.
    """
    wanted = " ".join(words.casefold().split())
    if not wanted:
        raise ValueError("no words")
    with database.writing() as session:
        gone = session.scalars(
            delete(SearchIntents)
            .where(or_(_has(SearchIntents.query, wanted), _has(SearchIntents.normalized, wanted)))
            .returning(SearchIntents.id)
        ).all()
        for table in (QueryDays, AskedDays):
            session.execute(delete(table).where(or_(_has(table.normalized, wanted), _has(table.text, wanted))))
        session.execute(delete(ArticleLeads).where(ArticleLeads.kind == "query", _has(ArticleLeads.origin, wanted)))
        session.execute(delete(GuideEvents).where(_has(GuideEvents.text, wanted)))
        session.execute(
            delete(GapQueries).where(or_(_has(GapQueries.normalized, wanted), _has(GapQueries.text, wanted)))
        )
        for gap in session.scalars(select(Gaps).where(_has(Gaps.title, wanted))):
            shown = select(GapQueries.text).where(GapQueries.gap_id == gap.id, GapQueries.visitors >= SHOWN_FROM)
            gap.title = session.scalar(shown.order_by(GapQueries.first_day).limit(1)) or ""
        for line in session.scalars(
            select(GapHistory).where(or_(_has(GapHistory.text, wanted), _has(GapHistory.detail, wanted)))
        ):
            line.text, line.detail = "", ""
        return len(gone)


def _has(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words, autoescape=True)
