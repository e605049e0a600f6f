"""What all tests share."""

from __future__ import annotations

import whoosh
from hypothesis import settings

from tests.databases import database_url, empty_database_url, migrated_file, migrated_name, postgres, sqlite_url

# Fixtures that any folder may use.
__all__ = ["database_url", "empty_database_url", "migrated_file", "migrated_name", "postgres", "sqlite_url"]

# How long an example takes depends on what else the machine does; a test says what is right, not how fast.
settings.register_profile("helpcenter", deadline=None)
settings.load_profile("helpcenter")


def pytest_report_header() -> str:
    """Say which Whoosh is under test: the pinned one, or 2.7.4 as the escape hatch."""
    return f"whoosh: {'.'.join(map(str, whoosh.__version__))}"
