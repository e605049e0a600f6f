"""The scoring in use: the compiled one where it was made from this very source, else the one with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.scoring import vectors_with_numpy, with_numpy
from helpcenter.search.scoring.compiling import source_digest

if TYPE_CHECKING:
    from types import ModuleType

    from helpcenter.search.scoring.rows import Scoring
    from helpcenter.search.scoring.vectors_with_numpy import MeansOfBest, Products


def _compiled() -> ModuleType:
    """Return the compiled module.

    Raises:
        ImportError: there is none, it is not for this machine, or it was made from another source.
    """
    from helpcenter.search.scoring import _scoring  # noqa: PLC0415

    if source_digest() != _scoring.SOURCE:
        raise ImportError("its source has changed since it was compiled")
    return _scoring


score: Scoring = with_numpy.score
products: Products = vectors_with_numpy.products
means_of_best: MeansOfBest = vectors_with_numpy.means_of_best
why_not_compiled = ""  # nothing when it is
try:
    _made = _compiled()
    score, products, means_of_best = _made.score, _made.products, _made.means_of_best
except ImportError as error:
    why_not_compiled = str(error)
