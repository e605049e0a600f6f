"""Rows of searches and of the guide, each complete, to be counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import TYPE_CHECKING

from helpcenter.insights.guide_events import GuideBatch, GuideEvent, write_events
from helpcenter.storage.tables import SearchIntents

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

DAY = date(2026, 11, 20)
_ids = count()


def moment(day: date, seconds: int = 0) -> datetime:
    return datetime.combine(day, time(12, seconds // 60, seconds % 60), UTC)


def intent(day: date = DAY, query: str = "refund", **columns: object) -> SearchIntents:
    number = next(_ids)
    values: dict[str, object] = {
        "id": f"intent{number}",
        "day": day,
        "at": moment(day),
        "last_at": moment(day),
        "visitor": f"visitor{number}",
        "audience": "reader",
        "surface": "site",
        "locale": "en",
        "screen": "",
        "segment": "",
        "query": query,
        "normalized": query,
        "results": 3,
        "confidence": "answered",
        "confidence_score": 0.9,
        "generation": "g1",
        "commit": "c0ffee",
        "shown": "en/billing/refund",
        "clicked": "",
        "rank": None,
        "clicked_at": None,
        "clicks": 0,
        "dwell": None,
        "keystrokes": 1,
        "chain": f"intent{number}",
        "refined": False,
        "vote": None,
        "question": "",
        "outcome": "unclicked",
        "last_event": f"intent{number}",
    }
    return SearchIntents(**values | columns)


def answered(day: date = DAY, query: str = "refund", rank: int = 1, **columns: object) -> SearchIntents:
    clicked = {"clicked": "en/billing/refund", "rank": rank, "clicks": 1, "outcome": "answered"}
    return intent(day, query, **clicked | columns)


def add(database: Database, *rows: SearchIntents) -> None:
    with database.writing() as session:
        session.add_all(rows)


def happened(database: Database, *events: GuideEvent) -> None:
    write_events(GuideBatch(f"batch{next(_ids)}", events), database)


def event(name: str, day: date = DAY, seconds: int = 0, session: str = "visit1", **fields: object) -> GuideEvent:
    values: dict[str, object] = {
        "id": f"event{next(_ids)}",
        "at": moment(day, seconds),
        "name": name,
        "session": session,
        "subject": "",
        "is_verified": False,
        "locale": "en",
        "screen": "/invoices",
    }
    return GuideEvent(**values | fields)  # type: ignore[arg-type]
