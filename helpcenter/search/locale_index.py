"""One locale of a generation: written once from a library, opened by every worker through memory maps.

Files in the locale's folder: `whoosh/` and `segments/` (only the next build reads those), `terms*` (vocabulary),
`rows-*` (impacts), `streams-*` (term streams of headings and bodies, for snippets), `questions*` (articles by their
very questions), `question-*` (the words of questions), `cards*` (what a hit shows), `facets*` (topic and kind by
article), `texts*` (plain text of headings and bodies), `labels-*`, `label-*`, `asked-*` and `half-typed*`
(suggestions), `records*` (articles, topics, aliases by key), `related` (the articles most like each, by words),
`identifiers` (the words that hold a digit).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from copy import copy
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from helpcenter.search import impacts as impact_rows
from helpcenter.search import label_texts, related, whoosh_index
from helpcenter.search import postings as posting_arrays
from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.analysis.identifiers import holds_digit
from helpcenter.search.bonuses import freshness_of
from helpcenter.search.facets import FacetTable
from helpcenter.search.gathering import Gathering
from helpcenter.search.half_typed import HalfTyped
from helpcenter.search.impacts import Impacts
from helpcenter.search.labels import Labels, LabelTable, beginnings, compile_labels, with_questions, words
from helpcenter.search.postings import Postings, Streams
from helpcenter.search.question_labels import QuestionLabels, label_questions
from helpcenter.search.question_terms import QuestionTerms, compile_questions
from helpcenter.search.readings import Readings
from helpcenter.search.scoring.rows import Rows
from helpcenter.search.spelling import Spelling, forms_in
from helpcenter.search.synonyms import compile_synonyms, decode, encode
from helpcenter.search.tables import Blobs, Keys, Records, open_array, save_array
from helpcenter.search.transliteration import Transliterations
from helpcenter.search.whole_questions import questions_of, whole_question_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from helpcenter.content.article import Article
    from helpcenter.content.synonyms import SynonymGroup
    from helpcenter.search.label_texts import LabelText
    from helpcenter.search.popularity import Popularity
    from helpcenter.search.weights import Weights


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit shows of an article. `sections` are (anchor, heading), the lead first."""

    slug: str
    title: str
    summary: str
    topic: str
    topic_title: str
    updated: date | None
    sections: tuple[tuple[str, str], ...]


# Less than there is between a word in a title and the same word in a question.
_MOST_BOOST = 0.04
_SYNONYMS = "synonyms.msgpack"
# Readers ask about the same things in few words; half a megabyte, a few more when somebody asks nonsense.
_TERMS_REMEMBERED = 8_192
_encode = msgspec.msgpack.Encoder().encode
_decode_card = msgspec.msgpack.Decoder(Card).decode


