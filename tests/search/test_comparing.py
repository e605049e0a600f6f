from __future__ import annotations

from math import comb

import pytest

from helpcenter.search.comparing import compare


def test_equal_runs_differ_by_nothing_but_chance() -> None:
    comparison = compare([1, 0, 3, 7], [2, 0, 1, 9])
    assert (comparison.difference, comparison.gained, comparison.lost, comparison.p_value) == (0.0, 0, 0, 1.0)


def test_only_the_first_three_ranks_answer() -> None:
    comparison = compare([0, 4, 3, 1], [3, 3, 4, 1])
    assert (comparison.gained, comparison.lost, comparison.queries) == (2, 1, 4)
    assert (comparison.answer_at_3_before, comparison.answer_at_3_after) == (0.5, 0.75)


def test_p_is_near_the_exact_sign_test() -> None:
    exact = 2 * sum(comb(10, lost) for lost in range(3)) / 2**10  # 8 gained and 2 lost, or further apart
    comparison = compare([0] * 8 + [1] * 2 + [1] * 50, [1] * 8 + [0] * 2 + [1] * 50)
    assert comparison.p_value == pytest.approx(exact, abs=0.01)


def test_better_and_worse_are_as_improbable() -> None:
    worse, better = compare([1] * 20, [0] * 20), compare([0] * 20, [1] * 20)
    assert worse.p_value == better.p_value < 0.001
    assert worse.difference == -better.difference


def test_the_same_runs_give_the_same_p() -> None:
    runs = [0, 0, 0, 0, 0, 1, 1], [1, 1, 1, 1, 1, 0, 0]
    assert compare(*runs) == compare(*runs)
    assert compare(*runs, seed=1).p_value == pytest.approx(compare(*runs).p_value, abs=0.02)


@pytest.mark.parametrize(("before", "after"), [([], []), ([1], [1, 2])])
def test_runs_that_cannot_be_paired_are_refused(before: list[int], after: list[int]) -> None:
    with pytest.raises(ValueError, match="same queries"):
        compare(before, after)
