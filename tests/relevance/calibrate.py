"""Makes `helpcenter/search/confidence.json`: how sure the search must be to stand behind its first hit.

Run `python -m tests.relevance.calibrate [FOLDER]` after a change to ranking; FOLDER keeps the indexes and vectors for
the next time. What speaks for an answer is weighed by a logistic regression on queries that articles answer and
queries that none does; sets count alike, whatever their size. The limit is where the wanted share of a set's
answerable queries falls below, once by words alone and once with meaning where the model is installed.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from helpcenter.config import load_config
from helpcenter.search.confidence import Calibration, Judging, calibration, sureness_of
from helpcenter.search.judgments import read_judgments
from helpcenter.search.results import SearchRequest
from helpcenter.search.searching import answer_to
from helpcenter.search.semantics.choosing import embedder_of
from helpcenter.search.weights import WEIGHTS
from tests.relevance import evaluation_data
from tests.relevance.preparing import prepare
from tests.relevance.regression import logistic

if TYPE_CHECKING:
    from collections.abc import Mapping

SETS = ("clinc150", "mackerel")
# The limit is set on queries as people put them; those of mackerel are hard on purpose, and no sample of traffic.
LIMITED_BY, WANTED = "clinc150", 0.045
_FILE = Path(__file__).parents[2] / "helpcenter" / "search" / "confidence.json"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence for each of a set's queries, a row of numbers, and whether an article answers it."""

    evidence: NDArray[np.float64]
    answerable: NDArray[np.bool_]


def gather(name: str, folder: Path, *, by_meaning: bool) -> Gathered:
    """Ask a set's judged queries; what is quoted and found needs no judging."""
    prepared = prepare(name, folder)
    rows, answerable = [], []
    for judgment in read_judgments(evaluation_data.judgments_of(name)):
        request = SearchRequest(judgment.query, judgment.locale)
        answer, _ = answer_to(request, prepared.indexes, prepared.semantics if by_meaning else None, WEIGHTS)
        if not answer.evidence.verbatim and answer.evidence.by_meaning == by_meaning:
            rows.append(answer.evidence.numbers)
            answerable.append(bool(judgment.slugs))
    return Gathered(np.array(rows), np.array(answerable))


def calibrated(folder: Path, *, by_meaning: bool) -> Judging:
    """Weigh the evidence and set the limit; tell what that means for each set."""
    gathered = {name: gather(name, folder, by_meaning=by_meaning) for name in SETS}
    weights, constant = logistic(
        np.concatenate([each.evidence for each in gathered.values()]),
        np.concatenate([each.answerable for each in gathered.values()]),
        np.concatenate([_shares(each.answerable) for each in gathered.values()]),
    )
    made = Judging(tuple(round(weight, 4) for weight in weights), round(constant, 4), 0.0)
    sure = {name: _sureness(made, each) for name, each in gathered.items()}
    limit = round(float(np.quantile(sure[LIMITED_BY][gathered[LIMITED_BY].answerable], WANTED)), 4)
    _tell(gathered, sure, limit, "with meaning" if by_meaning else "by words")
    return msgspec.structs.replace(made, limit=limit)


def _shares(answerable: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Let the answerable and the unanswerable queries of a set weigh the same, and all sets alike."""
    share = answerable.mean()
    return np.asarray(np.where(answerable, 1 / share, 1 / (1 - share)) / len(answerable))


def _sureness(judging: Judging, gathered: Gathered) -> NDArray[np.float64]:
    return np.array([sureness_of(row, judging) for row in gathered.evidence.tolist()])


def _tell(gathered: Mapping[str, Gathered], sure: Mapping[str, NDArray[np.float64]], limit: float, way: str) -> None:
    for name, each in gathered.items():
        flagged = sure[name] < limit
        print(  # noqa: T201 # a script speaks
            f"{name} {way}: {flagged[~each.answerable].mean():.1%} of the unanswerable are flagged, "
            f"{flagged[each.answerable].mean():.1%} of the answerable"
        )


def main(folder: Path) -> None:
    """Calibrate and write the file; without a model the numbers with meaning stay as they are."""
    by_words = calibrated(folder, by_meaning=False)
    installed = embedder_of(load_config({"instance": folder}, {})) is not None
    by_meaning = calibrated(folder, by_meaning=True) if installed else calibration().by_meaning
    made = Calibration(by_words, by_meaning, SETS)
    _FILE.write_bytes(msgspec.json.format(msgspec.json.encode(made)) + b"\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
