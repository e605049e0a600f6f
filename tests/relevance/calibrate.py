"""Makes `helpcenter/search/confidence.json`: when the first article is offered as the answer, and when a list stands.

Run `python -m tests.relevance.calibrate [FOLDER]` after a change to ranking; FOLDER keeps the indexes and vectors for
the next time. The evidence is that of `tests.relevance.folds`: every query with its article, and while it is away.
Made once by words and once by meaning, sets weighing alike whatever their size:

- `answer`: a logistic regression tells first hits that are right from those of queries whose article is away. Platt's
  scaling (1999, "Probabilistic Outputs for Support Vector Machines") turns its sum into the probability that the first
  hit is right, where one question in four has no article. The limit lets through the wanted share of false cards.
- `list`: one that tells queries with an article from those without. The limit doubts the wanted share of answerable
  queries of the set that is most like traffic.

Where sense says so, a weight may not be negative (more speaks for an answer) or not positive (`passages`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from helpcenter.config import load_config
from helpcenter.search.confidence import LEAST_COVERAGE, Calibration, Model, Models, calibration
from helpcenter.search.judgments import read_judgments
from helpcenter.search.semantics.choosing import embedder_of
from tests.relevance import evaluation_data
from tests.relevance.folds import Case, Status, cases
from tests.relevance.preparing import prepare
from tests.relevance.regression import logistic

if TYPE_CHECKING:
    from collections.abc import Iterable

SETS = ("banking77", "stackfaq", "localgovfaq", "mackerel", "clinc150")
FALSE_CARDS = 0.09
"""The share of queries whose article is away that may get a card, as the mean of the sets it is measured on."""
# clinc150 is left out: twenty phrasings of each title make each topic look like its neighbours.
LIMITED_BY = ("banking77", "stackfaq", "localgovfaq", "mackerel")
DOUBTED, DOUBTED_ON = 0.05, "clinc150"
_SIGNS = {"passages": -1.0, "library": -1.0, "deviation": 0.0}
_FILE = Path(__file__).parents[2] / "helpcenter" / "search" / "confidence.json"


Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cases of a set as arrays: numbers of evidence for both questions (a row a case), and what came of each."""

    answer_names: tuple[str, ...]
    list_names: tuple[str, ...]
    of_answer: NDArray[np.float64]
    of_list: NDArray[np.float64]
    is_first: NDArray[np.bool_]
    is_kept: NDArray[np.bool_]
    is_gone: NDArray[np.bool_]

    @property
    def is_covered(self) -> NDArray[np.bool_]:
        """Which cases have a first article that says enough of the query to answer it."""
        return np.asarray(self.of_list[:, self.list_names.index("coverage")] >= LEAST_COVERAGE)

    @property
    def is_none(self) -> NDArray[np.bool_]:
        """Which cases are of queries that never had an article."""
        return ~(self.is_kept | self.is_gone)


def gathered(asked: Iterable[Case], *, by_meaning: bool) -> Gathered:
    """Return the cases whose evidence is to be weighed: what is certain needs no weighing."""
    weighed = [
        (case, case.evidence)
        for case in asked
        if case.evidence is not None
        and not case.evidence.is_certain
        and (case.evidence.meaning is not None) == by_meaning
    ]
    return Gathered(
        tuple(weighed[0][1].of_answer),
        tuple(weighed[0][1].of_list),
        np.array([list(evidence.of_answer.values()) for _, evidence in weighed]),
        np.array([list(evidence.of_list.values()) for _, evidence in weighed]),
        np.array([case.is_first for case, _ in weighed]),
        np.array([case.status is Status.KEPT for case, _ in weighed]),
        np.array([case.status is Status.GONE for case, _ in weighed]),
    )


def fitted(sets: Mapping[str, Gathered]) -> Models:
    """Weigh the evidence of some sets, and set both limits by them."""
    answer, near = _answer_model(sets), _list_model(sets)
    return Models(
        msgspec.structs.replace(answer, limit=round(_limit_of_cards(sets, answer), 4)),
        msgspec.structs.replace(near, limit=round(_limit_of_doubt(sets, near), 4)),
    )


