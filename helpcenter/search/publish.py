"""Publishing: from a folder of Markdown to the next generation, reading top to bottom."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
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
from helpcenter.search.fingerprint import analysis_fingerprint, software_fingerprint
from helpcenter.search.generation import Generation
from helpcenter.search.generations import Generations, sync_folder
from helpcenter.search.manifest import SCHEMA_VERSION, Manifest
from helpcenter.search.records import records_of
from helpcenter.search.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.content.article import Article, Library
    from helpcenter.content.topics import Topic

# Called with what is being done, how much is done, and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. `changed` is False when the generation in force already had everything."""

    generation: str
    changed: bool
    articles: int
    problems: tuple[Problem, ...]
    seconds: float


def publish(articles: Path, index: Path, *, progress: Progress = lambda _stage, _done, _total: None) -> Published:
    """Make the library in `articles` the current generation in `index`.

    Articles that did not change are neither rendered nor analysed again.

    Raises:
        ContentError: the articles folder cannot be read.
        IndexLockedError: another process is publishing.
    """
    started = monotonic()
    generations = Generations(index)
    with generations.lock():
        previous = _previous(generations)
        library = _read(articles, previous, progress)
        if previous is None or _differs(library, previous):
            folder = _build(library, generations, previous, progress)
            generations.switch_to(folder)
            generation = folder.name
        else:
            generation = previous.id
    return Published(
        generation=generation,
        changed=previous is None or generation != previous.id,
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
        progress=lambda done, total: progress("Reading articles", done, total),
    )


def _public(library: Library) -> tuple[Article, ...]:
    return tuple(article for article in library.articles if article.visibility is Visibility.PUBLIC)


def _differs(library: Library, previous: Generation) -> bool:
    """Tell whether publishing would show readers or writers anything new."""
    before = (article for locale in previous.locales for article in previous.articles(locale))
    return (
        previous.manifest.software != software_fingerprint()
        or (library.commit, library.problems) != (previous.commit, previous.problems)
        or _public(library) != tuple(before)
    )


def _build(library: Library, generations: Generations, previous: Generation | None, progress: Progress) -> Path:
    """Write the next generation completely, check it, and give it its name."""
    for leftover in generations.folder.glob(".building-*"):
        shutil.rmtree(leftover)
    name = generations.next_id()
    building = generations.folder / f".building-{name}"
    building.mkdir(mode=0o700)
    by_locale = {
        locale: [article for article in _public(library) if article.locale == locale] for locale in library.locales
    }
    by_locale = {locale: articles for locale, articles in by_locale.items() if articles}
    topics = topics_of(library)
    for locale, articles in by_locale.items():
        _build_locale(building / locale, articles, [t for t in topics if t.locale == locale], previous, progress)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        id=name,
        commit=library.commit,
        built_at=datetime.now(UTC),
        analysis=analysis_fingerprint(),
        software=software_fingerprint(),
        articles={locale: len(articles) for locale, articles in by_locale.items()},
        problems=library.problems,
        files=manifests.hash_files(building),
    )
    manifests.write(building, manifest)
    _sync(building)
    folder = building.rename(generations.folder / name)
    sync_folder(generations.folder)
    Generation(folder)  # has no seal yet, so every file is read back and compared
    manifests.seal(folder, manifest)
    return folder


def _build_locale(
    folder: Path,
    articles: Sequence[Article],
    topics: Sequence[Topic],
    previous: Generation | None,
    progress: Progress,
) -> None:
    locale = articles[0].locale
    before = previous.folder / locale if previous is not None else None
    reusable = previous is not None and previous.manifest.analysis == analysis_fingerprint()
    known = tuple(previous.articles(locale)) if previous is not None and reusable else ()
    if before is not None and known == tuple(articles) and _same_software(previous):
        _link(before, folder)
        return
    folder.mkdir()
    if before is not None and known:
        for part in ("whoosh", "segments"):
            _link(before / part, folder / part)
    locale_index.write(
        folder,
        articles,
        topic_titles={topic.path: topic.title for topic in topics},
        records=records_of(articles, topics),
        indexed={article.slug: article.digest for article in known},
        weights=WEIGHTS,
        progress=lambda done: progress(f"Indexing {locale}", done, len(articles)),
    )


def _same_software(previous: Generation | None) -> bool:
    return previous is not None and previous.manifest.software == software_fingerprint()


def _link(source: Path, target: Path) -> None:
    """Copy a folder of files that never change, by hard links; Whoosh's lock file is not one of them."""
    shutil.copytree(source, target, copy_function=os.link, ignore=shutil.ignore_patterns("*LOCK*"))


def _sync(folder: Path) -> None:
    """Make every file and folder below durable; hard links to older generations already are."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        elif path.stat().st_nlink == 1:
            with path.open("rb") as file:
                os.fsync(file.fileno())
