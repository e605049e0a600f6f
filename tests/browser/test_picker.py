"""A writer's way with the picker, on the real product: signed in, into the demo, and back with a heading that works."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.users import Role
from helpcenter.config import load_config
from tests.browser.chromium import open_page
from tests.browser.serving import served
from tests.browser.soundness import accessibility_findings
from tests.web.signing_in import EMAIL, PASSWORD, users_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the demo and one writer."""
    folder = tmp_path_factory.mktemp("picker")
    for locale in ("en", "ja"):
        shutil.copytree(ROOT / "articles" / locale / "demo", folder / "articles" / locale / "demo")
    instance = folder / "instance"
    instance.mkdir()
    (instance / "config.toml").write_text('demo = "on"\n')
    with served(folder / "articles", instance) as origin:
        users_of(load_config({"instance": instance})).add(EMAIL, "Aki Mori", Role.WRITER, PASSWORD)
        yield origin


def sign_in(page: Page) -> None:
    page.locator("#hc-email").fill(EMAIL)
    page.locator("#hc-password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def opened(context: BrowserContext, page: Page) -> Page:
    """The demo with the picker on it."""
    with context.expect_page() as new:
        page.locator("main .hc-button-primary").click()
    new.value.locator("help-guide .picker").wait_for()
    return new.value


@pytest.mark.parametrize(
    ("locale", "pick", "heading", "play"),
    [
        ("en", "Pick an element", "## Fill in Customer", ("Try a draft", "Play")),
        ("ja", "要素を選ぶ", "## 「お客さま」に入力する", ("下書きを試す", "再生")),
    ],
)
def test_writer_picks_in_the_demo_and_plays_what_was_picked(
    chromium: Browser, origin: str, locale: str, pick: str, heading: str, play: tuple[str, str]
) -> None:
    page, watch = open_page(chromium, origin)
    page.goto(f"{origin}/{locale}/picker?address={origin}/demo/{locale}/invoices/new")
    sign_in(page)
    assert accessibility_findings(page) == []
    demo = opened(page.context, page)
    assert demo.url == f"{origin}/demo/{locale}/invoices/new"
    picker = demo.locator("help-guide .picker")
    picker.get_by_role("button", name=pick).click()
    # The pane takes the click, wherever it is.
    demo.locator("[data-guide='invoice.customer']").click(force=True)
    line = picker.locator("textarea").input_value()
    assert line.startswith(f"{heading} {{ target=\"[data-guide='invoice.customer'] || role:textbox[name=")
    assert line.endswith('" advance="input" }')
    picker.locator(".x").first.click()
    picker.get_by_role("button", name=play[0]).click()
    picker.locator("textarea").fill(line)
    picker.get_by_role("button", name=play[1]).click()
    card = demo.locator("help-guide .card")
    card.wait_for()
    assert heading.removeprefix("## ") in card.inner_text()
    demo.locator("[data-guide='invoice.customer']").fill("Northwind")
    card.wait_for(state="detached")
    picker.get_by_role("button", name=play[1]).wait_for()
    assert watch.findings() == []
    page.context.close()


def test_targets_of_a_real_walkthrough_are_found_one_after_the_other(chromium: Browser, origin: str) -> None:
    page, watch = open_page(chromium, origin)
    page.goto(f"{origin}/en/picker?address={origin}/demo/en/invoices")
    sign_in(page)
    demo = opened(page.context, page)
    picker = demo.locator("help-guide .picker")
    picker.get_by_role("button", name="Check a walkthrough").click()
    picker.get_by_role("button", name="An invoice is refused").click()
    picker.get_by_text("0 of 3 steps found").wait_for()
    demo.get_by_role("link", name="New invoice").click()
    picker.get_by_text("3 of 3 steps found").wait_for()
    demo.get_by_role("link", name="Invoices").click()
    assert picker.get_by_text("found before").count() + picker.get_by_text("belongs to").count() == 3
    assert watch.findings() == []
    page.context.close()
