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
    numbers: NDArray[np.float64],
    outcomes: NDArray[np.bool_],
    shares: NDArray[np.float64],
    signs: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], float]:
    """Return the weights and the constant that make the outcomes likeliest.

    Args:
        numbers: one row for each case.
        outcomes: what came of each case.
        shares: how much each case counts; only their proportions matter.
        signs: 1 where a weight may not be negative, -1 where not positive; a number whose weight would be is left out.

    Newton's method (iteratively reweighted least squares) with a ridge on the weights, for numbers scaled to one
    variance (Hastie, Tibshirani, Friedman 2009, "The Elements of Statistical Learning", 4.4.1). Weights of the wrong
    sign are dropped one after another, the worst first.
    """
    kept = np.ones(numbers.shape[1], dtype=np.bool_)
    while True:
        found, constant = _unconstrained(numbers[:, kept], outcomes, shares)
        weights = np.zeros(numbers.shape[1])
        weights[kept] = found
        wrong = np.zeros_like(weights) if signs is None else weights * signs * numbers.std(axis=0)
        if wrong.min(initial=0.0) >= 0:
            return weights, constant
        kept[int(wrong.argmin())] = False


def _unconstrained(
    numbers: NDArray[np.float64], outcomes: NDArray[np.bool_], shares: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
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
    return weights, float(found[-1] - weights @ middle)
