from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from helpcenter.app import create_app
from helpcenter.insights.gaps.merging import propose_merge
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, history_of, queries_of
from helpcenter.search.publish import publish
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GapQueries
from tests.insights.gaps.making import NOW, add_gap
from tests.web.dashboard.conftest import ADMIN, READER, WRITER, signed_in
from tests.web.signing_in import token_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from helpcenter.config import Config

LIST = "/en/dashboard/gaps"


@pytest.fixture
def database(config: Config) -> Database:
    return Database(config.database_url)


@pytest.fixture
def team(config: Config) -> tuple[FlaskClient, FlaskClient]:
    """The browsers of two who may work on gaps, on a site of their own."""
    app = create_app(config)
    return signed_in(app, WRITER), signed_in(app, ADMIN)


def words(answer: TestResponse) -> str:
    main = answer.text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def send(client: FlaskClient, path: str, page: str | None = None, **fields: str) -> TestResponse:
    """Send a form as it stands on a page that was opened now, or before."""
    page = page or client.get(path).text
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    return client.post(path.partition("?")[0], data={"token": token_in(page), "version": version, **fields})


def test_gaps_are_listed_by_harm_and_filters_stand_in_the_address(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    writer, _ = team
    add_gap(database, "mild one", harm=1.0)
    add_gap(database, "bad one", harm=90.0, kind="missing", state="assigned")
    add_gap(database, "done one", state="proven")
    add_gap(database, "日本語", locale="ja", harm=40.0, kind="unfindable")
    page = writer.get(LIST)
    titles = re.findall(r'gaps/\d+"[^>]*>([^<]+)<', page.text)
    assert titles == ["bad one", "日本語", "mild one"]
    assert "To do 3" in words(page)
    assert re.findall(r'gaps/\d+"[^>]*>([^<]+)<', writer.get(f"{LIST}?state=proven").text) == ["done one"]
    assert "mild one" not in writer.get(f"{LIST}?kind=missing").text
    assert "bad one" not in writer.get(f"{LIST}?locale=ja&state=any").text
    assert "No gap fits." in writer.get(f"{LIST}?owner=me").text
    assert writer.get(f"{LIST}?state=nonsense&kind=%00&owner=7").status_code == 200
    assert 'href="/en/dashboard/gaps?kind=missing&amp;state=proven"' in writer.get(f"{LIST}?kind=missing").text


def test_list_says_what_to_expect_before_there_is_any(writer: FlaskClient) -> None:
    assert "a gap needs two people who asked in vain" in words(writer.get(LIST))
    assert "2人分以上あると、ギャップになります" in words(writer.get("/ja/dashboard/gaps"))


def test_list_is_taken_along_without_formulas(team: tuple[FlaskClient, FlaskClient], database: Database) -> None:
    add_gap(database, "=HYPERLINK(1)")
    export = team[0].get("/en/dashboard/export/gaps.csv")
    assert "'=HYPERLINK(1)" in export.text
    assert export.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["", "/1", "/1/fix?way=new"])
def test_gaps_are_for_writers(config: Config, database: Database, path: str) -> None:
    add_gap(database, "refund")
    app = create_app(config)
    assert signed_in(app, READER).get(f"{LIST}{path}").status_code == 403
    assert app.test_client().get(f"{LIST}{path}").status_code == 303


@pytest.mark.parametrize("path", ["/9", "/99999999999999999999", "/9/fix?way=add", "/x", "/1/fix?way=other", "/1/fix"])
def test_gap_that_is_not_there_is_not_found(
    team: tuple[FlaskClient, FlaskClient], database: Database, path: str
) -> None:
    add_gap(database, "refund")
    assert team[0].get(f"{LIST}{path}").status_code == 404


def test_what_one_person_asked_is_counted_and_not_shown(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "send an invoice", "my very own words")
    with database.writing() as session:
        session.execute(update(GapQueries).where(GapQueries.normalized.startswith("my")).values(visitors=1))
    for path in ("", "/fix?way=add&article=en/billing/invoice", "/fix?way=new"):
        page = team[0].get(f"{LIST}/1{path}")
        assert page.status_code == 200
        assert "send an invoice" in page.text
        assert "very own" not in page.text
    assert "1 more query was asked by one person alone" in words(team[0].get(f"{LIST}/1"))


def test_second_writer_who_takes_a_gap_reads_who_was_first(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "refund")
    one, other = team
    seen = other.get(f"{LIST}/1").text
    assert send(one, f"{LIST}/1", do="take").status_code == 303
    assert "It is yours now." in one.get(f"{LIST}/1").text
    late = send(other, f"{LIST}/1", seen, do="take")
    assert late.status_code == 409
    assert "Writer was first and changed this gap" in words(late)
    owner = gap(database, 1).owner
    assert owner is not None
    assert owner.name == "Writer"


