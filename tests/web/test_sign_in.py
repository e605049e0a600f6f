from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.users import Role
from helpcenter.app import create_app
from helpcenter.errors import ConfigError
from helpcenter.search.publish import publish
from helpcenter.web.auth.addresses import place_after
from helpcenter.web.auth.guessing import PER_ACCOUNT, PER_ADDRESS, WINDOW, Guessing
from helpcenter.web.secret import kept_secret
from tests.web.conftest import config_for
from tests.web.signing_in import EMAIL, PASSWORD, add_reader, send_form, sign_in, token_in, users_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from helpcenter.config import Config

SIGNED_IN = "Signed in as Aki Mori"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for path in ("en/index.md", "ja/index.md"):
        (tmp_path / "articles" / path).parent.mkdir(parents=True)
        (tmp_path / "articles" / path).write_text("---\ntitle: Help\n---\nWelcome.\n", encoding="utf-8")
    config = config_for(tmp_path)
    publish(config.articles, config.index, internal=config.internal_index)
    add_reader(config)
    return config


@pytest.fixture
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


def test_who_has_an_account_signs_in_and_out(client: FlaskClient) -> None:
    answer = send_form(client)
    assert (answer.status_code, answer.location) == (303, "/en/")
    home = client.get("/en/").text
    assert SIGNED_IN in home
    assert client.get("/en/sign-in").location == "/en/"
    assert client.post("/en/sign-out", data={"token": token_in(home)}).location == "/en/"
    assert SIGNED_IN not in client.get("/en/").text


def test_the_form_speaks_the_readers_language_and_asks_search_engines_to_keep_away(client: FlaskClient) -> None:
    page = client.get("/ja/sign-in")
    assert "メールアドレス" in page.text
    assert 'content="noindex"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/fr/sign-in").status_code == 404


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong"), ("rin@example.com", PASSWORD), ("", ""), ("\0", "\0"), ("x" * 9_999, "x")]
)
def test_nobody_else_signs_in_and_the_answer_tells_nothing(client: FlaskClient, email: str, password: str) -> None:
    answer = send_form(client, email, password)
    assert answer.status_code == 422
    assert "E-mail address and password do not fit together." in answer.text
    assert SIGNED_IN not in client.get("/en/").text


def test_the_cookie_is_for_this_site_and_no_script(client: FlaskClient, tmp_path: Path) -> None:
    cookie = send_form(client).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    secure = create_app(config_for(tmp_path, base_url="https://help.example.com")).test_client()
    answer = secure.get("/en/sign-in", base_url="https://help.example.com")
    assert answer.headers["Set-Cookie"].startswith("__Host-helpcenter=")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_signing_in_begins_another_session(client: FlaskClient) -> None:
    token = token_in(client.get("/en/sign-in").text)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    client.post("/en/sign-in", data={"token": token, "email": EMAIL, "password": PASSWORD})
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["form"] != token


def test_another_password_and_disabling_end_sessions_at_once(client: FlaskClient, config: Config) -> None:
    sign_in(client)
    users_of(config).change_password(EMAIL, "nine small yellow birds")
    assert SIGNED_IN not in client.get("/en/").text
    assert send_form(client, password="nine small yellow birds").status_code == 303
    assert SIGNED_IN in client.get("/en/").text
    users_of(config).disable(EMAIL)
    assert SIGNED_IN not in client.get("/en/").text
    assert send_form(client, password="nine small yellow birds").status_code == 422


def test_a_cookie_signed_with_another_key_is_nobodys(client: FlaskClient, config: Config) -> None:
    sign_in(client)
    (config.instance / "secret").unlink()
    other = create_app(config).test_client()
    cookie = client.get_cookie("helpcenter")
    assert cookie is not None
    other.set_cookie("helpcenter", cookie.value)
    assert SIGNED_IN not in other.get("/en/").text


