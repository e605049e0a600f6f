from __future__ import annotations

import pytest

from helpcenter.insights.outcomes import BOUNCE_SECONDS, NOT_MADE, UNANSWERED, Outcome, outcome_of
from helpcenter.search.results import Confidence


@pytest.mark.parametrize(
    ("confidence", "outcome"),
    [
        (Confidence.ANSWERED, Outcome.UNCLICKED),
        (Confidence.LOW_CONFIDENCE, Outcome.LOW_CONFIDENCE),
        (Confidence.ZERO_RESULT, Outcome.ZERO_RESULT),
    ],
)
def test_search_nobody_acted_on_is_judged_by_what_was_found(confidence: Confidence, outcome: Outcome) -> None:
    assert outcome_of(confidence) is outcome


@pytest.mark.parametrize("confidence", [Confidence.ANSWERED, Confidence.LOW_CONFIDENCE])
def test_opened_result_answers_even_when_the_search_was_unsure(confidence: Confidence) -> None:
    assert outcome_of(confidence, is_clicked=True) is Outcome.ANSWERED


def test_result_that_is_left_at_once_to_search_again_is_no_answer() -> None:
    left = outcome_of(Confidence.ANSWERED, is_clicked=True, is_refined=True, dwell=BOUNCE_SECONDS - 1)
    read = outcome_of(Confidence.ANSWERED, is_clicked=True, is_refined=True, dwell=BOUNCE_SECONDS)
    last = outcome_of(Confidence.ANSWERED, is_clicked=True, dwell=BOUNCE_SECONDS - 1)
    unknown = outcome_of(Confidence.ANSWERED, is_clicked=True, is_refined=True)
    assert (left, read, last, unknown) == (Outcome.UNCLICKED, Outcome.ANSWERED, Outcome.ANSWERED, Outcome.ANSWERED)


def test_readers_word_goes_before_what_they_did() -> None:
    assert outcome_of(Confidence.ANSWERED, is_clicked=True, is_helpful=False) is Outcome.UNHELPFUL
    helped = outcome_of(Confidence.ANSWERED, is_clicked=True, is_refined=True, dwell=1, is_helpful=True)
    assert helped is Outcome.ANSWERED


def test_question_to_people_goes_before_everything() -> None:
    asked = outcome_of(Confidence.ANSWERED, is_clicked=True, is_helpful=True, is_escalated=True)
    assert asked is Outcome.ESCALATED


def test_every_outcome_is_an_answer_or_none_or_no_search() -> None:
    assert UNANSWERED | NOT_MADE | {Outcome.ANSWERED} == set(Outcome)
    assert not UNANSWERED & NOT_MADE
