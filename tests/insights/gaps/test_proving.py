from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from helpcenter.accounts.users import Users
from helpcenter.errors import ChangeError, GapError, JudgmentsError
from helpcenter.insights.gaps.confirming import Standing, confirm, denied_of, deny, published, texts_of
from helpcenter.insights.gaps.gap import Happened, Person
from helpcenter.insights.gaps.proven_queries import ProvenQuery, add_proven, proven_queries
from helpcenter.insights.gaps.proving import prove, prove_one
from helpcenter.insights.gaps.replaying import replay
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, history_of, queries_of
from helpcenter.insights.gaps.values import FailureKind
from helpcenter.insights.gaps.working import Doing, move, ship
from helpcenter.search.judgments import read_judgments
from helpcenter.search.results import Confidence
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GapQueries
from tests.insights.gaps.making import NOW, Site, add_gap, add_user

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.generation import Generation

LATER = NOW + timedelta(days=1)
QUESTIONS = 'questions: ["get my cash back", "charged for nothing"]\n'


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def shipped(database: Database, *queries: str) -> int:
    """A gap that is shipped, and whose text nobody has looked at."""
    number = add_gap(database, *queries, found="en/other/cash-1")
    ship(database, Doing(number, None), "en/billing/refund", now=NOW)
    return number


def answered(database: Database, number: int, generation: Generation, who: str = "Aki") -> int:
    """Let somebody say that the text of the answer answers the queries."""
    article = published(generation, "en/billing/refund")
    assert article is not None
    known = {user.name: user.id for user in Users(database).all()}
    person = Person(known.get(who) or add_user(database, who), who)
    confirm(database, Doing(number, person), texts_of(article)[0], NOW)
    return number


def confirmed(database: Database, site: Site, *queries: str) -> int:
    """A gap that is shipped, and whose text somebody confirmed."""
    return answered(database, shipped(database, *queries), site.publish())


def test_shipped_gap_is_proven_when_all_its_queries_find_the_answer(database: Database, site: Site) -> None:
    number = confirmed(database, site, "get my cash back", "charged for nothing")
    (before,) = prove(database, site.publish(), NOW)
    assert (before.state, len(before.missing), before.is_published) == (State.SHIPPED, 2, True)
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    generation = site.publish()
    (proof,) = prove(database, generation, LATER)
    assert (proof.state, proof.is_moved, proof.missing) == (State.PROVEN, True, ())
    proven = gap(database, number)
    assert (proven.state, proven.proven_at, proven.proven_commit) == (State.PROVEN, LATER, generation.commit)
    assert [(query.rank_before, query.rank_after) for query in queries_of(database, [number])[number]] == [
        (None, 1)
    ] * 2
    told = history_of(database, number)[0]
    assert (told.kind, told.author, told.detail["found"], told.detail["of"]) == (Happened.REPLAY, None, 2, 2)


def test_gap_is_not_proven_before_a_person_says_that_the_text_answers(database: Database, site: Site) -> None:
    number = shipped(database, "get my cash back")
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    generation = site.publish()
    proof = prove_one(database, number, generation, NOW)
    assert (proof.state, proof.standing, proof.waits_for_a_person) == (State.SHIPPED, Standing.NONE, True)
    answered(database, number, generation)
    assert prove_one(database, number, generation, LATER).state is State.PROVEN
    told = [(entry.kind, entry.author.name if entry.author else "") for entry in history_of(database, number)]
    assert (Happened.CONFIRMED, "Aki") in told
    assert gap(database, number).confirmed is not None


def test_text_that_is_changed_has_to_be_confirmed_again(database: Database, site: Site) -> None:
    number = confirmed(database, site, "get my cash back")
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    assert prove(database, site.publish(), NOW)[0].state is State.PROVEN
    site.write("en/billing/refund.md", "Refunds", "We  return\nmoney.", QUESTIONS)
    assert prove(database, site.publish(), NOW)[0].state is State.PROVEN  # other spaces say nothing else
    site.write("en/billing/refund.md", "Refunds", "We return no money.", QUESTIONS)
    generation = site.publish()
    (proof,) = prove(database, generation, LATER)
    assert (proof.state, proof.standing, gap(database, number).state) == (
        State.SHIPPED,
        Standing.OUTDATED,
        State.SHIPPED,
    )
    answered(database, number, generation)
    assert prove(database, generation, LATER)[0].state is State.PROVEN


def test_gap_that_was_proven_before_anybody_was_asked_stays_proven_and_may_be_lost(
    database: Database, site: Site
) -> None:
    number = add_gap(database, "refunds", state="proven", answer="en/billing/refund", proven_at=NOW)
    (proof,) = prove(database, site.publish(), NOW)
    assert (proof.state, proof.standing) == (State.PROVEN, Standing.NONE)
    site.remove("en/billing/refund.md")
    assert prove(database, site.publish(), LATER)[0].state is State.REGRESSED
    assert gap(database, number).state is State.REGRESSED


