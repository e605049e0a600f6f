"""The page that opens the picker: for writers, on pages of the product alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.users import Role
from helpcenter.app import create_app
from tests.web.conftest import config_for
from tests.web.embed.conftest import APP, guided  # noqa: F401
from tests.web.signing_in import EMAIL, PASSWORD, sign_in, users_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


def client_of(guided: Path, tmp_path: Path, role: Role | None, **settings: object) -> FlaskClient:  # noqa: F811
    database = f"sqlite:///{tmp_path / 'accounts.db'}"
    config = config_for(guided, embed_origins=(APP,), database_url=database, **settings)
    client = create_app(config).test_client()
    if role:
        users_of(config).add(EMAIL, "Aki Mori", role, PASSWORD)
        sign_in(client)
    return client


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]+)#helpcenter-picker=[\w.-]{40,}"', text)


def test_visitors_are_led_to_sign_in_and_back(guided: Path, tmp_path: Path) -> None:  # noqa: F811
    answer = client_of(guided, tmp_path, None).get("/en/picker?address=https://app.example.com/a")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/en/sign-in?next=/en/picker")


def test_readers_are_told_whom_to_ask(guided: Path, tmp_path: Path) -> None:  # noqa: F811
    answer = client_of(guided, tmp_path, Role.READER).get("/en/picker")
    assert answer.status_code == 403
    assert "Only writers may use the picker" in answer.text
    assert links(answer.text) == []


def test_writers_get_links_to_the_known_pages(guided: Path, tmp_path: Path) -> None:  # noqa: F811
    settings = {"product_url": f"{APP}/start", "demo": "on"}
    answer = client_of(guided, tmp_path, Role.WRITER, **settings).get("/ja/picker")
    assert links(answer.text) == [f"{APP}/start", f"{APP}/", "http://localhost/demo/ja/invoices"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "製品の画面で要素を選ぶ" in answer.text


def test_typed_address_leads_to_its_page(guided: Path, tmp_path: Path) -> None:  # noqa: F811
    client = client_of(guided, tmp_path, Role.ADMIN)
    answer = client.get("/en/picker", query_string={"address": f"{APP}/invoices?tab=2"})
    assert links(answer.text)[0] == f"{APP}/invoices?tab=2"
    answer = client.get("/en/picker", query_string={"address": f"{APP}/#/route"})
    assert f'href="{APP}/#/route&amp;helpcenter-picker=' in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "javascript:alert(1)",
        "//app.example.com",
        "https://app.example.com@evil.example/",
        "https://user@app.example.com/",
        "https://app.example.com:1/",
        "https://app.example.com\\.evil.example/",
        "/invoices",
        "https://[",
        "https://app.example.com/" + "a" * 3_000,
    ],
)
def test_pages_of_others_get_no_token(guided: Path, tmp_path: Path, address: str) -> None:  # noqa: F811
    answer = client_of(guided, tmp_path, Role.WRITER).get("/en/picker", query_string={"address": address})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert links(answer.text) == [f"{APP}/"]
