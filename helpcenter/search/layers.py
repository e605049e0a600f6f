"""The names of the layers of matching, as surfaces accept them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYER_NAMES = tuple(layer.name.lower() for layer in Layer)
CORRECTING = frozenset(layer.name.lower() for layer in (Layer.TYPO, Layer.READING, Layer.SCRIPT))
"""The layers that search for words nobody wrote; without them a search is exact."""


def switched_off(names: Iterable[str], *, exact: bool = False) -> frozenset[str]:
    """Return the layers to search without.

    Raises:
        ValueError: there is no layer of such a name; the message names those there are.
    """
    off = frozenset(names)
    if unknown := off.difference(LAYER_NAMES):
        raise ValueError(f"There is no layer {min(unknown)!r}. The layers are {', '.join(LAYER_NAMES)}.")
    return off | CORRECTING if exact else off
