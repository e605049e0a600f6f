from __future__ import annotations

import numpy as np
import pytest

from tests.relevance.calibrate import Gathered, fitted, probabilities
from tests.relevance.trust import calibration_error, figures_of, held_out, reliability, risk_coverage


def drawn(seed: int, apart: float = 2.0) -> Gathered:
    """Cases whose evidence of an article that is there lies higher, as of real ones."""
    chance = np.random.default_rng(seed)
    is_kept = np.arange(900) < 600
    is_gone = (np.arange(900) >= 600) & (np.arange(900) < 800)
    is_first = is_kept & (chance.random(900) < 0.7)
    evidence = chance.standard_normal((900, 2)) + apart * is_first[:, np.newaxis] + 5
    return Gathered(("margin", "title"), ("match", "coverage"), evidence, evidence, is_first, is_kept, is_gone)


def test_what_is_stated_eight_times_in_ten_is_right_eight_times_in_ten() -> None:
    sure, is_right = np.full(1_000, 0.8), np.arange(1_000) < 800
    assert calibration_error(sure, is_right) == pytest.approx(0)
    assert reliability(sure, is_right)[0] == pytest.approx((0.8, 0.8, 1_000))
    assert calibration_error(sure, np.arange(1_000) < 500) == pytest.approx(0.3)


def test_risk_grows_with_coverage_where_sure_means_right() -> None:
    sure = np.linspace(1, 0, 100)
    curve = risk_coverage(sure, np.arange(100) < 60, points=100)
    assert [risk for coverage, risk in curve if coverage <= 0.6] == [0.0] * 60
    assert curve[-1] == pytest.approx((1.0, 0.4))


def test_a_model_of_other_sets_keeps_cards_of_right_answers_and_refuses_the_rest() -> None:
    sets = {"banking77": drawn(1), "stackfaq": drawn(2), "clinc150": drawn(3)}
    models = held_out(sets)["clinc150"]
    trust = figures_of(sets["clinc150"], models)
    assert models == fitted({name: each for name, each in sets.items() if name != "clinc150"})
    assert trust.gone_carded == pytest.approx(0.10, abs=0.08)
    assert trust.first_kept > 0.8
    assert trust.right_when_carded > 0.85
    assert trust.calibration_error < 0.08


def test_weights_of_the_wrong_sign_are_dropped() -> None:
    each = drawn(4)
    upside_down = Gathered(
        each.answer_names,
        each.list_names,
        each.of_answer * np.array([1, -1]),
        each.of_list,
        each.is_first,
        each.is_kept,
        each.is_gone,
    )
    model = fitted({"banking77": upside_down}).answer
    assert model.weights["title"] == 0
    assert model.weights["margin"] > 0
    assert probabilities(model, upside_down.of_answer).max() <= 1
