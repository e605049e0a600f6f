"""A whole walkthrough, by mouse and by keyboard, on hostile host pages, which are afterwards what they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.guide.hosts import HOSTS, STYLES, Host
from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_comes_to_stand, assert_shown, card, focused, press

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

STATE = """() => ({
  html: document.documentElement.outerHTML,
  globals: Object.getOwnPropertyNames(window).join(),
  prototypes: [Object, Array, EventTarget, Node, Element, HTMLElement, Document, ShadowRoot, History].map(
    ({prototype}) => Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([name, {value}]) =>
      name + value)),
  history: history.length, title: document.title, focus: document.activeElement?.id ?? null,
})"""


def target_of(page: Page, host: Host) -> Locator:
    place = page.main_frame.locator(":root")
    for frame in host.frames:
        place = place.frame_locator(frame).locator(":root")
    return place.locator(host.around or "#target")


@pytest.mark.parametrize("name", HOSTS)
def test_walkthrough_works_and_leaves_the_page_as_it_was(origins: Origins, visit: Visit, name: str) -> None:
    host = HOSTS[name]
    origins.walkthrough(*(step(host.target, each) for each in ("one", "two", "three")))
    page = visit(
        host.body,
        head=f"<style>{host.style}</style>" if host.style else "",
        headers=host.headers,
        script=host.early,
        markup=host.markup,
    )
    page.set_viewport_size({"width": host.window[0], "height": host.window[1]})
    page.evaluate(f"async () => {{ {host.late}; await new Promise((done) => setTimeout(done, 50)); }}")
    target = target_of(page, host)
    before = page.evaluate(STATE)
    assert page.evaluate("HelpCenter('start', 'tour')") == {"shown": True}
    assert_comes_to_stand(page, target, "The one")
    press(page, "Next")
    assert_comes_to_stand(page, target, "The two")
    if "card" not in focused(page):
        page.keyboard.press("F6")
    assert focused(page) == "card"
    for _ in range(5):
        if focused(page) != "Next":
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card(page).get_by_role("heading", name="The three").wait_for()
    assert_shown(page, target)
    page.keyboard.press("Escape")
    page.locator("help-guide").wait_for(state="detached")
    assert page.evaluate(STATE) == before


# Where something stands depends on the page; all else of it is ours alone.
LOOKS = """() => [...document.querySelector('help-guide').shadowRoot.querySelectorAll('.card, .card *')].map((each) => {
  const style = getComputedStyle(each);
  return [...style].filter((name) => !/^(--|left|top|right|bottom|inset|(perspective|transform)-origin)/.test(name))
    .map((name) => `${each.localName}.${each.className} ${name}: ${style.getPropertyValue(name)}`); }).flat()"""


def test_no_style_of_a_page_changes_the_card(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one"), step("#target", "two"))
    looks: dict[str, set[str]] = {}
    for name, host in {"plain": Host(), **STYLES}.items():
        page = visit(host.body, head=f"<style>{host.style}</style>")
        page.evaluate("HelpCenter('start', 'tour')")
        card(page).wait_for()
        looks[name] = set(page.evaluate(LOOKS))
        page.close()
    plain = looks.pop("plain")
    assert len(plain) > 1000
    assert {name: sorted(changed ^ plain) for name, changed in looks.items() if changed != plain} == {}
