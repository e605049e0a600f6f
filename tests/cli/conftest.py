"""A small library, published once, and the command line to use it with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner, Result

from helpcenter.cli import main
from helpcenter.search.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {
    "en/index.md": "---\ntitle: Welcome\n---\nStart here.\n",
    "en/billing/refund.md": "---\ntitle: Get a refund\n---\nWe return your money within ten days.\n",
    "en/account/password.md": (
        "---\ntitle: Reset your password\n---\nOpen the login page.\n\n## Ask for a link\n\nWe mail you a link.\n"
    ),
    "ja/index.md": "---\ntitle: ようこそ\n---\nここから始めます。\n",
    "ja/account/password.md": "---\ntitle: パスワードを再設定する\n---\nログイン画面を開きます。\n",
}


class HelpCenter(Protocol):
    """Runs the command line; settings of the machine the tests run on do not reach it."""

    def __call__(self, *arguments: str, **environ: str) -> Result: ...


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith("HELPCENTER_")]:
        monkeypatch.delenv(variable)


@pytest.fixture
def helpcenter() -> HelpCenter:
    def run(*arguments: str, **environ: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environ, prog_name="helpcenter")

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the small library published; not to be changed."""
    folder = tmp_path_factory.mktemp("published")
    publish(write_articles(folder / "articles"), folder / "instance" / "index")
    return folder / "instance"


def write_articles(folder: Path) -> Path:
    for name, text in ARTICLES.items():
        write(folder / name, text)
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
