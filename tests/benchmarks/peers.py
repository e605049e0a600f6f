"""The peers: other search engines, each with the best it offers out of the box for the language.

All answer any of the query's words (OR) with BM25 and give ten slugs; titles weigh three times where the engine has
fields. Their analysis of the query is part of the search, as ours is.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

import bm25s
import tantivy
from whoosh import analysis, fields, index, scoring
from whoosh.query import Or, Term

from helpcenter.search.analysis.analyzer import analyze
from helpcenter.search.analysis.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.benchmarks.corpus import Document

WANTED_HITS = 10
_TITLE_WEIGHT = 3.0
_WORD = re.compile(r"\w+")


class Peer(Protocol):
    """A search engine over articles as documents."""

    name: str
    version: str

    def build(self, documents: Sequence[Document]) -> None:
        """Index the documents, or open the index that an earlier run left in the peer's folder."""

    def search(self, text: str) -> list[str]:
        """Return the slugs of the ten best documents for a reader's words."""


def _left_by_earlier_run(folder: Path) -> bool:
    """Tell whether the folder holds a complete index; else make it empty."""
    if (folder / "complete").exists():
        return True
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return False


def _complete(folder: Path) -> None:
    (folder / "complete").touch()


class SQLite:
    """FTS5 with the porter stemmer; for Japanese trigrams, which alone find words inside a sentence."""

    version = sqlite3.sqlite_version

    def __init__(self, locale: str, folder: Path) -> None:
        self.name = f"SQLite FTS5 ({'trigram' if locale == 'ja' else 'porter'})"
        self._tokenizer = "trigram" if locale == "ja" else "porter unicode61"
        self._terms = _trigrams if locale == "ja" else _WORD.findall
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        self._slugs = [document.slug for document in documents]
        known = _left_by_earlier_run(self._folder)
        self._connection = sqlite3.connect(self._folder / "fts.db")
        self._connection.execute("PRAGMA cache_size = -1000000")  # all of it stays in memory
        if known:
            return
        self._connection.execute(f"CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize='{self._tokenizer}')")
        self._connection.execute(f"INSERT INTO docs(docs, rank) VALUES ('rank', 'bm25({_TITLE_WEIGHT}, 1.0)')")
        self._connection.executemany(
            "INSERT INTO docs(rowid, title, body) VALUES (?, ?, ?)",
            ((number, document.title, document.body) for number, document in enumerate(documents)),
        )
        self._connection.execute("INSERT INTO docs(docs) VALUES ('optimize')")
        self._connection.commit()
        _complete(self._folder)

    def search(self, text: str) -> list[str]:
        query = " OR ".join(f'"{term}"' for term in self._terms(text))
        if not query:
            return []
        rows = self._connection.execute(
            "SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT ?", (query, WANTED_HITS)
        )
        return [self._slugs[number] for (number,) in rows]


def _trigrams(text: str) -> list[str]:
    """A sentence in quotes would be one phrase, which finds only itself; its trigrams find what is like it."""
    return [run[start : start + 3] for run in _WORD.findall(text) if len(run) >= 3 for start in range(len(run) - 2)]


class BM25S:
    """bm25s on numpy; English stemmed as ours (cached), Japanese in pairs of characters by its token pattern."""

    name = "bm25s"
    version = version("bm25s")

    def __init__(self, locale: str, folder: Path) -> None:
        if locale == "ja":
            self.name = "bm25s (pairs)"
            self._options: dict[str, Any] = {"token_pattern": r"(?=(\w\w))", "stopwords": []}
        else:
            self._options = {"stopwords": "en", "stemmer": lambda words: [stem(word) for word in words]}
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        self._slugs = [document.slug for document in documents]
        if _left_by_earlier_run(self._folder):
            self._retriever = bm25s.BM25.load(self._folder)
            return
        texts = [f"{document.title}\n{document.body}" for document in documents]
        self._retriever = bm25s.BM25()
        self._retriever.index(bm25s.tokenize(texts, show_progress=False, **self._options), show_progress=False)
        self._retriever.save(self._folder, show_progress=False)
        _complete(self._folder)

    def search(self, text: str) -> list[str]:
        tokens = bm25s.tokenize(text, return_ids=False, show_progress=False, **self._options)
        numbers, scores = self._retriever.retrieve(tokens, k=WANTED_HITS, show_progress=False)
        return [
            self._slugs[number]
            for number, score in zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
            if score > 0
        ]


