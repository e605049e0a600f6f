from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from helpcenter.app import create_app
from helpcenter.web.site.head import beginning
from tests.web.conftest import config_for
from tests.web.documents import head, hrefs, locations

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("url", "own", "versions"),
    [
        ("/ja/", "/ja/", {"ja": "/ja/", "en": "/en/", "x-default": "/"}),
        ("/en/topics/billing", "/en/topics/billing", {"ja": "/ja/topics/billing", "en": "/en/topics/billing"}),
        (
            "/ja/articles/billing/invoice?utm_source=mail",
            "/ja/articles/billing/invoice",
            {"ja": "/ja/articles/billing/invoice", "en": "/en/articles/billing/invoice"},
        ),
        ("/ja/articles/account/only-japanese", "/ja/articles/account/only-japanese", {}),
        ("/en/topics/account/devices", "/en/topics/account/devices", {}),
    ],
)
def test_a_page_names_its_own_address_and_all_versions(
    client: FlaskClient, url: str, own: str, versions: dict[str, str]
) -> None:
    root = head(client, url)
    assert hrefs(root, "link[rel=canonical]") == [f"http://localhost{own}"]
    found = {str(link.get("hreflang")): str(link.get("href")) for link in root.cssselect("link[hreflang]")}
    if versions:
        versions = {"x-default": versions["en"], **versions}
    assert found == {locale: f"http://localhost{path}" for locale, path in versions.items()}
    assert (root.xpath("string(//meta[@property='og:url']/@content)")) == f"http://localhost{own}"


def test_every_version_names_all_others_so_that_they_confirm_each_other(client: FlaskClient) -> None:
    for url in ("/ja/", "/ja/topics/billing", "/ja/articles/billing/invoice"):
        mine = set(hrefs(head(client, url), "link[hreflang]"))
        for address in mine:
            theirs = client.get(urlsplit(address).path, follow_redirects=True).text
            assert all(f'href="{other}"' in theirs for other in mine), (url, address)


def test_the_address_of_the_settings_wins_over_the_host_asked_for(library: Path) -> None:
    client = create_app(config_for(library, base_url="https://help.example.com/")).test_client()
    for host in ("localhost", "help.example.com"):
        root = head(client, "/ja/", Host=host)
        assert hrefs(root, "link[rel=canonical]") == ["https://help.example.com/ja/"]
    assert all(address.startswith("https://help.example.com/") for address in locations(client))
    assert "Sitemap: https://help.example.com/sitemap.xml" in client.get("/robots.txt").text


def test_two_hosts_never_share_a_remembered_page(client: FlaskClient) -> None:
    answers = {host: client.get("/en/", headers={"Host": host}) for host in ("localhost", "127.0.0.1:8000")}
    assert len({answer.headers["ETag"] for answer in answers.values()}) == 2
    for host, answer in answers.items():
        assert f'<link rel="canonical" href="http://{host}/en/">' in answer.text
    tag = answers["localhost"].headers["ETag"]
    assert client.get("/en/", headers={"Host": "127.0.0.1:8000", "If-None-Match": tag}).status_code == 200


def test_previews_in_chats_have_what_they_show(client: FlaskClient) -> None:
    root = head(client, "/ja/articles/billing/invoice")
    found = {each.get("property") or each.get("name"): each.get("content") for each in root.cssselect("meta")}
    wanted = {
        "og:type": "article",
        "og:title": "請求書を発行する",
        "og:description": "発行の手順です。",
        "og:site_name": "Test Help",
        "og:locale": "ja",
        "og:locale:alternate": "en",
        "article:modified_time": "2026-10-03",
        "description": "発行の手順です。",
    }
    assert wanted.items() <= found.items()


@pytest.mark.parametrize(
    ("url", "description"),
    [
        ("/en/articles/billing/invoice", "How to send an invoice."),
        ("/en/topics/account", "Sign in with a passkey · Change your password"),
        ("/ja/topics/billing", "請求書を発行する"),
    ],
)
def test_a_page_without_a_summary_is_described_by_its_beginning_or_by_what_it_lists(
    client: FlaskClient, url: str, description: str
) -> None:
    found = head(client, url).xpath("string(//meta[@name='description']/@content)")
    assert sorted(found.split(" · ")) == sorted(description.split(" · "))


def test_a_long_beginning_ends_with_a_word_where_there_are_spaces() -> None:
    assert beginning("", " \n", "One\ntwo") == "One two"
    english = beginning("never ending words " * 20)
    assert english.endswith((" never…", " ending…", " words…"))
    assert 100 < len(english) <= 156
    assert beginning("長い文" * 60) == ("長い文" * 60)[:155] + "…"


def test_results_and_errors_are_not_to_be_listed(client: FlaskClient) -> None:
    results = head(client, "/en/search?q=invoice")
    assert results.xpath("string(//meta[@name='robots']/@content)") == "noindex"
    for url in ("/en/search?q=invoice", "/en/articles/nowhere"):
        assert not head(client, url).cssselect("link[rel=canonical], link[hreflang], meta[property]")
