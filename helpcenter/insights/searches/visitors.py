"""Names of visitors that say nothing about them and last a day: a hash under a key that is thrown away after it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, date, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.storage.batches import insert
from helpcenter.storage.tables import VisitorKeys

if TYPE_CHECKING:
    from datetime import datetime

    from helpcenter.storage.database import Database

_KEPT: Final = timedelta(days=1)
"""Events of yesterday may still arrive."""
NETWORK_CHARACTERS: Final = 12
"""So many of a name's first characters stand for the address: what follows anybody can make up."""
_OTHERS: Final = 20


class Visitors:
    """Names visitors, the same in all processes; while the database is away, each process names its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._keys: dict[date, bytes] = {}
        self._own = secrets.token_bytes(32)

    def name(self, at: datetime, address: str, *traits: str) -> str:
        """Return the name, on the day of `at`, of whoever has this address and these traits, such as a browser.

        All names of one address begin alike: see `NETWORK_CHARACTERS`.
        """
        key = self._key(at.astimezone(UTC).date())
        return _digest(key, address)[:NETWORK_CHARACTERS] + _digest(key, address, *traits)[:_OTHERS]

    def _key(self, day: date) -> bytes:
        known = self._keys.get(day)
        if known is not None:
            return known
        with self._lock:
            if day not in self._keys:
                try:
                    key = kept_key(self._database, day)
                except DatabaseUnavailableError:
                    return hmac.digest(self._own, day.isoformat().encode(), hashlib.sha256)
                self._keys = {each: its for each, its in self._keys.items() if abs(each - day) <= _KEPT} | {day: key}
            return self._keys[day]


def _digest(key: bytes, *said: str) -> str:
    return hmac.digest(key, "\0".join(said).encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def kept_key(database: Database, day: date) -> bytes:
    """Return the key of a day, making it if there is none, and forget those of days long over.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.writing() as session:
        session.execute(delete(VisitorKeys).where(VisitorKeys.day < day - _KEPT))
        made = insert(session, VisitorKeys).values(day=day, key=secrets.token_bytes(32)).on_conflict_do_nothing()
        session.execute(made)
        return session.scalars(select(VisitorKeys.key).where(VisitorKeys.day == day)).one()
