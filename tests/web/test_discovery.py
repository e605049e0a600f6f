from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import feedparser
import pytest
import yaml

from helpcenter.app import create_app
from helpcenter.content.public_markdown import public_markdown
from helpcenter.search.publish import publish
from helpcenter.web.site import sitemap as sitemaps
from tests.web.conftest import config_for, write_articles
from tests.web.documents import SITEMAP, head, hrefs, locations, xml

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

DOCUMENTS = {
    "/robots.txt": "text/plain",
    "/sitemap.xml": "application/xml",
    "/sitemaps/1.xml": "application/xml",
    "/ja/feed.xml": "application/atom+xml",
    "/en/opensearch.xml": "application/opensearchdescription+xml",
    "/llms.txt": "text/plain",
    "/ja/llms.txt": "text/plain",
    "/ja/articles/billing/invoice.md": "text/markdown",
}


def test_the_sitemap_has_every_page_once_with_its_versions_and_its_last_change(client: FlaskClient) -> None:
    root = xml(client, "/sitemap.xml")
    found = locations(client)
    assert len(found) == len(set(found)) == 2 + 2 + 3 + 20  # homes, topics in ja and en, articles
    for address in found:
        assert client.get(urlsplit(address).path).status_code == 200, address
    by_path = {urlsplit(str(url.findtext("s:loc", "", SITEMAP))).path: url for url in root}
    invoice = by_path["/ja/articles/billing/invoice"]
    assert invoice.findtext("s:lastmod", "", SITEMAP) == "2026-10-03"
    alternates = {link.get("hreflang"): link.get("href") for link in invoice.iterfind("x:link", SITEMAP)}
    assert alternates == {
        "en": "http://localhost/en/articles/billing/invoice",
        "ja": "http://localhost/ja/articles/billing/invoice",
        "x-default": "http://localhost/en/articles/billing/invoice",
    }
    assert not list(by_path["/ja/articles/account/only-japanese"].iterfind("x:link", SITEMAP))


def test_pages_and_the_sitemap_agree_on_versions(client: FlaskClient) -> None:
    for url in xml(client, "/sitemap.xml"):
        path = urlsplit(str(url.findtext("s:loc", "", SITEMAP))).path
        there = {(link.get("hreflang"), link.get("href")) for link in url.iterfind("x:link", SITEMAP)}
        here = {(link.get("hreflang"), link.get("href")) for link in head(client, path).cssselect("link[hreflang]")}
        assert there == here, path


def test_a_site_with_too_many_pages_has_several_files_and_a_list_of_them(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, library: Path
) -> None:
    whole = locations(client)
    monkeypatch.setattr(sitemaps, "MAX_URLS", 10)
    many = create_app(config_for(library)).test_client()
    files = [urlsplit(address).path for address in locations(many)]
    assert files == ["/sitemaps/1.xml", "/sitemaps/2.xml", "/sitemaps/3.xml"]
    assert xml(many, "/sitemap.xml").tag == f"{{{SITEMAP['s']}}}sitemapindex"
    parts = [locations(many, file) for file in files]
    assert [address for part in parts for address in part] == whole
    assert max(map(len, parts)) == 10
    assert many.get("/sitemaps/4.xml").status_code == many.get("/sitemaps/0.xml").status_code == 404


def test_a_file_stays_below_the_protocols_limits_however_many_locales_there_are() -> None:
    assert sitemaps.urls_per_file(1) == sitemaps.urls_per_file(2) == 50_000
    longest = 200 + len("https://help.example.com") + 30
    for locales in range(1, 60):
        assert sitemaps.urls_per_file(locales) * (locales + 2) * longest <= 52_428_800


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_feed_is_one_that_a_feed_reader_reads(client: FlaskClient, locale: str) -> None:
    answer = client.get(f"/{locale}/feed.xml")
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.language == locale
    assert [(link.rel, link.href) for link in feed.feed.links] == [
        ("self", f"http://localhost/{locale}/feed.xml"),
        ("alternate", f"http://localhost/{locale}/"),
    ]
    titles = {"ja": ["パスワードを変更する", "請求書を発行する"], "en": ["Change your password", "Send an invoice"]}
    assert [entry.title for entry in feed.entries] == titles[locale]
    assert [tuple(entry.updated_parsed[:3]) for entry in feed.entries] == [(2026, 11, 1), (2026, 10, 3)]
    assert all(client.get(urlsplit(entry.link).path).status_code == 200 for entry in feed.entries)


