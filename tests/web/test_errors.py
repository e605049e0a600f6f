from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from helpcenter.web.serving import Quiet
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


@pytest.mark.parametrize(
    ("lost", "meant"),
    [
        ("/ja/articles/billing/send-invoce", "/ja/articles/billing/send-invoice"),
        ("/ja/articles/accounts/send_invoice.html", "/ja/articles/billing/send-invoice"),
        ("/ja/Billing/Send-Invoices", "/ja/articles/billing/send-invoice"),
        ("/ja/articles/billing/解約-の-手続", "/ja/articles/billing/解約-の-手続き"),
    ],
)
def test_a_mistyped_slug_offers_the_article_even_when_its_words_are_in_another_language(
    tmp_path: Path, lost: str, meant: str
) -> None:
    folder = tmp_path / "articles" / "ja" / "billing"
    folder.mkdir(parents=True)
    (folder / "send-invoice.md").write_text("---\ntitle: 請求書を送る\n---\n本文。\n")
    (folder / "解約-の-手続き.md").write_text("---\ntitle: 退会\n---\n本文。\n")
    (folder / "dunning.md").write_text("---\ntitle: 督促\n---\n本文。\n")
    publish(tmp_path / "articles", tmp_path / "instance" / "index")
    root = page(create_app(config_for(tmp_path)).test_client(), lost, 404)
    assert unquote(links(root, "[aria-labelledby=hc-nearest] a")[0]) == meant
    assert "/ja/articles/billing/dunning" not in links(root, "[aria-labelledby=hc-nearest] a")


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


def test_an_outage_is_logged_but_not_with_every_request(
    unpublished: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        assert unpublished.get("/en/").status_code == 503
    assert [record.levelname for record in caplog.records if "No published index" in record.message] == ["ERROR"]


def test_what_is_quiet_speaks_again_after_a_minute() -> None:
    now = [0.0]
    quiet = Quiet(60, lambda: now[0])
    spoken = []
    for now[0] in (0, 1, 59, 60, 61, 125):
        spoken.append(quiet.is_due())
    assert spoken == [True, False, False, True, False, True]


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


def test_an_outage_keeps_the_readers_words_and_offers_the_same_search_again(unpublished: FlaskClient) -> None:
    root = page(unpublished, "/ja/search?q=請求書&kind=faq", 503)
    assert root.cssselect("#hc-search-input")[0].get("value") == "請求書"
    (again,) = [link for link in root.cssselect("a.hc-button") if link.text_content() == "もう一度試す"]
    assert parse_qs(urlsplit(again.get("href", "")).query) == {"q": ["請求書"], "kind": ["faq"]}
    assert not root.cssselect(".hc-hits")
