from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from helpcenter.errors import GapError
from helpcenter.insights.gaps.gap import Happened, Person
from helpcenter.insights.gaps.merging import keep_apart, merge, propose_merge, read_proposals
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.splitting import split
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, history_of, queries_of
from helpcenter.insights.gaps.values import QueryKey
from helpcenter.insights.gaps.working import Doing, GapChangedError
from helpcenter.storage.database import Database
from helpcenter.storage.tables import GapQueries
from tests.insights.gaps.making import NOW, add_gap, add_user

if TYPE_CHECKING:
    from collections.abc import Collection

CHARGEBACK = frozenset({QueryKey("en", "chargeback window")})


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def texts(database: Database, number: int) -> set[str]:
    return {query.text for query in queries_of(database, [number])[number]}


def test_queries_about_something_else_become_a_gap_of_their_own(database: Database) -> None:
    number = add_gap(database, "cancel my plan", "chargeback window", state="proven", answer="en/plan")
    aki = Person(add_user(database), "Aki")
    done = split(database, Doing(number, aki, 1), CHARGEBACK, now=NOW)
    assert (done.other.title, done.other.state, done.other.answer) == ("chargeback window", State.OPEN, "")
    assert (texts(database, number), texts(database, done.other.id)) == ({"cancel my plan"}, {"chargeback window"})
    for each in (number, done.other.id):
        told = history_of(database, each)[0]
        assert (told.kind, told.author, told.detail["queries"]) == (Happened.SPLIT, aki, 1)
    with pytest.raises(GapChangedError):
        split(database, Doing(number, aki, 1), CHARGEBACK, now=NOW)


def test_queries_go_into_another_gap_that_is_worked_on(database: Database) -> None:
    number = add_gap(database, "cancel my plan", "chargeback window")
    other, closed = add_gap(database, "dispute a charge"), add_gap(database, "x", state="wont_fix")
    with pytest.raises(GapError, match=f"Gap {closed} is wont_fix"):
        split(database, Doing(number, None), CHARGEBACK, closed, NOW)
    assert split(database, Doing(number, None), CHARGEBACK, other, NOW).moved == 1
    assert texts(database, other) == {"dispute a charge", "chargeback window"}


def test_gaps_that_were_split_are_never_proposed_as_one_again(database: Database) -> None:
    number = add_gap(database, "cancel my plan", "chargeback window")
    other = split(database, Doing(number, None), CHARGEBACK, now=NOW).other.id
    assert not propose_merge(database, other, number, NOW)
    assert not propose_merge(database, number, other, NOW)
    third = add_gap(database, "terminate the plan")
    merge(database, Doing(other, None), third, now=NOW)  # who takes its queries stays apart in its place
    assert not propose_merge(database, third, number, NOW)
    with database.reading() as session:
        assert read_proposals(session, number) == ()


def test_what_is_kept_apart_is_remembered_when_its_history_is_erased(database: Database) -> None:
    one, other = add_gap(database, "refund"), add_gap(database, "refunds")
    assert propose_merge(database, other, one, NOW)
    keep_apart(database, Doing(one, None), other, NOW)
    with database.writing() as session:
        session.execute(update(GapQueries).values(visitors=2))
    with database.reading() as session:
        assert read_proposals(session, one) == read_proposals(session, other) == ()


def test_queries_that_may_not_be_shown_go_with_those_they_are_like(database: Database) -> None:
    secret = ("chargeback window please", "cancel my plan now")
    number = add_gap(database, "cancel my plan", "chargeback window", *secret)
    with database.writing() as session:
        session.execute(update(GapQueries).where(GapQueries.text.in_(secret)).values(visitors=1))
    with pytest.raises(GapError):
        split(database, Doing(number, None), {QueryKey("en", secret[0])}, now=NOW)
    done = split(database, Doing(number, None), CHARGEBACK, now=NOW)
    assert texts(database, done.other.id) == {"chargeback window", "chargeback window please"}
    assert (done.other.title, done.moved) == ("chargeback window", 2)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ((), Refusal.NO_QUERIES),
        ((QueryKey("ja", "chargeback window"),), Refusal.OTHER_QUERIES),
        ((QueryKey("en", "chargeback window"), QueryKey("en", "cancel my plan")), Refusal.ALL_QUERIES),
    ],
)
def test_only_some_of_its_queries_are_taken_out_of_a_gap(
    database: Database, keys: Collection[QueryKey], reason: Refusal
) -> None:
    number = add_gap(database, "cancel my plan", "chargeback window")
    with pytest.raises(GapError) as refused:
        split(database, Doing(number, None), keys, now=NOW)
    assert refused.value.reason == reason
    assert gap(database, number).version == 1
