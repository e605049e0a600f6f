"""Walkthroughs that start by themselves: when, for whom, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, card, press

if TYPE_CHECKING:
    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = """<button id=target style='margin:80px'>Save</button>
<form><input required><button id=send>Send</button></form>"""


def test_first_visit_starts_once(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"), start="first-visit")
    page = visit(BODY)
    assert_shown(page, page.locator("#target"), "The step")
    assert page.evaluate("document.activeElement.localName") == "body"
    press(page, "Done")
    page.reload()
    page.wait_for_timeout(500)
    assert card(page).count() == 0


@pytest.mark.parametrize(
    ("begin", "act"),
    [
        ("event:imported", "HelpCenter('track', 'imported')"),
        ("event:imported", "document.dispatchEvent(new CustomEvent('imported'))"),
        ("error", "HelpCenter('track', 'error')"),
        ("error", "document.querySelector('#send').click()"),
        ("element:.new", "document.body.insertAdjacentHTML('beforeend', '<p class=new>New</p>')"),
        ("element:role:note", "document.body.insertAdjacentHTML('beforeend', '<p role=note>New</p>')"),
        ("appear:.new", "document.body.insertAdjacentHTML('beforeend', '<p class=new>New</p>')"),
        ("idle:1", "1"),
    ],
)
def test_walkthrough_starts_when_its_moment_comes(origins: Origins, visit: Visit, begin: str, act: str) -> None:
    origins.walkthrough(step("#target"), start=begin)
    page = visit(BODY)
    page.wait_for_timeout(400)
    assert card(page).count() == 0
    page.evaluate(act)
    assert_shown(page, page.locator("#target"), "The step")


@pytest.mark.parametrize(
    ("entry", "starts"),
    [
        ({"audience": {"plan": ["pro", "team"]}}, True),
        ({"audience": {"plan": ["free"]}}, False),
        ({"audience": {"role": ["admin"], "plan": ["pro"]}}, True),
        ({"audience": {"phase": ["onboarding"]}}, False),
        ({"screens": ["/host"]}, True),
        ({"screens": ["/ho*"]}, True),
        ({"screens": ["/host?tab=billing"]}, True),
        ({"screens": ["?tab=users"]}, False),
        ({"screens": ["#/x/*"]}, True),
        ({"screens": ["/host/**"]}, True),
        ({"screens": ["/*/more"]}, False),
        ({"screens": ["@bills"]}, True),
        ({"screens": ["@other", "/nowhere"]}, False),
        ({"quiet": ["00:00", "23:59"]}, False),
    ],
)
def test_walkthrough_starts_for_its_audience_on_its_screens(
    origins: Origins, visit: Visit, entry: dict[str, Any], starts: bool
) -> None:
    origins.walkthrough(step("#target"), start="first-visit", **entry)
    page = visit(BODY + "<main data-guide-screen=bills></main>", head="<script>HelpCenter = undefined</script>")
    page.evaluate("HelpCenter('identify', {traits: {plan: 'pro', role: ['admin', 'owner']}})")
    page.evaluate("history.replaceState({}, '', '/host?tab=billing#/x/1')")
    if starts:
        card(page).wait_for()
    else:
        page.wait_for_timeout(600)
        assert card(page).count() == 0


def test_walkthrough_starts_after_a_change_of_the_screen(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"), start="first-visit", screens=["/bills/*"])
    page = visit(BODY)
    page.evaluate("history.pushState({}, '', '/bills/1')")
    assert_shown(page, page.locator("#target"), "The step")


def test_nothing_starts_while_a_walkthrough_is_under_way(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"), start="first-visit")
    origins.walkthrough(step("#target", "b"), slug="other", start="event:now")
    page = visit(BODY)
    assert_shown(page, page.locator("#target"), "The a")
    page.evaluate("HelpCenter('track', 'now')")
    page.wait_for_timeout(300)
    assert card(page).count() == 1
    assert_shown(page, page.locator("#target"), "The a")
