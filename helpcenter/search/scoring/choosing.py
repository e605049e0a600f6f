"""The scoring in use: the compiled one where it was made from this very source, else the one with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.scoring import with_numpy
from helpcenter.search.scoring.compiling import source_digest

if TYPE_CHECKING:
    from helpcenter.search.scoring.rows import Scoring


def _compiled() -> Scoring:
    """Return the compiled scoring.

    Raises:
        ImportError: there is none, it is not for this machine, or it was made from another source.
    """
    from helpcenter.search.scoring import _scoring  # noqa: PLC0415

    if source_digest() != _scoring.SOURCE:
        raise ImportError("its source has changed since it was compiled")
    return _scoring.score


score: Scoring = with_numpy.score
why_not_compiled = ""  # nothing when it is
try:
    score = _compiled()
except ImportError as error:
    why_not_compiled = str(error)
