"""What readers searched for, counted by day; what gaps weigh, and what their queries found at first."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NEW: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "gaps": {
        "reason": sa.String(16),
        "harm": sa.Float(),
        "volume": sa.Float(),
        "trend": sa.Float(),
        "weight": sa.Float(),
    },
    "gap_queries": {"found": sa.Text(), "times": sa.Integer(), "visitors": sa.Integer()},
}


def upgrade() -> None:
    """Make the table of days, and add the columns."""
    op.create_table(
        "asked_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("normalized", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "locale", "normalized", "outcome", name="pk_asked_days"),
    )
    op.create_index("ix_asked_days_locale_normalized", "asked_days", ["locale", "normalized"])
    for table, columns in _NEW.items():
        with op.batch_alter_table(table) as altered:
            for name, kind in columns.items():
                empty = "" if isinstance(kind, sa.String) else "0"
                altered.add_column(sa.Column(name, kind, server_default=empty, nullable=False))
        with op.batch_alter_table(table) as altered:
            for name in columns:
                altered.alter_column(name, server_default=None)  # only for the rows there were
