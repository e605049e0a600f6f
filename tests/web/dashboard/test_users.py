from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.storage.database import Database
from helpcenter.storage.tables import InvitationRow
from tests.receivers import mail_server
from tests.web.conftest import config_for
from tests.web.dashboard.conftest import ADMIN, READER, WRITER, signed_in
from tests.web.signing_in import PASSWORD, token_in, users_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from helpcenter.config import Config

HOME = "/en/dashboard/users"


@pytest.fixture
def admin(config: Config) -> FlaskClient:
    return signed_in(create_app(config), ADMIN)


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = token_in(client.get(HOME).text)
    return client.post(f"{HOME}/{path}", data={"token": token, **fields}, follow_redirects=True)


def link_in(page: str) -> str:
    found = re.search(r'value="http://localhost(/en/dashboard/invitation/[^"]+)"', page)
    assert found, page
    return unescape(found[1])


def test_only_admins_see_the_users(writer: FlaskClient) -> None:
    answer = writer.get(HOME)
    assert answer.status_code == 403
    assert "This page is for admins" in answer.text
    assert HOME not in writer.get("/en/dashboard/").text


def test_a_link_makes_an_account_and_signs_in(admin: FlaskClient, config: Config) -> None:
    page = send(admin, "invite", email="rin@example.com", role="writer").text
    link = link_in(page)
    guest = create_app(config).test_client()
    form = guest.get(link)
    assert form.headers["Cache-Control"] == "private, no-store"
    data = {"token": token_in(form.text), "name": "Rin", "password": PASSWORD, "again": PASSWORD}
    assert guest.post(link, data={**data, "again": "other"}).status_code == 422
    assert guest.post(link, data={**data, "password": "short", "again": "short"}).status_code == 422
    assert guest.post(link, data={**data, "token": "x"}).status_code == 400
    assert guest.post(link, data=data).location == "/en/dashboard/"
    assert guest.get("/en/dashboard/").status_code == 200
    again = create_app(config).test_client().get(link)
    assert again.status_code == 410
    assert "This invitation was used already." in again.text


def test_an_expired_invitation_says_so(admin: FlaskClient, config: Config) -> None:
    link = link_in(send(admin, "invite", email="rin@example.com", role="reader").text)
    with Database(config.database_url).writing() as session:
        row = session.query(InvitationRow).one()
        row.ends_at = row.made_at
    answer = admin.get(link.replace("/en/", "/ja/"))
    assert answer.status_code == 410
    assert "7日間の期限を過ぎています" in answer.text
    assert admin.get("/en/dashboard/invitation/made-up").status_code == 404


def test_where_there_is_a_server_for_mail_the_link_is_mailed(config: Config, tmp_path: Path) -> None:
    with mail_server() as inbox:
        settings = {
            "smtp_host": "127.0.0.1",
            "smtp_port": inbox.port,
            "smtp_tls": "off",
            "smtp_from": "help@example.com",
        }
        app = create_app(config_for(tmp_path, **settings))
        admin = signed_in(app, ADMIN)
        page = send(admin, "invite", email="rin@example.com", role="writer").text
        assert "rin@example.com was invited by mail." in page
        assert "/dashboard/invitation/" not in page
        (mail,) = inbox.mails
        assert (mail["To"], mail["From"]) == ("rin@example.com", "help@example.com")
        link = re.search(r"http://localhost(/en/dashboard/invitation/\S+)", mail.get_content())
        assert link is not None
        assert app.test_client().get(link[1]).status_code == 200
        inbox.refuses = True
        refused = send(admin, "invite", email="kai@example.com", role="writer").text
        assert "The mail could not be sent." in refused
        assert link_in(refused)


@pytest.mark.parametrize(
    ("email", "told"),
    [("nobody", "is no e-mail address"), (READER, "has an account already"), ("", "is no e-mail address")],
)
def test_who_cannot_be_invited_is_told(admin: FlaskClient, email: str, told: str) -> None:
    page = send(admin, "invite", email=email, role="writer")
    assert page.status_code == 422
    assert told in page.text
    assert send(admin, "invite", email="a@example.com", role="king").status_code == 400


def test_roles_change_and_accounts_end_and_begin_again(admin: FlaskClient, config: Config) -> None:
    assert "has another role now" in send(admin, "change", email=WRITER, do="role", role="reader").text
    assert "cannot sign in any more" in send(admin, "change", email=WRITER, do="disable").text
    assert "can sign in again" in send(admin, "change", email=WRITER, do="enable").text
    last = send(admin, "change", email=ADMIN, do="disable")
    assert last.status_code == 409
    assert "is the last admin" in last.text
    assert send(admin, "change", email="gone@example.com", do="disable").status_code == 409
    assert send(admin, "change", email=WRITER, do="explode").status_code == 400
    assert [user.role for user in users_of(config).all()] == ["admin", "reader", "reader"]


def test_an_invitation_can_be_taken_back(admin: FlaskClient) -> None:
    link = link_in(send(admin, "invite", email="rin@example.com", role="writer").text)
    assert "cannot be used any more" in send(admin, "withdraw", email="rin@example.com").text
    assert admin.get(link).status_code == 404


def test_no_form_of_another_session_changes_anything(admin: FlaskClient, config: Config) -> None:
    for path in ("invite", "change", "withdraw"):
        assert admin.post(f"{HOME}/{path}", data={"email": WRITER, "do": "disable", "role": "admin"}).status_code == 400
    assert all(user.is_enabled for user in users_of(config).all())
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert admin.post(f"{HOME}/change", data={"email": WRITER}, headers=foreign).status_code == 403
