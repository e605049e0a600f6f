"""Labels: titles, questions and headings, by their words and by how they begin, for suggestions while typing.

A label belongs to a section: the article's title and questions to its lead, a heading to its own section. Words stand
here as they are written, not as stems: who has typed "setti" has not typed a stem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.analysis.words import stem
from helpcenter.search.postings import FIELDS
from helpcenter.search.tables import Keys, open_array, save_array
from helpcenter.search.whole_questions import phrasings
from helpcenter.search.whoosh_index import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.search.postings import Postings

# How much a word in each label counts; a title says best what an article is about.
_LABEL_WEIGHTS = {Field.TITLE: 1.0, Field.QUESTIONS: 0.85, Field.HEADINGS: 0.75}
# A label of twice the average length counts this much less.
_LENGTH_PENALTY = 0.15
_MOST_PHRASINGS = 20  # of an article's questions; the words of all others count too
_LONGEST_BEGINNING = 60
_LATIN_WORD = re.compile("[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Labels:
    """Rows by term: term t stands in the labels of `sections[starts[t]:starts[t + 1]]`, with `weights`."""

    starts: NDArray[np.int64]
    sections: NDArray[np.int32]
    weights: NDArray[np.float32]


class LabelTable:
    """Sorted texts, and the sections in whose labels each stands, with the weight it has there."""

    def __init__(self, path: Path) -> None:
        self.keys = Keys(path)
        self._starts = open_array(path.with_name(f"{path.name}-starts.npy")).data
        self._sections = open_array(path.with_name(f"{path.name}-sections.npy"))
        self._weights = open_array(path.with_name(f"{path.name}-weights.npy"))

    @staticmethod
    def save(path: Path, rows: Iterable[tuple[str, int, float]]) -> Sequence[str]:
        """Write (text, section, weight) rows, of which the best for each text and section counts; return the texts."""
        best: dict[str, dict[int, float]] = {}
        for text, section, weight in rows:
            if text and weight > 0:
                of_text = best.setdefault(text, {})
                of_text[section] = max(of_text.get(section, 0.0), weight)
        keys = sorted(best)
        Keys.save(path, keys)
        ends = np.cumsum([len(best[key]) for key in keys], dtype=np.int64)
        save_array(path.with_name(f"{path.name}-starts.npy"), np.concatenate(([0], ends)).astype(np.int64))
        sections = [section for key in keys for section in best[key]]
        weights = [weight for key in keys for weight in best[key].values()]
        save_array(path.with_name(f"{path.name}-sections.npy"), np.array(sections, dtype=np.int32))
        save_array(path.with_name(f"{path.name}-weights.npy"), np.array(weights, dtype=np.float32))
        return keys

    def rows(self, numbers: range, most: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return sections and weights of neighbouring texts; a section may come more than once."""
        row = slice(self._starts[numbers.start], self._starts[numbers.stop])
        row = slice(row.start, min(row.stop, row.start + most))
        return self._sections[row], self._weights[row]


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


def folded(text: str) -> str:
    """Return a text as the beginnings of labels are compared: one width, one case, single spaces."""
    return " ".join(normalize(text).text.lower().split())


def beginnings(articles: Iterable[Article]) -> Iterator[tuple[str, int, float]]:
    """Yield how each label begins, its section and its weight; the shorter label weighs more."""
    section = 0
    for article in articles:
        for text in islice(phrasings(article), _MOST_PHRASINGS):
            yield _beginning(text, section, Field.QUESTIONS)
        for number, each in enumerate(article.sections):
            text, field = (each.heading, Field.HEADINGS) if number else (article.title, Field.TITLE)
            yield _beginning(text, section + number, field)
        section += len(article.sections)


def _beginning(text: str, section: int, field: Field) -> tuple[str, int, float]:
    begins = folded(text)
    return begins[:_LONGEST_BEGINNING], section, _LABEL_WEIGHTS[field] - 0.001 * min(len(begins), 100)


def words(articles: Sequence[Article], postings: Postings, labels: Labels) -> Iterator[tuple[str, int, float]]:
    """Yield the words of labels as they are written, their section and the weight of their term there.

    Titles and headings were cut into words when they were indexed. Of questions only Latin words are written as they
    stand; the terms of the others do for them.
    """
    weight_of = _weights_by_section(labels, sum(len(article.sections) for article in articles))
    texts = [term[1:] if term[0] == Layer.WORD else "" for term in postings.vocabulary]
    numbers = {text: number for number, text in enumerate(texts) if text}
    streams, section = postings.streams, 0
    for article in articles:
        for word in {word for text in phrasings(article) for word in _LATIN_WORD.findall(text.lower())}:
            yield word, section, weight_of[section].get(numbers.get(stem(word), -1), 0.0)
        for number, each in enumerate(article.sections):
            text, weights = (each.heading if number else article.title), weight_of[section]
            for place in _places(streams.ends, 2 * section):
                weight = weights.get(int(streams.terms[place]))
                if weight is not None:
                    yield written(text[streams.starts_at[place] : streams.ends_at[place]]), section, weight
            for term, weight in () if number else weights.items():
                if not texts[term].isascii():
                    yield texts[term], section, weight
            section += 1


def written(text: str) -> str:
    """Return a word as labels keep it: one width, one case."""
    return text.lower() if text.isascii() else normalize(text).text.lower()


def _places(ends: NDArray[np.int64], text: int) -> range:
    return range(int(ends[text - 1]) if text else 0, int(ends[text]))


def _weights_by_section(labels: Labels, sections: int) -> list[dict[int, float]]:
    terms = np.repeat(np.arange(len(labels.starts) - 1), np.diff(labels.starts))
    by_section: list[dict[int, float]] = [{} for _ in range(sections)]
    for term, section, weight in zip(terms.tolist(), labels.sections.tolist(), labels.weights.tolist(), strict=True):
        by_section[section][term] = weight
    return by_section
