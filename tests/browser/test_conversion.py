from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.chromium import LONG_AFTER, stop_the_clock

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

    from tests.browser.conftest import Read

FIELD = "#hc-search-input"
READING = ("s", "せ", "せい", "せいk", "せいきゅう", "せいきゅうしょ")


def input_method(page: Page) -> CDPSession:
    """An input method that makes real composition events, as a Japanese keyboard does."""
    page.locator(FIELD).focus()
    return page.context.new_cdp_session(page)


def convert(keyboard: CDPSession, *texts: str) -> None:
    """Shows each text as not yet confirmed."""
    for text in texts:
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def press(keyboard: CDPSession, key: str, code: int) -> None:
    """Presses a key that the input method keeps to itself: browsers report it with the code 229."""
    event = {"key": key, "code": key, "windowsVirtualKeyCode": code}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def test_nothing_is_sent_or_shown_while_converting_and_one_request_follows(read: Read) -> None:
    page, watch = read("/ja/", locale="ja")
    stop_the_clock(page)
    keyboard = input_method(page)
    for text in (*READING, "請求書"):
        convert(keyboard, text)
        page.clock.run_for(LONG_AFTER)
    assert watch.asked_suggestions() == []
    expect(page.get_by_role("listbox")).to_be_hidden()
    keyboard.send("Input.insertText", {"text": "請求書"})
    with page.expect_response("**/api/v1/suggest?*"):
        page.clock.run_for(LONG_AFTER)
    page.clock.run_for(LONG_AFTER)
    assert [parse_qs(urlsplit(url).query)["q"] for url in watch.asked_suggestions()] == [["請求書"]]
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("請求書")


def test_the_list_of_the_words_before_stays_still_while_the_next_is_converted(read: Read) -> None:
    page, watch = read("/ja/", locale="ja")
    page.locator(FIELD).fill("請求書")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.evaluate(
        """() => {
          window.changes = 0;
          new MutationObserver((records) => (window.changes += records.length))
            .observe(document.querySelector('[role=listbox]'),
                     {subtree: true, childList: true, attributes: true, characterData: true});
        }"""
    )
    before = len(watch.asked_suggestions())
    stop_the_clock(page)
    keyboard = input_method(page)
    convert(keyboard, "お", "おく", "おくる", "送る")
    page.clock.run_for(LONG_AFTER)
    assert page.evaluate("() => window.changes") == 0
    assert len(watch.asked_suggestions()) == before
    keyboard.send("Input.insertText", {"text": "送る"})
    page.clock.run_for(LONG_AFTER)
    expect(page.get_by_role("option").last).to_contain_text("請求書送る")
    assert len(watch.asked_suggestions()) == before + 1


def test_keys_of_the_input_method_are_left_to_it(read: Read) -> None:
    page, _ = read("/ja/", locale="ja")
    page.locator(FIELD).fill("請求書")
    expect(page.get_by_role("listbox")).to_be_visible()
    keyboard = input_method(page)
    convert(keyboard, "おくる", "送る")
    press(keyboard, "ArrowDown", 229)  # walks the input method's candidates, not our options
    expect(page.locator(FIELD)).not_to_have_attribute("aria-activedescendant", "hc-option-0")
    press(keyboard, "Enter", 229)  # confirms
    keyboard.send("Input.insertText", {"text": "送る"})
    press(keyboard, "Enter", 229)  # Safari sends the confirming key after the conversion has ended
    expect(page.get_by_role("option").last).to_contain_text("請求書送る")
    assert urlsplit(page.url).path == "/ja/"


def test_even_a_plain_enter_does_not_submit_a_conversion(read: Read) -> None:
    page, _ = read("/ja/", locale="ja")
    keyboard = input_method(page)
    convert(keyboard, "せいきゅう")
    page.evaluate("() => document.querySelector('form[data-search]').requestSubmit()")
    convert(keyboard, "請求")
    assert urlsplit(page.url).path == "/ja/"
    keyboard.send("Input.insertText", {"text": "請求"})
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/search?**")


def test_a_phone_keyboard_that_predicts_latin_words_is_not_converting(read: Read) -> None:
    page, _ = read("/en/", width="phone")
    keyboard = input_method(page)
    convert(keyboard, "i", "in", "inv", "invoice")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("option").last).to_contain_text("invoice")
