"""Hotspots, banners, announcements, checklists and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import assert_shown, box, card, eventually, start
from tests.browser.guide.test_guest import POLICY, STATE, WATCH, violations
from tests.browser.soundness import accessibility_findings

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = "<main><h1>Host</h1><button id=target style='margin:120px'>Save</button></main>"


def publish(origins: Origins, kind: str, slug: str = "news", entry: dict[str, Any] | None = None, **more: Any) -> None:
    """Publishes a hint."""
    hints = origins.manifest.setdefault("hints", [])
    hints.append({"s": slug, "k": kind, "v": "v1", "t": "Something new", **(entry or {})})
    body = [["p", {}, "This is new."]]
    origins.answers[f"hint/en/{slug}.json"] = {
        "s": slug,
        "k": kind,
        "v": "v1",
        "t": "Something new",
        "body": body,
    } | more


def hint(page: Page) -> Locator:
    return page.locator("help-guide .hint")


def gone(page: Page) -> None:
    page.wait_for_timeout(500)
    assert hint(page).count() == 0


@pytest.mark.parametrize("kind", ["announcement", "banner"])
def test_news_is_shown_once_and_stays_away_when_dismissed(origins: Origins, visit: Visit, kind: str) -> None:
    publish(origins, kind)
    page = visit(BODY)
    hint(page).get_by_text("This is new.").wait_for()
    assert accessibility_findings(page) == []
    assert page.evaluate("document.activeElement.localName") == "body"
    hint(page).get_by_role("button", name="dismiss").click()
    page.locator("help-guide").wait_for(state="detached")
    page.reload()
    gone(page)
    assert {event["name"]: event.get("hint") for event in origins.events} == {
        "hint_shown": "news",
        "hint_dismissed": "news",
    }


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ({"screens": ["/host"]}, True),
        ({"screens": ["/other"]}, False),
        ({"until": "2020-01-01"}, False),
        ({"from": "2020-01-01"}, True),
        ({"audience": {"plan": ["pro"]}}, False),
    ],
)
def test_news_is_for_its_screens_days_and_audience(
    origins: Origins, visit: Visit, entry: dict[str, Any], shown: bool
) -> None:
    publish(origins, "announcement", entry=entry)
    page = visit(BODY)
    if shown:
        hint(page).wait_for()
    else:
        gone(page)


def stands_at(dot: Locator, target: Locator) -> bool:
    at, corner = box(dot), box(target)
    across, down = at.x + at.width / 2 - corner.x - corner.width, at.y + at.height / 2 - corner.y
    return abs(across) <= 1 and abs(down) <= 1


def test_hotspot_stands_at_its_target_and_follows_it(origins: Origins, visit: Visit) -> None:
    publish(origins, "hotspot", entry={"target": ["#target"]})
    page = visit(BODY)
    dot = page.get_by_role("button", name="Something new")
    dot.wait_for()
    for change in ("1", "target.style.marginTop = '200px'", "target.style.width = '200px'"):
        page.evaluate(change)
        eventually(page, lambda: stands_at(dot, page.locator("#target")))
    page.locator("#target").evaluate("(element) => element.remove()")
    dot.wait_for(state="detached")


@pytest.mark.parametrize("target", ["role:button[name='Save']", "x-host >>> #inner", "#frame >>> #there"])
def test_hotspot_stands_at_targets_of_the_rarer_kinds(origins: Origins, visit: Visit, target: str) -> None:
    publish(origins, "hotspot", entry={"target": [target]})
    page = visit(
        BODY
        + """<x-host></x-host>
        <iframe id=frame style="border:9px solid" srcdoc="<button id=there>There</button>"></iframe>
        <script>document.querySelector('x-host').attachShadow({mode: 'open'}).innerHTML =
            '<button id=inner style="margin:60px">Inner</button>';</script>"""
    )
    dot = page.get_by_role("button", name="Something new")
    dot.wait_for()
    found = {"r": page.locator("#target"), "x": page.locator("#inner")}.get(target[0])
    eventually(page, lambda: stands_at(dot, found or page.frame_locator("#frame").locator("#there")))


def test_hotspot_opens_its_text_and_goes_when_it_was_read(origins: Origins, visit: Visit) -> None:
    publish(origins, "hotspot", entry={"target": ["#target"]})
    page = visit(BODY)
    dot = page.get_by_role("button", name="Something new")
    dot.click()
    hint(page).get_by_text("This is new.").wait_for()
    assert accessibility_findings(page) == []
    hint(page).get_by_role("button", name="dismiss").click()
    page.locator("help-guide").wait_for(state="detached")


def test_checklist_counts_what_is_done(origins: Origins, visit: Visit) -> None:
    items = [{"t": "Take the tour", "walkthrough": "tour"}, {"t": "Import", "event": "imported"}]
    publish(origins, "checklist", items=items)
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    hint(page).get_by_role("button", name="Take the tour").click()
    assert_shown(page, page.locator("#target"), "The a")
    assert hint(page).count() == 0
    card(page).get_by_role("button", name="Done").click()
    hint(page).locator("progress[value='1'][max='2']").wait_for()
    page.evaluate("HelpCenter('track', 'imported')")
    hint(page).locator("progress[value='2'][max='2']").wait_for()
    assert accessibility_findings(page) == []
    page.reload()
    hint(page).locator("progress[value='2']").wait_for()


def test_survey_after_a_walkthrough_is_answered(origins: Origins, visit: Visit) -> None:
    publish(origins, "survey", entry={"after": "tour"}, question="How was it?", scale=10, body=[])
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    gone(page)
    start(page)
    card(page).get_by_role("button", name="Done").click()
    hint(page).get_by_role("group", name="How was it?").get_by_role("button", name="9", exact=True).click()
    assert accessibility_findings(page) == []
    hint(page).locator("textarea").fill("Clear.")
    hint(page).get_by_role("button", name="send").click()
    hint(page).get_by_text("thanks").wait_for()
    page.goto("about:blank")
    eventually(page, lambda: any(event["name"] == "survey" for event in origins.events))
    told = next(event for event in origins.events if event["name"] == "survey")
    assert (told["hint"], told["score"], told["comment"]) == ("news", 9, "Clear.")


def test_news_waits_while_a_walkthrough_is_under_way(origins: Origins, visit: Visit) -> None:
    publish(origins, "announcement")
    origins.walkthrough(step("#target", "a"), start="first-visit")
    origins.slow = 0.05
    page = visit(BODY)
    assert_shown(page, page.locator("#target"), "The a")
    page.wait_for_timeout(400)
    assert hint(page).count() == 0
    card(page).get_by_role("button", name="Done").click()
    hint(page).wait_for()


@pytest.mark.parametrize("kind", ["announcement", "banner", "hotspot", "checklist", "survey"])
def test_hint_needs_nothing_of_a_strict_policy_and_leaves_the_page_as_it_was(
    origins: Origins, visit: Visit, kind: str
) -> None:
    entry = {"target": ["#target"]} if kind == "hotspot" else {}
    items = [{"t": "Import", "event": "imported"}]
    publish(origins, kind, entry={**entry, "screens": ["/host?now"]}, items=items, question="How was it?", scale=5)
    policy = {"Content-Security-Policy": POLICY.format(help=origins.help, more="")}
    page = visit("<button id=target>Save</button>", attributes='nonce="abc"', headers=policy, script=WATCH)
    before = page.evaluate(STATE)
    page.evaluate("history.replaceState({}, '', '?now')")
    if kind == "hotspot":
        page.get_by_role("button", name="Something new").click()
    hint(page).get_by_role("button", name="dismiss").click()
    page.locator("help-guide").wait_for(state="detached")
    page.evaluate("history.replaceState({}, '', '/host')")
    assert page.evaluate(STATE) == before
    assert violations(page) == []
