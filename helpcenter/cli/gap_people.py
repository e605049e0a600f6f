"""Who does something to a gap, named in a terminal by the address of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.accounts.users import Users
from helpcenter.errors import AccountError, GapError
from helpcenter.insights.gaps.gap import Person

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

BY = click.option("--by", metavar="EMAIL", default="", help="Who says so, by the address of their account.")


def person(database: Database, email: str) -> Person | None:
    """Return whoever has the account with this address; None when no address is given.

    Raises:
        GapError: the account is disabled.
        AccountError: there is none.
        DatabaseUnavailableError: the database cannot be used.
    """
    if not email:
        return None
    for user in Users(database).all():
        if user.email == email.strip().casefold():
            if not user.is_enabled:
                raise GapError(f"The account {email} is disabled. helpcenter user password enables it.")
            return Person(user.id, user.name)
    raise AccountError(f"There is no account for {email}. helpcenter user list shows all.")
