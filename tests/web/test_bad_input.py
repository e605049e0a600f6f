from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.web.bad_input import BAD_QUERIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

QUERIES = pytest.mark.parametrize("query", BAD_QUERIES.values(), ids=BAD_QUERIES.keys())


def encoded(query: str) -> str:
    return quote(query.encode("utf-8", "surrogatepass"))


@QUERIES
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_site_answers_any_query(client: FlaskClient, query: str, locale: str) -> None:
    answer = client.get(f"/{locale}/search?q={encoded(query)}")
    assert answer.status_code == 200
    assert "\0" not in answer.text


@QUERIES
def test_the_api_answers_any_query(client: FlaskClient, query: str) -> None:
    found = client.get(f"/api/v1/search?locale=ja&q={encoded(query)}")
    assert found.status_code == 200
    assert len(found.get_json()["query"]) <= 500
    assert client.get(f"/api/v1/suggest?locale=ja&q={encoded(query)}").status_code == 200


@QUERIES
def test_the_site_answers_any_address(client: FlaskClient, query: str) -> None:
    for folder in ("/", "/ja/", "/ja/articles/", "/ja/topics/", "/api/v1/articles/ja/", "/static/"):
        assert client.get(folder + encoded(query), follow_redirects=True).status_code in {400, 404}


def test_a_truncated_query_is_flagged(client: FlaskClient) -> None:
    assert client.get("/api/v1/search", query_string={"q": "a " * 300, "locale": "en"}).get_json()["truncated"] is True
    assert client.get("/api/v1/search", query_string={"q": "invoice", "locale": "en"}).get_json()["truncated"] is False


@pytest.mark.parametrize("raw", ["%", "%ff%fe", "%ED%A0%80", "q=%zz", "&&&=", ";"])
def test_malformed_query_strings_are_survived(client: FlaskClient, raw: str) -> None:
    assert client.get(f"/en/search?q={raw}").status_code == 200
