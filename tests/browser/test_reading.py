"""What a reader does with an article: tabs, copying, images, films, terms, printing, going on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import LONG_AFTER, stop_the_clock
from tests.browser.test_pages import accessibility_findings, overflow

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.chromium import Width
    from tests.browser.conftest import Read

TABBED = "/en/articles/account/two-factor"
TOUR = "/en/articles/start/tour"


def shown(page: Page) -> list[str]:
    """The labels of the open tabs, group by group."""
    return page.locator("[role=tab][aria-selected=true]").all_inner_texts()


def prefetched(page: Page) -> Locator:
    return page.locator("link[rel=prefetch]")


def test_one_tab_is_open_and_a_click_opens_another(read: Read) -> None:
    page, watch = read(TABBED)
    assert shown(page) == ["iPhone"]
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.get_by_role("tab", name="Android").click()
    assert shown(page) == ["Android"]
    expect(page.get_by_text("from Google Play")).to_be_visible()
    expect(page.get_by_text("from the App Store")).not_to_be_visible()
    assert accessibility_findings(page) == []
    assert watch.findings() == []


def test_tabs_obey_the_keyboard(read: Read) -> None:
    page, _ = read(TABBED)
    page.get_by_role("tab", name="iPhone").focus()
    for key, label in (
        ("ArrowRight", "Android"),
        ("End", "Computer"),
        ("ArrowRight", "iPhone"),
        ("ArrowLeft", "Computer"),
    ):
        page.keyboard.press(key)
        assert shown(page) == [label]
        expect(page.get_by_role("tab", name=label)).to_be_focused()
    page.keyboard.press("Home")
    assert page.locator("[role=tab][tabindex='0']").all_inner_texts() == ["iPhone"]


def test_a_choice_is_remembered_on_every_page_with_a_tab_of_that_name(read: Read) -> None:
    page, watch = read(TABBED)
    page.get_by_role("tab", name="Computer").click()
    page.goto(TOUR)
    assert shown(page) == ["Computer"]
    page.get_by_role("tab", name="iPhone").click()
    page.goto(TABBED)
    assert shown(page) == ["iPhone"]
    assert watch.findings() == []


def test_words_in_a_closed_tab_are_found_by_the_browser(read: Read) -> None:
    page, _ = read(TABBED)
    closed = page.locator(".tab", has_text="from Google Play")
    expect(closed).to_have_attribute("hidden", "until-found")
    closed.dispatch_event("beforematch")
    assert shown(page) == ["Android"]


def test_tabs_work_where_storage_is_switched_off(read: Read) -> None:
    page, watch = read("/en/")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})")
    page.goto(TABBED)
    page.get_by_role("tab", name="Android").click()
    assert shown(page) == ["Android"]
    assert watch.errors == []


def test_without_a_script_and_on_paper_all_tabs_are_open(read: Read) -> None:
    page, _ = read(TABBED, javascript=False)
    for words in ("from the App Store", "from Google Play", "your password manager"):
        expect(page.get_by_text(words)).to_be_visible()
    page, _ = read(TABBED)
    page.emulate_media(media="print")
    for words in ("from the App Store", "from Google Play", "Computer"):
        expect(page.locator(".tab").get_by_text(words).first).to_be_visible()
    expect(page.locator(".tab-list")).not_to_be_visible()


def test_code_is_copied_and_the_reader_is_told(read: Read) -> None:
    page, watch = read("/en/articles/integrations/webhooks")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = page.locator(".highlight").first
    stop_the_clock(page)
    block.hover()
    block.get_by_role("button", name="Copy").click()
    expect(block.get_by_role("button")).to_have_text("Copied")
    page.clock.run_for(LONG_AFTER)
    expect(page.locator("[data-reading] [role=status]:not(.hc-helpful-said)")).to_have_text("Copied")
    expect(block.get_by_role("button")).to_have_text("Copy")
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text().rstrip("\n")
    assert watch.findings() == []


def test_the_link_of_a_heading_copies_its_address(read: Read) -> None:
    page, _ = read("/en/articles/integrations/webhooks")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heading = page.locator(".heading", has_text="Verify the signature")
    stop_the_clock(page)
    heading.hover()
    heading.locator(".permalink").click()
    expect(heading.locator(".permalink")).to_have_attribute("data-done", "Copied")
    page.clock.run_for(LONG_AFTER)
    expect(heading.locator(".permalink")).not_to_have_attribute("data-done", "Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert urlsplit(page.url).fragment == "verify-the-signature"


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_an_image_opens_large_and_closes_again(read: Read, width: Width) -> None:
    page, watch = read("/en/articles/start/first-steps", width=width)
    link = page.locator("a.zoom")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("img")).to_be_visible()
    assert accessibility_findings(page) == []
    box = dialog.locator("img").bounding_box()
    assert box is not None
    assert box["width"] <= page.viewport_size["width"]  # type: ignore[index]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    assert urlsplit(page.url).path == "/en/articles/start/first-steps"
    assert watch.findings() == []


def test_without_a_script_an_image_opens_as_a_file(read: Read) -> None:
    page, _ = read("/en/articles/start/first-steps", javascript=False)
    page.locator("a.zoom").click()
    page.wait_for_url("**/company.png")


def test_a_film_is_asked_for_only_when_it_is_played(read: Read) -> None:
    page, watch = read(TOUR)
    page.wait_for_load_state("networkidle")
    assert watch.findings() == []
    link = page.locator(".video-link")
    before = link.bounding_box()
    # Whether the host answers is not looked at: tests may run without a network.
    with page.expect_request("https://player.vimeo.com/video/76979871?*") as asked:
        link.click()
    assert asked.value.is_navigation_request()
    player = page.locator("iframe")
    expect(player).to_have_attribute("title", "A short film of the home screen")
    assert player.bounding_box() == before
    assert page.evaluate("() => [window.hcShifts, window.hcViolations]") == [[], []]


def test_the_policy_keeps_players_of_other_hosts_out(read: Read) -> None:
    page, watch = read(TOUR)
    page.evaluate(
        "() => document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.com/'}))"
    )
    page.wait_for_function("() => window.hcViolations.length > 0")
    assert "frame-src: https://example.com" in watch.findings()[-1]


@pytest.mark.parametrize("width", ["narrow", "desktop"])
@pytest.mark.parametrize(
    ("locale", "meaning"), [("en", "The place where one company works"), ("ja", "1つの会社が使う")]
)
def test_a_term_shows_its_meaning_on_hover_and_focus(read: Read, locale: str, meaning: str, width: Width) -> None:
    page, watch = read(f"/{locale}/articles/start/tour", locale=locale, width=width)
    term = page.locator("dfn.term").first
    note = term.get_by_role("tooltip", include_hidden=True)
    expect(note).not_to_be_visible()
    term.focus()
    expect(note).to_be_visible()
    expect(note).to_contain_text(meaning)
    expect(term).to_have_attribute("aria-describedby", note.get_attribute("id") or "")
    box = note.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]  # type: ignore[index]
    assert overflow(page) == 0
    assert accessibility_findings(page) == []
    page.keyboard.press("Escape")
    expect(note).not_to_be_visible()
    term.blur()
    term.hover()
    expect(note).to_be_visible()
    assert watch.findings() == []


def test_the_page_a_reader_points_at_is_fetched_once(read: Read) -> None:
    page, watch = read("/en/topics/billing")
    link = page.locator("main a[href='/en/articles/billing/tax-rates']")
    link.hover()
    expect(prefetched(page)).to_have_attribute("href", "/en/articles/billing/tax-rates")
    page.mouse.move(0, 0)
    link.hover()
    expect(prefetched(page)).to_have_count(1)
    page.locator(".hc-name").focus()
    expect(prefetched(page)).to_have_count(2)
    assert watch.findings() == []


def test_nothing_is_fetched_ahead_for_readers_who_save_data(read: Read) -> None:
    page, _ = read("/en/")
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto("/en/topics/billing")
    page.locator("main a[href='/en/articles/billing/tax-rates']").hover()
    page.wait_for_timeout(300)
    expect(prefetched(page)).to_have_count(0)


def test_a_printed_article_is_the_article_alone_with_all_of_it(read: Read) -> None:
    page, _ = read("/en/articles/billing/send-invoice")
    expect(page.get_by_text("each row becomes an item")).not_to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("each row becomes an item")).to_be_visible()
    for part in (".hc-header", ".hc-toc-side", ".hc-neighbours", ".hc-related", ".hc-footer"):
        expect(page.locator(part)).not_to_be_visible()


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_page_without_pictures_travels_in_70_kilobytes(read: Read, locale: str) -> None:
    page, _ = read(f"/{locale}/", locale=locale)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"/{locale}/articles/integrations/webhooks", wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= 70_000


def test_going_back_finds_the_page_as_it_was_left(read: Read) -> None:
    page, watch = read("/en/articles/integrations/webhooks")
    page.evaluate("() => scrollTo(0, 700)")
    page.goto("/en/articles/billing/tax-rates")
    page.go_back()
    page.wait_for_function("() => scrollY === 700")
    assert watch.findings() == []
