"""Invitations: links by which somebody makes an account of their own, once, within a week.

The link holds 256 random bits, of which only a digest is kept: who reads the database can accept none.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from helpcenter.accounts.users import Role, User, added, checked_name, new_row, normal_email, taken
from helpcenter.clock import utc_now
from helpcenter.errors import InvitationError
from helpcenter.storage.tables import InvitationRow, UserRow

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

LASTS: Final = timedelta(days=7)
UNKNOWN, USED, EXPIRED = "unknown", "used", "expired"
"""Why an invitation cannot be accepted."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who may make an account until `ends_at` (UTC)."""

    email: str
    name: str
    role: Role
    made_at: datetime
    ends_at: datetime


class Invitations:
    """The invitations kept in one database. Every method raises `DatabaseUnavailableError` when that cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def invite(self, email: str, name: str, role: Role, now: datetime | None = None) -> str:
        """Return the token of a new invitation, which takes the place of those before for the address.

        Raises:
            AccountError: the address or the name cannot be taken, or there is an account for it.
        """
        now = now or utc_now()
        address, name = normal_email(email), checked_name(name)
        token = secrets.token_urlsafe(32)
        row = InvitationRow(
            digest=_digest(token), email=address, name=name, role=role, made_at=now, ends_at=now + LASTS, used_at=None
        )
        with self._database.writing() as session:
            if session.scalar(select(UserRow.id).where(UserRow.email == address)) is not None:
                raise taken(address)
            session.execute(delete(InvitationRow).where(InvitationRow.email == address))
            session.add(row)
        return token

    def waiting(self) -> tuple[Invitation, ...]:
        """Return the invitations that nobody has accepted yet, those that are too old too, the newest first."""
        query = select(InvitationRow).where(InvitationRow.used_at.is_(None)).order_by(InvitationRow.made_at.desc())
        with self._database.reading() as session:
            return tuple(map(_invitation, session.scalars(query)))

    def withdraw(self, email: str) -> None:
        """Let an invitation be accepted no more."""
        with self._database.writing() as session:
            session.execute(delete(InvitationRow).where(InvitationRow.email == email, InvitationRow.used_at.is_(None)))

    def look(self, token: str, now: datetime | None = None) -> Invitation:
        """Return the invitation of a token.

        Raises:
            InvitationError: it is unknown, was used or is too old.
        """
        now = now or utc_now()
        with self._database.reading() as session:
            row = session.get(InvitationRow, _digest(token))
            if row is None:
                raise InvitationError(UNKNOWN)
            if row.used_at is not None:
                raise InvitationError(USED)
            if row.ends_at <= now:
                raise InvitationError(EXPIRED)
            return _invitation(row)

    def accept(self, token: str, name: str, password: str, now: datetime | None = None) -> User:
        """Make the account of an invitation; of two who accept at once, one does.

        Raises:
            InvitationError: it is unknown, was used or is too old.
            AccountError: the name or the password cannot be taken; the invitation can be used again.
        """
        now = now or utc_now()
        invitation = self.look(token, now)
        row = new_row(invitation.email, name, invitation.role, password, now)
        first = (
            update(InvitationRow)
            .where(InvitationRow.digest == _digest(token), InvitationRow.used_at.is_(None))
            .values(used_at=now)
        )
        try:
            with self._database.writing() as session:
                if session.connection().execute(first).rowcount != 1:
                    raise InvitationError(USED)
                return added(session, row)
        except IntegrityError as error:
            raise taken(row.email) from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(row.email, row.name, Role(row.role), row.made_at, row.ends_at)
