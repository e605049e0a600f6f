from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from helpcenter.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_the_digest_is_printed_and_says_what_is_missing_to_send_it(tmp_path: Path) -> None:
    settings = ("--instance", str(tmp_path), "--default-locale", "ja")
    shown = CliRunner().invoke(main, ["digest", "--show", *settings], prog_name="helpcenter")
    assert shown.exit_code == 0
    assert "この週に検索はありませんでした。" in shown.output
    sent = CliRunner().invoke(main, ["digest", "--send", *settings], prog_name="helpcenter")
    assert sent.exit_code == 2
    assert "digest is not set" in sent.output
