"""Searches, one row for each attempt, and the gaps they show; segments of the guide's users."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of searches and gaps."""
    with op.batch_alter_table("guide_events") as events:
        events.add_column(sa.Column("segment", sa.String(200), server_default="", nullable=False))
    with op.batch_alter_table("guide_events") as events:
        events.alter_column("segment", server_default=None)  # only for the rows there were
    op.create_table(
        "visitor_keys",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_visitor_keys"),
    )
    op.create_table(
        "search_intents",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visitor", sa.String(32), nullable=False),
        sa.Column("audience", sa.String(8), nullable=False),
        sa.Column("surface", sa.String(8), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("screen", sa.String(200), nullable=False),
        sa.Column("segment", sa.String(200), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("normalized", sa.String(200), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(16), nullable=False),
        sa.Column("sureness", sa.Float(), nullable=False),
        sa.Column("generation", sa.String(64), nullable=False),
        sa.Column("commit", sa.String(64), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("clicked", sa.String(1100), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("clicked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("dwell", sa.Integer(), nullable=True),
        sa.Column("keystrokes", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(36), nullable=False),
        sa.Column("refined", sa.Boolean(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(36), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("last_event", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_intents"),
    )
    op.create_index("ix_search_intents_day", "search_intents", ["day"])
    op.create_index("ix_search_intents_visitor_last_at", "search_intents", ["visitor", "last_at"])
    op.create_index("ix_search_intents_locale_normalized", "search_intents", ["locale", "normalized"])
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("article", sa.String(1100), nullable=False),
        sa.Column("answer", sa.String(1100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_commit", sa.String(64), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proven_commit", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], name="fk_gaps_owner_users"),
    )
    op.create_index("ix_gaps_state", "gaps", ["state"])
    op.create_table(
        "gap_queries",
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("normalized", sa.String(200), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("rank_before", sa.Integer(), nullable=True),
        sa.Column("rank_after", sa.Integer(), nullable=True),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("locale", "normalized", name="pk_gap_queries"),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name="fk_gap_queries_gap_id_gaps"),
    )
    op.create_index("ix_gap_queries_gap_id", "gap_queries", ["gap_id"])
    op.create_table(
        "gap_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gap_history"),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name="fk_gap_history_gap_id_gaps"),
        sa.ForeignKeyConstraint(["author"], ["users.id"], name="fk_gap_history_author_users"),
    )
    op.create_index("ix_gap_history_gap_id", "gap_history", ["gap_id"])
