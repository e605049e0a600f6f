from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import LONG_AFTER, stop_the_clock

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Request, Route

    from tests.browser.chromium import Width
    from tests.browser.conftest import Read

FIELD = "#hc-search-input"
SUGGEST = "**/api/v1/suggest?*"
TYPING = 40  # milliseconds between two keys, on the page's clock, which stands still until a test moves it


def type_and_wait(page: Page, text: str) -> Locator:
    """Types letter by letter; gives the options for the whole text, none of which an answer on its way will change."""
    page.locator(FIELD).press_sequentially(text)
    options = page.get_by_role("option")
    expect(options.last).to_contain_text(f"“{text}”" if text.isascii() else f"「{text}」")
    return options


def question(url: str) -> str:
    return parse_qs(urlsplit(url).query)["q"][0]


def answer(*titles: str) -> str:
    suggestions = [
        {
            "kind": "article",
            "locale": "en",
            "slug": title.lower(),
            "anchor": "",
            "url": f"/en/articles/{title.lower()}",
            "title": [{"text": title, "marked": False}],
            "topic": "",
        }
        for title in titles
    ]
    return json.dumps({"query": "", "locale": "en", "suggestions": suggestions, "generation": "g1"})


def active(page: Page) -> str | None:
    return page.locator(FIELD).get_attribute("aria-activedescendant")


@pytest.mark.parametrize(("locale", "words", "title"), [("en", "invoice", "invoice"), ("ja", "請求書", "請求書")])
def test_typing_suggests_articles_with_the_words_marked(read: Read, locale: str, words: str, title: str) -> None:
    page, watch = read(f"/{locale}/", locale=locale)
    options = type_and_wait(page, words)
    marked = options.locator("mark")
    expect(marked.filter(has_text=re.compile(title, re.IGNORECASE)).first).to_be_visible()
    expect(options.last).to_contain_text(words)  # the way to all results
    assert watch.findings() == []


def test_a_script_makes_the_field_a_combobox_with_a_listbox(read: Read) -> None:
    page, _ = read("/en/")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-expanded", "false")
    options = type_and_wait(page, "invoice")
    expect(field).to_have_attribute("aria-expanded", "true")
    listbox = page.get_by_role("listbox")
    expect(listbox).to_have_attribute("id", str(field.get_attribute("aria-controls")))
    expect(listbox).to_have_accessible_name(re.compile(r"\w"))
    ids = [option.get_attribute("id") for option in options.all()]
    assert ids == [f"hc-option-{number}" for number in range(len(ids))]


def test_arrows_walk_the_options_and_wrap(read: Read) -> None:
    page, _ = read("/en/")
    options = type_and_wait(page, "invoice")
    last = options.count() - 1
    assert active(page) is None
    page.keyboard.press("ArrowUp")
    assert active(page) == f"hc-option-{last}"
    page.keyboard.press("ArrowDown")
    assert active(page) == "hc-option-0"
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    assert active(page) is None
    expect(options.first).to_have_attribute("aria-selected", "false")
    expect(page.locator(FIELD)).to_have_value("invoice")


def test_enter_opens_the_active_option(read: Read) -> None:
    page, _ = read("/en/")
    options = type_and_wait(page, "invoice")
    url = options.first.get_attribute("href")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{url}")


def test_enter_without_an_active_option_submits_the_form(read: Read) -> None:
    page, _ = read("/en/")
    type_and_wait(page, "invoice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=invoice**")


def test_the_last_option_leads_to_all_results(read: Read) -> None:
    page, _ = read("/en/")
    type_and_wait(page, "invoice")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=invoice")


def test_escape_closes_first_and_clears_second(read: Read) -> None:
    page, _ = read("/en/")
    type_and_wait(page, "invoice")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator(FIELD)).to_have_value("invoice")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_have_value("")


