"""How near a query comes to each article, compiled and with numpy."""

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

pytestmark = pytest.mark.usefixtures("each_scoring")


def cached(folder: Path, articles: Sequence[Article], embedder: LettersEmbedder) -> VectorCache:
    cache = VectorCache(folder / "cache", embedder.name)
    with cache.writing():
        cache.begin(embedder.dimensions)
        passages = {passage.key: passage.text for article in articles for passage in passages_of(article)}
        cache.add(passages, embedder.passages(list(passages.values())))
        cache.sync()
    return cache


def centred(matrix: Matrix, mean: Matrix) -> Matrix:
    without = matrix - mean
    return np.asarray(without / np.linalg.norm(without, axis=-1, keepdims=True), dtype=np.float32)


def test_each_article_is_as_near_as_its_two_nearest_passages(
    generation: Generation, tmp_path: Path, letters: LettersEmbedder
) -> None:
    articles = list(generation.articles("en"))
    cache = cached(tmp_path, articles, letters)

    assert write(tmp_path, articles, cache) == 0
    query = letters.queries(["recovery codes in a safe place"])[0]
    nearness = Vectors(tmp_path / FOLDER).best(query)

    texts = [[passage.text for passage in passages_of(article)] for article in articles]
    matrices = [letters.passages(each) for each in texts]
    mean = np.concatenate(matrices).mean(axis=0)
    near = [np.sort(centred(matrix, mean) @ centred(query, mean))[::-1] for matrix in matrices]
    assert nearness.articles == pytest.approx([each[:2].mean() for each in near], abs=0.005)
    assert nearness.supports == pytest.approx([each[:3].mean() for each in near], abs=0.005)
    best = articles[int(np.argmax(nearness.articles))]
    assert best.sections[nearness.section(articles.index(best))].heading == "Recovery codes"


def test_passages_that_are_equally_near_all_count(tmp_path: Path) -> None:
    matrix = np.eye(4, dtype=np.float32)[[0, 0, 1, 2, 3]]
    vectors_module._save(tmp_path / FOLDER, matrix, [0, 1, 0, 1, 0], np.array([0, 2, 4, 5]))

    nearness = Vectors(tmp_path / FOLDER).best(matrix[0])

    assert nearness.articles[0] == pytest.approx(1, abs=0.01)
    assert nearness.supports[0] == pytest.approx(1, abs=0.01)


def test_a_library_of_one_passage_is_compared_too(tmp_path: Path) -> None:
    matrix = np.eye(4, dtype=np.float32)[:1]
    vectors_module._save(tmp_path / FOLDER, matrix, [0], np.array([0, 1]))

    nearness = Vectors(tmp_path / FOLDER).best(np.array([0.6, 0.8, 0, 0], dtype=np.float32))

    assert np.isfinite(nearness.articles).all()
    assert np.isfinite(nearness.whitened).all()


def test_an_article_without_vectors_is_last_and_disturbs_no_other(
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
    assert nearness.articles[[0, 2, 5]].tolist() == [-1, -1, -1]
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


def test_nearness_is_that_of_a_comparison_of_floats(tmp_path: Path) -> None:
    count, each, dimensions = 3_000, 3, 1_536
    chance = np.random.default_rng(5)
    drawn = 2 * chance.standard_normal(dimensions) + chance.standard_normal((count, dimensions))
    matrix = np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)
    sections = np.tile(np.arange(each), count // each)
    vectors_module._save(tmp_path / FOLDER, matrix, sections, np.arange(0, count + 1, each))
    vectors = Vectors(tmp_path / FOLDER)
    mean = matrix.mean(axis=0)
    for place in range(0, count, 499):
        between = matrix[place] + 0.1 * matrix[place - 1]
        query = np.asarray(between / np.linalg.norm(between), dtype=np.float32)
        exact = np.sort((centred(matrix, mean) @ centred(query, mean)).reshape(-1, each), axis=1)

        nearness = vectors.best(query)

        assert np.allclose(nearness.articles, exact[:, -2:].mean(axis=1), atol=0.002)
        assert nearness.section(place // each) == place % each
        assert np.allclose(nearness.whitened, whitened(matrix, query).reshape(-1, each).mean(axis=1), atol=0.002)


def whitened(matrix: Matrix, query: Matrix) -> Matrix:
    """The cosines in the space in which the library varies alike in all directions, as far as it is regularised."""
    rows, dimensions = matrix.shape
    apart = (matrix - matrix.mean(axis=0)).astype(np.float64)
    values, directions = np.linalg.eigh(apart.T @ apart / rows)
    scaled = directions / np.sqrt(values + values.mean() * (1 + 10 * dimensions / rows))
    one, other = apart @ scaled, (query - matrix.mean(axis=0)) @ scaled
    return np.asarray(one @ other / np.linalg.norm(one, axis=1) / np.linalg.norm(other), dtype=np.float32)


def test_whitening_tells_apart_what_a_library_has_in_common_with_every_query(tmp_path: Path) -> None:
    # All articles vary along the first direction, so that nearness along it says little; each has one of its own.
    chance = np.random.default_rng(3)
    matrix = np.array(0.02 * chance.standard_normal((400, 16)), dtype=np.float32)
    matrix[:, 0] += np.tile([1, -1], 200)
    matrix[7, 5] += 0.8
    query = np.zeros(16, dtype=np.float32)
    query[[0, 5]] = 0.9, 0.45
    vectors_module._save(tmp_path / FOLDER, matrix, [0] * 400, np.arange(401))

    nearness = Vectors(tmp_path / FOLDER).best(query)

    assert np.argmax(nearness.whitened) == 7
    assert np.argmax(nearness.articles) != 7


def test_articles_that_are_left_out_are_near_nothing(tmp_path: Path) -> None:
    matrix = np.eye(4, dtype=np.float32)
    vectors_module._save(tmp_path / FOLDER, matrix, [0, 0, 0, 0], np.arange(5))

    nearness = Vectors(tmp_path / FOLDER).best(matrix[2]).of(np.array([0, 1, 3]))

    assert [each[2] for each in (nearness.articles, nearness.supports, nearness.whitened)] == [-1, -1, -1]
    assert min(nearness.articles[[0, 1, 3]]) > -1
