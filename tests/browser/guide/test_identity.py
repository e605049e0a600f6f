"""Readers whom the host has identified: their progress holds on every device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, card, eventually, press, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = "<button id=one style='margin:60px'>One</button><button id=two style='margin:200px'>Two</button>"


def identify(page: Page, token: str) -> None:
    page.evaluate("(token) => HelpCenter('identify', {token})", token)


def test_walkthrough_goes_on_on_another_device(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"), start="event:never")
    first = visit(BODY)
    identify(first, "ada")
    start(first)
    press(first, "Next")
    assert_shown(first, first.locator("#two"), "The b")
    eventually(first, lambda: origins.progress["ada"].get("tour", {}).get("step") == "b")
    other = visit(BODY)
    identify(other, "ada")
    assert_shown(other, other.locator("#two"), "The b")
    somebody = visit(BODY)
    identify(somebody, "bob")
    somebody.wait_for_timeout(400)
    assert card(somebody).count() == 0


def test_what_was_done_elsewhere_does_not_start_again(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), start="event:imported", audience={"plan": ["pro"]})
    origins.progress["ada"] = {"tour": {"state": "done", "version": "v1", "step": "a", "at": 1}}
    page = visit(BODY)
    identify(page, "ada")
    page.evaluate("HelpCenter('track', 'imported')")
    page.wait_for_timeout(400)
    assert card(page).count() == 0


def test_verified_traits_choose_the_audience_until_the_reader_signs_out(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), start="event:imported", audience={"plan": ["pro"]}, frequency="always")
    page = visit(BODY)
    identify(page, "ada")
    page.evaluate("HelpCenter('track', 'imported')")
    assert_shown(page, page.locator("#one"), "The a")
    page.evaluate("HelpCenter('reset')")
    card(page).wait_for(state="detached")
    page.evaluate("HelpCenter('track', 'imported')")
    page.wait_for_timeout(400)
    assert card(page).count() == 0


def test_nobody_is_asked_about_without_a_token(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"))
    page = visit(BODY)
    page.evaluate("HelpCenter('identify', {traits: {plan: 'pro'}})")
    start(page)
    press(page, "Done")
    assert origins.progress == {}
