from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from helpcenter.app import create_app
from tests.web.conftest import config_for
from tests.web.embed.conftest import APP, OTHER

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

SECRET = "0123456789abcdef0123456789abcdef-secret"
ADDRESS = "/embed/v1/progress"


def bearer(subject: str = "user-7", secret: str = SECRET, **claims: Any) -> dict[str, str]:
    payload = {"sub": subject, "exp": int(time.time()) + 300, **claims}
    return {"Authorization": f"Bearer {jwt.encode(payload, secret, headers={'kid': 'k1'})}"}


@pytest.fixture
def keyed(guided: Path, sqlite_url: str) -> Flask:
    keys = (f"k1:{SECRET}",)
    return create_app(config_for(guided, embed_origins=(APP,), identity_keys=keys, database_url=sqlite_url))


@pytest.fixture
def user(keyed: Flask) -> FlaskClient:
    return keyed.test_client()


def standing(step: str = "open", at: int = 1_000, state: str = "active") -> dict[str, object]:
    return {"version": "0123abcd", "step": step, "state": state, "at": at}


def test_progress_follows_a_user_and_nobody_else(user: FlaskClient) -> None:
    sent = {"walkthroughs": {"guide/tour": standing()}}
    put = user.put(ADDRESS, json=sent, headers=bearer(traits={"plan": "pro"}))
    assert (put.status_code, put.headers["Cache-Control"]) == (200, "no-store")
    assert put.get_json() == {**sent, "traits": {"plan": ["pro"]}}
    assert user.get(ADDRESS, headers=bearer()).get_json() == {**sent, "traits": {}}
    assert user.get(ADDRESS, headers=bearer("user-8")).get_json() == {"walkthroughs": {}, "traits": {}}


def test_the_newest_wins_and_a_clock_ahead_does_not_win_for_ever(user: FlaskClient) -> None:
    future = int((time.time() + 86_400) * 1000)
    answer = user.put(ADDRESS, json={"walkthroughs": {"a": standing(at=future)}}, headers=bearer()).get_json()
    assert answer["walkthroughs"]["a"]["at"] <= time.time() * 1000
    later = {"walkthroughs": {"a": standing("done", at=future, state="done")}}
    assert user.put(ADDRESS, json=later, headers=bearer()).get_json()["walkthroughs"]["a"]["state"] == "done"
    earlier = {"walkthroughs": {"a": standing("open", at=1)}}
    assert user.put(ADDRESS, json=earlier, headers=bearer()).get_json()["walkthroughs"]["a"]["state"] == "done"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "Send Authorization: Bearer TOKEN"),
        ({"Authorization": "Basic YTpi"}, "Send Authorization: Bearer TOKEN"),
        ({"Authorization": "Bearer x"}, "This is no JSON Web Token"),
        (bearer(secret="f" * 40), "The signature does not fit"),
        (bearer(exp=int(time.time()) - 3_600), "If it is fresh, one of the two clocks is wrong"),
    ],
)
def test_whoever_proves_nothing_sees_nothing(user: FlaskClient, headers: dict[str, str], reason: str) -> None:
    user.put(ADDRESS, json={"walkthroughs": {"a": standing()}}, headers=bearer())
    for answer in (user.get(ADDRESS, headers=headers), user.put(ADDRESS, json={"walkthroughs": {}}, headers=headers)):
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert reason in answer.get_json()["detail"]
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "walkthroughs" not in answer.text


def test_the_database_does_not_tell_who_it_is(user: FlaskClient, tmp_path: Path) -> None:
    user.put(ADDRESS, json={"walkthroughs": {"a": standing()}}, headers=bearer("aki@example.com"))
    assert b"aki@" not in (tmp_path / "helpcenter.db").read_bytes()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "walkthroughs: Field required"),
        ({"walkthroughs": {}, "user": 1}, "user: Extra inputs are not permitted"),
        ({"walkthroughs": {"a": {**standing(), "note": "x"}}}, "note: Extra inputs are not permitted"),
        ({"walkthroughs": {"a": standing(state="asleep")}}, "state: Input should be"),
        ({"walkthroughs": {"a": standing(at=-1)}}, "at: Input should be greater"),
        ({"walkthroughs": {f"w{n}": standing() for n in range(101)}}, "at most 100 items"),
        ([], "the body: Input should be"),
    ],
)
def test_what_is_no_progress_is_refused_with_the_reason(user: FlaskClient, body: object, reason: str) -> None:
    answer = user.put(ADDRESS, json=body, headers=bearer())
    assert answer.status_code == 400
    assert reason in answer.get_json()["detail"]


@pytest.mark.parametrize(("origin", "status"), [(APP, 200), ("http://localhost", 200), (OTHER, 403), ("null", 403)])
def test_only_pages_of_the_product_may_send(user: FlaskClient, origin: str, status: int) -> None:
    headers = {**bearer(), "Origin": origin, "Sec-Fetch-Site": "cross-site"}
    answer = user.put(ADDRESS, json={"walkthroughs": {}}, headers=headers)
    assert answer.status_code == status
    assert answer.headers.get("Access-Control-Allow-Origin") == (APP if origin == APP else None)
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_database_that_is_away_is_an_outage_and_not_an_empty_answer(guided: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.db").mkdir()
    settings = {"identity_keys": (f"k1:{SECRET}",), "database_url": f"sqlite:///{tmp_path}/broken.db"}
    user = create_app(config_for(guided, **settings)).test_client()
    answer = user.get(ADDRESS, headers=bearer())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
