"""The first page: how well readers are answered, and how that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@dashboard.get(f"{BASE}/")
def overview(locale: str) -> Response:
    """The overview."""
    return send_page("overview", BoardPage(board_of(locale, "overview"), gettext("Overview")))
