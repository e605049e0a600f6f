from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from helpcenter.accounts.users import Role, Users
from helpcenter.storage.database import Database
from tests.browser.chromium import open_page
from tests.browser.serving import served
from tests.browser.soundness import flaws
from tests.web.dashboard.filled import fill
from tests.web.signing_in import EMAIL, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.chromium import Watch, Width

ARTICLES = Path(__file__).parent / "articles"
MANUAL = Path(__file__).parents[2] / "articles"
PAGES = (
    *("", "searches", "articles", "walkthroughs", "screens", "adoption", "surveys", "users"),
    *("searches/query?of=en&q=invoice", "articles/article?of=en&slug=billing/invoice"),
    "walkthroughs/walkthrough?slug=billing/invoice",
)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running site where a little of everything happened, with an admin."""
    folder = tmp_path_factory.mktemp("board")
    shutil.copytree(ARTICLES, folder / "articles")
    shutil.copytree(MANUAL / "en" / "insights", folder / "articles" / "en" / "insights")
    database = Database(f"sqlite:///{folder}/instance/helpcenter.db")
    Users(database).add(EMAIL, "Aki Mori", Role.ADMIN, PASSWORD)
    fill(database)
    with served(folder / "articles", folder / "instance", demo="on") as origin:
        yield origin


def enter(chromium: Browser, origin: str, locale: str, width: Width = "desktop") -> tuple[Page, Watch]:
    page, watch = open_page(chromium, origin, locale=locale, width=width)
    page.goto(f"/{locale}/sign-in?next=/{locale}/dashboard/users")
    page.fill("#hc-email", EMAIL)
    page.fill("#hc-password", PASSWORD)
    page.click(".hc-sign-in-button")
    page.wait_for_url("**/dashboard/users")
    return page, watch


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_page_is_accessible_fits_and_stands_still(
    chromium: Browser, board: str, locale: str, width: Width
) -> None:
    page, watch = enter(chromium, board, locale, width)
    for address in PAGES:
        answer = page.goto(f"/{locale}/dashboard/{address}")
        assert answer is not None
        assert answer.status == 200
        expect(page.locator("h1")).to_have_count(1)
        assert (address, flaws(page)) == (address, [])
        assert (address, watch.findings()) == (address, [])
    page.context.close()


def test_a_chart_is_drawn_from_its_table_and_tells_the_day_under_the_pointer(chromium: Browser, board: str) -> None:
    page, watch = enter(chromium, board, "en")
    page.goto("/en/dashboard/searches")
    chart = page.locator(".hc-chart").first
    expect(chart.locator("canvas")).to_be_visible()
    expect(chart.locator("table")).to_be_hidden()
    box = chart.locator(".u-over").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 40)
    last = chart.locator("tbody tr").last
    expect(chart.locator(".hc-chart-day")).to_have_text(last.locator("th").text_content() or "?")
    expect(chart.locator("output")).to_have_text(last.locator("td").text_content() or "?")
    chart.locator("summary").click()
    expect(chart.locator("tbody tr")).to_have_count(28)
    expect(last).to_be_visible()
    assert watch.findings() == []
    page.context.close()


def test_without_a_script_the_numbers_are_there(chromium: Browser, board: str) -> None:
    page, _ = open_page(chromium, board, javascript=False)
    page.goto("/en/sign-in?next=/en/dashboard/")
    page.fill("#hc-email", EMAIL)
    page.fill("#hc-password", PASSWORD)
    page.click(".hc-sign-in-button")
    expect(page.locator(".hc-figure-value").first).to_be_visible()
    expect(page.locator(".hc-chart-plot").first).to_be_hidden()
    page.locator(".hc-chart summary").first.click()
    expect(page.locator(".hc-chart table").first).to_be_visible()
    page.locator(".hc-dash-narrow summary").click()
    page.select_option("#hc-filter-surface", "panel")
    page.get_by_role("button", name="Show").click()
    assert "surface=panel" in page.url
    page.context.close()


def test_the_guide_shows_around_in_the_dashboard_itself(chromium: Browser, board: str) -> None:
    page, watch = enter(chromium, board, "en")
    page.goto("/en/dashboard/")
    card = page.get_by_role("dialog", name="A tour of the dashboard")
    expect(card).to_be_visible()
    assert watch.findings() == []
    page.context.close()
