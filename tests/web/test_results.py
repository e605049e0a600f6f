from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from tests.web.test_pages import links, page, text

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_results_show_hits_with_marks_topic_date_and_section_links(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=forgot+password")
    assert root.cssselect("#hc-search-input")[0].get("value") == "forgot password"
    assert links(root, ".hc-hit-title a")[0] == "/en/articles/account/password"
    assert "password" in [mark.lower() for mark in text(root, ".hc-hit-title mark")]
    assert "November 1, 2026" in text(root, ".hc-hit-path time")
    assert any(url.startswith("/en/articles/account/password#") for url in links(root, ".hc-hit-section a"))


def test_only_the_best_section_has_a_snippet_and_the_others_are_links_below_it(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=customer+attach")
    (hit, *_) = [hit for hit in root.cssselect(".hc-hits > li") if hit.cssselect(".hc-hit-further")]
    assert len(hit.cssselect(".hc-snippet, .hc-answer")) == 1
    assert all("#" in url for url in links(hit, ".hc-hit-further a"))
    assert not set(links(hit, ".hc-hit-further a")) & set(links(hit, ".hc-hit-section a"))


def test_the_number_of_articles_is_not_called_more_than_it_is(client: FlaskClient) -> None:
    assert "1–10 of 12 articles, best first" in text(page(client, "/en/search?q=device"), ".hc-meta")
    assert "11–12 of 12 articles, best first" in text(page(client, "/en/search?q=device&page=2"), ".hc-meta")
    assert "1件の記事（内容の近い順）" in text(page(client, "/ja/search?q=再設定"), ".hc-meta")


def test_results_work_in_japanese(client: FlaskClient) -> None:
    root = page(client, "/ja/search?q=請求書を発行したい")
    assert links(root, ".hc-hit-title a")[0] == "/ja/articles/billing/invoice"
    assert text(root, "h1") == ["「請求書を発行したい」の検索結果"]
    assert links(root, ".hc-languages a")[0].startswith("/en/search?q=")


def test_results_are_turned_in_pages_that_keep_the_query(client: FlaskClient) -> None:
    first = page(client, "/en/search?q=gadget")
    assert len(first.cssselect(".hc-hit-title")) == 10
    (following,) = first.cssselect("a[rel=next]")
    assert following.get("href") == "/en/search?q=gadget&page=2"
    second = page(client, "/en/search?q=gadget&page=2")
    assert len(second.cssselect(".hc-hit-title")) == 2
    assert links(second, "a[rel=prev]") == ["/en/search?q=gadget"]
    assert not set(links(first, ".hc-hit-title a")) & set(links(second, ".hc-hit-title a"))


def test_a_topic_narrows_the_results_and_can_be_left_again(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=invoice+password&topic=billing")
    assert links(root, ".hc-hit-title a") == ["/en/articles/billing/invoice"]
    assert links(root, ".hc-filter-side a[aria-current]") == ["/en/search?q=invoice+password&topic=billing"]
    assert links(root, ".hc-filter-side a") == links(root, ".hc-filter-disclosure a")
    assert "/en/search?q=invoice+password" in links(root, ".hc-filter-side a")
    assert links(root, ".hc-chip") == ["/en/search?q=invoice+password"]
    assert [field.get("value") for field in root.cssselect("input[name=topic]")] == ["billing"]


def test_an_unknown_topic_narrows_nothing(client: FlaskClient) -> None:
    assert page(client, "/en/search?q=invoice&topic=no-such").cssselect(".hc-hit-title")


def test_nothing_found_is_said_and_topics_and_articles_are_offered(client: FlaskClient) -> None:
    root = page(client, "/ja/search?q=qzxqzxqzx")
    assert text(root, "h1") == ["「qzxqzxqzx」に一致する記事は見つかりませんでした"]
    assert not root.cssselect(".hc-hit-title")
    assert "/ja/topics/billing" in links(root, "[aria-labelledby=hc-topics] a")
    assert links(root, "[aria-labelledby=hc-recent] a")


def test_an_empty_search_asks_what_the_reader_is_looking_for(client: FlaskClient) -> None:
    root = page(client, "/en/search")
    assert text(root, "h1") == ["What are you looking for?"]
    assert links(root, "[aria-labelledby=hc-topics] a")


def test_a_query_that_was_cut_is_said_to_be_cut(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=" + "invoice+" * 1250)
    assert "only its beginning was used" in str(root.text_content())
    assert len(root.cssselect("#hc-search-input")[0].get("value", "")) <= 500
    assert "only its beginning" not in client.get("/en/search?q=invoice").text


@pytest.mark.parametrize("number", ["0", "-3", "abc", "", "99999999999999999999", "１"])
def test_a_page_number_that_makes_no_sense_is_put_right(client: FlaskClient, number: str) -> None:
    assert client.get("/en/search", query_string={"q": "invoice", "page": number}).status_code == 200


def test_the_readers_words_are_escaped(client: FlaskClient) -> None:
    answer = client.get("/en/search", query_string={"q": '"><script>alert(1)</script>{{7*7}}'})
    assert "<script>alert" not in answer.text
    assert "49" not in lxml.html.document_fromstring(answer.text).cssselect("h1")[0].text_content()


def test_a_correction_is_said_and_can_be_refused(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=change+pasword")
    (line,) = root.cssselect(".hc-correction")
    assert " ".join(line.text_content().split()) == (
        "Showing results for “change password”. Search only for “change pasword”"
    )
    assert links(line, "a") == ["/en/search?q=change+pasword&exact=1"]
    assert not page(client, "/en/search?q=change+password").cssselect(".hc-correction")


def test_a_reading_is_said_as_japanese_writes_it(client: FlaskClient) -> None:
    (line,) = page(client, "/ja/search?q=せいきゅうしょ").cssselect(".hc-correction")
    assert "".join(line.text_content().split()) == (
        "「請求書」の検索結果を表示しています。「せいきゅうしょ」だけで検索する"
    )


def test_an_exact_search_stays_exact_and_offers_the_way_back(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=gadget&topic=account&exact=1")
    assert links(root, ".hc-correction a") == ["/en/search?q=gadget&topic=account"]
    assert links(root, "a[rel=next]") == ["/en/search?q=gadget&topic=account&page=2&exact=1"]
    assert all(url.endswith("&exact=1") for url in links(root, ".hc-filter-side a, .hc-languages a"))


def test_an_exact_search_that_finds_nothing_offers_the_way_back(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=invoce&exact=1")
    assert text(root, "h1") == ["No articles found for “invoce”"]
    assert links(root, ".hc-correction a") == ["/en/search?q=invoce"]


@pytest.mark.parametrize(
    ("address", "url", "label"),
    [
        ("/ja/search?q=passkey", "/en/articles/account/sign-in", "英語の記事"),
        ("/en/search?q=日本語だけの記事", "/ja/articles/account/only-japanese", "Article in Japanese"),
    ],
)
def test_an_article_in_another_language_says_so(client: FlaskClient, address: str, url: str, label: str) -> None:
    root = page(client, address)
    (link,) = root.cssselect(f".hc-hit-title a[href='{url}']")
    assert (link.get("lang"), link.get("hreflang")) == (url[1:3], url[1:3])
    assert text(root, ".hc-hit-language") == [label]


def test_a_phrase_that_no_article_has_is_told_and_escaped(client: FlaskClient) -> None:
    told = " ".join(text(page(client, "/en/search?q=%22password+<b>+forgot%22"), ".hc-correction"))
    assert "exactly “password <b> forgot”" in told
    assert "「再設定のパスワード」" in " ".join(
        text(page(client, "/ja/search?q=「再設定のパスワード」"), ".hc-correction")
    )
    assert not text(page(client, "/en/search?q=%22reset+mail%22"), ".hc-correction")


def test_an_article_in_the_readers_language_says_nothing_about_it(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=invoice")
    assert not root.cssselect(".hc-hit-language, .hc-hit-title a[lang]")


def test_corrections_are_escaped(client: FlaskClient) -> None:
    root = page(client, "/en/search?q=<b>invoce</b>")
    assert not root.cssselect(".hc-correction b")