def test_tab_closes_the_popup_and_moves_on(read: Read) -> None:
    page, _ = read("/en/")
    type_and_wait(page, "invoice")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator(FIELD)).not_to_be_focused()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_an_option_can_be_clicked_or_tapped(read: Read, width: str) -> None:
    page, _ = read("/en/", width="phone" if width == "phone" else "desktop")
    options = type_and_wait(page, "invoice")
    url = options.first.get_attribute("href")
    if width == "phone":
        options.first.tap()
    else:
        options.first.click()
    page.wait_for_url(f"**{url}")


def test_a_screen_reader_hears_how_many_there_are(read: Read) -> None:
    page, _ = read("/ja/", locale="ja")
    options = type_and_wait(page, "請求書")
    status = page.locator("form[data-search] [role=status]")
    expect(status).to_contain_text(str(options.count() - 1))


def test_shortcuts_reach_the_search_but_not_while_typing(read: Read) -> None:
    page, _ = read("/en/articles/integrations/webhooks")
    field = page.locator(FIELD)
    page.locator("main").click(position={"x": 1, "y": 1})
    expect(field).not_to_be_focused()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    field.blur()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()


def test_a_burst_of_typing_is_one_request(read: Read) -> None:
    page, watch = read("/ja/", locale="ja")
    page.locator(FIELD).focus()
    stop_the_clock(page)
    for character in "請求書の送り方をおしえて":
        page.keyboard.type(character)
        page.clock.run_for(TYPING)
    assert watch.asked_suggestions() == []
    with page.expect_response(SUGGEST):
        page.clock.run_for(LONG_AFTER)
    page.clock.run_for(LONG_AFTER)
    assert [question(url) for url in watch.asked_suggestions()] == ["請求書の送り方をおしえて"]


def test_the_same_words_are_never_asked_twice(read: Read) -> None:
    page, watch = read("/en/")
    page.locator(FIELD).fill("invoice")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.locator(FIELD).press_sequentially("   ")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+a")
    page.keyboard.type("x")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.locator(FIELD).fill(" invoice ")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.locator(FIELD).fill("receipt")
    expect(page.get_by_role("option").last).to_contain_text("receipt")
    assert [question(url) for url in watch.asked_suggestions()] == ["invoice", "receipt"]


def test_one_letter_asks_nothing_one_kanji_does(read: Read) -> None:
    page, watch = read("/ja/", locale="ja")
    page.locator(FIELD).focus()
    stop_the_clock(page)
    page.locator(FIELD).press_sequentially("a")
    page.clock.run_for(LONG_AFTER)
    assert watch.asked_suggestions() == []
    page.locator(FIELD).fill("税")
    with page.expect_response(SUGGEST):
        page.clock.run_for(LONG_AFTER)


def test_a_late_answer_to_old_words_is_dropped(read: Read) -> None:
    page, _ = read("/en/")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if question(route.request.url) == "old":
            held.append(route)
        else:
            route.fulfill(body=answer("New"), content_type="application/json")

    page.route(SUGGEST, hold_the_first)
    with page.expect_request(SUGGEST):
        page.locator(FIELD).fill("old")
    page.locator(FIELD).fill("new")
    expect(page.get_by_role("option").first).to_have_text("New")
    for route in held:
        route.fulfill(body=answer("Old"), content_type="application/json")
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 50))")
    expect(page.get_by_role("option").first).to_have_text("New")


def test_an_answer_like_the_one_shown_leaves_the_list_alone(read: Read) -> None:
    page, _ = read("/en/")
    page.route(SUGGEST, lambda route: route.fulfill(body=answer("One", "Two"), content_type="application/json"))
    type_and_wait(page, "first")
    page.evaluate("() => document.querySelectorAll('[role=option]').forEach((each) => (each.seen = true))")
    page.locator(FIELD).fill("second")
    expect(page.get_by_role("option").last).to_contain_text("second")
    assert page.evaluate("() => [...document.querySelectorAll('[role=option]')].every((each) => each.seen)")


