from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import pytest

from helpcenter.search.weights import WEIGHTS
from tests.relevance.regression import logistic
from tests.relevance.tuning import climb, cross_validated, steps_from

if TYPE_CHECKING:
    from helpcenter.search.weights import Weights
    from tests.relevance.tuning import Scores, Scoring

QUERIES = [f"query {number}" for number in range(60)]


def nearer_to(saturation: float) -> Scoring:
    """Scores that rise as the saturation nears a value."""
    return lambda weights: np.full(len(QUERIES), 1 / (1 + abs(weights.saturation - saturation)))


def test_every_number_but_those_that_change_no_order_has_a_step_up_and_down() -> None:
    steps = steps_from(WEIGHTS)
    assert steps["fields.title.weight x 1.25"].fields["title"].weight == pytest.approx(
        WEIGHTS.fields["title"].weight * 1.25
    )
    assert steps["layers.pair / 1.25"].layers != WEIGHTS.layers
    assert not any(name.startswith(("tail", "enough_coverage")) for name in steps)


def test_a_share_never_exceeds_one() -> None:
    near = replace(WEIGHTS, section_share=0.9)
    assert steps_from(near)["section_share x 1.25"].section_share == 1


def test_climbing_takes_the_best_steps_until_none_is_worth_it() -> None:
    wanted = WEIGHTS.saturation * 1.25**2
    even = np.full(len(QUERIES), 1 / len(QUERIES))
    tuned = climb(WEIGHTS, nearer_to(wanted), even)
    assert tuned.steps == ("saturation x 1.25",) * 2
    assert tuned.weights.saturation == pytest.approx(wanted)
    assert tuned.gain > 0


def test_a_gain_on_queries_not_tuned_on_is_a_gain() -> None:
    found = cross_validated(WEIGHTS, nearer_to(WEIGHTS.saturation * 1.25), ["set"] * len(QUERIES), QUERIES)
    assert found.is_gain
    assert len(found.held_out) == 5


def test_what_only_fits_the_queries_it_was_chosen_by_is_no_gain() -> None:
    def chance(weights: Weights) -> Scores:
        return np.random.default_rng(crc32(repr(weights).encode())).random(len(many))

    many = [f"query {number}" for number in range(600)]
    gains = cross_validated(WEIGHTS, chance, ["set"] * len(many), many)
    assert gains.tuned.gain > np.mean(gains.held_out)


def test_regression_finds_what_decides() -> None:
    chance = np.random.default_rng(3)
    numbers = chance.normal(size=(4_000, 2))
    likely = 1 / (1 + np.exp(-(2 * numbers[:, 0] - 1)))
    outcomes = chance.random(4_000) < likely

    weights, constant = logistic(numbers, outcomes, np.ones(4_000))

    assert weights == pytest.approx((2, 0), abs=0.2)
    assert constant == pytest.approx(-1, abs=0.2)
