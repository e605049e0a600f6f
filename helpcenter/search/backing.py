"""Backing: what an answer can be worth at most, whatever speaks for it.

Three rules that no sum of evidence may outweigh. An identifier that no article has, or a quoted phrase, is not
answered by its neighbours. The first article is no answer when another has the identifier that was asked for. A short
word that nobody wrote (card for cart) is a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.ranking import contribution
from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from helpcenter.search.finding import Answer

# What a search that has no backing says of its sureness at most.
MOST_UNBACKED = 0.2
# A word of as many letters has so many neighbours that one of them is likely to exist.
_SHORT_WORD = 4


def backed(answer: Answer, confidence: Confidence, score: float) -> tuple[Confidence, float]:
    """Return how confident a search may be of an answer that was judged so, and with what score."""
    if confidence is Confidence.ZERO_RESULT or not answer.found:
        return confidence, score
    is_unquoted = bool(answer.unmatched_phrases) and not _is_its_question(answer)
    if answer.unmatched_identifiers or is_unquoted or _is_guessed(answer):
        return Confidence.LOW_CONFIDENCE, min(score, MOST_UNBACKED)
    if confidence is Confidence.ANSWERED and _lacks_what_others_have(answer):
        return Confidence.CONFIDENT, score
    return confidence, score


def _lacks_what_others_have(answer: Answer) -> bool:
    first = answer.found[0]
    if first.ranked_as != first.article or first.locale not in answer.queries:
        return False  # found through its translation, which is written differently
    return any(each.stands_in(first.index) and not each.is_of(first.article, first.index) for each in answer.asked)


def _is_its_question(answer: Answer) -> bool:
    """Tell whether the query is a question of the first article: what that has in quotation marks need not be text."""
    first = answer.found[0]
    return first.ranked_as in answer.queries[first.ranked_in].asked_of


def _is_guessed(answer: Answer) -> bool:
    """Tell whether all that the first article has of the query stands for short words with a slip."""
    first = answer.found[0]
    query = answer.queries.get(first.locale)
    if query is None or answer.nearness is not None:
        return False
    has = [term for term in query.terms if contribution(first.ranked_as, term, first.index)]
    return bool(has) and all(term.layer is Layer.TYPO and term.end - term.start <= _SHORT_WORD for term in has)
