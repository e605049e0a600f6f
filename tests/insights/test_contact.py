from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from helpcenter.config import load_config
from helpcenter.errors import ConfigError, DeliveryError
from helpcenter.insights.contact import ContactLink, Mail, Webhook, contact_of, is_global
from helpcenter.insights.feedback import Feedback
from helpcenter.insights.questions import Question
from helpcenter.insights.spool import Spool
from helpcenter.storage.database import Database
from helpcenter.storage.tables import Questions
from tests.receivers import mail_server, web_hook

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
QUESTION = Question(
    id="4fd1a3",
    locale="ja",
    text="請求書が届きません。\nカードは4111 1111 1111 1111です。<b>",
    name="山田 太郎",
    reply_to="taro@example.com",
    searched="請求書",
    slug="billing/invoice",
    page="https://help.example.com/ja/articles/billing/invoice",
    commit="c0ffee",
    made_at=NOW,
)


def mail(port: int) -> Mail:
    return Mail("team@example.com", "127.0.0.1", port, "", "", "help@example.com", "off")


def test_a_question_arrives_as_a_mail_that_can_be_answered() -> None:
    with mail_server() as inbox:
        mail(inbox.port).send(QUESTION)
    [arrived] = inbox.mails
    assert arrived["To"] == "team@example.com"
    assert arrived["Reply-To"] == "taro@example.com"
    assert arrived["Message-ID"] == "<4fd1a3@example.com>"
    assert str(arrived["Subject"]).startswith("ヘルプセンターからの質問: 請求書が届きません。")
    text = arrived.get_content()
    assert arrived.get_content_type() == "text/plain"
    assert all(part in text for part in (QUESTION.text, "山田 太郎", "検索した言葉: 請求書", QUESTION.page))


def test_a_webhook_gets_the_question_signed() -> None:
    with web_hook() as hook:
        Webhook(f"http://127.0.0.1:{hook.port}/in?a=1", "secret", private=True).send(QUESTION)
    [(headers, body)] = hook.posts
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(b"secret", signed, hashlib.sha256)).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    assert headers["Webhook-Id"] == QUESTION.id
    assert json.loads(body)["reply_to"] == "taro@example.com"


def test_a_webhook_in_a_private_network_is_refused() -> None:
    with web_hook() as hook, pytest.raises(DeliveryError, match="private network"):
        Webhook(f"http://localhost:{hook.port}/", "secret", private=False).send(QUESTION)
    assert hook.posts == []


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_told_and_not_followed(status: int) -> None:
    with web_hook() as hook:
        hook.status = status
        with pytest.raises(DeliveryError, match=str(status)):
            Webhook(f"http://127.0.0.1:{hook.port}/", "secret", private=True).send(QUESTION)
    assert len(hook.posts) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%1", "::ffff:10.0.0.1"],
)
def test_addresses_of_private_networks_are_known(address: str) -> None:
    assert not is_global(address)


@pytest.mark.parametrize(
    "address",
    ["fc00::1", "224.0.0.1", "100.64.0.1", "2002:7f00:1::"],
)
def test_other_addresses_that_are_not_public_are_known(address: str) -> None:
    assert not is_global(address)
    assert is_global("8.8.8.8")
    assert is_global("2606:4700::1111")


def test_a_question_is_kept_and_sent_once_when_the_mail_server_is_back(database_url: str, tmp_path: Path) -> None:
    database, now = Database(database_url), [NOW]
    with mail_server() as inbox:
        inbox.refuses = True
        feedback = Feedback(database, Spool(tmp_path / "spool"), mail(inbox.port), 3600.0, lambda: now[0])
        feedback.start()
        assert feedback.ask(QUESTION) is False
        feedback.work()
        inbox.refuses = False
        feedback.work()
        assert inbox.mails == []  # it is not its turn yet
        now[0] += timedelta(minutes=2)
        feedback.work()
        now[0] += timedelta(days=1)
        feedback.work()
        assert feedback.ask(QUESTION) is True  # sent again by the reader
        assert len(inbox.mails) == 1
        feedback.close()
    with database.reading() as session:
        kept = session.get(Questions, QUESTION.id)
        assert kept is not None
        assert (kept.name, kept.reply_to) == ("", "")
        assert "4111" not in kept.text
        assert (kept.searched, kept.slug) == ("請求書", "billing/invoice")


def test_without_a_database_a_question_is_sent_and_noted_later(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("no folder")
    away = Database(f"sqlite:///{tmp_path}/blocked/helpcenter.db")
    spool = Spool(tmp_path / "spool")
    with mail_server() as inbox:
        feedback = Feedback(away, spool, mail(inbox.port), 3600.0, lambda: NOW)
        assert feedback.ask(QUESTION) is True
        back = Feedback(Database(f"sqlite:///{tmp_path}/back.db"), spool, mail(inbox.port), 3600.0)
        back.work()
        back.work()
        assert len(inbox.mails) == 1
        feedback.close()
    assert list(spool.waiting()) == []


def test_settings_choose_the_way() -> None:
    def chosen(**flags: object) -> object:
        return contact_of(load_config(flags, {}))

    assert chosen() is None
    assert chosen(contact="https://example.com/contact") == ContactLink("https://example.com/contact")
    assert isinstance(chosen(contact="webhook:https://example.com/in", contact_secret="s"), Webhook)
    assert chosen(contact="a@example.com", smtp_host="mail") == Mail(
        "a@example.com", "mail", 587, "", "", "a@example.com", "starttls"
    )
    with pytest.raises(ConfigError, match="smtp_host"):
        chosen(contact="a@example.com")
    with pytest.raises(ConfigError, match="contact_secret"):
        chosen(contact="webhook:https://example.com/in")