@pytest.mark.parametrize("outage", ["no connection", "unavailable", "nonsense"])
def test_an_outage_says_so_and_the_form_still_works(read: Read, outage: str) -> None:
    page, _ = read("/en/")

    def fail(route: Route) -> None:
        if outage == "no connection":
            route.abort("connectionrefused")
        elif outage == "unavailable":
            route.fulfill(status=503, body="{}", content_type="application/problem+json")
        else:
            route.fulfill(body="<html>", content_type="text/html")

    page.route(SUGGEST, fail)
    page.locator(FIELD).press_sequentially("invoice")
    notice = page.locator(".hc-suggestion-notice")
    expect(notice).to_be_visible()
    expect(notice).to_have_text(re.compile(r"\w"))
    expect(page.locator(FIELD)).to_have_attribute("aria-expanded", "false")
    expect(page.locator("form[data-search] [role=status]")).to_have_text(str(notice.text_content()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=invoice**")


def test_coming_back_finds_no_open_list(read: Read) -> None:
    page, _ = read("/en/")
    type_and_wait(page, "invoice")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/articles/**")
    page.go_back()
    expect(page.get_by_role("listbox")).to_be_hidden()


def told(page: Page) -> list[dict[str, object]]:
    """What the page tells the server about opened links, from now on."""
    said: list[dict[str, object]] = []

    def listen(request: Request) -> None:
        if request.url.endswith("/api/v1/opened"):
            said.append(json.loads(request.post_data or ""))

    page.on("request", listen)
    return said


def test_a_suggestion_that_is_opened_is_told(read: Read) -> None:
    page, watch = read("/en/")
    said = told(page)
    first = type_and_wait(page, "invoice").first
    slug = (first.get_attribute("href") or "").removeprefix("/en/articles/").partition("#")[0]
    first.click()
    page.wait_for_url("**/articles/**")
    assert said == [{"query": "invoice", "locale": "en", "slug": slug, "rank": 1, "suggested": True}]
    assert watch.findings() == []


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize(
    ("locale", "typed", "shown", "title", "slug"),
    [
        ("en", "close my acount", "close my account", "Cancel your plan", "billing/cancel-plan"),
        ("en", "stop my pl", "stop my plan", "Cancel your plan", "billing/cancel-plan"),
        ("ja", "多要素認証を使い", "多要素認証を使いたい", "二段階認証を有効にする", "account/two-factor"),
    ],
)
def test_a_question_can_be_picked_and_leads_to_its_article(
    read: Read, width: Width, locale: str, typed: str, shown: str, title: str, slug: str
) -> None:
    page, watch = read(f"/{locale}/", locale=locale, width=width)
    said = told(page)
    option = type_and_wait(page, typed).first
    expect(option.locator(".hc-option-title")).to_have_text(shown)
    expect(option.locator(".hc-option-topic")).to_have_text(title)
    expect(option.locator("mark").first).to_be_visible()
    option.click()
    page.wait_for_url(f"**/{locale}/articles/{slug}**")
    expect(page.locator("h1")).to_have_text(title)
    assert said == [{"query": typed, "locale": locale, "slug": slug, "rank": 1, "suggested": True}]
    assert watch.findings() == []


def test_a_result_that_is_opened_is_told_with_its_place_though_it_was_fetched_ahead(read: Read) -> None:
    page, watch = read("/en/search?q=invoice")
    said = told(page)
    link = page.locator(".hc-hits > li").nth(1).get_by_role("link").first
    link.hover()
    expect(page.locator("link[rel=prefetch]")).to_have_count(1)
    slug = (link.get_attribute("href") or "").removeprefix("/en/articles/").partition("#")[0]
    link.click()
    page.wait_for_url("**/articles/**")
    assert said == [{"query": "invoice", "locale": "en", "slug": slug, "rank": 2}]
    assert watch.findings() == []
