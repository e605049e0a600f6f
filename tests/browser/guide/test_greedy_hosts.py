"""Pages that take for themselves what others need too: every click and key, or the browser's own methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, box, card, eventually, press, start
from tests.browser.guide.test_guest import POLICY, STATE, WATCH, violations
from tests.browser.soundness import accessibility_findings

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = """<main><h1>Host</h1><button id=one style='margin:60px'>One</button>
<button id=two style='margin:200px'>Two</button></main>"""
# Heard before anything of ours is there, and never let go.
GREED = "for (const type of %s) addEventListener(type, (event) => event.stopImmediatePropagation(), true);"
GREEDY = {
    "clicks": GREED % "['click']",
    "pointers": GREED % "['click', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend']",
    "keys": GREED % "['click', 'keydown', 'keypress', 'keyup']",
    "everything": GREED % "[...Object.keys(window).flatMap((name) => /^on(.+)/.exec(name)?.[1] ?? []), 'focusin']",
}


def heading(page: Page, name: str) -> None:
    card(page).get_by_role("heading", name=name, exact=True).wait_for()


@pytest.mark.parametrize("greed", GREEDY)
def test_buttons_work_with_the_mouse_on_a_page_that_keeps_its(origins: Origins, visit: Visit, greed: str) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit(BODY, script=GREEDY[greed])
    start(page)
    assert_shown(page, page.locator("#one"), "The a")
    press(page, "Next")
    assert_shown(page, page.locator("#two"), "The b")
    press(page, "Back")
    heading(page, "The a")
    press(page, "Close")
    card(page).wait_for(state="detached")


@pytest.mark.parametrize("greed", GREEDY)
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_buttons_work_with_the_keyboard_on_a_page_that_keeps_its(
    origins: Origins, visit: Visit, greed: str, key: str
) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit(BODY, script=GREEDY[greed])
    start(page)
    card(page).get_by_role("button", name="Next").focus()
    page.keyboard.press(key)
    heading(page, "The b")


@pytest.mark.parametrize("greed", GREEDY)
def test_escape_ends_a_walkthrough_on_a_page_that_keeps_its(origins: Origins, visit: Visit, greed: str) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit(BODY, script=GREEDY[greed])
    start(page)
    page.wait_for_function("performance.getEntriesByType('resource').some(({name}) => name.includes('steady'))")
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    card(page).wait_for(state="detached")


def test_escape_of_somebody_who_is_not_in_the_card_is_the_hosts(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(
        "<dialog id=dialog><input id=target style='margin:90px'></dialog>",
        script=GREEDY["keys"],
    )
    page.evaluate("dialog.showModal()")
    page.focus("#target")
    start(page)
    heading(page, "The a")
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    card(page).wait_for(state="hidden")
    assert not page.evaluate("dialog.open")
    page.evaluate("dialog.showModal()")
    heading(page, "The a")


@pytest.mark.parametrize("inside", ["", "<b id=inner>In it</b>"])
def test_click_that_the_page_keeps_goes_on_all_the_same(origins: Origins, visit: Visit, inside: str) -> None:
    origins.walkthrough(*(step("#one", name, advance="click") for name in ("a", "b", "c")))
    page = visit(f"<button id=one style='margin:60px'>One {inside}</button>", script=GREEDY["clicks"])
    start(page)
    page.wait_for_function("performance.getEntriesByType('resource').some(({name}) => name.includes('steady'))")
    page.wait_for_timeout(100)
    page.click("#inner" if inside else "#one")
    heading(page, "The b")
    page.wait_for_timeout(600)
    heading(page, "The b")
    page.click("#one")
    heading(page, "The c")


def test_press_that_is_no_click_does_not_go_on(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a", advance="click"), step("#two", "b"))
    page = visit("<button id=one disabled style='margin:60px'>One</button><p id=two>Two</p>")
    start(page)
    page.wait_for_timeout(300)
    at = box(page.locator("#one"))
    page.mouse.click(at.x + 5, at.y + 5)
    page.evaluate("one.disabled = false")
    page.mouse.move(at.x + 5, at.y + 5)
    page.mouse.down()
    page.mouse.move(600, 400)
    page.mouse.up()
    page.mouse.down()
    page.mouse.move(at.x + 5, at.y + 5)
    page.mouse.up()
    page.mouse.click(at.x + 5, at.y + 5, button="right")
    page.wait_for_timeout(700)
    heading(page, "The a")
    page.mouse.click(at.x + 5, at.y + 5)
    heading(page, "The b")


def test_double_click_that_the_page_keeps_does_not_skip_a_step(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(*(step("#one", name) for name in ("a", "b", "c")))
    page = visit(BODY, script=GREEDY["everything"])
    start(page)
    button = box(card(page).get_by_role("button", name="Next"))
    page.mouse.dblclick(button.x + button.width / 2, button.y + button.height / 2)
    heading(page, "The b")
    page.wait_for_timeout(300)
    heading(page, "The b")


def test_buttons_of_a_greedy_and_strict_page_are_buttons_to_everybody(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    headers = {"Content-Security-Policy": POLICY.format(help=origins.help, more="")}
    page = visit(BODY, script=WATCH + GREEDY["everything"], attributes='nonce="abc"', headers=headers)
    before = page.evaluate(STATE)
    start(page)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    found = {
        node["name"]["value"]: {each["name"] for each in node["properties"]}
        for node in tree["nodes"]
        if node.get("role", {}).get("value") == "button"
    }
    assert {"Close", "Next"} <= set(found)
    assert not found["Next"] & {"expanded", "pressed", "checked", "hasPopup"}
    press(page, "Close")
    card(page).wait_for(state="detached")
    assert page.evaluate(STATE) == before
    assert violations(page) == []
    start(page)
    assert accessibility_findings(page) == []


def test_news_and_panel_work_on_a_page_that_keeps_everything(origins: Origins, visit: Visit) -> None:
    hint = {"s": "news", "k": "announcement", "v": "v1", "t": "Something new"}
    origins.manifest |= {"hints": [hint], "articles": [["a", "An article", ["/host"]]]}
    origins.answers["hint/en/news.json"] = {**hint, "body": [["p", {}, "This is new."]]}
    origins.answers["search"] = {"results": [{"title": "Found it", "slug": "a"}], "outcome": "answered"}
    page = visit(BODY, script=GREEDY["everything"])
    note = page.locator("help-guide .hint")
    note.get_by_role("button", name="dismiss").click()
    note.wait_for(state="detached")
    page.locator("help-guide .launch").click()
    panel = page.locator("help-guide .panel")
    panel.get_by_role("searchbox").fill("invoice")
    page.keyboard.press("Enter")
    panel.get_by_role("button", name="Found it").wait_for()


# What libraries of other days, and hosts in a hurry, have put where the browser's own methods were.
REPLACED = {
    "arrays that write themselves": """
        Array.prototype.toJSON = function () { return '[' + [...this].map(String).join(', ') + ']'; };
        String.prototype.toJSON = function () { return '"' + this + '"'; };""",
    "arrays of a library": """
        Array.from = function (given) { return given ? [...given].slice() : []; };
        Array.prototype.entries = Array.prototype.toArray = function () { return this.slice(); };
        Array.prototype.keys = Array.prototype.values = function () { throw Error('mine'); };""",
    "methods of elements": """
        for (const name of ['remove', 'closest', 'matches', 'append', 'scrollTo', 'select', 'toggle', 'update'])
            Element.prototype[name] = function () { throw Error(name); };""",
    "methods of elements that do nothing": """
        for (const name of ['remove', 'closest', 'matches', 'append', 'scrollTo'])
            Element.prototype[name] = function () { return this; };""",
    "members of every object": """
        Object.prototype.$family = 'object'; Object.prototype['not a name'] = 1;
        Object.prototype.each = Object.prototype.extend = function () { return this; };""",
    # Just before the start, as what drives the browser needs its own until then.
    "promises": """window.take = () => {
        window.Promise = function () { throw Error('mine'); };
        Promise.resolve = Promise.reject = Promise.all = () => { throw Error('mine'); }; };""",
    "requests that are wrapped": """
        const own = fetch; window.fetch = async function (...given) { return await own.apply(window, given); };""",
    "JSON": "window.JSON = {parse() { throw Error('mine'); }, stringify() { throw Error('mine'); }};",
}


@pytest.mark.parametrize("replaced", REPLACED)
def test_walkthrough_is_led_to_its_end_where_the_host_has_replaced(
    origins: Origins, visit: Visit, replaced: str
) -> None:
    body = [["p", {}, "Do ", ["strong", {}, "this"], "."], ["ul", {}, ["li", {}, "a"], ["li", {}, "b"]]]
    origins.walkthrough(
        step("#one", "a", body=body, advance="click"),
        step(["#none", "role:button[name=Two]"], "b", advance="input"),
        step(["testid:three"], "c", advance="next"),
    )
    page = visit(
        BODY + "<p style='height:3000px'></p><p id=three data-test=three>Three</p>",
        script=REPLACED[replaced],
    )
    page.evaluate("window.take?.(); HelpCenter('start', 'tour'); 1")
    assert_shown(page, page.locator("#one"), "The a")
    page.click("#one")
    assert_shown(page, page.locator("#two"), "The b")
    press(page, "Skip")
    assert_shown(page, page.locator("#three"), "The c")
    press(page, "Done")
    page.locator("help-guide").wait_for(state="detached")


@pytest.mark.parametrize("replaced", ["arrays of a library", "members of every object", "methods of elements"])
def test_survey_is_answered_where_the_host_has_replaced(origins: Origins, visit: Visit, replaced: str) -> None:
    hint = {"s": "ask", "k": "survey", "v": "v1", "t": "How was it?", "scale": 5}
    origins.manifest["hints"] = [hint]
    origins.answers["hint/en/ask.json"] = {**hint, "body": []}
    origins.walkthrough(step("#one", "a"), start="first-visit")
    page = visit(BODY, script=REPLACED[replaced])
    page.evaluate("HelpCenter('identify', {traits: {plan: 'pro'}}); 1")
    assert_shown(page, page.locator("#one"), "The a")
    press(page, "Done")
    survey = page.locator("help-guide .hint")
    survey.get_by_role("button", name="4", exact=True).click()
    survey.get_by_role("button", name="send").click()
    survey.get_by_text("thanks").wait_for()


def told(origins: Origins) -> list[Any]:
    return [event["name"] for event in origins.events]


def test_events_and_checklists_hold_where_arrays_write_themselves(origins: Origins, visit: Visit) -> None:
    hint = {"s": "list", "k": "checklist", "v": "v1", "t": "To do"}
    items = [{"t": "Import", "event": "imported"}, {"t": "Export", "event": "exported"}]
    origins.manifest["hints"] = [hint]
    origins.answers["hint/en/list.json"] = {**hint, "items": items}
    page = visit(BODY, script=REPLACED["arrays that write themselves"])
    bar = page.locator("help-guide .hint progress")
    bar.wait_for()
    page.evaluate("HelpCenter('track', 'imported'); HelpCenter('track', 'exported'); 1")
    page.locator("help-guide .hint progress[value='2']").wait_for()
    page.reload()
    page.locator("help-guide .hint progress[value='2']").wait_for()
    page.goto("about:blank")
    eventually(page, lambda: told(origins).count("hint_shown") >= 2)
