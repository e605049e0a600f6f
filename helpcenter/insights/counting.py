"""Counting by day: in memory first, then written in batches of which each counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

from sqlalchemy import case

from helpcenter.clock import utc_now
from helpcenter.storage.batches import insert, is_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Case, ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from helpcenter.storage.database import Database
    from helpcenter.storage.tables import Base

_MOST_KINDS = 50_000
"""So many different things can be counted between two writings; a library has fewer articles."""
_ROWS_AT_ONCE = 500
_FIRST_DAY = date(1970, 1, 1)

Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class Batch(Generic[Counted]):
    """Counts that are written together, once; the id tells a repeat."""

    id: str
    counts: Mapping[Counted, int]


class Counts(Generic[Counted]):
    """Counts in memory, from any thread, until they are taken to be written."""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._lock = Lock()
        self._counts: dict[Counted, int] = {}

    @property
    def day(self) -> int:
        """Today, in days since 1970-01-01, in UTC."""
        return (self._clock().date() - _FIRST_DAY).days

    def count(self, what: Counted) -> None:
        """Count one; costs about a microsecond."""
        with self._lock:
            counts = self._counts
            if what in counts:
                counts[what] += 1
            elif len(counts) < _MOST_KINDS:
                counts[what] = 1

    def take(self) -> Batch[Counted] | None:
        """Return what was counted and begin anew; None when there is nothing."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return Batch(uuid4().hex, counts) if counts else None


def add_counts(batch: Batch[Any], table: type[Base], count: str, database: Database, now: datetime) -> None:
    """Add a batch to the rows of a table, unless it was added already.

    What was counted is a named tuple of the primary key, its day counted from 1970-01-01; `count` is the column that
    grows.

    Raises:
        DatabaseUnavailableError: it was not; the same batch may be tried again.
    """
    keys = [column.name for column in table.__table__.primary_key]
    # In one order everywhere, so that two writers never wait for each other.
    rows = [{**_columns(what._asdict()), count: times} for what, times in sorted(batch.counts.items())]
    with database.writing() as session:
        if not is_first(session, batch.id, now):
            return
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            adding = insert(session, table).values(rows[first : first + _ROWS_AT_ONCE])
            grown = {count: getattr(table, count) + adding.excluded[count]}
            session.execute(adding.on_conflict_do_update(index_elements=keys, set_=grown))


def _columns(counted: dict[str, Any]) -> dict[str, Any]:
    # To psycopg a name of an enumeration is not the text that it is.
    texts = {name: str(value) for name, value in counted.items() if isinstance(value, str)}
    return counted | texts | {"day": _FIRST_DAY + timedelta(days=counted["day"])}


def fading(
    day: ColumnElement[date] | InstrumentedAttribute[date], today: date, *, days: int, half_life: float
) -> Case[float]:
    """Return what a row counts for: half as much after each `half_life` days; whole weeks alike, 0 after `days`."""
    weeks = [(today - timedelta(days=age + 7), 0.5 ** ((age + 3.5) / half_life)) for age in range(0, days, 7)]
    return case(*((day > first, weight) for first, weight in weeks), else_=0.0)
