"""The guide as a guest: what it asks of the host page, and what it leaves behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_comes_to_stand, assert_shown, card, press, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = "<main><h1>Host</h1><button id=target style='margin:80px' class=a>Save</button></main>"
STATE = """() => ({
    html: document.documentElement.outerHTML,
    globals: Object.getOwnPropertyNames(window).filter((name) => name !== 'HelpCenter'),
    prototypes: [history.pushState, history.replaceState, EventTarget.prototype.addEventListener, fetch].map(String),
    history: history.length, scroll: [scrollX, scrollY], title: document.title,
})"""
COUNTING = """
  window.counts = {timers: 0, frames: 0, listeners: 0, observers: 0};
  for (const name of ['setTimeout', 'setInterval']) {
    const original = window[name];
    window[name] = (...given) => { counts.timers++; return original(...given); };
  }
  const raf = requestAnimationFrame;
  window.requestAnimationFrame = (run) => { counts.frames++; return raf(run); };
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.addEventListener = function (type, run, options) {
    if (!(this instanceof AbortSignal)) counts.listeners++;
    if (options?.signal) add.call(options.signal, 'abort', () => counts.listeners--, {once: true});
    return add.call(this, type, run, options);
  };
"""
POLICY = (
    "default-src 'none'; script-src 'nonce-abc'{more}; style-src 'self'; connect-src {help}; img-src {help};"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)


def violations(page: Page) -> list[str]:
    return list(page.evaluate("window.violations ?? []"))


WATCH = """document.addEventListener('securitypolicyviolation', (event) => {
  (window.violations ??= []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`); });"""


def test_page_without_a_match_loads_loader_and_manifest_only(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target"), screens=["/elsewhere"], start="first-visit")
    origins.manifest["articles"] = [["a", "A", ["/bills/*"]]]
    page = visit(BODY)
    page.evaluate("HelpCenter('identify', {traits: {plan: 'pro'}})")
    page.evaluate("HelpCenter('track', 'something')")
    page.wait_for_timeout(300)
    assert origins.asked == ["guide.js", "manifest/en.json"]
    assert page.locator("help-guide").count() == 0


def test_host_page_is_the_same_before_and_after(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"), step("#target", "b", advance="click"))
    page = visit(BODY)
    before = page.evaluate(STATE)
    start(page)
    during = page.evaluate(STATE)
    assert re.sub(r"<help-guide></help-guide>", "", during["html"]) == before["html"]
    press(page, "Next")
    page.click("#target")
    card(page).wait_for(state="detached")
    assert page.evaluate(STATE) == before


@pytest.mark.parametrize("more", ["", " 'strict-dynamic'"])
def test_strict_policy_with_nonces_and_trusted_types_reports_nothing(origins: Origins, visit: Visit, more: str) -> None:
    body = [
        [
            "p",
            {},
            "See ",
            ["a", {"href": "https://example.com/"}, "this"],
            ["img", {"src": f"{origins.help}/x.png", "alt": ""}],
        ]
    ]
    origins.walkthrough(step("#target", "a", body=body), step("role:button[name=Save]", "b", advance="click"))
    policy = POLICY.format(help=origins.help, more=more)
    page = visit(
        "<button id=target>Save</button>",
        attributes='nonce="abc"',
        headers={"Content-Security-Policy": policy},
        script=WATCH,
    )
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The a")
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The b")
    page.click("#target")
    card(page).wait_for(state="detached")
    assert violations(page) == []


def test_script_tag_twice_and_calls_before_it_make_one_guide(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    head = f"""<script>window.HelpCenter = window.HelpCenter || function () {{
        (HelpCenter.q = HelpCenter.q || []).push(arguments); }};
        const stub = HelpCenter; HelpCenter('boot', {{locale: 'ja'}}); HelpCenter('start', 'tour');</script>
        <script async src="{origins.help}/embed/v1/guide.js"></script>"""
    page = visit(BODY, head=head)
    assert_shown(page, page.locator("#target"), "The a")
    assert page.locator("help-guide").count() == 1
    page.evaluate("stub('stop')")
    card(page).wait_for(state="detached")
    assert [path for path in origins.asked if path.startswith("manifest")] == ["manifest/ja.json"]


@pytest.mark.parametrize(
    ("attributes", "locale"),
    [
        ('data-locale="xx-Unknown"', "xx-Unknown"),
        ('data-locale="../../../secret?a=b#c"', "../../../secret?a=b#c"),
        ('data-locale="\'&gt;&lt;script&gt;hacked=1&lt;/script&gt;"', "'><script>hacked=1</script>"),
        (f'data-locale="{"e" * 200}"', "e" * 200),
        ('data-locale="" data-launcher="&lt;b&gt;" data-position="1px;}}" data-consent="perhaps"', "en"),
        ('data-constructor="x" data---proto--="x" data-base="//evil.example/" data-manifest="[]"', "en"),
    ],
)
def test_hostile_attributes_of_the_script_tag_do_no_harm(
    origins: Origins, visit: Visit, attributes: str, locale: str
) -> None:
    origins.walkthrough(step("#target", "a"), screens=["/host"])
    page = visit(BODY, attributes=attributes)
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The a")
    assert f"manifest/{locale}.json" in origins.asked
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    "call", ["", "'nothing'", "'start'", "'start', {}", "'off', 'x'", "'on'", "'boot'", "'page', 7"]
)
def test_calls_that_make_no_sense_do_no_harm(origins: Origins, visit: Visit, call: str) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    start(page)
    page.evaluate(f"Promise.race([HelpCenter({call}), 1]).catch(() => 0)")
    assert start(page) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The a")


def test_two_help_centers_on_a_page_keep_apart(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    origins.walkthrough(step("#target", "b"), slug="other")
    page = visit(BODY)
    load = "async (help) => { window.Other = (await import(`${help}/embed/v1/guide.mjs`)).load(`${help}/embed/v1/`); }"
    page.evaluate(load, origins.help)
    assert start(page) == {"shown": True}
    assert page.evaluate("Other('start', 'other')") == {"shown": True}
    assert card(page).count() == 2
    page.evaluate("Other('stop')")
    assert_shown(page, page.locator("#target"), "The a")
    press(page, "Done")
    card(page).wait_for(state="detached")


def test_storage_that_throws_is_done_without(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"), step("#target", "b"))
    page = visit(
        BODY,
        script="""for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});""",
    )
    start(page)
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The b")


@pytest.mark.parametrize("broken", ["manifest", "walkthrough", "assets/core", "assets/(record|steady)"])
def test_server_that_fails_does_no_harm(origins: Origins, visit: Visit, broken: str) -> None:
    origins.walkthrough(step("#target", "a"))
    origins.broken = broken
    page = visit(BODY)
    answer = start(page)
    if "record" in broken:
        assert answer == {"shown": True}
        assert_shown(page, page.locator("#target"), "The a")
    else:
        assert answer == {"shown": False, "reason": "unavailable"}
        assert page.locator("help-guide").count() == 0


@pytest.mark.parametrize("fetch", ["() => { throw Error('no'); }", "undefined"])
def test_host_without_requests_gets_an_answer_and_no_exception(origins: Origins, visit: Visit, fetch: str) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY, script=f"window.fetch = {fetch}")
    assert start(page) == {"shown": False, "reason": "unavailable"}


def test_page_that_deletes_every_foreign_node_has_its_way(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    page.evaluate("""window.deleted = 0; new MutationObserver((records) => {
        for (const {addedNodes} of records) for (const node of addedNodes) { deleted++; node.remove(); }
    }).observe(document, {childList: true, subtree: true})""")
    page.evaluate("void HelpCenter('start', 'tour')")
    page.wait_for_function("deleted > 3")
    page.wait_for_timeout(500)
    before = page.evaluate("deleted")
    page.wait_for_timeout(300)
    assert page.evaluate("deleted") == before < 20


def test_walkthrough_is_unavailable_offline_and_starts_when_the_line_is_back(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    page.context.set_offline(True)
    assert start(page) == {"shown": False, "reason": "unavailable"}
    assert page.locator("help-guide").count() == 0
    page.context.set_offline(False)
    assert start(page) == {"shown": True}
    page.context.set_offline(True)
    press(page, "Done")
    card(page).wait_for(state="detached")


def test_slow_server_shows_the_walkthrough_once_and_late(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    page.evaluate("window.shown = 0; HelpCenter('on', 'step_shown', () => shown++)")
    origins.slow = 0.7
    page.evaluate("void [1, 2, 3].map(() => HelpCenter('start', 'tour'))")
    page.click("#target")
    assert_shown(page, page.locator("#target"), "The a")
    page.wait_for_timeout(1000)
    assert card(page).count() == 1
    assert page.evaluate("shown") == 1


def test_idle_with_a_step_open_runs_nothing(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY, script=COUNTING)
    start(page)
    page.wait_for_timeout(5500)
    before = page.evaluate("({...counts})")
    page.wait_for_timeout(3000)
    assert page.evaluate("({...counts})") == before


def test_hundred_starts_and_stops_leave_nothing(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"), step("#target", "b"))
    page = visit(BODY, script=COUNTING)
    cycle = """async (times) => {
        for (let n = 0; n < times; n++) { await HelpCenter('start', 'tour'); await HelpCenter('stop'); }
        await new Promise((done) => setTimeout(done, 200));
        return [counts.listeners, document.querySelectorAll('*').length];
    }"""
    first = page.evaluate(cycle, 3)
    session = page.context.new_cdp_session(page)

    def heap() -> float:
        session.send("HeapProfiler.collectGarbage")
        return float(session.send("Runtime.getHeapUsage")["usedSize"])

    page.evaluate(cycle, 20)
    before = heap()
    assert page.evaluate(cycle, 100) == first
    assert heap() - before < 400_000


def test_bodies_of_a_hostile_server_run_nothing(origins: Origins, visit: Visit) -> None:
    body = [
        ["script", {"src": "data:text/javascript,window.hacked=1"}, "window.hacked=1"],
        ["img", {"src": "javascript:window.hacked=1", "onerror": "window.hacked=1"}],
        ["a", {"href": "javascript:window.hacked=1", "id": "bad", "onclick": "window.hacked=1"}, "go"],
        ["iframe", {"srcdoc": "<script>parent.hacked=1</script>"}],
        ["svg", {"onload": "window.hacked=1"}, ["style", {}, "*{display:none}"]],
        ["a", {"href": " java\tscript:window.hacked=1"}, "go"],
        "<img src=x onerror=window.hacked=1>",
    ]
    origins.walkthrough(step("#target", "<b>a</b>", body=body))
    page = visit(BODY)
    start(page)
    card(page).get_by_text("go").first.click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert card(page).locator("script, iframe, svg, style, [onclick], [onerror], [href], [src]").count() == 0
    assert card(page).get_by_role("heading").inner_text() == "The <b>a</b>"


def test_one_walkthrough_at_a_time(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    origins.walkthrough(step("#target", "b"), slug="other")
    page = visit(BODY)
    answers = page.evaluate("Promise.all([HelpCenter('start', 'tour'), HelpCenter('start', 'other')])")
    assert answers == [{"shown": False, "reason": "replaced"}, {"shown": True}]
    assert card(page).count() == 1


def test_right_to_left_reader_gets_a_mirrored_card(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY, lang="ar", width="narrow")
    start(page)
    assert_shown(page, page.locator("#target"))
    close = card(page).get_by_role("button", name="Close").bounding_box()
    assert close is not None
    assert close["x"] < 60


def test_long_japanese_fits_the_narrowest_phone(origins: Origins, visit: Visit) -> None:
    title = "請求書の送付先となるお客様の情報を登録してから" * 4
    origins.walkthrough(step("#target", "a", title=title, body=[["p", {}, "あ" * 600]]))
    page = visit("<button id=target style='margin-top:250px'>保存</button>", lang="ja", width="narrow")
    start(page)
    shown = card(page).bounding_box()
    assert shown is not None
    assert min(shown["x"], shown["y"]) >= 0
    assert shown["x"] + shown["width"] <= 320
    assert shown["y"] + shown["height"] <= 568
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    press(page, "Done")


def test_nothing_is_printed(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    start(page)
    page.emulate_media(media="print")
    assert not card(page).is_visible()


def test_forced_colours_show_what_can_be_pressed(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    page.emulate_media(forced_colors="active")
    start(page)
    assert_shown(page, page.locator("#target"))
    paper = card(page).evaluate("(each) => getComputedStyle(each).backgroundColor")
    for button in card(page).get_by_role("button").all():
        edge = button.evaluate("(each) => [getComputedStyle(each).borderWidth, getComputedStyle(each).borderColor]")
        assert edge[0] == "1px"
        assert edge[1] not in {paper, "rgba(0, 0, 0, 0)"}


def test_dimming_is_the_hosts_choice(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    start(page)
    shadow = "(ring) => getComputedStyle(ring).boxShadow"
    ring = page.locator("help-guide .ring")
    assert "rgba(0, 0, 0, 0.4)" in ring.evaluate(shadow)
    page.add_style_tag(content="help-guide { --help-guide-dim: transparent }")
    assert "rgba(0, 0, 0, 0)" in ring.evaluate(shadow)
    assert_shown(page, page.locator("#target"))


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_by_itself(origins: Origins, visit: Visit, motion: str) -> None:
    origins.walkthrough(step("#target", "a"), step("#far", "b"))
    head = "<style>html, pane { scroll-behavior: smooth } * { transition: all 2s; animation-duration: 3s }</style>"
    page = visit(BODY + "<div style='height:3000px'></div><button id=far>Far</button>", head=head)
    page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    moving = "document.getAnimations().filter(({effect}) => effect.target.getRootNode() !== document).length"
    for act in ("start", "Next", "Back"):
        if act == "start":
            start(page)
        else:
            press(page, act)
        assert page.evaluate(moving) == 0
        at = page.evaluate("scrollY")
        page.wait_for_timeout(200)
        assert page.evaluate("scrollY") == at
    page.evaluate("HelpCenter('open')")
    page.locator("help-guide .panel").wait_for()
    assert page.evaluate(moving) == 0


def test_brand_of_the_help_center_and_colours_of_the_page_are_taken(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    origins.manifest["theme"] = {"accent": "rgb(1, 2, 3)", "dark-accent": "rgb(4, 5, 6)"}
    colour = "(button) => getComputedStyle(button).backgroundColor"
    for theme, expected in (("light", "rgb(1, 2, 3)"), ("dark", "rgb(4, 5, 6)")):
        page = visit(BODY, theme=theme)  # type: ignore[arg-type]
        start(page)
        button = card(page).get_by_role("button", name="Done")
        assert button.evaluate(colour) == expected
        page.add_style_tag(content="help-guide { --help-guide-accent: rgb(7, 8, 9) }")
        assert button.evaluate(colour) == "rgb(7, 8, 9)"


def test_module_for_bundlers_needs_no_global(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    load = "async (help) => (await import(`${help}/embed/v1/guide.mjs`)).load(`${help}/embed/v1/`)('start', 'tour')"
    assert page.evaluate(load, origins.help) == {"shown": True}
    assert_shown(page, page.locator("#target"), "The a")


@pytest.mark.parametrize(
    "swap",
    [
        "document.body.innerHTML = html",
        "document.body.replaceWith(Object.assign(document.createElement('body'), {innerHTML: html}))",
        "document.querySelector('main').outerHTML = html",
    ],
)
def test_step_survives_a_swap_of_the_page(origins: Origins, visit: Visit, swap: str) -> None:
    origins.walkthrough(step("#target", "a"), step("#target", "b"))
    page = visit(BODY)
    start(page)
    page.evaluate(
        f"(html) => {{ {swap}; }}", "<main><p style='height:120px'></p><button id=target>Save</button></main>"
    )
    assert_comes_to_stand(page, page.locator("#target"), "The a")
    press(page, "Next")
    assert_shown(page, page.locator("#target"), "The b")
