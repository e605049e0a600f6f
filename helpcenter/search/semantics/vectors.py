"""The vectors of one locale in a generation, and how near each article comes to a query.

Vectors of one model all point more or less the same way; what tells them apart is what remains when their mean is
taken away (Mu, Viswanath 2018, "All-but-the-Top"). So rows are stored centred, and the cosine as the model gives it
is computed from them too.

Files in `{locale}/vectors/`: `rows` (centred unit vectors as 8-bit integers, one row for a passage, by article),
`scales` (what a row's integers are multiplied with), `lengths` (of the rows before they were scaled to one), `offsets`
(each row times the mean), `sections` (the section of each row), `first` (an article's first row, and the number of
rows), `mean`, and `related` (the articles nearest to each article).

8-bit rows need a quarter of the space of floats, and cosines stay exact to 0.001. Queries are compared as 16-bit
integers, which changes nothing at that precision and makes every product the same on every machine.

An article is as near as its two nearest passages: one may be near by chance. Three tell whether any is near at all.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
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
NEIGHBOURS = "related.npy"


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a query's vector comes.

    `articles` has the mean of the two best centred cosines of each article (of one, when it has no more; -1: it has no
    vector), `rows` that of each passage. `nearest` is the best cosine as the model gives it; `support` the best mean
    of three centred cosines that an article has.
    """

    articles: NDArray[np.float32]
    rows: NDArray[np.float32]
    nearest: float
    support: float
    first: NDArray[np.int32]
    sections: NDArray[np.uint16]

    def section(self, article: int) -> int:
        """Return the number of the article's nearest section, the lead when it has no vector."""
        start, end = self.first[article], self.first[article + 1]
        return int(self.sections[start + int(np.argmax(self.rows[start:end]))]) if end > start else 0


class Vectors:
    """The opened vectors of a locale."""

    def __init__(self, folder: Path) -> None:
        self._rows: NDArray[np.int8] = open_array(folder / "rows.npy")
        self._scales: NDArray[np.float32] = open_array(folder / "scales.npy")
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
        whole, scale = _whole(query)
        products = np.frombuffer(choosing.products(self._rows, whole), dtype=np.int32).astype(np.float32)
        products *= self._scales / scale
        nearest = float((products * self._lengths).max() + query @ self._mean)
        length = float(np.linalg.norm(query - self._mean)) or 1.0
        rows = (products - self._offsets) / np.float32(length)
        two, three = (np.frombuffer(means, dtype=np.float32) for means in choosing.means_of_best(rows, self._first))
        return Nearness(two, rows, nearest, float(three.max()), self._first, self._sections)


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
    # A library of one passage has nothing to be told apart from.
    lengths = np.maximum(np.linalg.norm(centred, axis=1), 1e-6)
    centred /= lengths[:, np.newaxis]
    scales = np.maximum(np.abs(centred).max(axis=1), 1e-6) / 127
    save_array(folder / "rows.npy", np.rint(centred / scales[:, np.newaxis]).astype(np.int8))
    save_array(folder / "scales.npy", scales.astype(np.float32))
    save_array(folder / "lengths.npy", lengths.astype(np.float32))
    save_array(folder / "offsets.npy", (centred @ mean).astype(np.float32))
    save_array(folder / "sections.npy", np.asarray(sections, dtype=np.uint16))
    save_array(folder / "first.npy", first.astype(np.int32))
    save_array(folder / "mean.npy", mean.astype(np.float32))
    save_array(folder / NEIGHBOURS, by_meaning(np.asarray(matrix, dtype=np.float32), first))
