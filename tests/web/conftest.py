"""A small bilingual library, really published, and applications that serve it."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.config import Config, load_config
from helpcenter.search.publish import publish
from tests.content.conftest import ArticlesFolder

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

ARTICLES = {
    "ja/index.md": "---\ntitle: ヘルプ\nsummary: 困ったときの手引きです。\n---\nようこそ。\n",
    "ja/billing/invoice.md": (
        "---\ntitle: 請求書を発行する\nsummary: 発行の手順です。\nupdated: 2026-10-03\naliases: [billing/old invoice]\n"
        "related: [account/password]\n---\n請求書の発行について説明します。\n\n"
        "## 発行の手順\n\n「新規作成」を押すと請求書を発行できます。\n\n### PDFで送る\n\nPDFを添付します。\n\n"
        "![画面](screen.png)\n\n![図](drawing.svg)\n\n[表](rates.csv)\n"
    ),
    "ja/account/password.md": (
        "---\ntitle: パスワードを変更する\nupdated: 2026-11-01\n---\nパスワードの変更方法です。{{ 7*7 }}\n\n"
        "## 忘れたとき\n\n再設定メールを送ります。\n"
    ),
    "ja/account/only-japanese.md": "---\ntitle: 日本語だけの記事\n---\nほかの言語にはありません。\n",
    "en/index.md": "---\ntitle: Help\nsummary: Answers for every day.\n---\nWelcome.\n",
    "en/billing/invoice.md": (
        "---\ntitle: Send an invoice\nupdated: 2026-10-03\naliases: [billing/old-invoice]\n---\n"
        "How to send an invoice.\n\n"
        "## Create the invoice\n\nChoose **New invoice** & enter the customer.\n\n"
        "## Send it as PDF\n\nAttach the PDF.\n"
    ),
    "en/account/password.md": (
        "---\ntitle: Change your password\nupdated: 2026-11-01\n---\nChange the password in your account settings.\n\n"
        "## If you forgot it\n\nWe send a reset mail.\n"
    ),
    "en/account/sign-in.md": "---\ntitle: Sign in with a passkey\n---\nUse a passkey <mark>instead</mark>.\n",
} | {
    f"en/account/devices/device-{number:02}.md": f"---\ntitle: Device {number}\n---\nPair gadget number {number}.\n"
    for number in range(12)
}


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def png() -> bytes:
    """The smallest honest PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def write_articles(folder: Path) -> None:
    """Writes the library."""
    for path, text in ARTICLES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    billing = folder / "ja/billing"
    (billing / "screen.png").write_bytes(png())
    (billing / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    (billing / "rates.csv").write_text("a,b\n")
    (billing / "unpublished.png").write_bytes(png())


def config_for(folder: Path, **settings: object) -> Config:
    """Settings of an application whose files are all below `folder`."""
    flags = {"articles": folder / "articles", "instance": folder / "instance", "site_name": "Test Help"}
    return load_config({**flags, **settings}, {})


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and their published index."""
    folder = tmp_path_factory.mktemp("library")
    write_articles(folder / "articles")
    published = publish(folder / "articles", folder / "instance" / "index")
    assert published.articles == len(ARTICLES), published.problems
    return folder


@pytest.fixture(scope="session")
def app(library: Path) -> Flask:
    """The application that serves the library."""
    return create_app(config_for(library))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader's browser."""
    return app.test_client()


def firefox_on(app: Flask) -> FlaskClient:
    """A browser whose views count, as nobody takes it for a program."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    return client


@pytest.fixture
def folder(tmp_path: Path) -> ArticlesFolder:
    """An articles folder to write into, beside the instance folder of `config_for`."""
    (tmp_path / "articles").mkdir()
    return ArticlesFolder(tmp_path / "articles")


@pytest.fixture
def unpublished(tmp_path: Path) -> FlaskClient:
    """A browser on a site that has no index yet."""
    (tmp_path / "articles").mkdir()
    return create_app(config_for(tmp_path)).test_client()
