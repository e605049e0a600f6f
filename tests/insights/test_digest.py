from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from helpcenter.config import Config, load_config
from helpcenter.errors import ConfigError, DeliveryError
from helpcenter.insights.digest import Digesting, digest_of, json_of, text_of
from helpcenter.insights.rollups.rolling import roll
from helpcenter.storage.database import Database
from tests.insights.rows import add, answered, intent
from tests.receivers import mail_server, web_hook

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEDNESDAY = date(2026, 11, 18)
NONE = {"outcome": "zero_result", "confidence": "zero_result"}


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database(database_url)
    add(
        database,
        *(answered(WEDNESDAY) for _ in range(3)),
        *(intent(WEDNESDAY, "返金", locale="ja", results=0, **NONE) for _ in range(2)),
        intent(WEDNESDAY, "of one person alone", screen="/team", surface="panel"),
        answered(WEDNESDAY - timedelta(days=7)),
        intent(MONDAY.date()),
    )
    roll(database, now=MONDAY)
    return database


def config_of(folder: Path, database_url: str, **settings: object) -> Config:
    flags = {"instance": folder, "database_url": database_url, "site_name": "Help", **settings}
    return load_config(flags, {})


def test_the_digest_is_about_the_last_whole_week(database: Database) -> None:
    for day in (MONDAY.date(), MONDAY.date() + timedelta(days=6)):
        digest = digest_of(database, day)
        assert (digest.week, digest.since, digest.until) == ("2026-W47", date(2026, 11, 16), date(2026, 11, 22))
    assert (digest.searches, digest.searches_before) == (6, 1)
    assert [(each.name, each.searches, each.unanswered) for each in digest.queries] == [("返金", 2, 2)]
    assert [each.name for each in digest.screens] == ["/team"]


def test_it_is_written_in_both_languages_without_what_one_person_typed(database: Database) -> None:
    digest = digest_of(database, MONDAY.date())
    subject, english = text_of(digest, "en", "Help", "https://help.example.com/en/dashboard/")
    assert subject == "Help: searches from 2026-11-16 to 2026-11-22"
    assert "Answer rate: 50.0% (the week before: 100.0%)" in english
    assert "Self-service ratio: — (the week before: —)" in english
    assert "- 返金 (2 of 2 without an answer)" in english
    assert "https://help.example.com/en/dashboard/" in english
    japanese = "".join(text_of(digest, "ja", "ヘルプ", ""))
    assert "回答率: 50.0%（前の週：100.0%）" in japanese
    assert "of one person alone" not in english + japanese + json_of(digest).decode()


def test_a_week_without_searches_says_so(database: Database) -> None:
    assert "Nobody searched in this week." in text_of(digest_of(database, date(2026, 1, 1)), "en", "Help", "")[1]


def test_it_is_mailed_once_over_all_servers(database: Database, database_url: str, tmp_path: Path) -> None:
    with mail_server() as inbox:
        settings = {"smtp_host": "127.0.0.1", "smtp_port": inbox.port, "smtp_tls": "off"}
        config = config_of(tmp_path, database_url, digest="team@example.com", **settings)
        one, other = Digesting(config, database), Digesting(config, Database(database_url))
        inbox.refuses = True
        with pytest.raises(DeliveryError):
            one.send_due(MONDAY)
        inbox.refuses = False
        assert [one.send_due(MONDAY), other.send_due(MONDAY), one.send_due(MONDAY + timedelta(days=5))] == [
            *(True, False, False),
        ]
        assert other.send_due(MONDAY + timedelta(days=7))
        first, second = inbox.mails
        assert (first["To"], first["From"]) == ("team@example.com", "team@example.com")
        assert "Answer rate: 50.0%" in first.get_content()
        assert first["Message-ID"] != second["Message-ID"]


def test_a_webhook_gets_it_signed(database: Database, database_url: str, tmp_path: Path) -> None:
    with web_hook() as hook:
        url = f"webhook:http://127.0.0.1:{hook.port}/digest"
        config = config_of(tmp_path, database_url, digest=url, contact_secret="s3cret", contact_private="on")
        Digesting(config, database).send(MONDAY)
        ((headers, body),) = hook.posts
        assert headers["Webhook-Id"] == "digest-2026-W47"
        assert headers["Webhook-Signature"].startswith("v1,")
        said = json.loads(body)
        assert (said["type"], said["week"], said["searches"]) == ("digest", "2026-W47", 6)
        assert said["figures"][0] == {"kind": "answer_rate", "numerator": 3, "denominator": 6}


def test_what_is_missing_is_told_at_the_start(database: Database, database_url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="smtp_host"):
        Digesting(config_of(tmp_path, database_url, digest="team@example.com"), database)
    with pytest.raises(ConfigError, match="contact_secret"):
        Digesting(config_of(tmp_path, database_url, digest="webhook:https://example.com/x"), database)
    silent = Digesting(config_of(tmp_path, database_url), database)
    assert silent.send_due(MONDAY) is False
    with pytest.raises(ConfigError, match="digest is not set"):
        silent.send(MONDAY)
