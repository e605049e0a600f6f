from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.bonuses import freshness_of
from tests.search.test_search import search, slugs

if TYPE_CHECKING:
    from tests.search.conftest import Shelf


def article(body: str, *, title: str = "Notes", updated: str = "") -> str:
    return f"---\ntitle: {title}\n{f'updated: {updated}' if updated else ''}\n---\n{body}"


@pytest.mark.parametrize(
    ("query", "locale", "apart", "together"),
    [
        ("delete account", "en", "Account pages let you delete things.", "Things let you delete account pages."),
        ("delete an account", "en", "Account pages let you delete an item.", "Items let you delete an account page."),
        ("監視を追加", "ja", "追加した項目は監視の対象です。", "項目の監視を追加した対象です。"),
        ("delet acount", "en", "Account pages let you delete things.", "Things let you delete account pages."),
    ],
)
def test_words_that_stand_together_in_order_come_first(
    empty_shelf: Shelf, query: str, locale: str, apart: str, together: str
) -> None:
    empty_shelf.write(f"{locale}/a.md", article(apart))
    empty_shelf.write(f"{locale}/b.md", article(together))
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), query, locale)) == ["b", "a"]


def test_what_follows_in_another_article_is_not_close(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", article("You may delete."))
    empty_shelf.write("en/b.md", article("Account here. Delete there, or delete here."))
    empty_shelf.publish()

    hits = search(empty_shelf.generation(), "delete account", explain=True).hits

    assert not any(part.layer == "closeness" for hit in hits for part in hit.explanation)


def test_of_equal_articles_the_newer_comes_first(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", article("Export data.", updated="2024-01-01"))
    empty_shelf.write("en/b.md", article("Export data.", updated="2026-01-01"))
    empty_shelf.write("en/c.md", article("Export data."))
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "export")) == ["b", "a", "c"]


def test_being_new_is_no_substitute_for_the_answer(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", article("Choose Export.", title="Export your data", updated="2015-01-01"))
    empty_shelf.write("en/b.md", article("The export is mentioned.", updated="2026-01-01"))
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "export")) == ["a", "b"]


def test_one_question_that_is_much_like_the_query_counts_more_than_words_from_several(empty_shelf: Shelf) -> None:
    asked = "---\ntitle: {title}\nquestions: {questions}\n---\nSee below.\n"
    scattered = ["Where is the refund for shoes?", "Is the money safe with you?"]
    one = ["Where is the money for refund?", "Is the shoes safe with you?"]
    empty_shelf.write("en/a.md", asked.format(title="First", questions=scattered))
    empty_shelf.write("en/b.md", asked.format(title="Other", questions=one))
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "money refund")) == ["b", "a"]


def test_a_question_is_near_by_what_its_words_may_mean_too(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Leaving\nquestions: [Delete my account]\n---\nSee below.\n")
    empty_shelf.publish()

    (hit,) = search(empty_shelf.generation(), "delte the acount now", explain=True).hits

    assert "question" in {part.layer for part in hit.explanation}


def test_articles_without_questions_gain_nothing_by_them(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", article("Choose Export.", title="The"))
    empty_shelf.write("en/b.md", article("Export there.", title="Export"))
    empty_shelf.publish()

    hits = {
        hit.slug: {part.layer for part in hit.explanation}
        for hit in search(empty_shelf.generation(), "export", explain=True).hits
    }

    assert "question" in hits["b"]
    assert "question" not in hits["a"]


def test_bonuses_are_explained_by_name(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", article("Things let you delete account pages.", title="Account", updated="2026-01-01"))
    empty_shelf.publish()

    (hit,) = search(empty_shelf.generation(), "delete account", explain=True).hits

    assert {part.layer for part in hit.explanation} == {"word", "closeness", "question", "freshness"}


def test_freshness_is_measured_from_the_newest_article() -> None:
    fresh = freshness_of([date(2020, 3, 1), date(2019, 3, 2), None])

    assert fresh.tolist() == [1.0, 0.5, 0.0]
    assert freshness_of([None, None]).tolist() == [0.0, 0.0]
    assert freshness_of([]).tolist() == []
