"""Searches that were typed and abandoned are counted by day; days whose searches are still there are counted anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and forget which days were counted: their searches made were too few."""
    for table in ("search_days", "query_days"):
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column("abandoned", sa.Integer(), server_default="0", nullable=False))
        with op.batch_alter_table(table) as altered:
            altered.alter_column("abandoned", server_default=None)  # only for the rows there were
    op.execute(sa.text("DELETE FROM rolled_days WHERE source = 'searches'"))
