"""All pages of the dashboard; importing this adds them to its blueprint."""

from __future__ import annotations

from helpcenter.web.dashboard import overview
from helpcenter.web.dashboard.blueprint import dashboard

__all__ = ["dashboard", "overview"]
