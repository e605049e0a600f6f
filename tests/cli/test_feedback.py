from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.questions import Question, write_question
from helpcenter.insights.votes import Vote, write_vote
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import HelpCenter

NOW = datetime.now(UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance folder with two votes and a question."""
    database = Database(f"sqlite:///{tmp_path}/helpcenter.db")
    write_vote(Vote("v1", "en", "billing/refund", "c0ffee", False, "=HYPERLINK(1)\n[bold]no[/]", NOW), database)
    write_vote(Vote("v2", "ja", "account/password", "c0ffee", True, "", NOW - timedelta(days=100)), database)
    asked = Question("q1", "ja", "返金は？", "Aki", "aki@example.com", "返金", "", "", "c0ffee", NOW - timedelta(1))
    write_question(asked, database, NOW)
    return tmp_path


@pytest.fixture
def feedback(helpcenter: HelpCenter, instance: Path) -> HelpCenter:
    def run(*arguments: str, **environ: str) -> Result:
        return helpcenter("feedback", *arguments, "--instance", str(instance), **environ)

    return run


def test_what_was_received_is_listed_newest_first(feedback: HelpCenter) -> None:
    lines = feedback("list").output.splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("20")] == ["v1", "q1", "v2"]
    assert "  not helpful   en/billing/refund  v1" in lines[0]
    assert lines[1] == "    =HYPERLINK(1) [bold]no[/]"
    assert "  not sent yet  ja  q1" in lines[2]
    assert "aki" not in "".join(lines).lower()
    assert len(feedback("list", "--most", "1", "--kind", "vote").output.splitlines()) == 2
    assert "Nothing was received that fits." in feedback("list", "--article", "nowhere").output


def test_it_is_listed_as_json(feedback: HelpCenter) -> None:
    [question] = json.loads(feedback("list", "--json", "--kind", "question").output)
    found = (question["id"], question["text"], question["searched"], question["sent"])
    assert found == ("q1", "返金は?", "返金", False)  # masked, so in one form


def test_a_table_is_exported_without_formulas(feedback: HelpCenter, tmp_path: Path) -> None:
    file = tmp_path / "feedback.csv"
    assert "3 received" in feedback("export", str(file)).output
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["id"] for row in rows] == ["v1", "q1", "v2"]
    assert rows[0]["text"] == "'=HYPERLINK(1)\n[bold]no[/]"
    assert [row["helpful"] for row in rows] == ["no", "", "yes"]
    assert [row["sent"] for row in rows] == ["", "no", ""]


def test_all_of_it_is_exported_as_json(feedback: HelpCenter, tmp_path: Path) -> None:
    file = tmp_path / "feedback.json"
    feedback("export", str(file), "--article", "billing/refund")
    [vote] = json.loads(file.read_text(encoding="utf-8"))
    assert vote["text"] == "=HYPERLINK(1)\n[bold]no[/]"


def test_a_file_that_cannot_be_written_is_said(feedback: HelpCenter, tmp_path: Path) -> None:
    odd = feedback("export", str(tmp_path / "feedback.xls"))
    assert (odd.exit_code, "has to end in .csv or .json" in odd.output) == (2, True)
    lost = feedback("export", str(tmp_path / "nowhere/feedback.csv"))
    assert (lost.exit_code, "cannot be written: No such file or directory." in lost.output) == (1, True)


def test_what_somebody_asked_is_erased_once(feedback: HelpCenter) -> None:
    assert feedback("erase", "aki@example.com").output == "Erased 1 entry for good\n"
    again = feedback("erase", "aki@example.com")
    assert (again.exit_code, "Nothing is kept under 'aki@example.com'." in again.output) == (1, True)
    assert feedback("erase", "v1").exit_code == 0
    assert len(feedback("list").output.splitlines()) == 1
    assert feedback("erase", "v2").exit_code == 0
    assert "Nothing was received yet." in feedback("list").output


def test_what_is_old_is_pruned_and_never_delivered_questions_are_told(helpcenter: HelpCenter, instance: Path) -> None:
    first = helpcenter("database", "prune", "--instance", str(instance))
    assert first.output == "Removed 1 vote, 0 questions and 0 counts of searches, older than 90 days\n"
    write_question(
        Question("q0", "en", "?", "", "a@example.com", "", "", "", "", NOW - timedelta(3)),
        Database(f"sqlite:///{instance}/helpcenter.db"),
        NOW,
    )
    second = helpcenter("database", "prune", "--instance", str(instance), "--retention-days", "2")
    assert "Removed 0 votes, 1 question and 0 counts" in second.output
    assert "1 question of them never arrived" in second.output
    refused = helpcenter("database", "prune", "--instance", str(instance), "--retention-days", "0")
    assert (refused.exit_code, "from 1 to 3650" in refused.output) == (2, True)
