from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.gaps.apart import remember_apart
from helpcenter.insights.gaps.gap import Person
from helpcenter.insights.gaps.refining import refine
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, gaps
from helpcenter.insights.gaps.values import Merge
from helpcenter.insights.gaps.working import Doing, comment, take
from helpcenter.storage.database import Database
from tests.insights.gaps.making import NOW, add_gap, add_user

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


@pytest.fixture
def pair(database: Database) -> tuple[int, int]:
    """Two gaps about one matter, which came together by words alone."""
    return add_gap(database, "leave", by_words=True), add_gap(database, "quit", by_words=True)


def refined(database: Database, pair: tuple[int, int]) -> set[int]:
    return refine(database, gaps(database), [Merge(str(pair[0]), str(pair[1]), 0.9)], NOW)


def test_younger_gap_that_nobody_touched_leads_to_the_older_one(database: Database, pair: tuple[int, int]) -> None:
    older, younger = pair
    assert refined(database, pair) == {younger}
    assert (gap(database, older).queries, gap(database, younger).queries) == (2, 0)
    assert (gap(database, older).title, gap(database, older).state) == ("leave", State.OPEN)
    assert not any(each.by_words for each in gaps(database))


def test_gap_that_somebody_took_keeps_its_queries_and_takes_the_others(
    database: Database, pair: tuple[int, int]
) -> None:
    older, younger = pair
    take(database, Doing(younger, Person(add_user(database), "Aki")), NOW)
    assert refined(database, pair) == {older}
    assert (gap(database, younger).queries, gap(database, older).queries) == (2, 0)


def acts(database: Database) -> tuple[Callable[[int], object], ...]:
    aki = Person(add_user(database), "Aki")
    return (
        lambda number: take(database, Doing(number, aki)),
        lambda number: comment(database, Doing(number, aki), "!"),
    )


def test_gaps_that_were_both_touched_are_left_to_people(database: Database, pair: tuple[int, int]) -> None:
    for act, number in zip(acts(database), pair, strict=True):
        act(number)
    assert refined(database, pair) == set()
    assert [gap(database, number).queries for number in pair] == [1, 1]


def test_gaps_that_are_kept_apart_or_came_by_meaning_stay_two(database: Database, pair: tuple[int, int]) -> None:
    with database.writing() as session:
        remember_apart(session, *pair)
    assert refined(database, pair) == set()
    by_meaning = (add_gap(database, "bill"), add_gap(database, "invoice"))
    assert refined(database, by_meaning) == set()
