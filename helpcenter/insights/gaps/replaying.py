"""Replaying: a query asked once more on one generation, which leaves no trace in any log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from helpcenter.insights.gaps.values import FoundArticle, Replay
from helpcenter.search.results import SearchRequest

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from helpcenter.search.results import SearchResults

DEPTH: Final = 20


def replay(text: str, locale: str, generation: Generation, *, semantic: bool = False) -> Replay:
    """Return what a query finds today: its first twenty articles, "locale/slug", best first.

    Words alone decide unless `semantic`: then a replay answers the same on every machine, whatever its model does.
    """
    results = _search(text, locale, generation, semantic=semantic)
    return Replay(
        tuple(f"{hit.locale}/{hit.slug}" for hit in results.hits), results.confidence, results.confidence_score
    )


def found_by(text: str, locale: str, generation: Generation, most: int = 10) -> tuple[FoundArticle, ...]:
    """Return the first articles a query finds today, with their scores; by meaning too where there are vectors.

    No proof rests on it: it tells which queries are about the same, and meaning tells that better (measured).
    """
    results = _search(text, locale, generation, semantic=True)
    return tuple(FoundArticle(f"{hit.locale}/{hit.slug}", hit.score) for hit in results.hits[:most])


def _search(text: str, locale: str, generation: Generation, *, semantic: bool) -> SearchResults:
    return generation.search(SearchRequest(text, locale, per_page=DEPTH, semantic=semantic))
