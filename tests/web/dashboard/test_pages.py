from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.storage.database import Database
from tests.web.conftest import config_for
from tests.web.dashboard.conftest import ADMIN, signed_in
from tests.web.dashboard.filled import FORMULA, fill

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

PAGES = (
    *("", "searches", "searches?by=empty", "articles", "articles?by=review", "walkthroughs"),
    *("screens", "adoption", "surveys", "users", "searches/query?of=en&q=invoice"),
    *("articles/article?of=en&slug=billing/invoice", "walkthroughs/walkthrough?slug=billing/invoice"),
)
TABLES = (
    *("figures", "days", "unanswered", "queries", "outcomes", "articles", "walkthroughs"),
    *("missing-targets", "screens", "phases", "surveys", "scores", "survey-comments"),
)


@pytest.fixture(scope="session")
def busy(made: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The browser of an admin of a site where a little of everything happened."""
    folder = tmp_path_factory.mktemp("busy")
    shutil.copytree(made, folder, dirs_exist_ok=True)
    config = config_for(folder)
    fill(Database(config.database_url))
    return signed_in(create_app(config), ADMIN)


def rows(client: FlaskClient, table: str, query: str = "") -> list[dict[str, object]]:
    answer = client.get(f"/en/dashboard/export/{table}.json{query}")
    assert answer.status_code == 200
    found: list[dict[str, object]] = json.loads(answer.text)["rows"]
    return found


@pytest.mark.parametrize("locale", ["en", "ja"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_what_happened_and_is_kept_by_nobody(busy: FlaskClient, page: str, locale: str) -> None:
    answer = busy.get(f"/{locale}/dashboard/{page}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.text)


@pytest.mark.parametrize("page", PAGES[:10])
def test_every_page_says_when_there_is_nothing(admin: FlaskClient, page: str) -> None:
    answer = admin.get(f"/en/dashboard/{page}")
    assert answer.status_code == 200
    assert "—" in answer.text or page == "users"


def test_figures_are_shown_with_formula_numerator_and_denominator(busy: FlaskClient) -> None:
    page = unescape(busy.get("/en/dashboard/").text)
    assert "Searches in which a result was opened and not left at once ÷ all searches made" in page
    assert "(5 ÷ 10)" in page
    assert "estimate" in page
    assert "1 search could not be made, as the index was away." in page
    assert "索引が使えず、1件の検索ができませんでした。" in busy.get("/ja/dashboard/").text
    (rate, *_) = rows(busy, "figures")
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (0.5, 5, 10)
    assert rows(busy, "figures", "?since=2020-01-01&until=2020-01-02")[0]["value"] is None


def test_what_one_person_typed_is_shown_nowhere(busy: FlaskClient) -> None:
    everything = [busy.get(f"/en/dashboard/{page}").text for page in PAGES]
    everything += [busy.get(f"/en/dashboard/export/{table}.json").text for table in TABLES]
    assert not any("typed by one alone" in each for each in everything)
    assert busy.get("/en/dashboard/searches/query?of=en&q=typed by one alone").status_code == 404


def test_filters_narrow_down_what_is_shown(busy: FlaskClient) -> None:
    assert [row["screen"] for row in rows(busy, "screens")] == ["/team", "/invoices"]
    assert [row["screen"] for row in rows(busy, "screens", "?segment=phase%3Dactive")] == ["/invoices"]
    assert {row["query"] for row in rows(busy, "queries")} == {"invoice", FORMULA, "請求"}
    assert [row["query"] for row in rows(busy, "queries", "?locale=ja")] == ["請求"]
    assert [row["query"] for row in rows(busy, "queries", "?by=empty")] == ["請求"]
    page = unescape(busy.get("/en/dashboard/searches?screen=/team").text)
    assert "This page is not narrowed down by:" in page


def test_exports_hold_no_formula(busy: FlaskClient) -> None:
    for table in TABLES:
        answer = busy.get(f"/en/dashboard/export/{table}.csv?q={FORMULA}")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"].startswith(f"attachment; filename={table}-")
        for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))):
            assert not any(cell.startswith("=") for cell in row), table
    assert f"'{FORMULA}" in busy.get("/en/dashboard/export/queries.csv").text
    assert busy.get("/en/dashboard/export/nothing.csv").status_code == 404
    assert busy.get("/en/dashboard/export/queries.exe").status_code == 404


def test_a_chart_has_its_table(busy: FlaskClient) -> None:
    page = busy.get("/en/dashboard/?days=7").text
    charts = re.findall(r'<figure class="hc-chart".*?</figure>', page, re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        assert chart.count('<th scope="row" data-value="20') == 7
        assert "Show as a table" in chart


def test_what_is_gone_from_the_library_is_told_by_its_slug(busy: FlaskClient) -> None:
    for missing in ("articles/article?of=en&slug=gone", "walkthroughs/walkthrough?slug=gone"):
        assert busy.get(f"/en/dashboard/{missing}").status_code == 404


def test_nobody_else_takes_a_table_along(busy: FlaskClient) -> None:
    guest = busy.application.test_client()
    assert guest.get("/en/dashboard/export/queries.csv").status_code == 303