class LocaleIndex:
    """An opened locale; arrays as in `Impacts` and `Streams`, sections numbered through all articles."""

    def __init__(self, folder: Path) -> None:
        self.terms = Keys(folder / "terms")
        self.term_number = self.terms.remembering(_TERMS_REMEMBERED)
        self.streams = Streams(**{name: open_array(folder / f"streams-{name}.npy") for name in _names(Streams)})
        self.first_section: NDArray[np.int32] = open_array(folder / "first-section.npy")
        self.freshness: NDArray[np.float32] = open_array(folder / "freshness.npy")
        self.labels = Labels(**{name: open_array(folder / f"labels-{name}.npy") for name in _names(Labels)})
        self.label_starts = self.labels.starts.data
        self.label_words = LabelTable(folder / "label-words")
        self.beginnings = LabelTable(folder / "label-beginnings")
        self.half_typed = HalfTyped(folder / "half-typed", self.label_words.keys)
        self.asked = QuestionLabels(folder / "asked")
        self.section_count = int(self.first_section[-1])
        self.articles_of_labels: NDArray[np.int32] = open_array(folder / "label-articles.npy")
        self._articles_of_labels = self.articles_of_labels.data
        self.gathering = Gathering(self.section_count + len(self.asked))
        self.records = Records(folder / "records")
        self.questions = Records(folder / "questions")
        self.question_terms = QuestionTerms(
            **{name: open_array(folder / f"question-{name}.npy") for name in _names(QuestionTerms)}
        )
        self.related: NDArray[np.int32] = open_array(folder / "related.npy")
        self.slugs = Keys(folder / "slugs")
        self.synonyms = decode((folder / _SYNONYMS).read_bytes())
        self.readings = Readings(folder / "readings")
        self.spelling = Spelling(folder / "spelling")
        self.transliterations = Transliterations(folder / "scripts", self.terms)
        self.facets = FacetTable(folder)
        self._label_texts = Blobs(folder / "label-texts")
        self._cards = Blobs(folder / "cards")
        self._texts = Blobs(folder / "texts")
        self._first_sections = self.first_section.data
        self._rank_by(Impacts(**{name: open_array(folder / f"rows-{name}.npy") for name in _names(Impacts)}))
        words = self.terms.with_prefix(Layer.WORD)
        self._first_word, self._last_word = words.start, words.stop
        self._identifiers: NDArray[np.int32] = open_array(folder / "identifiers.npy")
        self._boost: tuple[Popularity, NDArray[np.float32]] | None = None
        self._ends_of_streams = self.streams.ends.data
        self.stream_terms, self.stream_starts, self.stream_ends = (
            array.data for array in (self.streams.terms, self.streams.starts_at, self.streams.ends_at)
        )

    def reweighed(self, postings: Postings, weights: Weights) -> LocaleIndex:
        """Return the same index ranked by other weights, as tuning tries them; `postings` are those it was made of."""
        impacts = impact_rows.compute(postings, articles_of_sections(self.first_section), weights)
        questions = {self.questions.keys[number]: self.questions[number] for number in range(len(self.questions))}
        index = copy(self)
        index.question_terms = compile_questions(
            questions, postings.vocabulary, impacts.rarity, self.article_count, weights
        )
        index._rank_by(impacts)
        return index

    def _rank_by(self, impacts: Impacts) -> None:
        self.impacts = impacts
        # Scalars come out of a memoryview as plain int and float, several times faster than from numpy.
        self.starts, self.posted, self.posted_impacts, self.rarity = (
            array.data for array in (impacts.starts, impacts.articles, impacts.article_impacts, impacts.rarity)
        )
        self.rows = Rows(
            impacts.starts,
            impacts.articles,
            impacts.article_impacts,
            impacts.section_starts,
            impacts.sections,
            impacts.section_impacts,
            self.first_section,
            self.freshness,
            self.streams.terms,
            self.streams.ends,
            self.question_terms.starts,
            self.question_terms.bounds,
            self.question_terms.terms,
            self.question_terms.says,
        )

    @property
    def article_count(self) -> int:
        """How many articles the locale has."""
        return len(self._cards)

    def card(self, article: int) -> Card:
        """Return what a hit shows of an article."""
        return _decode_card(self._cards[article])

    def article_number(self, slug: str) -> int | None:
        """Return the number of the article with this slug, or None."""
        return self.slugs.find(slug)

    def article_of(self, section: int) -> int:
        """Return the number of the article that a section belongs to."""
        return bisect_right(self._first_sections, section) - 1

    def article_of_label(self, label: int) -> int:
        """Return the number of the article that a section, or a question numbered behind the sections, belongs to."""
        return self._articles_of_labels[label]

    def sections_of(self, article: int) -> range:
        """Return the numbers of an article's sections."""
        return range(self._first_sections[article], self._first_sections[article + 1])

    def is_word(self, term: int) -> bool:
        """Tell whether a term is a word, not a pair of characters."""
        return self._first_word <= term < self._last_word

    @cached_property
    def identifiers(self) -> tuple[str, ...]:
        """The words that hold a digit, read when an identifier is first asked for that no article has."""
        return tuple(self.terms[number] for number in self._identifiers.tolist())

    def boost(self, locale: str, popularity: Popularity) -> NDArray[np.float32]:
        """Return what popularity adds to a label: at most `_MOST_BOOST`, for what is read most."""
        if self._boost is None or self._boost[0] is not popularity:
            self._boost = (popularity, self._boosts(locale, popularity))
        return self._boost[1]

    def _boosts(self, locale: str, popularity: Popularity) -> NDArray[np.float32]:
        boosts = np.zeros(self.section_count + len(self.asked), dtype=np.float32)
        shares = {slug: share for (its, slug), share in popularity.shares.items() if its == locale and share > 0}
        most = max(shares.values(), default=1.0)
        for slug, share in shares.items():
            article = self.article_number(slug)
            if article is not None:
                boost, asked = math.sqrt(share / most), self.asked.of(article)
                boosts[self._first_sections[article] : self._first_sections[article + 1]] = boost
                boosts[self.section_count + asked.start : self.section_count + asked.stop] = boost
        return boosts * np.float32(_MOST_BOOST)

    def heading_text(self, section: int) -> str:
        """Return the section's heading; the article's title for a lead."""
        return self._texts.text(2 * section)

    def label_text(self, section: int) -> LabelText:
        """Return the section's heading, or the article's title for a lead, with its words."""
        return label_texts.decode(self._label_texts[section])

    def body_text(self, section: int) -> str:
        """Return the section's plain text."""
        return self._texts.text(2 * section + 1)

    def heading_stream(self, section: int) -> slice:
        """Return where in `streams` the heading's terms stand."""
        return self._stream(2 * section)

    def body_stream(self, section: int) -> slice:
        """Return where in `streams` the body's terms stand."""
        return self._stream(2 * section + 1)

    def _stream(self, text: int) -> slice:
        return slice(self._ends_of_streams[text - 1] if text else 0, self._ends_of_streams[text])


