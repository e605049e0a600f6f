from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from helpcenter.search import manifest as manifests
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.cache import VectorCache
from helpcenter.search.semantics.embedder import EmbeddingError
from helpcenter.search.semantics.enrich import enrich
from tests.search.semantics.conftest import LettersEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.search.generation import Generation
    from helpcenter.search.semantics.embedder import Embedder, Matrix
    from tests.search.conftest import Shelf


def vectors_of(shelf: Shelf) -> Path:
    return shelf.index.parent / "vectors"


def enriched(shelf: Shelf, embedder: Embedder) -> str | None:
    return enrich(shelf.index, vectors_of(shelf), embedder)


def republished(shelf: Shelf, embedder: Embedder) -> str:
    return publish(shelf.articles, shelf.index, cache=VectorCache(vectors_of(shelf), embedder.name)).generation


def opened(shelf: Shelf, embedder: Embedder) -> Generation:
    generations = Generations(shelf.index, Asking(embedder, 30.0))
    generations.warm(30.0)
    return generations.current()


def nearest(shelf: Shelf, embedder: Embedder, text: str, locale: str = "en") -> str | None:
    """The slug of the article nearest in meaning."""
    generation = opened(shelf, embedder)
    near = None if generation.semantic is None else generation.semantic.nearness(text, locale)
    if near is None:
        return None
    return [article.slug for article in generation.articles(locale)][int(np.argmax(near.articles))]


def test_next_generation_is_the_same_with_vectors(shelf: Shelf, letters: LettersEmbedder) -> None:
    before = shelf.generation()
    request = SearchRequest("invoice", "en", semantic=False)

    assert enriched(shelf, letters) == "g2"

    after = opened(shelf, letters)
    assert after.id == "g2"
    assert (after.commit, after.problems, after.locales) == (before.commit, before.problems, before.locales)
    assert after.search(request).hits == before.search(request).hits
    assert (before.folder / "en" / "terms.npy").samefile(after.folder / "en" / "terms.npy")
    manifests.verify(after.folder, after.manifest, thorough=True)
    assert nearest(shelf, letters, "two-factor authentication") == "account/two-factor"
    assert nearest(shelf, letters, "解約の手続き", "ja") == "billing/cancel"


