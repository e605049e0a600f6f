"""One immutable published index, opened: everything the site, the API and the command line read."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace as changed

from helpcenter.content.article import Article
from helpcenter.content.attachment import Attachment
from helpcenter.content.excerpt import excerpt
from helpcenter.content.guide import Guide
from helpcenter.content.topics import ArticleSummary, Topic
from helpcenter.errors import IndexDamagedError
from helpcenter.search import manifest as manifests
from helpcenter.search.locale_index import LocaleIndex
from helpcenter.search.popularity import UNKNOWN
from helpcenter.search.records import RecordKind, key_of
from helpcenter.search.related import fused
from helpcenter.search.results import BestAnswer, Confidence, Hit, SearchResults, Suggestion
from helpcenter.search.searching import search
from helpcenter.search.semantics.similarity import Semantics
from helpcenter.search.semantics.vectors import FOLDER, NEIGHBOURS, Vectors
from helpcenter.search.shown_labels import suggested_article
from helpcenter.search.suggesting import questions_that_matched, suggest
from helpcenter.search.tables import open_array
from helpcenter.search.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from helpcenter.content.brand import Brand
    from helpcenter.content.excerpt import Excerpt
    from helpcenter.content.problems import Problem
    from helpcenter.search.popularity import Popularity
    from helpcenter.search.reranking.time_box import Reranking
    from helpcenter.search.results import SearchRequest
    from helpcenter.search.semantics.asking import Asking
    from helpcenter.search.weights import Weights

_decode_article = msgspec.msgpack.Decoder(Article).decode
_decode_summary = msgspec.msgpack.Decoder(ArticleSummary).decode  # an article has these fields, and more
_decode_topic = msgspec.msgpack.Decoder(Topic).decode
_decode_attachment = msgspec.msgpack.Decoder(Attachment).decode
_decode_guide = msgspec.msgpack.Decoder(Guide).decode
_decode_recent = msgspec.msgpack.Decoder(tuple[ArticleSummary, ...]).decode

# An excerpt is cut from rendered HTML, which takes as long as the search; it is the same for all who find the section.
_EXCERPTS_REMEMBERED = 512

Found = TypeVar("Found", Hit, Suggestion)


class Generation:
    """A published index; safe to use from many threads, and after a newer one has taken its place.

    What it has is what its readers may see: everybody the public articles, who signed in
    the internal ones as well.
    """

    def __init__(
        self,
        folder: Path,
        weights: Weights = WEIGHTS,
        asking: Asking | None = None,
        reranking: Reranking | None = None,
    ) -> None:
        """Open and verify; with `asking`, searches also go by meaning where there are vectors of its model.

        With `reranking`, searches that want it put the first articles in order by a cross-encoder.

        Raises:
            IndexDamagedError: the files are not what was published.
        """
        manifest = manifests.read(folder)
        manifests.verify(folder, manifest)
        self.folder = folder
        self.manifest = manifest
        self.id: str = manifest.id
        self.commit: str = manifest.commit
        self.built_at: datetime = manifest.built_at
        self.problems: tuple[Problem, ...] = manifest.problems
        self.brand: Brand = manifest.brand
        self.locales: tuple[str, ...] = tuple(sorted(manifest.articles))
        self.article_count: int = sum(manifest.articles.values())
        self._weights = weights
        self._reranking = reranking
        self._internal = manifest.internal
        try:
            self._indexes = {locale: LocaleIndex(folder / locale) for locale in self.locales}
            self._alike = {locale: open_array(path) for locale, path in self._neighbours() if path.exists()}
            self.semantic = self._semantics(asking)
            # Not of `self`, which would then live until the garbage is collected.
            self._excerpt = lru_cache(maxsize=_EXCERPTS_REMEMBERED)(partial(_excerpt_of, self._indexes))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"{folder.name}: {error}") from error

    def article(self, locale: str, slug: str) -> Article | None:
        """Return an article, or None."""
        return _article_of(self._indexes, locale, slug)

    def has_article(self, locale: str, slug: str) -> bool:
        """Tell whether there is such an article; reads nothing of it."""
        index = self._indexes.get(locale)
        return index is not None and index.article_number(slug) is not None

    def articles(self, locale: str) -> Iterator[Article]:
        """Yield all articles of a locale, by slug."""
        index = self._indexes.get(locale)
        if index is not None:
            for number in index.records.keys.with_prefix(key_of(RecordKind.ARTICLE, "")):
                yield _decode_article(index.records[number])

    def listed(self, locale: str) -> Iterator[ArticleSummary]:
        """Yield what lists show of all articles of a locale, by slug; reads no article's text."""
        index = self._indexes.get(locale)
        if index is not None:
            for number in index.records.keys.with_prefix(key_of(RecordKind.ARTICLE, "")):
                yield _decode_summary(index.records[number])

    def topics(self, locale: str) -> Iterator[Topic]:
        """Yield all topics of a locale by path, the root first."""
        index = self._indexes.get(locale)
        if index is not None:
            for number in index.records.keys.with_prefix(key_of(RecordKind.TOPIC, "")):
                yield _decode_topic(index.records[number])

    def slugs(self, locale: str) -> tuple[str, ...]:
        """Return the slugs of all articles of a locale, in order; reads no article."""
        index = self._indexes.get(locale)
        if index is None:
            return ()
        beginning = key_of(RecordKind.ARTICLE, "")
        keys = index.records.keys
        return tuple(keys[number].removeprefix(beginning) for number in keys.with_prefix(beginning))

    def alias(self, locale: str, slug: str) -> str | None:
        """Return the slug of the living article that an old slug leads to, or None."""
        record = self._record(locale, RecordKind.ALIAS, slug)
        return None if record is None else record.decode()

    def topic(self, locale: str, path: str) -> Topic | None:
        """Return a topic, the root for an empty path, or None."""
        record = self._record(locale, RecordKind.TOPIC, path)
        return None if record is None else _decode_topic(record)

    def recent(self, locale: str) -> tuple[ArticleSummary, ...]:
        """Return the articles that changed last, newest first, at most ten."""
        record = self._record(locale, RecordKind.RECENT, "")
        return () if record is None else _decode_recent(record)

    def guide(self, locale: str) -> Guide:
        """Return what the product has to know of a locale's articles before it shows any."""
        record = self._record(locale, RecordKind.GUIDE, "")
        return Guide() if record is None else _decode_guide(record)

    def translations(self, slug: str) -> tuple[str, ...]:
        """Return the locales that have an article with this slug."""
        return tuple(locale for locale in self.locales if self._record(locale, RecordKind.ARTICLE, slug) is not None)

    def related(self, locale: str, slug: str, most: int = 4) -> tuple[ArticleSummary, ...]:
        """Return the articles of a locale that are most like one of its articles, best first."""
        index = self._indexes.get(locale)
        number = None if index is None else index.article_number(slug)
        if index is None or number is None:
            return ()
        lists = [index.related[number]]
        if locale in self._alike:
            lists.append(self._alike[locale][number])
        cards = (index.card(neighbour) for neighbour in fused(lists))
        found = (ArticleSummary(locale, each.slug, each.title, each.summary, each.updated) for each in cards)
        return tuple(each for each in found if each.slug != "index")[:most]

    def attachment(self, path: str) -> Attachment | None:
        """Return a file that an article shows or links to, by its path in the articles folder, or None."""
        record = self._record(path.partition("/")[0], RecordKind.ATTACHMENT, path)
        return None if record is None else _decode_attachment(record)

    def search(self, request: SearchRequest) -> SearchResults:
        """Find articles for the request's locale, best first."""
        if request.locale not in self._indexes:
            return SearchResults(
                request,
                (),
                0,
                Confidence.ZERO_RESULT,
                confidence_score=0.0,
                corrections=(),
                truncated=False,
                generation=self.id,
            )
        results = search(request, self._indexes, self.semantic, self.id, self._weights, self._reranking)
        return replace(results, hits=self._marked(results.hits)) if self._internal else results

    def best_answer(self, results: SearchResults, address: Callable[[str, str], str]) -> BestAnswer | None:
        """Return what the first article answers; None when the search does not stand behind it.

        Reads one article, so whoever shows no answer does not ask. `address` gives an article's by locale and slug.
        """
        if results.confidence is not Confidence.ANSWERED or not results.leads or results.request.page != 1:
            return None
        hit = results.hits[0]
        anchors = tuple([found.anchor for found in hit.sections])
        told = self._excerpt(hit.locale, hit.slug, anchors, address(hit.locale, hit.slug))
        return BestAnswer(hit, told) if told else None

    def suggest(
        self, text: str, locale: str, limit: int = 8, popularity: Popularity = UNKNOWN
    ) -> tuple[Suggestion, ...]:
        """Complete what a reader is typing; among labels about as good, what is read more comes first.

        What is written in another language finds the translations of the articles it would find there.
        """
        index = self._indexes.get(locale)
        if index is None:
            return ()
        found = suggest(text, locale, limit, index, popularity)
        return self._marked(found or self._translated(text, locale, limit, index))

    def with_questions(self, results: SearchResults) -> SearchResults:
        """Return results whose hits say which question of the article matched, where that tells more than the title.

        Costs a look at every hit, so whoever shows no questions does not ask.
        """
        hits = list(results.hits)
        for locale in {hit.locale for hit in hits}:
            index = self._indexes[locale]
            places = [place for place, hit in enumerate(hits) if hit.locale == locale]
            numbers = [index.slugs.find(hits[place].slug) or 0 for place in places]
            matched = questions_that_matched(results.request.text, locale, numbers, index)
            for place, question in zip(places, matched, strict=True):
                if question is not None:
                    hits[place] = changed(hits[place], question=question.title)
        return replace(results, hits=tuple(hits))

    def _translated(self, text: str, locale: str, limit: int, index: LocaleIndex) -> tuple[Suggestion, ...]:
        """Articles of a locale that are suggested for a text in another one."""
        slugs = (
            suggestion.slug
            for other, theirs in self._indexes.items()
            if other != locale
            for suggestion in suggest(text, other, limit, theirs)
        )
        numbers = (index.article_number(slug) for slug in dict.fromkeys(slugs))
        return tuple(suggested_article(locale, number, index) for number in numbers if number is not None)[:limit]

    def is_internal(self, locale: str, slug: str) -> bool:
        """Tell whether an article is for signed-in readers only; a public generation has none that is."""
        return f"{locale}/{slug}" in self._internal

    def _marked(self, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """Return what was found, with internal articles marked as such."""
        if not self._internal:
            return found
        return tuple(changed(each, is_internal=self.is_internal(each.locale, each.slug)) for each in found)

    def _semantics(self, asking: Asking | None) -> Semantics | None:
        if asking is None:
            return None
        vectors = {
            locale: Vectors(self.folder / locale / FOLDER)
            for locale, embedded in self.manifest.vectors.items()
            if embedded.embedder == asking.embedder.name
        }
        return Semantics(asking, vectors) if vectors else None

    def _neighbours(self) -> Iterator[tuple[str, Path]]:
        """Yield the file of each locale that has the articles most alike in meaning, if there were vectors."""
        return ((locale, self.folder / locale / FOLDER / NEIGHBOURS) for locale in self.locales)

    def _record(self, locale: str, kind: RecordKind, key: str) -> bytes | None:
        return _record_of(self._indexes, locale, kind, key)


def _record_of(indexes: Mapping[str, LocaleIndex], locale: str, kind: RecordKind, key: str) -> bytes | None:
    index = indexes.get(locale)
    return None if index is None else index.records.get(key_of(kind, key))


def _article_of(indexes: Mapping[str, LocaleIndex], locale: str, slug: str) -> Article | None:
    record = _record_of(indexes, locale, RecordKind.ARTICLE, slug)
    return None if record is None else _decode_article(record)


def _excerpt_of(
    indexes: Mapping[str, LocaleIndex], locale: str, slug: str, anchors: tuple[str, ...], address: str
) -> Excerpt | None:
    """What an article says under the first of the anchors that says anything."""
    article = _article_of(indexes, locale, slug)
    if article is None:
        return None
    matching = [section for anchor in anchors for section in article.sections if section.anchor == anchor]
    # Under a title that is followed by a heading there is no lead, yet the title may be what was found.
    return excerpt(article, matching or article.sections[:1], address)
