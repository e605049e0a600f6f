"""An article that is not public shows nowhere; each place that lists or serves articles is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.web.cards.keeping import cards_of
from tests.web.conftest import config_for, png, write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

SECRET = "zanzibarquux"
ARTICLE = f"""---
title: Title {SECRET}
summary: Summary {SECRET}
questions: ["how to {SECRET}"]
aliases: [old-{SECRET}]
updated: 2026-11-20
visibility: VISIBILITY
---
Text {SECRET}.

## Heading {SECRET}

![picture](secret.png)
"""
PAGES = [
    "/en/", "/en/topics/billing", "/en/topics/staff", "/en/articles/billing/invoice", f"/en/search?q={SECRET}",
    f"/ja/search?q={SECRET}", "/en/search?q=text", f"/en/search?q={SECRET}&exact=1", f"/en/articles/{SECRET}",
    f"/api/v1/search?q={SECRET}&locale=en", f"/api/v1/search?q={SECRET}&locale=en&explain=1",
    "/api/v1/suggest?q=zanz&locale=en", "/api/v1/suggest?q=title&locale=en",
    "/sitemap.xml", "/sitemaps/1.xml", "/robots.txt", "/en/feed.xml", "/llms.txt", "/en/llms.txt", "/en/opensearch.xml",
    "/en/articles/billing/invoice.md",
]  # fmt: skip
GONE = [
    "/en/articles/staff/rules",
    "/en/articles/staff/rules.md",
    "/en/articles/staff/rules.html",
    "/ja/articles/staff/rules",
    f"/en/articles/old-{SECRET}",
    f"/en/articles/old-{SECRET}.md",
    "/en/articles/staff/secret.png",
    "/en/cards/staff/rules.png",
    "/api/v1/articles/en/staff/rules",
    f"/api/v1/articles/en/old-{SECRET}",
    "/en/topics/staff",
]


@pytest.fixture(params=["internal", "draft"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    staff = tmp_path / "articles/en/staff"
    staff.mkdir()
    (staff / "rules.md").write_text(ARTICLE.replace("VISIBILITY", request.param), encoding="utf-8")
    (staff / "secret.png").write_bytes(png())
    invoice = tmp_path / "articles/en/billing/invoice.md"
    invoice.write_text(invoice.read_text().replace("title:", "related: [staff/rules]\ntitle:", 1))
    publish(tmp_path / "articles", tmp_path / "instance/index")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(config_for(folder)).test_client()


def test_no_place_shows_it(client: FlaskClient) -> None:
    for url in PAGES:
        text = client.get(url).text
        for shown in (f"Title {SECRET}", f"Summary {SECRET}", f"Text {SECRET}", f"Heading {SECRET}", "staff/rules"):
            assert shown not in text, (url, shown)
        if SECRET not in url:  # what readers typed themselves is repeated to them
            assert SECRET not in text, url


def test_none_of_its_addresses_leads_to_it(client: FlaskClient) -> None:
    for url in GONE:
        answer = client.get(url)
        assert answer.status_code == 404, url
        assert f"Title {SECRET}" not in answer.text


def test_it_is_in_no_file_of_the_index_and_on_no_picture(folder: Path) -> None:
    generation = Generations(folder / "instance/index").current()
    for file in generation.folder.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
    assert not any(SECRET in card.text for card in cards_of(generation, "Help"))


def test_what_becomes_internal_is_gone_from_what_readers_and_this_process_remember(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    rules = tmp_path / "articles/en/rules.md"
    rules.write_text(ARTICLE.replace("VISIBILITY", "public").replace("![picture](secret.png)", ""), encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    client = create_app(config_for(tmp_path)).test_client()
    public = ["/en/articles/rules", "/en/articles/rules.md", "/en/", "/sitemap.xml", "/en/feed.xml", "/en/llms.txt"]
    tags = {url: client.get(url).headers["ETag"] for url in public}
    assert all(SECRET in client.get(url).text for url in public if url != "/sitemap.xml")
    rules.write_text(ARTICLE.replace("VISIBILITY", "internal").replace("![picture](secret.png)", ""), encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    for url, tag in tags.items():
        answer = client.get(url, headers={"If-None-Match": tag})
        assert answer.status_code in {200, 404}, url
        assert SECRET not in answer.text
