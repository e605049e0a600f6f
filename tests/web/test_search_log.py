from __future__ import annotations

import sqlite3
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.insights.journal import Journal
from helpcenter.insights.outcomes import NOT_MADE, Outcome
from helpcenter.insights.searches.events import Audience, SearchSurface
from helpcenter.search.publish import publish
from helpcenter.search.results import Confidence
from helpcenter.storage.tables import SearchIntents
from tests.web.conftest import FIREFOX, config_for, firefox_on, write_articles
from tests.web.signing_in import add_reader, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

SITE = "http://localhost"
INVOICE = "/en/articles/billing/invoice"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, published."""
    folder = tmp_path_factory.mktemp("library")
    write_articles(folder / "articles")
    config = config_for(folder)
    publish(config.articles, config.index, internal=config.internal_index)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy for one test: what waits for the database waits in it, and is nobody else's."""
    return Path(copytree(published, tmp_path / "library"))


@pytest.fixture
def site(folder: Path) -> Flask:
    """A site with a log of its own."""
    return create_app(config_for(folder))


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return firefox_on(site)


def intents(site: Flask) -> list[SearchIntents]:
    state = site.extensions["helpcenter"]
    state.search_log.work()  # on a busy machine, something may wait
    with state.recording.database.reading() as session:
        found = list(session.scalars(select(SearchIntents).order_by(SearchIntents.at, SearchIntents.id)))
        session.expunge_all()
        return found


def test_search_on_the_site_is_logged_with_what_was_found(site: Flask, reader: FlaskClient) -> None:
    reader.get("/en/search?q=Send an INVOICE")
    [intent] = intents(site)
    assert (intent.surface, intent.audience, intent.locale) == (SearchSurface.SITE, Audience.READER, "en")
    assert (intent.query, intent.normalized) == ("Send an INVOICE", "send an invoice")
    assert (intent.confidence, intent.outcome) == (Confidence.ANSWERED, Outcome.UNCLICKED)
    assert intent.shown.splitlines()[0] == "en/billing/invoice"
    assert intent.results == len(intent.shown.splitlines())


def test_result_that_is_opened_answers_the_search(site: Flask, reader: FlaskClient) -> None:
    reader.get("/en/search?q=invoice")
    reader.get(INVOICE, headers={"Referer": f"{SITE}/en/search?q=invoice"})
    [intent] = intents(site)
    assert (intent.clicked, intent.rank, intent.outcome) == ("en/billing/invoice", 1, Outcome.ANSWERED)


def test_result_told_by_page_and_browser_is_opened_once(site: Flask, reader: FlaskClient) -> None:
    reader.get("/en/search?q=invoice")
    said = {"query": "invoice", "locale": "en", "slug": "billing/invoice", "rank": 1}
    assert reader.post("/api/v1/opened", json=said).status_code == 204
    reader.get(INVOICE, headers={"Referer": f"{SITE}/en/search?q=invoice"})
    [intent] = intents(site)
    assert intent.clicks == 1


def test_page_from_memory_is_logged_like_one_made_anew(site: Flask) -> None:
    for address in ("198.51.100.7", "198.51.100.8"):
        firefox_on(site).get("/en/search?q=invoice", environ_overrides={"REMOTE_ADDR": address})
    one, other = intents(site)
    assert one.visitor != other.visitor
    assert (one.shown, one.confidence, one.results) == (other.shown, other.confidence, other.results)


def test_unchanged_page_is_logged_too_where_nobody_remembers_what_it_found(site: Flask, folder: Path) -> None:
    tag = firefox_on(site).get("/en/search?q=invoice").headers["ETag"]
    again = create_app(config_for(folder))
    response = firefox_on(again).get(
        "/en/search?q=invoice", headers={"If-None-Match": tag}, environ_overrides={"REMOTE_ADDR": "198.51.100.8"}
    )
    assert response.status_code == 304
    assert [each.results > 0 for each in intents(site)] == [True, True]


def test_suggestion_that_is_taken_is_an_answered_attempt(site: Flask, reader: FlaskClient) -> None:
    said = {"query": "invo", "locale": "en", "slug": "billing/invoice", "rank": 2, "suggested": True}
    reader.post("/api/v1/opened", json=said)
    [intent] = intents(site)
    assert (intent.query, intent.rank, intent.outcome) == ("invo", 2, Outcome.ANSWERED)


def test_words_that_were_only_typed_are_logged_masked_and_kept_out_of_what_was_made(
    site: Flask, reader: FlaskClient
) -> None:
    said = {"query": "invoice to aki@example.com", "locale": "en", "suggestions": 3}
    assert reader.post("/api/v1/left", json=said).status_code == 204
    [intent] = intents(site)
    assert (intent.query, intent.results, intent.confidence) == ("invoice to [email]", 3, "")
    assert (intent.outcome, intent.outcome in NOT_MADE) == (Outcome.ABANDONED, True)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"query": "invoice", "locale": "en"}, 400),
        ({"query": "invoice", "locale": "en", "suggestions": -1}, 400),
        ({"query": "invoice", "locale": "fr", "suggestions": 1}, 204),
        ({"query": "  ", "locale": "en", "suggestions": 1}, 204),
    ],
)
def test_what_no_page_tells_is_not_logged_as_typed(
    site: Flask, reader: FlaskClient, said: dict[str, object], status: int
) -> None:
    assert reader.post("/api/v1/left", json=said).status_code == status
    assert intents(site) == []


def test_opened_article_that_is_not_there_is_not_logged(site: Flask, reader: FlaskClient) -> None:
    said = {"query": "invo", "locale": "en", "slug": "billing/nothing", "suggested": True}
    assert reader.post("/api/v1/opened", json=said).status_code == 204
    assert reader.post("/api/v1/opened", json={"query": "x"}).status_code == 400
    assert not intents(site)


