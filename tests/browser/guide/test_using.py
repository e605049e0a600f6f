"""Going through a walkthrough: by mouse, by keyboard, by what is done on the page, and across pages and tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, box, card, focused, press, start
from tests.browser.soundness import accessibility_findings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

TWO = "<button id=one style='margin:60px'>One</button><button id=two style='margin:200px'>Two</button>"


def heading(page: Page, name: str) -> None:
    card(page).get_by_role("heading", name=name, exact=True).wait_for()


def test_reader_goes_on_back_and_out_with_the_mouse(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "one"), step("#two", "two"))
    page = visit(TWO)
    start(page)
    assert card(page).get_by_role("button", name="Back").count() == 0
    press(page, "Next")
    assert_shown(page, page.locator("#two"), "The two")
    assert card(page).get_by_text("2 / 2").is_visible()
    press(page, "Back")
    assert_shown(page, page.locator("#one"), "The one")
    press(page, "Next")
    press(page, "Done")
    card(page).wait_for(state="detached")


def test_double_click_on_next_does_not_skip_a_step(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(*(step("#one", name) for name in ("a", "b", "c")))
    page = visit(TWO)
    start(page)
    button = box(card(page).get_by_role("button", name="Next"))
    page.mouse.dblclick(button.x + button.width / 2, button.y + button.height / 2)
    heading(page, "The b")


def test_walkthrough_by_touch(chromium: Browser, origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#one", "b", advance="click"), step("#two", "c"))
    phone = chromium.new_context(
        base_url=origins.host, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = visit("<button id=one>One</button><button id=two style='margin:200px 20px'>Two</button>", context=phone)
    start(page)
    card(page).get_by_role("button", name="Next").tap()
    assert_shown(page, page.locator("#one"), "The b")
    page.tap("#one")
    assert_shown(page, page.locator("#two"), "The c")
    card(page).get_by_role("button", name="Close").tap()
    page.locator("help-guide").wait_for(state="detached")
    phone.close()


def test_click_on_the_inside_of_a_target_advances_once(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(*(step("#one", name, advance="click") for name in ("a", "b", "c")))
    page = visit("<button id=one style='margin:60px'><b><i id=inner>One</i></b></button>")
    page.evaluate("one.addEventListener('click', (event) => event.stopImmediatePropagation())")
    start(page)
    page.click("#inner")
    heading(page, "The b")
    page.dblclick("#inner")
    heading(page, "The c")
    page.wait_for_timeout(700)
    page.dblclick("#inner", delay=60)
    card(page).wait_for(state="detached")


def test_second_half_of_a_double_click_is_not_taken_for_one_that_was_kept(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(*(step("#one", name, advance="click") for name in ("a", "b", "c")))
    page = visit(TWO)
    start(page)
    page.dblclick("#one", delay=80)
    heading(page, "The b")
    page.wait_for_timeout(800)
    heading(page, "The b")


def test_click_that_replaces_the_page_leads_to_the_next_step_there(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a", advance="click"), step("#there", "b"))
    page = visit("<a id=one href=/next>Go</a>")
    context = page.context
    visit("<h1 id=there>There</h1>", path="/next", context=context).close()
    start(page)
    page.click("#one")
    page.wait_for_url("**/next")
    assert_shown(page, page.locator("#there"), "The b")
    page.reload()
    assert_shown(page, page.locator("#there"), "The b")


def test_walkthrough_goes_on_in_a_second_tab_and_ends_in_both(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    first = visit(TWO)
    start(first)
    press(first, "Next")
    second = visit(TWO, context=first.context)
    assert_shown(second, second.locator("#two"), "The b")
    second.bring_to_front()
    card(second).get_by_role("button", name="Close").click()
    card(first).wait_for(state="detached")
    first.reload()
    first.wait_for_timeout(400)
    assert card(first).count() == 0


def test_walkthrough_that_changed_in_the_middle_goes_on_at_the_same_step(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit(TWO)
    start(page)
    press(page, "Next")
    origins.walkthrough(step("#one", "a"), step("#one", "new"), step("#two", "b"), version="v2")
    page.reload()
    assert_shown(page, page.locator("#two"), "The b")
    assert card(page).get_by_text("3 / 3").is_visible()


def test_walkthrough_published_after_the_manifest_was_read_is_shown_as_it_is_now(
    origins: Origins, visit: Visit
) -> None:
    origins.walkthrough(step("#one", "a"))
    page = visit(TWO)
    page.evaluate("HelpCenter('start', 'unknown')")
    origins.walkthrough(step("#two", "b"), version="v2")
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#two"), "The b")


def test_deleted_walkthrough_is_let_go_and_the_reader_is_told_once(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"))
    page = visit(f"<main><h1>Host</h1>{TWO}</main>")
    start(page)
    origins.walkthroughs.clear()
    origins.manifest.clear()
    page.reload()
    note = page.locator("help-guide .hint")
    note.get_by_text("gone").wait_for()
    assert accessibility_findings(page) == []
    note.get_by_role("button", name="dismiss").click()
    page.locator("help-guide").wait_for(state="detached")
    page.reload()
    page.wait_for_timeout(500)
    assert page.locator("help-guide").count() == 0
    assert card(page).count() == 0


def test_typing_in_the_target_is_not_disturbed(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a", advance="input"), step("#two", "b"))
    page = visit("<input id=one style='margin:60px'><button id=two>Two</button>")
    page.evaluate("window.keys = []; document.addEventListener('keydown', (event) => keys.push(event.key))")
    page.focus("#one")
    start(page)
    assert focused(page) == "one"
    page.keyboard.type("Ada", delay=40)
    page.keyboard.press("Escape")
    assert page.input_value("#one") == "Ada"
    assert card(page).is_visible()
    heading(page, "The b")
    assert focused(page) == "one"
    assert page.evaluate("keys") == ["A", "d", "a", "Escape"]


def test_leaving_a_filled_field_advances_and_an_empty_one_does_not(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a", advance="input"), step("#two", "b"))
    page = visit("<input id=one style='margin:60px'><button id=two>Two</button>")
    start(page)
    page.fill("#one", "")
    page.keyboard.press("Tab")
    heading(page, "The a")
    page.fill("#one", "Ada")
    page.keyboard.press("Tab")
    heading(page, "The b")


def test_step_advances_when_the_next_target_appears(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a", advance="visible"), step("#menu", "b"))
    page = visit(
        "<button id=one onclick='menu.hidden = false' style='margin:60px'>M</button><p id=menu hidden>Menu</p>"
    )
    start(page)
    page.click("#one")
    assert_shown(page, page.locator("#menu"), "The b")


@pytest.mark.parametrize("how", ["HelpCenter('track', 'saved')", "document.dispatchEvent(new CustomEvent('saved'))"])
def test_step_advances_on_an_event_of_the_host(origins: Origins, visit: Visit, how: str) -> None:
    origins.walkthrough(step("#one", "a", advance="event:saved"), step("#two", "b"))
    page = visit(TWO)
    start(page)
    page.evaluate("HelpCenter('track', 'other')")
    heading(page, "The a")
    page.evaluate(how)
    heading(page, "The b")


def test_answers_lead_to_their_own_steps_and_join_again(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(
        step("#one", "ask", go={"By card": "card", "By bank": "bank"}),
        step("#one", "card", then="last"),
        step("#two", "bank", then="last"),
        step("#two", "last"),
    )
    page = visit(TWO)
    start(page)
    press(page, "By bank")
    assert_shown(page, page.locator("#two"), "The bank")
    press(page, "Back")
    press(page, "By card")
    assert_shown(page, page.locator("#one"), "The card")
    press(page, "Next")
    heading(page, "The last")
    press(page, "Done")
    card(page).wait_for(state="detached")


def test_whole_walkthrough_by_keyboard_alone(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit("<button id=begin onclick=\"HelpCenter('start', 'tour')\">Begin</button>" + TWO)
    page.focus("#begin")
    page.keyboard.press("Enter")
    heading(page, "The a")
    assert focused(page) == "card"
    page.keyboard.press("F6")
    assert focused(page) == "one"
    page.keyboard.press("F6")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Next"
    page.keyboard.press("Enter")
    heading(page, "The b")
    assert focused(page) == "card"
    page.keyboard.press("Escape")
    card(page).wait_for(state="detached")
    assert focused(page) == "one"


def test_keyboard_leads_to_the_target_of_the_step_that_is_shown(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit(TWO)
    start(page)
    press(page, "Next")
    heading(page, "The b")
    page.keyboard.press("F6")
    assert focused(page) == "two"


def test_card_is_reached_by_keyboard_from_inside_a_frame(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#frame >>> #inner", "a"), step("#one", "b"))
    page = visit(f'<iframe id=frame srcdoc="<button id=inner>In</button>" style="height:90px"></iframe>{TWO}')
    start(page)
    page.keyboard.press("F6")
    assert focused(page) == "frame"
    assert page.frames[1].evaluate("document.activeElement.id") == "inner"
    page.keyboard.press("F6")
    assert focused(page) == "card"
    page.keyboard.press("F6")
    assert page.frames[1].evaluate("document.activeElement.id") == "inner"


def test_card_is_reached_by_keyboard_before_anything_more_is_loaded(origins: Origins, visit: Visit) -> None:
    origins.broken = "assets/(steady|record)"
    origins.walkthrough(step("#one", "a"))
    page = visit(TWO)
    page.focus("#two")
    page.evaluate("HelpCenter('start', 'tour')")
    heading(page, "The a")
    page.keyboard.press("F6")
    assert focused(page) == "one"
    page.keyboard.press("F6")
    assert focused(page) == "card"


def test_focus_returns_to_where_it_was(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"))
    page = visit("<button id=begin onclick=\"HelpCenter('start', 'tour')\">Begin</button>" + TWO)
    page.focus("#begin")
    page.keyboard.press("Enter")
    heading(page, "The a")
    page.keyboard.press("Escape")
    card(page).wait_for(state="detached")
    assert focused(page) == "begin"


TRAP = """<div role=dialog aria-modal=true id=modal style="position:fixed;inset:100px;background:#eee">
<input id=field><button id=target>Save</button></div><script>
document.addEventListener('focusin', (event) => modal.contains(event.target) || field.focus(), true);
document.addEventListener('focusout', (event) => {
  if (event.relatedTarget && !modal.contains(event.relatedTarget)) field.focus(); }, true);
