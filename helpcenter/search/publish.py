"""Publishing: from a folder of Markdown to the next generation, reading top to bottom."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from helpcenter.clock import utc_now
from helpcenter.content.article import FOR_SIGNED_IN, PUBLIC_ONLY, Visibility
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
    from collections.abc import Iterator, Sequence, Set
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
    """What publishing did. `changed` is False when what is in force already had everything.

    `generation` and `articles` are those of the public index, `internal` counts the articles only the other one has.
    """

    generation: str
    changed: bool
    articles: int
    problems: tuple[Problem, ...]
    seconds: float
    internal: int = 0


def publish(
    articles: Path,
    index: Path,
    *,
    internal: Path | None = None,
    cache: VectorCache | None = None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Published:
    """Make the public articles of the library in `articles` the current generation in `index`.

    In the folder `internal` another one is published, which has the internal articles as well; while the library has
    none, nothing is there. Articles that did not change are neither rendered nor analysed again. Nothing is embedded
    here: vectors that `cache` has are taken over, `enrich` adds the others to a generation that serves already.

    Raises:
        ContentError: the articles folder cannot be read.
        IndexLockedError: another process is publishing.
    """
    started = monotonic()
    generations = Generations(index)
    with generations.lock(), _for_signed_in(internal) as further:
        # What stands for a file that has an error now is the version read last. The internal index is written first,
        # so that after a run that was cut off an article that had become internal is not taken for public.
        previous = [each for each in (_previous(generations), further and _previous(further)) if each]
        library = _read(articles, previous, progress)
        changed = further is not None and _publish_further(library, further, cache, progress)
        published = _publish(library, generations, _previous(generations), cache, progress, started)
        count = len(_shown(library, FOR_SIGNED_IN)) - published.articles if further else 0
        return replace(published, changed=published.changed or changed, internal=count)


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


@contextmanager
def _for_signed_in(folder: Path | None) -> Iterator[Generations | None]:
    """Hold the right to publish for signed-in readers, if that is wanted."""
    if folder is None:
        yield None
        return
    generations = Generations(folder)
    with generations.lock():
        yield generations


def _publish_further(library: Library, generations: Generations, cache: VectorCache | None, progress: Progress) -> bool:
    """Publish public and internal articles together, or withdraw them when none is internal; tell what changed."""
    previous = _previous(generations)
    if not any(article.visibility is Visibility.INTERNAL for article in library.articles):
        if previous is not None:
            generations.withdraw()
        return previous is not None
    changed = previous is None or _differs(library, previous, FOR_SIGNED_IN)
    if changed:
        generations.switch_to(_build(library, generations, previous, cache, progress, FOR_SIGNED_IN))
    return changed


def _publish(
    library: Library,
    generations: Generations,
    previous: Generation | None,
    cache: VectorCache | None,
    progress: Progress,
    started: float,
) -> Published:
    changed = previous is None or _differs(library, previous, PUBLIC_ONLY)
    if changed:
        folder = _build(library, generations, previous, cache, progress, PUBLIC_ONLY)
        generations.switch_to(folder)
    return Published(
        generation=generations.current().id,
        changed=changed,
        articles=len(_shown(library, PUBLIC_ONLY)),
        problems=library.problems,
        seconds=monotonic() - started,
    )


def _previous(generations: Generations) -> Generation | None:
    try:
        return generations.current()
    except IndexUnavailableError:
        return None


def _read(articles: Path, previous: Sequence[Generation], progress: Progress) -> Library:
    """Read the library; of two generations that have an article, the last says what it was."""
    published = [article for each in previous for locale in each.locales for article in each.articles(locale)]
    by_digest = {article.digest: article for article in published}
    by_source = {article.source: article for article in published}
    return load_library(
        articles,
        known=by_digest.get,
        previous=by_source.get,
        previous_brand=previous[0].brand if previous else None,
        progress=lambda done, total: progress("Reading articles", done, total),
    )


def _shown(library: Library, shown: Set[Visibility]) -> tuple[Article, ...]:
    return tuple(article for article in library.articles if article.visibility in shown)


def _differs(library: Library, previous: Generation, shown: Set[Visibility]) -> bool:
    """Tell whether publishing would show readers or writers anything new."""
    before = (article for locale in previous.locales for article in previous.articles(locale))
    return (
        previous.manifest.software != _software(library)
        or (library.commit, library.problems, library.brand) != (previous.commit, previous.problems, previous.brand)
        or _shown(library, shown) != tuple(before)
    )


def _build(
    library: Library,
    generations: Generations,
    previous: Generation | None,
    cache: VectorCache | None,
    progress: Progress,
    shown: Set[Visibility],
) -> Path:
    """Write the next generation completely, check it, and give it its name."""
    building = begin(generations)
    by_locale = {
        locale: [article for article in _shown(library, shown) if article.locale == locale]
        for locale in library.locales
    }
    by_locale = {locale: articles for locale, articles in by_locale.items() if articles}
    topics = topics_of(library, shown)
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
            built_at=utc_now(),
            analysis=analysis_fingerprint(),
            software=_software(library),
            articles={locale: len(articles) for locale, articles in by_locale.items()},
            problems=library.problems,
            files=manifests.hash_files(building),
            vectors=embedded,
            brand=library.brand,
            internal=frozenset(
                f"{article.locale}/{article.slug}"
                for article in _shown(library, shown)
                if article.visibility is Visibility.INTERNAL
            ),
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
