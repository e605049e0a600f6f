from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, Theme, Watch, Width, launch, open_page
from tests.browser.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ARTICLES = Path(__file__).parent / "articles"


class Read(Protocol):
    """Opens an address the way a certain reader does."""

    def __call__(
        self,
        address: str,
        *,
        width: Width = "desktop",
        theme: Theme = "light",
        locale: str = "en",
        javascript: bool = True,
    ) -> tuple[Page, Watch]: ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        expect.set_options(timeout=PATIENCE_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a running site with the articles beside these tests."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ARTICLES, folder / "articles")
    with served(folder / "articles", folder / "instance") as origin:
        yield origin


@pytest.fixture
def read(chromium: Browser, site: str) -> Iterator[Read]:
    pages: list[Page] = []

    def open_address(
        address: str,
        *,
        width: Width = "desktop",
        theme: Theme = "light",
        locale: str = "en",
        javascript: bool = True,
    ) -> tuple[Page, Watch]:
        page, watch = open_page(chromium, site, width=width, theme=theme, locale=locale, javascript=javascript)
        pages.append(page)
        page.goto(address)
        return page, watch

    yield open_address
    for page in pages:
        page.context.close()