def _answer_model(sets: Mapping[str, Gathered]) -> Model:
    names = next(iter(sets.values())).answer_names
    chosen = {name: each.is_gone | (each.is_kept & each.is_first) for name, each in sets.items()}
    weights, constant = logistic(
        np.concatenate([each.of_answer[chosen[name]] for name, each in sets.items()]),
        np.concatenate([each.is_kept[chosen[name]] for name, each in sets.items()]),
        np.concatenate([_balanced(each.is_kept[chosen[name]]) for name, each in sets.items()]),
        np.array([_SIGNS.get(name, 1.0) for name in names]),
    )
    among = {name: each.is_gone | each.is_kept for name, each in sets.items()}
    (slope,), shift = logistic(
        np.concatenate([each.of_answer[among[name]] @ weights + constant for name, each in sets.items()])[:, None],
        np.concatenate([each.is_first[among[name]] for name, each in sets.items()]),
        np.concatenate([np.full(among[name].sum(), 1 / among[name].sum()) for name in sets]),
    )
    return _model(names, slope * weights, slope * constant + shift)


def _list_model(sets: Mapping[str, Gathered]) -> Model:
    names = next(iter(sets.values())).list_names
    weights, constant = logistic(
        np.concatenate([each.of_list for each in sets.values()]),
        np.concatenate([each.is_kept for each in sets.values()]),
        np.concatenate([_balanced(each.is_kept) for each in sets.values()]),
        np.array([_SIGNS.get(name, 1.0) for name in names]),
    )
    return _model(names, weights, constant)


def _model(names: Iterable[str], weights: NDArray[np.float64], constant: float) -> Model:
    return Model(
        {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        round(float(constant), 4),
        0.0,
    )


def probabilities(model: Model, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each row of numbers."""
    return np.asarray(1 / (1 + np.exp(-(numbers @ np.array(list(model.weights.values())) + model.constant))))


def _balanced(outcomes: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Let both outcomes of a set weigh the same, and all sets alike."""
    share = outcomes.mean()
    return np.asarray(np.where(outcomes, 1 / share, 1 / (1 - share)) / len(outcomes))


def _limit_of_cards(sets: Mapping[str, Gathered], model: Model) -> float:
    """Return the probability from which on the mean share of false cards is the wanted one."""
    gone = [
        np.where(each.is_covered, probabilities(model, each.of_answer), 0.0)[each.is_gone]
        for name, each in sets.items()
        if name in LIMITED_BY
    ]
    low, high = 0.0, 1.0
    for _ in range(40):  # the share falls as the limit rises
        middle = (low + high) / 2
        if np.mean([(each >= middle).mean() for each in gone]) > FALSE_CARDS:
            low = middle
        else:
            high = middle
    return high


def _limit_of_doubt(sets: Mapping[str, Gathered], model: Model) -> float:
    """Return the probability below which the wanted share of answerable queries is doubted."""
    each = sets.get(DOUBTED_ON) or next(iter(sets.values()))
    return float(np.quantile(probabilities(model, each.of_list[each.is_kept]), DOUBTED))


def gather(folder: Path, *, by_meaning: bool) -> dict[str, Gathered]:
    """Ask the queries of every set that is there."""
    return {
        name: gathered(
            cases(read_judgments(evaluation_data.judgments_of(name)), prepare(name, folder), by_meaning=by_meaning),
            by_meaning=by_meaning,
        )
        for name in SETS
    }


def main(folder: Path) -> None:
    """Calibrate and write the file; without a model the numbers with meaning stay as they are."""
    by_words = fitted(gather(folder, by_meaning=False))
    installed = embedder_of(load_config({"instance": folder}, {})) is not None
    by_meaning = fitted(gather(folder, by_meaning=True)) if installed else calibration().by_meaning
    made = Calibration(by_words, by_meaning, SETS)
    _FILE.write_bytes(msgspec.json.format(msgspec.json.encode(made)) + b"\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
