"""Which element a step means: late, hidden, replaced, ambiguous, in shadow roots and frames; what if there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_comes_to_stand, assert_shown, card, press, start

if TYPE_CHECKING:
    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

SHADOW = """<x-app></x-app><script>
customElements.define('x-app', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode: 'open'}).innerHTML = '<x-bar></x-bar>'; } });
setTimeout(() => customElements.define('x-bar', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode: 'open'}).innerHTML = '<hr style="margin:200px"><button id=target>Save</button>'; } }), 300);
</script>"""
FRAME = """<p style="height:150px"></p><div style="transform:scale(.9);transform-origin:0 0">
<iframe id=frame style="width:600px;height:300px;border:7px solid;padding:5px" src="/inner"></iframe></div>"""
INNER = "<!doctype html><div style='height:900px'></div><button id=target>Save</button><div style='height:900px'></div>"


def missing(origins: Origins, visit: Visit, policy: str, *more: dict[str, Any]) -> Any:
    origins.walkthrough(step("#nowhere", "gone", missing=policy), *more)
    page = visit("<p>Host</p><button id=target>Save</button>")
    page.evaluate("window.seen = []; HelpCenter('on', 'target_missing', (fields) => seen.push(fields))")
    return page


@pytest.mark.parametrize(
    "target",
    [
        "[data-guide='save']",
        "testid:save-it",
        "role:button[name='Save now']",
        'role:button[name="Save now"]',
        "role:heading[name='Bills']",
        "role:textbox[name='Amount']",
        "role:status",
    ],
)
def test_element_is_found_by_what_is_stable_about_it(origins: Origins, visit: Visit, target: str) -> None:
    origins.walkthrough(step(target))
    page = visit("""<h1>Bills</h1><label>Amount <input></label><p role=status>Ready</p><button>Cancel</button>
        <button data-guide=save data-testid=save-it>Save\n now</button>""")
    assert start(page) == {"shown": True}
    assert card(page).is_visible()


def test_next_candidate_is_tried_when_one_is_wrong_ambiguous_or_hidden(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step(["div >", ":bogus(1)", "button", "#hidden", "role:", "#none", "#target"]))
    page = visit(
        "<button id=hidden style='visibility:hidden'>No</button><button id=target>Save</button><button>B</button>"
    )
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"))


def test_hidden_twin_does_not_make_a_target_ambiguous(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("[data-guide=save]"))
    page = visit("""<nav style="position:fixed;left:-500px;width:300px"><button data-guide=save>Save</button></nav>
        <div hidden><button data-guide=save>Save</button></div>
        <header style="position:fixed;top:0;transform:translateY(-100%)"><button data-guide=save>Save</button></header>
        <div style="perspective:400px"><div style="position:absolute;left:0;transform:translateX(-300px)">
        <button data-guide=save>Save</button></div></div><p style="height:2000px"></p>
        <script>document.addEventListener('DOMContentLoaded', () => scrollTo(0, 500));</script>
        <button id=target data-guide=save style="margin:50px">Save</button>""")
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"))


def test_two_visible_elements_are_no_target(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("button"))
    page = visit("<button>One</button><button>Two</button>")
    assert start(page) == {"shown": False, "reason": "waiting"}
    assert card(page).count() == 0


def test_target_ten_seconds_late_is_shown_when_it_comes(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit("<main id=app></main>")
    page.evaluate("HelpCenter('start', 'tour'); 1")
    page.wait_for_timeout(10_000)
    assert card(page).count() == 0
    took = page.evaluate("""async () => {
        app.innerHTML = '<button id=target>Save</button>';
        const from = performance.now();
        const shown = () => document.querySelector('help-guide')?.shadowRoot.querySelector('.card:not([hidden])');
        while (!shown()) await new Promise(requestAnimationFrame);
        return performance.now() - from;
    }""")
    assert_shown(page, page.locator("#target"))
    assert took < 1000


@pytest.mark.parametrize(
    "show",
    [
        "target.hidden = false",
        "document.querySelector('style').remove()",
        "document.body.className = 'ready'",
        "target.style.opacity = 1; target.style.visibility = 'visible'; target.style.display = 'block'",
    ],
)
def test_target_hidden_at_first_is_shown_when_it_appears(origins: Origins, visit: Visit, show: str) -> None:
    button = "<button id=target>Save</button>"
    hide = {
        "target.hidden = false": "<button id=target hidden>Save</button>",
        "document.querySelector('style').remove()": f"<style>#target{{display:none}}</style>{button}",
    }
    body = hide.get(
        show,
        f"""<style>#target{{opacity:0;visibility:hidden;transition:opacity .3s}}
        .ready #target{{opacity:1;visibility:visible}}</style>{button}""",
    )
    origins.walkthrough(step("#target"))
    page = visit(body)
    page.evaluate("HelpCenter('start', 'tour'); 1")
    page.wait_for_timeout(300)
    assert card(page).count() == 0
    page.evaluate(show)
    card(page).wait_for()
    assert_comes_to_stand(page, page.locator("#target"))