class Tantivy:
    """tantivy (Rust) with its English stemmer; for Japanese its pairs of characters."""

    version = version("tantivy")

    def __init__(self, locale: str, folder: Path) -> None:
        self.name = f"tantivy ({'pairs' if locale == 'ja' else 'en_stem'})"
        if locale == "ja":
            builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2))
            self._analyzer = builder.filter(tantivy.Filter.lowercase()).build()
        else:
            builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(40))
            self._analyzer = (
                builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()
            )
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        self._slugs = [document.slug for document in documents]
        known = _left_by_earlier_run(self._folder)
        schema = tantivy.SchemaBuilder().add_integer_field("number", fast=True)
        for name in ("title", "body"):
            schema = schema.add_text_field(name, tokenizer_name="ours", index_option="freq")
        self._schema = schema.build()
        store = self._folder / "store"
        store.mkdir(exist_ok=True)
        index = tantivy.Index(self._schema, path=str(store))
        index.register_tokenizer("ours", self._analyzer)
        if not known:
            writer = index.writer(512_000_000, num_threads=1)  # one thread makes one segment, the quickest to search
            for number, document in enumerate(documents):
                writer.add_document(tantivy.Document(number=number, title=document.title, body=document.body))
            writer.commit()
            writer.wait_merging_threads()
            _complete(self._folder)
        index.reload()
        self._searcher = index.searcher()

    def search(self, text: str) -> list[str]:
        parts = []
        for term in dict.fromkeys(self._analyzer.analyze(text)):
            in_title = tantivy.Query.term_query(self._schema, "title", term, "freq")
            in_body = tantivy.Query.term_query(self._schema, "body", term, "freq")
            parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(in_title, _TITLE_WEIGHT)))
            parts.append((tantivy.Occur.Should, in_body))
        found = self._searcher.search(tantivy.Query.boolean_query(parts), WANTED_HITS, count=False)
        numbers = self._searcher.fast_field_values("number", [address for _, address in found.hits])
        return [self._slugs[number] for number in numbers]


class OurTerms(analysis.Analyzer):  # type: ignore[misc] # Whoosh is untyped
    """Our analyzer for Whoosh's own fields: both then index, and search, the same terms."""

    def __call__(self, value: str, positions: bool = False, **_options: object) -> Iterator[analysis.Token]:
        token = analysis.Token(positions)
        token.boost = 1.0
        for place, term in enumerate(analyze(value).terms):
            token.text = term
            token.pos = place
            yield token


def whoosh_schema() -> fields.Schema:
    """A schema as Whoosh's manual has it: an id, and stored texts."""
    return fields.Schema(
        slug=fields.ID(stored=True),
        title=fields.TEXT(OurTerms(), stored=True, field_boost=_TITLE_WEIGHT),
        body=fields.TEXT(OurTerms(), stored=True),
    )


class Whoosh:
    """Whoosh's own searcher (BM25F) on our analyzer's terms."""

    name = "Whoosh"
    version = f"whoosh3 {version('whoosh3')}"

    def __init__(self, _locale: str, folder: Path) -> None:
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        if _left_by_earlier_run(self._folder):
            self._searcher = index.open_dir(str(self._folder)).searcher(weighting=scoring.BM25F())
            return
        store = index.create_in(str(self._folder), whoosh_schema())
        writer = store.writer(limitmb=256)
        for document in documents:
            writer.add_document(slug=document.slug, title=document.title, body=document.body)
        writer.commit()
        _complete(self._folder)
        self._searcher = store.searcher(weighting=scoring.BM25F())

    def search(self, text: str) -> list[str]:
        terms = dict.fromkeys(analyze(text).terms)
        query = Or([Term(field, term) for term in terms for field in ("title", "body")])
        return [hit["slug"] for hit in self._searcher.search(query, limit=WANTED_HITS)]
