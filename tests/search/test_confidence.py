from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.confidence import Evidence, calibration, judge, sureness
from helpcenter.search.results import Confidence

shares = st.floats(0, 1)
GOOD = Evidence(words=0.9, coverage=1.0)
POOR = Evidence(words=0.1, coverage=0.1)


def test_an_article_that_has_all_of_the_query_is_an_answer() -> None:
    assert judge(GOOD, found=True) is Confidence.ANSWERED


def test_an_article_that_has_little_of_the_query_is_none() -> None:
    assert judge(POOR, found=True) is Confidence.LOW_CONFIDENCE


def test_nothing_found_is_no_matter_of_confidence() -> None:
    assert judge(GOOD, found=False) is Confidence.ZERO_RESULT


def test_what_was_quoted_and_found_is_an_answer_however_little_else_speaks_for_it() -> None:
    assert judge(replace(POOR, verbatim=True), found=True) is Confidence.ANSWERED


def test_meaning_can_make_sure_of_what_words_leave_open() -> None:
    by_meaning = replace(POOR, nearest=0.95, support=0.7)
    assert judge(by_meaning, found=True) is Confidence.ANSWERED
    assert judge(replace(by_meaning, nearest=0.75, support=0.1), found=True) is Confidence.LOW_CONFIDENCE


@given(shares, shares, shares)
def test_more_evidence_never_makes_less_sure(words: float, coverage: float, more: float) -> None:
    before = Evidence(words, coverage)
    assert sureness(replace(before, words=words + more)) >= sureness(before)
    assert sureness(replace(before, coverage=coverage + more)) >= sureness(before)
    assert 0 <= sureness(before) <= 1


@pytest.mark.parametrize(("judging", "numbers"), [("by_words", 2), ("by_meaning", 4)])
def test_each_number_of_evidence_has_its_weight(judging: str, numbers: int) -> None:
    weights = getattr(calibration(), judging).weights
    assert len(weights) == numbers
    assert min(weights) > 0
