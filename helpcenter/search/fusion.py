"""Fusion: what articles say and what they mean, in one list, so that neither drags the other down.

Words are trusted as far as they cover the query: the best article by words keeps at least half of its say. Meaning
says as much as an article is nearer than the median one, times `Weights.meaning`: half of the articles get nothing, and
where none stands out, meaning has little to say. Measured on judged queries against scaling the nearest to one, which
makes as much of a poor list as of a good one, and against reciprocal rank fusion, which does the same to both lists.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace as changed

from helpcenter.search.finding import Answer, Found
from helpcenter.search.ranking import NO_RANKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from helpcenter.search.finding import Kept
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.results import SearchRequest
    from helpcenter.search.semantics.similarity import Semantics
    from helpcenter.search.weights import Weights

# Articles that only meaning finds: as many as a reader may look at.
_MOST_BY_MEANING = 20


def fuse(
    answer: Answer,
    understood: str,
    request: SearchRequest,
    indexes: Mapping[str, LocaleIndex],
    semantics: Semantics | None,
    weights: Weights,
    kept: Kept | None = None,
) -> Answer:
    """Join meaning into an answer found by words; the answer as it is when meaning has nothing to say in time.

    `understood` is the query with its slips corrected, as far as words could tell. `kept` as in `find`.
    """
    if semantics is None or not request.semantic or answer.is_quoted or not answer.text.strip():
        return answer
    nearness = semantics.nearness(understood, request.locale)
    if nearness is None or not len(nearness.articles):
        return answer
    if kept is not None:
        nearness = nearness.of(kept[request.locale])
    meaning = weights.meaning * _standing_out(nearness.articles)
    best = answer.found[0].score if answer.found else 1.0
    trust = (1 + answer.coverage**2) / 2
    index = indexes[request.locale]
    fused: list[Found] = []
    seen: set[int] = set()
    for one in answer.found:
        score = trust * one.score / best
        if one.locale == request.locale:
            seen.add(one.article)
            score += float(meaning[one.article])
        fused.append(changed(one, score=score))
    for article in np.argsort(-meaning, kind="stable")[:_MOST_BY_MEANING].tolist():
        if article not in seen and meaning[article] > 0:
            section = nearness.section(article)
            fused.append(
                Found(
                    request.locale,
                    index,
                    article,
                    float(meaning[article]),
                    NO_RANKING,
                    request.locale,
                    article,
                    nearest=section,
                )
            )
    fused.sort(key=lambda one: (-one.score, one.locale != request.locale, one.locale, one.article))
    top = fused[0].score if fused else 0.0
    return replace(
        answer,
        found=tuple(one for one in fused if one.score >= weights.tail * top),
        nearness=nearness,
    )


def _standing_out(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by how much each is nearer than the median; 0 for what is not. Articles without a vector do not count."""
    has_vector = similarities > -1
    if not has_vector.any():
        return np.zeros_like(similarities)
    return (similarities - _median(similarities[has_vector])).clip(0)


def _median(numbers: NDArray[np.float32]) -> np.float32:
    """Return the median; numpy's own would load its masked arrays, which takes as long as some twenty searches."""
    half = len(numbers) // 2
    ordered = np.partition(numbers, [half - 1, half] if len(numbers) > 1 else half)
    return np.float32(ordered[half]) if len(numbers) % 2 else np.float32(ordered[half - 1 : half + 1].mean())
