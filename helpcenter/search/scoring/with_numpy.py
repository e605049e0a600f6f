"""Scoring with numpy: what the compiled scoring is held to, and what stands in where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.scoring.rows import Scored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.scoring.rows import Bounds, Neighbours, Rows, Shares, Term, Words


def score(
    rows: Rows,
    terms: tuple[Term, ...],
    neighbours: tuple[Neighbours, ...],
    words: Words,
    asked_of: tuple[int, ...],
    only: NDArray[np.int64] | None,
    bounds: Bounds,
    shares: Shares,
) -> Scored | None:
    """Score articles, as `Scoring` says: rows are added up, then the best articles' sections have their say."""
    chosen = _chosen(terms, rows)
    scores = np.zeros(len(rows.freshness), dtype=np.float32)
    np.add.at(scores, chosen.articles, chosen.impacts)
    if only is not None:
        scores = _kept(scores, only)
    if asked_of:
        scores[list(asked_of)] += shares.whole_question * scores.max()
    best = scores.max(initial=0)
    if not best:
        return None
    # No section lifts an article over the tail that is no candidate, so those below it need not be told apart.
    found = (scores > shares.tail * best).nonzero()[0]
    if len(found) < bounds.candidates:
        found = (scores > 0).nonzero()[0]
    found = _best(found, scores, bounds.ranked)
    candidates = _best(found, scores, bounds.candidates)
    ends, sections = _section_scores(candidates, chosen, rows)
    share = shares.section_share
    scores[found] *= 1 - share
    scores[candidates] += share * np.maximum.reduceat(sections, ends[:-1])
    favourites = _best(candidates, scores, bounds.favourites)
    closeness = np.float32(shares.closeness) * _closeness(favourites, neighbours, rows, bounds)
    question = np.float32(shares.question) * _nearness(favourites, words, rows)
    freshness = np.float32(shares.freshness) * rows.freshness[favourites]
    scores[favourites] *= 1 + closeness + question + freshness
    ranked = scores.take(found)
    order = (-ranked).argsort(kind="stable")
    ranked = ranked.take(order)
    shown = int(np.count_nonzero(ranked >= shares.tail * ranked[0]))
    return Scored(
        articles=found.take(order[:shown]).astype(np.int32).tobytes(),
        scores=ranked[:shown].tobytes(),
        weighed=candidates.astype(np.int32).tobytes(),
        ends=ends.tobytes(),
        sections=sections.tobytes(),
        favourites=favourites.astype(np.int32).tobytes(),
        closeness=closeness.tobytes(),
        question=question.tobytes(),
        freshness=freshness.tobytes(),
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The rows of several terms laid end to end, so that each step is one pass over all of them.

    `articles` and their `impacts`, scaled by the terms' `weights`; the i-th term's row ends before `ends[i]`, and
    stands in the index `shifts[i]` further on.
    """

    articles: NDArray[np.intp]
    impacts: NDArray[np.float32]
    weights: NDArray[np.float32]
    ends: NDArray[np.int64]
    shifts: NDArray[np.int64]


def _chosen(terms: Sequence[Term], rows: Rows) -> _Chosen:
    starts, articles, impacts = rows.starts.data, rows.articles, rows.article_impacts
    places = [slice(starts[number], starts[number + 1]) for number, _ in terms]
    weights = np.array([weight for _, weight in terms], dtype=np.float32)
    stops = np.array([place.stop for place in places], dtype=np.int64)
    lengths = np.array([place.stop - place.start for place in places], dtype=np.int64)
    ends = lengths.cumsum()
    weighted = np.concatenate([impacts[place] for place in places])
    weighted *= weights.repeat(lengths)
    return _Chosen(
        articles=np.concatenate([articles[place] for place in places], dtype=np.intp),
        impacts=weighted,
        weights=weights,
        ends=ends,
        shifts=stops - ends,
    )


def _kept(scores: NDArray[np.float32], only: NDArray[np.int64]) -> NDArray[np.float32]:
    kept = np.zeros_like(scores)
    kept[only] = scores[only]
    return kept


def _best(found: NDArray[np.int64], scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Return which of the articles found score best, ascending; of those that tie with the last one, the first."""
    if len(found) <= most:
        return found
    among = scores.take(found)
    last = np.partition(among, len(found) - most)[len(found) - most]
    best: NDArray[np.int64] = found[among >= last]
    return best if len(best) == most else np.sort(found.take((-among).argsort(kind="stable")[:most]))


def _section_scores(
    candidates: NDArray[np.int64], chosen: _Chosen, rows: Rows
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Score the candidates' sections; those of the i-th candidate are `scores[ends[i]:ends[i + 1]]`."""
    first = rows.first_section.take(candidates)
    ends = np.zeros(len(candidates) + 1, dtype=np.int64)
    (rows.first_section.take(candidates + 1) - first).cumsum(out=ends[1:])
    is_candidate = np.zeros(len(rows.freshness), dtype=np.bool_)
    is_candidate[candidates] = True
    kept = is_candidate.take(chosen.articles).nonzero()[0]
    places = candidates.searchsorted(chosen.articles.take(kept))
    term = chosen.ends.searchsorted(kept, side="right")
    postings = kept + chosen.shifts.take(term)
    begin = rows.section_starts.take(postings)
    lengths = rows.section_starts.take(postings + 1) - begin
    last = lengths.cumsum()
    entries = (begin - last + lengths).repeat(lengths) + np.arange(last[-1])
    shift = (ends[:-1] - first).take(places).repeat(lengths)
    scores = np.zeros(ends[-1], dtype=np.float32)
    weighted = rows.section_impacts.take(entries) * chosen.weights.take(term).repeat(lengths)
    np.add.at(scores, rows.sections.take(entries) + shift, weighted)
    return ends, scores


def _closeness(
    articles: NDArray[np.int64], neighbours: Sequence[Neighbours], rows: Rows, bounds: Bounds
) -> NDArray[np.float32]:
    """Return the share of the neighbours, by rarity, that each article has close together, 0 to 1."""
    shares = np.zeros(len(articles))
    if not neighbours:
        return shares.astype(np.float32)
    text_ends, first_section = rows.text_ends.data, rows.first_section.data
    ahead = np.arange(1, bounds.near + 1)[:, np.newaxis]
    no_term = np.full(bounds.near, -1, dtype=np.int32)
    parts: list[NDArray[np.int32]] = []
    ends: list[int] = []
    length = 0
    for article in articles.tolist():
        first = first_section[article]
        begin = text_ends[2 * first - 1] if first else 0
        end = min(begin + bounds.read, text_ends[2 * first_section[article + 1] - 1])
        # Nothing is close to what another article says.
        parts += (rows.said[begin:end], no_term)
        length += end - begin + bounds.near
        ends.append(length)
    said, stops = np.concatenate(parts), np.array(ends)
    # One addition after another, in double precision: any other way gives other last digits on other machines.
    total = 0.0
    for one, other, rarity in neighbours:
        total += rarity
        places = (said == one).nonzero()[0]
        near = (said.take(places + ahead) == other).any(axis=0)
        close = np.zeros(len(articles), dtype=np.bool_)
        close[stops.searchsorted(places[near], side="right")] = True
        shares[close] += rarity
    return (shares / total).astype(np.float32)


def _nearness(articles: NDArray[np.int64], words: Words, rows: Rows) -> NDArray[np.float32]:
    """Return how near the query comes to the nearest question of each article, as `question_terms` says it."""
    nearest = np.zeros(len(articles), dtype=np.float32)
    terms, total = words
    first = rows.questions.take(articles).astype(np.int64)
    counts = rows.questions.take(articles + 1) - first
    if not terms or not counts.any():
        return nearest
    says = np.zeros(len(rows.starts) - 1)
    says[[number for number, _ in terms]] = [weight for _, weight in terms]
    last = counts.cumsum()
    chosen = (first - last + counts).repeat(counts) + np.arange(last[-1])
    begin = rows.question_bounds.take(chosen)
    lengths = rows.question_bounds.take(chosen + 1) - begin
    ends = lengths.cumsum()
    places = (begin - ends + lengths).repeat(lengths) + np.arange(ends[-1])
    # One addition after another, in double precision, as above.
    owners = np.arange(len(chosen)).repeat(lengths)
    shared = np.bincount(owners, says.take(rows.question_terms.take(places)), len(chosen))
    near = np.minimum(shared / np.sqrt(rows.question_says.take(chosen).astype(np.float64) * total), 1.0)
    has = counts > 0
    nearest[has] = np.maximum.reduceat(near, (last - counts)[has])
    return nearest
