from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from helpcenter.search.results import MAX_PAGE
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ANSWERS = {
    "/search": [
        "/api/v1/search?q=invoice&locale=en",
        "/api/v1/search?q=請求書&locale=ja&explain=1",
        "/api/v1/search?q=qzxqzx&locale=en",
        "/api/v1/search?q=&locale=en",
        "/api/v1/search?q=gadget&locale=en&page=2&topic=account",
        "/api/v1/search?q=gadget&locale=en&kind=faq&topic=billing",
        "/api/v1/search?q=gadget&locale=en&kind=recipe",
        "/api/v1/search?q=pasword&locale=en",
        "/api/v1/search?q=pasword&locale=en&exact=1&without=synonym,script",
        "/api/v1/search?q=passkey&locale=ja",
        "/api/v1/search?q=x&locale=en&without=magic",
        "/api/v1/search?q=x",
        "/api/v1/search?q=x&locale=fr",
        "/api/v1/search?q=x&locale=en&page=21",
    ],
    "/health": ["/api/v1/health"],
    "/suggest": [
        "/api/v1/suggest?q=pass&locale=en",
        "/api/v1/suggest?q=せいきゅう&locale=ja&limit=3",
        "/api/v1/suggest?q=&locale=en",
        "/api/v1/suggest?locale=en",
        "/api/v1/suggest?q=x&locale=en&limit=0",
    ],
    "/articles/{locale}/{slug}": [
        "/api/v1/articles/en/account/password",
        "/api/v1/articles/ja/billing/invoice",
        "/api/v1/articles/ja/index",
        "/api/v1/articles/en/none",
        "/api/v1/articles/fr/account/password",
    ],
    "/openapi.json": ["/api/v1/openapi.json"],
}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return answer


def schema_of(document: dict[str, Any], path: str, answer: TestResponse) -> dict[str, Any]:
    described = document["paths"][path]["get"]["responses"][str(answer.status_code)]
    schema: dict[str, Any] = described["content"][answer.mimetype]["schema"]
    return {**schema, "components": document["components"]}


