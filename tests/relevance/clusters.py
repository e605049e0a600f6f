"""How well unanswered queries are brought together: ``python -m tests.relevance.clusters`` prints the table.

The logged queries of an evaluation set are taken for unanswered ones, and the article each belongs to for the truth,
which the software is never told. Three situations: all articles are there (they are merely not found), half of them
are missing (by a fixed draw), or there is none. The thresholds were chosen on half of the topics; the other half,
"held out", tells what they are worth. What was ``chosen`` by a share of readers is drawn by a fixed seed.
"""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from rich.console import Console
from rich.table import Table

from helpcenter.insights.gaps.clustering import assign
from helpcenter.insights.gaps.values import Clustered, DayCount, FoundArticle, QueryKey, UnansweredQuery
from helpcenter.insights.leads import kept_query
from helpcenter.insights.outcomes import Outcome
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from helpcenter.search.semantics import local
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.enrich import enrich
from helpcenter.search.semantics.passages import cut
from tests.relevance import evaluation_data

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from helpcenter.search.semantics.embedder import Embedder, Matrix, Vector

SET = "banking77"
LOCALE = "en"
DAYS = 30
_SEED = 20261122
_READ = 160  # characters; of a search no more is embedded
_PATIENCE = 60.0  # seconds

Labels = dict["QueryKey", int]


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision, recall and their harmonic mean, each averaged over the queries (Bagga, Baldwin 1998)."""

    f1: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Logged:
    """Queries that are taken for unanswered, and the article each belongs to."""

    queries: tuple[UnansweredQuery, ...]
    truth: Mapping[QueryKey, str]


def logged_queries() -> list[tuple[str, str]]:
    """Read the logged queries of the set, with the article of each."""
    with (evaluation_data.FOLDER / SET / "logged.tsv").open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["slugs"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def is_held_out(article: str) -> bool:
    """Tell whether an article's queries were not looked at when thresholds were chosen."""
    return bool(int.from_bytes(sha256(f"t{article}".encode()).digest()) % 2)


def is_missing(article: str) -> bool:
    """Tell whether an article is left out where half of them are missing."""
    return bool(crc32(f"missing {article}".encode()) % 2)


class Remembering:
    """A model that is asked for the vector of each query once; articles go straight through."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vector] = {}
        self.name = embedder.name
        self.dimensions = embedder.dimensions

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what readers ask."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unknown:
            self._known |= dict(zip(unknown, self._embedder.queries(unknown), strict=True))
        return np.stack([self._known[text] for text in texts])

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what articles say."""
        return self._embedder.passages(texts)


def unanswered(folder: Path, keep: Callable[[str], bool], embedder: Embedder | None = None) -> Logged:
    """Publish the articles that are kept into an empty folder, and replay the logged queries on them."""
    articles = folder / "articles" / LOCALE
    articles.mkdir(parents=True)
    for path in sorted((evaluation_data.articles_of(SET) / LOCALE).glob("*.md")):
        if keep(path.stem):
            shutil.copy(path, articles)
    replay: Callable[[str], tuple[FoundArticle, ...]] = _nothing
    if any(articles.iterdir()):
        publish(articles.parent, folder / "index")
        asking = None
        if embedder is not None:
            enrich(folder / "index", folder / "vectors", embedder)
            asking = Asking(embedder, _PATIENCE)
            asking.warm(_PATIENCE)
        generation = Generations(folder / "index", asking).current()

        def replay(text: str) -> tuple[FoundArticle, ...]:
            hits = generation.search(SearchRequest(text, LOCALE)).hits
            return tuple(FoundArticle(f"{hit.locale}/{hit.slug}", hit.score) for hit in hits)

    queries: dict[QueryKey, UnansweredQuery] = {}
    truth: dict[QueryKey, str] = {}
    for text, article in logged_queries():
        query = UnansweredQuery(
            LOCALE,
            kept_query(text[:200]),
            text,
            (DayCount(date(2026, 11, 1), Outcome.UNCLICKED, 1),),
            visitors=1,
            found=replay(text),
            vector=None if embedder is None else embedder.queries([_read_of(text)])[0],
        )
        queries.setdefault(query.key, query)
        truth.setdefault(query.key, article)
    return Logged(tuple(queries.values()), truth)


def _nothing(_text: str) -> tuple[FoundArticle, ...]:
    return ()


def with_choices(logged: Logged, share: float) -> Logged:
    """Tell of a share of the queries which article their readers opened in the end."""
    draw = random.Random(_SEED)
    queries = tuple(
        replace(query, chosen=f"{LOCALE}/{logged.truth[query.key]}") if draw.random() < share else query
        for query in logged.queries
    )
    return replace(logged, queries=queries)


def at_once(logged: Logged) -> Labels:
    """Bring all together in one go; what waits stands for itself."""
    found = assign((), logged.queries)
    return _labelled([*found.founded, *((key,) for key in found.waiting)])


