from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.storage.tables import ArticleVotes, GuideEvents
from helpcenter.web.embed.event_forms import EVENTS
from helpcenter.web.limiting import EVENTS as LIMIT
from tests.web.conftest import config_for
from tests.web.embed.conftest import APP, OTHER, with_still_clock
from tests.web.embed.test_progress import SECRET, bearer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from helpcenter.web.serving import Serving

ADDRESS = "/embed/v1/events"
VERSION = "0123abcd"
WALK = {"walkthrough": "guide/tour", "version": VERSION}


def event(name: str, **fields: object) -> dict[str, Any]:
    return {"id": str(uuid4()), "at": int(time.time() * 1000), "name": name, "locale": "en", "screen": "/a", **fields}


KNOWN = [
    event("guide_started", **WALK, how="first-visit"),
    event("step_shown", **WALK, step="open"),
    event("step_done", **WALK, step="open"),
    event("guide_dismissed", **WALK, step="open"),
    event("guide_completed", **WALK),
    event("target_missing", **WALK, step="open", candidates=["#a", "#b"]),
    event("search", query="invoice", results=3),
    event("result_click", query="invoice", slug="guide/about", rank=1),
    event("article_read", slug="guide/about"),
    event("vote", slug="guide/about", helpful=True, comment="thanks"),
    event("survey", hint="guide/tour", score=4, comment="fine"),
    event("hint_shown", hint="guide/new"),
    event("hint_dismissed", hint="guide/new"),
]


@pytest.fixture
def listening(guided: Path, sqlite_url: str) -> Iterator[Flask]:
    config = config_for(guided, embed_origins=(APP,), identity_keys=(f"k1:{SECRET}",), database_url=sqlite_url)
    app = create_app(config)
    yield app
    state(app).feedback.close()


def state(app: Flask) -> Serving:
    serving: Serving = app.extensions["helpcenter"]
    return serving


def kept(app: Flask, table: type = GuideEvents) -> Sequence[Any]:
    with state(app).recording.database.reading() as session:
        return session.scalars(select(table)).all()


def send(page: FlaskClient, *events: dict[str, Any], **more: Any) -> TestResponse:
    body = {"session": "0123456789abcdef", "token": None, "events": list(events), **more}
    return page.post(ADDRESS, data=json.dumps(body), content_type="text/plain;charset=UTF-8")


def test_every_known_event_is_kept(listening: Flask) -> None:
    assert send(listening.test_client(), *KNOWN).status_code == 204
    rows = {row.name: row for row in kept(listening)}
    assert set(rows) == {each["name"] for each in KNOWN}
    missing = rows["target_missing"]
    assert (missing.slug, missing.version, missing.step) == ("guide/tour", VERSION, "open")
    assert json.loads(missing.detail) == ["#a", "#b"]
    assert (rows["search"].text, rows["search"].number, rows["search"].slug) == ("invoice", 3, "")
    assert (rows["survey"].slug, rows["survey"].number, rows["survey"].text) == ("guide/tour", 4, "fine")
    assert (rows["vote"].number, rows["guide_started"].detail) == (1, "first-visit")


def test_every_form_of_event_is_tried_here() -> None:
    names = {name for form in EVENTS for name in form.model_fields["name"].annotation.__args__}  # type: ignore[union-attr]
    assert names == {each["name"] for each in KNOWN}


def test_events_that_are_sent_again_are_kept_once(listening: Flask) -> None:
    page, events = listening.test_client(), [event("article_read", slug=f"a{number}") for number in range(20)]
    for sent in (events, events[5:], [*events[:1], event("article_read", slug="new")]):
        assert send(page, *sent).status_code == 204
    assert len(kept(listening)) == 21


def test_verified_users_and_everybody_else_are_kept_apart(listening: Flask) -> None:
    page = listening.test_client()
    tokens = [None, bearer()["Authorization"][7:], bearer(secret="f" * 40)["Authorization"][7:]]
    for number, token in enumerate([*tokens, bearer(exp=int(time.time()) - 999)["Authorization"][7:]]):
        assert send(page, event("article_read", slug=f"a{number}"), token=token).status_code == 204
    rows = {row.slug: row for row in kept(listening)}
    assert [rows[f"a{number}"].is_verified for number in range(4)] == [False, True, False, False]
    assert [bool(rows[f"a{number}"].subject) for number in range(4)] == [False, True, False, False]
    assert "user-7" not in rows["a1"].subject


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([event("article_read", slug="a", value="typed")], "value: Extra inputs are not permitted"),
        ([event("keylogger", keys="abc")], "found using 'name'"),
        ([event("article_read")], "slug: Field required"),
        ([event("vote", slug="a", helpful="yes")], "helpful: Input should be a valid boolean"),
        ([event("survey", hint="a", score=11)], "score: Input should be less than or equal to 10"),
        ([{**event("article_read", slug="a"), "id": "7"}], "id: Input should be a valid UUID"),
        ([event("article_read", slug="a", at=1.5)], "at: Input should be a valid integer"),
        ([event("article_read", slug="a", screen="x" * 301)], "screen: String should have at most 300"),
        ([], "events: List should have at least 1 item"),
        ([event("article_read", slug="a") for _ in range(21)], "events: List should have at most 20 items"),
    ],
)
def test_what_is_unknown_is_refused_with_the_reason(
    listening: Flask, events: list[dict[str, Any]], reason: str
) -> None:
    good = event("article_read", slug="good")
    answer = send(listening.test_client(), *events, *([good] if 0 < len(events) < 20 else []))
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert reason in answer.get_json()["detail"]
    assert kept(listening) == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("", "text/plain", 400),
        ("a=b", "application/x-www-form-urlencoded", 415),
        ('{"session": "0123456789", "token": null, "events": [], "x": 1}', "text/plain", 400),
        (" " * (16 * 1024 + 1), "text/plain", 413),
        (" " * 10_000_000, "text/plain", 413),
    ],
)
def test_what_is_no_batch_is_refused(listening: Flask, body: str, kind: str, status: int) -> None:
    assert listening.test_client().post(ADDRESS, data=body, content_type=kind).status_code == status


