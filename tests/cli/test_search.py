from __future__ import annotations

import json
from typing import TYPE_CHECKING

from helpcenter.app import create_app
from helpcenter.config import load_config

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter


def test_search_shows_title_place_and_snippet(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "reset password ask link mail", "--instance", str(published))
    assert result.exit_code == 0
    assert "Reset your password" in result.output
    assert "/en/articles/account/password#ask-for-a-link" in result.output
    assert "We mail you a link." in result.output


def test_json_is_what_the_api_answers(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "refund", "--json", "--explain", "--instance", str(published))
    app = create_app(load_config({"instance": published}, {}))
    answer = app.test_client().get("/api/v1/search?q=refund&locale=en&explain=1").get_json()
    assert answer["hits"][0]["explanation"]
    assert json.loads(result.output) == answer


def test_japanese_writing_asks_the_japanese_site(helpcenter: HelpCenter, published: Path) -> None:
    answer = json.loads(helpcenter("search", "パスワード", "--json", HELPCENTER_INSTANCE=str(published)).output)
    assert (answer["locale"], answer["hits"][0]["slug"]) == ("ja", "account/password")


def test_named_locale_is_asked(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "パスワード", "--locale", "en", "--json", HELPCENTER_INSTANCE=str(published))
    assert json.loads(result.output)["locale"] == "en"


def test_explanation_names_layers_and_scores(helpcenter: HelpCenter, published: Path) -> None:
    plain = helpcenter("search", "refund", "--instance", str(published)).output
    explained = helpcenter("search", "refund", "--explain", "--instance", str(published)).output
    assert len(explained.splitlines()) > len(plain.splitlines())


def test_nothing_found_is_no_failure(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "xyzzyplugh", "--instance", str(published))
    assert result.exit_code == 0
    assert result.output.startswith("0 articles in en")


def test_locale_without_articles_is_refused(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "refund", "--locale", "de", "--instance", str(published))
    assert result.exit_code == 1
    assert "No article is published in locale 'de' (published: en, ja)." in result.stderr


def test_corrections_are_printed_and_exact_makes_none(helpcenter: HelpCenter, published: Path) -> None:
    slip = helpcenter("search", "refnud", "--instance", str(published)).output
    assert "Searched for 'refund', which 'refnud' seems to mean" in slip
    assert "Get a refund" in slip
    exact = helpcenter("search", "refnud", "--exact", "--instance", str(published)).output
    assert "Searched for" not in exact
    assert "Get a refund" not in exact


def test_an_explanation_says_that_a_slip_was_mended(helpcenter: HelpCenter, published: Path) -> None:
    explained = helpcenter("search", "refnud", "--explain", "--instance", str(published)).output
    assert "typo: refund" in explained


def test_layers_can_be_switched_off_one_by_one(helpcenter: HelpCenter, published: Path) -> None:
    off = ("--without", "typo", "--without", "synonym", "--json")
    answer = json.loads(helpcenter("search", "refnud", *off, "--instance", str(published)).output)
    assert answer["corrections"] == []


def test_an_unknown_layer_is_refused_with_the_names_there_are(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "x", "--without", "magic", "--instance", str(published))
    assert result.exit_code == 2
    assert "'typo'" in result.stderr


def test_the_best_answer_comes_first(helpcenter: HelpCenter, published: Path) -> None:
    lines = helpcenter("search", "reset password ask link mail", "--instance", str(published)).output.splitlines()
    assert lines[2:5] == ["Best answer", "    Ask for a link", "    We mail you a link."]


def test_results_are_narrowed_down_by_topic_and_kind(helpcenter: HelpCenter, published: Path) -> None:
    narrowed = helpcenter("search", "refund", "--topic", "account", "--kind", "faq", "--instance", str(published))
    assert narrowed.exit_code == 0
    assert narrowed.output.startswith("0 articles in en, topic account, kind faq (1 without)")


def test_an_unknown_kind_is_refused_with_the_kinds_there_are(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "refund", "--kind", "recipe", "--instance", str(published))
    assert result.exit_code == 2
    assert "'troubleshooting'" in result.stderr


def test_a_further_page_says_which_results_it_has(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("search", "refund", "--page", "2", "--json", "--instance", str(published))
    assert json.loads(result.output)["page"] == 2
