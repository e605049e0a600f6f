from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter

JUDGED = """query\tlang\tslugs\tkind
refund\ten\tbilling/refund\tkeyword
money back please\ten\tbilling/refund account/password\tquestion
パスワード\tja\taccount/password\tkeyword
xyzzyplugh\ten\t\tnone
"""


def test_report_has_the_agreed_form(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judgments = write(tmp_path / "j.tsv", JUDGED)
    result = helpcenter("evaluate", str(judgments), "--json", HELPCENTER_INSTANCE=str(published))
    assert result.exit_code == 0
    report = json.loads(result.output)
    rates = {"answer_at_1", "answer_at_3", "answer_at_5", "mrr"}
    assert set(report) == rates | {
        "queries",
        "by_article",
        "by_kind",
        "zero_result_rate",
        "unanswerable",
        "answerable_flagged",
        "cards",
        "latency_ms",
    }
    assert report["queries"] == 4
    assert report["answer_at_3"] == 1.0
    assert set(report["by_article"]) == rates
    assert set(report["by_kind"]) == {"keyword", "question"}
    assert set(report["by_kind"]["keyword"]) == rates | {"queries"}
    assert report["by_kind"]["keyword"]["queries"] == 2
    assert report["zero_result_rate"] == 0.0
    assert report["unanswerable"] == {"queries": 1, "flagged": 1}
    assert isinstance(report["answerable_flagged"], int)
    assert set(report["cards"]) == {
        "answerable",
        "answerable_first",
        "first_carded",
        "carded",
        "carded_right",
        "unanswerable",
        "unanswerable_carded",
    }
    assert report["cards"]["answerable"] == 3
    assert report["cards"]["unanswerable"] == 1
    assert 0 < report["latency_ms"]["p50"] <= report["latency_ms"]["p95"]


def test_table_shows_the_same_rates(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judgments = write(tmp_path / "j.tsv", JUDGED)
    result = helpcenter("evaluate", str(judgments), "--instance", str(published))
    assert result.exit_code == 0
    assert "100.0%" in result.output
    assert "1 of 1 unanswerable queries" in result.output


def test_own_judged_queries_are_read_too(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judgments = write(tmp_path / "s.yml", "- {query: refund, locale: en, articles: [billing/refund]}\n")
    result = helpcenter("evaluate", str(judgments), "--json", "--instance", str(published))
    assert json.loads(result.output)["answer_at_1"] == 1.0


def test_malformed_line_is_named(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judgments = write(tmp_path / "j.tsv", JUDGED + "one column only\n")
    result = helpcenter("evaluate", str(judgments), "--instance", str(published))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"Error: {judgments}:6: 1 columns where the header has 4." in result.stderr


def test_locale_that_is_not_published_is_no_zero_rate(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judgments = write(tmp_path / "j.tsv", "query\tlang\tslugs\nErstattung\tde\tbilling/refund\n")
    result = helpcenter("evaluate", str(judgments), "--json", "--instance", str(published))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "j.tsv:2: there is no published article in 'de' (published: en, ja)" in result.stderr


def test_without_an_index_there_is_no_report(helpcenter: HelpCenter, tmp_path: Path) -> None:
    judgments = write(tmp_path / "j.tsv", JUDGED)
    result = helpcenter("evaluate", str(judgments), "--json", "--instance", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Run `helpcenter index`." in result.stderr


def test_losers_are_the_answerable_queries_not_answered_in_the_first_three(
    helpcenter: HelpCenter, published: Path, tmp_path: Path
) -> None:
    judgments = write(tmp_path / "j.tsv", JUDGED + "reset link\ten\tbilling/refund\tquestion\n")
    losers = tmp_path / "losers.tsv"
    result = helpcenter("evaluate", str(judgments), "--losers", str(losers), "--instance", str(published))
    assert result.exit_code == 0
    assert losers.read_text(encoding="utf-8").splitlines() == [
        "query\tlang\tslugs\tkind\trank\tfound",
        "reset link\ten\tbilling/refund\tquestion\t0\taccount/password",
    ]


def test_a_run_is_compared_with_one_that_was_saved(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judgments, run = write(tmp_path / "j.tsv", JUDGED), tmp_path / "run.json"
    assert helpcenter("evaluate", str(judgments), "--save", str(run), "--instance", str(published)).exit_code == 0
    saved = json.loads(run.read_text(encoding="utf-8"))
    assert [ranked["rank"] for ranked in saved["ranks"]] == [1, 1, 1]
    saved["ranks"][0]["rank"] = 0
    run.write_text(json.dumps(saved), encoding="utf-8")
    compared = ("evaluate", str(judgments), "--compare", str(run), "--instance", str(published))
    assert "answer_at_3 66.7% → 100.0% (+33.3%; 1 gained, 0 lost), p = 1.0000" in helpcenter(*compared).output
    assert json.loads(helpcenter(*compared, "--json").output)["comparison"]["gained"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [("{}", "is no saved run"), ('{"generation": "g1", "ranks": []}', "is of other judged queries")],
)
def test_a_run_that_cannot_be_compared_is_refused(
    helpcenter: HelpCenter, published: Path, tmp_path: Path, text: str, message: str
) -> None:
    judgments, run = write(tmp_path / "j.tsv", JUDGED), write(tmp_path / "run.json", text)
    result = helpcenter("evaluate", str(judgments), "--compare", str(run), "--instance", str(published))
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
