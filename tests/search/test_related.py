from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from helpcenter.search.related import KEPT, NOBODY, by_meaning, fused
from helpcenter.search.semantics.enrich import enrich
from tests.search.semantics.conftest import LettersEmbedder

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from tests.search.conftest import Shelf

ARTICLES = {
    "invoice-send": ("Send an invoice", "Open the invoice and choose **Send**. The customer receives the invoice."),
    "invoice-cancel": ("Cancel an invoice", "Open the invoice and choose **Cancel**. A credit note is made."),
    "credit-note": ("Write a credit note", "A credit note takes an amount back from a customer."),
    "password": ("Reset your password", "We send a link for a new password by mail."),
    "passkey": ("Sign in with a passkey", "A passkey takes the place of your password."),
    "webhook": ("Receive webhooks", "Endpoints answer within five seconds, else another attempt follows."),
    "index": ("Help", "Invoice, credit note, password, passkey, webhook: all answers."),
}


def published(shelf: Shelf) -> Generation:
    for slug, (title, body) in ARTICLES.items():
        shelf.write(f"en/{slug}.md", f"---\ntitle: {title}\n---\n{body}\n")
    shelf.publish()
    return shelf.generation()


def related(generation: Generation, slug: str) -> list[str]:
    return [article.slug for article in generation.related("en", slug)]


def test_articles_that_share_rare_words_are_related_best_first(empty_shelf: Shelf) -> None:
    generation = published(empty_shelf)
    assert related(generation, "invoice-send")[0] == "invoice-cancel"
    assert set(related(generation, "invoice-cancel")[:2]) == {"invoice-send", "credit-note"}
    assert related(generation, "password")[0] == "passkey"


def test_an_article_is_never_related_to_itself_nor_to_the_home_page(empty_shelf: Shelf) -> None:
    generation = published(empty_shelf)
    for slug in ARTICLES:
        assert slug not in related(generation, slug)
        assert "index" not in related(generation, slug)


def test_what_shares_no_telling_word_is_not_related(empty_shelf: Shelf) -> None:
    assert "webhook" not in related(published(empty_shelf), "password")
    assert published(empty_shelf).related("en", "nowhere") == ()
    assert published(empty_shelf).related("fr", "password") == ()


def test_related_articles_stay_in_their_locale(generation: Generation) -> None:
    for locale in generation.locales:
        for slug in generation.slugs(locale):
            assert {each.locale for each in generation.related(locale, slug)} <= {locale}


def test_the_same_articles_have_the_same_neighbours_in_every_build(empty_shelf: Shelf) -> None:
    first = {slug: related(published(empty_shelf), slug) for slug in ARTICLES}
    empty_shelf.write("en/webhook.md", "---\ntitle: Receive webhooks\n---\nChanged.\n")
    empty_shelf.publish()
    title, body = ARTICLES["webhook"]
    empty_shelf.write("en/webhook.md", f"---\ntitle: {title}\n---\n{body}\n")
    empty_shelf.publish()
    assert {slug: related(empty_shelf.generation(), slug) for slug in ARTICLES} == first


def test_nearness_in_meaning_counts_once_there_are_vectors(empty_shelf: Shelf) -> None:
    # Counting pairs of letters, only these two are near: they share no word that the index knows.
    empty_shelf.write("en/a.md", "---\ntitle: zqzqzq xjxjxj\n---\n")
    empty_shelf.write("en/b.md", "---\ntitle: zqzqzqzqxjxjxjxj\n---\n")
    generation = published(empty_shelf)
    assert related(generation, "a") == []
    enrich(empty_shelf.index, empty_shelf.index.parent / "vectors", LettersEmbedder())
    assert related(empty_shelf.generation(), "a")[0] == "b"


def test_articles_without_vectors_have_no_neighbours_in_meaning() -> None:
    rows = np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 0, 1]], dtype=np.float32)
    neighbours = by_meaning(rows, np.array([0, 1, 1, 2, 3]))
    assert neighbours.shape == (4, KEPT)
    assert neighbours[0][0] == 2
    assert set(neighbours[1]) == {NOBODY}
    assert 1 not in neighbours[[0, 2, 3]]


def test_lists_are_fused_by_rank_and_equals_by_number() -> None:
    first = np.array([4, 2, 7, NOBODY], dtype=np.int32)
    second = np.array([2, 9, NOBODY, NOBODY], dtype=np.int32)
    assert fused([first, second]) == (2, 4, 9, 7)
    assert fused([first]) == (4, 2, 7)
    assert fused([]) == ()