def test_personal_data_is_masked_before_it_is_kept(listening: Flask, tmp_path: Path) -> None:
    page = listening.test_client()
    card, mail = "4111 1111 1111 1111", "aki@example.com"
    events = [
        event("search", query=f"pay with {card}"),
        event("survey", hint="a", score=1, comment=f"write to {mail}"),
        event("vote", slug="guide/about", helpful=False, comment=mail),
        event("article_read", slug="a", screen=f"/users/{mail}"),
    ]
    assert send(page, *events).status_code == 204
    written = b"".join(path.read_bytes() for path in tmp_path.glob("helpcenter.db*"))
    assert b"[card]" in written
    assert b"4111" not in written
    assert b"aki@" not in written


def test_a_vote_counts_on_the_article_once_for_each_session(listening: Flask) -> None:
    page = listening.test_client()
    for helpful in (True, False):
        send(page, event("vote", slug="guide/about", helpful=helpful))
    send(page, event("vote", slug="guide/about", helpful=True), session="another-session")
    send(page, event("vote", slug="guide/nowhere", helpful=True))
    assert sorted(vote.helpful for vote in kept(listening, ArticleVotes)) == [False, True]


def test_a_vote_that_was_cast_offline_counts_on_the_day_it_was_cast(listening: Flask) -> None:
    yesterday = int((time.time() - 86_400) * 1000)
    assert (
        send(listening.test_client(), event("vote", slug="guide/about", helpful=True, at=yesterday)).status_code == 204
    )
    [vote] = kept(listening, ArticleVotes)
    assert round(vote.made_at.timestamp() * 1000) == yesterday
    assert vote.day == vote.made_at.date()


def test_a_clock_that_is_wrong_is_not_believed(listening: Flask) -> None:
    send(listening.test_client(), event("article_read", slug="a", at=0), event("article_read", slug="b", at=10**13))
    assert all(abs(row.at.timestamp() - time.time()) < 60 for row in kept(listening))


def test_an_address_that_sends_without_end_is_asked_to_wait(listening: Flask) -> None:
    with_still_clock(listening)
    page = listening.test_client()
    answers = [send(page, KNOWN[8]).status_code for _ in range(LIMIT.most + 1)]
    assert answers[-2:] == [204, 429]
    assert send(page, KNOWN[8]).headers["Retry-After"] == str(LIMIT.seconds)


@pytest.mark.parametrize(("origin", "status"), [(APP, 204), ("http://localhost", 204), (OTHER, 403), ("null", 403)])
def test_only_pages_of_the_product_may_send(listening: Flask, origin: str, status: int) -> None:
    body = json.dumps({"session": "0123456789abcdef", "token": None, "events": [KNOWN[8]]})
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    answer = listening.test_client().post(ADDRESS, data=body, content_type="text/plain", headers=headers)
    assert answer.status_code == status
    assert len(kept(listening)) == (status == 204)


def test_events_wait_in_a_file_while_the_database_is_away(guided: Path, tmp_path: Path) -> None:
    file = tmp_path / "later.db"
    file.mkdir()
    config = config_for(guided, database_url=f"sqlite:///{file}")
    app = create_app(config)
    assert send(app.test_client(), KNOWN[8], KNOWN[6]).status_code == 204
    state(app).feedback.close()
    waiting = [path for path in config.spool.iterdir() if path.name.startswith("events-")]
    assert len(waiting) == 1
    file.rmdir()
    again = create_app(config)
    for _ in range(2):
        state(again).feedback.work()
    assert {row.id for row in kept(again)} == {KNOWN[8]["id"], KNOWN[6]["id"]}
    assert not [path for path in config.spool.iterdir() if path.name.startswith("events-")]
