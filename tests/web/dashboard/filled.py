"""A little of everything that pages show, of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from helpcenter.insights.counting import Batch
from helpcenter.insights.rollups.rolling import roll
from helpcenter.insights.views import Surface, Viewed, write_views
from helpcenter.insights.votes import Vote, write_vote
from tests.insights.rows import add, answered, event, happened, intent

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

FORMULA = "=HYPERLINK(1)"


def fill(database: Database) -> None:
    """Write searches, events, views and votes, and count them."""
    now = datetime.now(UTC)
    day, before = now.date(), (now - timedelta(days=1)).date()
    invoice: dict[str, Any] = {"clicked": "en/billing/invoice"}
    nothing: dict[str, Any] = {"results": 0, "confidence": "zero_result", "outcome": "zero_result"}
    add(
        database,
        *(answered(day, "invoice", **invoice) for _ in range(3)),
        answered(before, "invoice", surface="panel", screen="/invoices", segment="phase=active", **invoice),
        *(intent(day, FORMULA, screen="/team", surface="panel") for _ in range(2)),
        intent(day, "typed by one alone"),
        *(intent(day, "請求", locale="ja", **nothing) for _ in range(2)),
        intent(day, "down", confidence="", outcome="unavailable"),
        answered(day, "form", surface="form"),
    )
    for number, name in enumerate(("guide_started", "step_shown", "target_missing", "guide_completed")):
        happened(database, event(name, before, number, slug="billing/invoice", step="one", subject="aki"))
    happened(database, event("survey", day, slug="billing/invoice", number=4, text=FORMULA))
    number = (day - datetime(1970, 1, 1, tzinfo=UTC).date()).days
    write_views(Batch("filled", {Viewed(number, "en", "billing/invoice", Surface.SITE): 7}), database, now)
    write_vote(Vote("v", "en", "billing/invoice", "c0ffee", False, FORMULA, now), database)
    roll(database, now)
