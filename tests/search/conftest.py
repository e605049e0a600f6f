"""Small real libraries, published into temporary folders."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.generations import Generations
from helpcenter.search.publish import Published, publish
from helpcenter.search.scoring import choosing, vectors_with_numpy, with_numpy
from helpcenter.search.scoring.compiling import NotCompiledError, compile_into

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from helpcenter.search.generation import Generation
    from helpcenter.search.scoring.rows import Scoring

ARTICLES = {
    "en/account/reset-password.md": """---
title: Reset your password
summary: Choose a new password when you have forgotten yours.
questions: ["I cannot log in", "forgot my passphrase"]
aliases: [old/password]
---
Open the sign-in page and choose **Forgot password**.

## Ask for the e-mail
We send a link to your address. The link works for one hour.

## The e-mail does not arrive
Look into the spam folder. Allow mail from our CloudWatch-style `notify_sender`.
""",
    "en/account/two-factor.md": """---
title: Two-factor authentication
summary: Protect your account with a code from your phone.
---
Turn it on in the security settings.

## Recovery codes
Print the recovery codes and keep them in a safe place.
""",
    "en/billing/invoice.md": """---
title: Send an invoice
---
Customers receive the invoice as a PDF.

## Change the address
The address on the invoice comes from your profile.
""",
    "ja/account/reset-password.md": """---
title: パスワードを再設定する
summary: パスワードを忘れたときに、新しいパスワードを決めます。
questions: ["ログインできない"]
---
サインインページで「パスワードを忘れた」を選びます。

## メールが届かない
迷惑メールフォルダーをご確認ください。リンクの有効期限は1時間です。
""",
    "ja/billing/invoice.md": """---
title: 請求書を送る
---
お客さまには請求書がPDFで届きます。

## 宛先を変える
請求書の宛先はプロフィールから取り込まれます。CloudWatch の通知も送信できます。
""",
    "ja/billing/cancel.md": """---
title: 解約の手続き
---
設定画面から申し込みを取り消せます。

## 解約後のデータ
データは30日間保管されます。
""",
}


class Shelf:
    """A folder of articles and the index it is published to."""

    def __init__(self, root: Path) -> None:
        self.articles = root / "articles"
        self.index = root / "index"
        self.articles.mkdir()

    def write(self, path: str, text: str) -> Path:
        file = self.articles / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def publish(self) -> Published:
        return publish(self.articles, self.index)

    def generation(self) -> Generation:
        return Generations(self.index).current()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty_shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def shelf(empty_shelf: Shelf) -> Shelf:
    for path, text in ARTICLES.items():
        empty_shelf.write(path, text)
    empty_shelf.publish()
    return empty_shelf


@pytest.fixture(scope="session")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The small library, published once; for tests that only read."""
    shelf = Shelf(tmp_path_factory.mktemp("generation"))
    for path, text in ARTICLES.items():
        shelf.write(path, text)
    shelf.publish()
    return shelf.generation()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The compiled module as its source is now; skips where there is no compiler."""
    try:
        binary = compile_into(tmp_path_factory.mktemp("compiled"))
    except NotCompiledError as error:
        pytest.skip(str(error))
    spec = spec_from_file_location("_scoring", binary)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def compiled_scoring(compiled: ModuleType) -> Scoring:
    """The compiled scoring as its source is now; skips where there is no compiler."""
    scoring: Scoring = compiled.score
    return scoring


@pytest.fixture(params=["with numpy", "compiled"])
def each_scoring(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test twice, once with each scoring."""
    made = request.getfixturevalue("compiled") if request.param == "compiled" else None
    monkeypatch.setattr(choosing, "score", made.score if made else with_numpy.score)
    for name in ("products", "means_of_best"):
        monkeypatch.setattr(choosing, name, getattr(made or vectors_with_numpy, name))
