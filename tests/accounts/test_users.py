from __future__ import annotations

import pytest
from sqlalchemy import select

from helpcenter.accounts.users import Role, Users
from helpcenter.errors import AccountError, DatabaseUnavailableError
from helpcenter.storage.database import Database
from helpcenter.storage.tables import UserRow

PASSWORD = "four quiet green trains"


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


@pytest.fixture
def users(database: Database) -> Users:
    return Users(database)


def test_who_was_added_is_recognised_by_address_and_password(users: Users) -> None:
    added = users.add("Aki@Example.com", "  Aki   Mori ", Role.WRITER, PASSWORD)
    assert (added.email, added.name, added.role) == ("aki@example.com", "Aki Mori", Role.WRITER)
    assert users.authenticate("aki@example.com", PASSWORD) == added
    assert users.authenticate(" ＡＫＩ@example.com ", PASSWORD) == added
    assert users.all() == (added,)


def test_nobody_else_is(users: Users) -> None:
    users.add("aki@example.com", "Aki", Role.READER, PASSWORD)
    for email, password in (
        ("aki@example.com", PASSWORD.upper()),
        ("aki@example.com", ""),
        ("aki@example.com", "x" * 100_000),
        ("other@example.com", PASSWORD),
        ("", ""),
        ("\0", "nobody has this one"),
    ):
        assert users.authenticate(email, password) is None


def test_the_password_itself_is_not_kept(users: Users, database: Database) -> None:
    users.add("aki@example.com", "Aki", Role.READER, PASSWORD)
    users.add("rin@example.com", "Rin", Role.READER, PASSWORD)
    with database.reading() as session:
        kept = list(session.scalars(select(UserRow.password)))
    assert all(each.startswith("$argon2id$") for each in kept)
    assert PASSWORD not in "".join(kept)
    assert len(set(kept)) == 2  # each has a salt of its own


def test_a_password_typed_in_full_width_is_the_same(users: Users) -> None:
    users.add("aki@example.com", "Aki", Role.READER, "ｃｏｒｒｅｃｔ horse battery")
    assert users.authenticate("aki@example.com", "correct horse battery")


def test_an_address_has_one_account_however_it_is_written(users: Users) -> None:
    users.add("straße@example.com", "Aki", Role.READER, PASSWORD)
    with pytest.raises(AccountError, match=r"There is an account for strasse@example\.com already"):
        users.add("STRASSE@example.com", "Rin", Role.READER, PASSWORD)


def test_disabling_ends_sessions_and_the_right_to_sign_in(users: Users) -> None:
    user = users.add("aki@example.com", "Aki", Role.READER, PASSWORD)
    assert users.signed_in(user.id, user.session_version) == user
    disabled = users.disable("AKI@example.com")
    assert not disabled.is_enabled
    assert users.signed_in(user.id, user.session_version) is None
    assert users.signed_in(user.id, disabled.session_version) is None
    assert users.authenticate("aki@example.com", PASSWORD) is None


def test_another_password_ends_sessions_and_enables_again(users: Users) -> None:
    user = users.add("aki@example.com", "Aki", Role.READER, PASSWORD)
    users.disable("aki@example.com")
    changed = users.change_password("aki@example.com", "nine small yellow birds")
    assert users.signed_in(user.id, user.session_version) is None
    assert users.authenticate("aki@example.com", PASSWORD) is None
    assert users.authenticate("aki@example.com", "nine small yellow birds") == changed


@pytest.mark.parametrize("email", ["", "aki", "@", "a@b@c", "a b@example.com", "a@example.com\n", "a@" + "x" * 300])
def test_what_is_no_address_is_refused(users: Users, email: str) -> None:
    if email.strip() == "a@example.com":
        assert users.add(email, "Aki", Role.READER, PASSWORD).email == "a@example.com"  # outer spaces do not count
        return
    with pytest.raises(AccountError, match="is no e-mail address"):
        users.add(email, "Aki", Role.READER, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1_001, "aaaaaaaaaaaaaaaa", "Aki.Mori@Example.com"])
def test_passwords_that_are_easily_guessed_are_refused(users: Users, password: str) -> None:
    with pytest.raises(AccountError, match="The password"):
        users.add("aki.mori@example.com", "Aki", Role.READER, password)
    assert users.all() == ()


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\x1b[2J"])
def test_names_that_cannot_be_shown_are_refused(users: Users, name: str) -> None:
    with pytest.raises(AccountError, match="A name has 1 to 200"):
        users.add("aki@example.com", name, Role.READER, PASSWORD)


def test_unknown_accounts_cannot_be_changed(users: Users) -> None:
    with pytest.raises(AccountError, match=r"There is no account for x@example\.com"):
        users.disable("x@example.com")
    with pytest.raises(AccountError, match=r"There is no account for x@example\.com"):
        users.change_password("x@example.com", PASSWORD)


def test_a_database_that_is_away_is_told() -> None:
    users = Users(Database("postgresql://help@/help?host=/nowhere"))
    with pytest.raises(DatabaseUnavailableError):
        users.authenticate("aki@example.com", PASSWORD)
