"""Whoosh analyses, stores and keeps the postings: one Whoosh document a section, one Whoosh index a locale.

Searches never touch it; see `impacts`. Only functions of Whoosh that 2.7.4 and its successors share are used.
"""

from __future__ import annotations

import struct
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import msgspec
from whoosh import fields, formats, index

from helpcenter.content.questions import read_pattern
from helpcenter.search.analysis.analyzer import TermStream, analyze

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from whoosh.reading import IndexReader

    from helpcenter.content.article import Article

# More segments than this are merged into one, so that a reader of many small commits stays quick.
_MAX_SEGMENTS = 8
_MEMORY_MB = 256
# Of each question pattern; more seldom bring another word.
_MOST_PHRASINGS = 30
_pack_count = struct.Struct("!I").pack


class Field(StrEnum):
    """Where in an article a term stands."""

    TITLE = "title"
    QUESTIONS = "questions"
    SUMMARY = "summary"
    HEADINGS = "headings"
    BODY = "body"


# Said once, on the article's lead, and true for all its sections.
ARTICLE_FIELDS = frozenset({Field.TITLE, Field.QUESTIONS, Field.SUMMARY})


class TermCounts(fields.FieldType):  # type: ignore[misc] # Whoosh is untyped
    """A Whoosh field that takes counted terms, because sections are analysed once for postings and snippets."""

    def __init__(self) -> None:
        self.analyzer = None
        self.format = formats.Frequency()
        self.vector = None
        self.stored = self.scorable = self.unique = self.spelling = False
        self.indexed = True
        self.column_type = None

    def index(self, value: Mapping[str, int], **_options: object) -> Iterable[tuple[bytes, int, float, bytes]]:
        """Yield Whoosh's (term, count, weight, encoded value) for each term."""
        return ((term.encode(), count, float(count), _pack_count(count)) for term, count in value.items())


class StoredSection(msgspec.Struct, frozen=True, array_like=True):
    """What Whoosh stores beside a section's postings: which section it is, and its terms in reading order.

    `heading` is the article's title on the lead. Places are character offsets in heading and body text.
    """

    slug: str
    number: int
    heading: TermStream
    body: TermStream


def _schema() -> fields.Schema:
    return fields.Schema(article=fields.ID(), stored=fields.STORED(), **{str(field): TermCounts() for field in Field})


def update(
    folder: Path,
    articles: Collection[Article],
    indexed: Mapping[str, str],
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Bring the Whoosh index in `folder` to hold exactly `articles`, analysing only what changed.

    Args:
        folder: the index; created when it is empty.
        articles: all articles of one locale.
        indexed: digest by slug of the articles the index already holds.
        progress: called with the number of articles analysed so far.
    """
    whoosh_index = index.open_dir(str(folder)) if indexed else index.create_in(str(folder), _schema())
    try:
        wanted = {article.slug: article.digest for article in articles}
        stale = [slug for slug, digest in indexed.items() if wanted.get(slug) != digest]
        fresh = [article for article in articles if indexed.get(article.slug) != article.digest]
        if not stale and not fresh:
            return
        writer = whoosh_index.writer(limitmb=_MEMORY_MB)
        try:
            for slug in stale:
                writer.delete_by_term("article", slug)
            for done, article in enumerate(fresh, start=1):
                for document in _documents(article):
                    writer.add_document(**document)
                progress(done)
        except BaseException:
            writer.cancel()
            raise
        segments = len(list(whoosh_index.reader().leaf_readers()))
        writer.commit(merge=False, optimize=segments >= _MAX_SEGMENTS)
    finally:
        whoosh_index.close()


def _documents(article: Article) -> Iterator[dict[str, object]]:
    title = analyze(article.title)
    for number, section in enumerate(article.sections):
        heading = analyze(section.heading)
        body = analyze(section.text)
        document: dict[str, object] = {
            "article": article.slug,
            "stored": msgspec.msgpack.encode(StoredSection(article.slug, number, heading if number else title, body)),
            Field.HEADINGS: Counter(heading.terms),
            Field.BODY: Counter(body.terms),
        }
        if number == 0:
            document[Field.TITLE] = Counter(title.terms)
            document[Field.SUMMARY] = Counter(analyze(article.summary).terms)
            document[Field.QUESTIONS] = Counter(_question_terms(article))
        yield document


def _question_terms(article: Article) -> Iterator[str]:
    """Yield the terms of the questions, each once a pattern: alternatives are not more of the same."""
    for question in article.questions:
        phrasings = read_pattern(question).phrasings(_MOST_PHRASINGS)
        yield from dict.fromkeys(term for phrasing in phrasings for term in analyze(phrasing).terms)


def read_segments(folder: Path) -> Iterator[Segment]:
    """Yield the index's segments; each one's contents never change, only which documents count as deleted."""
    whoosh_index = index.open_dir(str(folder))
    try:
        reader = whoosh_index.reader()
        for leaf, _ in reader.leaf_readers():
            if leaf.segment() is not None:  # an index without documents has a reader without a segment
                yield Segment(leaf)
        reader.close()
    finally:
        whoosh_index.close()


class Segment:
    """One immutable Whoosh segment."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader: Any = reader
        self.name: str = reader.segment().segment_id()

    @property
    def deleted(self) -> frozenset[int]:
        """Numbers of documents that have since been replaced or removed."""
        return frozenset(self._reader.segment().deleted_docs())

    def documents(self) -> Iterator[StoredSection]:
        """Yield what is stored with each document, in order of document numbers, deleted ones included."""
        decoder = msgspec.msgpack.Decoder(StoredSection)
        for number in range(self._reader.doc_count_all()):
            yield decoder.decode(self._reader.stored_fields(number)["stored"])

    def postings(self) -> Iterator[tuple[str, str, Iterable[int], Iterable[float]]]:
        """Yield (field, term, document numbers, counts) for each term of each field."""
        for name, term in self._reader.all_terms():
            if name == "article":
                continue
            matcher = self._reader.postings(name, term)
            documents: list[int] = []
            counts: list[float] = []
            while matcher.is_active():
                documents.append(matcher.id())
                counts.append(matcher.weight())
                matcher.next()
            yield name, cast("bytes", term).decode(), documents, counts
