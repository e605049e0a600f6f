"""One search from words to hits: parse, rank, and show."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from helpcenter.search import confidence, snippets
from helpcenter.search.analysis.analyzer import Layer, is_stop_term
from helpcenter.search.backing import backed
from helpcenter.search.corrections import corrected, corrections_of
from helpcenter.search.evidence import evidence_of
from helpcenter.search.facets import narrow
from helpcenter.search.finding import find
from helpcenter.search.fusion import fuse
from helpcenter.search.learned import prefer, share_of
from helpcenter.search.quoting import MOST_PHRASES, phrases_in
from helpcenter.search.ranking import contribution
from helpcenter.search.reranking.reordering import doubted, reorder
from helpcenter.search.results import (
    MAX_QUERY_CHARACTERS,
    Confidence,
    Contribution,
    Hit,
    SearchResults,
    SectionHit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpcenter.search.finding import Answer, Found, Kept
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import Query
    from helpcenter.search.reranking.time_box import Reranking
    from helpcenter.search.results import Correction, SearchRequest
    from helpcenter.search.semantics.similarity import Semantics
    from helpcenter.search.snippets import Marking
    from helpcenter.search.weights import Weights

_MOST_SECTIONS = 3
# A further section is shown when it scores at least this much of the best one.
_WORTH_SHOWING = 0.6
_HIRAGANA = re.compile("[ぁ-ゖ]")


def answer_to(
    request: SearchRequest,
    indexes: Mapping[str, LocaleIndex],
    semantics: Semantics | None,
    weights: Weights,
    reranking: Reranking | None = None,
    kept: Kept | None = None,
) -> tuple[Answer, tuple[Correction, ...]]:
    """Find articles by words and by meaning, and say what was searched for beside what was typed.

    `kept` as in `find`.
    """
    by_words = find(request, indexes, weights, kept)
    corrections = corrections_of(by_words)
    understood = corrected(by_words.text, corrections) or by_words.text
    answer = fuse(by_words, understood, request, indexes, semantics, weights, kept)
    if reranking is not None and request.rerank:
        answer = reorder(answer, understood, indexes, reranking)
    if request.preferred and answer.found:
        answer = replace(answer, found=prefer(answer.found, request.preferred, weights.learned))
    return answer, corrections


def search(
    request: SearchRequest,
    indexes: Mapping[str, LocaleIndex],
    semantics: Semantics | None,
    generation: str,
    weights: Weights,
    reranking: Reranking | None = None,
) -> SearchResults:
    """Find the articles that answer a request, best first: the locale's own, and through their translations."""
    answer, corrections = answer_to(request, indexes, semantics, weights, reranking)
    found, facets = narrow(answer.found, request, indexes)
    first = (request.page - 1) * request.per_page
    judgment, score = _judged(answer, request.locale, indexes, weights, reranking)
    markings = {locale: _marking(query, indexes[locale]) for locale, query in answer.queries.items()}
    return SearchResults(
        request=request,
        hits=tuple(
            _hit(one, answer.queries[one.locale], request, markings[one.locale], weights)
            for one in found[first : first + request.per_page]
        ),
        total=len(found),
        confidence=judgment,
        confidence_score=score,
        corrections=corrections,
        truncated=any(query.truncated for query in answer.queries.values())
        or len(phrases_in(request.text[:MAX_QUERY_CHARACTERS])) > MOST_PHRASES,
        generation=generation,
        complete=_is_complete(answer, request, semantics, reranking),
        unmatched_phrases=answer.unmatched_phrases,
        unmatched_identifiers=answer.unmatched_identifiers,
        unfiltered=len(answer.found),
        leads=bool(found) and found[0] is answer.found[0],
        facets=facets,
    )


def _judged(
    answer: Answer,
    locale: str,
    indexes: Mapping[str, LocaleIndex],
    weights: Weights,
    reranking: Reranking | None,
) -> tuple[Confidence, float]:
    """Return how far the search stands behind its first article, in a word and as a number."""
    if not answer.found:
        return Confidence.ZERO_RESULT, 0.0
    evidence = evidence_of(answer, locale, indexes, weights)
    judgment, score = backed(answer, confidence.judge(evidence), round(confidence.score(evidence), 4))
    if reranking is None or answer.relevance is None or answer.relevance >= reranking.relevant:
        return judgment, score
    return doubted(judgment, answer, reranking.relevant), min(score, round(answer.relevance, 4))


def _is_complete(
    answer: Answer, request: SearchRequest, semantics: Semantics | None, reranking: Reranking | None
) -> bool:
    """Tell whether everything that should have its say had it."""
    has_meaning = answer.nearness is not None or semantics is None or not request.semantic
    is_reranked = answer.relevance is not None or reranking is None or not request.rerank or not answer.found
    return (has_meaning and is_reranked) or answer.is_quoted or not answer.text.strip()


def _hit(found: Found, query: Query, request: SearchRequest, marking: Marking, weights: Weights) -> Hit:
    index = found.index
    learned = weights.learned * share_of(found, request.preferred)
    card = index.card(found.article)
    sections = _worth_showing(found.section_scores, found.nearest)
    lead = index.sections_of(found.article).start
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
        explanation=_explain(found, query, learned) if request.explain else (),
        kind=index.facets.kind(found.article),
        trail=index.facets.trail(found.article),
    )


def _worth_showing(scores: Sequence[float], nearest: int) -> list[tuple[int, float]]:
    """Return the sections to show as (number, score), best first; the `nearest` in meaning when none was weighed."""
    if not scores:
        return [(nearest, 0.0)]
    limit = _WORTH_SHOWING * max(scores)
    worth = [scored for scored in enumerate(scores) if scored[1] >= limit]
    return sorted(worth, key=lambda scored: (-scored[1], scored[0]))[:_MOST_SECTIONS]


def _marking(query: Query, index: LocaleIndex) -> Marking:
    """Choose the terms worth marking, also those that stand for a word as typed; pairs with hiragana are grammar."""
    chosen = [
        term
        for term in query.terms
        if not (_HIRAGANA.search(term.text) if term.layer is Layer.PAIR else is_stop_term(term.text))
    ]
    return snippets.marking_of(
        {term.number: term.weight * index.rarity[term.number] for term in chosen},
        frozenset(term.number for term in chosen if term.layer is Layer.PAIR),
        index,
    )


def _explain(found: Found, query: Query, learned: float) -> tuple[Contribution, ...]:
    parts = [
        Contribution(term.layer.name.lower(), term.text[1:], round(contribution(found.article, term, found.index), 4))
        for term in query.terms
    ]
    said = sum(part.score for part in parts)
    parts += [
        Contribution(name, "" if name == "freshness" else query.text, round(share * said, 4))
        for name, share in found.ranking.bonuses.of(found.ranked_as).items()
    ]
    parts.append(Contribution("relevance", query.text, round(found.relevance or 0.0, 4)))
    parts.append(Contribution("learned", query.text, round(found.score * learned / (1 + learned), 4)))
    return tuple(sorted((part for part in parts if part.score), key=lambda part: (-part.score, part.token)))
