from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.insights.leads import Kind
from helpcenter.search.publish import publish
from helpcenter.storage.tables import ArticleLeads
from tests.web.conftest import config_for, firefox_on, write_articles
from tests.web.signing_in import add_reader, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

SITE = "http://localhost"
INVOICE, PASSWORD = "/en/articles/billing/invoice", "/en/articles/account/password"
PASSKEY, DEVICE = "/en/articles/account/sign-in", "/en/articles/account/devices/device-03"
RULES = "---\ntitle: House rules\nvisibility: internal\naliases: [staff/former]\n---\nQuux.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with an internal article, published."""
    folder = tmp_path_factory.mktemp("library")
    write_articles(folder / "articles")
    rules = folder / "articles/en/staff/rules.md"
    rules.parent.mkdir()
    rules.write_text(RULES, encoding="utf-8")
    config = config_for(folder)
    publish(config.articles, config.index, internal=config.internal_index)
    return folder


@pytest.fixture
def site(folder: Path, sqlite_url: str) -> Flask:
    """A site that counts for itself."""
    return create_app(config_for(folder, database_url=sqlite_url))


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return firefox_on(site)


def recount(site: Flask) -> None:
    recording = site.extensions["helpcenter"].recording
    recording.flush()
    recording.refresh()


def leads(site: Flask) -> dict[tuple[str, str, str, str], int]:
    recording = site.extensions["helpcenter"].recording
    recording.flush()
    table = ArticleLeads
    with recording.database.reading() as session:
        rows = session.execute(select(table.locale, table.kind, table.origin, table.slug, table.times)).all()
    return {(locale, kind, origin, slug): times for locale, kind, origin, slug, times in rows}


def also_read(client: FlaskClient, page: str) -> list[str]:
    links = lxml.html.document_fromstring(client.get(page).text).cssselect("[aria-labelledby=hc-also-read] a")
    return [str(link.get("href")) for link in links]


def led(site: Flask, *ways: tuple[str, str], kind: Kind = Kind.ARTICLE, locale: str = "en") -> None:
    """Ways that were taken twice each."""
    for origin, slug in ways:
        for _ in range(2):
            site.extensions["helpcenter"].recording.lead(locale, kind, origin, slug)
    recount(site)


def test_the_search_and_the_article_before_are_counted(site: Flask, reader: FlaskClient) -> None:
    reader.get(INVOICE, headers={"Referer": f"{SITE}/en/search?q=Send+%20%EF%BC%B0%EF%BC%A4%EF%BC%A6&page=2"})
    reader.get(PASSWORD, headers={"Referer": f"{SITE}/en/search?topic=account&q=I+am+taro%40example.com"})
    reader.get(PASSWORD, headers={"Referer": SITE + INVOICE})
    reader.get("/ja/articles/billing/invoice", headers={"Referer": f"{SITE}/ja/articles/account%2Fpassword?x=1"})
    reader.get("/ja/articles/billing/invoice", headers={"Referer": f"{SITE}/en/search?q=invoice"})
    assert leads(site) == {
        ("en", "query", "send pdf", "billing/invoice"): 1,
        ("en", "query", "i am [email]", "account/password"): 1,
        ("en", "article", "billing/invoice", "account/password"): 1,
        ("ja", "article", "account/password", "billing/invoice"): 1,
        ("ja", "query", "invoice", "billing/invoice"): 1,
    }


def test_a_page_that_the_reader_has_already_leads_on_as_well(site: Flask, reader: FlaskClient) -> None:
    tag = reader.get(INVOICE).headers["ETag"]
    headers = {"If-None-Match": tag, "Referer": f"{SITE}/en/search?q=bill"}
    assert reader.get(INVOICE, headers=headers).status_code == 304
    assert leads(site) == {("en", "query", "bill", "billing/invoice"): 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"Cache-Control": "max-age=0"},
        {"Referer": "https://elsewhere.example/en/search?q=bill"},
        {"Referer": "http://localhost:8001/en/search?q=bill"},
        {"Referer": "//[/en/search?q=bill"},
        {"Referer": f"{SITE}/en/"},
        {"Referer": f"{SITE}/en/search"},
        {"Referer": f"{SITE}/en/search?q=+"},
        {"Referer": f"{SITE}/en/search?q={'x' * 201}"},
        {"Referer": f"{SITE}/en/search?q={'x' * 5_000}"},
        {"Referer": f"{SITE}/en/searching?q=bill"},
        {"Referer": f"{SITE}{INVOICE}"},
        {"Referer": f"{SITE}/en/articles/nowhere"},
        {"Referer": f"{SITE}/en/articles/staff/rules"},
        {"Referer": f"{SITE}/ja/articles/account/password"},
    ],
)
def test_what_tells_nothing_or_nobody_read_is_not_counted(
    site: Flask, reader: FlaskClient, headers: dict[str, str]
) -> None:
    assert reader.get(INVOICE, headers={"Referer": f"{SITE}/en/search?q=bill", **headers}).status_code == 200
    assert leads(site) == {}


