"""Questions as labels of their own: a reader who types sees the question that matched, and may choose between two.

A question is a label beside the sections: question q of a locale has the number `sections + q` in rows of labels. A
pattern is one label; which of its phrasings is shown depends on what was typed, so every word of it says which of the
phrasings have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from helpcenter.search import label_texts
from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.phrases import carrying_terms, phrase_terms
from helpcenter.search.label_texts import LabelText, written
from helpcenter.search.tables import Blobs, open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from helpcenter.content.article import Article
    from helpcenter.search.postings import Streams
    from helpcenter.search.whole_questions import Phrasing, Questions

UNKNOWN_TERM = -1
"""The number of a word that the vocabulary does not have."""
# A word in a heading says more of what the section answers than one in its text.
_IN_HEADING, _IN_BODY = 1.0, 0.5
# A section answers a question when it has this share of what the question says, and so much more than the next one.
_ANSWERS, _STANDS_OUT = 0.5, 1.2


QuestionWord: TypeAlias = tuple[str, int, bytes]
"""A word of a question as it is written, its term, and the phrasings that have it: bit n is set for the nth."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question of an article, which is told by its number; `section`, numbered among all, is the one that answers it.

    `repeats_title` tells that the title of the article says the same.
    """

    article: int
    section: int
    repeats_title: bool
    words: tuple[QuestionWord, ...]
    phrasings: tuple[LabelText, ...]

    @property
    def length(self) -> float:
        """How many words a phrasing has on average."""
        return sum(len(phrasing.words) for phrasing in self.phrasings) / max(len(self.phrasings), 1)


_encode = msgspec.msgpack.Encoder().encode
_decode_words = msgspec.msgpack.Decoder(tuple[QuestionWord, ...]).decode


class QuestionLabels:
    """The questions of one locale, in the order of their articles."""

    def __init__(self, path: Path) -> None:
        self._starts = open_array(path.with_name(f"{path.name}-starts.npy")).data
        self._sections = open_array(path.with_name(f"{path.name}-sections.npy")).data
        self._repeats = open_array(path.with_name(f"{path.name}-repeats.npy")).data
        self._first_phrasing = open_array(path.with_name(f"{path.name}-first-phrasing.npy")).data
        self._words = Blobs(path.with_name(f"{path.name}-words"))
        self._phrasings = Blobs(path.with_name(f"{path.name}-phrasings"))

    @staticmethod
    def save(path: Path, questions: Sequence[LabelledQuestion], articles: int) -> None:
        """Write the questions of so many articles, in their order."""
        starts = np.searchsorted([each.article for each in questions], np.arange(articles + 1))
        firsts = [0, *accumulate(len(each.phrasings) for each in questions)]
        save_array(path.with_name(f"{path.name}-starts.npy"), starts.astype(np.int32))
        sections = np.array([each.section for each in questions], dtype=np.int32)
        save_array(path.with_name(f"{path.name}-sections.npy"), sections)
        repeats = np.array([each.repeats_title for each in questions], dtype=np.uint8)
        save_array(path.with_name(f"{path.name}-repeats.npy"), repeats)
        save_array(path.with_name(f"{path.name}-first-phrasing.npy"), np.array(firsts, dtype=np.int32))
        Blobs.save(path.with_name(f"{path.name}-words"), (_encode(each.words) for each in questions))
        phrasings = (_encode(phrasing) for each in questions for phrasing in each.phrasings)
        Blobs.save(path.with_name(f"{path.name}-phrasings"), phrasings)

    def __len__(self) -> int:
        return len(self._words)

    def of(self, article: int) -> range:
        """Return the numbers of an article's questions."""
        return range(self._starts[article], self._starts[article + 1])

    def section_of(self, question: int) -> int:
        """Return the number of the section that answers a question best; the article's lead when none stands out."""
        return self._sections[question]

    def repeats_title(self, question: int) -> bool:
        """Tell whether the question says no more than the title of its article."""
        return bool(self._repeats[question])

    def words(self, question: int) -> tuple[QuestionWord, ...]:
        """Return the words of all phrasings of a question, each once."""
        return _decode_words(self._words[question])

    def count(self, question: int) -> int:
        """Return how many phrasings a question has."""
        return self._first_phrasing[question + 1] - self._first_phrasing[question]

    def phrasing(self, question: int, number: int) -> LabelText:
        """Return a phrasing of a question."""
        return label_texts.decode(self._phrasings[self._first_phrasing[question] + number])


