"""What happened on one day, counted; these counts stay when the rows they were counted from are gone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


class RolledDays(Base):
    """A day of one source that was counted, and what its rows were like then; other rows are counted anew."""

    __tablename__ = "rolled_days"

    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(200))
    rolled_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SearchMeasures:
    """Numbers of searches: all; those made, with results, with none; opened; and what came of them."""

    searches: Mapped[int] = mapped_column(Integer)
    made: Mapped[int] = mapped_column(Integer)
    found: Mapped[int] = mapped_column(Integer)
    empty: Mapped[int] = mapped_column(Integer)
    clicked: Mapped[int] = mapped_column(Integer)
    ranked: Mapped[int] = mapped_column(Integer)
    ranks: Mapped[int] = mapped_column(Integer)
    refined: Mapped[int] = mapped_column(Integer)
    answered: Mapped[int] = mapped_column(Integer)
    unclicked: Mapped[int] = mapped_column(Integer)
    low_confidence: Mapped[int] = mapped_column(Integer)
    zero_result: Mapped[int] = mapped_column(Integer)
    escalated: Mapped[int] = mapped_column(Integer)
    unhelpful: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[int] = mapped_column(Integer)
    unavailable: Mapped[int] = mapped_column(Integer)
    abandoned: Mapped[int] = mapped_column(Integer)


class SearchDays(SearchMeasures, Base):
    """Searches of readers by locale and surface; by screen and segment too as far as the grain says so."""

    __tablename__ = "search_days"
    __table_args__ = (Index(None, "grain", "day"), Index(None, "grain", "screen", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    grain: Mapped[int] = mapped_column(Integer)
    day: Mapped[date] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(16))
    surface: Mapped[str] = mapped_column(String(8))
    screen: Mapped[str] = mapped_column(String(200))
    segment: Mapped[str] = mapped_column(String(200))


class QueryDays(SearchMeasures, Base):
    """The most searched queries of a day; `visitors` of all surfaces add up to the visitors of the query."""

    __tablename__ = "query_days"
    __table_args__ = (Index(None, "locale", "normalized", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(16))
    surface: Mapped[str] = mapped_column(String(8))
    normalized: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    visitors: Mapped[int] = mapped_column(Integer)


class GuideDays(Base):
    """Events of the guide: how many, of how many visits; `seconds` of those `timed` add up how long it took."""

    __tablename__ = "guide_days"
    __table_args__ = (Index(None, "name", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(32))
    slug: Mapped[str] = mapped_column(String(1024))
    step: Mapped[str] = mapped_column(String(300))
    screen: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(16))
    segment: Mapped[str] = mapped_column(String(200))
    number: Mapped[int | None] = mapped_column(Integer)
    events: Mapped[int] = mapped_column(Integer)
    visits: Mapped[int] = mapped_column(Integer)
    timed: Mapped[int] = mapped_column(Integer)
    seconds: Mapped[int] = mapped_column(Integer)


class ArticleDays(Base):
    """What readers of an article did: votes, comments, other articles opened from it, questions asked after it."""

    __tablename__ = "article_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(16))
    slug: Mapped[str] = mapped_column(String(1024))
    helpful: Mapped[int] = mapped_column(Integer)
    unhelpful: Mapped[int] = mapped_column(Integer)
    comments: Mapped[int] = mapped_column(Integer)
    onward: Mapped[int] = mapped_column(Integer)
    asked: Mapped[int] = mapped_column(Integer)
    found: Mapped[int] = mapped_column(Integer)


class AdoptionDays(Base):
    """How many verified users of a phase were active in the four weeks up to a day, and what they did."""

    __tablename__ = "adoption_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    phase: Mapped[str] = mapped_column(String(100))
    people: Mapped[int] = mapped_column(Integer)
    searched: Mapped[int] = mapped_column(Integer)
    opened: Mapped[int] = mapped_column(Integer)
    started: Mapped[int] = mapped_column(Integer)
    completed: Mapped[int] = mapped_column(Integer)
