"""How near a reader's words come to each article of a generation, in meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.search.semantics.asking import Asking
    from helpcenter.search.semantics.vectors import Nearness, Vectors


class Semantics:
    """The vectors of a generation, and whom to ask for a query's vector."""

    def __init__(self, asking: Asking, vectors: Mapping[str, Vectors]) -> None:
        self.asking = asking
        self._vectors = vectors

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales that have vectors."""
        return tuple(self._vectors)

    def nearness(self, text: str, locale: str) -> Nearness | None:
        """Return how near a text comes to each article of a locale.

        None when the locale has no vectors, or the model is slow, failing or not loaded yet; never waits longer than
        the time-box. Asking again for another locale costs no model time.
        """
        vectors = self._vectors.get(locale)
        query = None if vectors is None else self.asking.ask(text)
        # An endpoint whose model was replaced answers another dimension; until the next index run, words decide.
        if vectors is None or query is None or len(query) != vectors.dimensions:
            return None
        return vectors.best(query)