def test_right_article_below_the_card_of_another_is_no_proof(database: Database, site: Site) -> None:
    number = confirmed(database, site, "pay back charges")
    site.write("en/billing/charges.md", "Pay back charges", "How to pay.", 'questions: ["pay back charges"]\n')
    site.write("en/billing/refund.md", "Refunds of charges", "We return money.")
    proof = prove_one(database, number, site.publish(), NOW)
    assert proof.asked[0].is_found
    assert (proof.asked[0].is_answered, proof.state) == (False, State.SHIPPED)


def test_text_that_does_not_answer_opens_the_gap_again_and_is_not_named_any_more(
    database: Database, site: Site
) -> None:
    generation = site.publish()
    article = published(generation, "en/billing/refund")
    assert article is not None
    number = add_gap(database, "refunds", state="proven", answer="en/billing/refund", article="en/billing/refund")
    text = texts_of(article)[0]
    with pytest.raises(GapError):
        deny(database, Doing(number, None), text, NOW)
    denied = deny(database, Doing(number, Person(add_user(database), "Aki")), text, NOW)
    assert (denied.state, denied.kind, denied.article, denied.answer) == (State.OPEN, FailureKind.MISSING, "", "")
    assert denied_of(database, [number]) == {number: {"en/billing/refund"}}


def test_only_the_text_of_the_answer_is_confirmed_by_somebody_with_an_account(database: Database, site: Site) -> None:
    number = shipped(database, "get my cash back")
    article = published(site.publish(), "en/other/cash-1")
    assert article is not None
    text = texts_of(article)[0]
    for author in (None, Person(add_user(database), "Aki")):
        with pytest.raises(GapError):
            confirm(database, Doing(number, author), text, NOW)
    assert gap(database, number).confirmed is None


def test_one_query_that_finds_it_is_not_enough(database: Database, site: Site) -> None:
    confirmed(database, site, "get my cash back", "something nobody wrote about")
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    (proof,) = prove(database, site.publish(), NOW)
    assert (proof.state, [each.text for each in proof.missing]) == (State.SHIPPED, ["something nobody wrote about"])


def hide(database: Database, beginning: str = "") -> None:
    """Let what begins so be what one person asked."""
    with database.writing() as session:
        session.execute(update(GapQueries).where(GapQueries.normalized.startswith(beginning)).values(visitors=1))


def test_what_one_person_asked_decides_only_together_and_is_told_nowhere(database: Database, site: Site) -> None:
    lonely = [f"something nobody wrote about {number}" for number in range(2)]
    others = [f"charged for nothing {number}" for number in range(3)]
    few = confirmed(database, site, "get my cash back", *lonely)
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    hide(database, "something")
    assert prove(database, site.publish(), NOW)[0].state is State.SHIPPED
    many = confirmed(database, site, *others, "weather tomorrow")
    hide(database, "weather")
    matter = QUESTIONS.replace("]", f', "{others[0]}", "{others[1]}", "{others[2]}", "{lonely[0]}", "{lonely[1]}"]')
    site.write("en/billing/refund.md", "Refunds", "We return money.", matter)
    states = {proof.gap.id: proof.state for proof in prove(database, site.publish(), NOW)}
    assert states == {few: State.PROVEN, many: State.SHIPPED}  # three of four are less than four fifths
    assert "something" not in str([entry.detail for entry in history_of(database, few)])


def test_gap_of_which_nothing_may_be_shown_is_proven_by_most_of_its_queries(database: Database, site: Site) -> None:
    confirmed(database, site, "get my cash back", "charged for nothing", "refunds")
    hide(database)
    assert prove(database, site.publish(), NOW)[0].state is State.SHIPPED
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    (proof,) = prove(database, site.publish(), LATER)
    assert (proof.state, proof.missing) == (State.PROVEN, ())
    assert proven_queries(database) == ()


def test_proven_gap_regresses_when_a_later_change_loses_a_query_and_is_proven_again(
    database: Database, site: Site
) -> None:
    number = confirmed(database, site, "get my cash back")
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    prove(database, site.publish(), NOW)
    site.write("en/billing/refund.md", "Refunds", "We return money.")
    (lost,) = prove(database, site.publish(), NOW)
    assert (lost.state, gap(database, number).state) == (State.REGRESSED, State.REGRESSED)
    assert lost.asked[0].last == 1
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    assert prove(database, site.publish(), LATER)[0].state is State.PROVEN
    told = [entry for entry in history_of(database, number) if entry.kind is not Happened.CONFIRMED]
    assert [entry.detail["to"] for entry in told] == [
        "proven",
        "regressed",
        "proven",
        "shipped",
    ]


def test_query_that_came_after_the_proof_is_told_and_takes_nothing_away(database: Database, site: Site) -> None:
    number = confirmed(database, site, "get my cash back")
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    generation = site.publish()
    prove(database, generation, NOW)
    add_gap(database, "something nobody wrote about")
    with database.writing() as session:
        session.execute(update(GapQueries).values(gap_id=number))
    (proof,) = prove(database, generation, LATER)
    assert (proof.state, len(proof.missing)) == (State.PROVEN, 1)
    assert gap(database, number).state is State.PROVEN


def test_answer_that_was_deleted_is_told_and_regresses(database: Database, site: Site) -> None:
    confirmed(database, site, "get my cash back")
    site.write("en/billing/refund.md", "Refunds", "We return money.", QUESTIONS)
    prove(database, site.publish(), NOW)
    site.remove("en/billing/refund.md")
    (proof,) = prove(database, site.publish(), LATER)
    assert (proof.state, proof.is_published) == (State.REGRESSED, False)


def test_queries_of_a_locale_that_was_removed_are_not_asked(database: Database, site: Site) -> None:
    number = shipped(database, "get my cash back")
    with database.writing() as session:
        session.execute(update(GapQueries).values(locale="ja"))
    (proof,) = prove(database, site.publish(), NOW)
    assert (proof.asked, proof.state) == ((), State.SHIPPED)
    assert queries_of(database, [number])[number][0].replayed_at is None


def test_replaying_again_adds_nothing_to_the_history(database: Database, site: Site) -> None:
    number = shipped(database, "get my cash back")
    generation = site.publish()
    for _ in range(3):
        prove(database, generation, LATER)
    assert len(history_of(database, number)) == 2


def test_gap_that_was_never_shipped_is_only_looked_at(database: Database, site: Site) -> None:
    number = add_gap(database, "refunds", article="en/billing/refund")
    proof = prove_one(database, number, site.publish(), NOW)
    assert (proof.asked[0].now, proof.state) == (1, State.OPEN)
    assert queries_of(database, [number])[number][0].replayed_at is None
    with pytest.raises(GapError):
        prove_one(database, 99, site.publish())


def test_replay_goes_on_while_another_generation_is_published(database: Database, site: Site) -> None:
    number = shipped(database, "get my cash back")
    held = site.publish()
    for text in ("one", "two", "three", "four"):  # the folder of the one that is held is removed meanwhile
        site.write("en/more.md", "More", text)
        site.publish()
    assert not held.folder.exists()
    assert prove_one(database, number, held, NOW).asked[0].now is None
    move(database, Doing(number, None), State.OPEN)


def test_proven_queries_are_written_beside_the_articles_and_what_is_there_stays(
    database: Database, site: Site, tmp_path: Path
) -> None:
    confirmed(database, site, "get my cash back", "charged for nothing", 'say "hi": #1')
    matter = QUESTIONS.replace("]", """, 'say "hi": #1']""")
    site.write("en/billing/refund.md", "Refunds", "We return money.", matter)
    assert prove(database, site.publish(), NOW)[0].state is State.PROVEN
    proven = proven_queries(database)
    assert [each.query for each in proven] == ["charged for nothing", "get my cash back", 'say "hi": #1']
    file = tmp_path / "searches.yml"
    file.write_text("# Ours\n  - {query: Charged  for nothing, locale: en, articles: [x]} # kept\n", encoding="utf-8")
    change = add_proven(tmp_path, proven)
    assert change is not None
    change.write(tmp_path)
    assert change.before is not None
    assert change.after.startswith(change.before)
    judgments = read_judgments(file)[1:]
    assert [(each.query, each.slugs, each.proven, each.rank) for each in judgments] == [
        ("get my cash back", ("billing/refund",), NOW.date(), 1),
        ('say "hi": #1', ("billing/refund",), NOW.date(), 1),
    ]
    assert add_proven(tmp_path, proven) is None


def test_file_of_searches_is_made_when_there_is_none(tmp_path: Path) -> None:
    change = add_proven(tmp_path, [ProvenQuery("返金", "ja", "料金/返金", NOW.date(), 2)])
    assert change is not None
    assert change.before is None
    change.write(tmp_path)
    (judgment,) = read_judgments(tmp_path / "searches.yml")
    assert (judgment.query, judgment.slugs, judgment.rank) == ("返金", ("料金/返金",), 2)
    assert add_proven(tmp_path, []) is None


def test_file_of_searches_that_cannot_be_added_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "searches.yml").write_text("[{query: a, locale: en, articles: []}]\n", encoding="utf-8")
    with pytest.raises((ChangeError, JudgmentsError)):
        add_proven(tmp_path, [ProvenQuery("b", "en", "b", NOW.date(), 1)])


def test_replay_of_a_locale_that_is_not_there_finds_nothing(site: Site) -> None:
    assert replay("refund", "fr", site.publish()).confidence is Confidence.ZERO_RESULT
