"""One search from words to hits: parse, rank, and show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpcenter.search import confidence, snippets
from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.corrections import corrected, corrections_of
from helpcenter.search.finding import find
from helpcenter.search.fusion import fuse
from helpcenter.search.ranking import contribution
from helpcenter.search.results import (
    MAX_PAGE,
    Contribution,
    Hit,
    SearchResults,
    SectionHit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from helpcenter.search.finding import Found
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import Query
    from helpcenter.search.results import SearchRequest
    from helpcenter.search.semantics.similarity import Semantics
    from helpcenter.search.snippets import Marking
    from helpcenter.search.weights import Weights

_MOST_SECTIONS = 3
# A further section is shown when it scores at least this much of the best one.
_WORTH_SHOWING = 0.6
_HIRAGANA = re.compile("[ぁ-ゖ]")


def search(
    request: SearchRequest,
    indexes: Mapping[str, LocaleIndex],
    semantics: Semantics | None,
    generation: str,
    weights: Weights,
) -> SearchResults:
    """Find the articles that answer a request, best first: the locale's own, and through their translations."""
    by_words = find(request, indexes, weights)
    corrections = corrections_of(by_words)
    understood = corrected(by_words.text, corrections) or by_words.text
    answer = fuse(by_words, understood, request, indexes, semantics, weights)
    found = _below(request.topic, answer.found)
    first = (min(request.page, MAX_PAGE) - 1) * request.per_page
    markings = {locale: _marking(query, indexes[locale]) for locale, query in answer.queries.items()}
    return SearchResults(
        request=request,
        hits=tuple(
            _hit(one, answer.queries[one.locale], request, markings[one.locale])
            for one in found[first : first + request.per_page]
        ),
        total=len(found),
        confidence=confidence.judge(answer.sureness, found=bool(answer.found), by_meaning=answer.by_meaning),
        sureness=round(answer.sureness, 4),
        corrections=corrections,
        truncated=any(query.truncated for query in answer.queries.values()),
        generation=generation,
        complete=answer.by_meaning
        or answer.is_quoted
        or semantics is None
        or not request.semantic
        or not answer.text.strip(),
        unmatched_phrases=answer.unmatched_phrases,
    )


def _below(topic: str, found: Sequence[Found]) -> Sequence[Found]:
    """Keep what stands below a topic; without one nothing is read of articles that are not shown."""
    if not topic:
        return found
    return [one for one in found if f"{one.index.card(one.article).topic}/".startswith(f"{topic}/")]


def _hit(found: Found, query: Query, request: SearchRequest, marking: Marking) -> Hit:
    index = found.index
    card = index.card(found.article)
    sections = _worth_showing(found.section_scores, found.nearest)
    lead = int(index.first_section[found.article])
    return Hit(
        locale=found.locale,
        slug=card.slug,
        title=snippets.heading(lead, index, marking),
        summary=card.summary,
        topic=card.topic,
        topic_title=card.topic_title,
        updated=card.updated,
        score=round(found.score, 4),
        sections=tuple(
            SectionHit(
                anchor=card.sections[number][0],
                heading=card.sections[number][1],
                snippet=snippets.body(lead + number, index, marking) if number == sections[0][0] else (),
                score=round(score, 4),
            )
            for number, score in sections
        ),
        explanation=_explain(found.article, query, index) if request.explain else (),
    )


def _worth_showing(scores: NDArray[float32], nearest: int) -> list[tuple[int, float]]:
    """Return the sections to show as (number, score), best first; the `nearest` in meaning when none was weighed."""
    if not len(scores):
        return [(nearest, 0.0)]
    ordered = sorted(enumerate(scores.tolist()), key=lambda scored: (-scored[1], scored[0]))
    return [scored for scored in ordered[:_MOST_SECTIONS] if scored[1] >= _WORTH_SHOWING * ordered[0][1]]


def _marking(query: Query, index: LocaleIndex) -> Marking:
    """Choose the terms worth marking; pairs with hiragana are mostly grammar."""
    chosen = [
        term
        for term in query.terms
        if not (is_stop_term(term.text) if term.layer is Layer.WORD else _HIRAGANA.search(term.text))
    ]
    return snippets.marking_of(
        {term.number: term.weight * index.rarity[term.number] for term in chosen},
        frozenset(term.number for term in chosen if term.layer is Layer.PAIR),
        index,
    )


def _explain(article: int, query: Query, index: LocaleIndex) -> tuple[Contribution, ...]:
    parts = [
        Contribution(term.layer.name.lower(), term.text[1:], round(contribution(article, term, index), 4))
        for term in query.terms
    ]
    return tuple(sorted((part for part in parts if part.score), key=lambda part: (-part.score, part.token)))
