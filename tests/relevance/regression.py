"""Logistic regression, for weighing what speaks for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# How strongly weights are held near zero, in queries that count as one.
_RIDGE = 1.0
_MOST_STEPS = 100


def logistic(
    numbers: NDArray[np.float64], outcomes: NDArray[np.bool_], shares: NDArray[np.float64]
) -> tuple[tuple[float, ...], float]:
    """Return the weights and the constant that make the outcomes likeliest.

    Args:
        numbers: one row for each case.
        outcomes: what came of each case.
        shares: how much each case counts; only their proportions matter.

    Newton's method (iteratively reweighted least squares) with a ridge on the weights, for numbers scaled to one
    variance (Hastie, Tibshirani, Friedman 2009, "The Elements of Statistical Learning", 4.4.1).
    """
    middle, spread = numbers.mean(axis=0), numbers.std(axis=0)
    scaled = np.column_stack(((numbers - middle) / spread, np.ones(len(numbers))))
    counts = shares * len(shares) / shares.sum()
    ridge = np.diag([*[_RIDGE] * numbers.shape[1], 0.0])
    found = np.zeros(scaled.shape[1])
    for _ in range(_MOST_STEPS):
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (counts * (chance - outcomes)) + ridge @ found
        curve = (scaled * (counts * chance * (1 - chance))[:, np.newaxis]).T @ scaled + ridge
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-9:
            break
    weights = found[:-1] / spread
    return tuple(weights.tolist()), float(found[-1] - weights @ middle)
