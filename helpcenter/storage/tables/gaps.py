"""Gaps: what readers look for and do not find, who mends it, and the proof that it is mended."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


class Gaps(Base):
    """A cluster of searches without an answer. `article` is what its kind names, `answer` what is to answer it.

    Both are "locale/slug", or "". `version` grows with every change, so that nobody overwrites what they did not see.
    `harm` is the product of the three after it, as of the last refresh. `hint` ("locale/slug") perhaps answers it.
    `by_words` tells that its queries came together by words alone. `confirmed_section` ("locale/slug#anchor") is the
    text that somebody said answers its queries, `confirmed_hash` what that text was (see `insights.gaps.confirming`).
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
    reason: Mapped[str] = mapped_column(String(16))
    harm: Mapped[float] = mapped_column(Float)
    volume: Mapped[float] = mapped_column(Float)
    trend: Mapped[float] = mapped_column(Float)
    weight: Mapped[float] = mapped_column(Float)
    hint: Mapped[str] = mapped_column(String(1100))
    by_words: Mapped[bool] = mapped_column(Boolean)
    confirmed_section: Mapped[str] = mapped_column(Text)
    confirmed_hash: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class GapsApart(Base):
    """Two gaps, the older first, of which a person said that they are about different matters."""

    __tablename__ = "gaps_apart"

    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("gaps.id"), primary_key=True)


class GapQueries(Base):
    """A query of a gap, which only people move to another; a rank of None means not among the first twenty.

    `found` has what it found when it came to the gap, "locale/slug" in a line each; `times` and `visitors` are as of
    the last refresh. `confidence_after` is the `Confidence` of the last replay, "" before there was one.
    """

    __tablename__ = "gap_queries"

    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    normalized: Mapped[str] = mapped_column(String(200), primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    rank_before: Mapped[int | None] = mapped_column(Integer)
    rank_after: Mapped[int | None] = mapped_column(Integer)
    replayed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found: Mapped[str] = mapped_column(Text)
    times: Mapped[int] = mapped_column(Integer)
    visitors: Mapped[int] = mapped_column(Integer)
    confidence_after: Mapped[str] = mapped_column(String(16))


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


class AskedDays(Base):
    """How often readers' searches for one query ended one day (UTC) with one outcome, and how many readers that was.

    `text` is the query as somebody typed it, masked.
    """

    __tablename__ = "asked_days"
    __table_args__ = (Index(None, "locale", "normalized"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    normalized: Mapped[str] = mapped_column(String(200), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    times: Mapped[int] = mapped_column(Integer)
    visitors: Mapped[int] = mapped_column(Integer)