def test_a_form_without_the_sessions_token_is_refused(client: FlaskClient) -> None:
    data = {"email": EMAIL, "password": PASSWORD}
    assert client.post("/en/sign-in", data=data).status_code == 400
    client.get("/en/sign-in")
    for token in ("", "x", "é"):
        answer = client.post("/en/sign-in", data={**data, "token": token})
        assert answer.status_code == 400
        assert "This form was open for too long" in answer.text
    sign_in(client)
    client.post("/en/sign-out", data={"token": "x"})
    assert SIGNED_IN in client.get("/en/").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_forms_come_from_this_site(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    token = token_in(client.get("/en/sign-in").text)
    data = {"token": token, "email": EMAIL, "password": PASSWORD}
    assert client.post("/en/sign-in", data=data, headers=headers).status_code == status


def test_addresses_that_change_something_take_no_get(client: FlaskClient) -> None:
    sign_in(client)
    assert client.get("/en/sign-out").status_code == 405
    assert SIGNED_IN in client.get("/en/").text


@pytest.mark.parametrize(
    "wanted",
    ["", "//evil.example", "/\\evil.example", "\\/evil", "https://evil.example", "/\t/evil.example", "/\n/evil", "en/",
     "/\x00", " //evil.example", "/\u2028/evil", "javascript:alert(1)", "/" + "x" * 2_000],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(client: FlaskClient, wanted: str) -> None:
    assert place_after(wanted, "ja") == "/ja/"
    assert send_form(client, next=wanted).location == "/en/"


def test_signing_in_leads_to_the_page_that_was_wanted(client: FlaskClient) -> None:
    assert place_after("/en/search?q=a%20b", "en") == "/en/search?q=a%20b"
    assert 'value="/en/articles/a"' in client.get("/en/sign-in?next=/en/articles/a").text
    assert send_form(client, next="/en/articles/a").location == "/en/articles/a"


def test_guessing_one_password_ends_soon_even_with_the_right_one(client: FlaskClient) -> None:
    for _ in range(PER_ACCOUNT):
        assert send_form(client, password="wrong").status_code == 422
    answer = send_form(client, email=EMAIL.upper())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"


def test_guessing_is_limited_by_the_address_that_the_proxy_tells(config: Config) -> None:
    app = create_app(config)
    for number in range(PER_ADDRESS):
        app.extensions["helpcenter"].guessing.failed(f"{number}@example.com", "203.0.113.9")

    def status(address: str) -> int:
        return send_form(app.test_client(), headers={"X-Forwarded-For": address}).status_code

    assert (status("203.0.113.9"), status("203.0.113.10")) == (429, 303)


def test_failures_are_counted_by_account_and_by_address_and_forgotten() -> None:
    now = [0.0]
    guessing = Guessing(lambda: now[0])
    for number in range(PER_ADDRESS):
        assert not guessing.is_limited(f"{number}@example.com", "192.0.2.1")
        guessing.failed(f"{number}@example.com", "192.0.2.1")
    assert guessing.is_limited("another@example.com", "192.0.2.1")
    assert not guessing.is_limited("another@example.com", "192.0.2.2")
    now[0] = WINDOW + 1
    assert not guessing.is_limited("another@example.com", "192.0.2.1")


def test_without_the_database_pages_stay_and_signing_in_says_so(tmp_path: Path, config: Config) -> None:
    away = config_for(tmp_path, database_url="postgresql://help@/help?host=/nowhere")
    client = create_app(away).test_client()
    answer = send_form(client)
    assert answer.status_code == 503
    assert "Signing in is not possible at the moment." in answer.text
    assert client.get("/en/").status_code == 200


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "secret"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert len(first) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_secret(tmp_path / "other") != first
    assert [each.name for each in path.parent.iterdir()] == ["secret"]


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("dev")
    with pytest.raises(ConfigError, match="too short for a key"):
        kept_secret(tmp_path / "secret")


def test_where_no_key_can_be_kept_pages_stay_and_nobody_signs_in(config: Config) -> None:
    config.secret.mkdir()
    client = create_app(config).test_client()
    client.set_cookie("helpcenter", "anything")
    assert client.get("/en/").status_code == 200
    assert client.get("/en/sign-in").status_code == 503
    assert client.post("/en/sign-in", data={"email": EMAIL, "password": PASSWORD, "token": ""}).status_code == 503
    assert client.post("/en/sign-out").status_code == 303


def test_without_a_key_forms_hold_as_long_as_the_process_and_the_log_says_so(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    config.secret.mkdir()
    one, other = (create_app(config).extensions["helpcenter"].signing for _ in range(2))
    token = one.sign("vote", "a")
    assert (one.read("vote", token, 60), other.read("vote", token, 60)) == ("a", None)
    assert "forms hold until this process ends" in caplog.text


def test_forms_and_sessions_share_a_file_but_no_signature(client: FlaskClient, config: Config) -> None:
    one, other = (create_app(config).extensions["helpcenter"].signing for _ in range(2))
    assert other.read("vote", one.sign("vote", "a"), 60) == "a"
    assert other.read("ask", one.sign("vote", "a"), 60) is None
    send_form(client)
    session = client.get_cookie("helpcenter")
    assert session is not None
    assert one.read("cookie-session", session.value, 60) is None
    assert [each.name for each in config.instance.iterdir() if each.is_file() and "db" not in each.name] == ["secret"]


def test_a_writer_can_read_too(client: FlaskClient, config: Config) -> None:
    users_of(config).add("rin@example.com", "Rin", Role.WRITER, PASSWORD)
    assert send_form(client, email="rin@example.com").status_code == 303