def test_target_replaced_in_mid_step_is_found_again(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one", advance="click"), step("#target", "two"))
    page = visit("<div id=app><button id=target>Save</button></div>")
    start(page)
    page.evaluate("app.innerHTML = '<p style=\"height:90px\">New</p><button id=target>Save</button>'")
    assert_comes_to_stand(page, page.locator("#target"), "The one")
    page.click("#target")
    assert_shown(page, page.locator("#target"), "The two")


def test_step_hides_while_its_target_is_gone(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit("<button id=target>Save</button>")
    start(page)
    page.evaluate("target.style.display = 'none'")
    card(page).wait_for(state="hidden")
    page.evaluate("target.style.display = ''")
    assert_shown(page, page.locator("#target"))


def test_target_inside_nested_shadow_roots(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(
        step("x-app >>> x-bar >>> #target", "one", advance="click"), step("x-app >>> x-bar >>> #target")
    )
    page = visit(SHADOW)
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The one")
    page.click("#target")
    assert_shown(page, page.locator("#target"), "The step")


LATE = "const host = document.querySelector('.host'); const open = () => host.attachShadow({mode: 'open'}).innerHTML ="
QUIET = """
  window.counts = {timers: 0, frames: 0};
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
    const own = window[name];
    window[name] = (...given) => { counts[name.startsWith('set') ? 'timers' : 'frames']++; return own(...given); };
  }"""


@pytest.mark.parametrize(
    "host",
    ["<span class=host></span>", "<div class=host></div>", "<p>Some <x-late class=host>old</x-late> text</p>"],
)
def test_shadow_root_that_comes_late_without_any_other_change(origins: Origins, visit: Visit, host: str) -> None:
    origins.walkthrough(step(".host >>> #target"))
    page = visit(f"<p>Host</p>{host}", script=QUIET)
    page.evaluate("HelpCenter('start', 'tour'); 1")
    page.wait_for_timeout(3500)
    before = page.evaluate("({...counts})")
    page.wait_for_timeout(2500)
    assert page.evaluate("({...counts})") == before
    page.evaluate(LATE + "'<button id=target style=\"margin:30px\">Save</button>'; open()")
    assert_comes_to_stand(page, page.locator("#target"))


def test_shadow_root_that_changes_no_size_is_found_with_the_next_move_of_the_pointer(
    origins: Origins, visit: Visit
) -> None:
    origins.walkthrough(step(".host >>> #target"))
    page = visit("<div class=host style='position:fixed;inset:0;overflow:auto'></div>")
    page.evaluate("HelpCenter('start', 'tour'); 1")
    page.wait_for_timeout(300)
    page.evaluate(LATE + "'<button id=target style=\"margin:90px\">Save</button>'; open()")
    page.mouse.move(100, 100)
    assert_comes_to_stand(page, page.locator("#target"))


def test_target_inside_a_frame(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#frame >>> #target", "one", advance="click"), step("#frame >>> role:button[name=Save]"))
    origins.pages["/inner"] = (INNER, {})
    page = visit(FRAME)
    assert start(page) == {"shown": True}
    inside = page.frame_locator("#frame").locator("#target")
    assert_shown(page, inside, "The one")
    page.frames[1].evaluate("scrollBy(0, 40)")
    assert_comes_to_stand(page, inside)
    inside.click()
    assert_shown(page, inside, "The step")


def test_target_in_a_frame_that_loads_late(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#frame >>> #target"))
    origins.pages["/inner"] = (INNER, {})
    page = visit("<main id=app></main>")
    page.evaluate("HelpCenter('start', 'tour'); 1")
    page.wait_for_timeout(200)
    page.evaluate("(html) => { app.innerHTML = html; }", FRAME)
    assert_shown(page, page.frame_locator("#frame").locator("#target"))


def test_step_without_its_target_waits_and_is_reported(origins: Origins, visit: Visit) -> None:
    page = missing(origins, visit, "wait", step("#target"))
    assert start(page) == {"shown": False, "reason": "waiting"}
    assert card(page).count() == 0
    assert [(each["step"], each["candidates"]) for each in page.evaluate("seen")] == [("gone", ["#nowhere"])]


def test_step_without_its_target_is_skipped(origins: Origins, visit: Visit) -> None:
    page = missing(origins, visit, "skip", step("#target"))
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The step")
    assert len(page.evaluate("seen")) == 1


def test_step_without_its_target_stands_by_itself(origins: Origins, visit: Visit) -> None:
    page = missing(origins, visit, "fallback")
    assert start(page) == {"shown": True}
    assert card(page).get_by_role("heading", name="The gone").is_visible()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button id=nowhere>Here</button>')")
    assert_comes_to_stand(page, page.locator("#nowhere"))


def test_step_without_its_target_stops_the_walkthrough(origins: Origins, visit: Visit) -> None:
    page = missing(origins, visit, "stop", step("#target"))
    assert start(page) == {"shown": False, "reason": "missing"}
    assert page.locator("help-guide").count() == 0


def test_step_of_another_screen_waits_for_it_without_a_report(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "one", advance="click"), step("#target", "two", screen="/bills/*"))
    page = visit("<button id=target>Save</button>")
    page.evaluate("window.seen = []; HelpCenter('on', 'target_missing', (fields) => seen.push(fields))")
    start(page)
    page.click("#target")
    page.wait_for_timeout(3000)
    assert not card(page).is_visible()
    assert page.evaluate("seen") == []
    page.evaluate("history.pushState({}, '', '/bills/7')")
    assert_shown(page, page.locator("#target"), "The two")
    page.evaluate("history.back()")
    card(page).wait_for(state="hidden")


@pytest.mark.parametrize(
    ("screen", "away", "there", "again"),
    [
        ("/bills/*", "/other", "history.pushState({}, '', '/bills/7')", "history.back()"),
        ("/bills/*", "/other", "history.replaceState({}, '', '/bills/7')", "history.replaceState({}, '', '/host')"),
        ("?tab=bills", "/host?tab=x", "history.pushState({}, '', '?tab=bills')", "history.go(-1)"),
        ("#/bills/*", "#/x", "location.hash = '/bills/7'", "history.back()"),
        ("#/bills/*", "#/x", "location.replace('#/bills/7')", "location.hash = '/y'"),
    ],
)
def test_step_comes_and_goes_with_the_address(
    origins: Origins, visit: Visit, screen: str, away: str, there: str, again: str
) -> None:
    origins.walkthrough(step("#target", "one"), step("#target", "two", screen=screen))
    for path in ("/bills/7", "/other"):
        visit("<button id=target>Save</button>", path=path).close()
    page = visit("<button id=target>Save</button>")
    start(page)
    press(page, "Next")
    card(page).wait_for(state="hidden")
    page.evaluate("(away) => history.pushState({}, '', away)", away)
    page.evaluate(there)
    assert_shown(page, page.locator("#target"), "The two")
    page.evaluate(again)
    card(page).wait_for(state="hidden")
    page.evaluate(there)
    assert_shown(page, page.locator("#target"), "The two")
    page.reload()
    assert_shown(page, page.locator("#target"), "The two")


@pytest.mark.parametrize(
    ("targets", "reasons"),
    [
        (["div >", ":no(1)"], ["div >: invalid", ":no(1): invalid"]),
        (["button"], ["button: 2 visible of 2"]),
        (["#none", "role:button[name=Nobody]"], ["#none: 0 visible of 0", "role:button[name=Nobody]: 0 visible of 0"]),
        (["#hidden"], ["#hidden: 0 visible of 1"]),
    ],
)
def test_developer_is_told_what_is_wrong_with_each_candidate(
    origins: Origins, visit: Visit, targets: list[str], reasons: list[str]
) -> None:
    origins.walkthrough(step(targets))
    page = visit("<button>One</button><button>Two</button><p id=hidden hidden>Three</p>")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    assert start(page) == {"shown": False, "reason": "waiting"}
    assert not any(each.startswith("HelpCenter") for each in told)
    page.evaluate("HelpCenter('debug')")
    start(page)
    assert f"HelpCenter: {' '.join(reasons)}" in told


def test_unknown_and_empty_walkthroughs_say_so(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(slug="empty")
    page = visit("<p>Host</p>")
    assert start(page, "nowhere") == {"shown": False, "reason": "unknown"}
    assert start(page, "empty") == {"shown": False, "reason": "no_steps"}


@pytest.mark.parametrize(
    "style", ["display:contents", "width:0;height:0;overflow:visible", 'display:contents"><div style="height:0']
)
def test_target_without_a_box_of_its_own_is_what_stands_in_it(origins: Origins, visit: Visit, style: str) -> None:
    origins.walkthrough(step("#target", "one", advance="click"), step("#target", "two"))
    page = visit(f'<main><div id=target style="{style}"><button style="margin:80px">Save</button></div></main>')
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("main button"), "The one")
    page.click("main button")
    assert_shown(page, page.locator("main button"), "The two")


def test_target_that_is_reached_by_scrolling_backwards(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"))
    page = visit("""<div dir=rtl style="width:300px;overflow:auto"><div style="width:4000px">
        <button id=target style="margin-right:3000px">Save</button></div></div>""")
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"))
