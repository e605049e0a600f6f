"""What the picker asks: its words and the walkthroughs of drafts, for writers alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.users import Role, User
from helpcenter.app import create_app
from helpcenter.web.embed.picker import MOST_DRAFT_BYTES
from helpcenter.web.picking import MINUTES, picker_token
from tests.web.conftest import config_for
from tests.web.embed.conftest import APP, OTHER, TOUR, with_still_clock
from tests.web.signing_in import EMAIL, PASSWORD, users_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

DRAFT = {"markdown": TOUR}


@pytest.fixture
def desk(guided: Path, sqlite_url: str) -> Flask:
    """An application with accounts of its own."""
    return create_app(config_for(guided, embed_origins=(APP,), database_url=sqlite_url))


def add(desk: Flask, role: Role) -> User:
    return users_of(desk.extensions["helpcenter"].config).add(EMAIL, "Aki Mori", role, PASSWORD)


def token(desk: Flask, user: User, origin: str = APP, locale: str = "ja") -> str:
    with desk.app_context():
        return picker_token(user, origin, locale)


def asked(client: FlaskClient, token: str, *, origin: str = APP) -> TestResponse:
    return client.get("/embed/v1/picker", headers={"Authorization": f"Bearer {token}", "Origin": origin})


def sent(client: FlaskClient, token: str, body: object = None, *, origin: str = APP) -> TestResponse:
    headers = {"Authorization": f"Bearer {token}", "Origin": origin}
    return client.post("/embed/v1/draft", json=DRAFT if body is None else body, headers=headers)


@pytest.mark.parametrize("role", [Role.WRITER, Role.ADMIN])
def test_writers_get_the_words_in_their_language(desk: Flask, role: Role) -> None:
    answer = asked(desk.test_client(), token(desk, add(desk, role)))
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["name"] == "Aki Mori"
    assert answer.json["texts"]["copy"] == "コピー"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    assert "Set-Cookie" not in answer.headers


def test_draft_is_parsed_as_it_would_be_published(desk: Flask) -> None:
    answer = sent(desk.test_client(), token(desk, add(desk, Role.WRITER)))
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["problems"] == []
    walkthrough = answer.json["walkthrough"]
    assert [step["id"] for step in walkthrough["steps"]] == ["open", "company", "person"]
    assert walkthrough["steps"][0]["go"] == {"A company": "company", "A person": "person"}
    assert walkthrough["steps"][1]["then"] == "person"
    assert answer.headers["Cache-Control"] == "no-store"


def test_draft_with_problems_says_which(desk: Flask) -> None:
    answer = sent(desk.test_client(), token(desk, add(desk, Role.WRITER)), {"markdown": "## A { target='b[' }"})
    assert answer.json
    assert answer.json["walkthrough"] is None
    assert answer.json["problems"][0]["line"] == 1
    assert "is no target" in answer.json["problems"][0]["message"]


def test_script_in_a_draft_stays_outside(desk: Flask) -> None:
    text = (
        "## A { target='b' onclick='x()' }\n\n<script>alert(1)</script><img src=x onerror=alert(1)> [c](javascript:d)"
    )
    answer = sent(desk.test_client(), token(desk, add(desk, Role.WRITER)), {"markdown": text})
    assert answer.json
    body = str(answer.json["walkthrough"])
    assert not [word for word in ("script", "onerror", "onclick", "javascript:") if word in body]


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "y" * 5_000])
def test_made_up_tokens_are_refused(desk: Flask, forged: str) -> None:
    for answer in (asked(desk.test_client(), forged), sent(desk.test_client(), forged)):
        assert answer.status_code == 401
        assert answer.json
        assert "Open it there again" in answer.json["detail"]


def test_token_ends_with_its_time_its_origin_its_role_and_its_session(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = add(desk, Role.WRITER)
    good = token(desk, user)
    client = desk.test_client()
    assert asked(client, good).status_code == 200
    assert asked(client, token(desk, user, OTHER)).status_code == 401
    signed, _, signature = good.rpartition(".")
    assert asked(client, f"{signed}.{signature[::-1]}").status_code == 401
    reader = users_of(desk.extensions["helpcenter"].config).add("r@example.com", "R", Role.READER, PASSWORD)
    assert asked(client, token(desk, reader)).status_code == 401
    with desk.app_context():
        other_use = desk.extensions["helpcenter"].signing.sign("form", [user.id, user.session_version, APP, "ja"])
    assert asked(client, other_use).status_code == 401
    later = time.time() + MINUTES * 60 + 2
    monkeypatch.setattr(time, "time", lambda: later)
    assert asked(client, good).status_code == 401
    monkeypatch.undo()
    users_of(desk.extensions["helpcenter"].config).disable(EMAIL)
    assert asked(client, good).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"markdown": "x" * (MOST_DRAFT_BYTES + 1)}, 413),
        ({"markdown": ""}, 400),
        ({"markdown": 5}, 400),
        ({"markdown": "a", "keep": True}, 400),
        ([], 400),
    ],
)
def test_drafts_of_no_good_form_are_refused(desk: Flask, body: object, status: int) -> None:
    assert sent(desk.test_client(), token(desk, add(desk, Role.WRITER)), body).status_code == status


def test_strangers_cannot_send_drafts(desk: Flask) -> None:
    user = add(desk, Role.WRITER)
    assert sent(desk.test_client(), token(desk, user, OTHER), origin=OTHER).status_code == 403


def test_many_drafts_are_slowed_down(desk: Flask) -> None:
    with_still_clock(desk)
    good, client = token(desk, add(desk, Role.WRITER)), desk.test_client()
    statuses = [sent(client, good, {"markdown": "a"}).status_code for _ in range(62)]
    assert statuses[59:] == [200, 429, 429]
