"""Trying a change to the articles on an index of its own, in a temporary folder; the one in force does not notice."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from helpcenter.content.library import load_library
from helpcenter.search.generations import CURRENT, Generations
from helpcenter.search.publish import publish_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.article import Article
    from helpcenter.content.changes import Change
    from helpcenter.search.generation import Generation


@contextmanager
def tried(articles: Path, change: Change, current: Generation) -> Iterator[Generation]:
    """Give the public index as it would be with a change, for as long as the block lasts.

    What did not change is neither rendered nor analysed again. Searches of it go by words alone. A draft is tried as if
    it were published.

    Raises:
        ChangeError: the file is not what it was when the change was made.
        ContentError: the articles folder cannot be read.
    """
    with TemporaryDirectory(prefix="helpcenter-try-") as name:
        folder = Path(name)
        shutil.copytree(articles, folder / "articles", copy_function=_linked, ignore=shutil.ignore_patterns(".*"))
        # In one step, as everywhere: so the file that the other name of the link has stays as it is.
        change.write(folder / "articles")
        index = folder / "index"
        index.mkdir()
        shutil.copytree(current.folder, index / current.folder.name, copy_function=_linked)
        (index / CURRENT).write_text(f"{current.folder.name}\n", encoding="utf-8")
        published = {article.source: article for locale in current.locales for article in current.articles(locale)}
        by_digest = {article.digest: article for article in published.values()}
        library = load_library(folder / "articles", known=by_digest.get, previous=published.get)
        as_dated = tuple(_dated(article, published.get(article.source)) for article in library.articles)
        publish_library(replace(library, articles=as_dated), index)
        yield Generations(index).current()


def _linked(source: str, target: str) -> None:
    """Give a file a second name; where that cannot be, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _dated(article: Article, published: Article | None) -> Article:
    """Return an article as git dates it, which knows nothing of a copy; a recent date counts a little in results."""
    return article if published is None else replace(article, updated=published.updated, author=published.author)
