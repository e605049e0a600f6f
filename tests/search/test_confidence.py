from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.confidence import Models, calibration, judge, score
from helpcenter.search.evidence import ByMeaning, Evidence
from helpcenter.search.results import Confidence

shares = st.floats(0, 1)
GOOD = Evidence(margin=0.5, title=1.0, exact=1.0, length=1.4, idf=0.8, match=0.7, size=3.0, coverage=1.0)
NEAR = replace(GOOD, margin=0.02, title=0.1, exact=0.5)
POOR = Evidence(margin=0.01, length=1.4, idf=0.9, match=0.05, size=1.0, coverage=0.1)
FAR_IN_MEANING = ByMeaning(margin=0.1, whitened=0.1, deviation=2.0, passages=2.0, support=0.1, library=7.0)
NEAR_IN_MEANING = replace(FAR_IN_MEANING, margin=1.0, whitened=0.5, support=0.5)
NUMBERS_OF_ANSWER = ("margin", "title", "exact", "length", "idf")
NUMBERS_OF_LIST = ("match", "size", "coverage", "length")


def test_an_article_that_stands_out_is_an_answer() -> None:
    assert judge(GOOD) is Confidence.ANSWERED


def test_a_list_of_articles_that_are_all_about_as_near_is_no_answer_yet_stands() -> None:
    assert judge(NEAR) is Confidence.CONFIDENT


def test_articles_that_have_little_of_the_query_are_doubted() -> None:
    assert judge(POOR) is Confidence.LOW_CONFIDENCE


def test_what_stands_out_but_is_not_near_is_no_answer() -> None:
    assert judge(replace(POOR, margin=0.9, title=1.0, exact=0.5)) is Confidence.LOW_CONFIDENCE


def test_an_article_that_has_every_word_of_the_query_is_near_in_the_smallest_library() -> None:
    assert judge(replace(POOR, exact=1.0)) is Confidence.CONFIDENT


def test_what_says_little_of_the_query_is_no_answer_however_far_it_stands_out() -> None:
    assert judge(replace(GOOD, exact=0.2, coverage=0.2)) is not Confidence.ANSWERED
    assert judge(replace(GOOD, coverage=0.2, exact=0.2, meaning=NEAR_IN_MEANING)) is not Confidence.ANSWERED


def test_a_whole_question_is_answered_however_little_else_speaks_for_it() -> None:
    certain = replace(POOR, is_certain=True)
    assert judge(certain) is Confidence.ANSWERED
    assert score(certain) >= 0.95


def test_meaning_can_make_sure_of_what_words_leave_open() -> None:
    assert judge(replace(NEAR, meaning=NEAR_IN_MEANING)) is Confidence.ANSWERED
    assert judge(replace(POOR, meaning=FAR_IN_MEANING)) is Confidence.LOW_CONFIDENCE


def with_number(name: str, number: float) -> Evidence:
    numbers: dict[str, Any] = {name: number}
    return replace(NEAR, **numbers)


@given(shares, shares, st.sampled_from(NUMBERS_OF_ANSWER))
def test_more_evidence_never_makes_an_answer_less_sure(before: float, more: float, name: str) -> None:
    less, greater = with_number(name, before), with_number(name, before + more)
    assert 0 <= score(less) <= score(greater) <= 1


@given(shares, shares, st.sampled_from(["margin", "whitened"]))
def test_nearness_in_meaning_never_makes_an_answer_less_sure(before: float, more: float, name: str) -> None:
    less = replace(NEAR, meaning=replace(NEAR_IN_MEANING, **{name: before}))
    greater = replace(NEAR, meaning=replace(NEAR_IN_MEANING, **{name: before + more}))
    assert score(less) <= score(greater)


def test_evidence_beyond_all_bounds_has_a_score() -> None:
    assert score(replace(GOOD, margin=1e9)) == pytest.approx(1)
    assert score(replace(GOOD, margin=-1e9)) == pytest.approx(0)


def models() -> tuple[Models, Models]:
    return calibration().by_words, calibration().by_meaning


def test_each_number_of_evidence_has_its_weight() -> None:
    for each, evidence in zip(models(), (GOOD, replace(GOOD, meaning=NEAR_IN_MEANING)), strict=True):
        assert set(each.answer.weights) == set(evidence.of_answer)
        assert set(each.list.weights) == set(evidence.of_list)


def test_only_numbers_that_grow_by_chance_speak_against_an_answer() -> None:
    for each in models():
        negative = {name for name, weight in {**each.answer.weights, **each.list.weights}.items() if weight < 0}
        assert negative <= {"passages", "library", "deviation"}


def test_every_number_is_told_by_a_field_of_its_name() -> None:
    fields = asdict(replace(GOOD, meaning=NEAR_IN_MEANING))
    names = {*fields, *fields["meaning"], "fused_margin"}
    assert {*GOOD.of_answer, *GOOD.of_list} <= names
