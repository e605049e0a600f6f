"""The guide inside the product: how far its users are, and what happened."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


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
    """Something that happened in the guide inside the product.

    Verified users alone have a `subject`, which is hashed, and a `segment`.
    """

    __tablename__ = "guide_events"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(32))
    session: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    is_verified: Mapped[bool]
    segment: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(16))
    screen: Mapped[str] = mapped_column(String(600))
    slug: Mapped[str] = mapped_column(String(1024))
    version: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    number: Mapped[int | None] = mapped_column(Integer)
    detail: Mapped[str] = mapped_column(Text)
