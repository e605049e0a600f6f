"""The refresh of gaps: what went unanswered is counted, brought together, explained and weighed.

It only ever adds: a query that is answered since stays with its gap, and what people did to a gap stays as it is.
What came together by words alone, because there were no vectors yet, is refined when there are (see `refining`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select, update

from helpcenter.clock import utc_now
from helpcenter.insights.gaps.clustering import assign
from helpcenter.insights.gaps.confirming import denied_of
from helpcenter.insights.gaps.days import CountedQuery, count_days, counted_queries, forget_days, totals_of_gaps
from helpcenter.insights.gaps.explaining import explain
from helpcenter.insights.gaps.following import Following, following
from helpcenter.insights.gaps.founding import found_gap, join_gap
from helpcenter.insights.gaps.gap import SHOWN_FROM, GapQuery
from helpcenter.insights.gaps.harm import SPAN, harm_of
from helpcenter.insights.gaps.merging import propose_merge
from helpcenter.insights.gaps.refining import refine
from helpcenter.insights.gaps.replaying import found_by
from helpcenter.insights.gaps.states import TO_DO
from helpcenter.insights.gaps.store import gaps, queries_of
from helpcenter.insights.gaps.values import Clustered, QueryKey, UnansweredQuery
from helpcenter.insights.outcomes import NOT_MADE, UNANSWERED
from helpcenter.search.generation import Generation
from helpcenter.search.semantics.embedder import Vector
from helpcenter.storage.batches import is_first
from helpcenter.storage.tables import GapQueries, Gaps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from helpcenter.insights.gaps.gap import Gap
    from helpcenter.insights.gaps.values import Failure
    from helpcenter.storage.database import Database

WINDOW: Final = timedelta(days=28)
"""So far back queries are looked for that belong to no gap yet, and what people did after them."""
UNANSWERED_SHARE: Final = 0.5
"""A query goes unanswered when at least so much of what was asked with it did."""
_MOST_NEW: Final = 4_000
_EXPLAINED_QUERIES: Final = 10

Meaning = Callable[[str], Vector | None]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a refresh reads beside the database: the public index, that of signed-in readers, a model of meaning."""

    generation: Generation
    internal: Generation | None = None
    meaning: Meaning = lambda _text: None

    @property
    def is_by_meaning(self) -> bool:
        """Whether the generation has vectors."""
        return self.generation.semantic is not None


