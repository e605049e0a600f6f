from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, Theme, Watch, Width, launch, open_page
from tests.browser.serving import served
from tests.receivers import mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.receivers import Inbox

ARTICLES = Path(__file__).parent / "articles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser test that failed once more: a page on a busy machine may miss a moment.

    The summary names each as RERUN, so that a test that often needs it is seen and mended.
    """
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


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
def inbox() -> Iterator[Inbox]:
    """Where questions to the team arrive."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the running site, with the articles beside these tests."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ARTICLES, folder / "articles")
    return folder


@pytest.fixture(scope="session")
def site(folder: Path, inbox: Inbox) -> Iterator[str]:
    """The origin of a running site that takes questions."""
    settings = {"contact": "team@example.com", "smtp_host": "127.0.0.1", "smtp_port": inbox.port, "smtp_tls": "off"}
    with served(folder / "articles", folder / "instance", **settings) as origin:
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
