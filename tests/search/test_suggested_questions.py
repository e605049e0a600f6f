from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.content.questions import literal, read_pattern
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SuggestionKind

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.generation import Generation
    from helpcenter.search.results import Suggestion

PARTS = ["(red|blue) ", "[very] ", "cars ", "(sell|(buy|rent)) ", "boats "]
PLAN_QUESTIONS = ("(cancel|terminate) (my|the) subscription", "is there a cancellation fee", "(stop|pause) paying")
ARTICLES = {
    "en/plan.md": f"""---
title: Change or end your plan
questions: {list(PLAN_QUESTIONS)}
---
Plans in short.

## Moving to another plan

Choose a plan and confirm.

## Fees for leaving early

There is a fee in the first month; cancellation later is free.
""",
    "en/logo.md": "---\ntitle: Change the logo\nquestions: ['change the logo', 'replace our picture']\n---\nT.\n",
    "en/codes.md": "---\ntitle: Error E1043\nquestions: ['what is E1043', 'upgrade to Windows 11']\n---\nText.\n",
    "en/sign-up.md": "---\ntitle: Register\nquestions: ['create an invoice template']\n---\nText.\n",
    "en/board.md": "---\ntitle: The dashboard\n---\nFigures.\n",
    "en/cooks.md": "---\ntitle: Cook\nquestions: ['recipes for soup', 'recipes for cake', 'recipes for bread']\n---\n",
    "en/other.md": "---\ntitle: Recipes\n---\nText.\n",
    "ja/plan.md": """---
title: 契約の手続き
questions: ["(解約|退会)(したい|の方法)", "解約金はかかりますか", "[毎月の]請求書を(送|出)してほしい"]
---
手続きのまとめです。

## 契約を終える

設定の画面で操作します。

## 解約金について

最初の月は解約金がかかります。
""",
    "ja/board.md": "---\ntitle: ダッシュボードの見方\nquestions: ['ログインできない']\n---\n本文です。\n",
    "synonyms.yml": "en:\n  - [logo, emblem]\nja:\n  - [退会, 脱退]\n",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return published(tmp_path_factory.mktemp("shelf"), ARTICLES)


def published(folder: Path, articles: dict[str, str]) -> Generation:
    for name, text in articles.items():
        (folder / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    publish(folder / "articles", folder / "index")
    return Generations(folder / "index").current()


def text_of(suggestion: Suggestion) -> str:
    return "".join(run.text for run in suggestion.title)


def marked(suggestion: Suggestion) -> list[str]:
    return [run.text for run in suggestion.title if run.marked]


def questions(generation: Generation, typed: str, locale: str) -> list[str]:
    return [text_of(each) for each in generation.suggest(typed, locale) if each.kind is SuggestionKind.QUESTION]


def test_a_question_that_matched_is_shown_with_its_article_below(shelf: Generation) -> None:
    first = shelf.suggest("cancellation fee", "en")[0]
    assert (first.kind, first.slug, first.about) == (SuggestionKind.QUESTION, "plan", "Change or end your plan")
    assert text_of(first) == "is there a cancellation fee"
    assert marked(first) == ["cancellation fee"] or marked(first) == ["cancellation", "fee"]


def test_a_question_leads_to_the_section_that_answers_it_or_else_to_the_article(shelf: Generation) -> None:
    assert shelf.suggest("cancellation fee", "en")[0].anchor == "fees-for-leaving-early"
    assert shelf.suggest("解約金はかか", "ja")[0].anchor == "解約金について"
    assert shelf.suggest("stop paying", "en")[0].anchor == ""


@pytest.mark.parametrize(
    ("locale", "typed", "shown"),
    [
        ("en", "cancel my sub", "cancel my subscription"),
        ("en", "terminate", "terminate my subscription"),
        ("en", "terminate the subs", "terminate the subscription"),
        ("en", "pause pay", "pause paying"),
        ("ja", "退会", "退会したい"),
        ("ja", "解約の方法", "解約の方法"),
        ("ja", "退会の方法", "退会の方法"),
        ("ja", "毎月の請求書", "毎月の請求書を送してほしい"),
    ],
)
def test_the_phrasing_of_a_pattern_is_the_one_that_was_typed(
    shelf: Generation, locale: str, typed: str, shown: str
) -> None:
    assert questions(shelf, typed, locale)[0] == shown


def test_two_questions_of_an_article_may_be_chosen_between_and_never_more(shelf: Generation) -> None:
    assert questions(shelf, "解約", "ja") == ["解約したい", "解約金はかかりますか"]
    found = shelf.suggest("recipes", "en")
    assert [text_of(each) for each in found] == ["Recipes", "recipes for soup", "recipes for cake"]


def test_a_further_question_comes_behind_all_articles_that_have_as_many_words(tmp_path: Path) -> None:
    pages = {f"en/a{n}.md": f"---\ntitle: Alpha {n}\nquestions: ['omega one', 'omega two']\n---\nT.\n" for n in "123"}
    found = published(tmp_path, pages).suggest("omega", "en")
    assert [each.slug for each in found][:3] == ["a1", "a2", "a3"]
    assert [each.slug for each in found][3:] == ["a1", "a2", "a3"]


def test_a_question_that_says_what_the_title_says_is_not_shown_beside_it(shelf: Generation) -> None:
    assert [text_of(each) for each in shelf.suggest("change the logo", "en")][:1] == ["Change the logo"]
    assert "change the logo" not in questions(shelf, "change the logo", "en")


@pytest.mark.parametrize(
    ("locale", "typed", "shown", "marks"),
    [
        ("en", "chang lgo", "Change the logo", ["Change", "logo"]),
        ("en", "canecl my subscrption", "cancel my subscription", ["cancel my subscription"]),
        ("en", "replace our pictrue", "replace our picture", ["replace our picture"]),
        ("en", "replace our pictu", "replace our picture", ["replace our picture"]),
        ("en", "change the emblem", "Change the logo", ["Change the logo"]),
        ("en", "dash boar", "The dashboard", ["dashboard"]),
        ("en", "dash board", "The dashboard", ["dashboard"]),
        ("en", "invoicetempl", "create an invoice template", ["invoice template"]),
        ("ja", "dashb", "ダッシュボードの見方", ["ダッシュボード"]),
        ("ja", "ダッシュボー", "ダッシュボードの見方", ["ダッシュボード"]),
        ("ja", "ダッシュホード", "ダッシュボードの見方", ["ダッシュボード"]),
        ("ja", "だっしゅぼ", "ダッシュボードの見方", ["ダッシュボード"]),
        ("ja", "だしゅぼーど", "ダッシュボードの見方", ["ダッシュボード"]),
        ("ja", "kaiyaku", "解約したい", ["解約"]),
        ("ja", "たいかい", "退会したい", ["退会"]),
        ("ja", "脱退", "退会したい", ["退会"]),
        ("en", "ダッシュボ", "The dashboard", ["dashboard"]),
    ],
)
def test_what_the_search_forgives_suggestions_forgive_and_mark(
    shelf: Generation, locale: str, typed: str, shown: str, marks: list[str]
) -> None:
    first = shelf.suggest(typed, locale)[0]
    assert text_of(first) == shown
    assert "".join(marked(first)).replace(" ", "") == "".join(marks).replace(" ", "")


def test_words_of_another_language_suggest_the_translation_in_the_readers_own(shelf: Generation) -> None:
    (first, *_) = shelf.suggest("解約", "en")
    assert (first.locale, first.slug, text_of(first)) == ("en", "plan", "cancel my subscription")


@pytest.mark.parametrize("typed", ["E1044", "error E1044", "e1044", '"dashbaord"', "what is E1044", "Windows 10"])
def test_a_code_or_quoted_word_is_never_taken_for_its_neighbour(shelf: Generation, typed: str) -> None:
    shown = [text_of(each) for each in shelf.suggest(typed, "en")]
    assert not any("E1043" in each or "Windows 11" in each or "dashboard" in each for each in shown)


@pytest.mark.parametrize("typed", ["E1043", "e104", "error E10", "Windows 1"])
def test_a_code_is_completed_while_it_is_typed(shelf: Generation, typed: str) -> None:
    assert shelf.suggest(typed, "en")[0].slug == "codes"


def test_a_question_stays_while_what_is_typed_goes_on_matching_it(shelf: Generation) -> None:
    for locale, question in (("en", "is there a cancellation fee"), ("ja", "解約金はかかりますか")):
        shown = [question in questions(shelf, question[:end], locale) for end in range(1, len(question) + 1)]
        assert shown.index(True) <= len(question) // 2
        assert all(shown[shown.index(True) :])


def test_the_order_of_what_stays_never_changes_while_a_word_is_typed(shelf: Generation) -> None:
    for locale, typed in (("en", "recipes"), ("en", "change"), ("en", "cancellation"), ("ja", "ダッシュボード")):
        lists = [[text_of(each) for each in shelf.suggest(typed[:end], locale)] for end in range(2, len(typed) + 1)]
        for before, after in pairwise(lists):
            stayed = [each for each in before if each in after]
            assert stayed == [each for each in after if each in before]


@given(
    patterns=st.lists(
        st.lists(
            st.sampled_from(["(red|blue) ", "[very] ", "cars ", "(sell|(buy|rent)) ", "boats "]), min_size=1, max_size=5
        ),
        min_size=1,
        max_size=4,
    ),
    typed=st.sampled_from(["red", "blue cars", "rent boats", "very", "bue car", "sell cars", "boats red"]),
)
def test_a_shown_question_is_a_phrasing_and_no_pattern(
    tmp_path_factory: pytest.TempPathFactory, patterns: list[list[str]], typed: str
) -> None:
    sources = ["".join(parts).strip() for parts in patterns]
    page = "---\ntitle: Wheels\nquestions:\n" + "".join(f"  - {source!r}\n" for source in sources) + "---\nText.\n"
    generation = published(tmp_path_factory.mktemp("patterns"), {"en/wheels.md": page})
    possible = {phrasing for source in sources for phrasing in read_pattern(source).phrasings(500)}
    shown = questions(generation, typed, "en")
    assert len(shown) <= 2
    assert set(shown) <= possible


def test_a_question_with_signs_of_its_own_is_shown_as_it_was_written(tmp_path: Path) -> None:
    source = literal("what does [beta] (new) mean")
    page = f"---\ntitle: Labels\nquestions:\n  - '{source}'\n---\nText.\n"
    generation = published(tmp_path, {"en/labels.md": page})
    assert questions(generation, "beta new", "en") == ["what does [beta] (new) mean"]
