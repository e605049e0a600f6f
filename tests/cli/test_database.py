from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.test_doctor import line_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter


def test_upgrade_makes_what_check_misses(helpcenter: HelpCenter, empty_database_url: str) -> None:
    missing = helpcenter("database", "check", "--database-url", empty_database_url)
    assert missing.exit_code == 1
    assert "has no tables yet" in missing.output
    assert "Run helpcenter database upgrade." in missing.output
    upgraded = helpcenter("database", "upgrade", "--database-url", empty_database_url)
    assert upgraded.exit_code == 0
    assert "no tables -> " in upgraded.output
    again = helpcenter("database", "upgrade", "--database-url", empty_database_url)
    assert "as needed" in again.output
    found = helpcenter("database", "check", "--database-url", empty_database_url)
    assert (found.exit_code, "as needed" in found.output) == (0, True)


def test_a_server_that_is_away_is_told_without_the_password(helpcenter: HelpCenter) -> None:
    for command in ("check", "upgrade"):
        result = helpcenter("database", command, "--database-url", "postgresql://help:secret@/help?host=/nowhere")
        assert result.exit_code == 1
        assert "Error: The database postgresql://help:***@/help?host=%2Fnowhere cannot be used" in result.output
        assert "secret" not in result.output


def test_doctor_tells_the_state_of_the_database(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    def line() -> str:
        settings = ("--articles", str(articles), "--instance", str(tmp_path / "i"), "--port", "0")
        return line_of(helpcenter("doctor", *settings).output, "database")

    assert "is not made yet" in line()
    helpcenter("database", "upgrade", "--instance", str(tmp_path / "i"))
    assert line().startswith("ok")
    (tmp_path / "i/helpcenter.db").write_bytes(b"no database at all " * 99)
    assert line().startswith("fail")
    assert "The site goes on, but nothing is recorded" in line()
