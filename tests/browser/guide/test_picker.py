"""The picker: from a click in a product to the target of a step, drafts that are tried, targets that are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, box, card, eventually, press
from tests.browser.guide.test_guest import POLICY, STATE, WATCH, violations
from tests.browser.soundness import accessibility_findings

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

PICKER = "help-guide .picker"
ADDRESS = "/host#helpcenter-picker=a.b-c_d"
BODY = """<main><h1>Invoices</h1>
<button data-guide="invoice.new" onclick="clicked++" style="margin:40px">New invoice</button>
<table data-testid="list"><tbody>
<tr><td>1041</td><td><button onclick="clicked++">Edit</button></td></tr>
<tr><td>1042</td><td><button onclick="clicked++">Edit</button></td></tr>
</tbody></table>
<form id="search-form"><label>Customer <input name="customer" id=":r1:"></label>
<button id="css-1x2y3z9" disabled>Find</button></form>
<a href="/reports"><svg width=20 height=20><circle cx=10 cy=10 r=9 /></svg> Reports</a>
</main><script>window.clicked = 0;
window.heard = [];
for (const type of ['click', 'mousedown', 'pointerdown', 'keydown', 'mouseup', 'focusin'])
    addEventListener(type, (event) => event.target.localName === 'help-guide' || heard.push(type));</script>"""


@pytest.fixture
def writing(origins: Origins) -> Origins:
    origins.answers["picker"] = {"texts": {"heading_click": "Choose {name}"}}
    return origins


def picker(page: Page) -> Locator:
    return page.locator(PICKER)


def choose(page: Page, name: str) -> None:
    picker(page).get_by_role("button", name=name, exact=True).click()


def picking(visit: Visit, body: str = BODY, **more: Any) -> Page:
    """A page with the picker open, waiting for an element."""
    page = visit(body, path="/host", **more)
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    choose(page, "pick")
    return page


def pick(page: Page, selector: str) -> None:
    """Clicks where an element is, as a person does who sees it."""
    at = box(page.locator(selector))
    page.mouse.move(at.x + at.width / 2, at.y + at.height / 2)
    page.mouse.click(at.x + at.width / 2, at.y + at.height / 2)


def offered(page: Page) -> list[str]:
    """The targets that are offered, best first."""
    picker(page).get_by_role("heading", name="found").wait_for()
    return picker(page).locator("li code").all_inner_texts()


def line(page: Page) -> str:
    return picker(page).get_by_role("textbox", name="line").input_value()


def test_click_gives_targets_and_the_heading_of_the_step(writing: Origins, visit: Visit) -> None:
    page = picking(visit)
    pick(page, "[data-guide]")
    assert offered(page)[:2] == ["[data-guide='invoice.new']", "role:button[name='New invoice']"]
    expected = """{ target="[data-guide='invoice.new'] || role:button[name='New invoice']" advance="click" }"""
    assert line(page) == f"## Choose New invoice {expected}"
    assert page.evaluate("[clicked, heard]") == [0, []]


def test_what_is_not_picked_reaches_the_page_again(writing: Origins, visit: Visit) -> None:
    page = picking(visit)
    page.keyboard.press("Escape")
    choose(page, "close")
    picker(page).wait_for(state="detached")
    assert page.locator("help-guide").count() == 0
    page.click("[data-guide]")
    assert page.evaluate("clicked") == 1
    assert page.url.endswith("/host")


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("tr:nth-child(2) button", ["[data-testid='list'] tr:nth-of-type(2) > td:nth-of-type(2) > button"]),
        ("input", ["role:textbox[name='Customer']", "input[name='customer']"]),
        ("form button", ["role:button[name='Find']"]),
        ("svg", ["role:link[name='Reports']", "a[href='/reports']"]),
        ("form", ["#search-form"]),
    ],
)
def test_names_that_programs_make_up_are_refused(
    writing: Origins, visit: Visit, selector: str, expected: list[str]
) -> None:
    page = picking(visit)
    at = box(page.locator(selector))
    page.mouse.click(at.x + at.width - 4, at.y + at.height / 2)
    targets = offered(page)
    assert [each for each in targets if each in expected] == expected
    assert not [each for each in targets if "r1" in each or "1x2y" in each]


def test_rows_that_repeat_are_told_from_each_other_and_as_fragile(writing: Origins, visit: Visit) -> None:
    page = picking(visit)
    pick(page, "tr:nth-child(1) button")
    offered(page)
    rows = picker(page).locator("li")
    assert rows.first.get_attribute("data-kind") == "place"
    assert rows.first.get_attribute("class") == "fragile"
    role = rows.filter(has_text="role:button")
    assert role.get_attribute("class") == "unfit"
    assert role.get_by_role("checkbox").is_disabled()
    assert "role:button" not in line(page)


SHADOW = """<app-bar id=bar></app-bar><iframe id=frame srcdoc="<style>*{margin:0}</style><p style='height:30px'></p>
<button id=inner-save>Save it</button>" style="border:7px solid;width:300px;height:120px;margin:20px"></iframe>
<script>customElements.define('app-bar', class extends HTMLElement { constructor() { super();
    this.attachShadow({mode: 'open'}).innerHTML = '<button data-testid=menu>Menu</button>'; } });</script>"""


def test_elements_in_shadow_roots_and_frames_are_picked(writing: Origins, visit: Visit) -> None:
    page = picking(visit, SHADOW)
    pick(page, "[data-testid=menu]")
    assert offered(page)[0] == "#bar >>> testid:menu"
    choose(page, "again")
    at = box(page.frame_locator("#frame").locator("button"))
    page.mouse.click(at.x + 5, at.y + 5)
    assert offered(page) == ["#frame >>> role:button[name='Save it']", "#frame >>> #inner-save"]


def test_element_is_found_by_keyboard_alone(writing: Origins, visit: Visit) -> None:
    page = visit(BODY, path="/host")
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    picker(page).get_by_role("button", name="pick", exact=True).focus()
    page.keyboard.press("Enter")
    now = picker(page).get_by_role("status")
    for key, expected in (
        ("ArrowDown", "h1 · Invoices"),
        ("ArrowRight", "button · New invoice"),
        ("ArrowUp", "main"),
        ("ArrowDown", "button · New invoice"),
        ("ArrowLeft", "h1 · Invoices"),
    ):
        page.keyboard.press(key)
        eventually(page, lambda expected=expected: now.inner_text().startswith(expected))  # type: ignore[misc]
    page.keyboard.press("Enter")
    assert offered(page) == ["role:heading[name='Invoices']", "h1"]
    page.keyboard.press("Escape")
    page.locator("help-guide").wait_for(state="detached")
    assert page.evaluate("clicked") == 0


def test_nothing_else_starts_while_the_picker_is_open(writing: Origins, visit: Visit) -> None:
    writing.walkthrough(step("[data-guide]"), start="first-visit", screens=["/host"])
    page = visit("<p>Elsewhere</p>", path="/other")
    visit(BODY, path="/host", context=page.context).close()
    page.evaluate("localStorage.clear()")
    page.goto(ADDRESS)
    picker(page).wait_for()
    page.evaluate("history.pushState({}, '', '/host?tab=2')")
    page.wait_for_timeout(500)
    assert card(page).count() == 0
    assert page.locator("help-guide .launch").count() == 0
    choose(page, "close")
    assert_shown(page, page.locator("[data-guide]"))


@pytest.fixture
def draft(writing: Origins) -> dict[str, Any]:
    steps = [step("[data-guide]", "one"), step("#gone", "two", missing="skip"), step("form", "three")]
    answer = {"walkthrough": {"s": "draft", "v": "1", "t": "Draft", "intro": [], "steps": steps}, "problems": []}
    writing.answers["draft"] = answer
    return answer


def test_draft_is_played_and_leaves_nothing_behind(writing: Origins, visit: Visit, draft: dict[str, Any]) -> None:
    page = visit(BODY, path="/host")
    page.goto(ADDRESS)
    page.reload()
    page.goto("about:blank")
    page.goto(ADDRESS)
    before = page.evaluate("JSON.stringify(localStorage)")
    choose(page, "try")
    picker(page).get_by_role("textbox", name="draft").fill("## One")
    choose(page, "play")
    assert_shown(page, page.locator("[data-guide]"), "The one")
    press(page, "Next")
    assert_shown(page, page.locator("form"), "The three")
    press(page, "Done")
    picker(page).get_by_text("played").wait_for()
    assert "#gone" in picker(page).inner_text()
    assert picker(page).get_by_role("textbox", name="draft").input_value() == "## One"
    assert writing.drafts == [("Bearer a.b-c_d", "## One")]
    page.wait_for_timeout(300)
    assert page.evaluate("JSON.stringify(localStorage)") == before
    page.goto("about:blank")
    assert writing.events == []
    assert writing.progress == {}


def test_problems_of_a_draft_are_told_by_line(writing: Origins, visit: Visit) -> None:
    problem = {"severity": "error", "line": 3, "message": "Bad target.", "suggestion": "Mend it."}
    writing.answers["draft"] = {"walkthrough": None, "problems": [problem]}
    page = visit(BODY, path="/host")
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    choose(page, "try")
    picker(page).get_by_role("textbox", name="draft").fill("## One")
    choose(page, "play")
    assert picker(page).get_by_role("alert").inner_text() == "at_line Bad target. Mend it."
    assert accessibility_findings(page) == []


def test_targets_of_a_walkthrough_are_checked_while_the_product_is_used(writing: Origins, visit: Visit) -> None:
    writing.walkthrough(
        step("[data-guide]", "one"),
        step(["#late", "button"], "two"),
        step("#there", "three", screen="/there"),
        step("a[", "four"),
        step(None, "five"),
    )
    page = visit(BODY, path="/host")
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    choose(page, "check")
    choose(page, "The tour")
    rows = picker(page).locator("ol > li")
    rows.first.wait_for()
    told = [text.split("\n\n")[1] for text in rows.all_inner_texts()]
    assert told == ["✓ is_found", "– is_nowhere", "– elsewhere", "– is_nowhere", "✓ by_itself"]
    assert "button is_many" in rows.nth(1).inner_text()
    assert "a[ is_invalid" in rows.nth(3).inner_text()
    page.evaluate("document.querySelector('form').insertAdjacentHTML('beforeend', '<p id=late>Late</p>')")
    rows.nth(1).get_by_text("✓ is_found").wait_for()
    page.evaluate("document.querySelector('#late').remove()")
    rows.nth(1).get_by_text("✓ was_found").wait_for()
    assert accessibility_findings(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "narrow"])
def test_axe_finds_nothing_in_the_picker(writing: Origins, visit: Visit, theme: str, width: str) -> None:
    page = visit(BODY, path="/host", theme=theme, width=width)  # type: ignore[arg-type]
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    picker(page).get_by_role("button", name="pick", exact=True).wait_for()
    assert accessibility_findings(page) == []
    choose(page, "pick")
    assert accessibility_findings(page) == []
    pick(page, "[data-guide]")
    offered(page)
    assert accessibility_findings(page) == []


def test_refused_token_is_told_in_words(writing: Origins, visit: Visit) -> None:
    del writing.answers["picker"]
    page = visit(BODY, path="/host")
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    picker(page).get_by_role("alert").get_by_text("unknown").wait_for()


HOSTILE = """<style nonce=abc>
* { all: unset !important; display: block !important; position: static !important; font-size: 3px !important }
button { margin: 60px !important; width: 200px !important; height: 40px !important } </style>
<button id=save-all>Save</button><script nonce=abc>
for (const type of ['click', 'pointermove', 'keydown', 'pointerdown'])
    document.addEventListener(type, (event) => { event.stopImmediatePropagation(); event.preventDefault(); }, true);
