"""What people chose for a query, as the ranking may know it: of several, lately, and no matter how often one clicks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from helpcenter.insights.counting import fading
from helpcenter.insights.leads import kept_query
from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Audience
from helpcenter.insights.searches.visitors import NETWORK_CHARACTERS
from helpcenter.search.results import Preference
from helpcenter.storage.tables import SearchIntents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from helpcenter.storage.database import Database

FEWEST: Final = 2
"""So many must have chosen an article: one person's choice is theirs alone."""
DOUBT: Final = 3.0
"""So many choices are added that chose nothing: a few clicks are not yet a fact (additive smoothing)."""
_MOST_OF_A_DAY: Final = 10
_MOST_READ: Final = 200_000  # rows, the newest, so that it takes about a second however long the log
_MOST_ROWS: Final = 50_000
_LOWEST_RANK: Final = 10
_KEPT: Final = 5  # articles of a query


@dataclass(frozen=True, slots=True)
class Learned:
    """What people chose, by (locale, query as `kept_query` returns it)."""

    preferences: Mapping[tuple[str, str], tuple[Preference, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, locale: str, query: str) -> tuple[Preference, ...]:
        """Return what those chose who asked the same, most chosen first."""
        if not self.preferences:
            return ()
        return self.preferences.get((locale, kept_query(query)), ())


NOTHING_LEARNED: Final = Learned()


class _Chosen(NamedTuple):
    locale: str
    query: str
    article: str
    weight: float
    people: int


def learned(database: Database, today: date, *, days: int = 90, half_life: float = 30.0) -> Learned:
    """Return what readers chose lately, and did not say was no help.

    On each day an address counts once for a query and an article, and ten of them at most. A choice further down
    counts more, by the square root of its rank, as few look there (inverse propensity weighting with an examination
    probability of rank to the power of -0.5; Joachims, Swaminathan and Schnabel 2017). One of `half_life` days ago
    counts half; a vote for no takes one away.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    newest = select(SearchIntents).where(
        SearchIntents.day > today - timedelta(days=days),
        SearchIntents.audience == Audience.READER.value,
        SearchIntents.outcome.in_([Outcome.ANSWERED.value, Outcome.UNHELPFUL.value]),
        SearchIntents.normalized != "",
        SearchIntents.clicked != "",
    )
    table = aliased(SearchIntents, newest.order_by(SearchIntents.day.desc()).limit(_MOST_READ).subquery())
    network = func.substr(table.visitor, 1, NETWORK_CHARACTERS)
    rank = func.coalesce(func.min(table.rank), 1)
    group = (table.locale, table.normalized, table.clicked, table.day, table.outcome)
    by_day = (
        select(*group, func.count(network.distinct()).label("people"), rank.label("rank")).group_by(*group).subquery()
    )
    people = case((by_day.c.people > _MOST_OF_A_DAY, _MOST_OF_A_DAY), else_=by_day.c.people)
    sign = case((by_day.c.outcome == Outcome.UNHELPFUL.value, -1.0), else_=1.0)
    ranked = case((by_day.c.rank > _LOWEST_RANK, _LOWEST_RANK), else_=by_day.c.rank)
    root = case(*((ranked == number, number**0.5) for number in range(1, _LOWEST_RANK + 1)), else_=1.0)
    weight = func.sum(people * sign * root * fading(by_day.c.day, today, days=days, half_life=half_life))
    of_whom = (by_day.c.locale, by_day.c.normalized, by_day.c.clicked)
    with database.reading() as session:
        rows = session.execute(
            select(*of_whom, weight.label("weight"), func.sum(people).label("people"))
            .group_by(*of_whom)
            .having(func.sum(people) >= FEWEST)
            .order_by(weight.desc(), *of_whom)
            .limit(_MOST_ROWS)
        ).all()
    return Learned(_preferences(_Chosen(row[0], row[1], row[2], float(row[3]), int(row[4])) for row in rows))


def _preferences(chosen: Iterable[_Chosen]) -> dict[tuple[str, str], tuple[Preference, ...]]:
    by_query: dict[tuple[str, str], list[_Chosen]] = defaultdict(list)
    for each in chosen:
        if each.weight > 0:
            by_query[each.locale, each.query].append(each)
    return {
        query: tuple(
            Preference(each.article, round(each.weight / (sum(one.weight for one in of_query) + DOUBT), 3))
            for each in sorted(of_query, key=lambda one: (-one.weight, one.article))[:_KEPT]
        )
        for query, of_query in by_query.items()
    }
