"""Pictures of every kind of page, to be looked at: ``python -m tests.browser.screenshots OUTDIR [--articles DIR]``."""

from __future__ import annotations

import argparse
import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.addresses import LOCALES, pages
from tests.browser.chromium import Theme, Width, launch, open_page
from tests.browser.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS: tuple[Width, ...] = ("phone", "desktop")
THEMES: tuple[Theme, ...] = ("light", "dark")
TYPED = {"ja": "請求", "en": "invo"}


def main() -> None:
    """Serves the articles and shoots them in both locales, widths and themes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--articles", type=Path, default=Path(__file__).parent / "articles")
    parser.add_argument(
        "--pages", nargs="*", metavar="ADDRESS", help="addresses without the locale, such as articles/index"
    )
    parser.add_argument("--typed", metavar="WORDS", help="typed into the search field of the home page")
    options = parser.parse_args()
    options.outdir.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as instance,
        served(options.articles.resolve(), Path(instance), contact="team@example.com", smtp_host="localhost") as origin,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for locale, width, theme in itertools.product(LOCALES, WIDTHS, THEMES):
            wanted = pages(locale)
            if options.pages:
                wanted = {page.strip("/").replace("/", "-"): f"/{locale}/{page.lstrip('/')}" for page in options.pages}
            typed = options.typed or TYPED[locale]
            shoot(browser, origin, options.outdir, wanted, typed, locale=locale, width=width, theme=theme)
        browser.close()


def shoot(
    browser: Browser,
    origin: str,
    outdir: Path,
    wanted: dict[str, str],
    typed: str,
    *,
    locale: str,
    width: Width,
    theme: Theme,
) -> None:
    """Shoots the wanted pages, and the home page with its suggestions open, for one kind of reader."""
    page, _ = open_page(browser, origin, width=width, theme=theme, locale=locale)
    for kind, address in wanted.items():
        page.goto(address)
        page.screenshot(path=outdir / f"{kind.replace(' ', '_')}-{locale}-{width}-{theme}.png", full_page=True)
    page.goto(f"/{locale}/")
    page.locator("#hc-search-input").press_sequentially(typed)
    page.wait_for_timeout(500)
    page.keyboard.press("ArrowDown")
    page.screenshot(path=outdir / f"suggestions-{locale}-{width}-{theme}.png")
    page.context.close()


if __name__ == "__main__":
    main()
