"""What is told to the server: each event once, nothing against the reader's will, and never what somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.guide.origins import step
from tests.browser.guide.seeing import card, eventually, press, start

if TYPE_CHECKING:
    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = "<button id=target style='margin:80px'>Save</button><input id=field>"


def names(origins: Origins) -> list[str]:
    return [event["name"] for event in sorted(origins.events, key=lambda event: event["at"])]


def test_walkthrough_is_told_once_even_when_the_page_goes(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"), step("#field", "b", advance="input"))
    page = visit(BODY)
    start(page)
    press(page, "Next")
    page.fill("#field", "secret words")
    page.keyboard.press("Tab")
    card(page).wait_for(state="detached")
    page.wait_for_function("!document.querySelector('help-guide')")
    page.goto("about:blank")
    eventually(page, lambda: len(origins.events) >= 6)
    assert names(origins) == [
        "guide_started",
        "step_shown",
        "step_done",
        "step_shown",
        "step_done",
        "guide_completed",
    ]
    assert len({event["id"] for event in origins.events}) == 6
    assert "secret" not in str(origins.events)
    shown = next(event for event in origins.events if event["name"] == "step_shown")
    assert set(shown) == {"id", "at", "locale", "screen", "name", "walkthrough", "version", "step"}
    assert (shown["screen"], shown["walkthrough"], shown["version"], shown["step"]) == ("/host", "tour", "v1", "a")


def test_events_wait_until_the_server_is_back(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    origins.broken = "events"
    page = visit(BODY)
    start(page)
    page.wait_for_timeout(4500)
    origins.broken = ""
    press(page, "Done")
    eventually(page, lambda: len(origins.events) >= 4)
    assert names(origins) == ["guide_started", "step_shown", "step_done", "guide_completed"]


@pytest.mark.parametrize(
    ("attributes", "script"),
    [
        ('data-consent="off"', ""),
        ("", "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})"),
        ("", "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})"),
    ],
)
def test_reader_who_does_not_want_it_is_not_told_of(
    origins: Origins, visit: Visit, attributes: str, script: str
) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY, attributes=attributes, script=script)
    start(page)
    press(page, "Done")
    page.goto("about:blank")
    page.wait_for_timeout(400)
    assert origins.events == []


def test_host_hears_what_happens(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    page = visit(BODY)
    page.evaluate("window.heard = []; window.hear = (fields) => heard.push(fields.step); 0")
    page.evaluate("HelpCenter('on', 'step_shown', hear)")
    start(page)
    page.evaluate("HelpCenter('off', 'step_shown', hear)")
    start(page)
    assert page.evaluate("heard") == ["a"]