document.body.addEventListener('focusin', (event) => event.target.blur());</script>"""


def test_strict_and_hostile_page_is_left_as_it_was(writing: Origins, visit: Visit) -> None:
    policy = POLICY.format(help=writing.help, more=" 'strict-dynamic'")
    headers = {"Content-Security-Policy": policy.replace("style-src 'self'", "style-src 'nonce-abc'")}
    page = visit(HOSTILE, path="/host", attributes='nonce="abc"', headers=headers, script=WATCH)
    before = page.evaluate(STATE)
    page.evaluate("(address) => location.replace(address)", ADDRESS)
    choose(page, "pick")
    pick(page, "#save-all")
    assert offered(page)[:2] == ["role:button[name='Save']", "#save-all"]
    assert 200 <= box(picker(page)).width <= 400
    choose(page, "close")
    page.locator("help-guide").wait_for(state="detached")
    assert page.evaluate(STATE) == before
    assert violations(page) == []


MENU = """<button id=open popovertarget=menu style="margin:40px">More</button>
<div id=menu popover style="margin:120px"><button id=rename>Rename</button></div>"""


def test_menu_stays_open_while_something_in_it_is_picked(writing: Origins, visit: Visit) -> None:
    page = visit(MENU, path="/host")
    page.evaluate("(address) => location.assign(address)", ADDRESS)
    picker(page).wait_for()
    page.click("#open")
    choose(page, "pick")
    pick(page, "#rename")
    assert offered(page) == ["role:button[name='Rename']", "#rename"]
    assert page.evaluate("menu.matches(':popover-open')")
    choose(page, "close")
    page.locator("help-guide").wait_for(state="detached")
    assert page.locator("#menu > *").count() == 1