def label_questions(
    articles: Sequence[Article],
    questions: Sequence[Questions],
    vocabulary: Sequence[str],
    streams: Streams,
    rarity: NDArray[np.float32],
) -> list[LabelledQuestion]:
    """Lay out the questions of all articles; `questions` are those of each article, `rarity` the idf of each term."""
    numbers = {term: number for number, term in enumerate(vocabulary)}
    labelled: list[LabelledQuestion] = []
    first_section = 0
    for article, (each, asked) in enumerate(zip(articles, questions, strict=True)):
        sections = range(first_section, first_section + len(each.sections))
        first_section = sections.stop
        if not asked:
            continue
        title = frozenset(phrase_terms(each.title))
        told = [_terms_of(section, streams) for section in sections]
        for question in asked:
            if question:
                words, phrasings = _laid_out(question, numbers)
                carrying = [frozenset(carrying_terms(phrasing.stream)) for phrasing in question]
                # What the title says is said of all sections alike.
                asks = [{numbers[term] for term in terms - title if term in numbers} for terms in carrying]
                answering = _answering(asks, told, rarity)
                labelled.append(
                    LabelledQuestion(article, sections.start + answering, title in carrying, words, phrasings)
                )
    return labelled


def _laid_out(
    question: Sequence[Phrasing], numbers: Mapping[str, int]
) -> tuple[tuple[QuestionWord, ...], tuple[LabelText, ...]]:
    """The words of a question, each with the phrasings that have it, and the phrasings."""
    having: dict[tuple[str, int], int] = {}
    shown: list[LabelText] = []
    for number, phrasing in enumerate(question):
        words = tuple(
            (word, numbers.get(term, UNKNOWN_TERM), start, end) for word, term, start, end in _words_in(phrasing)
        )
        for word, term, _, _ in words:
            having[word, term] = having.get((word, term), 0) | 1 << number
        shown.append(LabelText(phrasing.text, words))
    size = (len(question) + 7) // 8
    return (
        tuple((*word, phrasings.to_bytes(size, "little")) for word, phrasings in having.items()),
        tuple(shown),
    )


def _words_in(phrasing: Phrasing) -> Iterator[tuple[str, str, int, int]]:
    """The words of a phrasing as labels keep them, with their terms and places."""
    stream = phrasing.stream
    for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True):
        if term[0] == Layer.WORD:
            yield written(phrasing.text[start:end]), term, start, end


def _terms_of(section: int, streams: Streams) -> tuple[frozenset[int], frozenset[int]]:
    """The terms in the heading of a section, the title for a lead, and in its text."""
    ends = [int(streams.ends[text]) if text >= 0 else 0 for text in range(2 * section - 1, 2 * section + 2)]
    return frozenset(streams.terms[ends[0] : ends[1]].tolist()), frozenset(streams.terms[ends[1] : ends[2]].tolist())


def _answering(
    asks: Sequence[set[int]],
    told: Sequence[tuple[frozenset[int], frozenset[int]]],
    rarity: NDArray[np.float32],
) -> int:
    """The number of the section that has most of what a phrasing asks, clearly more than any other; else the lead's.

    `asks` are the terms of each phrasing, `told` those in the heading and in the text of each section.
    """
    best, least = 0, 0.0
    for terms in asks:
        everything = sum(float(rarity[term]) for term in terms)
        if not everything:
            continue
        shares = [
            sum(
                float(rarity[term]) * (_IN_HEADING if term in heading else _IN_BODY)
                for term in terms
                if term in heading or term in body
            )
            / everything
            for heading, body in told
        ]
        number = max(range(len(shares)), key=lambda each: (shares[each], -each))
        others = max((share for each, share in enumerate(shares) if each != number), default=0.0)
        if shares[number] >= _ANSWERS and shares[number] >= _STANDS_OUT * others and shares[number] > least:
            best, least = number, shares[number]
    return best
