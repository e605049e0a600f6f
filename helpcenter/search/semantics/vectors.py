"""The vectors of one locale in a generation, and how near each article comes to a query.

Vectors of one model all point more or less the same way; what tells them apart is what remains when their mean is
taken away (Mu, Viswanath 2018, "All-but-the-Top"). So rows are stored centred.

What a whole library is about still fills most of the space: every query that sounds like it lies near everything in
it. Whitening (Su et al. 2021, "Whitening Sentence Representations for Better Semantics and Faster Retrieval") scales
each direction by how little the library varies along it, so that only what sets an article apart makes a query near.
Ranking is no better by whitened cosines, but they tell much better whether the best article answers (measured: with
a quarter of the articles taken away, 10 % false cards, the share of right answers that keep their card rises from 45
to 53 % on banking77, 77 to 85 % on stackfaq, 38 to 45 % on localgovfaq).

Files in `{locale}/vectors/`: `rows` (centred unit vectors as 8-bit integers, one row for a passage, by article),
`scales` (what a row's integers are multiplied with), `offsets` (each row times the mean), `whitening` (the inverse of
the regularised covariance), `lengths` (of the rows once whitened), `sections` (the section of each row), `first` (an
article's first row, and the number of rows), `mean`, and `related` (the articles nearest to each article).

8-bit rows need a quarter of the space of floats, and cosines stay exact to 0.001. Queries are compared as 16-bit
integers, which changes nothing at that precision and makes every product the same on every machine.

An article is as near as its two nearest passages: one may be near by chance. Three tell whether any is near at all.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.related import by_meaning
from helpcenter.search.scoring import choosing
from helpcenter.search.semantics.passages import passages_of
from helpcenter.search.tables import open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.search.semantics.cache import VectorCache
    from helpcenter.search.semantics.embedder import Matrix, Vector

FOLDER = "vectors"
# With ten, the cosines of queries whose article is missing lie closest together across libraries (measured on seven).
_SHRINKAGE = 10.0
NEIGHBOURS = "related.npy"


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a query's vector comes.

    `articles` has the mean of the two best centred cosines of each article (of one, when it has no more; -1: it has no
    vector), `supports` that of its three best, `whitened` that of its three best whitened ones; `rows` has the centred
    cosine of each passage.
    """

    articles: NDArray[np.float32]
    supports: NDArray[np.float32]
    whitened: NDArray[np.float32]
    rows: NDArray[np.float32]
    first: NDArray[np.int32]
    sections: NDArray[np.uint16]

    def of(self, articles: NDArray[np.int64]) -> Nearness:
        """Return the same with these articles alone, as if no other had a vector."""
        other = np.ones(len(self.articles), dtype=np.bool_)
        other[articles] = False
        two, three, whitened = self.articles.copy(), self.supports.copy(), self.whitened.copy()
        two[other] = three[other] = whitened[other] = -1
        return replace(self, articles=two, supports=three, whitened=whitened)

    def section(self, article: int) -> int:
        """Return the number of the article's nearest section, the lead when it has no vector."""
        start, end = self.first[article], self.first[article + 1]
        return int(self.sections[start + int(np.argmax(self.rows[start:end]))]) if end > start else 0


class Vectors:
    """The opened vectors of a locale."""

    def __init__(self, folder: Path) -> None:
        self._rows: NDArray[np.int8] = open_array(folder / "rows.npy")
        self._scales: NDArray[np.float32] = open_array(folder / "scales.npy")
        self._whitening: Matrix = open_array(folder / "whitening.npy")
        self._lengths: NDArray[np.float32] = open_array(folder / "lengths.npy")
        self._offsets: NDArray[np.float32] = open_array(folder / "offsets.npy")
        self._sections: NDArray[np.uint16] = open_array(folder / "sections.npy")
        self._first: NDArray[np.int32] = open_array(folder / "first.npy")
        self._mean: Vector = open_array(folder / "mean.npy")

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._rows.shape[1])

    def __len__(self) -> int:
        return len(self._rows)

    def best(self, query: Vector) -> Nearness:
        """Return how near a query comes to each article."""
        centred = query - self._mean
        length = float(np.linalg.norm(centred)) or 1.0
        rows = (self._products(query) - self._offsets) / np.float32(length)
        two, three = _means_of_best(rows, self._first)
        direction = np.asarray(centred @ self._whitening, dtype=np.float32)
        length = sqrt(max(float(direction @ centred), 0.0)) or 1.0
        _, whitened = _means_of_best(self._products(direction) / (self._lengths * np.float32(length)), self._first)
        return Nearness(two, three, whitened, rows, self._first, self._sections)

    def _products(self, query: Vector) -> NDArray[np.float32]:
        whole, scale = _whole(query)
        products = np.frombuffer(choosing.products(self._rows, whole), dtype=np.int32).astype(np.float32)
        products *= self._scales / scale
        return products