def day_by_day(logged: Logged, days: int = DAYS) -> tuple[Labels, float]:
    """Let the queries arrive in a drawn order, some each day; also return the lowest next-day stability.

    That is the share of the queries that were in a gap and are in the same one a day later. Those that still waited
    were in none.
    """
    queries = {query.key: query for query in logged.queries}
    order = sorted(queries)
    random.Random(_SEED).shuffle(order)
    gaps: dict[QueryKey, str] = {}
    waiting: set[QueryKey] = set()
    stable = 1.0
    for day in range(days):
        arrived = {*order[day * len(order) // days : (day + 1) * len(order) // days]}
        before = dict(gaps)
        known = [Clustered(queries[key], gap) for key, gap in gaps.items()]
        found = assign(known, [queries[key] for key in arrived | waiting])
        for gap, keys in found.joined.items():
            gaps |= dict.fromkeys(keys, gap)
        for number, keys in enumerate(found.founded):
            gaps |= dict.fromkeys(keys, f"{day:03}-{number:05}")
        waiting = set(found.waiting)
        if before:
            stable = min(stable, sum(gaps[key] == gap for key, gap in before.items()) / len(before))
    names = {gap: number for number, gap in enumerate(sorted(set(gaps.values())))}
    alone = {key: len(names) + number for number, key in enumerate(sorted(waiting))}
    return {key: names[gap] for key, gap in gaps.items()} | alone, stable


def b_cubed(labels: Labels, truth: Mapping[QueryKey, str], of: Callable[[str], bool] = lambda _: True) -> BCubed:
    """Compare clusters with the truth, averaged over the queries of some articles."""
    sizes, articles = Counter(labels.values()), Counter(truth.values())
    both = Counter((labels[key], truth[key]) for key in labels)
    pairs = [(labels[key], truth[key]) for key in labels if of(truth[key])]
    precision = sum(both[pair] / sizes[pair[0]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / articles[pair[1]] for pair in pairs) / len(pairs)
    return BCubed(2 * precision * recall / (precision + recall), precision, recall)


def nearest_neighbours(logged: Logged, count: int = 15) -> Labels:
    """What could be reached if the truth of all other queries were told: each is given that of its nearest ones."""
    vectors = np.stack([query.vector for query in logged.queries if query.vector is not None])
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers: dict[str, int] = {}
    told = [numbers.setdefault(logged.truth[query.key], len(numbers)) for query in logged.queries]
    labels: Labels = {}
    for place, query in enumerate(logged.queries):
        near = vectors @ vectors[place]
        near[place] = -1
        votes: defaultdict[int, float] = defaultdict(float)
        for other in np.argsort(-near, kind="stable")[:count].tolist():
            votes[told[other]] += float(np.exp(10 * near[other]))
        labels[query.key] = max(votes, key=lambda number: (votes[number], number))
    return labels


def _labelled(groups: Collection[Sequence[QueryKey]]) -> Labels:
    return {key: number for number, keys in enumerate(groups) for key in keys}


def _read_of(text: str) -> str:
    """Return what of a query a search embeds."""
    return cut(" ".join(text.split()), _READ)


def main() -> None:
    """Print how well the logged queries are brought together in every situation."""
    console = Console(width=120)
    table = Table("evidence", "articles", "how", "B³ F1", "precision", "recall", "held out", "clusters", "stable")

    def row(evidence: str, articles: str, how: str, logged: Logged, labels: Labels, stable: float | None) -> None:
        all_of, rest = b_cubed(labels, logged.truth), b_cubed(labels, logged.truth, is_held_out)
        figures = (f"{figure:.3f}" for figure in (all_of.f1, all_of.precision, all_of.recall, rest.f1))
        told = "–" if stable is None else f"{stable:.1%}"
        table.add_row(evidence, articles, how, *figures, str(len(set(labels.values()))), told)

    evidences: dict[str, Embedder | None] = {"words": None}
    if local.is_installed():
        evidences = {"meaning": Remembering(local.LocalEmbedder()), **evidences}
    situations: dict[str, Callable[[str], bool]] = {
        "all there": lambda _: True,
        "half missing": lambda article: not is_missing(article),
        "none": lambda _: False,
    }
    for evidence, embedder in evidences.items():
        for situation, keep in situations.items():
            with tempfile.TemporaryDirectory() as folder:
                logged = unanswered(Path(folder), keep, embedder)
            row(evidence, situation, "at once", logged, at_once(logged), None)
            if situation != "none":
                row(evidence, situation, f"in {DAYS} days", logged, *day_by_day(logged))
            if situation == "all there":
                for share in (0.2, 0.4):
                    told = with_choices(logged, share)
                    row(evidence, situation, f"{share:.0%} chosen", told, at_once(told), None)
                if embedder is not None:
                    row(evidence, "–", "nearest 15, told", logged, nearest_neighbours(logged), None)
    console.print(table)


if __name__ == "__main__":
    main()
