"""Views of articles, counted by article, locale, surface and day; no visitor, no address."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from helpcenter.insights.counting import Batch, Counts, add_counts, fading
from helpcenter.search.popularity import Popularity
from helpcenter.storage.tables import ArticleViews

if TYPE_CHECKING:
    from datetime import date, datetime

    from helpcenter.storage.database import Database


class Surface(StrEnum):
    """Where an article was read."""

    SITE = "site"
    API = "api"
    GUIDE = "guide"  # in the panel inside the product


class Viewed(NamedTuple):
    """What is counted. `day` counts from 1970-01-01, in UTC."""

    day: int
    locale: str
    slug: str
    surface: Surface


class ViewCounts(Counts[Viewed]):
    """Views in memory."""

    def add(self, locale: str, slug: str, surface: Surface) -> None:
        """Count one view."""
        self.count(Viewed(self.day, locale, slug, surface))


def write_views(batch: Batch[Viewed], database: Database, now: datetime) -> None:
    """Add a batch to the counts, unless it was added already.

    Raises:
        DatabaseUnavailableError: it was not; the same batch may be tried again.
    """
    add_counts(batch, ArticleViews, "views", database, now)


def popularity(database: Database, today: date, *, days: int = 90, half_life: float = 30.0) -> Popularity:
    """Return the share of each article in what was read in its locale lately.

    A view of `half_life` days ago counts half as much as one of today; whole weeks count alike.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    read = func.sum(ArticleViews.views * fading(ArticleViews.day, today, days=days, half_life=half_life))
    with database.reading() as session:
        rows = session.execute(
            select(ArticleViews.locale, ArticleViews.slug, read)
            .where(ArticleViews.day > today - timedelta(days=days))
            .group_by(ArticleViews.locale, ArticleViews.slug)
        ).all()
    totals: dict[str, float] = {}
    for locale, _, weighed in rows:
        totals[locale] = totals.get(locale, 0.0) + float(weighed)
    return Popularity({(locale, slug): float(weighed) / totals[locale] for locale, slug, weighed in rows if weighed})
