from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter

LINK_TO_NOWHERE = "---\ntitle: Links\n---\nSee [this](no-such-article.md).\n"


def test_sound_articles_pass(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    result = helpcenter("check", HELPCENTER_ARTICLES=str(articles), HELPCENTER_INSTANCE=str(tmp_path / "i"))
    assert result.exit_code == 0
    assert (
        result.output
        == f"{articles}: no problems, judged queries: 0\n0 question patterns for 0 phrasings of what readers ask\n"
    )
    assert not (tmp_path / "i").exists()


def test_error_fails_with_place_key_and_remedy(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "ja" / "broken.md", "---\ntitel: 下書き\n---\n本文です。\n")
    result = helpcenter("check", "--articles", str(articles))
    assert result.exit_code == 1
    assert "error: ja/broken.md:2: [titel]" in result.output
    assert "title" in result.output.split("[titel]")[1]


def test_warnings_fail_only_when_strict(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "en" / "links.md", LINK_TO_NOWHERE)
    relaxed = helpcenter("check", "--articles", str(articles))
    assert "warning: en/links.md:4:" in relaxed.output
    assert "1 warning," in relaxed.output
    assert relaxed.exit_code == 0
    assert helpcenter("check", "--strict", "--articles", str(articles)).exit_code == 1


def test_json_has_every_part_of_a_problem(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "en" / "links.md", LINK_TO_NOWHERE)
    report = json.loads(helpcenter("check", "--json", "--articles", str(articles)).output)
    assert (report["errors"], report["warnings"], report["queries"]) == (0, 1, 0)
    (problem,) = report["problems"]
    assert (problem["severity"], problem["path"], problem["line"]) == ("warning", "en/links.md", 4)
    assert problem["message"]
    assert problem["suggestion"]


def test_judged_queries_that_find_their_article_pass(helpcenter: HelpCenter, articles: Path) -> None:
    write(
        articles / "searches.yml",
        "- {query: refund, locale: en, articles: [billing/refund]}\n"
        "- {query: パスワード, locale: ja, articles: [account/password]}\n"
        "- {query: xyzzyplugh, locale: en, articles: []}\n",
    )
    result = helpcenter("check", "--strict", "--articles", str(articles))
    assert result.exit_code == 0
    assert "no problems, judged queries: 3\n" in result.output


def test_proven_query_that_is_lost_is_told_with_its_old_place_and_its_new_one(
    helpcenter: HelpCenter, articles: Path
) -> None:
    entry = "- {query: refund, locale: en, articles: [%s], proven: 2026-11-22, rank: 2}\n"
    write(articles / "searches.yml", entry % "billing/refund")
    assert helpcenter("check", "--articles", str(articles)).exit_code == 0
    write(articles / "searches.yml", entry % "account/password")
    result = helpcenter("check", "--articles", str(articles))
    assert result.exit_code == 1
    assert (
        "error: searches.yml:1: [query] 'refund' (en) was proven on 2026-11-22 to find account/password in place 2, "
        "and is lost: it is not among the first ten." in result.output
    )


def test_judged_query_that_loses_its_article_is_an_error(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "searches.yml", "\n- {query: refund, locale: en, articles: [account/password]}\n")
    result = helpcenter("check", "--articles", str(articles))
    assert result.exit_code == 1
    assert "error: searches.yml:2: [query] 'refund' (en) does not find account/password in the top 3" in result.output
    assert "Add the reader's words to the article's title, headings or questions." in result.output


def test_confident_answer_to_an_unanswerable_query_is_a_warning(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "searches.yml", "- {query: get a refund, locale: en, articles: []}\n")
    result = helpcenter("check", "--articles", str(articles))
    assert result.exit_code == 0
    assert "warning: searches.yml:1: [query] 'get a refund' (en) is answered with confidence" in result.output


def test_judged_slug_that_is_no_article_suggests_the_nearest(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "searches.yml", "- {query: refund, locale: en, articles: [billing/refunds]}\n")
    result = helpcenter("check", "--articles", str(articles))
    assert result.exit_code == 1
    assert "[articles] 'billing/refunds' is no published article in 'en'" in result.output
    assert "Did you mean 'billing/refund'?" in result.output


def test_malformed_judged_queries_do_not_hide_other_problems(helpcenter: HelpCenter, articles: Path) -> None:
    write(articles / "searches.yml", "- {query: refund}\n")
    write(articles / "en" / "links.md", LINK_TO_NOWHERE)
    result = helpcenter("check", "--articles", str(articles))
    assert result.exit_code == 1
    assert "searches.yml:1: each entry has exactly the keys" in result.output
    assert "en/links.md:4" in result.output


@pytest.mark.parametrize("judged", ["", "- {query: refund, locale: en, articles: [billing/refund]}\n"])
def test_question_patterns_are_counted_with_what_they_stand_for(
    helpcenter: HelpCenter, articles: Path, judged: str
) -> None:
    write(articles / "en/end.md", "---\ntitle: End\nquestions: ['(cancel|end) [my] plan', leave]\n---\nText.\n")
    write(articles / "searches.yml", judged)
    result = helpcenter("check", "--articles", str(articles))
    assert result.output.endswith("2 question patterns for 5 phrasings of what readers ask\n")
    report = json.loads(helpcenter("check", "--json", "--articles", str(articles)).output)
    assert report["questions"] == {"patterns": 2, "phrasings": 5}


def test_missing_folder_is_one_line(helpcenter: HelpCenter, tmp_path: Path) -> None:
    result = helpcenter("check", "--articles", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert str(tmp_path / "none") in result.stderr
