"""A site with a writer, an admin and a reader, and their browsers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.users import Role
from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.web.conftest import config_for
from tests.web.signing_in import PASSWORD, send_form, users_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from helpcenter.config import Config

WRITER, ADMIN, READER = "writer@example.com", "admin@example.com", "reader@example.com"
TITLES = {"en/index.md": "Help", "ja/index.md": "ヘルプ", "en/billing/invoice.md": "Send an invoice"}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with its users, for tests that change nothing, and to be copied."""
    folder = tmp_path_factory.mktemp("dashboard")
    for path, title in TITLES.items():
        (folder / "articles" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "articles" / path).write_text(f"---\ntitle: {title}\n---\nWelcome.\n", encoding="utf-8")
    config = config_for(folder)
    publish(config.articles, config.index, internal=config.internal_index)
    users = users_of(config)
    for email, role in ((WRITER, Role.WRITER), (ADMIN, Role.ADMIN), (READER, Role.READER)):
        users.add(email, email.partition("@")[0].title(), role, PASSWORD)
    return folder


@pytest.fixture(scope="session")
def app(made: Path) -> Flask:
    """The application of a site that no test changes."""
    return create_app(config_for(made))


@pytest.fixture
def config(made: Path, tmp_path: Path) -> Config:
    """The settings of a site of one's own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return config_for(tmp_path)


def signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    assert send_form(client, email).status_code == 303
    return client


@pytest.fixture
def writer(app: Flask) -> FlaskClient:
    return signed_in(app, WRITER)


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return signed_in(app, ADMIN)
