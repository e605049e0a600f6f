"""Labels: titles, questions and headings by their words, for suggestions while typing.

A label belongs to a section: the article's title and questions to its lead, a heading to its own section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.postings import FIELDS
from helpcenter.search.whoosh_index import Field

if TYPE_CHECKING:
    from helpcenter.search.postings import Postings

# How much a word in each label counts; a title says best what an article is about.
_LABEL_WEIGHTS = {Field.TITLE: 1.0, Field.QUESTIONS: 0.85, Field.HEADINGS: 0.75}
# A label of twice the average length counts this much less.
_LENGTH_PENALTY = 0.15


@dataclass(frozen=True, slots=True)
class Labels:
    """Rows by term: term t stands in the labels of `sections[starts[t]:starts[t + 1]]`, with `weights`."""

    starts: NDArray[np.int64]
    sections: NDArray[np.int32]
    weights: NDArray[np.float32]


def compile_labels(postings: Postings, sections: int) -> Labels:
    """Pick the label fields' words out of postings; a word in several labels of a section counts as in the best."""
    is_word = np.array([term[0] == Layer.WORD for term in postings.vocabulary], dtype=np.bool_)
    of_field = np.array([_LABEL_WEIGHTS.get(field, 0.0) for field in FIELDS], dtype=np.float32)
    chosen = np.flatnonzero(is_word[postings.term] & (of_field[postings.field] > 0))
    term, section, field = postings.term[chosen], postings.section[chosen], postings.field[chosen]
    lengths = np.zeros((len(FIELDS), sections))
    np.add.at(lengths, (field, section), postings.count[chosen])
    average = lengths.sum(axis=1) / np.maximum((lengths > 0).sum(axis=1), 1)
    relative = lengths[field, section] / np.maximum(average[field], 1)
    weight = of_field[field] / (1 + _LENGTH_PENALTY * (relative - 1).clip(0))
    order = np.lexsort((-weight, section, term))
    term, section, weight = term[order], section[order], weight[order]
    pair = term.astype(np.int64) * max(sections, 1) + section
    best = np.flatnonzero(np.diff(pair, prepend=-1))
    return Labels(
        starts=np.searchsorted(term[best], np.arange(len(postings.vocabulary) + 1)).astype(np.int64),
        sections=section[best].astype(np.int32),
        weights=weight[best].astype(np.float32),
    )
