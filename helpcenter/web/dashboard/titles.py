"""What articles are called now; one that is gone is called by its slug."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from helpcenter.errors import IndexUnavailableError
from helpcenter.web.serving import generation

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation


@dataclass(frozen=True, slots=True)
class Freshness:
    """When an article was changed last, and when somebody should read it again."""

    title: str
    updated: date | None
    review_by: date | None


def article_title(locale: str, slug: str) -> str:
    """The title of an article, in another locale if it is in no other; its slug when it is nowhere."""
    try:
        current = generation()
    except IndexUnavailableError:
        return slug
    known = (locale, *current.translations(slug))
    return next((article.title for each in known if (article := current.article(each, slug))), slug)


def library() -> dict[tuple[str, str], Freshness]:
    """Every published article by locale and slug; nothing while no index can be opened."""
    try:
        return _library(generation())
    except IndexUnavailableError:
        return {}


@lru_cache(maxsize=2)  # the public index and the internal one; an article's text need not be read for every page
def _library(current: Generation) -> dict[tuple[str, str], Freshness]:
    return {
        (locale, article.slug): Freshness(article.title, article.updated, article.review_by)
        for locale in current.locales
        for article in current.articles(locale)
    }
