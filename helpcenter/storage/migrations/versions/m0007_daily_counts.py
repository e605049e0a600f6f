"""What happened by day, counted; and invitations to make an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MEASURES = (
    "searches",
    "made",
    "found",
    "empty",
    "clicked",
    "ranked",
    "ranks",
    "refined",
    "answered",
    "unclicked",
    "low_confidence",
    "zero_result",
    "escalated",
    "unhelpful",
    "rejected",
    "unavailable",
)


def upgrade() -> None:
    """Make the tables of daily counts, and of invitations."""
    # With the day, so that the latest searches of a query are found without sorting all.
    op.drop_index("ix_search_intents_locale_normalized", "search_intents")
    op.create_index("ix_search_intents_locale_normalized_day", "search_intents", ["locale", "normalized", "day"])
    op.create_table(
        "rolled_days",
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("rolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "day", name="pk_rolled_days"),
    )
    op.create_table(
        "search_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grain", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("surface", sa.String(8), nullable=False),
        sa.Column("screen", sa.String(200), nullable=False),
        sa.Column("segment", sa.String(200), nullable=False),
        *_measures(),
        sa.PrimaryKeyConstraint("id", name="pk_search_days"),
    )
    op.create_index("ix_search_days_day", "search_days", ["day"])
    op.create_index("ix_search_days_grain_day", "search_days", ["grain", "day"])
    op.create_index("ix_search_days_grain_screen_day", "search_days", ["grain", "screen", "day"])
    op.create_table(
        "query_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("surface", sa.String(8), nullable=False),
        sa.Column("normalized", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        *_measures(),
        sa.PrimaryKeyConstraint("id", name="pk_query_days"),
    )
    op.create_index("ix_query_days_day", "query_days", ["day"])
    op.create_index("ix_query_days_locale_normalized_day", "query_days", ["locale", "normalized", "day"])
    op.create_table(
        "guide_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("slug", sa.String(1024), nullable=False),
        sa.Column("step", sa.String(300), nullable=False),
        sa.Column("screen", sa.String(200), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("segment", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guide_days"),
    )
    op.create_index("ix_guide_days_day", "guide_days", ["day"])
    op.create_index("ix_guide_days_name_day", "guide_days", ["name", "day"])
    op.create_table(
        "article_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("slug", sa.String(1024), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("unhelpful", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("onward", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_days"),
    )
    op.create_index("ix_article_days_day", "article_days", ["day"])
    op.create_table(
        "adoption_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("phase", sa.String(100), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("searched", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_adoption_days"),
    )
    op.create_index("ix_adoption_days_day", "adoption_days", ["day"])
    op.create_table(
        "invitations",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_invitations"),
    )
    op.create_index("ix_invitations_email", "invitations", ["email"])


def _measures() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in _MEASURES]
