from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from helpcenter.accounts.progress import Progress, Standing, State
from helpcenter.cli import main
from helpcenter.storage.database import Database
from helpcenter.web.secret import kept_secret
from helpcenter.web.signing import Signing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def identity(tmp_path: Path) -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["identity", *arguments, "--instance", str(tmp_path)], prog_name="helpcenter")

    return run


def test_a_key_is_made_shown_once_listed_and_retired(identity: Callable[..., Result]) -> None:
    assert "There are no keys yet" in identity("key", "list").output
    added = identity("key", "add", "--id", "november")
    kid, secret = (line.split()[1] for line in added.stdout.splitlines())
    assert (added.exit_code, kid) == (0, "november")
    listed = identity("key", "list").output
    assert "november" in listed
    assert secret not in listed
    assert identity("key", "retire", "november").exit_code == 0
    assert "There are no keys yet" in identity("key", "list").output


def test_what_cannot_be_done_is_one_line(identity: Callable[..., Result]) -> None:
    failed = identity("key", "retire", "nothing")
    assert failed.exit_code == 1
    assert "Error: There is no key 'nothing'." in failed.output


def test_a_user_is_forgotten_by_the_name_their_product_has_for_them(
    identity: Callable[..., Result], tmp_path: Path
) -> None:
    subject = Signing(kept_secret(tmp_path / "secret")).digest("subject", "user-7")
    progress = Progress(Database(f"sqlite:///{tmp_path / 'helpcenter.db'}"))
    progress.merge(subject, {"a": Standing("0", "", State.DONE, datetime.now(UTC))})
    assert identity("forget", "user-7").output == "forgotten: 1 walkthrough and 0 events\n"
    assert progress.of(subject) == {}
