from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from tests.web.conftest import config_for
from tests.web.test_pages import links, page, text

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


def test_a_lost_address_offers_the_articles_its_words_lead_to(client: FlaskClient) -> None:
    root = page(client, "/en/articles/settings/change_my-password.html", 404)
    assert text(root, "h1") == ["We could not find that page"]
    assert "/en/articles/account/password" in links(root, "[aria-labelledby=hc-nearest] a")
    assert "/en/topics/billing" in links(root, "[aria-labelledby=hc-topics] a")


def test_a_lost_japanese_address_is_decoded_before_it_is_searched(client: FlaskClient) -> None:
    root = page(client, "/ja/%E8%AB%8B%E6%B1%82%E6%9B%B8-%E7%99%BA%E8%A1%8C", 404)
    assert "/ja/articles/billing/invoice" in links(root, "[aria-labelledby=hc-nearest] a")


def test_an_article_of_another_locale_is_named_and_linked(client: FlaskClient) -> None:
    root = page(client, "/en/articles/account/only-japanese", 404)
    assert text(root, "h1") == ["This article is not available in this language yet"]
    assert links(root, ".hc-actions a")[0] == "/ja/articles/account/only-japanese"


@pytest.mark.parametrize("url", ["/fr/", "/fr/articles/account/password", "/xx/search?q=a", "/JA/", "/ja-jp/", "/jaa/"])
def test_an_unknown_locale_is_not_found(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", ["/ja/topics/none", "/ja/articles/none", "/ja/none", "/none"])
def test_error_pages_speak_the_readers_language(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers={"Accept-Language": "ja"})
    assert answer.status_code == 404
    assert 'lang="ja"' in answer.text
    assert "ページが見つかりませんでした" in answer.text


@pytest.mark.parametrize("url", ["/en/", "/en/search?q=invoice", "/en/articles/account/password", "/ja/topics/x", "/"])
def test_without_an_index_every_page_is_an_outage(unpublished: FlaskClient, url: str) -> None:
    answer = unpublished.get(url)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "No articles found" not in answer.text
    assert "being prepared" in answer.text or "準備しています" in answer.text


@pytest.mark.parametrize(
    "url",
    ["/api/v1/search?q=a&locale=en", "/api/v1/suggest?q=a&locale=en", "/api/v1/articles/en/account/password"],
)
def test_without_an_index_the_api_reports_an_outage(unpublished: FlaskClient, url: str) -> None:
    answer = unpublished.get(url)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.get_json()["title"] == "Service Unavailable"


def test_a_lost_address_without_an_index_is_still_a_page(unpublished: FlaskClient) -> None:
    assert unpublished.get("/nowhere").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused_in_words(client: FlaskClient, method: str) -> None:
    answer = client.open("/en/", method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "That does not work here" in answer.text
    assert client.open("/api/v1/search", method=method).mimetype == "application/problem+json"


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    for url in ("/en/search", "/api/v1/search"):
        answer = client.get(url, data=b"x" * 70_000)
        assert answer.status_code == 413
    assert answer.get_json()["status"] == 413


def test_a_bug_is_an_apology_without_details(library: Path) -> None:
    app = create_app(config_for(library))

    def broken() -> str:
        raise RuntimeError("secret detail")

    app.add_url_rule("/en/broken", "broken", broken)
    app.add_url_rule("/api/v1/broken", "api-broken", broken)
    for url in ("/en/broken", "/api/v1/broken"):
        answer = app.test_client().get(url)
        assert answer.status_code == 500
        assert "secret" not in answer.text
    assert "Something went wrong on our side" in app.test_client().get("/en/broken").text
    assert app.test_client().get("/api/v1/broken").get_json()["status"] == 500
