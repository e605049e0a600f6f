"""Near-and-not-there: judged queries asked while a quarter of the articles is away.

Articles fall into four folds by their slug, so that both halves of a translation go together. While a fold is away,
the queries whose right articles are all in it are unanswerable, though they sound just like the library; all others
are answerable. No article is published anew for it: `find` leaves the fold's postings and vectors out. What remains
of the articles that are away is their share in idf and in the mean vector, which moves the evidence very little
(`test_folds.py` holds it against a library that never had them).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from helpcenter.search.evidence import Evidence, evidence_of
from helpcenter.search.judgments import Judgment
from helpcenter.search.results import SearchRequest
from helpcenter.search.searching import answer_to
from helpcenter.search.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.search.finding import Kept
    from tests.relevance.preparing import Prepared

FOLDS = 4


class Status(StrEnum):
    """Whether a query has an answer while a fold is away."""

    KEPT = "kept"  # a right article is there
    GONE = "gone"  # all right articles are away
    NONE = "none"  # nobody ever wrote one


@dataclass(frozen=True, slots=True)
class Case:
    """A query asked while the articles of one fold are away; `is_first` when its first hit is right.

    `evidence` is None when nothing was found.
    """

    judgment: Judgment
    fold: int
    status: Status
    evidence: Evidence | None
    is_first: bool


def fold_of(slug: str) -> int:
    """Return the fold of an article, the same for all its translations."""
    return crc32(slug.encode()) % FOLDS


def cases(judgments: Sequence[Judgment], prepared: Prepared, *, by_meaning: bool) -> Iterator[Case]:
    """Ask every query once for each fold; what never had an answer too, since its neighbours differ."""
    for fold in range(FOLDS):
        kept = _kept(prepared, fold)
        for judgment in judgments:
            yield _case(judgment, fold, prepared, kept, by_meaning=by_meaning)


def _kept(prepared: Prepared, fold: int) -> Kept:
    return {
        locale: np.array(
            [number for number in range(index.article_count) if fold_of(index.slugs[number]) != fold], dtype=np.int64
        )
        for locale, index in prepared.indexes.items()
    }


def _case(judgment: Judgment, fold: int, prepared: Prepared, kept: Kept, *, by_meaning: bool) -> Case:
    right = {slug for slug in judgment.slugs if fold_of(slug) != fold}
    status = Status.NONE if not judgment.slugs else Status.KEPT if right else Status.GONE
    request = SearchRequest(judgment.query, judgment.locale)
    semantics = prepared.semantics if by_meaning else None
    answer, _ = answer_to(request, prepared.indexes, semantics, WEIGHTS, kept=kept)
    if not answer.found:
        return Case(judgment, fold, status, None, is_first=False)
    best = answer.found[0]
    evidence = evidence_of(answer, judgment.locale, prepared.indexes, WEIGHTS)
    return Case(judgment, fold, status, evidence, is_first=best.index.card(best.article).slug in right)
