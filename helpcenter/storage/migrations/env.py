"""Runs migrations on the connection, and in the transaction, that `helpcenter.storage.migrating` opened."""

from __future__ import annotations

from alembic import context

from helpcenter.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a column by making the table anew
)
context.run_migrations()
