"""What only shows when all articles are looked at together: links, aliases, related articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from helpcenter.content.addresses import is_attachment
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.slugs import LOCALE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from helpcenter.content.article import Article, Link

_IDS = re.compile(r'\sid="([^"]*)"')
_SITE_PATH = re.compile(rf"/({LOCALE.pattern})(?:/(articles|topics|search)(?:/(.+))?)?/?")


@dataclass(frozen=True)
class Checked:
    """What the checks found, and the aliases that lead somewhere: (locale, source) to the article's own."""

    problems: tuple[Problem, ...]
    aliases: Mapping[str, tuple[str, ...]]


class Shelf:
    """The articles to look up while they are checked; drafts may link, but nothing leads to them."""

    def __init__(self, published: Iterable[Article]) -> None:
        self.articles = {(article.locale, article.slug): article for article in published}
        self._anchors: dict[tuple[str, str], frozenset[str]] = {}
        self._aliases = {(a.locale, alias): a.slug for a in self.articles.values() for alias in a.aliases}
        self._slugs: defaultdict[str, list[str]] = defaultdict(list)
        self._topics: set[tuple[str, str]] = set()
        for locale, slug in self.articles:
            self._slugs[locale].append(slug)
        for article in self.articles.values():
            for path in (article.topic, article.slug.rpartition("/")[0]):
                parts = path.split("/")
                self._topics.update((article.locale, "/".join(parts[:end])) for end in range(1, len(parts) + 1))

    def living(self, locale: str, slug: str) -> str | None:
        """The slug an address leads to, by itself or as an alias."""
        return slug if (locale, slug) in self.articles else self._aliases.get((locale, slug))

    def has_topic(self, locale: str, path: str) -> bool:
        """Whether a locale has articles below a topic."""
        return (locale, path) in self._topics

    def anchors(self, locale: str, slug: str) -> frozenset[str]:
        """All ids a link can lead to in an article."""
        key = (locale, slug)
        if key not in self._anchors:
            self._anchors[key] = frozenset(_IDS.findall(self.articles[key].html))
        return self._anchors[key]

    def nearest(self, locale: str, slug: str) -> str:
        """A suggestion of the slug that was probably meant."""
        name = slug.rpartition("/")[2].casefold()
        same_name = [known for known in self._slugs[locale] if known.rpartition("/")[2].casefold() == name]
        if same_name:
            return f"Did you mean {same_name[0]}?"
        found = process.extractOne(slug, self._slugs[locale], scorer=fuzz.ratio, score_cutoff=75)
        return f"Did you mean {found[0]}?" if found else "Write the path of an article, or remove the link."


def check_links(article: Article, shelf: Shelf) -> tuple[Problem, ...]:
    """The links of an article that lead nowhere."""
    found = (_check(article, link, shelf) for link in article.links)
    return tuple(dict.fromkeys(problem for problem in found if problem))


def _check(article: Article, link: Link, shelf: Shelf) -> Problem | None:
    locale, kind, path = _destination(article, link)
    if kind == "articles" and is_attachment(path):
        return None  # looked at when the article was rendered
    if kind == "articles":
        return _check_article(article, link, shelf, locale, path)
    if kind == "topics" and not shelf.has_topic(locale, path):
        message = f"The link leads to the topic {path}, which has no articles in {locale}."
        return _warning(article, link.line, message, "Link to a folder that has articles.")
    if kind == "unknown":
        message = f"The link leads to {path}, which is no page of this site."
        return _warning(
            article, link.line, message, "Write a relative path to the article, or the whole https address."
        )
    return None


def _destination(article: Article, link: Link) -> tuple[str, str, str]:
    if not link.target.startswith("/"):
        return article.locale, "articles", link.target
    match = _SITE_PATH.fullmatch(link.target)
    if link.target == "/" or (match and (not match[2] or match[2] == "search")):
        return "", "page", link.target
    if match and match[3]:
        return match[1], match[2], match[3]
    return "", "unknown", link.target


def _check_article(article: Article, link: Link, shelf: Shelf, locale: str, slug: str) -> Problem | None:
    is_self = (locale, slug) == (article.locale, article.slug)
    living = slug if is_self else shelf.living(locale, slug)
    if living is None:
        where = "" if locale == article.locale else f" in {locale}"
        if shelf.has_topic(locale, slug):
            return _warning(
                article, link.line, f"The link leads to {slug}, which is a topic{where}.", "Add a slash at its end."
            )
        message = f"The link leads to {slug}, which does not exist{where}."
        return _warning(article, link.line, message, shelf.nearest(locale, slug))
    if not link.anchor:
        return None
    known = frozenset(_IDS.findall(article.html)) if is_self else shelf.anchors(locale, living)
    if link.anchor in known:
        return None
    place = "this article has" if is_self else f"{living} has"
    nearest = process.extractOne(link.anchor, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    suggestion = f"Did you mean #{nearest[0]}?" if nearest else "Link to the article without the part after #."
    return _warning(article, link.line, f"The link leads to #{link.anchor}, which {place} no heading for.", suggestion)


def check_related(article: Article, shelf: Shelf, line_of: Callable[[Article, str, int], int]) -> tuple[Problem, ...]:
    """The related articles that do not exist."""
    return tuple(
        Problem(
            Severity.WARNING,
            article.source,
            line_of(article, "related", place),
            f"related.{place}",
            f"The related article {slug} does not exist.",
            shelf.nearest(article.locale, slug),
        )
        for place, slug in enumerate(article.related)
        if shelf.living(article.locale, slug) is None
    )


def check_aliases(articles: Iterable[Article], line_of: Callable[[Article, str, int], int]) -> Checked:
    """Finds aliases that hide a living article or lead to two; those lead nowhere until mended."""
    listed = list(articles)
    living = {(article.locale, article.slug) for article in listed}
    owners: dict[tuple[str, str], Article] = {}
    problems: list[Problem] = []
    kept: dict[str, tuple[str, ...]] = {}
    for article in listed:
        good: list[str] = []
        for place, alias in enumerate(article.aliases):
            key = (article.locale, alias)
            if complaint := _alias_complaint(article, alias, key in living, owners.get(key)):
                line = line_of(article, "aliases", place)
                problems.append(Problem(Severity.ERROR, article.source, line, f"aliases.{place}", *complaint))
            else:
                owners[key] = article
                good.append(alias)
        kept[article.source] = tuple(good)
    return Checked(tuple(problems), kept)


def _alias_complaint(article: Article, alias: str, is_living: bool, owner: Article | None) -> tuple[str, str] | None:
    if alias == article.slug:
        return f"The alias {alias} is the article's own path.", "Remove it."
    if is_living:
        return (
            f"The alias {alias} is the path of a living article and is ignored.",
            "Remove the alias, or delete the article that stands there.",
        )
    if owner is article:
        return f"The alias {alias} is listed twice.", "Remove one of them."
    if owner is not None:
        return f"The alias {alias} belongs to {owner.source} already and is ignored.", "Keep it in one of the two."
    return None


def _warning(article: Article, line: int, message: str, suggestion: str) -> Problem:
    return Problem(Severity.WARNING, article.source, line, "", message, suggestion)