@pytest.mark.parametrize(("path", "url"), [(path, url) for path, urls in ANSWERS.items() for url in urls])
def test_answers_are_what_the_document_says(client: FlaskClient, document: dict[str, Any], path: str, url: str) -> None:
    answer = client.get(url)
    validator = Draft202012Validator(
        schema_of(document, path, answer), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(answer.get_json())


def test_every_route_of_the_api_is_documented(app: Flask, document: dict[str, Any]) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    routes = {"".join(f"{{{part}}}" if is_name else part for is_name, part in rule._trace[1:]) for rule in rules}
    assert {route.removeprefix("|").removeprefix("/api/v1") for route in routes} == set(document["paths"])
    for rule in rules:
        assert rule.methods == (
            {"POST", "OPTIONS"}
            if rule.endpoint in {"api.vote", "api.opened", "api.left"}
            else {"GET", "HEAD", "OPTIONS"}
        )


def test_the_document_is_openapi_31(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert {"title", "version"} <= set(document["info"])
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for path, item in document["paths"].items():
        for operation in item.values():
            named = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
            for parameter in operation["parameters"]:
                assert parameter["description"]
                Draft202012Validator.check_schema(parameter["schema"])
            assert all(response["description"] for response in operation["responses"].values())


def test_a_search_answers_hits_with_sections_and_marks(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=forgot+password&locale=en").get_json()
    assert answer["query"] == "forgot password"
    assert (answer["page"], answer["pages"]) == (1, 1)
    hit = answer["hits"][0]
    assert hit["url"] == "/en/articles/account/password"
    assert hit["topic"]["url"] == "/en/topics/account"
    assert hit["updated"] == "2026-11-01"
    assert any(run["marked"] for run in hit["title"])
    assert any("#" in section["url"] and section["anchor"] for section in hit["sections"])
    assert hit["explanation"] == []


def test_an_explanation_is_given_when_asked_for(client: FlaskClient) -> None:
    hit = client.get("/api/v1/search?q=password&locale=en&explain=1").get_json()["hits"][0]
    assert hit["explanation"]
    assert {"layer", "token", "score"} == set(hit["explanation"][0])


def test_a_search_says_which_of_all_its_hits_these_are_and_how_to_narrow_them_down(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=gadget&locale=en&page=2").get_json()
    assert (answer["first"], answer["last"], answer["total"], answer["unfiltered"]) == (11, 12, 12, 12)
    assert [(topic["path"], topic["level"]) for topic in answer["facets"]["topics"]] == []
    assert answer["best_answer"] is None
    both = client.get("/api/v1/search?q=invoice+password&locale=en&topic=billing&kind=article").get_json()
    assert (both["total"], both["unfiltered"]) == (1, 2)
    assert [(topic["path"], topic["count"], topic["is_chosen"]) for topic in both["facets"]["topics"]] == [
        ("account", 1, False),
        ("billing", 1, True),
    ]
    assert both["facets"]["kinds"] == [{"kind": "article", "count": 1, "is_chosen": True}]
    none = client.get("/api/v1/search?q=qzxqzx&locale=en").get_json()
    assert (none["first"], none["last"], none["facets"]) == (0, 0, {"topics": [], "kinds": []})


def test_a_sure_search_carries_its_best_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=forgot+my+password&locale=en").get_json()
    best = answer["best_answer"]
    assert best["url"] == answer["hits"][0]["sections"][0]["url"]
    assert (best["title"], best["heading"], best["kind"]) == ("Change your password", "If you forgot it", "article")
    assert (best["html"], best["text"], best["steps"]) == ("<p>We send a reset mail.</p>", "We send a reset mail.", [])
    assert best["trail"] == [{"path": "account", "title": "Account", "url": "/en/topics/account"}]
    assert best["updated"] == "2026-11-01"


def test_a_correction_is_told_with_how_sure_the_search_is(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=invoce&locale=en").get_json()
    assert answer["corrections"] == [{"typed": "invoce", "meant": "invoice"}]
    assert answer["hits"][0]["slug"] == "billing/invoice"
    assert answer["confidence_score"] == answer["sureness"] > 0


@pytest.mark.parametrize("parameters", ["exact=1", "without=typo", "without=reading,+typo", "exact=1&without=pair"])
def test_corrections_can_be_switched_off(client: FlaskClient, parameters: str) -> None:
    answer = client.get(f"/api/v1/search?q=invoce&locale=en&{parameters}").get_json()
    assert answer["corrections"] == []
    assert "billing/invoice" not in [hit["slug"] for hit in answer["hits"]]


def test_an_unknown_layer_is_refused_with_the_names_there_are(client: FlaskClient) -> None:
    (error,) = client.get("/api/v1/search?q=a&locale=en&without=magic").get_json()["errors"]
    assert error["detail"] == ("There is no layer 'magic'. The layers are word, pair, synonym, typo, reading, script.")


def test_an_article_without_a_translation_is_answered_in_its_own_locale(client: FlaskClient) -> None:
    hit = client.get("/api/v1/search?q=passkey&locale=ja").get_json()["hits"][0]
    assert (hit["locale"], hit["url"]) == ("en", "/en/articles/account/sign-in")
    assert hit["topic"]["url"] == "/en/topics/account"


def test_a_heading_is_suggested_with_its_article_and_leads_to_it(client: FlaskClient) -> None:
    (suggestion, *_) = client.get("/api/v1/suggest?q=forgot&locale=en").get_json()["suggestions"]
    assert "".join(run["text"] for run in suggestion["title"]) == "If you forgot it"
    assert suggestion["topic"] == "Change your password"
    assert suggestion["url"] == f"/en/articles/account/password#{suggestion['anchor']}"


def test_suggestions_complete_what_is_typed(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=passw&locale=en").get_json()
    assert "/en/articles/account/password" in [suggestion["url"] for suggestion in answer["suggestions"]]
    assert answer["generation"] == "g1"
    assert len(client.get("/api/v1/suggest?q=device&locale=en&limit=2").get_json()["suggestions"]) <= 2


def test_an_article_is_answered_with_its_translations(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/ja/billing/invoice").get_json()
    assert answer["title"] == "請求書を発行する"
    assert answer["translations"] == [{"locale": "en", "url": "/en/articles/billing/invoice"}]
    assert [section["heading"] for section in answer["sections"]] == ["発行の手順", "PDFで送る"]
    assert "<h2" in answer["html"]


def test_an_article_that_moved_says_where(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/en/billing/old-invoice")
    assert (answer.status_code, answer.location) == (301, "/api/v1/articles/en/billing/invoice")


@pytest.mark.parametrize(
    ("url", "parameters"),
    [
        ("/api/v1/search", {"q", "locale"}),
        ("/api/v1/search?q=a&locale=klingon", {"locale"}),
        ("/api/v1/search?q=a&locale=en&kind=recipe", {"kind"}),
        ("/api/v1/search?q=a&locale=fr", {"locale"}),
        (f"/api/v1/search?q=a&locale=en&page={MAX_PAGE + 1}", {"page"}),
        ("/api/v1/search?q=a&locale=en&page=x&explain=perhaps", {"page", "explain"}),
        ("/api/v1/search?q=a&locale=en&exact=2&without=typo,magic", {"exact", "without"}),
        ("/api/v1/suggest?q=a&locale=en&limit=1000", {"limit"}),
    ],
)
def test_bad_parameters_are_named_in_a_problem(client: FlaskClient, url: str, parameters: set[str]) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert {error["parameter"] for error in answer.get_json()["errors"]} == parameters
    assert all(error["detail"] for error in answer.get_json()["errors"])
    assert answer.get_json()["instance"] == url.partition("?")[0]


@pytest.mark.parametrize("url", ["/api/v1/nowhere", "/api/v1/articles/en/none", "/api/v1", "/api/v1/articles/ja/%00"])
def test_what_is_not_there_is_a_problem(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json()["status"] == 404


LONG = "とても長い題名の記事をここに書いて表示の幅を確かめます" * 3
LONG_ARTICLE = "---\ntitle: 題名{number}{long}\nquestions: ['題名は{long}ですか', '題名の{long}']\n---\n本文です。\n"
SUGGEST_LIMIT = 2_048


@pytest.mark.parametrize("slug", ["article", "とても長い日本語のアドレスを持つ記事"])
@pytest.mark.parametrize("typed", ["題名", "題名" * 50, "題名 " + "&<\"'" * 60], ids=["short", "long", "marks"])
def test_suggestions_with_long_japanese_titles_fit_into_two_kilobytes(tmp_path: Path, slug: str, typed: str) -> None:
    for number in range(12):
        file = tmp_path / f"articles/ja/トピック/{slug}-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(LONG_ARTICLE.format(number=number, long=LONG), encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance" / "index")
    client = create_app(config_for(tmp_path)).test_client()
    answer = client.get("/api/v1/suggest", query_string={"q": typed, "locale": "ja", "limit": 20})
    assert len(answer.get_data()) <= SUGGEST_LIMIT
    suggestions = answer.get_json()["suggestions"]
    assert suggestions
    for suggestion in suggestions:
        shown = "".join(run["text"] for run in suggestion["title"])
        assert shown.startswith("題名")
        assert shown.endswith("…")
