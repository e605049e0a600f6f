"""Users: the people who may sign in, by e-mail address, with a role each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpcenter.accounts.passwords import check_password, hash_password, is_outdated, is_password
from helpcenter.clock import utc_now
from helpcenter.errors import AccountError, LastAdminError
from helpcenter.storage.tables import UserRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database

MAX_EMAIL_CHARACTERS = 254  # RFC 5321
MAX_NAME_CHARACTERS = 200
_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


class Role(StrEnum):
    """What a user may do; each may do all that those before it may."""

    READER = "reader"
    WRITER = "writer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may sign in. Sessions begun with an earlier `session_version` are over; times are in UTC."""

    id: int
    email: str
    name: str
    role: Role
    session_version: int
    created_at: datetime
    disabled_at: datetime | None = None

    @property
    def is_enabled(self) -> bool:
        """Whether they may sign in, and stay signed in."""
        return self.disabled_at is None

    def may_act_as(self, role: Role) -> bool:
        """Whether they may do all that this role may."""
        roles = list(Role)
        return roles.index(self.role) >= roles.index(role)


class Users:
    """The users kept in one database. Every method raises `DatabaseUnavailableError` when that cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, email: str, name: str, role: Role, password: str) -> User:
        """Make an account.

        Raises:
            AccountError: the address, the name or the password cannot be taken, or there is such an account already.
        """
        row = new_row(email, name, role, password, utc_now())
        try:
            with self._database.writing() as session:
                return added(session, row)
        except IntegrityError as error:
            raise taken(row.email) from error

    def all(self) -> tuple[User, ...]:
        """Return everybody, by e-mail address, those who are disabled too."""
        with self._database.reading() as session:
            return tuple(map(_user, session.scalars(select(UserRow).order_by(UserRow.email))))

    def signed_in(self, number: int, session_version: int) -> User | None:
        """Return the user of a session, unless it is over: after another password, or when they were disabled."""
        with self._database.reading() as session:
            row = session.get(UserRow, number)
            user = _user(row) if row is not None else None
        return user if user and user.is_enabled and user.session_version == session_version else None

    def authenticate(self, email: str, password: str) -> User | None:
        """Return the user whose address and password these are; takes as long when there is no such account."""
        with self._database.reading() as session:
            # A NUL is in no address, and PostgreSQL refuses to look for one.
            row = session.scalar(select(UserRow).where(UserRow.email == _folded(email).replace("\0", "?")))
            user, kept = (_user(row), row.password) if row is not None else (None, "")
        # Compared outside the session: no connection is held for as long as a hash takes.
        if not is_password(kept, password) or user is None or not user.is_enabled:
            return None
        if is_outdated(kept):
            with self._database.writing() as session:
                _row(session, user.email).password = hash_password(password)
        return user

    def disable(self, email: str) -> User:
        """Let someone sign in no more, and end all their sessions.

        Raises:
            AccountError: there is no such account, or it is the last admin's.
        """
        with self._database.writing() as session:
            row = _row(session, email)
            _keep_an_admin(session, row)
            row.disabled_at = row.disabled_at or utc_now()
            row.session_version += 1
            return _user(row)

    def enable(self, email: str) -> User:
        """Let someone sign in again, with the password they had.

        Raises:
            AccountError: there is no such account.
        """
        with self._database.writing() as session:
            row = _row(session, email)
            row.disabled_at = None
            return _user(row)

    def change_role(self, email: str, role: Role) -> User:
        """Give someone another role, which holds from their next page on.

        Raises:
            AccountError: there is no such account, or it is the last admin's.
        """
        with self._database.writing() as session:
            row = _row(session, email)
            if role is not Role.ADMIN:
                _keep_an_admin(session, row)
            row.role = role
            return _user(row)

    def change_password(self, email: str, password: str) -> User:
        """Give someone another password, end all their sessions, and let them sign in again if they were disabled.

        Raises:
            AccountError: there is no such account, or the password cannot be taken.
        """
        check_password(password, normal_email(email))
        with self._database.writing() as session:
            row = _row(session, email)
            row.password, row.disabled_at = hash_password(password), None
            row.session_version += 1
            return _user(row)


def new_row(email: str, name: str, role: Role, password: str, now: datetime) -> UserRow:
    """Return the row of a new account.

    Raises:
        AccountError: the address, the name or the password cannot be taken.
    """
    address, name = normal_email(email), checked_name(name)
    check_password(password, address)
    return UserRow(
        email=address,
        name=name,
        role=role,
        password=hash_password(password),
        session_version=1,
        created_at=now,
    )


def added(session: Session, row: UserRow) -> User:
    """Write the row of a new account; `IntegrityError` when there is one for the address."""
    session.add(row)
    session.flush()
    return _user(row)


def taken(address: str) -> AccountError:
    """The error for an address that has an account."""
    return AccountError(
        f"There is an account for {address} already. helpcenter user list shows all; "
        "helpcenter user password gives it a new password and enables it."
    )


def normal_email(email: str) -> str:
    """Return the one form an address is kept in: NFKC, without outer spaces, case folded.

    Raises:
        AccountError: it is no e-mail address.
    """
    address = _folded(email)
    if len(address) > MAX_EMAIL_CHARACTERS or not _EMAIL.fullmatch(address) or not address.isprintable():
        raise AccountError(f"{email!r} is no e-mail address; write one like name@example.com.")
    return address


def _folded(email: str) -> str:
    # Twice, since folding can make what NFKC joins (Unicode 15, D146).
    folded = unicodedata.normalize("NFKC", email.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)


def checked_name(name: str) -> str:
    """Return a name in one line.

    Raises:
        AccountError: it is empty, too long or cannot be seen.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > MAX_NAME_CHARACTERS or not plain.isprintable():
        raise AccountError(f"A name has 1 to {MAX_NAME_CHARACTERS} visible characters; {name!r} has not.")
    return plain


def _row(session: Session, email: str) -> UserRow:
    row = session.scalar(select(UserRow).where(UserRow.email == _folded(email)))
    if row is None:
        raise AccountError(f"There is no account for {email}. helpcenter user list shows all.")
    return row


def _keep_an_admin(session: Session, row: UserRow) -> None:
    # Locked, so that two who take each other's role away do not both succeed.
    admins = select(UserRow.id).where(UserRow.role == Role.ADMIN, UserRow.disabled_at.is_(None)).with_for_update()
    others = [number for number in session.scalars(admins) if number != row.id]
    if row.role == Role.ADMIN and row.disabled_at is None and not others:
        raise LastAdminError(f"{row.email} is the last admin. Make somebody else an admin first.")


def _user(row: UserRow) -> User:
    return User(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        session_version=row.session_version,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
