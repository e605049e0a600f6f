from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import lxml.html
import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from lxml.html import HtmlElement


def page(client: FlaskClient, url: str, status: int = 200) -> HtmlElement:
    answer = client.get(url)
    assert answer.status_code == status
    return lxml.html.document_fromstring(answer.text)


def text(root: HtmlElement, selector: str) -> list[str]:
    return [" ".join(str(found.text_content()).split()) for found in root.cssselect(selector)]


def links(root: HtmlElement, selector: str) -> list[str]:
    return [found.get("href", "") for found in root.cssselect(selector)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("ja,en;q=0.5", "/ja/"), ("en-GB,ja;q=0.2", "/en/"), ("ja-JP", "/ja/"), ("de, fr;q=0.7", "/en/"), ("", "/en/")],
)
def test_the_root_leads_to_the_language_of_the_browser(client: FlaskClient, wanted: str, expected: str) -> None:
    answer = client.get("/", headers={"Accept-Language": wanted})
    assert (answer.status_code, answer.location) == (302, expected)
    assert "Accept-Language" in answer.headers["Vary"]


def test_home_has_one_search_field_topics_with_counts_and_what_changed(client: FlaskClient) -> None:
    root = page(client, "/ja/")
    assert root.get("lang") == "ja"
    assert len(root.cssselect("form[role=search] input[type=search]")) == 1
    cards = text(root, ".hc-topic")
    assert any("2件の記事" in card for card in cards)
    assert text(root, "[aria-labelledby=hc-home-recent] .hc-list-title")[0] == "パスワードを変更する"
    assert text(root, "[aria-labelledby=hc-home-recent] time")[0] == "2026年11月1日"


def test_the_index_article_heads_and_introduces_the_home_page_and_is_not_listed_on_it(client: FlaskClient) -> None:
    root = page(client, "/ja/")
    assert text(root, "h1") == ["ヘルプ"]
    assert text(root, ".hc-hero .hc-lead") == ["困ったときの手引きです。"]
    assert text(root, ".hc-introduction") == ["ようこそ。"]
    assert "/ja/articles/index" not in links(root, "a")
    assert text(page(client, "/ja/articles/index"), ".hc-content") == ["ようこそ。"]


