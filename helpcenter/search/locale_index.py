"""One locale of a generation: written once from a library, opened by every worker through memory maps.

Files in the locale's folder: `whoosh/` and `segments/` (only the next build reads those), `terms*` (vocabulary),
`rows-*` (impacts), `streams-*` (term streams of headings and bodies, for snippets), `cards*` (what a hit shows),
`texts*` (plain text of headings and bodies), `records*` (articles, topics, aliases by key), `related` (the articles
most like each article, by words).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from helpcenter.search import impacts as impact_rows
from helpcenter.search import postings as posting_arrays
from helpcenter.search import related, whoosh_index
from helpcenter.search.impacts import Impacts
from helpcenter.search.labels import Labels, compile_labels
from helpcenter.search.postings import Postings, Streams
from helpcenter.search.readings import Readings
from helpcenter.search.spelling import Spelling
from helpcenter.search.synonyms import compile_synonyms, decode, encode
from helpcenter.search.tables import Blobs, Keys, Records, open_array, save_array
from helpcenter.search.transliteration import Transliterations
from helpcenter.search.whole_questions import whole_question_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from helpcenter.content.article import Article
    from helpcenter.content.synonyms import SynonymGroup
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


_SYNONYMS = "synonyms.msgpack"
_encode = msgspec.msgpack.Encoder().encode
_decode_card = msgspec.msgpack.Decoder(Card).decode


class LocaleIndex:
    """An opened locale; arrays as in `Impacts` and `Streams`, sections numbered through all articles."""

    def __init__(self, folder: Path) -> None:
        self.terms = Keys(folder / "terms")
        self.impacts = Impacts(**{name: open_array(folder / f"rows-{name}.npy") for name in _names(Impacts)})
        self.streams = Streams(**{name: open_array(folder / f"streams-{name}.npy") for name in _names(Streams)})
        self.first_section: NDArray[np.int32] = open_array(folder / "first-section.npy")
        self.labels = Labels(**{name: open_array(folder / f"labels-{name}.npy") for name in _names(Labels)})
        self.label_starts = self.labels.starts.data
        self.records = Records(folder / "records")
        self.questions = Records(folder / "questions")
        self.related: NDArray[np.int32] = open_array(folder / "related.npy")
        self.slugs = Keys(folder / "slugs")
        self.synonyms = decode((folder / _SYNONYMS).read_bytes())
        self.readings = Readings(folder / "readings")
        self.spelling = Spelling(folder / "spelling", self.terms)
        self.transliterations = Transliterations(folder / "scripts", self.terms)
        self._cards = Blobs(folder / "cards")
        self._texts = Blobs(folder / "texts")
        self._first_sections = self.first_section.data
        # Scalars come out of a memoryview as plain int and float, several times faster than from numpy.
        self.starts = self.impacts.starts.data
        self.rarity = self.impacts.rarity.data
        self._stream_ends = self.streams.ends.data

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

    def heading_text(self, section: int) -> str:
        """Return the section's heading; the article's title for a lead."""
        return self._texts[2 * section].decode()

    def body_text(self, section: int) -> str:
        """Return the section's plain text."""
        return self._texts[2 * section + 1].decode()

    def heading_stream(self, section: int) -> slice:
        """Return where in `streams` the heading's terms stand."""
        return self._stream(2 * section)

    def body_stream(self, section: int) -> slice:
        """Return where in `streams` the body's terms stand."""
        return self._stream(2 * section + 1)

    def _stream(self, text: int) -> slice:
        return slice(self._stream_ends[text - 1] if text else 0, self._stream_ends[text])


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
    postings = _all_postings(folder, articles, first_section)
    article_of = np.repeat(np.arange(len(articles), dtype=np.int32), np.diff(first_section))
    rows = impact_rows.compute(postings, article_of, weights)
    Keys.save(folder / "terms", postings.vocabulary)
    Records.save(folder / "questions", whole_question_records(articles))
    Keys.save(folder / "slugs", [article.slug for article in articles])
    (folder / _SYNONYMS).write_bytes(encode(compile_synonyms(synonyms)))
    Readings.save(folder / "readings", postings.vocabulary)
    Spelling.save(folder / "spelling", postings.vocabulary)
    Transliterations.save(folder / "scripts", postings.vocabulary)
    for name in _names(Impacts):
        save_array(folder / f"rows-{name}.npy", getattr(rows, name))
    for name in _names(Streams):
        save_array(folder / f"streams-{name}.npy", getattr(postings.streams, name))
    labels = compile_labels(postings, int(first_section[-1]))
    for name in _names(Labels):
        save_array(folder / f"labels-{name}.npy", getattr(labels, name))
    save_array(folder / "related.npy", related.by_words(rows, labels, postings.vocabulary, first_section))
    save_array(folder / "first-section.npy", first_section)
    Blobs.save(folder / "cards", (_encode(_card(article, topic_titles)) for article in articles))
    Blobs.save(folder / "texts", (text.encode() for article in articles for text in _texts(article)))
    Records.save(folder / "records", records)


def _all_postings(folder: Path, articles: Sequence[Article], first_section: NDArray[np.int32]) -> Postings:
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
    sections = {
        (article.slug, number): int(first) + number
        for article, (first, last) in zip(articles, pairwise(first_section), strict=True)
        for number in range(last - first)
    }
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
