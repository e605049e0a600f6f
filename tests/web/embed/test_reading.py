from __future__ import annotations

import gzip
import random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from helpcenter import __version__
from helpcenter.app import create_app
from helpcenter.search.publish import publish
from helpcenter.search.results import Confidence, Fragment, Hit, SearchRequest, SearchResults
from helpcenter.storage.tables import ArticleViews
from helpcenter.web.embed.answers import search_answer
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.content.conftest import ArticlesFolder

FOREVER = "public, max-age=31536000, immutable"


def manifest(page: FlaskClient, locale: str = "en") -> dict[str, Any]:
    answer: dict[str, Any] = page.get(f"/embed/v1/manifest/{locale}.json").get_json()
    return answer


def test_the_loader_is_looked_for_anew_and_pinned_by_its_version(page: FlaskClient) -> None:
    loader, pinned = page.get("/embed/v1/guide.js"), page.get(f"/embed/v1/guide-{__version__}.js")
    assert loader.mimetype == pinned.mimetype == "text/javascript"
    assert loader.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=86400"
    assert pinned.headers["Cache-Control"] == FOREVER
    assert loader.data == pinned.data
    etag = loader.headers["ETag"]
    assert page.get("/embed/v1/guide.js", headers={"If-None-Match": etag}).status_code == 304
    assert page.get("/embed/v1/guide-9.9.9.js").status_code == 404


@pytest.mark.parametrize(("name", "says"), [("guide.mjs", "export"), ("guide.d.ts", "export function load")])
def test_bundlers_get_the_loader_as_a_module_with_its_types(client: FlaskClient, name: str, says: str) -> None:
    answer = client.get(f"/embed/v1/{name}", headers={"Origin": "https://anybody.example"})
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert says in answer.text


def test_modules_are_named_by_the_manifest_and_kept_for_good(page: FlaskClient) -> None:
    assets = manifest(page)["assets"]
    assert assets["probe"] == "probe-0123456789.js"
    assert assets["panel"].startswith("panel-")
    for name in ("probe", "panel"):
        answer = page.get(f"/embed/v1/assets/{assets[name]}")
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
        assert answer.headers["Cache-Control"] == FOREVER


@pytest.mark.parametrize("name", ["guide.js", "panel.js", "panel-0000000000000000.js", "../site/search.js", "x-1.js"])
def test_nothing_else_is_a_module(page: FlaskClient, name: str) -> None:
    assert page.get(f"/embed/v1/assets/{name}").status_code == 404


def test_the_manifest_says_what_a_page_has_to_know(page: FlaskClient) -> None:
    found = manifest(page)
    assert (found["v"], found["locale"]) == (1, "en")
    assert found["articles"] == [["guide/about", "About", ["/a", "#/b"]], ["guide/new", "New", ["/a"]]]
    (tour,) = found["walkthroughs"]
    assert len(tour.pop("v")) == 8
    assert tour == {
        "s": "guide/tour",
        "t": "Send an invoice",
        "n": 3,
        "first": "[data-guide='new']",
        "screens": ["/invoices/*"],
        "start": "first-visit",
        "audience": {"plan": ["pro"]},
        "frequency": "daily",
        "quiet": ["22:00", "07:00"],
        "survey": 1,
    }
    assert [(hint["s"], hint["k"]) for hint in found["hints"]] == [
        ("guide/list", "checklist"),
        ("guide/new", "hotspot"),
        ("guide/tour", "survey"),
    ]
    assert found["hints"][1]["target"] == [".x"]
    assert found["hints"][1]["from"] == "2026-12-01"
    assert found["hints"][2]["after"] == "guide/tour"
    assert found["texts"]["step"] == "Step {n} of {total}"


@pytest.mark.parametrize(("wanted", "answered"), [("ja", "ja"), ("en-GB", "en"), ("ja-JP", "ja"), ("fr", "en")])
def test_an_unknown_locale_is_answered_in_the_nearest_one(page: FlaskClient, wanted: str, answered: str) -> None:
    assert manifest(page, wanted)["locale"] == answered
    assert manifest(page, wanted)["texts"]["next"] == {"ja": "次へ", "en": "Next"}[answered]