def test_a_home_page_without_an_index_article_is_headed_by_the_sites_name(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "en"
    folder.mkdir(parents=True)
    (folder / "only.md").write_text("---\ntitle: The only one\n---\nText.\n")
    publish(tmp_path / "articles", tmp_path / "instance" / "index")
    root = page(create_app(config_for(tmp_path)).test_client(), "/en/")
    assert text(root, "h1") == ["Test Help"]
    assert text(root, "[aria-labelledby=hc-home-articles] a") == ["The only one"]
    assert not root.cssselect(".hc-introduction")


def test_a_long_index_article_is_introduced_and_linked(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "en"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ntitle: Welcome\n---\nHello.\n\n## Details\n\nMore.\n")
    publish(tmp_path / "articles", tmp_path / "instance" / "index")
    root = page(create_app(config_for(tmp_path)).test_client(), "/en/")
    assert text(root, ".hc-introduction .hc-content") == ["Hello."]
    assert links(root, ".hc-introduction .hc-more") == ["/en/articles/index"]


def test_the_search_form_tells_the_script_where_to_ask_and_what_to_say(client: FlaskClient) -> None:
    (form,) = page(client, "/ja/").cssselect("form[data-search]")
    assert form.get("action") == "/ja/search"
    assert form.get("data-suggest-url") == "/api/v1/suggest"
    assert form.get("data-search-url") == "/ja/search"
    assert form.get("data-locale") == "ja"
    assert form.get("data-text-count") == "候補が{count}件あります"
    assert form.get("data-text-all") == "「{query}」の検索結果をすべて見る"
    assert all(form.get(f"data-text-{name}") for name in ("label", "none", "unavailable"))


def test_only_the_home_page_asks_for_the_focus(client: FlaskClient) -> None:
    assert page(client, "/en/").cssselect("input[data-autofocus]")
    assert not page(client, "/en/articles/account/password").cssselect("[autofocus], [data-autofocus]")


def test_a_topic_lists_its_subtopics_and_articles_below_its_breadcrumbs(client: FlaskClient) -> None:
    root = page(client, "/en/topics/account")
    assert links(root, ".hc-crumbs a") == ["/en/"]
    assert links(root, ".hc-topic") == ["/en/topics/account/devices"]
    assert text(root, ".hc-topic .hc-count") == ["12 articles"]
    assert set(links(root, "[aria-labelledby=hc-articles] a")) == {
        "/en/articles/account/password",
        "/en/articles/account/sign-in",
    }
    below = page(client, "/en/topics/account/devices")
    assert links(below, ".hc-crumbs a") == ["/en/", "/en/topics/account"]


def test_an_article_shows_where_it_stands_when_it_changed_and_what_is_in_it(client: FlaskClient) -> None:
    root = page(client, "/ja/articles/billing/invoice")
    assert text(root, "h1") == ["請求書を発行する"]
    assert text(root, "title") == ["請求書を発行する | Test Help"]
    assert links(root, ".hc-crumbs a") == ["/ja/", "/ja/topics/billing"]
    assert text(root, ".hc-article-meta") == ["更新日 2026年10月3日 読了の目安 1分"]
    assert text(root, ".hc-toc-side a") == ["発行の手順", "PDFで送る"]
    assert text(root, "details .hc-toc a") == ["発行の手順", "PDFで送る"]
    assert links(root, ".hc-related a") == ["/ja/articles/account/password"]
    anchors = {heading.get("id") for heading in root.cssselect(".hc-content h2, .hc-content h3")}
    permalinks = root.cssselect(".hc-content .permalink")
    assert {unquote(link.get("href", ""))[1:] for link in permalinks} == anchors


def test_an_article_links_to_the_same_article_in_the_other_locale(client: FlaskClient) -> None:
    root = page(client, "/ja/articles/billing/invoice")
    (link,) = root.cssselect(".hc-languages a")
    assert (link.get("href"), link.get("hreflang"), link.get("lang")) == ("/en/articles/billing/invoice", "en", "en")


def test_an_article_without_a_translation_keeps_its_page_in_the_other_language(client: FlaskClient) -> None:
    root = page(client, "/ja/articles/account/only-japanese")
    assert links(root, ".hc-languages a") == ["/en/articles/account/only-japanese"]
    assert not root.cssselect("link[hreflang]")


def test_an_article_without_headings_has_no_table_of_contents(client: FlaskClient) -> None:
    assert not page(client, "/en/articles/account/sign-in").cssselect(".hc-toc")


def test_content_is_never_a_template(client: FlaskClient) -> None:
    assert "{{ 7*7 }}" in client.get("/ja/articles/account/password").text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/en/articles/billing/old-invoice", "/en/articles/billing/invoice"),
        (
            "/en/articles/billing/old-invoice?from=mail&x=%E3%81%82",
            "/en/articles/billing/invoice?from=mail&x=%E3%81%82",
        ),
        ("/en/articles/account/password/", "/en/articles/account/password"),
        ("/en/articles/account/password.html", "/en/articles/account/password"),
        ("/en/articles/billing/old-invoice.html/", "/en/articles/billing/invoice"),
        ("/en/articles/billing/old-invoice.md", "/en/articles/billing/invoice.md"),
        ("/en/topics/account/", "/en/topics/account"),
    ],
)
def test_an_old_address_moves_for_good_and_keeps_its_query(client: FlaskClient, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.location) == (301, new)


@pytest.mark.parametrize("url", ["/ja/", "/ja/topics/billing", "/ja/articles/billing/invoice", "/ja/search?q=請求書"])
def test_pages_ask_no_other_host(client: FlaskClient, url: str) -> None:
    root = lxml.html.document_fromstring(client.get(url).text)
    links = "//link[not(@rel='canonical' or @rel='alternate' or @rel='expect')]/@href"
    sources = root.xpath(f"//@src | {links} | //form/@action")
    assert sources
    assert all(str(source).startswith("/") and not str(source).startswith("//") for source in sources)


@pytest.mark.parametrize("url", ["/ja/", "/en/articles/billing/invoice", "/ja/search?q=zzzz", "/ja/nowhere"])
def test_every_page_has_landmarks_a_skip_link_and_unique_ids(client: FlaskClient, url: str) -> None:
    root = lxml.html.document_fromstring(client.get(url).text)
    assert links(root, ".hc-skip") == ["#hc-main"]
    assert [len(root.cssselect(name)) for name in ("body > header", "main", "body > footer", "h1")] == [1, 1, 1, 1]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not root.xpath(
        "//*[@style] | //style | //script[not(@src or @type='application/ld+json')] | //@*[starts-with(name(), 'on')]"
    )
