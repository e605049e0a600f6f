"""What those did next who asked a query: where they were, and what they chose in the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from helpcenter.insights.gaps.choices import is_believed
from helpcenter.insights.gaps.values import QueryKey
from helpcenter.insights.searches.events import Audience
from helpcenter.storage.tables import SearchIntents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_AT_ONCE: Final = 200
_MOST_ROWS: Final = 20_000
"""Of each two hundred queries, the newest; what so many people did tells enough."""


@dataclass(slots=True)
class Following:
    """What is told of one query: screens and segments counted in searches, everything else in visitors.

    `chosen_by` and `rejected_by` have who chose, or rejected, which article in the end. A visitor counts once.
    """

    screens: Counter[str] = field(default_factory=Counter)
    segments: Counter[str] = field(default_factory=Counter)
    visitors: set[str] = field(default_factory=set)
    chosen_by: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    rejected_by: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def chosen(self) -> Counter[str]:
        """How many chose each article."""
        return Counter({article: len(visitors) for article, visitors in self.chosen_by.items()})

    @property
    def rejected(self) -> Counter[str]:
        """How many rejected each article."""
        return Counter({article: len(visitors) for article, visitors in self.rejected_by.items()})

    @property
    def believed(self) -> str:
        """The article that enough of all who asked chose, "" when there is none."""
        article, readers = max(self.chosen.items(), key=lambda each: (each[1], each[0]), default=("", 0))
        return article if is_believed(readers, len(self.visitors)) else ""


class _Clicked(NamedTuple):
    visitor: str
    chain: str
    at: datetime
    article: str
    vote: int | None


def following(session: Session, keys: Iterable[QueryKey], since: date, until: date) -> Mapping[QueryKey, Following]:
    """Return what those did next who asked these queries in a span of days.

    Chosen is what the same visitor opened by a later search of the same chain, or opened at once and found helpful;
    rejected is what they opened and found unhelpful.
    """
    found: defaultdict[QueryKey, Following] = defaultdict(Following)
    by_locale: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(set(keys)):
        by_locale[key.locale].append(key.normalized)
    for locale, normalized in by_locale.items():
        for first in range(0, len(normalized), _AT_ONCE):
            asked = _asked(session, locale, normalized[first : first + _AT_ONCE], since, until)
            _count(found, asked, _clicks(session, asked))
    return found


def _asked(session: Session, locale: str, queries: list[str], since: date, until: date) -> Sequence[SearchIntents]:
    reading = (
        select(SearchIntents)
        .where(
            SearchIntents.locale == locale,
            SearchIntents.normalized.in_(queries),
            SearchIntents.audience == str(Audience.READER),
            SearchIntents.day >= since,
            SearchIntents.day <= until,
        )
        .order_by(SearchIntents.at.desc())
        .limit(_MOST_ROWS)
    )
    return session.scalars(reading).all()


def _clicks(session: Session, asked: Sequence[SearchIntents]) -> Mapping[tuple[str, str], list[_Clicked]]:
    clicks: defaultdict[tuple[str, str], list[_Clicked]] = defaultdict(list)
    visitors = sorted({row.visitor for row in asked if row.refined})
    columns = (SearchIntents.visitor, SearchIntents.chain, SearchIntents.at, SearchIntents.clicked, SearchIntents.vote)
    for first in range(0, len(visitors), _AT_ONCE):
        some = SearchIntents.visitor.in_(visitors[first : first + _AT_ONCE])
        for row in session.execute(select(*columns).where(some, SearchIntents.clicked != "")):
            clicked = _Clicked(*row)
            clicks[clicked.visitor, clicked.chain].append(clicked)
    return clicks


def _count(
    found: defaultdict[QueryKey, Following],
    asked: Iterable[SearchIntents],
    clicks: Mapping[tuple[str, str], list[_Clicked]],
) -> None:
    for row in asked:
        of_query = found[QueryKey(row.locale, row.normalized)]
        of_query.visitors.add(row.visitor)
        if row.screen:
            of_query.screens[row.screen] += 1
        if row.segment:
            of_query.segments[row.segment] += 1
        if row.clicked and row.vote == 1:
            of_query.chosen_by[row.clicked].add(row.visitor)
        elif row.clicked and row.vote == 0:
            of_query.rejected_by[row.clicked].add(row.visitor)
        for later in clicks.get((row.visitor, row.chain), ()):
            if later.at > row.at and later.vote != 0:
                of_query.chosen_by[later.article].add(row.visitor)
