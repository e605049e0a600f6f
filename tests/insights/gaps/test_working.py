from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from helpcenter.errors import DatabaseUnavailableError, GapError
from helpcenter.insights.gaps.gap import MAX_COMMENT, Gap, Happened, Person
from helpcenter.insights.gaps.merging import keep_apart, merge, propose_merge, read_proposals
from helpcenter.insights.gaps.states import BY_PEOPLE, State
from helpcenter.insights.gaps.store import GapFilter, count_by_state, gap, gaps, history_of, queries_of
from helpcenter.insights.gaps.working import (
    Doing,
    GapChangedError,
    GapTakenError,
    assign,
    choose,
    comment,
    move,
    rank_of,
    rename,
    ship,
    take,
)
from helpcenter.storage.database import Database
from tests.insights.gaps.making import NOW, add_gap, add_user

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


@pytest.fixture
def aki(database: Database) -> Person:
    return Person(add_user(database, "Aki"), "Aki")


@pytest.fixture
def ben(database: Database) -> Person:
    return Person(add_user(database, "Ben"), "Ben")


def test_gap_goes_from_open_to_shipped_and_every_step_is_told(database: Database, aki: Person) -> None:
    number = add_gap(database, "refund my order", found="en/a\nen/billing/refund")
    assert take(database, Doing(number, aki, 1), NOW).state is State.ASSIGNED
    chosen = choose(database, Doing(number, aki, 2), "en/billing/refund", "A question was added.", NOW)
    assert (chosen.state, chosen.answer, chosen.owner) == (State.IN_PROGRESS, "en/billing/refund", aki)
    shipped = ship(database, Doing(number, aki, 3), "", "c0ffee", NOW)
    assert (shipped.state, shipped.shipped_at, shipped.shipped_commit) == (State.SHIPPED, NOW, "c0ffee")
    assert (shipped.answer, shipped.version) == ("en/billing/refund", 4)
    told = [(entry.kind, entry.author) for entry in history_of(database, number)]
    assert told == [(Happened.STATE, aki), (Happened.FIX, aki), (Happened.OWNER, aki)]


def test_shipping_keeps_where_the_answer_was_before(database: Database) -> None:
    near = add_gap(database, "get money back", found="en/a\nen/billing/refund\nja/b")
    far = add_gap(database, "money return", found="en/a")
    for number in (near, far):
        ship(database, Doing(number, None), "en/billing/refund")
    queries = queries_of(database, [near, far])
    assert [queries[number][0].rank_before for number in (near, far)] == [2, None]


def test_answer_counts_in_whichever_language_a_reader_gets_it() -> None:
    assert rank_of("ja/billing/refund", ("en/a", "en/billing/refund")) == 2
    assert rank_of("en/billing/refund", ()) is None


def test_second_writer_who_takes_a_gap_is_told_who_was_first(database: Database, aki: Person, ben: Person) -> None:
    number = add_gap(database)
    take(database, Doing(number, aki, 1), NOW)
    with pytest.raises(GapTakenError, match="Aki was first") as raised:
        take(database, Doing(number, ben, 1), NOW + timedelta(minutes=1))
    assert (raised.value.by, raised.value.at) == (aki, NOW)
    assert gap(database, number).owner == aki


def test_of_writers_who_take_a_gap_at_once_one_has_it(database: Database, aki: Person, ben: Person) -> None:
    number = add_gap(database)

    def try_it(who: Person) -> Person | None:
        try:
            return take(database, Doing(number, who, 1)).owner
        except GapChangedError as error:
            return error.by

    with ThreadPoolExecutor(2) as pool:
        had = list(pool.map(try_it, (aki, ben)))
    owner = gap(database, number).owner
    assert had == [owner, owner]
    assert len(history_of(database, number)) == 1


def test_change_of_what_was_not_seen_is_refused_and_says_who_was_first(
    database: Database, aki: Person, ben: Person
) -> None:
    number = add_gap(database)
    move(database, Doing(number, ben, 1), State.IN_PROGRESS, now=NOW)
    late = Doing(number, aki, 1)
    with pytest.raises(GapChangedError, match="Ben was first"):
        move(database, late, State.WONT_FIX, "spam")
    with pytest.raises(GapChangedError, match="Ben was first"):
        ship(database, late, "en/a")
    with pytest.raises(GapChangedError, match="Ben was first"):
        choose(database, late, "en/a", "")
    with pytest.raises(GapChangedError, match="Ben was first"):
        assign(database, late, aki.id)
    with pytest.raises(GapChangedError, match="Ben was first"):
        rename(database, late, "Refunds")
    assert (gap(database, number).state, gap(database, number).version) == (State.IN_PROGRESS, 2)


@pytest.mark.parametrize("state", State)
def test_only_what_the_table_allows_is_done_by_hand(database: Database, state: State) -> None:
    for after in set(State) - BY_PEOPLE[state]:
        number = add_gap(database, state=state)
        with pytest.raises(GapError):
            move(database, Doing(number, None), after, "because")
        assert gap(database, number).state is state


def test_gap_is_given_up_only_with_a_reason_and_can_be_opened_again(database: Database, aki: Person) -> None:
    number = add_gap(database)
    with pytest.raises(GapError, match="Say why"):
        move(database, Doing(number, aki), State.WONT_FIX, "  ")
    assert move(database, Doing(number, aki), State.WONT_FIX, "Not our product").state is State.WONT_FIX
    assert history_of(database, number)[0].text == "Not our product"
    with pytest.raises(GapError, match="Open it again"):
        assign(database, Doing(number, aki), aki.id)
    assert move(database, Doing(number, aki), State.OPEN).state is State.OPEN


