from __future__ import annotations

import csv
import json
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.gaps.merging import propose_merge
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, queries_of
from helpcenter.storage.database import Database
from tests.cli.conftest import write
from tests.insights.gaps.making import NOW, add_gap, add_user, search_for

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import HelpCenter


class Site:
    """The command line with an instance and articles of its own, published once."""

    def __init__(self, run: HelpCenter, articles: Path, instance: Path) -> None:
        self.run = run
        self.articles = articles
        self.instance = instance
        self.database = Database(f"sqlite:///{instance}/helpcenter.db")
        self.settings = {"HELPCENTER_ARTICLES": str(articles), "HELPCENTER_INSTANCE": str(instance)}
        self.publish()

    def gaps(self, *arguments: str) -> Result:
        return self.run("gaps", *arguments, HELPCENTER_SEMANTIC="off", **self.settings)

    def publish(self) -> Result:
        return self.run("index", HELPCENTER_SEMANTIC="off", **self.settings)


@pytest.fixture
def site(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> Site:
    return Site(helpcenter, articles, tmp_path / "instance")


def test_gap_goes_from_a_search_to_its_proof_and_into_the_check(site: Site) -> None:
    now = datetime.now(UTC) - timedelta(minutes=1)
    search_for(site.database, "chargeback deadline", "a", "b", at=now)
    assert site.gaps("refresh").output == "1 new gaps, 0 grown, 1 explained anew\n"
    assert "chargeback deadline" in site.gaps("list").output
    add_user(site.database, "Aki")
    assert site.gaps("assign", "1", "aki@example.com").output == "Gap 1 is Aki's now\n"
    done = site.gaps("fix", "1", "--add-to", "en/billing/refund", "--write")
    assert "billing/refund.md is written: publish it" in done.output
    assert site.gaps("replay", "1").exit_code == 1
    site.publish()
    waiting = site.gaps("replay", "1")
    assert "gap 1: shipped, 1 of 1 queries find en/billing/refund" in waiting.output
    assert "nobody has said yet that its text answers them: helpcenter gaps confirm 1" in waiting.output
    said = site.gaps("confirm", "1", "--yes", "--by", "aki@example.com").output
    assert "gap 1: shipped -> proven, 1 of 1 queries find en/billing/refund" in said
    assert "Aki: en/billing/refund# answers it" in site.gaps("show", "1").output
    assert site.gaps("replay", "1", "--write").exit_code == 0
    assert site.run("check", **site.settings).exit_code == 0
    refund = site.articles / "en/billing/refund.md"
    write(refund, refund.read_text(encoding="utf-8").replace("chargeback deadline", "another matter"))
    result = site.run("check", **site.settings)
    assert result.exit_code == 1
    assert "'chargeback deadline' (en) was proven on" in result.output
    assert "gap 1: proven -> regressed" in site.publish().output
    assert site.gaps("replay").exit_code == 1
    shown = site.gaps("show", "1").output
    assert "proven -> regressed" not in shown
    assert "0 of 1 queries find the answer, regressed" in shown


def test_what_one_person_asked_is_shown_and_exported_nowhere(site: Site, tmp_path: Path) -> None:
    now = datetime.now(UTC) - timedelta(minutes=1)
    search_for(site.database, "chargeback deadline", "a", "b", at=now)
    search_for(site.database, "chargeback deadline for me", "c", at=now)
    site.gaps("refresh")
    assert gap(site.database, 1).queries == 2
    site.gaps("export", str(tmp_path / "gaps.csv"))
    outputs = [site.gaps(*command).output for command in (("list", "--json"), ("show", "1"), ("show", "1", "--json"))]
    assert all("chargeback deadline" in output for output in outputs)
    assert not any("for me" in output for output in [*outputs, (tmp_path / "gaps.csv").read_text(encoding="utf-8")])


def test_export_is_a_table_without_formulas_or_json(site: Site, tmp_path: Path) -> None:
    add_gap(site.database, "=HYPERLINK(1)", "+1")
    assert site.gaps("export", str(tmp_path / "gaps.csv")).output == f"{tmp_path / 'gaps.csv'}: 1 gap\n"
    with (tmp_path / "gaps.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["title"], row["state"], row["queries"]) == ("'=HYPERLINK(1)", "open", "2")
    assert row["examples"].startswith("'")
    site.gaps("export", str(tmp_path / "gaps.json"))
    (exported,) = json.loads((tmp_path / "gaps.json").read_text(encoding="utf-8"))
    assert [each["query"] for each in exported["examples"]] == ["+1", "=HYPERLINK(1)"]
    assert site.gaps("export", str(tmp_path / "gaps.txt")).exit_code == 2


def test_list_keeps_to_what_is_wanted_and_leaves_out_what_is_done(site: Site) -> None:
    add_gap(site.database, "open one", harm=2.0)
    add_gap(site.database, "proven one", state="proven")
    add_gap(site.database, "ja one", locale="ja", kind="missing", harm=3.0)
    assert [line.split()[0] for line in site.gaps("list").output.splitlines()] == ["3", "1"]
    assert len(site.gaps("list", "--all").output.splitlines()) == 3
    assert site.gaps("list", "--state", "proven").output.split()[0] == "2"
    assert site.gaps("list", "--kind", "missing", "--locale", "ja").output.split()[0] == "3"
    assert "no gap that fits" in site.gaps("list", "--locale", "fr").output


def test_work_on_a_gap_is_told_with_who_did_it(site: Site) -> None:
    number = add_gap(site.database, "refund")
    add_user(site.database, "Aki")
    assert site.gaps("assign", "1", "nobody@example.com").exit_code == 1
    site.gaps("assign", "1", "aki@example.com", "--by", "aki@example.com")
    assert site.gaps("assign", "1").output == "Gap 1 is nobody's now; it was Aki's\n"
    assert "Say why" in site.gaps("move", "1", "wont_fix").output
    site.gaps("comment", "1", "ask a@example.com", "--by", "aki@example.com")
    assert site.gaps("move", "1", "wont_fix", "--reason", "not ours").exit_code == 0
    told = site.gaps("show", "1").output
    assert "Aki: comment: ask [email]" in told
    assert "open -> wont_fix: not ours" in told
    assert gap(site.database, number).state is State.WONT_FIX
    assert site.gaps("move", "1", "proven").exit_code == 2
    assert "There is no gap 9" in site.gaps("show", "9").output


def test_gaps_are_merged(site: Site) -> None:
    add_gap(site.database, "refund")
    add_gap(site.database, "money back")
    assert site.gaps("merge", "2", "1").output == "Gap 1 has 2 queries now; gap 2 has none\n"
    assert "helpcenter: into gap 1" in site.gaps("show", "2").output


def test_queries_about_something_else_are_taken_out_and_stay_apart(site: Site) -> None:
    add_gap(site.database, "cancel my plan", "chargeback window")
    assert "has no query 'nothing'" in site.gaps("split", "1", "--query", "nothing").output
    done = site.gaps("split", "1", "--query", "Chargeback  window")
    assert done.output == "Gap 2 has 1 of them now; gap 1 has 1 query left\n"
    assert gap(site.database, 2).kind is not None  # explained at once
    assert [query.text for query in queries_of(site.database, [2])[2]] == ["chargeback window"]
    assert not propose_merge(site.database, 2, 1, NOW)
    add_gap(site.database, "terminate")
    assert site.gaps("apart", "3", "1").output == "Gap 3 and gap 1 stay apart\n"
    assert not propose_merge(site.database, 3, 1, NOW)


def test_text_is_shown_beside_the_queries_and_somebody_answers_by_name(site: Site) -> None:
    add_gap(site.database, "get a refund")
    add_user(site.database, "Aki")
    assert "No published article" in site.gaps("confirm", "1", "--yes", "--by", "aki@example.com").output
    site.gaps("ship", "1", "--answer", "en/billing/refund")
    assert "Only somebody with an account" in site.gaps("confirm", "1", "--yes").output
    assert "has no section 'nowhere'" in site.gaps("confirm", "1", "--section", "nowhere", "--yes").output
    asked = site.gaps("confirm", "1", "--by", "aki@example.com")
    assert "Does this text answer them? [y/N]" in asked.output
    assert "  get a refund\n" in asked.output
    assert gap(site.database, 1).confirmed is None
    denied = site.gaps("confirm", "1", "--no", "--by", "aki@example.com").output
    assert "does not answer it, which is kept; the gap is open" in denied
    assert "Aki: en/billing/refund# does not answer it" in site.gaps("show", "1").output


def test_fix_is_a_patch_that_git_applies_from_the_root(site: Site) -> None:
    add_gap(site.database, "chargeback (deadline)")
    subprocess.run(["git", "init", "-q"], cwd=site.articles.parent, check=True)
    patch = site.gaps("fix", "1", "--add-to", "en/billing/refund").output
    subprocess.run(["git", "apply", "-"], cwd=site.articles.parent, input=patch, text=True, check=True)
    assert 'questions:\n  - "chargeback \\\\(deadline\\\\)"\n' in (site.articles / "en/billing/refund.md").read_text()
    assert gap(site.database, 1).state is State.OPEN


def test_preview_shows_what_would_move_and_writes_nothing(site: Site) -> None:
    add_gap(site.database, "chargeback deadline")
    before = (site.articles / "en/billing/refund.md").read_bytes()
    seen = site.gaps("fix", "1", "--add-to", "en/billing/refund", "--preview").output
    assert "+ none -> 1     chargeback deadline  (gap, en/billing/refund)" in seen
    assert "No other query would move." in seen
    assert (site.articles / "en/billing/refund.md").read_bytes() == before


def test_draft_is_written_and_shipped_when_it_is_finished(site: Site) -> None:
    add_gap(site.database, "chargeback deadline")
    done = site.gaps("fix", "1", "--draft", "en/billing/chargeback", "--write")
    assert "finish it, then helpcenter gaps ship 1" in done.output
    assert gap(site.database, 1).state is State.IN_PROGRESS
    file = site.articles / "en/billing/chargeback.md"
    text = file.read_text(encoding="utf-8")
    write(file, "\n".join(line for line in text.splitlines() if not line.startswith("visibility")))
    site.gaps("ship", "1")
    site.publish()
    add_user(site.database, "Aki")
    assert "shipped -> proven" in site.gaps("confirm", "1", "--yes", "--by", "aki@example.com").output
    again = site.gaps("fix", "1", "--draft", "en/billing/chargeback")
    assert (again.exit_code, "is there already" in again.output) == (1, True)


def test_fix_needs_one_way_and_an_article_that_is_there(site: Site) -> None:
    add_gap(site.database, "chargeback deadline")
    assert site.gaps("fix", "1").exit_code == 2
    assert site.gaps("fix", "1", "--add-to", "en/a", "--draft", "en/b").exit_code == 2
    assert "There is no file en/nowhere.md any more" in site.gaps("fix", "1", "--add-to", "en/nowhere").output
    assert "no article's path" in site.gaps("fix", "1", "--draft", "en/../x").output


def test_patch_of_proven_queries_is_all_that_is_printed(site: Site) -> None:
    add_gap(site.database, "get a refund")
    add_user(site.database, "Aki")
    site.gaps("ship", "1", "--answer", "en/billing/refund")
    site.gaps("confirm", "1", "--yes", "--by", "aki@example.com")
    patch = site.gaps("replay", "1", "--patch").output
    assert patch.startswith("diff --git a/searches.yml b/searches.yml\nnew file mode 100644\n")
    assert '+- {query: "get a refund", locale: en, articles: [billing/refund], proven:' in patch


def test_publishing_makes_no_database_and_goes_on_without_one(
    helpcenter: HelpCenter, articles: Path, tmp_path: Path
) -> None:
    settings = {"HELPCENTER_ARTICLES": str(articles), "HELPCENTER_INSTANCE": str(tmp_path / "i")}
    assert helpcenter("index", HELPCENTER_SEMANTIC="off", **settings).exit_code == 0
    assert not (tmp_path / "i" / "helpcenter.db").exists()
    (tmp_path / "i" / "helpcenter.db").write_text("no database", encoding="utf-8")
    assert helpcenter("index", HELPCENTER_SEMANTIC="off", **settings).exit_code == 0
