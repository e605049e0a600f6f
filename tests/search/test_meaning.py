"""What a reader meant: readings, slips, synonyms, scripts, whole questions, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.results import Confidence, Correction, SearchRequest

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from tests.search.conftest import Shelf


def first(generation: Generation, query: str, locale: str, *without: str) -> str:
    hits = generation.search(SearchRequest(query, locale, without=frozenset(without))).hits
    return hits[0].slug if hits else ""


@pytest.mark.parametrize(
    ("layer", "query", "locale", "slug"),
    [
        ("reading", "せいきゅうしょ", "ja", "billing/invoice"),
        ("reading", "seikyuusho", "ja", "billing/invoice"),
        ("reading", "pasuwa-do wo saisettei", "ja", "account/reset-password"),
        ("reading", "ぱすわーどをわすれた", "ja", "account/reset-password"),
        ("reading", "kaiyaku", "ja", "billing/cancel"),
        ("typo", "recvoery", "en", "account/two-factor"),
        ("typo", "autentication", "en", "account/two-factor"),
        ("synonym", "退会", "ja", "billing/cancel"),
        ("synonym", "mfa", "en", "account/two-factor"),
        ("script", "クラウドウォッチ", "ja", "billing/invoice"),
    ],
)
def test_each_layer_finds_what_is_meant_and_can_be_switched_off(
    generation: Generation, layer: str, query: str, locale: str, slug: str
) -> None:
    everything = {"reading", "typo", "synonym", "script", "pair"}

    assert first(generation, query, locale) == slug
    assert first(generation, query, locale, *(everything - {layer})) == slug
    assert not generation.search(SearchRequest(query, locale, without=frozenset(everything))).hits or (
        first(generation, query, locale, *everything) != slug
        or generation.search(SearchRequest(query, locale, without=frozenset(everything))).confidence
        is not Confidence.ANSWERED
    )


def test_a_slip_is_told_never_corrected_in_silence(generation: Generation) -> None:
    results = generation.search(SearchRequest("recvoery codes", "en"))

    assert results.corrections == (Correction("recvoery", "recovery"),) or results.corrections == (
        Correction("recvoery", "Recovery"),
    )


def test_a_reading_is_told_with_the_words_it_became(generation: Generation) -> None:
    (correction,) = generation.search(SearchRequest("せいきゅうしょ", "ja")).corrections

    assert correction == Correction("せいきゅうしょ", "請求書")


def test_words_that_are_known_are_not_corrected(generation: Generation) -> None:
    assert generation.search(SearchRequest("reset password", "en")).corrections == ()
    assert generation.search(SearchRequest("パスワードを再設定", "ja")).corrections == ()


def test_an_explanation_names_the_layer(generation: Generation) -> None:
    hit = generation.search(SearchRequest("せいきゅうしょ", "ja", explain=True)).hits[0]

    assert "reading" in {part.layer for part in hit.explanation}


def test_a_question_asked_as_a_whole_wins_over_loose_words(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/leave.md", "---\ntitle: Plans\nquestions: ['(how|where) can I leave [the] team']\n---\nText.")
    empty_shelf.write("en/team.md", "---\ntitle: Leave a team, leave every team\n---\nTeam, leave, team, leave, team.")
    empty_shelf.publish()
    generation = empty_shelf.generation()

    assert first(generation, "where can I leave the team?", "en") == "leave"
    assert first(generation, "how can I leave team", "en") == "leave"


def test_a_title_asked_as_a_whole_comes_first(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Export\n---\nText.")
    for number in range(5):
        empty_shelf.write(
            f"en/n{number}.md", "---\ntitle: Export and import\nquestions: [export export]\n---\nExport, export."
        )
    empty_shelf.publish()

    assert first(empty_shelf.generation(), "export", "en") == "a"


def test_a_librarys_own_synonyms_are_used_from_the_next_generation_on(shelf: Shelf) -> None:
    assert first(shelf.generation(), "zorgle", "en") == ""
    shelf.write("synonyms.yml", "en:\n  - {zorgle: [invoice]}\n")

    shelf.publish()

    assert first(shelf.generation(), "zorgle", "en") == "billing/invoice"
    assert first(shelf.generation(), "zorgle", "en", "synonym") == ""


def test_synonyms_that_lead_in_a_circle_end(shelf: Shelf) -> None:
    shelf.write("synonyms.yml", "en:\n  - {zorgle: [blarp]}\n  - {blarp: [zorgle]}\n  - [blarp, invoice]\n")

    shelf.publish()

    assert first(shelf.generation(), "blarp", "en") == "billing/invoice"
    assert shelf.generation().search(SearchRequest("zorgle", "en")).hits == ()


def test_a_shared_list_changes_what_its_questions_find(shelf: Shelf) -> None:
    shelf.write("en/a.md", "---\ntitle: Plans\nquestions: ['I want to #{go}']\n---\nText.")
    shelf.write("phrases.yml", "en:\n  go: [depart]\n")
    shelf.publish()
    before = first(shelf.generation(), "vanish", "en")
    shelf.write("phrases.yml", "en:\n  go: [depart, vanish]\n")

    published = shelf.publish()

    assert before == ""
    assert published.problems == ()
    assert first(shelf.generation(), "vanish", "en") == "a"


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("synonyms.yml", "en:\n  - lonely\n", 2, "no group"),
        ("synonyms.yml", "- [a, b]\n", 1, "not sorted by locale"),
        ("synonyms.yml", "en: [\n", 2, "cannot be read"),
        ("phrases.yml", "en:\n  loop: ['#{loop}']\n", 2, "names itself"),
        ("phrases.yml", "en:\n  word: single\n", 2, "no list of phrases"),
    ],
)
def test_a_broken_word_list_is_told_and_the_site_stays(
    shelf: Shelf, name: str, text: str, line: int, message: str
) -> None:
    shelf.write(name, text)

    (problem,) = shelf.publish().problems

    assert (problem.path, problem.line) == (name, line)
    assert message in problem.message
    assert first(shelf.generation(), "invoice", "en") == "billing/invoice"


def test_a_broken_question_is_told_with_its_line_and_the_article_stays(shelf: Shelf) -> None:
    shelf.write("en/a.md", "---\ntitle: Zebras\nquestions:\n  - fine\n  - 'how (do'\n---\nText.")

    (problem,) = shelf.publish().problems

    assert (problem.path, problem.line, problem.key) == ("en/a.md", 5, "questions")
    assert "never closed" in problem.message
    assert first(shelf.generation(), "zebras", "en") == "a"
