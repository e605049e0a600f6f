"""The vectors of one locale in a generation, and how near each article comes to a query.

Files in `{locale}/vectors/`: `rows` (8-bit integers, one row for a passage, by article), `scales` (what a row's
integers are multiplied with), `sections` (the section of each row), `first` (an article's first row, and the number
of rows), `mean` and `bits` (which numbers of a row are above the mean; one word of 64 of them after the other), and
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


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a query's vector comes: the best cosine of each article (0: it has no vector), and of each row."""

    articles: NDArray[np.float32]
    rows: NDArray[np.float32]
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
        self._sections: NDArray[np.uint16] = open_array(folder / "sections.npy")
        self._first: NDArray[np.int32] = open_array(folder / "first.npy")
        self._mean: Vector = open_array(folder / "mean.npy")
        self._bits: NDArray[np.uint64] = open_array(folder / "bits.npy")
        self._with_rows = np.flatnonzero(np.diff(self._first))

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._rows.shape[1])

    def __len__(self) -> int:
        return len(self._rows)

    def best(self, query: Vector) -> Nearness:
        """Return how near a query comes to each article."""
        rows = self._all(query) if len(self) <= _FEW_ROWS else self._most(query)
        articles = np.zeros(len(self._first) - 1, dtype=np.float32)
        # Articles without rows lie between two starts and take nothing from their neighbours.
        articles[self._with_rows] = np.maximum.reduceat(rows, self._first[self._with_rows])
        return Nearness(articles, rows, self._first, self._sections)

    def _all(self, query: Vector) -> NDArray[np.float32]:
        """Compare every row, a block at a time: as floats, all of them would not fit into the processor's cache."""
        cosines = np.empty(len(self), dtype=np.float32)
        floats = np.empty((_BLOCK, self.dimensions), dtype=np.float32)
        for start in range(0, len(self), _BLOCK):
            block = self._rows[start : start + _BLOCK]
            np.copyto(floats[: len(block)], block)
            np.matmul(floats[: len(block)], query, out=cosines[start : start + len(block)])
        return np.multiply(cosines, self._scales, out=cosines)

    def _most(self, query: Vector) -> NDArray[np.float32]:
        """Compare the rows that share most bits with the query, and estimate the others."""
        asked = _bits_of((query > self._mean)[np.newaxis])
        unlike = np.zeros(len(self), dtype=np.uint16)
        for word, wanted in zip(self._bits, asked, strict=True):
            unlike += np.bitwise_count(word ^ wanted)
        enough = np.searchsorted(np.cumsum(np.bincount(unlike)), _CANDIDATES)
        chosen = unlike <= enough
        chosen[:: len(self) // _SAMPLE] = True
        places = np.flatnonzero(chosen)
        cosines = (self._rows[places].astype(np.float32) @ query) * self._scales[places]
        estimated: NDArray[np.float32] = _line(unlike[places], cosines, 64 * len(self._bits))[unlike]
        # What the bits did not choose must not overtake what was compared on an estimate.
        np.minimum(estimated, np.partition(cosines, -_SAMPLE)[-_SAMPLE], out=estimated)
        estimated[places] = cosines
        return estimated


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
    scales = np.abs(matrix).max(axis=1) / 127
    mean = matrix.mean(axis=0)
    save_array(folder / "rows.npy", np.rint(matrix / scales[:, np.newaxis]).astype(np.int8))
    save_array(folder / "scales.npy", scales.astype(np.float32))
    save_array(folder / "sections.npy", np.asarray(sections, dtype=np.uint16))
    save_array(folder / "first.npy", first.astype(np.int32))
    save_array(folder / "mean.npy", mean.astype(np.float32))
    save_array(folder / "bits.npy", _bits_of(matrix > mean))
    save_array(folder / NEIGHBOURS, by_meaning(np.asarray(matrix, dtype=np.float32), first))


def _bits_of(above: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Pack rows of truth into 64-bit words; the first axis counts the words, so that each is read in one run."""
    padded = np.pad(above, ((0, 0), (0, -above.shape[1] % 64)))
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)
