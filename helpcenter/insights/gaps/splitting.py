"""A gap that holds two matters: a person takes queries out of it, and no later run brings them together again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import update

from helpcenter.clock import utc_now
from helpcenter.errors import GapError
from helpcenter.insights.gaps.apart import remember_apart
from helpcenter.insights.gaps.founding import new_gap
from helpcenter.insights.gaps.gap import Gap, GapQuery, Happened
from helpcenter.insights.gaps.likeness import Likenesses
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import read_gap, read_queries
from helpcenter.insights.gaps.values import FoundArticle, UnansweredQuery
from helpcenter.insights.gaps.working import Doing, change, note
from helpcenter.storage.tables import GapQueries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from helpcenter.insights.gaps.values import QueryKey
    from helpcenter.storage.database import Database


@dataclass(frozen=True, slots=True)
class Split:
    """The gap that the queries were taken out of, and the one that has them now; `moved` counts them."""

    gap: Gap
    other: Gap
    moved: int


def split(
    database: Database, doing: Doing, keys: Collection[QueryKey], into: int | None = None, now: datetime | None = None
) -> Split:
    """Take queries out of a gap into a new one, or into another; the two are kept apart from then on.

    Queries that may not be shown go with those that they are most like.

    Raises:
        GapChangedError: the gap was changed since it was looked at.
        GapError: there is no such gap, the other one is closed, or not some of the queries that may be shown are named.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        change(session, known, doing, {}, now)
        moving = _moving(known, read_queries(session, [known.id])[known.id], frozenset(keys))
        number = new_gap(session, moving, now) if into is None else _receiving(session, known, into)
        if into is not None:
            change(session, read_gap(session, into), Doing(into, doing.author), {}, now)
        for query in moving:
            at = (GapQueries.locale == query.key.locale, GapQueries.normalized == query.key.normalized)
            session.execute(update(GapQueries).where(*at).values(gap_id=number, **_NOT_REPLAYED))
        remember_apart(session, known.id, number)
        note(session, doing, Happened.SPLIT, "", {"into": number, "queries": len(moving)}, now)
        note(session, Doing(number, doing.author), Happened.SPLIT, "", {"from": known.id, "queries": len(moving)}, now)
        session.expire_all()
        return Split(read_gap(session, known.id), read_gap(session, number), len(moving))


_NOT_REPLAYED = {"rank_before": None, "rank_after": None, "replayed_at": None, "confidence_after": ""}


def _moving(known: Gap, queries: Sequence[GapQuery], keys: Collection[QueryKey]) -> list[GapQuery]:
    """Return the queries that go: those that are named, and of those that may not be shown the ones like them."""
    if not keys:
        raise GapError(f"Say which queries of gap {known.id} are about something else.", Refusal.NO_QUERIES)
    named = [query for query in queries if query.is_shown and query.key in keys]
    if len(named) < len(keys):
        raise GapError(f"Gap {known.id} has no such query, or none that may be shown.", Refusal.OTHER_QUERIES)
    staying = [query for query in queries if query.is_shown and query.key not in keys]
    hidden = [query for query in queries if not query.is_shown]
    if not staying and not hidden:
        told = f"These are all queries of gap {known.id}; merge it into another one instead."
        raise GapError(told, Refusal.ALL_QUERIES)
    going = _nearer(hidden, named, staying) if staying else []
    return [*named, *going]


def _nearer(queries: Sequence[GapQuery], to: Sequence[GapQuery], than: Sequence[GapQuery]) -> list[GapQuery]:
    """Return the queries that are more like some than like the others, by words and by what they found."""
    likenesses = Likenesses([_clustered(query) for query in (*queries, *to, *than)])
    every = np.arange(len(queries) + len(to) + len(than), dtype=np.int64)
    its, rest = every[: len(queries)], every[len(queries) :]
    likeness = likenesses.between(its, rest)
    nearer = likeness[:, : len(to)].mean(axis=1) > likeness[:, len(to) :].mean(axis=1)
    return [query for query, is_nearer in zip(queries, nearer.tolist(), strict=True) if is_nearer]


def _clustered(query: GapQuery) -> UnansweredQuery:
    found = tuple(FoundArticle(article, 1 / place) for place, article in enumerate(query.found[:10], start=1))
    return UnansweredQuery(query.key.locale, query.key.normalized, query.text, visitors=query.visitors, found=found)


def _receiving(session: Session, known: Gap, into: int) -> int:
    other = read_gap(session, into)
    if other.id == known.id:
        raise GapError(f"The queries are in gap {known.id} already.", Refusal.ITSELF)
    if other.state in {State.PROVEN, State.WONT_FIX}:
        told = f"Gap {other.id} is {other.state}. Open it again before it takes other queries."
        raise GapError(told, Refusal.OTHER_CLOSED, gap=other.id, state=other.state)
    return other.id