def test_gap_without_an_answer_is_not_shipped(database: Database) -> None:
    number = add_gap(database)
    for wrong in ("", "refund", "/refund", "en/"):
        with pytest.raises(GapError, match="locale/slug"):
            ship(database, Doing(number, None), wrong)
    unfindable = add_gap(database, kind="unfindable", article="en/billing/refund")
    assert ship(database, Doing(unfindable, None), "").answer == "en/billing/refund"


def test_owner_goes_and_comes(database: Database, aki: Person, ben: Person) -> None:
    number = add_gap(database)
    assert assign(database, Doing(number, aki), ben.id).owner == ben
    back = assign(database, Doing(number, aki), None)
    assert (back.owner, back.state) == (None, State.OPEN)
    with pytest.raises(GapError, match="no such account"):
        assign(database, Doing(number, aki), 999)


def test_discussion_is_masked_and_needs_no_version(database: Database, aki: Person) -> None:
    number = add_gap(database)
    comment(database, Doing(number, aki, 99), "Ask aki@example.com about ４２４２４２４２４２４２４２４２")
    assert history_of(database, number)[0].text == "Ask [email] about [card]"
    for wrong in ("", " \n", "x" * (MAX_COMMENT + 1)):
        with pytest.raises(GapError):
            comment(database, Doing(number, aki), wrong)


def test_title_is_masked_and_the_old_one_stays_in_history(database: Database, aki: Person) -> None:
    number = add_gap(database, "refund")
    assert rename(database, Doing(number, aki), " Refunds for  a@example.com ").title == "Refunds for [email]"
    assert history_of(database, number)[0].detail == {"from": "refund"}


def test_gaps_about_one_matter_become_one_when_a_person_says_so(database: Database, aki: Person) -> None:
    older, newer = add_gap(database, "refund"), add_gap(database, "money back")
    assert [propose_merge(database, newer, older, NOW) for _ in range(2)] == [True, False]
    assert merge(database, Doing(newer, aki, 1), older).queries == 2
    assert (gap(database, newer).state, gap(database, newer).queries) == (State.WONT_FIX, 0)
    assert [entry.detail for entry in history_of(database, newer)] == [{"into": older}, {"like": older}]
    assert history_of(database, older)[0].detail == {"from": newer}
    with pytest.raises(GapError, match="itself"):
        merge(database, Doing(older, aki), older)
    with pytest.raises(GapError, match="Open it again"):
        merge(database, Doing(add_gap(database, "proven", state="proven"), aki), older)


def test_gaps_are_merged_only_as_both_were_seen_and_never_into_one_that_is_closed(
    database: Database, aki: Person
) -> None:
    older, newer = add_gap(database, "refund"), add_gap(database, "money back")
    seen = gap(database, older).version
    rename(database, Doing(older, aki), "Refunds")
    with pytest.raises(GapChangedError) as late:
        merge(database, Doing(newer, aki, 1), older, seen)
    assert late.value.by == aki
    assert gap(database, newer).queries == 1
    for state in ("proven", "wont_fix"):
        closed = add_gap(database, f"closed {state}", state=state)
        with pytest.raises(GapError, match=f"Gap {closed} is {state}. Open it again"):
            merge(database, Doing(newer, aki), closed)
    before = gap(database, older).version
    merge(database, Doing(newer, aki), older, before)
    assert gap(database, older).version == before + 1  # who works on it is told that it has other queries now


def test_proposal_stands_at_both_gaps_until_somebody_decides(database: Database, aki: Person) -> None:
    one, other, third = (add_gap(database, query) for query in ("refund", "money back", "return"))
    propose_merge(database, other, one, NOW)
    propose_merge(database, third, one, NOW)

    def proposed(number: int) -> list[int]:
        with database.reading() as session:
            return [each.gap.id for each in read_proposals(session, number)]

    assert [proposed(each) for each in (one, other, third)] == [[other, third], [one], [one]]
    keep_apart(database, Doing(one, aki, 1), other)
    assert [proposed(each) for each in (one, other, third)] == [[third], [], [one]]
    assert history_of(database, one)[0].detail == {"apart": other}
    assert propose_merge(database, other, one, NOW) is False
    merge(database, Doing(third, aki), one)
    assert [proposed(each) for each in (one, other, third)] == [[], [], []]
    with pytest.raises(GapChangedError):
        keep_apart(database, Doing(one, aki, 1), third)


def test_list_is_sorted_by_harm_and_kept_to_what_is_wanted(database: Database, aki: Person) -> None:
    mild = add_gap(database, "a", harm=1.0)
    bad = add_gap(database, "b", harm=9.0, state="in_progress", kind="missing", owner=aki.id)
    japanese = add_gap(database, "c", harm=5.0, locale="ja")

    def found(**wanted: object) -> list[int]:
        return [each.id for each in gaps(database, GapFilter(**wanted))]  # type: ignore[arg-type]

    assert found() == [bad, japanese, mild]
    assert found(states=frozenset({State.OPEN})) == [japanese, mild]
    assert found(locale="ja") == [japanese]
    assert found(owner=aki.id) == [bad]
    assert found(owner=0) == [japanese, mild]
    assert count_by_state(database) == {State.OPEN: 2, State.IN_PROGRESS: 1}
    first: Gap = gaps(database)[0]
    assert (first.queries, first.shown, first.owner) == (1, 1, aki)


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 2**63])
def test_gap_that_is_not_there_is_told(database: Database, number: int) -> None:
    with pytest.raises(GapError, match=f"There is no gap {number}"):
        gap(database, number)


def test_database_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the address is a file name too, which is made where it is not there
    file = tmp_path / "helpcenter.db"
    number = add_gap(Database(f"sqlite:///{file}"))
    read_only = Database(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(DatabaseUnavailableError):
        comment(read_only, Doing(number, None), "hello")
