"""Reading gaps: a list of them, one, its queries, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from helpcenter.errors import GapError
from helpcenter.insights.gaps.gap import SHOWN_FROM, Confirmation, Entry, Gap, GapQuery, Happened, Person
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.values import FailureKind, Harm, QueryKey, Reason
from helpcenter.search.results import Confidence
from helpcenter.storage.tables import GapHistory, GapQueries, Gaps, UserRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database

LARGEST_ID = 2**31 - 1  # PostgreSQL's integer
_Confirmer = aliased(UserRow)


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Which gaps are wanted: with every part that is given. `owner` is a user's id, 0 for nobody."""

    states: frozenset[State] = frozenset()
    kind: FailureKind | None = None
    locale: str = ""
    owner: int | None = None


def gaps(database: Database, wanted: GapFilter | None = None, *, most: int = 10_000) -> tuple[Gap, ...]:
    """Return the gaps that do most harm first; of equals, the oldest.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    reading = _with_what_is_kept(wanted or GapFilter()).order_by(Gaps.harm.desc(), Gaps.id).limit(most)
    with database.reading() as session:
        return tuple(map(_gap, session.execute(reading)))


def gap(database: Database, number: int) -> Gap:
    """Return one gap.

    Raises:
        GapError: there is none.
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        return read_gap(session, number)


def read_gap(session: Session, number: int) -> Gap:
    """Return one gap as a transaction sees it.

    Raises:
        GapError: there is none.
    """
    known = 0 < number <= LARGEST_ID
    row = session.execute(_with_what_is_kept(GapFilter()).where(Gaps.id == number)).first() if known else None
    if row is None:
        raise GapError(f"There is no gap {number}. helpcenter gaps list shows all.", Refusal.NO_GAP, gap=number)
    return _gap(row)


def count_by_state(database: Database) -> dict[State, int]:
    """Return how many gaps there are in each state that any is in.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        rows = session.execute(select(Gaps.state, func.count()).group_by(Gaps.state)).all()
    return {State(state): number for state, number in rows}


def queries_of(database: Database, numbers: Iterable[int]) -> dict[int, tuple[GapQuery, ...]]:
    """Return the queries of gaps, those asked most first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        return read_queries(session, numbers)


def read_queries(session: Session, numbers: Iterable[int]) -> dict[int, tuple[GapQuery, ...]]:
    """Return the queries of gaps, those asked most first, as a transaction sees them."""
    wanted = sorted(set(numbers))
    queries: dict[int, list[GapQuery]] = {number: [] for number in wanted}
    for first in range(0, len(wanted), 500):  # a statement has room for so many values, and more
        of_these = select(GapQueries).where(GapQueries.gap_id.in_(wanted[first : first + 500]))
        order = (GapQueries.times.desc(), GapQueries.first_day, GapQueries.locale, GapQueries.normalized)
        for row in session.scalars(of_these.order_by(*order)):
            queries[row.gap_id].append(_query(row))
    return {number: tuple(found) for number, found in queries.items()}


def history_of(database: Database, number: int) -> tuple[Entry, ...]:
    """Return what happened to a gap, the newest first.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        return tuple(read_history(session, number))


def read_history(session: Session, number: int, most: int = 1_000) -> Sequence[Entry]:
    """Return what happened to a gap, the newest first, as a transaction sees it."""
    reading = (
        select(GapHistory, UserRow.id, UserRow.name)
        .outerjoin(UserRow, UserRow.id == GapHistory.author)
        .where(GapHistory.gap_id == number)
        .order_by(GapHistory.id.desc())
        .limit(most)
    )
    return [
        Entry(row.at, _person(author, name), Happened(row.kind), row.text, detail_of(row.detail))
        for row, author, name in session.execute(reading)
    ]


def _with_what_is_kept(wanted: GapFilter) -> Select[Any]:
    shown = func.sum(case((GapQueries.visitors >= SHOWN_FROM, 1), else_=0))
    counted = (
        select(GapQueries.gap_id, func.count().label("queries"), shown.label("shown"))
        .group_by(GapQueries.gap_id)
        .subquery()
    )
    reading = (
        select(
            Gaps,
            UserRow.id.label("owner_id"),
            UserRow.name.label("owner_name"),
            _Confirmer.name.label("confirmer_name"),
            counted.c.queries,
            counted.c.shown,
        )
        .outerjoin(UserRow, UserRow.id == Gaps.owner)
        .outerjoin(_Confirmer, _Confirmer.id == Gaps.confirmed_by)
        .outerjoin(counted, counted.c.gap_id == Gaps.id)
    )
    if wanted.states:
        reading = reading.where(Gaps.state.in_(sorted(wanted.states)))
    if wanted.kind is not None:
        reading = reading.where(Gaps.kind == str(wanted.kind))
    if wanted.locale:
        reading = reading.where(Gaps.locale == wanted.locale)
    if wanted.owner is not None:
        reading = reading.where(Gaps.owner == wanted.owner if wanted.owner else Gaps.owner.is_(None))
    return reading


def _gap(found: Row[Any]) -> Gap:
    row: Gaps = found.Gaps
    return Gap(
        id=row.id,
        title=row.title,
        locale=row.locale,
        state=State(row.state),
        owner=_person(found.owner_id, found.owner_name),
        kind=FailureKind(row.kind) if row.kind else None,
        reason=Reason(row.reason) if row.reason else None,
        article=row.article,
        answer=row.answer,
        created_at=row.created_at,
        updated_at=row.updated_at,
        shipped_at=row.shipped_at,
        shipped_commit=row.shipped_commit,
        proven_at=row.proven_at,
        proven_commit=row.proven_commit,
        version=row.version,
        harm=Harm(row.harm, row.volume, row.trend, row.weight),
        queries=int(found.queries or 0),
        shown=int(found.shown or 0),
        hint=row.hint,
        by_words=row.by_words,
        confirmed=_confirmation(row, found.confirmer_name),
    )


def _confirmation(row: Gaps, name: str | None) -> Confirmation | None:
    if not row.confirmed_hash or row.confirmed_at is None:
        return None
    by = _person(row.confirmed_by, name)
    return Confirmation(row.confirmed_section, row.confirmed_hash, row.confirmed_at, by)


def _query(row: GapQueries) -> GapQuery:
    return GapQuery(
        key=QueryKey(row.locale, row.normalized),
        text=row.text,
        first_day=row.first_day,
        times=row.times,
        visitors=row.visitors,
        found=tuple(row.found.split("\n")) if row.found else (),
        rank_before=row.rank_before,
        rank_after=row.rank_after,
        replayed_at=row.replayed_at,
        confidence_after=Confidence(row.confidence_after) if row.confidence_after else None,
    )


def _person(number: int | None, name: str | None) -> Person | None:
    return None if number is None or name is None else Person(number, name)


def written_detail(detail: Mapping[str, object]) -> str:
    """Return what is beside the text of a line of history as it is kept."""
    return msgspec.json.encode(detail).decode() if detail else ""


def detail_of(text: str) -> dict[str, object]:
    """Read what is beside the text of a line of history."""
    return msgspec.json.decode(text, type=dict[str, object]) if text else {}
