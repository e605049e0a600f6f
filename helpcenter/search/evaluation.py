"""How well a search answers judged queries: rates, no effects besides asking the search and the clock."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from helpcenter.search.judgments import Judgment
from helpcenter.search.results import Confidence, SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from helpcenter.search.results import SearchResults

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of queries whose right article is among the first 1, 3 or 5, and the mean reciprocal rank.

    Fractions from 0 to 1, the reciprocal rank over the top 10; None where no query was asked.
    """

    answer_at_1: float | None
    answer_at_3: float | None
    answer_at_5: float | None
    mrr: float | None


@dataclass(frozen=True, slots=True)
class KindRates(Rates):
    """Rates of one kind of query."""

    queries: int


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """Queries no article answers, and how many of them the search had no confidence in, as it should."""

    queries: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Cards:
    """How far the cards can be trusted: a card offers the first article as the answer (`Confidence.ANSWERED`).

    Of the `answerable` queries, `answerable_first` have a right article in the first place, `first_carded` of these
    with a card; `carded` is how many have a card at all, `carded_right` how many of those cards are right. Of the
    `unanswerable` queries, `unanswerable_carded` have a card, and none should.
    """

    answerable: int
    answerable_first: int
    first_carded: int
    carded: int
    carded_right: int
    unanswerable: int
    unanswerable_carded: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds the search took for one query; None where no query was asked."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Evaluation(Rates):
    """The report. `queries` counts all, the rates are over those that an article answers.

    `by_article` first averages the queries of each best article, then the articles, so that an article
    with many queries weighs no more than one with few. `answerable_flagged` counts answerable queries
    the search had no confidence in.
    """

    queries: int
    by_article: Rates
    by_kind: Mapping[str, KindRates]
    zero_result_rate: float | None
    unanswerable: Unanswerable
    answerable_flagged: int
    cards: Cards
    latency_ms: Latency


@dataclass(frozen=True, slots=True)
class Answer:
    """What one judged query got; `rank` of its first right article counts from 1 (0: not in the top 10).

    `found` are the first three slugs.
    """

    judgment: Judgment
    rank: int
    confidence: Confidence
    milliseconds: float
    found: tuple[str, ...]

    @property
    def is_carded(self) -> bool:
        """Whether the first article was offered as the answer."""
        return self.confidence is Confidence.ANSWERED


def ask(
    judgment: Judgment,
    search: Callable[[SearchRequest], SearchResults],
    clock: Callable[[], float] = time.perf_counter,
) -> Answer:
    """Ask one judged query and find the rank of its first right article."""
    started = clock()
    results = search(SearchRequest(judgment.query, judgment.locale, per_page=DEPTH))
    milliseconds = (clock() - started) * 1000
    slugs = [hit.slug for hit in results.hits[:DEPTH]]
    rank = next((place for place, slug in enumerate(slugs, start=1) if slug in judgment.slugs), 0)
    return Answer(judgment, rank, results.confidence, milliseconds, tuple(slugs[:3]))


def evaluate(
    judgments: Iterable[Judgment],
    search: Callable[[SearchRequest], SearchResults],
    clock: Callable[[], float] = time.perf_counter,
) -> Evaluation:
    """Ask every judged query and return the rates."""
    return summarise([ask(judgment, search, clock) for judgment in judgments])


def summarise(answers: Sequence[Answer]) -> Evaluation:
    """Return the rates of what the judged queries got."""
    answerable = [answer for answer in answers if answer.judgment.slugs]
    unanswerable = [answer for answer in answers if not answer.judgment.slugs]
    by_article: defaultdict[str, list[int]] = defaultdict(list)
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for answer in answerable:
        by_article[answer.judgment.slugs[0]].append(answer.rank)
        if answer.judgment.kind:
            by_kind[answer.judgment.kind].append(answer.rank)
    times = sorted(answer.milliseconds for answer in answers)
    return Evaluation(
        *_rates([answer.rank for answer in answerable]),
        queries=len(answers),
        by_article=Rates(*_mean_of([_rates(ranks) for ranks in by_article.values()])),
        by_kind={kind: KindRates(*_rates(ranks), queries=len(ranks)) for kind, ranks in sorted(by_kind.items())},
        zero_result_rate=_mean([a.confidence is Confidence.ZERO_RESULT for a in answerable]),
        unanswerable=Unanswerable(len(unanswerable), _flagged(unanswerable)),
        answerable_flagged=_flagged(answerable),
        cards=cards_of(answers),
        latency_ms=Latency(_percentile(times, 50), _percentile(times, 95)),
    )


def cards_of(answers: Iterable[Answer]) -> Cards:
    """Count the cards, and which of them are right."""
    counts = Counter[str]()
    for answer in answers:
        if not answer.judgment.slugs:
            counts.update(unanswerable=1, unanswerable_carded=answer.is_carded)
            continue
        is_first = answer.rank == 1
        counts.update(
            answerable=1,
            answerable_first=is_first,
            first_carded=is_first and answer.is_carded,
            carded=answer.is_carded,
            carded_right=answer.is_carded and is_first,
        )
    return Cards(**{field.name: counts[field.name] for field in fields(Cards)})


Four = tuple[float | None, float | None, float | None, float | None]


def _rates(ranks: Sequence[int]) -> Four:
    at_1, at_3, at_5 = (_mean([1 <= rank <= depth for rank in ranks]) for depth in (1, 3, 5))
    return at_1, at_3, at_5, _mean([1 / rank if rank else 0.0 for rank in ranks])


def _mean_of(rates: Sequence[Four]) -> Four:
    one, three, five, mrr = ([four[i] or 0.0 for four in rates] for i in range(4))
    return _mean(one), _mean(three), _mean(five), _mean(mrr)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


_UNSURE = frozenset({Confidence.LOW_CONFIDENCE, Confidence.ZERO_RESULT})


def _flagged(answers: Iterable[Answer]) -> int:
    return sum(answer.confidence in _UNSURE for answer in answers)


def _percentile(ordered: Sequence[float], percent: int) -> float | None:
    """Nearest rank: the smallest time that at least `percent` of the queries did not exceed."""
    return ordered[math.ceil(len(ordered) * percent / 100) - 1] if ordered else None
