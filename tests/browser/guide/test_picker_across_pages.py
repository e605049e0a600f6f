"""The picker from page to page: it stays with its tab, goes on with what was being done, and ends for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, box, card, eventually, press
from tests.browser.soundness import accessibility_findings

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

ADDRESS = "/host#helpcenter-picker=a.b-c_d"
BODY = """<main><h1>Invoices</h1><a id=lead href="/next" style="display:block;margin:60px">Lead on</a></main>"""
NEXT = """<main><h1>Next</h1><p style="height:90px"></p><button id=there>There</button></main>"""
DENIED = """for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});"""


@pytest.fixture
def writing(origins: Origins) -> Origins:
    origins.answers["picker"] = {"texts": {}}
    return origins


def picker(page: Page) -> Locator:
    return page.locator("help-guide .picker")


def choose(page: Page, name: str) -> None:
    picker(page).get_by_role("button", name=name, exact=True).click()


def opened(visit: Visit, **more: Any) -> Page:
    """A product of two pages, with the picker open on the first."""
    page = visit(BODY, path="/host", **more)
    visit(NEXT, path="/next", context=page.context).close()
    page.goto("about:blank")
    page.goto(ADDRESS)
    picker(page).get_by_role("button", name="pick", exact=True).wait_for()
    return page


def gone(page: Page) -> None:
    page.wait_for_function("window.HelpCenter?.ready")
    page.wait_for_timeout(400)
    assert page.locator("help-guide").count() == 0


def test_picker_stays_open_after_a_page_load_and_ends_for_good(writing: Origins, visit: Visit) -> None:
    page = opened(visit)
    page.click("#lead")
    page.wait_for_url("**/next")
    choose(page, "pick")
    at = box(page.locator("#there"))
    page.mouse.click(at.x + 5, at.y + 5)
    assert picker(page).locator("li code").first.inner_text() == "role:button[name='There']"
    page.reload()
    picker(page).wait_for()
    assert page.url.endswith("/next")
    other = page.context.new_page()
    other.goto("/next")
    gone(other)
    choose(page, "close")
    page.locator("help-guide").wait_for(state="detached")
    assert "a.b-c_d" not in page.evaluate("JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})")
    page.reload()
    gone(page)


def test_draft_is_played_on_across_pages(writing: Origins, visit: Visit) -> None:
    steps = [step("#lead", "one", advance="click"), step("#gone", "two", missing="skip"), step("#there", "three")]
    read = {"walkthrough": {"s": "draft", "v": "1", "t": "Draft", "intro": [], "steps": steps}, "problems": []}
    writing.answers["draft"] = read
    page = opened(visit)
    choose(page, "try")
    picker(page).get_by_role("textbox", name="draft").fill("## One")
    choose(page, "play")
    assert_shown(page, page.locator("#lead"), "The one")
    page.click("#lead")
    page.wait_for_url("**/next")
    assert_shown(page, page.locator("#there"), "The three")
    assert "#gone" in picker(page).inner_text()
    page.reload()
    assert_shown(page, page.locator("#there"), "The three")
    assert "#gone" in picker(page).inner_text()
    press(page, "Done")
    picker(page).get_by_text("played").wait_for()
    assert "#gone" in picker(page).inner_text()
    page.reload()
    choose(page, "try")
    assert picker(page).get_by_role("textbox", name="draft").input_value() == "## One"
    assert card(page).count() == 0
    assert writing.drafts == [("Bearer a.b-c_d", "## One")]
    page.goto("about:blank")
    assert writing.events == []


def test_check_goes_on_across_pages_and_knows_what_was_found(writing: Origins, visit: Visit) -> None:
    writing.walkthrough(step("#lead", "one", screen="/host"), step("#there", "two", screen="/next"))
    page = opened(visit)
    choose(page, "check")
    choose(page, "The tour")
    rows = picker(page).locator("ol > li")
    rows.first.get_by_text("✓ is_found").wait_for()
    page.click("#lead")
    page.wait_for_url("**/next")
    rows.nth(1).get_by_text("✓ is_found").wait_for()
    rows.first.get_by_text("✓ was_found").wait_for()
    choose(page, "back")
    choose(page, "back")
    page.reload()
    picker(page).get_by_role("button", name="pick", exact=True).wait_for()


def test_token_that_is_refused_is_told_once(writing: Origins, visit: Visit) -> None:
    page = opened(visit)
    del writing.answers["picker"]
    page.reload()
    picker(page).get_by_role("alert").get_by_text("unknown").wait_for()
    page.reload()
    gone(page)


def test_picker_waits_for_a_help_center_that_is_away(writing: Origins, visit: Visit) -> None:
    page = opened(visit)
    writing.broken = "picker$|assets/drafts"
    page.reload()
    picker(page).get_by_role("alert").wait_for()
    writing.broken = "assets/drafts"
    page.reload()
    choose(page, "try")
    picker(page).get_by_role("alert").get_by_text("failed").wait_for()
    writing.broken = ""
    choose(page, "back")
    choose(page, "try")
    picker(page).get_by_role("textbox", name="draft").wait_for()


def test_picker_works_where_storage_is_denied(writing: Origins, visit: Visit) -> None:
    page = opened(visit, script=DENIED)
    choose(page, "try")
    picker(page).get_by_role("textbox", name="draft").fill("## One")
    choose(page, "back")
    choose(page, "try")
    assert picker(page).get_by_role("textbox", name="draft").input_value() == "## One"


def test_draft_comes_from_the_clipboard_with_one_click(writing: Origins, visit: Visit) -> None:
    page = opened(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('## 送る')")
    choose(page, "try")
    assert accessibility_findings(page) == []
    choose(page, "paste")
    field = picker(page).get_by_role("textbox", name="draft")
    eventually(page, lambda: field.input_value() == "## 送る")
    page.reload()
    choose(page, "try")
    assert field.input_value() == "## 送る"


def test_clipboard_that_may_not_be_read_is_pasted_by_hand(writing: Origins, visit: Visit) -> None:
    page = opened(visit, headers={"Permissions-Policy": "clipboard-read=()"})
    choose(page, "try")
    choose(page, "paste")
    picker(page).get_by_role("status").get_by_text("paste_failed").wait_for()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.id") == "picker-draft"
