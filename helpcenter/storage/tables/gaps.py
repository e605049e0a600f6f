"""Gaps: what readers look for and do not find, who mends it, and the proof that it is mended."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


class Gaps(Base):
    """A cluster of searches without an answer. `article` is what its kind names, `answer` what is to answer it.

    Both are "locale/slug", or "". `version` grows with every change, so that nobody overwrites what they did not see.
    """

    __tablename__ = "gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    owner: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(16))
    article: Mapped[str] = mapped_column(String(1100))
    answer: Mapped[str] = mapped_column(String(1100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shipped_commit: Mapped[str] = mapped_column(String(64))
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proven_commit: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)


class GapQueries(Base):
    """A query of a gap, which it stays with for good; a rank of None means not among the first twenty."""

    __tablename__ = "gap_queries"

    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    normalized: Mapped[str] = mapped_column(String(200), primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    rank_before: Mapped[int | None] = mapped_column(Integer)
    rank_after: Mapped[int | None] = mapped_column(Integer)
    replayed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GapHistory(Base):
    """What happened to a gap, and what was said about it. Without an author it was the software."""

    __tablename__ = "gap_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