def test_the_manifest_is_asked_again_cheaply_and_kept_for_good_under_its_hash(page: FlaskClient) -> None:
    answer = page.get("/embed/v1/manifest/en.json")
    assert answer.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=3600"
    again = page.get("/embed/v1/manifest/en.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    hashed = page.get(answer.headers["Content-Location"])
    assert (hashed.data, hashed.headers["Cache-Control"]) == (answer.data, FOREVER)
    other = page.get("/embed/v1/manifest/en-0123456789abcdef.json")
    assert other.status_code == 404
    assert other.get_json()["current"] in answer.headers["Content-Location"]


def test_a_walkthrough_has_its_steps_and_its_way(page: FlaskClient) -> None:
    version = manifest(page)["walkthroughs"][0]["v"]
    answer = page.get(f"/embed/v1/walkthrough/en/guide/tour.json?v={version}")
    assert answer.headers["Cache-Control"] == FOREVER
    tour = answer.get_json()
    assert (tour["s"], tour["v"], tour["t"]) == ("guide/tour", version, "Send an invoice")
    about = "http://localhost/en/articles/guide/about"
    link = {"href": about, "target": "_blank", "rel": "noopener", "data-article": "guide/about"}
    assert tour["intro"] == [["p", {}, "Opening with ", ["a", link, "a link"], "."]]
    opening, company, person = tour["steps"]
    assert opening == {
        "id": "open",
        "t": "Open",
        "body": [["p", {}, "Choose ", ["strong", {}, "New"], "."]],
        "targets": ["[data-guide='new']", "role:button[name='New']"],
        "advance": "click",
        "missing": "wait",
        "screen": None,
        "go": {"A company": "company", "A person": "person"},
        "then": None,
    }
    assert (company["missing"], company["screen"], company["then"]) == ("skip", "/new", "person")
    assert person["go"] is None


def test_another_version_is_gone_and_the_current_one_is_told(page: FlaskClient) -> None:
    version = manifest(page)["walkthroughs"][0]["v"]
    answer = page.get("/embed/v1/walkthrough/en/guide/tour.json?v=00000000")
    assert (answer.status_code, answer.get_json()["current"]) == (404, version)
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("slug", ["guide/about", "guide/nowhere", "guide/secret", "guide/draft"])
def test_a_walkthrough_that_is_none_is_gone(page: FlaskClient, slug: str) -> None:
    answer = page.get(f"/embed/v1/walkthrough/en/{slug}.json?v=00000000")
    assert (answer.status_code, answer.get_json()["current"]) == (404, None)


def test_an_article_comes_as_nodes(page: FlaskClient) -> None:
    article = page.get("/embed/v1/article/en/guide/about.json").get_json()
    assert article == {
        "slug": "guide/about",
        "locale": "en",
        "title": "About",
        "body": [
            ["p", {}, "About ", ["strong", {}, "invoices"], "."],
            ["h3", {"id": "more"}, "More"],
            ["p", {}, "Text."],
        ],
        "url": "http://localhost/en/articles/guide/about",
        "sections": [{"anchor": "more", "title": "More"}],
        "walkthrough": None,
    }


def test_an_article_is_found_where_it_is_now_and_in_another_language(page: FlaskClient) -> None:
    assert page.get("/embed/v1/article/en/guide/former.json").get_json()["slug"] == "guide/old"
    assert page.get("/embed/v1/article/ja/guide/about.json").get_json()["locale"] == "en"
    assert page.get("/embed/v1/article/en/guide/nowhere.json").status_code == 404


def test_only_articles_there_are_count_as_read(guided: Path) -> None:
    app = create_app(config_for(guided))
    reader = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    for address in ("en/guide/about", "a-locale-there-is-not/guide/about", "en/guide/former"):
        assert app.test_client().get(f"/embed/v1/article/{address}.json", headers=reader).status_code == 200
    recording = app.extensions["helpcenter"].recording
    recording.flush()
    with recording.database.reading() as session:
        rows = session.scalars(select(ArticleViews).where(ArticleViews.surface == "guide")).all()
    assert [(row.locale, row.slug, row.views) for row in rows] == [("en", "guide/about", 1)]


def test_hints_are_what_stands_before_the_first_heading(page: FlaskClient) -> None:
    version = manifest(page)["hints"][1]["v"]
    hint = page.get(f"/embed/v1/hint/en/guide/new.json?k=hotspot&v={version}").get_json()
    assert (hint["t"], hint["body"]) == ("New", [["p", {}, "What is new."]])
    assert page.get("/embed/v1/hint/en/guide/new.json?v=00000000").get_json()["current"] == version
    assert page.get("/embed/v1/hint/en/guide/new.json?k=survey").get_json()["current"] is None


def test_tasks_of_a_checklist_lead_to_walkthroughs_or_wait_for_events(page: FlaskClient) -> None:
    items = page.get("/embed/v1/hint/en/guide/list.json").get_json()["items"]
    base = "http://localhost/en/articles/guide"
    assert items == [
        {"t": "Send", "walkthrough": "guide/tour", "event": None, "url": f"{base}/tour"},
        {"t": "Ask", "walkthrough": None, "event": "asked", "url": f"{base}/about"},
    ]


def test_a_survey_asks_its_question(page: FlaskClient) -> None:
    survey = page.get("/embed/v1/hint/en/guide/tour.json?k=survey").get_json()
    assert (survey["question"], survey["scale"], survey["body"]) == ("How was it?", 5, [])


def test_search_answers_in_a_few_words(page: FlaskClient) -> None:
    answer = page.get("/embed/v1/search?q=invoice&locale=en-GB").get_json()
    assert answer["outcome"] in {"answered", "confident"}
    first = next(each for each in answer["results"] if each["slug"] == "guide/tour")
    assert first["walkthrough"] is True
    assert first["url"].startswith("http://localhost/en/articles/guide/tour")
    about = next(each for each in answer["results"] if each["slug"] == "guide/about")
    assert ["invoices", True] in about["snippet"]
    assert page.get("/embed/v1/search?q=xyzzy&locale=en").get_json() == {"results": [], "outcome": "zero_result"}


def test_nearly_equal_articles_of_the_readers_screen_come_first() -> None:
    def hit(slug: str, score: float) -> Hit:
        return Hit("en", slug, (Fragment(slug, False),), "", "", "", None, score, (), ())

    request = SearchRequest("a", "en")
    hits = (hit("best", 10.0), hit("near", 9.7), hit("here", 9.6), hit("far", 5.0), hit("far-here", 4.0))
    results = SearchResults(request, hits, 5, Confidence.ANSWERED, 0.9, (), False, "g1")
    answer = search_answer(results, "https://help.test", lambda each: each.slug.endswith("here"))
    assert [each["slug"] for each in answer["results"]] == ["here", "best", "near", "far", "far-here"]


def test_search_knows_the_screen_by_its_path(page: FlaskClient) -> None:
    for screen in ("/invoices/7", "/nowhere", "/" + "x" * 5_000, "\x00"):
        answer = page.get("/embed/v1/search", query_string={"q": "invoice", "locale": "en", "screen": screen})
        assert {"guide/tour", "guide/about"} <= {each["slug"] for each in answer.get_json()["results"]}


def test_an_outage_is_never_an_empty_list(unpublished: FlaskClient) -> None:
    for address in ("manifest/en.json", "search?q=a&locale=en", "article/en/a.json", "walkthrough/en/a.json"):
        answer = unpublished.get(f"/embed/v1/{address}")
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")


def test_internal_articles_and_drafts_are_nowhere(page: FlaskClient) -> None:
    addresses = [
        "manifest/en.json",
        "search?q=secret%20draft&locale=en",
        *(
            f"{kind}/en/guide/{slug}.json"
            for kind in ("article", "walkthrough", "hint")
            for slug in ("secret", "draft")
        ),
    ]
    for address in addresses:
        answer = page.get(f"/embed/v1/{address}")
        text = answer.get_data(as_text=True)
        assert "Secret" not in text
        assert "Draft" not in text
        assert answer.status_code == (404 if "/en/" in address else 200)


def test_the_manifest_of_a_large_product_is_small(folder: ArticlesFolder) -> None:
    """200 articles with screens and 50 walkthroughs, in titles and patterns as writers make them up."""
    dice = random.Random(7)
    verbs = [
        "Send",
        "Create",
        "Delete",
        "Export",
        "Import",
        "Share",
        "Archive",
        "Change",
        "Approve",
        "Print",
        "Schedule",
        "Refund",
    ]
    things = [
        "invoice",
        "customer",
        "report",
        "team member",
        "tax rate",
        "payment method",
        "project",
        "webhook",
        "API key",
        "bank account",
    ]
    extras = ["", " as PDF", " in bulk", " for a team", " on your phone", " without an account", " by e-mail"]
    steps = "\n\n".join(f"## Step {n} {{ target=\"[data-guide='s{n}']\" }}\n\nDo it." for n in range(4))
    for number in range(250):
        verb, thing = dice.choice(verbs), dice.choice(things)
        screen = thing.replace(" ", "-").lower() + "s"
        is_walkthrough = number < 50
        folder.article(
            f"en/{screen}/{verb.lower()}-{thing.replace(' ', '-').lower()}-{number}.md",
            steps.replace("s0", f"{screen}.{verb.lower()}") if is_walkthrough else "Text.",
            title=f"{verb} a {thing}{dice.choice(extras)}",
            screens=f'["/{screen}", "/{screen}/*"]' if number % 3 else f'["/{screen}/{verb.lower()}"]',
            **({"walkthrough": "{start: first-visit, audience: {phase: onboarding}}"} if is_walkthrough else {}),
        )
    publish(folder.path, folder.path.parent / "instance/index")
    page = create_app(config_for(folder.path.parent)).test_client()
    answer = page.get("/embed/v1/manifest/en.json", headers={"Accept-Encoding": "gzip"})
    found = manifest(page)
    assert (len(found["articles"]), len(found["walkthroughs"])) == (200, 50)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(answer.data)) > 20_000
    assert len(answer.data) <= 6 * 1024