def sources_of(generation: Generation, internal: Generation | None) -> Sources:
    """Return what a refresh reads; the meaning of queries where the generation has vectors."""
    semantic = generation.semantic
    return Sources(generation, internal, semantic.asking.ask if semantic is not None else lambda _text: None)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did."""

    founded: int
    joined: int
    explained: int


def refresh_if_due(database: Database, sources: Sources, retention_days: int, now: datetime) -> Refreshed | None:
    """Refresh unless somebody did in this hour; whoever comes first does it for all servers.

    By words and by meaning are two refreshes: where vectors come late, gaps are there by words, and are refined in the
    same hour. As long as there is no gap at all, every minute is worth another look.

    Raises:
        DatabaseUnavailableError: the database cannot be used; the next hour does what was not done.
    """
    name = "gaps by meaning" if sources.is_by_meaning else "gaps"
    with database.writing() as session:
        is_due = is_first(session, f"{name} {now:%Y-%m-%d %H}", now)
        if not is_due and session.scalar(select(exists().select_from(Gaps))):
            return None
        if not is_due and not is_first(session, f"{name} {now:%Y-%m-%d %H:%M}", now):
            return None
    return refresh(database, sources, retention_days, now)


def refresh(database: Database, sources: Sources, retention_days: int, now: datetime | None = None) -> Refreshed:
    """Count what was searched for, and bring the gaps up to date.

    Raises:
        DatabaseUnavailableError: the database cannot be used. What was done until then is done; the next time goes on.
    """
    now = now or utc_now()
    today = now.astimezone(UTC).date()
    count_days(database, today)
    forget_days(database, today - timedelta(days=retention_days))
    founded, joined = _bring_together(database, sources, now, today)
    known = gaps(database)
    _weigh(database, known, today)
    return Refreshed(len(founded), len(joined), _explain(database, known, sources, now, today))


def look_again(database: Database, sources: Sources, numbers: Collection[int], now: datetime | None = None) -> None:
    """Weigh and explain some gaps whose queries were changed by a person.

    Raises:
        DatabaseUnavailableError: the database cannot be used; the next refresh does what was not done.
    """
    now = now or utc_now()
    today = now.astimezone(UTC).date()
    known = [gap for gap in gaps(database) if gap.id in numbers]
    _weigh(database, known, today)
    _explain(database, known, sources, now, today)


def _bring_together(
    database: Database, sources: Sources, now: datetime, today: date
) -> tuple[set[int | None], set[int]]:
    known = gaps(database)
    queries = queries_of(database, [gap.id for gap in known])
    there = {query.key for of_gap in queries.values() for query in of_gap}
    with database.reading() as session:
        counted = [each for each in counted_queries(session, today - WINDOW, today) if each.key not in there]
        new = [each for each in counted if is_unanswered(each)]
        new = sorted(new, key=lambda each: (-each.visitors, -each.times, each.key))[:_MOST_NEW]
        is_refining = sources.is_by_meaning and any(gap.by_words for gap in known)
        if not new and not is_refining:
            return set[int | None](), set()
        next_steps = following(session, [each.key for each in new], today - WINDOW, today)
    unanswered = {each.key: _unanswered(each, next_steps.get(each.key), sources) for each in new}
    if sources.is_by_meaning:  # what the model did not tell in time is brought together the next time
        unanswered = {key: each for key, each in unanswered.items() if each.vector is not None}
    clustered = [Clustered(_known(query, sources), str(gap.id)) for gap in known for query in queries[gap.id]]
    if sources.is_by_meaning:
        clustered = [each for each in clustered if each.query.vector is not None]
    assignment = assign(clustered, tuple(unanswered.values()))
    by_key = {each.key: each for each in new}
    joined, founded = set[int](), set[int | None]()
    for number, keys in assignment.joined.items():
        if join_gap(database, int(number), [by_key[key] for key in keys], sources.generation, now):
            joined.add(int(number))
    for keys in assignment.founded:
        group = [by_key[key] for key in keys]
        if sum(each.visitors for each in group) >= SHOWN_FROM:
            founded.add(found_gap(database, group, sources.generation, now, by_words=not sources.is_by_meaning))
    merged = refine(database, known, assignment.merges, now) if is_refining else set[int]()
    for each in assignment.merges:
        older, younger = sorted((int(each.gap), int(each.other)))
        if not {older, younger} & merged:
            propose_merge(database, younger, older, now)
    return founded - {None}, joined


def is_unanswered(query: CountedQuery) -> bool:
    """Whether a query goes unanswered often enough to be looked at; searches that were not made do not count."""
    made = sum(count.times for count in query.days if count.outcome not in NOT_MADE)
    missed = sum(count.times for count in query.days if count.outcome in UNANSWERED)
    return bool(missed) and missed >= UNANSWERED_SHARE * made


def _unanswered(query: CountedQuery, after: Following | None, sources: Sources) -> UnansweredQuery:
    after = after or Following()
    return UnansweredQuery(
        query.key.locale,
        query.key.normalized,
        query.text,
        query.days,
        query.visitors,
        tuple(after.screens.most_common()),
        tuple(after.segments.most_common()),
        found_by(query.text, query.key.locale, sources.generation),
        sources.meaning(query.text),
        after.believed,
    )


def _known(query: GapQuery, sources: Sources) -> UnansweredQuery:
    return UnansweredQuery(
        query.key.locale,
        query.key.normalized,
        query.text,
        visitors=query.visitors,
        found=found_by(query.text, query.key.locale, sources.generation),
        vector=sources.meaning(query.text),
    )


def _weigh(database: Database, known: Sequence[Gap], today: date) -> None:
    """Write what gaps and their queries weigh today."""
    queries = queries_of(database, [gap.id for gap in known])
    keys = [query.key for of_gap in queries.values() for query in of_gap]
    with database.reading() as session:
        lately = {each.key: each for each in counted_queries(session, today - SPAN, today, keys)}
        ever = totals_of_gaps(session)
    for gap in known:
        days = [count for query in queries[gap.id] if query.key in lately for count in lately[query.key].days]
        harm = harm_of(days, today)
        with database.writing() as session:
            weights = {"harm": harm.value, "volume": harm.volume, "trend": harm.trend, "weight": harm.weight}
            session.execute(update(Gaps).where(Gaps.id == gap.id).values(**weights))
            _write_counts(session, queries[gap.id], ever)


def _write_counts(session: Session, queries: Iterable[GapQuery], ever: Mapping[QueryKey, tuple[int, int]]) -> None:
    for query in queries:
        times, visitors = ever.get(query.key, (query.times, query.visitors))
        if (times, visitors) != (query.times, query.visitors):
            at = (GapQueries.locale == query.key.locale, GapQueries.normalized == query.key.normalized)
            session.execute(update(GapQueries).where(*at).values(times=times, visitors=visitors))


def _explain(database: Database, known: Sequence[Gap], sources: Sources, now: datetime, today: date) -> int:
    """Say of every gap that is to do why its queries fail; return of how many that is another reason than before."""
    to_do = [gap for gap in known if gap.state in TO_DO]
    denied = denied_of(database, [gap.id for gap in to_do])
    queries = queries_of(database, [gap.id for gap in to_do])
    most_asked = {number: of_gap[:_EXPLAINED_QUERIES] for number, of_gap in queries.items()}
    with database.reading() as session:
        keys = [query.key for of_gap in most_asked.values() for query in of_gap]
        after = following(session, keys, today - WINDOW, today)
    return sum(
        _told_anew(
            database, gap, explain(most_asked[gap.id], after, sources.generation, sources.internal, denied[gap.id]), now
        )
        for gap in to_do
    )


def _told_anew(database: Database, gap: Gap, failure: Failure | None, now: datetime) -> bool:
    if failure is None:
        return False
    values = {
        "kind": str(failure.kind),
        "article": failure.article,
        "reason": str(failure.reason),
        "hint": failure.hint,
    }
    if values == {"kind": gap.kind, "article": gap.article, "reason": gap.reason, "hint": gap.hint}:
        return False
    with database.writing() as session:
        # Not a change of the gap as people see it: nobody is told that the software was first.
        session.execute(update(Gaps).where(Gaps.id == gap.id).values(**values, updated_at=now))
    return True
