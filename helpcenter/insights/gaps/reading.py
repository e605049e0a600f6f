"""One gap with all that is told of it, as its page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from helpcenter.insights.gaps.gap import SHOWN_FROM, WANTED_RANK, Entry, Gap, GapQuery, Happened
from helpcenter.insights.gaps.merging import Proposal, read_proposals
from helpcenter.insights.gaps.store import read_gap, read_history, read_queries
from helpcenter.insights.outcomes import UNANSWERED, Outcome
from helpcenter.insights.searches.events import Audience
from helpcenter.storage.tables import AskedDays, GapQueries, SearchIntents

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database

_MOST = 10
_READ = 20_000  # searches, which takes about 50 milliseconds
Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GapDay:
    """The searches of a gap's queries on one day."""

    answered: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class GapReport:
    """A gap, the queries that may be shown and how many may not; days, screens and segments of a span.

    Screens and segments are counted in searches, most first, and only what was searched from twice; of a gap with very
    many searches, in the newest 20,000 or so. `asked_since` are the searches without an answer since the proof.
    `proposals` are gaps that seem to be about the same.
    """

    gap: Gap
    queries: tuple[GapQuery, ...]
    hidden: int
    hidden_answered: int
    history: tuple[Entry, ...]
    days: Mapping[date, GapDay]
    screens: Counted
    segments: Counted
    asked_since: int
    proposals: tuple[Proposal, ...]

    @property
    def merged_into(self) -> int | None:
        """The gap that has all its queries now, if it was merged."""
        if self.gap.queries:
            return None
        found = (entry.detail.get("into") for entry in self.history if entry.kind is Happened.MERGED)
        return next((into for into in found if isinstance(into, int)), None)

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
        counts = _by_day(session, number, since, until)
        proven = gap.proven_at.date() + timedelta(days=1) if gap.proven_at else None
        later = _by_day(session, number, proven, until) if proven else {}
        proposals = read_proposals(session, number)
        screens, segments = _where(session, number, _since(counts, since), until)
    every_day = (since + timedelta(days=passed) for passed in range((until - since).days + 1))
    hidden = [query for query in queries if not query.is_shown]
    return GapReport(
        gap=gap,
        queries=tuple(query for query in queries if query.is_shown),
        hidden=len(hidden),
        hidden_answered=sum(query.is_answered for query in hidden),
        history=history,
        days={day: counts.get(day, GapDay()) for day in every_day},
        screens=screens,
        segments=segments,
        asked_since=sum(day.unanswered for day in later.values()),
        proposals=proposals,
    )


def _by_day(session: Session, number: int, since: date, until: date) -> dict[date, GapDay]:
    of_gap = and_(GapQueries.locale == AskedDays.locale, GapQueries.normalized == AskedDays.normalized)
    reading = (
        select(AskedDays.day, AskedDays.outcome, func.sum(AskedDays.times))
        .join(GapQueries, of_gap)
        .where(GapQueries.gap_id == number, AskedDays.day >= since, AskedDays.day <= until)
        .group_by(AskedDays.day, AskedDays.outcome)
    )
    days: dict[date, GapDay] = {}
    for day, outcome, times in session.execute(reading):
        known = days.get(day, GapDay())
        answered = int(times) if outcome == Outcome.ANSWERED else 0
        unanswered = int(times) if outcome in UNANSWERED else 0
        days[day] = GapDay(known.answered + answered, known.unanswered + unanswered)
    return days


def _since(days: Mapping[date, GapDay], since: date) -> date:
    """Return the first day of a span in which a gap has not many more searches than are read one by one."""
    read = 0
    for day in sorted(days, reverse=True):
        read += days[day].answered + days[day].unanswered
        if read >= _READ:
            return max(day, since)
    return since


def _where(session: Session, number: int, since: date, until: date) -> tuple[Counted, Counted]:
    """Return from which screens and segments a gap's queries came."""
    of_gap = and_(GapQueries.locale == SearchIntents.locale, GapQueries.normalized == SearchIntents.normalized)
    reading = (
        select(SearchIntents.screen, SearchIntents.segment, func.count())
        .join(GapQueries, of_gap)
        .where(
            GapQueries.gap_id == number,
            SearchIntents.audience == str(Audience.READER),
            SearchIntents.day >= since,
            SearchIntents.day <= until,
        )
        .group_by(SearchIntents.screen, SearchIntents.segment)
    )
    screens, segments = Counter[str](), Counter[str]()
    for screen, segment, times in session.execute(reading):
        screens[screen] += int(times)
        segments[segment] += int(times)
    return _most(screens), _most(segments)


def _most(counted: Counter[str]) -> Counted:
    del counted[""]
    return tuple((name, times) for name, times in counted.most_common(_MOST) if times >= SHOWN_FROM)
