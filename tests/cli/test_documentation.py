"""The manual is true: what the command line and the settings can do is written there, in both locales."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from helpcenter.cli import main
from helpcenter.cli.group import SUBJECTS
from helpcenter.config import SETTINGS

ROOT = Path(__file__).parents[2]
LOCALES = ("en", "ja")


def manual(locale: str, slug: str) -> str:
    return (ROOT / "articles" / locale / f"{slug}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_setting_is_in_the_table_with_its_default(locale: str) -> None:
    rows = [line for line in manual(locale, "run/settings").splitlines() if line.startswith("| `")]
    assert len(rows) == len(SETTINGS)
    for setting, row in zip(SETTINGS, rows, strict=True):
        default = ",".join(setting.default) if isinstance(setting.default, tuple) else str(setting.default)
        names = f"| `{setting.name}` | `{setting.flag}` | `{setting.variable}` | "
        assert row.startswith(names + (f"`{default}`" if default else ""))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SUBJECTS)
def test_every_command_is_described_with_all_its_flags(locale: str, name: str) -> None:
    parts = re.split(r"^## ", manual(locale, "run/commands"), flags=re.MULTILINE)
    described = next(part for part in parts if part.startswith(f"helpcenter {name}"))
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[0]}`" in described


@pytest.mark.parametrize("locale", LOCALES)
def test_every_make_target_is_described(locale: str) -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    described = manual(locale, "run/commands")
    assert [target for target in targets if target != "help" and f"`make {target}`" not in described] == []
