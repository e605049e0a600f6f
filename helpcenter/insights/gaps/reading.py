"""One gap with all that is told of it, as its page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from helpcenter.insights.gaps.days import counted_queries
from helpcenter.insights.gaps.following import following
from helpcenter.insights.gaps.gap import SHOWN_FROM, WANTED_RANK, Entry, Gap, GapQuery, Happened
from helpcenter.insights.gaps.store import read_gap, read_history, read_queries
from helpcenter.insights.outcomes import UNANSWERED, Outcome

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

_MOST = 10


@dataclass(frozen=True, slots=True)
class GapDay:
    """The searches of a gap's queries on one day."""

    answered: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class GapReport:
    """A gap, the queries that may be shown and how many may not; days, screens and segments of a span.

    Screens and segments are counted in searches, most first, and only what was searched from twice. `asked_since` are
    the searches without an answer since the proof.
    """

    gap: Gap
    queries: tuple[GapQuery, ...]
    hidden: int
    hidden_answered: int
    history: tuple[Entry, ...]
    days: Mapping[date, GapDay]
    screens: tuple[tuple[str, int], ...]
    segments: tuple[tuple[str, int], ...]
    asked_since: int

    @property
    def was_found_before(self) -> bool:
        """Whether all that may be shown found the answer before the fix already, and nobody opened it."""
        before = [query.rank_before for query in self.queries]
        return bool(self.gap.answer and before) and all(rank and rank <= WANTED_RANK for rank in before)

    @property
    def last_replay(self) -> Entry | None:
        """What came of the last replay that told anything new."""
        return next((entry for entry in self.history if entry.kind is Happened.REPLAY), None)


def gap_report(database: Database, number: int, since: date, until: date) -> GapReport:
    """Return a gap with what happened in a span of days.

    Raises:
        GapError: there is none.
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        gap = read_gap(session, number)
        queries = read_queries(session, [number])[number]
        history = tuple(read_history(session, number))
        keys = [query.key for query in queries]
        counted = counted_queries(session, since, until, keys)
        after = following(session, keys, since, until)
        later = counted_queries(session, gap.proven_at.date() + timedelta(days=1), until, keys) if gap.proven_at else ()
    answered, unanswered = Counter[date](), Counter[date]()
    for count in (count for query in counted for count in query.days):
        if count.outcome in UNANSWERED:
            unanswered[count.day] += count.times
        elif count.outcome == Outcome.ANSWERED:
            answered[count.day] += count.times
    every_day = (since + timedelta(days=passed) for passed in range((until - since).days + 1))
    hidden = [query for query in queries if not query.is_shown]
    return GapReport(
        gap=gap,
        queries=tuple(query for query in queries if query.is_shown),
        hidden=len(hidden),
        hidden_answered=sum(query.is_answered for query in hidden),
        history=history,
        days={day: GapDay(answered[day], unanswered[day]) for day in every_day},
        screens=_most(sum((each.screens for each in after.values()), Counter())),
        segments=_most(sum((each.segments for each in after.values()), Counter())),
        asked_since=sum(count.times for query in later for count in query.days if count.outcome in UNANSWERED),
    )


def _most(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((name, times) for name, times in counted.most_common(_MOST) if times >= SHOWN_FROM)
