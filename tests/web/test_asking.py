from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import lxml.html
import pytest
from sqlalchemy import select

from helpcenter.app import create_app
from helpcenter.insights.outcomes import Outcome
from helpcenter.storage.tables import Questions, SearchIntents
from tests.receivers import mail_server
from tests.web.conftest import config_for, firefox_on
from tests.web.test_pages import links, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.receivers import Inbox

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def site(library: Path, tmp_path: Path, inbox: Inbox, sqlite_url: str) -> Iterator[Flask]:
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "index").symlink_to(library / "instance/index")
    settings = {"contact": "team@example.com", "smtp_host": "127.0.0.1", "smtp_port": inbox.port, "smtp_tls": "off"}
    app = create_app(config_for(library, instance=instance, database_url=sqlite_url, **settings))
    yield app
    app.extensions["helpcenter"].feedback.close()


def ask(reader: FlaskClient, **fields: str) -> TestResponse:
    page = reader.get("/en/ask?q=zebra&from=billing/invoice").text
    token = re.search(r'name="t" value="([^"]+)"', page)
    assert token
    filled = {"question": "Do you sell <b>zebras</b>?", "email": "taro@example.com", "searched": "zebra"}
    return reader.post(
        "/en/ask", data={**filled, "t": token[1], "from": "billing/invoice", "looked": "1", **fields}, headers=OWN
    )


def test_a_question_arrives_with_what_was_searched_and_read(site: Flask, inbox: Inbox) -> None:
    reader = site.test_client()
    answer = ask(reader)
    assert answer.status_code == 303
    assert "Your question was sent" in reader.get(answer.location).text
    [mail] = inbox.mails
    assert "<b>zebras</b>" in mail.get_content()
    assert "Searched for: zebra" in mail.get_content()
    assert "/en/articles/billing/invoice" in mail.get_content()


def test_the_reader_is_told_the_truth_when_it_could_not_be_sent(site: Flask, inbox: Inbox) -> None:
    inbox.refuses = True
    reader = site.test_client()
    assert "is kept and will be sent" in reader.get(ask(reader).location).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"question": " "}, "Please write your question."),
        ({"question": "x" * 5_001}, "Please shorten your question"),
        ({"email": "taro@"}, "Please write an e-mail address"),
        ({"email": "a@example.com\nBcc: b@example.com,"}, "Please write an e-mail address"),
        ({"name": "x" * 101}, "Please shorten this"),
        ({"t": "forged"}, "open for too long"),
    ],
)
def test_nothing_typed_is_lost_on_an_error(site: Flask, inbox: Inbox, fields: dict[str, str], said: str) -> None:
    answer = ask(site.test_client(), **{"question": "zebras & horses", "name": "Tarō", **fields})
    assert answer.status_code == 422
    assert said in answer.text
    if "question" not in fields:
        assert "zebras &amp; horses" in answer.text
    if "name" not in fields:
        assert 'value="Tarō"' in answer.text
    assert inbox.mails == []


def test_the_other_language_keeps_what_was_searched_and_read_but_is_not_offered_once_something_is_typed(
    site: Flask, inbox: Inbox
) -> None:
    reader = site.test_client()
    [other] = links(page(reader, "/en/ask?q=zebra&from=billing/invoice"), ".hc-languages a")
    assert "You searched" not in reader.get(other).text
    assert unquote(other).startswith("/ja/ask?")
    assert "zebra" in other
    assert "billing/invoice" in unquote(other)
    assert "hc-languages" not in ask(reader, email="taro@").text
    assert "スタッフ" in reader.get(links(page(reader, ask(reader).location), ".hc-languages a")[0]).text


def test_the_first_field_to_mend_has_the_focus(site: Flask, inbox: Inbox) -> None:
    answer = ask(site.test_client(), email="taro@", name="x" * 101)
    focused = lxml.html.document_fromstring(answer.text).cssselect("[autofocus]")
    assert [field.get("name") for field in focused] == ["email"]


def test_nearest_articles_are_shown_before_it_is_sent(site: Flask, inbox: Inbox) -> None:
    answer = ask(site.test_client(), question="How do I send an invoice as PDF", looked="0")
    assert answer.status_code == 200
    assert "/en/articles/billing/invoice" in answer.text
    assert 'name="looked" value="1"' in answer.text
    assert inbox.mails == []


def test_articles_near_the_search_before_do_not_stand_in_for_those_near_the_question(site: Flask, inbox: Inbox) -> None:
    page = site.test_client().get("/en/ask?q=invoice").text
    assert "/en/articles/billing/invoice" in page
    assert 'name="looked" value="0"' in page


def test_the_same_form_sent_twice_is_one_question(site: Flask, inbox: Inbox) -> None:
    reader = site.test_client()
    page = reader.get("/en/ask").text
    token = re.search(r'name="t" value="([^"]+)"', page)
    assert token
    for _ in range(2):
        assert ask(reader, t=token[1]).status_code == 303
    assert len(inbox.mails) == 1


def test_programs_and_floods_send_nothing(site: Flask, inbox: Inbox) -> None:
    reader = site.test_client()
    assert ask(reader, website="x").status_code == 303
    assert inbox.mails == []
    answers = [ask(reader) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert "&lt;b&gt;zebras&lt;/b&gt;" in answers[-1].text


def test_pages_lead_to_the_form(site: Flask) -> None:
    reader = site.test_client()
    assert 'href="/en/ask?q=zzyzx"' in reader.get("/en/search?q=zzyzx").text
    assert 'href="/en/ask?from=account%2Fpassword"' in reader.get("/en/articles/account/password").text


def test_without_contact_nobody_is_offered_a_form(client: FlaskClient) -> None:
    assert client.get("/en/ask").status_code == 404
    assert "/en/ask" not in client.get("/en/search?q=zzyzx").text
    assert "/en/ask" not in client.get("/en/articles/account/password").text


def test_another_page_is_only_linked(library: Path) -> None:
    reader = create_app(config_for(library, contact="https://example.com/contact")).test_client()
    assert 'href="https://example.com/contact"' in reader.get("/en/search?q=zzyzx").text
    assert reader.get("/en/ask").location == "https://example.com/contact"


def test_question_ends_the_search_it_came_from(site: Flask) -> None:
    reader = firefox_on(site)
    reader.get("/en/search?q=zebra")
    ask(reader)
    database = site.extensions["helpcenter"].recording.database
    with database.reading() as session:
        [intent] = session.scalars(select(SearchIntents)).all()
        [question] = session.scalars(select(Questions)).all()
        assert (intent.query, intent.outcome, intent.question) == ("zebra", Outcome.ESCALATED, question.id)
