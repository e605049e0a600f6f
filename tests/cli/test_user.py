from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from helpcenter.accounts.invitations import Invitations
from helpcenter.accounts.users import Users
from helpcenter.cli import main
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PASSWORD = "four quiet green trains"


@pytest.fixture
def user(tmp_path: Path) -> Callable[..., Result]:
    def run(*arguments: str, typed: str = PASSWORD + "\n") -> Result:
        settings = ("--instance", str(tmp_path))
        return CliRunner().invoke(main, ["user", *arguments, *settings], input=typed, prog_name="helpcenter")

    return run


def test_an_account_is_made_listed_changed_and_disabled(user: Callable[..., Result], tmp_path: Path) -> None:
    assert "Nobody can sign in yet" in user("list").output
    added = user("add", "aki@example.com", "--name", "Aki [Mori]", "--role", "writer")
    assert (added.exit_code, added.output) == (0, "aki@example.com can sign in, as writer\n")
    assert "Aki [Mori]" in user("list").output
    assert user("password", "aki@example.com", typed="nine small yellow birds\n").exit_code == 0
    users = Users(Database(f"sqlite:///{tmp_path / 'helpcenter.db'}"))
    assert users.authenticate("aki@example.com", "nine small yellow birds")
    assert user("disable", "aki@example.com").exit_code == 0
    assert "disabled" in user("list").output
    assert users.authenticate("aki@example.com", "nine small yellow birds") is None


def test_what_cannot_be_is_told_with_what_to_do(user: Callable[..., Result]) -> None:
    user("add", "aki@example.com")
    cases = [
        (user("add", "aki@example.com"), 1, "helpcenter user password gives it a new password"),
        (user("add", "rin@example.com", typed="short\n"), 1, "it needs 12 to 1000"),
        (user("add", "rin@example.com", typed="rin@example.com\n"), 1, "Choose another"),
        (user("add", "rin@example.com", typed=""), 2, "No password came on standard input"),
        (user("add", "rin", typed=PASSWORD), 1, "write one like name@example.com"),
        (user("add", "rin@example.com", "--role", "owner"), 2, "'reader', 'writer', 'admin'"),
        (user("disable", "rin@example.com"), 1, "There is no account for rin@example.com"),
    ]
    for result, code, text in cases:
        assert (result.exit_code, text in result.output) == (code, True), result.output


def test_a_password_cannot_be_an_argument(user: Callable[..., Result]) -> None:
    assert user("add", "aki@example.com", PASSWORD).exit_code == 2
    assert user("add", "aki@example.com", "--password", PASSWORD).exit_code == 2


def test_an_invitation_is_printed_as_a_link(user: Callable[..., Result], tmp_path: Path) -> None:
    link = user("invite", "rin@example.com", "--role", "admin", "--base-url", "https://help.example.com").output.strip()
    assert link.startswith("https://help.example.com/en/dashboard/invitation/")
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db")
    assert Invitations(database).look(link.rpartition("/")[2]).role == "admin"
    assert "is no e-mail address" in user("invite", "rin").output
