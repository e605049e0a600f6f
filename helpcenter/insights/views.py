"""Views of articles, counted by article, locale, surface and day; no visitor, no address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from threading import Lock
from time import time
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from sqlalchemy import case, func, select

from helpcenter.search.popularity import Popularity
from helpcenter.storage.batches import insert, is_first
from helpcenter.storage.tables import ArticleViews

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpcenter.storage.database import Database

_MOST_KINDS = 50_000
"""So many articles can be counted between two writings; a library has fewer."""
_ROWS_AT_ONCE = 500
_SECONDS_OF_A_DAY = 86_400


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


@dataclass(frozen=True, slots=True)
class ViewBatch:
    """Counts that are written together, once; the id tells a repeat."""

    id: str
    counts: Mapping[Viewed, int]


class ViewCounts:
    """Views in memory, from any thread, until they are taken to be written."""

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._counts: dict[Viewed, int] = {}

    def add(self, locale: str, slug: str, surface: Surface) -> None:
        """Count one view; costs about a microsecond."""
        viewed = Viewed(int(self._clock()) // _SECONDS_OF_A_DAY, locale, slug, surface)
        with self._lock:
            counts = self._counts
            if viewed in counts:
                counts[viewed] += 1
            elif len(counts) < _MOST_KINDS:
                counts[viewed] = 1

    def take(self) -> ViewBatch | None:
        """Return what was counted and begin anew; None when there is nothing."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return ViewBatch(uuid4().hex, counts) if counts else None


def write_views(batch: ViewBatch, database: Database) -> None:
    """Add a batch to the counts, unless it was added already.

    Raises:
        DatabaseUnavailableError: it was not; the same batch may be tried again.
    """
    with database.writing() as session:
        if not is_first(session, batch.id):
            return
        # In one order everywhere, so that two writers never wait for each other.
        rows = [_row(viewed, views) for viewed, views in sorted(batch.counts.items())]
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            adding = insert(session, ArticleViews).values(rows[first : first + _ROWS_AT_ONCE])
            session.execute(
                adding.on_conflict_do_update(
                    index_elements=["day", "locale", "slug", "surface"],
                    set_={"views": ArticleViews.views + adding.excluded.views},
                )
            )


def _row(viewed: Viewed, views: int) -> dict[str, object]:
    day = date(1970, 1, 1) + timedelta(days=viewed.day)
    return {"day": day, "locale": viewed.locale, "slug": viewed.slug, "surface": str(viewed.surface), "views": views}


def popularity(database: Database, *, days: int = 90, half_life: float = 30.0, today: date | None = None) -> Popularity:
    """Return the share of each article in what was read in its locale lately.

    A view of `half_life` days ago counts half as much as one of today; whole weeks count alike.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    today = today or datetime.now(UTC).date()
    weeks = [(today - timedelta(days=age + 7), 0.5 ** ((age + 3.5) / half_life)) for age in range(0, days, 7)]
    weight = case(*((ArticleViews.day > day, weight) for day, weight in weeks), else_=0.0)
    read = func.sum(ArticleViews.views * weight)
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
