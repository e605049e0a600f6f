"""How far an answer can be trusted: figures of each set, made by models that never saw that set.

`figures_of` gives the rates at the shipped limits' policy, `risk_coverage` and `reliability` the two curves that tell
how a stated probability relates to being right (El-Yaniv, Wiener 2010, "On the Foundations of Noise-free Selective
Classification"; Guo et al. 2017, "On Calibration of Modern Neural Networks").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.relevance.calibrate import fitted, probabilities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from helpcenter.search.confidence import Models
    from tests.relevance.calibrate import Gathered

BINS = 10
_DOUBTED = 0.05


@dataclass(frozen=True, slots=True)
class Trust:
    """Shares from 0 to 1 for one set.

    `gone_carded`: of the queries whose article is away, those that get a card. `first_kept`: of those whose right
    article comes first, those that keep theirs. `right_when_carded`: of the cards of answerable queries, those that
    are right. `none_carded` and `none_flagged`: of the queries nobody ever wrote an article for, those with a card,
    and those that are doubted where 5 % of the answerable ones are (NaN without such queries). `calibration_error`:
    the expected one over ten bins (ECE).
    """

    gone_carded: float
    first_kept: float
    right_when_carded: float
    none_carded: float
    none_flagged: float
    calibration_error: float


def held_out(sets: Mapping[str, Gathered]) -> dict[str, Models]:
    """Return for each set the models made from all the others."""
    return {
        name: fitted({other: each for other, each in sets.items() if other != name}) for name in sets if len(sets) > 1
    }


def figures_of(each: Gathered, models: Models) -> Trust:
    """Judge the cases of a set by models."""
    sure = probabilities(models.answer, each.of_answer)
    near = probabilities(models.list, each.of_list)
    is_carded = (sure >= models.answer.limit) & (near >= models.list.limit) & each.is_covered
    among = each.is_kept | each.is_gone
    return Trust(
        gone_carded=_share(is_carded, each.is_gone),
        first_kept=_share(is_carded, each.is_kept & each.is_first),
        right_when_carded=_share(each.is_first, each.is_kept & is_carded),
        none_carded=_share(is_carded, each.is_none),
        none_flagged=_share(near < np.quantile(near[each.is_kept], _DOUBTED), each.is_none),
        calibration_error=calibration_error(sure[among], each.is_first[among]),
    )


def _share(which: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(which[among].mean()) if among.any() else float("nan")


def calibration_error(sure: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error: the mean distance of stated and true rates, by cases."""
    return sum(abs(stated - true) * cases for stated, true, cases in reliability(sure, is_right)) / len(sure)


def reliability(sure: NDArray[np.float64], is_right: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Return for each of ten bins that has cases: the mean stated probability, the share that is right, the cases."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        (float(sure[bins == number].mean()), float(is_right[bins == number].mean()), int((bins == number).sum()))
        for number in range(BINS)
        if (bins == number).any()
    ]


def risk_coverage(
    sure: NDArray[np.float64], is_right: NDArray[np.bool_], points: int = 50
) -> list[tuple[float, float]]:
    """Return (coverage, risk): the share of all queries that get a card, and the share of those cards that is wrong."""
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~is_right[order])
    cards = np.unique(np.linspace(1, len(sure), points).astype(int))
    return [(float(count / len(sure)), float(wrong[count - 1] / count)) for count in cards]
