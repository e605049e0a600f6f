"""The mark of a database whose traffic is invented."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from helpcenter.storage.tables.base import Base, UtcDateTime


class DemoData(Base):
    """One row: all traffic here is invented, and goes when it is removed."""

    __tablename__ = "demo_data"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    days: Mapped[int] = mapped_column(Integer)
    seed: Mapped[int] = mapped_column(Integer)
