from __future__ import annotations

import time
from typing import TYPE_CHECKING

from helpcenter.search.generations import Generations
from helpcenter.search.results import SearchRequest
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.enrich import enrich
from tests.search.semantics.conftest import LettersEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.generation import Generation
    from helpcenter.search.semantics.embedder import Embedder, Matrix
    from tests.search.conftest import Shelf


class SlowEmbedder(LettersEmbedder):
    """Takes its time for queries."""

    def queries(self, texts: Sequence[str]) -> Matrix:
        time.sleep(0.5)
        return super().queries(texts)


def opened(shelf: Shelf, embedder: Embedder, seconds: float = 30.0) -> Generation:
    enrich(shelf.index, shelf.index.parent / "vectors", embedder)
    generations = Generations(shelf.index, Asking(embedder, seconds))
    generations.warm(30.0)
    return generations.current()


def slugs(generation: Generation, query: str, *, semantic: bool = True) -> list[str]:
    return [hit.slug for hit in generation.search(SearchRequest(query, "en", semantic=semantic)).hits]


def test_meaning_finds_what_no_word_does(shelf: Shelf, letters: LettersEmbedder) -> None:
    generation = opened(shelf, letters)

    assert slugs(generation, "authentificationary factorish", semantic=False) == []
    assert slugs(generation, "authentificationary factorish")[0] == "account/two-factor"


def test_what_only_meaning_found_shows_its_nearest_section(shelf: Shelf, letters: LettersEmbedder) -> None:
    generation = opened(shelf, letters)

    hit = generation.search(SearchRequest("authentificationary factorish", "en")).hits[0]

    assert len(hit.sections) == 1
    assert hit.sections[0].snippet


def test_the_best_article_by_words_is_not_dragged_down(shelf: Shelf, letters: LettersEmbedder) -> None:
    generation = opened(shelf, letters)

    assert slugs(generation, "send an invoice")[0] == slugs(generation, "send an invoice", semantic=False)[0]


def test_meaning_can_be_switched_off_for_a_search(shelf: Shelf, letters: LettersEmbedder) -> None:
    generation = opened(shelf, letters)
    before = len(letters.asked)

    generation.search(SearchRequest("invoice", "en", semantic=False))

    assert len(letters.asked) == before


def test_suggestions_never_ask_the_model(shelf: Shelf, letters: LettersEmbedder) -> None:
    generation = opened(shelf, letters)
    before = len(letters.asked)

    assert generation.suggest("invo", "en")
    assert len(letters.asked) == before


def test_a_slow_model_leaves_the_words_answer_and_says_that_more_may_come(shelf: Shelf) -> None:
    generation = opened(shelf, SlowEmbedder(), seconds=0.02)

    results = generation.search(SearchRequest("send an invoice", "en"))

    assert [hit.slug for hit in results.hits] == slugs(generation, "send an invoice", semantic=False)
    assert not results.complete
    assert generation.search(SearchRequest("send an invoice", "en", semantic=False)).complete


def test_an_empty_query_stays_empty(shelf: Shelf, letters: LettersEmbedder) -> None:
    assert slugs(opened(shelf, letters), "   ") == []
