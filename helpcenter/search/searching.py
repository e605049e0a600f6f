"""One search from words to hits: parse, rank, and show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpcenter.search import snippets
from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.query import parse
from helpcenter.search.ranking import contribution, rank
from helpcenter.search.results import (
    MAX_PAGE,
    Confidence,
    Contribution,
    Hit,
    SearchResults,
    SectionHit,
    Suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import Query
    from helpcenter.search.ranking import Ranking
    from helpcenter.search.results import SearchRequest
    from helpcenter.search.snippets import Marking
    from helpcenter.search.weights import Weights

_MOST_SECTIONS = 3
# A further section is shown when it scores at least this much of the best one.
_WORTH_SHOWING = 0.6
_HIRAGANA = re.compile("[ぁ-ゖ]")


def search(request: SearchRequest, index: LocaleIndex, generation: str, weights: Weights) -> SearchResults:
    """Find the articles of one locale that answer a request, best first."""
    query = parse(request.text, index, weights)
    ranking = rank(query.terms, index, weights)
    places: Sequence[int] = range(len(ranking.articles))
    if request.topic:
        places = [place for place in places if _is_below(request.topic, index.card(ranking.articles[place]).topic)]
    marking = _marking(query, index)
    first = (min(request.page, MAX_PAGE) - 1) * request.per_page
    return SearchResults(
        request=request,
        hits=tuple(
            _hit(place, ranking, query, request, index, marking) for place in places[first : first + request.per_page]
        ),
        total=len(places),
        confidence=_confidence(query, ranking, index, weights),
        truncated=query.truncated,
        generation=generation,
    )


def suggest(text: str, locale: str, limit: int, index: LocaleIndex, weights: Weights) -> tuple[Suggestion, ...]:
    """Complete what is being typed: articles whose words begin like the last one, all others as in a search."""
    query = parse(text, index, weights, complete_last=True)
    ranking = rank(query.terms, index, weights)
    marking = _marking(query, index)
    suggestions = []
    for article in ranking.articles[:limit]:
        card = index.card(article)
        suggestions.append(
            Suggestion(
                locale=locale,
                slug=card.slug,
                anchor="",
                title=snippets.heading(int(index.first_section[article]), index, marking),
                topic_title=card.topic_title,
            )
        )
    return tuple(suggestions)


def _is_below(topic: str, path: str) -> bool:
    return path == topic or path.startswith(f"{topic}/")


def _hit(
    place: int, ranking: Ranking, query: Query, request: SearchRequest, index: LocaleIndex, marking: Marking
) -> Hit:
    article = ranking.articles[place]
    card = index.card(article)
    sections = _worth_showing(ranking.section_scores(article))
    lead = int(index.first_section[article])
    return Hit(
        locale=request.locale,
        slug=card.slug,
        title=snippets.heading(lead, index, marking),
        summary=card.summary,
        topic=card.topic,
        topic_title=card.topic_title,
        updated=card.updated,
        score=round(ranking.scores[place], 4),
        sections=tuple(
            SectionHit(
                anchor=card.sections[number][0],
                heading=card.sections[number][1],
                snippet=snippets.body(lead + number, index, marking) if number == sections[0][0] else (),
                score=round(score, 4),
            )
            for number, score in sections
        ),
        explanation=_explain(article, query, index) if request.explain else (),
    )


def _worth_showing(scores: NDArray[float32]) -> list[tuple[int, float]]:
    """Return the sections to show as (number, score), best first; the lead when none was weighed."""
    if not len(scores):
        return [(0, 0.0)]
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


def _confidence(query: Query, ranking: Ranking, index: LocaleIndex, weights: Weights) -> Confidence:
    """Judge by how much of the query's rarity the best article covers."""
    if not ranking.articles:
        return Confidence.ZERO_RESULT
    words = [term for term in query.terms if term.layer is Layer.WORD and not is_stop_term(term.text)]
    asked = query.unknown_rarity + sum(index.rarity[term.number] for term in words)
    covered = sum(index.rarity[term.number] for term in words if contribution(ranking.articles[0], term, index))
    if asked and covered / asked < weights.confident_coverage:
        return Confidence.LOW_CONFIDENCE
    return Confidence.ANSWERED
