from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.journal import Journal
from helpcenter.insights.searches.events import Audience, Finding, Search, SearchSurface, encoded
from helpcenter.insights.searches.reading import intents
from helpcenter.insights.searches.writing import write_event
from helpcenter.search.results import Confidence
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import HelpCenter

NOW = datetime.now(UTC)
_order = count()
FOUND = Finding(2, Confidence.ANSWERED, 0.9, "g1", "c0ffee", ("ja/料金/返金", "ja/a"))


def search(query: str, days_ago: int = 0) -> Search:
    return Search(
        id=f"{query} {days_ago}"[:36],
        at=NOW - timedelta(days=days_ago) + timedelta(milliseconds=next(_order)),
        visitor=f"v{query}"[:32],
        audience=Audience.READER,
        surface=SearchSurface.SITE,
        locale="ja",
        query=query,
        finding=FOUND,
    )


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db")
    for event in (search("=返金"), search("Taro Yamada の請求書"), search("山田 太郎", 40), search("100% off")):
        write_event(event, database)
    return database


@pytest.fixture
def searches(helpcenter: HelpCenter, tmp_path: Path) -> HelpCenter:
    def run(*arguments: str, **environ: str) -> Result:
        return helpcenter("searches", *arguments, "--instance", str(tmp_path), **environ)

    return run


def test_table_has_every_search_and_no_formula(searches: HelpCenter, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "searches.csv"
    assert "4 searches" in searches("export", str(file)).output
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [row["query"] for row in rows] == ["山田 太郎", "'=返金", "Taro Yamada の請求書", "100% off"]
    assert rows[0]["shown"] == "ja/料金/返金 ja/a"
    assert "visitor" not in rows[0]


def test_lines_have_the_last_days_alone(searches: HelpCenter, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "searches.jsonl"
    searches("export", str(file), "--days", "30")
    said = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [each["query"] for each in said] == ["=返金", "Taro Yamada の請求書", "100% off"]
    assert said[0]["shown"] == ["ja/料金/返金", "ja/a"]


def test_file_of_another_kind_is_refused(searches: HelpCenter, tmp_path: Path) -> None:
    result = searches("export", str(tmp_path / "searches.xlsx"))
    assert result.exit_code == 2
    assert ".csv or .jsonl" in result.output


def test_words_are_erased_wherever_they_are(searches: HelpCenter, database: Database, tmp_path: Path) -> None:
    Journal(tmp_path / "searches").append(encoded(search("who is TARO YAMADA")))
    assert "2 searches" in searches("erase", "taro yamada").output
    assert [each.query for each in intents(database)] == ["山田 太郎", "=返金", "100% off"]


@pytest.mark.parametrize("words", ["%", "0% of"])
def test_signs_stand_for_themselves(words: str, searches: HelpCenter, database: Database) -> None:
    assert "1 searches" in searches("erase", words).output
    assert "100% off" not in [each.query for each in intents(database)]


def test_nothing_is_erased_for_no_words(searches: HelpCenter, database: Database) -> None:
    assert searches("erase", "  ").exit_code == 2
    assert len(list(intents(database))) == 4
