"""What a person confirmed of a gap's answer, the article that perhaps answers it, and gaps that are kept apart.

Gaps that were proven before stay proven: nobody was asked about them, and an empty `confirmed_hash` tells so.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NEW: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "gaps": {
        "hint": sa.String(1100),
        "by_words": sa.Boolean(),
        "confirmed_section": sa.Text(),
        "confirmed_hash": sa.String(64),
    },
    "gap_queries": {"confidence_after": sa.String(16)},
}
_HISTORY = sa.table("gap_history", sa.column("gap_id", sa.Integer), sa.column("kind", sa.Text), sa.column("detail"))
_APART = sa.table("gaps_apart", sa.column("gap_id", sa.Integer), sa.column("other_id", sa.Integer))


def upgrade() -> None:
    """Add the columns, and make the table of the pairs that the history tells."""
    for table, columns in _NEW.items():
        with op.batch_alter_table(table) as altered:
            for name, kind in columns.items():
                empty = "" if isinstance(kind, sa.String) else sa.false()
                altered.add_column(sa.Column(name, kind, server_default=empty, nullable=False))
        with op.batch_alter_table(table) as altered:
            for name in columns:
                altered.alter_column(name, server_default=None)  # only for the rows there were
    with op.batch_alter_table("gaps") as altered:
        altered.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        altered.add_column(sa.Column("confirmed_by", sa.Integer(), nullable=True))
        altered.create_foreign_key("fk_gaps_confirmed_by_users", "users", ["confirmed_by"], ["id"])
    op.create_table(
        "gaps_apart",
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gap_id", "other_id", name="pk_gaps_apart"),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name="fk_gaps_apart_gap_id_gaps"),
        sa.ForeignKeyConstraint(["other_id"], ["gaps.id"], name="fk_gaps_apart_other_id_gaps"),
    )
    if pairs := _told():
        op.bulk_insert(_APART, [{"gap_id": one, "other_id": other} for one, other in sorted(pairs)])


def _told() -> set[tuple[int, int]]:
    """Return the pairs, the older gap first, that people kept apart when only the history remembered it."""
    reading = sa.select(_HISTORY.c.gap_id, _HISTORY.c.detail).where(
        _HISTORY.c.kind == "merged", _HISTORY.c.detail.contains('"apart"')
    )
    told = ((gap, json.loads(detail).get("apart")) for gap, detail in op.get_bind().execute(reading))
    return {(min(gap, other), max(gap, other)) for gap, other in told if isinstance(other, int) and other != gap}
