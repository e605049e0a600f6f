"""Queries as they come: half converted, too long, empty of meaning; and tables that lead in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.results import SearchRequest, SearchResults

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from tests.search.conftest import Shelf


def search(generation: Generation, query: str, locale: str) -> SearchResults:
    return generation.search(SearchRequest(query, locale))


@pytest.mark.parametrize(
    "query", ["ぱすわーd", "パスワーdを再設定", "ぱすわーd さいせってい", "passwordを再設定", "ﾊﾟｽﾜｰﾄﾞ再設定"]
)
def test_half_converted_words_are_understood(generation: Generation, query: str) -> None:
    assert search(generation, query, "ja").hits[0].slug == "account/reset-password"


def test_a_query_of_more_words_than_are_searched_says_so(empty_shelf: Shelf) -> None:
    words = [f"word{number}" for number in range(30)]
    empty_shelf.write("en/many.md", f"---\ntitle: Many\n---\n{' '.join(words)}")
    empty_shelf.publish()

    assert search(empty_shelf.generation(), " ".join(words), "en").truncated
    assert not search(empty_shelf.generation(), " ".join(words[:20]), "en").truncated


def test_synonyms_that_lead_in_a_circle_lead_to_each_of_them(empty_shelf: Shelf) -> None:
    (empty_shelf.articles / "synonyms.yml").write_text(
        "en:\n  - [invoice, bill]\n  - [bill, statement]\n  - [statement, invoice]\n", encoding="utf-8"
    )
    empty_shelf.write("en/paper.md", "---\ntitle: Statement\n---\nOn paper.")
    empty_shelf.write("en/other.md", "---\ntitle: Colours\n---\nChoose one.")
    empty_shelf.publish()

    for query in ("invoice", "bill", "statement"):
        assert [hit.slug for hit in search(empty_shelf.generation(), query, "en").hits] == ["paper"]


@pytest.mark.parametrize("query", ["について", "how to", "の", "a", "を", "？", "「」", '""'])
def test_a_query_that_says_nothing_breaks_nothing_and_is_no_answer(generation: Generation, query: str) -> None:
    for locale in ("ja", "en"):
        assert search(generation, query, locale).confidence != "answered"
