"""Makes `helpcenter/search/confidence.json`: the scores below which the search says that it has no good answer.

Run `python -m tests.relevance.calibrate [FOLDER]` after a change to ranking; FOLDER keeps the indexes and vectors for
the next time. A threshold is where the wanted share of all answerable queries falls below, over the judged sets that
also have unanswerable ones; by words alone, and with meaning where the model is installed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import msgspec
import numpy as np

from helpcenter.config import Config, load_config
from helpcenter.search.confidence import Threshold, threshold
from helpcenter.search.generations import Generations
from helpcenter.search.judgments import read_judgments
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from helpcenter.search.semantics.choosing import asking_of, cache_of, embedder_of
from helpcenter.search.semantics.enrich import enrich
from tests.relevance import evaluation_data

SETS = ("clinc150", "mackerel")
WANTED = 0.043
_FILE = Path(__file__).parents[2] / "helpcenter" / "search" / "confidence.json"
_PATIENCE = 10.0

# Scores of a set's answerable and of its unanswerable queries.
Scores = tuple[list[float], list[float]]


def scores(name: str, config: Config, *, by_meaning: bool) -> Scores:
    """Ask a set's judged queries of its published index."""
    asking = asking_of(config, _PATIENCE) if by_meaning else None
    if asking is not None:
        asking.warm(_PATIENCE)
    generation = Generations(config.index, asking).current()
    found: Scores = ([], [])
    for judgment in read_judgments(evaluation_data.judgments_of(name)):
        results = generation.search(SearchRequest(judgment.query, judgment.locale, semantic=by_meaning))
        found[not judgment.slugs].append(results.sureness)
    return found


def calibrated(folder: Path, *, by_meaning: bool) -> tuple[float, float, int]:
    """Return the threshold, the share of answerable queries below it and their number; tell what it means for each."""
    measured: dict[str, Scores] = {}
    for name in SETS:
        config = load_config({"articles": evaluation_data.articles_of(name), "instance": folder / name}, {})
        publish(config.articles, config.index, cache=cache_of(config))
        embedder = embedder_of(config)
        if by_meaning and embedder is not None:
            enrich(config.index, config.vectors, embedder)
        measured[name] = scores(name, config, by_meaning=by_meaning)
    every = np.array([score for answerable, _ in measured.values() for score in answerable])
    limit = float(np.quantile(every, WANTED))
    for name, (answerable, unanswerable) in measured.items():
        print(  # noqa: T201 # a script speaks
            f"{name} {'with meaning' if by_meaning else 'by words'}:"
            f" {np.mean(np.array(unanswerable) < limit):.1%} of the unanswerable are flagged,"
            f" {np.mean(np.array(answerable) < limit):.1%} of the answerable"
        )
    return round(limit, 4), round(float(np.mean(every < limit)), 4), len(every)


def main(folder: Path) -> None:
    """Calibrate and write the file; without a model the threshold with meaning stays as it is."""
    limit, flagged, queries = calibrated(folder, by_meaning=False)
    installed = embedder_of(load_config({"instance": folder}, {})) is not None
    by_meaning = calibrated(folder, by_meaning=True)[0] if installed else threshold().by_meaning
    made = Threshold(limit, by_meaning, flagged, queries, SETS)
    _FILE.write_bytes(msgspec.json.format(msgspec.json.encode(made)) + b"\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
