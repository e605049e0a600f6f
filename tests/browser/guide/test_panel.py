"""The panel and the button that opens it: help for this screen, search, and articles in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_comes_to_stand, assert_shown, card, eventually, start
from tests.browser.guide.test_guest import POLICY, STATE, WATCH, violations
from tests.browser.soundness import accessibility_findings

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = "<main><h1>Host</h1><button id=target style='margin:80px'>Save</button></main>"


def article(slug: str, title: str, **more: Any) -> dict[str, Any]:
    """An article as the server sends it."""
    body = [["p", {}, f"About {title}. ", ["a", {"href": "https://h.test/en/b", "data-article": "b"}, "See B"]]]
    return {"slug": slug, "locale": "en", "title": title, "body": body, "url": f"https://h.test/{slug}", **more}


@pytest.fixture
def help_center(origins: Origins) -> Origins:
    origins.walkthrough(step("#target", "a"), screens=["/host"])
    origins.manifest["articles"] = [["a", "Article A", ["/host"]], ["x", "Elsewhere", ["/bills"]]]
    origins.answers = {
        "article/en/a.json": article("a", "Article A", walkthrough="v1"),
        "article/en/b.json": article("b", "Article B", walkthrough=None),
        "search": {
            "results": [{"title": "Article B", "slug": "b", "snippet": [["A ", False], ["bill", True], [".", False]]}],
            "outcome": "answered",
        },
    }
    return origins


def panel(page: Page) -> Locator:
    return page.locator("help-guide .panel")


def launcher(page: Page) -> Locator:
    return page.locator("help-guide .launch")


def choose(page: Page, name: str) -> None:
    panel(page).get_by_role("button", name=name).click()


def test_button_opens_what_helps_on_this_screen(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).click()
    rows = panel(page).locator(".row")
    rows.first.wait_for()
    assert rows.all_inner_texts() == ["Article A", "The tour"]
    launcher(page).click()
    panel(page).wait_for(state="detached")


@pytest.mark.parametrize(
    ("path", "attributes", "there"),
    [
        ("/host", "", True),
        ("/host", 'data-launcher="off"', False),
        ("/empty", "", False),
        ("/empty", 'data-launcher="always"', True),
    ],
)
def test_button_is_where_it_is_wanted(
    help_center: Origins, visit: Visit, path: str, attributes: str, there: bool
) -> None:
    page = visit(BODY, path=path, attributes=attributes)
    page.wait_for_timeout(400)
    assert launcher(page).count() == int(there)


def test_button_comes_and_goes_with_the_screen(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).wait_for()
    page.evaluate("history.pushState({}, '', '/empty')")
    page.locator("help-guide").wait_for(state="detached")
    page.evaluate("history.back()")
    launcher(page).wait_for()


def test_article_opens_in_place_and_leads_on_and_back(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).click()
    choose(page, "Article A")
    panel(page).get_by_text("About Article A.").wait_for()
    panel(page).get_by_role("link", name="See B").click()
    panel(page).get_by_text("About Article B.").wait_for()
    assert page.url.endswith("/host")
    out = panel(page).locator("a[href='https://h.test/b']")
    assert out.get_attribute("target") == "_blank"
    choose(page, "Back")
    panel(page).get_by_text("The tour").wait_for()


def test_search_shows_results_as_they_are_typed_and_opens_them(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).click()
    panel(page).locator("input:focus").press_sequentially("bill")
    row = panel(page).get_by_role("button", name="Article B")
    row.wait_for()
    assert row.locator("mark").inner_text() == "bill"
    row.click()
    panel(page).get_by_text("About Article B.").wait_for()
    choose(page, "yes")
    panel(page).get_by_text("thanks").wait_for()
    page.goto("about:blank")
    eventually(page, lambda: len(help_center.events) >= 4)
    told = {event["name"]: event for event in help_center.events}
    assert (told["search"]["query"], told["search"]["results"]) == ("bill", 1)
    assert (told["result_click"]["slug"], told["result_click"]["rank"]) == ("b", 1)
    assert told["article_read"]["slug"] == "b"
    assert told["vote"]["helpful"] is True


def test_walkthrough_starts_from_the_panel(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).click()
    choose(page, "The tour")
    assert_shown(page, page.locator("#target"), "The a")
    assert panel(page).count() == 0
    card(page).get_by_role("button", name="Done").click()
    launcher(page).click()
    panel(page).get_by_text("✓ Done").wait_for()


def test_outage_is_told_as_one_and_can_be_tried_again(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    help_center.broken = "search"
    page.evaluate("HelpCenter('search', 'bill')")
    panel(page).get_by_role("alert").get_by_text("offline").wait_for()
    help_center.broken = ""
    choose(page, "retry")
    panel(page).get_by_role("button", name="Article B").wait_for()


def test_search_without_results_says_so(help_center: Origins, visit: Visit) -> None:
    help_center.answers["search"] = {"results": [], "outcome": "zero_result"}
    page = visit(BODY)
    page.evaluate("HelpCenter('search', 'zzz')")
    panel(page).get_by_role("status").get_by_text("none").wait_for()


def test_panel_is_called_from_javascript_and_closed_by_keyboard(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY, attributes='data-launcher="off"')
    page.focus("#target")
    page.evaluate("HelpCenter('article', 'b')")
    panel(page).get_by_text("About Article B.").wait_for()
    panel(page).locator("input").focus()
    page.keyboard.press("Escape")
    page.locator("help-guide").wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == "target"


@pytest.mark.parametrize("width", ["desktop", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panel(help_center: Origins, visit: Visit, width: str, theme: str) -> None:
    page = visit(BODY, width=width, theme=theme)  # type: ignore[arg-type]
    launcher(page).click()
    panel(page).locator(".row").first.wait_for()
    assert accessibility_findings(page) == []
    choose(page, "Article A")
    panel(page).get_by_text("About Article A.").wait_for()
    assert accessibility_findings(page) == []
    size = panel(page).bounding_box()
    view = page.viewport_size
    assert size is not None
    assert view is not None
    assert min(size["x"], size["y"]) >= 0
    assert size["x"] + size["width"] <= view["width"]
    assert size["y"] + size["height"] <= view["height"]


def test_panel_needs_nothing_of_a_strict_policy_and_leaves_the_page_as_it_was(
    help_center: Origins, visit: Visit
) -> None:
    policy = {"Content-Security-Policy": POLICY.format(help=help_center.help, more="")}
    page = visit(
        "<button id=target>Save</button>",
        attributes='nonce="abc" data-launcher="off"',
        headers=policy,
        script=WATCH,
    )
    before = page.evaluate(STATE)
    page.evaluate("HelpCenter('open')")
    choose(page, "Article A")
    panel(page).get_by_text("About Article A.").wait_for()
    panel(page).locator("input").fill("bill")
    choose(page, "Article B")
    panel(page).get_by_text("About Article B.").wait_for()
    choose(page, "close")
    page.locator("help-guide").wait_for(state="detached")
    assert page.evaluate(STATE) == before
    assert violations(page) == []


def test_search_tells_the_screen_the_visit_and_whose_it_is(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    page.evaluate("HelpCenter('identify', {token: 'ada'})")
    asked: list[tuple[str, str]] = []
    for query in ("bill", "pay", "bill"):
        with page.expect_request(lambda request: "/search?" in request.url) as sent:
            page.evaluate("(query) => HelpCenter('search', query)", query)
        asked.append((sent.value.url, sent.value.headers.get("authorization", "")))
        page.evaluate("HelpCenter('close')")
    first, second, third = asked
    assert "&screen=%2Fhost&visit=" in first[0]
    assert [token for _, token in asked] == ["Bearer ada"] * 3
    visits = {url.rpartition("visit=")[2] for url, _ in (first, second, third)}
    assert visits == {page.evaluate("sessionStorage['help-guide']")}


def test_search_of_who_does_not_want_to_be_counted_tells_no_visit(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    page.evaluate("HelpCenter('boot', {consent: false})")
    with page.expect_request(lambda request: "/search?" in request.url) as asked:
        page.evaluate("HelpCenter('search', 'bill')")
    assert asked.value.url.endswith("&visit=")


def test_panel_comes_back_by_itself_when_the_line_does(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).click()
    page.context.set_offline(True)
    panel(page).locator("input").fill("bill")
    panel(page).get_by_role("alert").get_by_text("offline").wait_for()
    assert panel(page).locator("input").input_value() == "bill"
    page.context.set_offline(False)
    panel(page).get_by_role("button", name="Article B").wait_for()


def test_screen_that_changes_leaves_the_first_search_alone(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    launcher(page).click()
    help_center.slow = 0.5
    panel(page).locator("input").fill("bill")
    page.wait_for_timeout(300)
    page.evaluate("history.pushState({}, '', '/host?tab=2')")
    panel(page).get_by_role("button", name="Article B").wait_for()
    assert panel(page).locator("input").input_value() == "bill"


def test_step_waits_while_the_panel_is_open(help_center: Origins, visit: Visit) -> None:
    page = visit(BODY)
    start(page)
    assert_shown(page, page.locator("#target"), "The a")
    launcher(page).click()
    panel(page).locator(".row").first.wait_for()
    assert not card(page).is_visible()
    assert not page.locator("help-guide .ring").is_visible()
    page.evaluate("target.style.marginTop = '200px'")
    page.keyboard.press("Escape")
    panel(page).wait_for(state="detached")
    assert_comes_to_stand(page, page.locator("#target"), "The a")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_brand_gives_corners_and_the_accent_under_the_pointer(help_center: Origins, visit: Visit, theme: str) -> None:
    help_center.manifest["theme"] = {"radius": "3px", "accent-hover": "#123456", "dark-accent-hover": "#abcdef"}
    page = visit(BODY, theme=theme)  # type: ignore[arg-type]
    start(page)
    go = card(page).locator(".go")
    go.hover()
    hovered = {"light": "rgb(18, 52, 86)", "dark": "rgb(171, 205, 239)"}[theme]
    assert go.evaluate("(element) => getComputedStyle(element).backgroundColor") == hovered
    assert card(page).evaluate("(element) => getComputedStyle(element).borderRadius") == "3px"
