"""The vectors of one locale in a generation, and how near each article comes to a query.

Vectors of one model all point more or less the same way; what tells them apart is what remains when their mean is
taken away (Mu, Viswanath 2018, "All-but-the-Top"). So rows are stored centred, and the cosine as the model gives it
is computed from them too.

Files in `{locale}/vectors/`: `rows` (centred unit vectors as 8-bit integers, one row for a passage, by article),
`scales` (what a row's integers are multiplied with), `lengths` (of the rows before they were scaled to one), `offsets`
(each row times the mean), `sections` (the section of each row), `first` (an article's first row, and the number of
rows), `mean` and `bits` (which numbers of a row are above zero; one word of 64 of them after the other), and
`related` (the articles nearest to each article).

8-bit rows are compared as fast as floats are read from memory, in a quarter of the space, and cosines stay exact to
0.001. In a large library even that takes milliseconds, so there the bits choose which rows are worth comparing, and
the similarity of all others is estimated from theirs.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.related import by_meaning
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
# Up to here all rows are compared.
_FEW_ROWS = 16_384
# In larger libraries: how many of the nearest by bits, and how many others, spread evenly, to estimate the rest by.
_CANDIDATES = 2_048
_SAMPLE = 256
_BLOCK = 1_024


# An article is as near as its two nearest passages: one may be near by chance. Three tell whether any is near at all.
_PASSAGES, _SUPPORTING = 2, 3
# Below any cosine.
_TAKEN = -2.0


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
        self._bits: NDArray[np.uint64] = open_array(folder / "bits.npy")
        self._counts = np.diff(self._first)
        self._with_rows = np.flatnonzero(self._counts)

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._rows.shape[1])

    def __len__(self) -> int:
        return len(self._rows)

    def best(self, query: Vector) -> Nearness:
        """Return how near a query comes to each article."""
        products, compared = self._all(query) if len(self) <= _FEW_ROWS else self._most(query)
        shared = products[compared] * self._lengths[compared]
        nearest = float(shared.max() + query @ self._mean)
        length = float(np.linalg.norm(query - self._mean)) or 1.0
        rows = (products - self._offsets) / np.float32(length)
        best_two, best_three = self._means_of_best(rows)
        articles = np.full(len(self._counts), -1, dtype=np.float32)
        articles[self._with_rows] = best_two
        return Nearness(articles, rows, nearest, float(best_three.max()), self._first, self._sections)

    def _means_of_best(self, rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the means of the two and of the three best rows of each article that has any."""
        starts, counts = self._first[self._with_rows], self._counts[self._with_rows]
        left = rows.copy()
        best = total = np.zeros(len(starts), dtype=np.float32)
        means: list[NDArray[np.float32]] = []
        for taken in range(1, _SUPPORTING + 1):
            # Articles without rows lie between two starts and take nothing from their neighbours.
            found = np.maximum.reduceat(left, starts)
            # Rows that tie with the best were taken out together with it.
            best = np.where(found > _TAKEN, found, best)
            total = total + np.where(counts >= taken, best, 0)
            means.append((total / np.minimum(counts, taken)).astype(np.float32))
            if taken < _SUPPORTING:
                left[left == np.repeat(best, counts)] = _TAKEN
        return means[_PASSAGES - 1], means[_SUPPORTING - 1]

    def _all(self, query: Vector) -> tuple[NDArray[np.float32], slice]:
        """Compare every row, a block at a time: as floats, all of them would not fit into the processor's cache."""
        products = np.empty(len(self), dtype=np.float32)
        floats = np.empty((_BLOCK, self.dimensions), dtype=np.float32)
        for start in range(0, len(self), _BLOCK):
            block = self._rows[start : start + _BLOCK]
            np.copyto(floats[: len(block)], block)
            np.matmul(floats[: len(block)], query, out=products[start : start + len(block)])
        return np.multiply(products, self._scales, out=products), slice(None)

    def _most(self, query: Vector) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Compare the rows that share most bits with the query, and estimate the others; tell which were compared."""
        asked = _bits_of((query > self._mean)[np.newaxis])
        unlike = np.zeros(len(self), dtype=np.uint16)
        for word, wanted in zip(self._bits, asked, strict=True):
            unlike += np.bitwise_count(word ^ wanted)
        enough = np.searchsorted(np.cumsum(np.bincount(unlike)), _CANDIDATES)
        chosen = unlike <= enough
        chosen[:: len(self) // _SAMPLE] = True
        places = np.flatnonzero(chosen)
        products = self._compared(places, query)
        estimated: NDArray[np.float32] = _line(unlike[places], products, 64 * len(self._bits))[unlike]
        # What the bits did not choose must not overtake what was compared on an estimate.
        np.minimum(estimated, np.partition(products, -_SAMPLE)[-_SAMPLE], out=estimated)
        estimated[places] = products
        # The nearest articles are judged by several passages, so all of theirs are compared.
        best = np.maximum.reduceat(estimated, self._first[self._with_rows])
        nearest = np.zeros(len(best), dtype=np.bool_)
        nearest[np.argpartition(-best, min(_SAMPLE, len(best) - 1))[:_SAMPLE]] = True
        chosen |= np.repeat(nearest, self._counts[self._with_rows])
        places = np.flatnonzero(chosen)
        estimated[places] = self._compared(places, query)
        return estimated, places

    def _compared(self, places: NDArray[np.int64], query: Vector) -> NDArray[np.float32]:
        products: NDArray[np.float32] = (self._rows[places].astype(np.float32) @ query) * self._scales[places]
        return products


def _line(unlike: NDArray[np.uint16], cosines: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """Return the cosine to expect for 0 to `most` bits that differ: the line nearest to what was measured."""
    spread = unlike - unlike.mean()
    slope = float(spread @ cosines) / max(float(spread @ spread), 1.0)
    return np.asarray(cosines.mean() + slope * (np.arange(most + 1) - unlike.mean()), dtype=np.float32)


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
    save_array(folder / "bits.npy", _bits_of(centred > 0))
    save_array(folder / NEIGHBOURS, by_meaning(np.asarray(matrix, dtype=np.float32), first))


def _bits_of(above: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Pack rows of truth into 64-bit words; the first axis counts the words, so that each is read in one run."""
    padded = np.pad(above, ((0, 0), (0, -above.shape[1] % 64)))
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)
