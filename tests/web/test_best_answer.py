"""The results page of a richer library: best answers, filters, paths, kinds and paging."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.web.conftest import config_for
from tests.web.test_pages import links, page, text

if TYPE_CHECKING:
    from flask.testing import FlaskClient

LONG_TITLE = "請求書の宛名と送付先の住所をまとめて変更したいときに" * 5
ARTICLES = {
    "en/billing/card.md": (
        "---\ntitle: Change your card\nkind: how-to\nupdated: 2026-10-03\n---\nAll about cards.\n\n"
        '## In the settings\n\nDo this:\n\n1. Open **Settings**.\n2. Choose <em onclick="x()">Card</em>.\n\n'
        "```sh\nls\n```\n"
    ),
    "en/billing/plans/refund.md": "---\ntitle: Refunds\nkind: faq\n---\nA refund goes to your card in five days.\n",
    "en/billing/plans/index.md": "---\ntitle: Plans & prices\n---\nWhat a plan costs.\n",
    "en/start/tour.md": (
        '---\ntitle: Tour of the card reader\n---\nShown on the screen.\n\n## Plug it in { target="#plug" }\n\nThere.\n'
    ),
    "ja/billing/card.md": f"---\ntitle: {LONG_TITLE}\nkind: how-to\n---\n1. 設定を開きます。\n2. 宛名を直します。\n",
} | {f"en/many/n{number:02}.md": f"---\ntitle: Gadget {number}\n---\nA gadget.\n" for number in range(95)}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("rich")
    for path, content in ARTICLES.items():
        (folder / "articles" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "articles" / path).write_text(content, encoding="utf-8")
    publish(folder / "articles", folder / "instance" / "index")
    return create_app(config_for(folder)).test_client()


def test_a_sure_search_shows_the_steps_of_the_best_section_and_where_they_go_on(rich: FlaskClient) -> None:
    root = page(rich, "/en/search?q=change+my+card+in+the+settings")
    (card,) = root.cssselect(".hc-hits > li:first-child.hc-hit-best")
    assert text(card, ".hc-hit-title") == ["Change your card"]
    assert text(card, ".hc-answer ol > li") == ["Open Settings.", "Choose Card."]
    assert links(card, ".hc-hit-section a, .hc-more") == ["/en/articles/billing/card#in-the-settings"] * 2
    assert text(card, ".hc-hit-kind") == ["How-to"]
    assert text(card, ".hc-hit-trail") == ["Billing"]
    assert text(card, "time") == ["October 3, 2026"]
    assert text(card, ".hc-answer-end")
    assert not card.cssselect(".hc-snippet, [onclick]")


def test_only_the_first_page_of_a_sure_search_shows_an_answer(rich: FlaskClient) -> None:
    assert len(page(rich, "/en/search?q=gadget+7").cssselect(".hc-hit-best")) == 1
    assert not page(rich, "/en/search?q=gadget+7&page=2").cssselect(".hc-hit-best")
    unsure = page(rich, "/en/search?q=card+games+for+rainy+weekends+with+children")
    assert text(unsure, "h1")[0].startswith("No clear answer for")
    assert unsure.cssselect(".hc-hit-title")
    assert text(unsure, "[aria-labelledby=hc-tips] li")
    assert not unsure.cssselect(".hc-hit-best")


def test_a_walkthrough_shows_its_steps_as_links(rich: FlaskClient) -> None:
    (card,) = page(rich, "/en/search?q=tour+of+the+card+reader").cssselect(".hc-hit-best")
    assert text(card, ".hc-hit-kind") == ["Walkthrough"]
    assert links(card, ".hc-answer li a") == ["/en/articles/start/tour#plug-it-in"]
    assert not card.cssselect(".hc-hit-further")


def test_a_hit_shows_the_way_to_it(rich: FlaskClient) -> None:
    root = page(rich, "/en/search?q=refund")
    assert text(root, ".hc-hit-best .hc-hit-trail > span") == ["Billing", "Plans & prices"]


def test_every_filter_keeps_the_query_and_the_other_filter(rich: FlaskClient) -> None:
    root = page(rich, "/en/search?q=card&topic=billing&kind=how-to&exact=1")
    assert text(root, ".hc-hit-title") == ["Change your card"]
    assert text(root, ".hc-chip > span:not(.hc-visually-hidden)") == ["Billing", "How-to"]
    assert links(root, ".hc-chip, .hc-chip-all") == [
        "/en/search?q=card&kind=how-to&exact=1",
        "/en/search?q=card&topic=billing&exact=1",
        "/en/search?q=card&exact=1",
    ]
    for url in links(root, ".hc-filter-side a"):
        asked = parse_qs(urlsplit(url).query)
        assert (asked["q"], asked["exact"]) == (["card"], ["1"])
    chosen = links(root, ".hc-filter-side a[aria-current]")
    assert chosen == ["/en/search?q=card&topic=billing&kind=how-to&exact=1"] * 2
    fields = {field.get("name"): field.get("value") for field in root.cssselect("form input[type=hidden]")}
    assert fields == {"topic": "billing", "kind": "how-to"}
    assert links(root, ".hc-languages a") == ["/ja/search?q=card&topic=billing&kind=how-to&exact=1"]


def test_the_number_beside_a_filter_is_the_number_of_articles_it_shows(rich: FlaskClient) -> None:
    root = page(rich, "/en/search?q=card")
    for choice in root.cssselect(".hc-filter-side li:not(:first-child) a"):
        (number,) = text(choice, ".hc-filter-count [aria-hidden]")
        narrowed = page(rich, choice.get("href", ""))
        assert len(narrowed.cssselect(".hc-hit-title")) == int(number)


def test_filters_that_leave_nothing_say_so_and_can_be_left(rich: FlaskClient) -> None:
    root = page(rich, "/en/search?q=gadget&topic=many&kind=faq")
    assert text(root, "h1") == ["No articles found for “gadget”"]
    assert "without them there are 95 articles" in str(root.text_content())
    assert "/en/search?q=gadget" in links(root, ".hc-button")
    assert not root.cssselect("[aria-labelledby=hc-topics]")


def test_an_unknown_kind_narrows_nothing(rich: FlaskClient) -> None:
    root = page(rich, "/en/search?q=gadget&kind=recipe")
    assert root.cssselect(".hc-hit-title")
    assert not root.cssselect(".hc-chip")


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "1 2 … 10"), (2, "1 2 3 … 10"), (4, "1 2 3 4 5 … 10"), (6, "1 … 5 6 7 … 10"), (10, "1 … 9 10")],
)
def test_pages_have_numbers_near_the_current_one(rich: FlaskClient, number: int, shown: str) -> None:
    root = page(rich, f"/en/search?q=gadget&page={number}")
    assert text(root, ".hc-page-numbers li") == shown.split()
    assert text(root, ".hc-page-numbers [aria-current=page]") == [str(number)]
    before = [f"/en/search?q=gadget&page={number - 1}"] if number > 2 else ["/en/search?q=gadget"] * (number == 2)
    assert links(root, "a[rel=prev]") == before
    assert links(root, "a[rel=next]") == ([f"/en/search?q=gadget&page={number + 1}"] if number < 10 else [])


@pytest.mark.parametrize("number", ["11", "20", "21", "999999999999999999999"])
def test_a_page_after_the_last_says_where_the_results_end(rich: FlaskClient, number: str) -> None:
    root = page(rich, f"/en/search?q=gadget&topic=many&page={number}")
    assert "There are only 10 pages of results." in str(root.text_content())
    assert links(root, ".hc-button") == ["/en/search?q=gadget&topic=many", "/en/search?q=gadget&topic=many&page=10"]
    assert not root.cssselect(".hc-hit-title")


def test_a_page_of_results_stays_small_on_the_wire(rich: FlaskClient) -> None:
    for address in ("/en/search?q=gadget", "/en/search?q=card", "/ja/search?q=請求書の宛名"):
        answer = rich.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < 6_000


def test_each_choice_is_a_page_of_its_own_for_caches(rich: FlaskClient) -> None:
    addresses = [f"/en/search?q=card{rest}" for rest in ("", "&kind=faq", "&topic=billing", "&topic=billing&kind=faq")]
    tags = [rich.get(address).headers["ETag"] for address in addresses]
    assert len(set(tags)) == len(addresses)
    assert rich.get(addresses[1], headers={"If-None-Match": tags[1]}).status_code == 304
