"""Reordering: the first articles of a search, as a cross-encoder judges their best sections."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace as changed

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.ranking import contribution
from helpcenter.search.results import Confidence
from helpcenter.search.semantics.passages import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.search.finding import Answer, Found
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import Query
    from helpcenter.search.reranking.time_box import Reranking

MOST_RERANKED: Final = 10
"""A page of results: further down nobody looks, and each passage takes time."""
# Together less than the 512 tokens that many cross-encoders read: some servers refuse longer ones.
_MOST_ASKED, _MOST_JAPANESE_ASKED = 300, 100
_MOST_CHARACTERS, _MOST_JAPANESE_CHARACTERS = 1_200, 500


def reorder(answer: Answer, query: str, indexes: Mapping[str, LocaleIndex], reranking: Reranking) -> Answer:
    """Put the most relevant of the first articles first; the answer as it is when the cross-encoder is silent.

    Scores stay where they are: the first article has the best, whichever it is. An article that has an identifier of
    the query is not passed by one that has not, nor a relevant one that has this very question by any other. What was
    quoted and found stays as it is.
    """
    if not answer.found or answer.is_quoted or not answer.text.strip():
        return answer
    first = answer.found[:MOST_RERANKED]
    asked = cut(" ".join(query.split()), _MOST_ASKED, _MOST_JAPANESE_ASKED)
    relevance = reranking.relevance(asked, [_passage(one) for one in first])
    if relevance is None:
        return answer
    asked_of = _asked_of(answer, indexes)
    judged = [changed(one, relevance=each) for one, each in zip(first, relevance, strict=True)]
    # A stable sort: ties stay as they were.
    judged.sort(
        key=lambda one: (
            -_identifiers_in(one, answer.queries[one.locale]),
            not (one.index.card(one.article).slug in asked_of and one.is_relevant(reranking.relevant)),
            -(one.relevance or 0.0),
        )
    )
    ordered = [changed(one, score=place.score) for one, place in zip(judged, first, strict=True)]
    return replace(answer, found=(*ordered, *answer.found[MOST_RERANKED:]))


def doubted(judgment: Confidence, answer: Answer, relevant: float) -> Confidence:
    """Return a judgment no better than the relevance of the articles allows: without a relevant first one no answer."""
    if judgment not in {Confidence.ANSWERED, Confidence.CONFIDENT}:
        return judgment
    if answer.relevance is None or answer.relevance >= relevant:
        return judgment
    is_any_relevant = any(one.is_relevant(relevant) for one in answer.found)
    return Confidence.CONFIDENT if is_any_relevant else Confidence.LOW_CONFIDENCE


def _passage(found: Found) -> str:
    """Return an article's title, and heading and text of its best section, no more than a model reads."""
    index, lead = found.index, found.index.sections_of(found.article).start
    scores = found.section_scores
    number = max(range(len(scores)), key=scores.__getitem__) if scores else found.nearest
    head = [index.heading_text(lead)] + ([index.heading_text(lead + number)] if number else [])
    text = " ".join(index.body_text(lead + number).split())
    return cut("\n".join([*head, text]), _MOST_CHARACTERS, _MOST_JAPANESE_CHARACTERS)


def _asked_of(answer: Answer, indexes: Mapping[str, LocaleIndex]) -> frozenset[str]:
    """Return the slugs of the articles that have this very question, in any locale."""
    return frozenset(
        indexes[locale].card(number).slug for locale, query in answer.queries.items() for number in query.asked_of
    )


def _identifiers_in(found: Found, query: Query) -> int:
    """Return how many of the query's words of letters and digits, such as E1044, an article has."""
    return sum(
        contribution(found.article, term, found.index) > 0
        for term in query.terms
        if term.layer is Layer.WORD and _is_identifier(term.text[1:])
    )


def _is_identifier(word: str) -> bool:
    return any(character.isdigit() for character in word) and any(character.isalpha() for character in word)
