"""Impacts: what each term adds to each article's and section's score, computed once when a generation is made.

The score is BM25F (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields") with the
idf that cannot be negative (Lucene's). Rows of impacts are added at query time, so a query costs a few additions
(Anh, Moffat 2006, "Pruned query evaluation using pre-computed impacts").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.postings import FIELDS
from helpcenter.search.whoosh_index import ARTICLE_FIELDS

if TYPE_CHECKING:
    from helpcenter.search.postings import Postings
    from helpcenter.search.weights import Weights


# Signs, and what dates, times and phone numbers mean: terms beside the words, which make a text no longer.
_SAID_BESIDE = re.compile(r"^w(?:[^\w\s]|tel:|\d+:\d\d$|\d{4}-\d\d)")


@dataclass(frozen=True, slots=True)
class Impacts:
    """Rows of impacts by term.

    Term t owns the articles `articles[starts[t]:starts[t + 1]]` with their `article_impacts`. The article posting p
    owns the sections `sections[section_starts[p]:section_starts[p + 1]]` with their `section_impacts`.
    `rarity` is the idf of each term among articles, to the power of `Weights.rarity`.
    """

    starts: NDArray[np.int64]
    articles: NDArray[np.int32]
    article_impacts: NDArray[np.float32]
    section_starts: NDArray[np.int64]
    sections: NDArray[np.int32]
    section_impacts: NDArray[np.float32]
    rarity: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often a term stands in a field of a document (article or section); parallel arrays."""

    term: NDArray[np.int32]
    field: NDArray[np.int8]
    document: NDArray[np.int64]
    count: NDArray[np.float32]
    documents: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """One entry a (term, document) pair, sorted by both."""

    term: NDArray[np.int64]
    document: NDArray[np.int64]
    impact: NDArray[np.float32]
    rarity: NDArray[np.float64]


def compute(postings: Postings, article_of: NDArray[np.int32], weights: Weights) -> Impacts:
    """Compute impacts; `article_of` gives the article number of each section, ascending."""
    layer = np.array([ord(term[0]) for term in postings.vocabulary], dtype=np.int16)
    beside = np.array([_SAID_BESIDE.search(term) is not None for term in postings.vocabulary], dtype=np.bool_)
    by_article = _rows(_count_articles(postings, article_of), layer, beside, weights)
    by_section = _rows(_count_sections(postings, article_of), layer, beside, weights)
    articles = int(article_of[-1]) + 1 if len(article_of) else 0
    owner = by_section.term * articles + article_of[by_section.document]
    section_starts = np.flatnonzero(np.diff(owner, prepend=-1))
    return Impacts(
        starts=np.searchsorted(by_article.term, np.arange(len(layer) + 1)),
        articles=by_article.document.astype(np.int32),
        article_impacts=by_article.impact,
        section_starts=np.append(section_starts, len(owner)),
        sections=by_section.document.astype(np.int32),
        section_impacts=by_section.impact,
        rarity=by_article.rarity.astype(np.float32),
    )


def _count_articles(postings: Postings, article_of: NDArray[np.int32]) -> _Counts:
    """Add up the sections of each article."""
    articles = int(article_of[-1]) + 1 if len(article_of) else 0
    place = (postings.term.astype(np.int64) * len(FIELDS) + postings.field) * articles + article_of[postings.section]
    distinct, inverse = np.unique(place, return_inverse=True)
    term_field, article = np.divmod(distinct, max(articles, 1))
    term, field = np.divmod(term_field, len(FIELDS))
    return _Counts(
        term=term.astype(np.int32),
        field=field.astype(np.int8),
        document=article,
        count=np.bincount(inverse, weights=postings.count).astype(np.float32),
        documents=articles,
    )


def _count_sections(postings: Postings, article_of: NDArray[np.int32]) -> _Counts:
    """Take sections as they are, but what is said of the article is said of each of its sections."""
    shared = np.isin(postings.field, [number for number, field in enumerate(FIELDS) if field in ARTICLE_FIELDS])
    sizes = np.bincount(article_of)
    firsts = np.cumsum(sizes) - sizes
    article = article_of[postings.section]
    copies = np.where(shared, sizes[article], 1)
    begin = np.where(shared, firsts[article], postings.section)
    within = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    return _Counts(
        term=np.repeat(postings.term, copies),
        field=np.repeat(postings.field, copies),
        document=np.repeat(begin, copies) + within,
        count=np.repeat(postings.count, copies),
        documents=len(article_of),
    )


def _rows(counts: _Counts, layer: NDArray[np.int16], beside: NDArray[np.bool_], weights: Weights) -> _Rows:
    """Add up the fields of each (term, document) pair, saturate, and scale by rarity."""
    frequency = _weighted_frequency(counts, layer, beside, weights)
    pair = counts.term.astype(np.int64) * counts.documents + counts.document
    order = np.argsort(pair, kind="stable")
    first = np.flatnonzero(np.diff(pair[order], prepend=-1))
    total = np.add.reduceat(frequency[order], first) if len(first) else frequency
    term, document = np.divmod(pair[order][first], max(counts.documents, 1))
    found_in = np.bincount(term, minlength=len(layer))
    rarity = np.log(1 + (counts.documents - found_in + 0.5) / (found_in + 0.5)) ** weights.rarity
    impact = rarity[term] * total * (weights.saturation + 1) / (weights.saturation + total)
    return _Rows(term, document, impact.astype(np.float32), rarity)


def _weighted_frequency(
    counts: _Counts, layer: NDArray[np.int16], beside: NDArray[np.bool_], weights: Weights
) -> NDArray[np.float64]:
    """Scale counts by the field's weight and its length beside the average, layer by layer."""
    frequency = np.zeros(len(counts.count))
    layer_of = layer[counts.term]
    for letter in np.unique(layer):
        for number, name in enumerate(FIELDS):
            chosen = np.flatnonzero((layer_of == letter) & (counts.field == number))
            if not len(chosen):
                continue
            document, count = counts.document[chosen], counts.count[chosen]
            said = np.where(beside[counts.term[chosen]], 0, count)
            lengths = np.bincount(document, weights=said, minlength=counts.documents)
            relative = lengths[document] / (max(lengths.sum(), 1.0) / counts.documents)
            scale = weights.fields[name]
            frequency[chosen] = scale.weight * count**scale.repetition / (1 - scale.length + scale.length * relative)
    return frequency
