from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import select

from helpcenter.errors import DatabaseUnavailableError
from helpcenter.insights.exporting import csv_of, safe_cell
from helpcenter.insights.feedback import Feedback
from helpcenter.insights.questions import Question, sent, write_question
from helpcenter.insights.received import Kind, erase, received
from helpcenter.insights.spool import Spool
from helpcenter.insights.votes import Vote, write_vote
from helpcenter.storage.database import Database
from helpcenter.storage.tables import Questions

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def vote(identity: str, minutes: int = 0, slug: str = "a", comment: str = "") -> Vote:
    return Vote(identity, "en", slug, "c0ffee", False, comment, NOON + timedelta(minutes=minutes))


def question(identity: str, minutes: int = 0, address: str = "aki@example.com", text: str = "How?") -> Question:
    made_at = NOON + timedelta(minutes=minutes)
    return Question(identity, "ja", text, "Aki Mori", address, "bill", "a", "http://h/a", "c0ffee", made_at)


def ids(database: Database, **wanted: object) -> list[str]:
    return [each.id for each in received(database, **wanted)]  # type: ignore[arg-type]


def test_votes_and_questions_stand_together_newest_first(database_url: str) -> None:
    database = Database(database_url)
    for number, minutes in enumerate((3, 1)):
        write_vote(vote(f"vote {number}", minutes, slug=f"a{number}"), database)
    write_question(question("question", 2), database, NOON)
    assert ids(database) == ["vote 0", "question", "vote 1"]
    assert ids(database, most=2) == ["vote 0", "question"]
    assert ids(database, kind=Kind.VOTE) == ["vote 0", "vote 1"]
    assert ids(database, kind=Kind.QUESTION) == ["question"]
    assert ids(database, slug="a") == ["question"]
    assert ids(database, slug="a1", kind=Kind.VOTE, most=1) == ["vote 1"]


def test_nothing_tells_who_asked_even_before_it_is_sent(database_url: str) -> None:
    database = Database(database_url)
    write_question(question("waiting", text="Call 090-1234-5678"), database, NOON)
    write_question(sent(question("arrived", 1), NOON), database, NOON)
    arrived, waiting = received(database)
    assert (arrived.sent, waiting.sent) == (True, False)
    assert waiting.text == "Call [phone]"
    assert "aki" not in msgspec.json.encode([arrived, waiting]).decode().lower()


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def test_an_address_is_erased_however_it_is_written_and_others_stay(database_url: str, spool: Spool) -> None:
    database = Database(database_url)
    for name, address in (("one", "Aki@Example.com"), ("two", "aki@example.com"), ("three", "rin@example.com")):
        write_question(question(name, address=address), database, NOON)
    assert erase(database, spool, "AKI@example.com") == 2
    assert ids(database) == ["three"]
    assert erase(database, spool, "aki@example.com") == 0


def test_one_vote_or_question_is_erased_by_its_id(database_url: str, spool: Spool) -> None:
    database = Database(database_url)
    write_question(sent(question("arrived"), NOON), database, NOON)
    write_vote(vote("vote", comment="I am Aki"), database)
    write_vote(vote("other"), database)
    assert [erase(database, spool, each) for each in ("arrived", "vote", "", "%", "aki@example.com")] == [1, 1, 0, 0, 0]
    assert ids(database) == ["other"]


def test_what_waits_in_files_is_erased_before_it_comes_back(tmp_path: Path, spool: Spool) -> None:
    away = Database("postgresql://help@/help?host=/nowhere")
    feedback = Feedback(away, spool)
    feedback.close()
    for name in ("mine", "theirs"):
        address = "aki@example.com" if name == "mine" else "rin@example.com"
        spool.put(f"question-{name}-asked.json", msgspec.json.encode(question(name, address=address)))
        spool.put(f"vote-1-{name}.json", msgspec.json.encode(vote(name)))
    spool.put("vote-2-broken.json", b"{")
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db")
    assert erase(database, spool, "aki@example.com") == 1
    assert erase(database, spool, "mine") == 1
    Feedback(database, spool).work()
    with database.reading() as session:
        assert list(session.scalars(select(Questions.id))) == ["theirs"]
    assert ids(database, kind=Kind.VOTE) == ["theirs"]


def test_a_database_that_is_away_is_said(spool: Spool) -> None:
    away = Database("postgresql://help@/help?host=/nowhere")
    with pytest.raises(DatabaseUnavailableError):
        erase(away, spool, "mine")
    with pytest.raises(DatabaseUnavailableError):
        received(away)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠1", " =1", "\u3000=1"],
)
def test_what_begins_like_a_formula_is_text_in_a_spreadsheet(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "yes", "1 = 1", "a@example.com", "料金", "'=1"])
def test_what_does_not_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_a_table_comes_back_cell_by_cell() -> None:
    rows = [["=cmd|' /C calc'!A0", 'says "no", twice\nand goes'], ["料金", "＝1"]]
    table = csv_of(["a", "b"], rows)
    assert table.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""))) == [
        ["a", "b"],
        ["'=cmd|' /C calc'!A0", 'says "no", twice\nand goes'],
        ["料金", "'＝1"],
    ]
