"""Where a step is drawn: near its target on whatever page, and above everything on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.guide.hosts import ELEMENT, OPEN
from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_comes_to_stand, assert_shown, box, card, eventually, press, start

if TYPE_CHECKING:
    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

HIT = """([x, y]) => {
  const hit = document.elementFromPoint(x, y).shadowRoot.elementFromPoint(x, y);
  return hit.ariaLabel ?? hit.textContent; }"""
FILL = "<div style='height:3000px'></div>"

# Each page has one #target, and something that has made other libraries lose it.
PAGES = {
    "plain": "<p>Hello</p><button id=target>Save</button>",
    "at the end of a long page": f"{FILL}<button id=target>Save</button>{FILL}",
    "z-index": """<div style="position:fixed;inset:0;z-index:2147483647;background:#fed">
        <button id=target style="margin:200px">Save</button></div>""",
    "stacking context": """<div style="position:relative;z-index:1;opacity:.99;transform:translateZ(0);overflow:hidden">
        <button id=target style="margin:100px">Save</button></div>
        <div style="position:relative;z-index:2;background:#eee;height:200px"></div>""",
    "nested scroll": f"""<div style="height:300px;overflow:auto">
        <div style="height:200px;overflow:auto;margin-top:400px">{FILL}<button id=target>Save</button>{FILL}</div>
        {FILL}</div>""",
    "horizontal scroll": """<div style="width:400px;overflow-x:auto"><div style="width:4000px;padding-left:2000px">
        <button id=target>Save</button></div></div>""",
    "transform": """<div style="transform:scale(.7) translate(120px,80px);transform-origin:0 0">
        <button id=target>Save</button></div>""",
    "rotated": "<button id=target style='margin:200px;transform:rotate(30deg)'>Save</button>",
    "three dimensions": """<div style="perspective:600px;width:300px;margin:100px auto">
        <div style="transform:rotateY(40deg) rotateX(20deg) translateZ(30px)">
        <button id=target style="margin:20px">Save</button></div></div>""",
    "depth that scrolls more slowly": f"""<div style="perspective:1px;height:500px;overflow:auto">
        <div style="transform:translateZ(-1px) scale(2);transform-origin:0 0">
        {FILL}<button id=target>Save</button>{FILL}</div></div>""",
    "fixed in three dimensions": f"""<div style="perspective:300px;height:500px;overflow:hidden">
        <button id=target style="position:fixed;left:100px;top:200px;transform:rotateX(40deg)">Save</button>
        {FILL}</div>""",
    "pane scrolled past it": f"""<div id=pane style="height:400px;overflow:auto">
        <button id=target style="margin:80px">Save</button>{FILL}</div><script>pane.scrollTop = 2500</script>""",
    "pane scrolled sideways past it": """<div id=pane style="width:300px;overflow:auto"><div style="width:5000px">
        <button id=target style="margin:80px">Save</button></div></div><script>pane.scrollLeft = 2500</script>""",
    "zoom of the page": "<style>html{zoom:1.5}</style><button id=target style='margin:100px'>Save</button>",
    "zoom of a part": "<div style='zoom:.8;padding:100px'><button id=target>Save</button></div>",
    "fixed": f"<button id=target style='position:fixed;right:10px;bottom:10px'>Save</button>{FILL}",
    "sticky header over it": f"""<header style="position:sticky;top:0;height:120px;background:#ccc;z-index:9"></header>
        <div style="height:500px"></div><button id=target>Save</button>{FILL}
        <script>scrollTo(0, 2000)</script>""",
    "smooth scrolling": f"<style>html{{scroll-behavior:smooth}}</style>{FILL}<button id=target>Save</button>{FILL}",
    "svg": "<svg width=300 height=200><g><rect id=target x=80 y=90 width=50 height=40 /></g></svg>",
    "right to left": f"<script>document.dir='rtl'</script>{FILL}<button id=target>حفظ</button>",
    "at the edge": "<button id=target style='position:absolute;right:0;top:0'>Save</button>",
    "shell that does not scroll": f"""<style>html,body{{height:100%;margin:0;overflow:hidden}}</style>
        <div style="height:100%;overflow:hidden;display:flex;flex-direction:column">
        <nav style="height:60px;background:#ddd"></nav><main style="flex:1;overflow:auto">{FILL}
        <button id=target>Save</button>{FILL}</main></div>""",
    "body that scrolls": f"""<style>html{{height:100%;overflow:hidden}}
        body{{height:100%;overflow:auto;margin:0}}</style>{FILL}<button id=target>Save</button>{FILL}""",
    "hostile style sheet": """<style>*{all:revert;position:static!important;display:inline!important;
        opacity:.1!important;font-size:40px!important;color:red!important;transform:rotate(9deg)!important;pointer-events:none!important}
        help-guide,[popover]{display:none!important;visibility:hidden!important;width:0!important;zoom:3!important}
        body>*,html>*{filter:blur(9px)!important;animation:none!important}</style>
        <button id=target style="margin:80px">Save</button>""",
    "content visibility": f"""{FILL}<section style="content-visibility:auto;contain-intrinsic-size:auto 400px">
        <button id=target>Save</button></section>{FILL}""",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", ["desktop", "phone", "narrow"])
def test_step_is_shown_beside_its_target(origins: Origins, visit: Visit, name: str, width: str) -> None:
    origins.walkthrough(step("#target"))
    page = visit(PAGES[name], width=width)  # type: ignore[arg-type]
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The step")


DIALOG = """<dialog id=dialog><p>Host</p><button id=target>Save</button><button id=other>Other</button></dialog>
<button id=open onclick="dialog.showModal()">Open</button>"""


def test_step_in_a_modal_dialog_can_be_used_and_so_can_its_target(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one"), step("#target", "two", advance="click"), step("#other", "three"))
    page = visit(DIALOG)
    page.click("#open")
    start(page)
    assert_shown(page, page.locator("#target"), "The one")
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The two")
    page.click("#target")
    assert_shown(page, page.locator("#other"), "The three")
    assert page.locator("#dialog").evaluate("(dialog) => dialog.open")
    press(page, "Done")
    card(page).wait_for(state="detached")
    assert page.locator("#dialog > *").count() == 3


def test_step_stays_usable_when_the_host_opens_and_closes_a_dialog(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#open", "one"), step("#open", "two"), step("#open", "three"))
    page = visit(DIALOG)
    start(page)
    assert_shown(page, page.locator("#open"), "The one")
    page.click("#open")
    press(page, "Next")
    card(page).get_by_role("heading", name="The two").wait_for()
    page.evaluate("dialog.close()")
    assert_shown(page, page.locator("#open"), "The two")
    press(page, "Next")
    assert_shown(page, page.locator("#open"), "The three")


def test_step_survives_the_removal_of_the_dialog_it_stood_in(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one", advance="click"), step("#open", "two"))
    page = visit(DIALOG)
    page.click("#open")
    start(page)
    page.evaluate("target.addEventListener('click', () => dialog.remove())")
    page.click("#target")
    assert_shown(page, page.locator("#open"), "The two")


def test_step_stays_usable_when_a_component_opens_and_closes_a_dialog(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one"), step("#target", "two"), step("#target", "three"))
    page = visit(f"<button id=target style='margin:100px'>Save</button><x-box></x-box><script>{ELEMENT}</script>")
    start(page)
    assert_shown(page, page.locator("#target"), "The one")
    page.evaluate(OPEN)
    press(page, "Next")
    card(page).get_by_role("heading", name="The two").wait_for()
    page.locator("x-box dialog > button").focus()
    page.keyboard.press("Escape")
    assert_comes_to_stand(page, page.locator("#target"), "The two")
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The three")
    press(page, "Done")
    card(page).wait_for(state="detached")
    assert page.evaluate("document.querySelector('x-box').shadowRoot.querySelectorAll('dialog > *').length") == 2


def test_popover_of_the_host_stays_open_while_its_step_is_used(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one"), step("#target", "two"))
    page = visit("<button popovertarget=menu>Menu</button><div id=menu popover><button id=target>Rename</button></div>")
    page.click("text=Menu")
    start(page)
    assert_shown(page, page.locator("#target"), "The one")
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The two")


def test_popover_opened_later_does_not_cover_the_step(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit("""<button id=target style="margin:100px">Save</button>
        <div id=sheet popover=manual style="inset:0;width:100%;height:100%">Sheet</div>""")
    start(page)
    page.evaluate("sheet.showPopover()")
    assert_comes_to_stand(page, page.locator("#target"))


def test_shell_is_not_scrolled_away(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit(PAGES["shell that does not scroll"])
    start(page)
    assert page.evaluate("[scrollY, document.body.scrollTop, document.querySelector('div').scrollTop]") == [0, 0, 0]


def test_step_follows_its_target(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit(f"""<div id=banner></div><div id=pane style="height:400px;overflow:auto">
        <div style="height:200px"></div><button id=target>Save</button>{FILL}</div>{FILL}""")
    start(page)
    for change in (
        "pane.scrollTop = 60",
        "scrollTo(0, 50)",
        "banner.style.height = '90px'",
        "target.style.width = '300px'",
        "target.style.transform = 'translateX(40px)'",
        "document.body.style.paddingTop = '33px'",
        "document.documentElement.style.zoom = 1.3",
        "document.body.style.zoom = .8",
    ):
        page.evaluate(change)
        assert_comes_to_stand(page, page.locator("#target"))


def test_step_follows_a_target_in_motion(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit("""<style>#target{transition:translate .4s;margin:100px}.away{translate:500px 200px}</style>
        <button id=target>Save</button>""")
    start(page)
    page.evaluate("target.className = 'away'")
    page.wait_for_timeout(500)
    assert_comes_to_stand(page, page.locator("#target"))


def test_ring_goes_while_its_target_is_scrolled_out_of_sight(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit(f"<button id=target>Save</button>{FILL}")
    start(page)
    page.evaluate("scrollTo(0, 2000)")
    page.locator("help-guide .ring").wait_for(state="hidden")
    assert card(page).is_visible()
    page.evaluate("scrollTo(0, 0)")
    page.locator("help-guide .ring").wait_for()
    assert_shown(page, page.locator("#target"))


def test_step_without_a_target_stands_in_the_middle(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step(None, "hello"))
    page = visit("<p>Host</p>")
    assert start(page) == {"shown": True}
    shown = box(card(page))
    assert abs(shown.x + shown.width / 2 - 640) <= 1
    assert abs(shown.y + shown.height / 2 - 400) <= 1


def test_opening_card_comes_first_and_is_not_counted(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"), intro=[["p", {}, "Welcome."]])
    page = visit("<button id=target>Save</button>")
    start(page)
    card(page).get_by_text("Welcome.").wait_for()
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The step")
    assert card(page).get_by_text("1 / 1").is_visible()


def test_long_text_is_made_lower_and_never_covers_its_target(origins: Origins, visit: Visit) -> None:
    body = [["p", {}, "word " * 400], ["p", {}, "The end."]]
    origins.walkthrough(step("#target", "a", body=body), step("#target", "b"))
    page = visit("<button id=target style='margin:200px 20px'>Save</button>", width="narrow")
    start(page)
    assert_shown(page, page.locator("#target"))
    for name in ("Close", "Next"):
        button = box(card(page).get_by_role("button", name=name))
        assert page.evaluate(HIT, [button.x + button.width / 2, button.y + button.height / 2]) == name
    card(page).get_by_text("The end.").scroll_into_view_if_needed()
    at = box(card(page).get_by_text("The end."))
    assert page.evaluate(HIT, [at.x + 5, at.y + at.height / 2]) == "The end."
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The b")


KEYBOARD = """Object.defineProperty(visualViewport, 'height', {get: () => innerHeight - (window.keyboard ?? 0)});
  window.type = () => { window.keyboard = 420; visualViewport.dispatchEvent(new Event('resize')); };"""


def test_card_stays_above_the_keyboard_of_a_phone(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", advance="input"))
    page = visit("<input id=target style='margin:200px 20px'>", width="phone", script=KEYBOARD)
    start(page)
    assert_shown(page, page.locator("#target"))
    page.evaluate("type()")
    eventually(page, lambda: box(card(page)).y + box(card(page)).height <= 844 - 420)
    assert not box(card(page)).overlaps(box(page.locator("#target")))
