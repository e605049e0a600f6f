from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.web.security import CONTENT_SECURITY_POLICY
from tests.web.conftest import config_for
from tests.web.dashboard.conftest import READER, WRITER, signed_in
from tests.web.signing_in import send_form, users_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from helpcenter.config import Config

HOME = "/en/dashboard/"


def test_who_is_not_signed_in_signs_in_and_comes_back(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/en/dashboard/?days=7&locale=ja")
    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "private, no-store"
    form = client.get(answer.location).text
    place = unescape(re.findall(r'name="next" value="([^"]+)"', form)[0])
    assert send_form(client, WRITER, next=place).location == "/en/dashboard/?days=7&locale=ja"


def test_a_reader_is_told_that_it_is_for_writers(app: Flask) -> None:
    client = signed_in(app, READER)
    answer = client.get(HOME)
    assert answer.status_code == 403
    assert "The dashboard is for writers" in answer.text
    assert "執筆者向け" in client.get("/ja/dashboard/").text
    assert 'href="/en/dashboard/"' not in client.get("/en/").text


def test_nothing_of_it_is_kept_and_no_script_stands_in_it(writer: FlaskClient) -> None:
    answer = writer.get(HOME)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "ETag" not in answer.headers
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.text)
    assert 'content="noindex"' in answer.text


def test_writers_find_it_at_the_foot_of_every_page(writer: FlaskClient) -> None:
    assert 'href="/ja/dashboard/"' in writer.get("/ja/").text
    assert writer.get("/dashboard/", headers={"Accept-Language": "ja"}).location == "/ja/dashboard/"


def test_filters_stay_in_every_link(writer: FlaskClient) -> None:
    page = writer.get("/en/dashboard/?days=90&surface=panel&screen=/invoices").text
    links = [unescape(link) for link in re.findall(r'href="(/en/dashboard/[^"]*)"', page)]
    inside = [link for link in links if "?" in link]
    assert len(inside) >= 4
    assert all("surface=panel" in link and "screen=%2Finvoices" in link for link in inside)
    assert "/ja/dashboard/?days=90&surface=panel&screen=/invoices" in unescape(page)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=yesterday", "Dates are written like 2026-11-01."),
        ("since=2026-11-02&until=2026-11-01", "The first day comes before the last"),
        ("days=0", "A number of days is from 1 to 731."),
        ("days=many", "A number of days is from 1 to 731."),
        ("days=99999999999999999999", "A number of days is from 1 to 731."),
    ],
)
def test_filters_that_cannot_be_read_are_told(writer: FlaskClient, query: str, told: str) -> None:
    answer = writer.get(f"{HOME}?{query}")
    assert answer.status_code == 200
    assert told in answer.text
    assert "The last 28 days are shown instead." in answer.text


def test_an_address_full_of_rubbish_is_answered(writer: FlaskClient) -> None:
    answer = writer.get(f"{HOME}?screen=%00%ff<script>&segment={'x' * 5_000}&locale=\"'&since=2026-01-01")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_a_locale_that_was_removed_is_not_there(writer: FlaskClient) -> None:
    assert writer.get("/fr/dashboard/").status_code == 404


def test_without_its_database_it_says_so_and_the_site_goes_on(config: Config) -> None:
    app = create_app(config)
    writer = signed_in(app, WRITER)
    app.extensions["helpcenter"].recording.database.close()
    file = Path(config.database_url.removeprefix("sqlite:///"))
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    file.write_bytes(b"not a database at all, whatever its name says" * 100)
    answer = writer.get(HOME)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "The database cannot be used." in answer.text
    assert writer.get("/en/").status_code == 200


def test_a_session_that_is_over_leads_to_signing_in(config: Config) -> None:
    writer = signed_in(create_app(config), WRITER)
    users_of(config).disable(WRITER)
    assert writer.get(HOME).location == "/en/sign-in?next=/en/dashboard/"


def test_forms_need_their_token(writer: FlaskClient) -> None:
    assert writer.post(HOME).status_code in {400, 405}


def test_it_works_before_anything_is_published(tmp_path: Path) -> None:
    (tmp_path / "new" / "articles").mkdir(parents=True)
    config = config_for(tmp_path / "new")
    client = create_app(config).test_client()
    assert client.get(HOME).status_code == 303
