from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import LOCALES, pages

if TYPE_CHECKING:
    from tests.browser.chromium import Width
    from tests.browser.conftest import Read


@pytest.mark.parametrize(("locale", "words"), [("ja", "請求書を送る"), ("en", "send an invoice")])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_search_works_by_form(read: Read, locale: str, words: str, width: str) -> None:
    page, watch = read(f"/{locale}/", locale=locale, javascript=False, width="phone" if width == "phone" else "desktop")
    page.locator("#hc-search-input").fill(words)
    page.locator("#hc-search-input").press("Enter")
    page.wait_for_url(f"**/{locale}/search?q=**")
    expect(page.locator("#hc-search-input")).to_have_value(words)
    page.locator(f"main a[href^='/{locale}/articles/billing/send-invoice']").first.click()
    page.wait_for_url(f"**/{locale}/articles/billing/send-invoice**")
    expect(page.locator("h1")).to_have_count(1)
    assert watch.errors == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", ["home", "topic", "rich article", "results", "no results"])
def test_every_page_has_its_heading_and_its_links(read: Read, locale: str, kind: str) -> None:
    page, _ = read(pages(locale)[kind], locale=locale, javascript=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("form[data-search]")).to_be_visible()
    expect(page.locator(f"a[href^='/{locale}/']").first).to_be_visible()


def test_a_narrow_page_still_offers_its_contents(read: Read) -> None:
    page, _ = read("/en/articles/integrations/webhooks", javascript=False, width="phone")
    page.locator("details:has([data-toc]) summary, summary:has(~ [data-toc])").first.click()
    page.locator("[data-toc] a:visible", has_text="Retries").click()
    assert page.url.endswith("#retries")


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_results_are_narrowed_down_and_widened_again(read: Read, width: Width) -> None:
    page, watch = read("/en/search?q=send+an+invoice", javascript=False, width=width)
    everything = page.locator(".hc-hit-title").count()
    if width == "phone":
        page.locator(".hc-filter-disclosure summary").click()
    choice = page.locator("nav[aria-label='Filter'] a:visible", has_text="Integrations")
    number = int(choice.locator("[aria-hidden]").inner_text())
    choice.click()
    expect(page.locator(".hc-hit-title")).to_have_count(number)
    assert number < everything
    expect(page.locator("#hc-search-input")).to_have_value("send an invoice")
    page.get_by_role("link", name="Remove the filter: Integrations").click()
    expect(page.locator(".hc-hit-title")).to_have_count(everything)
    assert page.url.endswith("/en/search?q=send+an+invoice")
    assert watch.errors == []
