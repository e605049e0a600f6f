from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from helpcenter.cli import main
from helpcenter.cli.group import SUBJECTS
from helpcenter.config import SECRETS, SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter


def test_help_names_every_command_and_the_exit_codes(helpcenter: HelpCenter) -> None:
    result = helpcenter("--help")
    assert result.exit_code == 0
    assert all(name in result.output and sentence in result.output for name, sentence in SUBJECTS.items())
    assert "2  the command line or a setting is wrong" in result.output


@pytest.mark.parametrize("name", SUBJECTS)
def test_command_introduces_itself_as_the_group_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert (command.help or "").startswith(SUBJECTS[name])


def test_serve_can_set_everything_the_server_needs(helpcenter: HelpCenter) -> None:
    output = " ".join(helpcenter("serve", "--help").output.split())
    for setting in SETTINGS:
        if setting.name not in SECRETS:  # a flag would show a key to everybody
            assert setting.flag in output
            assert setting.variable in output


def test_help_loads_none_of_the_heavy_floors() -> None:
    script = (
        "import sys\nfrom helpcenter.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'flask', 'numpy', 'rich', 'sudachipy', 'whoosh'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_unknown_command_and_flag_are_usage_errors(helpcenter: HelpCenter) -> None:
    assert helpcenter("publish").exit_code == 2
    assert helpcenter("index", "--fast").exit_code == 2


def test_wrong_setting_is_one_line_and_a_usage_error(helpcenter: HelpCenter) -> None:
    result = helpcenter("index", HELPCENTER_ARTICELS="x")
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: Environment: HELPCENTER_ARTICELS is not a setting. Did you mean HELPCENTER_ARTICLES? "
        "Unset it or correct its name.\n"
    )


def test_failure_is_one_line_without_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "helpcenter.cli", "search", "refund", "--instance", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: Nothing is published in ")
    assert done.stderr.endswith("Run `helpcenter index`.\n")
    assert done.stderr.count("\n") == 1