def _names(values: type) -> list[str]:
    return [field.name for field in fields(values)]


def write(
    folder: Path,
    articles: Sequence[Article],
    topic_titles: Mapping[str, str],
    records: dict[str, bytes],
    indexed: Mapping[str, str],
    weights: Weights,
    synonyms: Iterable[SynonymGroup] = (),
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Write a locale's files; `folder` holds the previous generation's `whoosh/` and `segments/`, or nothing.

    Args:
        folder: where to write.
        articles: the locale's public articles, sorted by slug.
        topic_titles: titles by topic path.
        records: what `LocaleIndex.records` shall answer.
        indexed: digest by slug of the articles already in `whoosh/`.
        weights: the ranking's numbers.
        synonyms: groups of this locale.
        progress: called with the number of articles analysed.
    """
    for name in ("whoosh", "segments"):
        (folder / name).mkdir(exist_ok=True)
    whoosh_index.update(folder / "whoosh", articles, indexed, progress)
    first_section = np.concatenate(([0], np.cumsum([len(article.sections) for article in articles]))).astype(np.int32)
    postings = _all_postings(folder, _numbered([article.slug for article in articles], first_section))
    rows = impact_rows.compute(postings, articles_of_sections(first_section), weights)
    Keys.save(folder / "terms", postings.vocabulary)
    asked = [questions_of(article) for article in articles]
    questions = whole_question_records(articles, asked)
    Records.save(folder / "questions", questions)
    question_terms = compile_questions(questions, postings.vocabulary, rows.rarity, len(articles), weights)
    for name in _names(QuestionTerms):
        save_array(folder / f"question-{name}.npy", getattr(question_terms, name))
    Keys.save(folder / "slugs", [article.slug for article in articles])
    (folder / _SYNONYMS).write_bytes(encode(compile_synonyms(synonyms)))
    Readings.save(folder / "readings", postings.vocabulary)
    save_array(folder / "identifiers.npy", np.array(_identifiers(postings.vocabulary), dtype=np.int32))
    headings = [heading for article in articles for heading in _texts(article)[::2]]
    Spelling.save(folder / "spelling", postings.vocabulary, forms_in(headings, postings.streams))
    Transliterations.save(folder / "scripts", postings.vocabulary)
    for name in _names(Impacts):
        save_array(folder / f"rows-{name}.npy", getattr(rows, name))
    for name in _names(Streams):
        save_array(folder / f"streams-{name}.npy", getattr(postings.streams, name))
    labels = compile_labels(postings, int(first_section[-1]))
    labelled = label_questions(articles, asked, postings.vocabulary, postings.streams, rows.rarity)
    QuestionLabels.save(folder / "asked", labelled, len(articles))
    of_all = with_questions(labels, labelled, int(first_section[-1]))
    for name in _names(Labels):
        save_array(folder / f"labels-{name}.npy", getattr(of_all, name))
    of_questions = np.array([each.article for each in labelled], dtype=np.int32)
    of_labels = np.concatenate((articles_of_sections(first_section), of_questions))
    save_array(folder / "label-articles.npy", of_labels)
    LabelTable.save(folder / "label-beginnings", beginnings(articles, labelled))
    of_sections = list(label_texts.of_sections(articles, postings))
    Blobs.save(folder / "label-texts", map(label_texts.encode, of_sections))
    label_words = LabelTable.save(
        folder / "label-words", words(of_sections, first_section[:-1].tolist(), labelled, postings, labels)
    )
    HalfTyped.save(folder / "half-typed", label_words)
    save_array(folder / "related.npy", related.by_words(rows, labels, postings.vocabulary, first_section))
    save_array(folder / "first-section.npy", first_section)
    save_array(folder / "freshness.npy", freshness_of([article.updated for article in articles]))
    Blobs.save(folder / "cards", (_encode(_card(article, topic_titles)) for article in articles))
    FacetTable.save(folder, articles, topic_titles)
    Blobs.save(folder / "texts", (text.encode() for article in articles for text in _texts(article)))
    Records.save(folder / "records", records)


def _identifiers(vocabulary: Sequence[str]) -> list[int]:
    """Return the numbers of the words that hold a digit: codes, versions, names with a number."""
    return [number for number, term in enumerate(vocabulary) if term[0] == Layer.WORD and holds_digit(term)]


def articles_of_sections(first_section: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the article number of each section."""
    return np.repeat(np.arange(len(first_section) - 1, dtype=np.int32), np.diff(first_section))


def read_postings(folder: Path, index: LocaleIndex) -> Postings:
    """Return what the impacts of a published locale were computed from."""
    return _all_postings(
        folder, _numbered([index.slugs[number] for number in range(len(index.slugs))], index.first_section)
    )


def _numbered(slugs: Sequence[str], first_section: NDArray[np.int32]) -> dict[tuple[str, int], int]:
    """Return the number of each section (slug, number within the article)."""
    return {
        (slug, number): int(first) + number
        for slug, (first, last) in zip(slugs, pairwise(first_section), strict=True)
        for number in range(last - first)
    }


def _all_postings(folder: Path, sections: Mapping[tuple[str, int], int]) -> Postings:
    """Join the postings of all segments, reading from Whoosh only segments that are new."""
    parts: list[Postings] = []
    alive: list[NDArray[np.bool_]] = []
    current: set[Path] = set()
    for segment in whoosh_index.read_segments(folder / "whoosh"):
        path = folder / "segments" / f"{segment.name}.npz"
        if path.exists():
            part = posting_arrays.load(path)
        else:
            part = posting_arrays.read(segment)
            posting_arrays.save(path, part)
        current.add(path)
        parts.append(part)
        living = np.ones(len(part.sections), dtype=np.bool_)
        living[sorted(segment.deleted)] = False
        alive.append(living)
    for path in set((folder / "segments").iterdir()) - current:
        path.unlink()
    return posting_arrays.merge(parts, sections, alive)


def _card(article: Article, topic_titles: Mapping[str, str]) -> Card:
    return Card(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        topic=article.topic,
        topic_title=topic_titles.get(article.topic, ""),
        updated=article.updated,
        sections=tuple((section.anchor, section.heading) for section in article.sections),
    )


def _texts(article: Article) -> list[str]:
    return [
        text
        for number, section in enumerate(article.sections)
        for text in (section.heading if number else article.title, section.text)
    ]
