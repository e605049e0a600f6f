"""Articles: how often they were read, what was said about them, and whether readers went on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from helpcenter.insights.reports.scoping import equal
from helpcenter.insights.views import Surface
from helpcenter.storage.tables import ArticleDays, ArticleViews, ArticleVotes

if TYPE_CHECKING:
    from datetime import date

    from helpcenter.insights.scope import Scope
    from helpcenter.storage.database import Database

MOST_COMMENTS: Final = 50
_SURFACES: Final = {"panel": Surface.GUIDE.value}
"""What views call the surfaces that searches call otherwise."""


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """What happened with an article; `views` on the surface of the scope, `on_site` those on the help site.

    `found` is how many searches ended with it open, `onward` how often another article was opened from it, `asked` how
    many questions to people came after it.
    """

    locale: str
    slug: str
    views: int = 0
    on_site: int = 0
    found: int = 0
    helpful: int = 0
    unhelpful: int = 0
    comments: int = 0
    onward: int = 0
    asked: int = 0

    @property
    def helpfulness(self) -> float | None:
        """The share of votes that say it helped."""
        votes = self.helpful + self.unhelpful
        return self.helpful / votes if votes else None

    @property
    def exits(self) -> int:
        """Views on the site from which no other article was opened."""
        return max(self.on_site - self.onward, 0)

    @property
    def exit_rate(self) -> float | None:
        """The share of views on the site that were exits."""
        return self.exits / self.on_site if self.on_site else None


def articles(database: Database, scope: Scope) -> dict[tuple[str, str], ArticleCount]:
    """Return every article that anything happened with, by locale and slug; screen and segment are not told apart.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    views = (
        select(ArticleViews.locale, ArticleViews.slug, ArticleViews.surface, func.sum(ArticleViews.views))
        .where(ArticleViews.day.between(scope.since, scope.until), *equal(ArticleViews.locale, scope.locale))
        .group_by(ArticleViews.locale, ArticleViews.slug, ArticleViews.surface)
    )
    numbers = ("found", "helpful", "unhelpful", "comments", "onward", "asked")
    days = (
        select(ArticleDays.locale, ArticleDays.slug, *(func.sum(getattr(ArticleDays, name)) for name in numbers))
        .where(ArticleDays.day.between(scope.since, scope.until), *equal(ArticleDays.locale, scope.locale))
        .group_by(ArticleDays.locale, ArticleDays.slug)
    )
    wanted = _SURFACES.get(scope.surface, scope.surface)
    found: dict[tuple[str, str], ArticleCount] = {}
    with database.reading() as session:
        for locale, slug, surface, times in session.execute(views):
            known = found.get((locale, slug), ArticleCount(locale, slug))
            found[locale, slug] = replace(
                known,
                views=known.views + (int(times) if wanted in {"", surface} else 0),
                on_site=known.on_site + (int(times) if surface == Surface.SITE.value else 0),
            )
        for locale, slug, *counted in session.execute(days):
            known = found.get((locale, slug), ArticleCount(locale, slug))
            found[locale, slug] = replace(known, **dict(zip(numbers, map(int, counted), strict=True)))
    return found


def views_by_day(database: Database, scope: Scope, locale: str, slug: str) -> dict[date, int]:
    """Return how often an article was read on each day of a scope.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = (
        select(ArticleViews.day, func.sum(ArticleViews.views))
        .where(
            ArticleViews.locale == locale,
            ArticleViews.slug == slug,
            ArticleViews.day.between(scope.since, scope.until),
            *equal(ArticleViews.surface, _SURFACES.get(scope.surface, scope.surface)),
        )
        .group_by(ArticleViews.day)
    )
    with database.reading() as session:
        known = {row[0]: int(row[1]) for row in session.execute(query)}
    return {day: known.get(day, 0) for day in scope.all_days()}


def article_comments(database: Database, scope: Scope, locale: str, slug: str) -> list[tuple[date, bool, str]]:
    """Return the latest comments on an article, masked: day, whether it helped, and the text; as long as they are kept.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    query = (
        select(ArticleVotes.day, ArticleVotes.helpful, ArticleVotes.comment)
        .where(
            ArticleVotes.locale == locale,
            ArticleVotes.slug == slug,
            ArticleVotes.day.between(scope.since, scope.until),
            ArticleVotes.comment != "",
        )
        .order_by(ArticleVotes.made_at.desc())
        .limit(MOST_COMMENTS)
    )
    with database.reading() as session:
        return [(row[0], bool(row[1]), row[2]) for row in session.execute(query)]
