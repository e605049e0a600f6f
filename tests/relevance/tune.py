"""Tunes `helpcenter/search/weights.json` on the judged queries: ``python -m tests.relevance.tune [FOLDER]``.

Weights are changed one step at a time. What that is worth is measured on queries the steps were not chosen by (five
folds), and only a gain there is written. FOLDER keeps indexes and vectors for the next time.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpcenter.search.judgments import Judgment, read_judgments
from helpcenter.search.results import SearchRequest
from helpcenter.search.searching import answer_to
from helpcenter.search.weights import FILE, WEIGHTS, written
from tests.relevance import evaluation_data
from tests.relevance.preparing import prepare
from tests.relevance.tuning import cross_validated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.semantics.similarity import Semantics
    from helpcenter.search.weights import Weights
    from tests.relevance.preparing import Prepared
    from tests.relevance.tuning import Scores, Validated

SETS = ("mackerel", "banking77", "clinc150", "stackfaq", "localgovfaq")
# Large sets say no more with all their queries; each step asks them all.
MOST_QUERIES = 300
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A judged query of a set."""

    name: str
    judgment: Judgment

    @property
    def group(self) -> str:
        """The set and locale: all groups count alike."""
        return f"{self.name} {self.judgment.locale}"


def queries_of(name: str) -> list[Asked]:
    """Return a set's answerable queries, evenly thinned out where there are very many."""
    answerable = [judgment for judgment in read_judgments(evaluation_data.judgments_of(name)) if judgment.slugs]
    return [Asked(name, judgment) for judgment in answerable[:: -(-len(answerable) // MOST_QUERIES)]]


class Scorer:
    """Asks all queries with some weights, once for each."""

    def __init__(self, sets: Mapping[str, Prepared], queries: Sequence[Asked]) -> None:
        self._sets = sets
        self._queries = queries
        self._known: dict[str, Scores] = {}

    def __call__(self, weights: Weights) -> Scores:
        """Return what each query scores: half for being in the top three, half the reciprocal rank."""
        key = repr(weights)
        if key not in self._known:
            indexes = {name: prepared.reweighed(weights) for name, prepared in self._sets.items()}
            self._known[key] = np.array([self._score(asked, indexes[asked.name], weights) for asked in self._queries])
        return self._known[key]

    def _score(self, asked: Asked, indexes: Mapping[str, LocaleIndex], weights: Weights) -> float:
        semantics = self._sets[asked.name].semantics
        ways = (None,) if semantics is None else (None, semantics)
        return sum(self._worth(asked.judgment, indexes, way, weights) for way in ways) / len(ways)

    @staticmethod
    def _worth(
        judgment: Judgment, indexes: Mapping[str, LocaleIndex], semantics: Semantics | None, weights: Weights
    ) -> float:
        request = SearchRequest(judgment.query, judgment.locale)
        answer, _ = answer_to(request, indexes, semantics, weights)
        for rank, found in enumerate(answer.found[:DEPTH], 1):
            if found.index.card(found.article).slug in judgment.slugs:
                return 0.5 * (rank <= 3) + 0.5 / rank
        return 0.0


def main(folder: Path) -> None:
    """Tune, tell what it is worth, and write the weights when it is worth something."""
    queries = [asked for name in SETS for asked in queries_of(name)]
    scorer = Scorer({name: prepare(name, folder) for name in SETS}, queries)
    found = cross_validated(
        WEIGHTS, scorer, [asked.group for asked in queries], [asked.judgment.query for asked in queries]
    )
    for line in told(found):
        print(line)  # noqa: T201 # a script speaks
    if found.is_gain and found.tuned.steps:
        FILE.write_bytes(written(found.tuned.weights))
        print(f"Written to {FILE.name}. Run python -m tests.relevance.calibrate and raise_floors next.")  # noqa: T201


def told(found: Validated) -> list[str]:
    """Say in lines what tuning found."""
    held_out = ", ".join(f"{gain:+.4f}" for gain in found.held_out)
    return [
        f"{len(found.tuned.steps)} steps, {found.tuned.gain:+.4f} on the queries they were chosen by:",
        *(f"  {step}" for step in found.tuned.steps),
        f"On queries they were not chosen by: {held_out}: {'a gain' if found.is_gain else 'no gain, they stay'}.",
    ]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
