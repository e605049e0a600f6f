"""Searches, one row for each attempt of a visitor, without anything that names them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Float, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


class VisitorKeys(Base):
    """The key of one day (UTC), under which visitors have other names than on any other; gone soon after the day."""

    __tablename__ = "visitor_keys"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


class SearchIntents(Base):
    """One attempt to find something, its keystrokes merged, with what was found and what came of it.

    `normalized` is "" for what may be neither shown nor clustered. `shown` has the first hits, "locale/slug" in a
    line each, and `clicked` is written like one of them. `last_event` tells a repeat.
    """

    __tablename__ = "search_intents"
    __table_args__ = (
        Index(None, "visitor", "last_at"),
        Index(None, "locale", "normalized", "day"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visitor: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str] = mapped_column(String(8))
    surface: Mapped[str] = mapped_column(String(8))
    locale: Mapped[str] = mapped_column(String(16))
    screen: Mapped[str] = mapped_column(String(200))
    segment: Mapped[str] = mapped_column(String(200))
    query: Mapped[str] = mapped_column(Text)
    normalized: Mapped[str] = mapped_column(String(200))
    results: Mapped[int] = mapped_column(Integer)
    confidence: Mapped[str] = mapped_column(String(16))
    confidence_score: Mapped[float] = mapped_column(Float)
    generation: Mapped[str] = mapped_column(String(64))
    commit: Mapped[str] = mapped_column(String(64))
    shown: Mapped[str] = mapped_column(Text)
    clicked: Mapped[str] = mapped_column(String(1100))
    rank: Mapped[int | None] = mapped_column(Integer)
    clicked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clicks: Mapped[int] = mapped_column(Integer)
    dwell: Mapped[int | None] = mapped_column(Integer)
    keystrokes: Mapped[int] = mapped_column(Integer)
    chain: Mapped[str] = mapped_column(String(36))
    refined: Mapped[bool]
    vote: Mapped[int | None] = mapped_column(Integer)
    question: Mapped[str] = mapped_column(String(36))
    outcome: Mapped[str] = mapped_column(String(16))
    last_event: Mapped[str] = mapped_column(String(36))
