from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.bonuses import freshness_of
from tests.search.test_search import search, slugs

if TYPE_CHECKING:
    from tests.search.conftest import Shelf

pytestmark = pytest.mark.usefixtures("each_scoring")


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


def test_bonuses_are_explained_by_name(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", article("Things let you delete account pages.", updated="2026-01-01"))
    empty_shelf.publish()

    (hit,) = search(empty_shelf.generation(), "delete account", explain=True).hits

    assert {part.layer for part in hit.explanation} == {"word", "closeness", "freshness"}


def test_freshness_is_measured_from_the_newest_article() -> None:
    fresh = freshness_of([date(2020, 3, 1), date(2019, 3, 2), None])

    assert fresh.tolist() == [1.0, 0.5, 0.0]
    assert freshness_of([None, None]).tolist() == [0.0, 0.0]
    assert freshness_of([]).tolist() == []
