"""What came of a search: the one place that defines it, for the log, for gaps and for every figure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from helpcenter.search.results import Confidence

BOUNCE_SECONDS: Final = 10
"""Who comes back from a result sooner, to search again, did not find the answer there."""


class Outcome(StrEnum):
    """What came of a search; the first of these that holds, from the top."""

    REJECTED = "rejected"  # it was not made: too many, or not to be understood
    UNAVAILABLE = "unavailable"  # it could not be made
    ABANDONED = (
        "abandoned"  # suggestions were seen for what was typed, and its reader left without taking or sending it
    )
    ESCALATED = "escalated"  # a question to people followed
    UNHELPFUL = "unhelpful"  # the article that was opened did not help, said its reader
    ANSWERED = "answered"  # a result was opened, and not left at once to search again
    ZERO_RESULT = "zero_result"  # nothing was found
    LOW_CONFIDENCE = "low_confidence"  # the search does not stand behind what it found, and nobody opened it
    UNCLICKED = "unclicked"  # there were good results, as the search thinks, and nobody opened one


UNANSWERED: Final = frozenset(
    {Outcome.ESCALATED, Outcome.UNHELPFUL, Outcome.ZERO_RESULT, Outcome.LOW_CONFIDENCE, Outcome.UNCLICKED}
)
"""A search was made, and it gave no answer as far as is known. Gaps are made of these."""
NOT_MADE: Final = frozenset({Outcome.REJECTED, Outcome.UNAVAILABLE, Outcome.ABANDONED})
"""No search was made to the end. In no figure: a suggestion may have said all, or nothing; nobody knows which."""


def outcome_of(
    confidence: Confidence | None,
    *,
    is_clicked: bool = False,
    is_refined: bool = False,
    dwell: int | None = None,
    is_helpful: bool | None = None,
    is_escalated: bool = False,
) -> Outcome:
    """Return what came of a search that was made; `dwell` is how many seconds the last opened result was read.

    `confidence` is None where people were asked without a search.
    """
    if is_escalated:
        return Outcome.ESCALATED
    if is_helpful is False:
        return Outcome.UNHELPFUL
    is_bounced = is_refined and dwell is not None and dwell < BOUNCE_SECONDS
    if is_clicked and (is_helpful or not is_bounced):
        return Outcome.ANSWERED
    if confidence is Confidence.ZERO_RESULT:
        return Outcome.ZERO_RESULT
    return Outcome.LOW_CONFIDENCE if confidence is Confidence.LOW_CONFIDENCE else Outcome.UNCLICKED
