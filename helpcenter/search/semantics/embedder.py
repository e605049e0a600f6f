"""What turns text into vectors: one protocol, and the checks every answer of a model has to pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from helpcenter.errors import HelpCenterError

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]


class EmbeddingError(HelpCenterError):
    """The model cannot be loaded or reached, or what it answers are no vectors we can use."""


class Embedder(Protocol):
    """A model; vectors are float32 rows of length one. Safe to use from many threads."""

    @property
    def name(self) -> str:
        """A name for model and version, fit for a folder; vectors of two names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector; may have to ask the model.

        Raises:
            EmbeddingError: the model cannot be asked.
        """
        ...

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what readers ask.

        Raises:
            EmbeddingError: there is no usable answer.
        """
        ...

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what articles say.

        Raises:
            EmbeddingError: there is no usable answer.
        """
        ...


def checked(vectors: Matrix, count: int, dimensions: int, source: str) -> Matrix:
    """Return the vectors scaled to length one.

    Raises:
        EmbeddingError: their number or dimension is wrong, or one of them is not finite or has no direction.
    """
    if vectors.shape != (count, dimensions):
        got = " x ".join(map(str, vectors.shape))
        raise EmbeddingError(f"{source} answered {got} numbers for {count} texts of {dimensions} dimensions.")
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths < 1e-9).any():
        raise EmbeddingError(f"{source} answered a vector that is not finite or has no direction.")
    return np.asarray(vectors / lengths, dtype=np.float32)
