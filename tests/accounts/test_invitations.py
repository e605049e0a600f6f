from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from helpcenter.accounts.invitations import EXPIRED, UNKNOWN, USED, Invitations
from helpcenter.accounts.users import Role, Users
from helpcenter.errors import AccountError, InvitationError, LastAdminError
from helpcenter.storage.database import Database
from helpcenter.storage.tables import InvitationRow

PASSWORD = "four quiet green trains"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_who_is_invited_makes_an_account_once(database_url: str) -> None:
    database = Database(database_url)
    invitations = Invitations(database)
    token = invitations.invite("Rin@Example.com", "Rin", Role.WRITER, NOW)
    assert [each.email for each in invitations.waiting()] == ["rin@example.com"]
    user = invitations.accept(token, "Rin Kato", PASSWORD, NOW + timedelta(days=6))
    assert (user.email, user.name, user.role) == ("rin@example.com", "Rin Kato", Role.WRITER)
    assert Users(database).authenticate("rin@example.com", PASSWORD) == user
    assert invitations.waiting() == ()
    with pytest.raises(InvitationError) as refused:
        invitations.accept(token, "Rin", PASSWORD, NOW)
    assert refused.value.reason == USED


def test_an_invitation_ends_after_a_week(database_url: str) -> None:
    invitations = Invitations(Database(database_url))
    token = invitations.invite("rin@example.com", "Rin", Role.READER, NOW)
    assert invitations.look(token, NOW + timedelta(days=6, hours=23)).role is Role.READER
    with pytest.raises(InvitationError) as refused:
        invitations.look(token, NOW + timedelta(days=7))
    assert refused.value.reason == EXPIRED


def test_another_invitation_and_taking_it_back_end_the_one_before(database_url: str) -> None:
    invitations = Invitations(Database(database_url))
    first = invitations.invite("rin@example.com", "Rin", Role.READER, NOW)
    second = invitations.invite("rin@example.com", "Rin", Role.ADMIN, NOW)
    assert invitations.look(second, NOW).role is Role.ADMIN
    invitations.withdraw("rin@example.com")
    for token in (first, second, "", "x" * 9_999, "\0\ud800"):
        with pytest.raises(InvitationError) as refused:
            invitations.look(token, NOW)
        assert refused.value.reason == UNKNOWN


def test_a_password_that_cannot_be_taken_leaves_the_invitation(database_url: str) -> None:
    invitations = Invitations(Database(database_url))
    token = invitations.invite("rin@example.com", "Rin", Role.READER, NOW)
    for name, password in (("Rin", "short"), ("", PASSWORD), ("Rin", "rin@example.com")):
        with pytest.raises(AccountError):
            invitations.accept(token, name, password, NOW)
    assert invitations.accept(token, "Rin", PASSWORD, NOW).role is Role.READER


def test_of_many_who_accept_at_once_one_does(database_url: str) -> None:
    invitations = Invitations(Database(database_url))
    token = invitations.invite("rin@example.com", "Rin", Role.READER, NOW)

    def accepted(_: int) -> bool:
        try:
            invitations.accept(token, "Rin", PASSWORD, NOW)
        except (InvitationError, AccountError):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accepted, range(4))) == 1


def test_nobody_who_has_an_account_is_invited(database_url: str) -> None:
    database = Database(database_url)
    Users(database).add("rin@example.com", "Rin", Role.READER, PASSWORD)
    with pytest.raises(AccountError, match="already"):
        Invitations(database).invite("RIN@example.com", "Rin", Role.ADMIN)


def test_the_database_does_not_tell_the_link(database_url: str) -> None:
    database = Database(database_url)
    token = Invitations(database).invite("rin@example.com", "Rin", Role.ADMIN, NOW)
    with database.reading() as session:
        assert token not in session.scalars(select(InvitationRow.digest)).one()


def test_the_last_admin_stays_one(database_url: str) -> None:
    users = Users(Database(database_url))
    for name in ("aki", "rin"):
        users.add(f"{name}@example.com", name, Role.ADMIN, PASSWORD)
    assert users.change_role("aki@example.com", Role.WRITER).role is Role.WRITER
    with pytest.raises(LastAdminError, match="is the last admin"):
        users.disable("rin@example.com")
    with pytest.raises(LastAdminError, match="is the last admin"):
        users.change_role("rin@example.com", Role.READER)
    users.change_role("aki@example.com", Role.ADMIN)
    assert not users.disable("rin@example.com").is_enabled
    assert users.enable("rin@example.com").is_enabled
