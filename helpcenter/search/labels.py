"""Labels: titles, questions and headings, by their words and by how they begin, for suggestions while typing.

A label belongs to a section: the article's title to its lead, a heading to its own section. Questions are labels of
their own, numbered behind the sections, but their words belong to the lead as well: a title and a question may
answer together. Words stand here as they are written, not as stems: who has typed "setti" has not typed a stem.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.search.postings import FIELDS
from helpcenter.search.question_labels import UNKNOWN_TERM
from helpcenter.search.tables import Keys, open_array, save_array
from helpcenter.search.whoosh_index import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.search.label_texts import LabelText
    from helpcenter.search.postings import Postings
    from helpcenter.search.question_labels import LabelledQuestion

# How much a word in each label counts; a title says best what an article is about.
_LABEL_WEIGHTS = {Field.TITLE: 1.0, Field.QUESTIONS: 0.85, Field.HEADINGS: 0.75}
# A label of twice the average length counts this much less.
_LENGTH_PENALTY = 0.15
_MOST_PHRASINGS = 20  # of a question; the words of all others count too
_LONGEST_BEGINNING = 60


@dataclass(frozen=True, slots=True)
class Labels:
    """Rows by term: term t stands in the labels `sections[starts[t]:starts[t + 1]]`, with `weights`.

    A number behind the last section is that of a question.
    """

    starts: NDArray[np.int64]
    sections: NDArray[np.int32]
    weights: NDArray[np.float32]


class LabelTable:
    """Sorted texts, and the labels (sections, questions behind them) each stands in, with the weight it has there."""

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


def with_questions(labels: Labels, questions: Sequence[LabelledQuestion], sections: int) -> Labels:
    """Add the words of questions, which are numbered behind the sections."""
    weights = question_weights(questions)
    rows = [
        (term, sections + number, weights[number])
        for number, question in enumerate(questions)
        for term in {term for _, term, _ in question.words} - {UNKNOWN_TERM}
    ]
    if not rows:
        return labels
    more = tuple(np.array(column) for column in zip(*rows, strict=True))
    vocabulary = len(labels.starts) - 1
    term = np.concatenate((np.repeat(np.arange(vocabulary), np.diff(labels.starts)), more[0]))
    section = np.concatenate((labels.sections, more[1]))
    weight = np.concatenate((labels.weights, more[2]))
    order = np.lexsort((section, term))
    return Labels(
        starts=np.searchsorted(term[order], np.arange(vocabulary + 1)).astype(np.int64),
        sections=section[order].astype(np.int32),
        weights=weight[order].astype(np.float32),
    )


def question_weights(questions: Sequence[LabelledQuestion]) -> list[float]:
    """Return how much a word counts in each question."""
    average = sum(question.length for question in questions) / max(len(questions), 1)
    return [
        _LABEL_WEIGHTS[Field.QUESTIONS] / (1 + _LENGTH_PENALTY * max(question.length / max(average, 1.0) - 1, 0.0))
        for question in questions
    ]


def folded(text: str) -> str:
    """Return a text as the beginnings of labels are compared: one width, one case, single spaces."""
    return " ".join(normalize(text).text.lower().split())


def beginnings(articles: Sequence[Article], questions: Sequence[LabelledQuestion]) -> Iterator[tuple[str, int, float]]:
    """Yield how each label begins, its number and its weight; the shorter label weighs more."""
    section = 0
    for article in articles:
        for number, each in enumerate(article.sections):
            text, field = (each.heading, Field.HEADINGS) if number else (article.title, Field.TITLE)
            yield _beginning(text, section + number, field)
        section += len(article.sections)
    for number, question in enumerate(questions):
        for phrasing in islice(question.phrasings, _MOST_PHRASINGS):
            yield _beginning(phrasing.text, section + number, Field.QUESTIONS)


def _beginning(text: str, label: int, field: Field) -> tuple[str, int, float]:
    begins = folded(text)
    return begins[:_LONGEST_BEGINNING], label, _LABEL_WEIGHTS[field] - 0.001 * min(len(begins), 100)


def words(
    texts_of_sections: Sequence[LabelText],
    leads: Sequence[int],
    questions: Sequence[LabelledQuestion],
    postings: Postings,
    labels: Labels,
) -> Iterator[tuple[str, int, float]]:
    """Yield the words of labels as they are written, their label and the weight of their term there.

    `labels` are those of sections alone, `leads` the first section of each article. What is written in kanji also
    stands here in its normalised form.
    """
    sections = len(texts_of_sections)
    weight_of = _weights_by_section(labels, sections)
    texts = [term[1:] if term[0] == Layer.WORD else "" for term in postings.vocabulary]
    for section, label in enumerate(texts_of_sections):
        for word, term, _, _ in label.words:
            yield word, section, weight_of[section].get(term, 0.0)
    for lead in leads:
        for term, weight in weight_of[lead].items():
            if not texts[term].isascii():
                yield texts[term], lead, weight
    for number, (question, weight) in enumerate(zip(questions, question_weights(questions), strict=True)):
        lead = leads[question.article]
        yield from _words_of(question, texts, sections + number, weight, lead, weight_of[lead])


def _words_of(
    question: LabelledQuestion, texts: Sequence[str], label: int, weight: float, lead: int, of_lead: dict[int, float]
) -> Iterator[tuple[str, int, float]]:
    """The words of a question, for itself and for the lead of its article."""
    for word, term, _ in question.words:
        yield word, label, weight
        if term != UNKNOWN_TERM:
            yield word, lead, of_lead.get(term, 0.0)
            if not texts[term].isascii():
                yield texts[term], label, weight


def _weights_by_section(labels: Labels, sections: int) -> list[dict[int, float]]:
    terms = np.repeat(np.arange(len(labels.starts) - 1), np.diff(labels.starts))
    by_section: list[dict[int, float]] = [{} for _ in range(sections)]
    for term, section, weight in zip(terms.tolist(), labels.sections.tolist(), labels.weights.tolist(), strict=True):
        by_section[section][term] = weight
    return by_section
