"""Batches that were written, and what readers did, counted by day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


class AppliedBatch(Base):
    """A batch of events that was written. Its id makes a repeat harmless, so whoever is unsure writes again."""

    __tablename__ = "applied_batches"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ArticleViews(Base):
    """How often an article was read on one day (UTC) on one surface; nothing about who read it."""

    __tablename__ = "article_views"

    day: Mapped[date] = mapped_column(primary_key=True)
    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    slug: Mapped[str] = mapped_column(String(1024), primary_key=True)
    surface: Mapped[str] = mapped_column(String(16), primary_key=True)
    views: Mapped[int] = mapped_column(Integer)


class ArticleLeads(Base):
    """How often a query, or the article before, led to an article on one day (UTC); nothing about whom it led."""

    __tablename__ = "article_leads"

    day: Mapped[date] = mapped_column(primary_key=True)
    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    origin: Mapped[str] = mapped_column(String(1024), primary_key=True)
    slug: Mapped[str] = mapped_column(String(1024), primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
