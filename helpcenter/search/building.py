"""The first and last steps of every new generation: begin in a hidden folder, take over what stays, check, name it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from helpcenter.search import manifest as manifests
from helpcenter.search.fingerprint import vectors_fingerprint
from helpcenter.search.generation import Generation
from helpcenter.search.generations import Generations, sync_folder
from helpcenter.search.manifest import Embedded, Manifest
from helpcenter.search.semantics import vectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.search.semantics.cache import VectorCache

# Called with what is being done, how much is done, and how much there is.
Progress = Callable[[str, int, int], None]


def begin(generations: Generations) -> Path:
    """Return an empty folder for the next generation; what a killed build left is removed."""
    for leftover in generations.folder.glob(".building-*"):
        shutil.rmtree(leftover)
    building = generations.folder / f".building-{generations.next_id()}"
    building.mkdir(mode=0o700)
    return building


def finish(building: Path, generations: Generations, manifest: Manifest) -> Path:
    """Make a complete folder durable, give it its name, read it back, and return it; it is not in force yet."""
    manifests.write(building, manifest)
    _sync(building)
    folder = building.rename(generations.folder / manifest.id)
    sync_folder(generations.folder)
    Generation(folder)  # has no seal yet, so every file is read back and compared
    manifests.seal(folder, manifest)
    return folder


def link(source: Path, target: Path, *without: str) -> None:
    """Copy a folder of files that never change, by hard links; Whoosh's lock file is not one of them."""
    shutil.copytree(source, target, copy_function=os.link, ignore=shutil.ignore_patterns("*LOCK*", *without))


def link_or_write_vectors(
    building: Path,
    locale: str,
    articles: Sequence[Article],
    previous: Generation | None,
    cache: VectorCache,
    enough: float = 1.0,
) -> dict[str, Embedded]:
    """Give a locale the previous generation's vectors when they fit, else those of the cache, if it has enough.

    Returns:
        What the manifest says about them; nothing when the locale has none.
    """
    wanted = Embedded(cache.embedder, cache.identity, vectors_fingerprint(), missing=0)
    if (
        previous is not None
        and previous.manifest.vectors.get(locale) == wanted
        and tuple(previous.articles(locale)) == tuple(articles)
    ):
        link(previous.folder / locale / vectors.FOLDER, building / locale / vectors.FOLDER)
        return {locale: wanted}
    missing = vectors.write(building / locale, articles, cache, enough)
    if missing is None:
        return {}
    return {locale: Embedded(wanted.embedder, wanted.cache, wanted.software, missing)}


def _sync(folder: Path) -> None:
    """Make every file and folder below durable; hard links to older generations already are."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        elif path.stat().st_nlink == 1:
            with path.open("rb") as file:
                os.fsync(file.fileno())
