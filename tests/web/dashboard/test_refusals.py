from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.content.hindrances import Hindrance
from helpcenter.errors import ContentError, GapError, JudgmentsError
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.store import gap
from helpcenter.storage.database import Database
from helpcenter.web.dashboard.refusals import hindrance_texts, refusal_texts, told_of
from tests.insights.gaps.making import add_gap
from tests.web.dashboard.conftest import WRITER, signed_in
from tests.web.dashboard.test_gaps import send

if TYPE_CHECKING:
    from flask import Flask

    from helpcenter.config import Config

PAGE = "/ja/dashboard/gaps/1"
FIX = f"{PAGE}/fix?way=new"


@pytest.fixture
def database(config: Config) -> Database:
    return Database(config.database_url)


@pytest.mark.parametrize("path", ["/en/", "/ja/"])
def test_every_reason_has_its_sentence_in_the_readers_language(app: Flask, path: str) -> None:
    with app.test_request_context("/en/"):
        english = refusal_texts() | hindrance_texts()
    with app.test_request_context(path):
        texts = refusal_texts() | hindrance_texts()
    assert set(texts) == {*Refusal, *Hindrance}
    same = [reason for reason, text in texts.items() if text == english[reason]]
    assert (same == []) is (path == "/ja/")


def test_error_without_a_reason_is_told_in_its_own_words(app: Flask) -> None:
    with app.test_request_context("/ja/"):
        assert told_of(GapError("Something else.")) == "Something else."
        assert told_of(ContentError("No folder.")).startswith("現在、記事を読み取れません。")
        assert "helpcenter check" in told_of(JudgmentsError("searches.yml:3: no query"))


@pytest.mark.parametrize(
    ("state", "fields", "told"),
    [
        ("open", {"do": "move", "state": "wont_fix", "reason": " "}, "対応しない理由を書いてください"),
        ("open", {"do": "comment", "text": " "}, "コメントが空です"),
        ("open", {"do": "comment", "text": "長" * 5_001}, "文章が5,001文字あります。5,000文字以内"),
        ("open", {"do": "rename", "title": ""}, "題名は1文字以上200文字以内"),
        ("open", {"do": "ship", "answer": "nowhere"}, "答えになる記事を"),
        ("open", {"do": "assign", "owner": "99"}, "そのアカウントは、もう使われていません"),
        ("proven", {"do": "ship", "answer": "en/x"}, "状態が「証明済み」です。先に未着手に戻してください。"),
        ("proven", {"do": "move", "state": "wont_fix"}, "「証明済み」から「対応しない」にはできません。"),
        ("open", {"do": "merge", "other": "1", "other_version": "1"}, "同じギャップです"),
        ("open", {"do": "merge", "other": "2", "other_version": "1"}, "ギャップ2の状態が「対応しない」です"),
        ("open", {"do": "apart", "other": "9"}, "このギャップは、もうありません"),
    ],
)
def test_what_is_refused_is_told_in_japanese(
    config: Config, database: Database, state: str, fields: dict[str, str], told: str
) -> None:
    add_gap(database, "dunning letters", state=state)
    add_gap(database, "closed", state="wont_fix")
    answer = send(signed_in(create_app(config), WRITER), PAGE, **fields)
    assert answer.status_code == 409
    assert told in alert(answer.text)
    assert gap(database, 1).version == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"way": "add", "article": "en/billing/invoice", "questions": " "}, "質問を1つ以上"),
        ({"way": "add", "article": "en/billing/invoice", "questions": "x (open"}, "質問「x (open」の3文字目から先"),
        ({"way": "add", "article": "en/nowhere", "questions": "x"}, "記事en/nowhere.mdは、もうありません"),
        ({"way": "add", "article": "en/broken", "questions": "x"}, "en/broken.mdのフロントマターに誤りがあります"),
        ({"way": "add", "article": "en/latin", "questions": "x"}, "en/latin.mdの文字コードがUTF-8ではありません"),
        ({"way": "new", "article": "../../etc/passwd", "title": "x"}, "記事のパスにできません"),
        ({"way": "new", "article": "en/billing/invoice", "title": "x"}, "en/billing/invoiceは、もうあります"),
        ({"way": "improve", "article": "en/nowhere"}, "記事en/nowhereは、もうありません"),
    ],
)
def test_fix_that_cannot_be_made_is_told_in_japanese(
    config: Config, database: Database, fields: dict[str, str], told: str
) -> None:
    (config.articles / "en/broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    (config.articles / "en/latin.md").write_bytes("---\ntitle: caf\xe9\n---\n".encode("latin-1"))
    add_gap(database, "dunning letters")
    answer = send(signed_in(create_app(config), WRITER), FIX, do="preview", **fields)
    assert answer.status_code == 422
    assert told in alert(answer.text)


def alert(page: str) -> str:
    return " ".join(re.findall(r'role="alert">(.*?)</p>', page, re.DOTALL))
