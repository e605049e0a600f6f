from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from helpcenter.insights.guide_events import GuideBatch, GuideEvent, erase_events, masked_event, write_events
from helpcenter.insights.retention import prune
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GuideEvents

if TYPE_CHECKING:
    from collections.abc import Sequence

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def event(**fields: object) -> GuideEvent:
    plain = GuideEvent(str(uuid4()), NOON, "search", "session-1", "", False, "ja", "/a", text="請求書")
    return replace(plain, **fields)  # type: ignore[arg-type]


def batch(*events: GuideEvent) -> GuideBatch:
    return GuideBatch(str(uuid4()), events)


def rows(database: Database) -> Sequence[GuideEvents]:
    with database.reading() as session:
        return session.scalars(select(GuideEvents).order_by(GuideEvents.at)).all()


def test_an_event_is_kept_once_however_often_it_comes(database_url: str) -> None:
    database = Database(database_url)
    one, two = event(), event(at=NOON + timedelta(minutes=1), number=3)
    for sent in (batch(one), batch(one, two), batch(two, one)):
        write_events(sent, database)
    assert [(row.id, row.number) for row in rows(database)] == [
        (one.id, None),
        (two.id, 3),
    ]


def test_events_are_forgotten_with_everything_else_that_is_old(database_url: str) -> None:
    database = Database(database_url)
    write_events(batch(event()), database)
    assert prune(database, 90, NOON + timedelta(days=90)).events == 0
    assert prune(database, 90, NOON + timedelta(days=91)).events == 1
    assert list(rows(database)) == []


def test_a_user_is_forgotten_alone(database_url: str) -> None:
    database = Database(database_url)
    events = [event(subject=name, is_verified=bool(name)) for name in ("aki", "ben", "")]
    write_events(batch(*events), database)
    assert (erase_events("aki", database), erase_events("aki", database)) == (1, 0)
    assert sorted(row.subject for row in rows(database)) == ["", "ben"]


def test_personal_data_is_masked_in_all_that_was_typed() -> None:
    masked = masked_event(
        event(text="mail a@example.com", detail='["#u-a@example.com"]', screen="/a?mail=a@example.com")
    )
    assert (masked.text, masked.screen) == ("mail [email]", "/a")
    assert "example.com" not in masked.detail
