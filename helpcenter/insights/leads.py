"""What led readers to articles: a search, or the article before; counted by day, without anything about who.

Two articles go together as far as the same queries led to both, and as far as one was read right after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from helpcenter.insights.counting import Batch, Counts, add_counts, fading
from helpcenter.insights.masking import LABELS, mask
from helpcenter.search.analysis.normalizing import normalize
from helpcenter.storage.tables import ArticleLeads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from helpcenter.storage.database import Database

LONGEST_QUERY: Final = 200  # characters; who pastes a letter has a question of their own
_MOST_BYTES: Final = 2_000  # of a row's key, which PostgreSQL limits
_MOST_READ: Final = 200_000  # rows, the newest, so that counting takes about a second however long the log
_MOST_ROWS: Final = 50_000
_MOST_OF_A_DAY: Final = 10  # one reader who goes back and forth a hundred times is not a hundred readers
_MOST_OF_A_QUERY: Final = 10


class Kind(StrEnum):
    """What led to an article."""

    QUERY = "query"
    ARTICLE = "article"


class Led(NamedTuple):
    """What is counted: `origin` is a query as `kept_query` returns it, or a slug. `day` counts from 1970-01-01, UTC."""

    day: int
    locale: str
    kind: Kind
    origin: str
    slug: str


@dataclass(frozen=True, slots=True)
class Bond:
    """How much goes together what was read with another article: faded counts, and how often it was seen at all."""

    weight: float = 0.0
    times: int = 0

    def __add__(self, other: Bond) -> Bond:
        return Bond(self.weight + other.weight, self.times + other.times)


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """For each article, by (locale, slug), the slugs of those it was read with.

    Compared by identity: a new count is another value, and what was computed from one can be kept with it.
    """

    bonds: Mapping[tuple[str, str], Mapping[str, Bond]] = field(default_factory=lambda: MappingProxyType({}))


NO_COMPANY: Final = Company()
"""Nothing was counted."""


class LeadCounts(Counts[Led]):
    """What led to articles, in memory."""

    def add(self, locale: str, kind: Kind, origin: str, slug: str) -> None:
        """Count one way; what is too long for a key is passed over."""
        if len(origin.encode()) + len(slug.encode()) <= _MOST_BYTES:
            self.count(Led(self.day, locale, kind, origin, slug))


def kept_query(text: str) -> str:
    """Return a query as it may be kept: masked and in one form; "" for one that is long or nothing but masked."""
    if len(text) > LONGEST_QUERY:
        return ""
    words = normalize(mask(text)).text.casefold().split()
    query = " ".join(words)
    return query if len(query) <= LONGEST_QUERY and not LABELS.issuperset(words) else ""


def write_leads(batch: Batch[Led], database: Database, now: datetime) -> None:
    """Add a batch to the counts, unless it was added already.

    Raises:
        DatabaseUnavailableError: it was not; the same batch may be tried again.
    """
    add_counts(batch, ArticleLeads, "times", database, now)


def company(database: Database, today: date, *, days: int = 90, half_life: float = 30.0) -> Company:
    """Return which articles were read together lately; what is `half_life` days ago counts half as much.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    newest = select(ArticleLeads).where(ArticleLeads.day > today - timedelta(days=days))
    table = aliased(ArticleLeads, newest.order_by(ArticleLeads.day.desc()).limit(_MOST_READ).subquery())
    times = case((table.times > _MOST_OF_A_DAY, _MOST_OF_A_DAY), else_=table.times)
    weight = func.sum(times * fading(table.day, today, days=days, half_life=half_life)).label("weight")
    of_whom = (table.locale, table.kind, table.origin, table.slug)
    with database.reading() as session:
        rows = session.execute(
            select(*of_whom, weight, func.sum(times).label("seen"))
            .group_by(*of_whom)
            .order_by(weight.desc(), *of_whom)
            .limit(_MOST_ROWS)
        ).all()
    led = [_Row(row.locale, row.kind, row.origin, row.slug, Bond(float(row.weight), int(row.seen))) for row in rows]
    bonds: dict[tuple[str, str], dict[str, Bond]] = defaultdict(dict)
    for locale, one, other, bond in (*_in_a_row(led), *_by_query(led)):
        for mine, its in ((one, other), (other, one)):
            known = bonds[locale, mine]
            known[its] = known.get(its, Bond()) + bond
    return Company(dict(bonds))


class _Row(NamedTuple):
    locale: str
    kind: str
    origin: str
    slug: str
    bond: Bond


_Pair = tuple[str, str, str, Bond]


def _in_a_row(led: Sequence[_Row]) -> Iterable[_Pair]:
    return ((row.locale, row.origin, row.slug, row.bond) for row in led if row.kind == Kind.ARTICLE)


def _by_query(led: Sequence[_Row]) -> Iterable[_Pair]:
    """Yield the pairs of articles that one query led to; a pair has what both have."""
    articles: dict[tuple[str, str], list[tuple[str, Bond]]] = defaultdict(list)
    for row in led:
        if row.kind == Kind.QUERY:
            articles[row.locale, row.origin].append((row.slug, row.bond))
    for (locale, _), found in articles.items():
        for (one, its), (other, others) in combinations(found[:_MOST_OF_A_QUERY], 2):
            yield locale, one, other, Bond(min(its.weight, others.weight), min(its.times, others.times))
