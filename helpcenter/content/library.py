"""Reads a folder of articles into a library: walks, renders what changed, checks everything together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpcenter.content.article import Article, Library, Visibility
from helpcenter.content.brand import Brand
from helpcenter.content.git import history
from helpcenter.content.glossary import GLOSSARY_FILE, read_glossary
from helpcenter.content.linting import Shelf, check_aliases, check_links, check_related
from helpcenter.content.phrases import PHRASES_FILE, read_phrases
from helpcenter.content.reading import Known, Reader, Reading
from helpcenter.content.site_file import read_brand
from helpcenter.content.synonyms import SYNONYMS_FILE, read_synonyms
from helpcenter.content.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from helpcenter.content.problems import Problem


def load_library(
    folder: Path,
    *,
    known: Known = lambda _digest: None,
    previous: Known = lambda _source: None,
    previous_brand: Brand | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Library:
    """Reads every article below `folder`.

    `known` gives an article that was rendered before by its digest; it is not rendered again. `previous` gives the
    version published last by its source path; it stands in for a file that has an error now, as `previous_brand`
    does for the look of the site.

    Raises:
        ContentError: the folder itself is missing or cannot be read.
    """
    files, misplaced = walk(folder)
    past = history(folder)
    phrases, in_phrases = read_phrases(folder / PHRASES_FILE, PHRASES_FILE)
    synonyms, in_synonyms = read_synonyms(folder / SYNONYMS_FILE, SYNONYMS_FILE)
    glossary, in_glossary = read_glossary(folder / GLOSSARY_FILE, GLOSSARY_FILE)
    brand, in_site = read_brand(folder, previous_brand or Brand())
    reader = Reader(folder, past, known, phrases, glossary)
    readings: list[Reading] = []
    for number, source in enumerate(files, start=1):
        reading = reader.read(source)
        if reading.article is None and (published := previous(source)):
            reading = _with_previous(reading, published)
        readings.append(reading)
        progress(number, len(files))
    library = _checked(readings, [*misplaced, *in_phrases, *in_synonyms, *in_glossary, *in_site], past.commit)
    return replace(library, synonyms=synonyms, brand=brand)


def _with_previous(reading: Reading, published: Article) -> Reading:
    first, *others = reading.problems
    told = replace(first, message=f"{first.message} The version published before stays.")
    return replace(reading, article=published, problems=(told, *others))


def _checked(readings: list[Reading], misplaced: list[Problem], commit: str) -> Library:
    """Looks at all articles together; drafts are checked too, but nobody may lead to them."""
    manuscripts = {reading.source: reading.manuscript for reading in readings}

    def line_of(article: Article, *path: str | int) -> int:
        manuscript = manuscripts[article.source]
        return manuscript.line_of(*path) if manuscript else 0

    found = [reading.article for reading in readings if reading.article]
    drafts = [article for article in found if article.visibility is Visibility.DRAFT]
    published = [article for article in found if article.visibility is not Visibility.DRAFT]
    published.sort(key=lambda article: (article.locale, article.slug))
    checked = check_aliases(published, line_of)
    published = [replace(article, aliases=checked.aliases[article.source]) for article in published]
    shelf = Shelf(published)
    problems = [*misplaced, *checked.problems]
    problems.extend(problem for reading in readings for problem in reading.problems)
    for article in (*published, *drafts):
        problems.extend(article.findings)
        problems.extend(check_links(article, shelf))
        problems.extend(check_related(article, shelf, line_of))
    problems.sort(key=lambda problem: (problem.path, problem.line, problem.key, problem.message))
    return Library(tuple(published), tuple(problems), commit)
