"""The demo product in Chromium: nothing it does breaks its own policy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import open_page
from tests.browser.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that serves the demo and the articles about it."""
    folder = tmp_path_factory.mktemp("demo")
    for locale in ("en", "ja"):
        shutil.copytree(ROOT / "articles" / locale / "demo", folder / "articles" / locale / "demo")
    (folder / "instance").mkdir()
    (folder / "instance/config.toml").write_text('demo = "on"\n')
    with served(folder / "articles", folder / "instance") as origin:
        yield origin


def test_an_invoice_is_refused_and_then_sent(chromium: Browser, origin: str) -> None:
    page, watch = open_page(chromium, origin)
    # The scripts of the guide have tests of their own; here is the product alone.
    page.route("**/embed/v1/**", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{origin}/demo/en/invoices")
    page.get_by_role("link", name="New invoice").click()
    assert page.url == f"{origin}/demo/en/invoices/new"
    page.get_by_label("Customer").fill("Northwind")
    page.get_by_label("Billed to").select_option("A company")
    page.get_by_label("Tax number").fill("T1234567890123")
    page.get_by_label("Amount").fill("2,000,000")
    page.get_by_role("button", name="Continue").click()
    assert "above the limit" in page.get_by_role("alert").inner_text()
    page.get_by_label("Amount").fill("20,000")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    assert page.url == f"{origin}/demo/en/invoices"
    assert page.get_by_role("row").nth(1).inner_text().split() == ["1044", "Northwind", "20,000", "Sent"]
    page.get_by_role("link", name="Reports").click()
    page.locator("[data-guide='report.chart']").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Invoices").wait_for()
    assert page.evaluate("HelpCenter.q.filter(([name]) => name === 'track').map((call) => call[1])") == [
        "error",
        "invoice.sent",
    ]
    assert watch.findings() == []
    page.context.close()
