from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import LOCALES, pages
from tests.browser.soundness import accessibility_findings, flaws, overflow

if TYPE_CHECKING:
    from tests.browser.chromium import Theme, Width
    from tests.browser.conftest import Read

EVERY_PAGE = [
    pytest.param(locale, kind, width, id=f"{locale}-{kind.replace(' ', '_')}-{width}")
    for locale in LOCALES
    for kind in pages(locale)
    for width in ("phone", "desktop")
]


@pytest.mark.parametrize(("locale", "kind", "width"), EVERY_PAGE)
def test_every_page_is_accessible_fits_and_stands_still(read: Read, locale: str, kind: str, width: Width) -> None:
    page, watch = read(pages(locale)[kind], width=width, locale=locale)
    assert flaws(page) == []
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    if kind == "lost":  # the browser itself reports the page's own 404
        watch.errors = [error for error in watch.errors if "status of 404" not in error]
    assert watch.findings() == []
    expect(page.locator("html")).to_have_attribute("lang", locale)
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_corrected_and_what_is_in_another_language_is_said(read: Read, locale: str) -> None:
    page, _ = read(pages(locale)["corrected results"], locale=locale)
    expect(page.locator(".hc-correction a")).to_be_visible()
    page.goto(pages(locale)["results in another language"])
    other = {"ja": "en", "en": "ja"}[locale]
    expect(page.locator(f".hc-hit-title a[hreflang='{other}']").first).to_be_visible()
    expect(page.locator(".hc-hit-language").first).to_be_visible()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("width", ["narrow", "zoomed"])
@pytest.mark.parametrize("kind", ["home", "topic", "article", "rich article", "long title", "wide table", "results"])
def test_small_and_zoomed_windows_never_scroll_sideways(read: Read, locale: str, width: Width, kind: str) -> None:
    page, watch = read(pages(locale)[kind], width=width, locale=locale)
    assert overflow(page) == 0
    assert watch.findings() == []


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_open_suggestions_are_accessible_in_the_dark_too(read: Read, width: Width) -> None:
    page, watch = read("/ja/", width=width, theme="dark", locale="ja")
    page.locator("#hc-search-input").press_sequentially("請求書")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert accessibility_findings(page) == []
    assert overflow(page) == 0
    assert watch.findings() == []


@pytest.mark.parametrize("kind", ["home", "article", "results"])
def test_dark_and_light_are_really_different(read: Read, kind: str) -> None:
    def darkness(theme: Theme) -> tuple[bool, bool]:
        page, _ = read(pages("en")[kind], theme=theme)
        background, text = page.evaluate(
            """() => {
              const lightness = (element, property) => {
                const canvas = new OffscreenCanvas(1, 1).getContext('2d');
                canvas.fillStyle = getComputedStyle(element)[property];
                canvas.fillRect(0, 0, 1, 1);
                return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, each) => sum + each, 0) / 765;
              };
              return [lightness(document.documentElement, 'backgroundColor'), lightness(document.body, 'color')];
            }"""
        )
        return background < 0.3, text < 0.4

    assert darkness("light") == (False, True)
    assert darkness("dark") == (True, False)


def test_the_first_address_leads_to_the_readers_language(read: Read) -> None:
    assert read("/", locale="ja")[0].url.endswith("/ja/")
    assert read("/", locale="en")[0].url.endswith("/en/")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_steps_of_the_best_answer_look_like_those_of_the_article(read: Read, locale: str) -> None:
    def indents(address: str, scope: str) -> list[float]:
        page, _ = read(address, locale=locale)
        measure = """(steps) => steps.map((step) => {
          const words = document.createRange();
          words.selectNodeContents(step);
          const size = parseFloat(getComputedStyle(step).fontSize);
          return (words.getBoundingClientRect().left - step.closest('.hc-content').getBoundingClientRect().left) / size;
        })"""
        return [round(each, 1) for each in page.locator(f"{scope} > ol > li").evaluate_all(measure)]

    card = indents(pages(locale)["results"], ".hc-answer")
    assert len(card) == 3
    assert set(card) == set(indents(f"/{locale}/articles/billing/send-invoice", ".hc-content"))
