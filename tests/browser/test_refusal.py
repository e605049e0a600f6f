"""What nobody wrote is not answered: no card, and a page that does not claim one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.browser.chromium import open_page
from tests.browser.near_questions import NEAR_QUESTIONS
from tests.browser.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

MANUAL = Path(__file__).parents[2] / "articles"


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of the product's own manual, searched by words."""
    with served(MANUAL, tmp_path_factory.mktemp("manual"), semantic="off") as origin:
        yield origin


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_questions_near_the_manual_that_nobody_answered_get_no_card_and_an_honest_page(
    chromium: Browser, manual: str, locale: str
) -> None:
    page, watch = open_page(chromium, manual, locale=locale)
    claimed = []
    for question in NEAR_QUESTIONS[locale]:
        page.goto(f"/{locale}/search?{urlencode({'q': question})}")
        title = page.locator("h1").inner_text()
        if page.locator(".hc-hit-best").count() or question not in title:
            claimed.append(question)
        assert page.locator(".hc-hit").count(), f"{question}: the nearest articles are offered all the same"
    assert claimed == []
    assert len(NEAR_QUESTIONS[locale]) == 20
    assert watch.findings() == []
    page.context.close()


@pytest.mark.parametrize(("locale", "title"), [("en", "How gaps are found"), ("ja", "ギャップの見つけ方")])
def test_a_title_of_the_manual_gets_its_card(chromium: Browser, manual: str, locale: str, title: str) -> None:
    page, _ = open_page(chromium, manual, locale=locale)
    page.goto(f"/{locale}/search?{urlencode({'q': title})}")
    assert page.locator(".hc-hit-best .hc-hit-title").inner_text() == title
    page.context.close()
