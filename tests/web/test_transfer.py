from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from helpcenter.web.assets import Assets
from helpcenter.web.codings import Coding, unpack
from helpcenter.web.transfer import PageMemory
from tests.web.conftest import config_for, write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

PAGES = ["/ja/", "/ja/topics/billing", "/ja/articles/billing/invoice", "/en/search?q=invoice"]
LARGE = [*PAGES, "/api/v1/openapi.json", "/static/tokens.css"]
ANSWERS = [*LARGE, "/api/v1/search?q=invoice&locale=en"]


@pytest.mark.parametrize("url", ANSWERS)
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_reader_who_has_the_page_gets_304(client: FlaskClient, url: str, encoding: str) -> None:
    first = client.get(url, headers={"Accept-Encoding": encoding})
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get(url, headers={"Accept-Encoding": encoding, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    other = client.get(url, headers={"Accept-Encoding": encoding, "If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("url", LARGE)
@pytest.mark.parametrize("coding", [Coding.BROTLI, Coding.GZIP])
def test_packed_is_the_same_page_under_another_tag(client: FlaskClient, url: str, coding: Coding) -> None:
    plain = client.get(url, headers={"Accept-Encoding": "identity"})
    packed = client.get(url, headers={"Accept-Encoding": coding})
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["Content-Encoding"] == coding
    assert unpack(packed.data, coding) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("url", LARGE)
def test_brotli_is_smaller_and_every_coding_has_its_own_tag(client: FlaskClient, url: str) -> None:
    answers = [client.get(url, headers={"Accept-Encoding": name}) for name in ("br", "gzip", "identity")]
    assert sorted(len(answer.data) for answer in answers) == [len(answer.data) for answer in answers]
    assert len({answer.headers["ETag"] for answer in answers}) == 3


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("*", "br"),
        ("br;q=0, gzip;q=0", None),
        ("zstd", None),
        ("", None),
        ("br;q=nonsense, \x00", None),
    ],
)
def test_the_reader_chooses_the_coding(client: FlaskClient, header: str, coding: str | None) -> None:
    for url in ("/ja/", "/static/tokens.css", "/api/v1/openapi.json"):
        assert client.get(url, headers={"Accept-Encoding": header}).headers.get("Content-Encoding") == coding


def test_a_page_read_in_one_coding_is_remembered_for_all(client: FlaskClient) -> None:
    url = "/en/articles/account/devices/device-03"
    first, second, third, again = (
        client.get(url, headers={"Accept-Encoding": name}) for name in ("gzip", "br", "identity", "gzip")
    )
    assert gzip.decompress(first.data) == brotli.decompress(second.data) == third.data
    assert again.data == first.data


def test_pages_differ_in_their_tags(client: FlaskClient) -> None:
    tags = [client.get(url).headers["ETag"] for url in PAGES]
    assert len(set(tags)) == len(tags)


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    answer = client.head("/ja/articles/billing/invoice")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == client.get("/ja/articles/billing/invoice").headers["ETag"]


def test_a_new_generation_changes_pages_and_their_tags(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    client = create_app(config_for(tmp_path)).test_client()
    before = client.get("/en/articles/account/sign-in")
    article = tmp_path / "articles/en/account/sign-in.md"
    article.write_text("---\ntitle: Sign in anew\n---\nChanged.\n", encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    after = client.get("/en/articles/account/sign-in", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Sign in anew" in after.text


def test_the_home_page_is_light(client: FlaskClient) -> None:
    page = client.get("/ja/", headers={"Accept-Encoding": "gzip"})
    parts = [part.partition('"')[0] for part in gzip.decompress(page.data).decode().split('"/static/')[1:]]
    sizes = [len(client.get(f"/static/{part}", headers={"Accept-Encoding": "gzip"}).data) for part in parts]
    assert len(parts) >= 5
    assert len(page.data) + sum(sizes) <= 60 * 1024


def test_long_style_sheet_is_kept_in_parts_and_sent_as_one(tmp_path: Path) -> None:
    ours, own = tmp_path / "ours", tmp_path / "own"
    (ours / "content.css").mkdir(parents=True)
    for name, rule in (("2-lists.css", "li {}\n"), ("1-text.css", "p {}\n")):
        (ours / "content.css" / name).write_text(rule, encoding="utf-8")
    sent = Assets(ours).get("content.css")
    assert sent is not None
    assert (sent.body, sent.mimetype) == (b"p {}\n\nli {}\n", "text/css")
    assert "content.css/1-text.css" not in Assets(ours)
    own.mkdir()
    (own / "content.css").write_text("p { margin: 0 }", encoding="utf-8")
    overridden = Assets(ours, own).get("content.css")
    assert overridden is not None
    assert overridden.body == b"p { margin: 0 }"


def test_static_files_are_kept_for_good_only_under_their_own_digest(client: FlaskClient, app: Flask) -> None:
    url = app.extensions["helpcenter"].assets.url("tokens.css")
    assert "immutable" in client.get(url).headers["Cache-Control"]
    assert client.get("/static/tokens.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/tokens.css?v=old").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("coding", list(Coding))
def test_the_memory_of_pages_is_bounded_and_forgets_the_least_read(coding: Coding) -> None:
    memory = PageMemory(limit=1000)
    for number in range(200):
        memory.keep(f"page {number}", f"<p>{number}</p>", coding)
        assert memory.get("page 0", coding)
    assert 1 < len(memory) < 200
    assert memory.get("page 1", coding) is None
    assert memory.get("page 199", coding)


@pytest.mark.parametrize("coding", list(Coding))
def test_a_page_too_large_for_the_memory_is_still_sent(coding: Coding) -> None:
    memory = PageMemory(limit=100)
    html = "".join(map(str, range(500)))
    assert unpack(memory.keep("large", html, coding), coding).decode() == html
    assert len(memory) == 0