def test_work_is_done_from_the_page(team: tuple[FlaskClient, FlaskClient], database: Database) -> None:
    add_gap(database, "refund")
    writer, _ = team
    page = writer.get(f"{LIST}/1").text
    admin = re.findall(r'<option value="(\d+)">Admin<', page)[0]
    assert "Reader" not in re.findall(r"<option value=\"\d+\">([^<]+)<", page)
    send(writer, f"{LIST}/1", do="assign", owner=admin)
    send(writer, f"{LIST}/1", do="comment", text="Ask a@example.com")
    send(writer, f"{LIST}/1", do="rename", title="Refunds")
    send(writer, f"{LIST}/1", do="move", state="in_progress")
    known = gap(database, 1)
    assert (known.title, known.state, known.owner.name if known.owner else "") == ("Refunds", "in_progress", "Admin")
    shown = words(writer.get(f"{LIST}/1"))
    assert "Ask [email]" in shown
    assert "Writer gave it to Admin" in shown
    refused = send(writer, f"{LIST}/1", do="move", state="wont_fix")
    assert (refused.status_code, "Please say why it stays" in refused.text) == (409, True)
    send(writer, f"{LIST}/1", do="move", state="wont_fix", reason="Not ours")
    assert gap(database, 1).state is State.WONT_FIX


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "nothing"},
        {"do": "move", "state": "proven"},
        {"do": "move", "state": "x"},
        {"do": "assign", "owner": "x"},
    ],
)
def test_form_that_no_page_has_is_refused(
    team: tuple[FlaskClient, FlaskClient], database: Database, fields: dict[str, str]
) -> None:
    add_gap(database, "refund")
    assert send(team[0], f"{LIST}/1", **fields).status_code == 400
    assert history_of(database, 1) == ()


def test_form_without_its_token_changes_nothing(team: tuple[FlaskClient, FlaskClient], database: Database) -> None:
    add_gap(database, "refund")
    for path in (f"{LIST}/1", f"{LIST}/1/fix"):
        sent = team[0].post(path, data={"do": "take", "version": "1", "way": "new", "article": "en/x", "title": "x"})
        assert sent.status_code == 400
    assert gap(database, 1).version == 1


def in_form(page: str) -> dict[str, str]:
    """The text that the form of a page asks about."""
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[-1] for name in ("article", "section", "hash")}


def test_shipped_gap_is_proven_when_somebody_says_that_the_text_answers(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "send an invoice", kind="missing")
    writer, _ = team
    assert send(writer, f"{LIST}/1", do="ship", answer="nowhere").status_code == 409
    send(writer, f"{LIST}/1", do="ship", answer="en/billing/invoice")
    shown = writer.get(f"{LIST}/1")
    assert "The queries find it: say now whether its text answers them." in words(shown)
    assert "Does this text answer them?" in words(shown)
    assert "Before the fix: Not written yet" in words(shown)
    stale = send(writer, f"{LIST}/1", shown.text, do="confirm", **in_form(shown.text) | {"hash": "0" * 64})
    assert (stale.status_code, "was changed while you read it" in words(stale)) == (409, True)
    send(writer, f"{LIST}/1", do="confirm", **in_form(shown.text))
    page = words(writer.get(f"{LIST}/1"))
    assert "Proven: the text answers the queries, and they find it." in page
    assert "Writer said that it answers them" in page
    assert "Last replay: 1 of 1 queries find the answer" in page
    assert "Not written yet" not in page
    assert gap(database, 1).state is State.PROVEN
    assert "Not written yet" not in writer.get(f"{LIST}?state=proven").text.partition("<tbody")[2]


def test_text_that_does_not_answer_is_said_so_and_the_article_is_named_no_more(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "dunning letters", kind="unfindable", reason="read_near", article="en/billing/invoice")
    writer, _ = team
    shown = writer.get(f"{LIST}/1").text
    send(writer, f"{LIST}/1", do="deny", **in_form(shown))
    page = words(writer.get(f"{LIST}/1"))
    assert "Not written yet" in page
    assert "Somebody read the text that seemed to answer" in page
    assert "Does this text answer them?" not in page
    assert "does not answer the queries" in page


def test_article_that_is_near_is_shown_as_perhaps_the_one(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "dunning letters", kind="missing", reason="perhaps", hint="en/billing/invoice")
    page = words(team[0].get(f"{LIST}/1"))
    assert "Not written yet" in page
    assert "Perhaps this one:" in page
    assert "Does this text answer them?" in page