def test_api_merges_what_is_typed_and_tells_visits_apart(site: Flask) -> None:
    server = site.test_client()
    for visit in ("a", "b"):
        for query in ("inv", "invoi", "invoice"):
            server.get(f"/api/v1/search?q={query}&locale=en&visit={visit}", headers={"User-Agent": "curl/8"})
    one, other = intents(site)
    assert (one.surface, one.audience, one.query, one.keystrokes) == (
        SearchSurface.API,
        Audience.READER,
        "invoice",
        3,
    )
    assert one.visitor != other.visitor


def test_panel_tells_its_screen(site: Flask, reader: FlaskClient) -> None:
    reader.get("/embed/v1/search?q=invoice&locale=en&screen=/orders/4111111111111111&visit=abcdefgh")
    [intent] = intents(site)
    assert (intent.surface, intent.screen) == (SearchSurface.PANEL, "/orders/[card]")


def test_panel_of_who_does_not_want_to_be_counted_is_not_logged(site: Flask, reader: FlaskClient) -> None:
    assert reader.get("/embed/v1/search?q=invoice&locale=en&screen=/orders").status_code == 200
    assert not intents(site)


def test_programs_and_the_team_are_kept_apart(site: Flask) -> None:
    site.test_client().get("/en/search?q=invoice", headers={"User-Agent": "Googlebot/2.1"})
    add_reader(site.extensions["helpcenter"].config)
    team = site.test_client()
    sign_in(team)
    team.get("/en/search?q=invoice", headers={"User-Agent": FIREFOX})
    assert {each.audience for each in intents(site)} == {Audience.BOT, Audience.TEAM}


@pytest.mark.parametrize("address", ["/en/search", "/en/search?q=%20", "/xx/search?q=invoice", "/api/v1/search?q="])
def test_what_is_no_search_is_not_logged(address: str, site: Flask, reader: FlaskClient) -> None:
    reader.get(address)
    assert not intents(site)


def test_page_fetched_ahead_is_no_search(site: Flask, reader: FlaskClient) -> None:
    reader.get("/en/search?q=invoice", headers={"Sec-Purpose": "prefetch"})
    assert not intents(site)


def test_search_that_was_refused_is_told_from_one_without_results(site: Flask, reader: FlaskClient) -> None:
    assert reader.get("/api/v1/search?q=invoice&locale=en&page=9999").status_code == 400
    [intent] = intents(site)
    assert intent.outcome == Outcome.REJECTED


def test_outage_is_unavailable_and_never_a_search_without_results(tmp_path: Path) -> None:
    site = create_app(config_for(tmp_path, database_url=f"sqlite:///{tmp_path}/helpcenter.db"))
    assert firefox_on(site).get("/en/search?q=invoice").status_code == 503
    [intent] = intents(site)
    assert (intent.outcome, intent.locale, intent.confidence) == (Outcome.UNAVAILABLE, "en", "")


def test_vote_says_what_came_of_the_search(site: Flask, reader: FlaskClient) -> None:
    reader.get("/en/search?q=invoice")
    reader.get(INVOICE, headers={"Referer": f"{SITE}/en/search?q=invoice"})
    reader.post("/api/v1/articles/en/billing/invoice/vote", json={"helpful": False})
    [intent] = intents(site)
    assert intent.outcome == Outcome.UNHELPFUL


def test_search_goes_on_while_the_database_is_locked(site: Flask, reader: FlaskClient, folder: Path) -> None:
    reader.get("/en/search?q=invoice")
    assert len(intents(site)) == 1
    holder = sqlite3.connect(folder / "instance/helpcenter.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    for query in ("password", "passkey"):
        assert reader.get(f"/en/search?q={query}").status_code == 200
    holder.execute("ROLLBACK")
    holder.close()
    assert not Journal(config_for(folder).searches).is_empty
    create_app(config_for(folder)).extensions["helpcenter"].search_log.work()
    assert [each.query for each in intents(site)] == ["invoice", "password", "passkey"]


def choose(site: Flask, query: str, slug: str) -> None:
    """Three readers search and open an article; then the site counts anew."""
    for number in range(3):
        reader = firefox_on(site)
        address = {"REMOTE_ADDR": f"198.51.100.{number}"}
        reader.get(f"/en/search?q={query}", environ_overrides=address)
        referer = {"Referer": f"{SITE}/en/search?q={query}"}
        reader.get(f"/en/articles/{slug}", headers=referer, environ_overrides=address)
    site.extensions["helpcenter"].recording.refresh()


def test_what_readers_choose_moves_results_a_little(site: Flask, reader: FlaskClient) -> None:
    before = reader.get("/api/v1/search?q=gadget&locale=en")
    first, second = [hit["slug"] for hit in before.get_json()["hits"][:2]]
    choose(site, "gadget", second)
    after = reader.get("/api/v1/search?q=gadget&locale=en", headers={"If-None-Match": before.headers["ETag"]})
    assert [hit["slug"] for hit in after.get_json()["hits"][:2]] == [second, first]
    page = reader.get("/en/search?q=gadget").text
    assert page.index(f"/en/articles/{second}") < page.index(f"/en/articles/{first}")


def test_site_may_rank_by_articles_alone(folder: Path) -> None:
    site = create_app(config_for(folder, learning="off"))
    before = firefox_on(site).get("/api/v1/search?q=gadget&locale=en").get_json()
    choose(site, "gadget", before["hits"][1]["slug"])
    after = firefox_on(site).get("/api/v1/search?q=gadget&locale=en").get_json()
    assert [hit["slug"] for hit in after["hits"]] == [hit["slug"] for hit in before["hits"]]
