"""All pages of the dashboard; importing this adds them to its blueprint."""

from __future__ import annotations

from helpcenter.web.dashboard import (
    accepting,
    adoption,
    articles,
    exporting,
    gap_acts,
    gap_fixing,
    gaps,
    guide,
    overview,
    searches,
    users,
)
from helpcenter.web.dashboard.blueprint import dashboard

__all__ = [
    "accepting",
    "adoption",
    "articles",
    "dashboard",
    "exporting",
    "gap_acts",
    "gap_fixing",
    "gaps",
    "guide",
    "overview",
    "searches",
    "users",
]