def test_only_pages_of_the_site_count_and_not_for_the_team(site: Flask, reader: FlaskClient) -> None:
    searched = {"Referer": f"{SITE}/en/search?q=bill"}
    reader.get("/api/v1/articles/en/billing/invoice", headers=searched)
    reader.get("/en/articles/billing/old-invoice", headers=searched)
    reader.get("/en/articles/billing/invoice.md", headers=searched)
    reader.get("/en/articles/account/only-japanese", headers=searched)
    add_reader(site.extensions["helpcenter"].config)
    sign_in(reader)
    reader.get(INVOICE, headers=searched)
    assert leads(site) == {}


def test_an_article_is_offered_once_two_readings_speak_for_it(site: Flask, reader: FlaskClient) -> None:
    onward = {"Referer": SITE + INVOICE}
    reader.get(DEVICE, headers=onward)
    recount(site)
    assert also_read(reader, INVOICE) == []
    reader.get(DEVICE, headers=onward)
    recount(site)
    assert also_read(reader, INVOICE) == [DEVICE]
    assert also_read(reader, DEVICE) == [INVOICE]


def test_the_same_searches_bring_articles_together(site: Flask, reader: FlaskClient) -> None:
    for query in ("pay", "bill"):
        for page in (INVOICE, PASSKEY):
            reader.get(page, headers={"Referer": f"{SITE}/en/search?q={query}"})
    recount(site)
    assert also_read(reader, INVOICE) == [PASSKEY]
    assert also_read(reader, "/ja/articles/billing/invoice") == []


def test_the_page_stays_as_it_is_until_other_articles_are_read(site: Flask, reader: FlaskClient) -> None:
    tag = reader.get(INVOICE).headers["ETag"]

    def status_after(*slugs: str) -> int:
        nonlocal tag
        led(site, *(("billing/invoice", slug) for slug in slugs))
        answer = reader.get(INVOICE, headers={"If-None-Match": tag})
        tag = answer.headers["ETag"]
        return answer.status_code

    assert status_after() == 304
    assert status_after("account/sign-in") == 200
    assert status_after("account/sign-in") == 304
    assert status_after(*["account/devices/device-03"] * 3) == 200
    assert also_read(reader, INVOICE) == [DEVICE, PASSKEY]


def test_what_the_page_shows_anyway_is_not_repeated_and_there_are_four_at_most(
    site: Flask, reader: FlaskClient
) -> None:
    ways = [("account/devices/device-05", f"account/devices/device-{number:02}") for number in range(12)]
    led(site, *ways, ("account/devices/device-05", "index"), ("account/devices/device-05", "billing/invoice"))
    page = "/en/articles/account/devices/device-05"
    offered = also_read(reader, page)
    assert len(offered) == len(set(offered)) == 4
    links = [str(a.get("href")) for a in lxml.html.document_fromstring(reader.get(page).text).cssselect("a")]
    assert "/en/articles/account/devices/device-04" in links
    assert all(links.count(url) == 1 for url in offered)
    assert "/en/articles/index" not in offered


def test_what_is_gone_is_not_offered_and_what_moved_is_where_it_is_now(site: Flask, reader: FlaskClient) -> None:
    led(site, ("account/sign-in", "gone/long-ago"), ("account/sign-in", "billing/old-invoice"))
    led(site, ("account/sign-in", "account/sign-in"))
    assert also_read(reader, PASSKEY) == [INVOICE]
    assert also_read(reader, INVOICE) == [PASSKEY]


def test_internal_articles_are_offered_to_signed_in_readers_alone(site: Flask, reader: FlaskClient) -> None:
    led(site, ("billing/invoice", "staff/rules"), ("account/password", "staff/former"))
    assert also_read(reader, INVOICE) == also_read(reader, PASSWORD) == []
    assert reader.get("/api/v1/articles/en/billing/invoice").get_json()["also_read"] == []
    add_reader(site.extensions["helpcenter"].config)
    sign_in(reader)
    assert also_read(reader, INVOICE) == also_read(reader, PASSWORD) == ["/en/articles/staff/rules"]


def test_the_api_tells_it_too(site: Flask, reader: FlaskClient) -> None:
    address = "/api/v1/articles/en/billing/invoice"
    before = reader.get(address)
    assert before.get_json()["also_read"] == []
    led(site, ("billing/invoice", "account/sign-in"))
    after = reader.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.get_json()["also_read"] == [
        {"slug": "account/sign-in", "title": "Sign in with a passkey", "url": PASSKEY}
    ]
    assert reader.get(address, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304


def test_a_page_of_another_language_offers_nothing_it_does_not_know(site: Flask, reader: FlaskClient) -> None:
    led(site, ("account/only-japanese", "billing/invoice"))
    assert reader.get("/en/articles/account/only-japanese").status_code == 200
    assert also_read(reader, "/en/articles/account/only-japanese") == []
