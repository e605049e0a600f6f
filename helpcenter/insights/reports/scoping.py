"""Which rows of the counts by day a scope means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal

from helpcenter.insights.figures import COUNTS, SearchCounts
from helpcenter.insights.rollups.searches import Grain
from helpcenter.storage.tables import GuideDays, QueryDays, SearchDays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from helpcenter.insights.scope import Scope


def searches_in(scope: Scope, *, by_screen: bool = False) -> tuple[ColumnElement[bool], ...]:
    """The rows of `search_days` of a scope, each search in one of them; screen by screen where that is wanted."""
    with_screen = by_screen or bool(scope.screen)
    grain = {(False, False): Grain.ALL, (True, False): Grain.SCREEN, (False, True): Grain.SEGMENT}.get(
        (with_screen, bool(scope.segment)), Grain.BOTH
    )
    return (
        SearchDays.grain == int(grain),
        SearchDays.day.between(scope.since, scope.until),
        *equal(SearchDays.locale, scope.locale),
        *equal(SearchDays.surface, scope.surface),
        *equal(SearchDays.screen, scope.screen),
        *having(SearchDays.segment, scope.segment),
    )


def guide_in(scope: Scope, *names: str) -> tuple[ColumnElement[bool], ...]:
    """The rows of `guide_days` of a scope, of events of these names."""
    return (
        GuideDays.name.in_(names),
        GuideDays.day.between(scope.since, scope.until),
        *equal(GuideDays.locale, scope.locale),
        *equal(GuideDays.screen, scope.screen),
        *having(GuideDays.segment, scope.segment),
    )


def equal(column: InstrumentedAttribute[str], value: str) -> Iterator[ColumnElement[bool]]:
    """The condition of a filter, if it narrows down anything."""
    if value:
        yield column == value


def having(column: InstrumentedAttribute[str], pair: str) -> Iterator[ColumnElement[bool]]:
    """The condition that a segment has a trait, such as "plan=pro"."""
    if pair:
        yield (literal(" ") + column + literal(" ")).contains(f" {pair} ", autoescape=True)


def sums_of(table: type[SearchDays | QueryDays]) -> tuple[ColumnElement[Any], ...]:
    """What adds up to `SearchCounts`."""
    return tuple(func.coalesce(func.sum(getattr(table, name)), 0) for name in COUNTS)


def counts_from(numbers: Sequence[Any]) -> SearchCounts:
    """The counts of a row that `sums_of` made; whole numbers, whatever the database calls them."""
    return SearchCounts(*map(int, numbers))
