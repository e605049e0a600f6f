"""The score that a search's confidence was judged by has the name that it has everywhere else."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rename the column."""
    with op.batch_alter_table("search_intents") as altered:
        altered.alter_column("sureness", new_column_name="confidence_score")
