"""Who signed in reads internal articles; nothing of that reaches anybody else, whoever comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.web.conftest import config_for, png, write_articles
from tests.web.signing_in import add_reader, sign_in
from tests.web.test_internal import ARTICLE, GONE, PAGES, SECRET

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

READ = "/en/articles/staff/rules"
SHOWING = {  # what each place shows of the internal article
    READ: f"Text {SECRET}",
    f"{READ}.md": f"Text {SECRET}",
    "/en/": "/en/topics/staff",
    "/en/topics/staff": f"Title {SECRET}",
    "/en/articles/billing/invoice": READ,
    f"/en/search?q={SECRET}": READ,
    "/sitemap.xml": READ,
    "/en/feed.xml": f"Title {SECRET}",
    "/llms.txt": f"Title {SECRET}",
    "/en/llms.txt": f"Title {SECRET}",
    f"/api/v1/search?q={SECRET}&locale=en": '"is_internal":true',
    "/api/v1/suggest?q=zanz&locale=en": '"is_internal":true',
    "/api/v1/articles/en/staff/rules": '"is_internal":true',
}
VIEWED = sorted({*PAGES, *GONE, *SHOWING})
MARKS = (f"Title {SECRET}", f"Summary {SECRET}", f"Text {SECRET}", f"Heading {SECRET}", "staff/rules", "topics/staff")


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    write_articles(tmp_path / "articles")
    staff = tmp_path / "articles/en/staff"
    staff.mkdir()
    (staff / "rules.md").write_text(ARTICLE.replace("VISIBILITY", "internal"), encoding="utf-8")
    (staff / "secret.png").write_bytes(png())
    invoice = tmp_path / "articles/en/billing/invoice.md"
    invoice.write_text(invoice.read_text().replace("title:", "related: [staff/rules]\ntitle:", 1))
    config = config_for(tmp_path)
    publish(config.articles, config.index, internal=config.internal_index)
    add_reader(config)
    return create_app(config)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def member(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client)
    return client


def get(client: FlaskClient, url: str, headers: dict[str, str] | None = None) -> TestResponse:
    """The whole answer; a file is read and closed."""
    return client.get(url, headers=headers, buffered=True)


def assert_shows_nothing(answer: TestResponse, url: str) -> None:
    text = "" if answer.mimetype == "image/png" else answer.text
    # What readers typed into the address themselves may be repeated to them.
    assert not [mark for mark in MARKS if mark in text and mark not in url], url
    if url in GONE:
        assert answer.status_code == 404, url


def test_signed_in_readers_see_internal_articles_everywhere(member: FlaskClient) -> None:
    for url, shown in SHOWING.items():
        answer = get(member, url)
        assert answer.status_code == 200, url
        assert shown in answer.text, url
    assert get(member, "/en/articles/staff/secret.png").status_code == 200


def test_internal_articles_are_marked(member: FlaskClient) -> None:
    for url in (READ, f"/en/search?q={SECRET}"):
        assert 'class="hc-internal"' in get(member, url).text, url
    assert 'class="hc-internal"' not in get(member, "/en/articles/billing/invoice").text
    assert "社内向け" in get(member, f"/ja/search?q={SECRET}").text


def test_nobody_may_keep_what_signed_in_readers_are_answered(member: FlaskClient) -> None:
    for url in VIEWED:
        answer = get(member, url)
        if url == "/robots.txt":
            continue
        assert answer.headers["Cache-Control"] == "private, no-store", url
        assert "ETag" not in answer.headers, url
        assert "Last-Modified" not in answer.headers, url
        assert "Cookie" in answer.headers.get("Vary", ""), url


def test_others_see_nothing_before_and_right_after_a_signed_in_reader(client: FlaskClient, member: FlaskClient) -> None:
    for url in VIEWED:
        before = get(client, url)
        assert_shows_nothing(before, url)
        inside = get(member, url)
        after = get(client, url)
        assert_shows_nothing(after, url)
        assert after.headers.get("ETag") == before.headers.get("ETag"), url
        again = get(member, url, headers={"If-None-Match": before.headers.get("ETag", "*")})
        assert again.status_code == inside.status_code, url
        if url in SHOWING:
            assert SHOWING[url] in again.text, url


def test_the_other_order_shows_nothing_either(client: FlaskClient, member: FlaskClient) -> None:
    for url in VIEWED:
        get(member, url)
        assert_shows_nothing(get(client, url), url)
        unchanged = get(client, url, headers={"If-None-Match": "*"})
        if unchanged.status_code == 304:
            assert unchanged.data == b"", url
        else:
            assert_shows_nothing(unchanged, url)


def test_pages_of_signed_in_readers_are_not_remembered(app: Flask, member: FlaskClient) -> None:
    pages = app.extensions["helpcenter"].pages
    before = len(pages)
    for url in SHOWING:
        get(member, url)
    assert len(pages) == before


def test_views_of_signed_in_readers_are_not_counted(app: Flask, member: FlaskClient, client: FlaskClient) -> None:
    counts = app.extensions["helpcenter"].recording._views
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    get(member, READ, headers=browser)
    assert counts.take() is None
    get(client, "/en/articles/billing/invoice", headers=browser)
    assert counts.take() is not None


def test_after_signing_out_nothing_is_shown_any_more(member: FlaskClient) -> None:
    token = get(member, READ).text.partition('name="token" value="')[2].partition('"')[0]
    member.post("/en/sign-out", data={"token": token})
    for url in SHOWING:
        assert_shows_nothing(get(member, url), url)


def test_the_foot_offers_to_sign_in_where_there_is_something_to_read(client: FlaskClient, library: Path) -> None:
    assert 'href="/en/sign-in"' in get(client, "/en/").text
    assert 'href="/en/sign-in?next=/en/articles/staff/rules"' in get(client, READ).text
    assert "sign-in" not in create_app(config_for(library)).test_client().get("/en/account/").text


def test_the_offer_goes_with_the_last_internal_article(app: Flask, client: FlaskClient) -> None:
    config = app.extensions["helpcenter"].config
    tag = get(client, "/en/").headers["ETag"]
    (config.articles / "en/staff/rules.md").unlink()
    publish(config.articles, config.index, internal=config.internal_index)
    answer = get(client, "/en/", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "sign-in" not in answer.text


def test_static_files_are_kept_by_signed_in_readers_too(member: FlaskClient, client: FlaskClient) -> None:
    assert get(member, "/static/base.css").headers["ETag"] == get(client, "/static/base.css").headers["ETag"]


def test_what_everybody_reads_does_not_vary_by_cookie(client: FlaskClient) -> None:
    answer = get(client, "/en/")
    assert "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers
