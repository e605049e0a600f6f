from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from helpcenter.content.adding_questions import add_questions
from helpcenter.content.changes import Change, read_source
from helpcenter.content.drafting import draft_article
from helpcenter.errors import ChangeError
from helpcenter.insights.counting import Batch
from helpcenter.insights.gaps.days import count_days
from helpcenter.insights.gaps.previewing import Origin, preview
from helpcenter.insights.leads import Kind, Led, write_leads
from helpcenter.insights.outcomes import Outcome
from helpcenter.storage.database import Database
from tests.insights.gaps.making import Site, add_gap, search_for

if TYPE_CHECKING:
    from pathlib import Path

REFUND = "en/billing/refund"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def question(site: Site, *questions: str) -> Change:
    path = f"{REFUND}.md"
    return add_questions(path, read_source(site.articles, path) or "", questions)


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_change_is_tried_without_touching_the_articles_or_the_index(database: Database, site: Site) -> None:
    generation = site.publish()
    before = state_of(site.articles), state_of(site.index)
    number = add_gap(database, "get my cash back")
    seen = preview(database, number, question(site, "get my cash back"), REFUND, site.articles, generation)
    (own,) = seen.own
    assert (own.query.text, own.before, own.after, own.is_gained) == ("get my cash back", None, 1, True)
    assert (state_of(site.articles), state_of(site.index)) == before


def test_queries_that_would_lose_their_article_are_told_first(database: Database, site: Site) -> None:
    (site.articles / "searches.yml").write_text(
        "- {query: cash come back, locale: en, articles: [other/cash-4], proven: 2026-11-01, rank: 1}\n"
        "- {query: refunds, locale: en, articles: [billing/refund]}\n"
        "- {query: weather, locale: en, articles: []}\n",
        encoding="utf-8",
    )
    site.write("en/other/cash-4.md", "Cash", "Pay.", "questions: [cash come back]\n")
    for number in (0, 1, 2, 3):
        site.remove(f"en/other/cash-{number}.md")
    generation = site.publish()
    change = Change(
        "en/other/cash-4.md", read_source(site.articles, "en/other/cash-4.md"), "---\ntitle: Coins\n---\nPay.\n"
    )
    seen = preview(database, add_gap(database, "coins"), change, "en/other/cash-4", site.articles, generation)
    (lost,) = [moved for moved in seen.moved if moved.is_lost]
    assert seen.moved[0] == lost
    assert (lost.query.origin, lost.query.text, lost.before, lost.after) == (Origin.PROVEN, "cash come back", 1, None)


def test_logged_queries_are_watched_by_the_article_they_led_to(database: Database, site: Site) -> None:
    generation = site.publish()
    now = datetime.now(UTC)
    search_for(database, "chargeback", "a", "b", at=now)
    search_for(database, "chargeback rules", "a", at=now)
    search_for(database, "pay in cash", "a", "b", at=now, outcome=Outcome.ANSWERED)
    count_days(database, now.date())
    day = int(now.timestamp()) // 86_400
    write_leads(Batch("1", {Led(day, "en", Kind.QUERY, "pay in cash", "other/cash-2"): 3}), database, now)
    change = question(site, "chargeback", "pay in cash", "chargeback rules")
    seen = preview(database, add_gap(database), change, REFUND, site.articles, generation)
    moved = {each.query.text: each for each in seen.moved}
    assert set(moved) == {"chargeback", "pay in cash"}  # what one person asked is not shown
    assert (moved["chargeback"].before, moved["chargeback"].after) == (None, 1)
    pushed = moved["pay in cash"]
    assert pushed.query.article == "en/other/cash-2"
    assert pushed.before is not None
    assert pushed.after is None or pushed.after > pushed.before


def test_draft_is_tried_as_if_it_were_published(database: Database, site: Site) -> None:
    generation = site.publish()
    draft = draft_article("en", "billing/chargeback", "Chargebacks", ["dispute a payment"])
    number = add_gap(database, "dispute a payment")
    seen = preview(database, number, draft, "en/billing/chargeback", site.articles, generation)
    assert (seen.own[0].before, seen.own[0].after) == (None, 1)
    assert not (site.articles / draft.path).exists()


def test_file_that_changed_meanwhile_is_not_tried(database: Database, site: Site) -> None:
    generation = site.publish()
    change = question(site, "get my cash back")
    site.write("en/billing/refund.md", "Money back", "We return money.")
    with pytest.raises(ChangeError, match="meanwhile"):
        preview(database, add_gap(database), change, REFUND, site.articles, generation)
