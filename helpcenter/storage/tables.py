"""The tables. What their rows mean is said by the module of `insights` or `accounts` that writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import DateTime, Dialect, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so they are put back, and a time without one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn a time of any zone into UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time needs a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the time with its zone, which is UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table; constraints have names, without which a later migration could not change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


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


class ArticleVotes(Base):
    """Whether one visit found an article helpful. The id says which vote is meant, and nothing about who gave it."""

    __tablename__ = "article_votes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(16))
    slug: Mapped[str] = mapped_column(String(1024))
    commit: Mapped[str] = mapped_column(String(64))
    helpful: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Questions(Base):
    """A question for people: whole until it is sent, then masked and without name and address."""

    __tablename__ = "questions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    locale: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(200))
    reply_to: Mapped[str] = mapped_column(String(254))
    searched: Mapped[str] = mapped_column(Text)
    slug: Mapped[str] = mapped_column(String(1024))
    page: Mapped[str] = mapped_column(Text)
    commit: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(Integer)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class UserRow(Base):
    """Someone who may sign in. `email` is in its normal form, `password` what argon2 made of it."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(255))
    session_version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GuideProgress(Base):
    """How far a user of the host product is in a walkthrough. `subject` is a keyed hash of who they are."""

    __tablename__ = "guide_progress"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    slug: Mapped[str] = mapped_column(String(1024), primary_key=True)
    version: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuideEvents(Base):
    """Something that happened in the guide inside the product. Only of verified users is there a `subject`, hashed."""

    __tablename__ = "guide_events"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(32))
    session: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    is_verified: Mapped[bool]
    locale: Mapped[str] = mapped_column(String(16))
    screen: Mapped[str] = mapped_column(String(600))
    slug: Mapped[str] = mapped_column(String(1024))
    version: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    number: Mapped[int | None] = mapped_column(Integer)
    detail: Mapped[str] = mapped_column(Text)
