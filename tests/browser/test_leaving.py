from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.insights.outcomes import Outcome
from helpcenter.search.publish import publish
from helpcenter.storage.database import Database
from helpcenter.storage.tables import SearchIntents
from tests.browser.chromium import open_page
from tests.browser.conftest import ARTICLES
from tests.browser.serving import PATIENCE, hosted
from tests.browser.test_suggestions import FIELD, type_and_wait
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page


@dataclass(frozen=True)
class Site:
    """A site with a log of its own."""

    chromium: Browser
    origin: str
    database: Database

    def open(self, init: str = "") -> Page:
        page, _ = open_page(self.chromium, self.origin)
        page.add_init_script(init)
        page.goto("/en/")
        return page

    def logged(self) -> dict[str, tuple[str, int]]:
        """What came of each search that is in the log, and how many results it had."""
        with self.database.reading() as session:
            rows = session.execute(select(SearchIntents.query, SearchIntents.outcome, SearchIntents.results))
            return {query: (outcome, results) for query, outcome, results in rows}

    def leave_with(self, words: str) -> int:
        """Leave a page with words typed, and wait until that is logged; gives how many suggestions were seen."""
        page = self.open()
        shown = type_and_wait(page, words).count() - 1  # the last one leads to all results
        page.goto("/en/articles/account/two-factor")
        deadline = time.monotonic() + PATIENCE
        while words not in self.logged() and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        page.context.close()
        return shown


@pytest.fixture
def site(chromium: Browser, tmp_path: Path) -> Iterator[Site]:
    shutil.copytree(ARTICLES, tmp_path / "articles")
    config = config_for(tmp_path)
    publish(config.articles, config.index, internal=config.internal_index)
    with hosted(create_app(config)) as origin:
        yield Site(chromium, origin, Database(config.database_url))


def test_words_are_logged_when_their_reader_saw_suggestions_and_left(site: Site) -> None:
    shown = site.leave_with("invoice")
    assert shown > 0
    assert site.logged() == {"invoice": (Outcome.ABANDONED, shown)}


@pytest.mark.parametrize(
    ("way", "outcomes"), [("search", {Outcome.UNCLICKED}), ("take", {Outcome.ANSWERED}), ("clear", set())]
)
def test_words_that_were_searched_for_taken_or_cleared_are_not_abandoned(
    site: Site, way: str, outcomes: set[Outcome]
) -> None:
    page = site.open()
    options = type_and_wait(page, "invoice")
    if way == "search":
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/search**")
    elif way == "take":
        options.first.click()
        page.wait_for_url("**/articles/**")
    else:
        page.locator(FIELD).fill("")
    page.goto("/ja/")
    page.context.close()
    site.leave_with("password")  # told later, so what came before is in the log by now
    logged = site.logged()
    assert logged.pop("password")[0] == Outcome.ABANDONED
    assert {outcome for outcome, _ in logged.values()} == outcomes


def test_readers_who_ask_not_to_be_tracked_are_not_told_of(site: Site) -> None:
    for wish in ("globalPrivacyControl', {value: true}", "doNotTrack', {value: '1'}"):
        page = site.open(f"Object.defineProperty(navigator, '{wish})")
        type_and_wait(page, "invoice")
        page.goto("/ja/")
        page.context.close()
    site.leave_with("password")
    assert set(site.logged()) == {"password"}