def test_nothing_is_published_or_embedded_twice(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    letters.asked.clear()

    assert enriched(shelf, letters) is None
    assert len(letters.asked) == 1  # only the text that tells whether the model is still the same
    assert not publish(shelf.articles, shelf.index).changed


def test_without_a_model_there_is_no_nearness(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    assert shelf.generation().semantic is None
    assert opened(shelf, LettersEmbedder("another")).semantic is None


def test_a_generation_without_vectors_has_no_nearness(shelf: Shelf, letters: LettersEmbedder) -> None:
    assert opened(shelf, letters).semantic is None


def test_after_an_edit_only_what_is_new_is_embedded(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    letters.asked.clear()
    shelf.write("en/export.md", "---\ntitle: Export everything\n---\nAs a spreadsheet.")

    assert republished(shelf, letters) == "g3"
    assert enriched(shelf, letters) == "g4"

    assert letters.asked[1:] == ["Export everything", "Export everything \nAs a spreadsheet."]
    assert nearest(shelf, letters, "export everything") == "export"


def test_meaning_does_not_vanish_when_one_passage_of_many_changes(empty_shelf: Shelf, letters: LettersEmbedder) -> None:
    for number in range(15):
        empty_shelf.write(f"en/n{number}.md", f"---\ntitle: Number {number}\n---\nText {number}.\n\n## More\nOf it.")
    empty_shelf.publish()
    enriched(empty_shelf, letters)
    empty_shelf.write("en/n3.md", "---\ntitle: Number 3\n---\nEdited.\n\n## More\nOf it.")

    republished(empty_shelf, letters)

    generation = opened(empty_shelf, letters)
    assert generation.manifest.vectors["en"].missing == 1
    assert nearest(empty_shelf, letters, "Number 3") == "n3"
    assert enriched(empty_shelf, letters) is not None
    assert opened(empty_shelf, letters).manifest.vectors["en"].missing == 0


def test_an_edit_that_is_taken_back_has_all_its_vectors_at_once(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    file = shelf.articles / "en/billing/invoice.md"
    text = file.read_text(encoding="utf-8")
    shelf.write("en/billing/invoice.md", "---\ntitle: Something else\n---\nNew.")
    republished(shelf, letters)
    file.write_text(text, encoding="utf-8")

    republished(shelf, letters)

    assert enriched(shelf, letters) is None
    assert nearest(shelf, letters, "send an invoice") == "billing/invoice"


def test_a_locale_that_did_not_change_shares_its_vectors(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    before = shelf.generation().folder / "ja" / "vectors" / "rows.npy"
    shelf.write("en/export.md", "---\ntitle: Export everything\n---\nText.")

    republished(shelf, letters)

    assert before.samefile(shelf.generation().folder / "ja" / "vectors" / "rows.npy")


def test_with_too_little_known_words_alone_decide_until_enriched(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    for number in range(20):
        shelf.write(f"en/n{number}.md", f"---\ntitle: Number {number}\n---\nText {number}.")

    republished(shelf, letters)

    assert nearest(shelf, letters, "number 7") is None
    assert nearest(shelf, letters, "解約の手続き", "ja") == "billing/cancel"
    enriched(shelf, letters)
    assert nearest(shelf, letters, "number 7") == "n7"


def test_publishing_without_meaning_leaves_no_stale_vectors(shelf: Shelf, letters: LettersEmbedder) -> None:
    enriched(shelf, letters)
    shelf.write("en/export.md", "---\ntitle: Export everything\n---\nText.")

    shelf.publish()

    assert shelf.generation().manifest.vectors == {}
    assert not list(shelf.generation().folder.rglob("vectors"))


def test_a_model_replaced_under_its_name_is_noticed_and_everything_embedded_anew(shelf: Shelf) -> None:
    enriched(shelf, LettersEmbedder())
    replaced = LettersEmbedder(turn=7)

    assert enriched(shelf, replaced) == "g3"

    assert len(replaced.asked) > 20
    assert nearest(shelf, replaced, "two-factor authentication") == "account/two-factor"


def test_another_dimension_under_the_same_name_is_embedded_anew(shelf: Shelf) -> None:
    enriched(shelf, LettersEmbedder())
    larger = LettersEmbedder(dimensions=128)
    assert nearest(shelf, larger, "two-factor authentication") is None  # until then words decide

    assert enriched(shelf, larger) == "g3"

    assert nearest(shelf, larger, "two-factor authentication") == "account/two-factor"


class BreakingEmbedder(LettersEmbedder):
    """Fails from the third call on."""

    calls = 0

    def passages(self, texts: Sequence[str]) -> Matrix:
        self.calls += 1
        if self.calls > 2:
            raise EmbeddingError("broken")
        return super().passages(texts)


def test_a_model_that_breaks_leaves_what_serves_and_keeps_what_it_answered(shelf: Shelf) -> None:
    with pytest.raises(EmbeddingError, match="broken"):
        enriched(shelf, BreakingEmbedder())
    assert shelf.generation().id == "g1"
    again = LettersEmbedder()

    assert enriched(shelf, again) == "g2"

    total = len(VectorCache(vectors_of(shelf), again.name))
    assert len(again.asked) == total - 16  # and the first call had one text, asked again


class EditingEmbedder(LettersEmbedder):
    """An article is published while the model works."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._edited = False

    def passages(self, texts: Sequence[str]) -> Matrix:
        if len(texts) > 1 and not self._edited:
            self._edited = True
            self._shelf.write("en/export.md", "---\ntitle: Export everything\n---\nText.")
            self._shelf.publish()
        return super().passages(texts)


def test_an_article_published_meanwhile_is_neither_lost_nor_left_out(shelf: Shelf) -> None:
    embedder = EditingEmbedder(shelf)

    assert enriched(shelf, embedder) == "g3"

    assert shelf.generation().article("en", "export") is not None
    assert nearest(shelf, embedder, "export everything") == "export"


def test_progress_counts_up_to_all_passages(shelf: Shelf, letters: LettersEmbedder) -> None:
    seen: list[tuple[str, int, int]] = []
    enrich(shelf.index, vectors_of(shelf), letters, progress=lambda *step: seen.append(step))
    total = len(letters.asked) - 1
    assert seen[-1] == ("Embedding passages", total, total)


def test_an_empty_library_is_complete_as_it_is(empty_shelf: Shelf, letters: LettersEmbedder) -> None:
    empty_shelf.publish()
    assert enriched(empty_shelf, letters) is None
