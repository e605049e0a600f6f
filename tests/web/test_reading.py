"""What the page of an article shows beside its text, and what happens where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.content.test_git import git
from tests.web.conftest import config_for
from tests.web.test_pages import links, page, text

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.content.conftest import ArticlesFolder

POLICY = "Content-Security-Policy"


def served(folder: ArticlesFolder, **settings: object) -> FlaskClient:
    """A browser on a site with the articles of a folder."""
    root = folder.path.parent
    publish(folder.path, root / "instance" / "index")
    return create_app(config_for(root, **settings)).test_client()


@pytest.fixture
def tour(folder: ArticlesFolder) -> ArticlesFolder:
    steps = "## One { target=a }\n\nText.\n\n### Detail\n\nMore.\n\n## Two { target=b }\n\nText.\n\n## After\n\nText."
    folder.article("en/tour/walk.md", steps, screens='["/home/*", "/invoices/new"]', order="2")
    folder.article("en/tour/first.md", "Text.", title="First", order="1")
    folder.article("en/tour/last.md", "Text.", title="Last", order="3")
    return folder


def test_steps_of_a_walkthrough_are_cards_with_what_stands_below_them(tour: ArticlesFolder) -> None:
    root = page(served(tour), "/en/articles/tour/walk")
    assert text(root, ".hc-step-number") == ["Step 1 of 2", "Step 2 of 2"]
    assert [text(card, "h2, h3") for card in root.cssselect(".hc-step")] == [["One", "Detail"], ["Two"]]
    assert text(root, ".hc-content > .heading h2") == ["After"]


def test_an_article_with_targets_leads_to_its_first_plain_screen_in_the_product(tour: ArticlesFolder) -> None:
    client = served(tour, product_url="https://app.example.com/eu/")
    (link,) = page(client, "/en/articles/tour/walk").cssselect(".hc-in-product a")
    assert link.get("href") == "https://app.example.com/eu/invoices/new?helpcenter-walkthrough=tour%2Fwalk"
    assert not page(client, "/en/articles/tour/first").cssselect(".hc-in-product")
    assert not page(served(tour), "/en/articles/tour/walk").cssselect(".hc-in-product")


def test_an_article_leads_to_the_ones_before_and_after_it_in_its_topic(tour: ArticlesFolder) -> None:
    client = served(tour)
    assert links(page(client, "/en/articles/tour/first"), ".hc-neighbours a") == ["/en/articles/tour/walk"]
    middle = page(client, "/en/articles/tour/walk")
    assert links(middle, ".hc-neighbours a[rel=prev]") == ["/en/articles/tour/first"]
    assert links(middle, ".hc-neighbours a[rel=next]") == ["/en/articles/tour/last"]


def test_a_topics_own_article_comes_first_in_it(tour: ArticlesFolder) -> None:
    tour.article("en/tour.md", "Text.", title="About the tour")
    client = served(tour)
    assert links(page(client, "/en/articles/tour"), ".hc-neighbours a") == ["/en/articles/tour/first"]
    assert links(page(client, "/en/articles/tour"), ".hc-crumbs a") == ["/en/"]
    assert links(page(client, "/en/articles/tour/walk"), ".hc-crumbs a") == ["/en/", "/en/topics/tour"]


def test_related_articles_are_found_unless_the_writer_chose_some(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Cancel the recurring invoice of a customer.", title="Cancel a recurring invoice")
    folder.article("en/b.md", "Send the recurring invoice to a customer.", title="Send a recurring invoice")
    folder.article("en/c.md", "Passkeys and passwords.", title="Sign in", related="[b]")
    client = served(folder)
    assert links(page(client, "/en/articles/a"), ".hc-related a") == ["/en/articles/b"]
    assert links(page(client, "/en/articles/c"), ".hc-related a") == ["/en/articles/b"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [("word " * 100, "1 minute to read"), ("word " * 700, "3 minutes to read"), ("文字" * 1000, "4 minutes to read")],
)
def test_reading_time_counts_words_and_japanese_characters(folder: ArticlesFolder, body: str, expected: str) -> None:
    folder.article("en/a.md", body)
    assert expected in text(page(served(folder), "/en/articles/a"), ".hc-article-meta")[0]


def test_an_article_without_a_translation_is_shown_in_its_own_language_and_says_so(client: FlaskClient) -> None:
    root = page(client, "/en/articles/account/only-japanese")
    assert root.get("lang") == "en"
    assert text(root, "h1") == ["日本語だけの記事"]
    assert root.cssselect("h1[lang=ja]")
    assert root.cssselect(".hc-content[lang=ja]")
    assert "shown in Japanese" in text(root, ".hc-language-notice")[0]
    assert links(root, "link[rel=canonical]") == ["http://localhost/ja/articles/account/only-japanese"]
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert links(root, ".hc-crumbs a") == ["/en/", "/en/topics/account"]
    assert not root.cssselect("link[hreflang]")


def test_an_article_in_the_readers_language_has_no_notice(client: FlaskClient) -> None:
    root = page(client, "/ja/articles/billing/invoice")
    assert not root.cssselect(".hc-language-notice")
    assert not root.xpath("//meta[@name='robots']")


def test_a_translation_older_than_its_source_says_so(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text.", updated="2026-11-02")
    folder.article("ja/a.md", "本文", updated="2026-11-01")
    folder.article("en/b.md", "Text.", updated="2026-11-01")
    folder.article("ja/b.md", "本文", updated="2026-11-01")
    client = served(folder)
    root = page(client, "/ja/articles/a")
    assert "2026年11月2日" in text(root, ".hc-language-notice")[0]
    assert links(root, ".hc-language-notice a") == ["/en/articles/a"]
    assert not page(client, "/ja/articles/b").cssselect(".hc-language-notice")
    assert not page(client, "/en/articles/a").cssselect(".hc-language-notice")


def test_a_former_address_of_another_language_leads_to_the_article(client: FlaskClient) -> None:
    answer = client.get("/ja/articles/billing/old-invoice?x=1")
    assert (answer.status_code, answer.location) == (301, "/ja/articles/billing/invoice?x=1")
    assert client.get(answer.location).status_code == 200


def test_aliases_that_lead_in_a_circle_lead_nowhere(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text.", title="A", aliases="[b, lost]")
    folder.article("en/b.md", "Text.", title="B", aliases="[a, lost]")
    client = served(folder)
    assert text(page(client, "/en/articles/a"), "h1") == ["A"]
    assert text(page(client, "/en/articles/b"), "h1") == ["B"]
    assert client.get("/en/articles/lost").location == "/en/articles/a"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ja/articles/billing%2Finvoice", 200),
        ("/ja/articles/billing%252Finvoice", 404),
        ("/ja/articles/%2Fbilling%2Finvoice", 404),
        ("/ja/articles/billing%5Cinvoice", 404),
        ("/ja/topics/account%2Fdevices", 404),
        ("/en/topics/account%2Fdevices", 200),
    ],
)
def test_encoded_slashes_are_slashes_once(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status or (status == 404 and answer.status_code == 308)
    assert answer.mimetype == "text/html"


def test_a_topic_that_another_language_has_is_named_and_linked(client: FlaskClient) -> None:
    root = page(client, "/ja/topics/account/devices", 404)
    assert text(root, "h1") == ["このトピックの日本語の記事はまだありません"]
    assert links(root, ".hc-actions a")[0] == "/en/topics/account/devices"


def test_a_topic_whose_last_article_went_is_not_found_and_offers_others(folder: ArticlesFolder) -> None:
    folder.article("en/billing/a.md", "Text.")
    gone = folder.article("en/old/b.md", "Text.", title="Old prices")
    client = served(folder)
    assert client.get("/en/topics/old").status_code == 200
    gone.unlink()
    client = served(folder)
    assert links(page(client, "/en/topics/old", 404), "[aria-labelledby=hc-topics] a") == ["/en/topics/billing"]


def test_an_article_deleted_while_it_is_read_is_gone_with_the_next_request(folder: ArticlesFolder) -> None:
    folder.article("en/send-invoice.md", "Text.", title="Send an invoice")
    gone = folder.article("en/send-invoices.md", "Text.", title="Send many invoices")
    client = served(folder)
    answer = client.get("/en/articles/send-invoices")
    gone.unlink()
    publish(folder.path, folder.path.parent / "instance" / "index")
    again = client.get("/en/articles/send-invoices", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 404
    root = page(client, "/en/articles/send-invoices", 404)
    assert links(root, "[aria-labelledby=hc-nearest] a") == ["/en/articles/send-invoice"]


VIDEO = "![Film](https://vimeo.com/76979871)"
PLAYERS = "frame-src https://www.youtube-nocookie.com https://player.vimeo.com"


def test_only_a_page_with_a_video_may_show_players(folder: ArticlesFolder) -> None:
    folder.article("en/film.md", VIDEO)
    folder.article("en/text.md", "Text.")
    client = served(folder)
    assert "frame-src" not in client.get("/en/articles/text").headers[POLICY]
    first = client.get("/en/articles/film")
    assert first.headers[POLICY].endswith(f"; {PLAYERS}")
    remembered = client.get("/en/articles/film")
    unchanged = client.get("/en/articles/film", headers={"If-None-Match": first.headers["ETag"]})
    assert (remembered.status_code, unchanged.status_code) == (200, 304)
    assert first.headers[POLICY] == remembered.headers[POLICY] == unchanged.headers[POLICY]
    assert len(first.headers.getlist(POLICY)) == 1


def test_a_player_of_a_host_that_is_not_allowed_stays_a_link(folder: ArticlesFolder) -> None:
    folder.article("en/film.md", "![Film](https://videos.example.com/1){ .video }")
    client = served(folder)
    assert "frame-src" not in client.get("/en/articles/film").headers[POLICY]
    assert page(client, "/en/articles/film").cssselect("[data-video-hosts='']")
    allowing = served(folder, video_hosts="videos.example.com")
    assert allowing.get("/en/articles/film").headers[POLICY].endswith("; frame-src https://videos.example.com")
    assert page(allowing, "/en/articles/film").cssselect("[data-video-hosts='videos.example.com']")


def test_a_deep_topic_shows_the_tree_below_it_with_counts(folder: ArticlesFolder) -> None:
    for path in ("a/one", "a/b/two", "a/b/c/three", "a/b/c/d/four", "a/b/c/d/e/five"):
        folder.article(f"en/{path}.md", "Text.", title=path)
    client = served(folder)
    root = page(client, "/en/topics/a")
    assert links(root, ".hc-topic, .hc-tree-link") == ["/en/topics/a/b", "/en/topics/a/b/c", "/en/topics/a/b/c/d"]
    assert text(root, ".hc-topic .hc-count, .hc-tree-link .hc-count") == ["4 articles", "3 articles", "2 articles"]
    deepest = page(client, "/en/topics/a/b/c/d/e")
    assert text(deepest, ".hc-crumbs a")[1:] == ["A", "B", "C", "D"]


def test_home_begins_with_what_its_index_calls_related(folder: ArticlesFolder) -> None:
    folder.article("en/index.md", "Hello.", related="[z, a]")
    folder.article("en/a.md", "Text.", title="A")
    folder.article("en/z.md", "Text.", title="Z")
    assert text(page(served(folder), "/en/"), ".hc-path-title") == ["Z", "A"]


def test_home_begins_with_the_start_topic_and_without_one_with_nothing(folder: ArticlesFolder) -> None:
    folder.article("en/other/a.md", "Text.", title="A")
    assert not page(served(folder), "/en/").cssselect(".hc-path")
    for number in range(6):
        folder.article(f"en/start/s{number}.md", "Text.", title=f"S{number}", order=str(number + 1))
    assert text(page(served(folder), "/en/"), ".hc-path-title") == ["S0", "S1", "S2", "S3"]


def test_sections_for_which_there_is_no_data_are_not_there(client: FlaskClient) -> None:
    assert not page(client, "/en/").cssselect("#hc-home-popular")
    assert not page(client, "/en/articles/billing/invoice").cssselect("#hc-also-read")


@pytest.mark.parametrize("url", ["/en/", "/en/topics/account", "/en/articles/billing/invoice"])
def test_pages_may_stay_in_the_back_forward_cache(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert "no-store" not in answer.headers["Cache-Control"]
    assert "unload" not in answer.text


def test_who_changed_an_article_is_shown_only_when_wanted(folder: ArticlesFolder) -> None:
    git(folder.path.parent, "init", "-q")
    folder.article("en/a.md", "Text.")
    git(folder.path.parent, "add", "-A")
    git(folder.path.parent, "commit", "-m", "Change", day="2026-02-03")
    assert "writer" not in served(folder).get("/en/articles/a").text
    shown = page(served(folder, show_author="on"), "/en/articles/a")
    assert text(shown, ".hc-article-meta") == ["Updated February 3, 2026 Changed by writer 1 minute to read"]
