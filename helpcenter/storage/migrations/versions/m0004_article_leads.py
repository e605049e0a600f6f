"""What led readers to articles, by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of searches and articles that led to articles."""
    op.create_table(
        "article_leads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(1024), nullable=False),
        sa.Column("slug", sa.String(1024), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "locale", "kind", "origin", "slug", name="pk_article_leads"),
    )
