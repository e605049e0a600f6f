"""What Alembic needs to find and run the migrations in `versions`, oldest first."""
