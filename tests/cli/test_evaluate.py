from __future__ import annotations

import json
from typing import TYPE_CHECKING

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
