from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.storage.tables import ArticleViews
from helpcenter.web.visitors import is_reader
from tests.web.conftest import FIREFOX, config_for, firefox_on

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
CUBOT = "Mozilla/5.0 (Linux; Android 11; CUBOT KINGKONG 7) AppleWebKit/537.36 Chrome/138.0.0.0 Mobile Safari/537.36"
PAGE = "/en/articles/billing/invoice"


@pytest.fixture
def counting(library: Path, sqlite_url: str) -> Flask:
    """An application of its own, so that nobody else counts."""
    return create_app(config_for(library, database_url=sqlite_url))


@pytest.fixture
def reader(counting: Flask) -> FlaskClient:
    return firefox_on(counting)


def counted(app: Flask) -> dict[tuple[str, str, str], int]:
    recording = app.extensions["helpcenter"].recording
    recording.flush()
    with recording.database.reading() as session:
        rows = session.execute(
            select(ArticleViews.locale, ArticleViews.slug, ArticleViews.surface, ArticleViews.views)
        ).all()
    return {(locale, slug, surface): views for locale, slug, surface, views in rows}


def test_a_page_counts_made_from_memory_and_unchanged(counting: Flask, reader: FlaskClient) -> None:
    tag = reader.get(PAGE).headers["ETag"]
    reader.get(PAGE)
    assert reader.get(PAGE, headers={"If-None-Match": tag}).status_code == 304
    assert counted(counting) == {("en", "billing/invoice", "site"): 3}


def test_surfaces_and_locales_are_kept_apart(counting: Flask, reader: FlaskClient) -> None:
    for url in (PAGE, "/ja/articles/billing/invoice", "/api/v1/articles/ja/billing/invoice"):
        reader.get(url)
    assert counted(counting) == {
        ("en", "billing/invoice", "site"): 1,
        ("ja", "billing/invoice", "site"): 1,
        ("ja", "billing/invoice", "api"): 1,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": ""},
    ],
)
def test_what_nobody_reads_is_not_counted(counting: Flask, reader: FlaskClient, headers: dict[str, str]) -> None:
    assert reader.get(PAGE, headers=headers).status_code == 200
    assert counted(counting) == {}


@pytest.mark.parametrize(
    "url",
    [
        "/en/articles/nothing",
        "/en/articles/billing/old-invoice",
        "/ja/articles/billing/screen.png",
        "/ja/articles/billing/rates.csv",
        "/en/",
        "/en/search?q=a",
        "/api/v1/articles/en/nothing",
        "/static/tokens.css",
    ],
)
def test_only_articles_are_counted(counting: Flask, reader: FlaskClient, url: str) -> None:
    with reader.get(url) as answer:
        tag = answer.headers.get("ETag", "")
    reader.get(url, headers={"If-None-Match": tag}).close()
    reader.head(PAGE)
    reader.post(PAGE)
    assert counted(counting) == {}


@pytest.mark.parametrize("agent", [FIREFOX, IPHONE, CUBOT])
def test_browsers_are_readers(agent: str) -> None:
    assert is_reader(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (compatible; UptimeRobot/2.0)",
        "",
    ],
)
def test_programs_are_not(agent: str) -> None:
    assert not is_reader(agent)


def test_pages_and_suggestions_are_answered_while_the_database_is_away(library: Path) -> None:
    app = create_app(config_for(library, database_url="postgresql://help@/help?host=/nowhere"))
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    app.extensions["helpcenter"].recording.work()
    assert client.get(PAGE).status_code == 200
    assert client.get("/api/v1/suggest?q=inv&locale=en").get_json()["suggestions"]
    assert client.get("/api/v1/search?q=invoice&locale=en").get_json()["hits"]
    assert app.extensions["helpcenter"].recording.database.problem


def test_what_is_read_most_is_suggested_first(counting: Flask, reader: FlaskClient) -> None:
    tags: list[str] = []

    def first() -> str:
        answer = reader.get("/api/v1/suggest?q=device&locale=en", headers={"If-None-Match": ", ".join(tags)})
        tags.append(answer.headers["ETag"])
        return str(answer.get_json()["suggestions"][0]["slug"])

    assert first() == "account/devices/device-00"
    for _ in range(3):
        reader.get("/en/articles/account/devices/device-07")
    recording = counting.extensions["helpcenter"].recording
    recording.flush()
    recording.refresh()
    assert first() == "account/devices/device-07"


def test_home_lists_what_is_read_most_once_three_articles_are(counting: Flask, reader: FlaskClient) -> None:
    recording = counting.extensions["helpcenter"].recording

    def popular_after(*slugs: str) -> list[str]:
        for slug in slugs:
            reader.get(f"/en/articles/{slug}")
        recording.flush()
        recording.refresh()
        found = lxml.html.document_fromstring(reader.get("/en/").text).cssselect("[aria-labelledby=hc-home-popular] a")
        return [each.get("href", "").removeprefix("/en/articles/") for each in found]

    assert popular_after("index", "account/sign-in", "account/sign-in", "billing/invoice") == []
    # What is not translated is read in another language, so it is no article of this one.
    assert popular_after("account/only-japanese") == []
    assert popular_after("account/password") == ["account/sign-in", "account/password", "billing/invoice"]
    devices = [f"account/devices/device-{number:02}" for number in range(7)]
    assert popular_after(*devices, *devices, *devices) == devices[:6]
    assert not lxml.html.document_fromstring(reader.get("/ja/").text).cssselect("#hc-home-popular")


def test_home_stays_as_it_is_until_another_article_is_read_more(counting: Flask, reader: FlaskClient) -> None:
    recording = counting.extensions["helpcenter"].recording
    tag = reader.get("/en/").headers["ETag"]

    def status_after(*slugs: str) -> int:
        nonlocal tag
        for slug in slugs:
            reader.get(f"/en/articles/{slug}")
        recording.flush()
        recording.refresh()
        answer = reader.get("/en/", headers={"If-None-Match": tag})
        tag = answer.headers["ETag"]
        return answer.status_code

    assert status_after("account/sign-in") == 304
    assert status_after("account/sign-in", "account/password", "billing/invoice") == 200
    assert status_after("account/sign-in") == 304
    assert status_after("billing/invoice", "billing/invoice", "billing/invoice") == 200
