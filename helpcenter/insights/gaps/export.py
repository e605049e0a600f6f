"""Gaps to take along: as values that become JSON, and as a table in which nothing becomes a formula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from helpcenter.insights.exporting import csv_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helpcenter.insights.gaps.gap import Gap, GapQuery

_COLUMNS = (
    *("id", "title", "locale", "state", "owner", "kind", "article", "answer", "harm", "volume", "trend", "weight"),
    *("queries", "created", "updated", "shipped", "proven", "proven_commit", "examples"),
)


@dataclass(frozen=True, slots=True)
class ExportedQuery:
    """A query that more than one person asked; ranks are None where the answer was not among the first twenty."""

    locale: str
    query: str
    times: int
    visitors: int
    rank_before: int | None
    rank_after: int | None
    replayed: datetime | None


@dataclass(frozen=True, slots=True)
class ExportedGap:
    """A gap as it leaves the house; `queries` counts all of it, `examples` are those that may be shown."""

    id: int
    title: str
    locale: str
    state: str
    owner: str
    kind: str
    article: str
    answer: str
    harm: float
    volume: float
    trend: float
    weight: float
    queries: int
    created: datetime
    updated: datetime
    shipped: datetime | None
    proven: datetime | None
    proven_commit: str
    examples: tuple[ExportedQuery, ...]


def exported(gap: Gap, queries: Iterable[GapQuery]) -> ExportedGap:
    """Return what leaves the house of a gap."""
    return ExportedGap(
        id=gap.id,
        title=gap.title,
        locale=gap.locale,
        state=str(gap.state),
        owner=gap.owner.name if gap.owner else "",
        kind=str(gap.kind or ""),
        article=gap.article,
        answer=gap.answer,
        harm=gap.harm.value,
        volume=gap.harm.volume,
        trend=gap.harm.trend,
        weight=gap.harm.weight,
        queries=gap.queries,
        created=gap.created_at,
        updated=gap.updated_at,
        shipped=gap.shipped_at,
        proven=gap.proven_at,
        proven_commit=gap.proven_commit,
        examples=tuple(
            ExportedQuery(
                query.key.locale,
                query.text,
                query.times,
                query.visitors,
                query.rank_before,
                query.rank_after,
                query.replayed_at,
            )
            for query in queries
            if query.is_shown
        ),
    )


def csv_of_gaps(gaps: Sequence[ExportedGap]) -> str:
    """Return gaps as CSV, a gap in a row, its examples in lines of the last cell."""
    return csv_of(_COLUMNS, ([_cell(getattr(gap, name)) for name in _COLUMNS] for gap in gaps))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(timespec="seconds")
        case float():
            return f"{value:.4g}"
        case tuple():
            return "\n".join(query.query for query in value)
        case _:
            return str(value)
