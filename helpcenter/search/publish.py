"""Publishing: from a folder of Markdown to the next generation, reading top to bottom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from helpcenter.content.article import Visibility
from helpcenter.content.library import load_library
from helpcenter.content.problems import Problem
from helpcenter.content.topics import topics_of
from helpcenter.errors import IndexUnavailableError
from helpcenter.search import locale_index
from helpcenter.search import manifest as manifests
from helpcenter.search.building import begin, finish, link, link_or_write_vectors
from helpcenter.search.fingerprint import analysis_fingerprint, software_fingerprint
from helpcenter.search.generations import Generations
from helpcenter.search.manifest import SCHEMA_VERSION, Manifest
from helpcenter.search.records import records_of
from helpcenter.search.semantics import vectors
from helpcenter.search.synonyms import starter_synonyms
from helpcenter.search.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.content.article import Article, Library
    from helpcenter.content.topics import Topic
    from helpcenter.search.building import Progress
    from helpcenter.search.generation import Generation
    from helpcenter.search.manifest import Embedded
    from helpcenter.search.semantics.cache import VectorCache

# A generation is published with its vectors when nearly all are known: after an edit, meaning still counts at once,
# and the edited passage follows a moment later. With fewer, articles that have none would be at a disadvantage.
ENOUGH_VECTORS = 0.95


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. `changed` is False when the generation in force already had everything."""

    generation: str
    changed: bool
    articles: int
    problems: tuple[Problem, ...]
    seconds: float


def publish(
    articles: Path,
    index: Path,
    *,
    cache: VectorCache | None = None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Published:
    """Make the library in `articles` the current generation in `index`.

    Articles that did not change are neither rendered nor analysed again. Nothing is embedded here: vectors that
    `cache` has are taken over, `enrich` adds the others to a generation that serves already.

    Raises:
        ContentError: the articles folder cannot be read.
        IndexLockedError: another process is publishing.
    """
    started = monotonic()
    generations = Generations(index)
    with generations.lock():
        previous = _previous(generations)
        library = _read(articles, previous, progress)
        return _publish(library, generations, previous, cache, progress, started)


def publish_library(
    library: Library, index: Path, *, progress: Progress = lambda _stage, _done, _total: None
) -> Published:
    """Make a library that was already read the current generation in `index`.

    Raises:
        IndexLockedError: another process is publishing.
    """
    started = monotonic()
    generations = Generations(index)
    with generations.lock():
        return _publish(library, generations, _previous(generations), None, progress, started)


def _publish(
    library: Library,
    generations: Generations,
    previous: Generation | None,
    cache: VectorCache | None,
    progress: Progress,
    started: float,
) -> Published:
    changed = previous is None or _differs(library, previous)
    if changed:
        folder = _build(library, generations, previous, cache, progress)
        generations.switch_to(folder)
    return Published(
        generation=generations.current().id,
        changed=changed,
        articles=len(_public(library)),
        problems=library.problems,
        seconds=monotonic() - started,
    )


def _previous(generations: Generations) -> Generation | None:
    try:
        return generations.current()
    except IndexUnavailableError:
        return None


def _read(articles: Path, previous: Generation | None, progress: Progress) -> Library:
    published = [] if previous is None else [a for locale in previous.locales for a in previous.articles(locale)]
    by_digest = {article.digest: article for article in published}
    by_source = {article.source: article for article in published}
    return load_library(
        articles,
        known=by_digest.get,
        previous=by_source.get,
        previous_brand=previous.brand if previous is not None else None,
        progress=lambda done, total: progress("Reading articles", done, total),
    )


def _public(library: Library) -> tuple[Article, ...]:
    return tuple(article for article in library.articles if article.visibility is Visibility.PUBLIC)


def _differs(library: Library, previous: Generation) -> bool:
    """Tell whether publishing would show readers or writers anything new."""
    before = (article for locale in previous.locales for article in previous.articles(locale))
    return (
        previous.manifest.software != _software(library)
        or (library.commit, library.problems, library.brand) != (previous.commit, previous.problems, previous.brand)
        or _public(library) != tuple(before)
    )


def _build(
    library: Library,
    generations: Generations,
    previous: Generation | None,
    cache: VectorCache | None,
    progress: Progress,
) -> Path:
    """Write the next generation completely, check it, and give it its name."""
    building = begin(generations)
    by_locale = {
        locale: [article for article in _public(library) if article.locale == locale] for locale in library.locales
    }
    by_locale = {locale: articles for locale, articles in by_locale.items() if articles}
    topics = topics_of(library)
    embedded: dict[str, Embedded] = {}
    for locale, articles in by_locale.items():
        _build_locale(
            building / locale, articles, [t for t in topics if t.locale == locale], library, previous, progress
        )
        if cache is not None:
            embedded |= link_or_write_vectors(building, locale, articles, previous, cache, ENOUGH_VECTORS)
    return finish(
        building,
        generations,
        Manifest(
            schema_version=SCHEMA_VERSION,
            id=generations.next_id(),
            commit=library.commit,
            built_at=datetime.now(UTC),
            analysis=analysis_fingerprint(),
            software=_software(library),
            articles={locale: len(articles) for locale, articles in by_locale.items()},
            problems=library.problems,
            files=manifests.hash_files(building),
            vectors=embedded,
            brand=library.brand,
        ),
    )


def _build_locale(
    folder: Path,
    articles: Sequence[Article],
    topics: Sequence[Topic],
    library: Library,
    previous: Generation | None,
    progress: Progress,
) -> None:
    locale = articles[0].locale
    before = previous.folder / locale if previous is not None else None
    reusable = previous is not None and previous.manifest.analysis == analysis_fingerprint()
    known = tuple(previous.articles(locale)) if previous is not None and reusable else ()
    if (
        before is not None
        and known == tuple(articles)
        and previous is not None
        and previous.manifest.software == _software(library)
    ):
        link(before, folder, vectors.FOLDER)
        return
    folder.mkdir()
    if before is not None and known:
        for part in ("whoosh", "segments"):
            link(before / part, folder / part)
    locale_index.write(
        folder,
        articles,
        topic_titles={topic.path: topic.title for topic in topics},
        records=records_of(articles, topics),
        indexed={article.slug: article.digest for article in known},
        weights=WEIGHTS,
        synonyms=[group for group in (*starter_synonyms(), *library.synonyms) if group.locale == locale],
        progress=lambda done: progress(f"Indexing {locale}", done, len(articles)),
    )


def _software(library: Library) -> str:
    """Name all that shapes an index beside its articles: the code, and the library's synonyms."""
    synonyms = hashlib.sha256(repr(library.synonyms).encode()).hexdigest()[:16]
    return f"{software_fingerprint()}-{synonyms}"