for (const type of ['mousedown', 'click', 'pointerdown']) document.addEventListener(type, (event) => {
  if (modal.contains(event.target)) return;
  event.preventDefault(); event.stopImmediatePropagation(); modal.remove(); }, true);
window.escaped = 0;
addEventListener('keydown', (event) => { if (event.key === 'Escape') escaped++; if (event.key === 'Tab') {
  event.preventDefault(); field.focus(); } });
</script>"""


def test_focus_trap_of_the_host_leaves_the_step_usable(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"), step("#target", "b"), step("#field", "c"))
    page = visit(TRAP)
    page.focus("#field")
    start(page)
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The b")
    assert focused(page) == "field"
    page.keyboard.press("F6")
    assert focused(page) == "card"
    card(page).get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    heading(page, "The c")
    page.keyboard.press("Escape")
    card(page).wait_for(state="detached")
    assert page.evaluate("[escaped, modal.isConnected]") == [0, True]


def test_menu_that_closes_on_a_click_outside_stays_open(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#menu", "a"), step("#menu", "b"))
    page = visit("""<ul id=menu style="margin:50px"><li>Rename</li></ul><script>
        for (const type of ['click', 'mousedown', 'pointerdown', 'focusin', 'touchstart'])
            document.addEventListener(type, (event) => menu.contains(event.target) || menu.remove());</script>""")
    start(page)
    press(page, "Next")
    assert_shown(page, page.locator("#menu"), "The b")


def test_page_below_the_dimmed_part_can_be_used(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"))
    page = visit(TWO + "<button id=other onclick='this.textContent = 1'>0</button>")
    start(page)
    page.click("#other")
    assert page.inner_text("#other") == "1"
    assert_shown(page, page.locator("#one"), "The a")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_step(origins: Origins, visit: Visit, theme: str) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b", advance="click"))
    page = visit("<main><h1>Host</h1>" + TWO + "</main>", theme=theme)  # type: ignore[arg-type]
    start(page)
    assert accessibility_findings(page) == []
    press(page, "Next")
    heading(page, "The b")
    assert accessibility_findings(page) == []


def test_buttons_are_large_enough_for_fingers(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), step("#two", "b"))
    page = visit(TWO, width="narrow")
    start(page)
    press(page, "Next")
    heading(page, "The b")
    for button in card(page).get_by_role("button").all():
        size = button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44


def test_walkthrough_named_in_the_address_starts(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#one", "a"), slug="billing/first")
    page = visit(TWO)
    page.goto("/host?helpcenter-walkthrough=billing%2Ffirst")
    assert_shown(page, page.locator("#one"), "The a")
