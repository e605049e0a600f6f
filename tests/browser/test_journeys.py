"""A reader's whole way: from a search engine to an article, to a search that fails, to a question that arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from helpcenter.storage.database import Database
from helpcenter.storage.tables import ArticleVotes
from tests.browser.chromium import Theme, Width  # dataclasses read them
from tests.browser.soundness import flaws
from tests.web.conftest import config_for
from tests.web.signing_in import EMAIL, PASSWORD, add_reader

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.chromium import Watch
    from tests.browser.conftest import Read
    from tests.receivers import Inbox

FIELD = "#hc-search-input"
ARTICLE = "account/two-factor"
FOUND = "billing/send-invoice"


@dataclass(frozen=True)
class Words:
    """What a reader of one language types: what is found, what is not, and what is asked."""

    found: str
    unknown: str
    question: str


WORDS = {
    "ja": Words("請求書を送る", "鱏鱐鱑鱒鱓", "請求書を送る画面が開きません。"),
    "en": Words("send an invoice", "zzyzx qwxyv", "The page to send an invoice stays empty."),
}


@dataclass(frozen=True)
class Reader:
    """Who is on the way, and on what."""

    name: str
    locale: str
    width: Width
    theme: Theme
    javascript: bool

    @property
    def words(self) -> Words:
        return WORDS[self.locale]


READERS = (
    Reader("Kenji", "ja", "phone", "dark", javascript=True),
    Reader("Maria", "en", "desktop", "light", javascript=True),
    Reader("Sakura", "ja", "desktop", "light", javascript=False),
    Reader("Oleg", "en", "phone", "dark", javascript=False),
)
every_reader = pytest.mark.parametrize(
    "reader", [pytest.param(each, id=f"{each.locale}-{each.width}-{each.javascript}") for each in READERS]
)


def on_the_way(read: Read, reader: Reader, address: str) -> tuple[Page, Watch]:
    return read(address, width=reader.width, theme=reader.theme, locale=reader.locale, javascript=reader.javascript)


def assert_sound(page: Page, watch: Watch, reader: Reader) -> None:
    if reader.javascript:
        assert flaws(page) == []
        assert watch.findings() == []
    assert watch.errors == []
    expect(page.locator("html")).to_have_attribute("lang", reader.locale)


def search(page: Page, words: str) -> None:
    page.locator(FIELD).fill(words)
    page.locator(FIELD).press("Enter")
    page.wait_for_url("**/search?q=**")
    expect(page.locator(FIELD)).to_have_value(words)


def send(page: Page) -> None:
    page.locator("form.hc-form-page button[type=submit]").click()


@every_reader
def test_from_a_search_engine_to_an_article_and_to_another_one_by_search(read: Read, reader: Reader) -> None:
    page, watch = on_the_way(read, reader, "about:blank")
    arrived = page.goto(f"/{reader.locale}/articles/{ARTICLE}", referer="https://www.google.com/")
    assert arrived is not None
    assert (arrived.status, arrived.request.headers["referer"]) == (200, "https://www.google.com/")
    if reader.width == "phone":
        page.locator(".hc-toc-disclosure summary").click()
    page.locator("[data-toc] a:visible").last.click()
    expect(page.locator(".hc-content h2").last).to_be_in_viewport()
    if reader.javascript:
        page.get_by_role("tab", name="Android").click()
    expect(page.get_by_text("Google Play")).to_be_visible()
    search(page, reader.words.found)
    page.locator(f"main a[href^='/{reader.locale}/articles/{FOUND}']").first.click()
    page.wait_for_url(f"**/articles/{FOUND}**")
    expect(page.locator("h1")).to_have_count(1)
    assert_sound(page, watch, reader)


@every_reader
def test_from_a_search_that_fails_to_a_question_that_arrives(read: Read, inbox: Inbox, reader: Reader) -> None:
    page, watch = on_the_way(read, reader, f"/{reader.locale}/")
    search(page, reader.words.unknown)
    expect(page.locator("h1")).to_contain_text(reader.words.unknown)
    # By words there is nothing; once the articles have vectors, there is what comes closest, and the page says so.
    assert page.locator(".hc-hit").count() == 0 or page.locator(".hc-maybe").is_visible()
    page.locator("main .hc-ask-box a").click()
    page.wait_for_url(f"**/{reader.locale}/ask?**")

    question = page.locator("#hc-ask-question")
    expect(question).to_have_value(reader.words.unknown)
    asked = f"{reader.words.question} ({reader.name})"
    question.fill(asked)
    page.locator("#hc-ask-email").fill("reader@example.com")
    near = page.locator(f".hc-ask-near a[href^='/{reader.locale}/articles/{FOUND}']").first
    if not reader.javascript:
        send(page)  # articles that may answer it are shown first
    expect(near).to_be_visible()
    expect(question).to_have_value(asked)
    assert_sound(page, watch, reader)
    send(page)
    page.wait_for_url("**/ask/sent?**")
    expect(page.locator("h1")).to_be_visible()
    assert_sound(page, watch, reader)
    [mail] = [mail for mail in inbox.mails if asked in mail.get_content()]
    assert mail["Reply-To"] == "reader@example.com"
    assert reader.words.unknown in mail.get_content()


@every_reader
def test_a_vote_with_a_comment_is_thanked_and_kept(read: Read, folder: Path, reader: Reader) -> None:
    page, watch = on_the_way(read, reader, f"/{reader.locale}/articles/{FOUND}")
    page.locator(".hc-vote button[value=no]").click()
    comment = f"{reader.name}: ★"
    page.locator("#hc-comment").fill(comment)
    if reader.javascript:
        assert flaws(page) == []
    page.locator(".hc-comment button[type=submit]").click()
    if reader.javascript:
        expect(page.locator(".hc-comment")).to_be_hidden()
        expect(page.locator(".hc-helpful-said")).not_to_be_empty()
    else:
        page.wait_for_url("**/feedback/**done=1**")
        expect(page.locator("h1")).to_be_visible()
    assert watch.errors == []
    assert (FOUND, False, comment) in votes(folder)


def votes(folder: Path) -> list[tuple[str, bool, str]]:
    with Database(config_for(folder).database_url).reading() as session:
        return [(vote.slug, vote.helpful, vote.comment) for vote in session.query(ArticleVotes)]


@pytest.mark.parametrize(("locale", "javascript"), [("ja", True), ("en", False)])
def test_nothing_typed_is_lost_when_something_is_missing_or_the_mail_server_is_down(
    read: Read, inbox: Inbox, locale: str, javascript: bool
) -> None:
    page, watch = read(f"/{locale}/ask", locale=locale, javascript=javascript, width="phone")
    typed = f"<b>{WORDS[locale].question}</b> & 鱏"
    page.locator("#hc-ask-question").fill(typed)
    if javascript:
        expect(page.locator(".hc-ask-near")).to_be_visible()
    page.locator("#hc-ask-name").fill("Tarō 山田")
    page.locator("#hc-ask-email").fill("taro@localhost")  # browsers take it, mail on the internet does not
    send(page)
    email = page.locator("#hc-ask-email")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".hc-field-problem")).to_have_count(1)
    expect(page.locator("#hc-ask-question")).to_have_value(typed)
    expect(page.locator("#hc-ask-name")).to_have_value("Tarō 山田")
    expect(email).to_have_value("taro@localhost")
    if javascript:
        assert flaws(page) == []
    email.fill("taro@example.com")
    if not javascript:
        send(page)  # articles that may answer it are shown first
        expect(page.locator(".hc-ask-near")).to_be_visible()
    inbox.refuses = True
    try:
        send(page)
        page.wait_for_url("**/ask/sent?**")
    finally:
        inbox.refuses = False
    kept = {"ja": "質問をお預かりしました", "en": "Your question is kept and will be sent"}[locale]
    expect(page.locator("h1")).to_have_text(kept)
    if javascript:
        assert flaws(page) == []
    assert [error for error in watch.errors if "status of 422" not in error] == []


@pytest.mark.parametrize(
    ("locale", "javascript", "words", "title"),
    [("ja", True, "返金してよいか", "返金に応じる場合"), ("en", False, "may I give a refund", "When we refund")],
)
def test_a_member_of_the_team_signs_in_reads_what_is_internal_and_signs_out(
    read: Read, account: None, locale: str, javascript: bool, words: str, title: str
) -> None:
    address = f"/{locale}/articles/team/refunds"
    page, watch = read(f"/{locale}/", locale=locale, javascript=javascript)
    page.locator(f".hc-footer a[href^='/{locale}/sign-in']").click()
    page.locator("#hc-email").fill(EMAIL)
    page.locator("#hc-password").fill("a wrong password")
    page.locator(".hc-sign-in button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#hc-email")).to_have_value(EMAIL)
    if javascript:
        assert flaws(page) == []
    watch.errors.clear()  # the browser itself reports that the password was refused
    page.locator("#hc-password").fill(PASSWORD)
    page.locator(".hc-sign-in button").click()
    expect(page.locator(".hc-account")).to_contain_text("Aki Mori")

    search(page, words)
    page.locator(f"main a[href^='{address}']").first.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".hc-article-meta .hc-internal")).to_be_visible()
    if javascript:
        assert flaws(page) == []
        assert watch.findings() == []
    assert watch.errors == []
    page.locator(".hc-account button").click()
    expect(page.locator(f".hc-footer a[href^='/{locale}/sign-in']")).to_be_visible()
    gone = page.goto(address)
    assert gone is not None
    assert gone.status == 404
    expect(page.locator("main")).not_to_contain_text(title)
    assert urlsplit(page.url).path == address


@pytest.fixture(scope="session")
def account(site: str, folder: Path) -> None:
    add_reader(config_for(folder))
