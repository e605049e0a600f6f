"""Sitemaps (sitemaps.org): every page with its translations and its last change, in as many files as it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from helpcenter.web.addresses import article_url, home_url, topic_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from helpcenter.search.generation import Generation

MAX_URLS: Final = 50_000
_MAX_LINES: Final = 200_000  # an address with its alternates takes some lines, and a file may have 50 MB
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML: Final = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass(frozen=True, slots=True)
class Entry:
    """One page by its paths in every locale it exists in, with the last change of each.

    `otherwise` is for readers of any other language; empty for the path of the site's first locale.
    """

    paths: Mapping[str, str]
    changed: Mapping[str, date | None]
    otherwise: str = ""


def urls_per_file(locales: int) -> int:
    """How many addresses a file takes, each with a line for each locale."""
    return min(MAX_URLS, _MAX_LINES // (locales + 2))


def count_urls(generation: Generation) -> int:
    """How many addresses there are."""
    return sum(
        1 + sum(1 for topic in generation.topics(locale) if topic.path) + len(generation.slugs(locale))
        for locale in generation.locales
    )


def entries_of(generation: Generation) -> Iterator[Entry]:
    """Every page of the site, home pages first, then topics, then articles."""
    homes = {locale: home_url(locale) for locale in generation.locales}
    yield Entry(homes, {}, "/")
    topics: defaultdict[str, dict[str, str]] = defaultdict(dict)
    articles: defaultdict[str, dict[str, str]] = defaultdict(dict)
    changed: defaultdict[str, dict[str, date | None]] = defaultdict(dict)
    for locale in generation.locales:
        for topic in generation.topics(locale):
            if topic.path:
                topics[topic.path][locale] = topic_url(locale, topic.path)
        for article in generation.listed(locale):
            articles[article.slug][locale] = article_url(locale, article.slug)
            changed[article.slug][locale] = article.updated
    for path in sorted(topics):
        yield Entry(topics[path], {})
    for slug in sorted(articles):
        yield Entry(articles[slug], changed[slug])


def sitemap_index(origin: str, files: int, built: date) -> str:
    """The list of files, when there are several."""
    maps = "".join(
        f"<sitemap><loc>{origin}/sitemaps/{number}.xml</loc><lastmod>{built.isoformat()}</lastmod></sitemap>\n"
        for number in range(1, files + 1)
    )
    return f"{_DECLARATION}<sitemapindex {_SITEMAPS}>\n{maps}</sitemapindex>\n"


def sitemap(origin: str, entries: Iterable[Entry], default_locale: str, number: int, size: int) -> str:
    """The file of that number (from 1), with at most `size` addresses."""
    urls = (url for entry in entries for url in _urls(origin, entry, default_locale))
    text = "".join(islice(urls, (number - 1) * size, number * size))
    return f"{_DECLARATION}<urlset {_SITEMAPS} {_XHTML}>\n{text}</urlset>\n"


def _urls(origin: str, entry: Entry, default_locale: str) -> Iterator[str]:
    # Paths are percent-encoded: none of the signs that XML would take for its own is left in them.
    links = ""
    if len(entry.paths) > 1:
        otherwise = entry.otherwise or entry.paths.get(default_locale) or next(iter(entry.paths.values()))
        pairs = [*entry.paths.items(), ("x-default", otherwise)]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{locale}" href="{origin}{path}"/>\n' for locale, path in pairs
        )
    for locale, path in entry.paths.items():
        day = entry.changed.get(locale)
        lastmod = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        yield f"<url><loc>{origin}{path}</loc>{lastmod}\n{links}</url>\n"
