"""Comparing vectors with numpy: what the compiled comparison is held to, and what stands in where there is none.

Products are those of whole numbers, so that they are the same on every machine, in whatever order they are added up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Products: TypeAlias = Callable[[NDArray[np.int8], NDArray[np.int16]], bytes]
"""Multiplies each row with a query of the same width; the products are 32-bit integers.

Nothing overflows while width * 127 * the largest number of the query stays below 2**31.
"""
MeansOfBest: TypeAlias = Callable[[NDArray[np.float32], NDArray[np.int32]], tuple[bytes, bytes]]
"""For each article the means of its two and of its three best values, of all when it has fewer, -1 when it has none.

Those of article i are `values[first[i]:first[i + 1]]`. Values lie between -1 and 1; means are 32-bit floats.

Raises:
    IndexError: an article's values lie outside of them.
"""

_BLOCK = 256
# Below any value.
_TAKEN = -2.0


def products(rows: NDArray[np.int8], query: NDArray[np.int16], /) -> bytes:
    """Multiply each row with the query, as `Products` says."""
    found = np.empty(len(rows), dtype=np.int32)
    # As floats they are multiplied much faster, and 53 bits hold every sum exactly; all would not fit into a cache.
    block, wanted = np.empty((_BLOCK, rows.shape[1])), query.astype(np.float64)
    for start in range(0, len(rows), _BLOCK):
        some = rows[start : start + _BLOCK]
        np.copyto(block[: len(some)], some)
        found[start : start + len(some)] = block[: len(some)] @ wanted
    return found.tobytes()


def means_of_best(values: NDArray[np.float32], first: NDArray[np.int32], /) -> tuple[bytes, bytes]:
    """Return the means of the best values, as `MeansOfBest` says."""
    if first[0] < 0 or first[-1] > len(values) or (np.diff(first) < 0).any():
        raise IndexError("an article's vectors are outside of the index")
    has_some = np.flatnonzero(np.diff(first))
    counts = np.diff(first)[has_some]
    owners = np.repeat(np.arange(len(has_some)), counts)
    left = values[first[0] : first[-1]].copy()
    starts = (first[has_some] - first[0]).astype(np.int64)
    total = np.zeros(len(has_some), dtype=np.float32)
    means: list[bytes] = []
    for taken in (1, 2, 3):
        if len(has_some):
            # Articles without values lie between two starts and take nothing from their neighbours.
            best = np.maximum.reduceat(left, starts)
            total += np.where(counts >= taken, best, np.float32(0))
            places = np.flatnonzero(left == best[owners])
            left[places[np.unique(owners[places], return_index=True)[1]]] = _TAKEN
        mean = np.full(len(first) - 1, -1, dtype=np.float32)
        mean[has_some] = total / np.minimum(counts, taken).astype(np.float32)
        means.append(mean.tobytes())
    return means[1], means[2]