@pytest.mark.parametrize("url", ["/ja/feed.xml", "/en/feed.xml"])
def test_the_feed_has_what_rfc_4287_demands(client: FlaskClient, url: str) -> None:
    root = xml(client, url)
    atom = "{http://www.w3.org/2005/Atom}"
    for element in (root, *root.iterfind(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{atom}{name}")) == 1, (element.tag, name)
        moment = element.findtext(f"{atom}updated", "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", moment)
    assert root.findtext(f"{atom}author/{atom}name") == "Test Help"  # entries take the feed's
    ids = [each.text for each in root.iter(f"{atom}id")]
    assert len(ids) == len(set(ids))


def test_a_site_without_dates_still_has_a_feed(tmp_path: Path) -> None:
    (tmp_path / "articles/en").mkdir(parents=True)
    (tmp_path / "articles/en/a.md").write_text("---\ntitle: A & <b> B\n---\nText.\n", encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    feed = feedparser.parse(create_app(config_for(tmp_path)).test_client().get("/en/feed.xml").data)
    assert not feed.bozo
    assert feed.entries == []
    assert feed.feed.updated_parsed


def test_a_browser_learns_how_to_search(client: FlaskClient) -> None:
    (link,) = head(client, "/ja/").cssselect("link[rel=search]")
    root = xml(client, str(link.get("href")))
    opensearch = "{http://a9.com/-/spec/opensearch/1.1/}"
    template = {each.get("type"): str(each.get("template")) for each in root.iter(f"{opensearch}Url")}["text/html"]
    url = urlsplit(template.replace("{searchTerms}", "%E8%AB%8B%E6%B1%82%E6%9B%B8"))
    assert "/ja/articles/billing/invoice" in client.get(f"{url.path}?{url.query}").text
    assert len(root.findtext(f"{opensearch}ShortName", "")) <= 16


def test_programs_find_every_article_as_markdown(client: FlaskClient) -> None:
    text = client.get("/ja/llms.txt").text
    assert text.startswith("# Test Help\n\n> 困ったときの手引きです。\n\n## ")
    links = re.findall(r"^- \[.+?\]\((http://localhost/ja/articles/\S+\.md)\)", text, re.MULTILINE)
    assert len(links) == len(set(links)) == 4
    for link in links:
        assert client.get(urlsplit(link).path).mimetype == "text/markdown"
    assert "(http://localhost/en/llms.txt)" in text
    assert client.get("/llms.txt").text == client.get("/en/llms.txt").text


def test_an_article_can_be_read_as_markdown(client: FlaskClient) -> None:
    answer = client.get("/ja/articles/billing/invoice.md")
    _, front, body = answer.text.split("---\n", 2)
    assert yaml.safe_load(front) == {
        "title": "請求書を発行する",
        "summary": "発行の手順です。",
        "locale": "ja",
        "updated": "2026-10-03",
        "url": "http://localhost/ja/articles/billing/invoice",
    }
    assert "## 発行の手順" in body
    assert answer.headers["Link"] == '<http://localhost/ja/articles/billing/invoice>; rel="canonical"'
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert hrefs(head(client, "/ja/articles/billing/invoice"), "link[type='text/markdown']") == [
        "http://localhost/ja/articles/billing/invoice.md"
    ]


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("a <!-- secret --> b", "a  b\n"),
        ("a\n\n<!-- se\n\ncret -->\n\nb", "a\n\nb\n"),
        ("a\n<!-- secret that never ends\n\nb", "a\n"),
        ("[//]: # (secret)\n\nb", "b\n"),
        ("[comment]: <> (secret)\nb", "b\n"),
        ("[ref]: #anchor\n[ref]", "[ref]: #anchor\n[ref]\n"),
        ("`<!-- code -->` <!-- secret -->", "`<!-- code -->`\n"),
        ("```html\n<!-- code -->\n```\n<!-- secret -->", "```html\n<!-- code -->\n```\n"),
        ("<!--\n```\nsecret\n-->\nb\n\n```\nx\n```", "b\n\n```\nx\n```\n"),
        ("```\nnever closed\n\n<!-- secret -->", "```\nnever closed\n"),
        ("~~~\n```\n<!-- code -->\n~~~\n<!-- secret -->", "~~~\n```\n<!-- code -->\n~~~\n"),
    ],
)
def test_comments_of_writers_stay_out_of_the_markdown(written: str, public: str) -> None:
    assert public_markdown(written) == public


def test_hundreds_of_open_marks_cost_no_time() -> None:
    for sign in ("`", "```\n", "<!-", "<!-- a --> `", "[a]: # (", "~~~\n"):
        assert public_markdown(sign * 20_000)


@pytest.mark.parametrize("url", DOCUMENTS)
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_every_document_has_a_strong_tag_and_is_sent_once(client: FlaskClient, url: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = client.get(url, headers=headers)
    assert (first.status_code, first.mimetype) == (200, DOCUMENTS[url])
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert "Accept-Encoding" in first.headers["Vary"]
    again = client.get(url, headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("url", ["/fr/feed.xml", "/fr/opensearch.xml", "/fr/llms.txt", "/xx-YY/feed.xml"])
def test_a_locale_that_does_not_exist_has_no_documents(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


def test_without_an_index_programs_are_told_of_the_outage(unpublished: FlaskClient) -> None:
    for url in ("/sitemap.xml", "/en/feed.xml", "/llms.txt", "/robots.txt"):
        answer = unpublished.get(url)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_a_renamed_article_is_found_in_one_step_from_each_of_its_names(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    (tmp_path / "articles/en/new.md").write_text("---\ntitle: New\naliases: [old, older, a/oldest]\n---\nText.\n")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    client = create_app(config_for(tmp_path)).test_client()
    for name in ("old", "older", "a/oldest", "old/", "older.html"):
        answer = client.get(f"/en/articles/{name}")
        assert (answer.status_code, answer.location) == (301, "/en/articles/new"), name
