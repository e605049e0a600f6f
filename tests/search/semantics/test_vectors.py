from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from helpcenter.search.semantics import vectors as vectors_module
from helpcenter.search.semantics.cache import VectorCache
from helpcenter.search.semantics.passages import passages_of
from helpcenter.search.semantics.vectors import FOLDER, Vectors, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation
    from helpcenter.search.semantics.embedder import Matrix
    from tests.search.semantics.conftest import LettersEmbedder


def cached(folder: Path, articles: Sequence[Article], embedder: LettersEmbedder) -> VectorCache:
    cache = VectorCache(folder / "cache", embedder.name)
    with cache.writing():
        cache.begin(embedder.dimensions)
        passages = {passage.key: passage.text for article in articles for passage in passages_of(article)}
        cache.add(passages, embedder.passages(list(passages.values())))
        cache.sync()
    return cache


def test_each_article_is_as_near_as_its_nearest_passage(
    generation: Generation, tmp_path: Path, letters: LettersEmbedder
) -> None:
    articles = list(generation.articles("en"))
    cache = cached(tmp_path, articles, letters)

    assert write(tmp_path, articles, cache) == 0
    query = letters.queries(["recovery codes in a safe place"])[0]
    nearness = Vectors(tmp_path / FOLDER).best(query)

    for number, article in enumerate(articles):
        passages = passages_of(article)
        cosines = letters.passages([passage.text for passage in passages]) @ query
        assert nearness.articles[number] == pytest.approx(cosines.max(), abs=0.003)
        assert nearness.section(number) == passages[int(np.argmax(cosines))].section
    best = articles[int(np.argmax(nearness.articles))]
    assert best.sections[nearness.section(articles.index(best))].heading == "Recovery codes"


def test_an_article_without_vectors_is_at_zero_and_disturbs_no_other(
    generation: Generation, tmp_path: Path, letters: LettersEmbedder
) -> None:
    known = list(generation.articles("en"))
    bare = [replace(known[0], slug=f"new/{n}", title=f"New {n}", questions=(), summary="", sections=()) for n in (1, 2)]
    cache = cached(tmp_path, known, letters)
    query = letters.queries(["invoice"])[0]
    write(tmp_path, known, cache)
    alone = Vectors(tmp_path / FOLDER).best(query).articles

    missing = write(tmp_path, [bare[0], known[0], bare[1], *known[1:], bare[0]], cache, enough=0.5)
    nearness = Vectors(tmp_path / FOLDER).best(query)

    assert missing == 3
    assert nearness.articles[[0, 2, 5]].tolist() == [0, 0, 0]
    assert nearness.articles[[1, 3, 4]].tolist() == alone.tolist()
    assert nearness.section(5) == 0


def test_nothing_is_written_when_too_little_is_known(
    generation: Generation, tmp_path: Path, letters: LettersEmbedder
) -> None:
    articles = list(generation.articles("en"))
    cache = cached(tmp_path, articles[:1], letters)

    assert write(tmp_path, articles, cache, enough=0.9) is None
    assert write(tmp_path, articles, VectorCache(tmp_path, "nobody")) is None
    assert not (tmp_path / FOLDER).exists()


def clustered(count: int, dimensions: int) -> Matrix:
    """Vectors as models make them: all somewhat alike, in groups that are more so."""
    chance = np.random.default_rng(5)
    groups = chance.standard_normal((count // 50, dimensions))
    matrix = 2 * chance.standard_normal(dimensions) + groups[np.arange(count) % len(groups)]
    matrix = matrix + 0.5 * chance.standard_normal((count, dimensions))
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def test_in_a_large_library_the_nearest_are_those_of_a_full_comparison(tmp_path: Path) -> None:
    count, each, dimensions = 30_000, 3, 100  # a dimension that fills no whole words
    matrix = clustered(count, dimensions)
    sections = np.tile(np.arange(each), count // each)
    vectors_module._save(tmp_path / FOLDER, matrix, sections, np.arange(0, count + 1, each))
    vectors = Vectors(tmp_path / FOLDER)
    for place in range(0, count, 2_999):
        exact = (matrix @ matrix[place]).reshape(-1, each)
        nearness = vectors.best(matrix[place])

        best = exact.max(axis=1)
        order = np.argsort(-best)[:10]
        assert order[0] == np.argmax(nearness.articles)
        # Cosines that differ by less than 8 bits can tell may change places.
        assert best[np.argsort(-nearness.articles)[:10]].min() > best[order].min() - 0.01
        assert nearness.section(int(order[0])) == int(np.argmax(exact[order[0]]))
        assert np.allclose(nearness.articles[order[:5]], best[order[:5]], atol=0.003)
        assert abs(float(np.median(nearness.articles)) - float(np.median(best))) < 0.05
