from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.insights.votes import MAX_COMMENT
from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleVotes
from helpcenter.web.limiting import VOTES
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

FORM = "/en/feedback/account/password"
API = "/api/v1/articles/en/account/password/vote"
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


@pytest.fixture
def voting(library: Path, tmp_path: Path, sqlite_url: str) -> Iterator[Flask]:
    """The site with a database and folder of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "index").symlink_to(library / "instance/index")
    app = create_app(config_for(library, instance=instance, database_url=sqlite_url))
    yield app
    app.extensions["helpcenter"].feedback.close()


@pytest.fixture
def reader(voting: Flask) -> FlaskClient:
    return voting.test_client()


def votes(app: Flask) -> list[ArticleVotes]:
    database = Database(app.extensions["helpcenter"].config.database_url)
    with database.reading() as session:
        return list(session.scalars(select(ArticleVotes)))


def vote(reader: FlaskClient, value: str, **fields: str) -> TestResponse:
    return reader.post(FORM, data={"helpful": value, **fields}, headers=OWN)


def test_a_vote_is_thanked_and_kept_with_what_was_read(voting: Flask, reader: FlaskClient) -> None:
    answer = vote(reader, "no")
    assert answer.status_code == 303
    thanks = reader.get(answer.location)
    assert "Your vote is counted." in thanks.text
    assert thanks.headers["Cache-Control"] == "no-store"
    [kept] = votes(voting)
    commit = voting.extensions["helpcenter"].generations.current().commit
    assert (kept.locale, kept.slug, kept.helpful, kept.comment) == ("en", "account/password", False, "")
    assert kept.commit == commit
    assert kept.day == kept.made_at.date()


def test_a_comment_follows_masked(voting: Flask, reader: FlaskClient) -> None:
    page = reader.get(vote(reader, "no").location)
    token = re.search(r'name="t" value="([^"]+)"', page.text)
    assert token
    answer = reader.post(FORM, data={"t": token[1], "comment": "Ask taro@example.com <b>now</b>\0"}, headers=OWN)
    assert "Your comment goes to" in reader.get(answer.location).text
    [kept] = votes(voting)
    assert (kept.helpful, kept.comment) == (False, "Ask [email] <b>now</b>")


def test_voting_again_in_the_same_visit_changes_the_vote(voting: Flask, reader: FlaskClient) -> None:
    vote(reader, "no")
    vote(reader, "yes")
    assert [kept.helpful for kept in votes(voting)] == [True]
    vote(voting.test_client(), "no")
    assert sorted(kept.helpful for kept in votes(voting)) == [False, True]


def test_only_a_vote_sets_a_cookie_and_it_ends_with_the_session(reader: FlaskClient) -> None:
    assert "Set-Cookie" not in reader.get("/en/articles/account/password").headers
    assert "Set-Cookie" not in reader.get(FORM).headers
    cookie = vote(reader, "yes").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize("address", [FORM, API])
def test_a_vote_from_another_site_is_refused(
    voting: Flask, reader: FlaskClient, headers: dict[str, str], address: str
) -> None:
    body = {"json": {"helpful": True}} if address == API else {"data": {"helpful": "yes"}}
    assert reader.post(address, headers=headers, **body).status_code == 403
    assert votes(voting) == []


def test_a_browser_that_does_not_say_where_it_was_needs_a_token(voting: Flask, reader: FlaskClient) -> None:
    answer = reader.post(FORM, data={"helpful": "yes"})
    page = reader.get(answer.location)
    assert votes(voting) == []
    token = re.search(r'name="t" value="([^"]+)"', page.text)
    assert token
    reader.post(FORM, data={"helpful": "yes", "t": token[1]})
    assert [kept.helpful for kept in votes(voting)] == [True]


def test_a_token_is_good_for_its_article_alone(voting: Flask, reader: FlaskClient) -> None:
    token = vote(reader, "yes").location.partition("t=")[2]
    reader.post("/en/feedback/account/sign-in", data={"helpful": "no", "t": token})
    forged = token[:-2] + ("a" if token[-2] != "a" else "b") + token[-1]  # the last one has bits that do not count
    reader.post(FORM, data={"helpful": "no", "t": forged})
    assert [(kept.slug, kept.helpful) for kept in votes(voting)] == [("account/password", True)]


def test_programs_that_fill_in_everything_are_thanked_and_not_counted(voting: Flask, reader: FlaskClient) -> None:
    assert vote(reader, "yes", website="https://spam.example").status_code == 303
    assert votes(voting) == []


def test_an_address_that_votes_without_end_is_asked_to_wait(voting: Flask, reader: FlaskClient) -> None:
    statuses = [vote(reader, "yes").status_code for _ in range(VOTES.most + 1)]
    assert statuses[-2:] == [303, 429]
    refused = vote(reader, "yes")
    assert refused.headers["Retry-After"] == str(VOTES.seconds)
    assert "lot in a short time" in refused.text
    other = voting.test_client().post(
        FORM, data={"helpful": "no"}, headers=OWN, environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert other.status_code == 303


def test_what_was_typed_too_long_is_not_lost(voting: Flask, reader: FlaskClient) -> None:
    comment = "あ" * (MAX_COMMENT + 1)
    answer = vote(reader, "no", comment=comment)
    assert answer.status_code == 422
    assert comment in answer.text
    assert [kept.comment for kept in votes(voting)] == [""]


@pytest.mark.parametrize("value", ["", "maybe"])
def test_what_is_no_vote_is_refused(reader: FlaskClient, value: str) -> None:
    assert vote(reader, value).status_code == 400


@pytest.mark.parametrize("address", ["/en/feedback/nowhere", "/xx/feedback/account/password", "/en/feedback/%00"])
def test_nobody_votes_on_what_is_not_there(voting: Flask, reader: FlaskClient, address: str) -> None:
    assert reader.post(address, data={"helpful": "yes"}, headers=OWN).status_code == 404
    assert votes(voting) == []


def test_a_reader_of_another_locale_votes_on_the_article_they_saw(voting: Flask, reader: FlaskClient) -> None:
    reader.post("/en/feedback/account/only-japanese", data={"helpful": "yes"}, headers=OWN)
    reader.post("/en/feedback/billing/old-invoice", data={"helpful": "yes"}, headers=OWN)
    assert {(kept.locale, kept.slug) for kept in votes(voting)} == {
        ("ja", "account/only-japanese"),
        ("en", "billing/invoice"),
    }


def test_the_page_of_an_article_stays_the_same_for_everybody(voting: Flask, reader: FlaskClient) -> None:
    before = reader.get("/en/articles/account/password")
    vote(reader, "yes")
    after = reader.get("/en/articles/account/password", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304
    assert f'action="{FORM}"' in before.text


def test_a_vote_waits_in_a_file_while_the_database_is_away(voting: Flask, reader: FlaskClient, tmp_path: Path) -> None:
    serving = voting.extensions["helpcenter"]
    vote(reader, "no")
    lock = sqlite3.connect(tmp_path / "helpcenter.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    assert vote(reader, "yes").status_code == 303
    [waiting] = (tmp_path / "instance/spool").iterdir()
    assert waiting.stat().st_mode & 0o077 == 0
    lock.execute("ROLLBACK")
    lock.close()
    content = waiting.read_bytes()
    fresh = create_app(serving.config).extensions["helpcenter"].feedback  # as after a restart
    fresh.work()
    waiting.write_bytes(content)  # a second process had read it too
    fresh.work()
    assert list((tmp_path / "instance/spool").iterdir()) == []
    assert [kept.helpful for kept in votes(voting)] == [True]


def test_a_vote_through_the_api_is_changed_by_its_visit(voting: Flask, reader: FlaskClient) -> None:
    first = reader.post(API, json={"helpful": True}).get_json()
    second = reader.post(API, json={"helpful": False, "comment": "090-1234-5678", "visit": first["visit"]})
    assert second.get_json()["helpful"] is False
    assert "Set-Cookie" not in second.headers
    assert [(kept.helpful, kept.comment) for kept in votes(voting)] == [(False, "[phone]")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"helpful": "yes"}, 400),
        ({"helpful": True, "comment": "x" * (MAX_COMMENT + 1)}, 400),
        ({"helpful": True, "comment": "x" * 70_000}, 413),
        ([], 400),
    ],
)
def test_what_is_no_vote_is_explained_by_the_api(reader: FlaskClient, body: object, status: int) -> None:
    answer = reader.post(API, json=body)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_the_api_takes_json_alone(reader: FlaskClient) -> None:
    assert reader.post(API, data={"helpful": "true"}).status_code == 415
    assert reader.post(API, data="{", content_type="application/json").status_code == 400
    assert reader.post("/api/v1/articles/en/nowhere/vote", json={"helpful": True}).status_code == 404