def test_gap_that_was_proven_before_anybody_was_asked_says_so(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "send an invoice", state="proven", answer="en/billing/invoice", kind="missing", proven_at=NOW)
    page = words(team[0].get(f"{LIST}/1"))
    assert "Proven before confirmations were asked for." in page
    assert "Does this text answer them?" in page


def test_queries_about_something_else_are_taken_out_on_the_page(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    add_gap(database, "cancel my plan", "chargeback window")
    writer, _ = team
    refused = send(writer, f"{LIST}/1", do="split")
    assert (refused.status_code, "Choose the queries" in words(refused)) == (409, True)
    both = {"do": "split", "query": ["en/chargeback window", "en/cancel my plan"]}
    assert send(writer, f"{LIST}/1", **both).status_code == 409  # type: ignore[arg-type]
    send(writer, f"{LIST}/1", do="split", query="en/chargeback window")
    assert "Gap 2 has 1 query of it now, and stays apart." in words(writer.get(f"{LIST}/1"))
    assert [query.text for query in queries_of(database, [1])[1]] == ["cancel my plan"]
    assert "Writer gave it 1 query of gap 1" in words(writer.get(f"{LIST}/2"))
    assert not propose_merge(database, 2, 1, NOW)


def test_article_that_was_deleted_is_said_to_be_gone(
    team: tuple[FlaskClient, FlaskClient], database: Database, config: Config
) -> None:
    add_gap(database, "send an invoice", kind="unfindable", article="en/billing/invoice")
    (config.articles / "en/billing/invoice.md").unlink()
    publish(config.articles, config.index, internal=config.internal_index)
    page = team[0].get(f"{LIST}/1")
    assert "(not on the site)" in page.text
    fix = team[0].get(f"{LIST}/1/fix?way=improve&article=en/billing/invoice")
    assert "There is no article en/billing/invoice any more." in fix.text


def test_gaps_about_one_matter_are_merged_or_kept_apart_on_their_page(
    team: tuple[FlaskClient, FlaskClient], database: Database
) -> None:
    for query in ("refund", "money back", "return an order"):
        add_gap(database, query)
    propose_merge(database, 2, 1, NOW)
    propose_merge(database, 3, 1, NOW)
    writer, other = team
    seen = other.get(f"{LIST}/2").text
    assert "Perhaps about the same" in seen
    send(writer, f"{LIST}/1", do="apart", other="3")
    page = words(writer.get(f"{LIST}/1"))
    assert "It stays apart from gap 3" in page
    assert "Writer said that gap 3 is about something else" in page
    assert "Keep apart return an order" not in page
    late = send(other, f"{LIST}/2", seen, do="merge", other="1", other_version="1")
    assert (late.status_code, "Writer was first" in words(late)) == (409, True)
    assert send(other, f"{LIST}/2", do="merge", other="1", other_version="2").status_code == 303
    page = words(other.get(f"{LIST}/2"))
    assert "all its queries belong to another gap now. refund" in page
    assert "asked by one person alone" not in page
    assert [query.text for query in queries_of(database, [1])[1]] == ["money back", "refund"]
    assert "Perhaps about the same" not in words(other.get(f"{LIST}/1"))


ADD = f"{LIST}/1/fix?way=add&article=en/billing/invoice"


def test_questions_are_previewed_and_then_written_where_a_writer_works(
    team: tuple[FlaskClient, FlaskClient], database: Database, config: Config
) -> None:
    add_gap(database, "dunning letters")
    writer, _ = team
    file = config.articles / "en/billing/invoice.md"
    before = file.read_bytes()
    fields = {"way": "add", "article": "en/billing/invoice", "questions": "dunning letters\n\n"}
    seen = send(writer, ADD, do="preview", **fields)
    assert "dunning letters — 1" in words(seen)
    assert '+questions:\n</span><span class="hc-gap-plus">+  - &#34;dunning letters&#34;' in seen.text
    assert file.read_bytes() == before
    assert gap(database, 1).version == 1
    done = send(writer, ADD, do="write", **fields)
    assert done.location == f"{LIST}/1"
    assert '\nquestions:\n  - "dunning letters"\n---' in file.read_text(encoding="utf-8")
    assert (gap(database, 1).state, gap(database, 1).answer) == (State.SHIPPED, "en/billing/invoice")


def test_forms_of_a_page_that_a_form_led_to_lead_on(team: tuple[FlaskClient, FlaskClient], database: Database) -> None:
    add_gap(database, "dunning letters")
    writer, _ = team
    fields = {"way": "add", "article": "en/billing/invoice", "questions": "dunning letters", "version": "1"}
    seen = writer.post(ADD, data={"do": "preview", "token": token_in(writer.get(ADD).text), **fields})
    actions = re.findall(r'<form[^>]+action="([^"]*gaps[^"]*)"', seen.text)
    assert [unescape(action) for action in actions] == [f"{LIST}/1/fix?way=add&article=en%2Fbilling%2Finvoice"]
    other_language = re.findall(r'href="(/ja/dashboard/[^"]*fix[^"]*)"', seen.text)[0]
    assert writer.get(unescape(other_language)).status_code == 200
    refused = send(writer, f"{LIST}/1", do="rename", title="")
    assert set(re.findall(r'action="(/en/dashboard/gaps[^"]*)"', refused.text)) == {f"{LIST}/1", f"{LIST}/1#fix"}


def test_on_a_server_a_fix_is_a_patch_or_an_editor_elsewhere_and_nothing_is_written(
    config: Config, database: Database
) -> None:
    add_gap(database, "dunning letters")
    edit_url = "https://git.example.com/edit/main/articles/{path}"
    writer = signed_in(create_app(replace(config, edit_url=edit_url)), WRITER)
    page = writer.get(ADD)
    assert 'href="https://git.example.com/edit/main/articles/en/billing/invoice.md"' in page.text
    assert 'value="write"' not in page.text
    fields = {"way": "add", "article": "en/billing/invoice", "questions": "dunning letters"}
    before = (config.articles / "en/billing/invoice.md").read_bytes()
    assert send(writer, ADD, do="write", **fields).status_code == 400
    patch = send(writer, ADD, do="patch", **fields)
    assert patch.mimetype == "text/x-diff"
    assert patch.headers["Content-Disposition"] == "attachment; filename=gap-1.patch"
    assert patch.text.startswith("diff --git a/en/billing/invoice.md b/en/billing/invoice.md\n")
    assert (config.articles / "en/billing/invoice.md").read_bytes() == before
    assert (gap(database, 1).state, gap(database, 1).answer) == (State.IN_PROGRESS, "en/billing/invoice")


def test_article_is_improved_at_its_section(team: tuple[FlaskClient, FlaskClient], database: Database) -> None:
    add_gap(database, "dunning letters")
    path = f"{LIST}/1/fix?way=improve&article=en/billing/invoice"
    assert "en/billing/invoice.md:4" in words(team[0].get(path))
    send(team[0], path, way="improve", article="en/billing/invoice", do="choose")
    assert (gap(database, 1).state, gap(database, 1).answer) == (State.IN_PROGRESS, "en/billing/invoice")


def test_new_article_is_drafted_in_the_language_of_the_gap(
    team: tuple[FlaskClient, FlaskClient], database: Database, config: Config
) -> None:
    add_gap(database, "督促状を送りたい", locale="ja")
    path = "/ja/dashboard/gaps/1/fix?way=new"
    fields = {"way": "new", "article": "ja/billing/dunning", "title": "督促状を送る"}
    assert "督促状を送りたい — 1" in words(send(team[0], path, do="preview", **fields))
    send(team[0], path, do="write", **fields)
    draft = (config.articles / "ja/billing/dunning.md").read_text(encoding="utf-8")
    assert draft.startswith('---\ntitle: "督促状を送る"\n')
    assert "## 手順" in draft
    assert gap(database, 1).state is State.IN_PROGRESS
    again = send(team[0], path, do="preview", **fields)
    assert (again.status_code, "billing/dunningは、もうあります" in again.text) == (422, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"way": "add", "article": "en/billing/invoice", "questions": " "},
        {"way": "add", "article": "en/billing/invoice", "questions": "(open"},
        {"way": "add", "article": "en/nowhere", "questions": "x"},
        {"way": "new", "article": "../../etc/passwd", "title": "x"},
        {"way": "new", "article": "en/", "title": "x"},
    ],
)
def test_fix_that_cannot_be_made_says_why(
    team: tuple[FlaskClient, FlaskClient], database: Database, fields: dict[str, str]
) -> None:
    add_gap(database, "dunning letters", title="")
    answer = send(team[0], ADD, do="preview", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert gap(database, 1).version == 1


def test_fix_of_a_gap_that_somebody_changed_meanwhile_is_not_written(
    team: tuple[FlaskClient, FlaskClient], database: Database, config: Config
) -> None:
    add_gap(database, "dunning letters")
    one, other = team
    seen = one.get(ADD).text
    send(other, f"{LIST}/1", do="take")
    before = (config.articles / "en/billing/invoice.md").read_bytes()
    fields = {"way": "add", "article": "en/billing/invoice", "questions": "dunning letters"}
    late = send(one, ADD, seen, do="write", **fields)
    assert (late.status_code, "Admin was first" in late.text) == (409, True)
    assert (config.articles / "en/billing/invoice.md").read_bytes() == before
