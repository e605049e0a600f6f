"""Views of articles by day, and the batches that were applied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first two tables."""
    op.create_table(
        "applied_batches",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_applied_batches"),
    )
    op.create_index("ix_applied_batches_applied_at", "applied_batches", ["applied_at"])
    op.create_table(
        "article_views",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("slug", sa.String(1024), nullable=False),
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "locale", "slug", "surface", name="pk_article_views"),
    )