def _means_of_best(rows: NDArray[np.float32], first: NDArray[np.int32]) -> tuple[NDArray[np.float32], ...]:
    """Return the mean of the two, and of the three best rows of each article."""
    return tuple(np.frombuffer(means, dtype=np.float32) for means in choosing.means_of_best(rows, first))


def _whole(query: Vector) -> tuple[NDArray[np.int16], np.float32]:
    """Return a query as whole numbers, and what they were multiplied with: as much as sums of 32 bits can take."""
    scale = np.float32(min(2**15 - 1, (2**31 - 1) // (127 * len(query))) / max(float(np.abs(query).max()), 1e-6))
    return np.rint(query * scale).astype(np.int16), scale


def write(folder: Path, articles: Sequence[Article], cache: VectorCache, enough: float = 1.0) -> int | None:
    """Write a locale's vectors, as far as the cache has them, below its folder in a generation.

    Args:
        folder: the locale's folder.
        articles: its articles, by number.
        cache: where the vectors are.
        enough: nothing is written when the cache has less than this share of them.

    Returns:
        How many vectors are missing; None when nothing was written.
    """
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    passages = [(number, each.section, each.key) for number, one in enumerate(articles) for each in passages_of(one)]
    known = [passage for passage in passages if passage[2] in cache]
    if not known or len(known) < enough * len(passages):
        return None
    matrix = cache.vectors([key for _, _, key in known])
    counts = np.bincount([number for number, _, _ in known], minlength=len(articles))
    _save(folder / FOLDER, matrix, [section for _, section, _ in known], np.concatenate(([0], np.cumsum(counts))))
    return len(passages) - len(known)


def _save(folder: Path, matrix: Matrix, sections: Sequence[int] | NDArray[np.int64], first: NDArray[np.int64]) -> None:
    folder.mkdir()
    mean = matrix.mean(axis=0)
    centred = matrix - mean
    whitening = _whitening(centred)
    # A library of one passage has nothing to be told apart from.
    lengths = np.maximum(np.linalg.norm(centred, axis=1), 1e-6)
    centred /= lengths[:, np.newaxis]
    scales = np.maximum(np.abs(centred).max(axis=1), 1e-6) / 127
    save_array(folder / "rows.npy", np.rint(centred / scales[:, np.newaxis]).astype(np.int8))
    save_array(folder / "scales.npy", scales.astype(np.float32))
    whitened = np.sqrt(np.maximum(np.einsum("ij,ij->i", centred @ whitening, centred), 1e-12))
    save_array(folder / "whitening.npy", whitening)
    save_array(folder / "lengths.npy", whitened.astype(np.float32))
    save_array(folder / "offsets.npy", (centred @ mean).astype(np.float32))
    save_array(folder / "sections.npy", np.asarray(sections, dtype=np.uint16))
    save_array(folder / "first.npy", first.astype(np.int32))
    save_array(folder / "mean.npy", mean.astype(np.float32))
    save_array(folder / NEIGHBOURS, by_meaning(np.asarray(matrix, dtype=np.float32), first))


def _whitening(centred: Matrix) -> Matrix:
    """Return the inverse of the covariance of centred rows, regularised.

    The cosine of x and y once whitened is x W y / sqrt(x W x · y W y). Each direction's variance is raised by the mean
    of all, so that directions in which a library hardly varies do not decide alone, and by more the fewer rows there
    are to tell the variances from: cosines of small and large libraries become comparable.
    """
    rows, dimensions = centred.shape
    covariance = centred.T.astype(np.float64) @ centred / rows
    mean = np.trace(covariance) / dimensions or 1.0
    raised = mean * (1 + _SHRINKAGE * dimensions / rows)
    return np.asarray(np.linalg.inv(covariance + raised * np.eye(dimensions)) * mean, dtype=np.float32)
