from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Read

CONTENTS = "[data-toc] a:visible"
CURRENT = "[data-toc] a[aria-current]:visible"


@pytest.mark.parametrize(
    ("locale", "heading"), [("ja", "署名を検証する"), ("en", "Verify the signature")], ids=["ja", "en"]
)
def test_a_headings_own_link_leads_back_to_it(read: Read, locale: str, heading: str) -> None:
    page, _ = read(f"/{locale}/articles/integrations/webhooks", locale=locale)
    title = page.locator("h2", has_text=heading)
    title.hover()
    title.locator("+ a[href^='#']").click()
    fragment = unquote(urlsplit(page.url).fragment)
    expect(title).to_have_attribute("id", fragment)
    again, _ = read(page.url, locale=locale)
    expect(again.locator("h2", has_text=heading)).to_be_in_viewport()


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_contents_mark_the_heading_being_read(read: Read, locale: str) -> None:
    page, watch = read(f"/{locale}/articles/integrations/webhooks", locale=locale)
    links = page.locator(CONTENTS)
    assert links.count() > 5
    for link in (links.nth(2), links.last, links.nth(1)):
        link.click()
        expect(link).to_have_attribute("aria-current", "true")
        expect(page.locator(CURRENT)).to_have_count(1)
    assert watch.findings() == []


def test_contents_follow_the_readers_scrolling(read: Read) -> None:
    page, _ = read("/en/articles/integrations/webhooks")
    page.locator("h2", has_text="Verify the signature").evaluate("(each) => each.scrollIntoView()")
    expect(page.locator(CURRENT)).to_have_text("Verify the signature")
    page.mouse.move(640, 400)
    page.mouse.wheel(0, -20_000)
    expect(page.locator(CURRENT)).to_have_count(0)  # above the first heading


def test_switching_the_language_keeps_the_article(read: Read) -> None:
    page, _ = read("/ja/articles/billing/send-invoice", locale="ja")
    page.locator("a[hreflang='en']:visible").first.click()
    page.wait_for_url("**/en/articles/billing/send-invoice")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("a[hreflang='ja']:visible").first.click()
    page.wait_for_url("**/ja/articles/billing/send-invoice")


def test_switching_the_language_keeps_the_topic_and_the_search(read: Read) -> None:
    page, _ = read("/en/topics/billing")
    page.locator("a[hreflang='ja']:visible").first.click()
    page.wait_for_url("**/ja/topics/billing")
    page, _ = read("/en/search?q=webhook")
    page.locator("a[hreflang='ja']:visible").first.click()
    page.wait_for_url("**/ja/search?q=webhook")


def test_details_and_tabs_show_their_content(read: Read) -> None:
    page, _ = read("/en/articles/billing/send-invoice")
    page.locator("main summary", has_text="Paste many items").click()
    expect(page.get_by_text("each row becomes an item")).to_be_visible()
    page, _ = read("/en/articles/account/two-factor")
    expect(page.locator("main").get_by_text("from the App Store")).to_be_visible()
    expect(page.locator("main").get_by_text("from Google Play")).to_be_attached()


def test_a_picture_keeps_its_place_while_it_loads(read: Read) -> None:
    page, watch = read("/en/articles/start/first-steps")
    picture = page.locator("main img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_attribute("width", "640")
    page.wait_for_function("() => document.querySelector('main img').naturalWidth === 640")
    assert watch.findings() == []


def test_the_keyboard_alone_reaches_everything(read: Read) -> None:
    page, _ = read("/en/articles/billing/send-invoice")
    seen: list[str] = []
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
              const each = document.activeElement;
              const style = getComputedStyle(each);
              const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
              const around = getComputedStyle(each.parentElement).outlineStyle !== 'none'; // the search field's
              return [each.tagName, each.textContent.trim(), ring || around];
            }"""
        )
        if focused[0] == "BODY":
            break
        assert focused[2], f"no focus ring on {focused}"
        seen.append(focused[1])
    walked = "\n".join(seen)
    for name in ("Skip to", "日本語", "Open the form", "rates you have set", "Paste many items at once"):
        assert name in walked


def test_the_skip_link_leads_past_the_header(read: Read) -> None:
    page, _ = read("/en/articles/billing/send-invoice")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_template_syntax_in_an_article_stays_text(read: Read) -> None:
    page, _ = read("/en/articles/integrations/api-keys")
    expect(page.get_by_text("{{7*7}} is shown")).to_be_visible()
