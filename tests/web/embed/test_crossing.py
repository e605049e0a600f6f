"""Who may ask from where: every address, every sort of origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.users import Role
from helpcenter.app import create_app
from helpcenter.config import load_config
from helpcenter.errors import ConfigError
from tests.web.conftest import config_for
from tests.web.embed.conftest import APP, OTHER
from tests.web.signing_in import EMAIL, PASSWORD, sign_in, users_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

FOR_ALL = ["guide.js", "assets/probe-0123456789.js"]
FOR_THE_PRODUCT = [
    "manifest/en.json",
    "walkthrough/en/guide/tour.json",
    "hint/en/guide/new.json",
    "article/en/guide/about.json",
    "search?q=a&locale=en",
]
STRANGERS = [
    OTHER,
    "null",
    "",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://app.example.com.evil.example",
]


@pytest.mark.parametrize("address", FOR_ALL)
@pytest.mark.parametrize("origin", [None, APP, OTHER])
def test_scripts_are_for_every_page(page: FlaskClient, address: str, origin: str | None) -> None:
    answer = page.get(f"/embed/v1/{address}", headers={"Origin": origin} if origin else {})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", [*FOR_THE_PRODUCT, "article/en/nowhere.json"])
def test_pages_of_the_product_may_read_answers_and_errors(page: FlaskClient, address: str) -> None:
    answer = page.get(f"/embed/v1/{address}", headers={"Origin": APP})
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("address", FOR_THE_PRODUCT)
@pytest.mark.parametrize("origin", STRANGERS)
def test_no_other_page_may_read_them(page: FlaskClient, address: str, origin: str) -> None:
    answer = page.get(f"/embed/v1/{address}", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("address", [*FOR_ALL, *FOR_THE_PRODUCT])
def test_no_answer_comes_with_credentials_or_a_cookie_or_in_a_frame(page: FlaskClient, address: str) -> None:
    for origin in (APP, OTHER, "http://localhost"):
        headers = page.get(f"/embed/v1/{address}", headers={"Origin": origin}).headers
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Set-Cookie" not in headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", FOR_THE_PRODUCT)
def test_a_cookie_changes_nothing(guide_app: Flask, guided: Path, address: str) -> None:
    if not (users := users_of(config_for(guided))).all():
        users.add(EMAIL, "Aki Mori", Role.READER, PASSWORD)
    signed_in, nobody = guide_app.test_client(), guide_app.test_client()
    sign_in(signed_in)
    assert "Secret" in signed_in.get("/en/articles/guide/secret").get_data(as_text=True)
    own, anonymous = signed_in.get(f"/embed/v1/{address}"), nobody.get(f"/embed/v1/{address}")
    assert own.data == anonymous.data
    assert own.headers.get("ETag") == anonymous.headers.get("ETag")
    assert "Cookie" not in own.headers["Vary"]
    assert "Set-Cookie" not in own.headers
    assert signed_in.get("/embed/v1/article/en/guide/secret.json").status_code == 404


def test_a_browser_that_asks_before_is_told_what_may_be_sent(page: FlaskClient) -> None:
    asked = {"Origin": APP, "Access-Control-Request-Method": "GET"}
    answer = page.options("/embed/v1/search", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    refused = page.options("/embed/v1/search", headers={**asked, "Origin": OTHER})
    assert not [name for name, _ in refused.headers if name.startswith("Access-Control-")]


def test_without_the_setting_no_other_page_may_read_anything(guided: Path) -> None:
    page = create_app(config_for(guided)).test_client()
    answer = page.get("/embed/v1/manifest/en.json", headers={"Origin": APP})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["*", "app.example.com", "https://app.example.com/", "https://*.example.com", "null"]
)
def test_an_origin_that_is_none_is_refused_in_the_settings(origin: str) -> None:
    with pytest.raises(ConfigError, match="without a path"):
        load_config({"embed_origins": f"https://good.example,{origin}"}, {})
